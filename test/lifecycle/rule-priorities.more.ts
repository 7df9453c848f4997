// Priorities of filter rules that go from one rule to another in one apply, with rules as people write them by hand: what the real
// Terraform does, and what the forecast of its plan reports. Every apply is compared with its forecast.
import { mkdirSync } from 'fs';
import { join } from 'path';
import {
  Arguments, EGRESS_RULE, FILTER, FILTER_ID, filter, Handwritten, INGRESS_RULE, ownRule,
  rule, session, sources, stack,
} from './handwritten';
import { forecastOf } from './forecast-agreement';
import { describeWithTerraform, Lifecycle, StepReport } from './harness';
import { Forecast } from '../../src/door/forecast';
import { RiskKind } from '../../src/effects/effects';
import { inWords } from '../../src/texts/catalogue';

const [CREATE, UPDATE, DELETE] = [
  'CreateTrafficMirrorFilterRules', 'UpdateTrafficMirrorFilterRuleAttribute', 'DeleteTrafficMirrorFilterRules',
];
const TAKEN = 'DuplicatedParam.RulePriority';

describeWithTerraform('priorities of filter rules', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  let folder: string;
  const mirrored: Handwritten = { sessions: { web: session('web', 100, sources(2)) } };
  type Rules = Readonly<Record<string, Arguments>>;
  /** A rule for one port, so that its packets tell it from the others. */
  const port = (priority: number, number: number, more: Arguments = {}): Arguments => ownRule(priority, 'TCP', `${number}/${number}`, more);
  const after = (...names: string[]): Arguments => ({ depends_on: names.map((name) => `${INGRESS_RULE}.${name}`) });

  async function given(written: object): Promise<void> {
    folder = life.directory(written);
    await life.apply(folder);
  }

  interface Played { readonly told: Forecast; readonly report: StepReport }
  async function played(written: object, expected: 'success' | 'failure' | 'any' = 'success', refresh = true): Promise<Played> {
    life.write(folder, written);
    const told = forecastOf((await life.plan(folder, { refresh })).json);
    return { told, report: await life.step('apply', async () => life.apply(folder, { expect: expected, refresh })) };
  }

  const ingress = (rules: Rules): object => stack({ ...mirrored, ingress: rules });
  const moves = ({ told }: Played): string[] => told.effects.risks.filter(({ kind }) => kind === RiskKind.RULE)
    .map(({ what, frees, takes }) => `${what} from ${frees!.name.split('.').pop()!} to ${takes!.name.split('.').pop()!}`);
  const undecided = ({ told }: Played): string[] => told.undecided.map((words) => inWords(words, 'en'));
  const rules = async (): Promise<string[]> => (await life.account()).filters[0].rules
    .map(({ priority, destinationPort }) => `${priority} ${destinationPort}`).sort();
  const ruleId = async (priority: number): Promise<string> =>
    (await life.account()).filters[0].rules.find((one) => one.priority === priority)!.id;

  test('a rule under another name: refused if the new one is created first, and at risk in any case', async () => {
    await given(ingress({ a: port(1, 80) }));
    await life.order({ action: CREATE }, { action: DELETE });
    const failed = await played(ingress({ b: port(1, 81) }), 'failure');
    expect([moves(failed), failed.report.refusals, failed.report.blinded]).toEqual([['1 from a to b'], { [TAKEN]: 1 }, sources(2)]);
    await life.clearFaults();
    // The old rule is deleted by now, so nothing is in the way.
    const again = await played(ingress({ b: port(1, 81) }));
    expect([moves(again), await rules()]).toEqual([[], ['1 81/81']]);
  });

  test('the same rule under another name works if the old one is deleted first', async () => {
    await given(ingress({ a: port(1, 80) }));
    await life.order({ action: DELETE }, { action: CREATE });
    const done = await played(ingress({ b: port(1, 81) }));
    expect([moves(done), done.report.refusals]).toEqual([['1 from a to b'], {}]);
  });

  test('copies by content, in a module, with one more in front', async () => {
    const inner = (list: string): object => ({
      ...stack({ ...mirrored }),
      module: { rules: { source: './rules', filter: FILTER_ID, rules: list } },
    });
    folder = life.directory(inner('${{ web = { priority = 1, port = 80 } }}'));
    mkdirSync(join(folder, 'rules'));
    life.write(join(folder, 'rules'), {
      variable: { filter: {}, rules: {} },
      terraform: { required_providers: { alicloud: { source: 'aliyun/alicloud' } } },
      resource: {
        [INGRESS_RULE]: {
          all: {
            ...ownRule(1, 'TCP', '1/1'), 'for_each': '${var.rules}', 'traffic_mirror_filter_id': '${var.filter}',
            'priority': '${each.value.priority}',
            'destination_port_range': '${each.value.port}/${each.value.port}',
          },
        },
      },
    });
    await life.apply(folder);
    await life.order({ action: CREATE }, { action: UPDATE });
    const failed = await played(inner('${{ dns = { priority = 1, port = 53 }, web = { priority = 2, port = 80 } }}'), 'failure');
    expect([moves(failed), failed.report.refusals]).toEqual([['1 from all["web"] to all["dns"]'], { [TAKEN]: 1 }]);
  });

  test('two rules that swap: refused in every order', async () => {
    await given(ingress({ a: port(1, 80), b: port(2, 81) }));
    const failed = await played(ingress({ a: port(2, 80), b: port(1, 81) }), 'failure');
    expect(moves(failed).sort()).toEqual(['1 from a to b', '2 from b to a']);
    expect(failed.report.refusals[TAKEN]).toBeGreaterThan(0);
    expect(failed.report.darkened).toEqual([]);
  });

  test('a rule that is created before it is deleted: refused', async () => {
    const renewed = (number: number): object => {
      const lifecycle = { create_before_destroy: true, replace_triggered_by: ['terraform_data.kind'] };
      return stack({ ...mirrored, ingress: { a: port(1, 80, { lifecycle }) }, resource: { terraform_data: { kind: { input: number } } } });
    };
    await given(renewed(1));
    const failed = await played(renewed(2), 'failure');
    expect([moves(failed), failed.report.refusals]).toEqual([['1 from a to a'], { [TAKEN]: 1 }]);
  });

  test('a rule of the other direction takes nothing', async () => {
    await given(ingress({ a: port(1, 80) }));
    const done = await played(stack({ ...mirrored, ingress: { a: port(2, 80) }, egress: { b: port(1, 81) } }));
    expect([moves(done), done.report.refusals[TAKEN]]).toEqual([[], undefined]);
    expect(Object.keys(await life.state(folder))).toContain(`${EGRESS_RULE}.b`);
  });

  test('another filter has priorities of its own, also if a rule moves to it', async () => {
    const other = { other: filter({ traffic_mirror_filter_name: 'other' }) };
    const to = (name: string): Arguments => ({ traffic_mirror_filter_id: `\${${FILTER}.${name}.id}` });
    const two = (a: string): object =>
      stack({ ...mirrored, filters: { web: filter(), ...other }, ingress: { a: port(1, 80, to(a)), z: port(5, 90) } });
    await given(two('web'));
    const done = await played(two('other'));
    expect([moves(done), done.report.refusals]).toEqual([[], {}]);
  });

  describe('an order that the plan shows', () => {
    test('the rule that takes the priority depends on the one that moves on', async () => {
      await given(ingress({ a: port(1, 80) }));
      const done = await played(ingress({ a: port(2, 80), b: port(1, 81, after('a')) }));
      expect([moves(done), undecided(done), done.report.refusals, await rules()]).toEqual([[], [], {}, ['1 81/81', '2 80/80']]);
    });

    test('an order that only the state has does not hold two changes apart', async () => {
      await given(ingress({ a: port(1, 80), b: port(2, 81, after('a')) }));
      await life.order({ action: UPDATE, about: await ruleId(2) }, { action: UPDATE, about: await ruleId(1) });
      const failed = await played(ingress({ a: port(3, 80), b: port(1, 81) }), 'failure');
      expect([moves(failed), failed.report.refusals[TAKEN]]).toEqual([['1 from a to b'], 1]);
    });

    test('the first of a chain is deleted and the others move up: in time, which create_before_destroy would reverse', async () => {
      const chain = { a: port(1, 80), b: port(2, 81, after('a')), c: port(3, 82, after('b')) };
      await given(ingress(chain));
      const done = await played(ingress({ b: port(1, 81), c: port(2, 82, after('b')) }));
      expect([moves(done), done.report.refusals, await rules()]).toEqual([[], {}, ['1 81/81', '2 82/82']]);
      expect(undecided(done)).toEqual([expect.stringContaining('unless alicloud_vpc_traffic_mirror_filter_ingress_rule.a or a resource')]);
    });

    test('so it does: the plan is the same, and the apply is refused', async () => {
      const lifecycle = { create_before_destroy: true };
      await given(ingress({ a: port(1, 80, { lifecycle }), b: port(2, 81, { ...after('a'), lifecycle }) }));
      const failed = await played(ingress({ b: port(1, 81, { lifecycle }) }), 'failure');
      expect(failed.report.refusals).toEqual({ [TAKEN]: 1 });
      expect(undecided(failed)).toEqual([expect.stringContaining('has create_before_destroy')]);
    });
  });

  describe('rules that no resource is for', () => {
    const inline = stack({ ...mirrored, filters: { web: filter({ ingress_rules: [rule(1, 'TCP', '443/443')] }) } });
    const refused = ({ told }: Played): string[] =>
      told.refused.map(({ address, priority, holder }) => `${priority} ${address.split('.').pop()!} ${holder}`);

    test('inline rules that are no longer written keep their priority', async () => {
      await given(inline);
      const failed = await played(ingress({ https: port(1, 443) }), 'failure');
      expect([refused(failed), moves(failed), failed.report.refusals]).toEqual([['1 https undefined'], [], { [TAKEN]: 1 }]);
    });

    test('unless they are imported, or another priority is taken', async () => {
      await given(inline);
      const [{ id }] = (await life.account()).filters;
      const imported = { ...ingress({ https: port(1, 443) }), import: [{ to: `${INGRESS_RULE}.https`, id: `${id}:${await ruleId(1)}` }] };
      expect(refused(await played(imported))).toEqual([]);
      expect(refused(await played({ ...ingress({ https: port(1, 443), dns: port(2, 53) }) }))).toEqual([]);
    });

    test('without a refresh the state may list a rule that is gone', async () => {
      await given(ingress({ a: port(1, 80), b: port(2, 81) }));
      await played(ingress({ a: port(1, 80) }));
      const done = await played(ingress({ a: port(1, 80), c: port(2, 82) }), 'success', false);
      expect([refused(done), done.report.refusals]).toEqual([['2 c undefined'], {}]);
    });

    test('a session that leaves a filter with such rules for one without rules is no longer mirrored', async () => {
      const filters = { web: filter(), bare: filter({ traffic_mirror_filter_name: 'bare' }) };
      await given(inline);
      const moved = { web: { ...mirrored.sessions!.web, traffic_mirror_filter_id: `\${${FILTER}.bare.id}` } };
      const { told, report } = await played(stack({ filters, sessions: moved }));
      expect([report.blinded, told.effects.losses.map(({ source }) => source)]).toEqual([sources(2), sources(2)]);
    });
  });

  describe('the room of a filter, which is ten rules', () => {
    const some = (from: number, to: number, more: (i: number) => Arguments = () => ({})): Rules => Object.fromEntries(
      Array.from({ length: to - from + 1 }, (_, i) => [`r${from + i}`, port((from + i - 1) % 10 + 1, 80 + from + i, more(i))]),
    );
    const rooms = ({ told }: Played): string[] => told.effects.risks.filter(({ kind }) => kind === RiskKind.RULES).map(({ what }) => what);
    const egress = (rules_: Rules): object => stack({ ...mirrored, ingress: { r1: port(1, 81) }, egress: rules_ });

    test('an old and a new rule together: refused if the new one comes first', async () => {
      await given(ingress(some(1, 10)));
      await life.order({ action: CREATE }, { action: DELETE });
      const failed = await played(stack({ ...mirrored, ingress: some(1, 9), egress: { r1: port(1, 91) } }), 'failure');
      expect([rooms(failed), failed.report.refusals]).toEqual([[`${FILTER}.web`], { QuotaExceeded: 1 }]);
    });

    test('in place, or as many as fit: nothing is refused', async () => {
      await given(ingress(some(1, 7)));
      expect(rooms(await played(ingress(some(1, 10))))).toEqual([]);
      expect(rooms(await played(ingress(some(1, 10, () => ({ action: 'drop' })))))).toEqual([]);
      expect(rooms(await played(ingress(some(1, 7))))).toEqual([]);
      expect(rooms(await played(egress(some(2, 4))))).toEqual([]);
    });
  });

  test('the advice: free it in one apply, take it in the next one', async () => {
    await given(ingress({ a: port(1, 80), b: port(2, 81) }));
    const first = await played(ingress({ a: port(3, 80), b: port(2, 81) }));
    const second = await played(ingress({ a: port(3, 80), b: port(1, 81) }));
    const third = await played(ingress({ a: port(2, 80), b: port(1, 81) }));
    expect(
      [first, second, third].map((one) => [moves(one), one.report.refusals, one.report.darkened]),
    ).toEqual([1, 2, 3].map(() => [[], {}, []]));
    expect(await rules()).toEqual(['1 81/81', '2 80/80']);
  });

  test('the advice: names with the priority never exchange it', async () => {
    const named = (...ports: number[]): object =>
      ingress(Object.fromEntries(ports.map((number, i) => [`p${i + 1}`, port(i + 1, number, i > 0 ? after(`p${i}`) : {})])));
    await given(named(80, 81));
    const done = await played(named(53, 80, 81));
    expect([moves(done), undecided(done), done.report.refusals, await rules()]).toEqual([[], [], {}, ['1 53/53', '2 80/80', '3 81/81']]);
  });

  test('any change of three rules, with any dependencies: none is refused without a forecast', async () => {
    let seed = 13;
    const next = (below: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % below;
    };
    const names = ['a', 'b', 'c'];
    const random = (): Rules => {
      const free = [1, 2, 3];
      return Object.fromEntries(names.flatMap((name, i) => next(4) === 0 ? [] : [[name, port(
        free.splice(next(free.length), 1)[0], 80 + i, next(2) === 0 || i === 0 ? {} : { depends_on: [`${INGRESS_RULE}.${names[next(i)]}`] },
      )]]));
    };
    const whole = (some: Rules): Rules => Object.fromEntries(Object.entries(some).map(([name, { depends_on: on, ...body }]) =>
      [name, { ...body, ...Array.isArray(on) && on.every((one) => String(one).split('.')[1] in some) ? { depends_on: on } : {} }]));
    const seen = new Set<boolean>();
    for (let round = 0; round < 12; round++) {
      await life.reset();
      await given(ingress(whole(random())));
      const { report } = await played(ingress(whole(random())), 'any');
      seen.add(report.failed.length > 0);
    }
    expect([...seen].sort()).toEqual([false, true]);
  });
});
