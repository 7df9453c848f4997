// TM109 and TM401: resources on the way of the copies that are of another account or region, or that name an id of another kind.
import { add, addSession, documents, Fixture, mirroredRule, right, SESSION } from './fixtures';
import { reasonsIn, reasonsOf } from './reasons';
import { collector, ownNetwork, peered } from './right-apps';
import { Arrival } from '../../src/checks/arrival/arrival';
import { MirrorModel } from '../../src/model/mirror-model';

type Change = (f: Fixture) => void;
const PROVIDERS = {
  'another region': { region: 'cn-shanghai', account_id: '1' },
  'another account': { region: 'cn-hangzhou', account_id: '2' },
  'an unknown region': { region: '${var.region}', account_id: '1' },
};
/** The app, whose resources at these addresses have a second provider. */
const moved = (edit: Change, provider: keyof typeof PROVIDERS, ...addresses: string[]): Change => (f) => {
  edit(f);
  Object.assign(f.terraform.provider.alicloud[0], { account_id: '1' });
  f.terraform.provider.alicloud.push({ alias: 'other', ...PROVIDERS[provider] });
  for (const address of addresses) {
    const [type, name] = address.split('.');
    f.terraform.resource[type][name].provider = 'alicloud.other';
  }
};
const BALANCER = 'net/alicloud_slb_load_balancer.sensors';
const SENSOR = 'net/alicloud_instance.sensor';
const WEB = `${SESSION}.web`;
const PAIR = { provider: 'alicloud.other', session: `net/${WEB}`, sessionProvider: 'alicloud' };
const found = (change: Change, id = /^TM(?:109|40[1-8]|420)$/) => {
  const { findings, at, passed } = reasonsOf(change, id);
  return [...findings.map(([reason, parameters], i) => [reason, at[i], parameters]), passed.TM403];
};
const inOtherRegion = (address: string, target: string) => ['error TM109 partInOtherRegion', address, {
  part: `net/${address}`, ...PAIR, target, region: 'cn-shanghai', sessionRegion: 'cn-hangzhou',
}];
const also = (reason: string, target: string) => [reason, `${WEB} ${target}`, expect.objectContaining({ target })];

/** For each resource of the app what is found in addition if it is in another region. */
const NEEDED: [name: string, edit: Change, target: string, parts: Record<string, string[]>][] = [
  ['a collector', collector, BALANCER, {
    'alicloud_slb_listener.vxlan': ['error TM406 noListener'],
    'alicloud_slb_server_group.sensors': [],
    'alicloud_slb_server_group_server_attachment.sensor': ['error TM407 noServer'],
    'alicloud_security_group_rule.mirrored': [],
  }],
  ['a collector and its network', ownNetwork, BALANCER, {
    'alicloud_vpc.v': [],
    'alicloud_vswitch.web': [],
    'alicloud_vswitch.sensor': [],
    'alicloud_security_group.web': [],
    'alicloud_security_group.sensor': [],
    'alicloud_instance.sensor': [],
    'alicloud_ecs_network_interface.second': [],
    'alicloud_ecs_network_interface_attachment.second': ['warning TM420 detached'],
    'alicloud_network_acl.acl': [],
    'alicloud_security_group_rule.mirrored': ['error TM403 noRule', 'error TM403 noRule'],
  }],
  ['peered VPCs', peered, SENSOR, {
    'alicloud_vpc.web': [],
    'alicloud_vpc.sensor': [],
    'alicloud_vswitch.sensor': [],
    'alicloud_security_group.sensor': [],
    'alicloud_route_entry.web': ['error TM408 noRoute'],
    'alicloud_route_entry.sensor': ['error TM408 noRoute'],
    'alicloud_vpc_peer_connection.p': ['error TM408 notConnected'],
  }],
];
const CASES = NEEDED.flatMap(([name, edit, target, parts]) =>
  Object.entries(parts).map(([address, more]) => [name, address, edit, target, more] as const));

test.each(CASES)('%s: %s is of another region, or perhaps', (_, address, edit, target, more) => {
  const region = found(moved(edit, 'another region', address));
  // The group of the right app admits the copies even without the rule of the app.
  const admitted = edit === collector && address.startsWith('alicloud_security_group_rule') ? 1 : 0;
  expect(region).toEqual([inOtherRegion(address, target), ...more.map((reason) => also(reason, target)), admitted]);
  const perhaps = found(moved(edit, 'an unknown region', address));
  expect(perhaps).toEqual(admitted > 0 ? [1]
    : [['undecided TM109 partPerhapsElsewhere', `${WEB} ${target}`, { part: `net/${address}`, ...PAIR }], 0]);
});

test('the entries of an ACL in another region are reported, although the ACL is here', () => {
  const change: Change = (f) => {
    ownNetwork(f);
    add(f, 'alicloud_network_acl_entries', { e: { network_acl_id: '${alicloud_network_acl.acl.id}' } });
  };
  expect(found(moved(change, 'another region', 'alicloud_network_acl_entries.e'))).toEqual([
    inOtherRegion('alicloud_network_acl_entries.e', BALANCER), 1,
  ]);
});

test('of two resources that perhaps are elsewhere, the one that decides is named, and no API response', () => {
  const change: Change = (f) => {
    ownNetwork(f);
    f.network = [];
    f.terraform.resource = { alicloud_slb_load_balancer: { unused: { address_type: 'intranet' } }, ...f.terraform.resource };
    add(f, 'alicloud_slb_load_balancer', { unused: { address_type: 'intranet' } });
  };
  const addresses = ['alicloud_slb_load_balancer.unused', 'alicloud_security_group_rule.mirrored'];
  expect(found(moved(change, 'an unknown region', ...addresses))).toEqual([
    ['undecided TM109 partPerhapsElsewhere', `${WEB} ${BALANCER}`, { part: `net/${addresses[1]}`, ...PAIR }], 0,
  ]);
});

test('an account or region is in no API response, so none is asked for', () => {
  const change: Change = (f) => { collector(f); f.network = []; };
  const [[, , parameters]] = found(moved(change, 'an unknown region', 'alicloud_slb_listener.vxlan')) as any[];
  expect(parameters).toEqual({ part: 'net/alicloud_slb_listener.vxlan', ...PAIR });
});

test('an unknown value of a resource that perhaps is elsewhere is no matter of where it is', () => {
  const change: Change = (f) => { ownNetwork(f); f.terraform.resource.alicloud_security_group_rule.mirrored.cidr_ip = '${var.cidr}'; };
  expect(found(moved(change, 'an unknown region', 'alicloud_security_group_rule.mirrored')).map((x) => Array.isArray(x) ? x[0] : x))
    .toEqual(['undecided TM403 ruleOnlyAtApply', 0]);
});

test('the finding names both accounts, if they differ', () => {
  expect(found(moved(collector, 'another account', 'alicloud_slb_server_group.sensors'))).toEqual([
    ['error TM109 partInOtherAccount', 'alicloud_slb_server_group.sensors', {
      part: 'net/alicloud_slb_server_group.sensors', ...PAIR, target: BALANCER, account: '2', sessionAccount: '1',
    }], 0,
  ]);
});

test('what certainly is elsewhere is named before what perhaps is', () => {
  const both: Change = (f) => {
    moved(ownNetwork, 'an unknown region', 'alicloud_vswitch.sensor')(f);
    f.terraform.provider.alicloud.push({ alias: 'far', ...PROVIDERS['another region'] });
    f.terraform.resource.alicloud_security_group.sensor.provider = 'alicloud.far';
  };
  expect(found(both).map((x) => Array.isArray(x) ? x.slice(0, 2) : x)).toEqual([
    ['error TM109 partInOtherRegion', 'alicloud_security_group.sensor'], 0,
  ]);
});

describe('a target or a source elsewhere', () => {
  const target = (provider: keyof typeof PROVIDERS) => found(moved(collector, provider, 'alicloud_slb_load_balancer.sensors'));
  test('a target in another region or account', () => {
    const other = (more: object) => ({ part: 'target', name: BALANCER, ...more });
    expect(target('another region')).toEqual([
      ['error TM109 otherRegion', `${WEB} ${BALANCER}`, other({ region: 'cn-shanghai', sessionRegion: 'cn-hangzhou' })], 0,
    ]);
    expect(target('another account')).toEqual([
      ['error TM109 otherAccount', `${WEB} ${BALANCER}`, other({ account: '2', sessionAccount: '1' })], 0,
    ]);
  });
  test('a target in an unknown region', () => {
    expect(target('an unknown region')).toEqual([
      ['undecided TM109 partPerhapsElsewhere', `${WEB} ${BALANCER}`, { part: BALANCER, ...PAIR }], 0,
    ]);
  });

  const withSecond = (edit: Change): Change => (f) => {
    ownNetwork(f);
    add(f, 'alicloud_instance', { other: { ...f.terraform.resource.alicloud_instance.web } });
    f.terraform.resource[SESSION].web.traffic_mirror_source_ids.push('${alicloud_instance.other.network_interface_id}');
    edit(f);
  };
  test('a source in another region is left to another check, and the second one is verified', () => {
    expect(found(moved(ownNetwork, 'another region', 'alicloud_instance.web'))).toEqual([0]);
    expect(found(moved(withSecond(() => {}), 'another region', 'alicloud_instance.web'))).toEqual([1]);
  });
  test('a source in an unknown region, and the second one is verified', () => {
    const perhaps = ['undecided TM109 partPerhapsElsewhere', `${WEB} ${BALANCER}`, { part: 'net/alicloud_instance.web', ...PAIR }];
    expect(found(moved(ownNetwork, 'an unknown region', 'alicloud_instance.web'))).toEqual([perhaps, 0]);
    expect(found(moved(withSecond(() => {}), 'an unknown region', 'alicloud_instance.web'))).toEqual([perhaps, 1]);
  });

  test('a source in an unknown region, and one that is like it but for that', () => {
    const like: Change = (f) => {
      collector(f);
      const ids = ['web', 'other'].map((name) => `\${alicloud_instance.${name}.network_interface_id}`);
      add(f, 'alicloud_instance', { web: { instance_type: 'ecs.g7.large' }, other: { instance_type: 'ecs.g7.large' } });
      f.terraform.resource[SESSION].web.traffic_mirror_source_ids = ids;
      const statements = f.statements.sessions[WEB].sources;
      const [rule] = f.network[0].securityGroups.get('sg-bp1sensor')!.rules;
      Object.assign(rule, { sourceCidr: '0.0.0.0/0' });
      f.statements.sessions[WEB].sources = Object.fromEntries(ids.map((id) => [id, { ...statements['eni-bp1web'], primaryIp: undefined }]));
    };
    expect(found(moved(like, 'another region'))).toEqual([2]);
    expect(found(moved(like, 'an unknown region', 'alicloud_instance.web'))).toEqual([
      ['undecided TM109 partPerhapsElsewhere', `${WEB} ${BALANCER}`, { part: 'net/alicloud_instance.web', ...PAIR }], 1,
    ]);
  });

  const verdict = (change: Change, source?: string) => {
    const f = right();
    change(f);
    const model = new MirrorModel(documents(f));
    const { because, ...rest } = Arrival.of(model).verdict(model.sessions[0], source ?? model.sessions[0].sources![0]);
    return { ...rest, because: because && `${because.id} ${because.reason}` };
  };
  test.each([
    ['another region', { arrives: false, because: 'TM109 partInOtherRegion' }],
    ['another account', { arrives: false, because: 'TM109 partInOtherAccount' }],
    ['an unknown region', { because: 'TM109 partPerhapsElsewhere' }],
  ] as const)('the verdict of a source whose target is of %s', (provider, expected) => {
    expect(verdict(moved(collector, provider, 'alicloud_slb_load_balancer.sensors'))).toEqual({ partly: false, ...expected });
  });
});

describe('one part of several targets', () => {
  /** Two interfaces are targets, each of a session of its own, in one group of the app. */
  const two: Change = (f) => {
    add(f, 'alicloud_security_group', { own: { vpc_id: 'vpc-bp1prod', inner_access_policy: 'Drop' } });
    add(f, 'alicloud_security_group_rule', { own: mirroredRule({ security_group_id: '${alicloud_security_group.own.id}' }) });
    const interfaces = ['a', 'b'].map((name) => {
      add(f, 'alicloud_ecs_network_interface', {
        [name]: { vswitch_id: 'vsw-bp1sensor', security_group_ids: ['${alicloud_security_group.own.id}'] },
      });
      add(f, 'alicloud_ecs_network_interface_attachment', {
        [name]: { network_interface_id: `\${alicloud_ecs_network_interface.${name}.id}`, instance_id: 'i-bp1sensor' },
      });
      return `\${alicloud_ecs_network_interface.${name}.id}`;
    });
    addSession(f, 'other', ['eni-bp1other'], 200);
    ['web', 'other'].forEach((name, i) => Object.assign(f.terraform.resource[SESSION][name], {
      traffic_mirror_target_id: interfaces[i], traffic_mirror_target_type: 'NetworkInterface',
    }));
  };
  const RULES = ['alicloud_security_group_rule.own', 'alicloud_security_group_rule.more'];
  const GROUP = 'alicloud_security_group.own';
  const reasons = (change: Change, id: RegExp) => found(change, id).slice(0, -1).map(([reason, at]: any) => [reason, at]);

  test('both are verified', () => {
    expect(found(two)).toEqual([2]);
  });
  test('a group in another region is reported once', () => {
    expect(reasons(moved(two, 'another region', GROUP), /^TM109/)).toEqual([['error TM109 partInOtherRegion', GROUP]]);
  });
  test('two rules in another region are reported once each', () => {
    const rules: Change = (f) => {
      two(f);
      add(f, 'alicloud_security_group_rule', { more: { ...f.terraform.resource.alicloud_security_group_rule.own, priority: 2 } });
    };
    expect(reasons(moved(rules, 'another region', ...RULES), /^TM109/))
      .toEqual(RULES.map((rule) => ['error TM109 partInOtherRegion', rule]));
  });
  test('a group in an unknown region is reported for each', () => {
    expect(reasons(moved(two, 'an unknown region', GROUP), /^TM109/)).toEqual([
      ['undecided TM109 partPerhapsElsewhere', `${WEB} net/alicloud_ecs_network_interface.a`],
      ['undecided TM109 partPerhapsElsewhere', `${SESSION}.other net/alicloud_ecs_network_interface.b`],
    ]);
  });
  test('a group with an id of another kind is reported once', () => {
    const wrong: Change = (f) => { two(f); f.terraform.resource.alicloud_security_group.own.vpc_id = 'vsw-bp1sensor'; };
    const { findings, at, passed } = reasonsOf(wrong, /^TM401/);
    expect([findings, at, passed.TM401]).toEqual([
      [['error TM401 argumentKind', {
        part: `net/${GROUP}`, argument: 'vpc_id', value: 'vsw-bp1sensor', kind: 'vSwitch', expected: ['VPC'],
        target: 'net/alicloud_ecs_network_interface.a',
      }]],
      [GROUP], 0,
    ]);
  });
  test('two targets of the wrong type are reported each', () => {
    const { at } = reasonsOf((f) => {
      two(f);
      for (const name of ['web', 'other']) f.terraform.resource[SESSION][name].traffic_mirror_target_type = 'SLB';
    }, /^TM401/);
    expect(at).toEqual([`${WEB} net/alicloud_ecs_network_interface.a`, `${SESSION}.other net/alicloud_ecs_network_interface.b`]);
  });
});

test('a target with an argument of another kind is reported, and proves nothing', () => {
  const change: Change = (f) => { collector(f); f.terraform.resource.alicloud_slb_load_balancer.sensors.vswitch_id = 'vpc-bp1prod'; };
  expect(found(change)).toEqual([
    ['error TM401 argumentKind', 'alicloud_slb_load_balancer.sensors', {
      part: BALANCER, argument: 'vswitch_id', value: 'vpc-bp1prod', kind: 'VPC', expected: ['vSwitch'], target: BALANCER,
    }], 0,
  ]);
});

test('a source with an argument of another kind is reported, and proves nothing', () => {
  const change: Change = (f) => { ownNetwork(f); f.terraform.resource.alicloud_instance.web.vswitch_id = 'vpc-bp1prod'; };
  expect(found(change)).toEqual([
    ['error TM401 argumentKind', 'alicloud_instance.web', {
      part: 'net/alicloud_instance.web', argument: 'vswitch_id', value: 'vpc-bp1prod', kind: 'VPC', expected: ['vSwitch'], target: BALANCER,
    }], 0,
  ]);
});

describe('a part that names, in place of what it belongs to, an id of another kind', () => {
  const RULE = 'alicloud_security_group_rule.stray';
  const WRONG = ['error TM401 argumentKind', RULE, {
    part: `net/${RULE}`, argument: 'security_group_id', value: 'vpc-bp1x', kind: 'VPC', expected: ['security group'], target: BALANCER,
  }];
  const stray = (more: object): Change => (f) => {
    collector(f);
    add(f, 'alicloud_security_group_rule', { stray: mirroredRule({ security_group_id: 'vpc-bp1x', ...more }) });
  };

  test.each<[name: string, more: object, reported: boolean]>([
    ['of the port', {}, true],
    ['of ports that end with it', { port_range: '1/4789' }, true],
    ['of ports that begin with it', { port_range: '4789/65535' }, true],
    ['of ports below', { port_range: '1/4788' }, false],
    ['of ports above', { port_range: '4790/65535' }, false],
    ['of ports that are known only at apply', { port_range: '${var.ports}' }, true],
    ['of every protocol', { ip_protocol: 'all', port_range: '-1/-1' }, true],
    ['of TCP', { ip_protocol: 'tcp' }, false],
  ])('a rule %s', (_, more, reported) => {
    expect(found(stray(more))).toEqual(reported ? [WRONG, 0] : [1]);
  });

  test('a rule in the stack of a session whose target is an id', () => {
    const change: Change = (f) => add(f, 'alicloud_security_group_rule', { stray: mirroredRule({ security_group_id: 'vpc-bp1x' }) });
    expect(found(change)).toEqual([[...WRONG.slice(0, 2), expect.objectContaining({ target: 'lb-bp1sensors' })], 0]);
  });

  test('a listener, of any port', () => {
    const listener = 'alicloud_slb_listener.stray';
    const change: Change = (f) => {
      collector(f);
      add(f, 'alicloud_slb_listener', { stray: { load_balancer_id: 'vpc-bp1x', protocol: 'tcp', frontend_port: 80, port_range: '80/80' } });
    };
    expect(found(change)).toEqual([['error TM401 argumentKind', listener, {
      part: `net/${listener}`, argument: 'load_balancer_id', value: 'vpc-bp1x', kind: 'VPC', expected: ['CLB'], target: BALANCER,
    }], 0]);
  });

  test('a source of a target with such a part is not verified', () => {
    const verified = (change: Change) => {
      const f = right();
      change(f);
      const model = new MirrorModel(documents(f));
      return Arrival.of(model).isVerified(model.sessions[0].target!);
    };
    expect([verified(collector), verified(stray({}))]).toEqual([true, false]);
  });

  test.each<[name: string, imported: boolean, reported: number]>([
    ['that has the load balancer', true, 1], ['that has no part of the target', false, 0],
  ])('a rule in another stack %s', (_, imported, reported) => {
    const { findings, at, passed } = reasonsIn([right(), right()], ([sending, other]) => {
      for (const f of [sending, other]) f.terraform.provider.alicloud[0].account_id = '1';
      other.statements.sessions = {};
      other.terraform.resource = { alicloud_security_group_rule: { stray: mirroredRule({ security_group_id: 'vpc-bp1x' }) } };
      if (!imported) return;
      add(other, 'alicloud_security_group', { sensor: { vpc_id: 'vpc-bp1prod' } });
      other.terraform.import = [{ to: 'alicloud_security_group.sensor', id: 'sg-bp1sensor' }];
    }, /^TM40[13]/);
    expect([findings.map(([reason]) => reason), at, passed.TM403])
      .toEqual(reported ? [['error TM401 argumentKind'], [RULE], 0] : [[], [], 1]);
  });
});

test('a part of the VPC of the sources is reported, although nothing is known to receive the copies', () => {
  const part = 'alicloud_vpc_ipv4_cidr_block.more';
  const change: Change = (f) => {
    collector(f);
    delete f.terraform.resource.alicloud_slb_server_group_server_attachment;
    f.terraform.resource.alicloud_slb_listener.vxlan.depends_on = [];
    add(f, 'alicloud_vpc_ipv4_cidr_block', { more: { vpc_id: 'vpc-bp1prod', secondary_cidr_block: '10.20.0.0/16' } });
  };
  expect(found(change).map((x: any) => x[0])).toEqual(['error TM407 noServer', undefined]);
  expect(found(moved(change, 'another region', part))).toEqual([
    inOtherRegion(part, BALANCER), also('error TM407 noServer', BALANCER), 0,
  ]);
});

test('TM109 does not count again what other checks verify', () => {
  expect(reasonsOf(moved(collector, 'another region'), /^TM109/).passed.TM109).toBe(3);
});
