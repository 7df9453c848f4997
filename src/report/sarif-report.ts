import { allReported, cut, placeOf, printable, Reported, ReportData, stacksText } from './report-data';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { grouped } from '../policy/finding-text';
import { label } from '../texts/names';
import { few } from '../texts/en/phrases';
import { titleOf } from '../texts/catalogue';
import { gather } from '../net/gather';

/** Who reads it: anybody by the standard, GitHub code scanning, or GitLab. */
export type SarifProfile = 'standard' | 'github' | 'gitlab';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
/** GitHub and GitLab show no more. */
const MOST_RESULTS = 5_000;
const MOST_TEXT = 1_000;

/** How alarming a rule is to a security team, from 0 to 10: those about what may be copied to whom. Others are of quality. */
const SECURITY: Record<string, string> = { TM411: '5.0' };

const LEVEL: Record<string, string> = { [MirrorSeverity.ERROR]: 'error', [MirrorSeverity.WARNING]: 'warning', [MirrorSeverity.UNDECIDED]: 'note' };
const PROBLEM: Record<string, string> = { [MirrorSeverity.ERROR]: 'error', [MirrorSeverity.WARNING]: 'warning', [MirrorSeverity.UNDECIDED]: 'recommendation' };
const RANK: Record<string, number> = { [MirrorSeverity.ERROR]: 80, [MirrorSeverity.WARNING]: 50, [MirrorSeverity.UNDECIDED]: 20 };

/** SARIF 2.1.0. */
export function sarifReport(data: ReportData, profile: SarifProfile): string {
  const all = allReported(data).filter(({ state }) => profile !== 'github' || state !== 'acknowledged');
  const entries = profile === 'gitlab' ? atOneLine(all, data) : all.map((reported) => ({ ...reported, message: sentence(reported.finding) }));
  const kept = entries.length > MOST_RESULTS && profile !== 'standard' ? entries.slice(0, MOST_RESULTS - 1) : entries;
  const ids = [...new Set(kept.map((e) => e.finding.id))].sort();
  const index = new Map(ids.map((id, i) => [id, i]));
  const results: any[] = kept.map(({ finding, state, message }) => ({
    ruleId: finding.id, ruleIndex: index.get(finding.id), level: LEVEL[finding.severity], rank: RANK[finding.severity],
    message: { text: cut(message, MOST_TEXT) },
    locations: [locationOf(finding, data)],
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:1`, 'trafficMirror/v1': finding.fingerprint },
    ...state === 'baselined' && profile === 'standard' && { baselineState: 'unchanged' },
    ...state === 'acknowledged' && { suppressions: [{ kind: 'external', status: 'accepted', justification: cut(printable(finding.acknowledged ?? ''), MOST_TEXT) }] },
    properties: { state, severity: finding.severity, reason: finding.reason, stack: finding.stack, ...finding.address !== undefined && { address: finding.address } },
  }));
  const left = entries.length - kept.length;
  if (left > 0) {
    const last = entries[kept.length].finding;
    if (!index.has(last.id)) index.set(last.id, ids.push(last.id) - 1);
    results.push({
      ruleId: last.id, ruleIndex: index.get(last.id), level: LEVEL[last.severity], rank: RANK[last.severity],
      message: { text: `${left.toLocaleString('en')} more findings are not in this report. The JSON report has all of them.` },
      locations: [locationOf(last, data)], partialFingerprints: { primaryLocationLineHash: 'more:1' },
    });
  }
  return `${JSON.stringify({
    $schema: SCHEMA, version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'traffic-mirror', semanticVersion: data.version, informationUri: 'https://www.npmjs.com/package/cdktf-alicloud-traffic-mirror', rules: ids.map(rule) } },
      automationDetails: { id: `traffic-mirror/${stacksText(data)}/` },
      columnKind: 'utf16CodeUnits',
      invocations: [{ executionSuccessful: data.incomplete.length === 0, ...data.incomplete.length > 0 && { toolExecutionNotifications: data.incomplete.map((text) => ({ level: 'error', message: { text } })) } }],
      results,
    }],
  }, undefined, 1)}\n`;

  function rule(id: string): object {
    const own = entries.find((e) => e.finding.id === id)!.finding;
    const title = titleOf(id);
    return {
      id, name: id, shortDescription: { text: cut(title, 255) }, fullDescription: { text: cut(`${title}.`, MOST_TEXT) },
      help: { text: cut(printable(`${own.fix} ${own.effect ?? ''}`.trim()), MOST_TEXT), markdown: cut(`**Fix.** ${markdown(own.fix)}${own.effect === undefined ? '' : `\n\n**Effect.** ${markdown(own.effect)}`}\n\n\`traffic-mirror checks ${id}\` prints the page of this check.`, MOST_TEXT) },
      defaultConfiguration: { level: LEVEL[own.severity] },
      properties: {
        'precision': 'very-high', 'problem.severity': PROBLEM[own.severity], 'tags': ['terraform', 'alicloud', 'traffic-mirroring'],
        ...SECURITY[id] !== undefined && { 'security-severity': SECURITY[id] },
      },
    };
  }
}

/** GitLab takes several results of one rule at one line for one. */
function atOneLine(all: readonly Reported[], data: ReportData): (Reported & { message: string })[] {
  const groups = new Map<string, Reported[]>();
  for (const reported of all) {
    const { file, line } = placeOf(reported.finding, data);
    const key = `${reported.state} ${reported.finding.severity} ${reported.finding.id} ${file}:${line}`;
    gather(groups, key, reported);
  }
  return [...groups.values()].map((group) => {
    const [first] = group;
    const reasons = grouped(group.map((g) => g.finding));
    const places = group.length > 1 ? ` ${first.finding.id} at ${group.length.toLocaleString('en')} places: ${few([...new Set(group.map((g) => printable(label(g.finding.path))))])}.` : '';
    return { ...first, message: `${sentence(first.finding)}${places}${reasons.length > 1 ? ` ${reasons.length} reasons.` : ''}` };
  });
}

/** The first sentence is the title. */
function sentence({ problem, fix, effect, otherEdition }: MirrorFinding): string {
  return printable(`${otherEdition === undefined ? '' : `Under edition ${otherEdition}: `}${problem}. ${fix}${effect === undefined ? '' : ` ${effect}`}`);
}

function locationOf(finding: MirrorFinding, data: ReportData): object {
  const { file, line, column = 1 } = placeOf(finding, data);
  return {
    physicalLocation: { artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') }, region: { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 } },
    logicalLocations: [{ fullyQualifiedName: printable(finding.address === undefined ? finding.path : `${finding.stack}/${finding.address}`), kind: 'resource' }],
  };
}

/** A text that Markdown shows as it is. */
export function markdown(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>#|~]/g, (c) => c === '<' ? '&lt;' : c === '>' ? '&gt;' : `\\${c}`).replace(/@(?=\w)/g, '@\u200b');
}
