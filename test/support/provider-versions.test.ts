// What this repository writes and names, against the oldest and the newest version of the provider that it claims.
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { everythingWritten, stacksOfEverything } from './everything';
import { schemaProblems, SliceVersion } from './schema';
import { differences, newKinds, report } from '../../schema/provider-diff';
import { common, places, ProviderSchema, readSlice, SLICES, sliceFile } from '../../schema/slice';
import { pathsOf } from '../../schema/written';
import { OLDEST_PROVIDER, PROVIDER_CONSTRAINT, TRIED_PROVIDERS } from '../../src/catalog/versions';

const ROOT = join(__dirname, '..', '..');
const slice = (version: SliceVersion): ProviderSchema => readSlice(sliceFile(version));
const NEWEST = SLICES[SLICES.length - 1];

const stacks = stacksOfEverything();
const written = everythingWritten();

test('each version that is called tried has its slice here, and the constraint begins with the oldest', () => {
  expect(TRIED_PROVIDERS.map(({ version }) => version)).toEqual([...SLICES]);
  expect(SLICES[0]).toBe(OLDEST_PROVIDER);
  for (const [name, { terraform }] of stacks) {
    expect([name, terraform?.required_providers?.alicloud?.version]).toEqual([name, PROVIDER_CONSTRAINT]);
  }
});

/** How far a version was tried, in Chinese. */
const IN_CHINESE: Readonly<Record<string, string>> = {
  'its schema, and lives of the examples': 'schema 与示例的生命周期',
  'its schema, and all lives': 'schema 与全部生命周期',
};

test.each(['1', '2'])('the row of major %s in README is what was tried, in both languages', (major) => {
  const tried = TRIED_PROVIDERS.filter(({ version }) => version.startsWith(`${major}.`));
  const row = (file: string): string =>
    readFileSync(join(ROOT, file), 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`| provider \`aliyun/alicloud\` ${major}.x |`))!;
  expect(row('README.md')).toContain(`tested: ${tried.map(({ version, tried: how }) => `${version} (${how})`).join(', ')}`);
  expect(row('README.zh-CN.md')).toContain(`已测试：${tried.map(({ version, tried: how }) => `${version}（${IN_CHINESE[how]}）`).join('、')}`);
});

test('what is looked at is every example and every input of the constructs', () => {
  expect(stacks.size).toBeGreaterThan(150);
  for (const path of [
    'alicloud_security_group.security_group_name', 'alicloud_vpc_traffic_mirror_session.packet_length', 'alicloud_slb_listener.scheduler',
    'alicloud_security_group_rule.prefix_list_id', 'provider.region',
  ]) expect(written).toContain(path);
});

describe.each(SLICES)('under %s', (version) => {
  test('everything that is written is valid', () => {
    const problems = [...stacks].flatMap(([name, stack]) => schemaProblems(stack, version).map((problem) => `${name}: ${problem}`));
    expect(problems).toEqual([]);
  });

  test('everything that is written is in the schema, and nothing of it is deprecated', () => {
    const there = places(slice(version));
    // A key of a map is no place of the schema.
    const known = [...written].filter((path) => !/\.(?:tags|endpoints)\./.test(path));
    expect(known.filter((path) => !there.has(path) && !/\.id$/.test(path))).toEqual([]);
    expect(known.filter((path) => there.get(path)?.deprecated)).toEqual([]);
  });
});

test('fails for what came later, and for what is gone', () => {
  const group = { resource: { alicloud_security_group: { A: { security_group_name: 'a' } } } };
  const old = { resource: { alicloud_instance: { A: { subnet_id: 'vsw-1' } } } };
  // The slice of the version before the oldest one is not here: the attribute that came with the oldest is taken out.
  const before = places(slice('1.239.0'));
  before.delete('alicloud_security_group.security_group_name');
  expect([...pathsOf(group)].filter((path) => !before.has(path))).toEqual(['alicloud_security_group.security_group_name']);
  expect(schemaProblems(old, '1.289.0').join()).not.toContain('subnet_id');
  expect(schemaProblems(old, NEWEST).join()).toContain('alicloud_instance.A.subnet_id: no such attribute');
});

describe('what is documented', () => {
  const files = (folder: string): string[] => readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter(
      (e) =>
        e.isFile() && /\.(md|ts)$/.test(e.name) && !e.parentPath.includes(join('src', 'alicloud')) && !e.parentPath.includes('cdktf.out'),
    )
    .map((e) => join(e.parentPath, e.name));
  const texts = ['README.md', 'README.zh-CN.md'].map((f) => join(ROOT, f)).concat(files('docs'), files('src'), files('examples'));
  const gone = (() => {
    const [last, now] = [places(slice('1.289.0')), places(slice(NEWEST))];
    return [...last.values()].filter(({ path }) => !now.has(path) || now.get(path)!.deprecated).map(({ path }) => path);
  })();

  const pascal = (name: string): string => name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

  /** Resource type and attribute together: as a path or a reference, in a block of Terraform, or in a call of the bindings. */
  const named = (text: string): string[] => gone.filter((path) => {
    const [attribute, type] = path.split('.').reverse();
    const camel = `${attribute[0]}${pascal(attribute).slice(1)}`;
    return [
      `\\b${type}(?:\\.[\\w-]+)?\\.${attribute}\\b`,
      `"${type}"\\s+"[^"]*"\\s*\\{[^}]*\\b${attribute}\\s*=`,
      `\\bnew (?:\\w+\\.)*${pascal(type.replace('alicloud_', ''))}\\([^;]*?\\b${camel}:`,
    ].some((pattern) => new RegExp(pattern).test(text));
  });

  test('is neither gone nor deprecated in the newest', () => {
    expect(gone).toEqual(
      expect.arrayContaining(['alicloud_slb_listener.lb_port', 'alicloud_instance.subnet_id', 'alicloud_security_group.name']),
    );
    expect(texts.length).toBeGreaterThan(150);
    expect(texts.flatMap((file) => named(readFileSync(file, 'utf8')).map((path) => `${file.slice(ROOT.length + 1)}: ${path}`))).toEqual([]);
  });

  test.each([
    'resource "alicloud_instance" "a" { subnet_id = "b" }',
    "new Instance(this, 'A', { subnetId: 'b' })",
    '`alicloud_security_group.name`',
    '${alicloud_instance.web.role_name}',
  ])('fails for %s', (text) => {
    expect(named(text)).not.toEqual([]);
  });
});

describe('the bindings', () => {
  const [one, other] = [slice('1.289.0'), slice(NEWEST)];
  const both = places(common(one, other));

  test('hold what both majors have, in the form of the first, and no more', () => {
    const [first, second] = [places(one), places(other)];
    for (const { path, form } of both.values()) expect([path, form]).toEqual([path, first.get(path)?.form]);
    expect([...first.keys()].filter((path) => !both.has(path))).toEqual(differences(first, second)
      .filter(({ change }) => change === 'gone' || change.startsWith('map') || change.startsWith('list')).map(({ path }) => path).sort());
    expect([...both.keys()].filter((path) => !second.has(path))).toEqual([]);
  });

  test('leave none of it out that is written', () => {
    const named = [...written].filter((path) => !/\.(?:tags|endpoints)\./.test(path) && !/\.id$/.test(path));
    expect(named.filter((path) => !both.has(path))).toEqual([]);
  });
});

/**
 * What the code works around, as far as a schema shows it. Where one of these is gone, the work-around can go, or the
 * provider has begun to do something else: see provider-diff, and the place that is named.
 */
const TRAPS: [what: string, path: string, form: string, worked: string][] = [
  [
    'sources are a list: another order is a change', 'alicloud_vpc_traffic_mirror_session.traffic_mirror_source_ids',
    'list(string), required', 'src/fleet: a session keeps its order',
  ],
  [
    'a session is off unless it says enabled', 'alicloud_vpc_traffic_mirror_session.enabled', 'bool, optional',
    'src/session: enabled is always written',
  ],
  ['a priority is demanded', 'alicloud_vpc_traffic_mirror_session.priority', 'number, required', 'src/session/numbering.ts'],
  [
    'a VNI of 0 is none', 'alicloud_vpc_traffic_mirror_session.virtual_network_id', 'number, optional and computed',
    'src/catalog/limits.ts: VNI from 1',
  ],
  ['a dry run fails the apply', 'alicloud_vpc_traffic_mirror_session.dry_run', 'bool, optional', 'TM601'],
  ['rules within a filter replace it', 'alicloud_vpc_traffic_mirror_filter.ingress_rules', 'block list', 'TM206'],
  [
    "a rule's priority is its key",
    'alicloud_vpc_traffic_mirror_filter_ingress_rule.priority',
    'number, required',
    'src/filter: addresses by direction and priority',
  ],
  [
    'ports that are left out are kept', 'alicloud_vpc_traffic_mirror_filter_ingress_rule.destination_port_range',
    'string, optional and computed', 'TM207',
  ],
  [
    'a CLB is public unless it says intranet', 'alicloud_slb_load_balancer.address_type', 'string, optional and computed',
    'src/collector, TM405',
  ],
  ['a listener has a backend port beside its group', 'alicloud_slb_listener.backend_port', 'number, optional', 'TM412'],
  [
    'the type of a server is guessed', 'alicloud_slb_server_group_server_attachment.type', 'string, optional and computed',
    'src/collector: type is always written',
  ],
  ['a rule has a card type', 'alicloud_security_group_rule.nic_type', 'string, optional and computed', 'TM416'],
  ['a rule has no list of CIDRs', 'alicloud_security_group_rule.cidr_ip', 'string, optional', 'src/collector: a rule a CIDR'],
  ['a peering names the account it reaches', 'alicloud_vpc_peer_connection.accepting_ali_uid', 'number, optional', 'TM419'],
];

describe.each(SLICES)('the traps that the code works around, under %s', (version) => {
  const there = places(slice(version));
  test.each(TRAPS)('%s', (_, path, form) => {
    expect([path, there.get(path)?.form]).toEqual([path, form]);
  });
});

describe('provider-diff', () => {
  const of = (resource: any) => places({ provider: { version: 0, block: {} }, resource_schemas: resource, data_source_schemas: {} });
  const thing = (attributes: any, block_types = {}) => ({ alicloud_thing: { version: 0, block: { attributes, block_types } } });
  const text = { type: 'string', optional: true };

  test('tells what concerns the library from the rest, and what is newly required beside it', () => {
    const old = of(thing({ a: text, b: text, c: text }));
    const now = of(
      thing({
        a: { type: ['list', 'string'], optional: true },
        c: { ...text, deprecated: true },
        d: { type: 'string', required: true },
        e: text,
      }),
    );
    expect(differences(old, now).map(({ path, change }) => `${path}: ${change}`)).toEqual([
      'alicloud_thing.a: string, optional -> list(string), optional', 'alicloud_thing.b: gone', 'alicloud_thing.c: now deprecated',
      'alicloud_thing.d: new, string, required', 'alicloud_thing.e: new, string, optional',
    ]);
    expect(report(differences(old, now), new Set(['alicloud_thing', 'alicloud_thing.a', 'alicloud_thing.b']))).toEqual([
      '2 differences in what the library writes',
      '  alicloud_thing.a: string, optional -> list(string), optional',
      '  alicloud_thing.b: gone',
      '1 newly required beside it', '  alicloud_thing.d: new, string, required',
      '2 other differences', '  alicloud_thing.c: now deprecated', '  alicloud_thing.e: new, string, optional',
    ]);
  });

  test('names list resources and actions of mirroring', () => {
    const schema = { provider: { version: 0, block: {} }, resource_schemas: {}, data_source_schemas: {} };
    const mirroring = 'alicloud_vpc_traffic_mirror_session';
    expect(newKinds({ ...schema, list_resource_schemas: { [mirroring]: {}, alicloud_vpc: {} } })).toBe(
      `traffic mirroring: list resources ${mirroring}, actions none`,
    );
    // An adoption reads API responses as long as this holds.
    expect(newKinds(slice(NEWEST))).toBe('traffic mirroring: list resources none, actions none');
  });

  test('a resource that is gone is one difference', () => {
    expect(differences(of(thing({ a: text })), of({}))).toEqual([{ path: 'alicloud_thing', change: 'gone' }]);
  });

  test.each([
    ['1.239.0', '1.289.0'],
    ['1.289.0', '2.0.0-beta3'],
  ] as const)('nothing that is written differs between %s and %s but what is known', (old, now) => {
    const known = [
      // What is written as a list is valid as both, and the primary interface of an instance is only referred to.
      'alicloud_ecs_network_interface.security_group_ids: list(string), optional and computed -> set(string), optional and computed',
      'alicloud_instance.network_interface_id: string, computed -> string, optional and computed',
    ];
    const blocks = [/^provider\.(assume_role|assume_role_with_oidc|sign_version|features): block .* -> block /];
    const ours = report(differences(places(slice(old)), places(slice(now))), written);
    const rows = ours.slice(1, ours.findIndex((line, i) => i > 0 && !line.startsWith('  '))).map((line) => line.trim());
    expect(rows.filter((row) => !known.includes(row) && !blocks.some((b) => b.test(row)))).toEqual([]);
  });
});
