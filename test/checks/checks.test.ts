import { readFileSync } from 'fs';
import { join } from 'path';
import { addSession, BREAKS, documents, FILTER, Fixture, right, SESSION } from './fixtures';
import { MirrorEdition } from '../../src';
import { MirrorFinding } from '../../src/checks/finding';
import { ALL_CHECKS } from '../../src/checks/all';
import { runChecks } from '../../src/checks/run';
import { STATED_CHECKS } from '../../src/checks/stated';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { findingLine } from '../../src/policy/finding-text';

const PAGES = join(__dirname, '..', '..', 'docs', 'checks');

function find(app: StackDocument[], edition = MirrorEdition.EDITION_2023): MirrorFinding[] {
  return runChecks(new MirrorModel(app), edition).findings;
}

test.each(Object.values(MirrorEdition))('a right app has nothing to find under edition %s', (edition) => {
  expect(find(documents(right()), edition)).toEqual([]);
});

/** The order of a source's sessions matters only where the edition allows several. */
test('fails TM310: nobody states the priorities of a source in two sessions', () => {
  const f = right();
  addSession(f, 'other', ['eni-bp1web'], 200);
  for (const statement of Object.values(f.statements.sessions)) statement.defaultPriority = true;
  expect(find(documents(f), MirrorEdition.EDITION_2026).map((x) => x.id)).toEqual(['TM310']);
  expect(find(documents(f)).map((x) => x.id)).toEqual(['TM301']);
});

test('fails TM205: inline and stand-alone rules on one filter', () => {
  const f = right();
  f.terraform.resource[FILTER].web.egress_rules = [{ action: 'accept', protocol: 'TCP', priority: 1, source_port_range: '-1/-1', destination_port_range: '-1/-1' }];
  expect(find(documents(f)).map((x) => x.id)).toContain('TM205');
});

/** Two fleets with ledgers of their own, with a range of VNIs each. */
function fleets(...vnis: ([number, number] | undefined)[]): Fixture {
  const f = right();
  vnis.forEach((range, i) => f.statements.fleets.push({
    path: `net/${'AB'[i]}`, ledger: `${'AB'[i]}.lock`, firstPriority: 1 + 1000 * i, lastPriority: 1000 + 1000 * i,
    ...range && { firstVirtualNetworkId: range[0], lastVirtualNetworkId: range[1] },
  }));
  return f;
}

test('fails TM513: two fleets state ranges of VNIs that overlap', () => {
  const found = find(documents(fleets([1, 2000], [2000, 2999])));
  expect(found.map((x) => `${x.severity} ${x.id}`)).toEqual(['warning TM513']);
  expect(readFileSync(join(PAGES, 'TM513.md'), 'utf8')).toContain(findingLine(found[0]));
  expect(find(documents(fleets([1, 1999], [2000, 2999])))).toEqual([]);
  expect(find(documents(fleets(undefined, [2000, 2999])))).toEqual([]);
});

test('whether two ranges are of one account is neither a pass nor an error', () => {
  const f = fleets([1, 2000], [2000, 2999]);
  const other = right();
  other.statements.fleets.push(f.statements.fleets.pop());
  other.terraform.provider.alicloud[0].profile = 'other';
  expect(find(documents(f, other)).filter((x) => x.id === 'TM513').map((x) => `${x.severity} ${x.path}`)).toEqual(['unknown net/B']);
});

test('every check has an app that it fails on, and a page that shows its finding', () => {
  const others = ['TM205', 'TM310'];
  expect(BREAKS.map((b) => b.id).concat(others).sort()).toEqual(ALL_CHECKS.map((c) => c.id).sort());
  for (const { id, title } of [...ALL_CHECKS, ...STATED_CHECKS]) {
    const page = readFileSync(join(PAGES, `${id}.md`), 'utf8');
    expect(page).toContain(`# ${id}: ${title}\n`);
    expect(readFileSync(join(PAGES, 'README.md'), 'utf8')).toContain(`[${id}](${id}.md)`);
  }
});

test.each(BREAKS)('the page of $id shows what the check says', ({ id, app }) => {
  expect(readFileSync(join(PAGES, `${id}.md`), 'utf8')).toContain(findingLine(find(app())[0]));
});

describe('what Terraform alone knows is neither a pass nor an error', () => {
  const unknown = (change: (f: Fixture) => void) => {
    const f = right();
    change(f);
    return find(documents(f)).map((x) => `${x.severity} ${x.id}`);
  };
  const web = (f: Fixture) => f.terraform.resource[SESSION].web;

  test('a region that is left to the environment', () => {
    expect(unknown((f) => { delete f.terraform.provider.alicloud[0].region; })).toEqual(['unknown TM101']);
  });
  test('a priority by a variable', () => {
    expect(unknown((f) => { web(f).priority = '${var.priority}'; })).toEqual(['unknown TM304']);
  });
  test('a source by a variable, of which nothing is stated', () => {
    const found = unknown((f) => { web(f).traffic_mirror_source_ids = ['${var.eni}']; });
    expect(new Set(found.map((x) => x.split(' ')[0]))).toEqual(new Set(['unknown']));
    expect(found).toContain('unknown TM102');
  });
  test('a list of sources by a variable', () => {
    const found = unknown((f) => { web(f).traffic_mirror_source_ids = '${var.enis}'; });
    expect(new Set(found.map((x) => x.split(' ')[0]))).toEqual(new Set(['unknown']));
    expect(found).toContain('unknown TM501');
  });
  test('a switch by a variable', () => {
    expect(unknown((f) => { web(f).enabled = '${var.on}'; })).toEqual(['unknown TM305']);
  });
});

describe('an app that is right but for one fact gives that finding and no other', () => {
  test.each(BREAKS)('fails $id: $fact', ({ id, severity, app }) => {
    const found = find(app());
    expect(found.map((f) => `${f.severity} ${f.id} ${f.problem}`)).toEqual([expect.stringMatching(new RegExp(`^${severity} ${id} `))]);
  });
});
