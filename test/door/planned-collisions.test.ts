// Collisions of a planned session with sessions that the plan does not change: forgotten ones, and under --changed-only unchanged ones.
import { writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryFolder } from '../support/app';
import { run } from '../../src/cli/run';

const SESSION = 'alicloud_vpc_traffic_mirror_session';
const FILTER = 'alicloud_vpc_traffic_mirror_filter';
const INGRESS = 'alicloud_vpc_traffic_mirror_filter_ingress_rule';

type Values = Readonly<Record<string, unknown>>;
interface Row {
  readonly address: string;
  readonly actions: readonly string[];
  readonly values: Values;
  /** By argument, the resource that the configuration refers to. */
  readonly refers?: Readonly<Record<string, string>>;
}

const session = (name: string, actions: readonly string[], more: Values = {}): Row => ({
  address: `${SESSION}.${name}`, actions, values: {
    traffic_mirror_source_ids: [`eni-bp1${name}`],
    traffic_mirror_target_id: 'eni-bp1sensor',
    traffic_mirror_target_type: 'NetworkInterface',
    traffic_mirror_filter_id: 'tmf-bp1web', priority: 10 + name.charCodeAt(0), virtual_network_id: 10 + name.charCodeAt(0), enabled: true,
    traffic_mirror_session_name: `session-${name}`, ...more,
  },
});

function planFile(...rows: Row[]): string {
  const resources = rows.map(({ address, values, refers = {} }) => {
    const [type, name] = address.split('.');
    return {
      address,
      mode: 'managed',
      type,
      name,
      provider_config_key: 'alicloud',
      expressions: Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
          key,
          key in refers ? { references: [`${refers[key]}.id`, refers[key]] } : { constant_value: value },
        ]),
      ),
    };
  });
  const changes = rows.map(({ address, actions, values }) => {
    const [type, name] = address.split('.');
    const [creates, goes] = [String(actions) === 'create', ['delete', 'forget'].includes(String(actions))];
    return {
      address,
      mode: 'managed',
      type,
      name,
      change: {
        actions,
        before: creates ? null : { id: `id-${name}`, ...values },
        after: goes ? null : values,
        after_unknown: {},
        before_sensitive: {},
        after_sensitive: {},
      },
    };
  });
  const file = join(temporaryFolder(), 'plan.json');
  writeFileSync(file, JSON.stringify({
    format_version: '1.2', terraform_version: '1.11.4', complete: true, planned_values: {}, resource_changes: changes,
    configuration: {
      provider_config: {
        alicloud: {
          name: 'alicloud',
          full_name: 'registry.terraform.io/aliyun/alicloud',
          version_constraint: '1.289.0',
          expressions: { region: { constant_value: 'cn-hangzhou' } },
        },
      },
      root_module: { resources: resources.filter((_, i) => String(rows[i].actions) !== 'forget') },
    },
  }));
  return file;
}

interface Ran {
  readonly code: number;
  readonly errors: readonly string[];
}

function check(...args: string[]): Ran {
  const lines: string[] = [];
  const code = run(['check', '--out', 'json', ...args], { out: (line) => lines.push(line), error: () => undefined });
  const errors = JSON.parse(lines.join('\n')).findings.filter((f: any) => f.severity === 'error').map((f: any) => `${f.id} ${f.address}`);
  return { code, errors };
}

const clash = (kind: string): Values => kind === 'priority' ? { priority: 77 } : { traffic_mirror_source_ids: ['eni-bp1same'] };
const COLLISIONS = [['priority', 'TM304'], ['source', 'TM301']] as const;

describe('a session that Terraform forgets keeps its numbers and sources', () => {
  test.each(COLLISIONS)('a new session with its %s is an error, whatever the order', (kind, id) => {
    for (const [first, second] of [['a', 'z'], ['z', 'a']]) {
      const { code, errors } = check(planFile(session(first, ['create'], clash(kind)), session(second, ['forget'], clash(kind))));
      expect([code, errors]).toEqual([1, [`${id} ${SESSION}.${first}`]]);
    }
  });

  test.each(COLLISIONS)('also if the plan of another stack forgets it (%s)', (kind, id) => {
    const [own, other] = [planFile(session('a', ['create'], clash(kind))), planFile(session('z', ['forget'], clash(kind)))];
    for (const inputs of [[`a=${own}`, `b=${other}`], [`b=${other}`, `a=${own}`]]) {
      expect(check(...inputs, '--account', '1234567890123456')).toEqual({ code: 1, errors: [`${id} ${SESSION}.a`] });
    }
  });

  test('a finding about a shared target is reported at the session that can be changed', () => {
    const target = { traffic_mirror_target_id: 'eni-bp1source' };
    const both = [session('a', ['create'], target), session('z', ['forget'], target)];
    const mirrors = session('m', ['no-op'], { traffic_mirror_source_ids: ['eni-bp1source'] });
    expect(check(planFile(...both, mirrors)).errors).toEqual([`TM302 ${SESSION}.a`]);
    // Even if only the forgotten session sends to it.
    expect(check(planFile(session('z', ['forget'], target), { ...mirrors, actions: ['create'] })).errors).toEqual([`TM302 ${SESSION}.m`]);
  });
});

describe('--changed-only', () => {
  const faulty = { traffic_mirror_source_ids: ['eni-bp1twice', 'eni-bp1twice'] };

  test.each(COLLISIONS)('counts a collision that the plan causes, whichever session it is reported at (%s)', (kind) => {
    for (const [created, unchanged] of [['a', 'z'], ['z', 'a']]) {
      const file = planFile(
        ...[session(created, ['create'], clash(kind)), session(unchanged, ['no-op'], clash(kind))].sort((a, b) =>
          a.address < b.address ? -1 : 1,
        ),
      );
      expect(check(file, '--changed-only').code).toBe(1);
    }
    const old = planFile(session('a', ['no-op'], clash(kind)), session('b', ['no-op'], clash(kind)), session('c', ['create']));
    expect([check(old).code, check(old, '--changed-only').code]).toEqual([1, 0]);
  });

  test('counts a finding of a resource that is created, updated or replaced, and of no other', () => {
    const code = (actions: readonly string[]): number =>
      check(planFile(session('a', ['no-op']), session('b', actions, faulty)), '--changed-only').code;
    expect([['no-op'], ['create'], ['update'], ['delete', 'create'], ['create', 'delete']].map(code)).toEqual([0, 1, 1, 1, 1]);
  });

  test('counts a finding about the whole app', () => {
    const rows = [session('a', ['no-op']), session('b', ['no-op'])];
    expect(check(planFile(...rows), '--changed-only', '--quota', 'cn-hangzhou:sessionsPerRegion=1')).toEqual({
      code: 1,
      errors: ['TM502 undefined'],
    });
    expect(check(planFile(...rows), '--changed-only').code).toBe(0);
  });

  test('counts the session that makes a filter used by too many', () => {
    const quota = ['--changed-only', '--quota', 'cn-hangzhou:sessionsPerFilter=1'];
    expect(check(planFile(session('a', ['create']), session('z', ['no-op'])), ...quota).code).toBe(1);
    expect(
      check(
        planFile(session('a', ['no-op']), session('z', ['no-op']), session('b', ['create'], { traffic_mirror_filter_id: 'tmf-bp1other' })),
        ...quota,
      ).code,
    ).toBe(0);
  });

  test.each([['a', 'b'], ['b', 'a']])('counts a rule whose priority another rule has (%s is new)', (created, unchanged) => {
    const values = {
      traffic_mirror_filter_id: 'tmf-bp1own',
      priority: 1,
      protocol: 'TCP',
      rule_action: 'accept',
      source_cidr_block: '0.0.0.0/0',
      destination_cidr_block: '0.0.0.0/0',
      source_port_range: '-1/-1',
      destination_port_range: '443/443',
    };
    const rule = (name: string, actions: readonly string[]): Row => ({
      address: `${INGRESS}.${name}`,
      actions,
      values,
      refers: { traffic_mirror_filter_id: `${FILTER}.own` },
    });
    const filter: Row = {
      address: `${FILTER}.own`,
      actions: ['no-op'],
      values: { id: 'tmf-bp1own', traffic_mirror_filter_name: 'own-filter' },
    };
    const file = (...actions: string[][]) =>
      planFile(
        filter,
        ...[rule(created, actions[0]), rule(unchanged, actions[1])].sort((x, y) => (x.address < y.address ? -1 : 1)),
        session('s', ['create']),
      );
    expect(check(file(['create'], ['no-op']), '--changed-only')).toMatchObject({ code: 1, errors: [`TM203 ${INGRESS}.b`] });
    expect(check(file(['no-op'], ['no-op']), '--changed-only')).toMatchObject({ code: 0, errors: [`TM203 ${INGRESS}.b`] });
  });
});
