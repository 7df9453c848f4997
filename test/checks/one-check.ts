// One check alone, on an app of a few sessions.
import { documents, Fixture, right, session, SESSION } from './fixtures';
import { MirrorEdition } from '../../src';
import { ALL_CHECKS } from '../../src/checks/all';
import { Check } from '../../src/checks/check';
import { EditionFacts } from '../../src/checks/edition-facts';
import { Found } from '../../src/checks/found';
import { Outcomes, Subject } from '../../src/checks/outcomes';
import { MirrorModel } from '../../src/model/mirror-model';
import { SessionForm } from '../../src/model/session-forms';
import '../support/recorded-inputs';

/** An outcome, such as `pass web` or `error taken web`. A finding with parameters has them. */
export type Line = string | readonly [line: string, parameters: object];

/** Without the part that all paths of sessions have in common. */
const short = (text: string): string => text.replaceAll(`net/${SESSION}.`, '').replaceAll(`${SESSION}.`, '');
const place = ({ path, subject }: { readonly path: string; readonly subject?: string }): string =>
  `${short(path)}${subject ? ` ${short(subject)}` : ''}`;
const times = (count: number): string => count === 1 ? '' : ` (${count})`;

class Recorded extends Outcomes {
  public readonly lines: string[] = [];
  private within = false;

  public override pass(at: Subject, count = 1): void {
    super.pass(at, count);
    if (!this.within && count > 0) this.lines.push(`pass ${place(at)}${times(count)}`);
  }

  public override passForm(form: SessionForm, each: 'session' | 'source' = 'session'): void {
    this.within = true;
    super.passForm(form, each);
    this.within = false;
    for (const one of form.sessions) this.lines.push(`pass ${place(one)}${times(each === 'session' ? 1 : one.sources!.length)}`);
  }
}

export function lineOf({ severity, reason, path, subject, count, parameters }: Found): Line {
  const line = `${severity} ${reason} ${place({ path, subject })}${times(count)}`;
  const shown = JSON.parse(short(JSON.stringify(parameters)));
  return Object.keys(shown).length === 0 ? line : [line, shown];
}

/** The outcomes of a check, those that pass first. All of them by default, or those that are decided. */
export function outcomesOf(check: Check, stacks: Fixture | Fixture[], edition = MirrorEdition.EDITION_2023, decidedOnly = false): Line[] {
  const model = new MirrorModel(documents(...[stacks].flat()));
  const outcomes = new Recorded(check.id, decidedOnly);
  check.run(model, new EditionFacts(edition, model), outcomes);
  expect(outcomes.passed).toBe(outcomes.lines.reduce((sum, line) => sum + Number(/\((\d+)\)$/.exec(line)?.[1] ?? 1), 0));
  const lines = [...outcomes.lines, ...outcomes.all().map(lineOf)];
  return lines;
}

/** The right app with these sessions, whose sources have their names. Nothing is stated of them. */
export function withSessions(bodies: Record<string, object>, change: (f: Fixture) => void = () => undefined): Fixture {
  const f = right();
  f.terraform.resource[SESSION] = Object.fromEntries(
    Object.entries(bodies).map(([name, body], i) => [name, session([`eni-${name}`], i + 1, body)]),
  );
  f.statements.sessions = {};
  change(f);
  return f;
}

/** The body of a session with these sources. */
export const from = (...sources: string[]) => ({ traffic_mirror_source_ids: sources });
/** The body of a session with this target. */
export const to = (target: string, type = target.startsWith('lb-') ? 'SLB' : 'NetworkInterface') => ({
  traffic_mirror_target_id: target, traffic_mirror_target_type: type,
});

/** An app, and the outcomes of one check on it. Edition 2023 by default. */
export type Row = readonly [name: string, app: () => Fixture | Fixture[], lines: readonly Line[], edition?: MirrorEdition];

/** The tests of a check. */
export function rows(id: string, all: readonly Row[]): void {
  const check = ALL_CHECKS.find((one) => one.id === id)!;
  const tests = all.map(([name, app, lines, edition = MirrorEdition.EDITION_2023]) => ({ name, app, lines, edition }));
  test.each(tests)(`${id}, $edition: $name`, ({ app, lines, edition }) => {
    expect(outcomesOf(check, app(), edition)).toEqual(lines);
  });
}
