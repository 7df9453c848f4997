import { closeSync, openSync, statSync, writeSync } from 'fs';
import type { Extent } from './extent';
import type { PlanMeasured, PlanWay } from './plan-workload';
import { median, progress, table, Workload } from './workloads';

const PER_FILTER = 1_000;
const PER_TARGET = 200;
/** Of so many sessions, a plan changes the list of sources of one. */
const PER_CHANGED = 20;

const GIGABYTE = 1e9;
/** Seconds and bytes that a plan of this size may take on two cores. */
const BUDGET = { check: 5, both: 7, memory: GIGABYTE };

type Kind = 'new' | 'changed';
const kindsOf = (sessions: number): Record<Kind, string> => ({
  new: 'creates all', changed: `changes the sources of ${(sessions / PER_CHANGED).toLocaleString('en')}`,
});
const WAYS: PlanWay[] = ['parse', 'check', 'forecast'];

const SESSION = 'alicloud_vpc_traffic_mirror_session';
const FILTER = 'alicloud_vpc_traffic_mirror_filter';
const RULE = 'alicloud_vpc_traffic_mirror_filter_ingress_rule';
const PROVIDER = 'registry.terraform.io/aliyun/alicloud';

interface Planned {
  readonly type: string;
  readonly name: string;
  readonly values: Record<string, unknown>;
  readonly unknown: Record<string, unknown>;
  /** What is there now; nothing if it is new. */
  readonly before?: Record<string, unknown>;
  readonly expressions: Record<string, unknown>;
}

const constant = (value: unknown) => ({ constant_value: value });
const reference = (address: string) => ({ references: [`${address}.id`, address] });

function* resources(kind: Kind, sessions: number): Generator<Planned> {
  const made = (
    type: string,
    name: string,
    values: Record<string, unknown>,
    expressions: Record<string, unknown>,
    later: Record<string, unknown> = {},
  ): Planned =>
    kind === 'new'
      ? { type, name, values, unknown: { id: true, status: true, ...later }, expressions }
      : {
        type,
        name,
        values: { ...values, id: `${name}-id`, status: 'Created' },
        unknown: {},
        before: { ...values, id: `${name}-id`, status: 'Created' },
        expressions,
      };
  const filters = Math.ceil(sessions / PER_FILTER);
  for (let f = 0; f < filters; f++) {
    yield made(
      FILTER,
      `f${f}`,
      {
        dry_run: null,
        egress_rules: [],
        ingress_rules: [],
        tags: null,
        timeouts: null,
        traffic_mirror_filter_description: null,
        traffic_mirror_filter_name: `f${f}`,
      },
      { traffic_mirror_filter_name: constant(`f${f}`) },
    );
  }
  for (let f = 0; f < filters; f++) {
    const filter = kind === 'new' ? {} : { traffic_mirror_filter_id: `f${f}-id` };
    const rule = {
      action: 'accept',
      destination_cidr_block: '0.0.0.0/0',
      destination_port_range: '443/443',
      priority: 1,
      protocol: 'TCP',
      source_cidr_block: '0.0.0.0/0',
      source_port_range: '-1/-1',
    };
    yield made(
      RULE,
      `r${f}`,
      { ...rule, ...filter, dry_run: null, timeouts: null },
      {
        ...Object.fromEntries(Object.entries(rule).map(([k, v]) => [k, constant(v)])),
        traffic_mirror_filter_id: reference(`${FILTER}.f${f}`),
      },
      { traffic_mirror_filter_id: true },
    );
  }
  for (let s = 0; s < sessions; s++) {
    const f = Math.floor(s / PER_FILTER);
    const written = {
      enabled: true,
      priority: s + 1,
      traffic_mirror_session_name: `web-${s}`,
      traffic_mirror_source_ids: [`eni-bp1source${s}`],
      traffic_mirror_target_id: `lb-bp1target${Math.floor(s / PER_TARGET)}`,
      traffic_mirror_target_type: 'SLB', virtual_network_id: s + 1,
    };
    const filter = kind === 'new' ? {} : { traffic_mirror_filter_id: `f${f}-id` };
    const values = {
      ...written,
      ...filter,
      dry_run: null,
      packet_length: null,
      tags: null,
      timeouts: null,
      traffic_mirror_session_description: null,
    };
    const one = made(
      SESSION,
      `s${s}`,
      values,
      {
        ...Object.fromEntries(Object.entries(written).map(([k, v]) => [k, constant(v)])),
        traffic_mirror_filter_id: reference(`${FILTER}.f${f}`),
      },
      { traffic_mirror_filter_id: true },
    );
    if (kind === 'changed' && s < sessions / PER_CHANGED) {
      const sources = [`eni-bp1source${s}`, `eni-bp1more${s}`];
      yield {
        ...one,
        values: { ...one.values, traffic_mirror_source_ids: sources },
        expressions: { ...one.expressions, traffic_mirror_source_ids: constant(sources) },
      };
    } else {
      yield one;
    }
  }
}

/** Writes a plan as `terraform show -json` prints it, with all its parts. */
function writePlan(file: string, kind: Kind, sessions: number): void {
  const handle = openSync(file, 'w');
  const write = (text: string) => writeSync(handle, text);
  const list = (row: (planned: Planned) => object | undefined) => {
    let separator = '';
    for (const planned of resources(kind, sessions)) {
      const text = row(planned);
      if (text === undefined) continue;
      write(separator + JSON.stringify(text));
      separator = ',';
    }
  };
  const head = ({ type, name }: Planned) => ({ address: `${type}.${name}`, mode: 'managed', type, name });
  const held = (values: object) => ({ provider_name: PROVIDER, schema_version: 0, values, sensitive_values: {} });
  write('{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{"resources":[');
  list((p) => ({ ...head(p), ...held(p.values) }));
  write(']}},"resource_changes":[');
  list((p) => ({
    ...head(p), provider_name: PROVIDER,
    change: {
      actions: [p.before === undefined ? 'create' : JSON.stringify(p.before) === JSON.stringify(p.values) ? 'no-op' : 'update'],
      before: p.before ?? null,
      after: p.values,
      after_unknown: p.unknown,
      before_sensitive: p.before === undefined ? false : {},
      after_sensitive: {},
    },
  }));
  write(']');
  if (kind === 'changed') {
    write(',"prior_state":{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{"resources":[');
    list((p) => p.before && { ...head(p), ...held(p.before) });
    write(']}}}');
  }
  write(
    `,"configuration":{"provider_config":{"alicloud":{"name":"alicloud","full_name":"${PROVIDER}","version_constraint":"1.289.0","expressions":{"region":{"constant_value":"cn-hangzhou"}}}},"root_module":{"resources":[`,
  );
  list((p) => ({ ...head(p), provider_config_key: 'alicloud', expressions: p.expressions, schema_version: 0 }));
  write(']}},"timestamp":"2026-11-27T00:00:00Z","applyable":true,"complete":true,"errored":false}\n');
  closeSync(handle);
}

/** The command over plans, against JSON.parse of their files. */
export function benchPlans(rounds: number, { sessions }: Extent): void {
  const titles = kindsOf(sessions);
  const workload = new Workload<PlanMeasured>('plan-workload', 'library');
  const runs = new Map<string, PlanMeasured[]>();
  const of = (kind: Kind, way: PlanWay): PlanMeasured[] => runs.get(`${kind} ${way}`) ?? [];
  const sizes = new Map<Kind, number>();
  const kinds = Object.keys(titles) as Kind[];
  try {
    for (const kind of kinds) {
      writePlan(workload.file(`${kind}.json`), kind, sessions);
      sizes.set(kind, statSync(workload.file(`${kind}.json`)).size);
    }
    for (let round = 1; round <= rounds; round++) {
      for (const kind of kinds) {
        for (const way of WAYS) {
          progress(`round ${round} of ${rounds}: a plan that ${titles[kind]}, ${way}`);
          const measured = workload.run(way, workload.file(`${kind}.json`));
          const expected = way === 'forecast' && kind === 'new' ? 0 : sessions;
          if (way !== 'parse' && parseInt(measured.summary.replace(/,/g, ''), 10) !== expected) {
            throw new Error(`${way} of a plan that ${titles[kind]}: ${measured.summary} (${measured.code})`);
          }
          runs.set(`${kind} ${way}`, [...of(kind, way), measured]);
        }
      }
    }
  } finally {
    workload.end();
  }
  const against = (kind: Kind, way: PlanWay, pick: (m: PlanMeasured) => number) =>
    median(of(kind, way).map((m, i) => pick(m) / pick(of(kind, 'parse')[i]))).toFixed(2);
  process.stdout.write(
    `Plans of ${sessions.toLocaleString('en')} sessions, against reading the file and JSON.parse in a process that has loaded the same modules:\n\n`,
  );
  table(['', 'file', ...WAYS.slice(1).flatMap((way) => [`${way}: CPU time`, `${way}: peak memory`])], kinds.map((kind) => [
    `a plan that ${titles[kind]}`,
    `${Math.round(sizes.get(kind)! / 1024 / 1024)} MiB`,
    ...WAYS.slice(1).flatMap((way) => [against(kind, way, (m) => m.cpu), against(kind, way, (m) => m.memory)]),
  ]));
  const cpu = (kind: Kind, way: PlanWay) => median(of(kind, way).map((m) => m.cpu)) / 1_000;
  const verdict = (value: number, most: number) => value <= most ? 'within' : 'above';
  process.stdout.write(
    `CPU time and peak memory against the budget: check ${BUDGET.check} s, check and forecast ${BUDGET.both} s, each ${BUDGET.memory / GIGABYTE} GB:\n\n`,
  );
  table(['', 'check', 'forecast', 'check and forecast', 'time', 'memory'], kinds.map((kind) => {
    const [check, both] = [cpu(kind, 'check'), cpu(kind, 'check') + cpu(kind, 'forecast')];
    const most = Math.max(...[...of(kind, 'check'), ...of(kind, 'forecast')].map((m) => m.memory));
    return [
      `a plan that ${titles[kind]}`, `${check.toFixed(1)} s`, `${(both - check).toFixed(1)} s`, `${both.toFixed(1)} s`,
      check > BUDGET.check ? 'above' : verdict(both, BUDGET.both), verdict(most, BUDGET.memory),
    ];
  }));
  const seconds = (kind: Kind, way: PlanWay) => (median(of(kind, way).map((m) => m.elapsed)) / 1_000).toFixed(1);
  const peak = (kind: Kind, way: PlanWay) => Math.round(median(of(kind, way).map((m) => m.memory)) / 1024 / 1024);
  process.stdout.write('By the clock of this machine, whatever else it does:\n\n');
  table(
    ['', ...WAYS.map((way) => (way === 'parse' ? 'JSON.parse' : way))],
    kinds.map((kind) => [`a plan that ${titles[kind]}`, ...WAYS.map((way) => `${seconds(kind, way)} s, ${peak(kind, way)} MiB`)]),
  );
}
