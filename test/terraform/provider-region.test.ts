import { TerraformStack } from 'cdktf';
import { alicloud, MirrorLedger, MirroredFleet } from '../../src';
import { defaultProvider } from '../../src/terraform/provider-region';
import { filterIn, newApp, newStack, source, target } from '../support/app';

test('fleets search their stack for its provider once, and not once for each of them', () => {
  const app = newApp();
  const stack = newStack(app, 'net');
  const searches = jest.spyOn(stack, 'allProviders');
  const ledger = MirrorLedger.inMemory();
  const filter = filterIn(stack);
  for (let i = 0; i < 20; i++) {
    new MirroredFleet(stack, `Fleet${i}`, { filter, ledger, sources: [source(`eni-${i}`)], targets: [target()] });
  }
  const before = searches.mock.calls.length;
  app.synth();
  // cdktf searches too, for the whole stack and not for each fleet.
  expect(before).toBe(1);
  expect(searches.mock.calls.length).toBeLessThan(10);
});

test('a provider that is removed, or that gets an alias, is no longer the default one', () => {
  const stack = new TerraformStack(newApp(), 'net');
  expect(defaultProvider(stack)).toBeUndefined();
  const first = new alicloud.provider.AlicloudProvider(stack, 'First', { region: 'cn-hangzhou' });
  expect(defaultProvider(stack)).toBe(first);
  stack.node.tryRemoveChild('First');
  expect(defaultProvider(stack)).toBeUndefined();
  const second = new alicloud.provider.AlicloudProvider(stack, 'Second', { region: 'cn-beijing' });
  expect(defaultProvider(stack)).toBe(second);
  second.alias = 'north';
  expect(defaultProvider(stack)).toBeUndefined();
});
