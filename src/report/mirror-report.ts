import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import { App } from 'cdktf';
import { CoverageKind, coverageOf, CoverageRow } from './coverage';
import { htmlReport } from './html-report';
import { jsonReport } from './json-report';
import { arrivalOf, filterChanges, ReportData } from './report-data';
import { billedSources, idleTargetsOf, MirrorUsage, monthlyEstimates, usageOf } from './usage';
import { wrapped } from './wrap';
import { ASSUMED_RATE } from '../catalog/behaviour';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { HOURS_PER_MONTH } from '../checks/cost';
import { EditionFacts } from '../checks/edition-facts';
import { appNotes } from '../checks/filter-notes';
import { gitRoot } from '../input/git-root';
import { packageVersion } from '../input/package-version';
import type { MirrorSelection } from '../inventory/mirror-selection';
import type { ChangeStatement } from '../model/document';
import { today } from '../net/calendar';
import { gather } from '../net/gather';
import { described, refusal } from '../net/refusal';
import { MirrorEvaluation } from '../policy/mirror-evaluation';
import { changeText } from '../policy/change-text';
import { MirrorPolicy } from '../policy/mirror-policy';
import { inWords, messages, reportWords } from '../texts/catalogue';
import { count, number } from '../texts/en/phrases';
import { phrase } from '../texts/phrase';
import { FRAMEWORK } from '../net/framework';

/** Options of a report. */
export interface MirrorReportOptions {
  /**
   * The selection of the app's sources. The report then lists the interfaces that are left out, with the reason.
   *
   * @default - the report starts with the sessions
   */
  readonly selection?: MirrorSelection;
  /**
   * The mirrored traffic of a month, in gigabytes, for the cost of traffic.
   *
   * @default 0
   */
  readonly gigabytes?: number;
}

/** How many names a list has. */
const NAMED = 4;

/** The columns of the page, and those before the edition. */
const WIDTH = 120;
const HEADING = 52;
/** Columns in front of the texts of a finding. */
const INDENT = messages('en').indent;

/** The reasons that no selection and no edition changes, in words. */
const WORDS = reportWords('en');
const NEVER_MIRRORED_REASONS: Record<string, string> = WORDS.never;

/**
 * A report about the mirroring of an app.
 *
 * @example
 * declare const app: App;
 *
 * app.synth();
 * const report = MirrorReport.of(app, { gigabytes: 500 });
 * console.log(report.text);
 * report.writeHtml('traffic-mirror.html');
 */
export class MirrorReport {
  /**
   * The report of an app. After `app.synth()` it reads the synthesized Terraform.
   *
   * @throws if the scope is not the app
   */
  public static of(app: App, options: MirrorReportOptions = {}): MirrorReport {
    if (!App.isApp(app)) {
      throw refusal({
        what: 'the scope of MirrorReport.of',
        got: described('is a construct'),
        allowed: 'the app',
        fix: 'write MirrorReport.of(app)',
      });
    }
    return new MirrorReport(app, MirrorPolicy.of(app).evaluate(), options);
  }

  /** The result of the checks. */
  public readonly evaluation: MirrorEvaluation;
  private readonly usage: MirrorUsage[];

  private constructor(private readonly app: App, evaluation: MirrorEvaluation, private readonly options: MirrorReportOptions) {
    this.evaluation = evaluation;
    this.usage = usageOf(evaluation._model);
  }

  /**
   * Writes the report as one HTML page without external files: the verdict, the findings, the coverage of the inventory, the
   * sources with their filters and targets, the quotas, the cost, and the sources that the change interrupts.
   *
   * @param path the path of the file. Missing folders are created. In Python, Go, Java and C#, use an absolute path: jsii keeps the
   * working directory in which it was started
   */
  public writeHtml(path: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, this.html);
  }

  /** The report as JSON text, as `traffic-mirror check --out json` writes it, with the schema `report-1.schema.json` of the package. */
  public toJson(): string {
    return jsonReport(this.data());
  }

  /** The report as one HTML page. */
  public get html(): string {
    return htmlReport(this.data());
  }

  private data(): ReportData {
    const { selection, gigabytes } = this.options;
    const { stacks } = this.app.manifest;
    const { documents } = this.evaluation._model;
    const files = documents.flatMap(({ path, folder }): [string, string][] =>
      folder !== undefined && stacks[folder] ? [[path, join(this.app.outdir, stacks[folder].synthesizedStackPath)]] : []);
    const kinds = [phrase('stacksOfApp', { amount: documents.length })];
    return {
      evaluation: this.evaluation,
      files: new Map(files),
      kinds,
      incomplete: [],
      notes: [],
      version: packageVersion(),
      root: gitRoot(),
      ...selection && { coverage: coverageOf(selection) },
      ...gigabytes !== undefined && { gigabytes },
    };
  }

  /** The page as plain text: the verdict first, then findings, changes, coverage, targets, quotas, cost and the next step. */
  public get text(): string {
    return [
      ...this.verdict(),
      ...this.findings(),
      ...this.changes(),
      ...this.coverage(),
      ...this.usage.flatMap((u) => [...this.targets(u), ...this.quotas(u)]),
      ...this.cost(),
      ...this.filterNotes(),
      ...this.next(),
    ].join('\n');
  }

  private verdict(): string[] {
    const { errors, warnings, undecided, ok, edition, _model } = this.evaluation;
    const { interfaces, sources, verified } = arrivalOf(this.evaluation);
    const arrive = sources === 0 ? '' : verified === sources ? ', all verified to reach their target'
      : `, ${number(verified)} of ${number(sources)} verified to reach their target (TM401 to TM408 report the others)`;
    const regions = this.usage.map((u) => inWords(u.title, 'en'));
    const title = `Traffic mirroring  ${[_model.documents.map((d) => d.path), regions]
      .filter((names) => names.length > 0)
      .map(some)
      .join(' / ')}`;
    return [
      `${title.padEnd(HEADING)}  edition ${edition}`,
      '',
      `  ${(ok ? 'OK' : 'FAILED').padEnd(6)}  ${count(interfaces, 'interface')} mirrored${arrive}`,
      `          ${count(errors.length, 'error')}   ${count(warnings.length, 'warning')}   ${number(undecided.length)} undecided`,
      ...this.unchanged(),
      '',
    ];
  }

  /** The line that this synth changes nothing. Nothing if it changes something, or no fleet has a ledger. */
  private unchanged(): string[] {
    const changes = this.fleetChanges().map(({ change }) => change);
    const isUnchanged = changes.length > 0 && changes.every(isEmpty) && filterChanges(this.evaluation).length === 0;
    const bases = [...new Set(changes.map(({ comparedWith }) => inWords(comparedWith, 'en').replace(/^the ledger /, '')))];
    return isUnchanged ? [`          No changes since ${some(bases)}`] : [];
  }

  private coverage(): string[] {
    const { selection } = this.options;
    if (!selection) return [];
    const { edition, total, rows, moreIn2026, warnings } = coverageOf(selection);
    const listed = (parts: CoverageRow['parts'], name: (of: string) => string): string =>
      `(${parts.map(([of, amount]) => `${number(amount)} ${name(of)}`).join(', ')})`;
    const texts: Record<CoverageKind, (parts: CoverageRow['parts']) => readonly [row: string, detail?: string]> = {
      selected: () => ['mirrored'],
      outside: (parts) => ['outside the selection', listed(parts, WORDS.notSelected)],
      excluded: (parts) => parts.length === 1 ? [`excluded by ${parts[0][0]}`] : ['excluded', listed(parts, (selector) => selector)],
      family: (parts) => [`family not supported in ${edition}`, parts.map(([name, amount]) => `${name} ${number(amount)}`).join(', ')],
      never: (parts) => ['cannot be mirrored', listed(parts, (reason) => NEVER_MIRRORED_REASONS[reason] ?? reason)],
    };
    const lines = rows.map(({ kind, amount, parts }) => ({ kind, amount, text: texts[kind](parts) }));
    const width = Math.max(...lines.map(({ text: [row, detail] }) => detail === undefined ? 0 : row.length));
    return [
      `Coverage   ${count(total, 'interface')}`,
      ...lines.flatMap(({ kind, amount, text: [row, detail] }) => [
        `  ${number(amount).padStart(5)}  ${detail === undefined ? row : `${row.padEnd(width)}   ${detail}`}`,
        ...kind === 'family' && moreIn2026 ? ['         -> edition 2026 would mirror these, with a warning'] : [],
      ]),
      ...warnings.map((w) => `   note  ${w}`),
      '',
    ];
  }

  private targets(u: MirrorUsage): string[] {
    const { edition } = this.evaluation;
    const catalog = MirrorCatalog.of(edition);
    const limit = (quota: MirrorQuotaName): string => limitText(catalog, quota, this.limit(edition, quota, u));
    const rows = [
      [this.headingOf('Targets', u), 'sessions', 'sources', 'limit'],
      ...u.targets.slice(0, 20).map((t) => [`  ${t.name}`, number(t.sessions), t.sources, limit(t.quota(catalog))]),
    ];
    // A fleet belongs to one account and region. Its targets without sessions are listed with the first.
    const idle = u === this.usage[0] ? idleTargetsOf(this.evaluation._model) : [];
    return [
      ...table(rows),
      ...u.targets.length > 20 ? [`  and ${number(u.targets.length - 20)} more`] : [],
      ...idle.length > 0 ? [`  no sessions: ${some(idle)}`] : [],
      '',
    ];
  }

  /** The heading of a section. With several accounts or regions, it names the one that the section is about. */
  private headingOf(title: string, u: MirrorUsage): string {
    return this.usage.length > 1 ? `${title}  ${inWords(u.title, 'en')}` : title;
  }

  /** The quota in an account and region, or the user's raised value. */
  private limit(edition: MirrorEdition, name: MirrorQuotaName, { group }: MirrorUsage): number | undefined {
    return new EditionFacts(edition, this.evaluation._model).limit(name, group);
  }

  /** The tightest quota first. The other edition only if the app exceeds its limit. */
  private quotas(u: MirrorUsage): string[] {
    const { edition } = this.evaluation;
    const uses: [string, number, MirrorQuotaName, string?][] = [
      ['sessions in region', u.sessions, MirrorQuotaName.SESSIONS_PER_REGION],
      ['sources per session', u.leastInFullestSession, MirrorQuotaName.SOURCES_PER_SESSION, u.sourcesInFullestSession],
      ['sessions per source', u.sessionsOfBusiestSource, MirrorQuotaName.SESSIONS_PER_SOURCE],
      ['sessions per filter', u.sessionsOfBusiestFilter, MirrorQuotaName.SESSIONS_PER_FILTER],
      ['rules per filter', u.rulesOfLongestFilter, MirrorQuotaName.RULES_PER_FILTER],
      ['filters in region', u.filters, MirrorQuotaName.FILTERS_PER_REGION],
    ];
    const limitIn = (e: MirrorEdition, name: MirrorQuotaName) => this.limit(e, name, u);
    const rows = uses.flatMap(([title, used, name, text = number(used)]) => {
      const limit = limitIn(edition, name);
      // A limit of one is used up by everything that is used.
      if (limit === undefined || limit === 1 && used <= 1) return [];
      const less = MirrorCatalog.editions.filter((e) => e !== edition && used > (limitIn(e, name) ?? Infinity));
      return [{
        share: used / limit,
        cells: [title, text, number(limit), ...less.map((e) => `edition ${e} allows only ${number(limitIn(e, name)!)}`)],
      }];
    }).sort((x, y) => y.share - x.share);
    const widths = [0, 1, 2].map((column) => Math.max(...rows.map(({ cells }) => cells[column].length)));
    return [
      `${this.headingOf('Quotas', u)} (tightest first)`,
      ...rows.map(
        ({ cells: [title, used, limit, ...notes] }) =>
          `  ${[title.padEnd(widths[0]), `${used.padStart(widths[1])} / ${limit.padStart(widths[2])}`, ...notes].join('  ')}`,
      ),
      '',
    ];
  }

  private cost(): string[] {
    const gigabytes = this.options.gigabytes ?? 0;
    const { edition } = this.evaluation;
    const { estimate: e } = monthlyEstimates(this.usage, gigabytes).find((month) => month.edition === edition)!;
    const { trafficWaivedUntil } = MirrorCatalog.of(edition).price;
    const waived = gigabytes > 0 && trafficWaivedUntil !== undefined && trafficWaivedUntil >= today()
      ? `, traffic free until ${trafficWaivedUntil}`
      : '';
    return [
      `Cost   ${e.totalText} ${e.currency} a month   (${number(billedSources(this.usage))} x ${HOURS_PER_MONTH} h, ${number(gigabytes)} GB${waived})`,
      '',
    ];
  }

  /** The notes on filters, without their packets. */
  private filterNotes(): string[] {
    const byFilter = new Map<string, string[]>();
    for (const { filter = 'all filters', text, names = [], advice } of appNotes(this.evaluation._model)) {
      for (const line of [text, ...names, ...advice === undefined ? [] : [advice]]) gather(byFilter, filter, line);
    }
    return byFilter.size === 0 ? [] : [
      'Filters',
      ...[...byFilter].flatMap(([filter, texts]) => [`  ${filter}`, ...texts.flatMap((text) => wrapped(`    ${text}`, WIDTH, 6))]),
      '  traffic-mirror explain lists the packets of these notes',
      '',
    ];
  }

  private fleetChanges(): { readonly path: string; readonly change: ChangeStatement }[] {
    return this.evaluation._model.documents.flatMap((d) => d.statements?.fleets ?? [])
      .flatMap(({ path, change }) => change ? [{ path, change }] : []);
  }

  private changes(): string[] {
    const fleets = this.fleetChanges().filter(({ change }) => !isEmpty(change))
      .flatMap(({ path, change }) => wrapped(`  ${path}: ${changeText(change)}`, WIDTH, 4));
    const filters = filterChanges(this.evaluation).flatMap(({ filter, comparedWith, lines }) => [
      `  ${filter}, against ${comparedWith}:`, ...lines.flatMap((line) => wrapped(`    ${line}`, WIDTH, 6)),
    ]);
    return fleets.length + filters.length > 0 ? ['Changes', ...fleets, ...filters, ''] : [];
  }

  private findings(): string[] {
    const { findings, acknowledged, baselined } = this.evaluation;
    // The verdict has the counts.
    if (findings.length + acknowledged.length + baselined.length === 0) return [];
    return [...this.evaluation._in('en').text.split('\n').flatMap((line) => wrapped(line, WIDTH, INDENT)), ''];
  }

  private next(): string[] {
    const sessions = this.usage.reduce((sum, u) => sum + u.sessions, 0);
    const { secondsPerCall, callsToCreate, parallelism } = ASSUMED_RATE;
    const seconds = secondsPerCall * callsToCreate;
    const minutes = Math.ceil(sessions * seconds / parallelism / 60);
    const stacks = Object.values(this.app.manifest.stacks);
    return [
      `First apply   about ${number(minutes)} min for ${count(sessions, 'session')}, at ${seconds} s for each session and a parallelism of ${parallelism}`,
      'Terraform',
      ...stacks.map((s) => `  ${relative(process.cwd(), `${this.app.outdir}/${s.synthesizedStackPath}`)}`),
      '',
      this.evaluation.ok
        ? `Next   ${FRAMEWORK.module} diff ${stacks.map(({ name }) => name).join(' ')}`
        : 'Next   fix the errors above, then synthesize again',
      '',
    ];
  }
}

function limitText(catalog: MirrorCatalog, name: MirrorQuotaName, limit: number | undefined): string {
  const { unit } = catalog.quota(name);
  return limit === undefined ? 'not documented' : `${number(limit)} ${limit === 1 ? unit.replace(/s$/, '') : unit}`;
}

function some(names: string[]): string {
  return names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}

/** Whether a change has nothing to report. */
function isEmpty({ created, touched, removed, waiting, released }: ChangeStatement): boolean {
  return created + touched + removed + waiting.count + released.count === 0;
}

/** A table whose columns are as wide as their widest cell. The first column is aligned left, the others right. */
function table(rows: string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((r) => r[column].length)));
  return rows.map(
    (r) => r.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join('   ').trimEnd(),
  );
}
