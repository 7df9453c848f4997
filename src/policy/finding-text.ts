import { AnnotationMetadataEntryType } from 'cdktf';
import type { MirrorEvaluation } from './mirror-evaluation';
import { MirrorFinding } from '../checks/finding';

/** Findings of one kind that are said in full; the rest is counted. */
const IN_FULL = 20;
/** Of what cannot be decided, the first few: they are all alike. */
const UNDECIDED_IN_FULL = 3;

/** The finding in one line: where, which check, what is wrong, what to do. */
export function findingLine(f: MirrorFinding): string {
  return `[${f.path}] ${f.id} ${f.otherEdition ? `(edition ${f.otherEdition}) ` : ''}${f.problem}; ${f.fix}`;
}

/** What a refused synth says; empty where nothing refuses it. */
export function errorLines(evaluation: MirrorEvaluation): string[] {
  const errors = evaluation.errors;
  if (errors.length === 0) return [];
  const ids = [...new Set(errors.map((f) => f.id))];
  return [
    ...grouped(errors),
    ...evaluation.editionLine ? [evaluation.editionLine] : [],
    `acknowledge instead: MirrorPolicy.of(scope).acknowledge('${ids[0]}', 'why it is accepted')`,
  ];
}

export interface WarningText {
  readonly stackId: string;
  readonly path: string;
  readonly level: AnnotationMetadataEntryType;
  readonly text: string;
}

/** What an accepted synth says beside: for each kind the first findings and the number of the rest. */
export function warningTexts(evaluation: MirrorEvaluation): WarningText[] {
  const texts: WarningText[] = [];
  for (const group of byId(evaluation.warnings)) {
    group.slice(0, IN_FULL).forEach((f) => texts.push(annotation(f, AnnotationMetadataEntryType.WARN, bare(findingLine(f)))));
    if (group.length > IN_FULL) texts.push(annotation(group[IN_FULL], AnnotationMetadataEntryType.WARN, `${group[0].id}: ${group.length - IN_FULL} more like it`));
  }
  for (const group of byId(evaluation.unknown)) {
    const more = group.length > 1 ? ` (and in ${group.length - 1} more places)` : '';
    texts.push(annotation(group[0], AnnotationMetadataEntryType.INFO, `${bare(findingLine(group[0]))}${more}`));
  }
  if (evaluation.editionLine) {
    const first = evaluation._model.stacks[0];
    texts.push({ stackId: first.document.folder ?? first.path, path: first.path, level: AnnotationMetadataEntryType.INFO, text: evaluation.editionLine });
  }
  return texts;

  function annotation(f: MirrorFinding, level: AnnotationMetadataEntryType, text: string): WarningText {
    const stack = evaluation._model.documents.find((d) => d.path === f.stack);
    return { stackId: stack?.folder ?? f.stack, path: f.path, level, text };
  }
}

/** An evaluation as text. */
export function evaluationText(evaluation: MirrorEvaluation): string {
  const { errors, warnings, unknown, acknowledged } = evaluation;
  const part = (title: string, findings: MirrorFinding[], inFull = IN_FULL) => findings.length ? [`${title} (${findings.length})`, ...grouped(findings, inFull).map((l) => `  ${l}`)] : [];
  return [
    `${errors.length} errors, ${warnings.length} warnings, ${unknown.length} undecided, ${acknowledged.length} acknowledged under edition ${evaluation.edition}`,
    ...part('errors', errors),
    ...part('warnings', warnings),
    ...part('undecided', unknown, UNDECIDED_IN_FULL),
    ...acknowledged.length ? [`acknowledged (${acknowledged.length})`, ...acknowledged.slice(0, IN_FULL).map((f) => `  [${f.path}] ${f.id}: ${f.acknowledged}`)] : [],
    ...evaluation.editionLine ? [evaluation.editionLine] : [],
  ].join('\n');
}

function grouped(findings: MirrorFinding[], inFull = IN_FULL): string[] {
  return byId(findings).flatMap((group) => [
    ...group.slice(0, inFull).map(findingLine),
    ...group.length > inFull ? [`${group[0].id}: ${group.length - inFull} more like it`] : [],
    `  ${group[0].id} is explained in docs/checks/${group[0].id}.md of the package`,
  ]);
}

function byId(findings: MirrorFinding[]): MirrorFinding[][] {
  const groups = new Map<string, MirrorFinding[]>();
  for (const f of findings) {
    const group = groups.get(f.id);
    if (group) group.push(f);
    else groups.set(f.id, [f]);
  }
  return [...groups.values()];
}

/** Without the leading path: an annotation carries its own. */
function bare(line: string): string {
  return line.replace(/^\[[^\]]*\] /, '');
}

