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
import type { LedgerSession } from '../fleet/ledger-file';
import { MirroredFleet, MirroredFleetProps } from '../fleet/mirrored-fleet';
import { known, literal } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { PortRange } from '../net/port-range';
import { refusal } from '../net/refusal';
import { refuseToken } from '../terraform/arguments';

/** What an obstacle keeps from being adopted. */
export enum AdoptionSubject {
  /** A filter. */
  FILTER = 'filter',
  /** A session. */
  SESSION = 'session',
}

/** Why a filter or session cannot be adopted, and what to do about it. */
export interface AdoptionObstacle {
  /** Whether it is about a filter or a session. */
  readonly subject: AdoptionSubject;
  /** Id of the filter (`tmf-...`) or session (`tms-...`). */
  readonly id: string;
  /**
   * Its name.
   *
   * @default - it has none
   */
  readonly name?: string;
  /** File and record of the export. */
  readonly record: string;
  /** What Terraform cannot represent. */
  readonly reason: string;
  /** What to do about it. */
  readonly cure: string;
}

/** How what is adopted is managed. */
export interface AdoptionOptions {
  /**
   * The provider, and with it account and region: the ones of the export.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/** Properties of an adopted fleet: those of a `MirroredFleet`, which are for the sessions that it makes itself. */
export interface AdoptedFleetProps extends MirroredFleetProps {
  /**
   * Ids of interfaces of adopted sessions (`eni-...`) that are mirrored no longer. A session that loses its last one is
   * destroyed. The other sources of one that keeps some go interrupted for some seconds.
   *
   * @default - every source of the adopted sessions stays
   */
  readonly withoutSources?: string[];
}

/**
 * Takes what an account mirrors already into Terraform: constructs with import blocks, written so that the first plan
 * imports and changes nothing. Import blocks need Terraform 1.5 or later.
 *
 * What Terraform cannot represent is in `notAdoptable`, with the reason and the cure. The rest can be adopted.
 *
 * @example
 * const adoption = MirrorAdoption.of(MirrorExport.fromFiles({ filters: ['mirror-filters.json'] }));
 * adoption.filter(this, 'Web', 'tmf-bp1web');
 */
export class MirrorAdoption {
  /** The adoption of an export. One export is adopted by one adoption, in one app. */
  public static of(exported: MirrorExport): MirrorAdoption {
    refuseToken('MirrorAdoption.of', 'exported', exported, 'a MirrorExport', 'read it with MirrorExport.fromFiles: it is looked through while the app runs');
    return new MirrorAdoption(exported);
  }

  /** What the account has. */
  public readonly exported: MirrorExport;

  private readonly obstacles: AdoptionObstacle[];
  private readonly obstructed: Set<string>;
  private readonly adoptedFilters = new Map<string, MirrorFilter>();
  /** The fleet that has a session, by the session's id. */
  private readonly adoptedSessions = new Map<string, string>();

  private constructor(exported: MirrorExport) {
    this.exported = exported;
    const named = (subject: AdoptionSubject, id: string, name: string | undefined, found: Obstacle[]): AdoptionObstacle[] =>
      found.map(({ reason, cure }) => ({ subject, id, name, record: exported._place(id), reason, cure }));
    this.obstacles = [
      ...exported.filters.flatMap((f) => named(AdoptionSubject.FILTER, f.filterId, f.filterName, filterObstacles(f))),
      ...exported.sessions.flatMap((s) => named(AdoptionSubject.SESSION, s.sessionId, s.sessionName, sessionObstacles(s))),
    ];
    this.obstructed = new Set(this.obstacles.map(({ id }) => id));
  }

  /** Why filters and sessions cannot be adopted: filters first, by id. One of them may have several. */
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
   * Adopts a filter with its rules, as they are.
   *
   * Once it is applied, the `MirrorFilter` of `filterCode` can take its place.
   *
   * Throws if the export has no such filter, if it was adopted before, or where it cannot be adopted.
   *
   * @param filterId id of the filter (`tmf-...`)
   */
  public filter(scope: Construct, id: string, filterId: string, options: AdoptionOptions = {}): MirrorFilter {
    const path = `${scope.node.path}/${id}`;
    const exported = this.adoptable(filterId, path);
    const before = this.adoptedFilters.get(filterId);
    if (before) {
      throw refusal({
        path, what: 'filterId', got: filterId, allowed: `a filter that is not adopted yet; ${before.node.path} is it`, fix: `use ${before.node.path}, or leave it out`,
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
   * Adopts every filter that can be adopted and was not yet, each under its id. What cannot be adopted is a warning of
   * the synth.
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
   * Adopts every session that can be adopted and is in no other fleet of the ledger, as a fleet. Each keeps its sources
   * in their order, its priority, VNI, target, filter, name, description, packet length, resource group, tags, and
   * whether it is on. Filters that they use and that are not adopted yet are adopted in addition to the fleet, each under its
   * id. A filter that cannot be adopted is used by its id.
   *
   * The props are those of a `MirroredFleet`, and are for what is added: `filter` and all attributes are those of new
   * sessions, `sources` and `targets` are in addition to the adopted ones. An adopted source or target that is given too has
   * what is set of it there. `enabled: false` switches off all sessions. `enabledByTag` and `compaction` leave
   * adopted ones alone.
   *
   * The ledger keeps the adopted sessions by their ids from the first synth on that is not frozen. The export must stay
   * as long as the fleet does: it holds what each session has of its own. What cannot be adopted is a warning, and its
   * numbers, sources and targets are taken into account by every fleet of the ledger.
   *
   * Throws if the ledger has a session of the fleet that the export does not have, or where another fleet of the
   * ledger was made before and the export was not given to `MirrorLedger.file` as `existing`.
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
    // Once recorded, a session that is not in the ledger any more was removed, and is not adopted again.
    const recorded = ledger._recorded(name);
    const seeds = recorded ? [] : seedsOf(name, fresh, beside);
    // A frozen ledger is only read: the sources are new to it, which is a finding.
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
   * The TypeScript of a `MirrorFilter` that takes an adopted filter's place once the adoption is applied: in the same
   * scope and with the same id it has the same Terraform addresses, so that the next plan is empty.
   *
   * Throws if the export has no such filter, or where it cannot be adopted.
   *
   * @param id the id that the adopted filter has in its scope
   * @param filterId id of the filter (`tmf-...`)
   */
  public filterCode(id: string, filterId: string): string {
    const exported = this.adoptable(filterId);
    return filterCode(id, exported, writtenTexts(exported));
  }

  /** What can be adopted and what cannot, for people. */
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

  /** The adopted sessions among those that the ledger has of a fleet: they are called by their ids. */
  private recordedSessions(path: string, recorded: LedgerSession[], { without }: GivenBeside): LedgerSession[] {
    const adopted = recorded.filter(({ key }) => SESSION_ID.test(key));
    for (const { key, sources } of adopted) {
      const ids = sources.map(idOf);
      if (this.exported.session(key) || ids.every((source) => without.has(source))) continue;
      throw refusal({
        path, what: 'the export', got: `no session ${key}, which the ledger has as adopted`, allowed: 'an export that has every adopted session',
        fix: `keep the export in which it is: what the session has of its own stands there; if it is gone, say withoutSources: [${ids.map((source) => `'${source}'`).join(', ')}]`,
      });
    }
    return adopted.filter(({ key }) => this.exported.session(key));
  }

  /** The filters of sessions: adopted ones, and where that is not possible by their ids. */
  private filterIds(scope: Construct, sessions: LedgerSession[], options: AdoptionOptions): Map<string, string> {
    const ids = [...new Set(sessions.map(({ key }) => this.exported.session(key)!.filterId))].sort();
    return new Map(ids.map((filterId) => {
      const adopted = this.adoptedFilters.get(filterId);
      if (adopted) return [filterId, adopted.filterId];
      if (this.exported.filter(filterId) && !this.obstructed.has(filterId)) return [filterId, this.filter(scope, filterId, filterId, { provider: options.provider }).filterId];
      this.warn(scope, AdoptionSubject.FILTER, this.obstacles.filter((obstacle) => obstacle.id === filterId));
      return [filterId, filterId];
    }));
  }

  private adoptable(filterId: string, path?: string): ExportedFilter {
    const what = 'filterId';
    const exported = this.exported.filter(filterId);
    if (!exported) {
      throw refusal({ path, what, got: filterId, allowed: 'the id of a filter of the export (tmf-...)', fix: 'see its spelling, or export again' });
    }
    const obstacles = this.obstacles.filter(({ id }) => id === filterId);
    if (obstacles.length > 0) {
      throw refusal({
        path,
        what: `${what}, which cannot be adopted: ${obstacles.map(({ reason }) => reason).join('; ')}`,
        got: filterId,
        allowed: 'a filter that Terraform can represent as it is',
        fix: `${obstacles.map(({ cure }) => cure).join('; ')}; what stays with the console is used by MirrorFilter.fromFilterId`,
      });
    }
    return exported;
  }
}

function adoptedSession(session: ExportedSession, filterIds: ReadonlyMap<string, string>): AdoptedSession {
  const { filterId, sessionName, description, packetLength, enabled } = session;
  const { resourceGroupId, tags } = labels(session);
  return { filterId: filterIds.get(filterId)!, name: sessionName && literal(sessionName), description: description && literal(description), packetLength, resourceGroupId, tags, enabled };
}

function checkBeside(path: string, { sources, targets, ledger, fleetName, withoutSources = [] }: AdoptedFleetProps): GivenBeside {
  const [allowed, fix] = ['what is known at synth', 'give the value itself: a fleet is placed while the app runs'];
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

/** What is known of a filter in addition to its rules. */
function writtenTexts(filter: ExportedFilter): WrittenTexts {
  const { filterName, description } = filter;
  return { filterName: filterName && literal(filterName), description: description && literal(description), ...labels(filter) };
}

/** Resource group and tags. The service's own tags are left out, since the provider takes no notice of them. */
function labels({ resourceGroupId, tags }: Pick<ExportedFilter, 'resourceGroupId' | 'tags'>): Pick<WrittenTexts, 'resourceGroupId' | 'tags'> {
  const own = Object.entries(tags)
    .filter(([key]) => !RESERVED_TAG_PREFIXES.some((prefix) => key.startsWith(prefix)))
    .map(([key, value]) => [literal(key), literal(value)]);
  return { resourceGroupId, tags: own.length > 0 ? Object.fromEntries(own) : undefined };
}

function obstacleLine({ subject, id, name, record, reason, cure }: AdoptionObstacle): string {
  return `${subject} ${id}${name === undefined ? '' : ` (${name})`} of ${record} cannot be adopted: ${reason}; ${cure}`;
}
