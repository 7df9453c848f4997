// Attachments of interfaces count alike in every check, wherever the app writes them.
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { findingOf } from '../../src/checks/found';
import { MirrorModel } from '../../src/model/mirror-model';
import { remoteState, withState } from '../model/documents';
import { FILTER, INBOUND, rule, SESSION } from './fixtures';
import '../support/recorded-inputs';

const ATTACHMENT = 'alicloud_ecs_network_interface_attachment';
const BLOCK = 'alicloud_instance';
const DYNAMIC = 'a dynamic block of alicloud_instance';

interface Case {
  readonly eni: 'resource' | 'id';
  /** A resource, or a block of the instance. */
  readonly by: typeof ATTACHMENT | typeof BLOCK | typeof DYNAMIC;
  readonly in: 'net' | 'other';
}

const CASES: Case[] = (['resource', 'id'] as const).flatMap((eni) =>
  ([ATTACHMENT, BLOCK, DYNAMIC] as const).flatMap((by) => (['net', 'other'] as const).map((stack): Case => ({ eni, by, in: stack }))),
);
const named = (c: Case) => `an interface by ${c.eni}, attached by ${c.by} in stack ${c.in}`;

/** Terraform arguments in addition to those of the case. */
interface More {
  readonly attachment?: object;
  readonly session?: object;
  readonly net?: object;
  readonly second?: object;
}

/** The session is in the stack `net` with the interface of the resource. The instance is in the stack that attaches. */
function found(c: Case, instanceType: string, role: 'source' | 'sibling' | 'target', more: More = {}): Record<string, string[]> {
  const written = c.eni === 'id' ? 'eni-bp1x' : '${alicloud_ecs_network_interface.x.id}';
  const there = c.in === 'net' || c.eni === 'id' ? written : '${data.terraform_remote_state.net.outputs.x}';
  const instance = { instance_type: instanceType, vswitch_id: 'vsw-bp1a', security_groups: ['sg-bp1a'] };
  const inline = {
    [BLOCK]: { network_interfaces: { network_interface_id: there } },
    [DYNAMIC]: {
      dynamic: { network_interfaces: { for_each: { x: there }, iterator: 'eni', content: { network_interface_id: '${eni.value}' } } },
    },
  };
  const attaching: any =
    c.by === ATTACHMENT
      ? {
        alicloud_instance: { machine: instance },
        [ATTACHMENT]: {
          x: { network_interface_id: there, instance_id: '${alicloud_instance.machine.id}', ...more.attachment },
          ...more.second,
        },
      }
      : { alicloud_instance: { machine: { ...instance, ...inline[c.by] } } };
  const machine =
    c.in === 'net' ? '${alicloud_instance.machine.network_interface_id}' : '${data.terraform_remote_state.other.outputs.machine}';
  const target = role === 'target' ? written : role === 'sibling' ? machine : 'eni-bp1t';
  const session = {
    priority: 1,
    enabled: true,
    virtual_network_id: 7,
    traffic_mirror_filter_id: `\${${FILTER}.f.id}`,
    traffic_mirror_source_ids: [role === 'target' ? 'eni-bp1s' : written],
    traffic_mirror_target_id: target,
    traffic_mirror_target_type: 'NetworkInterface',
    ...more.session,
  };
  const states = (name: string) => ({ data: { terraform_remote_state: { [name]: remoteState(name) } } });
  const net = withState('net', {
    ...(role === 'sibling' && c.in === 'other' && states('other')),
    ...more.net,
    resource: {
      ...(c.eni === 'resource' && { alicloud_ecs_network_interface: { x: { vswitch_id: 'vsw-bp1a', security_group_ids: ['sg-bp1a'] } } }),
      [FILTER]: { f: {} },
      [INBOUND]: { r: rule(1, { traffic_mirror_filter_id: `\${${FILTER}.f.id}` }) },
      [SESSION]: { s: session },
      ...(c.in === 'net' && attaching),
    },
    output: { x: { value: written } },
  });
  const other = withState('other', {
    ...(c.eni === 'resource' && c.in === 'other' && states('net')),
    ...(c.in === 'other' && { resource: attaching }),
    output: { machine: { value: '${alicloud_instance.machine.network_interface_id}' } },
  });
  const { findings, passed } = runChecks(new MirrorModel([net, other]), MirrorEdition.EDITION_2023);
  const lines = (id: string) =>
    findings
      .filter((f) => f.id === id)
      .map((f) => findingOf(f))
      .map((f) => `${f.severity} ${f.problem} / ${f.fix}`);
  return Object.fromEntries(
    ['TM102', 'TM103', 'TM309', 'TM409'].map((id) => [id, lines(id).length > 0 || !passed[id] ? lines(id) : ['passed']]),
  );
}

describe.each(CASES.map((c) => [named(c), c] as const))('%s', (_, c) => {
  test('TM102 and TM103: the family is that of its instance', () => {
    expect(found(c, 'ecs.g7.large', 'source').TM102).toEqual(['passed']);
    expect(found(c, 'ecs.g5.large', 'source').TM102).toEqual([expect.stringMatching(/^error .* ecs\.g5\.large/)]);
    expect(found(c, 'ecs.g7.large', 'target').TM103).toEqual(['passed']);
    expect(found(c, 'ecs.g5.large', 'target').TM103).toEqual([expect.stringMatching(/^\w+ .* ecs\.g5\.large/)]);
    expect(found(c, '${var.type}', 'source').TM102).toEqual([expect.stringMatching(/^undecided /)]);
  });

  test.each(['source', 'target'] as const)('TM309: the session waits for it as a %s, after the fix that it names', (role) => {
    const [line] = found(c, 'ecs.g7.large', role).TM309;
    expect(line).toMatch(/^warning /);
    if (c.in === 'other') {
      if (c.by !== ATTACHMENT) expect(line).toContain('Apply the stack of other/alicloud_instance.machine first');
      expect(
        found(c, 'ecs.g7.large', role, { net: { data: { terraform_remote_state: { other: remoteState('other') } } } }).TM309,
      ).not.toContain(line);
      return;
    }
    const dependsOn = c.by !== ATTACHMENT ? { depends_on: ['alicloud_instance.machine'] } : undefined;
    expect(line).toContain(
      dependsOn ? 'Write depends_on = ["alicloud_instance.machine"] in the session.' : `Pass net/${ATTACHMENT}.x instead`,
    );
    const through = `\${${ATTACHMENT}.x.network_interface_id}`;
    const fixed = dependsOn ?? (role === 'source' ? { traffic_mirror_source_ids: [through] } : { traffic_mirror_target_id: through });
    expect(found(c, 'ecs.g7.large', role, { session: fixed }).TM309.join()).not.toContain('warning');
    if (dependsOn) return;
    const byLocal = role === 'source' ? { traffic_mirror_source_ids: '${[local.eni]}' } : { traffic_mirror_target_id: '${local.eni}' };
    expect(found(c, 'ecs.g7.large', role, { session: byLocal, net: { locals: { eni: through } } }).TM309.join()).not.toContain('warning');
  });

  test('TM409: it is an interface of the sensor', () => {
    expect(found(c, 'ecs.g7.large', 'sibling').TM409).toEqual([
      expect.stringMatching(/^warning .*packets that the sensor sends over a source are copied back/),
    ]);
  });
});

describe('attachments that perhaps exist', () => {
  const perhaps: Case = { eni: 'resource', by: ATTACHMENT, in: 'net' };
  const on = { count: '${var.on ? 1 : 0}' };
  const elsewhere = (instance: string) => ({
    second: { y: { network_interface_id: '${alicloud_ecs_network_interface.x.id}', instance_id: instance, count: '${var.on ? 0 : 1}' } },
  });
  test('TM409 is undecided', () => {
    expect(found(perhaps, 'ecs.g7.large', 'sibling', { attachment: on }).TM409).toEqual([
      expect.stringMatching(/^undecided .*net\/alicloud_ecs_network_interface_attachment\.x/),
    ]);
    expect(found(perhaps, 'ecs.g7.large', 'sibling', { attachment: on, ...elsewhere('i-bp1other') }).TM409).toEqual([
      expect.stringMatching(/^undecided /),
    ]);
  });
  test('TM102 and TM103 are undecided if its instances may have several types', () => {
    expect(found(perhaps, 'ecs.g7.large', 'source', { attachment: on, ...elsewhere('i-bp1other') }).TM102).toEqual([
      expect.stringMatching(/^undecided /),
    ]);
    expect(found(perhaps, 'ecs.g7.large', 'source', { attachment: on }).TM102).toEqual(['passed']);
  });
  test('TM309 names the one that the session does not wait for', () => {
    const session = { traffic_mirror_source_ids: [`\${${ATTACHMENT}.x.network_interface_id}`] };
    expect(found(perhaps, 'ecs.g7.large', 'source', { session }).TM309.join()).not.toContain('warning');
    expect(found(perhaps, 'ecs.g7.large', 'source', { session, ...elsewhere('i-bp1other') }).TM309).toEqual([
      expect.stringContaining(`does not wait for net/${ATTACHMENT}.y`),
    ]);
  });
});
