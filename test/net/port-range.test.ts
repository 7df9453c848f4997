import { TerraformOutput, TerraformVariable, Testing, Token } from 'cdktf';
import * as fc from 'fast-check';
import { PortRange, parsePortRange } from '../../src/net/port-range';
import { played } from '../support/runs';

const port = fc.integer({ min: 1, max: 65535 });

describe('makes', () => {
  test('ranges that print and read again', () => {
    fc.assert(fc.property(port, port, (a, b) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      const range = PortRange.range(first, last);
      expect(range.toString()).toBe(`${first}/${last}`);
      expect(PortRange.parse(range.toString())).toEqual(range);
      expect(range).toMatchObject({ first, last, isAll: false, isKnown: true });
    }));
  });

  test('ranges that contain by arithmetic', () => {
    fc.assert(fc.property(port, port, fc.integer({ min: -2, max: 70000 }), (a, b, p) => {
      const [first, last] = [Math.min(a, b), Math.max(a, b)];
      expect(PortRange.range(first, last).contains(p)).toBe(first <= p && p <= last);
    }));
  });

  test('one port', () => {
    expect(PortRange.single(443)).toEqual(PortRange.range(443, 443));
    expect(PortRange.single(443).toString()).toBe('443/443');
  });

  test('all ports', () => {
    const all = PortRange.ALL;
    expect(all.toString()).toBe('-1/-1');
    expect(all).toMatchObject({ first: -1, last: -1, isAll: true, isKnown: true });
    expect(PortRange.parse('-1/-1')).toBe(all);
    expect([1, 65535, 0, -1, 65536, 1.5].map(p => all.contains(p))).toEqual([true, true, false, false, false, false]);
    expect(PortRange.range(1, 65535).isAll).toBe(false);
  });

  test('ranges of number tokens, unresolved in the text', () => {
    const json = JSON.parse(Testing.synthScope(scope => {
      const unknown = new TerraformVariable(scope, 'port', { type: 'number' }).numberValue;
      const range = PortRange.range(unknown, 443);
      expect(range).toMatchObject({ isKnown: false, isAll: false });
      new TerraformOutput(scope, 'range', { value: range.toString() });
      new TerraformOutput(scope, 'single', { value: PortRange.single(unknown).toString() });
    }));
    expect(json.output).toEqual({ range: { value: '${var.port}/443' }, single: { value: '${var.port}/${var.port}' } });
  });

  test('fails to say what a token contains', () => {
    const range = PortRange.single(Token.asNumber('${local.port}'));
    expect(() => range.contains(443)).toThrow(/is a token.*isKnown before you call contains/);
    expect(() => PortRange.single(443).contains(range.first)).toThrow(/is a number token/);
  });
});

describe('refuses', () => {
  test.each([70000, 65536, -5, 1.5, NaN, Infinity])('fails for the port %p', bad => {
    for (const make of [() => PortRange.single(bad), () => PortRange.range(bad, 80), () => PortRange.range(80, bad)]) {
      expect(make).toThrow(/port is .*. Allowed: whole numbers of 1 to 65535. Fix: Pass a port of 1 to 65535/);
    }
  });

  test.each([0, -1])('fails for the port %p, which means all to some', bad => {
    expect(() => PortRange.single(bad)).toThrow(/Use PortRange\.ALL for every port/);
  });

  test('fails for a known end outside the ports beside a token', () => {
    expect(() => PortRange.range(Token.asNumber('${local.port}'), 70000)).toThrow(/last port is 70000/);
  });

  test('fails for reversed ends, with the swap to write', () => {
    fc.assert(fc.property(port, port, (a, b) => {
      fc.pre(a !== b);
      const [low, high] = [Math.min(a, b), Math.max(a, b)];
      expect(() => PortRange.range(high, low)).toThrow(`Write PortRange.range(${low}, ${high})`);
      expect(() => PortRange.parse(`${high}/${low}`)).toThrow(`Write ${low}/${high}`);
    }));
  });

  test.each([
    ['443', /Write 443\/443/],
    ['80-443', /Write 80\/443/],
    ['80:443', /Write 80\/443/],
    ['443 - 80', /Write 80\/443/],
    [' 80/443', /Write 80\/443/],
    ['080/443', /leading zeros\..*Write 80\/443/],
    ['0/0', /the port 0 does not exist\..*Write -1\/-1 for all ports/],
    ['0/65535', /the port 0 does not exist/],
    ['-1/443', /the port -1 does not exist\..*Write -1\/-1/],
    ['-1', /Write -1\/-1 for all ports/],
    ['any', /Write -1\/-1 for all ports/],
    ['', /Write -1\/-1 for all ports/],
    ['80/70000', /the port 70000 is outside 1 to 65535/],
    ['-5/80', /the port -5 is outside 1 to 65535/],
    ['80.5/90', /Write first\/last/],
    ['70000', /Write first\/last/],
    ['http', /Write first\/last/],
    ['80/443/444', /Write first\/last/],
    ['-01/-1', /Write -1\/-1 for all ports/],
    ['${var.ports}', /a Terraform expression.*PortRange\.range with number tokens/],
  ])('fails for the text %j', (text, message) => {
    expect(() => PortRange.parse(text)).toThrow(message);
    expect(parsePortRange(text).ok).toBe(false);
  });

  test.each<[string, string, string]>([
    ['80/70000', 'the port 70000 is outside 1 to 65535', 'write ports of 1 to 65535'],
    ['443/80', 'the higher port comes first', 'write 80/443'],
    ['080/080', 'a port has leading zeros', 'write 80/80'],
    [' any ', 'the text is not a range of ports', 'write -1/-1 for all ports'],
    ['http', 'the text is not a range of ports', 'write first/last, such as 80/443'],
    ['80-443', 'the text is not a range of ports', 'write 80/443'],
  ])('fails for %j: %s', (text, problem, fix) => {
    expect(parsePortRange(text)).toEqual({ ok: false, problem, fix });
    const message = `port range is ${JSON.stringify(text)}: ${problem}. Allowed: first/last of 1 to 65535, or -1/-1 for all. Fix: `;
    expect(() => PortRange.parse(text)).toThrow(message);
  });

  test('fails for what cannot be told at synth, and for ends the wrong way round', () => {
    const token = Token.asNumber('${local.port}');
    expect(() => PortRange.range(443, 80)).toThrow(
      'port range is "443/80". Allowed: the lower port first. Fix: Write PortRange.range(80, 443).',
    );
    // Which of them is higher is known only at apply.
    expect(PortRange.range(80, token).isKnown).toBe(false);
    expect(PortRange.range(token, 80).isKnown).toBe(false);
    expect(() => PortRange.single(80).contains(token)).toThrow(
      'port range is a number token. Allowed: ports that are known before apply. Fix: Check isKnown before you call contains.',
    );
  });

  test('contains its last port, and none after it', () => {
    expect([79, 80, 443, 444].map((p) => PortRange.range(80, 443).contains(p))).toEqual([false, true, true, false]);
  });

  test('fails without throwing for any text, and proposes what it takes itself', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^-?[0-9]{0,6}[-/: ]?-?[0-9]{0,6}$/)), text => {
      const parsed = parsePortRange(text);
      if (parsed.ok) return expect(parsed.range.toString()).toBe(text);
      const proposed = /^write (-?\d+\/-?\d+)/.exec(parsed.fix)?.[1];
      return proposed === undefined || expect(PortRange.parse(proposed).toString()).toBe(proposed);
    }), played(500, 1));
  });
});
