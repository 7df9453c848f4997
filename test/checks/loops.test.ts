// TM409: whether the filter of a mirrored sensor copies the VXLAN packets that it receives, rule by rule.
import { add, addCollector, addSession, FILTER, Fixture, INBOUND, right, rule, SESSION, stated } from './fixtures';
import { reasonsIn, reasonsOf } from './reasons';

const EGRESS = 'alicloud_vpc_traffic_mirror_filter_egress_rule';
const VXLAN = { protocol: 'UDP', destination_port_range: '4789/4789' };
const ALL = { protocol: 'ALL', destination_port_range: '-1/-1' };

/** The sensor behind the load balancer is the source, and the filter has these inbound rules. */
const mirrored = (f: Fixture, rules: readonly object[]) => {
  f.terraform.resource[INBOUND] = Object.fromEntries(rules.map((more, i) => [`inbound-${i}`, rule(i + 1, more)]));
  f.terraform.resource[SESSION].web.traffic_mirror_source_ids = ['eni-bp1sensor'];
  f.statements.sessions[`${SESSION}.web`].sources = {
    'eni-bp1sensor': stated({ primaryIp: '10.10.9.5', vswitchId: 'vsw-bp1sensor', securityGroupIds: ['sg-bp1sensor'] }),
  };
};
const tm409 = (change: (f: Fixture) => void) => reasonsOf(change, /^TM409/).findings;
const COMMON = {
  source: 'eni-bp1sensor', target: 'lb-bp1sensors', sessions: ['net/alicloud_vpc_traffic_mirror_session.web'], port: 4789,
};
const LOOP = [['error TM409 loop', COMMON]];
const OPEN = [['undecided TM409 filterNotKnown', COMMON]];

test.each<[name: string, rules: object[], found: unknown]>([
  ['every packet', [ALL], LOOP],
  ['every packet, without ports', [{ ...ALL, destination_port_range: undefined }], LOOP],
  ['UDP 4789', [VXLAN], LOOP],
  ['ranges that end and begin with 4789', [{ ...VXLAN, destination_port_range: '1/4789' }], LOOP],
  ['a range that begins with 4789', [{ ...VXLAN, destination_port_range: '4789/65535' }], LOOP],
  ['ports below', [{ ...VXLAN, destination_port_range: '1/4788' }], []],
  ['ports above', [{ ...VXLAN, destination_port_range: '4790/65535' }], []],
  ['every UDP port', [{ ...VXLAN, destination_port_range: '-1/-1' }], LOOP],
  ['TCP 4789', [{ ...VXLAN, protocol: 'TCP' }], []],
  ['ICMP', [{ ...ALL, protocol: 'ICMP' }], []],
  ['UDP 4789 of one network', [{ ...VXLAN, source_cidr_block: '10.10.0.0/16' }], LOOP],
  ['a protocol that is known only at apply', [{ ...VXLAN, protocol: '${var.protocol}' }], OPEN],
  ['ports that are known only at apply', [{ ...VXLAN, destination_port_range: '${var.ports}' }], OPEN],
  ['an action that is known only at apply', [{ ...VXLAN, action: '${var.action}' }], OPEN],
  ['an action that is known only at apply, of TCP', [{ ...VXLAN, protocol: 'TCP', action: '${var.action}' }], []],
  ['a drop of UDP 4789 before everything', [{ ...VXLAN, action: 'drop' }, ALL], []],
  ['a drop of everything before everything', [{ ...ALL, action: 'drop' }, ALL], []],
  ['a drop of another port before everything', [{ ...VXLAN, destination_port_range: '53/53', action: 'drop' }, ALL], LOOP],
  ['a drop of one source network before everything', [{ ...VXLAN, source_cidr_block: '10.9.0.0/16', action: 'drop' }, ALL], LOOP],
  ['a drop of one destination before everything', [{ ...VXLAN, destination_cidr_block: '10.9.0.0/16', action: 'drop' }, ALL], LOOP],
  ['a drop without CIDRs before everything', [
    { ...VXLAN, source_cidr_block: undefined, destination_cidr_block: undefined, action: 'drop' }, ALL,
  ], []],
  ['a drop of one source port before everything', [{ ...VXLAN, source_port_range: '5000/5000', action: 'drop' }, ALL], LOOP],
  ['a drop of every source port, written so, before everything', [{ ...VXLAN, source_port_range: '1/65535', action: 'drop' }, ALL], []],
  ['a drop without source ports before everything', [{ ...VXLAN, source_port_range: undefined, action: 'drop' }, ALL], []],
  ['a drop of everything, whose source ports mean nothing', [{ ...ALL, source_port_range: '1/1', action: 'drop' }, ALL], []],
  ['a drop with a later priority', [{ ...VXLAN, action: 'drop', priority: 5 }, { ...ALL, priority: 3 }], LOOP],
  ['an accept with a later priority', [{ ...ALL, priority: 5 }, { ...VXLAN, action: 'drop', priority: 3 }], []],
  ['a priority that is known only at apply, beside a known one', [{}, { ...ALL, priority: '${var.priority}' }], OPEN],
])('a filter that accepts %s', (_, rules, found) => {
  expect(tm409((f) => mirrored(f, rules))).toEqual(found);
});

test('outbound rules copy nothing that the sensor receives', () => {
  expect(tm409((f) => { mirrored(f, []); add(f, EGRESS, { out: rule(1, ALL) }); })).toEqual([]);
});

test.each([[INBOUND, OPEN], [EGRESS, []]])('a rule of an unknown filter: %s', (type, found) => {
  expect(tm409((f) => { mirrored(f, [{}]); add(f, type, { stray: rule(5, { ...ALL, traffic_mirror_filter_id: '${var.filter}' }) }); }))
    .toEqual(found);
});

test.each<[name: string, more: object]>([
  ['a filter by its id', { traffic_mirror_filter_id: 'tmf-bp1' }],
  ['a filter that is known only at apply', { traffic_mirror_filter_id: '${var.filter}' }],
  ['no filter', { traffic_mirror_filter_id: undefined }],
])('%s leaves it open', (_, more) => {
  expect(tm409((f) => { mirrored(f, [{}]); Object.assign(f.terraform.resource[SESSION].web, more); })).toEqual(OPEN);
});

describe('a sensor that another stack mirrors', () => {
  /** Another interface of the sensor's instance. */
  const OTHER = 'eni-bp1reports';
  const found = (
    account: object, eni: string, rules: object[] = [ALL], more?: (collecting: Fixture) => void,
  ) => reasonsIn([right(), right()], ([collecting, mirroring]) => {
    addCollector(collecting);
    more?.(collecting);
    for (const f of [collecting, mirroring]) f.terraform.provider.alicloud[0].assume_role = { role_arn: 'acs:ram::1:role/x' };
    delete mirroring.terraform.provider.alicloud[0].assume_role;
    Object.assign(mirroring.terraform.provider.alicloud[0], account);
    mirrored(mirroring, rules);
    Object.assign(mirroring.terraform.resource[SESSION].web, {
      priority: 101, virtual_network_id: 1001, traffic_mirror_target_id: 'lb-bp1other', traffic_mirror_source_ids: [eni],
    });
    mirroring.statements.sessions[`${SESSION}.web`].sources = {
      [eni]: stated({ primaryIp: '10.10.9.5', ...eni === OTHER && { instanceId: 'i-bp1sensor' } }),
    };
    const { interfaces } = collecting.network[0];
    interfaces.set('eni-bp1sensor', { ...interfaces.get('eni-bp1sensor')!, instanceId: 'i-bp1sensor' });
  }, /^TM(110|409)/);
  const of = (...given: Parameters<typeof found>) => {
    const { findings, passed } = found(...given);
    return [findings.map(([text]) => text), passed.TM409 ?? 0];
  };

  test.each([['the sensor itself', 'eni-bp1sensor', 'copiedAgain'], ['another interface of its instance', OTHER, 'reportCopied']])(
    '%s: found in one account, no fault in two, undecided if the account is unknown', (_, eni, reason) => {
      expect(of({ account_id: '1' }, eni)[0]).toEqual([`warning TM409 ${reason}`]);
      expect(of({ account_id: '2' }, eni)).toEqual([[], 1]);
      expect(of({}, eni)).toEqual([['undecided TM110 notKnown'], 0]);
    });

  test('with a filter that copies none of its VXLAN packets', () => {
    expect(of({}, 'eni-bp1sensor', [{ ...VXLAN, protocol: 'TCP' }])).toEqual([[], 1]);
  });

  test('and its own stack mirrors with a filter that copies none of its VXLAN packets', () => {
    const own = (f: Fixture) => source(f, 'eni-bp1sensor');
    expect(of({ account_id: '2' }, 'eni-bp1sensor', [ALL], own)).toEqual([[], 2]);
    expect(of({}, 'eni-bp1sensor', [ALL], own)).toEqual([['undecided TM110 notKnown'], 0]);
  });
});

const WEB = `${SESSION}.web`;
const OWN = 'net/alicloud_ecs_network_interface.own';
const TARGET = 'lb-bp1sensors';
/** The filter copies every packet. */
const copyAll = (f: Fixture) => { f.terraform.resource[INBOUND] = { all: rule(1, ALL) }; };
const source = (f: Fixture, id: string, more: object = {}, name = 'web') => {
  f.terraform.resource[SESSION][name].traffic_mirror_source_ids = [id];
  f.statements.sessions[`${SESSION}.${name}`].sources = { [id]: stated(more) };
};
/** The source is an interface of the app, with such an attachment. */
const ownSource = (f: Fixture, attachment?: object) => {
  const id = '${alicloud_ecs_network_interface.own.id}';
  add(f, 'alicloud_ecs_network_interface', { own: { vswitch_id: 'vsw-bp1web', security_group_ids: ['sg-bp1web'] } });
  if (attachment) add(f, 'alicloud_ecs_network_interface_attachment', { own: { network_interface_id: id, ...attachment } });
  source(f, id);
};
const instance = (f: Fixture, name: string) =>
  add(f, 'alicloud_instance', { [name]: { vswitch_id: 'vsw-bp1sensor', security_groups: ['sg-bp1sensor'] } });
/** The only server of a load balancer by its id. */
const server = (f: Fixture, serverId: string) => f.network[0].serverGroups.set('rsp-bp1sensors', {
  loadBalancerId: TARGET, servers: [{ serverId, weight: 100, port: 4789 }],
});
/** The only server of a load balancer of the app. */
const ownServer = (f: Fixture, serverId: string) => {
  addCollector(f);
  f.terraform.resource.alicloud_slb_server_group_server_attachment.sensor.server_id = serverId;
};
const toInterface = (id: string) => ({ traffic_mirror_target_id: id, traffic_mirror_target_type: 'NetworkInterface' });
const direct = (f: Fixture) =>
  Object.assign(f.terraform.resource[SESSION].web, toInterface('eni-bp1sensor'));
const toFar = toInterface('eni-bp1far');
/** The result of TM409: each finding with its place, and the number of passes. */
const result = (change: (f: Fixture) => void) => {
  const { findings, at, passed } = reasonsOf(change, /^TM409/);
  return [...findings.map(([reason, parameters], i) => [reason, at[i], parameters]), passed.TM409];
};

describe('a server that is a source', () => {
  const SERVER = { source: 'eni-bp1sensor', target: TARGET, sessions: [`net/${WEB}`], port: 4789 };
  const again = (other: string | undefined) =>
    [['warning TM409 copiedAgain', `${SESSION}.b eni-bp1sensor`, { ...SERVER, other }], 0];
  const PERHAPS = ['undecided TM409 perhapsSource', `${WEB} ${TARGET}`, { target: TARGET, server: 'eni-bp1sensor', port: 4789 }];
  const also = (f: Fixture, name: string, more: object) => addSession(f, name, ['eni-bp1sensor'], 200, more);

  test.each<[name: string, change: (f: Fixture) => void, expected: unknown[]]>([
    // Which instance the source has is not known, and no response of the API is missing.
    ['is none', () => {}, [1]],
    ['is one of a session whose filter copies no VXLAN', (f) => source(f, 'eni-bp1sensor'), [2]],
    ['gets its own copies', (f) => { copyAll(f); source(f, 'eni-bp1sensor'); },
      [['error TM409 loop', `${WEB} eni-bp1sensor`, SERVER], 1]],
    ['sends its copies to another target', (f) => { copyAll(f); also(f, 'b', toFar); }, again('eni-bp1far')],
    ['sends its copies to a target that is not set', (f) => {
      copyAll(f);
      also(f, 'b', { traffic_mirror_target_id: undefined });
    }, again(undefined)],
    ['sends its copies to another target in a session that is off', (f) => {
      copyAll(f);
      also(f, 'b', { ...toFar, enabled: false });
    }, [1]],
    ['is one of a session that is off, and may be one that is known only at apply', (f) => {
      copyAll(f);
      also(f, 'b', { ...toFar, enabled: false });
      addSession(f, 'c', ['${var.source}'], 300);
    }, [PERHAPS, 0]],
    ['sends its copies to another target and back', (f) => { copyAll(f); also(f, 'a', toFar); also(f, 'b', {}); },
      [['error TM409 loop', `${SESSION}.b eni-bp1sensor`, { ...SERVER, sessions: [`net/${WEB}`, `net/${SESSION}.b`] }], 0]],
    ['sends its copies back in a session that perhaps exists', (f) => {
      copyAll(f);
      source(f, 'eni-bp1sensor');
      f.terraform.resource[SESSION].web.count = '${var.n}';
    }, [['undecided TM409 filterNotKnown', `${WEB} eni-bp1sensor`, SERVER], 1]],
    ['sends copies on that it gets from a session that perhaps exists', (f) => {
      copyAll(f);
      f.terraform.resource[SESSION].web.count = '${var.n}';
      also(f, 'b', toFar);
    }, [['undecided TM409 filterNotKnown', `${SESSION}.b eni-bp1sensor`, SERVER], 0]],
    ['sends copies on that it gets from one session, and from another that perhaps exists', (f) => {
      copyAll(f);
      addSession(f, 'a', ['eni-bp1two'], 300, { count: '${var.n}' });
      also(f, 'b', toFar);
    }, [['warning TM409 copiedAgain', `${SESSION}.b eni-bp1sensor`,
      { ...SERVER, sessions: [`net/${WEB}`, `net/${SESSION}.a`], other: 'eni-bp1far' }], 0]],
    ['has one session whose filter copies VXLAN, and one whose filter does not', (f) => {
      copyAll(f);
      add(f, FILTER, { b: {} });
      add(f, INBOUND, { b: rule(1, { traffic_mirror_filter_id: `\${${FILTER}.b.id}` }) });
      also(f, 'a', { ...toFar, traffic_mirror_filter_id: `\${${FILTER}.b.id}` });
      also(f, 'b', toFar);
    }, again('eni-bp1far')],
    ['may be one in a list that is known only at apply', (f) => {
      copyAll(f);
      f.terraform.resource[SESSION].web.traffic_mirror_source_ids = '${var.sources}';
    }, [PERHAPS, 0]],
    ['may be one in a list that is known only at apply, without copies of VXLAN', (f) => {
      f.terraform.resource[SESSION].web.traffic_mirror_source_ids = '${var.sources}';
    }, [1]],
    ['may be one that is known only at apply', (f) => { copyAll(f); source(f, '${var.source}'); }, [PERHAPS, 0]],
    ['may be one that is known only at apply, without copies of VXLAN', (f) => source(f, '${var.source}'), [1]],
    ['may be one that is known only at apply, and one filter of two copies VXLAN', (f) => {
      copyAll(f);
      add(f, FILTER, { b: {} });
      add(f, INBOUND, { b: rule(1, { traffic_mirror_filter_id: `\${${FILTER}.b.id}` }) });
      addSession(f, 'b', ['${var.source}'], 300, { traffic_mirror_filter_id: `\${${FILTER}.b.id}` });
    }, [PERHAPS, 0]],
    ['may be one whose filter is off', (f) => {
      copyAll(f);
      f.terraform.resource[INBOUND].all.traffic_mirror_filter_id = `\${${FILTER}.off.id}`;
      add(f, FILTER, { off: {} });
      add(f, INBOUND, { web: rule(1) });
      addSession(f, 'off', ['${var.source}'], 300, { traffic_mirror_filter_id: `\${${FILTER}.off.id}`, enabled: false });
    }, [1]],
    ['by its id may be one of the app', (f) => { copyAll(f); ownSource(f); }, [PERHAPS, 1]],
    ['of the app may be one by its id', (f) => { copyAll(f); instance(f, 'm'); ownServer(f, '${alicloud_instance.m.id}'); }, [
      ['undecided TM409 perhapsSource', `${WEB} net/alicloud_slb_load_balancer.sensors`, {
        target: 'net/alicloud_slb_load_balancer.sensors', server: 'net/alicloud_instance.m', port: 4789,
      }], 1,
    ]],
    ['of the app is none of the other ones of the app', (f) => {
      copyAll(f);
      instance(f, 'm');
      ownServer(f, '${alicloud_instance.m.id}');
      ownSource(f);
    }, [2]],
    ...['eni-bp1web', '${alicloud_instance.m.network_interface_id}'].map((id): [string, (f: Fixture) => void, unknown[]] => [
      `that is known only at apply may be ${id}`, (f) => {
        copyAll(f);
        instance(f, 'm');
        ownServer(f, '${var.server}');
        source(f, id);
      }, [
        ['undecided TM409 perhapsSource', `${WEB} net/alicloud_slb_load_balancer.sensors`, {
          target: 'net/alicloud_slb_load_balancer.sensors', server: '${var.server}', port: 4789,
        }], 0,
      ],
    ]),
  ])('%s', (_, change, expected) => {
    expect(result(change)).toEqual(expected);
  });
});

describe('another interface of the instance of a sensor', () => {
  const copied = (sources: string[], more: object = {}) => ['warning TM409 reportCopied', `${WEB} ${sources[0]}`, {
    sources, instance: 'i-bp1sensor', sensor: 'eni-bp1sensor', target: TARGET, ...more,
  }];
  const perhaps = (attachment: string, more: object = {}) => ['undecided TM409 perhapsAttached', `${WEB} ${OWN}`, {
    source: OWN, attachment: `net/alicloud_ecs_network_interface_attachment.${attachment}`,
    instance: 'i-bp1sensor', target: TARGET, ...more,
  }];
  const NOT_KNOWN = ['undecided TM409 instanceNotKnown', `${WEB} i-bp1other`, { instance: 'i-bp1other', target: TARGET }];
  const SENSOR = 'net/alicloud_ecs_network_interface.sensor';
  /** The target is an interface of the app, which is attached to this instance. */
  const ownTarget = (f: Fixture, to: string) => {
    const id = '${alicloud_ecs_network_interface.sensor.id}';
    add(f, 'alicloud_ecs_network_interface', { sensor: { vswitch_id: 'vsw-bp1sensor', security_group_ids: ['sg-bp1sensor'] } });
    add(f, 'alicloud_ecs_network_interface_attachment', { sensor: { network_interface_id: id, instance_id: to } });
    Object.assign(f.terraform.resource[SESSION].web, { traffic_mirror_target_id: id, traffic_mirror_target_type: 'NetworkInterface' });
  };

  test.each<[name: string, change: (f: Fixture) => void, expected: unknown[]]>([
    ['is no source', (f) => source(f, 'eni-bp1web', { instanceId: 'i-bp1web' }), [2]],
    ['is a source', (f) => source(f, 'eni-bp1web', { instanceId: 'i-bp1sensor' }), [copied(['eni-bp1web']), 1]],
    ['is a source twice', (f) => {
      source(f, 'eni-bp1web', { instanceId: 'i-bp1sensor' });
      addSession(f, 'b', ['eni-bp1b'], 200);
      source(f, 'eni-bp1b', { instanceId: 'i-bp1sensor' }, 'b');
    }, [copied(['eni-bp1web', 'eni-bp1b']), 1]],
    ['is a source of an interface target', (f) => { direct(f); source(f, 'eni-bp1web', { instanceId: 'i-bp1sensor' }); },
      [copied(['eni-bp1web'], { target: 'eni-bp1sensor' }), 0]],
    ['is a source of an interface target that is a source too', (f) => {
      direct(f);
      source(f, 'eni-bp1sensor');
      addSession(f, 'b', ['eni-bp1web'], 200, toFar);
      source(f, 'eni-bp1web', { instanceId: 'i-bp1web' }, 'b');
    }, [1]],
    ['is none that anything is stated of', (f) => { f.statements.sessions = {}; }, [1]],
    ['is none of those that are stated', (f) => { f.statements.sessions[WEB].sources = {}; }, [1]],
    ['is none, in a list with others that are known only at apply', (f) => {
      source(f, 'eni-bp1web', { instanceId: 'i-bp1web' });
      addSession(f, 'b', [], 200, { traffic_mirror_source_ids: '${var.sources}' });
    }, [1]],
    ['of a server by its instance', (f) => { server(f, 'i-bp1other'); source(f, 'eni-bp1web', { instanceId: 'i-bp1other' }); },
      [copied(['eni-bp1web'], { instance: 'i-bp1other', sensor: 'i-bp1other' }), 0]],
    ['of a server by its instance, with a source of an unknown instance', (f) => server(f, 'i-bp1other'), [NOT_KNOWN, 0]],
    ['of a server by its instance, with a source of another instance', (f) => {
      server(f, 'i-bp1other');
      source(f, 'eni-bp1web', { instanceId: 'i-bp1web' });
    }, [1]],
    ['of a server by its instance, with a source that is known only at apply', (f) => {
      server(f, 'i-bp1other');
      source(f, '${var.source}');
    }, [NOT_KNOWN, 0]],
    ['by its id, perhaps attached to another instance', (f) => add(f, 'alicloud_ecs_network_interface_attachment', {
      own: { count: '${var.n}', network_interface_id: 'eni-bp1web', instance_id: 'i-bp1other' },
    }), [1]],
    ['of the app that nothing attaches', (f) => ownSource(f), [2]],
    ['of the app, attached to the sensor', (f) => ownSource(f, { instance_id: 'i-bp1sensor' }), [copied([OWN]), 1]],
    ['of the app, attached to another instance', (f) => ownSource(f, { instance_id: 'i-bp1other' }), [2]],
    ['of the app, attached to an instance that is known only at apply', (f) => ownSource(f, { instance_id: '${var.instance}' }),
      [perhaps('own'), 1]],
    ['of the app, attached to no written instance', (f) => ownSource(f, {}), [perhaps('own'), 1]],
    ['of the app, perhaps attached to the sensor', (f) => ownSource(f, { count: '${var.n}', instance_id: 'i-bp1sensor' }),
      [perhaps('own'), 1]],
    ['of the app, perhaps attached to another instance', (f) => ownSource(f, { count: '${var.n}', instance_id: 'i-bp1other' }), [2]],
    ['of the app, perhaps attached to another instance or to the sensor', (f) => {
      ownSource(f, { count: '${var.n}', instance_id: 'i-bp1other' });
      const { own } = f.terraform.resource.alicloud_ecs_network_interface_attachment;
      add(f, 'alicloud_ecs_network_interface_attachment', { second: { ...own, instance_id: 'i-bp1sensor' } });
    }, [perhaps('second'), 1]],
    ['of the app, attached to an instance of the app', (f) => {
      instance(f, 'm');
      ownSource(f, { instance_id: '${alicloud_instance.m.id}' });
    }, [2]],
    ['of the app, beside an attachment of an interface that is known only at apply to the sensor', (f) => {
      ownSource(f);
      add(f, 'alicloud_ecs_network_interface_attachment', { any: { network_interface_id: '${var.eni}', instance_id: 'i-bp1sensor' } });
    }, [perhaps('any'), 1]],
    ['of the app, beside an attachment of an interface that is known only at apply to another instance', (f) => {
      ownSource(f);
      add(f, 'alicloud_ecs_network_interface_attachment', { any: { network_interface_id: '${var.eni}', instance_id: 'i-bp1other' } });
    }, [2]],
    ['of an instance that is known only at apply: the source has the same one', (f) => {
      ownTarget(f, '${var.instance}');
      ownSource(f, { instance_id: '${var.instance}' });
    }, [copied([OWN], { instance: '${var.instance}', sensor: SENSOR, target: SENSOR }), 0]],
    ['of an instance that is known only at apply: the source has another one', (f) => {
      ownTarget(f, '${var.instance}');
      ownSource(f, { instance_id: 'i-bp1other' });
    }, [perhaps('own', { instance: '${var.instance}', target: SENSOR }), 0]],
    ['of an instance that is known only at apply: the source is the primary interface of one of the app', (f) => {
      ownTarget(f, '${var.instance}');
      instance(f, 'm');
      source(f, '${alicloud_instance.m.network_interface_id}');
    }, [0]],
    ['of an instance that is known only at apply: the sensor is the only source', (f) => {
      ownTarget(f, '${var.instance}');
      source(f, '${alicloud_ecs_network_interface.sensor.id}');
    }, [1]],
    ['of an instance that is known only at apply: nothing attaches the source', (f) => {
      ownTarget(f, '${var.instance}');
      ownSource(f);
    }, [1]],
    ['of an instance that is known only at apply: the source is an id', (f) => ownTarget(f, '${var.instance}'), [0]],
    ['of an instance of the app: the source is an id', (f) => { instance(f, 'm'); ownTarget(f, '${alicloud_instance.m.id}'); }, [1]],
    ['of an instance of the app: the source is known only at apply', (f) => {
      instance(f, 'm');
      ownTarget(f, '${alicloud_instance.m.id}');
      source(f, '${var.source}');
    }, [0]],
  ])('%s', (_, change, expected) => {
    expect(result(change)).toEqual(expected);
  });
});
