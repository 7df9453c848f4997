import { add, addCollector, documents, Fixture, mirroredRule, right, SESSION, stated } from './fixtures';
import { peered } from './peered';
import { MirrorEdition } from '../../src';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

/** What the checks of the target's side say of a right app after a change, and how often each check passes. */
function outcome(change: (f: Fixture) => void, id = /^TM4/): { lines: string[]; passed: Record<string, number> } {
  const f = right();
  change(f);
  const { findings, passed } = runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
  const lines = findings
    .filter((x) => id.test(x.id))
    .map((x) => findingOf(x))
    .map((x) => `${x.severity} ${x.id} ${x.problem}; ${x.fix} ${x.effect ?? ''}`);
  return { lines, passed };
}

const said = (change: (f: Fixture) => void, id?: RegExp): string[] => outcome(change, id).lines;

const session = (f: Fixture) => f.terraform.resource[SESSION].web;
const part = (f: Fixture, type: string, name: string) => f.terraform.resource[type][name];
/** A text with these words in this order; ` ... ` is any text. */
const has = (words: string) =>
  expect.stringMatching(
    new RegExp(
      words
        .split(' ... ')
        .map((w) => w.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
        .join('.*'),
    ),
  );
const one = (...words: string[]) => words.map(has);

test('what is not known of a rule of the app is to be written, since no answer of the API tells it', () => {
  const [open] = said((f) => { peered(f); part(f, 'alicloud_security_group_rule', 'mirrored').cidr_ip = '${var.cidr}'; });
  expect(open).toContain('undecided TM403');
  expect(open).toContain('; Write the value itself');
  expect(open).not.toContain('networkFacts');
});

describe('a rule for the address of a resource', () => {
  const rule = (f: Fixture) => part(f, 'alicloud_security_group_rule', 'mirrored');
  const ADDRESS = '${alicloud_instance.web.primary_ip_address}/32';

  test('proves the source whose address it is', () => {
    expect(said((f) => { peered(f); rule(f).cidr_ip = ADDRESS; })).toEqual([]);
  });
  test('proves it where the address is stated as well', () => {
    expect(said((f) => {
      peered(f);
      rule(f).cidr_ip = ADDRESS;
      Object.values<any>(f.statements.sessions![`${SESSION}.web`].sources!)[0].primaryIp = '10.10.1.4';
    })).toEqual([]);
  });
  test('fails TM403: it lets no other source of its VPC in', () => {
    expect(said((f) => {
      peered(f);
      rule(f).cidr_ip = ADDRESS;
      add(f, 'alicloud_instance', { other: { ...part(f, 'alicloud_instance', 'web') } });
      session(f).traffic_mirror_source_ids.push('${alicloud_instance.other.network_interface_id}');
    }),
    ).toEqual(
      one(
        'error TM403 ... net/alicloud_instance.sensor ... from 1 of 2 sources (net/alicloud_instance.other) ... no rule of net/alicloud_security_group.sensor',
      ),
    );
  });
  test('that drops it refuses that source', () => {
    expect(said((f) => { peered(f); Object.assign(rule(f), { cidr_ip: ADDRESS, policy: 'drop' }); })[0]).toContain('error TM403');
  });
  test('may be that of a source that is named by its id', () => {
    expect(said((f) => {
      peered(f);
      rule(f).cidr_ip = ADDRESS;
      session(f).traffic_mirror_source_ids = ['eni-1'];
      f.statements.sessions = {
        [`${SESSION}.web`]: { sources: { 'eni-1': { primaryIp: '10.10.1.4', vpcId: 'vpc-1', mtu: 1450 } }, target: { mtu: 1500 } },
      };
    }).filter((line) => line.startsWith('error'))).toEqual([]);
  });
  test('an entry of an ACL for it proves it too', () => {
    expect(said((f) => {
      peered(f);
      add(f, 'alicloud_network_acl', {
        acl: {
          vpc_id: '${alicloud_vpc.sensor.id}',
          ingress_acl_entries: [
            { policy: 'accept', protocol: 'udp', port: '4789/4789', source_cidr_ip: ADDRESS },
            { policy: 'accept', protocol: 'tcp', port: '22/22', source_cidr_ip: '10.0.0.0/8' },
          ],
        },
      });
      add(f, 'alicloud_vpc_network_acl_attachment', {
        a: { network_acl_id: '${alicloud_network_acl.acl.id}', resource_id: '${alicloud_vswitch.sensor.id}', resource_type: 'VSwitch' },
      });
    })).toEqual([]);
  });
});

describe('two VPCs of the app', () => {
  test('a peering with routes both ways and a rule for the vSwitch prove a source whose address is not known yet', () => {
    expect(said(peered)).toEqual([]);
  });
  test.each(['web', 'sensor'])('fails TM408: VPC %s has no route', (name) => {
    expect(said((f) => { peered(f); delete f.terraform.resource.alicloud_route_entry[name]; })).toEqual(
      one(
        `error TM408 ... VPC net/alicloud_vpc.${name} has no route to ${name === 'web' ? '10.99.1.0/24' : '10.10.1.0/24'} over net/alicloud_vpc_peer_connection.p`,
      ),
    );
  });
  test('fails TM408: both VPCs have one block', () => {
    expect(
      said((f) => {
        peered(f);
        part(f, 'alicloud_vpc', 'sensor').cidr_block = '10.10.0.0/16';
      }),
    ).toEqual(one('error TM408 ... VPCs net/alicloud_vpc.web and net/alicloud_vpc.sensor both contain 10.10.0.0/16'));
  });
  test('a route table by a variable leaves it open', () => {
    expect(
      said((f) => {
        peered(f);
        part(f, 'alicloud_route_entry', 'web').route_table_id = '${var.table}';
      }),
    ).toEqual(
      one(
        'undecided TM408 ... source net/alicloud_instance.web to target net/alicloud_instance.sensor ... whether net/alicloud_route_entry.web leads from',
      ),
    );
  });
  test('fails TM408: the routes back lead to one of two sources', () => {
    const found = said((f) => {
      peered(f);
      part(f, 'alicloud_instance', 'web').private_ip = '10.10.1.4';
      add(f, 'alicloud_instance', { other: { ...part(f, 'alicloud_instance', 'web'), private_ip: '10.10.1.200' } });
      part(f, 'alicloud_route_entry', 'sensor').destination_cidrblock = '10.10.1.0/25';
      session(f).traffic_mirror_source_ids.push('${alicloud_instance.other.network_interface_id}');
    });
    expect(found).toEqual(
      one(
        'error TM408 ... 1 source (net/alicloud_instance.other (10.10.1.200)) ... VPC net/alicloud_vpc.sensor has no route to 10.10.1.200/32 over net/alicloud_vpc_peer_connection.p',
      ),
    );
  });
  test('a vSwitch with a route table of its own leaves it open', () => {
    expect(
      said((f) => {
        peered(f);
        add(f, 'alicloud_route_table_attachment', { a: { vswitch_id: '${alicloud_vswitch.web.id}', route_table_id: 'vtb-1' } });
      }),
    ).toEqual(one('undecided TM408'));
  });
  test('a module that is handed a group may write its rules', () => {
    expect(said((f) => {
      peered(f);
      delete f.terraform.resource.alicloud_security_group_rule;
      f.terraform.module = { rules: { source: './rules', group: '${alicloud_security_group.sensor.id}' } };
    })).toEqual(one('undecided TM403 ... net/alicloud_instance.sensor ... module rules ... alicloud_security_group.sensor'));
  });
  test('a transit router leaves it open', () => {
    expect(said((f) => {
      peered(f);
      delete f.terraform.resource.alicloud_vpc_peer_connection;
      delete f.terraform.resource.alicloud_route_entry;
      add(f, 'alicloud_cen_transit_router', { tr: {} });
    })).toEqual(one('undecided TM408'));
  });
  test('a next hop by the accepter is the peering', () => {
    expect(said((f) => {
      peered(f);
      add(f, 'alicloud_vpc_peer_connection_accepter', { a: { instance_id: '${alicloud_vpc_peer_connection.p.id}' } });
      part(f, 'alicloud_route_entry', 'web').nexthop_id = '${alicloud_vpc_peer_connection_accepter.a.id}';
    })).toEqual([]);
  });
  test('fails TM403 and TM416: a rule by group does not reach over a peering', () => {
    const found = said((f) => {
      peered(f);
      const rule = part(f, 'alicloud_security_group_rule', 'mirrored');
      delete rule.cidr_ip;
      rule.source_security_group_id = '${alicloud_security_group.web.id}';
    });
    expect(found).toEqual(
      one(
        'error TM403',
        'error TM416 ... net/alicloud_security_group_rule.mirrored ... net/alicloud_security_group.web of VPC net/alicloud_vpc.web ... net/alicloud_security_group.sensor is in VPC net/alicloud_vpc.sensor',
      ),
    );
  });
  test('fails TM403: a rule for half of the vSwitch decides nothing of an address in it, one for another block refuses it', () => {
    expect(
      said((f) => {
        peered(f);
        part(f, 'alicloud_security_group_rule', 'mirrored').cidr_ip = '10.10.1.0/25';
      }),
    ).toEqual(one('undecided TM403 ... source net/alicloud_instance.web ... primary IP is not known ... net/alicloud_instance.sensor'));
    expect(
      said((f) => {
        peered(f);
        part(f, 'alicloud_security_group_rule', 'mirrored').cidr_ip = '10.11.0.0/16';
      }),
    ).toEqual(one('cidr_ip = "10.10.1.0/24"'));
  });
});

describe('the rules of a group', () => {
  const rules = (f: Fixture, more: Record<string, object>) => {
    addCollector(f);
    f.network[0].securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: true, rules: [] });
    f.terraform.resource.alicloud_security_group_rule = Object.fromEntries(
      Object.entries(more).map(([name, m]) => [name, mirroredRule(m)]),
    );
  };
  test('fails TM403: a drop rule of the same priority, and the fix begins with it', () => {
    expect(said((f) => rules(f, { open: {}, shut: { policy: 'drop', cidr_ip: '10.10.0.0/24' } }))).toEqual(
      one('net/alicloud_security_group_rule.shut drops it'),
    );
    expect(said((f) => rules(f, { open: {}, shut: { policy: 'drop', cidr_ip: '10.10.0.0/24' } }))[0]).toContain(
      '; Remove net/alicloud_security_group_rule.shut',
    );
  });
  test('a drop rule of a later priority stops nothing', () => {
    expect(said((f) => rules(f, { open: {}, shut: { policy: 'drop', cidr_ip: '10.10.0.0/24', priority: 2 } }))).toEqual([]);
  });
  test('a priority by a variable is unknown only where it decides', () => {
    expect(said((f) => rules(f, { open: { priority: '${var.p}' } }))).toEqual([]);
    expect(
      said((f) => rules(f, { open: { priority: '${var.p}' }, shut: { policy: 'drop', cidr_ip: '10.10.0.0/24', priority: 50 } })),
    ).toEqual(one('undecided TM403 ... eni-bp1sensor ... priority of net/alicloud_security_group_rule.open is ${var.p}'));
  });
  test('a rule whose group is a variable may be a rule of any', () => {
    expect(said((f) => rules(f, { stray: { security_group_id: '${var.group}' } }))).toEqual(
      one('undecided TM403 ... eni-bp1sensor ... security_group_id of net/alicloud_security_group_rule.stray'),
    );
    // It could only drop what nothing else admits.
    expect(said((f) => rules(f, { stray: { security_group_id: '${var.group}', policy: 'drop' } }))).toEqual(one('error TM403'));
  });
  test('rules by for_each, by group and by prefix list', () => {
    expect(said((f) => rules(f, { open: { for_each: '${var.cidrs}', cidr_ip: '${each.value}' } }))).toEqual(one('undecided TM403'));
    expect(said((f) => rules(f, { open: { cidr_ip: undefined, source_security_group_id: 'sg-bp1web' } }))).toEqual([]);
    expect(said((f) => {
      rules(f, { open: { cidr_ip: undefined, source_security_group_id: 'sg-bp1web' } });
      // Whether it is a basic one, which alone can name groups, the answer does not say then.
      f.network[0].securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: false, rules: [] });
    })).toEqual(one('undecided TM403'));
    expect(said((f) => {
      rules(f, { open: { cidr_ip: undefined, prefix_list_id: '${alicloud_ecs_prefix_list.web.id}' } });
      add(f, 'alicloud_ecs_prefix_list', { web: { entry: [{ cidr: '10.10.0.0/24' }] } });
    })).toEqual([]);
  });
  test('members of a basic group reach each other, unless a rule drops them', () => {
    const inside = (f: Fixture) => {
      f.statements.sessions[`${SESSION}.web`].sources['eni-bp1web'] = stated({ securityGroupIds: ['sg-bp1sensor'] });
    };
    expect(said((f) => { rules(f, {}); inside(f); })).toEqual([]);
    expect(said((f) => { rules(f, { shut: { policy: 'drop', priority: 100 } }); inside(f); })).toEqual(one('error TM403'));
  });
  test('fails TM403: a rule that admits some source ports only', () => {
    expect(said((f) => {
      const rule = f.network[0].securityGroups.get('sg-bp1sensor')!.rules[0];
      f.network[0].securityGroups.get('sg-bp1sensor')!.rules[0] = { ...rule, sourcePortRange: '1/1023' };
    })).toEqual(one('error TM403 ... Packet 10.10.0.4:1024 -> 10.10.9.5:4789/udp'));
  });
  test('fails TM403: a source of several, which is named with its number', () => {
    const found = said((f) => {
      session(f).traffic_mirror_source_ids = ['eni-bp1web', 'eni-bp1far', 'eni-bp1farther'];
      Object.assign(f.statements.sessions[`${SESSION}.web`].sources, {
        'eni-bp1far': stated({ primaryIp: '10.20.0.6' }),
        'eni-bp1farther': stated({ primaryIp: '10.20.0.7' }),
      });
    });
    expect(found).toEqual(one('from 2 of 3 sources (eni-bp1far (10.20.0.6), eni-bp1farther (10.20.0.7))'));
    expect(found[0]).toContain('cidr_ip = "10.20.0.6/31"');
  });
});

describe('a load balancer', () => {
  test('a collector that the app writes is proved', () => {
    expect(said(addCollector)).toEqual([]);
  });
  test.each<[string, (f: Fixture) => void, string]>([
    [
      'TM405: it is for the internet',
      (f) => {
        part(f, 'alicloud_slb_load_balancer', 'sensors').address_type = 'internet';
      },
      'error TM405 ... net/alicloud_slb_load_balancer.sensors ... address type internet',
    ],
    [
      'TM406: it has no listener',
      (f) => {
        delete f.terraform.resource.alicloud_slb_listener;
      },
      'error TM406 ... net/alicloud_slb_load_balancer.sensors has no listener',
    ],
    ['TM407: its group has no server', (f) => {
      delete f.terraform.resource.alicloud_slb_server_group_server_attachment;
      delete part(f, 'alicloud_slb_listener', 'vxlan').depends_on;
    },
    'error TM407 ... net/alicloud_slb_load_balancer.sensors has no server ... server group net/alicloud_slb_server_group.sensors is empty'],
    [
      'TM412: the listener has neither group nor port',
      (f) => {
        delete part(f, 'alicloud_slb_listener', 'vxlan').server_group_id;
      },
      'error TM412 net/alicloud_slb_listener.vxlan has neither server_group_id nor backend_port',
    ],
    [
      'TM413: the scheduler needs a spec',
      (f) => {
        delete part(f, 'alicloud_slb_load_balancer', 'sensors').load_balancer_spec;
      },
      'warning TM413 net/alicloud_slb_listener.vxlan has scheduler sch, which needs',
    ],
    [
      'TM411: the listener does not wait for its server',
      (f) => {
        delete part(f, 'alicloud_slb_listener', 'vxlan').depends_on;
      },
      'warning TM411 net/alicloud_slb_listener.vxlan does not wait for 1 server',
    ],
    [
      'TM403: the server takes packets on another port',
      (f) => {
        part(f, 'alicloud_slb_server_group_server_attachment', 'sensor').port = 5000;
      },
      '-> 10.10.9.5:5000/udp',
    ],
  ])('fails %s', (_, change, words) => {
    expect(said((f) => { addCollector(f); change(f); })).toContainEqual(has(words));
  });

  const second = (f: Fixture, groups: string[]) => {
    addCollector(f);
    f.network[0].interfaces.set('eni-bp1second', {
      securityGroupIds: groups,
      vswitchId: 'vsw-bp1sensor',
      vpcId: 'vpc-bp1prod',
      primaryIp: '10.10.9.6',
    });
    add(f, 'alicloud_slb_server_group_server_attachment', {
      second: { server_group_id: '${alicloud_slb_server_group.sensors.id}', server_id: 'eni-bp1second', port: 4789, type: 'eni' },
    });
    part(f, 'alicloud_slb_listener', 'vxlan').depends_on.push('alicloud_slb_server_group_server_attachment.second');
  };
  test('a second server that drops what the first one takes is a warning', () => {
    expect(said((f) => second(f, []))).toEqual(
      one('warning TM403 ... eni-bp1second behind target net/alicloud_slb_load_balancer.sensors does not receive'),
    );
  });
  test('a second server of which nothing is known leaves it open', () => {
    expect(said((f) => second(f, ['sg-bp1unknown']))).toEqual(one('undecided TM403'));
  });
  test('an access control list leaves it open', () => {
    expect(said((f) => { addCollector(f); part(f, 'alicloud_slb_listener', 'vxlan').acl_status = 'on'; })).toEqual(one('undecided TM406'));
  });
  test('a listener that depends on the servers over another resource waits for them', () => {
    expect(said((f) => {
      addCollector(f);
      add(f, 'terraform_data', { ready: { input: '${alicloud_slb_server_group_server_attachment.sensor.id}' } });
      part(f, 'alicloud_slb_listener', 'vxlan').depends_on = ['terraform_data.ready'];
    })).toEqual([]);
  });
});

describe('a network ACL that the app writes', () => {
  const acl = (entries: unknown, more: object = {}) => (f: Fixture) => {
    add(f, 'alicloud_network_acl', { sensor: { vpc_id: 'vpc-bp1prod', ingress_acl_entries: entries, ...more } });
    add(f, 'alicloud_vpc_network_acl_attachment', {
      sensor: { network_acl_id: '${alicloud_network_acl.sensor.id}', resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' },
    });
  };
  const entry = (more: object) => ({ policy: 'accept', protocol: 'all', port: '-1/-1', source_cidr_ip: '0.0.0.0/0', ...more });
  test('an entry that admits everything', () => {
    expect(said(acl([entry({})]))).toEqual([]);
  });
  test('fails TM404: the order decides, and the fix names the place', () => {
    const found = said(
      acl([entry({ protocol: 'tcp', port: '22/22' }), entry({ policy: 'drop', source_cidr_ip: '10.10.0.0/24' }), entry({})]),
    );
    expect(found).toEqual(one('ingress entry 2 of net/alicloud_network_acl.sensor drops it'));
    expect(found[0]).toMatch(/; Insert .* before ingress entry 2 of net\/alicloud_network_acl\.sensor/);
  });
  test('entries that are not written are those on the cloud', () => {
    expect(said(acl(undefined))).toEqual(one('undecided TM404'));
  });
  test.each<[string, (f: Fixture) => void, string]>([
    ['an empty list', acl([]), 'warning TM417 net/alicloud_network_acl.sensor ... empty list ingress_acl_entries'],
    ['a protocol in capitals', acl([entry({ protocol: 'ALL' })]), 'warning TM417 net/alicloud_network_acl.sensor has protocol ALL'],
    [
      '21 entries',
      acl(Array.from({ length: 21 }, () => entry({}))),
      'error TM417 net/alicloud_network_acl.sensor has 21 ingress_acl_entries',
    ],
    [
      'one port for every protocol',
      acl([entry({ port: '4789/4789' })]),
      'error TM417 net/alicloud_network_acl.sensor has port "4789/4789" for protocol all in ingress_acl_entries ... Write port = "-1/-1"',
    ],
    [
      'an outbound entry',
      acl([entry({})], { egress_acl_entries: [entry({ protocol: 'tcp', port: '443' })] }),
      'error TM417 ... egress_acl_entries ... Write port = "443/443"',
    ],
    [
      'vSwitches in resources',
      acl([entry({})], { resources: [{ resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' }] }),
      'warning TM417 net/alicloud_network_acl.sensor ... vSwitches in resources',
    ],
  ])('fails TM417: %s', (_, change, words) => {
    expect(said(change)).toContainEqual(has(words));
  });
});

describe('the port range of an ACL entry', () => {
  const acl = (protocol: string, port: unknown) => (f: Fixture) => {
    const entries = [
      { policy: 'accept', protocol, port, source_cidr_ip: '10.10.0.0/16' },
      { policy: 'accept', protocol: 'tcp', port: '22/22', source_cidr_ip: '10.0.0.0/8' },
    ];
    add(f, 'alicloud_network_acl', { sensor: { vpc_id: 'vpc-bp1prod', ingress_acl_entries: entries } });
    add(f, 'alicloud_vpc_network_acl_attachment', {
      sensor: { network_acl_id: '${alicloud_network_acl.sensor.id}', resource_id: 'vsw-bp1sensor', resource_type: 'VSwitch' },
    });
  };
  test.each<[protocol: string, port: unknown, write: string]>([
    ['udp', '-1/-1', '1/65535'],
    ['udp', '4789', '4789/4789'],
    ['udp', '0/65535', '1/65535'],
    ['udp', '1/65536', '1/65535'],
    ['all', '1/65535', '-1/-1'],
    ['all', '4789/4789', '-1/-1'],
  ])('%s %j verifies no source, and TM417 reports the value to write', (protocol, port, write) => {
    const found = outcome(acl(protocol, port));
    expect(found.lines).toEqual(
      one('undecided TM404 ... ingress entry 1 of net/alicloud_network_acl.sensor', `error TM417 ... Write port = "${write}"`),
    );
    expect(found.passed.TM404).toBe(0);
    const written = outcome(acl(protocol, write));
    expect(written.lines).toEqual([]);
    expect(written.passed.TM404).toBe(1);
  });
});

describe('loops', () => {
  const mirrored = (f: Fixture, filter: object) => {
    Object.assign(f.terraform.resource.alicloud_vpc_traffic_mirror_filter_ingress_rule['inbound-1'], filter);
    session(f).traffic_mirror_source_ids = ['eni-bp1sensor'];
    f.statements.sessions[`${SESSION}.web`].sources = {
      'eni-bp1sensor': stated({ primaryIp: '10.10.9.5', vswitchId: 'vsw-bp1sensor', securityGroupIds: ['sg-bp1sensor'] }),
    };
  };
  test('a filter that leaves UDP 4789 out breaks the loop', () => {
    expect(said((f) => mirrored(f, {}))).toEqual([]);
    expect(said((f) => mirrored(f, { protocol: 'UDP', destination_port_range: '53/53' }))).toEqual([]);
    expect(said((f) => {
      mirrored(f, { protocol: 'ALL', destination_port_range: '-1/-1', priority: 2 });
      f.terraform.resource.alicloud_vpc_traffic_mirror_filter_ingress_rule.first = {
        ...f.terraform.resource.alicloud_vpc_traffic_mirror_filter_ingress_rule['inbound-1'],
        priority: 1,
        action: 'drop',
        protocol: 'UDP',
        destination_port_range: '4789/4789',
      };
    })).toEqual([]);
  });
  test('a filter of which nothing is known leaves it open', () => {
    expect(said((f) => { mirrored(f, {}); session(f).traffic_mirror_filter_id = 'tmf-bp1'; })).toEqual(one('undecided TM409'));
  });
  test('fails TM409: a sensor reports over a mirrored interface', () => {
    expect(
      said((f) => {
        f.network[0].interfaces.set('eni-bp1web', {
          securityGroupIds: ['sg-bp1web'],
          vswitchId: 'vsw-bp1web',
          vpcId: 'vpc-bp1prod',
          primaryIp: '10.10.0.4',
          instanceId: 'i-bp1sensor',
        });
      }),
    ).toEqual(one('warning TM409 ... eni-bp1web ... sensor eni-bp1sensor ... interfaces of i-bp1sensor'));
  });
});

test('a source of which no rate is stated leaves the capacity open', () => {
  expect(said((f) => { f.statements.sessions[`${SESSION}.web`].target.capacityMbps = 500; })).toEqual(one('undecided TM410'));
});

test('one thing that is not known is said once for a target, however many sessions it has', () => {
  const found = said((f) => {
    f.network = [];
    for (let i = 0; i < 50; i++) f.terraform.resource[SESSION][`s${i}`] = { ...session(f), traffic_mirror_source_ids: [`eni-bp1s${i}`] };
  });
  expect(found).toEqual(one('undecided TM406'));
});

describe('TM414 to TM416', () => {
  const rules = (more: object, second?: object) => (f: Fixture) => {
    addCollector(f);
    f.terraform.resource.alicloud_security_group_rule = { mirrored: mirroredRule(more), ...second && { second: mirroredRule(second) } };
  };
  test.each<[string, (f: Fixture) => void, string]>([
    [
      'TM414: two rules differ in priority alone',
      rules({}, { priority: 2 }),
      'warning TM414 ... net/alicloud_security_group_rule.mirrored and net/alicloud_security_group_rule.second of sg-bp1sensor differ only in priority',
    ],
    ['TM416: no nic_type', rules({ nic_type: undefined }), 'warning TM416 net/alicloud_security_group_rule.mirrored has no nic_type'],
    [
      'TM416: nic_type internet',
      rules({ nic_type: 'internet' }),
      'error TM416 net/alicloud_security_group_rule.mirrored has nic_type internet',
    ],
    [
      'TM416: host bits',
      rules({ cidr_ip: '10.10.0.5/16' }),
      'warning TM416 net/alicloud_security_group_rule.mirrored has cidr_ip 10.10.0.5/16',
    ],
    [
      'TM416: a list beside a CIDR',
      rules({ prefix_list_id: 'pl-1' }),
      'warning TM416 net/alicloud_security_group_rule.mirrored has cidr_ip and prefix_list_id',
    ],
    ['TM416: capitals', rules({ ip_protocol: 'UDP' }), 'error TM416 net/alicloud_security_group_rule.mirrored has ip_protocol UDP'],
  ])('fails %s', (_, change, words) => {
    expect(said(change)).toContainEqual(has(words));
  });
  test.each<[protocol: string, range: unknown, write: string]>([
    ['udp', '-1/-1', '1/65535'],
    ['udp', '4789', '4789/4789'],
    ['udp', 4789, '4789/4789'],
    ['udp', '0/65535', '1/65535'],
    ['udp', '1/65536', '1/65535'],
    ['udp', '4790/4789', '4789/4790'],
    ['udp', '4789-4790', '4789/4790'],
    ['udp', 'vxlan', '1/65535'],
    ['all', '1/65535', '-1/-1'],
    ['all', '4789/4789', '-1/-1'],
  ])('port range %s %j verifies no source, and TM416 reports the value to write', (ip_protocol, port_range, write) => {
    const alone = (range: unknown) => outcome((f) => {
      rules({ ip_protocol, port_range: range })(f);
      f.network[0].securityGroups.set('sg-bp1sensor', { vpcId: 'vpc-bp1prod', innerAccess: true, rules: [] });
    });
    const found = alone(port_range);
    expect(found.lines).toEqual(
      one('undecided TM403', `error TM416 port_range ... of protocol ${ip_protocol} ... Write port_range = "${write}"`),
    );
    expect(found.passed.TM403).toBe(0);
    const written = alone(write);
    expect(written.lines).toEqual([]);
    expect(written.passed.TM403).toBe(1);
  });
  test('rules for other CIDRs, groups or ports are others', () => {
    expect(said(rules({}, { cidr_ip: '10.20.0.0/16' }))).toEqual([]);
    expect(said(rules({}, { security_group_id: 'sg-bp1other' }))).toEqual([]);
    expect(said(rules({}, { port_range: '443/443', lifecycle: undefined }))).toEqual([]);
  });
  test('a wide rule of a group that receives no copies is none of theirs', () => {
    const wide = { port_range: '1/65535', nic_type: undefined, lifecycle: undefined };
    expect(said(rules({}, { ...wide, security_group_id: 'sg-bp1other' }))).toEqual([]);
    expect(
      said((f) => {
        peered(f);
        Object.assign(part(f, 'alicloud_security_group_rule', 'mirrored'), wide);
      }),
    ).toEqual(one('warning TM415', 'warning TM416'));
  });
  test.each<[string, boolean]>([
    ['${var.cidr}', true],
    ['${local.given}', true],
    ['${local.address}/32', false],
    ['${format("%s/32", alicloud_instance.web.primary_ip_address)}', false],
    ['${module.net.cidr}', false],
  ])('a rule for %s should be created before it is destroyed, unless that may reach a resource: %s', (cidr, isAdvised) => {
    const findings = said((f) => {
      f.terraform.locals = { given: '${var.cidr}', address: '${alicloud_instance.web.primary_ip_address}' };
      rules({}, { cidr_ip: cidr, lifecycle: undefined })(f);
    });
    expect(findings.some((line) => line.startsWith('warning TM415'))).toBe(isAdvised);
  });
  test('a rule that drops lets nothing in, so it leaves no gap', () => {
    expect(said(rules({}, { cidr_ip: '10.66.0.0/16', policy: 'drop', lifecycle: undefined }))).toEqual([]);
  });
});

describe('infrastructure of others, which no session uses', () => {
  /** A rule that TM414 to TM416 would report on a receiving group. */
  const bad = { nic_type: undefined, lifecycle: undefined, port_range: '4789/4789' };
  const strangers: [string, (f: Fixture) => void][] = [
    [
      'rules of an overlay network by CIDR',
      (f) => {
        add(f, 'alicloud_security_group_rule', {
          a: mirroredRule({ ...bad, security_group_id: 'sg-bp1swarm' }),
          b: mirroredRule({ ...bad, security_group_id: 'sg-bp1swarm' }),
        });
      },
    ],
    ['rules of an overlay network by its group', (f) => {
      add(f, 'alicloud_security_group', { swarm: { vpc_id: 'vpc-bp1prod' } });
      const group = '${alicloud_security_group.swarm.id}';
      add(f, 'alicloud_security_group_rule', {
        swarm: mirroredRule({ ...bad, security_group_id: group, cidr_ip: undefined, source_security_group_id: group }),
      });
    }],
    [
      'a rule with a wrong port range',
      (f) => {
        add(f, 'alicloud_security_group_rule', { wrong: mirroredRule({ security_group_id: 'sg-bp1swarm', port_range: '4789' }) });
      },
    ],
    [
      'a load balancer for the internet, without a listener',
      (f) => {
        add(f, 'alicloud_slb_load_balancer', { other: { address_type: 'internet' } });
      },
    ],
    ['a listener on UDP 4789 without servers, group or scheduler', (f) => {
      add(f, 'alicloud_slb_load_balancer', { other: { address_type: 'intranet', vswitch_id: 'vsw-bp1web' } });
      add(f, 'alicloud_slb_listener', {
        other: { load_balancer_id: '${alicloud_slb_load_balancer.other.id}', protocol: 'udp', frontend_port: 4789 },
      });
    }],
    ['a server group with inline and attached servers', (f) => {
      add(f, 'alicloud_slb_server_group', {
        other: { load_balancer_id: 'lb-bp1other', servers: [{ server_ids: ['i-bp1other'], port: 4789 }] },
      });
      add(f, 'alicloud_slb_server_group_server_attachment', {
        other: { server_group_id: '${alicloud_slb_server_group.other.id}', server_id: 'i-bp1two', port: 4789 },
      });
    }],
    ['an ACL that admits only UDP 4789, in capitals, bound in resources', (f) => {
      add(f, 'alicloud_network_acl', {
        other: {
          vpc_id: 'vpc-bp1prod',
          ingress_acl_entries: [{ policy: 'accept', protocol: 'UDP', port: '4789', source_cidr_ip: '0.0.0.0/0' }],
          egress_acl_entries: [],
          resources: [{ resource_id: 'vsw-bp1web', resource_type: 'VSwitch' }],
        },
      });
    }],
    [
      'a peering without an account',
      (f) => {
        add(f, 'alicloud_vpc_peer_connection', { other: { vpc_id: 'vpc-bp1one', accepting_vpc_id: 'vpc-bp1two' } });
      },
    ],
  ];
  test.each(strangers)('%s', (_, stranger) => {
    expect(said(stranger)).toEqual([]);
    expect(said((f) => { addCollector(f); stranger(f); })).toEqual([]);
  });
  test.each(strangers)('%s, and a target of which only the id is known', (_, stranger) => {
    const unknown = (f: Fixture) => { f.network = []; };
    expect(said((f) => { unknown(f); stranger(f); })).toEqual(said(unknown));
  });
});

describe('TM419', () => {
  test.each([
    ['between the VPCs of source and target', '${alicloud_vpc.sensor.id}', '${alicloud_vpc.web.id}', 1],
    ['of the target\'s VPC and another one', '${alicloud_vpc.sensor.id}', '${alicloud_vpc.fourth.id}', 0],
    ['of two other VPCs', '${alicloud_vpc.third.id}', '${alicloud_vpc.fourth.id}', 0],
  ])('a peering without an account, %s', (_, vpc, accepting, findings) => {
    const found = said((f) => {
      peered(f);
      add(f, 'alicloud_vpc', { third: { cidr_block: '10.3.0.0/16' }, fourth: { cidr_block: '10.4.0.0/16' } });
      add(f, 'alicloud_vpc_peer_connection', { other: { vpc_id: vpc, accepting_vpc_id: accepting, accepting_region_id: 'cn-hangzhou' } });
    });
    expect(found).toEqual(one(...Array<string>(findings).fill('warning TM419')));
  });
});

describe('what only a part of the app knows', () => {
  test('a module that is handed a filter may write its rules', () => {
    const found = said((f) => {
      delete f.terraform.resource.alicloud_vpc_traffic_mirror_filter_ingress_rule;
      f.terraform.module = { rules: { source: './rules', filter: '${alicloud_vpc_traffic_mirror_filter.web.id}' } };
    }, /^TM201/);
    expect(found).toEqual(one('undecided TM201 ... net/alicloud_vpc_traffic_mirror_filter.web ... module rules'));
  });
  test.each([
    ['itself', ['alicloud_ecs_network_interface_attachment.web']],
    ['over another resource', ['terraform_data.ready']],
  ])('a session may wait for an attachment %s', (_, awaited) => {
    const found = said((f) => {
      add(f, 'alicloud_ecs_network_interface', { web: { vswitch_id: 'vsw-1', security_group_ids: ['sg-1'] } });
      add(f, 'alicloud_ecs_network_interface_attachment', {
        web: { network_interface_id: '${alicloud_ecs_network_interface.web.id}', instance_id: 'i-1' },
      });
      add(f, 'terraform_data', { ready: { depends_on: ['alicloud_ecs_network_interface_attachment.web'] } });
      Object.assign(session(f), { traffic_mirror_source_ids: ['${alicloud_ecs_network_interface.web.id}'], depends_on: awaited });
    }, /^TM309/);
    expect(found).toEqual([]);
  });
});

describe('TM421: a collector that allows nothing', () => {
  const tm421 = (change: (f: Fixture) => void) => {
    const f = right();
    addCollector(f);
    f.statements.collectors = [{ path: 'net/Sensors', target: '${alicloud_slb_load_balancer.sensors.id}' }];
    change(f);
    const { findings, passed } = runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023);
    return [...findings.filter((x) => x.id === 'TM421').map((x) => `${x.severity} ${x.path}`), passed.TM421];
  };
  const closed = (f: Fixture) => { delete f.terraform.resource.alicloud_security_group_rule; f.network = []; };

  test('passes if other rules are verified to admit the sources', () => {
    expect(tm421(() => {})).toEqual([1]);
  });

  test('is found if they are not, and a session sends to it', () => {
    expect(tm421(closed)).toEqual(['warning net/Sensors', 0]);
    expect(tm421((f) => { closed(f); f.terraform.resource[SESSION].web.enabled = false; })).toEqual([0]);
    expect(tm421((f) => { closed(f); f.terraform.resource[SESSION].web.traffic_mirror_target_id = 'lb-bp1sensors'; })).toEqual([0]);
  });

  test('passes if it allows sources', () => {
    expect(tm421((f) => { closed(f); f.statements.collectors![0].admits = true; })).toEqual([1]);
  });
});
