import { MirrorCheckSubject, MirrorPolicy, MirrorSession } from '../../src';
import { filterIn, messageOf, newApp, newStack, source, target } from '../support/app';
import '../support/recorded-inputs';

/** An app with one session in a stack, and two in another one, of which one is over a limit. */
function app() {
  const made = newApp();
  const add = (stack: ReturnType<typeof newStack>, id: string, sources = 1) => new MirrorSession(stack, id, {
    filter: filterIn(stack, `${id}Filter`), target: target(`lb-${id}`),
    sources: Array.from({ length: sources }, (_, i) => source(`eni-${id}${i}`)),
  });
  const [a, b] = ['a', 'b'].map((id) => newStack(made, id));
  for (const stack of [a, b]) MirrorPolicy.of(stack).account('1');
  add(a, 'one');
  add(b, 'two');
  add(b, 'three', 11);
  return { made, a, b };
}

test('a stack counts its own subjects, and the app those of all', () => {
  const { made, a, b } = app();
  const passed = (id: string) => [a, b, made].map((scope) => MirrorPolicy.of(scope).evaluate().passed(id));
  expect(passed('TM501')).toEqual([1, 1, 2]);
  expect(passed('TM304')).toEqual([1, 2, 3]);
  expect(passed('TM102')).toEqual([1, 12, 13]);
});

test('of a construct, what is at and below it', () => {
  const { b } = app();
  expect(['two', 'three'].map((id) => MirrorPolicy.of(b.node.findChild(id)).evaluate().passed('TM501'))).toEqual([1, 0]);
});

test('the findings of a stack are its own', () => {
  const { made, a, b } = app();
  const errors = [a, b, made].map((scope) => MirrorPolicy.of(scope).evaluate().errors.map(({ id, path }) => `${id} ${path}`));
  expect(errors).toEqual([[], ['TM501 b/three/Resource'], ['TM501 b/three/Resource']]);
});

test.each(['TM4O3', 'TM000', '', 'tm501', 'ACME-1', 'toString'])('%j is no check, which is an error that lists all', (id) => {
  const { made, a } = app();
  for (const scope of [made, a]) {
    const message = messageOf(() => MirrorPolicy.of(scope).evaluate().passed(id));
    expect(message).toContain(`The check id of MirrorEvaluation.passed is ${JSON.stringify(id)}. Allowed: TM101, TM102`);
  }
});

test('a check of the user counts as well', () => {
  const { made, a, b } = app();
  MirrorPolicy.of(made).addCheck({
    id: 'ACME-1', title: 'A session is fine', check: () => [], looksAt: MirrorCheckSubject.SESSION,
  } as Parameters<MirrorPolicy['addCheck']>[0]);
  expect([a, b, made].map((scope) => MirrorPolicy.of(scope).evaluate().passed('ACME-1'))).toEqual([1, 2, 3]);
});
