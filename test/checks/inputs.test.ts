// What each check reads, and why it is undecided: the table of docs/checks/README.md is complete and has nothing else.
import { readFileSync } from 'fs';
import { join } from 'path';
import { addCollector, addSession, BREAKS, documents, FILTER, Fixture, MORE_BREAKS, right, SESSION } from './fixtures';
import { INPUTS } from '../support/recorded-inputs';
import { MirrorEdition } from '../../src';
import { ALL_CHECKS } from '../../src/checks/all';
import { EditionFacts } from '../../src/checks/edition-facts';
import { Outcomes } from '../../src/checks/outcomes';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { CHECKS_EN } from '../../src/texts/en/checks';

const collector = (): StackDocument[] => {
  const f = right();
  addCollector(f);
  return documents(f);
};
const wrong = (id: string) => [...BREAKS, ...MORE_BREAKS].filter((b) => b.id === id).map(({ app }) => app);

// The checks of one run share what they have computed, so each runs alone here. Afterwards the recorder compares.
test.each(ALL_CHECKS.map(({ id }) => id))('%s reads alone what the table lists', (id) => {
  const check = ALL_CHECKS.find((c) => c.id === id)!;
  for (const app of [...wrong(id), ...wrong('TM110'), collector, ...wrong('TM403'), ...wrong('TM808')]) {
    for (const edition of Object.values(MirrorEdition)) {
      const model = new MirrorModel(app());
      check.run(model, new EditionFacts(edition, model), new Outcomes(check.id));
    }
  }
});

describe('a reason that no other test gives', () => {
  const web = (f: Fixture) => f.terraform.resource[SESSION].web;
  test.each<[string, (f: Fixture) => void, MirrorEdition?]>([
    ['TM307 tagKeyOnlyAtApply', (f) => { web(f).tags = { '${var.key}': 'a' }; }],
    ['TM401 typeNotKnown', (f) => {
      Object.assign(web(f), { traffic_mirror_target_id: '${var.target}', traffic_mirror_target_type: '${var.type}' });
    }],
    ['TM505 copiesOnlyAtApply', (f) => { f.terraform.resource[FILTER].web.count = '${var.filters}'; }, MirrorEdition.EDITION_2026],
    ['TM801 onlyAtApply', (f) => {
      web(f).traffic_mirror_target_id = { of: 'list' };
      f.governance = [{ scope: '', targets: ['lb-1'] }];
    }],
    ['TM809 targetOnlyAtApply', (f) => {
      web(f).traffic_mirror_target_id = { of: 'list' };
      f.governance = [{ scope: '', forbidPublicTargets: true }];
    }],
    ['TM503 mixedSourceNames', (f) => {
      const made = Array.from({ length: 12 }, (_, i) => `e${i}`);
      f.terraform.resource.alicloud_ecs_network_interface = Object.fromEntries(made.map((name) => [name, {}]));
      const target = { traffic_mirror_target_id: 'eni-sensor', traffic_mirror_target_type: 'NetworkInterface' };
      made.forEach((name, i) => {
        addSession(f, `literal${i}`, [`eni-${name}`], 200 + i, target);
        addSession(f, `managed${i}`, [`\${alicloud_ecs_network_interface.${name}.id}`], 300 + i, target);
      });
      f.statements.sessions[`${SESSION}.literal0`].target = { instanceType: 'ecs.g7.large' };
    }, MirrorEdition.EDITION_2026],
  ])('%s', (key, change, edition = MirrorEdition.EDITION_2023) => {
    const f = right();
    change(f);
    const { findings } = runChecks(new MirrorModel(documents(f).map((d) => ({ ...d, governance: f.governance }))), edition);
    expect(findings.map(({ id, reason }) => `${id} ${reason}`)).toContain(key);
  });
});

/** Keys of reasons that by their name leave a check undecided. */
const UNDECIDED = /NotKnown$|OnlyAtApply$|^onlyAtApply$|^notKnown$|^mixed|^perhaps|^(?:environment|notInApp|noFleet|others|dynamic)$/;

test('the table has every reason that leaves a check undecided by its name, and no reason that does not exist', () => {
  const reasons = (id: string): string[] => Object.keys((CHECKS_EN as any)[id].reasons);
  const lacking = ALL_CHECKS.flatMap(({ id }) =>
    reasons(id).filter((key) => UNDECIDED.test(key) && !INPUTS[id].undecided.includes(key)).map((key) => `${id} ${key}`));
  expect(lacking).toEqual([]);
  const gone = Object.entries(INPUTS).flatMap(([id, { undecided }]) => undecided.filter((key) => !reasons(id).includes(key)));
  expect(gone).toEqual([]);
});

test('every check reads something', () => {
  const rows = [...readFileSync(join(__dirname, '../../docs/checks/README.md'), 'utf8').matchAll(/^\| (TM\d{3}) \| (.*?) \| .*? \|$/gm)];
  expect(rows.map(([, id]) => id)).toEqual(ALL_CHECKS.map(({ id }) => id));
  expect(rows.filter(([, , reads]) => reads === '').map(([, id]) => id)).toEqual([]);
});
