import { allReported, cut, placeOf, printable, Reported, ReportData, stacksText } from './report-data';
import { FRAMEWORK } from '../catalog/framework';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { grouped } from '../policy/finding-text';
import { label } from '../texts/names';
import { inWords, isOwnCheckId, messages, reportWords } from '../texts/catalogue';
import { Language } from '../texts/language';
import { gather } from '../net/gather';

/** The reader: any by the standard, GitHub code scanning, or GitLab. */
export type SarifProfile = 'standard' | 'github' | 'gitlab';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** The highest number of results that GitHub and GitLab show. */
const MOST_RESULTS = 5_000;
const MOST_TEXT = 1_000;

/** The security severity of rules about who may receive copies, from 0 to 10. All other rules are about quality. */
const SECURITY: Record<string, string> = { TM411: '5.0' };

const LEVEL: Record<string, string> = {
  [MirrorSeverity.ERROR]: 'error', [MirrorSeverity.WARNING]: 'warning', [MirrorSeverity.UNDECIDED]: 'note',
};
const PROBLEM: Record<string, string> = {
  [MirrorSeverity.ERROR]: 'error',
  [MirrorSeverity.WARNING]: 'warning',
  [MirrorSeverity.UNDECIDED]: 'recommendation',
};
const RANK: Record<string, number> = { [MirrorSeverity.ERROR]: 80, [MirrorSeverity.WARNING]: 50, [MirrorSeverity.UNDECIDED]: 20 };

/** SARIF 2.1.0. */
export function sarifReport(data: ReportData, profile: SarifProfile): string {
  const { _language: language } = data.evaluation;
  const words = reportWords(language);
  const all = allReported(data).filter(({ state }) => profile !== 'github' || state !== 'acknowledged');
  const entries = profile === 'gitlab'
    ? atOneLine(all, data)
    : all.map((reported) => ({ ...reported, message: sentence(reported.finding, language) }));
  const kept = entries.length > MOST_RESULTS && profile !== 'standard' ? entries.slice(0, MOST_RESULTS - 1) : entries;
  const ids = [...new Set(kept.map((e) => e.finding.id))].sort();
  const index = new Map(ids.map((id, i) => [id, i]));
  const results: any[] = kept.map(({ finding, state, message }) => ({
    ruleId: finding.id, ruleIndex: index.get(finding.id), level: LEVEL[finding.severity], rank: RANK[finding.severity],
    message: { text: cut(message, MOST_TEXT) },
    locations: [locationOf(finding, data)],
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:1`, 'trafficMirror/v1': finding.fingerprint },
    ...state === 'baselined' && profile === 'standard' && { baselineState: 'unchanged' },
    ...state === 'acknowledged'
      && { suppressions: [{ kind: 'external', status: 'accepted', justification: cut(printable(finding.acknowledged ?? ''), MOST_TEXT) }] },
    properties: {
      state,
      severity: finding.severity,
      reason: finding.reason,
      stack: finding.stack,
      ...finding.address !== undefined && { address: finding.address },
    },
  }));
  const left = entries.length - kept.length;
  if (left > 0) {
    const last = entries[kept.length].finding;
    if (!index.has(last.id)) index.set(last.id, ids.push(last.id) - 1);
    results.push({
      ruleId: last.id, ruleIndex: index.get(last.id), level: LEVEL[last.severity], rank: RANK[last.severity],
      message: { text: words.leftInJson(left) },
      locations: [locationOf(last, data)], partialFingerprints: { primaryLocationLineHash: 'more:1' },
    });
  }
  return `${JSON.stringify({
    $schema: SCHEMA, version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'traffic-mirror', semanticVersion: data.version, informationUri: `https://www.npmjs.com/package/${FRAMEWORK.packageName}`, rules: ids.map(rule) } },
      automationDetails: { id: `traffic-mirror/${stacksText(data)}/` },
      columnKind: 'utf16CodeUnits',
      invocations: [{ executionSuccessful: data.incomplete.length === 0, ...data.incomplete.length > 0 && { toolExecutionNotifications: data.incomplete.map((reason) => ({ level: 'error', message: { text: inWords(reason, language) } })) } }],
      results,
    }],
  }, undefined, 1)}\n`;

  function rule(id: string): object {
    const own = entries.find((e) => e.finding.id === id)!.finding;
    const title = data.evaluation._titleOf(id);
    const more = isOwnCheckId(id) ? markdown(own.help) : words.page(id);
    const { lines, sentences } = messages(language);
    const part = (heading: string, text: string): string => `**${heading}${words.stop}** ${markdown(text)}`;
    return {
      id, name: id, shortDescription: { text: cut(title, 255) }, fullDescription: { text: cut(sentences([title, '']).trim(), MOST_TEXT) },
      help: {
        text: cut(printable(sentences([own.fix, ...own.effect === undefined ? [] : [own.effect]])), MOST_TEXT),
        markdown: cut(
          [part(lines.fix, own.fix), ...own.effect === undefined ? [] : [part(lines.effect, own.effect)], more].join('\n\n'),
          MOST_TEXT,
        ),
      },
      ...isOwnCheckId(id) && /^https?:\/\/[^\s"<>\\^`{|}]+$/.test(own.help) && { helpUri: own.help },
      defaultConfiguration: { level: LEVEL[own.severity] },
      properties: {
        'precision': 'very-high', 'problem.severity': PROBLEM[own.severity], 'tags': ['terraform', 'alicloud', 'traffic-mirroring'],
        ...SECURITY[id] !== undefined && { 'security-severity': SECURITY[id] },
      },
    };
  }
}

/** Joins results of one rule at one line, because GitLab shows only one of them. */
function atOneLine(all: readonly Reported[], data: ReportData): (Reported & { message: string })[] {
  const { _language: language } = data.evaluation;
  const groups = new Map<string, Reported[]>();
  for (const reported of all) {
    const { file, line } = placeOf(reported.finding, data);
    const key = `${reported.state} ${reported.finding.severity} ${reported.finding.id} ${file}:${line}`;
    gather(groups, key, reported);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const reasons = grouped(group.map((g) => g.finding));
    const places = [...new Set(group.map((g) => printable(label(g.finding.path))))];
    return {
      ...first,
      message:
        `${sentence(first.finding, language)}${reportWords(language).places(first.finding.id, group.length, places, reasons.length)}`,
    };
  });
}

/** The message of a finding. Its first sentence is the title. */
function sentence({ problem, fix, effect, otherEdition }: MirrorFinding, language: Language): string {
  const under = otherEdition === undefined ? '' : reportWords(language).underEdition(otherEdition);
  return printable(`${under}${messages(language).sentences([problem, fix, ...effect === undefined ? [] : [effect]])}`);
}

function locationOf(finding: MirrorFinding, data: ReportData): object {
  const { file, line, column = 1 } = placeOf(finding, data);
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
      region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 },
    },
    logicalLocations: [{
      fullyQualifiedName: printable(finding.address === undefined ? finding.path : `${finding.stack}/${finding.address}`),
      kind: 'resource',
    }],
  };
}

/** A text that Markdown shows unchanged. */
export function markdown(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>#|~]/g, (c) => c === '<' ? '&lt;' : c === '>' ? '&gt;' : `\\${c}`)
    .replace(/@(?=\w)/g, '@\u200b');
}
