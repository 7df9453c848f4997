import * as fc from 'fast-check';
import { FILTER_NAME } from '../../src/catalog/limits';
import { LOAD_BALANCER } from '../../src/catalog/target-side';
import { derivedName, numberedName, shortHash, terraformName } from '../../src/terraform/derived-name';

test.each([
  ['web/Collector', 'web_Collector-sensors'],
  ['prod-eu/Collector', 'prod-eu_Collector-sensors'],
  ['1prod/Collector', `tm-1prod-Collector-sensors-${shortHash('1prod/Collector')}`],
  ['-_9', `tm-9-sensors-${shortHash('-_9')}`],
  ['', `tm-sensors-${shortHash('')}`],
  ['日本', `tm-sensors-${shortHash('日本')}`],
  ['a_b', `a_b-sensors-${shortHash('a_b')}`],
  [`${'x'.repeat(90)}/End`, `${'x'.repeat(80 - 17 - 4)}-End-sensors-${shortHash(`${'x'.repeat(90)}/End`)}`],
  // A digit comes first after the cut, so the name is cut again.
  [`${'1'.repeat(90)}`, `tm-${'1'.repeat(80 - 17 - 3)}-sensors-${shortHash('1'.repeat(90))}`],
])('%s becomes %s', (path, name) => {
  expect(derivedName(path, 'sensors', LOAD_BALANCER.nameLength)).toBe(name);
});

test('a numbered name fits, ends with its number, and is told from the others', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 140 }), fc.integer({ min: 2, max: 200 }), (text, number) => {
    const name = numberedName(text, number, FILTER_NAME);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(FILTER_NAME.max);
    expect(name).not.toMatch(/^https?:\/\//);
    expect(name.endsWith(`-${number}`)).toBe(true);
  }));
});

test.each([
  ['i-bp1one', 'i-bp1one'],
  ['${alicloud_instance.web.id}', 'alicloud_instance-web-id'],
  ['${var.x["a"]}', 'var-x-a'],
  ['${var.x[0]}', 'var-x-0'],
  ['${var.x[var.y]}', `var-x-var-y_${shortHash('${var.x[var.y]}')}`],
  ['${var.a-b}', `var-a-b_${shortHash('${var.a-b}')}`],
  ['a/b', `a-b_${shortHash('a/b')}`],
  ['日本', `_${shortHash('日本')}`],
  ['-a', `a_${shortHash('-a')}`],
])('%s is %s in a Terraform name', (text, name) => {
  expect(terraformName(text)).toBe(name);
});
