// TM410 to TM421: the app's resources behind a target, one by one: load balancers, rules, ACLs, peerings and collectors.
import { add, addCollector, addSession, Fixture, mirroredRule, right, SESSION, stated } from './fixtures';
import { peered } from './peered';
import { reasonsIn, reasonsOf } from './reasons';
import { phrase } from '../../src/texts/phrase';

type Change = (f: Fixture) => void;
/** The findings of a check with their places, and the number of passes. */
const of = (id: string) => (change: Change): unknown[] => {
  const { findings, at, passed } = reasonsOf(change, new RegExp(`^${id}$`));
  return [...findings.map(([reason, parameters], i) => [reason.replace(`${id} `, ''), at[i], parameters]), passed[id]];
};
const collecting = (change: Change = () => {}): Change => (f) => {
  addCollector(f);
  change(f);
};
const part = (f: Fixture, type: string) => Object.values<any>(f.terraform.resource[type])[0];
const session = (f: Fixture) => f.terraform.resource[SESSION].web;
const statement = (f: Fixture, name = 'web') => f.statements.sessions[`${SESSION}.${name}`];
const BALANCER = '${alicloud_slb_load_balancer.sensors.id}';
const toBalancer = { traffic_mirror_target_id: BALANCER };
const LISTENER = 'alicloud_slb_listener';
const ATTACHMENT = 'alicloud_slb_server_group_server_attachment';
const listener = (more: object): Change => collecting((f) => Object.assign(part(f, LISTENER), more));
const balancer = (more: object): Change => collecting((f) => Object.assign(part(f, 'alicloud_slb_load_balancer'), more));
const RULE = 'alicloud_security_group_rule';
/** A collector with these rules instead of the right one. */
const rules = (...list: object[]): Change => collecting((f) => {
  f.terraform.resource[RULE] = Object.fromEntries(list.map((more, i) => [`r${i}`, mirroredRule(more)]));
});
const VARIABLE = '${var.v}';

describe('TM405', () => {
  const WHERE = 'alicloud_slb_load_balancer.sensors net/alicloud_slb_load_balancer.sensors';
  const MISSING = ['warning missing', WHERE, { internal: 'intranet' }];
  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['an internal load balancer', collecting(), [1]],
    ['a load balancer without an address type', balancer({ address_type: undefined }), [MISSING, 1]],
    ['a load balancer without an address type that two sessions use', collecting((f) => {
      delete part(f, 'alicloud_slb_load_balancer').address_type;
      addSession(f, 'b', ['eni-bp1b'], 200, toBalancer);
    }), [MISSING, 2]],
    ['a load balancer without an address type that no session uses', (f) => {
      addCollector(f);
      delete part(f, 'alicloud_slb_load_balancer').address_type;
      session(f).traffic_mirror_target_id = 'lb-bp1sensors';
    }, [0]],
    ['a load balancer by its id', () => {}, [1]],
    ['a load balancer by its id, without responses', (f) => { f.network = []; }, [0]],
    ['a load balancer of another kind', (f) => {
      add(f, 'alicloud_alb_load_balancer', { other: {} });
      session(f).traffic_mirror_target_id = '${alicloud_alb_load_balancer.other.id}';
    }, [0]],
    ['an instance', (f) => {
      add(f, 'alicloud_instance', { sensor: { vswitch_id: 'vsw-bp1sensor', security_groups: ['sg-bp1sensor'] } });
      Object.assign(session(f), {
        traffic_mirror_target_id: '${alicloud_instance.sensor.network_interface_id}', traffic_mirror_target_type: 'NetworkInterface',
      });
    }, [1]],
  ])('%s', (_, change, expected) => {
    expect(of('TM405')(change)).toEqual(expected);
  });
});

describe('TM410', () => {
  const sending = (capacityMbps: number | undefined, ...rates: (number | undefined)[]): Change => (f) => {
    const ids = rates.map((_, i) => `eni-bp1s${i}`);
    session(f).traffic_mirror_source_ids = ids;
    statement(f).target.capacityMbps = capacityMbps;
    statement(f).sources = Object.fromEntries(ids.map((id, i) => [id, { ...stated(), mirroredMbps: rates[i] }]));
  };
  const WHERE = `${SESSION}.web lb-bp1sensors`;
  const tooMuch = (capacity: number, sources: number, sum: number, silent: number, ...busiest: string[]) =>
    [['warning tooMuch', WHERE, { target: 'lb-bp1sensors', capacity, sources, sum, silent, busiest }], 0];
  const notKnown = (capacity: number, sources: number, sum: number, silent: number) =>
    [['undecided ratesNotKnown', WHERE, { target: 'lb-bp1sensors', capacity, sources, sum, silent }], 0];

  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['no capacity', sending(undefined, 5), [0]],
    ['the whole capacity', sending(10, 5, 5), [1]],
    ['more than the capacity', sending(9, 4, 6), tooMuch(9, 2, 10, 0, 'eni-bp1s1 6', 'eni-bp1s0 4')],
    ['more than the capacity, and a rate that is not known', sending(9, 4, 6, undefined),
      tooMuch(9, 2, 10, 1, 'eni-bp1s1 6', 'eni-bp1s0 4')],
    ['the three busiest of five', sending(10, 1, 5, 2, 4, 3), tooMuch(10, 5, 15, 0, 'eni-bp1s1 5', 'eni-bp1s3 4', 'eni-bp1s4 3')],
    ['less, and two rates that are not known', sending(10, undefined, 5, undefined), notKnown(10, 1, 5, 2)],
    ['less, and a list of sources that is known only at apply', (f) => {
      sending(10, 5)(f);
      addSession(f, 'b', [], 200, { traffic_mirror_source_ids: VARIABLE });
    }, notKnown(10, 1, 5, 1)],
    ['a capacity of the second session, for both', (f) => {
      sending(undefined, 5, 6)(f);
      addSession(f, 'b', ['eni-bp1b'], 200);
      statement(f, 'b').target.capacityMbps = 11;
      statement(f, 'b').sources['eni-bp1b'].mirroredMbps = 1;
    }, tooMuch(11, 3, 12, 0, 'eni-bp1s1 6', 'eni-bp1s0 5', 'eni-bp1b 1')],
    ['the rates of a session that is off', (f) => {
      sending(10, 5)(f);
      addSession(f, 'b', ['eni-bp1b'], 200, { enabled: false });
      statement(f, 'b').sources['eni-bp1b'].mirroredMbps = 50;
    }, [1]],
    ['a session without a statement of its target', (f) => {
      sending(10, 5)(f);
      addSession(f, 'b', ['eni-bp1b'], 200);
      [f.statements.sessions[`${SESSION}.b`].target, statement(f).target] = [statement(f).target, undefined];
      statement(f, 'b').sources['eni-bp1b'].mirroredMbps = 1;
    }, [1]],
  ])('%s', (_, change, expected) => {
    expect(of('TM410')(change)).toEqual(expected);
  });
});

describe('TM411', () => {
  const hasty = (...sessions: string[]) => [
    'warning session', `${SESSION}.${sessions[0]} net/${LISTENER}.vxlan`,
    { sessions: sessions.map((name) => `net/${SESSION}.${name}`), listener: `net/${LISTENER}.vxlan`, address: `${LISTENER}.vxlan` },
  ];
  const missing = (...servers: string[]) => [
    'warning listener', `${LISTENER}.vxlan net/${ATTACHMENT}.${servers[0]}`,
    { servers: servers.map((name) => `net/${ATTACHMENT}.${name}`), addresses: servers.map((name) => `${ATTACHMENT}.${name}`) },
  ];
  /** What the session depends on, instead of the listener. */
  const through = (...dependsOn: unknown[]) => (f: Fixture) => { session(f).depends_on = dependsOn; };
  const local = (locals: any, name: string): Change => collecting((f) => {
    f.terraform.locals = locals;
    delete session(f).depends_on;
    session(f).tags = { after: `\${local.${name}}` };
  });

  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['a session after the listener, and the listener after the server', collecting(), [2]],
    ['a session that does not wait', collecting((f) => { delete session(f).depends_on; }), [hasty('web'), 1]],
    ['a session that waits for something else', collecting(through('alicloud_slb_server_group.sensors')), [hasty('web'), 1]],
    ['one session that waits, two that do not, and one of another target', collecting((f) => {
      addSession(f, 'b', ['eni-bp1b'], 200, toBalancer);
      addSession(f, 'c', ['eni-bp1c'], 201, toBalancer);
      addSession(f, 'd', ['eni-bp1d'], 202);
    }), [hasty('b', 'c'), 2]],
    ['a session that waits for something that waits', collecting((f) => {
      add(f, 'terraform_data', { a: { input: `\${${LISTENER}.vxlan.id}` }, b: { depends_on: ['terraform_data.a'] } });
      through('terraform_data.b')(f);
    }), [2]],
    ['a session that waits for things that wait for each other', collecting((f) => {
      add(f, 'terraform_data', { a: { depends_on: ['terraform_data.b'] }, b: { depends_on: ['terraform_data.a', `${LISTENER}.vxlan`] } });
      through('terraform_data.a')(f);
    }), [2]],
    ['a session that waits for a thing that is not in the stack, and for the listener', collecting(
      through('terraform_data.none', `${LISTENER}.vxlan`),
    ), [2]],
    ['a session that waits in the old form', collecting(through(`\${${LISTENER}.vxlan}`)), [2]],
    ['a session that waits for no text', collecting(through(7)), [hasty('web'), 1]],
    ['a session with an unknown list to wait for', collecting((f) => { session(f).depends_on = '${alicloud_slb_listener.vxlan}'; }),
      [hasty('web'), 1]],
    ['a session that refers to the listener', collecting((f) => {
      delete session(f).depends_on;
      session(f).tags = { after: `from \${${LISTENER}.vxlan.id}` };
    }), [2]],
    ['a session whose text only names the listener', collecting((f) => {
      delete session(f).depends_on;
      session(f).tags = { after: `${LISTENER}.vxlan.id`, none: null, number: 5 };
    }), [hasty('web'), 1]],
    ['a session that refers to a data source or a longer name', collecting((f) => {
      delete session(f).depends_on;
      session(f).tags = { data: '${data.alicloud_slb_listener.vxlan.id}', longer: '${x_alicloud_slb_listener.vxlan.id}' };
    }), [hasty('web'), 1]],
    ['a session whose comment names the listener', collecting((f) => {
      delete session(f).depends_on;
      session(f)['//'] = { uniqueId: `\${${LISTENER}.vxlan.id}` };
    }), [hasty('web'), 1]],
    ['a session that refers to the listener through locals', local({ a: ['${local.b}'], b: { id: `\${${LISTENER}.vxlan.id}` } }, 'a'), [2]],
    ['a session that refers to locals that refer to each other', local({ a: '${local.b}', b: '${local.a}' }, 'a'), [hasty('web'), 1]],
    ['a session that refers to a local that is not there', local(undefined, 'a'), [hasty('web'), 1]],
    ['a copy of a listener', collecting((f) => {
      part(f, LISTENER).for_each = { a: 1, b: 2 };
      part(f, LISTENER).frontend_port = '${each.key == "a" ? 4789 : 53}';
    }), [2]],
    ['a listener that does not wait', listener({ depends_on: [] }), [missing('sensor'), 1]],
    ['a listener without a group that does not wait', listener({ depends_on: [], server_group_id: undefined }), [1]],
    ['a listener that waits for one of three servers, one of which is of another group', collecting((f) => {
      const server = part(f, ATTACHMENT);
      add(f, ATTACHMENT, { b: { ...server, server_id: 'eni-bp1b' }, c: { ...server, server_group_id: 'rsp-bp1other' } });
    }), [missing('b'), 2]],
  ])('%s', (_, change, expected) => {
    expect(of('TM411')(change)).toEqual(expected);
  });

  test('a session or a server of another stack cannot wait', () => {
    const { findings, passed } = reasonsIn([right(), right()], ([first, second]) => {
      addCollector(first);
      for (const f of [first, second]) f.terraform.provider.alicloud[0].profile = 'mirror';
      first.terraform.output = { balancer: { value: BALANCER }, group: { value: '${alicloud_slb_server_group.sensors.id}' } };
      first.terraform.terraform = { backend: { local: { path: '/first.tfstate' } } };
      second.terraform.data = { terraform_remote_state: { first: { backend: 'local', config: { path: '/first.tfstate' } } } };
      Object.assign(session(second), {
        traffic_mirror_source_ids: ['eni-bp1b'], traffic_mirror_target_id: '${data.terraform_remote_state.first.outputs.balancer}',
      });
      add(second, ATTACHMENT, {
        b: { ...part(first, ATTACHMENT), server_group_id: '${data.terraform_remote_state.first.outputs.group}', server_id: 'eni-bp1b' },
      });
    }, /^TM411/);
    expect([findings, passed.TM411]).toEqual([[], 2]);
  });
});

describe('TM412', () => {
  const WHERE = `${LISTENER}.vxlan`;
  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['a group', listener({}), [1]],
    ['a primary/secondary group', listener({ server_group_id: undefined, master_slave_server_group_id: 'msg-1' }), [1]],
    ['a backend port', listener({ server_group_id: undefined, backend_port: 4789 }), [1]],
    ['an instance port', listener({ server_group_id: undefined, instance_port: 4789 }), [1]],
    ['neither', listener({ server_group_id: undefined }), [['error neither', WHERE, {}], 0]],
    ['a group and a backend port', listener({ backend_port: 4789 }), [['warning both', WHERE, { port: '4789' }], 0]],
    ['a primary/secondary group and an instance port', listener({
      server_group_id: undefined, master_slave_server_group_id: 'msg-1', instance_port: '4789',
    }), [['warning both', WHERE, { port: '4789' }], 0]],
  ])('%s', (_, change, expected) => {
    expect(of('TM412')(change)).toEqual(expected);
  });
});

describe('TM413', () => {
  const WHERE = `${LISTENER}.vxlan`;
  const notHashing = (scheduler: string, written: boolean) =>
    [['warning notHashing', WHERE, { scheduler, written, advised: 'sch' }], 0];
  const spec = (more: object) => balancer({ load_balancer_spec: undefined, ...more });
  const byId = (more: object): Change => (f) => add(f, LISTENER, {
    x: { load_balancer_id: 'lb-bp1sensors', protocol: 'udp', frontend_port: 4789, scheduler: 'rr', ...more },
  });
  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['by source', listener({}), [1]],
    ['by connection', listener({ scheduler: 'tch' }), [1]],
    ['none', listener({ scheduler: undefined }), notHashing('wrr', false)],
    ['by turns', listener({ scheduler: 'rr' }), notHashing('rr', true)],
    ['one that is known only at apply', listener({ scheduler: VARIABLE }), [['undecided onlyAtApply', WHERE, { advised: 'sch' }], 0]],
    ['without a specification', spec({}), [['warning noSpec', WHERE, { scheduler: 'sch', chargeType: 'PayByCLCU' }], 0]],
    ['with a specification in the old form', spec({ specification: 'slb.s1.small' }), [1]],
    ['with a charge type', spec({ instance_charge_type: 'PayByCLCU' }), [1]],
    ['on a load balancer by its id', byId({ scheduler: 'sch' }), [1]],
    ['by turns, in the old form', byId({ protocol: undefined, frontend_port: undefined, lb_protocol: 'udp', lb_port: '4789' }),
      [['warning notHashing', `${LISTENER}.x`, { scheduler: 'rr', written: true, advised: 'sch' }], 0]],
    ['of another port', byId({ frontend_port: 53 }), [0]],
    ['of another protocol', byId({ protocol: 'tcp' }), [0]],
    ['of another load balancer', byId({ load_balancer_id: 'lb-bp1other' }), [0]],
  ])('a scheduler %s', (_, change, expected) => {
    expect(of('TM413')(change)).toEqual(expected);
  });
});

describe('TM414', () => {
  const found = (kind: string, count = 2) => [
    [kind, `${RULE}.r${count - 1} sg-bp1sensor`, {
      rules: Array.from({ length: count }, (_, i) => `net/${RULE}.r${i}`), group: 'sg-bp1sensor',
    }],
    0,
  ];
  const SAME = found('warning same');
  const PRIORITY = found('warning priorityOnly');
  const PERHAPS = found('undecided perhapsSame');
  const COUNT = { count: '${var.n}' };
  const members = (id: string) => ({ cidr_ip: undefined, source_security_group_id: id });
  const list = (id: string) => ({ cidr_ip: undefined, prefix_list_id: id });
  const EACH = { for_each: '${toset(var.cidrs)}', cidr_ip: '${each.value}' };

  test.each<[name: string, rules: object[], expected: unknown[]]>([
    ['one', [{}], [1]],
    ['the same twice', [{}, {}], SAME],
    ['the same, one with the default priority', [{ priority: undefined }, { priority: '1' }], SAME],
    ['the same, one with the default policy', [{ policy: undefined }, {}], SAME],
    ['the same but for the priority', [{}, { priority: 2 }], PRIORITY],
    ['three, one with another priority', [{}, {}, { priority: 5 }], found('warning priorityOnly', 3)],
    ['another block', [{}, { cidr_ip: '10.20.0.0/16' }], [2]],
    ['another policy', [{}, { policy: 'drop' }], [2]],
    ['other ports', [{}, { port_range: '4789/4790' }], [2]],
    ['an IPv6 block', [{ cidr_ip: undefined, ipv6_cidr_ip: '::/0' }, { cidr_ip: undefined, ipv6_cidr_ip: 'fd00::/8' }], [2]],
    ['one group twice', [members('sg-1'), members('sg-1')], SAME],
    ['two groups', [members('sg-1'), members('sg-2')], [2]],
    ['one list twice', [list('pl-1'), list('pl-1')], SAME],
    ['two lists', [list('pl-1'), list('pl-2')], [2]],
    ['a rule that perhaps exists', [{}, COUNT], PERHAPS],
    ['two rules that perhaps exist', [COUNT, COUNT], PERHAPS],
    ['two rules, and one of another priority that perhaps exists', [{}, {}, { ...COUNT, priority: 4 }], found('warning same', 3)],
    ['two priorities, and a rule that perhaps exists', [{}, { priority: 2 }, COUNT], found('warning priorityOnly', 3)],
    ['a block that is known only at apply', [{}, { cidr_ip: VARIABLE }], [0]],
    ['one block twice that is known only at apply', [{ cidr_ip: VARIABLE }, { cidr_ip: VARIABLE }], SAME],
    ['a block that is known only at apply, of TCP', [{}, { ip_protocol: 'tcp', cidr_ip: VARIABLE }], [1]],
    ['a block that is known only at apply, of every protocol', [{}, { ip_protocol: 'all', port_range: '-1/-1', cidr_ip: VARIABLE }], [0]],
    ['a block that is known only at apply, of UDP in capitals', [{}, { ip_protocol: 'UDP', port_range: '1/9', cidr_ip: VARIABLE }], [0]],
    ['a block that is known only at apply, of another group', [{}, { security_group_id: 'sg-bp1other', cidr_ip: VARIABLE }], [1]],
    ['a protocol that is known only at apply', [{}, { ip_protocol: VARIABLE }], [0]],
    ['ports that are known only at apply', [{}, { port_range: VARIABLE }], [0]],
    ['a policy that is known only at apply', [{}, { policy: VARIABLE }], [0]],
    ['an IPv6 block that is known only at apply', [{}, { cidr_ip: undefined, ipv6_cidr_ip: VARIABLE }], [0]],
    ['a source group that is known only at apply', [{}, members(VARIABLE)], [0]],
    ['a list that is known only at apply', [{}, list(VARIABLE)], [0]],
    ['a group that is known only at apply', [{}, { security_group_id: VARIABLE }], [0]],
    ['a group that is known only at apply, of TCP', [{}, { security_group_id: VARIABLE, ip_protocol: 'tcp' }], [1]],
    ['the address of a resource', [{}, { cidr_ip: '${alicloud_instance.x.private_ip}/32' }], [2]],
    ['a value of each copy, in two resources', [EACH, EACH], [0]],
    ['a count of each copy, in two resources', [
      { ...COUNT, cidr_ip: '10.${count.index}.0.0/16' }, { ...COUNT, cidr_ip: '10.${count.index}.0.0/16' },
    ], [0]],
    ['a variable whose name only ends like one of each copy', [{ cidr_ip: '${var.beach.x}' }, { cidr_ip: '${var.beach.x}' }], SAME],
  ])('%s', (_, given, expected) => {
    expect(of('TM414')(rules(...given))).toEqual(expected);
  });

  test('a source group of the app is another one than each other one', () => {
    const groups = (f: Fixture) => add(f, 'alicloud_security_group', { a: { vpc_id: 'vpc-bp1prod' }, b: { vpc_id: 'vpc-bp1prod' } });
    const own = (name: string) => members(`\${alicloud_security_group.${name}.id}`);
    expect(of('TM414')((f) => { rules(own('a'), own('b'))(f); groups(f); })).toEqual([2]);
    expect(of('TM414')((f) => { rules(own('a'), own('a'))(f); groups(f); })).toEqual(SAME);
  });

  test('a source group of another stack is the same one under its own name there', () => {
    const { findings } = reasonsIn([right(), right()], ([first, second]) => {
      addCollector(first);
      add(first, 'alicloud_security_group', { a: { vpc_id: 'vpc-bp1prod' } });
      Object.assign(part(first, RULE), members('${alicloud_security_group.a.id}'));
      first.terraform.output = { group: { value: '${alicloud_security_group.a.id}' } };
      first.terraform.terraform = { backend: { local: { path: '/first.tfstate' } } };
      second.terraform.data = { terraform_remote_state: { first: { backend: 'local', config: { path: '/first.tfstate' } } } };
      second.terraform.resource = { [RULE]: { other: mirroredRule(members('${data.terraform_remote_state.first.outputs.group}')) } };
    }, /^TM414/);
    expect(findings.map(([reason]) => reason)).toEqual(['warning TM414 same']);
  });

  test('a variable means another value in another stack', () => {
    const two = (cidr: string) => reasonsIn([right(), right()], ([first, second]) => {
      addCollector(first);
      part(first, RULE).cidr_ip = cidr;
      second.terraform.resource = { [RULE]: { other: mirroredRule({ cidr_ip: cidr }) } };
    }, /^TM414/);
    expect(two('10.10.0.0/16').findings.map(([reason]) => reason)).toEqual(['warning TM414 same']);
    expect(two(VARIABLE).findings).toEqual([]);
  });
});

describe('TM415', () => {
  const gap = (cidr: string) => [['warning gap', `${RULE}.r0 sg-bp1sensor`, { cidr }], 0];
  const without = (more: object) => rules({ lifecycle: undefined, ...more });
  const local = (locals: object): Change => (f) => {
    without({ cidr_ip: '${local.a}' })(f);
    f.terraform.locals = locals;
  };
  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['created before it is destroyed', rules({}), [1]],
    ['without a lifecycle', without({}), gap('10.10.0.0/16')],
    ['destroyed before it is created', rules({ lifecycle: { create_before_destroy: false } }), gap('10.10.0.0/16')],
    ['that drops', without({ policy: 'drop' }), [1]],
    ['for the members of a group', without({ cidr_ip: undefined, source_security_group_id: 'sg-1' }), [1]],
    ['for the address of a resource', without({ cidr_ip: '${alicloud_instance.x.private_ip}/32' }), [1]],
    ['for a local with the address of a resource', local({ a: '${alicloud_instance.x.private_ip}/32' }), [1]],
    ['for a local with a block', local({ a: '10.10.0.0/16' }), gap('${local.a}')],
    ['for a variable', without({ cidr_ip: VARIABLE }), gap(VARIABLE)],
    ['for a local, without locals', without({ cidr_ip: '${local.a}' }), [1]],
    ['for a local that is not there', local({ b: '10.10.0.0/16' }), [1]],
  ])('a rule %s', (_, change, expected) => {
    expect(of('TM415')(change)).toEqual(expected);
  });

  test('a plan has no lifecycle', () => {
    expect(of('TM415')((f) => { without({})(f); Object.assign(f, { withoutLifecycle: true }); })).toEqual([0]);
    expect(of('TM415')((f) => { rules({ lifecycle: { create_before_destroy: false } })(f); Object.assign(f, { withoutLifecycle: true }); }))
      .toEqual(gap('10.10.0.0/16'));
  });
});

describe('TM416', () => {
  const is = (reason: string, parameters: object) => [[reason, `${RULE}.r0 sg-bp1sensor`, parameters], 0];
  const range = (written: string, why: unknown, write: string, protocol = 'udp') =>
    is('error portRange', { protocol, written, why, write });
  const members = (more: object = {}) => ({ cidr_ip: undefined, source_security_group_id: 'sg-bp1web', ...more });
  const web = (f: Fixture, vpcId: string | undefined) =>
    f.network[0].securityGroups.set('sg-bp1web', { vpcId, innerAccess: true, rules: [] });
  const NIC = { nicType: 'intranet' };

  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['complete', rules({}), [1]],
    ['without ports', rules({ port_range: undefined }), is('error noPortRange', { port: 4789 })],
    ['for UDP in capitals', rules({ ip_protocol: 'UDP' }), is('error protocol', { written: 'UDP', allowed: 'udp' })],
    ['for ALL in capitals', rules({ ip_protocol: 'ALL', port_range: '-1/-1' }), is('error protocol', { written: 'ALL', allowed: 'all' })],
    ['for all, with ports', rules({ ip_protocol: 'all' }),
      range('4789/4789', phrase('rangeOnlyEvery', { protocol: 'all', every: '-1/-1' }), '-1/-1', 'all')],
    ['with one port', rules({ port_range: '4789' }), range('4789', phrase('rangeForm', {}), '4789/4789')],
    ['for the internet', rules({ nic_type: 'internet' }), is('error internet', NIC)],
    ['without a network', rules({ nic_type: undefined }), is('warning noNicType', NIC)],
    ['with a network that is known only at apply', rules({ nic_type: VARIABLE }), [1]],
    ['for a block and a list', rules({ prefix_list_id: 'pl-1' }), is('warning cidrAndList', {})],
    ['for a block and a list that are known only at apply', rules({ cidr_ip: VARIABLE, prefix_list_id: VARIABLE }),
      is('warning cidrAndList', {})],
    ['for a list', rules({ cidr_ip: undefined, prefix_list_id: 'pl-1' }), [1]],
    ['for a block with host bits', rules({ cidr_ip: '10.10.0.1/16' }), is('warning cidrForm', {
      cidr: '10.10.0.1/16', why: phrase('malformed', { problem: expect.stringContaining('host bits') as unknown as string }),
      change: phrase('remedy', { fix: expect.stringContaining('10.10.0.0/16') as unknown as string }),
    })],
    ['for an IPv6 block', rules({ cidr_ip: 'fd00::/8' }), [1]],
    ['for a block that is known only at apply', rules({ cidr_ip: VARIABLE }), [1]],
    ['for the members of a group', rules(members()), [1]],
    ['for the members of a group, without a network', rules(members({ nic_type: undefined })), is('warning noNicType', NIC)],
    ['for the members of a group in another VPC', (f) => { rules(members())(f); web(f, 'vpc-bp1far'); }, is('error otherVpc', {
      group: 'sg-bp1sensor', source: 'sg-bp1web', vpc: 'vpc-bp1prod', sourceVpc: 'vpc-bp1far',
    })],
    ['for the members of a group of an unknown VPC', (f) => { rules(members())(f); web(f, undefined); }, [1]],
    ['of a group of an unknown VPC for the members of a group', (f) => {
      rules(members())(f);
      f.network[0].securityGroups.set('sg-bp1sensor', { ...f.network[0].securityGroups.get('sg-bp1sensor')!, vpcId: undefined });
    }, [1]],
    ['for the members of a group that is known only at apply', rules(members({ source_security_group_id: VARIABLE })), [1]],
  ])('a rule %s', (_, change, expected) => {
    expect(of('TM416')(change)).toEqual(expected);
  });

  test('an advanced group takes no group as source, wherever that is', () => {
    const id = '${alicloud_security_group.own.id}';
    expect(of('TM416')((f) => {
      rules(members({ security_group_id: id }))(f);
      add(f, 'alicloud_security_group', { own: { vpc_id: 'vpc-bp1far', security_group_type: 'enterprise' } });
      add(f, 'alicloud_ecs_network_interface', { own: { vswitch_id: 'vsw-bp1sensor', security_group_ids: [id] } });
      part(f, ATTACHMENT).server_id = '${alicloud_ecs_network_interface.own.id}';
    })).toEqual([
      ['error advancedGroup', `${RULE}.r0 net/alicloud_security_group.own`, {
        group: 'net/alicloud_security_group.own', source: 'sg-bp1web',
      }],
      0,
    ]);
  });

  test.each<[name: string, more: object, count: number]>([
    ['UDP 4789', {}, 1],
    ['ports up to 4789', { port_range: '1/4789' }, 1],
    ['ports from 4789', { port_range: '4789/9999' }, 1],
    ['ports below', { port_range: '1/4788' }, 0],
    ['ports above', { port_range: '4790/9999' }, 0],
    ['ports that are known only at apply', { port_range: VARIABLE }, 1],
    ['TCP', { ip_protocol: 'tcp' }, 0],
    ['a protocol that is known only at apply', { ip_protocol: VARIABLE }, 0],
    // A rule for everything serves other purposes, and counts if something is wrong with it.
    ['everything', { ip_protocol: 'all', port_range: '-1/-1' }, 0],
    ['the group of another interface', { security_group_id: 'sg-bp1web' }, 0],
  ])('a rule is one for mirrored packets if it is for %s', (_, more, count) => {
    expect(of('TM416')(rules(more))).toEqual([count]);
  });
});

describe('TM417', () => {
  const ALL = { policy: 'accept', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0' };
  const COPIES = { policy: 'accept', protocol: 'udp', port: '4789/4789', source_cidr_ip: '10.10.0.0/16' };
  const [IN, OUT] = ['ingress_acl_entries', 'egress_acl_entries'];
  /** An ACL of the app, bound to a vSwitch by a resource of its own. */
  const acl = (more: object, vswitch = 'vsw-bp1sensor'): Change => (f) => {
    add(f, 'alicloud_network_acl', { a: { vpc_id: 'vpc-bp1prod', ...more } });
    add(f, 'alicloud_vpc_network_acl_attachment', {
      a: { network_acl_id: '${alicloud_network_acl.a.id}', resource_id: vswitch, resource_type: 'VSwitch' },
    });
  };
  const times = (count: number) => Array.from({ length: count }, () => ALL);
  const at = (list: string) => `alicloud_network_acl.a ${list}`;
  const ONLY = [['warning mirroredOnly', at(IN), { port: 4789 }], 0];
  const tooMany = (direction: string) => [['error tooManyEntries', at(direction), { direction, entries: 21, limit: 20 }], 0];
  const empty = (direction: string) => [['warning emptyList', at(direction), { direction }], 0];
  const upper = (direction: string, protocol: string) => ['warning upperCase', at(direction), { direction, protocol }];
  const range = (direction: string, written: string) => ['error portRange', at(direction), {
    direction, protocol: 'udp', written, why: phrase('rangeForm', {}), write: `${written}/${written}`,
  }];
  const IN_RESOURCES = [['warning inResources', at('resources'), { limit: 1 }], 0];
  const dynamic = (name: string) => ({ dynamic: { [name]: [{ for_each: VARIABLE, content: {} }] } });

  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['without entries', acl({}), [1]],
    ['for everything', acl({ [IN]: [ALL], [OUT]: [ALL] }), [1]],
    ['of another vSwitch', acl({ [IN]: [COPIES] }, 'vsw-bp1far'), [0]],
    ['for mirrored packets alone', acl({ [IN]: [COPIES] }), ONLY],
    ['for mirrored packets alone, without a policy', acl({ [IN]: [{ ...COPIES, policy: undefined }] }), ONLY],
    ['for mirrored packets and others', acl({ [IN]: [COPIES, ALL] }), [1]],
    ['for mirrored packets alone, and a drop', acl({ [IN]: [COPIES, { ...ALL, policy: 'drop' }] }), ONLY],
    ['for mirrored packets alone, and a drop in capitals', acl({ [IN]: [COPIES, { ...ALL, policy: 'DROP' }] }), ONLY],
    ['with a drop alone', acl({ [IN]: [{ ...ALL, policy: 'drop' }] }), [1]],
    ['for one port more', acl({ [IN]: [{ ...COPIES, port: '4789/4790' }] }), [1]],
    ['for one port more below', acl({ [IN]: [{ ...COPIES, port: '4788/4789' }] }), [1]],
    ['for TCP', acl({ [IN]: [{ ...COPIES, protocol: 'tcp' }] }), [1]],
    ['with ports that are known only at apply', acl({ [IN]: [{ ...COPIES, port: VARIABLE }] }), [0]],
    ['with a protocol that is known only at apply', acl({ [IN]: [{ ...COPIES, protocol: VARIABLE }] }), [0]],
    ['with a policy that is known only at apply', acl({ [IN]: [{ ...COPIES, policy: VARIABLE }] }), [0]],
    ['with ports that are known only at apply, and for everything', acl({ [IN]: [{ ...COPIES, port: VARIABLE }, ALL] }), [1]],
    ['with ports that are known only at apply, and for mirrored packets', acl({ [IN]: [COPIES, { ...COPIES, port: VARIABLE }] }), [0]],
    ['with the most entries', acl({ [IN]: times(20) }), [1]],
    ['with too many entries', acl({ [IN]: times(21) }), tooMany(IN)],
    ['with too many outbound entries', acl({ [IN]: [ALL], [OUT]: times(21) }), tooMany(OUT)],
    ['with an empty list', acl({ [IN]: [] }), empty(IN)],
    ['with an empty outbound list', acl({ [IN]: [ALL], [OUT]: [] }), empty(OUT)],
    ['with a protocol in capitals', acl({ [IN]: [ALL, { ...ALL, protocol: 'ALL' }] }), [upper(IN, 'ALL'), 0]],
    ['with an outbound protocol in capitals', acl({ [IN]: [ALL], [OUT]: [{ ...ALL, protocol: 'TCP', port: '80/80' }] }),
      [upper(OUT, 'TCP'), 0]],
    ['with a protocol in capitals that is known only at apply', acl({ [IN]: [ALL, { ...ALL, protocol: '${var.P}' }] }), [1]],
    ['with wrong ranges in both lists, two in the first', acl({
      [IN]: [ALL, { ...COPIES, port: '4789' }, { ...COPIES, port: '1' }], [OUT]: [{ ...COPIES, port: '7' }],
    }), [range(IN, '4789'), range(OUT, '7'), 0]],
    ['with entries that are known only at apply', acl({ [IN]: VARIABLE }), [0]],
    ['with outbound entries that are known only at apply', acl({ [IN]: [ALL], [OUT]: VARIABLE }), [0]],
    ['with inbound entries that a block makes', acl({ [IN]: [ALL], ...dynamic(IN) }), [0]],
    ['with outbound entries that a block makes', acl({ [IN]: [ALL], ...dynamic(OUT) }), [0]],
    ['with resources that a block makes', acl({ [IN]: [ALL], ...dynamic('resources') }), [0]],
    ['with other parts that a block makes', acl({ [IN]: [ALL], ...dynamic('tags') }), [1]],
    ['with resources that are known only at apply', acl({ [IN]: [ALL], resources: VARIABLE }), IN_RESOURCES],
    ['that lists its vSwitch', (f) => {
      acl({ [IN]: [ALL], resources: [{ resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' }] })(f);
      delete f.terraform.resource.alicloud_vpc_network_acl_attachment;
    }, IN_RESOURCES],
  ])('an ACL %s', (_, change, expected) => {
    expect(of('TM417')(change)).toEqual(expected);
  });

  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['an interface', (f) => Object.assign(session(f), {
      traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'NetworkInterface',
    }), ONLY],
    ['an interface whose vSwitch the session states', (f) => {
      Object.assign(session(f), { traffic_mirror_target_id: 'eni-bp1own', traffic_mirror_target_type: 'NetworkInterface' });
      statement(f).target.vswitchId = 'vsw-bp1sensor';
    }, ONLY],
    ['an interface of an unknown vSwitch', (f) => Object.assign(session(f), {
      traffic_mirror_target_id: 'eni-bp1own', traffic_mirror_target_type: 'NetworkInterface',
    }), [0]],
    ['the target of a session that is off', (f) => { session(f).enabled = false; }, [0]],
  ])('the ACL of %s', (_, change, expected) => {
    expect(of('TM417')((f) => { acl({ [IN]: [COPIES] })(f); change(f); })).toEqual(expected);
  });
});

describe('TM418', () => {
  const WHERE = 'alicloud_slb_server_group.sensors';
  const INLINE = { servers: [{ server_ids: ['eni-bp1sensor'], port: 4789, type: 'eni' }] };
  const is = (reason: string) => [[reason, WHERE, { attachments: [`net/${ATTACHMENT}.sensor`] }], 0];
  const BOTH = is('warning both');
  const PERHAPS = is('undecided perhapsBoth');
  const group = (more: object, attachment: object = {}) => collecting((f) => {
    Object.assign(part(f, 'alicloud_slb_server_group'), more);
    Object.assign(part(f, ATTACHMENT), attachment);
  });
  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['attached servers', group({}), [1]],
    ['inline servers', collecting((f) => {
      Object.assign(part(f, 'alicloud_slb_server_group'), INLINE);
      delete f.terraform.resource[ATTACHMENT];
    }), [1]],
    ['both', group(INLINE), BOTH],
    ['an empty list and attached servers', group({ servers: [] }), [1]],
    ['inline servers and one that perhaps exists', group(INLINE, { count: '${var.n}' }), PERHAPS],
    ['inline servers, and one that is attached to a group that is known only at apply', group(INLINE, { server_group_id: VARIABLE }),
      PERHAPS],
    ['inline servers, and one that is attached to another group', (f) => {
      group(INLINE, { server_group_id: '${alicloud_slb_server_group.other.id}' })(f);
      add(f, 'alicloud_slb_server_group', { other: { load_balancer_id: BALANCER } });
    }, [1]],
    ['inline servers, one that perhaps exists, and one that does', (f) => {
      group(INLINE)(f);
      add(f, ATTACHMENT, { b: { ...part(f, ATTACHMENT), count: '${var.n}' } });
    }, [['warning both', WHERE, { attachments: [`net/${ATTACHMENT}.sensor`, `net/${ATTACHMENT}.b`] }], 0]],
    ['inline servers that a block makes', group({ dynamic: { servers: [{ for_each: VARIABLE, content: {} }] } }), PERHAPS],
    ['inline servers that are known only at apply', group({ servers: VARIABLE }), PERHAPS],
    ['other parts that a block makes', group({ dynamic: { tags: [{ for_each: VARIABLE, content: {} }] } }), [1]],
  ])('a group with %s', (_, change, expected) => {
    expect(of('TM418')(change)).toEqual(expected);
  });

  test('a group that no listener for mirrored packets uses is no subject', () => {
    expect(of('TM418')(collecting((f) => {
      Object.assign(part(f, 'alicloud_slb_server_group'), INLINE);
      part(f, LISTENER).frontend_port = 53;
    }))).toEqual([0]);
  });
});

describe('TM419', () => {
  const PEERING = 'alicloud_vpc_peer_connection';
  const [WEB, SENSOR, OTHER] = ['web', 'sensor', 'other'].map((name) => `\${alicloud_vpc.${name}.id}`);
  const NO_ACCOUNT = [['warning noAccount', `${PEERING}.p`, {}], 0];
  const PERHAPS = [['undecided perhapsCrossed', `${PEERING}.p`, {}], 0];
  /** The peering connects these VPCs, and sets no account. */
  const between = (from: unknown, to: unknown): Change => (f) => {
    peered(f);
    add(f, 'alicloud_vpc', { other: {} });
    Object.assign(part(f, PEERING), { vpc_id: from, accepting_vpc_id: to, accepting_ali_uid: undefined });
  };
  /** A peering between VPCs by their ids. The target is in the first one, as far as it is known. */
  const byIds = (change: Change, from = 'vpc-bp1prod', to = 'vpc-bp1other'): Change => (f) => {
    add(f, PEERING, { p: { vpc_id: from, accepting_vpc_id: to, accepting_region_id: 'cn-hangzhou' } });
    change(f);
  };
  const sourceIn = (vpcId: string | undefined): Change => (f) => {
    f.network[0].vswitches.delete('vsw-bp1web');
    statement(f).sources['eni-bp1web'].vpcId = vpcId;
  };
  const sourceInUnknown: Change = (f) => { statement(f).sources['eni-bp1web'].vpcId = undefined; };
  const unlisted: Change = (f) => { session(f).traffic_mirror_source_ids = VARIABLE; };

  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['with an account', peered, [1]],
    ['without an account', between(WEB, SENSOR), NO_ACCOUNT],
    ['without an account, the other way', between(SENSOR, WEB), NO_ACCOUNT],
    ['of the VPC of the target and another one', between(OTHER, SENSOR), [1]],
    ['of the VPC of the source and another one', between(WEB, OTHER), [1]],
    ['of another VPC and that of the source', between(OTHER, WEB), [1]],
    ['of another VPC and that of the target', between(SENSOR, OTHER), [1]],
    ['of the VPC of the source with itself', between(WEB, WEB), [1]],
    ['of the VPC of the target with itself', between(SENSOR, SENSOR), [1]],
    ['of the VPC of the source and an unknown one', between(WEB, VARIABLE), PERHAPS],
    ['of the VPC of the target and an unknown one', between(SENSOR, VARIABLE), PERHAPS],
    ['of an unknown VPC and that of the target', between(VARIABLE, SENSOR), PERHAPS],
    ['of an unknown VPC and that of the source', between(VARIABLE, WEB), PERHAPS],
    ['of the VPC of the target and one that is not written', between(SENSOR, undefined), PERHAPS],
    ['of another VPC and an unknown one', between(OTHER, VARIABLE), [1]],
    ['of an unknown VPC and another one', between(VARIABLE, OTHER), [1]],
    ['that nothing crosses', byIds(() => {}), [1]],
    ['that the copies cross', byIds(sourceIn('vpc-bp1other')), NO_ACCOUNT],
    ['that the copies perhaps cross: the VPC of the source is not known', byIds(sourceIn(undefined)), PERHAPS],
    ['that the copies perhaps cross: the list of sources is not known', byIds(unlisted), PERHAPS],
    ['that the copies perhaps cross: nothing is known', byIds((f) => { f.network = []; sourceInUnknown(f); }), PERHAPS],
    ['of VPCs that are not written, and nothing is known', (f) => {
      byIds((g) => { g.network = []; sourceInUnknown(g); })(f);
      Object.assign(part(f, PEERING), { vpc_id: undefined, accepting_vpc_id: undefined });
    }, PERHAPS],
    ['of the VPC of both ends and an unknown one', byIds(() => {}, 'vpc-bp1prod', VARIABLE), [1]],
    ['that the copies of the first of two sources in other VPCs cross', byIds((f) => {
      sourceIn('vpc-bp1other')(f);
      addSession(f, 'b', ['eni-bp1b'], 200);
      statement(f, 'b').sources['eni-bp1b'] = { ...stated(), vpcId: 'vpc-bp1third', vswitchId: undefined };
    }), NO_ACCOUNT],
    ['of other VPCs than that of the target', byIds(sourceIn(undefined), 'vpc-bp1a', 'vpc-bp1b'), [1]],
    ['that the copies of a session that is off would cross', byIds((f) => {
      sourceIn('vpc-bp1other')(f);
      session(f).enabled = false;
    }), [1]],
    ['that the copies of the second of two sources cross', byIds((f) => {
      sourceIn('vpc-bp1other')(f);
      session(f).traffic_mirror_source_ids.unshift('eni-bp1sensor');
    }), NO_ACCOUNT],
    ['that the copies for an interface cross', byIds((f) => {
      sourceIn('vpc-bp1other')(f);
      Object.assign(session(f), { traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'NetworkInterface' });
    }), NO_ACCOUNT],
    ['that the copies for an interface in a stated VPC cross', byIds((f) => {
      sourceIn('vpc-bp1other')(f);
      Object.assign(session(f), { traffic_mirror_target_id: 'eni-bp1own', traffic_mirror_target_type: 'NetworkInterface' });
      statement(f).target.vpcId = 'vpc-bp1prod';
    }), NO_ACCOUNT],
    ['that the copies for a load balancer in a stated VPC cross', byIds((f) => {
      sourceIn('vpc-bp1other')(f);
      f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, vpcId: undefined });
      statement(f).target.vpcId = 'vpc-bp1prod';
    }), NO_ACCOUNT],
    ['that the copies of a source without a statement perhaps cross', byIds((f) => { f.statements.sessions = {}; }), PERHAPS],
  ])('a peering %s', (_, change, expected) => {
    expect(of('TM419')(change)).toEqual(expected);
  });
});

describe('TM421', () => {
  const collector = (change: Change, known = false): Change => (f) => {
    addCollector(f);
    f.statements.collectors = [{ path: 'net/Sensors', target: BALANCER }];
    if (!known) f.network = [];
    change(f);
  };
  const NOTHING = [['warning nothingAllowed', 'net/Sensors', { target: 'net/alicloud_slb_load_balancer.sensors' }], 0];
  const perhaps: Change = (f) => { session(f).count = '${var.n}'; };
  test.each<[name: string, change: Change, expected: unknown[]]>([
    ['that is verified', collector(() => {}, true), [1]],
    ['that is not verified', collector(() => {}), NOTHING],
    ['that admits something', collector((f) => { f.statements.collectors![0].admits = true; }), [1]],
    ['of a session that perhaps exists', collector(perhaps), [0]],
    ['of a session that perhaps exists and one that does', collector((f) => {
      perhaps(f);
      addSession(f, 'b', ['eni-bp1b'], 200, toBalancer);
    }), NOTHING],
    ['of a session that is off', collector((f) => { session(f).enabled = false; }), [0]],
    ['of no session', collector((f) => { session(f).traffic_mirror_target_id = 'lb-bp1sensors'; }), [0]],
    ['with a source that is refused', collector((f) => {
      part(f, RULE).cidr_ip = '10.20.0.0/16';
      f.network[0].securityGroups.clear();
    }, true), NOTHING],
  ])('a collector %s', (_, change, expected) => {
    expect(of('TM421')(change)).toEqual(expected);
  });

  test('an app without collectors has no subject', () => {
    expect(of('TM421')(() => {})).toEqual([0]);
    expect(of('TM421')((f) => { f.statements.collectors = []; })).toEqual([0]);
    expect(of('TM421')((f) => { Object.assign(f, { statements: undefined }); })).toEqual([0]);
  });

  test('a collector in the second of two stacks is one', () => {
    const { findings, passed } = reasonsIn([right(), right()], ([first, second]) => {
      first.terraform.resource[SESSION] = {};
      first.statements.sessions = {};
      collector(() => {}, true)(second);
    }, /^TM421/);
    expect([findings, passed.TM421]).toEqual([[], 1]);
  });
});
