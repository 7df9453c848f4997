import { mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/run';
import { forecast } from '../../src/door/forecast';
import { planDocument } from '../../src/door/plan-document';
import { CopyLossCause } from '../../src/door/receiving-changes';
import { filterEffectLines } from '../../src/effects/rule-changes';
import { InterruptionCause, LossCause, RiskKind } from '../../src/effects/effects';
import { MirrorEdition } from '../../src';
import { inWords } from '../../src/texts/catalogue';

const fixture = (name: string): string => join(__dirname, 'fixtures', `${name}.json`);
const of = (json: object) => forecast([planDocument(json, 'plan')], MirrorEdition.EDITION_2023);

type Values = Readonly<Record<string, unknown>>;
interface Row {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: Values | null;
  readonly after?: Values | null;
  readonly unknown?: unknown;
  readonly tainted?: boolean;
  /** Addresses in its configuration. */
  readonly waits?: readonly string[];
  /** By argument, the resource that the configuration refers to. */
  readonly refers?: Readonly<Record<string, string>>;
}

const SESSION = 'alicloud_vpc_traffic_mirror_session';
const FILTER = 'alicloud_vpc_traffic_mirror_filter';
const INGRESS = 'alicloud_vpc_traffic_mirror_filter_ingress_rule';
const GROUP_RULE = 'alicloud_security_group_rule';
const SERVER = 'alicloud_slb_server_group_server_attachment';

function plan(...rows: Row[]): object {
  return {
    format_version: '1.2', terraform_version: '1.11.4', complete: true, planned_values: { root_module: {} },
    configuration: {
      root_module: {
        resources: rows.filter(({ waits, refers }) => waits || refers).map(({ address, waits = [], refers = {} }) => {
          const [type, name] = address.split('.');
          return {
            address,
            mode: 'managed',
            type,
            name,
            depends_on: waits,
            expressions: Object.fromEntries(Object.entries(refers).map(([argument, to]) => [argument, { references: [`${to}.id`, to] }])),
          };
        }),
      },
    },
    resource_changes: rows.map(({ address, actions, before = null, after = null, unknown = {}, tainted = false }) => {
      const [type, name] = address.split('.');
      return {
        address,
        mode: 'managed',
        type,
        name,
        ...(tainted && { action_reason: 'replace_because_tainted' }),
        change: { actions, before, after, after_unknown: unknown, before_sensitive: {}, after_sensitive: {} },
      };
    }),
  };
}

const session = (sources: readonly string[], more: Values = {}): Values => ({
  id: 'tms-1', traffic_mirror_source_ids: sources, traffic_mirror_target_id: 'eni-sensor', traffic_mirror_target_type: 'NetworkInterface',
  traffic_mirror_filter_id: 'tmf-1', priority: 1, virtual_network_id: 1, enabled: true, ...more,
});
const kept = (more: Values = {}): Row => ({
  address: `${SESSION}.a`,
  actions: ['no-op'],
  before: session(['eni-1'], more),
  after: session(['eni-1'], more),
});

describe('sessions', () => {
  test('an added source interrupts all others of its session', () => {
    const { effects } = of(
      plan({
        address: `${SESSION}.a`,
        actions: ['update'],
        before: session(['eni-1', 'eni-2']),
        after: session(['eni-1', 'eni-2', 'eni-3']),
      }),
    );
    expect(effects.interruptions.map(({ source, cause }) => [source, cause])).toEqual([
      ['eni-1', InterruptionCause.LIST],
      ['eni-2', InterruptionCause.LIST],
    ]);
    expect(effects.losses).toEqual([]);
  });

  test('a list that only the apply tells interrupts, and is undecided', () => {
    const { effects, undecided } = of(plan({
      address: `${SESSION}.a`,
      actions: ['update'],
      before: session(['eni-1']),
      after: session([], { traffic_mirror_source_ids: undefined }),
      unknown: { traffic_mirror_source_ids: true },
    }));
    expect(effects.interruptions.map(({ source }) => source)).toEqual(['eni-1']);
    expect(undecided.map((w) => inWords(w, 'en'))).toEqual([
      `${SESSION}.a: its sources are known only after the apply, so it is undecided whether one of them is removed`,
    ]);
  });

  test('unset is off: nobody is lost of a session that was off, and all are of one that is switched off', () => {
    const off = { enabled: null };
    expect(of(plan({ address: `${SESSION}.a`, actions: ['delete'], before: session(['eni-1'], off) })).effects.losses).toEqual([]);
    expect(
      of(plan({ address: `${SESSION}.a`, actions: ['update'], before: session(['eni-1']), after: session(['eni-1'], off) })).effects.losses,
    ).toMatchObject([{ source: 'eni-1', cause: LossCause.SWITCHED_OFF }]);
  });

  test('a replacement that creates first takes what the old session has: left to nothing but chance', () => {
    const {
      effects: { risks },
    } = of(plan({ address: `${SESSION}.a`, actions: ['create', 'delete'], before: session(['eni-1']), after: session(['eni-1']) }));
    expect(risks.map(({ kind }) => kind)).toEqual(expect.arrayContaining([RiskKind.PRIORITY, RiskKind.SOURCE]));
    const { effects } = of(
      plan({ address: `${SESSION}.a`, actions: ['delete', 'create'], before: session(['eni-1']), after: session(['eni-1']) }),
    );
    expect([effects.risks, effects.interruptions.map(({ cause }) => cause)]).toEqual([[], [InterruptionCause.REPLACED]]);
  });

  test('what Terraform forgets runs on', () => {
    const { effects } = of(plan({ address: `${SESSION}.a`, actions: ['forget'], before: session(['eni-1']) }));
    expect([effects.removed, effects.losses]).toEqual([[], []]);
  });

  test('two priorities that are exchanged are left to the order of writes', () => {
    const row = (name: string, was: number, is: number, source: string): Row => ({
      address: `${SESSION}.${name}`,
      actions: ['update'],
      before: session([source], { priority: was, virtual_network_id: was }),
      after: session([source], { priority: is, virtual_network_id: is }),
    });
    expect(
      of(plan(row('a', 1, 2, 'eni-1'), row('b', 2, 1, 'eni-2'))).effects.risks.filter(({ kind }) => kind === RiskKind.PRIORITY),
    ).toHaveLength(2);
  });
});

describe('filters', () => {
  const rule = (name: string, actions: readonly string[], filter = 'tmf-1'): Row => {
    const values = { traffic_mirror_filter_id: filter, priority: 1 };
    return {
      address: `${INGRESS}.${name}`,
      actions,
      ...(actions[0] !== 'create' && { before: values }),
      ...(actions.includes('delete') && actions.length === 1 ? {} : { after: values }),
    };
  };

  test('the only rule replaced: a moment without rules; with another one that stays, or the new one first, there is none', () => {
    expect(of(plan(kept(), rule('one', ['delete', 'create']))).effects.interruptions).toMatchObject([
      { source: 'eni-1', cause: InterruptionCause.RULES },
    ]);
    expect(of(plan(kept(), rule('one', ['delete', 'create']), rule('two', ['no-op']))).effects.interruptions).toEqual([]);
    const first = { ...rule('one', ['create', 'delete']), before: { traffic_mirror_filter_id: 'tmf-1' } };
    expect(of(plan(kept(), first)).effects.interruptions).toEqual([]);
  });

  test('a rule that changes to ICMP in place keeps its ports, so its packets are undecided', () => {
    const becomes = (was: Values, is: Values, more: Partial<Row> = {}): Row =>
      ({ address: `${INGRESS}.one`, actions: ['update'], before: { priority: 1, ...was }, after: { priority: 1, ...is }, ...more });
    const told = (...rows: Row[]): string[] =>
      of(plan(...rows)).undecided.map((words) => inWords(words, 'en')).filter((line) => line.includes('ICMP'));
    const tcp = { protocol: 'TCP', source_port_range: '-1/-1', destination_port_range: '443/443' };
    const icmp = { protocol: 'ICMP', source_port_range: '-1/-1', destination_port_range: '-1/-1' };
    expect(told(becomes(tcp, icmp))).toEqual([
      `${INGRESS}.one: it changes to ICMP in place, and the provider leaves its ports (443/443). Whether it then matches ICMP packets is `
      + `undecided. Run terraform apply -replace='${INGRESS}.one'`,
    ]);
    expect(told(becomes({ ...tcp, source_port_range: '1/9' }, icmp))[0]).toContain('(1/9, 443/443)');
    expect(told(becomes(tcp, icmp, { address: `${SERVER}.one` }))).toEqual([]);
    for (const [was, is] of [[icmp, tcp], [icmp, icmp], [tcp, tcp], [{ ...icmp, protocol: 'ALL' }, icmp]]) {
      expect(told(becomes(was, is))).toEqual([]);
    }
    for (const actions of [['delete', 'create'], ['create']]) expect(told(becomes(tcp, icmp, { actions }))).toEqual([]);
  });

  test('rules that drop are none: a filter without a rule that accepts copies nothing', () => {
    const full = (name: string, actions: readonly string[], was: string, is = was): Row => {
      const values = (action: string): Values => ({
        traffic_mirror_filter_id: 'tmf-1', priority: 1, action, protocol: 'TCP',
        source_cidr_block: '0.0.0.0/0', destination_cidr_block: '0.0.0.0/0', source_port_range: '-1/-1', destination_port_range: '-1/-1',
      });
      return { address: `${INGRESS}.${name}`, actions, before: values(was), ...String(actions) !== 'delete' && { after: values(is) } };
    };
    const stays = full('two', ['no-op'], 'drop');
    const causes = (...rows: Row[]): unknown[] => {
      const { interruptions, losses } = of(plan(kept(), ...rows)).effects;
      return [interruptions.map(({ cause }) => cause), losses.map(({ cause }) => cause)];
    };
    expect(causes(full('one', ['delete', 'create'], 'accept'), stays)).toEqual([[InterruptionCause.RULES], []]);
    expect(causes(full('one', ['delete', 'create'], 'accept'), full('two', ['no-op'], 'accept'))).toEqual([[], []]);
    expect(causes(full('one', ['delete'], 'accept'), stays)).toEqual([[], [LossCause.NO_RULES]]);
    expect(causes(full('one', ['update'], 'accept', 'drop'), stays)).toEqual([[], [LossCause.NO_RULES]]);
    // The two are written one after the other.
    const swapped = [full('one', ['update'], 'accept', 'drop'), full('two', ['update'], 'drop', 'accept')];
    expect(causes(...swapped)).toEqual([[InterruptionCause.RULES], []]);
    expect(causes(full('one', ['update'], 'drop', 'accept'), stays)).toEqual([[], []]);
  });

  test('rules that the provider reads back into the filter do not stay; those that the configuration sets do', () => {
    const read = { id: 'tmf-1', ingress_rules: [{ priority: 1 }], egress_rules: [] };
    const filter = (refers: Readonly<Record<string, string>>): Row => ({
      address: `${FILTER}.web`,
      actions: ['no-op'],
      before: read,
      after: read,
      refers,
    });
    expect(of(plan(kept(), filter({}), rule('one', ['delete', 'create']))).effects.interruptions).toMatchObject([
      { source: 'eni-1', cause: InterruptionCause.RULES },
    ]);
    expect(
      of(plan(kept(), filter({ ingress_rules: 'terraform_data.x' }), rule('one', ['delete', 'create']))).effects.interruptions,
    ).toEqual([]);
  });

  test('a session that changes from one filter without rules to another loses nothing', () => {
    const filter = (name: string): Row => ({
      address: `${FILTER}.${name}`,
      actions: ['no-op'],
      before: { id: `tmf-${name}` },
      after: { id: `tmf-${name}` },
    });
    const moved = (rules: Row[]): Row[] => [
      {
        address: `${SESSION}.a`,
        actions: ['update'],
        before: session(['eni-1'], { traffic_mirror_filter_id: 'tmf-old' }),
        after: session(['eni-1'], { traffic_mirror_filter_id: 'tmf-new' }),
      },
      filter('old'), filter('new'), ...rules,
    ];
    expect(of(plan(...moved([]))).effects.losses).toEqual([]);
    expect(of(plan(...moved([rule('one', ['no-op'], 'tmf-old')]))).effects.losses).toMatchObject([
      { source: 'eni-1', cause: LossCause.NO_RULES },
    ]);
  });

  test('rules that no resource is for count for a session that leaves their filter', () => {
    const filter = (name: string, rules: readonly Values[]): Row => {
      const values = { id: `tmf-${name}`, ingress_rules: rules };
      return { address: `${FILTER}.${name}`, actions: ['no-op'], before: values, after: values, refers: {} };
    };
    const moves: Row = {
      address: `${SESSION}.a`, actions: ['update'],
      before: session(['eni-1'], { traffic_mirror_filter_id: 'tmf-old' }),
      after: session(['eni-1'], { traffic_mirror_filter_id: 'tmf-new' }),
    };
    const losses = (old: readonly Values[], now: readonly Values[]) =>
      of(plan(moves, filter('old', old), filter('new', now))).effects.losses;
    expect(losses([{ priority: 1 }], [])).toMatchObject([{ source: 'eni-1', cause: LossCause.NO_RULES }]);
    expect(losses([{ priority: 1 }], [{ priority: 1 }])).toEqual([]);
    expect(losses([], [])).toEqual([]);
    // They are no change of their filter.
    expect(of(plan(kept(), filter('1', [{ priority: 1 }]))).effects).toMatchObject({ interruptions: [], losses: [] });
  });

  test('the last rule deleted: nothing is copied any more', () => {
    const filter: Row = { address: `${FILTER}.web`, actions: ['no-op'], before: { id: 'tmf-1' }, after: { id: 'tmf-1' } };
    expect(of(plan(kept(), filter, rule('one', ['delete']))).effects.losses).toMatchObject([
      { source: 'eni-1', cause: LossCause.NO_RULES },
    ]);
  });

  test('a deleted filter is a loss, and a replaced one that its session follows an interruption', () => {
    const filter = (actions: readonly string[]): Row => ({
      address: `${FILTER}.web`,
      actions,
      before: { id: 'tmf-1' },
      after: actions.includes('create') ? {} : null,
      unknown: { id: true },
      refers: {},
    });
    expect(of(plan(kept(), filter(['delete']), rule('one', ['delete']))).effects).toMatchObject({
      interruptions: [],
      losses: [{ source: 'eni-1', cause: LossCause.NO_RULES }],
    });
    // Its rule stays in the plan, or in another one: it goes with the filter.
    expect(of(plan(kept(), filter(['delete']), rule('one', ['no-op']))).effects.losses).toMatchObject([
      { source: 'eni-1', cause: LossCause.NO_RULES },
    ]);
    const follows: Row = {
      address: `${SESSION}.a`,
      actions: ['update'],
      before: session(['eni-1']),
      after: session(['eni-1'], { traffic_mirror_filter_id: undefined }),
      unknown: { traffic_mirror_filter_id: true },
      refers: { traffic_mirror_filter_id: `${FILTER}.web` },
    };
    const renewed: Row = {
      ...rule('one', ['delete', 'create']),
      after: { priority: 1 },
      unknown: { traffic_mirror_filter_id: true },
      refers: { traffic_mirror_filter_id: `${FILTER}.web` },
    };
    expect(of(plan(follows, filter(['delete', 'create']), renewed)).effects).toMatchObject({
      losses: [],
      interruptions: [{ source: 'eni-1', cause: InterruptionCause.RULES }],
    });
  });

  test('the last known rule of a filter of another plan deleted: undecided, unless the other plan shows the filter', () => {
    const gone = plan(kept(), rule('one', ['delete']));
    expect(of(gone).undecided.map((w) => inWords(w, 'en'))).toEqual([
      'tmf-1: the plan deletes all of its rules that it shows. Whether the filter has other rules is undecided',
    ]);
    const owner = plan({ address: `${FILTER}.web`, actions: ['no-op'], before: { id: 'tmf-1' }, after: { id: 'tmf-1' } });
    const both = forecast([planDocument(gone, 'a'), planDocument(owner, 'b')], MirrorEdition.EDITION_2023);
    expect([both.undecided.filter((w) => inWords(w, 'en').includes('other rules')), both.effects.losses.map(({ cause }) => cause)]).toEqual(
      [[], [LossCause.NO_RULES]],
    );
    expect(of(plan(kept(), rule('one', ['delete']), rule('two', ['no-op']))).undecided).toEqual([]);
    // Nobody uses it.
    expect(of(plan(rule('one', ['delete']))).undecided).toEqual([]);
  });
});

describe('accounts and regions', () => {
  interface Place { readonly region?: string; readonly role?: string }
  const inPlace = (json: any, { region, role }: Place): any => ({
    ...json,
    configuration: {
      ...json.configuration,
      provider_config: {
        alicloud: {
          name: 'alicloud',
          expressions: {
            ...(region && { region: { constant_value: region } }),
            ...(role && { assume_role: [{ role_arn: { constant_value: role } }] }),
          },
        },
      },
    },
  });
  const frees = (more: Values = {}): Row => ({
    address: `${SESSION}.old`,
    actions: ['delete'],
    before: session(['eni-1'], { id: 'tms-old', ...more }),
  });
  const takes = (more: Values = {}): Row => ({
    address: `${SESSION}.new`,
    actions: ['create'],
    after: session(['eni-2'], { traffic_mirror_target_id: 'eni-other', traffic_mirror_filter_id: 'tmf-2', ...more }),
    refers: {},
  });
  const risksOf = (a: Place, b: Place): string[] =>
    forecast(
      [planDocument(inPlace(plan(frees()), a), 'a'), planDocument(inPlace(plan(takes()), b), 'b')],
      MirrorEdition.EDITION_2023,
    ).effects.risks.map(({ kind }) => kind);

  test.each<[string, Place, Place, string[]]>([
    ['another region', { region: 'cn-hangzhou' }, { region: 'cn-beijing' }, []],
    ['the same region', { region: 'cn-hangzhou' }, { region: 'cn-hangzhou' }, ['priority']],
    ['a region that the environment sets', { region: 'cn-hangzhou' }, {}, ['priority']],
    [
      'another account',
      { region: 'cn-hangzhou', role: 'acs:ram::1111:role/a' },
      { region: 'cn-hangzhou', role: 'acs:ram::2222:role/a' },
      [],
    ],
    ['a role and the environment', { region: 'cn-hangzhou', role: 'acs:ram::1111:role/a' }, { region: 'cn-hangzhou' }, ['priority']],
  ])('a priority that one plan frees and another takes: %s', (_, a, b, kinds) => {
    expect(risksOf(a, b)).toEqual(kinds);
  });

  test('two providers of one plan: a deleted session may be in either', () => {
    const aliased = (rows: Row[], key: string): any => {
      const json: any = plan(...rows);
      const provider = (region: string, alias?: string) => ({
        name: 'alicloud',
        alias,
        expressions: { region: { constant_value: region } },
      });
      const resources = json.configuration.root_module.resources.map((r: any) => ({
        ...r,
        provider_config_key: r.name === 'new' ? key : 'alicloud',
      }));
      return {
        ...json,
        configuration: {
          provider_config: { 'alicloud': provider('cn-hangzhou'), 'alicloud.bj': provider('cn-beijing', 'bj') },
          root_module: { resources },
        },
      };
    };
    const kinds = (rows: Row[], key: string) => of(aliased(rows, key)).effects.risks.map(({ kind }) => kind);
    expect(kinds([frees(), takes()], 'alicloud.bj')).toEqual(['priority']);
    const moved: Row = {
      address: `${SESSION}.old`,
      actions: ['update'],
      before: session(['eni-1'], { id: 'tms-old' }),
      after: session(['eni-1'], { id: 'tms-old', priority: 2 }),
      refers: {},
    };
    expect(kinds([moved, takes()], 'alicloud.bj')).toEqual([]);
    expect(kinds([moved, takes()], 'alicloud')).toEqual(['priority']);
  });

  test('room is counted by region, with the raised quotas', () => {
    const rows = (region: string, count: number): any => inPlace(plan(
      ...Array.from({ length: count }, (_, i): Row => ({
        address: `${SESSION}.old${i}`,
        actions: ['delete'],
        before: session([`eni-o${i}`], {
          id: `tms-o${i}`,
          priority: 10 + i,
          traffic_mirror_target_id: `eni-t${i}`,
          virtual_network_id: 10 + i,
        }),
      })),
      ...Array.from({ length: count }, (_, i): Row => ({
        address: `${SESSION}.new${i}`,
        actions: ['create'],
        after: session([`eni-n${i}`], { priority: 100 + i, traffic_mirror_target_id: `eni-u${i}`, virtual_network_id: 100 + i }),
        refers: {},
      })),
    ),
    { region },
    );
    const risks = (quotas: Record<string, Record<string, number>>) => forecast(
      [planDocument(rows('cn-hangzhou', 3), 'a'), planDocument(rows('cn-beijing', 3), 'b')], MirrorEdition.EDITION_2023, quotas,
    ).effects.risks.filter(({ kind }) => kind === RiskKind.REGION).map(({ what }) => what);
    expect(risks({})).toEqual([]);
    expect(risks({ 'cn-hangzhou': { sessionsPerRegion: 4 } })).toEqual(['cn-hangzhou']);
    // Both together are more than 6.
    expect(risks({ 'cn-hangzhou': { sessionsPerRegion: 6 }, 'cn-beijing': { sessionsPerRegion: 6 } })).toEqual([]);
  });
});

describe('writes on one filter at the same time', () => {
  const rule = (name: string, actions: readonly string[], more: Partial<Row> = {}): Row => {
    const values = { traffic_mirror_filter_id: 'tmf-1', priority: 1 };
    return {
      address: `${INGRESS}.${name}`,
      actions,
      ...(actions[0] !== 'create' && { before: values }),
      ...(String(actions) !== 'delete' && { after: values, refers: {} }),
      ...more,
    };
  };
  /** The dependencies that the state records. */
  const recorded = (json: any, dependencies: Readonly<Record<string, readonly string[]>>): any => ({
    ...json,
    prior_state: {
      values: {
        root_module: {
          resources: Object.entries(dependencies).map(([address, depends_on]) => ({ address, mode: 'managed', depends_on, values: {} })),
        },
      },
    },
  });
  const writers = (json: any): string[][] => of(json).effects.risks.filter(({ kind }) => kind === RiskKind.WRITES)
    .map(({ writers: all = [] }) => all.map((address) => address.split('.').pop()!));

  test('two new rules without an order; one that waits for the other, directly or over resources between', () => {
    expect(writers(plan(rule('a', ['create']), rule('b', ['create'])))).toEqual([['a', 'b']]);
    expect(writers(plan(rule('a', ['create']), rule('b', ['create'], { waits: [`${INGRESS}.a`] })))).toEqual([]);
    const between: Row = { address: 'terraform_data.between', actions: ['no-op'], before: {}, after: {}, waits: [`${INGRESS}.a`] };
    expect(writers(plan(rule('a', ['create']), between, rule('b', ['create'], { waits: ['terraform_data.between'] })))).toEqual([]);
    expect(
      writers(
        plan(rule('a', ['create']), rule('b', ['create'], { waits: [`${INGRESS}.a`] }), rule('c', ['update'], { waits: [`${INGRESS}.a`] })),
      ),
    ).toEqual([['b', 'c']]);
    // Of two filters.
    expect(
      writers(plan(rule('a', ['create']), rule('b', ['create'], { after: { traffic_mirror_filter_id: 'tmf-2', priority: 1 } }))),
    ).toEqual([]);
    expect(writers(plan(rule('a', ['create']), rule('b', ['no-op'])))).toEqual([]);
  });

  test('copies of one rule have no order', () => {
    const copy = (key: string): Row => ({ ...rule('x', ['create']), address: `${INGRESS}.x["${key}"]` });
    const json: any = plan(copy('a'), copy('b'));
    for (const row of [...json.resource_changes, ...json.configuration.root_module.resources]) row.name = 'x';
    expect(writers(json)).toEqual([['x["a"]', 'x["b"]']]);
  });

  test('deletions follow the dependencies that the state records', () => {
    const both = plan(rule('a', ['delete']), rule('b', ['delete']));
    expect(writers(both)).toEqual([['a', 'b']]);
    expect(writers(recorded(both, { [`${INGRESS}.b`]: [`${INGRESS}.a`] }))).toEqual([]);
    // A deletion comes before the change of what it depended on, and not before that of another rule.
    const changed = plan(rule('a', ['update']), rule('b', ['delete']));
    expect(writers(changed)).toEqual([['a', 'b']]);
    expect(writers(recorded(changed, { [`${INGRESS}.b`]: [`${INGRESS}.a`] }))).toEqual([]);
    expect(writers(plan(rule('a', ['delete', 'create'])))).toEqual([]);
  });

  test('the constructs delete rules before the memory of their kinds changes, and create rules after it', () => {
    const memory = (input: Values): Row => ({
      address: 'terraform_data.kinds',
      actions: ['update'],
      before: { input: { 'inbound-1': 'other' } },
      after: { input },
    });
    const moves = (input: Values) => recorded(plan(rule('old', ['delete']), memory(input), {
      ...rule('new', ['create']), address: 'alicloud_vpc_traffic_mirror_filter_egress_rule.new',
    }), { [`${INGRESS}.old`]: ['terraform_data.kinds'] });
    expect(writers(moves({ 'outbound-1': 'other' }))).toEqual([]);
    expect(writers(moves({ 'inbound-2': 'other' }))).toEqual([['new', 'old']]);
  });

  test('the filter itself, which its rules refer to or not', () => {
    const filter: Row = { address: `${FILTER}.web`, actions: ['update'], before: { id: 'tmf-1' }, after: { id: 'tmf-1' }, refers: {} };
    expect(writers(plan(filter, rule('a', ['create'], { refers: { traffic_mirror_filter_id: `${FILTER}.web` } })))).toEqual([]);
    expect(writers(plan(filter, rule('a', ['create'])))).toEqual([['web', 'a']]);
  });

  test('in modules, by variables, outputs and depends_on of the call', () => {
    const inModule = (call: object, output?: object): any => {
      const json: any = plan(rule('a', ['create']), rule('b', ['create']));
      const [a, b] = json.configuration.root_module.resources;
      const [changeA, changeB] = json.resource_changes;
      return {
        ...json, resource_changes: [{ ...changeA, address: `module.m.${INGRESS}.a` }, changeB].reverse(),
        configuration: {
          root_module: {
            resources: [{ ...b, ...output }],
            module_calls: {
              m: {
                ...call,
                module: { resources: [a], outputs: { rule: { expression: { references: [`${INGRESS}.a.id`, `${INGRESS}.a`] } } } },
              },
            },
          },
        },
      };
    };
    expect(writers(inModule({}))).toEqual([['b', 'a']]);
    expect(writers(inModule({ depends_on: [`${INGRESS}.b`] }))).toEqual([]);
    expect(writers(inModule({}, { depends_on: ['module.m'] }))).toEqual([]);
    expect(writers(inModule({}, { expressions: { description: { references: ['module.m.rule', 'module.m'] } } }))).toEqual([]);
  });
});

describe('packets of filters', () => {
  const EGRESS = 'alicloud_vpc_traffic_mirror_filter_egress_rule';
  const web: Row = { address: `${FILTER}.web`, actions: ['no-op'], before: { id: 'tmf-1' }, after: { id: 'tmf-1' } };
  const body = (priority: number, more: Values = {}): Values => ({
    traffic_mirror_filter_id: 'tmf-1',
    priority,
    action: 'accept',
    protocol: 'TCP',
    source_cidr_block: '0.0.0.0/0',
    source_port_range: '-1/-1',
    destination_cidr_block: '0.0.0.0/0',
    destination_port_range: '443/443',
    ...more,
  });
  const row = (name: string, before: Values | undefined, after: Values | undefined, more: Partial<Row> = {}): Row => ({
    address: `${INGRESS}.${name}`,
    actions: !before ? ['create'] : !after ? ['delete'] : before === after ? ['no-op'] : ['update'],
    before,
    after,
    ...more,
  });
  const lines = (...rows: Row[]) => {
    const { filters, undecided } = of(plan(kept(), web, ...rows));
    return [...filterEffectLines(filters), ...undecided.map((w) => `undecided: ${inWords(w, 'en')}`)];
  };
  const port = (n: number) => ({ destination_port_range: `${n}/${n}` });
  const one = body(1);

  test('nothing if no rule changes', () => {
    expect(lines(row('a', one, one))).toEqual([]);
    expect(of(plan(kept(), { ...web, actions: ['create'], before: null }, row('a', undefined, one))).filters).toEqual([]);
  });

  test('what a rule adds, and what another one takes', () => {
    expect(lines(row('a', one, body(1, port(80))))).toEqual([
      `${FILTER}.web inbound: 0 rules created, 1 changed, 0 destroyed`,
      `${FILTER}.web inbound: + TCP from any to any port 80`,
      `${FILTER}.web inbound: - TCP from any to any port 443`,
    ]);
    expect(lines(row('a', one, one), { ...row('b', undefined, body(1, port(53))), address: `${EGRESS}.b` })).toEqual([
      `${FILTER}.web outbound: 1 rule created, 0 changed, 0 destroyed`, `${FILTER}.web outbound: + TCP from any to any port 53`,
    ]);
  });

  test('a rule inserted in front of others, with the seconds in which their packets are not copied', () => {
    const rules = [port(80), port(443), port(8080)];
    const [before, after] = [rules, [port(53), ...rules]];
    const rows = after.map((more, i) => row(`r${i}`, before[i] && body(i + 1, before[i]), body(i + 1, more)));
    expect(lines(...rows)).toEqual([
      `${FILTER}.web inbound: 1 rule created, 3 changed, 0 destroyed`,
      `${FILTER}.web inbound: + TCP from any to any port 53`,
      // A write takes five seconds. Each packet is missed between two writes, one packet after the other.
      `${FILTER}.web inbound: not copied for about 5 s: TCP from any to any port 80, 443, 8080`,
    ]);
  });

  test('a rule that is known only at apply is undecided, unless nothing changes', () => {
    const unknown = row('a', one, { ...one, source_cidr_block: undefined }, { unknown: { source_cidr_block: true } });
    expect(lines(unknown)).toEqual([expect.stringMatching(new RegExp(`^undecided: ${FILTER}.web: the new rules are known only at apply`))]);
    const secret = body(1, { source_cidr_block: 'not a CIDR' });
    expect(lines(row('a', secret, secret))).toEqual([]);
  });

  test('a rule whose filter is known only at apply may be of any filter', () => {
    const stray = row('b', undefined, body(2, { traffic_mirror_filter_id: undefined, ...port(80) }), {
      unknown: { traffic_mirror_filter_id: true },
    });
    expect(lines(row('a', one, one), stray)).toEqual([expect.stringMatching(/^undecided: /)]);
  });

  test('rules of a filter that is no resource of the plans are not compared, since others may write rules of it', () => {
    expect(of(plan(kept(), row('a', one, body(1, port(80))))).filters).toEqual([]);
  });

  test('rules within the filter count if the configuration sets them', () => {
    const inline = (more: Values) => ({ id: 'tmf-1', ingress_rules: [body(1, more)] });
    const filter = (refers: Readonly<Record<string, string>>): Row => ({
      ...web,
      actions: ['update'],
      before: inline({}),
      after: inline(port(80)),
      refers,
    });
    const of_ = (refers: Readonly<Record<string, string>>) => filterEffectLines(of(plan(kept(), filter(refers))).filters).length;
    expect([of_({}), of_({ ingress_rules: 'terraform_data.x' })]).toEqual([0, 3]);
  });

  test('the command prints them, in both languages and as JSON', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'traffic-mirror-test-')), 'plan.json');
    writeFileSync(file, JSON.stringify(plan(kept(), web, row('a', one, body(1, port(80))))));
    const ask = (...more: string[]) => {
      const out: string[] = [];
      run(['forecast', file, ...more], { out: (line) => out.push(line), error: (line) => out.push(line) });
      return out.join('\n');
    };
    expect(ask()).toContain(`  ${FILTER}.web inbound: - TCP from any to any port 443\n`);
    expect(ask('--lang', 'zh')).toContain(`${FILTER}.web 入方向：`);
    expect(JSON.parse(ask('--json')).filterChanges).toContain(`${FILTER}.web inbound: + TCP from any to any port 80`);
  });
});

describe('receivers', () => {
  const opens = (cidr: string, more: Values = {}): Values => ({
    type: 'ingress',
    ip_protocol: 'udp',
    port_range: '4789/4789',
    cidr_ip: cidr,
    security_group_id: 'sg-1',
    policy: 'accept',
    priority: 1,
    ...more,
  });
  const causes = (...rows: Row[]) => of(plan(kept(), ...rows)).copyLosses.map(({ cause, lasts, byOrder }) => ({ cause, lasts, byOrder }));
  /** The same, of a session that sends to the load balancer. */
  const behind = (...rows: Row[]) =>
    of(plan(kept({ traffic_mirror_target_id: 'lb-1' }), ...rows)).copyLosses.map(({ cause, lasts, byOrder }) => ({
      cause,
      lasts,
      byOrder,
    }));
  const RULE = CopyLossCause.RULE;

  test('a rule that is revoked', () => {
    const gone: Row = { address: `${GROUP_RULE}.a`, actions: ['delete'], before: opens('10.0.0.0/24') };
    expect(causes(gone)).toEqual([{ cause: RULE, lasts: true, byOrder: false }]);
    // Another one covers it from before to after.
    const wide: Row = { address: `${GROUP_RULE}.b`, actions: ['no-op'], before: opens('10.0.0.0/8'), after: opens('10.0.0.0/8') };
    expect(causes(gone, wide)).toEqual([]);
    expect(causes(gone, { ...wide, before: opens('10.1.0.0/16'), after: opens('10.1.0.0/16') })).toHaveLength(1);
    // A new one may come too late.
    expect(causes(gone, { address: `${GROUP_RULE}.c`, actions: ['create'], after: opens('10.0.0.0/16') })).toEqual([
      { cause: RULE, lasts: false, byOrder: true },
    ]);
    // Two equal rules are one to the service.
    expect(causes(gone, { ...wide, before: opens('10.0.0.0/24'), after: opens('10.0.0.0/24') })).toEqual([
      { cause: RULE, lasts: false, byOrder: true },
    ]);
  });

  test('a rule that is replaced', () => {
    const replaced = (actions: readonly string[], now: string): Row => ({
      address: `${GROUP_RULE}.a`,
      actions,
      before: opens('10.0.0.0/24'),
      after: opens(now),
    });
    expect(causes(replaced(['delete', 'create'], '10.0.0.0/23'))).toEqual([{ cause: RULE, lasts: false, byOrder: false }]);
    expect(causes(replaced(['create', 'delete'], '10.0.0.0/23'))).toEqual([]);
    expect(causes(replaced(['create', 'delete'], '10.0.0.0/24'))).toHaveLength(1);
  });

  test('rules of other ports and protocols, and of an account where nothing is mirrored, are somebody else\'s', () => {
    for (const more of [{ port_range: '443/443' }, { ip_protocol: 'tcp', port_range: '1/65535' }, { type: 'egress' }, { policy: 'drop' }]) {
      expect(causes({ address: `${GROUP_RULE}.a`, actions: ['delete'], before: opens('10.0.0.0/24', more) })).toEqual([]);
    }
    expect(of(plan({ address: `${GROUP_RULE}.a`, actions: ['delete'], before: opens('10.0.0.0/24') })).copyLosses).toEqual([]);
  });

  test('the servers of a load balancer', () => {
    const server = (name: string, id: string, actions: readonly string[], weight = 100): Row => {
      const values = { server_group_id: 'rsp-1', server_id: id, port: 4789, weight };
      return {
        address: `${SERVER}.${name}`,
        actions,
        ...(actions[0] !== 'create' || actions.length > 1 ? { before: values } : {}),
        ...(String(actions) === 'delete' ? {} : { after: values }),
      };
    };
    expect(causes(server('a', 'i-1', ['delete']), server('b', 'i-2', ['create']))).toEqual([
      { cause: CopyLossCause.SERVERS, lasts: false, byOrder: true },
    ]);
    expect(causes(server('a', 'i-1', ['delete']), server('b', 'i-2', ['no-op']))).toEqual([]);
    // The provider reads attached servers back into the group, which stays. Those that the configuration sets are there.
    const inline = { id: 'rsp-1', load_balancer_id: 'lb-1', servers: [{ server_ids: ['i-1'], port: 4789 }] };
    const group: Row = { address: 'alicloud_slb_server_group.g', actions: ['no-op'], before: inline, after: inline, refers: {} };
    expect(behind(server('a', 'i-1', ['delete']), server('b', 'i-2', ['create']), group)).toHaveLength(1);
    expect(
      behind(server('a', 'i-1', ['delete']), server('b', 'i-2', ['create']), { ...group, refers: { servers: 'terraform_data.x' } }),
    ).toEqual([]);
    // The old membership takes the new one of the same server and port with it.
    expect(causes(server('a', 'i-1', ['create', 'delete']))).toHaveLength(1);
  });

  test('servers whose instances are deleted, by any of the plans, serve no longer', () => {
    const attached = (id: string, more: Values = {}): Row => {
      const values = { server_group_id: 'rsp-1', server_id: id, port: 4789, ...more };
      return { address: `${SERVER}.${id}`, actions: ['no-op'], before: values, after: values };
    };
    const instance = (id: string, actions: readonly string[]): Row => ({
      address: `alicloud_instance.${id}`, actions, before: { id }, after: actions.includes('create') ? {} : null,
    });
    const lost = [{ cause: CopyLossCause.SERVERS, lasts: true, byOrder: false }];
    expect(causes(attached('i-1'), instance('i-1', ['delete', 'create']))).toEqual(lost);
    expect(causes(attached('eni-1'), { ...instance('eni-1', ['delete']), address: 'alicloud_ecs_network_interface.a' })).toEqual(lost);
    expect(causes(attached('i-1'), instance('i-1', ['update']))).toEqual([]);
    // Another one serves, unless it goes too.
    expect(causes(attached('i-1'), attached('i-2'), instance('i-1', ['delete']))).toEqual([]);
    expect(causes(attached('i-1'), attached('i-2'), instance('i-1', ['delete']), instance('i-2', ['create', 'delete']))).toEqual(lost);
    // The group gets a server that stays, in an order of chance.
    const comes: Row = { address: `${SERVER}.b`, actions: ['create'], after: { server_group_id: 'rsp-1', server_id: 'i-3', port: 4789 } };
    expect(causes(attached('i-1'), comes, instance('i-1', ['delete']))).toEqual([{ ...lost[0], lasts: false, byOrder: true }]);
    // The instance is in a plan of its own, which the loss names.
    const both = forecast([
      planDocument(plan(kept(), attached('i-1')), 'collector'), planDocument(plan(instance('i-1', ['delete', 'create'])), 'sensors'),
    ], MirrorEdition.EDITION_2023);
    expect(both.copyLosses).toMatchObject([{ cause: CopyLossCause.SERVERS, lasts: true, address: 'alicloud_instance.i-1' }]);
  });

  describe('servers that are created before others go', () => {
    const GROUP = 'alicloud_slb_server_group.g';
    const LISTENER = 'alicloud_slb_listener.l';
    const attached = (id: string, group = 'rsp-1', weight = 100): Values => ({ server_group_id: group, server_id: id, port: 4789, weight });
    const gone: Row = { address: `${SERVER}.old`, actions: ['delete'], before: attached('i-old') };
    const comes: Row = { address: `${SERVER}.new`, actions: ['create'], after: attached('i-new') };
    const serving = (input: Values, waits: readonly string[], actions = ['update']): Row => ({
      address: 'terraform_data.serving', actions, waits, before: { input }, after: { input: {} },
    });
    const old = { [gone.address]: 'i-old' };

    test('the servers that a collector keeps until the new ones are there', () => {
      expect(behind(gone, comes, serving(old, [comes.address]))).toEqual([]);
      // It waits for no new one, knows another one, or is new itself.
      expect(behind(gone, comes, serving(old, []))).toHaveLength(1);
      expect(behind(gone, comes, serving({ [`${SERVER}.other`]: 'i-old' }, [comes.address]))).toHaveLength(1);
      expect(behind(gone, comes, serving(old, [comes.address], ['delete', 'create']))).toHaveLength(1);
      expect(behind(gone, serving(old, []))).toEqual([{ cause: CopyLossCause.SERVERS, lasts: true, byOrder: false }]);
    });

    const switched = (actions: readonly string[], waits = [`${SERVER}.s`], more: Partial<Row> = {}): Row[] => [
      {
        address: GROUP,
        actions: ['create', 'delete'],
        before: { id: 'rsp-1', load_balancer_id: 'lb-1' },
        after: { load_balancer_id: 'lb-1' },
        unknown: { id: true },
        refers: {},
      },
      {
        address: `${SERVER}.s`,
        actions,
        before: attached('i-1'),
        after: { server_id: 'i-1', port: 4789, weight: 50 },
        unknown: { server_group_id: true },
        refers: { server_group_id: GROUP },
      },
      {
        address: LISTENER,
        actions: ['update'],
        before: { load_balancer_id: 'lb-1', frontend_port: 4789, server_group_id: 'rsp-1' },
        after: { load_balancer_id: 'lb-1', frontend_port: 4789 },
        unknown: { server_group_id: true }, refers: { server_group_id: GROUP }, waits, ...more,
      },
    ];
    test('the listener is switched to a group whose servers are there', () => {
      expect(behind(...switched(['create', 'delete']))).toEqual([]);
      // The old server goes first, the listener does not wait for the new one, or stays with its group.
      expect(behind(...switched(['delete', 'create']))).toEqual([{ cause: CopyLossCause.SERVERS, lasts: false, byOrder: false }]);
      expect(behind(...switched(['create', 'delete'], []))).toHaveLength(1);
      expect(
        behind(
          ...switched(['create', 'delete'], undefined, {
            actions: ['no-op'],
            after: { server_group_id: 'rsp-1' },
            unknown: {},
            refers: undefined,
          }),
        ),
      ).toHaveLength(1);
    });
  });

  test('what is tainted and created before itself is destroyed is gone afterwards, and one line tells what to run', () => {
    const rule = (more: Partial<Row> = {}): Row => ({
      address: `${GROUP_RULE}.a`,
      actions: ['create', 'delete'],
      before: opens('10.0.0.0/24'),
      after: opens('10.0.0.0/24'),
      tainted: true,
      ...more,
    });
    const server = (more: Partial<Row> = {}): Row => {
      const values = { server_group_id: 'rsp-1', server_id: 'i-1', port: 4789 };
      return { address: `${SERVER}.a`, actions: ['create', 'delete'], before: values, after: values, tainted: true, ...more };
    };
    for (const tainted of [rule, server]) {
      expect(of(plan(kept(), tainted())).copyLosses).toMatchObject([{ lasts: true, tainted: true }]);
      expect(of(plan(kept(), tainted({ tainted: false }))).copyLosses).toEqual([expect.not.objectContaining({ tainted: true })]);
      expect(of(plan(kept(), tainted({ actions: ['delete', 'create'] }))).copyLosses).toEqual([expect.objectContaining({ lasts: false })]);
    }
    const file = join(mkdtempSync(join(tmpdir(), 'tm-forecast-')), 'plan.json');
    writeFileSync(file, JSON.stringify(plan(kept(), rule())));
    const lines: string[] = [];
    run(['forecast', file], { out: (line) => lines.push(line), error: () => undefined });
    expect(lines.join('\n')).toContain(`run terraform untaint '${GROUP_RULE}.a' first`);
  });

  test('the receiver and its listener', () => {
    expect(causes({ address: 'alicloud_ecs_network_interface.s', actions: ['delete', 'create'], before: { id: 'eni-sensor' }, after: {} }))
      .toEqual([{ cause: CopyLossCause.RECEIVER, lasts: false, byOrder: false }]);
    const balanced = { traffic_mirror_target_id: 'lb-1' };
    const listener = (port: number): Row => ({
      address: 'alicloud_slb_listener.l',
      actions: ['delete'],
      before: { load_balancer_id: 'lb-1', frontend_port: port },
    });
    expect(of(plan(kept(balanced), listener(4789))).copyLosses).toMatchObject([
      { cause: CopyLossCause.LISTENER, lasts: true, sessions: [{ name: `${SESSION}.a` }] },
    ]);
    expect(of(plan(kept(balanced), listener(80))).copyLosses).toEqual([]);
  });
});

describe('the command', () => {
  function command(...args: string[]): { code: number; out: string; error: string } {
    const [out, error]: string[][] = [[], []];
    const code = run(['forecast', ...args], { out: (line) => out.push(line), error: (line) => error.push(line) });
    return { code, out: out.join('\n'), error: error.join('\n') };
  }

  test('of a real plan: what it reads comes first, and an apply that may fail by its order has exit code 1', () => {
    const { code, out, error } = command(fixture('moved-forgotten-replaced'));
    expect(out).toMatch(/^3 sessions before the apply, from 1 plan of Terraform 1\./);
    expect(out).toContain('left to the order of writes: priority 200');
    expect([code, error]).toEqual([1, expect.stringContaining('deploy the commit that frees first')]);
  });

  const written = (json: object): string => {
    const file = join(mkdtempSync(join(tmpdir(), 'tm-forecast-')), 'plan.json');
    writeFileSync(file, JSON.stringify(json));
    return file;
  };
  const relisted: Row = { address: `${SESSION}.a`, actions: ['update'], before: session(['eni-1']), after: session(['eni-1', 'eni-2']) };
  const rules = (...waits: string[]): Row[] => ['a', 'b'].map((name) => ({
    address: `${INGRESS}.${name}`,
    actions: ['create'],
    after: { traffic_mirror_filter_id: 'tmf-1', priority: 1 },
    waits: name === 'b' ? waits : [],
  }));

  test('the input and the reasons why it is not complete come first, the counts with their rate last', () => {
    const lines = command(fixture('targeted')).out.split('\n');
    expect(lines[0]).toMatch(/^\d+ sessions? before the apply, from 1 plan of Terraform 1\./);
    expect(lines[1]).toMatch(/^ {2}not complete: the plan is not complete/);
    expect(lines[lines.length - 1]).toMatch(/write calls?, about \d+ min at an assumed rate of 5 s a call, 10 at a time$/);
  });

  test('each effect has the step that avoids it, in lines and in JSON', () => {
    const file = written(
      plan(relisted, ...rules(), {
        address: 'alicloud_ecs_network_interface.s',
        actions: ['delete', 'create'],
        before: { id: 'eni-sensor' },
        after: {},
      }),
    );
    const { code, out } = command(file);
    expect(code).toBe(0);
    const lines = out.split('\n').slice(1, -1);
    expect(lines.map((line) => line.trim().split(/[:(]/, 1)[0].trim())).toEqual([
      'writes on filter tmf-1 at the same time', 'to avoid it', 'interrupted', 'to avoid it', 'copies of 1 source', 'to avoid it',
    ]);
    expect(out).toContain('(duration not measured)');
    expect(JSON.parse(command(file, '--json').out)).toMatchObject({
      rate: { secondsPerCall: 5, parallelism: 10 },
      orderRisks: [
        {
          kind: 'writes',
          writers: [`${INGRESS}.a`, `${INGRESS}.b`],
          avoid: 'chain the rules with depends_on, or apply with -parallelism=1',
        },
      ],
      interrupted: [{ avoid: 'use one session per source, the default of MirroredFleet' }],
      copiesLost: [{ seconds: null, avoid: 'add another target and move the sessions to it first' }],
    });
    expect(command(written(plan(relisted, ...rules(`${INGRESS}.a`)))).out).not.toContain('at the same time');
    expect(command(file, '--lang', 'zh').out).toContain('避免方法：请用 depends_on 串联规则');
  });

  test('a loss shows the reason of Terraform, and an unknown one as it is', () => {
    const gone = (reason: string): any => {
      const json: any = plan({ address: `${SESSION}.a`, actions: ['delete'], before: session(['eni-1']) });
      json.resource_changes[0].action_reason = reason;
      return json;
    };
    expect(command(written(gone('delete_because_each_key'))).out).toContain(
      'since their session is destroyed: its key is not in for_each\n',
    );
    expect(command(written(gone('delete_because_of_the_moon'))).out).toContain(
      'since their session is destroyed: delete_because_of_the_moon\n',
    );
    expect(JSON.parse(command(written(gone('delete_because_no_module')), '--json').out).lost).toMatchObject([
      { reason: 'delete_because_no_module', avoid: expect.stringContaining('destroy = false') },
    ]);
  });

  test('a plan that only refreshes has its sessions, and changes nothing', () => {
    const { code, out } = command(fixture('refresh-only'));
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^[1-9]\d* sessions? before the apply.*\n {2}note: the plan changes nothing: the recorded state is checked\n {2}0 sessions created, 0 changed, 0 destroyed, 0 write calls/,
      ),
    ]);
  });

  test('a plan that destroys everything shows how many sources are lost', () => {
    expect(command(fixture('destroy')).out).toMatch(/\n {2}note: the plan destroys everything: 3 sources are no longer mirrored\n/);
  });

  test('a value that is known only at apply decides whether a session is on: undecided', () => {
    const off: Row = {
      address: `${SESSION}.a`,
      actions: ['update'],
      before: session(['eni-1']),
      after: session(['eni-1'], { enabled: undefined }),
      unknown: { enabled: true },
    };
    expect(command(written(plan(off)), '--fail-on-undecided')).toMatchObject({
      code: 3,
      out: expect.stringContaining(`undecided: ${SESSION}.a: whether it is on is known after the apply`),
    });
  });

  test('the region, the account and the quotas of the options and of the policy', () => {
    const many = Array.from({ length: 3 }, (_, i): Row[] => [
      {
        address: `${SESSION}.old${i}`,
        actions: ['delete'],
        before: session([`eni-o${i}`], {
          id: `tms-o${i}`,
          priority: 10 + i,
          traffic_mirror_target_id: `eni-t${i}`,
          virtual_network_id: 10 + i,
        }),
      },
      {
        address: `${SESSION}.new${i}`,
        actions: ['create'],
        after: session([`eni-n${i}`], { priority: 100 + i, traffic_mirror_target_id: `eni-u${i}`, virtual_network_id: 100 + i }),
      },
    ]).flat();
    const file = written(plan(...many));
    const quota = ['--quota', 'cn-hangzhou:sessionsPerRegion=4'];
    expect(command(file).code).toBe(0);
    expect(command(file, ...quota).code).toBe(0);
    expect(command(file, ...quota, '--region', 'cn-hangzhou')).toMatchObject({
      code: 1,
      out: expect.stringContaining('room for sessions in cn-hangzhou'),
    });
    expect(command(file, ...quota, '--region', 'cn-beijing').code).toBe(0);
    const policy = join(mkdtempSync(join(tmpdir(), 'tm-forecast-')), 'policy.json');
    writeFileSync(policy, JSON.stringify({ quotas: { 'cn-hangzhou': { sessionsPerRegion: 4 } } }));
    expect(command(file, '--policy', policy, '--region', 'cn-hangzhou').code).toBe(1);
    expect(command(file, '--policy', policy, '--region', 'cn-hangzhou', '--quota', 'cn-hangzhou:sessionsPerRegion=6').code).toBe(0);
    const role = {
      alicloud: { name: 'alicloud', expressions: { assume_role: [{ role_arn: { constant_value: 'acs:ram::1111:role/a' } }] } },
    };
    const frees: any = plan({ address: `${SESSION}.old`, actions: ['delete'], before: session(['eni-1']) });
    const takes = plan({
      address: `${SESSION}.new`,
      actions: ['create'],
      after: session(['eni-2'], { traffic_mirror_target_id: 'eni-other' }),
    });
    const two = [`a=${written({ ...frees, configuration: { ...frees.configuration, provider_config: role } })}`, `b=${written(takes)}`];
    expect([command(...two).code, command(...two, '--account', '2222').code]).toEqual([1, 0]);
    expect(command(file, '--quota', 'x').error).toContain('--quota is "x". Allowed: REGION:NAME=N');
  });

  test('gates', () => {
    expect(command(written(plan(relisted)), '--max-interrupted', '0')).toMatchObject({
      code: 1,
      error: '1 source would be interrupted, and --max-interrupted allows 0',
    });
    expect(command(written(plan(relisted)), '--max-interrupted', '1').code).toBe(0);
    expect(command(fixture('destroy')).code).toBe(0);
    expect(command(fixture('destroy'), '--max-lost', '2')).toMatchObject({
      code: 1,
      error: '3 sources would no longer be mirrored, and --max-lost allows 2',
    });
    expect(command(fixture('destroy'), '--max-lost', '3').code).toBe(0);
    expect(command(fixture('targeted')).code).toBe(2);
  });

  test('a sensitive value is not in its output', () => {
    expect(readFileSync(fixture('destroy'), 'utf8')).toContain('s3cr3t');
    for (const more of [[], ['--json']]) expect(command(fixture('destroy'), ...more).out).not.toContain('s3cr3t');
  });

  test.each([
    ['fails: a state', [fixture('state')], 'The input is not a plan'],
    ['fails: an edition that does not exist', [fixture('create'), '--edition', '2024'], 'Allowed: 2023, 2026'],
  ])('%s', (_, args, text) => {
    const { code, error } = command(...args);
    expect([code, error]).toEqual([2, expect.stringContaining(text)]);
  });
});
