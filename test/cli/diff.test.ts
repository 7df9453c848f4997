import { writeFileSync } from 'fs';
import { join } from 'path';
import { run } from '../../src/cli/run';
import { Fixture, INBOUND, right, rule, SESSION, stated } from '../checks/fixtures';
import { temporaryFolder } from '../support/app';

/** Terraform with these inbound rules, one after the other. */
function written(name: string, ...rules: object[]): string {
  const f: Fixture = right();
  f.terraform.resource[INBOUND] = Object.fromEntries(rules.map((more, i) => [`r${i + 1}`, rule(i + 1, more)]));
  f.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1web': stated({ primaryIp: '10.10.0.4' }) };
  const file = join(temporaryFolder(), `${name}.tf.json`);
  writeFileSync(file, JSON.stringify(f.terraform));
  return file;
}

function diff(old: object[], now: object[], ...more: string[]): string[] {
  const out: string[] = [];
  expect(
    run(['diff', written('old', ...old), written('new', ...now), ...more], {
      out: (line) => out.push(line),
      error: (line) => out.push(line),
    }),
  ).toBe(0);
  return out;
}

const port = (n: number, more: object = {}) => ({ destination_port_range: `${n}/${n}`, ...more });
const web = [port(80), port(443), port(8080)];

test('an added and a removed rule', () => {
  expect(diff([port(80), port(443)], [port(80), port(22)])).toEqual([
    expect.stringMatching(/^filter .*web.* inbound: 0 rules created, 1 changed, 0 destroyed$/),
    '  + TCP from any to any port 22',
    '  - TCP from any to any port 443',
    expect.stringContaining('not compared: 1 interface without a known primary IP'),
  ]);
});

test('a rule inserted in front of three: each of them is not copied while it moves', () => {
  expect(diff(web, [port(53), ...web]).slice(0, 3)).toEqual([
    expect.stringMatching(/ inbound: 1 rule created, 3 changed, 0 destroyed$/),
    '  + TCP from any to any port 53',
    '  not copied for about 5 s: TCP from any to any port 80, 443, 8080',
  ]);
});

test('a rule that drops, in front of three: what it drops is taken, and the others are not copied while they move', () => {
  expect(diff(web, [port(443, { action: 'drop' }), ...web]).slice(0, 4)).toEqual([
    expect.stringMatching(/ inbound: 1 rule created, 3 changed, 0 destroyed$/),
    '  - TCP from any to any port 443',
    '  not copied for about 5 s: TCP from any to any port 80, 8080',
    expect.any(String),
  ]);
});

test('a rule appended behind three moves none of them', () => {
  expect(diff(web, [...web, port(53)]).slice(0, 3)).toEqual([
    expect.stringMatching(/ inbound: 1 rule created, 0 changed, 0 destroyed$/),
    '  + TCP from any to any port 53',
    expect.stringContaining('not compared'),
  ]);
});

test('a rule that drops is moved behind the one that accepts: packets of it are copied meanwhile', () => {
  const drop = port(443, { action: 'drop' });
  expect(diff([drop, port(443)], [port(22), drop, port(443)])).toContain('  copied for about 5 s only: TCP from any to any port 443');
});

test('no change, and a change that is known only at apply', () => {
  expect(diff(web, web)[0]).toBe('no rule of a filter changes');
  expect(diff(web, [port(80), port(443), port(8080, { source_cidr_block: '${var.cidr}' })]).slice(0, 2)).toEqual([
    expect.stringMatching(/ inbound: 1 rule changed$/), '  undecided: a value of a rule is known only at apply',
  ]);
});

test('in Chinese', () => {
  expect(diff(web, [port(53), ...web], '--lang', 'zh').slice(0, 3).join('\n')).toMatch(/入方向：[\s\S]* 5 秒/);
});
