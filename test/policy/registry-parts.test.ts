// What the registry of an app does around its evaluation, in apps as small as can be.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Aspects, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { manifest, messageOf, newApp, newStack, SESSION } from '../support/app';
import { MirrorPolicy, MirrorSeverity, MirrorView } from '../../src';
import { StagedFile } from '../../src/input/staged-file';
import { FRAMEWORK } from '../../src/net/framework';
import { Registry } from '../../src/policy/registry';

const hasManifest = (app: App) => existsSync(join(app.outdir, 'manifest.json'));
/** A session as others write it. */
const raw = (stack: TerraformStack, body: object = {}) => stack.addOverride(`resource.${SESSION}.raw`, {
  priority: 1, traffic_mirror_source_ids: ['eni-1'], traffic_mirror_filter_id: 'tmf-1', traffic_mirror_target_id: 'lb-1',
  traffic_mirror_target_type: 'SLB', virtual_network_id: 1, enabled: true, ...body,
});
const appOf = (id = 'stack', app = newApp()) => ({ app, stack: newStack(app, id), registry: Registry.of(app) });

test('an app has one registry, which nobody sees', () => {
  const { app, stack, registry } = appOf();
  expect(Registry.of(stack)).toBe(registry);
  expect(Registry.of(new Construct(stack, 'Part'))).toBe(registry);
  expect(Registry.of(newApp())).not.toBe(registry);
  expect(Object.keys(app)).not.toContainEqual(expect.stringContaining('registry'));
});

describe('an evaluation', () => {
  test('is refused if the root is no app, and so is nothing else there', () => {
    class Root extends Construct {}
    const root = new Root(undefined as never, '');
    root.node.setContext('cdktfVersion', 'stubbed');
    const stack = new TerraformStack(root, 'stack');
    expect(messageOf(() => Registry.of(stack).evaluate())).toBe(
      'The root of this construct tree is a Root. Allowed: an App. Fix: Put the constructs into an App, then evaluate.',
    );
    expect([root.node.validate(), stack.node.findChild('TrafficMirrorStackCheck').node.validate()]).toEqual([[], []]);
  });

  test.each<[string, (app: App) => unknown]>([['after a synth', (app) => app.synth()], ['without one', () => undefined]])(
    '%s is one until the policy or the constructs change', (_, prepare) => {
      const { app, stack, registry } = appOf();
      prepare(app);
      const first = registry.evaluate();
      expect(registry.evaluate()).toBe(first);
      MirrorPolicy.of(stack).account('production');
      const second = registry.evaluate();
      expect(second).not.toBe(first);
      expect(registry.evaluate()).toBe(second);
      // Of the same Terraform.
      expect(second._model.documents[0].terraform).toBe(first._model.documents[0].terraform);
      expect([first, second].map(({ _model: { documents: [{ account }] } }) => account)).toEqual([undefined, 'production']);
      new Construct(stack, 'Part');
      const third = registry.evaluate();
      expect([third === second, third._model.documents[0].terraform === second._model.documents[0].terraform]).toEqual([false, false]);
    },
  );

  test('writes nothing before a synth, and reads what was written after one that it did not see', () => {
    const { app, registry } = appOf();
    registry.evaluate();
    expect(readdirSync(join(app.outdir, 'stacks'))).toEqual([]);
    const other = newApp();
    newStack(other);
    other.synth();
    const file = join(other.outdir, 'stacks', 'stack', 'cdk.tf.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), variable: { changed: {} } }));
    expect(Registry.of(other).evaluate()._model.documents[0].terraform).toHaveProperty('variable');
  });

  test('is refused if constructs of an app with Aspects change after it', () => {
    const { app, stack, registry } = appOf();
    Aspects.of(app).add({ visit: () => undefined });
    registry.evaluate();
    expect(registry.evaluate().ok).toBe(true);
    new Construct(stack, 'Part');
    expect(messageOf(() => registry.evaluate())).toBe(
      'MirrorPolicy.evaluate comes after constructs were added to or removed from an app that was synthesized or evaluated. '
      + 'Allowed: an app that is complete. Fix: Evaluate after all constructs are created, or build the app again: another synth would '
      + 'apply its Aspects twice.',
    );
    expect(messageOf(() => app.synth())).toContain('This app was evaluated before it was synthesized, so its Aspects were applied twice.');
    expect(hasManifest(app)).toBe(false);
  });

  test('may be followed by a synth if there are no Aspects, and so may a synth with Aspects by an evaluation', () => {
    const { app, stack, registry } = appOf();
    registry.evaluate();
    new Construct(stack, 'Part');
    registry.evaluate();
    app.synth();
    expect(hasManifest(app)).toBe(true);
    const other = appOf();
    Aspects.of(other.app).add({ visit: () => undefined });
    other.app.synth();
    other.registry.evaluate();
    expect(hasManifest(other.app)).toBe(true);
  });
});

describe('a synth', () => {
  test('is refused for what is found, and leaves the stacks and their statements to be read', () => {
    const { app, stack } = appOf();
    raw(stack, { priority: 0 });
    MirrorPolicy.of(stack).account('production');
    expect(messageOf(() => app.synth())).toMatch(/ERROR TM3\d\d/);
    expect(hasManifest(app)).toBe(false);
    expect(readdirSync(join(app.outdir, 'stacks', 'stack')).sort()).toEqual(['cdk.tf.json', 'traffic-mirror.json']);
  });

  test('is refused by a check of the user that throws, and passes on any other error', () => {
    const { app } = appOf();
    MirrorPolicy.of(app).addCheck({ id: 'NET-1', title: 'Throws', check: () => { throw new Error('a fault of it'); } });
    expect(messageOf(() => app.synth())).toMatch(/App-level validation failed[^]*check NET-1 \(Throws\) threw Error: a fault of it/);
    expect(hasManifest(app)).toBe(false);
    const other = appOf();
    const file = join(other.app.outdir, 'policy.json');
    writeFileSync(file, '{"baseline": "none.json"}');
    MirrorPolicy.of(other.app).file(file);
    expect(messageOf(() => other.app.synth())).toMatch(/^(?!App-level).*none\.json/);
  });

  test('writes the pending files after everything has passed, all or none', () => {
    const { app, registry } = appOf();
    const [one, two] = ['one.txt', 'two.txt'].map((name) => join(app.outdir, name));
    const staged = (path: string) => ({ _stage: () => [StagedFile.stage(path, () => ['text'], 'the file')!] });
    registry.pending.add(staged(one));
    registry.pending.add({ _stage: () => { throw new Error('the ledger is wrong'); } });
    expect(messageOf(() => app.synth())).toContain('the ledger is wrong');
    expect([hasManifest(app), readdirSync(app.outdir)]).toEqual([false, ['stacks']]);
    registry.pending.clear();
    registry.pending.add(staged(one));
    registry.pending.add(staged(two));
    app.synth();
    expect([one, two].map((file) => readFileSync(file, 'utf8'))).toEqual(['text', 'text']);
    expect(hasManifest(app)).toBe(true);
  });

  test('writes none in a unit test, nor if it is refused', () => {
    const _stage = jest.fn(() => []);
    const unit = appOf('stack', Testing.app());
    unit.registry.pending.add({ _stage });
    unit.app.synth();
    const refused = appOf();
    raw(refused.stack, { priority: 0 });
    refused.registry.pending.add({ _stage });
    expect(messageOf(() => refused.app.synth())).toContain('TM');
    expect(_stage).toHaveBeenCalledTimes(0);
  });
});

describe('what a synth reports', () => {
  const saved = { ...process.env };
  const set = (environment: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  const names = ['JEST_WORKER_ID', 'NODE_ENV', 'CDKTF_OUTDIR', 'CDKTF_CONTEXT_JSON'];
  const NOBODY = Object.fromEntries(names.map((name) => [name, undefined]));
  afterEach(() => set(Object.fromEntries(names.map((name) => [name, saved[name]]))));

  /** The lines of a synth on standard error, and the annotations of its stacks about the app and about its session. */
  const reported = (
    environment: Record<string, string | undefined>, more?: (app: App) => void, sessions = true, lines: string[] = [],
  ) => {
    const { app, stack } = appOf();
    const second = newStack(app, 'second');
    if (sessions) raw(stack);
    more?.(app);
    const written = jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    set({ ...NOBODY, ...environment });
    const { argv } = process;
    process.argv = [argv[0], 'main.js'];
    try {
      app.synth();
      const { stacks } = manifest(app);
      return { lines, notes: [stack, second].map(({ node: { id } }) => stacks[id].annotations) };
    } finally {
      process.argv = argv;
      written.mockRestore();
      set(Object.fromEntries(names.map((name) => [name, saved[name]])));
    }
  };
  const LINE = /^1 interface mirrored in 1 stack, .*edition 2023/;
  const ofApp = (notes: { message: string }[][]) => notes.map((all) => all.filter(({ message }) => LINE.test(message)));

  test('is one line for who runs the app', () => {
    const { lines, notes } = reported({});
    expect(lines).toEqual([expect.stringMatching(LINE)]);
    expect(lines[0].endsWith('\n')).toBe(true);
    expect(ofApp(notes)).toEqual([[], []]);
  });

  test('is one information of the first stack for the CLI', () => {
    const { lines, notes } = reported({ CDKTF_OUTDIR: 'cdktf.out' });
    expect(lines).toEqual([]);
    expect(ofApp(notes)).toEqual([[expect.objectContaining({ constructPath: 'stack', level: '@cdktf/info' })], []]);
  });

  test('is nothing if the pending files are refused', () => {
    const written: string[] = [];
    expect(messageOf(() => reported({}, (app) => {
      Registry.of(app).pending.add({ _stage: () => { throw new Error('the ledger is wrong'); } });
    }, true, written))).toContain('the ledger is wrong');
    expect(written).toEqual([]);
  });

  test('is nothing for tests, and nothing about an app without sessions', () => {
    expect(reported({ NODE_ENV: 'test' }).lines).toEqual([]);
    expect(ofApp(reported({ NODE_ENV: 'test' }).notes)).toEqual([[], []]);
    for (const environment of [{}, { CDKTF_OUTDIR: 'cdktf.out' }]) {
      const { lines, notes } = reported(environment, undefined, false);
      expect([lines, notes]).toEqual([[], [[], []]]);
    }
  });

  test('has warnings and what is undecided at the stack that they are about', () => {
    const { notes } = reported({ NODE_ENV: 'test' }, (app) => {
      MirrorPolicy.of(app).addCheck({
        id: 'NET-1', title: 'Nothing is right',
        check: ({ stacks: [one, two] }: MirrorView) => [
          { about: one, problem: 'may be wrong', fix: 'Set it right.', severity: MirrorSeverity.UNDECIDED },
          { about: two, problem: 'is odd', fix: 'Set it right.', severity: MirrorSeverity.WARNING },
        ],
      });
    });
    expect(notes.map((all) => all.filter(({ message }: any) => message.startsWith('NET-1'))
      .map(({ constructPath, level }: any) => [constructPath, level]))).toEqual([
      [['stack', '@cdktf/info']], [['second', '@cdktf/warn']],
    ]);
  });
});

describe('an app or a stack of the other framework', () => {
  const ofOther = <T extends new (...args: any[]) => object>(type: T, fqn: string) => {
    Object.defineProperty(type, Symbol.for('jsii.rtti'), { value: { fqn } });
    return type;
  };
  const { module, packageName, otherModule, otherPackageName } = FRAMEWORK;

  test('is refused, also if its class is below theirs', () => {
    class Root extends ofOther(class extends Construct {}, `${otherModule}.App`) {}
    expect(messageOf(() => Registry.of(new Root(undefined as never, '')))).toBe(
      `The app is a ${otherModule}.App. Allowed: an App of ${module}, with which ${packageName} works. `
      + `Fix: Use ${otherPackageName}, or make it with ${module}.`,
    );
    const Stack = ofOther(class extends TerraformStack {}, `${otherModule}.TerraformStack`);
    expect(messageOf(() => Registry.of(new Construct(new Stack(newApp(), 'net'), 'Part')))).toBe(
      `The stack net is a ${otherModule}.TerraformStack. Allowed: a TerraformStack of ${module}, with which ${packageName} works. `
      + `Fix: Use ${otherPackageName}, or make it with ${module}.`,
    );
  });

  test('is none that only begins like one, nor a class of anything else', () => {
    for (const fqn of [`${otherModule}x.App`, 'constructs.Construct']) {
      const Root = ofOther(class extends Construct {}, fqn);
      expect(Registry.of(new Root(undefined as never, ''))).toBeInstanceOf(Registry);
    }
  });
});
