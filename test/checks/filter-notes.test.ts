// Notes on filters: what could be shorter, and what is copied twice. Nothing of it is wrong.
import { Copying, copying, Using } from './copying';
import { documents, FILTER, Fixture, SESSION } from './fixtures';
import { appNotes, filterNoteLines, filterNotes, Note } from '../../src/checks/filter-notes';
import { packetWords } from '../../src/checks/filter-rules';
import { CompiledStatement, NamesStatement } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { inWords } from '../../src/texts/catalogue';
import { PERHAPS } from '../model/documents';

const modelOf = (filters: readonly Copying[], sessions: readonly Using[] = [], change: (f: Fixture) => void = () => {}) => {
  const f = copying(filters, sessions);
  change(f);
  return new MirrorModel(documents(f));
};
/** The codes, texts and packets of the notes of a filter. */
const noted = (filter: Copying, change?: (f: Fixture) => void): unknown[] => filterNotes(modelOf([filter], [], change))
  .flatMap(({ notes }) =>
    notes.map(({ code, direction, text, packets, extra, names }) => [
      code, direction, inWords(text, 'en'), packets.map((p) => inWords(packetWords(p), 'en')),
      ...extra ? [extra] : [], ...names ? [names] : [],
    ]));
const codes = (inbound: object[]) => noted({ inbound }).map((note) => (note as string[]).slice(0, 3).join(' '));
const path = (n: number) => `net/${SESSION}.s${n}`;

const ALL = { protocol: 'ALL', destination_port_range: '-1/-1' };
const DROP = { action: 'drop' };
const UNKNOWN = { source_cidr_block: '${var.cidr}' };
const from = (cidr: string, more: object = {}) => ({ source_cidr_block: cidr, ...more });
const to = (cidr: string, more: object = {}) => ({ destination_cidr_block: cidr, ...more });
const ports = (range: string, more: object = {}) => ({ destination_port_range: range, ...more });
const A = { 'eni-bp1a': '10.0.0.1' };
const HTTPS = 'TCP from any to any port 443';

test('a filter without a note is left out', () => {
  expect(filterNotes(modelOf([{ inbound: [{}] }, { inbound: [ALL] }])).map(({ filter }) => inWords(filter, 'en'))).toEqual(
    [`filter net/${FILTER}.f1`],
  );
});

test('a filter that copies everything of a direction', () => {
  const packet = 'TCP 198.51.100.10:49152 -> 198.51.100.20:443';
  expect(noted({ inbound: [ALL], outbound: [{}] })).toEqual([['COPIES_EVERYTHING', 'inbound', 'copies every inbound packet', [packet]]]);
  expect(noted({ outbound: [ALL] })).toEqual([['COPIES_EVERYTHING', 'outbound', 'copies every outbound packet', [packet]]]);
});

describe('a rule that can be left out', () => {
  test('decides about packets, and a later one decides the same', () => {
    expect(noted({ inbound: [from('10.0.0.0/8'), {}] })).toEqual([
      ['REDUNDANT_RULE', 'inbound', 'inbound rule 1 can be left out: the others copy the same', [
        'TCP 10.0.0.4:49152 -> 198.51.100.20:443',
      ]],
    ]);
    expect(codes([from('10.0.0.0/8'), from('11.0.0.0/8', ports('80/80')), {}])).toEqual([
      'REDUNDANT_RULE inbound inbound rule 1 can be left out: the others copy the same',
    ]);
    // What no rule matches is not copied either.
    expect(codes([from('10.0.0.0/8', { ...DROP, ...ports('80/80') }), {}])).toEqual([
      'REDUNDANT_RULE inbound inbound rule 1 can be left out: the others copy the same',
    ]);
  });
  test('its packet is one that no earlier rule matches', () => {
    expect(noted({ inbound: [from('10.0.0.0/9', DROP), from('10.0.0.0/8'), {}] })[0]).toEqual([
      'REDUNDANT_RULE', 'inbound', 'inbound rule 2 can be left out: the others copy the same', [
        expect.stringMatching(/^TCP 10\.(?:12[89]|1[3-9]|2)/),
      ],
    ]);
  });
  test('a rule that decides nothing is a finding', () => {
    expect(codes([{}, from('10.0.0.0/8')])).toEqual([]);
  });
  test('a rule that changes something stays', () => {
    expect(codes([from('10.0.0.0/8', DROP), {}])).toEqual([]);
    expect(codes([from('10.0.0.0/8'), DROP])).toEqual(['REDUNDANT_RULE inbound inbound rule 2 can be left out: the others copy the same']);
  });
});

describe('two rules that can be one', () => {
  const merged = (i: number, j: number) => [`MERGEABLE_RULES inbound inbound rule ${i} and inbound rule ${j} can be one rule`];

  test.each<[string, object, object]>([
    ['sources', from('10.0.0.0/9'), from('10.128.0.0/9')], ['sources, the higher one first', from('10.128.0.0/9'), from('10.0.0.0/9')],
    ['destinations', to('10.0.0.0/9'), to('10.128.0.0/9')],
    ['source ports', { source_port_range: '1/79' }, { source_port_range: '80/90' }],
    ['destination ports', ports('80/80'), ports('81/443')], ['ports that overlap', ports('80/100'), ports('90/443')],
    ['the widest sources', from('0.0.0.0/1'), from('128.0.0.0/1')], ['the smallest', from('10.0.0.4/32'), from('10.0.0.5/32')],
  ])('adjacent %s', (_, one, other) => {
    expect(codes([one, other])).toEqual(merged(1, 2));
    expect(codes([{ ...one, ...DROP }, { ...other, ...DROP }, ALL])).toContain(merged(1, 2)[0]);
  });
  test.each<[string, object, object]>([
    ['a gap between ports', ports('80/80'), ports('82/90')], ['a gap between sources', from('10.0.0.0/9'), from('11.0.0.0/9')],
    ['sources that are no block', from('10.128.0.0/9'), from('11.0.0.0/9')], [
      'blocks of two sizes', from('10.0.0.0/9'), from('10.128.0.0/10'),
    ],
    ['two values that differ', from('10.0.0.0/9', ports('80/80')), from('10.128.0.0/9')], ['two protocols', {}, { protocol: 'UDP' }],
    ['two actions', from('10.0.0.0/9'), from('10.128.0.0/9', DROP)],
  ])('%s: they are two', (_, one, other) => {
    expect(codes([one, other]).filter((line) => line.startsWith('MERGEABLE'))).toEqual([]);
  });
  test('only if one has exactly the packets of both', () => {
    const pairs = (...inbound: object[]) => codes(inbound).filter((line) => line.startsWith('MERGEABLE'));
    // Another rule has what would be missing, or nothing accepts what would be dropped in addition.
    const [low, high] = [(range: string) => from('10.0.0.0/9', ports(range)), (range: string) => from('10.128.0.0/9', ports(range))];
    expect(pairs(high('81/90'), low('80/80'), high('80/90'))).toEqual([]);
    expect(pairs(high('70/79'), low('80/80'), high('70/80'))).toEqual([]);
    expect(pairs(from('10.0.0.0/9', { ...ALL, ...DROP }), { ...high('-1/-1'), ...DROP }, {})).toEqual([]);
  });
  test('with a packet of each', () => {
    expect(noted({ outbound: [ports('80/80'), ports('81/81')] })).toEqual([[
      'MERGEABLE_RULES', 'outbound', 'outbound rule 1 and outbound rule 2 can be one rule',
      ['TCP 198.51.100.10:49152 -> 198.51.100.20:80', 'TCP 198.51.100.10:49152 -> 198.51.100.20:81'],
    ]]);
  });
  test('a rule between them may be in the way of one place, or of both', () => {
    // In the place of the first, or of the second.
    expect(codes([ports('80/80'), from('10.0.0.0/8', { ...DROP, ...ports('81/81') }), ports('81/81')])).toEqual(merged(1, 3));
    expect(codes([ports('80/80'), from('10.0.0.0/8', { ...DROP, ...ports('80/80') }), ports('81/81')]).filter((c) => c.startsWith('MERGE')))
      .toEqual(merged(1, 3));
    expect(codes([
      from('10.0.0.0/8', ports('80/80')), { ...DROP, ...ports('80/81') }, from('10.0.0.0/8', ports('81/81')),
    ]).filter((c) => c.startsWith('MERGE'))).toEqual([]);
    expect(codes([
      ports('80/80'), from('10.0.0.0/8', { ...DROP, ...ports('80/81') }), ports('81/81'), from('11.0.0.0/8', ports('1/9')),
    ]).filter((c) => c.startsWith('MERGE'))).toEqual([]);
  });
  test('three of them are pairs', () => {
    expect(codes([ports('80/80'), ports('81/81'), ports('82/82')])).toEqual([...merged(1, 2), ...merged(2, 3)]);
  });
  test('a rule that can be left out, or decides nothing, is not merged', () => {
    expect(codes([ports('80/80'), ports('81/81'), ports('80/90')])).toEqual([1, 2].map((n) =>
      `REDUNDANT_RULE inbound inbound rule ${n} can be left out: the others copy the same`));
    expect(codes([ports('80/90'), ports('80/80'), ports('91/91')])).toEqual(merged(1, 3));
  });
});

test.each<[string, object[]]>([
  ['a value that is not known', [UNKNOWN, {}]], ['an action that is not known', [ALL, { action: '${var.action}' }]],
  ['a rule that perhaps exists', [{}, PERHAPS]], ['an order that is not known', [ALL, { priority: '${var.p}' }]],
])('%s: there is no note', (_, inbound) => {
  expect(noted({ inbound })).toEqual([]);
});
test('a match that is not known matters in no note, even if it changes nothing', () => {
  expect(noted({ inbound: [ALL, UNKNOWN] })).toEqual([]);
  expect(noted({ inbound: [ALL, { ...ALL, action: '${var.action}' }] })).toEqual([]);
});

describe('an intent', () => {
  const withIntent = (compiled: CompiledStatement | undefined, names?: NamesStatement) => (f: Fixture): void => {
    f.statements.filters = { [`${FILTER}.f0`]: { compiled, names } };
  };
  const used = (name: string, more: object = {}) => ({ kind: 'network' as const, name, contents: '10.0.0.0/8', ...more });
  const filter: Copying = { inbound: [{}] };

  test('whose rules are the fewest, or perhaps not', () => {
    expect(noted(filter, withIntent({ rules: 2, least: 2, plain: 5, excess: 0 }))).toEqual([
      ['COMPILED', undefined, expect.stringMatching(/^2 rules for the intent, proved to be the fewest/), []],
    ]);
    expect(noted(filter, withIntent({ rules: 3, least: 2, plain: 5, excess: 0 }))).toEqual([
      ['COMPILED', undefined, expect.stringMatching(/^3 rules for the intent, the fewest found, at least 2 needed/), []],
    ]);
    expect(noted(filter, withIntent(undefined))).toEqual([]);
  });
  test('whose rules copy more', () => {
    const extra = { share: 0.5, lines: ['TCP from a', 'UDP from b'] };
    expect(noted(filter, withIntent({ rules: 2, least: 2, plain: 5, excess: 1, extra }))).toEqual([
      expect.any(Array), [
        'COPIES_MORE', undefined, expect.stringContaining('the intent needs 1 more rule'), [], ['TCP from a', 'UDP from b'],
      ],
    ]);
  });
  test('whose networks have an owner or a comment', () => {
    const names = {
      used: [used('a', { owner: 'team' }), used('b', { comment: 'old' }), used('c'), used('d', { owner: 'x', comment: 'y' })], overlaps: [],
    };
    expect(noted(filter, withIntent({ rules: 2, least: 2, plain: 5, excess: 0 }, names))[0]).toEqual([
      'COMPILED', undefined, expect.any(String), [], ['a (10.0.0.0/8): team', 'b (10.0.0.0/8): old', 'd (10.0.0.0/8): x, y'],
    ]);
    const none = noted(filter, withIntent({ rules: 2, least: 2, plain: 5, excess: 0 }, { used: [used('c')], overlaps: [] }))[0];
    expect(none).toHaveLength(4);
  });
  test('as notes of the app and in lines', () => {
    const names = { used: [used('a', { owner: 'team' })], overlaps: [] };
    const model = modelOf(
      [filter], [], withIntent({ rules: 2, least: 2, plain: 5, excess: 1, extra: { share: 0.5, lines: ['TCP from a'] } }, names),
    );
    const [compiled, more] = appNotes(model);
    expect(compiled).toMatchObject(
      { code: 'COMPILED', filter: `filter net/${FILTER}.f0`, direction: undefined, packets: [], names: ['a (10.0.0.0/8): team'] },
    );
    expect(more).toMatchObject({ code: 'COPIES_MORE', packets: ['TCP from a'] });
    expect('names' in more).toBe(false);
    expect(filterNoteLines(model)).toEqual([
      expect.stringMatching(/^filter .*f0: COMPILED {2}2 rules/), '  a (10.0.0.0/8): team', expect.stringMatching(
        /^filter .*f0: COPIES_MORE {2}/,
      ),
      '  TCP from a',
    ]);
  });
});

describe('a source in several sessions', () => {
  const note = (filters: Copying[], sessions: Using[]): Note =>
    appNotes(modelOf(filters, sessions)).find(({ code }) => code === 'SESSION_PRECEDENCE')!;
  const wide: Copying = { inbound: [{}] };
  const half: Copying = { inbound: [from('0.0.0.0/1')] };

  test('what each session copies, and what others take from it', () => {
    expect(note([half, wide], [[0, A], [1, A]])).toEqual({
      code: 'SESSION_PRECEDENCE', text: 'eni-bp1a is in several sessions, and the first session with a rule for a packet decides',
      sources: ['eni-bp1a'],
      sessions: [
        {
          session: path(0), direction: 'inbound', wins: ['TCP from 0.0.0.0/1 to any port 443'], taken: [], by: [], undecided: false,
          packet: expect.stringMatching(/^TCP \d+\.[\d.]+:49152 -> 198\.51\.100\.20:443$/), takenPacket: undefined,
        },
        {
          session: path(1), direction: 'inbound', wins: ['TCP from 128.0.0.0/1 to any port 443'], taken: [
            'TCP from 0.0.0.0/1 to any port 443',
          ],
          by: [path(0)], undecided: false,
          packet: expect.stringMatching(/^TCP .*:443$/), takenPacket: expect.stringMatching(/^TCP .*:443$/),
        },
      ],
    });
  });
  test('in lines', () => {
    expect(filterNoteLines(modelOf([{ inbound: [UNKNOWN] }, wide], [[0, A], [1, A]]))).toEqual([
      'SESSION_PRECEDENCE  eni-bp1a is in several sessions, and the first session with a rule for a packet decides',
      expect.stringMatching(`^  ${path(0)} may copy inbound: ${HTTPS} \\(TCP .*\\)$`),
      expect.stringMatching(`^  ${path(1)} may copy inbound: ${HTTPS} \\(TCP .*\\)$`),
      expect.stringMatching(`^  ${path(1)} does not copy inbound, because ${path(0)} decides first: ${HTTPS} \\(TCP .*\\)$`),
    ]);
    // Nothing is left for the second session.
    expect(filterNoteLines(modelOf([wide, half], [[0, A], [1, A]])).map((line) => line.split(':')[0])).toEqual([
      expect.stringMatching(/^SESSION_PRECEDENCE/), `  ${path(0)} copies inbound`,
      `  ${path(1)} does not copy inbound, because ${path(0)} decides first`,
    ]);
  });
  test('only the first parts are shown', () => {
    const many = { inbound: [1, 3, 5, 7, 9, 11].map((n) => from(`10.0.0.${n}/32`, ports(`${n}/${n}`))) };
    expect(note([many, { outbound: [{}] }], [[0, A], [1, A]]).sessions![0].wins).toEqual([
      ...[1, 3, 5, 7].map((n) => `TCP from 10.0.0.${n} to any port ${n}`), 'and 2 more parts',
    ]);
  });
  test('with the names of its constructs', () => {
    const model = modelOf([half, wide],
      [[0, { '${alicloud_ecs_network_interface.x.id}': undefined }], [1, { '${alicloud_ecs_network_interface.x.id}': undefined }]], (f) => {
        f.terraform.resource.alicloud_ecs_network_interface = { x: {} };
      });
    const [own] = appNotes(model);
    expect([own.sources, own.text]).toEqual([
      ['net/alicloud_ecs_network_interface.x'], expect.stringMatching(/^net\/alicloud_ecs_network_interface\.x is in several sessions/),
    ]);
  });
});

describe('packets that are copied at both ends', () => {
  const BOTH: Copying = { inbound: [{}], outbound: [{}] };
  const two = { ...A, 'eni-bp1b': '10.0.0.3' };

  test('with the pairs, the packets and the change that copies them once', () => {
    const model = modelOf([BOTH], [[0, two]]);
    expect(appNotes(model)).toEqual([{
      code: 'COPIED_TWICE', text: 'copied at both ends: traffic between 2 pairs of a mirrored sender and a mirrored receiver',
      packets: ['TCP from 10.0.0.1, 10.0.0.3 to 10.0.0.1, 10.0.0.3 port 443'],
      pairs: [{ from: ['eni-bp1a', 'eni-bp1b'], to: ['eni-bp1a', 'eni-bp1b'] }],
      advice: 'To copy it once, drop inbound packets from 10.0.0.1/32, 10.0.0.3/32 to 10.0.0.1/32, 10.0.0.3/32 '
        + '(MirrorStatement.drop with direction INBOUND). No packet is lost, because the sender copies it.',
    }]);
    expect(filterNoteLines(model)).toEqual([
      'COPIED_TWICE  copied at both ends: traffic between 2 pairs of a mirrored sender and a mirrored receiver',
      '  eni-bp1a -> eni-bp1b', '  eni-bp1b -> eni-bp1a', '  TCP from 10.0.0.1, 10.0.0.3 to 10.0.0.1, 10.0.0.3 port 443',
      expect.stringMatching(/^ {2}To copy it once, .* No packet is lost/),
    ]);
  });
  test('with the packets that the change would lose', () => {
    const [{ advice }] = appNotes(modelOf([{ inbound: [{}, ports('80/80')], outbound: [{}] }], [[0, two]]));
    expect(advice).toContain('These packets would no longer be copied: TCP from 10.0.0.1, 10.0.0.3 to 10.0.0.1, 10.0.0.3 port 80');
  });
  test('with the first pairs', () => {
    const three = { ...two, 'eni-bp1c': '10.0.0.5' };
    expect(filterNoteLines(modelOf([BOTH], [[0, three]])).filter((line) => line.includes('->'))).toEqual([
      '  eni-bp1a -> eni-bp1b', '  eni-bp1a -> eni-bp1c', '  eni-bp1b -> eni-bp1a', '  eni-bp1b -> eni-bp1c',
    ]);
  });
  test('not without the addresses', () => {
    expect(appNotes(modelOf([BOTH], [[0, { ...A, 'eni-bp1b': undefined }]]))).toEqual([
      { code: 'UNKNOWN_ADDRESS', text: 'not looked at for packets that are copied twice: 1 interface without a known primary IP' },
    ]);
    expect(filterNoteLines(modelOf([BOTH], [[0, { ...A, 'eni-bp1b': undefined }]]))).toEqual([
      'UNKNOWN_ADDRESS  not looked at for packets that are copied twice: 1 interface without a known primary IP',
    ]);
    expect(appNotes(modelOf([BOTH], [[0, A]]))).toEqual([]);
  });
  test('in Chinese', () => {
    const model = modelOf([{ inbound: [ALL], outbound: [ALL] }], [[0, two]]);
    const [english, chinese] = [filterNoteLines(model), filterNoteLines(model, 'zh')];
    expect(chinese).toHaveLength(english.length);
    const prose = (line: string) => line.replace(/MirrorStatement\.drop|direction|\b[A-Z_]+\b|net\/\S+|eni-\w+/g, '');
    expect(chinese.filter((line) => /[a-z]{3,}/.test(prose(line)))).toEqual([]);
  });
});
