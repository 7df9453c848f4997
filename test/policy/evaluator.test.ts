// What an evaluator reads of an app, without the constructs of the library: stacks, and constructs that state something.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { App, Aspects, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { asHcl, filterIn, messageOf, newApp, newStack, SESSION } from '../support/app';
import { MirrorCheckSubject, MirrorPolicy, MirrorSeverity, MirrorView } from '../../src';
import { STATEMENTS_FILE } from '../../src/model/document';
import { Evaluator } from '../../src/policy/evaluator';
import type { MirrorEvaluation } from '../../src/policy/mirror-evaluation';
import type { Stating, StatementSink } from '../../src/policy/stating';
import { keepWritten } from '../../src/policy/written-terraform';

const fileOf = (app: App, stack: TerraformStack) => join(app.outdir, app.manifest.forStack(stack).synthesizedStackPath);
const documents = (evaluation: MirrorEvaluation) => evaluation._model.documents;

/** A construct that states something, and counts how often it is asked. */
class Speaker extends Construct implements Stating {
  public asked = 0;

  constructor(scope: Construct, id: string, private readonly say: (sink: StatementSink, path: string) => void = () => undefined) {
    super(scope, id);
  }

  public _state(sink: StatementSink): void {
    this.asked++;
    this.say(sink, TerraformStack.of(this).node.path);
  }
}

const speaking = (scope: Construct, id = 'Speaker') => new Speaker(scope, id, (sink, path) => {
  sink.of(path).places[`${path}/${id}`] = 0;
});

describe('an app', () => {
  test('is synthesized if it has stacks, and all of them are written in this process', () => {
    const app = newApp();
    expect(new Evaluator(app, []).isSynthesized).toBe(false);
    const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
    expect(new Evaluator(app, []).isSynthesized).toBe(false);
    app.synth();
    expect(new Evaluator(app, []).isSynthesized).toBe(true);
    rmSync(fileOf(app, two));
    expect(new Evaluator(app, []).isSynthesized).toBe(false);
    // What another process wrote is not what this one does.
    const again = newApp({ outdir: app.outdir });
    new TerraformStack(again, one.node.id);
    expect(existsSync(fileOf(app, one))).toBe(true);
    expect(new Evaluator(again, []).isSynthesized).toBe(false);
  });

  test('has Aspects if any construct has one', () => {
    const app = newApp();
    const stack = new TerraformStack(app, 'stack');
    expect(new Evaluator(app, []).hasAspects()).toBe(false);
    Aspects.of(stack).add({ visit: () => undefined });
    expect(new Evaluator(app, []).hasAspects()).toBe(true);
  });

  test('is the same with the same constructs, in stacks within others too', () => {
    const app = newApp();
    const outer = new TerraformStack(app, 'outer');
    const inner = new Construct(outer, 'Part');
    const nested = new TerraformStack(inner, 'nested');
    const first = new Evaluator(app, []);
    expect(first.seesTheSame(new Evaluator(app, []))).toBe(true);
    const added = new Construct(nested, 'Added');
    expect([first.seesTheSame(new Evaluator(app, [])), new Evaluator(app, []).seesTheSame(first)]).toEqual([false, false]);
    nested.node.tryRemoveChild(added.node.id);
    expect(first.seesTheSame(new Evaluator(app, []))).toBe(true);
    inner.node.tryRemoveChild('nested');
    new TerraformStack(inner, 'nested');
    expect(first.seesTheSame(new Evaluator(app, []))).toBe(false);
  });

  test('is not looked at below an element, which has no stacks', () => {
    const app = newApp();
    const output = new TerraformOutput(new TerraformStack(app, 'stack'), 'Output', { value: 'x' });
    const first = new Evaluator(app, []);
    new Construct(output, 'Below');
    expect(first.seesTheSame(new Evaluator(app, []))).toBe(true);
  });
});

describe('the documents of an evaluation', () => {
  test('are those of the stacks in their order, as they are written', () => {
    const app = newApp();
    const scope = new Construct(app, 'Scope');
    const [stack, nested] = [new TerraformStack(app, 'stack'), new TerraformStack(scope, 'nested')];
    app.synth();
    const written = { ...JSON.parse(readFileSync(fileOf(app, stack), 'utf8')), variable: { changed: {} } };
    writeFileSync(fileOf(app, stack), JSON.stringify(written));
    writeFileSync(join(dirname(fileOf(app, stack)), '.terraform.lock.hcl'), 'provider "x" {}');
    // The app's tree has Scope before the stack that is a child of the app.
    const read = documents(new Evaluator(app, []).evaluate());
    expect(read.map(({ path, folder, lock, terraform }) => ({ path, folder, lock, terraform }))).toEqual([
      { path: 'Scope/nested', folder: nested.node.id, lock: undefined, terraform: JSON.parse(readFileSync(fileOf(app, nested), 'utf8')) },
      { path: 'stack', folder: 'stack', lock: 'provider "x" {}', terraform: written },
    ]);
  });

  test('are those of the constructs if the app writes HCL, and an error if nothing is written', () => {
    const app = asHcl(() => {
      const hcl = newApp({ hclOutput: true });
      new TerraformOutput(new TerraformStack(hcl, 'stack'), 'Output', { value: 'x' });
      hcl.synth();
      return hcl;
    });
    for (const evaluate of [(e: Evaluator) => e.evaluate(), (e: Evaluator) => asHcl(() => e.evaluateInTemporaryFolder())]) {
      expect(documents(evaluate(new Evaluator(app, [])))[0].terraform).toMatchObject({ output: { Output: { value: 'x' } } });
    }
    const other = newApp();
    new TerraformStack(other, 'stack');
    expect(messageOf(() => new Evaluator(other, []).evaluate())).toMatch(/^ENOENT/);
  });

  test('cannot be read of stacks that another one overwrites', () => {
    const app = newApp();
    new TerraformStack(new Construct(app, 'A'), 'same').addOverride('variable.a', {});
    // The framework names folders by id.
    const last = new TerraformStack(new Construct(app, 'B'), 'other');
    Object.defineProperty(last.node, 'id', { value: app.node.findChild('A').node.children[0].node.id });
    const [first, second] = documents(new Evaluator(app, []).evaluateInTemporaryFolder());
    expect(first).toMatchObject({ path: 'A/same', unreadable: { phrase: 'folderOverwritten', with: { stack: 'B/same' } } });
    expect(first.terraform).toBeUndefined();
    expect(second.unreadable).toBeUndefined();
    expect(second.terraform).toBeDefined();
  });

  test('of one stack are of it alone, and so are the statements', () => {
    const app = newApp();
    const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
    const speakers = [speaking(one), speaking(two)];
    const alone = documents(new Evaluator(app, speakers).evaluateAlone(two));
    expect(alone.map(({ path, statements }) => [path, statements?.places])).toEqual([['two', { 'two/Speaker': 0 }]]);
    expect(speakers.map(({ asked }) => asked)).toEqual([0, 1]);
  });

  test('are no stricter about one stack, since others may decide it', () => {
    const app = newApp();
    MirrorPolicy.of(app).strict();
    const stack = newStack(app);
    new TerraformStack(app, 'other');
    stack.addOverride(`resource.${SESSION}.raw`, { priority: 1, traffic_mirror_source_ids: ['eni-1'] });
    const ids = (evaluation: MirrorEvaluation) => evaluation.errors.map(({ id }) => id);
    const [alone, all] = [new Evaluator(app, []).evaluateAlone(stack), new Evaluator(app, []).evaluateInTemporaryFolder()];
    expect(documents(alone)[0].terraform).toMatchObject({ resource: { [SESSION]: { raw: { priority: 1 } } } });
    expect(ids(alone)).not.toContain('TM102');
    expect(ids(all)).toContain('TM102');
  });

  test('share what sessions have in common', () => {
    const app = newApp();
    const body = () => ({ depends_on: ['alicloud_vpc_traffic_mirror_filter.a'], traffic_mirror_source_ids: ['eni-1'] });
    new TerraformStack(app, 'stack').addOverride(`resource.${SESSION}`, { one: body(), two: body() });
    const { one, two } = documents(new Evaluator(app, []).evaluateInTemporaryFolder())[0].terraform!.resource![SESSION];
    expect(one).toMatchObject(body());
    expect(one.depends_on).toBe(two.depends_on);
  });

  test('are the Terraform that was kept when it was written, as it is, unless its file has changed', () => {
    const app = newApp();
    const stack = new TerraformStack(app, 'stack');
    app.synth();
    const body = () => ({ depends_on: ['alicloud_vpc_traffic_mirror_filter.a'] });
    const kept = { resource: { [SESSION]: { one: body(), two: body() } } };
    keepWritten(stack, fileOf(app, stack), kept);
    expect(documents(new Evaluator(app, []).evaluate())[0].terraform).toBe(kept);
    // It was written with what its sessions have in common.
    const { one, two } = kept.resource[SESSION];
    expect(one.depends_on).not.toBe(two.depends_on);
    keepWritten(stack, fileOf(app, stack), kept);
    writeFileSync(fileOf(app, stack), '{"variable":{}}');
    expect(documents(new Evaluator(app, []).evaluate())[0].terraform).toEqual({ variable: {} });
  });

  test('have the policy of their stack, also if it changes after the evaluation', () => {
    const app = newApp();
    const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
    MirrorPolicy.of(one).account('production');
    const evaluator = new Evaluator(app, []);
    const first = evaluator.evaluateInTemporaryFolder();
    const accounts = (evaluation: MirrorEvaluation) => documents(evaluation).map(({ account }) => account);
    expect(accounts(first)).toEqual(['production', undefined]);
    MirrorPolicy.of(two).account('trial');
    const second = evaluator.evaluateAgain(first);
    expect(accounts(second)).toEqual(['production', 'trial']);
    expect(documents(second).map(({ terraform }) => terraform)).toEqual(documents(first).map(({ terraform }) => terraform));
  });
});

describe('a synth into a temporary folder', () => {
  test('leaves nothing there and nothing in the folder of the app, also if it fails', () => {
    const app = newApp();
    const stack = new TerraformStack(app, 'stack');
    const made = jest.spyOn(jest.requireActual<typeof import('fs')>('fs'), 'mkdtempSync');
    const before = readdirSync(app.outdir, { recursive: true });
    const folders = () => made.mock.results.map(({ value }) => value as string);
    const there: boolean[] = [];
    try {
      Aspects.of(stack).add({ visit: () => { there.push(...folders().map((folder) => existsSync(folder))); } });
      expect(documents(new Evaluator(app, []).evaluateInTemporaryFolder())[0].terraform).toMatchObject({ '//': expect.anything() });
      stack.node.addValidation({ validate: () => ['it is wrong'] });
      expect(messageOf(() => new Evaluator(app, []).evaluateInTemporaryFolder())).toContain('it is wrong');
      expect(there[0]).toBe(true);
      expect(folders()).toEqual([expect.stringContaining('traffic-mirror-'), expect.stringContaining('traffic-mirror-')]);
      expect(folders().map((folder) => existsSync(folder))).toEqual([false, false]);
      expect(readdirSync(app.outdir, { recursive: true })).toEqual(before);
    } finally {
      made.mockRestore();
    }
  });

  test('validates stacks unless the app does not', () => {
    const app = newApp({ skipValidation: true });
    new TerraformStack(app, 'stack').node.addValidation({ validate: () => ['it is wrong'] });
    expect(documents(new Evaluator(app, []).evaluateInTemporaryFolder())).toHaveLength(1);
  });

  test('sees what the synth itself adds, once', () => {
    const app = newApp();
    const stack = new TerraformStack(app, 'stack');
    const evaluator = new Evaluator(app, []);
    stack.prepareStack = () => { if (!stack.node.tryFindChild('Prepared')) new TerraformOutput(stack, 'Prepared', { value: 'x' }); };
    const [document] = documents(evaluator.evaluateInTemporaryFolder());
    expect(document.terraform).toMatchObject({ output: { Prepared: { value: 'x' } } });
    expect(evaluator.seesTheSame(new Evaluator(app, []))).toBe(true);
  });
});

describe('statements', () => {
  test('are gathered once, from every construct, by stack', () => {
    const app = newApp();
    const [one, two, silent] = ['one', 'two', 'silent'].map((id) => new TerraformStack(app, id));
    const speakers = [speaking(one, 'A'), speaking(two), speaking(one, 'B')];
    app.synth();
    const evaluator = new Evaluator(app, speakers);
    const evaluation = evaluator.evaluate();
    evaluator.writeStatements(evaluation);
    expect(speakers.map(({ asked }) => asked)).toEqual([1, 1, 1]);
    expect(documents(evaluation).map(({ path, statements }) => [path, statements?.places])).toEqual([
      ['one', { 'one/A': 0, 'one/B': 0 }], ['two', { 'two/Speaker': 0 }], ['silent', undefined],
    ]);
    expect(documents(evaluation)[1].statements).toEqual({
      version: 1, sessions: {}, interfaces: {}, filters: {}, addressBooks: {}, fleets: [], collectors: [], findings: [], checks: [],
      positions: [], places: { 'two/Speaker': 0 },
    });
    expect(silent.node.path).toBe('silent');
  });

  test('name each line of code once in a stack', () => {
    const app = newApp();
    const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
    const [here, there] = [{ file: 'main.ts', line: 3, column: 5 }, { file: 'main.ts', line: 4 }];
    const indexes: unknown[] = [];
    const speaker = (scope: Construct, ...places: (typeof here | undefined)[]) => new Speaker(scope, 'Speaker', (sink, path) => {
      indexes.push(places.map((place) => sink.at(path, place)));
    });
    const speakers = [speaker(one, here, there as typeof here, here, undefined), speaker(two, there as typeof here, undefined)];
    const stated = documents(new Evaluator(app, speakers).evaluateInTemporaryFolder()).map(({ statements }) => statements?.positions);
    expect(indexes).toEqual([[0, 1, 0, undefined], [0, undefined]]);
    expect(stated).toEqual([['main.ts:3:5', 'main.ts:4'], ['main.ts:4']]);
  });
});

describe('the file next to a stack', () => {
  const written = (app: App, prepare: (stacks: TerraformStack[]) => Stating[] = () => []) => {
    const stacks = ['one', 'two'].map((id) => newStack(app, id));
    const speakers = prepare(stacks);
    app.synth();
    const evaluator = new Evaluator(app, speakers);
    const files = stacks.map((stack) => join(dirname(fileOf(app, stack)), STATEMENTS_FILE));
    // An earlier run left one.
    for (const file of files) writeFileSync(file, 'old');
    evaluator.writeStatements(evaluator.evaluate());
    return files.map((file) => existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);
  };
  const nothing = { version: 1, sessions: {}, fleets: [], findings: [] };

  test('is gone if nothing is stated', () => {
    expect(written(newApp())).toEqual([undefined, undefined]);
  });

  test('has what the constructs of the stack state', () => {
    expect(written(newApp(), ([one]) => [speaking(one)])).toEqual([{ ...nothing, places: { 'one/Speaker': 0 } }, undefined]);
  });

  test('has the policy of the stack, with or without other statements', () => {
    const both = written(newApp(), ([one, two]) => {
      MirrorPolicy.of(one).account('production');
      MirrorPolicy.of(two).account('trial');
      return [speaking(two)];
    });
    expect(both).toEqual([
      { ...nothing, policy: { stacks: ['one', 'two'], path: 'one', account: 'production' } },
      { ...nothing, places: { 'two/Speaker': 0 }, policy: { stacks: ['one', 'two'], path: 'two', account: 'trial' } },
    ]);
  });

  test('has the tags that the policy asks for', () => {
    const session = (tags: Record<string, string>) => ({ 'alicloud.a': { sources: { 'eni-1': { tags } } } });
    const [file] = written(newApp(), ([one]) => {
      MirrorPolicy.of(one).govern({ excludedSourceTags: { mirror: 'never' } });
      return [new Speaker(one, 'Speaker', (sink, path) => {
        Object.assign(sink.of(path).sessions, session({ mirror: 'always', team: 'web' }));
      })];
    });
    expect(file.sessions).toEqual(session({ mirror: 'always' }));
  });

  test("has the user's own checks and what they find, each next to its stack", () => {
    const both = written(newApp(), ([one, two]) => {
      MirrorPolicy.of(one.node.root).addCheck({
        id: 'NET-1', title: 'Nothing is right', severity: MirrorSeverity.WARNING, looksAt: MirrorCheckSubject.FILTER,
        check: ({ stacks: [about] }: MirrorView) => [{ about, problem: 'is wrong', fix: 'Set it right.' }],
      });
      filterIn(two);
      return [speaking(two)];
    });
    // The number of passes is that of the app, which the first stack has.
    expect(both.map((file) => [file.checks[0].passed, file.findings.length])).toEqual([[1, 1], [0, 0]]);
  });
});

test('a folder that is read by its lock file needs no more than that', () => {
  const app = newApp();
  const stack = new TerraformStack(app, 'stack');
  mkdirSync(dirname(fileOf(app, stack)), { recursive: true });
  writeFileSync(join(dirname(fileOf(app, stack)), '.terraform.lock.hcl'), 'provider "y" {}');
  expect(documents(new Evaluator(app, []).evaluateInTemporaryFolder())[0].lock).toBe('provider "y" {}');
});
