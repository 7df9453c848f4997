// Sessions that are written alike are checked together: the outcomes are those of each session alone.
import * as fc from 'fast-check';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel, SESSION_TYPE } from '../../src/model/mirror-model';
import { sessionForms, sourceForms } from '../../src/model/session-forms';
import { played } from '../support/runs';

const FILTER = 'alicloud_vpc_traffic_mirror_filter';
const optional = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);

const source = fc.record({
  id: fc.constantFrom('eni-1', 'eni-2', 'eni-3', 'eni-4', 'i-5', '', '${alicloud_ecs_network_interface.a.id}', '${var.source}'),
  statement: fc.option(
    fc.record({
      instanceType: optional('ecs.g7.large', 'ecs.t1.small', 'nonsense'), mtu: optional(1400, 1500, 8500),
      regionId: optional('cn-hangzhou', 'cn-beijing'), serviceManaged: optional(true, false), ipv6Addresses: optional(0, 1),
    }),
    { nil: undefined },
  ),
});
const session = fc.record({
  sources: fc.oneof(
    { weight: 8, arbitrary: fc.array(source, { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant('${var.sources}') },
  ),
  body: fc.record({
    traffic_mirror_filter_id: fc.constantFrom(`\${${FILTER}.f.id}`, `\${${FILTER}.f.id}`, 'tmf-1', 'vpc-1'),
    traffic_mirror_target_id: fc.constantFrom('lb-1', 'eni-9', 'eni-1'),
    traffic_mirror_target_type: optional('SLB', 'NetworkInterface', '${var.type}'),
    enabled: optional<unknown>(true, true, true, false, '${var.on}', '${count.index == 0}'),
    packet_length: optional<unknown>(1400, 9000, 1, '${var.length}'),
    dry_run: optional<unknown>(true, false, '${var.dry}'), priority: fc.integer({ min: 1, max: 4 }),
    provider: optional('alicloud.other'),
    virtual_network_id: fc.integer({ min: 0, max: 3 }), count: optional<unknown>(undefined, undefined, undefined, 0, 2, '${var.count}'),
    lifecycle: optional<unknown>({ create_before_destroy: true }, { ignore_changes: ['priority'] }, { prevent_destroy: true }),
  }),
  targetStatement: fc.option(fc.record({ mtu: optional(1500, 8500), serviceManaged: optional(true, false) }), { nil: undefined }),
});
type Given = typeof session extends fc.Arbitrary<infer S> ? S : never;

const TRAITS = ['instanceType', 'mtu', 'regionId', 'serviceManaged', 'ipv6Addresses'] as const;

/** Sessions of which each differs from the first in at most one place. */
const variants = fc.array(fc.tuple(fc.nat(), session), { minLength: 1, maxLength: 4 });
const sessions = fc.tuple(session, variants).map(([first, others]): Given[] => {
  const names = ['sources', 'targetStatement', 'known', 'known', 'known', 'known', ...Object.keys(first.body)];
  return [first, ...others.map(([at, other]): Given => {
    const name = names[at % names.length];
    if (name === 'known') {
      if (!Array.isArray(first.sources)) return first;
      const trait = TRAITS[at % TRAITS.length];
      const value = Array.isArray(other.sources) ? other.sources[0]?.statement?.[trait] : undefined;
      return { ...first, sources: first.sources.map(({ id, statement }) => ({ id, statement: { ...statement!, [trait]: value } })) };
    }
    if (name === 'sources' || name === 'targetStatement') return { ...first, [name]: other[name] };
    return { ...first, body: { ...first.body, [name]: other.body[name as keyof Given['body']] } };
  })];
});

/** @param apart writes an argument that no check reads, so that no two sessions are alike */
function modelOf(given: readonly Given[], apart: boolean): MirrorModel {
  const defined = (object: object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
  const document: StackDocument = {
    path: 'app', folder: 'app',
    terraform: {
      provider: { alicloud: [{ region: 'cn-hangzhou' }, { alias: 'other', region: 'cn-beijing' }] },
      variable: { source: {}, sources: {}, type: {}, on: {}, length: {}, dry: {}, count: {} },
      resource: {
        [FILTER]: { f: {} },
        alicloud_ecs_network_interface: { a: {} },
        [SESSION_TYPE]: Object.fromEntries(given.map(({ sources, body }, i) => [`s${i}`, defined({
          ...body, ...apart && { resource_group_id: `rg-${i}` },
          traffic_mirror_source_ids: typeof sources === 'string' ? sources : sources.map(({ id }) => id),
        })])),
      },
    },
    statements: {
      version: 1,
      sessions: Object.fromEntries(given.map(({ sources, targetStatement }, i) => [`${SESSION_TYPE}.s${i}`, {
        sources: typeof sources === 'string' ? undefined
          : Object.fromEntries(sources.flatMap(({ id, statement }) => statement ? [[id, defined(statement)]] : [])),
        target: targetStatement && defined(targetStatement),
      }])),
    },
  };
  return new MirrorModel([document]);
}

function outcomesOf(model: MirrorModel, edition: MirrorEdition) {
  const { findings, passed, wouldAdd, wouldNotHold } = runChecks(model, edition);
  return { findings: findings.map((f) => JSON.stringify(f)).sort(), passed, wouldAdd, wouldNotHold };
}

test.each(Object.values(MirrorEdition))('the outcomes of sessions alike are those of each alone, edition %s', (edition) => {
  let together = 0;
  fc.assert(fc.property(sessions, (given) => {
    const [alike, apart] = [modelOf(given, false), modelOf(given, true)];
    expect(sourceForms(apart)).toHaveLength(apart.sessions.length);
    expect(sourceForms(alike).flatMap((form) => form.sessions).sort((a, b) => a.path < b.path ? -1 : 1)).toEqual(
      [...alike.sessions].sort((a, b) => a.path < b.path ? -1 : 1),
    );
    together += alike.sessions.length - sessionForms(alike).length;
    expect(outcomesOf(alike, edition)).toEqual(outcomesOf(apart, edition));
  }), played(250, 1));
  expect(together).toBeGreaterThan(100);
});

test.each(TRAITS)('sources that differ in %s are apart', (trait) => {
  const values = { instanceType: 'ecs.g7.large', mtu: 1500, regionId: 'cn-hangzhou', serviceManaged: false, ipv6Addresses: 0 };
  const base = { traffic_mirror_filter_id: 'tmf-1', traffic_mirror_target_id: 'lb-1', enabled: true };
  const given = [values, values, { ...values, [trait]: undefined }].map((statement, i) => ({
    sources: [{ id: `eni-${i}`, statement }], body: { ...base, priority: i + 1, virtual_network_id: i + 1 }, targetStatement: undefined,
  }));
  const model = modelOf(given as unknown as Given[], false);
  expect(sessionForms(model).map((form) => form.sessions.length)).toEqual([3]);
  expect(sourceForms(model).map((form) => [form.sessions.length, form.traits?.[trait]])).toEqual([[2, values[trait]], [1, undefined]]);
});
