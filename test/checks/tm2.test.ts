// What each check of filters and rules finds, alone: its paths, values and passes.
import { Alone, alone, changed } from './alone';
import { addSession, documents, FILTER, Fixture, INBOUND, right, rule, SESSION } from './fixtures';
import { MirrorEdition } from '../../src';
import { FilterStatement } from '../../src/model/document';
import { PERHAPS } from '../model/documents';
import { OUTBOUND } from '../support/app';
import '../support/recorded-inputs';

const { EDITION_2023, EDITION_2026 } = MirrorEdition;
const WEB = `net/${FILTER}.web`;
const SESSION_WEB = `net/${SESSION}.web`;
const NOTHING: Alone = { passed: 0, found: [], values: [] };
const passed = (count: number): Alone => ({ ...NOTHING, passed: count });

/** The path of the nth rule of a direction. */
const inboundAt = (n: number) => `net/${INBOUND}.r${n}`;
const outboundAt = (n: number) => `net/${OUTBOUND}.r${n}`;
const numbered = (list: readonly object[]) => Object.fromEntries(list.map((more, i) => [`r${i + 1}`, rule(i + 1, more)]));
/** Gives the filter rules by their priorities, in place of the one that it has. */
const rules = (inbound: readonly object[], outbound: readonly object[] = []) => (f: Fixture): void => {
  Object.assign(f.terraform.resource, { [INBOUND]: numbered(inbound), [OUTBOUND]: numbered(outbound) });
};
const inline = (priority: number, more: object = {}): any => ({ ...rule(priority, more), traffic_mirror_filter_id: undefined });
const filter = (f: Fixture): any => f.terraform.resource[FILTER].web;
const withStatement = (statement: FilterStatement) => (f: Fixture): void => { f.statements.filters = { [`${FILTER}.web`]: statement }; };
const all = (...changes: ((f: Fixture) => void)[]) => (f: Fixture): void => changes.forEach((change) => change(f));

const DROP = { action: 'drop' };
const UNKNOWN = { source_cidr_block: '${var.cidr}' };
const from = (cidr: string, more: object = {}) => ({ source_cidr_block: cidr, ...more });
const DHCP = { protocol: 'UDP', source_port_range: '67/68', destination_port_range: '67/68' };
const UDP = { protocol: 'UDP', destination_port_range: '-1/-1' };
const ALL = { protocol: 'ALL', destination_port_range: '-1/-1' };

describe('TM201', () => {
  const of = (...changes: ((f: Fixture) => void)[]) => changed('TM201', all(...changes));
  const error = (values: object): Alone => ({ passed: 0, found: [`error copiesNothing ${WEB}`], values: [values] });
  const undecided = (reason: string, values: object = {}): Alone => (
    { passed: 0, found: [`undecided ${reason} ${WEB}`], values: [values] }
  );

  test.each<[string, (f: Fixture) => void]>([
    ['one that accepts', rules([{}])],
    ['one that accepts in the other direction', rules([], [{}])],
    ['one that accepts behind one that drops others', rules([from('10.0.0.0/8', DROP), {}])],
    ['one that accepts part of what is dropped', rules([from('10.0.0.0/9', DROP), from('10.0.0.0/8')])],
    ['one that accepts, of an unknown match', rules([UNKNOWN])],
    ['one that accepts behind an unknown one that drops other packets', rules([{ ...UNKNOWN, ...DROP }, UDP])],
    ['one that accepts behind one whose action is not known, of other packets', rules([{ action: '${var.action}' }, UDP])],
    ['one that certainly accepts before one that is not known', rules([{}, { ...UNKNOWN, ...DROP }])],
    ['inbound drops all, and outbound accepts', rules([{ ...ALL, ...DROP }], [{}])],
    ['priorities that are not known, if all accept', rules([{ priority: '${var.p}' }, { priority: '${var.q}' }])],
    ['priorities that are not known, whatever drops in the other direction', rules([{ priority: '${var.p}' }], [DROP])],
    ['priorities that are not known, of rules of which some exist', rules(
      [{ priority: '${var.p}' }, { priority: '${var.q}', ...PERHAPS }],
    )],
    ['equal priorities, if all accept', rules([{ priority: 1 }, { priority: 1, ...UDP }])],
  ])('%s', (_, change) => {
    expect(of(change)).toEqual(passed(1));
  });
  test('fails: no rules', () => {
    expect(of(rules([]))).toEqual({ passed: 0, found: [`error none ${WEB}`], values: [{}] });
  });
  test.each<[string, (f: Fixture) => void, object]>([
    ['all rules drop', rules([{ ...DROP }], [{ ...DROP, ...UDP }]), {
      why: 'onlyDrops', packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:443',
    }],
    ['DHCP alone is dropped', rules([{ ...DROP, ...DHCP }]), { why: 'onlyDrops', packet: undefined }],
    ['what is accepted is dropped before', rules([DROP, {}]), { why: 'dropped', packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:443' }],
    ['the packet is one of an accepting rule', rules([{ ...DROP, ...ALL }, UDP]), {
      why: 'dropped', packet: 'UDP 198.51.100.10:49152 -> 198.51.100.20:443',
    }],
    ['two rules together drop it', rules([from('0.0.0.0/1', DROP), from('128.0.0.0/1', DROP), {}]),
      { why: 'dropped', packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:443' }],
    ['only DHCP is accepted', rules([DHCP]), { why: 'neverMirrored', packet: 'UDP 198.51.100.10:67 -> 198.51.100.20:67' }],
    ['only DHCP is accepted, in the other direction', rules([DROP], [DHCP]),
      { why: 'neverMirrored', packet: 'UDP 198.51.100.10:67 -> 198.51.100.20:67' }],
    ['only DHCP is left of it', rules([
      { ...DROP, ...UDP, destination_port_range: '1/66' }, { ...DROP, ...UDP, destination_port_range: '69/65535' },
      { ...DROP, ...UDP, source_port_range: '1/66' }, { ...DROP, ...UDP, source_port_range: '69/65535' }, UDP,
    ]), { why: 'neverMirrored', packet: 'UDP 198.51.100.10:67 -> 198.51.100.20:67' }],
    ['only DHCP is accepted, and the rest is dropped', rules([DHCP, { ...DROP, ...ALL }, {}]),
      { why: 'neverMirrored', packet: 'UDP 198.51.100.10:67 -> 198.51.100.20:67' }],
    ['rules of unknown priorities drop, and in the other direction what is accepted is dropped',
      rules([{ ...DROP, priority: '${var.p}' }], [DROP, {}]), { why: 'dropped', packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:443' }],
    ['an unknown rule that drops is one that drops', rules([DROP, { ...UNKNOWN, ...DROP }]), {
      why: 'onlyDrops', packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:443',
    }],
    ['rules of unknown priorities, if all drop', rules([{ ...DROP, priority: '${var.p}' }], [DROP]), {
      why: 'onlyDrops', packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:443',
    }],
  ])('fails: %s', (_, change, values) => {
    expect(of(change)).toEqual(error(values));
  });
  test.each<[string, (f: Fixture) => void]>([
    ['an unknown rule may drop all of it', rules([{ ...UNKNOWN, ...DROP }, {}])],
    ['an unknown rule may leave something to the later one', rules(
      [from('10.0.0.0/9', DROP), { ...UNKNOWN, ...DROP }, from('10.0.0.0/8')],
    )],
    ['an unknown rule may drop both of two', rules([{ ...UNKNOWN, ...DROP }, from('10.0.0.0/8'), {}])],
    ['an action that is not known', rules([{ action: '${var.action}' }])],
    ['an action that is not known, before one that accepts the same', rules([{ action: '${var.action}' }, {}])],
    ['an unknown match, partly dropped', rules([from('10.0.0.0/8', DROP), UNKNOWN])],
    ['unknown priorities of one that accepts and one that drops', rules([{ priority: '${var.p}' }, { ...DROP, priority: '${var.q}' }])],
    ['unknown priorities and actions', rules([{ priority: '${var.p}', action: '${var.action}' }])],
  ])('%s is undecided', (_, change) => {
    expect(of(change)).toEqual(undecided('ruleNotKnown'));
  });
  test('rules that perhaps exist', () => {
    expect(of(rules([PERHAPS])).found).toEqual([`undecided dynamic ${WEB}`]);
    expect(of(rules([PERHAPS, {}]))).toEqual(passed(1));
    expect(of(rules([{ ...PERHAPS, ...DROP }, {}])).found).toEqual([`undecided dynamic ${WEB}`]);
    expect(of(rules([{ ...PERHAPS, ...DROP }, UDP]))).toEqual(passed(1));
    expect(of(rules([{ ...PERHAPS, priority: '${var.p}' }])).found).toEqual([`undecided dynamic ${WEB}`]);
    // Copies of one rule share a priority, so their order is not known.
    expect(of(rules([{ count: 2 }]))).toEqual(passed(1));
    expect(of(rules([{ count: 2, ...DROP }]))).toEqual(error({ why: 'onlyDrops', packet: undefined }));
  });
  test('rules of a dynamic block', () => {
    expect(of(rules([]), (f) => { filter(f).dynamic = { ingress_rules: { for_each: '${var.rules}', content: {} } }; }))
      .toEqual(undecided('dynamic'));
  });
  describe('a filter that an import block takes over', () => {
    const taken = (...to: string[]) => (f: Fixture) => { f.terraform.import = to.map((one) => ({ to: one, id: 'tmf-1' })); };
    test.each([`${FILTER}.web`, `\${${FILTER}.web}`, `${FILTER}.web["a"]`])('keeps rules that the app does not write: %s', (to) => {
      expect(of(rules([]), taken(to))).toEqual(undecided('imported'));
      expect(of(rules([DROP]), taken(to))).toEqual(undecided('imported'));
      expect(of(rules([{}]), taken(to))).toEqual(passed(1));
    });
    test('has the rules that are imported with it', () => {
      expect(of(rules([DROP]), taken(`${FILTER}.web`, `${INBOUND}.r1`)).found).toEqual([`error copiesNothing ${WEB}`]);
    });
    test('has its inline rules', () => {
      const own = (f: Fixture) => { filter(f).ingress_rules = [inline(1, DROP)]; };
      expect(of(rules([]), own, taken(`${FILTER}.web`)).found).toEqual([`error copiesNothing ${WEB}`]);
    });
    test('is another one', () => {
      expect(of(rules([]), taken(`${FILTER}.other`)).found).toEqual([`error none ${WEB}`]);
    });
  });
  test('what a module may write', () => {
    const module = (f: Fixture) => { f.terraform.module = { m: { source: './m', filter: `\${${FILTER}.web.id}` } }; };
    expect(of(rules([]), module)).toMatchObject({ found: [`undecided others ${WEB}`], values: [{ who: expect.stringContaining('m') }] });
    expect(of(rules([DROP]), module)).toMatchObject({ found: [`undecided others ${WEB}`] });
    expect(of(module)).toEqual(passed(1));
  });
  test('rules of an unknown filter may be those of any filter of the account and region', () => {
    const stray = (id: string, region?: string) => of(rules([], [{ traffic_mirror_filter_id: id }]), (f) => {
      if (region === undefined) return;
      f.terraform.provider.alicloud.push({ alias: 'other', region });
      f.terraform.resource[OUTBOUND].r1.provider = 'alicloud.other';
    });
    expect(stray('${var.filter}')).toEqual(undecided('perhapsElsewhere'));
    expect(stray('${var.filter}', 'cn-hangzhou')).toEqual(undecided('perhapsElsewhere'));
    expect(stray('${var.filter}', 'cn-beijing').found).toEqual([`error none ${WEB}`]);
    // A rule of another filter is none of this one.
    expect(stray('tmf-bp1other')).toMatchObject({ passed: 1, found: [`error none ${WEB}`] });
    const vpc = (f: Fixture) => { f.terraform.resource.alicloud_vpc = { v: {} }; };
    expect(of(rules([], [{ traffic_mirror_filter_id: '${alicloud_vpc.v.id}' }]), vpc).found).toEqual([`error none ${WEB}`]);
    // A rule without a filter, which Terraform refuses.
    expect(of(rules([], [{ traffic_mirror_filter_id: undefined }]))).toEqual(undecided('perhapsElsewhere'));
    // A filter that has its own rules is decided by them.
    expect(of(rules([{}], [{ traffic_mirror_filter_id: '${var.filter}' }]))).toEqual(passed(1));
  });
  test('a filter outside the app', () => {
    const outside = (id: string, own: object[] = []) => of(rules(own.map((r) => ({ ...r, traffic_mirror_filter_id: id }))), (f) => {
      delete f.terraform.resource[FILTER];
      f.terraform.resource[SESSION].web.traffic_mirror_filter_id = id;
      addSession(f, 'second', ['eni-bp1b'], 200, { traffic_mirror_filter_id: id });
    });
    expect(outside('tmf-bp1x')).toEqual({
      passed: 0, found: [`undecided notInApp ${SESSION_WEB}`], values: [{ filter: 'tmf-bp1x' }],
    });
    expect(outside('${var.filter}')).toEqual({
      passed: 0, found: [`undecided filterOnlyAtApply ${SESSION_WEB}`], values: [{ filter: '${var.filter}' }],
    });
    // The app's own rules of it copy something, or leave that to rules elsewhere.
    expect(outside('tmf-bp1x', [{}])).toEqual(passed(1));
    expect(outside('tmf-bp1x', [DROP])).toMatchObject({ passed: 0, found: [`undecided notInApp ${SESSION_WEB}`] });
  });
  test('a filter outside the app is reported once for each stack', () => {
    const apps = [right(), right()];
    for (const f of apps) {
      f.terraform.resource = { [SESSION]: f.terraform.resource[SESSION] };
      f.terraform.provider.alicloud[0].account_id = '1';
      f.terraform.resource[SESSION].web.traffic_mirror_filter_id = 'tmf-bp1x';
    }
    expect(alone('TM201', documents(...apps)).found).toEqual(
      [`undecided notInApp ${SESSION_WEB}`, `undecided notInApp net1/${SESSION}.web`],
    );
  });
});

describe('TM202', () => {
  const count = (inbound: object[], outbound: object[] = [], edition = EDITION_2023, change: (f: Fixture) => void = () => {}) =>
    changed('TM202', all(rules(inbound, outbound), change), edition);
  const of = (n: number, more: object = {}) => Array.from({ length: n }, () => more);
  const open = { passed: 0, found: [`undecided onlyAtApply ${WEB}`], values: [{}] };
  const STRAY = { traffic_mirror_filter_id: '${var.filter}' };

  test('as many as the quota pass', () => {
    expect(count(of(10))).toEqual(passed(1));
    expect(count(of(6), of(4))).toEqual(passed(1));
    expect(count(of(10), of(10), EDITION_2026)).toEqual(passed(1));
  });
  test('fails: one more than the quota of the filter', () => {
    expect(count(of(6), of(5))).toEqual({
      passed: 0, found: [`error filter ${WEB}`],
      values: [
        { rules: 11, inbound: 6, outbound: 5, limit: 10, edition: EDITION_2023, raisable: expect.any(Boolean), quota: 'RULES_PER_FILTER' },
      ],
    });
    expect(count([{ count: 6 }], of(5)).values[0]).toMatchObject({ rules: 11, inbound: 6 });
  });
  test('fails: one more than the limit of a direction', () => {
    expect(count(of(11), [], EDITION_2026)).toEqual({
      passed: 0, found: [`error direction ${WEB}`], values: [{ direction: 'inbound', rules: 11, limit: 10 }],
    });
    expect(count([], of(12), EDITION_2026).values).toEqual([{ direction: 'outbound', rules: 12, limit: 10 }]);
    // Also where the quota of the filter is exceeded.
    expect(count([], of(11)).found).toEqual([`error direction ${WEB}`]);
  });
  test('a number that is known only at apply is undecided, unless the others are too many', () => {
    expect(count([PERHAPS])).toEqual(open);
    expect(count([PERHAPS, ...of(11)]).found).toEqual([`error direction ${WEB}`]);
    expect(count([], [], EDITION_2023, (f) => { filter(f).dynamic = { ingress_rules: { for_each: '${var.rules}', content: {} } }; }))
      .toEqual(open);
    expect(
      count([{ count: 2 }], [], EDITION_2023, (f) => { filter(f).dynamic = { egress_rules: { for_each: '${var.rules}', content: {} } }; }),
    )
      .toEqual(open);
    // The copies of a rule are counted.
    expect(count([{ for_each: { a: 1, b: 2 } }])).toEqual(passed(1));
  });
  test('rules of an unknown filter count for any filter that they could bring above the limit', () => {
    expect(count(of(9), of(1, STRAY))).toEqual(passed(1));
    expect(count(of(10), of(1, STRAY))).toEqual(open);
    expect(count([...of(3), STRAY], of(7))).toEqual(open);
    expect(count(of(9), of(1, { ...STRAY, count: 2 }))).toEqual(open);
    expect(count(of(9), of(2, { ...STRAY, ...PERHAPS }))).toEqual(open);
    expect(count(of(5), of(6, STRAY))).toEqual(open);
    expect(count([...of(10), STRAY], [], EDITION_2026)).toEqual(open);
    expect(count([...of(9), STRAY], [], EDITION_2026)).toEqual(passed(1));
    expect(count(of(10), [...of(1), STRAY], EDITION_2026)).toEqual(passed(1));
  });
  test('a quota of the account', () => {
    const f = right();
    rules(of(3))(f);
    const withQuota = (limit: number, region: string) =>
      alone('TM202', documents(f).map((d) => ({ ...d, quotas: { [region]: { rulesPerFilter: limit } } })));
    expect(withQuota(2, 'cn-hangzhou').found).toEqual([`error filter ${WEB}`]);
    expect(withQuota(3, 'cn-hangzhou')).toEqual(passed(1));
    // The region is not known, so the quota of each one may apply.
    f.terraform.provider.alicloud[0].region = '${var.region}';
    expect(withQuota(2, 'cn-beijing')).toEqual(open);
    expect(withQuota(3, 'cn-beijing')).toEqual(passed(1));
  });
  test('inline rules are in each copy of their filter, so their number is known', () => {
    expect(changed('TM202', all(rules([]), (f) => {
      Object.assign(filter(f), { ...PERHAPS, ingress_rules: [inline(1), inline(2)] });
    }))).toEqual(passed(1));
  });
});

describe('TM203', () => {
  const of = (inbound: object[], outbound: object[] = [], change: (f: Fixture) => void = () => {}) =>
    changed('TM203', all(rules(inbound, outbound), change));
  const bounds = { direction: 'inbound', min: 1, max: 10 };

  test('separate priorities pass, also one number in each direction', () => {
    expect(of([{}, {}], [{}])).toEqual(passed(3));
  });
  test.each([undefined, null])('fails: the priority %s', (priority) => {
    expect(of([{ priority }, {}])).toEqual({ passed: 1, found: [`error missing ${inboundAt(1)}`], values: [bounds] });
  });
  test('fails: a priority outside the bounds, with a free one', () => {
    expect(of([{ priority: 0 }, {}])).toEqual({
      passed: 1, found: [`error outside ${inboundAt(1)}`], values: [{ ...bounds, priority: 0, free: 1 }],
    });
    expect(of([{ priority: 11 }], [{ priority: 1.5 }])).toEqual({
      passed: 0, found: [`error outside ${inboundAt(1)}`, `error outside ${outboundAt(1)}`],
      values: [{ ...bounds, priority: 11, free: 10 }, { ...bounds, direction: 'outbound', priority: 1.5, free: 1 }],
    });
    expect(of([{ priority: 1 }, { priority: 10 }])).toEqual(passed(2));
  });
  test('fails: a priority that another rule has', () => {
    expect(of([{ priority: 3 }, { priority: 3 }, { priority: 3 }, { priority: 4 }])).toEqual({
      passed: 2, found: [`error taken ${inboundAt(2)}`, `error taken ${inboundAt(3)}`],
      values: [5, 6].map((free) => ({ direction: 'inbound', priority: 3, other: inboundAt(1), inline: false, free })),
    });
  });
  test('fails: two inline rules', () => {
    expect(of([], [], (f) => { filter(f).ingress_rules = [inline(1), inline(1)]; })).toEqual({
      passed: 1, found: [`error taken ${WEB} inbound rule 1`],
      values: [{ direction: 'inbound', priority: 1, other: WEB, inline: true, free: 2 }],
    });
    for (const priority of [undefined, null]) {
      expect(of([], [], (f) => { filter(f).egress_rules = [inline(1, { priority })]; }).found)
        .toEqual([`error missing ${WEB} outbound rule without priority`]);
    }
  });
  test('fails: copies of one rule', () => {
    expect(of([{ count: 3 }])).toEqual({
      passed: 0, found: [`error copies ${inboundAt(1)}`], values: [{ direction: 'inbound', priority: 1, copies: 3, free: 2 }],
    });
    expect(of([{ count: 1 }])).toEqual(passed(1));
  });
  test('what is known only at apply', () => {
    expect(of([{ priority: '${var.p}' }])).toEqual({ passed: 0, found: [`undecided onlyAtApply ${inboundAt(1)}`], values: [{}] });
    expect(of([PERHAPS])).toEqual({ passed: 0, found: [`undecided perhapsCopies ${inboundAt(1)}`], values: [{ priority: 1 }] });
    // A rule that perhaps exists takes no priority with certainty.
    expect(of([{ ...PERHAPS, priority: 2 }, { priority: 2 }]).found).toEqual([`undecided perhapsCopies ${inboundAt(1)}`]);
  });
  test('no pass where there may be other rules', () => {
    const stray = { traffic_mirror_filter_id: '${var.filter}' };
    expect(of([{}, stray])).toMatchObject(passed(0));
    expect(of([{}], [stray])).toMatchObject(passed(1));
    expect(of([{}], [], (f) => { filter(f).dynamic = { egress_rules: { for_each: '${var.rules}', content: {} } }; }))
      .toMatchObject(passed(0));
  });
  test('rules of a filter outside the app', () => {
    const outside = { traffic_mirror_filter_id: 'tmf-bp1x' };
    expect(of([outside, outside])).toMatchObject(passed(2));
    expect(of([outside, { ...outside, count: 1 }])).toMatchObject(passed(2));
    expect(of([outside, { ...outside, ...PERHAPS }])).toMatchObject({ passed: 0, found: [`undecided perhapsCopies ${inboundAt(2)}`] });
  });
  test('TM202 has a direction with more rules than priorities', () => {
    const eleven = Array.from({ length: 11 }, () => ({ priority: 1 }));
    expect(of(eleven)).toEqual(NOTHING);
    expect(of(eleven, [{ priority: 11 }]).found).toEqual([`error outside ${outboundAt(1)}`]);
    expect(of(eleven.slice(1)).found).toHaveLength(9);
    expect(of([{ count: 11 }])).toEqual(NOTHING);
    expect(of([...eleven.slice(2), PERHAPS]).found).toHaveLength(9);
    expect(of([...eleven.slice(1), PERHAPS])).toEqual(NOTHING);
  });
});

describe('TM204', () => {
  const of = (more: object) => changed('TM204', rules([more]));
  const error = (reason: string, field: string, values: object): Alone => ({
    passed: 0, found: [`error ${reason} ${inboundAt(1)} ${field}`], values: [values],
  });

  test.each<[object]>([
    [{}], [{ protocol: 'UDP', source_port_range: '1/65535', destination_port_range: '53/54' }],
    [ALL], [{ ...ALL, protocol: 'ICMP' }],
    // What the service fills in.
    [{ source_cidr_block: undefined }], [{ destination_cidr_block: undefined }], [{ source_port_range: undefined }],
    [{ destination_port_range: undefined }], [{ destination_port_range: '' }], [{ protocol: undefined }], [
      { ...ALL, source_port_range: '' },
    ],
  ])('%j passes', (more) => {
    expect(of(more)).toEqual(passed(1));
  });
  test.each<[string, string | undefined]>([
    ['tcp', 'TCP'], [' udp ', 'UDP'], ['Icmp', 'ICMP'], ['any', undefined], ['', undefined],
  ])('fails: protocol %j', (protocol, write) => {
    expect(of({ protocol })).toEqual(error('protocol', 'protocol', { protocol: JSON.stringify(protocol), write }));
  });
  test.each(['source', 'destination'])('fails: the %s CIDR', (end) => {
    const field = `${end}_cidr_block`;
    expect(of({ [field]: '10.0.0.1/8' })).toEqual(error('malformed', field, {
      field, got: '"10.0.0.1/8"', why: expect.stringMatching(/host/), remedy: 'write 10.0.0.0/8, or 10.0.0.1/32 for the one address',
    }));
    expect(of({ [field]: '' }).found).toEqual([`error malformed ${inboundAt(1)} ${field}`]);
  });
  test.each(['source', 'destination'])('fails: the %s ports of TCP and UDP', (end) => {
    const field = `${end}_port_range`;
    for (const protocol of ['TCP', 'UDP']) {
      expect(of({ protocol, [field]: '443' })).toEqual(error('malformed', field, {
        field, got: '"443"', why: expect.any(String), remedy: 'write 443/443',
      }));
    }
    expect(of({ [field]: '0/65536' }).found).toEqual([`error malformed ${inboundAt(1)} ${field}`]);
  });
  test.each(['ALL', 'ICMP'])('fails: ports of %s', (protocol) => {
    for (const end of ['source', 'destination']) {
      const field = `${end}_port_range`;
      for (const got of ['80/80', '443', '1/65535']) {
        expect(of({ ...ALL, protocol, [field]: got })).toEqual(error('noPorts', field, { field, got: JSON.stringify(got), protocol }));
      }
    }
  });
  test('ports of a protocol that is none are left alone', () => {
    expect(of({ protocol: 'any', destination_port_range: '443' }).found).toEqual([`error protocol ${inboundAt(1)} protocol`]);
    expect(of({ protocol: '${var.protocol}', destination_port_range: '443' })).toEqual({
      passed: 0, found: [`undecided onlyAtApply ${inboundAt(1)}`], values: [{ fields: ['protocol'] }],
    });
    expect(of({ protocol: undefined, destination_port_range: '443' })).toEqual(passed(1));
  });
  test('every fault of a rule is reported, and then what is known only at apply is not', () => {
    expect(of({
      protocol: 'tcp', source_cidr_block: '10.0.0.0', destination_cidr_block: '10.0.0.0/33', source_port_range: '${var.ports}',
    }).found).toEqual([
      `error protocol ${inboundAt(1)} protocol`, `error malformed ${inboundAt(1)} source_cidr_block`,
      `error malformed ${inboundAt(1)} destination_cidr_block`,
    ]);
  });
  test.each<[object, string[]]>([
    [{ protocol: '${var.p}' }, ['protocol']],
    [{ source_cidr_block: '${var.c}', destination_cidr_block: '${var.d}' }, ['source_cidr_block', 'destination_cidr_block']],
    [{ source_port_range: '${var.p}', destination_port_range: '${var.q}' }, ['source_port_range', 'destination_port_range']],
  ])('%j is undecided', (more, fields) => {
    expect(of(more)).toEqual({ passed: 0, found: [`undecided onlyAtApply ${inboundAt(1)}`], values: [{ fields }] });
  });
  test('the subject of an inline rule has its number', () => {
    expect(changed('TM204', all(rules([]), (f) => { filter(f).egress_rules = [inline(1), inline(2, { protocol: 'tcp' })]; })))
      .toMatchObject({
        passed: 1, found: [`error protocol ${WEB} outbound rule 2 protocol`],
      });
  });
  test('rules whose filter is elsewhere are looked at too', () => {
    expect(changed('TM204', rules([{}, { traffic_mirror_filter_id: 'tmf-bp1x', protocol: 'tcp' }])).found)
      .toEqual([`error protocol ${inboundAt(2)} protocol`]);
  });
});

describe('TM205 and TM206', () => {
  const DYNAMIC = { for_each: '${var.rules}', content: {} };
  const inlineRules = (f: Fixture): void => { filter(f).ingress_rules = [inline(2), inline(3)]; };
  const dynamic = (name: string) => (f: Fixture): void => { filter(f).dynamic = { [name]: DYNAMIC }; };
  const both = (...changes: ((f: Fixture) => void)[]) => [changed('TM205', all(...changes)), changed('TM206', all(...changes))];
  const perhaps = (example: string): Alone => ({ passed: 0, found: [`undecided perhapsBoth ${WEB}`], values: [{ example }] });
  const warned = (count?: number): Alone => ({ passed: 0, found: [`warning inline ${WEB}`], values: [{ rules: count }] });

  test('rules that are all separate, and rules that are all inline', () => {
    expect(both()).toEqual([passed(1), passed(1)]);
    expect(both(rules([]), inlineRules)).toEqual([passed(1), warned(2)]);
    expect(both(rules([]), dynamic('ingress_rules'))).toEqual([passed(1), warned()]);
    expect(both(rules([]), dynamic('egress_rules'))).toEqual([passed(1), warned()]);
    expect(both(rules([]))).toEqual([passed(1), passed(1)]);
  });
  test('fails: both in one direction', () => {
    expect(both(rules([{}, {}, {}]), inlineRules)).toEqual([{
      passed: 0, found: [`error both ${WEB}`], values: [{ direction: 'inbound', inline: 2, alone: 3, example: inboundAt(1) }],
    }, passed(1)]);
    expect(both(rules([{}], [{}, {}]), inlineRules)[0].values).toMatchObject([{ inline: 2, alone: 1 }]);
    const inBoth = { ingress_rules: [inline(2)], egress_rules: [inline(1), inline(2)] };
    expect(both(rules([{}]), (f) => { Object.assign(filter(f), inBoth); })[0].values)
      .toMatchObject([{ inline: 1, alone: 1 }]);
    expect(both(rules([PERHAPS, {}]), inlineRules)[0].values).toEqual(
      [{ direction: 'inbound', inline: 2, alone: 2, example: inboundAt(2) }],
    );
    expect(both(rules([], [{}]), (f) => { filter(f).egress_rules = [inline(1)]; })[0].values)
      .toEqual([{ direction: 'outbound', inline: 1, alone: 1, example: outboundAt(1) }]);
  });
  test('both, one in each direction', () => {
    expect(both(rules([], [{}]), inlineRules)).toEqual([passed(1), warned(2)]);
    expect(both(rules([{}]), dynamic('egress_rules'))).toEqual([passed(1), warned()]);
    expect(both(rules([], [{}]), dynamic('ingress_rules'))).toEqual([passed(1), warned()]);
  });
  test('both perhaps', () => {
    expect(both(rules([PERHAPS]), inlineRules)).toEqual([perhaps(inboundAt(1)), passed(1)]);
    expect(both(rules([{}]), dynamic('ingress_rules'))).toEqual([perhaps(inboundAt(1)), passed(1)]);
    expect(both(rules([PERHAPS, {}]), dynamic('ingress_rules'))).toEqual([perhaps(inboundAt(2)), passed(1)]);
  });
  test('inline rules, and a separate one whose filter is not known', () => {
    const stray = { traffic_mirror_filter_id: '${var.filter}' };
    expect(both(rules([stray]), inlineRules)).toEqual([perhaps(inboundAt(1)), warned(2)]);
    expect(both(rules([stray]), dynamic('ingress_rules'))[0]).toEqual(perhaps(inboundAt(1)));
    expect(both(rules([], [stray]), inlineRules)[0]).toEqual(passed(1));
    expect(both(rules([{}, stray]))[0]).toEqual(passed(1));
  });
});

describe('TM207', () => {
  const of = (more: object) => changed('TM207', rules([more]));
  const warned = (protocol: string, ...missing: string[]): Alone => ({
    passed: 0, found: [`warning alone ${inboundAt(1)}`], values: [{ protocol, missing }],
  });
  test.each(['ALL', 'ICMP'])('%s', (protocol) => {
    expect(of({ ...ALL, protocol })).toEqual(passed(1));
    for (const none of [undefined, null, '']) {
      expect(of({ ...ALL, protocol, source_port_range: none })).toEqual(warned(protocol, 'source_port_range'));
      expect(of({ ...ALL, protocol, destination_port_range: none })).toEqual(warned(protocol, 'destination_port_range'));
      expect(of({ ...ALL, protocol, source_port_range: none, destination_port_range: none }))
        .toEqual(warned(protocol, 'source_port_range', 'destination_port_range'));
    }
    // TM204 has ports that are none.
    expect(of({ ...ALL, protocol, source_port_range: '80/80' })).toEqual(NOTHING);
    expect(of({ ...ALL, protocol, source_port_range: '80/80', destination_port_range: undefined })).toEqual(NOTHING);
  });
  test('other protocols', () => {
    for (const protocol of ['TCP', 'UDP', undefined, '${var.p}']) {
      expect(of({ protocol, source_port_range: undefined, destination_port_range: '-1/-1' })).toEqual(NOTHING);
    }
  });
  test.each([undefined, null])('an inline rule with the ports %s', (none) => {
    expect(changed('TM207', all(rules([]), (f) => {
      filter(f).ingress_rules = [inline(1, { ...ALL, source_port_range: none })];
    }))).toEqual({
      passed: 0, found: [`warning inline ${WEB} inbound rule 1`], values: [{ protocol: 'ALL', missing: ['source_port_range'] }],
    });
  });
});

describe('TM208', () => {
  const of = (id: unknown, ruleId?: string) => changed('TM208', (f) => {
    f.terraform.resource.alicloud_vpc = { v: {} };
    f.terraform.resource[SESSION].web.traffic_mirror_filter_id = id;
    if (ruleId !== undefined) rules([{ traffic_mirror_filter_id: ruleId }])(f);
  });
  test('the filter of a session', () => {
    expect(of(`\${${FILTER}.web.id}`)).toEqual(passed(1));
    expect(of('tmf-bp1x')).toEqual(passed(1));
    expect(of('${var.filter}')).toEqual(NOTHING);
    expect(of(undefined)).toEqual(NOTHING);
    expect(of('vpc-bp1x')).toEqual({
      passed: 0, found: [`error otherKind ${SESSION_WEB} vpc-bp1x`], values: [{ filter: 'vpc-bp1x', kind: 'VPC' }],
    });
    expect(of('${alicloud_vpc.v.id}')).toEqual({
      passed: 0, found: [`error otherKind ${SESSION_WEB} net/alicloud_vpc.v`], values: [{ filter: 'net/alicloud_vpc.v', kind: 'VPC' }],
    });
    expect(of('web')).toEqual({ passed: 0, found: [`error noId ${SESSION_WEB} web`], values: [{ filter: 'web', prefix: 'tmf-' }] });
  });
  test('the filter of a rule', () => {
    expect(of('tmf-bp1x', 'tmf-bp1x')).toEqual(passed(2));
    expect(of('tmf-bp1x', 'vpc-bp1x')).toMatchObject({ passed: 1, found: [`error otherKind ${inboundAt(1)} vpc-bp1x`] });
    expect(of('vpc-bp1x', 'vpc-bp1x').found).toEqual(
      [`error otherKind ${SESSION_WEB} vpc-bp1x`, `error otherKind ${inboundAt(1)} vpc-bp1x`],
    );
    expect(of('tmf-bp1x', '${var.filter}')).toEqual(passed(1));
  });
  test('each session with a wrong filter', () => {
    expect(changed('TM208', (f) => {
      addSession(f, 'a', ['eni-bp1a'], 200, { traffic_mirror_filter_id: 'web' });
      addSession(f, 'b', ['eni-bp1b'], 300, { traffic_mirror_filter_id: 'web' });
    })).toMatchObject({ passed: 1, found: [`error noId net/${SESSION}.a web`, `error noId net/${SESSION}.b web`] });
  });
});

describe('TM211, TM212 and TM213', () => {
  const of = (...list: object[]) => ['TM211', 'TM212', 'TM213'].map((id) => changed(id, rules(list)));
  const packet = 'TCP 10.0.0.4:49152 -> 198.51.100.20:443';
  const rule10 = from('10.0.0.0/8');

  test('rules that each decide about something', () => {
    for (const one of [{}, ALL, UDP]) expect(of(one)).toEqual([passed(1), passed(1), passed(1)]);
    expect(of(from('10.0.0.0/8', DROP), {})).toEqual([passed(2), passed(2), passed(2)]);
  });
  test('fails TM211: a rule behind one with the same action', () => {
    expect(of({}, rule10)).toEqual([{
      passed: 1, found: [`warning hidden ${inboundAt(2)}`],
      values: [{ rule: 'inbound rule 2', accepts: true, why: 'BLOCKED', blockers: ['inbound rule 1'], packet }],
    }, passed(1), passed(1)]);
  });
  test('the order is that of the priorities', () => {
    expect(of({ ...rule10, priority: 2 }, { priority: 1 })[0]).toMatchObject({ passed: 1, found: [`warning hidden ${inboundAt(1)}`] });
  });
  test('fails TM212: a rule behind one with the other action', () => {
    expect(of(DROP, rule10, from('11.0.0.0/8', UDP))).toEqual([passed(2), {
      passed: 2, found: [`warning contradicted ${inboundAt(2)}`],
      values: [{
        rule: 'inbound rule 2', accepts: true, why: 'BLOCKED', blockers: ['inbound rule 1'], opposed: ['inbound rule 1'],
        packet,
      }],
    }, passed(2)]);
    expect(of({}, { ...rule10, ...DROP })[1].values).toMatchObject([{ accepts: false, opposed: ['inbound rule 1'] }]);
    expect(of(from('10.0.0.0/9', DROP), from('10.128.0.0/9'), rule10)[1].values).toMatchObject([{
      blockers: ['inbound rule 1', 'inbound rule 2'], opposed: ['inbound rule 1'],
    }]);
  });
  test('fails TM213: a rule for DHCP', () => {
    expect(of({}, DHCP)).toEqual([passed(1), passed(1), {
      passed: 1, found: [`warning onlyDhcp ${inboundAt(2)}`],
      values: [{ rule: 'inbound rule 2', accepts: true, why: 'ONLY_NEVER_MIRRORED', packet: 'UDP 198.51.100.10:67 -> 198.51.100.20:67' }],
    }]);
    expect(of({}, { ...UDP, source_port_range: '68/68' })[2].values).toMatchObject(
      [{ packet: 'UDP 198.51.100.10:68 -> 198.51.100.20:67' }],
    );
    expect(of({}, { ...DHCP, action: '${var.action}' })[2].values).toMatchObject([{ accepts: undefined }]);
  });
  test('a rule between a port of DHCP and another one is none of DHCP', () => {
    expect(of({}, { ...UDP, source_port_range: '68/68', destination_port_range: '53/53' })).toEqual([passed(2), passed(2), passed(2)]);
  });
  test('one rule alone that is for DHCP, beside one of the other direction', () => {
    expect(changed('TM213', rules([DHCP], [{}])).found).toEqual([`warning onlyDhcp ${inboundAt(1)}`]);
    expect(changed('TM213', rules([{}], [DHCP])).found).toEqual([`warning onlyDhcp ${outboundAt(1)}`]);
  });
  test('filters with equal rules have the findings of each', () => {
    const second = (f: Fixture): void => {
      f.terraform.resource[FILTER].second = {};
      for (const [name, one] of Object.entries<any>(f.terraform.resource[INBOUND])) {
        f.terraform.resource[INBOUND][`second-${name}`] = { ...one, traffic_mirror_filter_id: `\${${FILTER}.second.id}` };
      }
    };
    expect(changed('TM211', all(rules([{}, rule10]), second)).found)
      .toEqual([`warning hidden ${inboundAt(2)}`, `warning hidden net/${INBOUND}.second-r2`]);
  });
  test.each<[string, object, object]>([
    ['protocol', {}, { protocol: 'UDP' }], ['source', {}, { source_cidr_block: '11.0.0.0/8' }],
    ['end of the source', from('10.0.0.0/8'), { source_cidr_block: '10.0.0.0/9' }],
    ['destination', {}, { destination_cidr_block: '11.0.0.0/8' }],
    ['end of the destination', { destination_cidr_block: '10.0.0.0/8' }, { destination_cidr_block: '10.0.0.0/9' }],
    ['source ports', {}, { source_port_range: '2/65535' }], ['end of the source ports', {}, { source_port_range: '1/2' }],
    ['destination ports', {}, { destination_port_range: '444/444' }],
    ['end of the destination ports', { destination_port_range: '443/445' }, { destination_port_range: '443/444' }],
    ['action', {}, DROP],
  ])('filters whose rules differ by the %s are told apart', (_, own, more) => {
    // The second rule is hidden in the first filter. In the other one, its first rule is another one.
    const app = (first: object) => all(rules([own, own]), (f) => {
      f.terraform.resource[FILTER].second = {};
      const ofSecond = (body: any) => ({ ...body, traffic_mirror_filter_id: `\${${FILTER}.second.id}` });
      f.terraform.resource[INBOUND].second1 = ofSecond(rule(1, { ...own, ...first }));
      f.terraform.resource[INBOUND].second2 = ofSecond(rule(2, own));
      // So that both filters copy something.
      f.terraform.resource[OUTBOUND] = { a: rule(1), b: ofSecond(rule(1)) };
    });
    const found = (first: object) => ['TM211', 'TM212'].map(
      (id) => changed(id, app(first)).found.filter((line) => line.includes('second2')).length,
    );
    expect(found({})).toEqual([1, 0]);
    expect(found(more)).toEqual(['TM211', 'TM212'].map((id) => changed(id, rules([{ ...own, ...more }, own], [{}])).found.length));
    expect(found(more)).not.toEqual(found({}));
  });
  test('an unknown rule hides nothing, and may hide', () => {
    expect(of(UNKNOWN, rule10)).toEqual([passed(0), passed(0), passed(0)]);
    expect(of({}, UNKNOWN)[0]).toMatchObject({ passed: 1, found: [`warning hidden ${inboundAt(2)}`], values: [{ accepts: true }] });
    expect(of({ action: '${var.action}' }, rule10)[0]).toEqual(passed(1));
    expect(of({}, { ...rule10, action: '${var.action}' })[0]).toMatchObject({ passed: 1, values: [{ accepts: undefined }] });
    // The rule with the unknown action hides none.
    expect(of({}, { action: '${var.action}', ...UDP }, { ...UDP, ...rule10 })).toEqual([passed(2), passed(2), passed(2)]);
    // Whether a rule of an unknown action contradicts another one is not known.
    const unknown10 = { ...rule10, action: '${var.action}' };
    expect(of(UDP, DROP, unknown10)).toMatchObject([
      { passed: 2, values: [{ rule: 'inbound rule 3', accepts: undefined, blockers: ['inbound rule 2'] }] }, passed(2), passed(2),
    ]);
    expect(of(from('10.0.0.0/9'), DROP, unknown10)[0].values).toMatchObject([{ blockers: ['inbound rule 2'] }]);
    expect(of(from('10.0.0.0/9', DROP), {}, unknown10)[0].values).toMatchObject([{ blockers: ['inbound rule 1', 'inbound rule 2'] }]);
    // The index of the hiding rule counts the unknown ones before it.
    expect(of({ ...UNKNOWN, ...UDP }, {}, rule10)[0]).toMatchObject({ values: [{ blockers: ['inbound rule 2'], rule: 'inbound rule 3' }] });
  });
  test('a filter that copies nothing is left to TM201, and one of an unknown order has no hidden rules', () => {
    expect(of(DROP, DROP)).toEqual([NOTHING, NOTHING, NOTHING]);
    expect(of({ priority: 1 }, { priority: 1 })).toEqual([NOTHING, NOTHING, NOTHING]);
  });
  test('where there may be more rules, none passes, and the hidden ones are still hidden', () => {
    const stray = { traffic_mirror_filter_id: '${var.filter}' };
    expect(changed('TM211', rules([{}, rule10, stray]))).toMatchObject({ passed: 0, found: [`warning hidden ${inboundAt(2)}`] });
    expect(changed('TM211', rules([{}, rule10], [stray]))).toMatchObject({ passed: 1, found: [`warning hidden ${inboundAt(2)}`] });
  });
});

describe('TM214 and TM215', () => {
  test('statements that expired', () => {
    const expired = (...list: string[]) => changed(
      'TM214', withStatement({ expired: list.map((statement) => ({ statement, expires: '2026-06-30' })) }),
    );
    expect(expired('accept web', 'drop dns')).toEqual({
      passed: 0, found: [`warning expired ${WEB} accept web`, `warning expired ${WEB} drop dns`],
      values: [{ statement: 'accept web', expires: '2026-06-30' }, { statement: 'drop dns', expires: '2026-06-30' }],
    });
    expect(expired()).toEqual(passed(1));
    expect(changed('TM214', withStatement({}))).toEqual(passed(1));
    expect(changed('TM214', () => {})).toEqual(NOTHING);
  });
  test('statements that decide nothing', () => {
    const idle = (...list: NonNullable<FilterStatement['idle']>) => changed('TM215', withStatement({ idle: list }));
    const [hidden, empty] = [
      { statement: 'a', blockers: ['b'], opposed: true, packet: 'p' }, { statement: 'c', blockers: [], opposed: false, packet: 'q' },
    ];
    expect(idle(hidden, empty)).toEqual({
      passed: 0, found: [`warning hidden ${WEB} a`, `warning empty ${WEB} c`],
      values: [
        { statement: 'a', why: 'BLOCKED', blockers: ['b'], opposed: true, packet: 'p' }, {
          statement: 'c', why: 'EMPTY_BY_ITSELF', packet: 'q',
        },
      ],
    });
    expect(idle()).toEqual(passed(1));
    expect(changed('TM215', withStatement({}))).toEqual(passed(1));
    expect(changed('TM215', () => {})).toEqual(NOTHING);
  });
  test('a statement is one of its filter', () => {
    expect(changed('TM214', (f) => { f.statements.filters = { [`${FILTER}.other`]: { expired: [] } }; })).toEqual(NOTHING);
    expect(changed('TM214', all(withStatement({}), (f) => { delete f.terraform.resource[FILTER]; }))).toEqual(NOTHING);
    const f = right();
    expect(alone('TM214', documents(f).map(({ statements: _, ...d }) => d))).toEqual(NOTHING);
  });
});

describe('TM216', () => {
  const block = (port: number, more: object = {}): any => ({
    kinds: ['TCP'], sources: [[0, 2 ** 32]], destinations: [[0, 2 ** 32]], sourcePorts: [[1, 65_536]], destinationPorts: [[port, port + 1]],
    ...more,
  });
  const of = (mirrored: boolean, list: object[], packets: { direction: 'inbound' | 'outbound'; blocks: any[] }[], at?: number) =>
    changed('TM216', all(rules(list, [{}]), withStatement({ expectations: [{ text: 'x', mirrored, packets, at }] })));
  const inbound = (...blocks: any[]) => [{ direction: 'inbound' as const, blocks }];
  const must = `error notMirrored ${WEB} mirrored: x`;
  const mustNot = `error mirrored ${WEB} not mirrored: x`;

  test('what holds passes', () => {
    expect(of(true, [{}], inbound(block(443)))).toEqual(passed(1));
    expect(of(false, [{}], inbound(block(80)))).toEqual(passed(1));
    expect(of(true, [{}], [])).toEqual(passed(1));
    expect(changed('TM216', withStatement({}))).toEqual(NOTHING);
    // Nobody can expect DHCP, and nothing copies it.
    const dhcp = block(67, { kinds: ['UDP'], sourcePorts: [[67, 69]] });
    expect(of(false, [UDP], inbound(dhcp))).toEqual(passed(1));
  });
  test.each<[boolean, object[], any[], string, object]>([
    [true, [{}], [block(80)], must, { packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:80', by: 'no rule matches' }],
    [true, [{}], [block(80, { kinds: ['OTHER'] })], must,
      { packet: 'protocol other than TCP, UDP and ICMP 198.51.100.10 -> 198.51.100.20', by: 'no rule matches' }],
    [true, [{}], [block(443), block(80)], must, { packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:80' }],
    [true, [from('10.0.0.0/8', DROP), {}], [block(443)], must, {
      packet: 'TCP 10.0.0.4:49152 -> 198.51.100.20:443', by: 'inbound rule 1 drops',
    }],
    [true, [from('10.0.0.0/8', DROP), {}], [block(443, { sources: [[0, 1], [0x0a000001, 0x0a000002]] })], must,
      { packet: 'TCP 10.0.0.1:49152 -> 198.51.100.20:443' }],
    [true, [UDP], [block(67, { kinds: ['UDP'], sourcePorts: [[67, 69]] })], must,
      { packet: 'UDP 198.51.100.10:67 -> 198.51.100.20:67', by: 'the service never copies' }],
    [false, [{}], [block(443)], mustNot, { packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:443', by: 'inbound rule 1 copies' }],
    [false, [from('10.0.0.0/8'), {}], [block(443, { sources: [[0x0a000000, 0x0a000100]] })], mustNot, { by: 'inbound rule 1 copies' }],
  ])('fails: mirrored %s, %j', (mirrored, list, blocks, line, values) => {
    expect(of(mirrored, list, inbound(...blocks))).toMatchObject({
      passed: 0, found: [line], values: [{ expected: 'x', direction: 'inbound', ...values }],
    });
  });
  test('the addresses of an expectation end before the end of their span', () => {
    const list = [from('10.0.0.0/8', DROP), {}];
    expect(of(true, list, inbound(block(443, { sources: [[0, 0x0a000000]] })))).toEqual(passed(1));
    expect(of(true, list, inbound(block(443, { sources: [[0, 0x0a000001]] }))).found).toEqual([must]);
    expect(of(true, [{ destination_cidr_block: '10.0.0.0/8' }], inbound(block(443, { destinations: [[0x0a000000, 0x0b000000]] }))))
      .toEqual(passed(1));
  });
  test('the second direction is looked at too', () => {
    const both = (port: number) => [...inbound(block(443)), { direction: 'outbound' as const, blocks: [block(port)] }];
    expect(of(true, [{}], both(443))).toEqual(passed(1));
    expect(of(true, [{}], both(80)).values).toMatchObject([{ direction: 'outbound' }]);
  });
  test('what depends on unknown values is undecided', () => {
    const undecided = (mirrored: boolean) => ({
      passed: 0, found: [`undecided onlyAtApply ${WEB} ${mirrored ? '' : 'not '}mirrored: x`], values: [{ expected: 'x' }],
    });
    const lists = [
      [UNKNOWN], [UDP, UNKNOWN], [{ action: '${var.action}' }], [{ protocol: '${var.protocol}' }], [{ ...DROP, ...UNKNOWN }, {}],
    ];
    for (const mirrored of [true, false]) {
      for (const list of lists) {
        expect(of(mirrored, list, inbound(block(443)))).toEqual(undecided(mirrored));
      }
    }
    // What is dropped first is dropped whatever the unknown rule matches.
    const dropped = [from('10.0.0.0/8', DROP), { ...UNKNOWN, ...UDP }, {}];
    const ten = inbound(block(443, { sources: [[0x0a000000, 0x0b000000]] }));
    expect(of(true, dropped, ten)).toMatchObject({ passed: 0, found: [must] });
    expect(of(false, dropped, ten)).toEqual(passed(1));
    expect(of(true, [UNKNOWN], inbound(block(80))).found).toEqual([must]);
    expect(of(false, [UNKNOWN], inbound(block(80)))).toEqual(passed(1));
    // A later direction that contradicts it decides.
    expect(of(true, [UNKNOWN], [...inbound(block(443)), { direction: 'outbound', blocks: [block(80)] }]).found).toEqual([must]);
    expect(of(true, [UNKNOWN], [...inbound(block(443)), { direction: 'outbound', blocks: [block(443)] }])).toEqual(undecided(true));
  });
  test('the rule that decides is not named if the order is not known', () => {
    expect(of(true, [{ priority: '${var.p}' }], inbound(block(443)))).toMatchObject({ found: [expect.stringMatching(/^undecided/)] });
    expect(of(true, [{ ...DROP, ...UNKNOWN }, { ...DROP }], inbound(block(443))).values).toMatchObject([{ by: 'inbound rule 2 drops' }]);
    expect(of(true, [{ ...DROP, ...UNKNOWN }], inbound(block(443))).values).toMatchObject([{ by: 'inbound rule 1 drops' }]);
  });
});

describe('TM217', () => {
  /** A filter for each list of inbound rules, and a session of it for one source, by rising priorities. */
  const of = (
    lists: (object[] | { inbound: object[]; outbound: object[] })[], change: (f: Fixture) => void = () => {}, edition = EDITION_2026,
  ) =>
    changed('TM217', (f) => {
      Object.assign(f.terraform.resource, { [FILTER]: {}, [SESSION]: {}, [INBOUND]: {}, [OUTBOUND]: {} });
      lists.forEach((list, n) => {
        const id = `\${${FILTER}.f${n}.id}`;
        const { inbound, outbound } = Array.isArray(list) ? { inbound: list, outbound: [] } : list;
        f.terraform.resource[FILTER][`f${n}`] = {};
        inbound.forEach((r, i) => { f.terraform.resource[INBOUND][`r${n}-${i}`] = rule(i + 1, { traffic_mirror_filter_id: id, ...r }); });
        outbound.forEach((r, i) => { f.terraform.resource[OUTBOUND][`r${n}-${i}`] = rule(i + 1, { traffic_mirror_filter_id: id, ...r }); });
        addSession(f, `s${n}`, ['eni-bp1x'], 10 * (n + 1), { traffic_mirror_filter_id: id });
      });
      change(f);
    }, edition);
  const s = (f: Fixture, n: number): any => f.terraform.resource[SESSION][`s${n}`];
  const hidden = (n: number, source = 'eni-bp1x') => `warning hidden net/${SESSION}.s${n} ${source}`;
  const path = (n: number) => `net/${SESSION}.s${n}`;

  test('each session that certainly copies something passes', () => {
    expect(of([[from('10.0.0.0/8')], [from('11.0.0.0/8')]])).toEqual(passed(2));
    expect(of([[from('10.0.0.0/8')], [{}]])).toEqual(passed(2));
    expect(of([{ inbound: [{}], outbound: [] }, { inbound: [{}], outbound: [{}] }])).toEqual(passed(2));
  });
  test('fails: a session behind one that matches all of its packets', () => {
    expect(of([[{}], [from('10.0.0.0/8')]])).toEqual({
      passed: 1, found: [hidden(1)], values: [
        { source: 'eni-bp1x', winners: [path(0)], packet: 'TCP 10.0.0.4:49152 -> 198.51.100.20:443' },
      ],
    });
    expect(of([[DROP], [from('10.0.0.0/8')]])).toMatchObject({ passed: 0, found: [hidden(1)] });
  });
  test('fails: the sessions that hide it together, and only those', () => {
    expect(of([[from('10.0.0.0/9')], [UDP], [from('10.128.0.0/9')], [from('10.0.0.0/8')]])).toEqual({
      passed: 3, found: [hidden(3)], values: [
        { source: 'eni-bp1x', winners: [path(0), path(2)], packet: 'TCP 10.0.0.4:49152 -> 198.51.100.20:443' },
      ],
    });
    // One that decides only about what an earlier one has is not named.
    expect(of([[from('10.0.0.0/8')], [{ ...from('10.0.0.0/8'), priority: 5 }], [from('10.0.0.0/8')]]).values)
      .toMatchObject([{ winners: [path(0)] }, { winners: [path(0)] }]);
  });
  test('the sessions of both directions are named in order', () => {
    expect(of([{ inbound: [UDP], outbound: [{}] }, { inbound: [{}], outbound: [UDP] }, { inbound: [{}], outbound: [{}] }]).values)
      .toEqual([{ source: 'eni-bp1x', winners: [path(0), path(1)], packet: 'TCP 198.51.100.10:49152 -> 198.51.100.20:443' }]);
    // The packet of a session that copies only outbound.
    expect(of([{ inbound: [], outbound: [{}] }, { inbound: [], outbound: [from('10.0.0.0/8')] }]).values)
      .toMatchObject([{ packet: 'TCP 10.0.0.4:49152 -> 198.51.100.20:443' }]);
  });
  test('a session that copies nothing by itself is none of this check, nor one that copies DHCP', () => {
    expect(of([[{}], [DROP]])).toEqual(passed(1));
    expect(of([[{}], [DHCP]])).toEqual(passed(1));
    expect(of([[], [{}]])).toEqual(passed(1));
  });
  test('an unknown match neither hides nor passes', () => {
    expect(of([[UNKNOWN], [from('10.0.0.0/8')]])).toEqual(NOTHING);
    expect(of([[{ priority: '${var.p}' }], [from('10.0.0.0/8')]])).toEqual(NOTHING);
    expect(of([[UNKNOWN, UDP], [UDP]])).toMatchObject({ passed: 1, found: [hidden(1)] });
    expect(of([[{}], [UNKNOWN]])).toMatchObject({ passed: 1, found: [hidden(1)] });
    // A filter outside the app may have any rule.
    expect(of([[{}], [{}]], (f) => { s(f, 0).traffic_mirror_filter_id = 'tmf-bp1x'; })).toEqual(NOTHING);
    expect(of([[{}], [{}]], (f) => { s(f, 1).traffic_mirror_filter_id = 'tmf-bp1x'; })).toEqual(passed(1));
    expect(of([[{}], [{}]], (f) => { f.terraform.resource[OUTBOUND].stray = rule(1, { traffic_mirror_filter_id: '${var.f}' }); }))
      .toMatchObject({
        found: [],
      });
  });
  test.each<[string, (f: Fixture) => void]>([
    ['a session that is off', (f) => { s(f, 0).enabled = false; }], [
      'a switch that is not known', (f) => { s(f, 0).enabled = '${var.on}'; },
    ],
    ['a priority that is not known', (f) => { s(f, 1).priority = '${var.p}'; }],
    ['a filter that is not known', (f) => { s(f, 1).traffic_mirror_filter_id = null; }],
    ['a session that perhaps exists', (f) => { Object.assign(s(f, 0), PERHAPS); }], ['several copies', (f) => { s(f, 1).count = 2; }],
    ['equal priorities', (f) => { s(f, 1).priority = 10; }], [
      'another source', (f) => { s(f, 1).traffic_mirror_source_ids = ['eni-bp1y']; },
    ],
  ])('%s: nothing is compared', (_, change) => {
    expect(of([[{}], [{}]], change)).toEqual(NOTHING);
  });
  test('the order is that of the priorities', () => {
    expect(of([[from('10.0.0.0/8')], [{}]], (f) => { s(f, 1).priority = 5; })).toMatchObject({ passed: 1, found: [hidden(0)] });
  });
  test('sources with the same filters in the same order have each their finding, with their own sessions', () => {
    const { passed: count, found } = of([[{}], [{}]], (f) => {
      for (const [name, n, priority] of [['a', 0, 30], ['b', 1, 40], ['c', 1, 50], ['d', 0, 60]] as const) {
        addSession(f, name, [n === 0 && name === 'a' || name === 'b' ? 'eni-bp1y' : 'eni-bp1z'], priority, {
          traffic_mirror_filter_id: `\${${FILTER}.f${n}.id}`,
        });
      }
    });
    expect([count, found]).toEqual(
      [3, [hidden(1), `warning hidden net/${SESSION}.b eni-bp1y`, `warning hidden net/${SESSION}.d eni-bp1z`]],
    );
  });
  test('sources with other filters are told apart', () => {
    expect(of([[{}], [{}]], (f) => {
      for (const [name, n, priority] of [['a', 0, 30], ['b', 2, 40]] as const) {
        addSession(f, name, ['eni-bp1y'], priority, { traffic_mirror_filter_id: `\${${FILTER}.f${n}.id}` });
      }
      f.terraform.resource[FILTER].f2 = {};
      f.terraform.resource[INBOUND].r2 = rule(1, { traffic_mirror_filter_id: `\${${FILTER}.f2.id}`, ...UDP });
    })).toMatchObject({ passed: 3, found: [hidden(1)] });
  });
  test('under edition 2023 TM301 has the second session', () => {
    expect(of([[{}], [{}]], () => {}, EDITION_2023).found).toEqual([]);
  });
});

describe('TM218', () => {
  const SHARED = { traffic_mirror_filter_id: 'tmf-bp1shared' };
  const of = (change: (one: Fixture, other: Fixture) => void) => {
    const [one, other] = [right(), right()];
    one.terraform.resource[INBOUND] = { shared: rule(1, SHARED) };
    other.terraform.resource = { [INBOUND]: { shared: rule(2, SHARED) } };
    other.statements.sessions = {};
    change(one, other);
    return alone('TM218', documents(one, other));
  };
  const shared = (f: Fixture): any => f.terraform.resource[INBOUND].shared;
  const at = `net/${INBOUND}.shared`;
  const [warned, perhaps] = ['warning severalStacks', 'undecided perhapsSeveral'].map((line): Alone => ({
    passed: 0, found: [`${line} ${at}`], values: [{ filter: 'filter tmf-bp1shared', stacks: ['net', 'net1'] }],
  }));

  test('fails: one filter in two stacks, named in order', () => {
    expect(of(() => {})).toEqual(warned);
    const [one, other] = [right(), right()];
    for (const [f, n] of [[one, 1], [other, 2]] as const) f.terraform.resource = { [INBOUND]: { shared: rule(n, SHARED) } };
    const named = documents(one, other).map((d, i) => ({ ...d, path: ['z', 'a'][i] }));
    expect(alone('TM218', named).values).toMatchObject([{ stacks: ['a', 'z'] }]);
  });
  test('two rules in one stack', () => {
    expect(of((one, other) => {
      other.terraform.resource = {};
      one.terraform.resource[INBOUND].second = rule(2, SHARED);
    })).toEqual(passed(1));
  });
  test('a rule that perhaps exists, and one whose filter is not known', () => {
    expect(of((_, other) => { Object.assign(shared(other), PERHAPS); })).toEqual(perhaps);
    expect(of((_, other) => { shared(other).traffic_mirror_filter_id = '${var.filter}'; })).toEqual(perhaps);
    expect(of((_, other) => {
      shared(other).traffic_mirror_filter_id = '${var.filter}';
      other.terraform.provider.alicloud[0].region = 'cn-beijing';
    })).toEqual(passed(1));
    // Two that are sure, and one that is not: the sure ones are named.
    expect(of((one) => { one.terraform.resource[INBOUND].second = rule(3, { ...SHARED, ...PERHAPS }); })).toEqual(warned);
  });
  test('another region is another filter, and an unknown account is not', () => {
    expect(of((_, other) => { other.terraform.provider.alicloud[0].region = 'cn-beijing'; })).toMatchObject({ passed: 1, found: [] });
    expect(of((_, other) => { other.terraform.provider.alicloud[0].profile = 'b'; })).toEqual(warned);
  });
  test('inline rules are part of their filter', () => {
    expect(changed('TM218', all(rules([]), (f) => { filter(f).ingress_rules = [inline(1)]; }))).toEqual(NOTHING);
    expect(changed('TM218', () => {})).toEqual(passed(1));
  });
});

describe('TM219', () => {
  const used = (name: string, more: object = {}): any => ({ kind: 'network', name, contents: '10.0.0.0/8', ...more });
  const overlap = (name: string, other: string, same = false) => ({ name, other, same, address: '10.0.0.1' });
  const of = (names: FilterStatement['names'], books: object = {}, more: Record<string, FilterStatement> = {}) => changed('TM219', (f) => {
    f.statements.filters = { [`${FILTER}.web`]: { names }, ...more };
    (f.statements as any).addressBooks = books;
    for (const address of Object.keys(more)) f.terraform.resource[FILTER][address.split('.')[1]] = {};
  });

  test('networks that overlap or are the same, with their owners', () => {
    const names = [used('a', { owner: 'team' }), used('b'), used('c', { kind: 'service', owner: 'x' })];
    expect(of({ used: names, overlaps: [overlap('a', 'b'), overlap('c', 'a', true)] })).toEqual({
      passed: 0, found: [`warning overlap ${WEB} a, b`, `warning same ${WEB} c, a`],
      values: [{ name: 'a (team)', other: 'b', address: '10.0.0.1' }, { name: 'c', other: 'a (team)', address: '10.0.0.1' }],
    });
    expect(of({ used: [used('a')], overlaps: [] })).toEqual(passed(1));
    expect(of(undefined)).toEqual(NOTHING);
    const [first, second] = documents(right(), right());
    expect(alone('TM219', [first, { ...second, statements: undefined }])).toEqual(NOTHING);
  });
  test('a pair is reported once, at the first filter', () => {
    const names = { used: [], overlaps: [overlap('a', 'b')] };
    expect(of(names, {}, { [`${FILTER}.other`]: { names } })).toMatchObject({ passed: 1, found: [`warning overlap ${WEB} a, b`] });
    expect(of(names, {}, { [`${FILTER}.other`]: { names: { used: [], overlaps: [overlap('a', 'c')] } } }).found)
      .toEqual([`warning overlap ${WEB} a, b`, `warning overlap net/${FILTER}.other a, c`]);
  });
  test('names of an address book that no filter uses', () => {
    const book = { networks: ['a', 'b', 'web'], services: ['web', 'dns'] };
    const names = (...list: any[]) => ({ used: list, overlaps: [] });
    expect(of(names(used('a', { book: 'book.json' }), used('web', { kind: 'service', book: 'book.json' })), { 'book.json': book }))
      .toEqual({
        passed: 1, found: [`warning unused ${WEB} book.json`], values: [
          { file: 'book.json', names: ['network b', 'network web', 'service dns'] },
        ],
      });
    // The names of all filters count.
    expect(of(names(used('a', { book: 'book.json' })), { 'book.json': { networks: ['a', 'b'], services: [] } }, {
      [`${FILTER}.other`]: { names: names(used('b', { book: 'book.json' })) },
    })).toEqual(passed(3));
    // A book that no filter uses, and a name of the code.
    expect(of(names(used('a')), { 'book.json': book })).toEqual(passed(1));
    expect(of(names(used('a', { book: 'other.json' })), { 'book.json': book })).toEqual(passed(1));
  });
});
