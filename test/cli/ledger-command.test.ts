import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { TSX } from '../support/programs';
import { run } from '../../src/cli/run';
import { temporaryFolder } from '../support/app';

const ROOT = join(__dirname, '..', '..');
const LOCK = 'traffic-mirror.lock';
const PAGE = readFileSync(join(ROOT, 'docs', 'ledger.md'), 'utf8');

const home = process.cwd();
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => process.chdir(home));

const HEADER = '{"ledger":"traffic-mirror","version":1,"account":"production","region":"cn-hangzhou"}';

function line(source: string, priority: number, vni: number, more: object = {}): string {
  return JSON.stringify({
    fleet: 'net/Fleet',
    source,
    placement: 'dedicated',
    session: source,
    order: 0,
    target: 'lb-bp1sensors',
    filter: 0,
    shard: 0,
    priority,
    vni,
    ...more,
  });
}

const text = (...lines: string[]) => `${[HEADER, ...lines].join('\n')}\n`;

/** The ledger of the documentation: what is deployed, and what a merge makes of two branches that each added a source. */
const WEB = line('eni-bp1web', 5123, 99012);
const API = line('eni-bp1api', 7001, 4410);
const CART = line('eni-bp1cart', 7001, 870113);
const DEPLOYED = text(API, WEB);
const MERGED = text('<<<<<<< HEAD', API, '=======', CART, '>>>>>>> cart', WEB);

/** A ledger with all that one may hold. */
const LARGE = text(
  line('eni-bp1api', 7001, 4410, { placement: 'dense', session: 'eni-bp1api' }),
  line('eni-bp1cart', 7001, 4410, { placement: 'dense', session: 'eni-bp1api', order: 1 }),
  line('eni-bp1web', 5123, 99012, { target: 'lb-bp1spare', shard: 1 }),
  line('web', 30001, 15, { fleet: 'net/Other', session: 'web', id: 'eni-bp1old' }),
  JSON.stringify({ fleet: 'net/Other', source: 'worker', parked: true }),
);

/** Runs the command here. */
function here(...args: string[]): { out: string; error: string; status: number } {
  const [out, error]: [string[], string[]] = [[], []];
  const status = run(args, { out: (l) => out.push(l), error: (l) => error.push(l) });
  return { out: out.join('\n'), error: error.join('\n'), status };
}

/** Runs it as a process of its own, as a user does. */
function typed(...args: string[]): { out: string; error: string; status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [TSX, join(ROOT, 'src', 'cli', 'main.ts'), ...args], { encoding: 'utf8' });
  return { out: stdout.trimEnd(), error: stderr.trimEnd(), status };
}

/** A console of the page: what is typed and what comes of it. */
const shownOnPage = (command: string, output: string) => expect(PAGE).toContain(`$ npx traffic-mirror ${command}\n${output}\n`);

describe('as a process', () => {
  test('a merge is checked, tried and repaired, as the page shows', () => {
    writeFileSync(LOCK, MERGED);
    writeFileSync('base.lock', DEPLOYED);
    const check = typed('ledger', 'check');
    expect([check.status, check.error]).toEqual([1, '']);
    shownOnPage('ledger check', check.out);

    const alone = typed('ledger', 'repair');
    expect([alone.status, alone.out]).toEqual([1, '']);
    expect(alone.error).toMatch(
      /^\[traffic-mirror.lock:5\] TM512 .*\ntraffic-mirror.lock is unchanged.*git show origin\/main:.\/traffic-mirror.lock > base.lock/,
    );
    expect(readFileSync(LOCK, 'utf8')).toBe(MERGED);

    const trial = typed('ledger', 'repair', '--base', 'base.lock', '--dry-run');
    expect([trial.status, trial.error, readFileSync(LOCK, 'utf8')]).toEqual([0, '', MERGED]);
    expect(trial.out).toMatch(/not written, because this is a dry run$/);

    const repair = typed('ledger', 'repair', '--base', 'base.lock');
    expect([repair.status, repair.error, readFileSync(LOCK, 'utf8')]).toEqual([0, '', DEPLOYED]);
    shownOnPage('ledger repair --base base.lock', repair.out);
    expect(readdirSync('.').sort()).toEqual(['base.lock', LOCK]);
  }, 60_000);

  test('a ledger is shown, as the page shows', () => {
    writeFileSync(LOCK, LARGE);
    const show = typed('ledger', 'show');
    expect([show.status, show.error]).toEqual([0, '']);
    shownOnPage('ledger show', show.out);
    const source = typed('ledger', 'show', '--source', 'eni-bp1cart');
    shownOnPage('ledger show --source eni-bp1cart', source.out);
  }, 60_000);

  test('fails with 2 for what cannot be read, on the error stream alone', () => {
    const { out, error, status } = typed('ledger', 'check', 'none.lock');
    expect([out, error, status]).toEqual([
      '',
      '[none.lock] The ledger does not exist. Allowed: a readable file. Fix: Pass the path of an existing file. A relative path begins in the folder in which the program was started.',
      2,
    ]);
  }, 60_000);

  test('a reader that goes away, as head does, is no error', () => {
    writeFileSync(LOCK, text(...Array.from({ length: 5000 }, (_, i) => line(`eni-${String(i).padStart(5, '0')}`, i + 1, i + 1))));
    const command = [process.execPath, TSX, join(ROOT, 'src', 'cli', 'main.ts'), 'ledger', 'show', '--fleet', 'net/Fleet']
      .map((w) => `'${w}'`)
      .join(' ');
    const { stdout, stderr } = spawnSync('sh', ['-c', `${command} | head -n 1`], { encoding: 'utf8' });
    expect([stdout.split('\n')[0], stderr]).toEqual(['traffic-mirror.lock: account production, region cn-hangzhou, format 1', '']);
  }, 60_000);

  test('a reader that goes away keeps neither the repair nor the exit code', () => {
    const many = Array.from({ length: 3000 }, (_, i) => line(`eni-${String(i).padStart(5, '0')}`, i + 1, i + 1, { target: 'lb-bp1spare' }));
    writeFileSync(LOCK, text(...many, ...many.map((l) => l.replace(/eni-/g, 'new-'))));
    writeFileSync('base.lock', text(...many));
    const words = [process.execPath, TSX, join(ROOT, 'src', 'cli', 'main.ts'), 'ledger', 'repair', '--base', 'base.lock']
      .map((w) => `'${w}'`)
      .join(' ');
    const { stdout, stderr } = spawnSync('sh', ['-c', `(${words}; echo "exit $?" > code) | head -n 1`], { encoding: 'utf8' });
    expect([stdout.split('\n')[0], stderr, readFileSync('code', 'utf8')]).toEqual([
      expect.stringContaining('is forgotten'),
      '',
      'exit 0\n',
    ]);
    expect(readFileSync(LOCK, 'utf8')).toBe(readFileSync('base.lock', 'utf8'));
  }, 60_000);
});

describe('what editors and shells make of a ledger', () => {
  test.each<[string, string]>([
    ['a byte order mark', `\ufeff${text(API, WEB)}`],
    ['line ends of Windows', text(API, WEB).replace(/\n/g, '\r\n')],
    ['blank lines', `${text('', API, '', WEB)}\n`],
    ['no line feed at the end', text(API, WEB).trimEnd()],
  ])('%s: is found, and mended', (_, given) => {
    writeFileSync(LOCK, given);
    expect(here('ledger', 'check')).toMatchObject({ out: expect.stringContaining('in another order or form'), status: 1 });
    expect(here('ledger', 'repair').status).toBe(0);
    expect(readFileSync(LOCK, 'utf8')).toBe(text(API, WEB));
  });

  test('a base that PowerShell redirected is refused with what to do', () => {
    writeFileSync(LOCK, text(API, WEB));
    writeFileSync('base.lock', Buffer.from(`\ufeff${DEPLOYED}`, 'utf16le'));
    expect(here('ledger', 'repair', '--base', 'base.lock')).toMatchObject({
      error: expect.stringMatching(/^\[base.lock\] .*UTF-16.*Write the file as UTF-8/),
      status: 2,
    });
  });

  test('fails: a shard or a copy that no ledger can have', () => {
    writeFileSync(LOCK, text(API.replace('"shard":0', '"shard":4000000000')));
    expect(here('ledger', 'show')).toMatchObject({
      error: expect.stringContaining('field shard of a ledger line is 4000000000. Allowed: below 32766'),
      status: 2,
    });
  });
});

describe('usage', () => {
  test('help and version are no error', () => {
    const help = here('--help');
    expect(help.status).toBe(0);
    for (const words of ['ledger check', 'ledger repair', 'ledger show', '--version', 'Exit codes: 0 success, 1 findings, 2 wrong usage']) {
      expect(help.out).toContain(words);
    }
    expect(here('ledger', 'repair', '--help').out).toMatch(
      /^Usage: traffic-mirror ledger repair \[FILE\] \[--base FILE\] \[--forget-new\] \[--dry-run\]\n/,
    );
    expect(here('ledger', 'repair', '-h')).toEqual(here('ledger', 'repair', '--help'));
    expect(here('ledger', '--help').out).not.toContain('undefined');
    expect(here('--version')).toEqual({ out: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version, error: '', status: 0 });
  });

  test.each<[string, string[], RegExp]>([
    ['fails: nothing', [], /^Usage: traffic-mirror COMMAND/],
    ['fails: half a command', ['ledger'], /^Usage: traffic-mirror COMMAND/],
    [
      'fails: an unknown command',
      ['ledger', 'mend'],
      /^\[traffic-mirror\] The command is "ledger mend". Allowed: check, checks, forecast, affected, ledger check, ledger diff, ledger repair, ledger show, explain, search, diff, filter, rules, --help or --version. Fix: Run traffic-mirror --help/,
    ],
    [
      'fails: an unknown option',
      ['ledger', 'check', '--fix'],
      /^\[traffic-mirror ledger check\] An option is "--fix". Allowed: --base, --max-interrupted, --max-lost, --edition, --help. Fix: Run/,
    ],
    ['fails: an unknown option before the command', ['--quiet', 'ledger', 'check'], /^\[traffic-mirror\] The command/],
    ['fails: an option without its value', ['ledger', 'repair', '--base'], /The value of --base is not set. Allowed: FILE/],
    ['fails: an option in place of a value', ['ledger', 'repair', '--base', '--dry-run'], /The value of --base is not set/],
    ['fails: a value that is not asked for', ['ledger', 'repair', '--dry-run=yes'], /The value of --dry-run is "yes". Allowed: no value/],
    ['fails: an option twice', ['ledger', 'check', '--base', 'a', '--base', 'b'], /--base occurs twice/],
    ['fails: two files', ['ledger', 'repair', 'a', 'b'], /FILE is "a b". Allowed: one file/],
    ['fails: forgetting without a base', ['ledger', 'repair', '--forget-new'], /--forget-new has no --base.*git show/],
    ['fails: no ledger here', ['ledger', 'show'], /^\[traffic-mirror.lock\] The ledger does not exist/],
    ['fails: a folder', ['ledger', 'show', '.'], /is a folder/],
  ])('%s', (_, args, message) => {
    const { out, error, status } = here(...args);
    expect([out, status]).toEqual(['', 2]);
    expect(error).toMatch(message);
  });
});

describe('ledger check', () => {
  test('of a valid ledger counts what it holds', () => {
    writeFileSync(LOCK, LARGE);
    expect(here('ledger', 'check')).toEqual({ out: 'traffic-mirror.lock: valid: 2 fleets, 3 sessions, 5 sources', error: '', status: 0 });
    expect(here('ledger', 'check', '--base', LOCK).status).toBe(0);
  });

  test('fails: long lists are cut, and untidy lines need no base', () => {
    writeFileSync(LOCK, text(...Array.from({ length: 30 }, (_, i) => line(`eni-${String(i + 10)}`, 7, i + 1))));
    const many = here('ledger', 'check');
    expect([many.status, many.out.split('\n').length]).toEqual([1, 22]);
    expect(many.out).toContain('9 more like these');
    writeFileSync(LOCK, text(WEB, API));
    expect(here('ledger', 'check')).toMatchObject({
      status: 1,
      out: expect.stringMatching(/in another order.*\nto fix it, run traffic-mirror ledger repair traffic-mirror.lock$/),
    });
  });

  test('fails with 2 where the file is damaged', () => {
    writeFileSync(LOCK, MERGED.slice(0, -20));
    expect(here('ledger', 'check')).toMatchObject({
      status: 2,
      error: expect.stringMatching(/^\[traffic-mirror.lock:7\] A line of the ledger/),
    });
  });
});

describe('ledger repair', () => {
  test('writes nothing where nothing is to be mended', () => {
    writeFileSync(LOCK, DEPLOYED);
    expect(here('ledger', 'repair')).toEqual({ out: 'traffic-mirror.lock: nothing to repair', error: '', status: 0 });
  });

  test('takes a path of another folder, and leaves no file beside', () => {
    mkdirSync('locks');
    writeFileSync(join('locks', 'a.lock'), text('<<<<<<< a', API, '=======', WEB, '>>>>>>> b'));
    expect(here('ledger', 'repair', 'locks/a.lock').out).toBe(
      'locks/a.lock: 1 conflict of a merge fixed\nlocks/a.lock: written. Next: commit the ledger',
    );
    expect([readFileSync('locks/a.lock', 'utf8'), readdirSync('locks')]).toEqual([DEPLOYED, ['a.lock']]);
  });

  test('forgets all that is new on request', () => {
    writeFileSync(LOCK, text(API, line('eni-bp1cart', 9, 9), WEB));
    writeFileSync('base.lock', DEPLOYED);
    expect(here('ledger', 'repair', '--base', 'base.lock').out).toMatch(/nothing to repair/);
    expect(here('ledger', 'repair', '--base', 'base.lock', '--forget-new').out).toMatch(
      /source eni-bp1cart of net\/Fleet is forgotten: .*\n.*places 1 source again/,
    );
    expect(readFileSync(LOCK, 'utf8')).toBe(DEPLOYED);
  });

  test('fails with 2 and leaves the file where the base is another ledger', () => {
    writeFileSync(LOCK, MERGED);
    writeFileSync('base.lock', DEPLOYED.replace('production', 'test'));
    expect(here('ledger', 'repair', '--base', 'base.lock')).toMatchObject({
      status: 2,
      error: expect.stringMatching(/^\[base.lock\] The account of the ledger is "production". Allowed: test/),
    });
    expect(readFileSync(LOCK, 'utf8')).toBe(MERGED);
    expect(existsSync(`${LOCK}.${process.pid}.tmp`)).toBe(false);
  });
});

describe('ledger show', () => {
  beforeEach(() => writeFileSync(LOCK, LARGE));

  test('one fleet with its sessions', () => {
    const { out } = here('ledger', 'show', '--fleet', 'net/Fleet');
    expect(out).toContain('1 fleet, 2 sessions, 3 sources');
    expect(out).toMatch(/ {2}eni-bp1api +dense +lb-bp1sensors +0 +1 +7001 +4410 +2 +eni-bp1api, eni-bp1cart\n/);
    expect(out).not.toContain('net/Other');
  });

  test('a source by its key, and one that waits', () => {
    expect(here('ledger', 'show', '--source', 'web').out).toMatch(
      /^source web of fleet net\/Other\n {2}interface +eni-bp1old\n {2}session +web \(dedicated\), position 0, alone/,
    );
    expect(here('ledger', 'show', '--source', 'worker').out).toMatch(/out of any session/);
  });

  test('the same as JSON', () => {
    const json = JSON.parse(here('ledger', 'show', '--json').out);
    expect(json).toMatchObject({
      version: 1, account: 'production', region: 'cn-hangzhou',
      priorities: [{ first: 1, last: 1000, used: 0 }, { first: 1001, last: 24576, used: 2 }, { first: 24577, last: 32766, used: 1 }],
      fleets: [
        {
          name: 'net/Fleet', sessions: 2, sources: 3, parked: 0, packing: { dedicated: 1, dense: 1 },
          targets: [{ target: 'lb-bp1sensors', sessions: 1, sources: 2 }, { target: 'lb-bp1spare', sessions: 1, sources: 1 }],
          shards: [{ shard: 0, filterCopy: 1, sessions: 1, sources: 2 }, { shard: 1, filterCopy: 1, sessions: 1, sources: 1 }],
        },
        { name: 'net/Other', parked: 1, priorities: { first: 30001, last: 30001 }, virtualNetworkIds: { first: 15, last: 15 } },
      ],
    });
    const [source] = JSON.parse(here('ledger', 'show', '--source', 'eni-bp1cart', '--json').out);
    expect(source).toEqual({
      fleet: 'net/Fleet', source: 'eni-bp1cart', interface: 'eni-bp1cart', order: 1,
      session: {
        key: 'eni-bp1api',
        packing: 'dense',
        target: 'lb-bp1sensors',
        filterCopy: 1,
        shard: 0,
        priority: 7001,
        virtualNetworkId: 4410,
        sources: ['eni-bp1api', 'eni-bp1cart'],
      },
    });
    expect(JSON.parse(here('ledger', 'show', '--fleet', 'net/Other', '--json').out).fleets[0].sessionList).toHaveLength(1);
  });

  test('a ledger that is empty, and one whose lines contradict', () => {
    writeFileSync(LOCK, text());
    expect(here('ledger', 'show').out).toContain('0 fleets, 0 sessions, 0 sources');
    writeFileSync(LOCK, text(API, line('eni-bp1web', 9, 9, { session: 'eni-bp1api', order: 1 })));
    expect(here('ledger', 'show').out).toContain('1 line contradicts other lines. Run traffic-mirror ledger check traffic-mirror.lock');
  });

  test.each([
    ['fails: an unknown fleet', ['--fleet', 'net/None'], /--fleet is "net\/None". Allowed: net\/Fleet, net\/Other\./],
    ['fails: an unknown source', ['--source', 'eni-none'], /--source is "eni-none"/],
  ])('%s', (_, args, message) => {
    expect(here('ledger', 'show', ...args)).toMatchObject({ status: 2, error: expect.stringMatching(message) });
  });
});
