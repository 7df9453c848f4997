import { ExportedFilter } from './exported-filter';
import { ExportedSession } from './exported-session';
import { exportedFilter } from './read-filter';
import { exportedSession } from './read-session';
import { NamedText, namedTexts, textsOfFiles } from '../input/documents';
import { Fields, Place, placeText } from '../input/fields';
import { checkAge, MirrorInputAge } from '../input/input-age';
import { eachRecord } from '../input/list-call';
import { FILTERS_CALL, SESSIONS_CALL } from '../input/mirror-calls';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';

/** The responses of the two VPC calls that list the filters and sessions of an account in one region. */
export interface MirrorExportFiles extends MirrorInputAge {
  /**
   * JSON of `ListTrafficMirrorFilters`: paths for `fromFiles`, texts for `fromJson`. Each holds one answer, a list of
   * answers, or answers one after another.
   *
   * @default - no filter is read, and the filters that sessions name are not looked for
   */
  readonly filters?: string[];
  /**
   * JSON of `ListTrafficMirrorSessions`, in the same forms.
   *
   * @default - no session is read
   */
  readonly sessions?: string[];
  /**
   * How many sessions there are: the TotalCount of one call of `ListTrafficMirrorSessions`. A merged list does not show
   * whether a page was lost. With this number it does. Fewer are refused.
   *
   * @default - not compared
   */
  readonly expectTotal?: number;
  /**
   * How many filters there are: the TotalCount of one call of `ListTrafficMirrorFilters`.
   *
   * @default - not compared
   */
  readonly expectTotalFilters?: number;
}

/**
 * The filters and sessions that an account has in one region, read at synth from files. They are as the service has
 * them. What of it Terraform can take over, a `MirrorAdoption` shows.
 *
 * @example
 * const exported = MirrorExport.fromFiles({ filters: ['mirror-filters.json'], sessions: ['mirror-sessions.json'] });
 * console.log(`${exported.sessions.length} sessions`);
 */
export class MirrorExport {
  /**
   * Reads files with the answers of `ListTrafficMirrorFilters` and `ListTrafficMirrorSessions` (VPC API 2016-04-28). In
   * Python, Go, Java and C#, use absolute paths: jsii keeps the working directory in which it was started.
   *
   * Throws if a file cannot be read or is no such answer, if pages are missing, if a field is missing or has a
   * value that the API does not know, if an id or a session's priority occurs twice, or where a session's filter is
   * missing. Each names file and record.
   */
  public static fromFiles(files: MirrorExportFiles): MirrorExport {
    return new MirrorExport(
      files,
      files.filters && textsOfFiles(FILTERS_CALL.name, files.filters),
      files.sessions && textsOfFiles(SESSIONS_CALL.name, files.sessions));
  }

  /**
   * Reads the same answers from texts. Errors call them `filters[0]`, `sessions[0]` and so on.
   *
   * Throws as `fromFiles` does.
   */
  public static fromJson(texts: MirrorExportFiles): MirrorExport {
    return new MirrorExport(
      texts, texts.filters && namedTexts('filters', texts.filters), texts.sessions && namedTexts('sessions', texts.sessions),
    );
  }

  private readonly filtersById = new Map<string, ExportedFilter>();
  private readonly sessionsById = new Map<string, ExportedSession>();
  /** If each filter, rule and session was read. */
  private readonly places = new Map<string, Place>();

  /** Why records may be missing in the answers, one sentence each. */
  public readonly warnings: string[];

  private constructor(options: MirrorExportFiles, filters?: NamedText[], sessions?: NamedText[]) {
    checkAge('MirrorExport', options);
    if ((filters?.length ?? 0) + (sessions?.length ?? 0) === 0) {
      throw refusal({
        what: 'filters and sessions of MirrorExport',
        got: described('are both missing'),
        allowed: 'answers of at least one of the two calls',
        fix: 'name the files, or give the texts',
      });
    }
    const filtersRead = eachRecord(FILTERS_CALL, filters ?? [], (x) => {
      const filter = exportedFilter(x);
      this.filtersById.set(this.once('filter', filter.filterId, x), filter);
      for (const { ruleId } of [...filter.inbound, ...filter.outbound]) this.once('rule', ruleId, x);
    }, { name: 'expectTotalFilters', total: options.expectTotalFilters });
    const byPriority = new Map<number, string>();
    const sessionsRead = eachRecord(SESSIONS_CALL, sessions ?? [], (x) => {
      const session = exportedSession(x);
      this.sessionsById.set(this.once('session', session.sessionId, x), session);
      const other = byPriority.get(session.priority);
      if (other !== undefined) {
        throw x.wrong('Priority', session.priority, `a unique priority (${this._place(other)} (${other}) has it too)`,
          'pass the pages of one account and region only. If its sessions changed while the pages were read, read all pages again');
      }
      byPriority.set(session.priority, session.sessionId);
      if (filters && !this.filtersById.has(session.filterId)) {
        throw x.wrong(
          'TrafficMirrorFilterId',
          session.filterId,
          `a filter that ${filters.map((text) => text.name).join(', ') || 'the export'} has`,
          `${FILTERS_CALL.complete}. Make both calls for the same account and region, at the same time`);
      }
    }, { name: 'expectTotal', total: options.expectTotal });
    this.warnings = [...filtersRead.doubts, ...sessionsRead.doubts];
  }

  /** Every filter, sorted by id. */
  public get filters(): ExportedFilter[] {
    return sorted(this.filtersById);
  }

  /** Every session, sorted by id. */
  public get sessions(): ExportedSession[] {
    return sorted(this.sessionsById);
  }

  /** The filter of an id. Undefined if the export has none. Throws for a token, since nobody knows which one it is. */
  public filter(filterId: string): ExportedFilter | undefined {
    return this.filtersById.get(knownId('filterId', filterId));
  }

  /** The session of an id. Undefined if the export has none. Throws for a token, since nobody knows which one it is. */
  public session(sessionId: string): ExportedSession | undefined {
    return this.sessionsById.get(knownId('sessionId', sessionId));
  }

  /**
   * File and record of a filter, rule or session.
   *
   * @internal
   */
  public _place(id: string): string {
    return placeText(this.places.get(id)!);
  }

  private once(kind: string, id: string, { place }: Fields): string {
    const before = this.places.get(id);
    if (before) {
      throw refusal({
        path: placeText(place, id),
        what: `the id of a ${kind}`,
        got: id,
        allowed: `a unique id (${placeText(before)} has it too)`,
        fix: 'pass every page once. If the account changed while its pages were read, read all pages again',
      });
    }
    this.places.set(id, place);
    return id;
  }
}

function knownId(what: string, id: string): string {
  if (!known(id)) throw refusal({ what, got: id, allowed: 'an id that is known at synth', fix: 'write the id that the export has' });
  return id;
}

function sorted<T>(byId: Map<string, T>): T[] {
  return [...byId].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0).map(([, value]) => value);
}
