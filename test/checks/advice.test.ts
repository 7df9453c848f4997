// That the advice of every check is played under Terraform, and that its text has the interruptions that were seen there.
import { MirrorEdition } from '../../src';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import { checkIds } from '../../src/texts/catalogue';
import { CORE, ELSEWHERE, PLAYED } from '../lifecycle/advice';
import { BREAKS, MORE_BREAKS } from './fixtures';
import '../support/recorded-inputs';

test('the advice of every check is played, or it is said why not', () => {
  const ids = checkIds();
  expect([...Object.keys(PLAYED), ...Object.keys(ELSEWHERE)].sort()).toEqual(ids);
  expect(CORE.filter((id) => !(id in PLAYED))).toEqual([]);
});

/** Fix and effect of the findings of a check, as its example gives them. */
function adviceOf(id: string): { fix: string; effect?: string }[] {
  const { app, edition = MirrorEdition.EDITION_2023 } = [...BREAKS, ...MORE_BREAKS].find((broken) => broken.id === id)!;
  return runChecks(new MirrorModel(app()), edition).findings.filter((f) => f.id === id).map((f) => findingOf(f));
}

/** What a reader takes as a warning that copies stop. */
const INTERRUPTION = /interrupt|is replaced|replaces/;

test.each(Object.entries(PLAYED))('the advice of %s tells what it does to running sessions', (id, { advised, promise }) => {
  const found = adviceOf(id);
  expect(found).not.toEqual([]);
  if (promise) expect(found.map(({ fix, effect }) => `${fix} ${effect ?? ''}`).join('\n')).toMatch(promise);
  // A finding without an effect promises that nobody is interrupted.
  if (advised.some(({ dark = [] }) => dark.length > 0)) for (const { effect } of found) expect(effect).toMatch(INTERRUPTION);
});
