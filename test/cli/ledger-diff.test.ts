// `ledger diff` and `ledger check --base`: what a ledger changes against what is deployed, as text, JSON and exit status.
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { run } from '../../src/cli/run';
import { SessionNames } from '../../src/fleet/session-address';
import { temporaryFolder } from '../support/app';

const LOCK = 'traffic-mirror.lock';
const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

/** Runs the command here. */
function here(...args: string[]): { out: string; lines: string[]; error: string; status: number } {
  const [out, error]: [string[], string[]] = [[], []];
  const status = run(args, { out: (l) => out.push(l), error: (l) => error.push(l) });
  return { out: out.join('\n'), lines: out.map((l) => l.trim()), error: error.join('\n'), status };
}

interface Line {
  readonly fleet?: string;
  readonly session?: string;
  readonly order?: number;
  readonly priority?: number;
  readonly target?: string;
}

let vni = 0;
function line(
  source: string,
  { fleet = 'net/Fleet', session = source, order = 0, priority = 2000 + vni, target = 'lb-h' }: Line = {},
): string {
  return JSON.stringify({
    fleet,
    source,
    placement: 'dense',
    session,
    order,
    target,
    filter: 0,
    shard: 0,
    priority,
    vni: order === 0 ? ++vni : vni,
  });
}

const header = '{"ledger":"traffic-mirror","version":1}';
const text = (...lines: string[]): string => `${[header, ...lines].join('\n')}\n`;
/** A session of these sources. */
function dense(count: number, first: string, more: Line = {}): string[] {
  const priority = more.priority ?? 2000 + vni;
  return Array.from({ length: count }, (_, i) => line(`eni-${first}${i}`, { ...more, priority, session: `eni-${first}0`, order: i }));
}

/** The state of the sessions of a ledger, with other names for single sessions. */
function state(ledger: string): string {
  const sessions = new Map<string, any>();
  for (const record of ledger.trim().split('\n').slice(1).map((l) => JSON.parse(l))) {
    const name = record.session === record.fleet ? `web_Resource_${record.vni}` : new SessionNames(record.fleet).of(record.session);
    const there = sessions.get(name);
    if (there) {
      there.values.traffic_mirror_source_ids.push(record.source);
      continue;
    }
    sessions.set(name, {
      address: `alicloud_vpc_traffic_mirror_session.${name}`, mode: 'managed', type: 'alicloud_vpc_traffic_mirror_session', name,
      values: {
        priority: record.priority,
        virtual_network_id: record.vni,
        enabled: true,
        packet_length: 1500,
        traffic_mirror_target_id: record.target,
        traffic_mirror_source_ids: [record.source],
        traffic_mirror_filter_id: 'tmf-1',
      },
    });
  }
  return JSON.stringify({ format_version: '1.0', values: { root_module: { resources: [...sessions.values()] } } });
}

/** The base as a ledger and as a state. */
function bases(base: string): string[] {
  writeFileSync('base.lock', base);
  writeFileSync('state.json', state(base));
  return ['base.lock', 'state.json'];
}

const RATE = ' at an assumed rate of 5 s a call, 10 at a time';
const TEN = dense(10, 'a');
const WITHOUT_LAST = text(...TEN.slice(0, 9));

test('nothing changes against the same, whatever the base is', () => {
  const ledger = text(...TEN, line('eni-b'), line('eni-c', { fleet: 'net/web', session: 'net/web' }));
  writeFileSync(LOCK, ledger);
  for (const base of bases(ledger)) {
    const { lines, status } = here('ledger', 'diff', '--base', base);
    expect([lines[1], status]).toEqual([`0 sessions created, 0 changed, 0 destroyed, 0 write calls, about 0 min${RATE}`, 0]);
    expect(here('ledger', 'check', '--base', base)).toMatchObject({ status: 0, out: `${LOCK}: valid: 2 fleets, 3 sessions, 12 sources` });
  }
});

test('a removal is shown with whom it interrupts, and what is not compared', () => {
  writeFileSync(LOCK, WITHOUT_LAST);
  for (const base of bases(text(...TEN))) {
    const { lines } = here('ledger', 'diff', '--base', base);
    expect(lines.slice(0, 6)).toEqual([
      `${LOCK} against ${base}`,
      'no longer mirrored: 1 source (eni-a9), since they leave a session that stays',
      'to avoid it: keep the source in the list of the session',
      'interrupted: 9 sources (eni-a0, eni-a1, eni-a2 and 6 more) for about 10 s, since the list of sources of their session changes',
      'to avoid it: use one session per source, the default of MirroredFleet',
      `0 sessions created, 1 changed, 0 destroyed, 2 write calls, about 1 min${RATE}`,
    ]);
    expect(lines[6]).toMatch(
      base === 'state.json' ? /^not compared: .*A Terraform state does not name the stack/ : /^not compared: .*overridden attributes$/,
    );
    expect(here('ledger', 'check', '--base', base).lines.slice(2)).toEqual(lines.slice(1));
  }
});

test('JSON has the same', () => {
  writeFileSync(LOCK, WITHOUT_LAST);
  bases(text(...TEN));
  expect(JSON.parse(here('ledger', 'diff', '--base', 'base.lock', '--json').out)).toMatchObject({
    created: [], changed: ['eni-a0'], removed: [], lost: [{ source: 'eni-a9', session: 'eni-a0', cause: 'left' }], orderRisks: [],
    interrupted: Array.from({ length: 9 }, (_, i) => ({
      source: `eni-a${i}`,
      session: 'eni-a0',
      cause: 'list',
      seconds: 10,
      mayLast: false,
    })),
    calls: 2, applySeconds: 1, filterChanges: [], notCompared: expect.stringMatching(/^not compared: /),
  });
});

test.each([
  [['--max-interrupted', '9', '--max-lost', '1'], 0, ''],
  [['--max-interrupted', '8'], 1, '9 sources would be interrupted, and --max-interrupted allows 8'],
  [['--max-lost', '0'], 1, '1 source would no longer be mirrored, and --max-lost allows 0'],
])('with %j the status is %i', (gates, status, words) => {
  writeFileSync(LOCK, WITHOUT_LAST);
  bases(text(...TEN));
  for (const command of ['diff', 'check']) {
    expect(here('ledger', command, '--base', 'base.lock', ...gates)).toMatchObject({ status, error: words });
  }
});

test('two sessions that exchange a priority fail it, with the two applies that avoid it', () => {
  const [a, b] = [{ priority: 11 }, { priority: 12 }];
  vni = 50;
  const before = text(line('eni-a', a), line('eni-b', b));
  vni = 50;
  writeFileSync(LOCK, text(line('eni-a', b), line('eni-b', a)));
  for (const base of bases(before)) {
    const { lines, status, error } = here('ledger', 'diff', '--base', base);
    expect(status).toBe(1);
    expect(error).not.toBe('');
    expect(lines).toContain(
      'to avoid it, use two applies: first free priority 12 (eni-b), priority 11 (eni-a), then use priority 12 (eni-a), priority 11 (eni-b)',
    );
    expect(JSON.parse(here('ledger', 'diff', '--base', base, '--json').out).steps).toEqual([
      { frees: [{ kind: 'priority', what: '12', session: 'eni-b' }, { kind: 'priority', what: '11', session: 'eni-a' }] },
      { takes: [{ kind: 'priority', what: '12', session: 'eni-a' }, { kind: 'priority', what: '11', session: 'eni-b' }] },
    ]);
  }
});

test('a source that goes from a fleet that the ledger no longer has to another is seen in a state', () => {
  writeFileSync(LOCK, text(line('eni-a', { fleet: 'net/B' })));
  bases(text(line('eni-a', { fleet: 'net/A' })));
  const { lines, status } = here('ledger', 'diff', '--base', 'state.json');
  expect(status).toBe(1);
  expect(lines[1]).toMatch(/eni-a.*alicloud_vpc_traffic_mirror_session\.A_/);
  // An edition that allows it in both at once needs no order.
  expect(here('ledger', 'diff', '--base', 'state.json', '--edition', '2026').status).toBe(0);
});

test('room on a target counts by the quotas of the edition', () => {
  // 200 sessions on each CLB, and one of each goes to the other: on the way, one has 201.
  const at = (swap: boolean) => text(...['h', 'i'].flatMap((zone, z) => Array.from({ length: 200 }, (_, i) => {
    const other = ['i', 'h'][z];
    vni = z * 200 + i;
    return line(`eni-${zone}${i}`, { target: `lb-${swap && i === 0 ? other : zone}`, priority: 3000 + vni });
  })));
  writeFileSync(LOCK, at(true));
  bases(at(false));
  expect(here('ledger', 'diff', '--base', 'base.lock')).toMatchObject({ status: 1, out: expect.stringContaining('lb-h') });
});

describe('lines that a merge or a cut lost', () => {
  const LINES = [...dense(10, 'a'), ...dense(10, 'b'), ...dense(10, 'c')];

  test('half or more of the base fails the check, and --max-lost allows it', () => {
    writeFileSync(LOCK, text(...LINES.slice(0, 15)));
    const [base] = bases(text(...LINES));
    const { status, out } = here('ledger', 'check', '--base', base);
    expect(status).toBe(1);
    expect(out).toContain(
      `[${LOCK}] 15 sources of base.lock have no session here, which is half of them or more. The file may be truncated`,
    );
    expect(out).toContain('allow it with --max-lost 15');
    expect(here('ledger', 'check', '--base', base, '--max-lost', '15').status).toBe(0);
    expect(here('ledger', 'check', '--base', base, '--max-lost', '14').status).toBe(1);
  });

  test('fewer are shown, and a gate is for the pipeline to set', () => {
    writeFileSync(LOCK, text(...LINES.slice(0, 16)));
    const [base] = bases(text(...LINES));
    expect(here('ledger', 'check', '--base', base)).toMatchObject({
      status: 0,
      out: expect.stringContaining('no longer mirrored: 10 sources'),
    });
    expect(here('ledger', 'check', '--base', base, '--max-lost', '0').status).toBe(1);
  });
});

test('the page shows the output of the command', () => {
  const page = readFileSync(join(__dirname, '..', '..', 'docs', 'pipelines.md'), 'utf8');
  writeFileSync(LOCK, WITHOUT_LAST);
  writeFileSync('deployed.lock', text(...TEN));
  const { lines } = here('ledger', 'diff', '--base', 'deployed.lock');
  expect(page).toContain(`\n${lines.join('\n  ')}\n`);
});
