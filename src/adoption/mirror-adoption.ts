import { Annotations, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { GivenBeside, seedsOf, sourcesOf, targetsOf } from './adopted-placement';
import { ExportedFilter, ExportedRule } from '../export/exported-filter';
import { ExportedSession } from '../export/exported-session';
import { filterCode, WrittenTexts } from './filter-code';
import { ImportBlocks } from './import-blocks';
import { MirrorExport } from '../export/mirror-export';
import { SESSION_ID } from '../export/read-session';
import { filterObstacles, Obstacle, sessionObstacles } from './obstacles';
import { RESERVED_TAG_PREFIXES } from '../catalog/limits';
import { MirrorFilter } from '../filter/mirror-filter';
import { MirrorRule, MirrorRuleAction } from '../filter/mirror-rule';
import type { AdoptedSession } from '../fleet/adopted-session';
import { idOf } from '../fleet/existing-sessions';
import type { LedgerSession } from '../fleet/ledger-content';
import { MirroredFleet, MirroredFleetProps } from '../fleet/mirrored-fleet';
import { known, literal } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { PortRange } from '../net/port-range';
import { described, refusal } from '../net/refusal';
import { refuseToken } from '../terraform/arguments';

/** The kind of object that cannot be adopted. */
export enum AdoptionSubject {
  /** A filter. */
  FILTER = 'filter',
  /** A session. */
  SESSION = 'session',
}

/** The reason why a filter or session cannot be adopted, and the fix. */
export interface AdoptionObstacle {
  /** The kind of the object: a filter or a session. */
  readonly subject: AdoptionSubject;
  /** Id of the filter (`tmf-...`) or session (`tms-...`). */
  readonly id: string;
  /**
   * Its name.
   *
   * @default - no name
   */
  readonly name?: string;
  /** File and record of the export. */
  readonly record: string;
  /** The property that Terraform cannot represent. */
  readonly reason: string;
  /** The fix. */
  readonly fix: string;
}

/** Options for adopted resources. */
export interface AdoptionOptions {
  /**
   * The provider. Its account and region must be those of the export.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/** Properties of an adopted fleet. The properties of a `MirroredFleet` apply to its new sessions. */
export interface AdoptedFleetProps extends MirroredFleetProps {
  /**
   * Ids of interfaces of adopted sessions (`eni-...`) that are no longer mirrored. A session that loses its last source is
   * destroyed. If a session keeps other sources, these are interrupted for some seconds.
   *
   * @default - all sources of the adopted sessions stay
   */
  readonly withoutSources?: string[];
}

/**
 * Adopts the existing filters and sessions of an account into Terraform, as constructs with import blocks. The first plan
 * imports them and changes nothing. Import blocks need Terraform 1.5 or later.
 *
 * `notAdoptable` lists the objects that Terraform cannot represent, with the reason and the fix. All others can be adopted.
 *
 * @example
 * const adoption = MirrorAdoption.of(MirrorExport.fromFiles({ filters: ['mirror-filters.json'] }));
 * adoption.filter(this, 'Web', 'tmf-bp1web');
 */
export class MirrorAdoption {
  /** The adoption of an export. Use one adoption for each export, in one app. */
  public static of(exported: MirrorExport): MirrorAdoption {
    refuseToken(
      'MirrorAdoption.of',
      'exported',
      exported,
      'a MirrorExport',
      'read it with MirrorExport.fromFiles. It must be known while the app runs',
    );
    return new MirrorAdoption(exported);
  }

  /** The filters and sessions of the account. */
  public readonly exported: MirrorExport;

  private readonly obstacles: AdoptionObstacle[];
  private readonly obstructed: Set<string>;
  private readonly adoptedFilters = new Map<string, MirrorFilter>();
  /** The fleet of each session, by the session's id. */
  private readonly adoptedSessions = new Map<string, string>();

  private constructor(exported: MirrorExport) {
    this.exported = exported;
    const named = (subject: AdoptionSubject, id: string, name: string | undefined, found: Obstacle[]): AdoptionObstacle[] =>
      found.map(({ reason, fix }) => ({ subject, id, name, record: exported._place(id), reason, fix }));
    this.obstacles = [
      ...exported.filters.flatMap((f) => named(AdoptionSubject.FILTER, f.filterId, f.filterName, filterObstacles(f))),
      ...exported.sessions.flatMap((s) => named(AdoptionSubject.SESSION, s.sessionId, s.sessionName, sessionObstacles(s))),
    ];
    this.obstructed = new Set(this.obstacles.map(({ id }) => id));
  }

  /** The reasons why filters and sessions cannot be adopted: filters first, by id. An object may have several reasons. */
  public get notAdoptable(): AdoptionObstacle[] {
    return [...this.obstacles];
  }

  /** Filters that can be adopted, by id. */
  public get adoptableFilters(): ExportedFilter[] {
    return this.exported.filters.filter(({ filterId }) => !this.obstructed.has(filterId));
  }

  /** Sessions that can be adopted, by id. */
  public get adoptableSessions(): ExportedSession[] {
    return this.exported.sessions.filter(({ sessionId }) => !this.obstructed.has(sessionId));
  }

  /**
   * Adopts a filter with its rules, unchanged.
   *
   * After the apply, you can replace it with the `MirrorFilter` of `filterCode`.
   *
   * Throws if the export does not contain the filter, if it was adopted before, or if it cannot be adopted.
   *
   * @param filterId id of the filter (`tmf-...`)
   */
  public filter(scope: Construct, id: string, filterId: string, options: AdoptionOptions = {}): MirrorFilter {
    const path = `${scope.node.path}/${id}`;
    const exported = this.adoptable(filterId, path);
    const before = this.adoptedFilters.get(filterId);
    if (before) {
      throw refusal({
        path,
        what: 'filterId',
        got: filterId,
        allowed: `a filter that is not adopted yet. ${before.node.path} already adopts it`,
        fix: `use ${before.node.path}, or omit it`,
      });
    }
    const filter = new MirrorFilter(scope, id, {
      inbound: exported.inbound.map(ruleOf),
      outbound: exported.outbound.map(ruleOf),
      ...writtenTexts(exported),
      provider: options.provider,
    });
    const block = (direction: 'inbound' | 'outbound') => ({ priority, ruleId }: ExportedRule) =>
      ({ to: filter._ruleResource(direction, priority)!, id: `${filterId}:${ruleId}` });
    new ImportBlocks(filter, 'Imports', [
      { to: filter._resource, id: filterId },
      ...exported.inbound.map(block('inbound')),
      ...exported.outbound.map(block('outbound')),
    ]);
    this.adoptedFilters.set(filterId, filter);
    return filter;
  }

  /**
   * Adopts every filter that can be adopted and was not adopted before, each with its id as construct id. The synth reports the
   * others as warnings.
   *
   * @returns the filters, by id
   */
  public filters(scope: Construct, options: AdoptionOptions = {}): MirrorFilter[] {
    this.warn(scope, AdoptionSubject.FILTER, this.obstacles);
    return this.adoptableFilters
      .filter(({ filterId }) => !this.adoptedFilters.has(filterId))
      .map(({ filterId }) => this.filter(scope, filterId, filterId, options));
  }

  /**
   * Adopts every session that can be adopted and is in no other fleet of the ledger, as a fleet. Each session keeps its sources
   * in their order, its priority, VNI, target, filter, name, description, packet length, resource group and tags, and
   * whether it is on. The filters of the sessions are adopted as well, each with its id as construct id. A filter that cannot be
   * adopted is referenced by its id.
   *
   * The props are those of a `MirroredFleet`. `filter` and all session attributes apply only to new sessions. `sources` and
   * `targets` are added to the adopted ones. To set properties of an adopted source or target, include it in `sources` or
   * `targets`. `enabled: false` switches off all sessions. `enabledByTag` and `compaction` don't affect adopted sessions.
   *
   * The first synth that is not frozen records the adopted sessions in the ledger, by their ids. Keep the export as long as the
   * fleet, since it contains the attributes of each session. The synth reports sessions that cannot be adopted as warnings. Every
   * fleet of the ledger takes their numbers, sources and targets into account.
   *
   * Throws if the ledger contains a session of the fleet that the export does not contain, or if another fleet of the ledger was
   * created before and the export was not passed to `MirrorLedger.file` as `existing`.
   */
  public fleet(scope: Construct, id: string, props: AdoptedFleetProps): MirroredFleet {
    const path = [scope.node.path, id].filter((part) => part !== '').join('/');
    const name = props.fleetName ?? path;
    const beside = checkBeside(path, props);
    const { ledger } = props;
    ledger._respect(this.exported);
    this.warn(scope, AdoptionSubject.SESSION, this.obstacles);
    const free = new Set(ledger._others().map(({ sessionId }) => sessionId));
    const fresh = this.adoptableSessions.filter(({ sessionId }) => free.has(sessionId) && !this.adoptedSessions.has(sessionId));
    // If the ledger has recorded the fleet, a session that is missing in it was removed. It is not adopted again.
    const recorded = ledger._recorded(name);
    const seeds = recorded ? [] : seedsOf(name, fresh, beside);
    // A frozen ledger is only read. The sources are new to it, which is a finding.
    if (!recorded && !ledger.isFrozen) ledger._seed(name, seeds);
    if (recorded && beside.without.size > 0) {
      const sources = [...recorded.values()].flatMap((session) => session.sources);
      ledger._takeOut(name, new Set(sources.filter((source) => beside.without.has(idOf(source))).map(({ key }) => key)));
    }
    const sessions = recorded ? this.recordedSessions(path, [...recorded.values()], beside) : seeds;
    for (const { key } of sessions) this.adoptedSessions.set(key, path);

    const filterIds = this.filterIds(scope, sessions, props);
    ledger._adopt(name, new Map(sessions.map(({ key }) => [key, adoptedSession(this.exported.session(key)!, filterIds)])));
    const fleet = new MirroredFleet(scope, id, { ...props, sources: sourcesOf(sessions, beside), targets: targetsOf(sessions, beside) });
    const written = new Set(fleet.sessionKeys);
    const imports = sessions.filter(({ key }) => written.has(key)).map(({ key }) => ({ to: fleet._address(key), id: key }));
    if (imports.length > 0) new ImportBlocks(fleet, 'Imports', imports);
    return fleet;
  }

  /**
   * The TypeScript of a `MirrorFilter` that replaces an adopted filter after the adoption is applied. In the same scope and with
   * the same id it has the same Terraform addresses, so that the next plan is empty.
   *
   * Throws if the export does not contain the filter, or if it cannot be adopted.
   *
   * @param id the construct id of the adopted filter
   * @param filterId id of the filter (`tmf-...`)
   */
  public filterCode(id: string, filterId: string): string {
    const exported = this.adoptable(filterId);
    return filterCode(id, exported, writtenTexts(exported));
  }

  /** A summary of the objects that can and cannot be adopted. */
  public toText(): string {
    const { filters, sessions } = this.exported;
    return [
      `${this.adoptableFilters.length} of ${filters.length} filters and ${this.adoptableSessions.length} of ${sessions.length} sessions can be adopted`,
      ...this.obstacles.map(obstacleLine),
    ].join('\n');
  }

  private warn(scope: Construct, subject: AdoptionSubject, obstacles: AdoptionObstacle[]): void {
    for (const obstacle of obstacles) {
      if (obstacle.subject === subject) Annotations.of(scope).addWarning(obstacleLine(obstacle));
    }
  }

  /** The adopted sessions of a fleet in the ledger. Their keys are their ids. */
  private recordedSessions(path: string, recorded: LedgerSession[], { without }: GivenBeside): LedgerSession[] {
    const adopted = recorded.filter(({ key }) => SESSION_ID.test(key));
    for (const { key, sources } of adopted) {
      const ids = sources.map(idOf);
      if (this.exported.session(key) || ids.every((source) => without.has(source))) continue;
      throw refusal({
        path,
        what: 'the export',
        got: described(`lacks session ${key}, which is recorded as adopted in the ledger`),
        allowed: 'an export with all adopted sessions',
        fix: `keep the export that contains the session, since it has the session's attributes. If the session was deleted, set withoutSources: [${ids.map((source) => `'${source}'`).join(', ')}]`,
      });
    }
    return adopted.filter(({ key }) => this.exported.session(key));
  }

  /** The filters of sessions: adopted filters, or references by id if a filter cannot be adopted. */
  private filterIds(scope: Construct, sessions: LedgerSession[], options: AdoptionOptions): Map<string, string> {
    const ids = [...new Set(sessions.map(({ key }) => this.exported.session(key)!.filterId))].sort();
    return new Map(ids.map((filterId) => {
      const adopted = this.adoptedFilters.get(filterId);
      if (adopted) return [filterId, adopted.filterId];
      if (this.exported.filter(filterId) && !this.obstructed.has(filterId)) {
        return [filterId, this.filter(scope, filterId, filterId, { provider: options.provider }).filterId];
      }
      this.warn(scope, AdoptionSubject.FILTER, this.obstacles.filter((obstacle) => obstacle.id === filterId));
      return [filterId, filterId];
    }));
  }

  private adoptable(filterId: string, path?: string): ExportedFilter {
    const what = 'filterId';
    const exported = this.exported.filter(filterId);
    if (!exported) {
      throw refusal({
        path,
        what,
        got: filterId,
        allowed: 'the id of a filter of the export (tmf-...)',
        fix: 'check the spelling, or export again',
      });
    }
    const obstacles = this.obstacles.filter(({ id }) => id === filterId);
    if (obstacles.length > 0) {
      throw refusal({
        path,
        what: `${what}, which cannot be adopted: ${obstacles.map(({ reason }) => reason).join(', and ')}`,
        got: filterId,
        allowed: 'a filter that Terraform can represent as it is',
        fix: `${obstacles.map(({ fix }) => fix).join(', ')}. For a filter that stays in the console, use MirrorFilter.fromFilterId`,
      });
    }
    return exported;
  }
}

function adoptedSession(session: ExportedSession, filterIds: ReadonlyMap<string, string>): AdoptedSession {
  const { filterId, sessionName, description, packetLength, enabled } = session;
  const { resourceGroupId, tags } = labels(session);
  return {
    filterId: filterIds.get(filterId)!,
    name: sessionName && literal(sessionName),
    description: description && literal(description),
    packetLength,
    resourceGroupId,
    tags,
    enabled,
  };
}

function checkBeside(path: string, { sources, targets, ledger, fleetName, withoutSources = [] }: AdoptedFleetProps): GivenBeside {
  const [allowed, fix] = ['a value that is known at synth', 'use a literal value. A fleet is placed while the app runs'];
  for (const [what, given] of Object.entries({ ledger, sources, targets })) refuseToken(path, what, given, allowed, fix);
  for (const [what, given] of Object.entries({ withoutSources, fleetName })) {
    if (!known(given)) throw refusal({ path, what, got: given, allowed, fix });
  }
  return { path, sources, targets, without: new Set(withoutSources) };
}

function ruleOf(rule: ExportedRule): MirrorRule {
  const protocol = MirrorProtocol.of(rule.protocol);
  const options = {
    protocol,
    source: rule.source,
    destination: rule.destination,
    ...protocol.takesPorts && { sourcePort: PortRange.parse(rule.sourcePort!), destinationPort: PortRange.parse(rule.destinationPort!) },
    priority: rule.priority,
  };
  return rule.action === MirrorRuleAction.ACCEPT ? MirrorRule.accept(options) : MirrorRule.drop(options);
}

/** The attributes of a filter other than its rules. */
function writtenTexts(filter: ExportedFilter): WrittenTexts {
  const { filterName, description } = filter;
  return { filterName: filterName && literal(filterName), description: description && literal(description), ...labels(filter) };
}

/** Resource group and tags. The service's system tags are left out, since the provider ignores them. */
function labels(
  { resourceGroupId, tags }: Pick<ExportedFilter, 'resourceGroupId' | 'tags'>,
): Pick<WrittenTexts, 'resourceGroupId' | 'tags'> {
  const own = Object.entries(tags)
    .filter(([key]) => !RESERVED_TAG_PREFIXES.some((prefix) => key.startsWith(prefix)))
    .map(([key, value]) => [literal(key), literal(value)]);
  return { resourceGroupId, tags: own.length > 0 ? Object.fromEntries(own) : undefined };
}

function obstacleLine({ subject, id, name, record, reason, fix }: AdoptionObstacle): string {
  return `${subject} ${id}${name === undefined ? '' : ` (${name})`} of ${record} cannot be adopted: ${reason}. Fix: ${fix}`;
}
