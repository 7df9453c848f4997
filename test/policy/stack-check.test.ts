import { dirname, join } from 'path';
import { runInThisContext } from 'vm';
import { Aspects, TerraformStack, Testing } from 'cdktf';
import { filterIn, messageOf, newStack, source, target } from '../support/app';
import { MirrorPolicy, MirrorSession, MirrorSessionProps } from '../../src';
import { FRAMEWORK } from '../../src/net/framework';
import { StackCheck, withoutStackChecks } from '../../src/policy/stack-check';
import '../support/recorded-inputs';

const WRONG = { sources: [source('eni-1', { instanceType: 'ecs.g6.large' })] };

function session(stack: TerraformStack, props: Partial<MirrorSessionProps> = {}, id = 'Session'): MirrorSession {
  return new MirrorSession(stack, id, {
    filter: filterIn(stack, `${id}Filter`),
    sources: [source('eni-1')],
    target: target(),
    priority: 1,
    virtualNetworkId: 1,
    ...props,
  });
}

const stackOf = (props: Partial<MirrorSessionProps> = {}) => {
  const stack = newStack(Testing.app());
  session(stack, props);
  return stack;
};

describe('a unit test', () => {
  test('of a stack that is right passes', () => {
    expect(Testing.synth(stackOf(), true)).toContain('alicloud_vpc_traffic_mirror_session');
  });

  test('of a stack that is wrong is refused if it validates', () => {
    expect(messageOf(() => Testing.synth(stackOf(WRONG), true))).toContain('TM102');
    expect(messageOf(() => Testing.fullSynth(stackOf(WRONG)))).toContain('TM102');
    expect(() => Testing.synth(stackOf(WRONG))).not.toThrow();
  });

  test('says the same as often as it is asked', () => {
    const stack = stackOf(WRONG);
    for (let i = 0; i < 3; i++) expect(messageOf(() => Testing.synth(stack, true))).toContain('TM102');
    const right = stackOf();
    for (let i = 0; i < 3; i++) expect(() => Testing.synth(right, true)).not.toThrow();
  });

  test('looks at its stack alone, and leaves open what other stacks decide', () => {
    const app = Testing.app();
    MirrorPolicy.of(app).account('production');
    const [one, other] = ['one', 'other'].map((id) => newStack(app, id));
    session(one);
    // The same priority in the same account, and a source beyond its quota: for the whole app to find.
    session(other);
    session(other, { ...WRONG, priority: 2 }, 'Wrong');
    expect(() => Testing.synth(one, true)).not.toThrow();
    expect(messageOf(() => Testing.synth(other, true))).toContain('TM102');
  });

  test('is no stricter about what the stack alone cannot decide', () => {
    const app = Testing.app();
    MirrorPolicy.of(app).strict();
    const stack = newStack(app);
    session(stack, { sources: [source('eni-1', { instanceType: undefined })] });
    expect(() => Testing.synth(stack, true)).not.toThrow();
  });

  test('renders nothing more', () => {
    const tested = stackOf();
    const text = Testing.synth(tested, true);
    expect(text).not.toContain('StackCheck');
    expect(Testing.synth(stackOf())).toBe(text);
  });
});

test('App.synth checks the whole app once, and no stack alone', () => {
  const app = Testing.app();
  MirrorPolicy.of(app).account('production');
  for (const id of ['one', 'other']) session(newStack(app, id), id === 'one' ? WRONG : {});
  const message = messageOf(() => app.synth());
  expect(message).toContain('TM102');
  // Found by the whole alone.
  expect(message).toContain('TM304');
  expect(message).not.toContain('StackCheck');
});

test('a unit test may follow a synth of its app, and a synth a unit test', () => {
  const app = Testing.app();
  const stack = newStack(app);
  session(stack, WRONG);
  expect(messageOf(() => Testing.synth(stack, true))).toContain('TM102');
  expect(messageOf(() => app.synth())).toMatch(/^App-level validation failed/);
  expect(messageOf(() => Testing.synth(stack, true))).toContain('TM102');
});

test('an app that is no unit test has no such check', () => {
  const { app, stack } = (() => {
    const a = Testing.app({ stubVersion: false });
    return { app: a, stack: newStack(a) };
  })();
  session(stack);
  Aspects.of(app).add({ visit: (node) => expect(node.node.path).not.toContain('StackCheck') });
  app.synth();
});

test('the methods of an app are those of its class', () => {
  const app = Testing.app();
  session(newStack(app));
  expect(Object.keys(app)).not.toContain('synth');
  app.synth();
  expect(Object.getOwnPropertyNames(app)).not.toContain('synth');
});

test('a helper of a test that is called synth does not count as a synth of the app', () => {
  const harness = { synth: (stack: TerraformStack) => Testing.synth(stack, true) };
  expect(messageOf(() => harness.synth(stackOf(WRONG)))).toContain('TM102');
});

describe('the check of a stack alone', () => {
  const validated = (stack: TerraformStack) => stack.node.findChild('TrafficMirrorStackCheck').node.validate();

  test('is there once, and renders nothing', () => {
    const stack = newStack(Testing.app());
    StackCheck.install(stack, () => ['first']);
    StackCheck.install(stack, () => ['second']);
    expect(validated(stack)).toEqual(['first']);
    expect((stack.node.findChild('TrafficMirrorStackCheck') as StackCheck).toTerraform()).toEqual({});
  });

  test('is left out while the app is evaluated, and comes back after it, also if the evaluation fails', () => {
    const app = Testing.app();
    const [stack, other] = [newStack(app), newStack(Testing.app())];
    for (const each of [stack, other]) StackCheck.install(each, () => ['wrong']);
    expect(withoutStackChecks(app, () => {
      // One evaluation within another.
      expect(withoutStackChecks(app, () => validated(stack))).toEqual([]);
      return [validated(stack), validated(other)];
    })).toEqual([[], ['wrong']]);
    expect(validated(stack)).toEqual(['wrong']);
    expect(messageOf(() => withoutStackChecks(app, () => { throw new Error('failed'); }))).toBe('failed');
    expect(validated(stack)).toEqual(['wrong']);
  });

  test('does not refuse an evaluation', () => {
    const app = Testing.app();
    session(newStack(app), WRONG);
    expect(MirrorPolicy.of(app).evaluate().errors.map(({ id }) => id)).toEqual(['TM102']);
  });

  test('is left out below synth of an app, and below nothing else of that file', () => {
    const stack = newStack(Testing.app());
    StackCheck.install(stack, () => ['wrong']);
    const filename = join(dirname(require.resolve(FRAMEWORK.module)), 'app.js');
    const called = (name: string, file: string) =>
      runInThisContext(`(function ${name}(run) { return run(); })`, { filename: file })(() => validated(stack));
    expect([called('synth', filename), called('other', filename), called('synth', 'app.js')]).toEqual([[], ['wrong'], ['wrong']]);
  });

  test('is there if the frames of the framework cannot be told, as in a bundle', () => {
    const { module } = FRAMEWORK;
    const app = Testing.app();
    session(newStack(app), WRONG);
    try {
      Object.assign(FRAMEWORK, { module: 'no-such-module' });
      expect(messageOf(() => app.synth())).toMatch(/^Validation failed with the following errors:\n {2}\[stack/);
    } finally {
      Object.assign(FRAMEWORK, { module });
    }
  });
});
