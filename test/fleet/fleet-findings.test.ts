import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { MirrorFinding, MirrorPacking, MirrorPolicy, OnNewSource } from '../../src';
import { applied, enis, fleet, frozen, ledgerText, STATED } from './stated';
import { bareGroupText, findingText } from '../../src/policy/finding-text';
import { LEDGER } from '../../src/texts/en/ledger';
import { pageHead } from '../checks/pages';
import { manifest, messageOf, notAboutArrival, temporaryFolder } from '../support/app';

const PAGES = join(__dirname, '..', '..', 'docs', 'checks');
const home = process.cwd();
// Findings name the ledger as it was given, so the example in a page is that of a file in the working directory.
beforeEach(() => process.chdir(temporaryFolder()));
afterEach(() => {
  process.chdir(home);
  jest.restoreAllMocks();
});

/** What a synth finds, and whether it is refused. */
function found(app: App): { lines: string[]; refused: boolean; ids: string[]; findings: MirrorFinding[] } {
  let refused = false;
  try {
    app.synth();
  } catch {
    refused = true;
  }
  const findings = MirrorPolicy.of(app).evaluate().findings.filter(notAboutArrival);
  return { findings, lines: findings.map((f) => `${f.id} ${f.problem}; ${f.fix}`), ids: findings.map((f) => f.id), refused };
}

test('every check that a fleet states has an app that it fails on', () => {
  expect(STATED.map((s) => s.id)).toEqual(Object.keys(LEDGER));
});

describe.each(STATED)('$id', ({ id, severity, fact, also = [], before, wrong, right }) => {
  test(`fails: ${fact}`, () => {
    before?.();
    const app = wrong();
    const { findings, ids, refused } = found(app);
    expect([...ids].sort()).toEqual([id, ...also].sort());
    const finding = findings[ids.indexOf(id)];
    expect(refused).toBe(severity === 'error');
    if (!refused) {
      const messages = Object.values<any>(manifest(app).stacks).flatMap((s) => s.annotations.map((a: any) => a.message));
      expect(messages).toContainEqual(bareGroupText({ first: finding, all: [finding] }));
    }
    expect(readFileSync(join(PAGES, `${id}.md`), 'utf8')).toContain(pageHead(id, fact, findingText(finding)));
  });

  test('passes without that', () => {
    before?.();
    expect(found(right())).toEqual({ findings: [], lines: [], ids: [], refused: false });
  });
});

test('TM511: left out on request it is a warning, and TM519: a compaction reports who is out', () => {
  applied({})();
  const left = found(fleet({ sources: enis('a', 'b', 'new'), options: frozen, props: { onNewSource: OnNewSource.LEAVE_OUT } }));
  expect([left.ids, left.refused]).toEqual([['TM511'], false]);
  const wave = found(fleet({ props: { packing: MirrorPacking.DENSE, compaction: 2 } }));
  expect(wave.lines).toEqual([expect.stringContaining('TM519 eni-a, eni-b are out of any session')]);
});

test('TM515: removals that are stated when nothing is missing any more', () => {
  applied({})();
  const stale = found(fleet({ options: { expectRemovals: 30 } }));
  expect(stale.lines).toEqual(['TM515 expectRemovals is 30 for the ledger traffic-mirror.lock, and no source is missing; Remove expectRemovals. While it is set, up to 30 sources may go missing without an error.']);
  expect(stale.refused).toBe(false);
});

test('fails TM517: two sources in one position of a session', () => {
  ledgerText({}, { source: 'eni-b' });
  expect(found(fleet())).toMatchObject({ refused: true, lines: [expect.stringContaining('TM517 Line 3 of the ledger traffic-mirror.lock gives eni-b order 0 in session eni-a, as an earlier line gives another source; Get the ledger')] });
});

test('fails TM521: the message of a refused synth says what is short', () => {
  const text = messageOf(() => STATED.find((s) => s.id === 'TM521')!.wrong().synth());
  expect(text).toMatch(/need 1 more session, and 1 interface at 10 takes 10 sessions.*short by 1\n {2}Fix {5}[Aa]dd 1 target/);
});
