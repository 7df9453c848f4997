import {
  addCollector, addSession, BREAKS, documents, FILTER, Fixture, INBOUND, MORE_BREAKS, mirroredRule, right, rule, SESSION, stated,
} from './fixtures';
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

const session = (f: Fixture) => f.terraform.resource[SESSION].web;

function ids(change: (f: Fixture) => void): string[] {
  const f = right();
  change(f);
  return [...new Set(runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2023).findings.map((x) => `${x.severity} ${x.id}`))];
}

const NOT_THERE = [
  ['count = 0', { count: 0 }],
  ['a count that a local decides', { count: '${local.off ? 1 : 0}' }],
  ['for_each = {}', { for_each: {} }],
  ['an empty set', { for_each: '${toset([])}' }],
] as const;

describe.each(NOT_THERE)('a block that does not exist: %s', (_, none) => {
  const locals = (f: Fixture) => { f.terraform.locals = { off: false }; };

  test('a session is no subject of any check', () => {
    expect(ids((f) => {
      locals(f);
      addSession(f, 'off', ['eni-bp1web', 'eni-bp1web'], 0, {
        ...none,
        dry_run: true,
        packet_length: 1,
        traffic_mirror_target_id: 'eni-bp1web',
        traffic_mirror_filter_id: 'vpc-1',
      });
    })).toEqual([]);
  });
  test('a rule, a filter and a data source neither', () => {
    expect(ids((f) => {
      locals(f);
      f.terraform.resource[INBOUND].off = rule(1, none);
      f.terraform.resource[FILTER].off = { ...none };
      f.terraform.data = { alicloud_vpc_traffic_mirror_service: { on: { ...none, enable: 'On' } } };
    })).toEqual([]);
  });
  test('fails TM201: the only rule of a filter', () => {
    expect(ids((f) => { locals(f); f.terraform.resource[INBOUND]['inbound-1'] = rule(1, none); })).toEqual(['error TM201']);
  });
});

describe('blocks of a wrong app that do not exist change nothing in a right one', () => {
  const all = [...BREAKS, ...MORE_BREAKS];

  /** The right app with every block of another app, none of which exists. */
  function withNone(others: readonly StackDocument[], none: object): Fixture {
    const f = right();
    f.terraform.locals = { off: false };
    others.forEach(({ terraform }, stack) => {
      for (const part of ['resource', 'data'] as const) {
        for (const [type, bodies] of Object.entries<any>(terraform?.[part] ?? {})) {
          // A state is read only through a reference.
          if (type === 'terraform_remote_state') continue;
          for (const [name, body] of Object.entries<any>(bodies)) {
            ((f.terraform[part] ??= {})[type] ??= {})[`off_${stack}_${name}`] = {
              // A provider must exist even if nothing uses it.
              ...body, provider: undefined, for_each: undefined, ...none,
            };
          }
        }
      }
      for (const [name, body] of Object.entries<any>(terraform?.module ?? {})) {
        (f.terraform.module ??= {})[`off_${stack}_${name}`] = { ...body, ...none };
      }
    });
    return f;
  }

  test.each(all.map((b, i) => [b.id, b.fact, NOT_THERE[i % NOT_THERE.length], b] as const))('%s, %s: %s', (_, _fact, [, none], b) => {
    const f = withNone(b.app(), none);
    const found = runChecks(new MirrorModel(documents(f)), b.edition ?? MirrorEdition.EDITION_2023).findings;
    expect(found.map((x) => `${x.severity} ${x.id} ${x.path}`)).toEqual([]);
  });
});

describe('counts that complement each other are undecided in every check', () => {
  const either = (f: Fixture, more: [object, object]) => {
    f.terraform.resource[SESSION].web = { ...f.terraform.resource[SESSION].web, count: '${var.on ? 1 : 0}', ...more[0] };
    addSession(f, 'other', ['eni-bp1other'], 100, { count: '${var.on ? 0 : 1}', ...more[1] });
  };
  const undecided = (found: string[]) => {
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((line) => !line.startsWith('undecided'))).toEqual([]);
  };

  test('one priority', () => undecided(ids((f) => either(f, [{}, {}]))));
  test('one source', () =>
    undecided(ids((f) => either(f, [{}, { priority: 101, virtual_network_id: 101, traffic_mirror_source_ids: ['eni-bp1web'] }]))));
  test('one VNI', () => undecided(ids((f) => either(f, [{}, { priority: 101 }]))));
  test('source and target', () => undecided(ids((f) => either(f, [
    { traffic_mirror_target_id: 'eni-bp1other', traffic_mirror_target_type: 'NetworkInterface' },
    { priority: 101, traffic_mirror_target_id: 'eni-bp1web', traffic_mirror_target_type: 'NetworkInterface' },
  ])).filter((line) => /TM30[1-4]/.test(line))));
  test('rules of one priority', () => undecided(ids((f) => {
    f.terraform.resource[INBOUND] = { a: rule(1, { count: '${var.on ? 1 : 0}' }), b: rule(1, { count: '${var.on ? 0 : 1}' }) };
  })));
  test('equal security group rules', () => {
    const rules = (a: object, b: object) => ids((f) => {
      addCollector(f);
      f.terraform.resource.alicloud_security_group_rule = { a: mirroredRule(a), b: mirroredRule(b) };
    });
    expect(rules({}, {})).toEqual(['warning TM414']);
    expect(rules({ count: '${var.on ? 1 : 0}' }, { count: '${var.on ? 0 : 1}' })).toContain('undecided TM414');
    expect(rules({ count: '${var.on ? 1 : 0}' }, { count: '${var.on ? 0 : 1}' })).not.toContain('warning TM414');
    expect(rules({ count: '${var.on ? 1 : 0}' }, {})).toContain('undecided TM414');
  });
  test('other values of one interface', () => {
    const values = (more: [object, object]) => ids((f) => {
      either(f, more);
      session(f).traffic_mirror_source_ids = ['eni-bp1other'];
      f.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1other': stated({ mtu: 1400 }) };
    }).filter((line) => line.includes('TM107'));
    expect(values([{}, { priority: 101 }])).toEqual(['undecided TM107']);
    expect(values([{ count: 1 }, { count: 1, priority: 101 }])).toEqual(['error TM107']);
  });
  test('the order of the sessions of a source', () => {
    const order = (more: [object, object]) => {
      const f = right();
      either(f, [more[0], { priority: 101, virtual_network_id: 101, traffic_mirror_source_ids: ['eni-bp1web'], ...more[1] }]);
      f.statements.sessions[`${SESSION}.other`].defaultPriority = true;
      const { findings } = runChecks(new MirrorModel(documents(f)), MirrorEdition.EDITION_2026);
      return findings.filter((x) => x.id === 'TM310').map((x) => x.severity);
    };
    expect(order([{}, {}])).toEqual(['undecided']);
    expect(order([{ count: 1 }, {}])).toEqual(['undecided']);
    expect(order([{ count: 1 }, { count: 1 }])).toEqual(['error']);
  });
});

describe('a module', () => {
  const arrives = (meta: object) => ids((f) => {
    addCollector(f);
    delete f.terraform.resource.alicloud_security_group_rule;
    f.terraform.resource.alicloud_security_group = { own: { vpc_id: 'vpc-bp1prod', inner_access_policy: 'Drop' } };
    f.network[0].interfaces.set('eni-bp1sensor', { ...f.network[0].interfaces.get('eni-bp1sensor')!, securityGroupIds: [] });
    f.terraform.resource.alicloud_ecs_network_interface = {
      sensor: { vswitch_id: 'vsw-bp1sensor', security_group_ids: ['${alicloud_security_group.own.id}'] },
    };
    f.terraform.resource.alicloud_ecs_network_interface_attachment = {
      sensor: { network_interface_id: '${alicloud_ecs_network_interface.sensor.id}', instance_id: 'i-bp1sensor' },
    };
    f.terraform.resource.alicloud_slb_server_group_server_attachment.sensor.server_id = '${alicloud_ecs_network_interface.sensor.id}';
    f.terraform.module = { rules: { source: './rules', group: '${alicloud_security_group.own.id}', ...meta } };
  }).filter((line) => line.includes('TM403'));
  test('may write rules of a group that it gets', () => {
    expect(arrives({})).toEqual(['undecided TM403']);
    expect(arrives({ count: '${var.on ? 1 : 0}' })).toEqual(['undecided TM403']);
  });
  test.each([[{ count: 0 }], [{ for_each: {} }], [{ count: '${false ? 1 : 0}' }], [{ for_each: '${toset([])}' }]])(
    'that %j turns off writes nothing',
    (meta) => {
      expect(arrives(meta)).toEqual(['error TM403']);
    });
  test('that is turned off contains no sessions', () => {
    const unread = (meta: object) => ids((f) => { f.terraform.module = { mirroring: { source: './mirroring', ...meta } }; });
    expect(unread({})).toEqual(['undecided TM607']);
    expect(unread({ count: 0 })).toEqual([]);
  });
});

describe('TM201', () => {
  test.each<[string, object[]]>([
    ['all rules drop', [rule(1, { action: 'drop' })]],
    ['a rule that drops everything comes first', [rule(1, { action: 'drop', protocol: 'ALL', destination_port_range: '-1/-1' }), rule(2)]],
  ])('fails: %s', (_, rules) => {
    expect(ids((f) => { f.terraform.resource[INBOUND] = Object.fromEntries(rules.map((r, i) => [`r${i}`, r])); })).toContain('error TM201');
  });
  test('a rule that drops everything behind one that accepts, or in the other direction, is none of it', () => {
    expect(
      ids((f) => {
        f.terraform.resource[INBOUND].last = rule(2, { action: 'drop', protocol: 'ALL', destination_port_range: '-1/-1' });
      }),
    ).toEqual([]);
    expect(
      ids((f) => {
        f.terraform.resource.alicloud_vpc_traffic_mirror_filter_egress_rule = {
          all: rule(1, { action: 'drop', protocol: 'ALL', destination_port_range: '-1/-1' }),
        };
      }),
    ).toEqual([]);
  });
  test('an action by a variable leaves it open', () => {
    expect(ids((f) => { f.terraform.resource[INBOUND]['inbound-1'].action = '${var.action}'; })).toContain('undecided TM201');
  });
});

test('a session that is off: no loop and no truncation is judged', () => {
  expect(ids((f) => {
    f.terraform.resource[SESSION].web.enabled = false;
    f.network = [];
    Object.values<any>(f.statements.sessions)[0].sources['eni-bp1web'].mtu = 9000;
  })).toEqual(['warning TM305']);
});

/** The app of a fixture with every session switched off. Without the argument the provider creates a session that is off. */
function switchedOff(app: () => StackDocument[], enabled: false | undefined): StackDocument[] {
  return app().map(({ terraform, ...rest }) => {
    const bodies = Object.entries<any>(terraform?.resource?.[SESSION] ?? {});
    return {
      ...rest,
      terraform: {
        ...terraform,
        resource: { ...terraform?.resource, [SESSION]: Object.fromEntries(bodies.map(([name, body]) => [name, { ...body, enabled }])) },
      },
    };
  });
}

describe.each([['enabled = false', false], ['no enabled argument', undefined]] as const)('if all sessions are off: %s', (_off, enabled) => {
  const found = (documents_: StackDocument[], edition: MirrorEdition | undefined) =>
    runChecks(new MirrorModel(documents_), edition ?? MirrorEdition.EDITION_2023).findings.map((x) => x.id);
  const all = [...BREAKS, ...MORE_BREAKS];
  // The service takes a target in the list of its type only, whether the session is on or off.
  const isArrival = (id: string): boolean => /^TM4|^TM701/.test(id) && !['TM401', 'TM402'].includes(id);
  const arrival = all.filter(({ id }) => isArrival(id));
  const created = all.filter(({ id }) => /^TM1|^TM3|^TM401|^TM402|^TM5/.test(id) && id !== 'TM305');

  test.each(arrival.map((b) => [b.id, b.fact, b] as const))('nothing that arrives is judged: %s, %s', (id, _, { app, edition }) => {
    expect(found(app(), edition)).toContain(id);
    expect(found(switchedOff(app, enabled), edition).filter(isArrival)).toEqual([]);
  });

  test.each(created.map((b) => [b.id, b.fact, b] as const))('what the service checks at creation is: %s, %s', (id, _, { app, edition }) => {
    expect(found(switchedOff(app, enabled), edition)).toContain(id);
  });
});

test.each([
  ['all', 'all'],
  ['one that matters', ['enabled']],
  ['as other generators write it', ['${traffic_mirror_source_ids}']],
])('fails TM605: ignore_changes of %s', (_, ignored) => {
  expect(ids((f) => { f.terraform.resource[SESSION].web.lifecycle = { ignore_changes: ignored }; })).toEqual(['warning TM605']);
});
test('changes of tags may be ignored', () => {
  expect(ids((f) => { f.terraform.resource[SESSION].web.lifecycle = [{ ignore_changes: ['tags["owner"]'] }]; })).toEqual([]);
});

describe('forms of Terraform JSON', () => {
  /** What other generators write: every body in a list, every part in a list. */
  const inLists = (terraform: any) => ({
    ...terraform,
    resource: [
      Object.fromEntries(
        Object.entries<any>(terraform.resource).map(([type, bodies]) => [
          type,
          Object.fromEntries(Object.entries<any>(bodies).map(([name, b]) => [name, [b]])),
        ]),
      ),
    ],
    provider: [terraform.provider],
  });
  test('a right app in lists is right', () => {
    expect(ids((f) => { f.terraform = inLists(f.terraform); })).toEqual([]);
  });
  test('fails TM501: eleven sources, in a body in a list, and in a list of locals', () => {
    const eleven = Array.from({ length: 11 }, (_, i) => `eni-bp1n${i}`);
    expect(
      ids((f) => {
        f.terraform.resource[SESSION].web.traffic_mirror_source_ids = eleven;
        f.terraform = inLists(f.terraform);
      }),
    ).toContain('error TM501');
    expect(
      ids((f) => {
        f.terraform.locals = [{ other: 1 }, { ids: eleven }];
        f.terraform.resource[SESSION].web.traffic_mirror_source_ids = '${local.ids}';
      }),
    ).toContain('error TM501');
    expect(
      ids((f) => {
        f.terraform.resource[SESSION].web.traffic_mirror_source_ids = `\${concat(${JSON.stringify(eleven)}, [])}`;
      }),
    ).toContain('error TM501');
  });
  test('dynamic rules in a list leave the filter open, those over a literal list are read', () => {
    const dynamic = (each: unknown) => (f: Fixture) => {
      delete f.terraform.resource[INBOUND];
      f.terraform.resource[FILTER].web.dynamic = [
        {
          ingress_rules: [
            { for_each: each, content: [{ ...rule(1), priority: '${ingress_rules.value}', traffic_mirror_filter_id: undefined }] },
          ],
        },
      ];
    };
    expect(ids(dynamic('${var.rules}'))).toContain('undecided TM201');
    // The two rules have the same match.
    expect(ids(dynamic([1, 2])).sort()).toEqual(['warning TM206', 'warning TM211']);
    expect(ids(dynamic([1, 1]))).toContain('error TM203');
  });
});
