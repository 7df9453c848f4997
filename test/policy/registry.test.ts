import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, Aspects, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import {
  filterIn, findings, manifest, messageOf, newApp, newStack, onlyBody, SESSION, source, synth, target, temporaryFolder,
} from '../support/app';
import { alicloud, MirrorFilter, MirrorPolicy, MirrorSession, MirrorSessionProps } from '../../src';
import { FRAMEWORK } from '../../src/net/framework';

function session(scope: Construct, props: Partial<MirrorSessionProps> = {}, id = 'Session'): MirrorSession {
  return new MirrorSession(scope, id, {
    filter: filterIn(scope, `${id}Filter`),
    sources: [source('eni-1')],
    target: target(),
    priority: 1,
    virtualNetworkId: 1,
    ...props,
  });
}

const WRONG = { sources: [source('eni-1', { instanceType: 'ecs.g6.large' })] };

describe('a refused synth leaves nothing to deploy', () => {
  test('the manifest of an earlier, right run is gone, and the refused stacks are there to be read', () => {
    const outdir = temporaryFolder();
    const right = newApp({ outdir });
    session(newStack(right));
    right.synth();
    expect(existsSync(join(outdir, 'manifest.json'))).toBe(true);
    const wrong = newApp({ outdir });
    session(newStack(wrong), WRONG);
    expect(messageOf(() => wrong.synth())).toContain('TM102');
    expect(existsSync(join(outdir, 'manifest.json'))).toBe(false);
    expect(existsSync(join(outdir, 'stacks', 'stack', 'cdk.tf.json'))).toBe(true);
  });

  test('a warning, or what cannot be decided, refuses nothing', () => {
    const app = newApp();
    session(newStack(app), { enabled: false, sources: [source('eni-1', { instanceType: undefined })] });
    app.synth();
    expect(existsSync(join(app.outdir, 'manifest.json'))).toBe(true);
  });

  test('all findings of all stacks come at once', () => {
    const app = newApp();
    MirrorPolicy.of(app).account('production');
    for (const [i, id] of ['a', 'b'].entries()) {
      session(newStack(app, id), { sources: [source(`eni-${id}`, { instanceType: 'ecs.g6.large' })], priority: i + 1 });
    }
    const message = messageOf(() => app.synth());
    expect(message).toMatch(/ERROR TM102 {2}Source eni-a .*\n {2}Also {4}b\/Session \(eni-b\) \(2 in all\)\n/);
    expect(findings(app).map((f) => `${f.severity} ${f.id} ${f.path}`)).toEqual([
      'error TM102 a/Session/Resource', 'error TM102 b/Session/Resource', 'warning TM308 b/Session/Resource',
    ]);
  });

  test('skipValidation skips the checks and nothing else', () => {
    const app = newApp({ skipValidation: true });
    session(newStack(app), WRONG);
    app.synth();
    expect(existsSync(join(app.outdir, 'manifest.json'))).toBe(true);
  });
});

describe('what is accepted with a remark goes to the manifest of its stack', () => {
  test('warnings as warnings, the rest as information, each with its path', () => {
    const app = newApp();
    session(newStack(app, 'quiet'), { sources: [source('eni-q')], target: target('lb-quiet'), priority: 9 });
    session(newStack(app, 'loud'), { enabled: false, sources: [source('eni-1', { instanceType: undefined })] });
    app.synth();
    const { stacks } = manifest(app);
    const said = (id: string) =>
      stacks[id].annotations
        .filter((a: any) => !/^TM4/.test(a.message))
        .map((a: any) => [a.level, a.constructPath, /TM\d+|edition/.exec(a.message)![0]]);
    expect(said('loud')).toEqual([
      ['@cdktf/warn', 'loud/Session/Resource', 'TM305'],
      ['@cdktf/info', 'loud/Session/Resource', 'TM102'],
    ]);
    // Nothing differs under the other edition, so no line suggests to choose one.
    expect(said('quiet')).toEqual([]);
    for (const { message } of stacks.loud.annotations) expect(message).not.toMatch(/^\[/);
  });

  test('warnings of one check and reason are one, which names six places and counts the rest', () => {
    const app = newApp();
    const stack = newStack(app);
    const filter = filterIn(stack);
    for (let i = 1; i <= 25; i++) {
      new MirrorSession(stack, `S${i}`, {
        filter,
        sources: [source(`eni-${i}`)],
        target: target(),
        priority: i,
        virtualNetworkId: i,
        enabled: false,
      });
    }
    app.synth();
    const warnings = manifest(app).stacks.stack.annotations.filter((a: any) => a.level === '@cdktf/warn');
    expect(warnings).toMatchObject([
      {
        constructPath: 'stack/S1/Resource',
        message: expect.stringMatching(
          /^TM305 {2}stack\/S1 .*\n {2}Also {4}stack\/S2, stack\/S3, stack\/S4, stack\/S5, stack\/S6 and 19 more \(25 in all\)\n/,
        ),
      },
    ]);
  });

  test('what cannot be decided is one for a check and reason, with the number of places', () => {
    const app = newApp();
    const stack = newStack(app);
    const filter = filterIn(stack);
    for (let i = 1; i <= 5; i++) {
      new MirrorSession(stack, `S${i}`, {
        filter,
        sources: [source(`eni-${i}`, { instanceType: undefined })],
        target: target(),
        priority: i,
        virtualNetworkId: i,
      });
    }
    app.synth();
    const said = manifest(app).stacks.stack.annotations.filter((a: any) => a.message.includes('TM102'));
    expect(said).toMatchObject([
      {
        level: '@cdktf/info',
        message: expect.stringMatching(
          /^TM102 {2}.*eni-1.*\n {2}Also {4}stack\/S2 \(eni-2\), stack\/S3 \(eni-3\), stack\/S4 \(eni-4\), stack\/S5 \(eni-5\) \(5 in all\)\n/,
        ),
      },
    ]);
  });
});

describe('evaluate()', () => {
  test('after a synth reads what was written, also where it was refused, and again the same', () => {
    const app = newApp();
    session(newStack(app), WRONG);
    expect(messageOf(() => app.synth())).toContain('TM102');
    const first = MirrorPolicy.of(app).evaluate();
    expect(first.errors.map((f) => f.id)).toEqual(['TM102']);
    expect(MirrorPolicy.of(app).evaluate()).toBe(first);
  });

  test('before a synth writes nothing into the app\'s folder, and finds the same', () => {
    const app = newApp();
    session(newStack(app), WRONG);
    const files = () => readdirSync(app.outdir, { recursive: true });
    const before = files();
    expect(MirrorPolicy.of(app).evaluate().errors.map((f) => f.id)).toEqual(['TM102']);
    expect(files()).toEqual(before);
  });

  test('before a synth of an app without Aspects, the synth may follow', () => {
    const app = newApp();
    session(newStack(app));
    expect(MirrorPolicy.of(app).evaluate().ok).toBe(true);
    expect(onlyBody(synth(app).stack, SESSION)).toMatchObject({ priority: 1 });
  });

  test('fails when an app with Aspects is synthesized after it', () => {
    const app = newApp();
    const stack = newStack(app);
    session(stack);
    Aspects.of(stack).add({ visit: () => undefined });
    expect(MirrorPolicy.of(app).evaluate().ok).toBe(true);
    expect(messageOf(() => app.synth())).toContain('its Aspects were applied twice');
    expect(existsSync(join(app.outdir, 'manifest.json'))).toBe(false);
  });

  test('sees what an Aspect changes', () => {
    const app = newApp();
    const stack = newStack(app);
    session(stack);
    Aspects.of(stack).add({ visit: (node: any) => { if (node.terraformResourceType === SESSION) node.addOverride('dry_run', true); } });
    expect(MirrorPolicy.of(app).evaluate().errors.map((f) => f.id)).toEqual(['TM601']);
  });

  test('of an app that writes HCL finds what it finds in JSON', () => {
    const app = newApp({ hclOutput: true });
    process.env.SYNTH_HCL_OUTPUT = 'true';
    try {
      session(newStack(app), WRONG);
      expect(messageOf(() => app.synth())).toContain('TM102');
    } finally {
      delete process.env.SYNTH_HCL_OUTPUT;
    }
    expect(readFileSync(join(app.outdir, 'stacks', 'stack', 'cdk.tf'), 'utf8')).toContain('resource "alicloud_vpc_traffic_mirror_session"');
  });

  describe('is never outdated', () => {
    const ids = (app: App) => MirrorPolicy.of(app).evaluate().errors.map((f) => f.id);
    const twice = (app: App, stack: TerraformStack) => {
      session(stack, { priority: 1 }, 'Other');
      return ids(app);
    };

    test.each<[string, (app: App) => unknown]>([
      ['after a synth', (app) => app.synth()], ['after an evaluation', (app) => MirrorPolicy.of(app).evaluate()],
    ])('%s: constructs that are added count', (_, before) => {
      const app = newApp();
      const stack = newStack(app);
      session(stack);
      before(app);
      expect(ids(app)).toEqual([]);
      expect(twice(app, stack)).toContain('TM304');
      expect(messageOf(() => app.synth())).toContain('TM304');
    });

    test('constructs that are removed count, also if others come in their place', () => {
      const app = newApp();
      const stack = newStack(app);
      session(stack, WRONG, 'A');
      expect(ids(app)).toEqual(['TM102']);
      stack.node.tryRemoveChild('A');
      session(stack, {}, 'B');
      expect(ids(app)).toEqual([]);
    });

    test('a stack that is added counts', () => {
      const app = newApp();
      MirrorPolicy.of(app).account('production');
      session(newStack(app, 'one'));
      app.synth();
      session(newStack(app, 'two'));
      expect(ids(app)).toContain('TM304');
    });

    test('policy calls count at once, after a synth and before one', () => {
      for (const before of [(app: App) => messageOf(() => app.synth()), () => undefined]) {
        const app = newApp();
        session(newStack(app), WRONG);
        before(app);
        expect(ids(app)).toEqual(['TM102']);
        MirrorPolicy.of(app).acknowledge('TM102', 'why');
        expect(ids(app)).toEqual([]);
        const { undecided } = MirrorPolicy.of(app).evaluate();
        MirrorPolicy.of(app).strict();
        expect(ids(app)).toHaveLength(undecided.length);
      }
    });

    test('fails when constructs were added to an app with Aspects, which would be applied twice', () => {
      const app = newApp();
      const stack = newStack(app);
      session(stack);
      Aspects.of(stack).add({ visit: () => undefined });
      app.synth();
      expect(MirrorPolicy.of(app).evaluate().ok).toBe(true);
      session(stack, { priority: 2 }, 'Other');
      expect(messageOf(() => MirrorPolicy.of(app).evaluate())).toContain('constructs were added to or removed from an app');
    });
  });

  test('fails where the root is no app', () => {
    const root = new Construct(undefined as any, '');
    const stack = new TerraformStack(root, 'stack');
    expect(messageOf(() => MirrorPolicy.of(stack).evaluate())).toContain(
      'The root of this construct tree is a Construct. Allowed: an App.',
    );
  });
});

describe('the one check of an app', () => {
  test('is there by the first construct or by MirrorPolicy.of, and only once', () => {
    const app = newApp();
    const added = jest.spyOn(app.node, 'addValidation');
    const stack = newStack(app);
    new alicloud.vpc.Vpc(stack, 'Vpc');
    expect(added).toHaveBeenCalledTimes(0);
    MirrorFilter.fromFilterId(stack, 'Imported', 'tmf-1');
    expect(added).toHaveBeenCalledTimes(1);
    session(stack);
    MirrorPolicy.of(app);
    MirrorPolicy.of(stack);
    expect(added).toHaveBeenCalledTimes(1);
  });

  test.each<[string, (scope: Construct) => unknown, string]>([
    ['a session', (scope) => new alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(scope, 'Raw', {
      trafficMirrorFilterId: 'tmf-1',
      trafficMirrorSourceIds: ['eni-1'],
      trafficMirrorTargetId: 'lb-1',
      trafficMirrorTargetType: 'SLB',
      priority: 1,
    }), 'TM305'],
    [
      'a filter',
      (scope) => new alicloud.vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(scope, 'Raw', { trafficMirrorFilterName: 'http://x' }),
      'TM307',
    ],
    ['an inbound rule', (scope) => new alicloud.vpcTrafficMirrorFilterIngressRule.VpcTrafficMirrorFilterIngressRule(scope, 'Raw', {
      trafficMirrorFilterId: 'tmf-1',
      protocol: 'ALL',
      priority: 11,
      ruleAction: 'accept',
      sourceCidrBlock: '0.0.0.0/0',
      destinationCidrBlock: '0.0.0.0/0',
    }), 'TM203'],
    ['an outbound rule', (scope) => new alicloud.vpcTrafficMirrorFilterEgressRule.VpcTrafficMirrorFilterEgressRule(scope, 'Raw', {
      trafficMirrorFilterId: 'tmf-1',
      protocol: 'ALL',
      priority: 11,
      ruleAction: 'accept',
      sourceCidrBlock: '0.0.0.0/0',
      destinationCidrBlock: '0.0.0.0/0',
    }), 'TM203'],
  ])('looks at %s of the exported bindings without a line', (_, make, id) => {
    const app = newApp();
    make(newStack(app));
    expect(messageOf(() => app.synth())).toContain(id);
    expect(MirrorPolicy.of(app).evaluate().errors.find((f) => f.id === id)!.path).toBe('stack/Raw');
  });

  test('looks at resources of other bindings if MirrorPolicy.of switches it on, and only then', () => {
    const raw = (app: App) =>
      new TerraformResource(newStack(app), 'Raw', {
        terraformResourceType: SESSION,
        terraformGeneratorMetadata: { providerName: 'alicloud' },
      });
    const silent = newApp();
    raw(silent);
    silent.synth();
    const checked = newApp();
    raw(checked);
    MirrorPolicy.of(checked);
    expect(messageOf(() => checked.synth())).toContain('TM304');
  });

  test('does not run in unit tests with Testing, which never ask the root', () => {
    const text = Testing.synthScope((scope) => {
      new alicloud.provider.AlicloudProvider(scope, 'AliCloud', { region: 'cn-hangzhou' });
      session(scope, WRONG);
    });
    expect(JSON.parse(text).resource[SESSION]).toBeDefined();
  });

  test('fails in an app or a stack of the other framework, and names the package for it', () => {
    class OtherApp extends Construct {}
    Object.defineProperty(OtherApp, Symbol.for('jsii.rtti'), { value: { fqn: `${FRAMEWORK.otherModule}.App`, version: '1.0.0' } });
    class MyApp extends OtherApp {}
    const root = new MyApp(undefined as any, '');
    expect(messageOf(() => MirrorPolicy.of(new Construct(root, 'Scope')))).toContain(
      `The app is a ${FRAMEWORK.otherModule}.App. Allowed: an App of ${FRAMEWORK.module}, with which ${FRAMEWORK.packageName} works. Fix: Use ${FRAMEWORK.otherPackageName}`,
    );

    class OtherStack extends TerraformStack {}
    Object.defineProperty(OtherStack, Symbol.for('jsii.rtti'), {
      value: { fqn: `${FRAMEWORK.otherModule}.TerraformStack`, version: '1.0.0' },
    });
    expect(messageOf(() => filterIn(new OtherStack(newApp(), 'net'), 'Filter'))).toContain(
      `The stack net is a ${FRAMEWORK.otherModule}.TerraformStack. Allowed: a TerraformStack of ${FRAMEWORK.module}`,
    );
  });
});

test('findings come sorted by id, then by path', () => {
  const app = newApp();
  const stack = newStack(app);
  session(stack, { enabled: false }, 'B');
  session(
    stack,
    { enabled: false, sources: [source('eni-2', { instanceType: 'ecs.g6.large' })], target: target('lb-2'), priority: 2 },
    'A',
  );
  expect(messageOf(() => app.synth())).toContain('TM102');
  expect(findings(app).map((f) => `${f.id} ${f.path}`)).toEqual([
    'TM102 stack/A/Resource',
    'TM305 stack/A/Resource',
    'TM305 stack/B/Resource',
  ]);
});
