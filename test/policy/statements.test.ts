// The file next to a stack is the same, whatever the order of keys in which a language passes structs.
import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { App, TerraformStack, Testing } from 'cdktf';
import { assert, constantFrom, dictionary, jsonValue, property, shuffledSubarray } from 'fast-check';
import { alicloud, MirrorFilter, MirrorPolicy, MirrorRule, MirrorSession, MirrorSource, MirrorTarget } from '../../src';
import { sortedJson } from '../../src/net/sorted-json';

const FACTS = {
  instanceType: 'ecs.g7.large', primaryIp: '10.10.0.4', vpcId: 'vpc-bp1', vswitchId: 'vsw-bp1', mtu: 1500,
  tags: { role: 'web', app: 'shop' },
};

function inOrder<T extends object>(value: T, keys: readonly string[]): T {
  return Object.fromEntries(keys.filter((key) => key in value).map((key) => [key, (value as Record<string, unknown>)[key]])) as T;
}

function statements(keys: readonly string[], ids: readonly string[]): string {
  const app = Testing.stubVersion(new App({ outdir: Testing.app().outdir, stackTraces: false }));
  const stack = new TerraformStack(app, 'net');
  new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
  new MirrorSession(stack, 'Session', {
    filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }),
    sources: ids.map((id) => MirrorSource.networkInterface(id, inOrder(FACTS, keys))),
    target: MirrorTarget.networkInterface('eni-bp1sensor', inOrder({ instanceType: 'ecs.g7.large', vswitchId: 'vsw-bp1' }, keys)),
    priority: 1, virtualNetworkId: 1,
  });
  // Tags that nobody asks for are not written.
  MirrorPolicy.of(app).govern({ excludedSourceTags: { role: 'never', app: 'never' } });
  app.synth();
  return readFileSync(join(app.outdir, dirname(app.manifest.forStack(stack).synthesizedStackPath), 'traffic-mirror.json'), 'utf8');
}

/** The keys of every object, in the order of the text. */
function keysOf(value: unknown): string[][] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value !== 'object' || value === null) return [];
  return [Object.keys(value), ...Object.values(value).flatMap(keysOf)];
}

test('every object in it has sorted keys, and the order of the user makes no difference', () => {
  const keys = [...Object.keys(FACTS)];
  const text = statements(keys, ['eni-b', 'eni-a']);
  expect(text).toContain('"tags":{"app":"shop","role":"web"}');
  for (const of of keysOf(JSON.parse(text))) expect(of).toEqual([...of].sort());
  expect(statements(keys.reverse(), ['eni-b', 'eni-a'])).toBe(text);
});

test('sorted JSON has the same value, and one text for every order of keys', () => {
  const values = dictionary(constantFrom('b', 'a', 'c', 'B', '__x'), jsonValue());
  assert(property(values, shuffledSubarray(['b', 'a', 'c', 'B', '__x'], { minLength: 5 }), (value, keys) => {
    expect(JSON.parse(sortedJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    expect(sortedJson(inOrder(value, keys))).toBe(sortedJson(value));
  }), { seed: 16 });
  expect(sortedJson({ b: undefined, a: [undefined, null], c: 'x' })).toBe('{"a":[null,null],"c":"x"}');
});
