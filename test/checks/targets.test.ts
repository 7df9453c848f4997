// TM401 and TM402: targets that the service or the provider does not accept. What `verdict` says of one source of a session.
import { add, addCollector, addSession, documents, Fixture, mirroredRule, right, SESSION, stated } from './fixtures';
import { reasonsOf } from './reasons';
import { Arrival } from '../../src/checks/arrival/arrival';
import { shownType, targetInstanceType, targetKind, TargetKind, targetMtu } from '../../src/checks/target';
import { MirrorModel } from '../../src/model/mirror-model';

const session = (f: Fixture) => f.terraform.resource[SESSION].web;
const to = (target: string, type: string | undefined) => (f: Fixture) =>
  Object.assign(session(f), { traffic_mirror_target_id: target, traffic_mirror_target_type: type });
const found = (change: (f: Fixture) => void) => reasonsOf(change, /^TM40[12]/).findings;
const SESSIONS = ['net/alicloud_vpc_traffic_mirror_session.web'];
const ALLOWED = { allowed: ['NetworkInterface', 'SLB'] };
const modelOf = (change: (f: Fixture) => void) => {
  const f = right();
  change(f);
  return new MirrorModel(documents(f));
};
const resource = (type: string, targetType?: string) => (f: Fixture) => {
  add(f, type, { t: { vswitch_id: 'vsw-bp1sensor' } });
  to(`\${${type}.t.${type === 'alicloud_instance' ? 'network_interface_id' : 'id'}}`, targetType)(f);
};

test.each<[name: string, change: (f: Fixture) => void, findings: unknown[]]>([
  ['a load balancer as SLB', to('lb-bp1sensors', 'SLB'), []],
  ['a load balancer as an interface', to('lb-bp1sensors', 'NetworkInterface'),
    [['error TM401 otherType', { target: 'lb-bp1sensors', balanced: true, fits: 'SLB', written: 'NetworkInterface', sessions: SESSIONS }]]],
  ['an interface as an interface', to('eni-bp1sensor', 'NetworkInterface'), []],
  ['an interface as SLB', to('eni-bp1sensor', 'SLB'), [['error TM401 otherType', {
    target: 'eni-bp1sensor', balanced: false, fits: 'NetworkInterface', written: 'SLB', sessions: SESSIONS,
  }]]],
  ['an endpoint by its id', to('ep-bp1sensors', 'SLB'), [['error TM402 endpoint', { target: 'ep-bp1sensors', ...ALLOWED }]]],
  ['the type of an endpoint', to('eni-bp1sensor', 'GatewayLoadBalancerEndpoint'),
    [['error TM402 endpoint', { target: 'eni-bp1sensor', ...ALLOWED }]]],
  ['an endpoint of the app', resource('alicloud_privatelink_vpc_endpoint', 'SLB'),
    [['error TM402 endpoint', { target: 'net/alicloud_privatelink_vpc_endpoint.t', ...ALLOWED }]]],
  ['a VPC', to('vpc-bp1prod', 'NetworkInterface'), [['error TM401 otherKind', { target: 'vpc-bp1prod', kind: 'VPC' }]]],
  ['a text that is no id', to('sensor', 'NetworkInterface'), [['error TM401 noId', { target: 'sensor' }]]],
  ['an interface of the app as SLB', resource('alicloud_ecs_network_interface', 'SLB'), [['error TM401 otherType', {
    target: 'net/alicloud_ecs_network_interface.t', balanced: false, fits: 'NetworkInterface', written: 'SLB', sessions: SESSIONS,
  }]]],
  ['an instance of the app as SLB', resource('alicloud_instance', 'SLB'), [['error TM401 otherType', {
    target: 'net/alicloud_instance.t', balanced: false, fits: 'NetworkInterface', written: 'SLB', sessions: SESSIONS,
  }]]],
  ['a load balancer of the app as an interface', resource('alicloud_slb_load_balancer', 'NetworkInterface'), [['error TM401 otherType', {
    target: 'net/alicloud_slb_load_balancer.t', balanced: true, fits: 'SLB', written: 'NetworkInterface', sessions: SESSIONS,
  }]]],
  ['a target that is known only at apply', to('${var.target}', undefined),
    [['undecided TM401 typeNotKnown', expect.objectContaining({ target: '${var.target}' })]]],
])('%s', (_, change, findings) => {
  expect(found(change)).toEqual(findings);
});

test('an endpoint in one of two sessions is one', () => {
  expect(found((f) => {
    to('eni-bp1sensor', 'NetworkInterface')(f);
    addSession(f, 'other', ['eni-bp1other'], 200, {
      traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'GatewayLoadBalancerEndpoint',
    });
  })).toEqual([['error TM402 endpoint', { target: 'eni-bp1sensor', ...ALLOWED }]]);
});

test('a target that is known only at apply may have any type', () => {
  expect(found(to('${var.target}', 'SLB'))).toEqual([]);
  expect(found(to('${var.target}', 'NetworkInterface'))).toEqual([]);
});

test.each<[name: string, change: (f: Fixture) => void, type: string | undefined]>([
  ['an interface', to('eni-bp1sensor', undefined), 'NetworkInterface'],
  ['a load balancer', to('lb-bp1sensors', undefined), 'SLB'],
  ['another id', to('vpc-bp1prod', undefined), undefined],
  ['an expression', to('${var.target}', undefined), undefined],
  ['an interface of the app', resource('alicloud_ecs_network_interface'), 'NetworkInterface'],
  ['an old interface of the app', resource('alicloud_network_interface'), 'NetworkInterface'],
  ['an instance of the app', resource('alicloud_instance'), 'NetworkInterface'],
  ['a load balancer of the app', resource('alicloud_slb'), 'SLB'],
  ['an endpoint of the app', resource('alicloud_privatelink_vpc_endpoint'), undefined],
])('the type of a target that is %s', (_, change, type) => {
  const model = modelOf(change);
  expect(shownType(model, model.sessions[0].target!)).toBe(type);
});

test('the finding about a type names only the sessions that have the wrong one', () => {
  expect(found((f) => { addSession(f, 'other', ['eni-bp1other'], 200, { traffic_mirror_target_type: 'NetworkInterface' }); })).toEqual([
    ['error TM401 otherType', expect.objectContaining({ written: 'NetworkInterface', sessions: [`net/${SESSION}.other`] })],
  ]);
});

test('TM401 passes only for a type that is known', () => {
  expect(reasonsOf(to('lb-bp1sensors', 'SLB'), /^TM401/).passed.TM401).toBe(1);
  const unknown = reasonsOf((f) => {
    to('lb-bp1sensors', '${var.type}')(f);
    addSession(f, 'other', ['eni-bp1other'], 200);
  }, /^TM4/);
  expect([unknown.findings, unknown.passed.TM401, unknown.passed.TM403]).toEqual([[['undecided TM401 typeOnlyAtApply', {}]], 1, 2]);
  const without = reasonsOf((f) => { to('lb-bp1sensors', '${var.type}')(f); delete session(f).traffic_mirror_target_id; }, /^TM401/);
  expect([without.findings, without.passed.TM401]).toEqual([[], 0]);
});

test.each<[name: string, change: (f: Fixture) => void, passed: number]>([
  ['a load balancer', to('lb-bp1sensors', 'SLB'), 1],
  ['a load balancer whose type is known only at apply', to('lb-bp1sensors', '${var.type}'), 0],
  ['a load balancer, of one of two sessions whose type is known', (f) => {
    addSession(f, 'other', ['eni-bp1other'], 200, { traffic_mirror_target_type: '${var.type}' });
  }, 0],
  ['a target that is known only at apply', to('${var.target}', 'SLB'), 0],
  ['an endpoint', to('ep-bp1sensors', 'SLB'), 0],
])('TM402 passes for a target that is certainly no endpoint: %s', (_, change, passed) => {
  expect(reasonsOf(change, /^TM402/).passed.TM402).toBe(passed);
});

test('a target that is no target is not looked at any further', () => {
  const ids = (change: (f: Fixture) => void) => reasonsOf(change, /^TM(?:4|109)/).findings.map(([reason]) => reason);
  expect(ids(to('ep-bp1sensors', 'SLB'))).toEqual(['error TM402 endpoint']);
  expect(ids(to('eni-bp1sensor', 'SLB'))).toEqual(['error TM401 otherType']);
});

test('a list of sources that is known only at apply is said once', () => {
  const { findings, passed } = reasonsOf((f) => {
    addSession(f, 'other', [], 200, { traffic_mirror_source_ids: '${var.sources}' });
  }, /^TM40/);
  expect(findings).toEqual([['undecided TM403 sourcesOnlyAtApply', { sessions: [`net/${SESSION}.other`] }]]);
  expect(passed.TM403).toBe(1);
});

test('a session without sources, whose load balancer has no listener, has no packet to show', () => {
  const { findings } = reasonsOf((f) => {
    session(f).traffic_mirror_source_ids = '${var.sources}';
    f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, status: 'locked' });
  }, /^TM406/);
  expect(findings).toEqual([['error TM406 balancerNotActive', { target: 'lb-bp1sensors', status: 'locked', packet: undefined }]]);
});

test.each<[name: string, change: (f: Fixture) => void, kind: TargetKind]>([
  ['eni-bp1sensor', to('eni-bp1sensor', undefined), TargetKind.INTERFACE],
  ['lb-bp1sensors', to('lb-bp1sensors', undefined), TargetKind.LOAD_BALANCER],
  ['an id of another form', to('sensor', undefined), TargetKind.UNKNOWN],
  ['an unknown id with the type of an interface', to('${var.t}', 'NetworkInterface'), TargetKind.INTERFACE],
  ['an unknown id with the type of a load balancer', to('${var.t}', 'SLB'), TargetKind.LOAD_BALANCER],
  ['an unknown id', to('${var.t}', undefined), TargetKind.UNKNOWN],
  ['a load balancer of the app', resource('alicloud_slb_load_balancer'), TargetKind.LOAD_BALANCER],
  ['an old load balancer of the app', resource('alicloud_slb'), TargetKind.LOAD_BALANCER],
  ['an interface of the app', resource('alicloud_ecs_network_interface'), TargetKind.INTERFACE],
])('the kind of a target: %s', (_, change, kind) => {
  const model = modelOf(change);
  expect(targetKind(model, model.sessions[0].target!, model.sessions)).toBe(kind);
});

test('the instance type and MTU of a target are those of any of its sessions, and of its resource before', () => {
  const model = modelOf((f) => {
    to('eni-bp1sensor', 'NetworkInterface')(f);
    addSession(f, 'other', ['eni-bp1other'], 200);
    f.statements.sessions[`${SESSION}.web`].target = undefined;
    f.statements.sessions[`${SESSION}.other`].target = { instanceType: 'ecs.c7.large', mtu: 8500 };
  });
  const [target] = model.sessions.map((s) => s.target!);
  expect([targetInstanceType(model, target, model.sessions), targetMtu(model.sessions)]).toEqual(['ecs.c7.large', 8500]);
  expect([targetInstanceType(model, target, [model.sessions[0]]), targetMtu([model.sessions[0]])]).toEqual([undefined, undefined]);
  const own = modelOf((f) => {
    resource('alicloud_instance', 'NetworkInterface')(f);
    f.terraform.resource.alicloud_instance.t.instance_type = 'ecs.g7.large';
    f.statements.sessions[`${SESSION}.web`].target = { instanceType: 'ecs.c7.large' };
  });
  expect(targetInstanceType(own, own.sessions[0].target!, own.sessions)).toBe('ecs.g7.large');
});

/** What is said of one source. */
const verdict = (change: (f: Fixture) => void, source = 'eni-bp1web') => {
  const model = modelOf(change);
  const { because, ...rest } = Arrival.of(model).verdict(model.sessions[0], source);
  return { ...rest, because: because && `${because.id} ${because.reason}` };
};
const twoServers = (f: Fixture) => {
  f.network[0].serverGroups.set('rsp-bp1sensors', {
    loadBalancerId: 'lb-bp1sensors',
    servers: [{ serverId: 'eni-bp1sensor', weight: 100, port: 4789 }, { serverId: 'eni-bp1shut', weight: 100, port: 4789 }],
  });
  f.network[0].interfaces.set('eni-bp1shut', {
    ...f.network[0].interfaces.get('eni-bp1sensor')!, securityGroupIds: ['sg-bp1shut'], primaryIp: '10.10.9.6',
  });
  f.network[0].securityGroups.set('sg-bp1shut', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
};

test.each<[name: string, verdict: () => object, expected: object]>([
  ['a right app', () => verdict(() => {}), { arrives: true, partly: false }],
  ['a source of another session', () => verdict(() => {}, 'eni-bp1other'), { partly: false }],
  ['an endpoint', () => verdict(to('ep-bp1sensors', 'SLB')), { arrives: false, partly: false, because: 'TM402 endpoint' }],
  ['a session without a target', () => verdict((f) => { delete session(f).traffic_mirror_target_id; }), { partly: false }],
  ['a listener that is not there', () => verdict((f) => {
    f.network[0].listeners.length = 0;
    f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, listeners: [] });
  }), { arrives: false, partly: false, because: 'TM406 noListener' }],
  ['nothing known', () => verdict((f) => { f.network = []; }), { partly: false, because: 'TM406 balancerNotKnown' }],
  ['one of two servers that refuses', () => verdict(twoServers), { partly: true, because: 'TM403 noRule' }],
  ['a source that is refused beside one that is not', () => verdict((f) => {
    session(f).traffic_mirror_source_ids.push('eni-bp1far');
    f.statements.sessions[`${SESSION}.web`].sources['eni-bp1far'] = stated({ primaryIp: '10.20.0.4' });
  }, 'eni-bp1far'), { arrives: false, partly: false, because: 'TM403 noRule' }],
  ['a source that is admitted beside one that is not', () => verdict((f) => {
    session(f).traffic_mirror_source_ids.push('eni-bp1far');
    f.statements.sessions[`${SESSION}.web`].sources['eni-bp1far'] = stated({ primaryIp: '10.20.0.4' });
  }), { arrives: true, partly: false }],
])('the verdict of one source: %s', (_, given, expected) => {
  expect(given()).toEqual({ because: undefined, ...expected });
});

describe('several servers behind a load balancer', () => {
  const results = (change: (f: Fixture) => void) => {
    const { findings, passed } = reasonsOf(change, /^TM40|^TM420/);
    return [...findings.map(([reason, p]) => [reason, (p as { server?: string }).server]), passed.TM403, passed.TM420];
  };
  test('the copies for one that refuses are lost', () => {
    expect(results(twoServers)).toEqual([['warning TM403 noRule', 'eni-bp1shut'], 0, 0]);
  });
  test('all refuse', () => {
    expect(results((f) => {
      twoServers(f);
      f.network[0].securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
    })).toEqual([['error TM403 noRule', 'eni-bp1sensor'], ['error TM403 noRule', 'eni-bp1shut'], 0, 0]);
  });
  test('one refuses and one is not known', () => {
    expect(results((f) => { twoServers(f); f.network[0].securityGroups.delete('sg-bp1sensor'); }))
      .toEqual([['warning TM403 noRule', 'eni-bp1shut'], ['undecided TM403 rulesNotKnown', undefined], 0, 0]);
  });
  test('one is not known to run', () => {
    expect(results((f) => {
      twoServers(f);
      f.network[0].securityGroups.set('sg-bp1shut', f.network[0].securityGroups.get('sg-bp1sensor')!);
      f.network[0].interfaces.set('eni-bp1shut', { ...f.network[0].interfaces.get('eni-bp1shut')!, instanceId: 'i-bp1other' });
    })).toEqual([1, 0]);
  });
  test('with a load balancer of the app as well', () => {
    expect(results(addCollector)).toEqual([1, 1]);
  });
});

test('two sources of one class, one at an address that a rule drops', () => {
  const { findings, passed } = reasonsOf((f) => {
    session(f).traffic_mirror_source_ids.push('eni-bp1two');
    f.statements.sessions[`${SESSION}.web`].sources['eni-bp1two'] = stated({ primaryIp: '10.10.0.9' });
    const group = f.network[0].securityGroups.get('sg-bp1sensor')!;
    f.network[0].securityGroups.set('sg-bp1sensor', {
      ...group, rules: [...group.rules, { ...group.rules[0], name: 'sgr-shut', policy: 'drop', sourceCidr: '10.10.0.9/32' }],
    });
  }, /^TM403/);
  expect(findings).toEqual([
    ['error TM403 ruleDrops', expect.objectContaining({ refused: 1, total: 2, sources: ['eni-bp1two (10.10.0.9)'] })],
  ]);
  expect(passed.TM403).toBe(1);
});

test('sources that differ in groups alone are verified apart, and one that two sessions name counts once', () => {
  const { findings, passed } = reasonsOf((f) => {
    addSession(f, 'other', ['eni-bp1web', 'eni-bp1two'], 200);
    f.statements.sessions[`${SESSION}.other`].sources['eni-bp1two'] = stated({ primaryIp: '10.10.0.9', securityGroupIds: ['sg-bp1two'] });
    f.network[0].securityGroups.set('sg-bp1sensor', {
      vpcId: 'vpc-bp1prod', innerAccess: true,
      rules: [{ name: 'r', protocol: 'udp', portRange: '4789/4789', policy: 'accept', priority: '1', sourceGroupId: 'sg-bp1web' }],
    });
  }, /^TM403/);
  expect(findings).toEqual([
    ['error TM403 noRule', expect.objectContaining({ refused: 1, total: 2, sources: ['eni-bp1two (10.10.0.9)'] })],
  ]);
  expect(passed.TM403).toBe(1);
});

describe('which source is refused or open, and where', () => {
  const results = (change: (f: Fixture) => void) => {
    const { findings, passed } = reasonsOf(change, /^TM40/);
    return [...findings, passed.TM403];
  };
  const GROUP = 'sg-bp1sensor';
  /** The target is an interface whose group has these rules. The sources are eni-bp1web and, at 10.10.0.9, eni-bp1two. */
  const two = (f: Fixture, ...rules: object[]) => {
    to('eni-bp1sensor', 'NetworkInterface')(f);
    session(f).traffic_mirror_source_ids.push('eni-bp1two');
    f.statements.sessions[`${SESSION}.web`].sources['eni-bp1two'] = stated({ primaryIp: '10.10.0.9' });
    f.network[0].securityGroups.set(GROUP, {
      vpcId: 'vpc-bp1prod', innerAccess: false, rules: rules.map((more, i) => ({
        name: `sgr-${i + 1}`, protocol: 'udp', portRange: '4789/4789', policy: 'accept', priority: '1', sourceCidr: '0.0.0.0/0', ...more,
      })),
    });
  };
  const acl = (f: Fixture, ...entries: object[]) => {
    const entry = { policy: 'accept', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0' };
    add(f, 'alicloud_network_acl', { acl: { vpc_id: 'vpc-bp1prod', ingress_acl_entries: entries.map((more) => ({ ...entry, ...more })) } });
    add(f, 'alicloud_vpc_network_acl_attachment', {
      a: { network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' },
    });
  };
  const web = (f: Fixture, more: object) => { f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'] = stated(more); };
  const WEB = 'eni-bp1web (10.10.0.4)';
  const TWO = 'eni-bp1two (10.10.0.9)';
  const has = (reason: string, parameters: object) => [reason, expect.objectContaining(parameters)];
  const noRule = (...sources: string[]) => has('error TM403 noRule', { refused: sources.length, total: 2, sources });
  const vswitchOf = (f: Fixture, id: string, more: object) =>
    f.network[0].vswitches.set(id, { vpcId: 'vpc-bp1prod', networkAclId: '', ...more });
  /** The server of the load balancer is in an unknown VPC. */
  const bare = (f: Fixture) => {
    to('lb-bp1sensors', 'SLB')(f);
    vswitchOf(f, 'vsw-bp1bare', { vpcId: undefined });
    f.network[0].interfaces.set('eni-bp1sensor', {
      ...f.network[0].interfaces.get('eni-bp1sensor')!, vpcId: undefined, vswitchId: 'vsw-bp1bare',
    });
  };
  const VPC_NOT_KNOWN = has('undecided TM407 vpcNotKnown', { target: 'lb-bp1sensors', server: 'eni-bp1sensor' });

  test.each<[name: string, change: (f: Fixture) => void, expected: unknown[]]>([
    ['both refused by one rule', (f) => two(f), [noRule(WEB, TWO), 0]],
    ['both refused, and a list that is known only at apply', (f) => {
      two(f);
      addSession(f, 'other', [], 200, {
        traffic_mirror_source_ids: '${var.s}', traffic_mirror_target_id: 'eni-bp1sensor', traffic_mirror_target_type: 'NetworkInterface',
      });
    }, [noRule(WEB, TWO), has('undecided TM403 sourcesOnlyAtApply', {}), 0]],
    ['one refused by the group, the other one by the ACL', (f) => {
      two(f, { sourceCidr: '10.10.0.9/32' });
      acl(f, { policy: 'drop', source_cidr_ip: '10.10.0.9/32' }, {});
    }, [noRule(WEB), has('error TM404 entryDrops', { refused: 1, total: 2, sources: [TWO] }), 0]],
    ['one open by the group, the other one by the ACL', (f) => {
      two(f, { sourceCidr: '10.10.0.4/32', portRange: undefined }, { sourceCidr: '10.10.0.9/32' });
      acl(f, { policy: '${var.policy}', source_cidr_ip: '10.10.0.9/32' }, {});
    }, [has('undecided TM403 ruleMatchNotKnown', { source: WEB }), 0]],
    ['an unknown address, for a part of which a rule is open', (f) => {
      two(f, { sourceCidr: '10.10.0.0/25' }, { sourceCidr: '10.10.0.128/25', portRange: undefined });
      vswitchOf(f, 'vsw-bp1web', { cidr: '10.10.0.0/24' });
      web(f, { primaryIp: undefined });
    }, [has('undecided TM403 ruleMatchNotKnown', { source: 'eni-bp1web' }), 1]],
    ['an unknown address, of which a part is refused', (f) => {
      two(f, { sourceCidr: '10.10.0.0/25' });
      vswitchOf(f, 'vsw-bp1web', { cidr: '10.10.0.0/24' });
      web(f, { primaryIp: undefined });
    }, [has('undecided TM403 addressNotKnown', { source: 'eni-bp1web', made: false, receiver: 'eni-bp1sensor' }), 1]],
    ['one refused, and both of an unknown VPC', (f) => {
      two(f, { sourceCidr: '10.10.0.4/32' });
      f.network[0].vswitches.delete('vsw-bp1web');
      for (const source of Object.values<any>(f.statements.sessions[`${SESSION}.web`].sources)) source.vpcId = undefined;
    }, [noRule(TWO), has('undecided TM408 sourceVpcNotKnown', { source: WEB }), 0]],
    ['both admitted, by a server of an unknown VPC', (f) => { two(f, {}); bare(f); }, [VPC_NOT_KNOWN, 0]],
    ['one refused, by a server of an unknown VPC', (f) => { two(f, { sourceCidr: '10.10.0.4/32' }); bare(f); },
      [noRule(TWO), VPC_NOT_KNOWN, 0]],
    ['both without a way, to a server of an unknown VPC', (f) => {
      two(f, {});
      bare(f);
      for (const [name, net] of [['a', '10.10'], ['b', '10.20']]) {
        add(f, 'alicloud_vpc', { [name]: { cidr_block: `${net}.0.0/16` } });
        add(f, 'alicloud_vswitch', { [name]: { vpc_id: `\${alicloud_vpc.${name}.id}`, cidr_block: `${net}.0.0/24` } });
      }
      add(f, 'alicloud_instance', { a: { vswitch_id: '${alicloud_vswitch.a.id}', security_groups: ['sg-bp1web'] } });
      add(f, 'alicloud_slb_load_balancer', { b: { address_type: 'intranet', vswitch_id: '${alicloud_vswitch.b.id}' } });
      add(f, 'alicloud_slb_listener', {
        b: {
          load_balancer_id: '${alicloud_slb_load_balancer.b.id}', protocol: 'udp', frontend_port: 4789, server_group_id: 'rsp-bp1sensors',
        },
      });
      f.network[0].serverGroups.set('rsp-bp1sensors', { ...f.network[0].serverGroups.get('rsp-bp1sensors')!, loadBalancerId: undefined });
      to('${alicloud_slb_load_balancer.b.id}', 'SLB')(f);
      session(f).traffic_mirror_source_ids = ['${alicloud_instance.a.network_interface_id}'];
      f.statements.sessions = {};
    }, [has('error TM408 notConnected', { sources: ['net/alicloud_instance.a'] }), 0]],
  ])('%s', (_, change, expected) => {
    expect(results(change)).toEqual(expected);
  });

  test.each<[name: string, change: (f: Fixture) => void, server: string]>([
    ['the second admits', (f) => f.network[0].securityGroups.delete('sg-bp1sensor'), 'eni-bp1sensor'],
    ['the first admits', (f) => f.network[0].securityGroups.delete('sg-bp1shut'), 'eni-bp1shut'],
    ['the first refuses', (f) => {
      f.network[0].securityGroups.delete('sg-bp1shut');
      f.network[0].securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
    }, 'eni-bp1shut'],
  ])('of two servers, one is open and %s', (_, change, receiver) => {
    const open = reasonsOf((f) => {
      twoServers(f);
      f.network[0].securityGroups.set('sg-bp1shut', f.network[0].securityGroups.get('sg-bp1sensor')!);
      change(f);
    }, /^TM40/).findings.filter(([reason]) => reason.startsWith('undecided'));
    expect(open).toEqual([has('undecided TM403 rulesNotKnown', { source: WEB, receiver })]);
  });

  test.each<[name: string, change: (f: Fixture) => void, target: string]>([
    ['an interface', to('eni-bp1sensor', 'NetworkInterface'), 'eni-bp1sensor'], ['a server', () => {}, 'lb-bp1sensors'],
  ])('%s whose group is in another VPC proves nothing', (_, change, target) => {
    const other = (vpcId: string | undefined) => results((f) => {
      change(f);
      f.network[0].securityGroups.set(GROUP, { ...f.network[0].securityGroups.get(GROUP)!, vpcId });
    });
    expect(other('vpc-bp1other')).toEqual([
      ['error TM403 groupInOtherVpc', { target, receiver: 'eni-bp1sensor', group: GROUP, vpc: 'vpc-bp1prod', groupVpc: 'vpc-bp1other' }], 0,
    ]);
    expect(other(undefined)).toEqual([1]);
  });
  test('the second of two groups is in another VPC', () => {
    expect(results((f) => {
      to('eni-bp1sensor', 'NetworkInterface')(f);
      const known = f.network[0].interfaces.get('eni-bp1sensor')!;
      f.network[0].interfaces.set('eni-bp1sensor', { ...known, securityGroupIds: [GROUP, 'sg-bp1far'] });
      f.network[0].securityGroups.set('sg-bp1far', { vpcId: 'vpc-bp1far', innerAccess: true, rules: [] });
    })).toEqual([has('error TM403 groupInOtherVpc', { group: 'sg-bp1far', groupVpc: 'vpc-bp1far' }), 0]);
  });
  test('a group of an interface of an unknown VPC may be in that', () => {
    expect(results((f) => { two(f, {}); bare(f); })).toEqual([VPC_NOT_KNOWN, 0]);
  });

  test('a refused packet goes to the address of the load balancer, or to its name', () => {
    const packet = (more: object) => reasonsOf((f) => {
      f.network[0].loadBalancers.set('lb-bp1sensors', { ...f.network[0].loadBalancers.get('lb-bp1sensors')!, status: 'locked', ...more });
    }, /^TM406/).findings.map(([, parameters]) => (parameters as { packet: string }).packet);
    expect(packet({})).toEqual(['10.10.0.4:49152 -> 10.10.9.9:4789/udp']);
    expect(packet({ address: undefined })).toEqual(['10.10.0.4:49152 -> lb-bp1sensors:4789/udp']);
  });

  test('an interface of which nothing is stated', () => {
    expect(results((f) => { to('eni-bp1sensor', 'NetworkInterface')(f); f.statements.sessions = {}; }))
      .toEqual([has('undecided TM408 sourceVpcNotKnown', { source: 'eni-bp1web', target: 'eni-bp1sensor' }), 0]);
  });

  test('a source that is no interface is not verified', () => {
    expect(results((f) => {
      session(f).traffic_mirror_source_ids = ['vpc-bp1prod'];
      f.network[0].securityGroups.set(GROUP, { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
    })).toEqual([0]);
  });

  test('the groups of a source have no order', () => {
    expect(results((f) => {
      two(f, { sourceCidr: undefined, sourceGroupId: 'sg-bp1b' });
      for (const [i, source] of Object.values<any>(f.statements.sessions[`${SESSION}.web`].sources).entries()) {
        source.securityGroupIds = i === 0 ? ['sg-bp1a', 'sg-bp1b'] : ['sg-bp1b', 'sg-bp1a'];
      }
    })).toEqual([2]);
  });

  test('a rule for the address of a resource: the resource, one beside it, and an interface by its id', () => {
    const instance = (name: string) => `\${alicloud_instance.${name}.network_interface_id}`;
    const { findings, passed } = reasonsOf((f) => {
      two(f);
      for (const name of ['own', 'near']) {
        add(f, 'alicloud_instance', { [name]: { vswitch_id: 'vsw-bp1web', security_groups: ['sg-bp1web'] } });
      }
      add(f, 'alicloud_security_group_rule', { r: mirroredRule({ cidr_ip: '${alicloud_instance.own.private_ip}/32' }) });
      session(f).traffic_mirror_source_ids = ['eni-bp1web', instance('own'), instance('near')];
    }, /^TM403/);
    expect(findings).toEqual([
      has('error TM403 noRule', { refused: 1, total: 3, sources: ['net/alicloud_instance.near'] }),
      has('undecided TM403 ruleOnlyAtApply', { source: WEB }),
    ]);
    expect(passed.TM403).toBe(1);
  });
});
