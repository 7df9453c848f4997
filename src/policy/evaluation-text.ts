import type { MirrorEvaluation } from './mirror-evaluation';
import { bareGroupText, FindingGroup, grouped, groupText } from './finding-text';
import { checkIds } from '../texts/catalogue';
import { MESSAGES } from '../texts/en/messages';

/** Why a synth is refused. Empty if nothing refuses it. */
export function errorTexts(evaluation: MirrorEvaluation): string[] {
  const { errors, editionLine } = evaluation;
  if (errors.length === 0) return [];
  return [
    ...grouped(errors).map(groupText),
    ...editionLine === undefined ? [] : [editionLine],
    MESSAGES.acknowledge(errors[0].id, evaluation._isUndecided(errors[0])),
  ];
}

/** A message for the place in the tree that it is about. */
export interface Notice {
  readonly stackId: string;
  readonly path: string;
  readonly level: 'warning' | 'information';
  readonly text: string;
}

/** What a synth that passes reports: a notice for each check and reason. */
export function notices(evaluation: MirrorEvaluation): Notice[] {
  const folders = new Map(evaluation._model.documents.map((d) => [d.path, d.folder]));
  const notice = (group: FindingGroup, level: Notice['level']): Notice => {
    const { stack, path } = group.first;
    return { stackId: folders.get(stack) ?? stack, path, level, text: bareGroupText(group) };
  };
  const { editionLine } = evaluation;
  const [first] = evaluation._model.stacks;
  return [
    ...grouped(evaluation.warnings).map((g) => notice(g, 'warning')),
    ...grouped(evaluation.undecided).map((g) => notice(g, 'information')),
    ...editionLine === undefined ? [] : [{ stackId: first.document.folder ?? first.path, path: first.path, level: 'information' as const, text: editionLine }],
  ];
}

/** What a synth that passes has verified, in one line; nothing for an app that mirrors nothing. */
export function verifiedText(evaluation: MirrorEvaluation): string | undefined {
  const { _model: model, warnings, undecided, edition } = evaluation;
  const running = model.sessions.filter((s) => s.enabled !== false);
  if (running.length === 0) return undefined;
  const open = new Set([...warnings, ...undecided].map((f) => f.id));
  return MESSAGES.verified({
    interfaces: new Set(running.flatMap((s) => s.sources ?? [])).size,
    atLeast: running.some((s) => s.sources === undefined),
    stacks: new Set(running.map((s) => s.stack)).size,
    checks: checkIds().filter((id) => evaluation.passed(id) > 0 && !open.has(id)).length,
    warnings: warnings.length, undecided: undecided.length, edition,
  });
}

/** An evaluation as text. */
export function evaluationText(evaluation: MirrorEvaluation): string {
  const { errors, warnings, undecided, acknowledged, baselined, fixedSinceBaseline, edition, editionLine } = evaluation;
  const counts = { errors: errors.length, warnings: warnings.length, undecided: undecided.length, acknowledged: acknowledged.length };
  const { file, baseline } = evaluation._policy;
  return [
    `${MESSAGES.counts(counts)}   (${MESSAGES.edition(edition)})`,
    ...file === undefined ? [] : [MESSAGES.policyFile(file)],
    ...baseline ? [MESSAGES.baseline(baselined.length, fixedSinceBaseline)] : [],
    ...[errors, warnings, undecided, acknowledged].flatMap((findings) => grouped(findings).map((g) => `\n${groupText(g)}`)),
    ...undecided.length === 0 ? [] : [`\n${MESSAGES.acknowledge(undecided[0].id, true)}`],
    ...editionLine === undefined ? [] : [`\n${editionLine}`],
  ].join('\n');
}
