import { copyFileSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { INBOUND, right, rule, SESSION, stated } from '../checks/fixtures';
import { temporaryFolder } from '../support/app';
import { run } from '../../src/cli/run';

const FIXTURES = join(__dirname, '..', 'door', 'fixtures');
const fixture = (name: string): string => join(FIXTURES, name);
const PACKET = ['--from', '10.10.0.4', '--to', '10.20.1.9', '--protocol', 'tcp', '--port', '443'];

function traffic(...args: string[]): { code: number; out: string } {
  const out: string[] = [];
  const code = run(args, { out: (line) => out.push(line), error: (line) => out.push(line) });
  return { code, out: out.join('\n') };
}

describe('the commands about packets read what check reads', () => {
  test('a state and a plan answer as the stack does', () => {
    const answers = (file: string, ...more: string[]) =>
      JSON.parse(traffic('explain', file, ...PACKET, '--interface', 'eni-bp1web', '--json', ...more).out).answers.map(
        ({ mirrored, direction, code }: any) => [mirrored, direction, code],
      );
    const expected = [[false, 'outbound', 'NO_RULE'], [true, 'inbound', 'MIRRORED']];
    expect(answers(fixture('state.json'))).toEqual(expected);
    // The plan has two sessions of the interface with one priority.
    expect(answers(fixture('create.json'))).toEqual([expected[0], [undefined, 'inbound', 'UNKNOWN_SESSION']]);
    const one = join(temporaryFolder(), 'plan.json');
    writeFileSync(one, JSON.stringify(JSON.parse(readFileSync(fixture('create.json'), 'utf8')), (_, value) =>
      Array.isArray(value) ? value.filter((v) => !/\.twice$/.test(v?.address ?? '')) : value));
    expect(answers(one)).toEqual(expected);
  });

  test('resources in modules have the addresses that Terraform shows, in text and in JSON', () => {
    const address = 'module.m.alicloud_vpc_traffic_mirror_session.inner["a.b"]';
    const args = ['explain', fixture('modules.json'), ...PACKET, '--interface', 'eni-bp1a'];
    expect(traffic(...args).out).toContain(`session ${address} is off`);
    expect(JSON.parse(traffic(...args, '--json').out).answers[0].text).toContain(`session ${address} is off`);
    expect(traffic(...args).out).not.toMatch(/__\d/);
  });

  test('the names of two files are no difference between them', () => {
    const folder = temporaryFolder();
    for (const name of ['old.json', 'new.json']) copyFileSync(fixture('create.json'), join(folder, name));
    expect(traffic('diff', join(folder, 'old.json'), join(folder, 'new.json')).out).toMatch(/^no rule of a filter changes/);
    expect(traffic('diff', join(folder, 'old.json'), fixture('state.json')).out).toMatch(/^no rule of a filter changes/);
    expect(traffic('diff', fixture('estate-hcl-plan.json'), fixture('modules.json')).out).toMatch(/rules? created/);
  });

  test('scenario 0 by the options of the command', () => {
    const f = right();
    f.terraform.resource[INBOUND] = {
      'inbound-1': rule(1, {
        source_cidr_block: '192.168.0.0/16',
        source_port_range: '10000/10000',
        destination_cidr_block: '10.0.0.0/8',
        destination_port_range: '80/80',
      }),
    };
    f.statements.sessions[`${SESSION}.web`].sources = { 'eni-bp1web': stated({ primaryIp: '10.1.2.3' }) };
    const file = join(temporaryFolder(), 'cdk.tf.json');
    writeFileSync(file, JSON.stringify(f.terraform));
    const ask = (...more: string[]) =>
      traffic(
        'explain', file, '--from', '192.168.3.4', '--to', '10.1.2.3', '--protocol', 'tcp', '--port', '80', '--interface',
        'eni-bp1web', ...more,
      ).out;
    const answers = (...more: string[]) => JSON.parse(ask(...more, '--json')).answers.map((a: any) => [a.direction, a.mirrored, a.code]);
    expect(answers('--from-port', '10000')).toEqual([['outbound', false, 'NO_RULE'], ['inbound', true, 'MIRRORED']]);
    expect(answers('--from-port', '10001')).toEqual([['outbound', false, 'NO_RULE'], ['inbound', false, 'NO_RULE']]);
    // The source port is 49152 unless named.
    expect(answers('--direction', 'inbound')).toEqual([['inbound', false, 'NO_RULE']]);
    expect(answers('--from-port', '10000', '--direction', 'inbound')).toEqual([['inbound', true, 'MIRRORED']]);
    expect(answers('--from-port', '10000', '--direction', 'outbound')).toEqual([['outbound', false, 'NO_RULE']]);
    expect(ask('--from-port', '10000', '--direction', 'inbound').split('\n').slice(0, 2)).toEqual([
      'TCP 192.168.3.4:10000 -> 10.1.2.3:80',
      'mirrored  eni-bp1web inbound',
    ]);
    expect(ask('--direction', 'sideways')).toMatch(/--direction is "sideways"\. Allowed: inbound, outbound/);
  });

  test('search and filter too', () => {
    expect(traffic('search', fixture('state.json'), '--copied', '--port', '443', '--interface', 'eni-bp1web').out).toContain('MIRRORED');
    expect(traffic('filter', fixture('state.json'), '--bpf').out).toContain('dst port 443');
  });

  test('an input that is none is named as check names it', () => {
    for (const command of [['explain'], ['filter', '--bpf'], ['search', '--copied']]) {
      const { code, out } = traffic(command[0], fixture('none.json'), ...command.slice(1));
      expect([code, out]).toEqual([2, expect.stringMatching(/none\.json.* does not exist\. Allowed: .*plan/)]);
    }
  });
});
