import {
  allReported, Capacity, categoryOf, cut, fitting, jsonList, jsonText, placeOf, printable, Reported, ReportData,
  reportFingerprint, summaryOf,
} from './report-data';
import { helpMarkdown, markdown } from './markdown-escape';
import { FRAMEWORK } from '../net/framework';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { grouped, helpAddress, sentencesOf } from '../policy/finding-text';
import { label } from '../texts/names';
import { inWords, messages, reportWords } from '../texts/catalogue';
import { gather } from '../net/gather';

/** The reader: any by the standard, GitHub code scanning, or GitLab. */
export type SarifProfile = 'standard' | 'github' | 'gitlab';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** What GitHub and GitLab show. GitHub's limit is for the compressed file, GitLab's for the file itself. */
const MOST: Capacity = { entries: 5_000, bytes: 10_000_000 };
const MOST_TEXT = 1_000;
const MOST_TITLE = 255;
const MOST_ADDRESS = 2_048;

/**
 * The security severity of the checks of exposure: who may receive copies, and whether more is copied than allowed. From 0 to 10. All
 * other checks are about quality.
 */
export const SECURITY: Readonly<Record<string, string>> = { TM801: '7.0', TM803: '5.0', TM809: '8.0', TM810: '5.0' };

const LEVEL: Record<string, string> = {
  [MirrorSeverity.ERROR]: 'error', [MirrorSeverity.WARNING]: 'warning', [MirrorSeverity.UNDECIDED]: 'note',
};
const PROBLEM: Record<string, string> = {
  [MirrorSeverity.ERROR]: 'error',
  [MirrorSeverity.WARNING]: 'warning',
  [MirrorSeverity.UNDECIDED]: 'recommendation',
};
const RANK: Record<string, number> = { [MirrorSeverity.ERROR]: 80, [MirrorSeverity.WARNING]: 50, [MirrorSeverity.UNDECIDED]: 20 };

/** A result: a finding, or all findings of a check at one line. */
interface Entry extends Reported {
  readonly message: string;
}

/** SARIF 2.1.0. */
export function sarifReport(data: ReportData, profile: SarifProfile): string {
  const { _language: language } = data.evaluation;
  const entries = entriesOf(data, profile);
  const firstOf = new Map<string, MirrorFinding>();
  for (const { finding } of entries) if (!firstOf.has(finding.id)) firstOf.set(finding.id, finding);
  const ids = [...firstOf.keys()].sort();
  const index = new Map(ids.map((id, i) => [id, i]));
  const head = jsonText({
    tool: {
      driver: {
        name: 'traffic-mirror',
        semanticVersion: data.version,
        informationUri: `https://www.npmjs.com/package/${FRAMEWORK.packageName}`,
        rules: ids.map((id) => ruleOf(firstOf.get(id)!, data)),
      },
    },
    automationDetails: { id: `traffic-mirror/${categoryOf(data)}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: data.incomplete.length === 0,
        ...(data.incomplete.length > 0 && {
          toolExecutionNotifications: data.incomplete.map((reason) => ({ level: 'error', message: { text: inWords(reason, language) } })),
        }),
      },
    ],
    properties: { summary: summaryOf(data.evaluation) },
  });
  const start = `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[\n${head.slice(0, -1)},\n"results":`;
  const results = entries.map((entry) => jsonText(resultOf(entry, index.get(entry.finding.id)!, data, profile)));
  const kept = profile === 'standard'
    ? entries.length
    : fitting(results, { ...MOST, bytes: MOST.bytes - Buffer.byteLength(start) - 100 });
  const left = entries.length - kept;
  const more = left > 0 ? [jsonText(moreResult(entries[kept].finding, left, index.get(entries[kept].finding.id)!, data))] : [];
  return `${start}${jsonList([...results.slice(0, kept), ...more])}}]}\n`;
}

function entriesOf(data: ReportData, profile: SarifProfile): Entry[] {
  const all = allReported(data);
  if (profile === 'gitlab') return atOneLine(all, data);
  // GitHub ignores suppressions, and would open an alert.
  return all.filter(({ state }) => profile !== 'github' || state === 'open').map((reported) => ({
    ...reported,
    message: cut(printable(sentencesOf(reported.finding, data.evaluation._language)), MOST_TEXT),
  }));
}

function resultOf({ finding, state, message }: Entry, ruleIndex: number, data: ReportData, profile: SarifProfile): object {
  const { id, severity, fingerprint, reason, stack, address } = finding;
  const suppressed = state === 'acknowledged' || state === 'baselined' && profile === 'gitlab';
  const justification = finding.acknowledged ?? reportWords(data.evaluation._language).inBaseline;
  return {
    ruleId: id, ruleIndex, level: LEVEL[severity], rank: RANK[severity],
    message: { text: message },
    locations: [locationOf(finding, data)],
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, 'trafficMirror/v1': fingerprint },
    ...state === 'baselined' && profile === 'standard' && { baselineState: 'unchanged' },
    ...suppressed && { suppressions: [{ kind: 'external', status: 'accepted', justification: cut(printable(justification), MOST_TEXT) }] },
    properties: { state, severity, reason, stack, ...address !== undefined && { address } },
  };
}

function moreResult(first: MirrorFinding, left: number, ruleIndex: number, data: ReportData): object {
  return {
    ruleId: first.id, ruleIndex, level: LEVEL[first.severity], rank: RANK[first.severity],
    message: { text: reportWords(data.evaluation._language).leftInJson(left) },
    locations: [locationOf(first, data)], partialFingerprints: { primaryLocationLineHash: `${reportFingerprint('more', data)}:1` },
  };
}

function ruleOf(own: MirrorFinding, data: ReportData): object {
  const { id, fix, effect, severity } = own;
  const { _language: language } = data.evaluation;
  const title = printable(data.evaluation._titleOf(id));
  const { lines, sentences } = messages(language);
  const part = (heading: string, text: string): string => `**${heading}${reportWords(language).stop}** ${markdown(text)}`;
  const address = helpAddress(own);
  return {
    id,
    name: id,
    shortDescription: { text: cut(title, MOST_TITLE) },
    fullDescription: { text: cut(sentences([title, '']).trim(), MOST_TEXT) },
    help: {
      text: cut(printable(sentences([fix, ...effect === undefined ? [] : [effect]])), MOST_TEXT),
      markdown: cut(
        [part(lines.fix, fix), ...effect === undefined ? [] : [part(lines.effect, effect)], helpMarkdown(own, language)].join('\n\n'),
        MOST_TEXT,
      ),
    },
    ...address !== undefined && address.length <= MOST_ADDRESS && { helpUri: address },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: {
      'precision': 'very-high', 'problem.severity': PROBLEM[severity], 'tags': ['terraform', 'alicloud', 'traffic-mirroring'],
      ...SECURITY[id] !== undefined && { 'security-severity': SECURITY[id] },
    },
  };
}

/**
 * Joins the findings of one check at one line, because GitLab keeps only one of them. The first open one gives the result its state and
 * severity, so the result is suppressed only if no finding is open.
 */
function atOneLine(all: readonly Reported[], data: ReportData): Entry[] {
  const { _language: language } = data.evaluation;
  const words = reportWords(language);
  const groups = new Map<string, Reported[]>();
  for (const reported of all) {
    const { file, line } = placeOf(reported.finding, data);
    gather(groups, `${reported.finding.id} ${file}:${line}`, reported);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const kind = kindOf(first);
    const same = group.filter((reported) => kindOf(reported) === kind);
    const others = group.filter((reported) => kindOf(reported) !== kind);
    const number = (of: Kind): number => others.filter((reported) => kindOf(reported) === of).length;
    const places = [...new Set(same.map((g) => printable(label(g.finding.path))))];
    const rest = words.places(first.finding.id, same.length, places, grouped(same.map((g) => g.finding)).length)
      + words.alsoHere({ undecided: number('undecided'), acknowledged: number('acknowledged'), baselined: number('baselined') });
    const tail = cut(rest, MOST_TEXT / 2);
    return { ...first, message: `${cut(printable(sentencesOf(first.finding, language)), MOST_TEXT - tail.length)}${tail}` };
  });
}

type Kind = 'violated' | 'undecided' | 'acknowledged' | 'baselined';

function kindOf({ finding: { severity }, state }: Reported): Kind {
  if (state !== 'open') return state;
  return severity === MirrorSeverity.UNDECIDED ? 'undecided' : 'violated';
}

function locationOf(finding: MirrorFinding, data: ReportData): object {
  const { file, line, column = 1 } = placeOf(finding, data);
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map((part) => encodeURIComponent(printable(part))).join('/') },
      region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
    },
    logicalLocations: [{
      fullyQualifiedName: printable(finding.address === undefined ? finding.path : `${finding.stack}/${finding.address}`),
      kind: 'resource',
    }],
  };
}
