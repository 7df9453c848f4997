import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import { App } from 'cdktf';
import { htmlReport } from './html-report';
import { filterChanges, gitRoot } from './report-data';
import { billedSources, MirrorUsage, monthlyEstimates, usageOf } from './usage';
import { ASSUMED_RATE } from '../catalog/behaviour';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { filterNoteLines } from '../checks/filter-notes';
import { packageVersion } from '../input/package-version';
import type { MirrorSelection } from '../inventory/mirror-selection';
import { refusal } from '../net/refusal';
import { MirrorEvaluation } from '../policy/mirror-evaluation';
import { changeText } from '../policy/change-text';
import { MirrorPolicy } from '../policy/mirror-policy';

/** What a report is made of beside the app. */
export interface MirrorReportOptions {
  /**
   * The selection that the app was built from: then the report says who is left out and why.
   *
   * @default - the report starts with the sessions
   */
  readonly selection?: MirrorSelection;
  /**
   * Gigabytes mirrored in a month, for the price of traffic.
   *
   * @default 0
   */
  readonly gigabytes?: number;
}

/** Interfaces named for each reason. */
const NAMED = 4;

/** A page about the mirroring of an app, for people. */
export class MirrorReport {
  /**
   * The report of an app. After `app.synth()` it reads what was written.
   *
   * @throws where the scope is no app
   */
  public static of(app: App, options: MirrorReportOptions = {}): MirrorReport {
    if (!App.isApp(app)) throw refusal({ what: 'the scope of MirrorReport.of', got: 'a construct', allowed: 'the app', fix: 'write MirrorReport.of(app)' });
    return new MirrorReport(app, MirrorPolicy.of(app).evaluate(), options);
  }

  /** What the checks say. */
  public readonly evaluation: MirrorEvaluation;
  private readonly usage: MirrorUsage[];

  private constructor(private readonly app: App, evaluation: MirrorEvaluation, private readonly options: MirrorReportOptions) {
    this.evaluation = evaluation;
    this.usage = usageOf(evaluation._model);
  }

  /**
   * Writes the report as one HTML page that needs nothing else: the verdict, the findings, who is mirrored by which filter
   * to where, quotas, cost, and what the change interrupts.
   *
   * @param path where to; folders on the way are made
   */
  public writeHtml(path: string): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, this.html);
  }

  /** The report as one HTML page. */
  public get html(): string {
    const { stacks } = this.app.manifest;
    const { documents } = this.evaluation._model;
    const files = documents.flatMap(({ path, folder }): [string, string][] => folder !== undefined && stacks[folder] ? [[path, join(this.app.outdir, stacks[folder].synthesizedStackPath)]] : []);
    const kinds = `${documents.length} ${documents.length === 1 ? 'stack' : 'stacks'} of this app`;
    return htmlReport({ evaluation: this.evaluation, files: new Map(files), kinds, incomplete: [], notes: [], version: packageVersion(), root: gitRoot() });
  }

  /** The page as plain text. */
  public get text(): string {
    return [
      'Traffic mirroring',
      '',
      ...this.interfaces(),
      ...this.usage.flatMap((u) => [...this.quotas(u), ...this.targets(u)]),
      ...this.arrival(),
      ...this.cost(),
      ...this.filterNotes(),
      ...this.changes(),
      ...this.findings(),
      ...this.whereabouts(),
    ].join('\n');
  }

  private interfaces(): string[] {
    const selection = this.options.selection;
    if (!selection) return [];
    const byText = new Map<string, string[]>();
    for (const d of selection.leftOutDecisions) {
      const there = byText.get(d.text);
      if (there) there.push(d.name ?? d.interfaceId);
      else byText.set(d.text, [d.name ?? d.interfaceId]);
    }
    const groups = [...byText].sort(([, a], [, b]) => b.length - a.length);
    return [
      `Interfaces        ${selection.total} in the estate, ${selection.selected} mirrored, ${selection.leftOut} left out (edition ${selection.edition})`,
      ...groups.map(([text, names]) => `  ${String(names.length).padStart(5)}  ${text}: ${some(names)}`),
      ...selection.warnings.map((w) => `   note  ${w}`),
      '',
    ];
  }

  private quotas(u: MirrorUsage): string[] {
    const row = (title: string, used: string, name: MirrorQuotaName) => [title, used, ...MirrorCatalog.editions.map((e) => limitText(e, name))];
    const inForce = this.evaluation.edition;
    const rows = [
      ['', 'used', ...MirrorCatalog.editions.map((e) => `edition ${e}${e === inForce ? ' *' : ''}`)],
      row('sessions', String(u.sessions), MirrorQuotaName.SESSIONS_PER_REGION),
      row('sources in the fullest session', u.sourcesInFullestSession, MirrorQuotaName.SOURCES_PER_SESSION),
      row('sessions of the busiest source', String(u.sessionsOfBusiestSource), MirrorQuotaName.SESSIONS_PER_SOURCE),
      row('sessions of the busiest filter', String(u.sessionsOfBusiestFilter), MirrorQuotaName.SESSIONS_PER_FILTER),
      row('rules of the longest filter', String(u.rulesOfLongestFilter), MirrorQuotaName.RULES_PER_FILTER),
      row('filters', String(u.filters), MirrorQuotaName.FILTERS_PER_REGION),
    ];
    return [`Quotas            ${u.title} (* in force)`, ...table(rows), ''];
  }

  private targets(u: MirrorUsage): string[] {
    const rows = [
      ['', 'sessions', 'sources', ...MirrorCatalog.editions.map((e) => `edition ${e}`)],
      ...u.targets.slice(0, 20).map((t) => [t.name, String(t.sessions), t.sources, ...MirrorCatalog.editions.map((e) => limitText(e, t.quota(MirrorCatalog.of(e))))]),
    ];
    return [`Targets           ${u.targets.length}`, ...table(rows), ...u.targets.length > 20 ? [`  and ${u.targets.length - 20} more`] : [], ''];
  }

  private arrival(): string[] {
    const sources = this.evaluation._model.sessions.reduce((sum, s) => sum + (s.sources?.length ?? 0), 0);
    if (sources === 0) return [];
    // Every check of the way counts the sources that get the whole of it.
    const proved = this.evaluation.passed('TM403');
    const others = proved === sources ? '' : '; TM401 to TM408 below say what stops the others, or what is not known of them';
    return [`Arrival           the copies of ${proved} of ${sources} source${sources === 1 ? '' : 's'} are proved to get into their target${others}`, ''];
  }

  private cost(): string[] {
    const gigabytes = this.options.gigabytes ?? 0;
    const sources = billedSources(this.usage);
    return [
      `Cost per month    30 days of 24 h, ${sources} active source${sources === 1 ? '' : 's'}, ${gigabytes} GB mirrored`,
      ...monthlyEstimates(this.usage, gigabytes).map(({ edition, estimate: e }) => {
        const { trafficWaivedUntil } = MirrorCatalog.of(edition).price;
        const waived = gigabytes > 0 && trafficWaivedUntil ? `, traffic free until ${trafficWaivedUntil}` : '';
        return `  edition ${edition}    ${e.totalText} ${e.currency} (interfaces ${e.instanceFeeText}, traffic ${e.trafficFeeText}${waived})`;
      }),
      '',
    ];
  }

  private filterNotes(): string[] {
    const lines = filterNoteLines(this.evaluation._model);
    return lines.length > 0 ? ['Filters', ...lines.map((line) => `  ${line}`), ''] : [];
  }

  private changes(): string[] {
    const changes = this.evaluation._model.documents.flatMap((d) => d.statements?.fleets ?? []).flatMap(({ path, change }) => change ? [`  ${path}: ${changeText(change)}`] : []);
    const filters = filterChanges(this.evaluation).flatMap(({ filter, comparedWith, lines }) => [`  ${filter}, against ${comparedWith}:`, ...lines.map((line) => `    ${line}`)]);
    return changes.length + filters.length > 0 ? ['This synth', ...changes, ...filters, ''] : [];
  }

  private findings(): string[] {
    return [this.evaluation.text, ''];
  }

  private whereabouts(): string[] {
    const sessions = this.usage.reduce((sum, u) => sum + u.sessions, 0);
    const { secondsPerCall, callsToCreate, parallelism } = ASSUMED_RATE;
    const seconds = secondsPerCall * callsToCreate;
    const minutes = Math.ceil(sessions * seconds / parallelism / 60);
    return [
      `First apply       about ${minutes} min for ${sessions} sessions, assuming ${seconds} s a session at Terraform's parallelism of ${parallelism}`,
      'Terraform',
      ...Object.values(this.app.manifest.stacks).map((s) => `  ${relative(process.cwd(), `${this.app.outdir}/${s.synthesizedStackPath}`)}`),
      '',
    ];
  }
}

function limitText(edition: MirrorEdition, name: MirrorQuotaName): string {
  const quota = MirrorCatalog.of(edition).quota(name);
  return quota.limit === undefined ? 'not stated' : `${quota.limit.toLocaleString('en')} ${quota.limit === 1 ? quota.unit.replace(/s$/, '') : quota.unit}`;
}

function some(names: string[]): string {
  return names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}

/** Columns set to their widest cell, the first to the left and the others to the right. */
function table(rows: string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((r) => r[column].length)));
  return rows.map((r) => `  ${r.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join('   ')}`.trimEnd());
}
