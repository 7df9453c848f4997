import { SessionStatement, StackStatements } from '../model/document';
import { SourceStatements } from '../model/source-statements';
import { StatementTexts } from '../model/statement-texts';
import { sorted } from '../net/sorted';
import { sortedJson } from '../net/sorted-json';

/** The text of a statements file, sorted by key, session by session: a stack may have thousands. */
export function* statementParts({ sessions, ...rest }: StackStatements, tagKeys: readonly string[]): Generator<string> {
  const others: Record<string, unknown> = rest;
  const names = Object.keys(others).filter((name) => ALWAYS.has(name) || Object.keys(others[name] ?? {}).length > 0);
  let separator = '{';
  for (const name of [...names, 'sessions'].sort()) {
    yield `${separator}${JSON.stringify(name)}:`;
    if (name === 'sessions') yield* sessionParts(sessions, tagKeys);
    else yield sortedJson(others[name]);
    separator = ',';
  }
  yield '}\n';
}

/** The parts that are written if they are empty, too. */
const ALWAYS = new Set(['version', 'fleets', 'findings']);

function* sessionParts(sessions: StackStatements['sessions'], tagKeys: readonly string[]): Generator<string> {
  const [ofSources, ofTargets] = [new StatementTexts(tagKeys), new StatementTexts(tagKeys)];
  let separator = '{';
  for (const address of sorted(Object.keys(sessions))) {
    yield `${separator}${JSON.stringify(address)}:${sessionText(sessions[address], ofSources, ofTargets)}`;
    separator = ',';
  }
  yield separator === '{' ? '{}' : '}';
}

/** Assembled by hand, without lists between: it runs for every session. */
function sessionText(
  { at, defaultPriority, gaveWayTo, sources, target }: SessionStatement, ofSources: StatementTexts, ofTargets: StatementTexts,
): string {
  let text = '';
  if (at !== undefined) text += `,"at":${at}`;
  if (defaultPriority) text += ',"defaultPriority":true';
  if (gaveWayTo) text += `,"gaveWayTo":${sortedJson(gaveWayTo)}`;
  if (sources) text += `,"sources":${SourceStatements.of(sources).json(ofSources)}`;
  if (target) text += `,"target":${ofTargets.of(target)}`;
  return `{${text.slice(1)}}`;
}
