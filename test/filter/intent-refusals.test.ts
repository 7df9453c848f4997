import {
  MirrorDirection, MirrorFilter, MirrorIntent, MirrorNetwork, MirrorPacket, MirrorProtocol, MirrorRule, MirrorService,
  MirrorStatement, PortRange,
} from '../../src';
import { newApp, newStack } from '../support/app';

/** Calls as plain JavaScript makes them: no compiler looks at the arguments. */
type Call = (...args: any[]) => unknown;

const vpc = MirrorNetwork.of('production', { cidrs: ['10.10.0.0/16'] });
const web = MirrorService.of('web', { tcp: ['80', '443'] });
const accept = MirrorStatement.accept();
const filter = () => new MirrorFilter(newStack(newApp()), 'Filter', { inbound: [MirrorRule.accept()] });
const packet: MirrorPacket = {
  from: '10.0.0.1',
  to: '10.0.0.2',
  protocol: MirrorProtocol.TCP,
  port: 443,
  direction: MirrorDirection.INBOUND,
};
class Elsewhere {
  public readonly name = 'elsewhere';
}

/** Values that are no object, no text and no list of what is wanted. */
const WRONG: [string, unknown][] = [
  ['null', null],
  ['a number', 7],
  ['not a number', NaN],
  ['a large integer', 1n],
  ['true', true],
  ['a text', 'x'],
  ['an empty text', ''],
  ['a list', []],
  ['a list of null', [null]],
  ['a list of undefined', [undefined]],
  ['a list of texts', ['x']],
  ['a function', () => 1],
  ['a class', Elsewhere],
  ['an object of another class', new Elsewhere()],
  ['a symbol', Symbol('x')],
  ['a token', '${TfToken[TOKEN.7]}'],
  ['a day', new Date(0)],
  [
    'an object that contains itself',
    (() => {
      const o: any = {};
      o.o = o;
      return o;
    })(),
  ],
  ['an app', newApp()],
];

/** Functions of the intent API by argument: what is given in its place must be refused, unless it is listed as right. */
const PLACES: [name: string, call: Call, right: string[]][] = [
  ['MirrorNetwork.of: name', (v) => MirrorNetwork.of(v, { cidrs: ['10.0.0.0/8'] }), ['a text']],
  ['MirrorNetwork.of: options', (v) => MirrorNetwork.of('n', v), []],
  ['MirrorNetwork.of: cidrs', (cidrs) => MirrorNetwork.of('n', { cidrs }), []],
  ['MirrorNetwork.of: a CIDR', (v) => MirrorNetwork.of('n', { cidrs: ['10.0.0.0/8', v] }), []],
  ['MirrorNetwork.of: owner', (owner) => MirrorNetwork.of('n', { cidrs: ['10.0.0.0/8'], owner }), ['null', 'a text', 'an empty text']],
  ['MirrorService.of: name', (v) => MirrorService.of(v, { tcp: ['80'] }), ['a text']],
  ['MirrorService.of: options', (v) => MirrorService.of('s', v), []],
  ['MirrorService.of: tcp', (tcp) => MirrorService.of('s', { tcp }), []],
  ['MirrorService.of: a UDP port', (v) => MirrorService.of('s', { udp: ['53', v] }), []],
  ['MirrorService.of: icmp', (icmp) => MirrorService.of('s', { tcp: ['80'], icmp }), ['null', 'true']],
  ['MirrorStatement.accept', (v) => MirrorStatement.accept(v), []],
  ['MirrorStatement.drop', (v) => MirrorStatement.drop(v), []],
  ...(['from', 'to', 'exceptFrom', 'exceptTo', 'services', 'fromServices', 'exceptServices', 'direction'] as const).map(
    (part): [string, Call, string[]] => [`MirrorStatement.accept: ${part}`, (v) => MirrorStatement.accept({ [part]: v }), ['null']],
  ),
  ['MirrorStatement.accept: a network', (v) => MirrorStatement.accept({ from: [vpc, v] }), []],
  ['MirrorStatement.accept: a service', (v) => MirrorStatement.accept({ services: [web, v] }), []],
  ['MirrorStatement.drop: replies', (replies) => MirrorStatement.drop({ replies }), ['null', 'true']],
  ['MirrorStatement.drop: expires', (expires) => MirrorStatement.drop({ expires }), ['null']],
  ['MirrorStatement.drop: comment', (comment) => MirrorStatement.drop({ comment }), ['null', 'a text', 'an empty text']],
  ['MirrorIntent.of: statements', (v) => MirrorIntent.of(v), []],
  ['MirrorIntent.of: a statement', (v) => MirrorIntent.of([accept, v]), []],
  ['MirrorIntent.of: options', (v) => MirrorIntent.of([accept], v), []],
  ['MirrorIntent.of: previousInbound', (previousInbound) => MirrorIntent.of([accept], { previousInbound }), ['null', 'a list']],
  ['MirrorIntent.of: a previous rule', (v) => MirrorIntent.of([accept], { previousOutbound: [MirrorRule.accept(), v] }), []],
  ['MirrorIntent.of: leaveOutExpired', (leaveOutExpired) => MirrorIntent.of([accept], { leaveOutExpired }), ['null', 'true']],
  ['MirrorIntent.of: takeNearMiss', (takeNearMiss) => MirrorIntent.of([accept], { takeNearMiss }), ['null', 'true']],
  ['MirrorIntent.compile', (v) => accept && MirrorIntent.of([accept]).compile(v), []],
  ['MirrorRule.accept', (v) => MirrorRule.accept(v), []],
  ['MirrorRule.drop: protocol', (protocol) => MirrorRule.drop({ protocol }), ['null']],
  ['MirrorRule.drop: source', (source) => MirrorRule.drop({ source }), ['null', 'a token']],
  ['MirrorRule.drop: destinationPort', (destinationPort) => MirrorRule.drop({ protocol: MirrorProtocol.TCP, destinationPort }), ['null']],
  ['MirrorRule.drop: priority', (priority) => MirrorRule.drop({ priority }), ['null', 'a number']],
  ['MirrorProtocol.of', (v) => MirrorProtocol.of(v), ['a token']],
  ['PortRange.single', (v) => PortRange.single(v), ['a number', 'a token']],
  ['PortRange.range', (v) => PortRange.range(7, v), ['a number', 'a token']],
  ['PortRange.parse', (v) => PortRange.parse(v), []],
  ['MirrorFilter.fromFilterId', (v) => MirrorFilter.fromFilterId(newStack(newApp()), 'F', v), ['a token']],
  ['MirrorFilter.fromFilterAttributes', (v) => MirrorFilter.fromFilterAttributes(newStack(newApp()), 'F', v), []],
  ['MirrorFilter: intent', (intent) => new MirrorFilter(newStack(newApp()), 'F', { intent }), ['null']],
  ['expectMirrored', (v) => filter().expectMirrored(v), []],
  ['expectNotMirrored: from', (from) => filter().expectNotMirrored({ ...packet, from }), []],
  ['expectNotMirrored: protocol', (protocol) => filter().expectNotMirrored({ ...packet, protocol }), []],
  ['expectNotMirrored: port', (port) => filter().expectNotMirrored({ ...packet, port }), ['a number']],
  ['expectNever', (v) => filter().expectNever(v), []],
  ['findMirrored', (v) => filter().findMirrored(v), []],
  ['findNotMirrored: to', (to) => filter().findNotMirrored({ to }), ['null']],
];

const outcome = (call: () => unknown): string => {
  try {
    call();
    return 'taken';
  } catch (error) {
    // A refusal names the argument, the value, the values allowed and the fix, and is no failure of the language.
    return (error as Error).constructor === Error
      && /^.*\S (?:is|are|has|have) .+\. Allowed: .+\. Fix: .+\.$/s.test((error as Error).message)
      ? 'refused'
      : String(error);
  }
};

test('every argument of the intent API refuses values of another kind, with the value got, the values allowed and a fix', () => {
  const strange = PLACES.flatMap(([name, call, right]) => WRONG.flatMap(([what, value]) => {
    const [is, expected] = [outcome(() => call(value)), right.includes(what) ? 'taken' : 'refused'];
    return is === expected ? [] : [`${name} of ${what}: ${is}`];
  }));
  expect(strange).toEqual([]);
});

test('a property that does not exist is refused: a statement without it would match more', () => {
  const loose: Call = (options) => MirrorStatement.accept(options);
  expect(() => loose({ form: [vpc] })).toThrow(
    'options of a mirror statement have the unknown key "form". Allowed: an object with from, to, exceptFrom',
  );
  expect(() => loose({ form: [vpc] })).toThrow(/Write from\.$/);
  expect(() => loose({ service: [web] })).toThrow(/Write services\.$/);
  expect(() => loose({ ports: [443] })).toThrow(/Fix: Remove ports\.$/);
  expect(() => loose(vpc)).toThrow('an object of MirrorNetwork, "production". Allowed');
  expect(() => (MirrorService.of as Call)('s', { tcp: ['80'], UDP: ['53'] })).toThrow(/has the unknown key "UDP"\. .*Write udp\.$/);
  expect(loose({ from: [vpc], to: undefined })).toBeInstanceOf(MirrorStatement);
});

test('what is given in place of a list of networks or services is named by its class', () => {
  const loose: Call = (options) => MirrorStatement.accept(options);
  expect(() => loose({ from: [web] })).toThrow(
    'from of a mirror statement is an object of MirrorService, "web". Allowed: a list of MirrorNetwork. Fix: Write MirrorNetwork.of(',
  );
  expect(() => loose({ services: vpc })).toThrow(
    'services of a mirror statement is an object of MirrorNetwork, "production". Allowed: a list of MirrorService. Fix: Write MirrorService.of(',
  );
  expect(() => loose({ from: vpc })).toThrow(/Pass a list/);
  expect(() => (MirrorIntent.of as Call)([accept, MirrorRule.accept()])).toThrow(
    'item of the statements of a mirror intent is an object of MirrorRule, "accept ALL',
  );
});

describe('names', () => {
  const one = MirrorNetwork.of('office', { cidrs: ['10.1.0.0/16'] });
  const again = MirrorNetwork.of('office', { cidrs: ['10.1.0.0/17', '10.1.128.0/17'], owner: 'somebody else' });
  const other = MirrorNetwork.of('office', { cidrs: ['10.2.0.0/16'] });
  const written = (...statements: MirrorStatement[]) => MirrorIntent.of(statements).compile().inbound.map(String);
  const inbound = { direction: MirrorDirection.INBOUND };

  test('networks of one name and with the same addresses are one', () => {
    expect(written(MirrorStatement.accept({ from: [one, again], ...inbound }))).toEqual(
      written(MirrorStatement.accept({ from: [one], ...inbound })),
    );
    expect(written(MirrorStatement.drop({ from: [one], ...inbound }), MirrorStatement.accept({ from: [again], ...inbound }))).toEqual([]);
  });

  test.each<[string, () => unknown]>([
    ['one list', () => MirrorStatement.accept({ from: [one, other] })],
    ['two lists', () => MirrorStatement.accept({ from: [one], exceptTo: [other] })],
    ['two statements', () => MirrorIntent.of([MirrorStatement.accept({ from: [one] }), MirrorStatement.drop({ to: [other] })])],
    ['an expectation', () => filter().expectNever({ from: [one], to: [other] })],
    ['other case and spaces', () => MirrorStatement.accept({ from: [one, MirrorNetwork.of(' Office ', { cidrs: ['10.2.0.0/16'] })] })],
  ])('networks of one name and with other addresses are refused in %s', (_where, make) => {
    expect(make).toThrow(
      / has the mirror networks office \(10\.1\.0\.0\/16\) and +office +\(10\.2\.0\.0\/16\)\. Allowed: one mirror network for a name, upper and lower case alike\. Fix: Give one of the two another name/i,
    );
  });

  test('services of one name and with other ports are refused, with the same ports they are one', () => {
    const port = (...tcp: string[]) => MirrorService.of('app', { tcp });
    expect(() =>
      MirrorIntent.of([MirrorStatement.accept({ services: [port('80')] }), MirrorStatement.accept({ fromServices: [port('81-90')] })]),
    ).toThrow('mirror intent has the mirror services app (TCP 80) and app (TCP 81-90).');
    expect(written(MirrorStatement.accept({ services: [port('80-90', '91'), port('80-91')], ...inbound }))).toHaveLength(1);
    // A network and a service are told apart by their places.
    expect(MirrorStatement.accept({ from: [one], services: [MirrorService.of('office', { udp: ['1'] })] }).toString()).toContain(
      'office from office',
    );
  });
});

describe('networks that overlap', () => {
  const wide = MirrorNetwork.of('wide', { cidrs: ['10.0.0.0/8'] });
  const narrow = MirrorNetwork.of('narrow', { cidrs: ['10.1.0.0/16', '10.1.0.0/16', '10.1.4.0/24'] });
  const inbound = { direction: MirrorDirection.INBOUND };
  const written = (...statements: MirrorStatement[]) => MirrorIntent.of(statements).compile().inbound.map(String);

  test('in one list they are their union, and equal CIDRs count once', () => {
    expect(narrow.cidrs).toEqual(['10.1.0.0/16']);
    expect(written(MirrorStatement.accept({ from: [narrow, wide, narrow], ...inbound }))).toEqual([
      'accept ALL 10.0.0.0/8 -1/-1 -> 0.0.0.0/0 -1/-1',
    ]);
  });

  test('an exception takes its addresses from all networks of the list', () => {
    expect(written(MirrorStatement.accept({ from: [wide, narrow], exceptFrom: [narrow], ...inbound }))).toEqual([
      'drop ALL 10.1.0.0/16 -1/-1 -> 0.0.0.0/0 -1/-1', 'accept ALL 10.0.0.0/8 -1/-1 -> 0.0.0.0/0 -1/-1',
    ]);
  });

  test('a statement whose exceptions leave nothing decides nothing, which is a finding', () => {
    const statement = MirrorStatement.accept({ from: [narrow], exceptFrom: [wide] });
    expect(MirrorIntent.of([statement])._statement.idle).toEqual([
      { statement: statement.toString(), blockers: [], opposed: false, packet: expect.stringMatching(/^inbound TCP 10\.1\.0\./) },
    ]);
  });

  test('of two statements the first decides about the addresses that both have', () => {
    expect(
      written(MirrorStatement.drop({ from: [narrow], ...inbound }), MirrorStatement.accept({ from: [wide], ...inbound })),
    ).toHaveLength(2);
    expect(
      written(MirrorStatement.accept({ from: [wide], ...inbound }), MirrorStatement.drop({ from: [narrow], ...inbound })),
    ).toHaveLength(1);
  });
});

test.each<[string, MirrorRule[], RegExp]>([
  [
    'one priority for two rules',
    [MirrorRule.accept({ priority: 3 }), MirrorRule.drop({ priority: 3 })],
    /previousInbound of a mirror intent has priority 3 for accept ALL .* and for drop ALL .*\. Allowed: a priority of 1 to 10 for each rule/,
  ],
  [
    'a position that another rule has',
    [MirrorRule.accept({ priority: 2 }), MirrorRule.accept({ priority: 1 }), MirrorRule.drop()],
    /has priority 2 for /,
  ],
  ['more rules than priorities', Array.from({ length: 11 }, () => MirrorRule.accept()), /has priority 11 for /],
])('rules of the last time are refused with %s', (_what, previousInbound, error) => {
  expect(() => MirrorIntent.of([accept], { previousInbound })).toThrow(error);
});
