// Names of the API in texts: as TypeScript writes them in the sources, and as the user's language writes them in its process.
import { spawnSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import * as ts from 'typescript';
import { NAMES_FILE, namesModule } from '../../projenrc/api-names';
import { packageFolder, pageOf } from '../../src/checks/found';
import { AppLanguage, appLanguage, inApi } from '../../src/net/api-names';
import { PUBLIC_NAMES } from '../../src/net/public-names';
import { TSX } from '../support/programs';

const ROOT = join(__dirname, '..', '..');
const OTHERS: readonly AppLanguage[] = ['python', 'go', 'java', 'csharp'];

/** The parts of texts in the sources that may name the API: those with several words, and names alone. */
function textsOfSources(folder = join(ROOT, 'src')): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'alicloud' ? [] : textsOfSources(path);
    if (entry.name === 'public-names.ts') return [];
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const isText = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
      if (isText && /\s|^[a-z]+[A-Z]\w*$/.test(node.text)) found.push(node.text);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true));
    return found;
  });
}

const TEXTS = textsOfSources();

const named = (text: string): string[] => text.match(/[a-z]+(?:[A-Z][a-z0-9]*)+/g) ?? [];

test('the names are those of the API', () => {
  expect(PUBLIC_NAMES.size).toBeGreaterThan(200);
  expect(readFileSync(NAMES_FILE, 'utf8')).toBe(namesModule(readFileSync(join(ROOT, 'API.md'), 'utf8')));
});

test.each<[string, Record<AppLanguage, string>]>([
  ['a word', {
    typescript: 'set primaryIp of the vSwitch',
    python: 'set primary_ip of the vSwitch',
    go: 'set PrimaryIp of the vSwitch',
    java: 'set primaryIp of the vSwitch',
    csharp: 'set PrimaryIp of the vSwitch',
  }],
  ['a factory with options', {
    typescript: 'MirrorSource.networkInterface(id, { instanceType, mtu: 1500 })',
    python: 'MirrorSource.network_interface(id, instance_type=..., mtu=1500)',
    go: 'MirrorSource_NetworkInterface(id, {InstanceType: ..., Mtu: 1500})',
    java: 'MirrorSource.networkInterface(id, builder().instanceType(...).mtu(1500).build())',
    csharp: 'MirrorSource.NetworkInterface(id, { InstanceType = ..., Mtu = 1500 })',
  }],
  ['a chain with lists', {
    typescript:
        "MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles({ loadBalancers: ['a.json'], serverGroups: ['b.json', 'c.json'] })).",
    python:
        "MirrorPolicy.of(app).network_facts(MirrorNetworkFacts.from_files(load_balancers=['a.json'], server_groups=['b.json', 'c.json'])).",
    go: 'MirrorPolicy_Of(app).NetworkFacts(MirrorNetworkFacts_FromFiles({LoadBalancers: ["a.json"], ServerGroups: ["b.json", "c.json"]})).',
    java: 'MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles(builder().loadBalancers(["a.json"]).serverGroups(["b.json", "c.json"]).build())).',
    csharp:
        'MirrorPolicy.Of(app).NetworkFacts(MirrorNetworkFacts.FromFiles({ LoadBalancers = ["a.json"], ServerGroups = ["b.json", "c.json"] })).',
  }],
  ['any options', {
    typescript: 'MirrorNetworkFacts.fromFiles({ ... })',
    python: 'MirrorNetworkFacts.from_files(...)',
    go: 'MirrorNetworkFacts_FromFiles({...})',
    java: 'MirrorNetworkFacts.fromFiles(...)',
    csharp: 'MirrorNetworkFacts.FromFiles({ ... })',
  }],
  ['a constant, a member of an enum and a constructor', {
    typescript: 'MirrorProtocol.TCP, MirrorPacking.DENSE, new MirrorFilter',
    python: 'MirrorProtocol.TCP, MirrorPacking.DENSE, MirrorFilter',
    go: 'MirrorProtocol_TCP(), MirrorPacking_DENSE, NewMirrorFilter',
    java: 'MirrorProtocol.TCP, MirrorPacking.DENSE, new MirrorFilter',
    csharp: 'MirrorProtocol.TCP, MirrorPacking.DENSE, new MirrorFilter',
  }],
  ['texts as arguments', {
    typescript: 'MirrorPolicy.of(scope).acknowledge(\'TM201\', \'reason\'), the fleet\'s name',
    python: 'MirrorPolicy.of(scope).acknowledge(\'TM201\', \'reason\'), the fleet\'s name',
    go: 'MirrorPolicy_Of(scope).Acknowledge("TM201", "reason"), the fleet\'s name',
    java: 'MirrorPolicy.of(scope).acknowledge("TM201", "reason"), the fleet\'s name',
    csharp: 'MirrorPolicy.Of(scope).Acknowledge("TM201", "reason"), the fleet\'s name',
  }],
  ['properties of objects', {
    typescript: 'session.sessionId of fleet.session(key), or plan.shards',
    python: 'session.session_id of fleet.session(key), or plan.shards',
    go: 'session.SessionId of fleet.Session(key), or plan.Shards',
    java: 'session.getSessionId() of fleet.session(key), or plan.getShards()',
    csharp: 'session.SessionId of fleet.Session(key), or plan.Shards',
  }],
])('%s', (_, expected) => {
  for (const [language, text] of Object.entries(expected)) {
    expect([language, inApi(expected.typescript, language as AppLanguage)]).toEqual([language, text]);
  }
});

test.each(OTHERS)('what is no name of the API stays in %s', (language) => {
  for (const text of [
    'net/primaryIp/Resource', '[vpcId/Session]', 'an option "primaryIp" of a file', '--network-facts networkInterfaces=FILE',
    'myStack and yourStack', '`jq .primaryIp`', 'cn-hangzhou:sessionsPerRegion=200', 'DescribeNetworkInterfaces', 'eni-primaryIp',
    'alicloud_instance.networkAcls.id',
  ]) expect(inApi(text, language)).toBe(text);
});

test('no text of the sources keeps a name of TypeScript in Python', () => {
  // In the policy file and in the options of the command, names are the same for every language.
  const kept = TEXTS.flatMap((text) => named(inApi(text, 'python'))
    .filter((name) => PUBLIC_NAMES.has(name) && !new RegExp(`["=\`/.:$@#'-]${name}|${name}["'=\`/@-]`).test(text))
    .map((name) => `${name}: ${text}`));
  expect(kept).toEqual([]);
});

test.each([
  [undefined, 'typescript'], ['', 'typescript'], ['Python/3.11.7', 'python'], ['go1.26.8/linux/amd64', 'go'], ['Java/17.0.15', 'java'],
  ['DotNet/8.0', 'csharp'], ['JavaScript/20', 'typescript'], ['Ruby/3', 'typescript'],
] as const)('the agent %s runs an app in %s', (agent, language) => {
  expect(appLanguage(agent === undefined ? {} : { JSII_AGENT: agent })).toBe(language);
});

test('the page of a check is a file that is there, in every language', () => {
  const folder = packageFolder('go', {});
  expect(readFileSync(pageOf('TM201', 'en', folder), 'utf8')).toMatch(/^# TM201/);
  expect(readFileSync(pageOf('TM201', 'zh', folder), 'utf8')).toMatch(/^# TM201/);
  expect(packageFolder('typescript', {})).toBeUndefined();
  expect(packageFolder('python', { JSII_RUNTIME_PACKAGE_CACHE: 'disabled' })).toBeUndefined();
});

test.each([
  ['Python/3.11.7', 'MirrorPolicy.of(scope).acknowledge_undecided(\'TM102\', \'reason\')',
    /Help +traffic-mirror checks TM102, or \/\S+\/docs\/checks\/TM102\.md$/m],
  ['go1.26/linux', 'MirrorPolicy_Of(scope).AcknowledgeUndecided("TM102", "reason")', /Help +\/\S+\/docs\/checks\/TM102\.md$/m],
])('an app of %s reads its names in findings and errors', (agent, acknowledge, help) => {
  const app = join(__dirname, 'app-of-agent.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [TSX, '--tsconfig', join(ROOT, 'examples', 'tsconfig.json'), app], {
    encoding: 'utf8', env: { ...process.env, JSII_AGENT: agent },
  });
  expect(stderr).toBe('');
  for (const text of ['Specify instanceType with MirrorSource.networkInterface(id, { instanceType })', 'virtualNetworkId is -1']) {
    expect(stdout).toContain(inApi(text, appLanguage({ JSII_AGENT: agent })));
  }
  expect(stdout).toContain(acknowledge);
  expect(stdout).toMatch(help);
  // What the user named stays.
  expect(stdout).toContain('[net/primaryIp]');
});
