// What the checks of the target's side advise, played as advice.ts does it.
import type { Advice } from './advice';
import { Arguments, Handwritten, session, sources } from './handwritten';
import {
  ACL, CLB, LISTENER, RULE, Resources, SERVER, SERVERS, balanced, balancedSession, clb, group, groupRule, listener, server,
} from './handwritten-receiving';

const [one, two, three] = sources(3);

/** A session that sends to an interface, beside other resources. */
const towards = (target: string, more: Arguments = {}, resource: Resources = {}): Handwritten => ({
  sessions: {
    web: session('web', 100, [one], { traffic_mirror_target_type: 'NetworkInterface', traffic_mirror_target_id: target, ...more }),
  },
  resource,
});
const beside = (resource: Resources): Handwritten => towards('eni-bp1sensor', {}, resource);
/** A session that sends to a load balancer of the same app, which waits for its listener. */
const through = (resource: Resources, more: Arguments = {}): Handwritten =>
  ({ resource, sessions: { web: balancedSession({ depends_on: [`${LISTENER}.sensors`], ...more }) } });

const kept = { lifecycle: { create_before_destroy: true } };
const entry = (cidr: string, policy: string, protocol = 'all', port = '-1/-1'): Arguments => ({
  policy,
  protocol,
  port,
  source_cidr_ip: cidr,
});
const mirrored = entry('10.10.0.0/16', 'accept', 'udp', '4789/4789');
const acl = (...entries: Arguments[]): Handwritten => beside({ [ACL]: { sensor: { vpc_id: 'vpc-bp1x', ingress_acl_entries: entries } } });
/** The parts of a second load balancer, which is internal. */
const second: Readonly<Record<string, Arguments>> = (() => {
  const at = `\${${CLB}.more.id}`;
  const servers = { server_group_id: `\${${SERVERS}.more.id}` };
  return {
    [CLB]: clb(),
    [SERVERS]: group({ load_balancer_id: at }),
    [SERVER]: server('i-bp1one', servers),
    [LISTENER]: listener({ load_balancer_id: at, ...servers, depends_on: [`${SERVER}.more`] }),
  };
})();
const both = (first: Resources): Resources =>
  Object.fromEntries(Object.entries(first).map(([type, of]) => [type, { ...of, more: second[type] }]));
const asPublic = balanced({}, { [CLB]: { sensors: clb({ address_type: undefined, vswitch_id: undefined }) } });
const toSecond = { traffic_mirror_target_id: `\${${CLB}.more.id}`, depends_on: [`${LISTENER}.more`] };
const vpcs: Resources = { alicloud_vpc: { web: { cidr_block: '10.10.0.0/16' }, sensor: { cidr_block: '10.99.0.0/16' } } };
const peering = (more: Arguments = {}): Resources => ({
  alicloud_vpc_peer_connection: {
    p: { vpc_id: '${alicloud_vpc.web.id}', accepting_vpc_id: '${alicloud_vpc.sensor.id}', accepting_region_id: 'cn-hangzhou', ...more },
  },
});
const route = (of: string, to: string): Arguments => ({
  route_table_id: `\${alicloud_vpc.${of}.route_table_id}`,
  destination_cidrblock: to,
  nexthop_type: 'VpcPeer',
  nexthop_id: '${alicloud_vpc_peer_connection.p.id}',
});

/** By the id of the check. */
export const RECEIVING: Readonly<Record<string, Advice>> = {
  TM401: {
    broken: [{ to: towards('eni-bp1sensor') }, { to: towards('lb-bp1sensors'), fails: true }],
    advised: [{ to: towards('lb-bp1sensors', { traffic_mirror_target_type: 'SLB' }) }],
    promise: /The sessions are updated in place/,
  },
  TM402: {
    broken: [{ to: towards('eni-bp1sensor') }, { to: towards('ep-bp1sensors'), fails: true }],
    advised: [{ to: towards('eni-bp1other') }],
    promise: /The sessions are updated in place/,
  },
  TM403: {
    broken: [{ to: beside({ [RULE]: { other: groupRule('10.20.0.0/16', kept) } }) }],
    advised: [{ to: beside({ [RULE]: { other: groupRule('10.20.0.0/16', kept), web: groupRule('10.10.0.4/32', kept) } }) }],
  },
  TM404: {
    broken: [{ to: acl(entry('10.10.0.0/16', 'drop'), entry('0.0.0.0/0', 'accept')) }],
    advised: [{ to: acl(mirrored, entry('10.10.0.0/16', 'drop'), entry('0.0.0.0/0', 'accept')) }],
    promise: /Keep the other entries, because the whole list is replaced/,
  },
  TM405: {
    settings: { switches: { receivingSide: 'strict' } },
    broken: [{ to: through(asPublic) }],
    advised: [
      { to: through(both(asPublic), toSecond) },
      { to: through(Object.fromEntries(Object.entries(second).map(([type, body]) => [type, { more: body }])), toSecond) },
    ],
    promise: /create another one and set it as the target of the sessions\..* A new target of a session is set in place/,
  },
  TM406: {
    broken: [{ to: through(balanced({ protocol: 'tcp' })) }],
    advised: [
      {
        to: through({
          ...balanced(),
          [LISTENER]: { sensors: listener({ protocol: 'tcp' }), udp: listener({ depends_on: [`${LISTENER}.sensors`] }) },
        }),
      },
    ],
  },
  TM407: {
    broken: [{ to: through(balanced({}, { [SERVER]: { one: server('i-bp1one', { weight: 0 }) } })) }],
    advised: [{
      to: through(
        balanced(
          { depends_on: [`${SERVER}.one`, `${SERVER}.two`] },
          { [SERVER]: { one: server('i-bp1one', { weight: 0 }), two: server('i-bp1two', { weight: 100 }) } },
        ),
      ),
    }],
  },
  TM408: {
    broken: [{ to: beside(vpcs) }],
    advised: [{
      to: beside({
        ...vpcs,
        ...peering({ accepting_ali_uid: 1234567890123456 }),
        alicloud_route_entry: { web: route('web', '10.99.0.0/16'), sensor: route('sensor', '10.10.0.0/16') },
      }),
    }],
    promise: /with alicloud_vpc_peer_connection, and add an alicloud_route_entry to the route table of each VPC/,
  },
  TM409: {
    broken: [{ to: { sessions: { web: session('web', 100, [one, two, three]) } } }],
    advised: [{ to: { sessions: { web: session('web', 100, [one, two]) } }, dark: [one, two, three] }],
    promise: /Removing a source interrupts the other sources of its session/,
  },
  TM410: {
    broken: [{ to: towards('eni-bp1sensor') }],
    advised: [{ to: towards('eni-bp1other') }],
    promise: /A new target of a session is set in place/,
  },
  TM411: {
    broken: [{ to: through(balanced(), { depends_on: undefined }) }],
    advised: [{ to: through(balanced()), unchanged: true }],
  },
  TM412: {
    broken: [{ to: through(balanced({ backend_port: 4789 })) }],
    advised: [{ to: through(balanced()), unchanged: true }],
    promise: /Check the plan before you apply it\. An existing listener may be replaced one more time/,
  },
  TM413: {
    broken: [{ to: through(balanced({ scheduler: undefined })) }],
    advised: [{ to: through(balanced({ scheduler: 'sch' })), args: [`-replace=${LISTENER}.sensors`] }],
    promise: /\(terraform apply -replace\).* The sources of the load balancer are interrupted until the new listener is running/,
  },
  TM414: {
    broken: [{ to: beside({ [RULE]: { web: groupRule('10.10.0.0/16', kept), again: groupRule('10.10.0.0/16', kept) } }) }],
    advised: [
      { to: beside({ [RULE]: { web: groupRule('10.10.0.0/16', kept) } }), before: [['state', 'rm', `${RULE}.again`]], unchanged: true },
    ],
    promise: /`terraform state rm` for the others before you remove them, so that Terraform does not revoke the rule/,
  },
  TM415: {
    broken: [{ to: beside({ [RULE]: { web: groupRule('10.10.0.0/16') } }) }],
    advised: [
      { to: beside({ [RULE]: { web: groupRule('10.10.0.0/16', kept) } }), unchanged: true },
      { to: beside({ [RULE]: { web: groupRule('10.10.0.0/15', kept) } }) },
    ],
  },
  TM416: {
    broken: [{ to: beside({ [RULE]: { web: groupRule('10.10.0.0/16', { port_range: undefined }) } }), fails: true }],
    advised: [{ to: beside({ [RULE]: { web: groupRule('10.10.0.0/16', kept) } }) }],
    promise: /Write port_range = "4789\/4789"/,
  },
  TM417: {
    broken: [{ to: acl(mirrored) }],
    advised: [{ to: acl(mirrored, entry('0.0.0.0/0', 'accept')) }],
    promise: /Add the other entries, above all those that the ACL has now/,
  },
  TM419: {
    broken: [{ to: beside({ ...vpcs, ...peering() }) }],
    advised: [{ to: beside({ ...vpcs, ...peering({ accepting_ali_uid: 1234567890123456 }) }) }],
    promise: /Check the plan before you apply it\. An existing peering may be replaced one more time/,
  },
};
