import * as fc from 'fast-check';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { peered, twoVpcs } from '../checks/peered';
import { add, addCollector, documents, FILTER, Fixture, INBOUND, right, SESSION } from '../checks/fixtures';
import { played } from '../support/runs';
import '../support/recorded-inputs';

const found = (...fixtures: Fixture[]) => runChecks(new MirrorModel(documents(...fixtures)), MirrorEdition.EDITION_2023).findings;
const ids = (...fixtures: Fixture[]) => found(...fixtures).map((f) => `${f.severity} ${f.id}`).sort();
const web = (f: Fixture) => f.terraform.resource[SESSION].web;

/** Each prefix with what it may be: as source, as target of type SLB, as filter. */
const KINDS = [
  ['eni-1', 'source'],
  ['lb-1', 'target'],
  ['tmf-1', 'filter'],
  ['i-1', ''],
  ['vpc-1', ''],
  ['vsw-1', ''],
  ['sg-1', ''],
  ['alb-1', ''],
  ['nlb-1', ''],
  ['tms-1', ''],
  ['nacl-1', ''],
  ['rsp-1', ''],
  ['', ''],
  ['web', ''],
] as const;

test('an id is refused in each place that its kind does not fit', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), fc.constantFrom('source', 'target', 'filter'), fc.boolean(), ([id, fits], place, byLocal) => {
      const f = right();
      const text = byLocal ? '${local.id}' : id;
      if (byLocal) f.terraform.locals = { id };
      if (place === 'source') web(f).traffic_mirror_source_ids = [text];
      else if (place === 'target') web(f).traffic_mirror_target_id = text;
      else web(f).traffic_mirror_filter_id = text;
      const refusing = { source: ['TM108'], target: ['TM401'], filter: ['TM208'] }[place];
      // An interface as target of type SLB is another fault of the same check.
      const errors = ids(f).filter((x) => x.startsWith('error') && refusing.some((r) => x.endsWith(r)));
      expect(errors.length > 0).toBe(fits !== place);
    }), played(150, 21));
});

/** Ways to write how many there are, with how many that is. */
const COUNTS: [meta: object, copies: number | undefined, locals?: object][] = [
  [{}, 1],
  [{ count: 0 }, 0],
  [{ count: '0' }, 0],
  [{ count: '${0}' }, 0],
  [{ count: 1 }, 1],
  [{ count: '${local.on ? 1 : 0}' }, 0, { on: false }],
  [{ count: '${local.on ? 1 : 0}' }, 1, { on: true }],
  [{ count: '${length(local.list)}' }, 0, { list: [] }],
  [{ count: '${length(local.list)}' }, 2, { list: ['a', 'b'] }],
  [{ for_each: {} }, 0],
  [{ for_each: { a: 1, b: 2 } }, 2],
  [{ for_each: '${toset([])}' }, 0],
  [{ for_each: '${toset(["a"])}' }, 1],
  [{ for_each: '${local.map}' }, 0, { map: {} }],
  [{ count: '${var.on ? 1 : 0}' }, undefined],
  [{ for_each: '${var.map}' }, undefined],
];

test('how many of a block there are is what the ways to write it mean', () => {
  fc.assert(fc.property(fc.constantFrom(...COUNTS), fc.constantFrom(...COUNTS), ([meta, copies, locals], [other, others, more]) => {
    const f = right();
    if (locals && more && JSON.stringify(locals) !== JSON.stringify(more) && Object.keys(locals)[0] === Object.keys(more)[0]) return;
    f.terraform.locals = { ...locals, ...more };
    Object.assign(web(f), meta);
    f.terraform.resource[INBOUND]['inbound-1'] = { ...f.terraform.resource[INBOUND]['inbound-1'], ...other };
    const model = new MirrorModel(documents(f));
    const counted = model.sessions.map(({ block }) => block.copies);
    expect(copies === 0 ? counted : [counted.includes(undefined) ? undefined : counted.reduce<number>((n, c) => n + c!, 0)]).toEqual(
      copies === 0 ? [] : [copies],
    );
    const error = (id: string) => ids(f).includes(`error ${id}`);
    expect(error('TM201')).toBe(others === 0);
    // Equal copies of one session share source and priority.
    expect(error('TM304')).toBe(copies !== undefined && copies > 1);
  }), played(200, 22));
});

/** Ways to write one body. */
const FORMS: ((name: string, body: any) => any)[] = [
  (name, body) => ({ [name]: body }),
  (name, body) => ({ [name]: [body] }),
  (name, body) => [{ [name]: body }],
  (name, body) => [{ [name]: [body] }],
];

test('every form of a block has the same findings', () => {
  fc.assert(fc.property(fc.constantFrom(...FORMS), fc.constantFrom(SESSION, INBOUND), fc.constantFrom<(f: Fixture) => void>(
    () => undefined,
  (f) => {
    web(f).traffic_mirror_source_ids = Array.from({ length: 11 }, (_, i) => `eni-${i}`);
  },
  (f) => {
    web(f).priority = 0;
  },
  (f) => { f.terraform.resource[INBOUND]['inbound-1'].source_cidr_block = '10.0.0.1/8'; },
  ), (form, type, change) => {
    const [plain, other] = [right(), right()];
    change(plain);
    change(other);
    const [[name, body]] = Object.entries(other.terraform.resource[type]);
    other.terraform.resource[type] = form(name, body);
    expect(ids(other)).toEqual(ids(plain));
  }), played(100, 23));
});

/** Providers with the account that they surely reach, or the credentials that mean one account in every stack. */
const ACCOUNTS: [config: object, uid?: string, credentials?: string][] = [
  [{}],
  [{ assume_role: { role_arn: 'acs:ram::111:role/x' } }, '111'],
  [{ assume_role: [{ role_arn: 'acs:ram::222:role/x' }] }, '222'],
  [{ assume_role: { role_arn: 'acs:ram::111:role/y', session_name: 'z' } }, '111'],
  [{ assume_role: { role_arn: 'acs:ram::111:role/${var.name}' }, profile: 'one' }, '111'],
  [{ account_id: '222' }, '222'],
  [{ account_id: 111, profile: 'two' }, '111'],
  [{ account_id: '${var.account}' }],
  [{ assume_role_with_oidc: { role_arn: 'acs:ram::222:role/x' } }, '222'],
  [{ assume_role_with_oidc: [{ role_arn: 'acs:ram::111:role/x', oidc_provider_arn: '${var.oidc}' }] }, '111'],
  [{ assume_role: { role_arn: 'acs:ram::${var.account}:role/x' } }],
  [{ assume_role: { role_arn: '' } }],
  [{ assume_role: { role_arn: 'acs:ram::111:role/x' }, assume_role_with_oidc: { role_arn: 'acs:ram::222:role/x' } }],
  [{ profile: 'one' }, undefined, 'profile one'],
  [{ profile: 'one', max_retry_timeout: 10, sign_version: { oss: 'v4' } }, undefined, 'profile one'],
  [{ profile: 'one', shared_credentials_file: '/etc/credentials' }, undefined, 'profile one of /etc/credentials'],
  [{ profile: '${var.profile}' }],
  [{ shared_credentials_file: '/etc/credentials' }],
  [{ access_key: 'AKID', secret_key: '${var.secret}' }, undefined, 'key AKID'],
  [{ access_key: 'AKID', profile: 'one' }, undefined, 'key AKID'],
  [{ access_key: '${var.key}', secret_key: '${var.secret}' }],
  [{ ecs_role_name: 'terraform' }],
  [{ credentials_uri: 'http://localhost/' }],
  [{ max_retry_timeout: 10 }],
];

test('two stacks with one priority or source collide in one account, do not in two, and are undecided otherwise', () => {
  const any = fc.constantFrom(...ACCOUNTS);
  const sharing = fc.record({ source: fc.boolean(), target: fc.boolean() });
  fc.assert(fc.property(any, any, sharing, ([a, one, own], [b, two, other], shares) => {
    const [first, second] = [right(), right()];
    Object.assign(first.terraform.provider.alicloud[0], a);
    Object.assign(second.terraform.provider.alicloud[0], b);
    if (!shares.target) web(second).traffic_mirror_target_id = 'lb-bp1other';
    if (!shares.source) {
      web(second).traffic_mirror_source_ids = ['eni-bp1other'];
      second.statements.sessions[`${SESSION}.web`].sources = {
        'eni-bp1other': first.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'],
      };
    }
    // Ids that both have show nothing about the accounts.
    const same = one !== undefined && two !== undefined ? one === two : own !== undefined && own === other ? true : undefined;
    const about = ids(first, second).filter((x) => /TM301|TM304|TM110/.test(x));
    expect(about).toEqual(same === true
      ? [...shares.source ? ['error TM301'] : [], 'error TM304']
      : same === false ? [] : ['undecided TM110']);
  }), played(400, 24));
});

test('of several stacks each pair is judged by itself, and all that is unknown is one line', () => {
  const stack = fc.record({ account: fc.constantFrom(...ACCOUNTS), priority: fc.constantFrom(100, 101) });
  fc.assert(fc.property(fc.array(stack, { minLength: 2, maxLength: 5 }), (given) => {
    const apps = given.map(({ account: [config], priority }, i) => {
      const f = right();
      Object.assign(f.terraform.provider.alicloud[0], config);
      const eni = `eni-bp1n${i}`;
      Object.assign(web(f), {
        priority, virtual_network_id: 1000 + i, traffic_mirror_source_ids: [eni], traffic_mirror_target_id: `lb-bp1n${i}`,
      });
      f.statements.sessions[`${SESSION}.web`].sources = { [eni]: f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'] };
      return f;
    });
    const same = (a: number, b: number): boolean | undefined => {
      const [[, one, own], [, two, other]] = [given[a].account, given[b].account];
      return one !== undefined && two !== undefined ? one === two : own !== undefined && own === other ? true : undefined;
    };
    let errors = 0;
    let open = false;
    given.forEach((_, b) => {
      const alike = given.slice(0, b).flatMap(({ priority }, a) => priority === given[b].priority ? [same(a, b)] : []);
      if (alike.includes(true)) errors++;
      open ||= alike.includes(undefined);
    });
    const about = ids(...apps).filter((x) => /TM304|TM110/.test(x));
    expect(about).toEqual([...Array.from({ length: errors }, () => 'error TM304'), ...open ? ['undecided TM110'] : []]);
  }), played(200, 25));
});

/** Names of an interface: an id, a resource of the stack, or an expression. */
const NAMES: [name: string, text: string][] = [
  ['id one', 'eni-bp1one'],
  ['id two', 'eni-bp1two'],
  ['resource', '${alicloud_ecs_network_interface.own.id}'],
  ['expression', '${var.eni}'],
];
const mayBeOne = (a: string, b: string): boolean => a === b && a.startsWith('id') || a === 'expression' || b === 'expression'
  || (a === 'resource') !== (b === 'resource');

test('two stacks with an interface that may be one under two names: undecided unless their accounts differ', () => {
  const side = fc.record({ account: fc.constantFrom(...ACCOUNTS), name: fc.constantFrom(...NAMES) });
  const use = fc.constantFrom('both sources', 'source and target');
  fc.assert(fc.property(side, side, use, (here, there, how) => {
    const { account: [a, one, own], name: [first, text] } = here;
    const { account: [b, two, other], name: [second, twin] } = there;
    const apps = [right(), right()];
    apps.forEach((f, i) => {
      Object.assign(f.terraform.provider.alicloud[0], i === 0 ? a : b);
      add(f, 'alicloud_ecs_network_interface', { own: { vswitch_id: 'vsw-1', security_group_ids: ['sg-1'] } });
      const session = f.terraform.resource[SESSION].web;
      Object.assign(session, { priority: 100 + i, virtual_network_id: 1000 + i, traffic_mirror_target_id: `lb-bp1n${i}` });
      const eni = i === 0 ? text : twin;
      if (i === 1 && how === 'source and target') {
        Object.assign(session, {
          traffic_mirror_target_id: eni, traffic_mirror_target_type: 'NetworkInterface', traffic_mirror_source_ids: [],
        });
      } else {
        session.traffic_mirror_source_ids = [eni];
      }
      f.statements.sessions[`${SESSION}.web`].sources = {};
    });
    const same = one !== undefined && two !== undefined ? one === two : own !== undefined && own === other ? true : undefined;
    const { findings, passed } = runChecks(new MirrorModel(documents(...apps)), MirrorEdition.EDITION_2023);
    const check = how === 'both sources' ? 'TM301' : 'TM302';
    const about = [...new Set(findings.filter(({ id }) => id === check || id === 'TM110').map(({ id, severity }) => `${severity} ${id}`))];
    const [sure, perhaps] = [first === second && first.startsWith('id'), mayBeOne(first, second)];
    if (same === true) expect(about).toEqual(sure ? [`error ${check}`] : perhaps ? [`undecided ${check}`] : []);
    else expect(about).toEqual(same === undefined && perhaps ? ['undecided TM110'] : []);
    // The other target is a load balancer.
    const decided = same === false || !perhaps;
    if (check === 'TM301' && (decided || same === undefined)) expect(passed.TM301 ?? 0).toBe(decided ? 2 : 0);
    if (check === 'TM302') expect(passed.TM302).toBe(decided ? 2 : 1);
  }), played(400, 26));
});

/** A part of the network that types of resources change, and the check of an app in which it decides. */
interface Changed {
  readonly effect: string;
  readonly check: string;
  /** Changes the right app, and returns the thing that others may refer to. */
  readonly app: (f: Fixture) => string;
  /** What the check finds if nobody else changes the thing. */
  readonly alone: readonly string[];
  /** Resource types, and whether their documentation lets them change it. */
  readonly types: readonly [type: string, may: boolean][];
}

/** The VPCs are peered, with routes both ways. */
const routed = (f: Fixture): void => peered(f, {}, {});

const ANYBODY: [string, boolean][] = [
  ['alicloud_type_that_is_new', true],
  ['terraform_data', false],
  ['null_resource', false],
  ['null_resource that runs a program', true],
  ['alicloud_alb_server_group', false],
  ['alicloud_ros_stack', true],
  ['module', true],
];
const CHANGES: readonly Changed[] = [
  {
    effect: 'rules of a group', check: 'TM403', alone: [], app: (f) => { routed(f); return '${alicloud_security_group.sensor.id}'; },
    types: [['alicloud_cs_managed_kubernetes', true], ['alicloud_nas_mount_target', false], ['alicloud_eci_container_group', false]],
  },
  {
    effect: 'servers of a group',
    check: 'TM407',
    alone: [],
    app: (f) => {
      addCollector(f);
      return '${alicloud_slb_server_group.sensors.id}';
    },
    types: [
      ['alicloud_ess_scaling_group', true],
      ['alicloud_ess_scalinggroup_vserver_groups', true],
      ['alicloud_slb_rule', false],
      ['alicloud_slb_acl', false],
    ],
  },
  {
    effect: 'default servers of a load balancer', check: 'TM407', alone: [],
    app: (f) => {
      f.network[0].listeners = [
        { loadBalancerId: 'lb-bp1sensors', port: 4789, status: 'running', backendPort: 4789, accessControl: false },
      ];
      f.network[0].loadBalancers.set('lb-bp1sensors', {
        ...f.network[0].loadBalancers.get('lb-bp1sensors')!,
        servers: [{ serverId: 'eni-bp1sensor', weight: 100 }],
      });
      return 'lb-bp1sensors';
    },
    types: [
      ['alicloud_slb_attachment', true],
      ['alicloud_slb_backend_server', true],
      ['alicloud_ess_scaling_group', true],
      ['alicloud_cms_alarm', false],
    ],
  },
  {
    effect: 'listeners', check: 'TM406', alone: ['error'],
    app: (f) => {
      addCollector(f);
      delete f.terraform.resource.alicloud_slb_listener;
      delete web(f).depends_on;
      return '${alicloud_slb_load_balancer.sensors.id}';
    },
    types: [
      ['alicloud_cs_managed_kubernetes', true],
      ['alicloud_sae_load_balancer_intranet', true],
      ['alicloud_slb_attachment', false],
      ['alicloud_common_bandwidth_package_attachment', false],
    ],
  },
  {
    effect: 'network ACL of a vSwitch', check: 'TM404', alone: [],
    app: (f) => {
      twoVpcs(f);
      // Routes within a VPC are given.
      f.terraform.resource.alicloud_vswitch.web = { vpc_id: '${alicloud_vpc.sensor.id}', cidr_block: '10.99.2.0/24' };
      f.terraform.resource.alicloud_security_group.web.vpc_id = '${alicloud_vpc.sensor.id}';
      f.terraform.resource.alicloud_security_group_rule.mirrored.cidr_ip = '10.99.0.0/16';
      return '${alicloud_vswitch.sensor.id}';
    },
    types: [['alicloud_nat_gateway', false], ['alicloud_nas_mount_target', false], ['alicloud_cs_managed_kubernetes', false]],
  },
  {
    effect: 'routes of a VPC', check: 'TM408', alone: [], app: (f) => { routed(f); return '${alicloud_vpc.sensor.id}'; },
    types: [
      ['alicloud_nat_gateway', true],
      ['alicloud_vpn_gateway', true],
      ['alicloud_vpc_flow_log', false],
      ['alicloud_emr_cluster', false],
    ],
  },
  {
    effect: 'connections of a VPC', check: 'TM408', alone: ['error'], app: (f) => { twoVpcs(f); return '${alicloud_vpc.sensor.id}'; },
    types: [['alicloud_vpn_gateway_vpn_attachment', true], ['alicloud_vpc_flow_log', false], ['alicloud_emr_cluster', false]],
  },
  {
    effect: 'attachment of an interface', check: 'TM420', alone: ['error'],
    app: (f) => {
      routed(f);
      add(f, 'alicloud_ecs_network_interface', {
        sensor: { vswitch_id: '${alicloud_vswitch.sensor.id}', security_group_ids: ['${alicloud_security_group.sensor.id}'] },
      });
      web(f).traffic_mirror_target_id = '${alicloud_ecs_network_interface.sensor.id}';
      return '${alicloud_ecs_network_interface.sensor.id}';
    },
    types: [['alicloud_ecs_network_interface_permission', true], ['alicloud_eip_association', false], ['alicloud_havip_attachment', false]],
  },
  {
    effect: 'rules of a filter',
    check: 'TM201',
    alone: ['error'],
    app: (f) => {
      delete f.terraform.resource[INBOUND];
      return `\${${FILTER}.web.id}`;
    },
    types: [['alicloud_cms_alarm', false], ['alicloud_cs_managed_kubernetes', false]],
  },
];
const WAYS = [
  'directly', 'by a local', 'in a list', 'in a function', 'from another stack', 'by a local from another stack',
  'by all outputs from another stack',
  'by a local of the whole state from another stack',
] as const;

test.each(CHANGES.map((changed) => [changed.effect, changed] as const))(
  '%s: undecided if another resource may change it, however it gets there',
  (_, { check, app, alone, types }) => {
    fc.assert(fc.property(fc.constantFrom(...types, ...ANYBODY), fc.constantFrom(...WAYS), ([type, may], way) => {
      const f = right();
      f.terraform.terraform = { backend: { local: { path: 'net.tfstate' } } };
      const reference = app(f);
      const other = right();
      delete other.terraform.resource;
      other.statements.sessions = {};
      other.network = [];
      let holder = f.terraform;
      let text: unknown = reference;
      if (way === 'in a list') text = [[reference]];
      if (way === 'in a function' && reference.startsWith('${')) text = `\${jsonencode({ thing = ${reference.slice(2, -1)} })}`;
      if (way.startsWith('by a local')) {
        f.terraform.locals = { thing: reference };
        text = '${local.thing}';
      }
      if (way.endsWith('from another stack')) {
        f.terraform.output = { thing: { value: text } };
        holder = other.terraform;
        holder.data = { terraform_remote_state: { net: { backend: 'local', config: { path: 'net.tfstate' } } } };
        text = '${data.terraform_remote_state.net.outputs.thing}';
        if (way.includes('all outputs')) text = '${data.terraform_remote_state.net.outputs}';
        if (way.includes('whole state')) {
          holder.locals = { state: '${data.terraform_remote_state.net}' };
          text = '${local.state.outputs["thing"]}';
        }
      }
      if (type === 'module') {
        holder.module = { cluster: { source: './cluster', things: text } };
      } else if (type.endsWith('program')) {
        const provisioner = [{ 'local-exec': { command: 'aliyun' } }];
        (holder.resource ??= {}).null_resource = { other: { triggers: { things: text }, provisioner } };
      } else {
        (holder.resource ??= {})[type] = { other: { things: text } };
      }
      const own = found(f, other).filter((x) => x.id === check).map((x) => `${x.severity}`);
      expect(own).toEqual(may ? ['undecided'] : alone);
    }), played(60, 11));
  });
