import { App, TerraformVariable } from 'cdktf';
import {
  MirrorDirection, MirrorEdition, MirrorFilter, MirrorIntent, MirrorNetwork, MirrorPacket, MirrorPolicy, MirrorProtocol,
  MirrorRule, MirrorService, MirrorStatement, PortRange,
} from '../../src';
import { gitRoot, pathBelow } from '../../src/input/git-root';
import { newApp, newStack } from '../support/app';
import '../support/recorded-inputs';

const { INBOUND, OUTBOUND } = MirrorDirection;
const { TCP, UDP, ICMP } = MirrorProtocol;
const network = (name: string, ...cidrs: string[]) => MirrorNetwork.of(name, { cidrs });
const backup = network('backup', '10.99.0.0/16');
const https: MirrorPacket = { from: '203.0.113.9', to: '10.10.0.4', protocol: TCP, port: 443, direction: INBOUND };

/** An app with one filter. */
function withFilter(build: (stack: ReturnType<typeof newStack>) => MirrorFilter, config: object = {}): { app: App; filter: MirrorFilter } {
  const app = newApp(config);
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023);
  return { app, filter: build(newStack(app)) };
}

const plain = () => withFilter((stack) => new MirrorFilter(stack, 'Web', {
  inbound: [MirrorRule.drop({ source: '10.99.0.0/16' }), MirrorRule.acceptTcp(PortRange.HTTPS)], outbound: [MirrorRule.acceptIcmp()],
}));
const findings = (app: App, ...ids: string[]) => MirrorPolicy.of(app).evaluate().findings.filter((f) => ids.includes(f.id));

describe('expectations of a filter, through synth', () => {
  test.each<[string, (filter: MirrorFilter) => void, string | undefined]>([
    ['what is copied must be', (f) => f.expectMirrored(https), undefined],
    ['a packet without a rule must be copied', (f) => f.expectMirrored({ ...https, protocol: UDP }), 'but no rule matches'],
    ['a packet that a rule drops must be copied', (f) => f.expectMirrored({ ...https, from: '10.99.1.1' }), 'but inbound rule 1 drops'],
    ['the other direction must be copied', (f) => f.expectMirrored({ ...https, direction: OUTBOUND }), 'but no rule matches'],
    ['ICMP must be copied', (f) => f.expectMirrored({ from: '10.0.0.1', to: '10.0.0.2', protocol: ICMP, direction: OUTBOUND }), undefined],
    ['what is not copied must not be', (f) => f.expectNotMirrored({ ...https, port: 80 }), undefined],
    ['what is copied must not be', (f) => f.expectNotMirrored(https), 'but inbound rule 2 copies'],
    ['a network must never be copied, and is not inbound', (f) => f.expectNever({ from: [backup], direction: INBOUND }), undefined],
    [
      'a network must never be copied, and is outbound',
      (f) => f.expectNever({ from: [backup] }),
      'but outbound rule 1 copies outbound ICMP 10.99.',
    ],
  ])('%s', (_, expect_, problem) => {
    const { app, filter } = plain();
    expect_(filter);
    expect(findings(app, 'TM216').map((f) => [f.severity, f.problem])).toEqual(
      problem === undefined ? [] : [['error', expect.stringContaining(problem)]],
    );
  });

  test('a value that is known only at apply leaves it undecided', () => {
    const { app, filter } = withFilter(
      (stack) =>
        new MirrorFilter(stack, 'Web', { inbound: [MirrorRule.accept({ source: new TerraformVariable(stack, 'cidr', {}).stringValue })] }),
    );
    filter.expectMirrored(https);
    expect(findings(app, 'TM216').map((f) => f.severity)).toEqual(['undecided']);
  });

  test('a failure stops the synth', () => {
    const { app, filter } = plain();
    filter.expectNotMirrored(https);
    expect(() => app.synth()).toThrow('TM216');
  });

  test('a finding has the line of its expectation, not of the filter', () => {
    const { app, filter } = withFilter((stack) => new MirrorFilter(stack, 'Web', { inbound: [MirrorRule.acceptTcp()] }), {
      stackTraces: true,
    });
    const lines: number[] = [];
    const here = () => lines.push(Number(/:(\d+):\d+\)?$/.exec(new Error().stack!.split('\n')[2])![1]));
    filter.expectMirrored({ ...https, protocol: UDP, port: here() });
    filter.expectNotMirrored({ ...https, port: here() + 100 });
    filter.expectNever({ from: [backup].slice(0, here()), direction: INBOUND });
    const found = findings(app, 'TM216').map((f) => `${f.location!.file}:${f.location!.line}`).sort();
    expect(new Set(lines).size).toBe(3);
    expect(found).toEqual(lines.map((line) => `${pathBelow(gitRoot(), __filename)}:${line}`).sort());
  });
});

describe('packets that a filter finds', () => {
  test('one that is copied, and one that is not', () => {
    const { filter } = plain();
    expect(filter.findMirrored({ from: [backup], direction: INBOUND })).toBeUndefined();
    const copied = filter.findMirrored({ direction: INBOUND })!;
    expect(copied).toMatchObject({ protocol: TCP, port: 443, direction: INBOUND });
    const not = filter.findNotMirrored({ services: [MirrorService.of('tls', { tcp: ['443'] })], direction: INBOUND })!;
    expect(not.from).toMatch(/^10\.99\./);
    expect(
      filter.findNotMirrored({ services: [MirrorService.of('tls', { tcp: ['443'] })], exceptFrom: [backup], direction: INBOUND }),
    ).toBeUndefined();
    // What it finds, it explains so.
    expect([filter.explain(copied).mirrored, filter.explain(not).mirrored]).toEqual([true, false]);
  });

  test('refuses rules with a value that is known only at apply', () => {
    const { filter } = withFilter(
      (stack) =>
        new MirrorFilter(stack, 'Web', { inbound: [MirrorRule.accept({ source: new TerraformVariable(stack, 'cidr', {}).stringValue })] }),
    );
    expect(() => filter.findMirrored({})).toThrow('a value that is unknown at synth');
  });
});

describe('a filter explains a packet', () => {
  test.each<[string, Partial<MirrorPacket>, object]>([
    ['copied', {}, { mirrored: true, code: 'MIRRORED', rule: 'inbound rule 2', text: 'inbound rule 2 copies it' }],
    [
      'dropped',
      { from: '10.99.0.1' },
      { mirrored: false, code: 'DROPPED_BY_RULE', rule: 'inbound rule 1', text: 'inbound rule 1 drops it' },
    ],
    ['no rule', { port: 80 }, { mirrored: false, code: 'NO_RULE', text: 'no inbound rule of the filter matches' }],
    ['the other direction', { direction: OUTBOUND }, { mirrored: false, code: 'NO_RULE', text: 'no outbound rule of the filter matches' }],
    ['DHCP', { protocol: UDP, fromPort: 68, port: 67 }, { mirrored: false, code: 'NOT_A_MIRRORED_KIND', text: 'DHCP is never mirrored' }],
  ])('%s', (_, more, answer) => {
    expect(plain().filter.explain({ ...https, ...more })).toEqual(answer);
  });

  test('a rule with a value that is known only at apply decides where it may match, and rules added later count', () => {
    const { filter } = withFilter((stack) => new MirrorFilter(stack, 'Web', {
      inbound: [MirrorRule.drop({ protocol: TCP, source: new TerraformVariable(stack, 'cidr', {}).stringValue })],
    }));
    const udp = { ...https, protocol: UDP };
    expect([filter.explain(https), filter.explain(udp)].map((a) => [a.mirrored, a.code])).toEqual([
      [undefined, 'UNKNOWN_RULE'],
      [false, 'NO_RULE'],
    ]);
    filter.addInboundRule(MirrorRule.accept());
    expect([filter.explain(https), filter.explain(udp)].map((a) => [a.mirrored, a.code])).toEqual([
      [undefined, 'UNKNOWN_RULE'],
      [true, 'MIRRORED'],
    ]);
  });
});

describe('findings of a real intent', () => {
  const of = (statements: MirrorStatement[]) => {
    const { app } = withFilter((stack) => new MirrorFilter(stack, 'Web', { intent: MirrorIntent.of(statements) }));
    return findings(app, 'TM214', 'TM215').map((f) => [f.id, f.reason, f.severity]);
  };
  const drop = MirrorStatement.drop({ from: [backup] });

  test('an expired statement', () => {
    expect(of([MirrorStatement.drop({ from: [backup], expires: '2020-01-31', owner: 'net' }), MirrorStatement.accept()])).toEqual([
      ['TM214', 'expired', 'warning'],
    ]);
    expect(of([MirrorStatement.drop({ from: [backup], expires: '2999-01-31' }), MirrorStatement.accept()])).toEqual([]);
  });

  test('a statement that another one hides, and one that matches no packet', () => {
    expect(of([MirrorStatement.accept(), drop])).toEqual([['TM215', 'hidden', 'warning']]);
    expect(of([MirrorStatement.drop({ from: [backup], exceptFrom: [network('all', '10.0.0.0/8')] }), MirrorStatement.accept()])).toEqual([
      ['TM215', 'empty', 'warning'],
    ]);
    expect(of([drop, MirrorStatement.accept()])).toEqual([]);
  });
});
