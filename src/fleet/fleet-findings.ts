import { besideFindings, sourcesOutside } from './beside-findings';
import { idOf } from './existing-sessions';
import { repairOf } from './ledger-repair-advice';
import { LimitsInForce } from './limits-in-force';
import { MirrorLedger } from './mirror-ledger';
import { MirrorPlacementProps, OnNewSource } from './mirror-placement';
import { MirrorPacking } from './packing';
import { orderFindings } from './order-findings';
import { FleetPlan, Shortage, WaitReason } from './plan-input';
import { error, warning } from './stated-findings';
import { MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import { quotaKey } from '../catalog/quotas';
import { StatedFinding } from '../model/document';
import { known } from '../net/known';
import { Phrase, phrase, Words } from '../texts/phrase';

/** Findings about the plan and the ledger of a fleet, which the Terraform does not show. */
export class FleetFindings {
  private readonly findings: StatedFinding[] = [];

  constructor(
    private readonly path: string, private readonly plan: FleetPlan, private readonly ledger: MirrorLedger,
    private readonly limits: LimitsInForce, private readonly props: MirrorPlacementProps, private readonly copyable: boolean,
  ) {}

  /** @param fleet the name of the fleet in the ledger */
  public all(fleet: string, shards: ShardsOfPlan): StatedFinding[] {
    this.leftOut(fleet);
    this.contradictions(fleet);
    this.order(fleet);
    this.removals(fleet);
    this.stranded();
    this.waiting();
    this.switchedOff();
    this.plan.shortages.forEach((shortage) => this.shortage(shortage));
    this.outside(fleet);
    this.changedKeys();
    this.changedOutside(fleet);
    this.shards(fleet, shards);
    if (this.ledger._isInMemory) this.add(warning('TM516', 'inMemory'));
    return this.findings;
  }

  private shards(plan: string, { unbuilt, empty, wrong }: ShardsOfPlan): void {
    const withSessions = unbuilt.filter(({ sessions }) => sessions > 0);
    if (withSessions.length > 0) {
      const sessions = withSessions.reduce((sum, shard) => sum + shard.sessions, 0);
      this.add(error('TM524', 'shardMissing', { plan, shards: withSessions.map(({ number }) => String(number)), sessions }));
    }
    const without = unbuilt.filter(({ sessions, number }) => sessions === 0 && number > 0).map(({ number }) => number);
    if (without.length > 0) this.add(error('TM524', 'emptyMissing', { plan, shards: without.map(String) }));
    if (empty.length > 0) this.add(warning('TM524', 'empty', { plan, shards: empty.map(String) }));
    if (wrong.length > 0) this.add(error('TM524', 'notDestroyed', { plan, shards: wrong.map(String) }));
  }

  private add(finding: Omit<StatedFinding, 'path'>, subject?: string): void {
    this.findings.push({ ...finding, path: this.path, ...subject !== undefined && { subject } });
  }

  private leftOut(fleet: string): void {
    if (this.plan.leftOut.length === 0) return;
    const fail = (this.props.onNewSource ?? OnNewSource.FAIL) === OnNewSource.FAIL;
    const { name: ledger, _exists: exists } = this.ledger;
    const [recorded, running] = [this.ledger._recorded(fleet)?.values() ?? [], this.plan.before.values()]
      .map((sessions) => new Set([...sessions].flatMap(({ sources }) => sources.map(({ key }) => key))));
    // A source that runs would be lost, so it is not left out on request.
    const refused = (keys: readonly string[]) => fail || keys.some((key) => running.has(key));
    const unrecorded = this.plan.leftOut.filter((key) => !recorded.has(key));
    if (unrecorded.length > 0) {
      const frozen = { frozenBy: this.ledger._frozenBy, unfreeze: this.ledger._unfreeze };
      this.add(
        (refused(unrecorded) ? error : warning)('TM511', 'notPlaced', {
          ledger, ...frozen, sources: unrecorded, exists, leftOut: !refused(unrecorded),
        }),
      );
    }
    const joining = this.plan.leftOut.filter((key) => recorded.has(key));
    if (joining.length === 0) return;
    this.add(
      (refused(joining) ? error : warning)('TM511', 'joins', {
        ledger, comparedWith: this.ledger._comparedWith, sources: joining, leftOut: !refused(joining),
      }),
    );
  }

  private contradictions(fleet: string): void {
    const collisions = this.ledger._collisions().filter((pair) => pair.other.fleet === fleet);
    const contradictions = this.ledger._contradictionsOf(fleet);
    if (collisions.length + contradictions.length === 0) return;
    const repair = repairOf(this.ledger.name);
    for (const { held, other } of collisions) {
      this.add(error('TM512', 'samePriority', { ...repair, priority: other.priority, sessions: [held.key, other.key] }), other.key);
    }
    for (const { field, line, source, session, got, earlier } of contradictions) {
      this.add(field === 'order' ? error('TM517', 'sameOrder', { ...repair, line, source, session, order: String(got) })
        : error('TM517', 'disagrees', { ...repair, line, session, field, got: String(got), earlier: String(earlier) }), source);
    }
  }

  private order(fleet: string): void {
    const subject = { fleet, isFirst: this.ledger._isFirst(fleet), single: false, keyOf: (id: string) => this.keyOf(id) };
    for (const finding of orderFindings(subject, this.ledger._orderBase)) this.add(finding);
  }

  private removals(fleet: string): void {
    const ledger = this.ledger.name;
    const stale = this.ledger._staleExpectation(fleet);
    if (stale !== undefined) this.add(warning('TM515', 'nothingMissing', { ledger, expected: stale }));
    const orphans = this.ledger._orphansFor(fleet);
    const kept = new Set(this.plan.kept);
    const own = this.plan.gone.filter((key) => !kept.has(key));
    const gone = [...own, ...orphans];
    this.lostStacks(fleet);
    if (gone.length === 0) return;
    const mass = this.ledger._massRemoval(fleet);
    if (mass) {
      this.add(error('TM514', 'massRemoval', {
        ledger,
        fleet: mass.fleet ?? '',
        incomplete: mass.incomplete ?? false,
        missing: mass.missing,
        of: mass.of,
        sources: mass.fleet === undefined ? gone : own,
        lostFleets: [...this.ledger._lostFleets()],
      }));
    } else if (this.ledger.isFrozen) {
      const leaving = new Set(this.leavingShared(fleet, own));
      const destroyed = gone.filter((key) => !leaving.has(key));
      if (destroyed.length > 0) this.add(warning('TM515', 'frozenHoldsGone', { ledger, sources: destroyed }));
      if (leaving.size > 0) this.add(warning('TM515', 'frozenLeaves', { ledger, sources: [...leaving] }));
    } else if (orphans.length > 0) {
      // Sources that another fleet takes over are reported as TM525.
      const forgotten = this.ledger._withoutNew(orphans);
      if (forgotten.length === 0) return;
      const fleets = [...this.ledger._lostFleets()];
      this.add(warning('TM515', 'fleetGone', { ledger, sources: [...forgotten], fleets }));
    }
  }

  /** Stacks that left the app with their fleets: nothing destroys the sessions and filters that they have. */
  private lostStacks(fleet: string): void {
    if (!this.ledger._isFirst(fleet)) return;
    const { stacks: lostStacks, fleets } = this.ledger._lostStacks();
    if (lostStacks.length > 0) this.add(warning('TM515', 'stackGone', { ledger: this.ledger.name, fleets, lostStacks }));
  }

  /** Of some sources that left the fleet, those whose session stays without them. */
  private leavingShared(fleet: string, keys: readonly string[]): string[] {
    const staying = new Set(this.plan.sessions.map(({ key }) => key));
    const sessions = [...this.ledger._recorded(fleet)?.values() ?? []].filter(({ key }) => staying.has(key));
    const left = new Set(keys);
    return sessions.flatMap(({ sources }) => sources.map(({ key }) => key)).filter((key) => left.has(key));
  }

  private stranded(): void {
    const { stranded } = this.plan;
    if (stranded.length === 0) return;
    const targets = [...new Set(stranded.map((s) => s.target))].sort();
    this.add(error('TM518', 'targetGone', { ledger: this.ledger.name, sessions: stranded.length, targets }));
  }

  private waiting(): void {
    const { kept, parked, waiting } = this.plan;
    if (kept.length > 0) {
      this.add(this.props.deferRemovals ? warning('TM519', 'deferred', { sources: [...kept] })
        : warning('TM519', 'frozenKeeps', { ledger: this.ledger.name, sources: [...kept] }));
    }
    if (parked.length > 0) this.add(warning('TM519', 'parked', { sources: [...parked] }));
    for (const cause of Object.values(WaitReason)) {
      const sources = waiting.filter((w) => w.reason === cause).map(({ key }) => key);
      if (sources.length > 0) this.add(warning('TM519', 'waits', { sources, cause }));
    }
  }

  /** Sessions that are switched off because some of their sources lack the tag. */
  private switchedOff(): void {
    for (const { session, without, others } of this.plan.switchedOff) {
      const { key: tag, values = [] } = this.props.enabledByTag!;
      this.add(
        warning('TM528', 'switchedOff', { session: session.key, without: [...without], others: [...others], tag, values: [...values] }),
        session.key,
      );
    }
  }

  private shortage({ limit, sources, sessions, running }: Shortage): void {
    const { edition } = this.limits;
    // Running sessions keep their packing.
    const dense = running ? NOT_DENSER : this.denser(sources.length, sessions);
    const common = { sources: [...sources], total: this.props.sources.length, edition, need: sessions, ...dense };
    switch (limit) {
      case 'targets': {
        const bySessions = this.limits.quota(MirrorQuotaName.LOAD_BALANCER_TARGET).unit === MirrorQuotaUnit.SESSIONS;
        const need = bySessions ? sessions : sources.length;
        const byQuota = this.targetsByQuota();
        return this.add(error('TM521', 'targets', {
          ...common, need, unit: bySessions ? 'session' : 'source', targetCount: this.props.targets.length,
          kinds: byQuota.map(({ name }) => TARGET_KINDS[name]!),
          counts: byQuota.map(({ count }) => String(count)),
          limits: byQuota.map(({ each }) => String(each)),
          most: byQuota.reduce((sum, { count, each }) => sum + count * each, 0),
          addTargets: Math.ceil(need / Math.max(...byQuota.map(({ each }) => each))),
          raisable: byQuota.flatMap(({ name }) => this.raisable(name)),
        }));
      }
      case 'sessionsPerRegion': {
        const name = MirrorQuotaName.SESSIONS_PER_REGION;
        return this.add(error('TM521', 'sessionsPerRegion', { ...common, limit: this.limits.limit(name), raisable: this.raisable(name) }));
      }
      case 'filters': {
        const name = MirrorQuotaName.SESSIONS_PER_FILTER;
        const filters = this.limits.limit(MirrorQuotaName.FILTERS_PER_REGION);
        return this.add(error('TM521', 'filters', {
          // JSON has no infinity, and an app that does not copy the filter needs no number of filters.
          ...common,
          filters: Number.isFinite(filters) ? filters : 0,
          perFilter: this.limits.limit(name),
          copyable: this.copyable,
          raisable: this.raisable(name),
        }));
      }
      case 'numbers':
        return this.add(error('TM521', 'numbers', { ...common, raisable: [] }));
    }
  }

  /** The effect of dense packing, if it helps. It packs new sources only, so running sessions may have to free numbers first. */
  private denser(sources: number, sessions: number): typeof NOT_DENSER {
    if (this.props.packing === MirrorPacking.DENSE) return NOT_DENSER;
    const perSession = this.limits.limit(MirrorQuotaName.SOURCES_PER_SESSION);
    if (Math.ceil(sources / perSession) >= sessions) return NOT_DENSER;
    const { created } = this.plan;
    const newSources = sources + created.reduce((sum, session) => sum + session.sources.length, 0);
    const denseSessions = Math.ceil(newSources / perSession);
    return { denseSessions, newSources, compactFirst: denseSessions > created.length };
  }

  private targetsByQuota(): { name: MirrorQuotaName; count: number; each: number }[] {
    const counts = new Map<MirrorQuotaName, number>();
    for (const target of this.props.targets) {
      const name = this.limits.targetQuota(target);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].map(([name, count]) => ({ name, count, each: this.limits.limit(name) }));
  }

  private raisable(name: MirrorQuotaName): string[] {
    return this.limits.quota(name).raisable ? [quotaKey(name)] : [];
  }

  /** The key of an interface in the fleet of the plan. */
  private keyOf(id: string): Words {
    for (const { sources } of this.plan.created) for (const source of sources) if (idOf(source) === id) return source.key;
    const changed = this.plan.changed.find(({ after }) => after === id);
    return changed ? phrase('nowKey', { id, key: changed.key }) : id;
  }

  /** Sources, numbers and targets that sessions outside the ledger have too. */
  private outside(fleet: string): void {
    const sessionsPerSource = this.limits.limit(MirrorQuotaName.SESSIONS_PER_SOURCE);
    const { edition } = this.limits;
    const targetIds = new Map(this.props.targets.filter(({ targetId }) => known(targetId)).map(({ key, targetId }) => [key, targetId]));
    const written = { ledger: this.ledger.name, sessions: this.plan.sessions, targetIds, sessionsPerSource };
    const account = this.ledger._account(fleet);
    const sources = [...this.plan.takenOutside, ...sourcesOutside(written, account)];
    if (sources.length > 0) this.add(error('TM522', 'takenOutside', { sources, sessions: sessionsPerSource, edition }));
    for (const [finding, session] of besideFindings(written, account)) this.add(finding, session);
    const absent = this.ledger._absentOf(fleet).filter((key) => this.plan.sessions.some((s) => s.key === key));
    if (absent.length > 0) this.add(warning('TM526', 'absent', { comparedWith: this.ledger._comparedWith, sessions: absent }));
  }

  /** Sessions of the fleet that differ between the account and the ledger. */
  private changedOutside(fleet: string): void {
    const planned = new Map(this.plan.sessions.map((s) => [s.key, s]));
    const targets = new Map(this.props.targets.map(({ key, targetId }) => [key, targetId]));
    for (const { recorded, found } of this.ledger._ownOf(fleet)) {
      const session = planned.get(recorded.key);
      if (!session) continue;
      const target = targets.get(recorded.target);
      const ids = recorded.sources.map(idOf);
      const sources = known(ids) && ids.join() !== found.sourceIds.join();
      const { enabled, packetLength } = this.ledger._attributesOf(fleet, session);
      const replaced = packetLength !== undefined && found.packetLength !== undefined && packetLength !== found.packetLength;
      const changes = [
        ...enabled === true && !found.enabled ? [insteadOf('enabled', 'false', 'true')] : [],
        ...replaced ? [insteadOf('packetLength', found.packetLength, packetLength)] : [],
        ...found.priority === recorded.priority ? [] : [insteadOf('priority', found.priority, recorded.priority)],
        ...found.virtualNetworkId === recorded.vni ? [] : [insteadOf('VNI', found.virtualNetworkId, recorded.vni)],
        ...target === undefined || !known(target) || found.targetId === target ? [] : [insteadOf('target', found.targetId, target)],
        ...sources
          ? [
            phrase('insteadOf', {
              field: 'sources',
              found: phrase('few', { items: found.sourceIds }),
              recorded: phrase('few', { items: ids }),
            }),
          ]
          : [],
      ];
      if (changes.length === 0) continue;
      const interrupted = sources || replaced ? new Set([...ids, ...found.sourceIds]).size : 0;
      this.add(warning('TM526', 'changedOutside', { session: found.sessionId, changes, replaced, interrupted }), recorded.key);
    }
  }

  private changedKeys(): void {
    for (const { key, before, after, others } of this.plan.changed) {
      this.add(warning('TM523', 'keyChanged', { key, before, after, others }), key);
    }
  }
}

const NOT_DENSER = { denseSessions: 0, newSources: 0, compactFirst: false };

/** Shards of a plan that are used wrongly. */
export interface ShardsOfPlan {
  /** Shards that are in no stack of the app. */
  readonly unbuilt: readonly { readonly number: number; readonly sessions: number }[];
  /** Shards that are in a stack but have no sessions. */
  readonly empty: readonly number[];
  /** Shards that are declared destroyed but have sessions. */
  readonly wrong: readonly number[];
}

function insteadOf(field: string, found: string | number | undefined, recorded: string | number | undefined): Phrase {
  return phrase('insteadOf', { field, found: String(found), recorded: String(recorded) });
}

/** The kind of target that each quota limits. */
const TARGET_KINDS: Partial<Record<MirrorQuotaName, string>> = {
  [MirrorQuotaName.LOAD_BALANCER_TARGET]: 'loadBalancer',
  [MirrorQuotaName.NETWORK_INTERFACE_TARGET]: 'networkInterface',
  [MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET]: 'largeNetworkInterface',
};
