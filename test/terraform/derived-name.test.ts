import * as fc from 'fast-check';
import { Testing } from 'cdktf';
import { newApp, newStack } from '../support/app';
import { CollectorLoadBalancer, MirrorCollector, MirrorFilter, MirrorSensor } from '../../src';
import { FILTER_NAME, textProblem } from '../../src/catalog/limits';
import { LOAD_BALANCER } from '../../src/catalog/target-side';
import { derivedName, numberedName } from '../../src/terraform/derived-name';
import { played } from '../support/runs';

/** Names as the service takes them for each kind of resource. */
const SECURITY_GROUP = /^[A-Za-z][A-Za-z0-9:_.-]{1,127}$/;
const BALANCER = /^[A-Za-z0-9/._-]{1,80}$/;

/** What cdktf takes for the id of a stack, and more. */
const stackId = fc.oneof(
  fc.string({ minLength: 1, maxLength: 100 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.stringMatching(/^[0-9_-][A-Za-z0-9_-]{0,130}$/),
  // constructs keeps children in a plain object, so it takes the names of its members for names of children.
).filter((id) => !/[\s/]/.test(id) && id !== '' && !(id in {}));

test('a name from any text is one that the service takes', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 8, max: 128 }), (text, max) => {
    const name = derivedName(text, { max });
    expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_-]*$/);
    expect(name.length).toBeLessThanOrEqual(max);
  }));
});

test.each([
  ['web-Collector-sensors', 'web-Collector-sensors'],
  ['1prod-sensors', 'tm-1prod-sensors'],
  ['-_9', 'tm-9'],
  ['', 'tm-'],
  [`${'x'.repeat(90)}-end`, `${'x'.repeat(76)}-end`],
])('%s becomes %s', (text, name) => {
  expect(derivedName(text, LOAD_BALANCER.nameLength)).toBe(name);
});

test('a numbered name fits, ends with its number, and is told from the others', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 140 }), fc.integer({ min: 2, max: 200 }), (text, number) => {
    const name = numberedName(text, number, FILTER_NAME);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(FILTER_NAME.max);
    expect(name).not.toMatch(/^https?:\/\//);
    expect(name.endsWith(`-${number}`)).toBe(true);
  }));
});

test('every name that we derive is valid for its kind, for any stack id', () => {
  fc.assert(fc.property(stackId, (id) => {
    const app = newApp();
    const stack = newStack(app, 'plain');
    // A construct id is part of the path as a stack id is, and takes more.
    new MirrorCollector(stack, id, {
      loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1'),
      createSecurityGroupIn: 'vpc-bp1',
      sensors: [MirrorSensor.instance('i-bp1one')],
    });
    const filter = new MirrorFilter(stack, `f-${id}`, {});
    new MirrorFilter(stack, 'Named', { filterName: 'x'.repeat(FILTER_NAME.max) })._copy(stack, 'copy-named', 12);
    filter._copy(stack, 'copy', 2);
    const terraform = JSON.parse(Testing.synth(stack));
    const bodies = (type: string) => Object.values<any>(terraform.resource[type]);
    for (const body of bodies('alicloud_security_group')) expect(body.security_group_name).toMatch(SECURITY_GROUP);
    for (const body of bodies('alicloud_slb_load_balancer')) expect(body.load_balancer_name).toMatch(BALANCER);
    for (const body of bodies('alicloud_slb_server_group')) expect(body.name).toMatch(BALANCER);
    for (const { traffic_mirror_filter_name: name } of bodies('alicloud_vpc_traffic_mirror_filter')) {
      if (name !== undefined) expect(textProblem(FILTER_NAME, name)).toBeUndefined();
    }
  }), played(40, 1));
});
