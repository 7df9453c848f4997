import { bareGroupText, grouped, groupText, shownGroups } from './finding-text';
import type { Policy } from './policy';
import type { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import type { Found } from '../checks/found';
import type { MirrorModel, SessionModel } from '../model/mirror-model';
import type { Identity } from '../model/reference';
import { messages } from '../texts/catalogue';
import type { Language } from '../texts/language';

/** What texts read of an evaluation. */
export interface Evaluated {
  readonly errors: MirrorFinding[];
  readonly warnings: MirrorFinding[];
  readonly undecided: MirrorFinding[];
  readonly acknowledged: MirrorFinding[];
  readonly baselined: MirrorFinding[];
  readonly fixedSinceBaseline: number;
  readonly edition: MirrorEdition;
  readonly editionLine?: string;
  readonly _checkIds: readonly string[];
  readonly _language: Language;
  readonly _model: MirrorModel;
  readonly _policy: Policy;
  passed(id: string): number;
  _open(severity: MirrorSeverity): readonly Found[];
  _inWords(found: Found): MirrorFinding;
  _isUndecided(finding: MirrorFinding): boolean;
}

/** Why a synth is refused. Empty if nothing refuses it. */
export function errorTexts(evaluation: Evaluated): string[] {
  const { errors, editionLine, _language: language, _policy: { file } } = evaluation;
  if (errors.length === 0) return [];
  return [
    ...grouped(errors).map((g) => groupText(g, language)),
    ...file === undefined ? [] : [messages(language).policyFile(file)],
    ...editionLine === undefined ? [] : [editionLine],
    messages(language).acknowledge(errors[0].id, evaluation._isUndecided(errors[0])),
  ];
}

/** A message for the place in the tree that it is about. */
export interface Notice {
  readonly stackId: string;
  readonly path: string;
  readonly level: 'warning' | 'information';
  readonly text: string;
}

/** The messages of a synth that passes: a notice for each check and reason. */
export function notices(evaluation: Evaluated): Notice[] {
  const folders = new Map(evaluation._model.documents.map((d) => [d.path, d.folder]));
  const of = (severity: MirrorSeverity, level: Notice['level']) =>
    shownGroups(evaluation._open(severity), (f) => evaluation._inWords(f)).map((group): Notice => {
      const { stack, path } = group.first;
      return { stackId: folders.get(stack) ?? stack, path, level, text: bareGroupText(group, evaluation._language) };
    });
  const { editionLine } = evaluation;
  return [
    ...of(MirrorSeverity.WARNING, 'warning'),
    ...of(MirrorSeverity.UNDECIDED, 'information'),
    ...editionLine === undefined ? [] : [aboutApp(evaluation, editionLine)],
  ];
}

/** Information about the whole app, which its first stack shows. */
export function aboutApp({ _model: { stacks: [first] } }: Evaluated, text: string): Notice {
  return { stackId: first.document.folder ?? first.path, path: first.path, level: 'information', text };
}

/** The sessions that are not switched off. */
export function runningSessions(model: MirrorModel): SessionModel[] {
  return model.sessions.filter((s) => s.enabled !== false && !s.stack.document.ofOthers);
}

/** How many interfaces some sessions mirror, as far as their lists are known. */
export function interfacesOf(sessions: readonly SessionModel[]): number {
  const all = new Set<Identity>();
  for (const { sources } of sessions) if (sources) for (const source of sources) all.add(source);
  return all.size;
}

/** The success message, in one line. Nothing for an app that mirrors nothing. */
export function verifiedText(evaluation: Evaluated): string | undefined {
  const { _model: model, _language: language, edition, _policy: { file } } = evaluation;
  const [warnings, undecided] = [evaluation._open(MirrorSeverity.WARNING), evaluation._open(MirrorSeverity.UNDECIDED)];
  const running = runningSessions(model);
  if (running.length === 0) return undefined;
  const open = new Set([...warnings, ...undecided].map((f) => f.id));
  return messages(language).verified({
    interfaces: interfacesOf(running),
    atLeast: running.some((s) => s.sources === undefined),
    stacks: new Set(running.map((s) => s.stack)).size,
    checks: evaluation._checkIds.filter((id) => evaluation.passed(id) > 0 && !open.has(id)).length,
    warnings: warnings.length, undecided: undecided.length, edition, policy: file,
  });
}

/** How many findings of each kind there are, and under which edition. */
export function countsText({ errors, warnings, undecided, acknowledged, edition, _language: language }: Evaluated): string {
  const counts = { errors: errors.length, warnings: warnings.length, undecided: undecided.length, acknowledged: acknowledged.length };
  return messages(language).countsUnder(messages(language).counts(counts), edition);
}

/** An evaluation as text. */
export function evaluationText(evaluation: Evaluated): string {
  const { errors, warnings, undecided, acknowledged, baselined, fixedSinceBaseline, editionLine } = evaluation;
  const { _policy: { file, baseline }, _language: language } = evaluation;
  const { policyFile, baseline: baselineText, acknowledge } = messages(language);
  return [
    countsText(evaluation),
    ...file === undefined ? [] : [policyFile(file)],
    ...baseline ? [baselineText(baselined.length, fixedSinceBaseline)] : [],
    ...[errors, warnings, undecided, acknowledged].flatMap((findings) => grouped(findings).map((g) => `\n${groupText(g, language)}`)),
    ...undecided.length === 0 ? [] : [`\n${acknowledge(undecided[0].id, true)}`],
    ...editionLine === undefined ? [] : [`\n${editionLine}`],
  ].join('\n');
}
