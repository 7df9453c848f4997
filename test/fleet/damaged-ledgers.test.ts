// Three readers meet a damaged ledger: the synth, `ledger check` and `ledger repair`. They agree about every form of damage.
import { writeFileSync } from 'fs';
import * as fc from 'fast-check';
import { run } from '../../src/cli/run';
import { parseLedger, readLedger } from '../../src/fleet/ledger-reader';
import { examineLedger, repairLedger } from '../../src/fleet/ledger-repair';
import { ledgerText } from '../../src/fleet/ledger-writer';
import { MirrorFilter, MirrorLedger, MirrorPolicy, MirrorRule, MirroredFleet } from '../../src';
import { CLB, enis } from './stated';
import { newApp, newStack, temporaryFolder } from '../support/app';
import { played } from '../support/runs';

const LOCK = 'traffic-mirror.lock';
const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

const HEADER = { ledger: 'traffic-mirror', version: 1, account: 'production', region: 'cn-hangzhou' };
const dedicated = (id: string, priority: number) => ({
  fleet: 'net/Fleet',
  source: `eni-${id}`,
  placement: 'dedicated',
  session: `eni-${id}`,
  order: 0,
  target: 'lb-h',
  filter: 0,
  shard: 0,
  priority,
  vni: priority,
});
const dense = (id: string, order: number) => ({ ...dedicated(id, 3000), placement: 'dense', session: 'eni-d', order });
const rule = (priority: number, source: string) => ({
  filter: 'net/Filter',
  direction: 'inbound',
  priority,
  action: 'accept',
  protocol: 'ALL',
  source,
  destination: '0.0.0.0/0',
  sourcePorts: '-1/-1',
  destinationPorts: '-1/-1',
});

/** A ledger with a line of every kind. */
const LINES = [
  HEADER, rule(1, '10.1.0.0/16'), rule(2, '10.2.0.0/16'),
  { fleet: 'net/Fleet', shard: 0, stack: 'net', filter: 'net/Filter', enabled: true },
  dedicated('a', 2000), dedicated('b', 2001), dense('d', 0), dense('e', 1), dense('f', 2),
  { fleet: 'net/Fleet', source: 'eni-p', parked: true }, { fleet: 'net/Fleet', source: 'eni-w', waiting: true },
  { ...dedicated('x', 4000), fleet: 'net/Other', id: 'eni-old' },
].map((record) => JSON.stringify(record));
const VALID = LINES.map((line) => `${line}\n`).join('');

type Damage = (text: string) => string;
const whole = (text: string): string[] => text.split('\n').slice(0, -1);
const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
const at = fc.nat({ max: 60 });
const inLines = (change: (lines: string[], n: number) => string[]) => (n: number): Damage => (text) => {
  const lines = whole(text);
  return lines.length === 0 ? text : joined(change(lines, n % lines.length));
};
/** Replaces the line at a position by others. */
const inPlace = (change: (line: string) => string[]) =>
  inLines((lines, n) => lines.flatMap((line, i) => (i === n ? change(line) : [line])));
const fields = (more: object) => inPlace((line) => {
  try {
    return [JSON.stringify({ ...JSON.parse(line), ...more })];
  } catch {
    return [line];
  }
});

/** A conflict between the lines at a position and another version of them, in the style of git. */
const conflict = (style: 'merge' | 'diff3' | 'zdiff3', other: (line: string) => string[], broken?: number) => inPlace((line) => {
  const lines = [
    '<<<<<<< HEAD',
    line,
    ...(style === 'merge' ? [] : ['||||||| 1a2b3c4', ...(style === 'diff3' ? [line] : [])]),
    '=======',
    ...other(line),
    '>>>>>>> feature',
  ];
  return broken === undefined ? lines : lines.filter((_, i) => i !== [0, lines.indexOf('======='), lines.length - 1][broken]);
});
const moved = (line: string): string[] => [line.replace('lb-h', 'lb-i')];

/** Every kind of damage, by name. */
const DAMAGES: Record<string, fc.Arbitrary<Damage>> = {
  'cut anywhere': fc.nat({ max: 3000 }).map((n) => (text) => text.slice(0, n % (text.length + 1))),
  'cut at the end of a line': at.map(inLines((lines, n) => lines.slice(0, n + 1))),
  'without its first lines': at.map(inLines((lines, n) => lines.slice(n))),
  'without a line': at.map(inPlace(() => [])),
  'without the last line feed': fc.constant((text) => text.replace(/\n$/, '')),
  'line ends of Windows': fc.constant((text) => text.replace(/\n/g, '\r\n')),
  'one line end of Windows': at.map(inPlace((line) => [`${line}\r`])),
  'line ends of an old Mac': fc.constant((text) => text.replace(/\n/g, '\r')),
  'a byte order mark': fc.constant((text) => `\ufeff${text}`),
  'an empty line': at.map(inPlace((line) => [line, ''])),
  'a line of spaces': at.map(inPlace((line) => [' \t', line])),
  'spaces around a line': at.map(inPlace((line) => [` ${line} `])),
  'a line twice': at.map(inPlace((line) => [line, line])),
  'a line twice, with another number': at.map(inPlace((line) => [line, line.replace(/"priority":\d+/, '"priority":2002')])),
  'all lines twice': fc.constant((text) => joined([...whole(text), ...whole(text)])),
  'lines in another order': at.map(
    inLines((lines, n) => [...lines.slice(0, 1), ...lines.slice(1).sort((a, b) => (a + n > b + n ? -1 : 1))]),
  ),
  'the header elsewhere': at.map(inLines((lines, n) => [...lines.slice(1, n + 1), lines[0], ...lines.slice(n + 1)])),
  'two headers': at.map(inPlace((line) => [line, JSON.stringify(HEADER)])),
  'a header with less': at.map(inPlace((line) => [line, JSON.stringify({ ledger: 'traffic-mirror', version: 1 })])),
  'the header of another region': at.map(inPlace((line) => [line, JSON.stringify({ ...HEADER, region: 'cn-beijing' })])),
  'another version': fc.tuple(at, fc.constantFrom(0, 2, 99, -1, 1.5, '1', null)).map(([n, version]) => fields({ version })(n)),
  'a header of another kind': fc
    .constantFrom({ ledger: 'other' }, { ledger: null }, { region: 7 }, { account: '' })
    .map((more) => fields(more)(0)),
  'two records on one line': at.map(
    inLines((lines, n) => [...lines.slice(0, n), `${lines[n]},${lines[n + 1] ?? lines[n]}`, ...lines.slice(n + 2)]),
  ),
  'a record on two lines': at.map(inPlace((line) => [line.slice(0, line.indexOf(',')), line.slice(line.indexOf(',') + 1)])),
  'two records on one line and one on two': fc.constant((text) => {
    const lines = whole(text);
    return lines.length < 6
      ? text
      : joined([...lines.slice(0, -4), `${lines.at(-4)},${lines.at(-3)}`, lines.at(-2)!.replace(/,/, '\n'), lines.at(-1)!]);
  }),
  'a field of another type': fc.tuple(at, fc.constantFrom(
    { priority: '2000' },
    { priority: 0 },
    { vni: -1 },
    { order: 1.5 },
    { filter: 1e9 },
    { target: '' },
    { source: 5 },
    { fleet: null },
    { placement: 'loose' },
    { parked: 'yes' },
    { waiting: 1 },
    { off: 'true' }, { released: false }, { id: 7 }, { shard: -1 }, { enabled: 'true' }, { action: 'deny' }, { session: ['eni-a'] },
  )).map(([n, more]) => fields(more)(n)),
  'an unknown field': at.map(fields({ note: 'by hand' })),
  'switched off': at.map(fields({ off: true })),
  'a session of two opinions': at.map(fields({ target: 'lb-i' })),
  'a number taken twice': at.map(fields({ priority: 2000 })),
  'a VNI taken twice': at.map(fields({ vni: 2000 })),
  'an order taken twice': at.map(fields({ order: 1 })),
  'another rule in one place': at.map(inPlace((line) => [line, line.replace('10.1.', '10.0.').replace('10.2.', '10.9.')])),
  'a conflict': fc
    .tuple(at, fc.constantFrom('merge' as const, 'diff3' as const, 'zdiff3' as const))
    .map(([n, style]) => conflict(style, moved)(n)),
  'a conflict with a removal': fc
    .tuple(at, fc.constantFrom('merge' as const, 'diff3' as const, 'zdiff3' as const))
    .map(([n, style]) => conflict(style, () => [])(n)),
  'a conflict without one of its markers': fc.tuple(at, fc.nat({ max: 2 })).map(([n, broken]) => conflict('merge', moved, broken)(n)),
  'another text': fc
    .constantFrom(
      '',
      '\n',
      ' \n\n',
      'null\n',
      '7\n',
      '[]\n',
      '"text"\n',
      '{}\n',
      '{"a":1}\n',
      '{"format_version":"1.0","values":{}}\n',
      '{\n  "name": "net",\n  "version": "1.0.0"\n}\n',
      '\0\u0001\u0002\n',
    )
    .map((other) => () => other),
  'a NUL': at.map(inPlace((line) => [line.replace('eni', 'e\0i')])),
};

/** What the readers make of a valid ledger with one damage. It may depend on the line that is damaged. */
const OUTCOMES: Record<string, string> = {
  'a NUL': 'unreadable valid',
  'a VNI taken twice': 'contradictory untidy valid',
  'a byte order mark': 'untidy',
  'a conflict': 'contradictory untidy',
  'a conflict with a removal': 'untidy',
  'a conflict without one of its markers': 'unreadable',
  'a field of another type': 'unreadable untidy',
  'a header of another kind': 'unreadable',
  'a header with less': 'untidy',
  'a line of spaces': 'untidy',
  'a line twice': 'untidy',
  'a line twice, with another number': 'contradictory unreadable untidy',
  'a number taken twice': 'contradictory unreadable untidy valid',
  'a record on two lines': 'unreadable',
  'a session of two opinions': 'contradictory untidy valid',
  'all lines twice': 'untidy',
  'an empty line': 'untidy',
  'an order taken twice': 'contradictory untidy valid',
  'an unknown field': 'untidy',
  'another rule in one place': 'untidy',
  'another text': 'unreadable',
  'another version': 'unreadable untidy',
  'cut anywhere': 'unreadable untidy valid',
  'cut at the end of a line': 'valid',
  'line ends of Windows': 'untidy',
  'line ends of an old Mac': 'unreadable',
  'lines in another order': 'untidy',
  'one line end of Windows': 'untidy',
  'spaces around a line': 'untidy',
  'switched off': 'untidy valid',
  'the header elsewhere': 'untidy valid',
  'the header of another region': 'unreadable',
  'two headers': 'untidy',
  'two records on one line': 'unreadable',
  'two records on one line and one on two': 'unreadable',
  'without a line': 'unreadable valid',
  'without its first lines': 'unreadable valid',
  'without the last line feed': 'untidy',
};

/** How the text becomes bytes. */
const ENCODINGS: Record<string, (text: string) => Buffer> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'a byte of Latin-1': (text) =>
    Buffer.concat([
      Buffer.from(text.slice(0, text.indexOf('eni') + 3)),
      Buffer.from([0xe9]),
      Buffer.from(text.slice(text.indexOf('eni') + 3)),
    ]),
};

const damages = fc.constantFrom(...Object.keys(DAMAGES)).chain((name) => DAMAGES[name].map((damage) => ({ name, damage })));
const damaged = fc.record({
  list: fc.array(damages, { minLength: 1, maxLength: 2 }),
  encoding: fc.oneof({ weight: 12, arbitrary: fc.constant('UTF-8') }, { weight: 1, arbitrary: fc.constantFrom(...Object.keys(ENCODINGS)) }),
})
  .map(({ list, encoding }) => ({
    names: [...list.map(({ name }) => name), encoding],
    bytes: ENCODINGS[encoding](list.reduce((text, { damage }) => damage(text), VALID)),
  }));

/** What the command answers. */
function command(...args: string[]): { status: number; text: string } {
  const lines: string[] = [];
  const status = run(args, { out: (line) => lines.push(line), error: (line) => lines.push(line) });
  return { status, text: lines.join('\n') };
}

function thrown(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether a line can be one of a ledger, by a table of its fields. */
function isLine(record: any): boolean {
  const text = (name: string) => typeof record[name] === 'string' && record[name] !== '';
  const number = (name: string, from: number, to: number) => Number.isInteger(record[name]) && record[name] >= from && record[name] <= to;
  const absentOr = (name: string, right: boolean) => record[name] === undefined || right;
  if (record === null || typeof record !== 'object' || Array.isArray(record)) return false;
  if (record.ledger !== undefined) {
    return (
      record.ledger === 'traffic-mirror'
      && Number.isInteger(record.version)
      && record.version <= 1
      && absentOr('account', text('account'))
      && absentOr('region', text('region'))
    );
  }
  if (record.fleet === undefined && record.filter !== undefined) {
    return (
      text('filter')
      && ['inbound', 'outbound'].includes(record.direction)
      && number('priority', 1, 10)
      && ['accept', 'drop'].includes(record.action)
      && record.protocol === 'ALL'
      && ['source', 'destination'].every((name) => /^[\d.]+\/\d+$/.test(record[name]))
    );
  }
  if (!text('fleet')) return false;
  if (record.source === undefined && record.shard !== undefined) {
    return (
      number('shard', 0, 32765)
      && absentOr('stack', text('stack'))
      && absentOr('filter', text('filter'))
      && absentOr('enabled', typeof record.enabled === 'boolean')
    );
  }
  const flags = ['parked', 'waiting', 'off', 'released'].every((name) => absentOr(name, record[name] === true));
  if (!text('source') || !flags || !absentOr('id', text('id'))) return false;
  if (record.parked || record.waiting) return true;
  return (
    text('session')
    && text('target')
    && ['dedicated', 'dense'].includes(record.placement)
    && number('order', 0, Infinity)
    && number('filter', 0, 32765)
    && number('shard', 0, 32765)
    && number('priority', 1, 32766)
    && number('vni', 0, 16777215)
  );
}

/**
 * A slow reference: whether anything of the file can be used. All lines are lines of a ledger, of which one at least is a header, the
 * headers agree, and the conflicts are complete.
 */
function isReadable(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes) || text.includes('\0')) return false;
  const headers: any[] = [];
  let inside = '';
  for (const line of text.replace(/^\ufeff/, '').split('\n').filter((l) => l.trim() !== '')) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})(\s|$)/.exec(line)?.[1][0];
    if (marker !== undefined) {
      if (!({ '<': ['', '>'], '|': ['<'], '=': ['<', '|'], '>': ['='] } as Record<string, string[]>)[marker].includes(inside)) return false;
      inside = marker;
      continue;
    }
    let record: any;
    try {
      record = JSON.parse(line);
    } catch {
      return false;
    }
    if (!isLine(record)) return false;
    if (record.ledger !== undefined) headers.push(record);
  }
  const values = (part: string) => new Set(headers.flatMap((header) => header[part] ?? []));
  return headers.length > 0 && ['', '>'].includes(inside) && values('account').size < 2 && values('region').size < 2;
}

const REPAIR = 'traffic-mirror ledger repair traffic-mirror.lock';

/** What the three readers make of a file. Each step fails if they disagree. */
function agree(bytes: Buffer): 'unreadable' | 'contradictory' | 'untidy' | 'valid' {
  writeFileSync(LOCK, bytes);
  const synth = thrown(() => MirrorLedger.file(LOCK));
  const check = command('ledger', 'check', LOCK);
  const repair = command('ledger', 'repair', LOCK, '--dry-run');
  expect(isReadable(bytes)).toBe(check.status !== 2);

  if (check.status === 2) {
    // All three name the same fault. The synth names the file by its path.
    expect([repair.status, repair.text]).toEqual([2, check.text]);
    expect(synth?.replaceAll(`${process.cwd()}/`, '')).toBe(check.text);
    expect(synth).not.toContain(REPAIR);
    return 'unreadable';
  }
  const text = bytes.toString('utf8');
  const { untidy, collisions } = examineLedger({ path: LOCK, text });
  expect(check.status).toBe(untidy.length + collisions.length === 0 ? 0 : 1);

  // What the synth refuses is not valid, and it names the command that repairs it.
  if (synth !== undefined) expect([check.status, synth]).toEqual([1, expect.stringContaining(REPAIR)]);
  const content = synth === undefined ? parseLedger(text, LOCK) : undefined;
  if (content) {
    const disagreeing = new Set(content.contradictions.map(({ fleet, session }) => `${fleet} ${session}`));
    expect(new Set(collisions.filter((c) => c.check === 'TM517').map(({ losers: [{ line }] }) => `${line.fleet} ${line.session}`))).toEqual(
      disagreeing,
    );
  }

  // Without a base, the repair fixes what does not contradict itself, and changes nothing that the synth reads.
  expect(repair.status).toBe(collisions.length === 0 ? 0 : 1);
  if (collisions.length === 0) {
    const { text: mended } = repairLedger({ path: LOCK, text });
    if (content) expect(ledgerText(content)).toBe(mended);
    valid(mended!);
    expect(mended === text).toBe(check.status === 0);
  }
  // With one, it fixes everything.
  valid(repairLedger({ path: LOCK, text }, { base: { path: 'base.lock', text: VALID } }).text!);
  return collisions.length > 0 ? 'contradictory' : check.status === 1 ? 'untidy' : 'valid';
}

/** A ledger that all three readers take as it is. */
function valid(text: string): void {
  writeFileSync(LOCK, text);
  expect(command('ledger', 'check', LOCK)).toMatchObject({ status: 0 });
  expect(command('ledger', 'repair', LOCK)).toEqual({ status: 0, text: `${LOCK}: nothing to repair` });
  expect(readLedger(LOCK)!.contradictions).toEqual([]);
}

test('the synth, the check and the repair agree about every damaged ledger', () => {
  const seen: Record<string, number> = {};
  fc.assert(fc.property(damaged, ({ bytes }) => {
    const outcome = agree(bytes);
    seen[outcome] = (seen[outcome] ?? 0) + 1;
  }), played(80, 11));
  expect(Math.min(...['unreadable', 'contradictory', 'untidy', 'valid'].map((outcome) => seen[outcome] ?? 0))).toBeGreaterThan(1);
});

test('every kind of damage alone has one of its outcomes', () => {
  expect(Object.keys(DAMAGES).sort()).toEqual(Object.keys(OUTCOMES).sort());
  for (const [name, damage] of Object.entries(DAMAGES)) {
    fc.assert(fc.property(damage, (change) => {
      expect([name, ...OUTCOMES[name].split(' ')]).toContain(agree(Buffer.from(change(VALID))));
    }), played(3, 3));
  }
  for (const [name, encode] of Object.entries(ENCODINGS)) {
    expect([name, agree(encode(VALID))]).toEqual([name, name === 'UTF-8' ? 'valid' : 'unreadable']);
  }
});

test('a whole synth reports what the check reports', () => {
  const findings = (bytes: Buffer): string[] | undefined => {
    writeFileSync(LOCK, bytes);
    const app = newApp();
    const stack = newStack(app, 'net');
    const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
    if (thrown(() => {
      const ledger = MirrorLedger.file(LOCK, { frozen: false });
      for (const [name, ids] of [
        ['Fleet', ['a', 'b', 'd', 'e', 'f', 'p', 'w']],
        ['Other', ['x']],
      ] as const) {
        new MirroredFleet(stack, name, { filter, ledger, targets: [CLB], sources: enis(...ids) });
      }
    }) !== undefined) return undefined;
    return MirrorPolicy.of(app).evaluate().findings.map(({ id }) => id).filter((id) => ['TM308', 'TM512', 'TM517'].includes(id));
  };
  fc.assert(fc.property(damaged, ({ bytes }) => {
    const found = findings(bytes);
    const check = command('ledger', 'check', LOCK);
    if (found === undefined) expect(check.status).not.toBe(0);
    else expect([check.text, found.length > 0]).toEqual([check.text, / TM(308|512|517) /.test(check.text)]);
  }), played(12, 5));
});
