import { idOf } from './existing-sessions';
import { repairAdvice } from './ledger-file';
import { LimitsInForce } from './limits-in-force';
import { MirrorLedger } from './mirror-ledger';
import { MirrorPlacementProps, OnNewSource } from './mirror-placement';
import type { MirrorShard } from './mirror-plan';
import { MirrorPacking } from './packing';
import { FleetPlan, Shortage } from './planner';
import { MirrorQuotaName, MirrorQuotaUnit } from '../catalog/mirror-quota';
import { quotaKey } from '../catalog/quotas';
import { StatedFinding } from '../model/document';
import { known } from '../net/known';
import { counted, few } from '../net/wording';

/** What a fleet knows of its plan and its ledger, and the Terraform cannot show. */
export class FleetFindings {
  private readonly findings: StatedFinding[] = [];

  constructor(
    private readonly path: string, private readonly plan: FleetPlan, private readonly ledger: MirrorLedger,
    private readonly limits: LimitsInForce, private readonly props: MirrorPlacementProps, private readonly copyable: boolean,
  ) {}

  /**
   * @param fleet the name by which the ledger knows the fleet
   * @param unbuilt shards with sessions that no fleet of the app has
   * @param forgotten empty shards that the next run no longer has
   */
  public all(fleet: string, unbuilt: MirrorShard[], forgotten: MirrorShard[]): StatedFinding[] {
    this.leftOut();
    this.contradictions(fleet);
    this.movedSources(fleet);
    this.exchangedUses();
    this.removals(fleet);
    this.stranded();
    this.waiting();
    this.plan.shortages.forEach((shortage) => this.shortage(shortage));
    this.takenOutside();
    this.changedKeys();
    this.changedOutside(fleet);
    if (unbuilt.length > 0) {
      const sessions = unbuilt.reduce((sum, shard) => sum + shard.sessionKeys.length, 0);
      this.say('TM524', 'error', `shard ${few(unbuilt.map((s) => String(s.number)))} of plan ${fleet} with ${counted(sessions, 'session')} is in no stack of the app`,
        `keep MirrorPlan.of({ name: '${fleet}' }), and make a MirroredFleetShard for each of plan.shards, also where a run deploys one stack of them; otherwise their sessions are forgotten`);
    }
    if (forgotten.length > 0) {
      const last = forgotten[forgotten.length - 1].number + 1;
      this.say('TM524', 'warning', `shard ${few(forgotten.map((s) => String(s.number)))} of plan ${fleet} has no session any more, and once the ledger is written the plan has it no more`,
        `state shards: ${last} in MirrorPlan.of, so that its stack stays; apply it, destroy it, and take shards away. Otherwise its sessions and its filter stay in the cloud, and no stack has them`);
    }
    if (this.ledger._isInMemory) {
      this.say('TM516', 'warning', 'the fleet\'s ledger is kept in memory and forgotten, so a later run may number and place sessions anew, which darkens them',
        'use MirrorLedger.file(\'traffic-mirror.lock\') and commit the file');
    }
    return this.findings;
  }

  private say(id: string, severity: 'error' | 'warning', problem: string, fix: string, subject?: string): void {
    this.findings.push({ id, severity, path: this.path, problem, fix, ...subject !== undefined && { subject } });
  }

  private leftOut(): void {
    const { leftOut } = this.plan;
    if (leftOut.length === 0) return;
    const fail = (this.props.onNewSource ?? OnNewSource.FAIL) === OnNewSource.FAIL;
    this.say('TM511', fail ? 'error' : 'warning', `the ledger ${this.ledger.name} is frozen and does not place ${few(leftOut)}${fail ? '' : ', left out here'}`,
      'synthesize where no build server runs (cdktf synth, with no CI variable set) and commit the ledger; running sessions are not touched');
  }

  private contradictions(fleet: string): void {
    const repair = repairAdvice(this.ledger.name);
    for (const [held, other] of this.ledger._collisions().filter(([, s]) => s.fleet === fleet)) {
      this.say('TM512', 'error', `the ledger ${this.ledger.name} gives priority ${other.priority} to session ${held.key} and to session ${other.key}`, repair, other.key);
    }
    for (const c of this.ledger._contradictionsOf(fleet)) {
      const says = c.field === 'order' ? `gives ${c.source} order ${c.got} in session ${c.session}, as an earlier line gives another source` : `says ${c.field} ${c.got} of session ${c.session}, an earlier line says ${c.earlier}`;
      this.say('TM517', 'error', `line ${c.line} of the ledger ${this.ledger.name} ${says}`, repair, c.source);
    }
  }

  /** Sources that leave one fleet or key and turn up under another: Terraform may make the new session before the old one is gone. */
  private movedSources(fleet: string): void {
    const fleets = new Set<string>();
    const moved = this.plan.created.flatMap(({ sources }) => sources.flatMap(({ key, id }) => {
      const former = this.ledger._former(key) ?? this.ledger._former(id ?? key);
      if (former) fleets.add(former.fleet);
      return former ? [`${key} (until now ${former.key} of ${former.fleet})`] : [];
    }));
    for (const { key, after } of this.plan.changed) {
      const former = this.ledger._former(after);
      // Within one session it is one call that takes the list out and puts it in again.
      if (!former || (former.fleet === fleet && this.plan.sessions.some((s) => s.key === former.session && s.sources.some((x) => x.key === key)))) continue;
      fleets.add(former.fleet);
      moved.push(`${after}, now ${key} (until now ${former.key} of ${former.fleet})`);
    }
    if (moved.length === 0) return;
    const one = fleets.size === 1 ? [...fleets][0] : undefined;
    const refused = this.limits.limit(MirrorQuotaName.SESSIONS_PER_SOURCE) === 1;
    const problem = refused ? 'it must be out of there before it is put in here, which is chance in one apply, and the apply fails otherwise' : 'it is taken out of there, and whether before it is put in here is chance';
    this.say('TM525', refused ? 'error' : 'warning', `by the ledger ${this.ledger.name} another session has ${few(moved)}: ${problem}`,
      `keep the fleet's name (fleetName${one === undefined ? '' : `: '${one}'`}) and the source's key; to move a source, remove it and apply, then add it and apply: it is dark between, and no other session is touched`);
  }

  /** Interfaces that were a target until now and become a source, or the other way round. */
  private exchangedUses(): void {
    const added = this.plan.created.flatMap((session) => session.sources).filter(({ key, id }) => namesInterface(id ?? key) && this.ledger._wasTarget(id ?? key));
    const sources = added.map(({ key }) => `${key} (until now a target)`);
    const used = [...new Set(this.plan.sessions.map(({ target }) => target))].filter((key) => namesInterface(key) && this.ledger._former(key));
    const targets = used.map((key) => `${key} (until now a source)`);
    if (sources.length + targets.length === 0) return;
    this.say('TM302', 'error', `by the ledger ${this.ledger.name} these change between source and target: ${few([...sources, ...targets])}; the old use must be over before the new one begins, which is chance in one apply, and the apply fails otherwise`,
      'do it in two: take the source out, or send to another target, and apply; then the new use; no other session is touched');
  }

  private removals(fleet: string): void {
    const stale = this.ledger._staleExpectation(fleet);
    if (stale !== undefined) {
      this.say('TM515', 'warning', `expectRemovals states ${stale} for the ledger ${this.ledger.name}, and no source is missing`,
        'take it away: as long as it stands, so many sources may go missing without an error');
    }
    const orphans = this.ledger._orphansFor(fleet);
    const gone = [...this.plan.gone.filter((key) => !this.plan.kept.includes(key)), ...orphans];
    if (gone.length === 0) return;
    const mass = this.ledger._massRemoval();
    if (mass) {
      const lost = this.ledger._lostFleets();
      const renamed = lost.length > 0 ? `, and whether a fleet was renamed or moved within its stack, and so must state its fleetName: the app no longer has ${few(lost.map((name) => `'${name}'`))}` : '';
      this.say('TM514', 'error', `${mass.missing} of the ${mass.of} sources in the ledger ${this.ledger.name} are missing at once (${few(gone)})`,
        `look whether the inventory is whole${renamed}; if they are really gone, state it: MirrorLedger.file('${this.ledger.name}', { expectRemovals: ${mass.missing} }); their sessions are destroyed, or changed in place where they hold others`);
    } else if (this.ledger.isFrozen) {
      this.say('TM515', 'warning', `the frozen ledger ${this.ledger.name} still holds ${few(gone)}, which the fleet no longer has; their sessions are destroyed, or changed in place where they hold others`,
        'synthesize where no build server runs and commit the ledger, so that their numbers become free');
    } else if (orphans.length > 0) {
      // What another fleet takes over is said as TM525.
      const forgotten = this.ledger._withoutNew(orphans);
      if (forgotten.length === 0) return;
      const lost = few(this.ledger._lostFleets().map((name) => `'${name}'`));
      this.say('TM515', 'warning', `the ledger ${this.ledger.name} has ${few(forgotten)} of ${lost}, which the app no longer has; their sessions are destroyed, and once the ledger is written it has them no more`,
        'make every fleet of the ledger in each run, also where it deploys one stack alone; where one was renamed or moved within its stack, state its old name as fleetName; where it is gone, nothing is to be done');
    }
  }

  private stranded(): void {
    const { stranded } = this.plan;
    if (stranded.length === 0) return;
    const targets = [...new Set(stranded.map((s) => s.target))].sort();
    this.say('TM518', 'error', `the frozen ledger ${this.ledger.name} has ${counted(stranded.length, 'session')} on ${few(targets)}, which ${targets.length === 1 ? 'is' : 'are'} not among the targets`,
      'put the target back, or synthesize where no build server runs and commit the ledger: the sessions move to other targets in place, with their numbers');
  }

  private waiting(): void {
    const { kept, parked } = this.plan;
    if (kept.length > 0) {
      this.say('TM519', 'warning', `${few(kept)} ${kept.length === 1 ? 'is' : 'are'} no longer given, and stay${kept.length === 1 ? 's' : ''} mirrored and billed in a session with others, since deferRemovals is set`,
        'take deferRemovals away when the others of those sessions may go dark for some seconds');
    }
    if (parked.length > 0) {
      this.say('TM519', 'warning', `${few(parked)} ${parked.length === 1 ? 'is' : 'are'} out of any session and not mirrored, since compaction asks for it`,
        'apply this, then take compaction away and apply again: that packs them into their new sessions');
    }
  }

  private shortage({ limit, sources, sessions, running }: Shortage): void {
    const total = this.props.sources.length;
    const start = `${few(sources)} (${sources.length} of ${total} sources) ${sources.length === 1 ? 'has' : 'have'} no place`;
    const [arithmetic, cure] = this.arithmetic(limit, sources.length, sessions, running);
    this.say('TM521', 'error', `${start}: ${arithmetic}`, cure);
  }

  private arithmetic(limit: Shortage['limit'], sources: number, sessions: number, running: boolean): [arithmetic: string, cure: string] {
    const { edition } = this.limits;
    // What runs keeps its packing.
    const pack = running ? '' : this.denser(sources, sessions);
    switch (limit) {
      case 'targets': {
        const unit = this.limits.quota(MirrorQuotaName.LOAD_BALANCER_TARGET).unit;
        const need = unit === MirrorQuotaUnit.SESSIONS ? sessions : sources;
        const byQuota = this.targetsByQuota();
        const takes = byQuota.map(({ name, count, each }) => `${count} ${TARGET_NAMES[name][count === 1 ? 0 : 1]} at ${each}`).join(' and ');
        const most = byQuota.reduce((sum, { count, each }) => sum + count * each, 0);
        const largest = Math.max(...byQuota.map(({ each }) => each));
        return [
          `they need ${counted(need, unit.slice(0, -1))} more, and ${takes} ${this.props.targets.length === 1 ? 'takes' : 'take'} ${counted(most, unit.slice(0, -1))} in all under edition ${edition}, which are used up: short by ${need}`,
          `add ${counted(Math.ceil(need / largest), 'target')}${unit === MirrorQuotaUnit.SESSIONS ? pack : ''}${byQuota.map(({ name }) => this.raise(name)).join('')}; running sessions are not touched`,
        ];
      }
      case 'sessionsPerRegion':
        return [
          `they need ${counted(sessions, 'session')} more, and all ${this.limits.limit(MirrorQuotaName.SESSIONS_PER_REGION)} of the account and region are used under edition ${edition}: short by ${sessions}`,
          `mirror some of them in another account or region${pack}${this.raise(MirrorQuotaName.SESSIONS_PER_REGION)}`,
        ];
      case 'filters': {
        const perFilter = this.limits.limit(MirrorQuotaName.SESSIONS_PER_FILTER);
        const cannot = this.copyable
          ? `the ${this.limits.limit(MirrorQuotaName.FILTERS_PER_REGION)} filters of the account and region, used by ${perFilter} sessions each, are used up`
          : `the filter is used by ${perFilter} sessions, as many as edition ${edition} allows, and it is not made here, so no copy of it can be made`;
        return [
          `they need ${counted(sessions, 'session')} more, and ${cannot}: short by ${sessions}`,
          `${this.copyable ? 'mirror some of them in another account or region, or let a shard hold more (resourcesPerShard), since each has a copy of its own' : 'make the filter with new MirrorFilter, or adopt it'}${pack}${this.raise(MirrorQuotaName.SESSIONS_PER_FILTER)}`,
        ];
      }
      case 'numbers':
        return [
          `they need ${counted(sessions, 'number')} more, priority and VNI each, and priorityRange or virtualNetworkIdRange has no more: short by ${sessions}`,
          `widen the range to where no other fleet takes from${pack}; numbers that this run frees are free in the next`,
        ];
    }
  }

  /** What dense packing would do, where it helps: it packs new sources alone, so that running ones may have to make room before. */
  private denser(sources: number, sessions: number): string {
    if (this.props.packing === MirrorPacking.DENSE) return '';
    const perSession = this.limits.limit(MirrorQuotaName.SOURCES_PER_SESSION);
    if (Math.ceil(sources / perSession) >= sessions) return '';
    const { created } = this.plan;
    const fresh = sources + created.reduce((sum, session) => sum + session.sources.length, 0);
    const needed = Math.ceil(fresh / perSession);
    if (needed > created.length) return ', or first pack densely what runs (packing: MirrorPacking.DENSE and compaction, still without these sources; see docs/ledger.md)';
    return `, or pack them densely (packing: MirrorPacking.DENSE): the ${counted(fresh, 'new source')} then ${fresh === 1 ? 'needs' : 'need'} ${counted(needed, 'session')}`;
  }

  private targetsByQuota(): { name: MirrorQuotaName; count: number; each: number }[] {
    const counts = new Map<MirrorQuotaName, number>();
    for (const target of this.props.targets) {
      const name = this.limits.targetQuota(target);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return [...counts].map(([name, count]) => ({ name, count, each: this.limits.limit(name) }));
  }

  private raise(name: MirrorQuotaName): string {
    const { raisable, quotaId } = this.limits.quota(name);
    if (!raisable) return '';
    return `, or have the quota ${quotaId ?? name} raised and state it with MirrorPolicy.of(app).quota(regionId, MirrorQuotaName.${quotaKey(name)}, limit)`;
  }

  private takenOutside(): void {
    const { takenOutside } = this.plan;
    if (takenOutside.length === 0) return;
    const allowed = this.limits.limit(MirrorQuotaName.SESSIONS_PER_SOURCE);
    this.say('TM522', 'error', `${few(takenOutside)} ${takenOutside.length === 1 ? 'is' : 'are'} in ${counted(allowed, 'session')} outside the ledger already, as many as edition ${this.limits.edition} allows`,
      'leave the source out here, adopt its session, or take it out of that session first: an apply of its own, since in one it would be in both for a moment');
  }

  /** Sessions of the fleet that the account has otherwise than the ledger. */
  private changedOutside(fleet: string): void {
    const planned = new Set(this.plan.sessions.map(({ key }) => key));
    const targets = new Map(this.props.targets.map(({ key, targetId }) => [key, targetId]));
    for (const { recorded, found } of this.ledger._ownOf(fleet)) {
      if (!planned.has(recorded.key)) continue;
      const target = targets.get(recorded.target);
      const ids = recorded.sources.map(idOf);
      const sources = known(ids) && ids.join() !== found.sourceIds.join();
      const changes = [
        ...found.priority === recorded.priority ? [] : [`priority ${found.priority} instead of ${recorded.priority}`],
        ...found.virtualNetworkId === recorded.vni ? [] : [`VNI ${found.virtualNetworkId} instead of ${recorded.vni}`],
        ...target === undefined || !known(target) || found.targetId === target ? [] : [`target ${found.targetId} instead of ${target}`],
        ...sources ? [`sources ${few(found.sourceIds)} instead of ${few(ids)}`] : [],
      ];
      if (changes.length === 0) continue;
      this.say('TM526', 'warning', `session ${found.sessionId} of the export has ${changes.join(', ')}: the next apply sets it back in place${sources ? `, and its ${counted(new Set([...ids, ...found.sourceIds]).size, 'source')} go dark meanwhile` : ''}`,
        'export again if the ledger was applied since; otherwise somebody changed it outside Terraform: make the change here too if it is to stay, and tell them', recorded.key);
    }
  }

  private changedKeys(): void {
    for (const { key, before, after, others } of this.plan.changed) {
      this.say('TM523', 'warning', `key ${key} meant ${before} and now means ${after}: its session is given the new interface in place${others > 0 ? `, and ${others === 1 ? 'the other source of it goes' : `the ${others} other sources of it go`} dark meanwhile` : ''}`,
        'if that is another machine, give it a key of its own; if it took the place of the first, nothing is to be done', key);
    }
  }
}

/** One and several. */
const TARGET_NAMES: Record<string, [string, string]> = {
  [MirrorQuotaName.LOAD_BALANCER_TARGET]: ['internal CLB', 'internal CLBs'],
  [MirrorQuotaName.NETWORK_INTERFACE_TARGET]: ['interface', 'interfaces'],
  [MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET]: ['interface of a large instance', 'interfaces of large instances'],
};

/** Whether a key is an interface's id or a resource's path: one that a user chose may mean one thing as a source and another as a target. */
function namesInterface(key: string): boolean {
  return key.startsWith('eni-') || key.includes('/');
}
