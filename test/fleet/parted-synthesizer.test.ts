import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App, Aspects, IStackSynthesizer, Lazy, TerraformStack } from 'cdktf';
import * as fc from 'fast-check';
import {
  MirrorFilter, MirrorLedger, MirrorPolicy, MirrorRule, MirrorSession, MirrorSource, MirrorTarget, MirroredFleet,
} from '../../src';
import { stableJson } from '../../src/fleet/stable-json';
import { takeWritten } from '../../src/policy/written-terraform';
import { newApp, newStack } from '../support/app';

const CLB = MirrorTarget.internalLoadBalancer('lb-1');

/** Every kind of value that JSON may hold, in no order. */
const ODD = { 'z': [], 'a': {}, 'ü "x"': ['ä', 1, true, null, { b: 2, a: [[], [{}]] }], '10': 1.5, '9': 'two\nlines' };

/** @param own puts cdktf's own synthesizer back */
function written(own: boolean, change: (stack: TerraformStack, fleet: MirroredFleet) => void = () => undefined): string {
  const app = newApp();
  const stack = newStack(app);
  const { synthesizer } = stack;
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  const fleet = new MirroredFleet(stack, 'Fleet', {
    filter,
    targets: [CLB],
    ledger: MirrorLedger.inMemory(),
    sources: ['c', 'a', 'b'].map((id) => MirrorSource.networkInterface(`eni-${id}`)),
    tags: { z: 'last', a: 'first' },
  });
  new MirrorSession(stack, 'Between', { filter, target: CLB, sources: [MirrorSource.networkInterface('eni-bb')] });
  change(stack, fleet);
  expect(stack.synthesizer).not.toBe(synthesizer);
  if (own) stack.synthesizer = synthesizer;
  return textOf(app);
}

function textOf(app: App): string {
  app.synth();
  return readFileSync(join(app.outdir, 'stacks', 'stack', 'cdk.tf.json'), 'utf8');
}

test.each<[string, (stack: TerraformStack, fleet: MirroredFleet) => void]>([
  ['a fleet beside a session', () => undefined],
  ['values of every kind', (stack) => stack.addOverride('locals', ODD)],
  ['a session that is overridden', (_, fleet) => fleet.session('eni-a').addOverride('lifecycle', { prevent_destroy: true })],
  ['a stack that overrides a session', (stack, fleet) => stack.addOverride(`resource.${fleet._address('eni-a')}.packet_length`, 128)],
])('%s: the bytes are those of the default synthesizer', (_, change) => {
  const text = written(false, change);
  expect(text).toContain('"eni-bb"');
  expect(text).toBe(written(true, change));
});

test('an Aspect that renders the stack during the synth sees all of it', () => {
  const seen: string[][] = [];
  const text = written(false, (stack) => Aspects.of(stack).add({
    visit: (node) => {
      if (node === stack) seen.push(Object.keys((node as TerraformStack).toTerraform().resource.alicloud_vpc_traffic_mirror_session));
    },
  }));
  expect(seen[0]).toHaveLength(4);
  for (const name of seen[0]) expect(text).toContain(`"${name}": {`);
});

test('a synthesizer that somebody else has put there stays', () => {
  class Theirs implements IStackSynthesizer {
    public synthesize(): void {}
  }
  const stack = newStack(newApp());
  const theirs = stack.synthesizer = new Theirs();
  const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
  new MirroredFleet(stack, 'Fleet', {
    filter,
    targets: [CLB],
    ledger: MirrorLedger.inMemory(),
    sources: [MirrorSource.networkInterface('eni-a')],
  });
  expect(stack.synthesizer).toBe(theirs);
});

/** As jsii leaves a method that a subclass in another language overrides. */
const FIXED = { configurable: false, writable: false, enumerable: false };

test.each<[string, PropertyDescriptor]>([
  ['of its own', { configurable: true, writable: true }],
  ['that nobody may redefine', FIXED],
])('a stack with a toTerraform %s is written as it renders itself', (_, descriptor) => {
  const change = (stack: TerraformStack) => {
    const value = () => ({ ...TerraformStack.prototype.toTerraform.call(stack), locals: ODD });
    Object.defineProperty(stack, 'toTerraform', { ...descriptor, value });
  };
  const text = written(false, change);
  expect(text).toContain('two\\nlines');
  expect(text).toBe(written(true, change));
});

test('no member of the stack is redefined at any time', () => {
  const seen: (PropertyDescriptor | undefined)[] = [];
  written(false, (stack) => {
    const look = () => seen.push(Object.getOwnPropertyDescriptor(stack, 'toTerraform'));
    Aspects.of(stack).add({ visit: look });
    stack.node.addValidation({ validate: () => { look(); return []; } });
    stack.addOverride('locals.late', Lazy.anyValue({ produce: () => { look(); return 1; } }));
  });
  expect(seen.length).toBeGreaterThan(5);
  expect(new Set(seen)).toEqual(new Set([undefined]));
});

/** The parts of a text, and the value that is kept of it. */
function keptOf(value: unknown): { text: string; kept: unknown } {
  const parts = stableJson(value, true);
  let text = '';
  for (let next = parts.next(); ; next = parts.next()) {
    if (next.done) return { text, kept: next.value };
    text += next.value;
  }
}

/** With the order of the keys. */
function expectValueOf({ text, kept }: { text: string; kept: unknown }): void {
  expect(kept).toEqual(JSON.parse(text));
  expect(JSON.stringify(kept)).toBe(JSON.stringify(JSON.parse(text)));
}

test.each<[string, unknown]>([
  ['an entry that is left out', { a: { b: { c: { d: undefined, e: () => 1, f: [undefined, Symbol('x')] } } } }],
  ['numbers that JSON does not have', { a: { b: { c: { d: [NaN, Infinity, -0], e: -0 } } } }],
  ['a value that writes itself', { a: { toJSON: () => ({ z: 1, b: { c: { toJSON: () => ['x'] } } }) } }],
  ['a key that JavaScript treats otherwise', { ['__proto__']: { b: JSON.parse('{"c":{"__proto__":{"x":1}}}') } }],
])('what is kept of a text is its value: %s', (_, value) => expectValueOf(keptOf(value)));

test('what is kept of a text is its value', () => {
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.anything({ withNullPrototype: true, maxDepth: 6 })), (value) => {
    expectValueOf(keptOf(value));
  }), { numRuns: 500 });
});

/** The ids of the findings of an app with a fleet. */
function findingsOf({ before, after }: { before?: (app: App) => void; after?: (stack: TerraformStack, fleet: MirroredFleet) => void }) {
  const app = newApp();
  const stack = newStack(app);
  before?.(app);
  const fleet = new MirroredFleet(stack, 'Fleet', {
    filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }), targets: [CLB], ledger: MirrorLedger.inMemory(),
    sources: [MirrorSource.networkInterface('eni-a')],
  });
  after?.(stack, fleet);
  app.synth();
  return new Set(MirrorPolicy.of(app).evaluate().findings.map(({ id }) => id));
}

/** Switches the sessions off in the file, once it is written. */
const switchOff = (app: App) => app.node.addValidation({
  validate: () => {
    const file = join(app.outdir, 'stacks', 'stack', 'cdk.tf.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"enabled": true', '"enabled": false'));
    return [];
  },
});

test.each<[string, Parameters<typeof findingsOf>[0]]>([
  ['a session that is overridden', { after: (_, fleet) => fleet.session('eni-a').addOverride('enabled', false) }],
  ['a stack that overrides a session', {
    after: (stack, fleet) => stack.addOverride(`resource.${fleet._address('eni-a')}.enabled`, false),
  }],
  ['a file that is changed after it is written', { before: switchOff }],
])('the checks see %s', (_, change) => {
  expect(findingsOf({})).not.toContain('TM305');
  expect(findingsOf(change)).toContain('TM305');
});

test('the Terraform that is kept is taken once, and none under skipValidation', () => {
  for (const skipValidation of [false, true]) {
    const app = newApp({ skipValidation });
    const stack = newStack(app);
    const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
    new MirroredFleet(stack, 'Fleet', {
      filter, targets: [CLB], ledger: MirrorLedger.inMemory(), sources: [MirrorSource.networkInterface('eni-a')],
    });
    let kept: unknown;
    stack.synthesizer.synthesize({ outdir: app.outdir, manifest: app.manifest, skipValidation });
    const file = join(app.outdir, app.manifest.forStack(stack).synthesizedStackPath);
    kept = takeWritten(stack, file);
    expect(kept).toEqual(skipValidation ? undefined : JSON.parse(readFileSync(file, 'utf8')));
    expect(takeWritten(stack, file)).toBeUndefined();
  }
});
