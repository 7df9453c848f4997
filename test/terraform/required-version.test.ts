import { TerraformStack } from 'cdktf';
import { lone } from '../tokens/apps';
import { asHcl, filterIn, newApp, newStack, synth } from '../support/app';
import { MirrorSession, MirrorFilter, MirrorStatusCheck, MirrorTarget, MirrorSource } from '../../src';

const requiredBy = (write: (stack: TerraformStack) => void): unknown => {
  const app = newApp();
  write(newStack(app));
  return synth(app).stack.terraform.required_version;
};

test('a stack requires the oldest Terraform that has what it uses', () => {
  expect(requiredBy((stack) => filterIn(stack))).toBe('>= 1.4.0');
});

test.each<[string, boolean]>([
  ['before', true],
  ['after', false],
])('the highest counts, where it is asked for %s the others', (_, first) => {
  expect(requiredBy((stack) => {
    const session = lone(stack);
    if (!first) filterIn(stack, 'Other');
    new MirrorStatusCheck(stack, 'Running', { sessionIds: [session.sessionId] });
    if (first) filterIn(stack, 'Other');
  })).toBe('>= 1.5.0');
});

test('a stack that uses nothing of the kind requires nothing', () => {
  expect(requiredBy((stack) => {
    const filter = MirrorFilter.fromFilterId(stack, 'Filter', 'tmf-1');
    new MirrorSession(stack, 'Session', {
      filter,
      sources: [MirrorSource.networkInterface('eni-1', { instanceType: 'ecs.g7.large' })],
      target: MirrorTarget.internalLoadBalancer('lb-1'),
    });
  })).toBeUndefined();
});

test('what the user sets replaces it, set before or after', () => {
  expect(requiredBy((stack) => {
    stack.addOverride('terraform.required_version', '>= 1.9');
    filterIn(stack);
  })).toBe('>= 1.9');
  expect(requiredBy((stack) => {
    filterIn(stack);
    stack.addOverride('terraform.required_version', '>= 1.9');
  })).toBe('>= 1.9');
});

test('each stack has its own', () => {
  const app = newApp();
  filterIn(newStack(app, 'one'));
  const two = newStack(app, 'two');
  new MirrorStatusCheck(two, 'Running', { sessionIds: [lone(two).sessionId] });
  expect(Object.values<any>(synth(app)).map(({ terraform }) => terraform.required_version)).toEqual(['>= 1.4.0', '>= 1.5.0']);
});

test('in HCL, which would be what Terraform refuses, it is left out', () => {
  const app = newApp();
  const text = asHcl(() => {
    const stack = newStack(app);
    filterIn(stack);
    return JSON.stringify(stack.toHclTerraform());
  });
  expect(text).not.toContain('required_version');
});
