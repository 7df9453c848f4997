import * as fc from 'fast-check';
import { documents, FILTER, Fixture, right, SESSION, stated } from './fixtures';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

const session = (f: Fixture) => f.terraform.resource[SESSION].web;

function run(change: (f: Fixture) => void) {
  const f = right();
  f.terraform.resource.alicloud_vpc = { v: {} };
  f.terraform.resource.alicloud_instance = { i: {} };
  f.terraform.resource.alicloud_ecs_network_interface = { e: {} };
  change(f);
  return runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
}

const ids = (change: (f: Fixture) => void) => run(change).findings.map((x) => `${x.severity} ${x.id} ${x.reason}`);

function source(id: unknown): (f: Fixture) => void {
  return (f) => {
    session(f).traffic_mirror_source_ids = id;
    f.statements.sessions[`${SESSION}.web`].sources = Object.fromEntries([id].flat().map((one) => [one, stated()]));
  };
}

/** What each text is the id of, by the rules of the service; written down by hand. */
const KINDS: readonly [text: string, kind: 'interface' | 'balancer' | 'filter' | 'other' | 'open'][] = [
  ['eni-bp1', 'interface'],
  ['${alicloud_ecs_network_interface.e.id}', 'interface'],
  ['${alicloud_instance.i.network_interface_id}', 'interface'],
  ['lb-bp1', 'balancer'], ['tmf-bp1', 'filter'], [`\${${FILTER}.web.id}`, 'filter'],
  ['i-bp1', 'other'],
  ['vpc-bp1', 'other'],
  ['alb-bp1', 'other'],
  ['', 'other'],
  ['web', 'other'],
  ['${alicloud_vpc.v.id}', 'other'],
  ['${alicloud_instance.i.id}', 'other'],
  ['${alicloud_instance.i.vpc_id}', 'other'],
  ['${data.alicloud_instances.a.ids[0]}', 'other'],
  ['${data.alicloud_instances.a.instances[0].id}', 'other'],
  ['${var.id}', 'open'], ['${data.alicloud_ecs_network_interfaces.a.ids[0]}', 'interface'], ['${alicloud_instance.i.some_text}', 'open'],
];

test('every literal and reference that is no network interface is refused as a source, and every other one is not', () => {
  fc.assert(fc.property(fc.constantFrom(...KINDS), ([text, kind]) => {
    const wrong = ids(source([text])).some((line) => line.startsWith('error TM108'));
    expect(wrong).toBe(kind !== 'interface' && kind !== 'open');
  }));
});

test('every literal and reference that is no filter is refused as a filter', () => {
  fc.assert(fc.property(fc.constantFrom(...KINDS), ([text, kind]) => {
    const wrong = ids((f) => { session(f).traffic_mirror_filter_id = text; }).some((line) => line.startsWith('error TM208'));
    expect(wrong).toBe(kind !== 'filter' && kind !== 'open');
  }));
});

test('every literal and reference that is neither interface nor load balancer is refused as a target, and proves nothing', () => {
  fc.assert(fc.property(fc.constantFrom(...KINDS), ([text, kind]) => {
    const result = run((f) => {
      session(f).traffic_mirror_target_id = text;
      session(f).traffic_mirror_target_type = kind === 'balancer' ? 'SLB' : 'NetworkInterface';
    });
    const wrong = result.findings.some((x) => x.id === 'TM401' && x.severity === 'error');
    expect(wrong).toBe(!['interface', 'balancer', 'open'].includes(kind));
    if (wrong) expect(result.passed.TM403).toBe(0);
  }));
});

test('an id of another kind has no findings of its family, MTU or address type', () => {
  const about = (change: (f: Fixture) => void) => ids(change).filter((line) => / TM10[23] | TM405 | TM701 /.test(line));
  const bare = (id: string) => (f: Fixture) => {
    session(f).traffic_mirror_source_ids = [id];
    f.statements.sessions[`${SESSION}.web`].sources = {};
  };
  for (const id of ['i-bp1', '${alicloud_vpc.v.id}', '']) expect(about(bare(id))).toEqual([]);
  expect(about(bare('eni-bp1'))).toEqual(['undecided TM102 notSpecified', 'undecided TM701 sourceMtu']);
  const aimed = (type: string, id: string) => (f: Fixture) => {
    f.terraform.resource.alicloud_nlb_load_balancer = { n: {} };
    Object.assign(session(f), { traffic_mirror_target_id: id, traffic_mirror_target_type: type });
    f.statements.sessions[`${SESSION}.web`].target = {};
  };
  expect(about(aimed('SLB', '${alicloud_nlb_load_balancer.n.id}'))).toEqual([]);
  expect(about(aimed('NetworkInterface', ''))).toEqual([]);
  expect(about(aimed('NetworkInterface', 'eni-bp1t'))).toEqual(['undecided TM103 notSpecified']);
});

test('fails TM108: no sources at all', () => {
  expect(ids(source([]))).toEqual(['error TM108 none']);
  expect(ids(source(undefined))).toContain('error TM108 none');
});

describe('TM108: an empty text among the sources, which crashes the provider', () => {
  /** Variables with defaults, and locals. */
  const VARIABLES = {
    none: { type: 'string' },
    empty: { type: 'string', default: '' },
    full: { type: 'string', default: 'eni-bp1' },
    list: { type: 'list(string)', default: ['eni-bp1', ''] },
    off: { type: 'bool', default: false },
    nothing: { type: 'string', default: null },
    object: { type: 'any', default: { ids: [''] } },
  };
  const LOCALS = { empty: '', list: ['eni-bp1', ''], given: '${var.empty}', of: { ids: '${var.list}' } };
  const found = (sources: unknown, more: object = {}): string[] => {
    const lines = ids((f) => {
      Object.assign(f.terraform, { variable: VARIABLES, locals: LOCALS });
      source(sources)(f);
      Object.assign(session(f), more);
    });
    return lines.filter((line) => line.includes(' TM108 '));
  };

  test.each<[unknown]>([
    [['']], [['eni-bp1', '']], [''], [['${""}']], [['${local.empty}']], ['${local.list}'], [['${local.list[1]}']],
    [['${join("", [])}']], [['${trimspace("  ")}']], [['${replace("x", "x", "")}']], [['${lookup({}, "a", "")}']],
    [['${true ? "" : "eni-bp1"}']], ['${["eni-bp1", ""]}'], ['${split(",", "eni-bp1,")}'], ['${concat(["eni-bp1"], [""])}'],
    ['${toset([""])}'], ['${[for x in ["a"] : ""]}'],
    [['eni-bp1', '${element(["", "eni-bp2"], 0)}']], ['${distinct(["", ""])}'], ['${flatten([[""], ["eni-bp1"]])}'],
    // One of them is surely empty, whatever the variable is.
    [['${var.empty}', '']],
  ])('%j is refused', (sources) => {
    expect(found(sources)).toEqual(['error TM108 empty']);
  });

  test.each<[unknown, string]>([
    [['${var.empty}'], 'var.empty'], [['eni-bp1', '${var.empty}'], 'var.empty'], ['${var.list}', 'var.list'],
    [['${var.list[1]}'], 'var.list'],
    ['${concat(var.list, ["eni-bp2"])}', 'var.list'], [['${var.off ? "eni-bp1" : ""}'], 'var.off'], [['${local.given}'], 'var.empty'],
    ['${local.of.ids}', 'var.list'], ['${var.object.ids}', 'var.object'], [['${trimspace(var.empty)}'], 'var.empty'],
    [['${join(",", [var.empty])}'], 'var.empty'],
  ])('%j is refused if %s keeps its default', (sources, variable) => {
    expect(found(sources)).toEqual(['warning TM108 emptyByDefault']);
    const { findings } = run((f) => {
      Object.assign(f.terraform, { variable: VARIABLES, locals: LOCALS });
      source(sources)(f);
    });
    expect(findings.find(({ reason }) => reason === 'emptyByDefault')!.parameters).toMatchObject({ variables: [variable] });
  });

  test.each<[unknown, object]>([
    [['${var.full}'], {}], [['${var.none}'], {}], [['${var.nothing}'], {}], ['${compact(var.list)}', {}],
    ['${compact(["eni-bp1", ""])}', {}], ['${[for id in var.list : id if id != ""]}', {}], [['${var.off ? "" : "eni-bp1"}'], {}],
    [['${data.alicloud_instances.a.ids[0]}'], {}],
    [['${coalesce(var.empty, "eni-bp1")}'], {}],
    // The same default turns the session off.
    [['${var.empty}'], { count: '${var.empty == "" ? 0 : 1}' }],
    [['${var.empty}'], { count: '${length(data.alicloud_instances.a.ids)}' }],
  ])('%j with %j is not', (sources, more) => {
    expect(found(sources, more).filter((line) => line.includes('empty'))).toEqual([]);
  });
});
