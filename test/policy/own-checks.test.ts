import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformStack, TerraformVariable } from 'cdktf';
import * as cdktf from 'cdktf';
import * as ts from 'typescript';
import { filterIn, messageOf, newApp, newStack, notAboutArrival, source, synth, target, temporaryFolder } from '../support/app';
import * as library from '../../src';
import {
  IMirrorCheck, MirrorCheckFinding, MirrorCheckSubject, MirrorEdition, MirrorEvaluation, MirrorPolicy, MirrorPolicySeverity,
  MirrorSession, MirrorSessionProps, MirrorSeverity, MirrorSource, MirrorView,
} from '../../src';
import { FRAMEWORK } from '../../src/net/framework';
import { run } from '../../src/cli/run';

/** A check whose findings a test writes. */
function checkOf(find: (view: MirrorView) => unknown, more: Partial<IMirrorCheck> = {}): IMirrorCheck {
  return {
    id: 'ACME-1',
    title: 'The rule of the house holds',
    help: 'https://wiki.example.com/1',
    check: find as IMirrorCheck['check'],
    ...more,
  };
}

const about = (path: string, more: Partial<MirrorCheckFinding> = {}): MirrorCheckFinding => ({
  about: path,
  problem: `${path} is wrong`,
  fix: 'Correct it.',
  ...more,
});
const WARNING = { severity: MirrorSeverity.WARNING } as const;

function session(stack: TerraformStack, id: string, priority: number, more: Partial<MirrorSessionProps> = {}): MirrorSession {
  return new MirrorSession(stack, id, {
    filter: filterIn(stack, `${id}Filter`),
    sources: [source(`eni-${id.toLowerCase()}`)],
    target: target(),
    priority,
    virtualNetworkId: priority,
    ...more,
  });
}

let app: App;
let stack: TerraformStack;
beforeEach(() => {
  app = newApp();
  stack = newStack(app);
  session(stack, 'A', 1);
  session(stack, 'B', 2);
});

const own = (evaluation: MirrorEvaluation = MirrorPolicy.of(app).evaluate()) =>
  evaluation.findings.filter((f) => f.id === 'ACME-1').map((f) => `${f.severity} ${f.path} ${f.subject}`.trim());

/** What the command writes about a folder. */
function traffic(...args: string[]): { code: number; out: string; error: string } {
  const lines: Record<'out' | 'error', string[]> = { out: [], error: [] };
  const code = run(args, { out: (line) => lines.out.push(line), error: (line) => lines.error.push(line) });
  return { code, out: lines.out.join('\n'), error: lines.error.join('\n') };
}

describe('the findings of a check', () => {
  test('refuse the synth, in the words of the check', () => {
    MirrorPolicy.of(app).addCheck(checkOf(() => [about('stack/A', { effect: 'A is interrupted' }), about('stack/B')]));
    expect(messageOf(() => app.synth())).toContain([
      'ERROR ACME-1  stack/A is wrong', '  Also    stack/B (2 in all)', '  Fix     Correct it.', '  Effect  A is interrupted.',
      '  Help    https://wiki.example.com/1',
    ].join('\n'));
    expect(existsSync(join(app.outdir, 'manifest.json'))).toBe(false);
    expect(own()).toEqual(['error stack/A/Resource', 'error stack/B/Resource']);
  });

  test('have the severity of the check or their own, and the policy may choose another', () => {
    const find = () => [about('stack/A'), about('stack/B', { severity: MirrorSeverity.UNDECIDED })];
    MirrorPolicy.of(app).addCheck(checkOf(find, WARNING));
    synth(app);
    expect(own()).toEqual(['warning stack/A/Resource', 'undecided stack/B/Resource']);
    MirrorPolicy.of(app).severity('ACME-1', MirrorPolicySeverity.ERROR);
    expect(own()).toEqual(['error stack/A/Resource', 'undecided stack/B/Resource']);
    MirrorPolicy.of(app).strict();
    expect(own()).toEqual(['error stack/A/Resource', 'error stack/B/Resource']);
    MirrorPolicy.of(app).severity('ACME-1', MirrorPolicySeverity.OFF);
    expect(own()).toEqual([]);
  });

  test('are acknowledged in code and in the policy file', () => {
    MirrorPolicy.of(app).addCheck(checkOf(() => [about('stack/A'), about('stack/B')], WARNING));
    MirrorPolicy.of(app.node.findChild('stack').node.findChild('A')).acknowledge('ACME-1', 'agreed');
    synth(app);
    expect(own()).toEqual(['warning stack/B/Resource']);
    const file = join(temporaryFolder(), 'policy.json');
    writeFileSync(
      file,
      JSON.stringify({ acknowledgements: [{ check: 'ACME-1', subject: 'stack/B', reason: 'agreed' }], severities: { 'OTHER-7': 'off' } }),
    );
    MirrorPolicy.of(app).file(file);
    const { findings, acknowledged } = MirrorPolicy.of(app).evaluate();
    expect(findings.filter(notAboutArrival)).toEqual([]);
    expect(acknowledged.map((f) => f.path)).toEqual(['stack/A/Resource', 'stack/B/Resource']);
  });

  test('of a misspelt id in a file are suggested; another app\'s are not', () => {
    MirrorPolicy.of(app).addCheck(checkOf(() => []));
    const file = join(temporaryFolder(), 'policy.json');
    writeFileSync(
      file,
      JSON.stringify({
        acknowledgements: ['ACMR-1', 'ACME-2', 'OTHER-1'].map((check) => ({ check, subject: 'stack/B', reason: 'agreed' })),
      }),
    );
    MirrorPolicy.of(app).file(file);
    synth(app);
    expect(
      MirrorPolicy.of(app)
        .evaluate()
        .findings.filter(notAboutArrival)
        .map((f) => `${f.id} ${f.subject} ${f.fix}`),
    ).toEqual([expect.stringMatching(/^TM902 ACMR-1 {2}stack\/B Did you mean ACME-1\?/)]);
  });

  test.each<[string, (view: MirrorView) => string, string]>([
    ['a session', () => 'stack/A', 'stack/A/Resource'],
    ['a stack', () => 'stack', 'stack'],
    ['a filter by its path', () => 'stack/AFilter', 'stack/AFilter/Resource'],
    ['a filter by its id', (view) => view.sessions[0].filter!, 'stack/AFilter/Resource'],
    ['a source', () => 'eni-b', 'stack/B/Resource eni-b'],
    ['a target', () => 'lb-sensors', 'stack/A/Resource lb-sensors'],
  ])('are about %s', (_, name, place) => {
    MirrorPolicy.of(app).addCheck(checkOf((view) => [about(name(view))], WARNING));
    synth(app);
    expect(own()).toEqual([`warning ${place}`]);
  });
});

describe('what passes', () => {
  test.each<[MirrorCheckSubject | undefined, string, number, number]>([
    [undefined, 'stack/A', 1, 1],
    [MirrorCheckSubject.FILTER, 'stack/AFilter', 1, 1],
    [MirrorCheckSubject.SOURCE, 'eni-a', 2, 1],
    [MirrorCheckSubject.TARGET, 'lb-sensors', 0, 0],
  ])('is counted by what the check looks at: %s', (looksAt, wrong, passed, below) => {
    MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026);
    session(stack, 'C', 3, { sources: [source('eni-a'), source('eni-c')] });
    MirrorPolicy.of(app).addCheck(checkOf(() => [about(wrong)], { ...WARNING, looksAt }));
    const all = {
      [MirrorCheckSubject.FILTER]: 1,
      [MirrorCheckSubject.SOURCE]: 0,
      [MirrorCheckSubject.TARGET]: 0,
      [MirrorCheckSubject.SESSION]: 1,
    };
    synth(app);
    expect(MirrorPolicy.of(app).evaluate().passed('ACME-1')).toBe(passed + all[looksAt ?? MirrorCheckSubject.SESSION]);
    const place = looksAt === MirrorCheckSubject.FILTER ? 'BFilter' : 'B';
    expect(MirrorPolicy.of(stack.node.findChild(place)).evaluate().passed('ACME-1')).toBe(below);
  });

  test('is asked for by an id that exists', () => {
    expect(messageOf(() => MirrorPolicy.of(app).evaluate().passed('ACME-1'))).toContain('is "ACME-1"');
  });
});

describe('a check that cannot be relied on is named', () => {
  test.each<[string, () => unknown, RegExp]>([
    [
      'it throws',
      () => {
        throw new TypeError('no tags');
      },
      /^check ACME-1 \(The rule of the house holds\) threw TypeError: no tags at .*own-checks\.test/,
    ],
    ['it throws no error', () => { throw 'x'; }, /threw "x"\. Fix: Correct the check/],
    ['it returns nothing', () => undefined, /the return value is not set. Allowed: a list of findings/],
    ['it returns a promise', () => Promise.resolve([]), /the return value is a promise/],
    ['a finding is a text', () => ['wrong'], /a finding is "wrong"/],
    [
      'an unknown severity',
      () => [about('stack/A', { severity: 'fatal' as any })],
      /severity of a finding is "fatal". Allowed: error, warning, undecided/,
    ],
    ['an empty problem', () => [about('stack/A', { problem: ' ' })], /problem of a finding is " "/],
    ['no fix', () => [about('stack/A', { fix: undefined as any })], /fix of a finding is not set/],
    ['an effect that is none', () => [about('stack/A', { effect: '' })], /effect of a finding is ""/],
    [
      'a path that does not exist',
      () => [about('stack/C')],
      /about of a finding is "stack\/C". Allowed: the path of a session, filter or stack/,
    ],
    ['no path', () => [about(undefined as any)], /about of a finding is not set/],
    ['a reason with spaces', () => [about('stack/A', { reason: 'not a key' })], /reason of a finding is "not a key"/],
    ['a subject that is a number', () => [about('stack/A', { subject: 1 as any })], /subject of a finding is 1/],
  ])('%s', (_, find, text) => {
    MirrorPolicy.of(app).addCheck(checkOf(find));
    writeFileSync(join(app.outdir, 'manifest.json'), '{}');
    const message = messageOf(() => app.synth());
    expect(message).toContain('check ACME-1 (The rule of the house holds)');
    expect(message.slice(message.indexOf('check ACME-1'))).toMatch(text);
    expect(existsSync(join(app.outdir, 'manifest.json'))).toBe(false);
    expect(messageOf(() => MirrorPolicy.of(app).evaluate())).toMatch(text);
  });

  test.each<[string, Partial<IMirrorCheck>, RegExp]>([
    ['an id of ours', { id: 'TM901' }, /is "TM901". Allowed: 2 to 40 capital letters/],
    ['an id like ours', { id: 'TMX' }, /is "TMX"/],
    ['a small letter', { id: 'acme-1' }, /is "acme-1"/],
    ['an end that joins nothing', { id: 'ACME-' }, /is "ACME-"/],
    ['no id', { id: undefined as any }, /is not set/],
    ['an empty title', { title: '' }, /The title of check ACME-1 is ""/],
    [
      'undecided by default',
      { severity: MirrorSeverity.UNDECIDED },
      /The severity of check ACME-1 is "undecided". Allowed: error or warning/,
    ],
    ['a thing that is none', { looksAt: 'vpc' as any }, /looksAt of check ACME-1 is "vpc". Allowed: session, filter, source, target/],
    ['no method', { check: undefined as any }, /method check of check ACME-1 is not set/],
  ])('at the line that adds it: %s', (_, more, text) => {
    expect(messageOf(() => MirrorPolicy.of(app).addCheck(checkOf(() => [], more)))).toMatch(text);
  });

  test('an id twice, a scope that is no app, and an id that code names before it is added', () => {
    MirrorPolicy.of(app).addCheck(checkOf(() => []));
    expect(messageOf(() => MirrorPolicy.of(app).addCheck(checkOf(() => [])))).toContain(
      'is "ACME-1". Allowed: a unique id (the check "The rule of the house holds" has it)',
    );
    expect(messageOf(() => MirrorPolicy.of(stack).addCheck(checkOf(() => [], { id: 'ACME-2' })))).toContain('Allowed: the app');
    expect(messageOf(() => MirrorPolicy.of(app).acknowledge('ACME-3', 'why'))).toContain('is "ACME-3". Allowed: ACME-1, ');
    expect(messageOf(() => MirrorPolicy.of(app).acknowledge('ACME-3', 'why'))).toContain('Add your own check first');
  });
});

test('a written app has the same findings by the command, in every format', () => {
  MirrorPolicy.of(app).addCheck(checkOf(() => [about('stack/A'), about('eni-b', { severity: MirrorSeverity.UNDECIDED })], WARNING));
  const other = newStack(app, 'other');
  session(other, 'C', 9);
  synth(app);
  const evaluation = MirrorPolicy.of(app).evaluate();
  const out = temporaryFolder();
  const files = ['json', 'sarif', 'junit', 'html', 'markdown', 'codequality', 'github'].map((format) => [format, join(out, format)]);
  expect(
    traffic(
      'check',
      app.outdir,
      ...files.flatMap(([format, file]) => ['--out', `${format}=${file}`]),
      '--write-baseline',
      join(out, 'baseline'),
    ).code,
  ).toBe(0);
  const json = JSON.parse(readFileSync(join(out, 'json'), 'utf8'));
  expect(json.ownChecks).toEqual([{ id: 'ACME-1', title: 'The rule of the house holds', help: 'https://wiki.example.com/1' }]);
  expect(json.passed['ACME-1']).toBe(1);
  const prints = (findings: any[]) =>
    findings
      .filter((f) => f.id === 'ACME-1')
      .map((f) => `${f.severity} ${f.fingerprint} ${f.problem} ${f.help}`)
      .sort();
  expect(prints(json.findings)).toEqual(prints(evaluation.findings));
  expect(prints(json.findings)).toHaveLength(2);
  const [{ tool: { driver: { rules } } }] = JSON.parse(readFileSync(join(out, 'sarif'), 'utf8')).runs;
  expect(rules.find((rule: any) => rule.id === 'ACME-1')).toMatchObject({
    shortDescription: { text: 'The rule of the house holds' },
    helpUri: 'https://wiki.example.com/1',
  });
  for (const [format, file] of files) expect(`${format} ${readFileSync(file, 'utf8')}`).toContain('ACME-1');
  expect(traffic('check', app.outdir, '--baseline', join(out, 'baseline')).out).not.toContain('ACME-1');
  expect(traffic('checks', '--app', app.outdir).out).toMatch(/^ACME-1 +The rule of the house holds$/m);
  expect(traffic('checks', 'acme-1', '--app', app.outdir).out).toBe('# ACME-1: The rule of the house holds\n\nhttps://wiki.example.com/1');
});

describe('the view', () => {
  test('has what is written, and the names of what only the apply knows', () => {
    const own2 = newStack(app, 'two');
    const variable = new TerraformVariable(own2, 'Vni', { type: 'number' });
    const open = session(own2, 'Open', 5, { tags: { env: 'prod', team: new TerraformVariable(own2, 'Team', {}).stringValue } });
    const resource = open.node.defaultChild as any;
    resource.addOverride('virtual_network_id', variable.fqn === undefined ? '' : `\${${variable.fqn}}`);
    resource.addOverride('packet_length', undefined);
    let json: any;
    MirrorPolicy.of(app).account('1234567890').addCheck(checkOf((view) => {
      json = JSON.parse(view.toJson());
      expect(json).toEqual({
        version: 1,
        ...JSON.parse(
          JSON.stringify({
            stacks: view.stacks,
            sessions: view.sessions,
            filters: view.filters,
            sources: view.sources,
            targets: view.targets,
          }),
        ),
      });
      return [];
    }));
    synth(app);
    const view = json.sessions.find((s: any) => s.path === 'two/Open');
    expect(view).toMatchObject({
      stack: 'two',
      priority: 5,
      enabled: true,
      sources: ['eni-open'],
      target: 'lb-sensors',
      targetType: 'SLB',
      tags: { env: 'prod' },
      region: 'cn-hangzhou',
      account: '1234567890',
      copies: 1,
    });
    expect(view.unknown).toEqual(['virtualNetworkId', 'tags']);
    expect(Object.keys(view)).not.toContain('virtualNetworkId');
    const filter = json.filters.find((f: any) => f.id === view.filter);
    expect(filter).toMatchObject({
      path: 'two/OpenFilter',
      unknown: [],
      rules: [{ direction: 'inbound', action: 'accept', protocol: 'TCP', destinationPorts: '443/443', unknown: [] }],
    });
    expect(json.sources.find((s: any) => s.id === 'eni-open')).toEqual({
      id: 'eni-open',
      sessions: ['two/Open'],
      instanceType: 'ecs.g7.large',
      primaryIp: '10.10.0.4',
      regionId: 'cn-hangzhou',
      ipv6Addresses: 0,
      serviceManaged: false,
    });
    expect(json.targets).toEqual([{ id: 'lb-sensors', sessions: ['stack/A', 'stack/B', 'two/Open'] }]);
  });

  test('names a resource of the app by stack and address, with its tags', () => {
    const eni = new library.alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, 'Eni', {
      vswitchId: 'vsw-1',
      securityGroupIds: ['sg-1'],
      tags: { role: 'web' },
    });
    session(stack, 'C', 3, { sources: [MirrorSource.fromResource(eni)] });
    let found: any;
    MirrorPolicy.of(app).addCheck(
      checkOf((view) => {
        found = view.sources.find((s) => s.path === 'stack/Eni');
        return [about('stack/Eni')];
      }, WARNING),
    );
    synth(app);
    expect(found).toMatchObject({
      id: `stack/${found.address}`,
      stack: 'stack',
      tags: { role: 'web' },
      sessions: ['stack/C'],
      securityGroupIds: ['sg-1'],
    });
    expect(own()).toEqual(['warning stack/Eni']);
  });
});

test('the example of docs/policy.md does what it promises', () => {
  const [, block] = /^## Checks of your own\n[\s\S]*?^```ts\n([\s\S]*?)^```/m.exec(
    readFileSync(join(__dirname, '..', '..', 'docs', 'policy.md'), 'utf8'),
  )!;
  const js = ts.transpileModule(`${block}\nexport { ProductionVniCheck };`, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  }).outputText;
  const exported: any = {};
  // The example makes an app of its own, which is not synthesized.
  new Function('require', 'exports', js)((name: string) => name === FRAMEWORK.module ? cdktf : library, exported);
  const prod = { tags: { env: 'prod' } };
  session(stack, 'Wrong', 3, { ...prod, virtualNetworkId: 7 });
  session(stack, 'Right', 4, { ...prod, virtualNetworkId: 1500 });
  (session(stack, 'Random', 5, prod).node.defaultChild as any).addOverride('virtual_network_id', undefined);
  (session(stack, 'Open', 6, prod).node.defaultChild as any).addOverride('virtual_network_id', '${var.vni}');
  MirrorPolicy.of(app).addCheck(new exported.ProductionVniCheck());
  expect(messageOf(() => app.synth())).toContain('stack/Wrong has VNI 7, allowed: 1000 to 1999');
  expect(own().sort()).toEqual(['error stack/Random/Resource', 'error stack/Wrong/Resource', 'undecided stack/Open/Resource']);
});
