/** The receiving side as somebody would write it by hand: Terraform JSON by type and logical id. */
import { Arguments, FILTER, SESSION, filter, session, sources } from './handwritten';

export const GROUP = 'alicloud_security_group';
export const RULE = 'alicloud_security_group_rule';
export const CLB = 'alicloud_slb_load_balancer';
export const SERVERS = 'alicloud_slb_server_group';
export const SERVER = 'alicloud_slb_server_group_server_attachment';
export const LISTENER = 'alicloud_slb_listener';
export const ACL = 'alicloud_network_acl';

export type Resources = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;

/** A rule of a security group, that lets mirrored packets in. */
export const groupRule = (cidr: string, more: Arguments = {}): Arguments => ({
  security_group_id: 'sg-bp1sensors',
  type: 'ingress',
  ip_protocol: 'udp',
  port_range: '4789/4789',
  nic_type: 'intranet',
  policy: 'accept',
  priority: 1,
  cidr_ip: cidr,
  ...more,
});
export const clb = (more: Arguments = {}): Arguments => ({
  load_balancer_name: 'sensors',
  address_type: 'intranet',
  vswitch_id: 'vsw-bp1sensors',
  load_balancer_spec: 'slb.s2.small',
  ...more,
});
export const group = (more: Arguments = {}): Arguments => ({ load_balancer_id: `\${${CLB}.sensors.id}`, name: 'sensors', ...more });
export const server = (id: string, more: Arguments = {}): Arguments => ({
  server_group_id: `\${${SERVERS}.sensors.id}`,
  server_id: id,
  port: 4789,
  ...more,
});
export const listener = (more: Arguments = {}): Arguments => ({
  load_balancer_id: `\${${CLB}.sensors.id}`,
  protocol: 'udp',
  frontend_port: 4789,
  server_group_id: `\${${SERVERS}.sensors.id}`,
  scheduler: 'sch',
  ...more,
});

/** A load balancer with one server, whose listener may be changed; and what is beside it or instead. */
export const balanced = (of: Arguments = {}, more: Resources = {}): Resources => ({
  [CLB]: { sensors: clb() }, [SERVERS]: { sensors: group() }, [SERVER]: { one: server('i-bp1one') },
  [LISTENER]: { sensors: listener({ depends_on: [`${SERVER}.one`], ...of }) }, ...more,
});

/** A session that sends there. */
export const balancedSession = (more: Arguments = {}): Arguments =>
  session('web', 1, sources(1), { traffic_mirror_target_id: `\${${CLB}.sensors.id}`, ...more });

/** That session with its filter. */
export const mirroring = (more: Arguments = {}): Resources => ({
  [FILTER]: { web: filter() },
  [SESSION]: { web: balancedSession(more) },
});
