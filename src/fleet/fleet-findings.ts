import { idOf } from './existing-sessions';
import { repairAdvice } from './ledger-file';
import { LimitsInForce } from './limits-in-force';
import { MirrorLedger } from './mirror-ledger';
import { MirrorPlacementProps, OnNewSource } from './mirror-placement';
import { MirrorPacking } from './packing';
import { FleetPlan, Shortage, WaitReason } from './plan-input';
import { InterruptionCause, OrderRisk, RiskKind } from '../effects/effects';
import type { SessionState } from '../effects/mirror-state';
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

  /** @param fleet the name by which the ledger knows the fleet */
  public all(fleet: string, shards: ShardsOfPlan): StatedFinding[] {
    this.leftOut();
    this.contradictions(fleet);
    this.order(fleet);
    this.removals(fleet);
    this.stranded();
    this.waiting();
    this.switchedOff();
    this.plan.shortages.forEach((shortage) => this.shortage(shortage));
    this.takenOutside();
    this.changedKeys();
    this.changedOutside(fleet);
    this.shards(fleet, shards);
    if (this.ledger._isInMemory) {
      this.say('TM516', 'warning', 'the fleet\'s ledger is kept in memory and forgotten, so a later run may number and place sessions anew, which interrupts them',
        'use MirrorLedger.file(\'traffic-mirror.lock\') and commit the file');
    }
    return this.findings;
  }

  private shards(fleet: string, { unbuilt, empty, wrong }: ShardsOfPlan): void {
    const numbers = (of: readonly number[]) => `shard${of.length === 1 ? '' : 's'} ${few(of.map(String))}`;
    const withSessions = unbuilt.filter(({ sessions }) => sessions > 0);
    if (withSessions.length > 0) {
      const sessions = withSessions.reduce((sum, shard) => sum + shard.sessions, 0);
      this.say('TM524', 'error', `${numbers(withSessions.map(({ number }) => number))} of plan ${fleet} with ${counted(sessions, 'session')} ${withSessions.length === 1 ? 'is' : 'are'} in no stack of the app`,
        `keep MirrorPlan.of({ name: '${fleet}' }), and make a MirroredFleetShard for each of plan.shards, also if a run deploys one stack of them; otherwise their sessions are forgotten`);
    }
    const without = unbuilt.filter(({ sessions, number }) => sessions === 0 && number > 0).map(({ number }) => number);
    if (without.length > 0) {
      this.say('TM524', 'error', `${numbers(without)} of plan ${fleet} ${without.length === 1 ? 'has' : 'have'} no session any more and ${without.length === 1 ? 'is' : 'are'} in no stack of the app, so nothing destroys the filter that the stack may still have`,
        `make a MirroredFleetShard for each of plan.shards, apply and destroy the stack; then, or if it is destroyed already, set destroyedShards: [${without.join(', ')}] in MirrorPlan.of`);
    }
    if (empty.length > 0) {
      this.say('TM524', 'warning', `${numbers(empty)} of plan ${fleet} ${empty.length === 1 ? 'has' : 'have'} no session any more; the ledger remembers ${empty.length === 1 ? 'it' : 'them'} until the stack is destroyed`,
        `apply the stack, destroy it (cdktf destroy), and set destroyedShards: [${empty.join(', ')}] in MirrorPlan.of; no running session is touched`);
    }
    if (wrong.length > 0) {
      this.say('TM524', 'error', `destroyedShards of plan ${fleet} lists ${numbers(wrong)}, which the plan uses`, 'take the number out of destroyedShards: the shard has sessions');
    }
  }

  private say(id: string, severity: 'error' | 'warning', problem: string, fix: string, subject?: string): void {
    this.findings.push({ id, severity, path: this.path, problem, fix, ...subject !== undefined && { subject } });
  }

  private leftOut(): void {
    const { leftOut } = this.plan;
    if (leftOut.length === 0) return;
    const { ledger } = this;
    const fail = (this.props.onNewSource ?? OnNewSource.FAIL) === OnNewSource.FAIL;
    this.say('TM511', fail ? 'error' : 'warning', `the ledger ${ledger.name} is frozen by ${ledger._frozenBy} and does not place ${few(leftOut)}${fail ? '' : ', left out here'}`,
      `${ledger._exists ? '' : `there is no file ${ledger.name} yet: for the first deploy `}synthesize where no build server runs (cdktf synth, with no CI variable set) or with TRAFFIC_MIRROR_LEDGER=write, and commit the ledger; running sessions are not touched`);
  }

  private contradictions(fleet: string): void {
    const repair = repairAdvice(this.ledger.name);
    for (const { held, other } of this.ledger._collisions().filter((pair) => pair.other.fleet === fleet)) {
      this.say('TM512', 'error', `the ledger ${this.ledger.name} gives priority ${other.priority} to session ${held.key} and to session ${other.key}`, repair, other.key);
    }
    for (const c of this.ledger._contradictionsOf(fleet)) {
      const says = c.field === 'order' ? `gives ${c.source} order ${c.got} in session ${c.session}, as an earlier line gives another source` : `says ${c.field} ${c.got} of session ${c.session}, an earlier line says ${c.earlier}`;
      this.say('TM517', 'error', `line ${c.line} of the ledger ${this.ledger.name} ${says}`, repair, c.source);
    }
  }

  /** What is right before and after, and what the order of the writes of one apply decides. */
  private order(fleet: string): void {
    const { risks, interruptions } = this.ledger._effects();
    const own = ({ takes }: OrderRisk) => takes ? fleetOf(takes.id) === fleet : this.ledger._isFirst(fleet);
    const mine = risks.filter(own);
    this.movedSources(mine.filter(({ kind }) => kind === RiskKind.SOURCE), interruptions.filter(({ cause }) => cause === InterruptionCause.MOVED).map(({ source }) => source));
    const roles = mine.filter(({ kind }) => kind === RiskKind.ROLE);
    if (roles.length > 0) {
      const uses = roles.map(({ what, takes }) => `${what} (until now a ${takes?.target === what ? 'source' : 'target'})`);
      this.say('TM302', 'error', `by ${this.ledger._comparedWith} these change between source and target: ${few(uses)}; the old use must be over before the new one begins, which is chance in one apply, and the apply fails otherwise`,
        'do it in two: take the source out, or send to another target, and apply; then the new use; no other session is touched');
    }
    const numbers = mine.filter(({ kind }) => ![RiskKind.SOURCE, RiskKind.ROLE, RiskKind.VNI].includes(kind));
    if (numbers.length > 0) {
      this.say('TM527', 'error', `one apply would free and take again, in an order that Terraform does not guarantee: ${few(numbers.map(riskText))}`,
        `${this.inTwoDeploys}; otherwise the apply may fail, and what it has taken out stays unmirrored until the next one`);
    }
    const vnis = mine.filter(({ kind }) => kind === RiskKind.VNI);
    if (vnis.length > 0) {
      this.say('TM527', 'warning', `one apply would give ${few(vnis.map(riskText))}: for some seconds the copies of two sessions look alike`, this.inTwoDeploys);
    }
  }

  private get inTwoDeploys(): string {
    return this.ledger.isFrozen
      ? 'deploy the commit that frees it first, and this one after that; or synthesize with this TRAFFIC_MIRROR_DEPLOYED where the ledger is written, which leaves in place what is deployed, and commit'
      : 'free it first and apply, then take it and apply';
  }

  /** Sources that leave one session and join another: Terraform may fill the new one before the old one is gone. */
  private movedSources(risks: readonly OrderRisk[], interrupted: readonly string[]): void {
    const refused = risks.length > 0;
    const joined = refused ? risks.map(({ what, frees, takes }) => ({ what, frees: frees!, takes: takes! })) : this.movedWithoutRisk(interrupted);
    if (joined.length === 0) return;
    const fleets = new Set(joined.map(({ frees }) => fleetOf(frees.id)));
    const one = fleets.size === 1 ? [...fleets][0] : undefined;
    const moved = joined.map(({ what, frees }) => `${this.keyOf(what)} (until now ${frees.name} of ${fleetOf(frees.id)})`);
    const problem = refused ? 'it must be out of there before it is put in here, which is chance in one apply, and the apply fails otherwise' : 'it is taken out of there, and whether before it is put in here is chance';
    this.say('TM525', refused ? 'error' : 'warning', `by ${this.ledger._comparedWith} another session has ${few(moved)}: ${problem}`,
      this.ledger.isFrozen ? this.inTwoDeploys
        : `keep the fleet's name (fleetName${one === undefined ? '' : `: '${one}'`}) and the source's key; to move a source, remove it and apply, then add it and apply: it is not mirrored between, and no other session is touched`);
  }

  private removals(fleet: string): void {
    const stale = this.ledger._staleExpectation(fleet);
    if (stale !== undefined) {
      this.say('TM515', 'warning', `expectRemovals states ${stale} for the ledger ${this.ledger.name}, and no source is missing`,
        'take it away: as long as it stands, so many sources may go missing without an error');
    }
    const orphans = this.ledger._orphansFor(fleet);
    const kept = new Set(this.plan.kept);
    const own = this.plan.gone.filter((key) => !kept.has(key));
    const gone = [...own, ...orphans];
    if (gone.length === 0) return;
    const mass = this.ledger._massRemoval(fleet);
    if (mass) {
      const lost = this.ledger._lostFleets();
      const renamed = lost.length > 0 ? `, and whether a fleet was renamed or moved within its stack, and so must set its fleetName: the app no longer has ${few(lost.map((name) => `'${name}'`))}` : '';
      const of = mass.fleet === undefined ? `${mass.of} sources in the ledger ${this.ledger.name}` : `${counted(mass.of, 'source')} of fleet ${mass.fleet} in the ledger ${this.ledger.name}`;
      this.say('TM514', 'error', `${mass.missing} of the ${of} ${mass.missing === 1 ? 'is' : 'are'} missing at once (${few(mass.fleet === undefined ? gone : own)})`,
        `look whether the inventory is whole${renamed}; if they are really gone, set MirrorLedger.file('${this.ledger.name}', { expectRemovals: ${mass.missing} }); their sessions are destroyed, or changed in place if they hold others`);
    } else if (this.ledger.isFrozen) {
      this.say('TM515', 'warning', `the frozen ledger ${this.ledger.name} still holds ${few(gone)}, which the fleet no longer has; their sessions are destroyed`,
        'synthesize where no build server runs and commit the ledger, so that their numbers become free');
    } else if (orphans.length > 0) {
      // What another fleet takes over is TM525.
      const forgotten = this.ledger._withoutNew(orphans);
      if (forgotten.length === 0) return;
      const lost = few(this.ledger._lostFleets().map((name) => `'${name}'`));
      const stacks = this.ledger._lostStacks();
      const orphaned = stacks.length === 0 ? 'their sessions are destroyed' : `nothing destroys their sessions, since stack ${few(stacks)} is no longer in the app either`;
      this.say('TM515', 'warning', `the ledger ${this.ledger.name} has ${few(forgotten)} of ${lost}, which the app no longer has; ${orphaned}, and once the ledger is written it has them no more`,
        `make every fleet of the ledger in each run, also if it deploys one stack alone; if one was renamed or moved within its stack, set its old name as fleetName${stacks.length === 0 ? '; if it is gone, nothing is to be done' : `; if it is gone, destroy stack ${few(stacks)} before it leaves the app`}`);
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
    const { kept, parked, waiting } = this.plan;
    const stays = `${few(kept)} ${kept.length === 1 ? 'is' : 'are'} no longer given, and stay${kept.length === 1 ? 's' : ''} mirrored and billed in a session with others`;
    if (kept.length > 0 && this.props.deferRemovals) {
      this.say('TM519', 'warning', `${stays}, since deferRemovals is set`,
        'take deferRemovals away when the others of those sessions may be interrupted for some seconds');
    } else if (kept.length > 0) {
      this.say('TM519', 'warning', `${stays}, since the ledger ${this.ledger.name} is frozen and still holds ${kept.length === 1 ? 'it' : 'them'}`,
        'if the source is really gone, synthesize where no build server runs and commit the ledger: the others of the session are then interrupted for some seconds, once');
    }
    if (parked.length > 0) {
      this.say('TM519', 'warning', `${few(parked)} ${parked.length === 1 ? 'is' : 'are'} out of any session and not mirrored, since a compaction has emptied ${parked.length === 1 ? 'its session' : 'their sessions'}`,
        'apply this, then take compaction away and apply again: that packs them into their new sessions');
    }
    for (const reason of Object.values(WaitReason)) {
      const keys = waiting.filter((w) => w.reason === reason).map(({ key }) => key);
      if (keys.length === 0) continue;
      this.say('TM519', 'warning', `${few(keys)} ${keys.length === 1 ? 'has' : 'have'} no session yet and ${keys.length === 1 ? 'is' : 'are'} not mirrored, since ${WAITS[reason]}`,
        `apply this, then synthesize and apply again: that gives ${keys.length === 1 ? 'it its session' : 'them their sessions'}`);
    }
  }

  /** Switched off for a source that lacks the tag, with others that have it. */
  private switchedOff(): void {
    for (const { session, without, others } of this.plan.switchedOff) {
      const { key, values } = this.props.enabledByTag!;
      this.say('TM528', 'warning', `session ${session.key} is off since ${few(without)} ${without.length === 1 ? 'lacks' : 'lack'} the tag ${key}${values ? `=${values.join(' or ')}` : ''}, and with ${without.length === 1 ? 'it' : 'them'} `
        + `${counted(others.length, 'source')} that ${others.length === 1 ? 'has' : 'have'} it: ${others.join(', ')}`,
      `tag ${few(without)} again, or take ${without.length === 1 ? 'it' : 'them'} out of the sources: the others are interrupted for some seconds and then mirrored; with packing: MirrorPacking.DEDICATED each source has a switch of its own`, session.key);
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

  /** What dense packing would do, if it helps: it packs new sources alone, so that running ones may have to make room before. */
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

  /** The key of an interface in a fleet of the plan. */
  private keyOf(id: string): string {
    for (const { sources } of this.plan.created) for (const source of sources) if (idOf(source) === id) return source.key;
    const changed = this.plan.changed.find(({ after }) => after === id);
    return changed ? `${id}, now ${changed.key}` : id;
  }

  /** Under an edition that lets a source be in several sessions, nothing fails. */
  private movedWithoutRisk(interrupted: readonly string[]): { what: string; frees: SessionState; takes: SessionState }[] {
    if (interrupted.length === 0) return [];
    const moved = new Map(this.ledger._effects().interruptions.map((i) => [i.source, i.session]));
    return this.plan.created.flatMap(({ fleet, key, sources }) => sources.map(idOf).filter((id) => moved.has(id) && interrupted.includes(id)).map((what) => ({
      what, frees: moved.get(what)!, takes: { id: `${fleet}\n${key}`, name: key, sources: [] },
    })));
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
      this.say('TM526', 'warning', `session ${found.sessionId} of the export has ${changes.join(', ')}: the next apply sets it back in place${sources ? `, and its ${counted(new Set([...ids, ...found.sourceIds]).size, 'source')} are interrupted` : ''}`,
        'export again if the ledger was applied since; otherwise somebody changed it outside Terraform: make the change here too if it is to stay, and tell them', recorded.key);
    }
  }

  private changedKeys(): void {
    for (const { key, before, after, others } of this.plan.changed) {
      this.say('TM523', 'warning', `key ${key} meant ${before} and now means ${after}: its session is given the new interface in place${others > 0 ? `, and ${others === 1 ? 'the other source of it is' : `the ${others} other sources of it are`} interrupted` : ''}`,
        'if that is another machine, give it a key of its own; if it took the place of the first, nothing is to be done', key);
    }
  }
}

/** Shards of a plan that are not as they should be. */
export interface ShardsOfPlan {
  /** In no stack of the app. */
  readonly unbuilt: readonly { readonly number: number; readonly sessions: number }[];
  /** In a stack, and without sessions. */
  readonly empty: readonly number[];
  /** Declared destroyed, and with sessions. */
  readonly wrong: readonly number[];
}

const WAITS: Record<WaitReason, string> = {
  [WaitReason.DEPLOYED]: 'another session that is deployed still has it',
  [WaitReason.TARGET]: 'a session that is deployed still sends to it',
  [WaitReason.ROOM]: 'all room for it is taken until the next apply',
};

/** The fleet of a session's state. */
function fleetOf(id: string): string {
  return id.slice(0, id.lastIndexOf('\n'));
}

function riskText({ kind, what, frees, takes }: OrderRisk): string {
  const who = frees && takes ? `, which ${frees.name} has and ${takes.name} takes` : '';
  return `${RISK_NAMES[kind]} ${what}${who}`;
}

const RISK_NAMES: Record<RiskKind, string> = {
  [RiskKind.PRIORITY]: 'priority', [RiskKind.SOURCE]: 'source', [RiskKind.TARGET]: 'room on target', [RiskKind.FILTER]: 'room on filter',
  [RiskKind.REGION]: 'room for', [RiskKind.ROLE]: 'interface', [RiskKind.VNI]: 'VNI',
};

/** One and several. */
const TARGET_NAMES: Record<string, [string, string]> = {
  [MirrorQuotaName.LOAD_BALANCER_TARGET]: ['internal CLB', 'internal CLBs'],
  [MirrorQuotaName.NETWORK_INTERFACE_TARGET]: ['interface', 'interfaces'],
  [MirrorQuotaName.LARGE_NETWORK_INTERFACE_TARGET]: ['interface of a large instance', 'interfaces of large instances'],
};
