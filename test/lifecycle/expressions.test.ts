// The model evaluates expressions as the Terraform binary does, or not at all.
import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import * as fc from 'fast-check';
import { describeWithTerraform, TERRAFORM } from './harness';
import { evaluated, TABLE } from '../model/expression-table';
import { DEPTH } from '../support/runs';

/** Terraform refuses the expression. */
const REFUSED = Symbol('refused');
/** Terraform itself leaves it open, for example the format of null. */
const OPEN = Symbol('open');

/** The values of expressions by Terraform, in one run of its console. */
function valuesOf(expressions: readonly string[]): unknown[] {
  const folder = mkdtempSync(join(tmpdir(), 'tm-console-'));
  try {
    writeFileSync(join(folder, 'locals.tf.json'), JSON.stringify({ locals: TABLE.locals }));
    const each = expressions.map((expression) => `try(base64encode(jsonencode({ value = (${expression}) })), "refused")`);
    writeFileSync(join(folder, 'values.tf'), `locals {\n  values = [\n${each.join(',\n')}\n]\n}\n`);
    const options = { cwd: folder, input: 'local.values\n', encoding: 'utf8' as const, env: { ...process.env, CHECKPOINT_DISABLE: '1' } };
    const { stdout, stderr } = spawnSync(TERRAFORM, ['console', '-no-color'], options);
    const lines = [...stdout.matchAll(/^ {2}(?:"([^"]*)"|\(known after apply\)),$/gm)];
    if (lines.length !== expressions.length) throw new Error(`${stdout.slice(0, 300)}\n${stderr}`);
    return lines.map(([, encoded]) =>
      encoded === undefined ? OPEN : encoded === 'refused' ? REFUSED : JSON.parse(Buffer.from(encoded, 'base64').toString()).value,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The calls and brackets within an expression. */
function partsOf(expression: string): string[] {
  return [...expression.matchAll(/\w*\(/g)].map(({ index, 0: { length } }) => {
    let depth = 1;
    let end = index + length;
    for (; depth > 0; end++) depth += expression[end] === '(' ? 1 : expression[end] === ')' ? -1 : 0;
    return expression.slice(index, end);
  });
}

const literal = (text: string) => JSON.stringify(text);

/** Expressions by the type of their values, with mixed types in between. */
const { text, number, truth, texts, map, any } = fc.letrec<Record<'text' | 'number' | 'truth' | 'texts' | 'map' | 'any', string>>((tie) => {
  const call = (name: string, ...args: fc.Arbitrary<string>[]) => fc.tuple(...args).map((given) => `${name}(${given.join(', ')})`);
  const choice = (of: 'text' | 'number' | 'truth' | 'texts' | 'map' | 'any') =>
    fc.tuple(tie('truth'), tie(of), tie('any')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`);
  const small = fc.integer({ min: -3, max: 9 }).map(String);
  const key = fc.constantFrom('"a"', '"b"', '"x"', '"toString"');
  return {
    text: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(
        ...['', 'a', 'b', 'x', 'a-b', '10.0.0.0/8', '10.1.2.3/16', 'eni-1', '5', 'true'].map(literal),
        'local.text',
        'local.cidr',
      ),
      call('lower', tie('any')),
      call('join', fc.constant('"-"'), tie('texts')),
      call('format', fc.constantFrom('"%s-%d"', '"%03d"', '"%v"', '"%5s"'), tie('any')),
      call('format', fc.constantFrom('"%s-%d"', '"%d/%s"'), tie('any'), tie('any')),
      call('replace', tie('text'), tie('text'), tie('text')),
      call('substr', tie('text'), small, small),
      call('cidrsubnet', tie('text'), small, small),
      call('cidrhost', tie('text'), small),
      call('cidrnetmask', tie('text')),
      call('tostring', tie('any')),
      call('element', tie('texts'), small),
      call('coalesce', tie('any'), tie('any')),
      call('lookup', tie('map'), key, tie('any')),
      call('one', tie('texts')),
      call('trimprefix', tie('text'), tie('text')),
      call('trimsuffix', tie('text'), tie('text')),
      fc.tuple(tie('any'), tie('any')).map(([a, b]) => `"\${${a}}/\${${b}}"`),
      tie('any').map((a) => `"\${${a}}"`),
      choice('text'),
      fc.tuple(tie('texts'), small).map(([a, i]) => `${a}[${i}]`),
    ),
    number: fc.oneof(
      { maxDepth: 3 },
      small,
      fc.constantFrom('0.5', '1.25', 'local.n', '"7"'),
      call('length', tie('any')),
      call('tonumber', tie('any')),
      call('max', tie('number'), tie('number')),
      call('min', tie('number'), tie('number')),
      call('abs', tie('number')),
      call('floor', tie('number')),
      call('ceil', tie('number')),
      call('sum', call('range', small, small)),
      call('index', tie('texts'), tie('text')),
      fc.tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number')).map(([a, o, b]) => `(${a} ${o} ${b})`),
      tie('number').map((a) => `(-${a})`),
      choice('number'),
    ),
    truth: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('true', 'false', '"true"', 'local.on', 'local.off'),
      call('contains', tie('texts'), tie('any')),
      call('tobool', tie('any')),
      call('startswith', tie('text'), tie('text')),
      call('endswith', tie('text'), tie('text')),
      call(
        'alltrue',
        tie('truth').map((a) => `[${a}]`),
      ),
      call(
        'anytrue',
        tie('truth').map((a) => `[${a}]`),
      ),
      fc.tuple(tie('any'), fc.constantFrom('==', '!='), tie('any')).map(([a, o, b]) => `(${a} ${o} ${b})`),
      fc.tuple(tie('number'), fc.constantFrom('<', '>', '<=', '>='), tie('number')).map(([a, o, b]) => `(${a} ${o} ${b})`),
      fc.tuple(tie('truth'), fc.constantFrom('&&', '||'), tie('truth')).map(([a, o, b]) => `(${a} ${o} ${b})`),
      tie('truth').map((a) => `(!${a})`),
    ),
    texts: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('local.list', 'local.numbers', 'local.empty', '[]', '["b", "a"]', 'local.objects[*].id'),
      fc.array(tie('any'), { maxLength: 3 }).map((all) => `[${all.join(', ')}]`),
      ...['concat', 'setunion', 'setintersection', 'setsubtract', 'coalescelist'].map((name) => call(name, tie('texts'), tie('texts'))),
      ...['tolist', 'toset', 'distinct', 'reverse', 'sort', 'compact', 'flatten'].map((name) => call(name, tie('texts'))),
      call('keys', tie('map')),
      call('values', tie('map')),
      call('slice', tie('texts'), small, small),
      call('split', tie('text'), tie('text')),
      call('range', small, small),
      call('range', small, small, small),
      call('cidrsubnets', tie('text'), small, small),
      call('formatlist', fc.constant('"%s-x"'), tie('texts')),
      tie('texts').map((a) => `[for v in ${a} : "<\${v}>"]`),
      tie('texts').map((a) => `[for k, v in ${a} : k]`),
      tie('map').map((a) => `[for k, v in ${a} : "\${k}\${v}"]`),
      tie('texts').map((a) => `${a}[*]`),
      choice('texts'),
    ),
    map: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('local.map', 'local.names', '{}', '{ a = 1, b = "x" }'),
      fc.tuple(key, tie('any'), tie('any')).map(([k, a, b]) => `{ ${k} = ${a}, c = ${b} }`),
      call('merge', tie('map'), tie('map')),
      call('zipmap', tie('texts'), tie('texts')),
      call('tomap', tie('map')),
      tie('texts').map((a) => `{ for v in ${a} : v => 1 }`),
      tie('map').map((a) => `{ for k, v in ${a} : k => v if k != "a" }`),
      choice('map'),
    ),
    any: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      tie('text'),
      tie('number'),
      tie('truth'),
      fc.constant('null'),
      tie('texts'),
      tie('map'),
    ),
  };
});

describeWithTerraform('expressions', () => {
  test('the table has the results of Terraform', () => {
    const all = [...TABLE.decided.map(([expression]) => expression), ...TABLE.open, ...TABLE.refused];
    const values = valuesOf(all);
    const at = (i: number): unknown => values[i];
    TABLE.decided.forEach(([expression, value], i) => expect([expression, at(i)]).toEqual([expression, value]));
    all.slice(TABLE.decided.length).forEach((expression, i) => {
      expect([expression, at(TABLE.decided.length + i) === REFUSED]).toEqual([expression, TABLE.refused.includes(expression)]);
    });
  });

  test.each([1, 2, 3])('random expressions have the value of Terraform, or none: %i', (seed) => {
    const expressions = fc.sample(fc.oneof(text, number, truth, texts, map, any), {
      seed: DEPTH > 1 ? undefined : seed,
      numRuns: 400 * DEPTH,
    });
    const values = valuesOf(expressions);
    const own = expressions.map(evaluated);
    const wrong = expressions.flatMap((expression, i) => {
      if (own[i] === undefined || values[i] === OPEN || isDeepStrictEqual(JSON.parse(JSON.stringify(own[i])), values[i])) return [];
      // Arguments take a number and its text alike, so a condition need not know the type of an unknown result.
      if (['number', 'boolean'].includes(typeof own[i]) && String(own[i]) === values[i]) return [];
      // A part that the model does not know may be one that Terraform refuses, even if the value does not depend on it.
      const parts = /\bfor\b|\]\[|local\.\w+\W/.test(expression) ? [] : partsOf(expression);
      if (values[i] === REFUSED && (parts.length === 0 || parts.some((part) => evaluated(part) === undefined))) return [];
      return [
        { expression, own: own[i], terraform: String(typeof values[i] === 'symbol' ? values[i].toString() : JSON.stringify(values[i])) },
      ];
    });
    expect(wrong).toEqual([]);
    // Most of what Terraform evaluates has a value.
    const accepted = values.filter((v) => v !== REFUSED).length;
    expect(own.filter((v) => v !== undefined).length).toBeGreaterThan(accepted / 2);
  });
});
