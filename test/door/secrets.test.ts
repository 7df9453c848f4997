// A sensitive value of a plan or state is in no output of any command.
import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { temporaryFolder } from '../support/app';
import { COMMANDS, run } from '../../src/cli/run';
import { SessionNames } from '../../src/fleet/session-address';
import { readInventoryStateFiles } from '../../src/inventory/read-inventory';
import { FORMATS } from '../../src/report/formats';

const SESSION = 'alicloud_vpc_traffic_mirror_session';
const FILTER = 'alicloud_vpc_traffic_mirror_filter';
const RULE = 'alicloud_vpc_traffic_mirror_filter_ingress_rule';
const INTERFACE = 'alicloud_ecs_network_interface';
const INSTANCE = 'alicloud_instance';
const NAME = new SessionNames('net/Fleet').of('web');

/** Each in a part of its own: an id, a tag, a network, a number and a name. */
const SECRETS = ['bp1s3cr3t', 's3cr3t-team', '203.0.113.77', '31337', 's3cr3t-name', '10.99.88.77'];

interface Thing {
  readonly type: string;
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly marks: unknown;
}

const session = (name: string, more: object = {}, marks: object = {}): Thing => ({
  type: SESSION, name, values: {
    id: `tms-bp1${name}`,
    traffic_mirror_source_ids: ['eni-bp1s3cr3t', 'eni-bp1web', 'eni-bp1web'],
    traffic_mirror_target_id: 'eni-bp1s3cr3tsensor',
    traffic_mirror_target_type: 'NetworkInterface',
    traffic_mirror_filter_id: 'tmf-bp1web',
    priority: 31337,
    virtual_network_id: 31337,
    enabled: true,
    traffic_mirror_session_name: 's3cr3t-name',
    tags: { team: 's3cr3t-team' },
    ...more,
  },
  marks: {
    traffic_mirror_source_ids: [true, false, false],
    traffic_mirror_target_id: true,
    virtual_network_id: true,
    traffic_mirror_session_name: true,
    tags: { team: true },
    ...marks,
  },
});

const THINGS: readonly Thing[] = [
  session(NAME, { priority: 100 }), session('other', {}, { priority: true }),
  {
    type: FILTER,
    name: 'web',
    values: { id: 'tmf-bp1web', traffic_mirror_filter_name: 's3cr3t-name' },
    marks: { traffic_mirror_filter_name: true },
  },
  {
    type: RULE,
    name: 'one',
    values: {
      id: 'tmf-bp1web:tmr-1',
      traffic_mirror_filter_id: 'tmf-bp1web',
      priority: 1,
      protocol: 'TCP',
      rule_action: 'accept',
      source_cidr_block: '203.0.113.77/32',
      destination_cidr_block: '0.0.0.0/0',
      source_port_range: '-1/-1',
      destination_port_range: '443/443',
    },
    marks: { source_cidr_block: true },
  },
  {
    type: INSTANCE,
    name: 'i',
    values: {
      id: 'i-bp1s3cr3t',
      instance_type: 'ecs.g7.large',
      network_interface_id: 'eni-bp1s3cr3tprimary',
      primary_ip_address: '10.99.88.77',
      instance_name: 's3cr3t-name',
      security_groups: ['sg-bp1s3cr3t'],
      tags: { team: 's3cr3t-team' },
    },
    marks: { id: true, network_interface_id: true, primary_ip_address: true, instance_name: true, security_groups: true, tags: true },
  },
  {
    type: INTERFACE,
    name: 'e',
    values: { id: 'eni-bp1s3cr3t', primary_ip_address: '10.99.88.77', security_group_ids: ['sg-bp1s3cr3t'], tags: { team: 's3cr3t-team' } },
    marks: { id: true, primary_ip_address: true, security_group_ids: [true], tags: { team: true } },
  },
];

const folder = temporaryFolder();
const file = (name: string, json: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof json === 'string' ? json : JSON.stringify(json));
  return path;
};

const address = ({ type, name }: Thing): string => `${type}.${name}`;
const plan = (actions: readonly string[]): object => ({
  format_version: '1.2', terraform_version: '1.11.4', complete: true, planned_values: {}, variables: { password: { value: 's3cr3t-name' } },
  configuration: {
    provider_config: { alicloud: { name: 'alicloud', expressions: { region: { constant_value: 'cn-hangzhou' } } } },
    root_module: { variables: { password: { sensitive: true } } },
  },
  resource_changes: THINGS.map((thing) => ({
    address: address(thing), mode: 'managed', type: thing.type, name: thing.name,
    change: {
      actions,
      before: String(actions) === 'create' ? null : thing.values,
      after: String(actions) === 'delete' ? null : thing.values,
      after_unknown: {},
      before_sensitive: thing.marks,
      after_sensitive: thing.marks,
    },
  })),
});
const state = {
  format_version: '1.0',
  terraform_version: '1.11.4',
  values: {
    root_module: {
      resources: THINGS.map((thing) => ({
        address: address(thing),
        mode: 'managed',
        type: thing.type,
        name: thing.name,
        values: thing.values,
        sensitive_values: thing.marks,
      })),
    },
  },
};

const CREATE = file('create.json', plan(['create']));
const DELETE = file('delete.json', plan(['delete']));
const REPLACE = file('replace.json', plan(['delete', 'create']));
const STATE = file('state.json', state);
const LEDGER = file(
  'traffic-mirror.lock',
  [
    '{"ledger":"traffic-mirror","version":1}',
    JSON.stringify({
      fleet: 'net/Fleet',
      source: 'eni-bp1api',
      placement: 'dedicated',
      session: 'eni-bp1api',
      order: 0,
      target: 'lb-bp1sensors',
      filter: 0,
      shard: 0,
      priority: 7,
      vni: 7,
    }),
    '',
  ].join('\n'),
);
const PLANS = [CREATE, DELETE, REPLACE, STATE];
const PACKET = ['--from', '10.0.0.1', '--to', '10.0.0.2', '--protocol', 'tcp', '--port', '443'];
for (const name of ['base', 'new']) {
  mkdirSync(join(folder, name, 'stacks', 'net'), { recursive: true });
  file(`${name}/stacks/net/cdk.tf.json`, { resource: {}, '//': name });
}

/** The calls of each command. A command without calls reads no plan or state. */
const CALLS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'check': [
    ...Object.keys(FORMATS).flatMap((format) => PLANS.map((path) => [path, '--out', format])),
    ...PLANS.map((path) => [path, '--inventory', `states=${STATE}`, '--strict', '--edition', '2026']),
  ],
  'forecast': [CREATE, DELETE, REPLACE].flatMap((path) => [[path], [path, '--json'], [path, '--lang', 'zh']]),
  'explain': PLANS.flatMap((path) => [
    [path],
    [path, ...PACKET],
    [path, ...PACKET, '--json'],
    [path, ...PACKET, '--interface', 'eni-bp1web'],
  ]),
  'search': PLANS.flatMap((path) => [
    [path, '--copied'],
    [path, '--not-copied', '--json'],
    [path, '--copied', '--interface', 'eni-bp1web'],
  ]),
  'diff': [[CREATE, DELETE], [STATE, REPLACE], [DELETE, STATE]],
  'filter': PLANS.map((path) => [path, '--bpf']),
  'ledger diff': [[LEDGER, '--base', STATE], [LEDGER, '--base', STATE, '--json']],
  'ledger check': [[LEDGER, '--base', STATE]],
  'ledger repair': [[LEDGER, '--base', STATE, '--dry-run']],
  'ledger show': [],
  'affected': [],
  'checks': [],
  'rules': [],
};

test('every command has its calls', () => {
  expect(Object.keys(CALLS).sort()).toEqual(COMMANDS.map(({ words }) => words).sort());
});

test.each(Object.entries(CALLS).filter(([, calls]) => calls.length > 0))('%s', (words, calls) => {
  for (const args of calls) {
    const lines: string[] = [];
    const code = run([...words.split(' '), ...args], { out: (line) => lines.push(line), error: (line) => lines.push(line) });
    const text = lines.join('\n');
    expect({ args, text, code, shown: SECRETS.filter((secret) => text.includes(secret)) }).toEqual({
      args,
      text,
      code: expect.any(Number),
      shown: [],
    });
    // A call that is refused shows nothing of the input.
    expect(text).not.toMatch(/An option is "/);
  }
});

/** Calls that take a plan in place of another file. */
const MISTAKEN: readonly (readonly string[])[] = [
  ['ledger', 'show', '@'], ['ledger', 'check', '@'], ['ledger', 'diff', '@', '--base', '@'], ['ledger', 'repair', '@', '--dry-run'],
  ['check', CREATE, '--network-facts', 'securityGroups=@'], [
    'check', CREATE, '--inventory', 'networkInterfaces=@', '--inventory', 'instances=@',
  ],
  ['check', CREATE, '--existing', 'sessions=@'], ['check', CREATE, '--policy', '@'], ['check', CREATE, '--baseline', '@'],
  ['ledger', 'diff', LEDGER, '--base', '@'], ['affected', '@', '@'],
];

test('a plan or state in place of another file is refused without its variables and outputs, also if it is cut', () => {
  const secret = 'hunter2';
  const texts = {
    plan: { format_version: '1.2', terraform_version: '1.11.4', variables: { pw: { value: secret } }, resource_changes: [] },
    state: { version: 4, terraform_version: '1.11.4', outputs: { pw: { value: secret } } },
  };
  for (const [name, json] of Object.entries(texts)) {
    for (const [form, text] of Object.entries({
      whole: JSON.stringify(json), spread: JSON.stringify(json, undefined, 1), cut: JSON.stringify(json).slice(0, -3),
    })) {
      const path = file(`${name}-${form}.json`, text);
      for (const call of MISTAKEN) {
        const lines: string[] = [];
        const say = (line: string) => { lines.push(line); };
        const code = run(call.map((word) => word.replace('@', path)), { out: say, error: say });
        expect([form, call.join(' '), code === 2 || lines.join('').length > 0, lines.join('\n').includes(secret)])
          .toEqual([form, call.join(' '), true, false]);
      }
    }
  }
});

test('the calls read the values', () => {
  const out = (...args: string[]): string => {
    const lines: string[] = [];
    run(args, { out: (line) => lines.push(line), error: (line) => lines.push(line) });
    return lines.join('\n');
  };
  expect(out('ledger', 'diff', LEDGER, '--base', STATE)).toMatch(/no longer mirrored: .*eni-sensitive[0-9a-f]{8}/);
  expect(out('forecast', DELETE)).toMatch(/no longer mirrored: .*eni-sensitive[0-9a-f]{8}/);
  expect(out('check', CREATE)).toContain('TM303');
});

test('an inventory of a state has no sensitive value, and joins instances and interfaces', () => {
  const { interfaces } = readInventoryStateFiles({ states: [STATE] });
  const text = JSON.stringify(interfaces);
  expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
  expect(interfaces.map(({ id, instanceType }) => [id.replace(/[0-9a-f]{8}$/, ''), instanceType])).toEqual(
    expect.arrayContaining([['eni-sensitive', 'ecs.g7.large']]),
  );
});
