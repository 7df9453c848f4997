import { writeFileSync } from 'fs';
import { join } from 'path';
import { run } from '../../src/cli/run';
import { FILTER, Fixture, INBOUND, right, rule } from '../checks/fixtures';
import { OUTBOUND, temporaryFolder } from '../support/app';

/** The command on Terraform, its two outputs apart. */
function filter(change: (f: Fixture) => void, ...args: string[]): { code: number; out: string[]; error: string[] } {
  const f = right();
  change(f);
  const file = join(temporaryFolder(), 'cdk.tf.json');
  writeFileSync(file, JSON.stringify(f.terraform));
  const [out, error]: [string[], string[]] = [[], []];
  return {
    code: run(['filter', file, '--bpf', ...args], { out: (line) => out.push(line), error: (line) => error.push(line) }),
    out,
    error,
  };
}

const outbound = (more: object) => (f: Fixture) => { f.terraform.resource[OUTBOUND] = { 'outbound-1': rule(1, more) }; };
const DIFFER = 'the directions differ. This expression matches the packets of both. To distinguish them, add --interface ADDRESS';

test('directions that differ are one expression for both, and standard error reports it', () => {
  expect(filter(() => {})).toEqual({ code: 0, out: ['ip and tcp and dst port 443'], error: [DIFFER] });
  expect(filter(outbound({ destination_port_range: '80/80' }))).toEqual({
    code: 0,
    out: ['ip and tcp and (dst port 80 or dst port 443)'],
    error: [DIFFER],
  });
});

test('equal directions need no interface', () => {
  expect(filter(outbound({}))).toEqual({ code: 0, out: ['ip and tcp and dst port 443'], error: [] });
});

test('the address of an interface distinguishes them', () => {
  expect(filter(outbound({ destination_port_range: '80/80' }), '--interface', '10.10.0.4')).toEqual({
    code: 0,
    out: ['((ip and tcp and dst host 10.10.0.4 and dst port 443) or (ip and tcp and src host 10.10.0.4 and dst port 80))'],
    error: [],
  });
  expect(filter(() => {}, '--interface', '10.10.0').error[0]).toMatch(/--interface is "10\.10\.0".* Allowed: an IPv4 address/);
});

test('a rule that is known only at apply gives no expression', () => {
  const { code, out, error } = filter((f) => { f.terraform.resource[INBOUND]['inbound-1'].source_cidr_block = '${var.cidr}'; });
  expect([code, out, error]).toEqual([3, [], [expect.stringContaining('undecided, because a value of a rule is known only at apply')]]);
});

test('several filters have names in front, and one can be chosen', () => {
  const two = (f: Fixture) => {
    outbound({})(f);
    f.terraform.resource[FILTER].dns = {};
    f.terraform.resource[INBOUND].dns = rule(1, {
      traffic_mirror_filter_id: `\${${FILTER}.dns.id}`,
      protocol: 'UDP',
      destination_port_range: '53/53',
    });
  };
  expect(filter(two).out).toEqual([
    expect.stringMatching(/^# filter .*web/),
    'ip and tcp and dst port 443',
    expect.stringMatching(/^# filter .*dns/),
    'ip and udp and dst port 53',
  ]);
  expect(filter(two, '--filter', 'dns').out).toEqual(['ip and udp and dst port 53']);
  expect(filter(two, '--filter', 'mail').error[0]).toMatch(/--filter is "mail"/);
});

test('the form must be named', () => {
  const lines: string[] = [];
  expect(run(['filter', 'nowhere'], { out: () => {}, error: (line) => lines.push(line) })).toBe(2);
  expect(lines[0]).toContain('Allowed: --bpf');
});
