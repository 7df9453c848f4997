import { renameSync, writeFileSync } from 'fs';
import { App } from 'cdktf';
import {
  MirrorDeployed, MirrorFilter, MirrorFinding, MirrorLedger, MirrorPacking, MirrorPolicy, MirrorRule, MirrorSession, MirrorSource,
  OnNewSource,
} from '../../src';
import { applied, CLB, enis, fleet, frozen, inEnvironment, ledgerText, STATED } from './stated';
import { bareGroupText, findingText } from '../../src/policy/finding-text';
import { LEDGER } from '../../src/texts/en/ledger';
import { page, pageHead } from '../checks/pages';
import { manifest, messageOf, newApp, newStack, notAboutArrival, source, temporaryFolder } from '../support/app';
import { FRAMEWORK } from '../../src/net/framework';
import '../support/recorded-inputs';

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
      expect(messages).toContainEqual(bareGroupText({ first: finding, others: [], count: 1 }, 'en'));
    }
    const inChinese = MirrorPolicy.of(app).evaluate()._in('zh').findings.find((f) => f.fingerprint === finding.fingerprint)!;
    expect(page(id)).toContain(pageHead(id, fact, findingText(finding)));
    expect(page(id, 'zh')).toContain(pageHead(id, fact, findingText(inChinese, 'zh'), 'zh'));
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

describe('fails TM511: the ledger does not exist, and the fix names the change that unfreezes it', () => {
  test.each<[string, NodeJS.ProcessEnv, { frozen?: boolean }, string, string]>([
    [
      'a build server with a name',
      { JENKINS_URL: 'x', BUILD_ID: '7' },
      {},
      'JENKINS_URL (Jenkins)',
      'outside the pipeline (no CI variable set), or with TRAFFIC_MIRROR_LEDGER=write',
    ],
    [
      'any build server',
      { BUILD_NUMBER: '7' },
      {},
      'BUILD_NUMBER',
      'outside the pipeline (no CI variable set), or with TRAFFIC_MIRROR_LEDGER=write',
    ],
    [
      'the variable',
      { TRAFFIC_MIRROR_LEDGER: 'frozen' },
      {},
      'TRAFFIC_MIRROR_LEDGER=frozen',
      'outside the pipeline without TRAFFIC_MIRROR_LEDGER=frozen',
    ],
    // The option also overrules the variable.
    ['the option', { TRAFFIC_MIRROR_LEDGER: 'write' }, frozen, 'the option frozen', 'outside the pipeline without the option frozen'],
  ])('%s', (_, variables, options, by, unfreeze) => {
    const { lines } = found(
      fleet({ sources: enis('new'), ledger: inEnvironment(variables, () => MirrorLedger.file('traffic-mirror.lock', options)) }),
    );
    expect(lines).toEqual([
      `TM511 The ledger traffic-mirror.lock is frozen by ${by} and has no place for eni-new; The file traffic-mirror.lock does not exist. `
        + `Either this is the first deploy, or the file is not committed. Run ${FRAMEWORK.module} synth ${unfreeze}, and commit the ledger. Then run this job again.`,
    ]);
  });
});

describe('fails TM511: the ledger adds a source to a session that runs without it', () => {
  const b = { source: 'eni-b', order: 1 };
  const joins = (deployed: object[], onNewSource?: OnNewSource, ledger: object[] = [{}, b]) => {
    ledgerText(...deployed);
    renameSync('traffic-mirror.lock', 'deployed.lock');
    ledgerText(...ledger);
    return found(
      fleet({
        options: { ...frozen, deployed: MirrorDeployed.files(['deployed.lock']) },
        props: { packing: MirrorPacking.DENSE, onNewSource },
      }),
    );
  };
  const own = { source: 'eni-b', session: 'eni-b', priority: 2001, vni: 8 };

  test('after a revert, the fix is a synth with the deployed sessions', () => {
    const { lines, refused } = joins([{}]);
    expect(lines).toEqual([
      'TM511 The ledger traffic-mirror.lock has eni-b in a session that runs without it, compared with the deployed sessions of deployed.lock. '
        + 'To add it would interrupt the other sources of the session; If several commits wait for a deploy, deploy them one after the other. '
        + `Otherwise run ${FRAMEWORK.module} synth outside the pipeline with this TRAFFIC_MIRROR_DEPLOYED, which keeps the deployed sessions in place, and commit the ledger.`,
    ]);
    expect(refused).toBe(true);
  });

  test('it is left out on request, unless it runs in another session', () => {
    const left = joins([{}], OnNewSource.LEAVE_OUT);
    expect([left.ids, left.refused]).toEqual([['TM511'], false]);
    expect(left.lines[0]).toContain('so it is not mirrored');
    expect(joins([{}, own], OnNewSource.LEAVE_OUT)).toMatchObject({ ids: expect.arrayContaining(['TM511']), refused: true });
    // A merge lost its line.
    expect(joins([{}, own], OnNewSource.LEAVE_OUT, [{}])).toMatchObject({ ids: expect.arrayContaining(['TM511']), refused: true });
  });
});

describe('a new ledger', () => {
  const notices = (app: App) => {
    app.synth();
    return Object.values<any>(manifest(app).stacks).flatMap((s) =>
      s.annotations.flatMap((a: any) => (/creates the ledger/.test(a.message) ? [[a.constructPath, a.message]] : [])),
    );
  };

  test('is a notice once, and none once the file exists', () => {
    expect(notices(fleet())).toEqual([
      [
        'net/Fleet',
        'this synth creates the ledger traffic-mirror.lock. Commit it. If the ledger existed before, restore it first, because a new ledger renumbers every session',
      ],
    ]);
    expect(notices(fleet())).toEqual([]);
  });

  test('of lone sessions and of filters is a notice too', () => {
    const app = newApp();
    const stack = newStack(app, 'net');
    const ledger = MirrorLedger.file('lone.lock', { frozen: false });
    const filter = new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] });
    for (const id of ['a', 'b']) new MirrorSession(stack, id, { filter, ledger, sources: [source(`eni-${id}`)], target: CLB });
    expect(notices(app)).toEqual([['net/a', expect.stringContaining('creates the ledger lone.lock')]]);
  });
});

test('TM515: removals that are stated when nothing is missing any more', () => {
  applied({})();
  const stale = found(fleet({ options: { expectRemovals: 30 } }));
  expect(stale.lines).toEqual([
    'TM515 expectRemovals is 30 for the ledger traffic-mirror.lock, and no source is missing; Remove expectRemovals. While it is set, up to 30 sources can be missing without an error.',
  ]);
  expect(stale.refused).toBe(false);
});

test('TM515: a frozen run takes a source out of a session that stays, if only Terraform knows its interface', () => {
  const web = MirrorSource.networkInterface('${var.web}', { key: 'web' });
  const dense = { packing: MirrorPacking.DENSE };
  fleet({ sources: [...enis('a', 'b'), web], props: dense }).synth();
  const { lines, refused } = found(fleet({ sources: enis('a', 'b'), options: frozen, props: dense }));
  expect(lines).toEqual([
    expect.stringMatching(
      /^TM515 The frozen ledger traffic-mirror\.lock still has web without an interface id, but the fleet no longer has it\. It leaves its session, which interrupts the other sources; Put the source back/,
    ),
  ]);
  expect(refused).toBe(false);
  // With its id it stays.
  const kept = found(fleet({ sources: [enis('a')[0], web], options: frozen, props: dense }));
  expect(kept.lines.filter((l) => /^TM5/.test(l))).toEqual([
    expect.stringMatching(/^TM519 eni-b is no longer among the sources, and stays mirrored/),
  ]);
});

test.each([true, false])('TM515: a plan without sources leaves the app, and its filter stays in the cloud (frozen: %s)', (isFrozen) => {
  const shard = JSON.stringify({ fleet: 'plan', shard: 0, stack: 'mirroring-0', filter: 'mirroring-0/Filter', enabled: true });
  const own = JSON.stringify({
    fleet: 'net/Fleet',
    source: 'eni-a',
    placement: 'dedicated',
    session: 'eni-a',
    order: 0,
    target: 'lb-h',
    filter: 0,
    shard: 0,
    priority: 2000,
    vni: 7,
  });
  writeFileSync('traffic-mirror.lock', ['{"ledger":"traffic-mirror","version":1,"region":"cn-hangzhou"}', own, shard, ''].join('\n'));
  const { lines } = found(fleet({ sources: enis('a'), options: { frozen: isFrozen } }));
  expect(lines).toEqual([
    expect.stringMatching(
      /^TM515 The ledger traffic-mirror\.lock has 'plan', and stack mirroring-0 is no longer in the app\. .*; Put stack mirroring-0 back, and destroy it/,
    ),
  ]);
});

test('fails TM517: two sources in one position of a session', () => {
  ledgerText({}, { source: 'eni-b' });
  expect(found(fleet())).toMatchObject({
    refused: true,
    lines: [
      expect.stringContaining(
        'TM517 Line 3 of the ledger traffic-mirror.lock gives eni-b order 0 in session eni-a, as an earlier line gives another source; Get the deployed ledger',
      ),
    ],
  });
});

test('fails TM521: the message of a refused synth says what is short', () => {
  const text = messageOf(() => STATED.find((s) => s.id === 'TM521')!.wrong().synth());
  expect(text).toMatch(/need 1 more session, and 1 interface at 10 takes 10 sessions.*short by 1\n {2}Fix {5}[Aa]dd 1 target/);
});
