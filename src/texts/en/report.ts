import { count, few, number, verb } from './phrases';
import { FRAMEWORK } from '../../net/framework';

/** A change of a fleet, with its names in words. */
export interface Change {
  readonly comparedWith: string;
  readonly created: number;
  readonly touched: number;
  readonly removed: number;
  readonly moved: number;
  readonly added: NamedCount;
  readonly gone: NamedCount;
  readonly interrupted: NamedCount;
  readonly switchedOff: NamedCount;
  readonly parked: NamedCount;
  readonly waiting: NamedCount;
  readonly released: NamedCount;
  readonly interruptedSeconds: number;
  readonly calls: number;
  readonly applySeconds: number;
  readonly secondsPerCall: number;
  readonly parallelism: number;
}

export interface NamedCount {
  readonly count: number;
  readonly names: string;
}

/** The words of reports around findings. */
export const REPORT = {
  title: (stacks: string): string => `Traffic mirroring: ${stacks}`,
  read: (sessions: number, filters: number, stacks: number, kinds: readonly string[]): string =>
    `${count(sessions, 'session')}, ${count(filters, 'filter')} in ${count(stacks, 'stack')}, from ${kinds.join(', ')}`,
  readAnd: (parts: readonly string[]): string => parts.join(', '),
  ofOthers: (sessions: number): string => `${count(sessions, 'session')} of others in the account`,
  incompleteBecause: (reason: string): string => `incomplete: ${reason}, so counts and quotas are undecided`,
  tool: (
    version: string, edition: string, policy?: string,
  ): string => `${FRAMEWORK.packageName} ${version}, edition ${edition}${policy === undefined ? '' : `, policy ${policy}`}.`,
  more: (amount: number): string => `and ${number(amount)} more`,
  moreInSummary: (amount: number): string => `and ${number(amount)} more, see the summary`,
  moreKinds: (amount: number): string => `and ${number(amount)} more kinds of findings`,
  moreTargets: (amount: number): string => `and ${number(amount)} more targets`,
  left: (amount: number): string => `${number(amount)} more findings are not in this report`,
  leftInJson: (amount: number): string => `${number(amount)} more findings are not in this report. The JSON report has all of them.`,
  leftOut: (acknowledged: number, baselined: number): string => {
    const parts = [
      ...acknowledged > 0 ? [count(acknowledged, 'acknowledged finding')] : [],
      ...baselined > 0 ? [`${count(baselined, 'finding')} of the baseline`] : [],
    ];
    return `${parts.join(' and ')} ${acknowledged + baselined === 1 ? 'is' : 'are'} not listed here`;
  },
  names: (all: readonly string[]): string => few(all),
  labelled: (label: string, text: string): string => `${label}: ${text}`,

  // Markdown.
  heading: (errors: number, ok: boolean): string => `Traffic mirroring: ${ok ? 'OK' : count(errors, 'error')}`,
  counts: (c: { errors: number; warnings: number; undecided: number; acknowledged: number; baselined: number; edition: string }): string =>
    `**${count(c.errors, 'error')}**, ${count(c.warnings, 'warning')}, ${number(c.undecided)} undecided${c.acknowledged > 0 ? `, ${number(c.acknowledged)} acknowledged` : ''}`
    + `${c.baselined > 0 ? `, ${number(c.baselined)} in the baseline` : ''} (edition ${c.edition})`,
  table: ['severity', 'check', 'problem', 'places'],
  severity: { error: 'error', warning: 'warning', undecided: 'undecided' },
  stop: '.',
  acknowledged: 'Acknowledged',
  summary: (id: string, problem: string): string => `${id}: ${problem}`,
  acknowledgedLine: (id: string, problem: string, places: number, reason: string): string => `- ${id} ${problem} (${places}): ${reason}`,

  // JUnit and SARIF.
  allPassed: 'all passed',
  inBaseline: 'in the baseline',
  underEdition: (edition: string): string => `Under edition ${edition}: `,
  places: (id: string, amount: number, places: readonly string[], reasons: number): string =>
    `${amount > 1 ? ` ${id} at ${number(amount)} places: ${few(places)}.` : ''}${reasons > 1 ? ` ${reasons} reasons.` : ''}`,
  alsoHere: (others: { undecided: number; acknowledged: number; baselined: number }): string => {
    const parts = [
      ...others.undecided > 0 ? [`${number(others.undecided)} undecided`] : [],
      ...others.acknowledged > 0 ? [`${number(others.acknowledged)} acknowledged`] : [],
      ...others.baselined > 0 ? [`${number(others.baselined)} in the baseline`] : [],
    ];
    return parts.length === 0 ? '' : ` And ${parts.join(', ')}.`;
  },

  // HTML.
  language: 'en',
  skip: 'Skip to findings',
  sections: 'Sections',
  findings: 'Findings',
  who: 'Who is mirrored',
  whoLong: 'Who is mirrored by which filter to where',
  quotas: 'Quotas',
  quotasLong: 'Quotas, the tightest first',
  cost: 'Cost',
  costLong: 'Cost a month, without traffic',
  costWithTraffic: 'Cost a month',
  fees: { sources: 'sources', traffic: 'traffic', total: 'total' },
  trafficFree: (until: string): string => `Traffic is free until ${until}.`,
  coverage: 'Coverage',
  inInventory: (interfaces: number): string => `${count(interfaces, 'interface')} in the inventory.`,
  coverageRows: {
    selected: () => 'mirrored',
    outside: () => 'outside the selection',
    excluded: () => 'excluded',
    family: (edition: string): string => `family not supported in edition ${edition}`,
    never: () => 'cannot be mirrored',
  },
  never: {
    serviceManaged: 'service-managed',
    notInUse: 'not in use',
    noInstance: 'without ECS instance',
    unknownType: 'of an unknown instance type',
  },
  part: (name: string, amount: number): string => `${number(amount)} ${name}`,
  /** Interfaces that an include leaves out. */
  notSelected: (selector: string): string =>
    selector.startsWith('tag ') ? `without ${selector}` : `not in ${selector.replace(/^vpc /, 'VPC ')}`,
  otherWouldMirror: 'Edition 2026 would mirror these, with a warning.',
  idleTargets: (amount: number): string => `${count(amount, 'target')} without sessions: `,
  change: 'Change',
  changeLong: 'What this change interrupts',
  filterNotes: 'Notes on filters',
  verdict: { ok: 'OK', incomplete: 'Incomplete', bad: 'Not OK' },
  mirrored: (interfaces: number, proved: number, all: number): string => {
    const verified = proved === all
      ? `All ${number(all)} sources verified to reach their target.`
      : `${number(proved)} of ${count(all, 'source')} verified to reach ${verb(all, 'its', 'their')} target.`;
    return `${count(interfaces, 'interface')} mirrored. ${all === 0 ? '' : all === 1 && proved === 1 ? 'It is verified to reach its target.' : verified}`;
  },
  errors: (amount: number): string => verb(amount, 'error', 'errors'),
  warnings: (amount: number): string => verb(amount, 'warning', 'warnings'),
  undecided: 'undecided',
  acknowledgedCount: 'acknowledged',
  searchFindings: 'Search findings',
  searchSessions: 'Search sessions, sources, filters and VNIs',
  noFindings: 'No findings.',
  noSession: 'No session.',
  nothingUsed: 'Nothing is used.',
  found: '{n} of {all}',
  editionMark: (edition: string): string => `(edition ${edition}) `,
  placesShort: (amount: number): string => `${number(amount)} places`,
  owner: 'Owner',
  until: 'Until',
  atApply: 'known only at apply',
  sessions: (amount: number): string => count(amount, 'session'),
  columns: { session: 'session', filter: 'filter', sources: 'sources', vni: 'VNI', used: 'used', limit: 'limit', share: 'share' },
  off: 'off',
  anyNumber: 'any number',
  copies: (amount: number): string => `${number(amount)} copies`,
  usage: {
    sessions: 'sessions',
    fullestSession: 'sources in the fullest session',
    busiestSource: 'sessions of the busiest source',
    busiestFilter: 'sessions of the busiest filter',
    longestFilter: 'rules of the longest filter', filters: 'filters',
  },
  target: (name: string): string => `target ${name}`,
  notDocumented: 'not documented',
  billed: (sources: number, gigabytes?: number): string =>
    `${count(sources, 'active source')}, 30 days of 24 hours${gigabytes === undefined ? '' : `, ${number(gigabytes)} GB of traffic`}.`,
  edition: (edition: string): string => `edition ${edition}`,
  against: (comparedWith: string): string => `Against ${comparedWith}`,
  noFleet: ['No fleet with a ledger was read. ', ' compares two ledgers.'],
  drawing: { from: 'sources by stack', filter: 'filters', target: 'targets' },
  box: (sessions: number, sources: number): string => `${count(sessions, 'session')}, ${count(sources, 'source')}`,
  band: (sessions: number): string => count(sessions, 'session'),
  others: (amount: number): string => `${number(amount)} others`,
  drawn: (flows: readonly { from: string; sources: number; filter: string; target: string }[], more: boolean): string =>
    `Who is mirrored: ${flows.map((f) => `${f.from}: ${count(f.sources, 'source')} by ${f.filter} to ${f.target}`).join(', ')}${more ? ', and more, listed below' : ''}`,

  // Changes.
  changed: (c: Change): string => {
    const named = (what: string, { count: n, names }: NamedCount): string[] => n > 0 ? [`${n} ${what} (${names})`] : [];
    const waits = c.waiting.count > 0
      ? [`${count(c.waiting.count, 'source')} ${c.waiting.count === 1 ? 'waits' : 'wait'} for the next apply (${c.waiting.names})`]
      : [];
    const leaves = c.released.count > 0 ? [`${count(c.released.count, 'session')} released, and still running (${c.released.names})`] : [];
    if (c.created + c.touched + c.removed === 0) return [`no change against ${c.comparedWith}`, ...leaves, ...waits].join('. ');
    const sources = [...named('new', c.added), ...named('gone', c.gone), ...named('switched off', c.switchedOff)];
    const duration = c.applySeconds < 3_600
      ? `about ${Math.ceil(c.applySeconds / 60)} min`
      : `about ${(c.applySeconds / 3_600).toFixed(1)} h`;
    return [
      `Against ${c.comparedWith}: ${count(c.created, 'session')} created, ${c.touched} changed in place${c.moved > 0 ? ` (${c.moved} to another target)` : ''}, ${c.removed} destroyed`,
      ...sources.length > 0 ? [`Sources: ${sources.join(', ')}`] : [],
      c.interrupted.count === 0 ? 'No other source is interrupted'
        : `${count(c.interrupted.count, 'other source')} ${c.interrupted.count === 1 ? 'is' : 'are'} interrupted for about ${c.interruptedSeconds} s (${c.interrupted.names})`,
      ...c.parked.count > 0 ? [`${count(c.parked.count, 'source')} out of any session until the next apply (${c.parked.names})`] : [],
      ...leaves,
      ...waits,
      `${count(c.calls, 'write call')}, ${duration} to apply, at ${c.secondsPerCall} s a call and a parallelism of ${c.parallelism}`,
    ].join('. ');
  },

  // The command check.
  nothingFound: 'no session and no filter was found: is this the right file? --require-sessions 0 allows it',
  failsExpiring: (amount: number, days: number): string =>
    `--fail-on-expiring: ${count(amount, 'acknowledgement or baseline', 'acknowledgements or baselines')} ${amount === 1 ? 'ends' : 'end'} within ${count(days, 'day')}`,
  tooFew: (sessions: number, needed: string): string => `${count(sessions, 'session')} found, --require-sessions ${needed}`,
};
