import { existsSync, readFileSync } from 'fs';
import { addLoad, idOf } from './existing-sessions';
import { emptyFleet, LedgerFleet, LedgerHeader, LedgerSession, LedgerShard } from './ledger-content';
import { withoutMark } from './ledger-lines';
import { parseLedger } from './ledger-reader';
import { agreed } from './ledger-merge';
import { LedgerFilters } from './ledger-rules';
import { MirrorPacking } from './packing';
import type { PlanSources } from './plan-input';
import { SessionNames } from './session-address';
import type { StateOwners } from './state-owners';
import type { SessionAttributes, StateSession } from './state-session';
import type { TargetLoad } from './target-rooms';
import { markOf, maskedText } from '../input/sensitive';
import { StateResource, stateResources } from '../input/state-resources';
import { compare } from '../net/compare';
import { gather } from '../net/gather';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';

/** The deployed sessions of a fleet, with the keys of its ledger. */
export interface DeployedFleet {
  readonly sessions: Map<string, LedgerSession>;
  readonly shards: ReadonlyMap<number, LedgerShard>;
  /** Attributes of sessions in Terraform states, by session key. */
  readonly attributes: ReadonlyMap<string, SessionAttributes>;
  /** Former objects of its sessions, which the next apply destroys. */
  readonly deposed: readonly StateSession[];
}

/** The key of a target in its ledger, and its id in the service. */
export interface NamedTarget {
  readonly key: string;
  readonly targetId: string;
}

const SESSION_TYPE = 'alicloud_vpc_traffic_mirror_session';

/** The value of the environment variable if nothing is deployed. */
export const NOTHING_DEPLOYED = 'none';

/** The deployed sessions, as read from the ledgers and Terraform states that a pipeline kept after an apply. */
export class DeployedSessions {
  /**
   * Reads ledgers and outputs of `terraform show -json`, in any combination.
   *
   * @throws if a file is missing, if a file is neither a ledger nor a state, or if two files disagree
   */
  public static read(files: readonly string[]): DeployedSessions {
    const deployed = new DeployedSessions(files);
    for (const file of files) deployed.add(file);
    return deployed;
  }

  public header: LedgerHeader = {};
  /** By fleet, then by session key. */
  public readonly fleets = new Map<string, LedgerFleet>();
  /** The compiled rules of filters, by path. */
  public readonly filters: LedgerFilters = new Map();
  public readonly states: StateSession[] = [];
  private readonly origin = new Map<string, string>();

  private readonly stateFiles = new Set<string>();

  private constructor(public readonly files: readonly string[]) {}

  /** Whether one of the files is a state. A state may have sessions that no ledger records. */
  public get hasStates(): boolean {
    return this.stateFiles.size > 0;
  }

  /** All sessions of the deployed ledgers. */
  public *ledgerSessions(): Iterable<LedgerSession> {
    for (const { sessions } of this.fleets.values()) yield* sessions.values();
  }

  public *numbers(): Iterable<{ readonly priority: number; readonly vni: number }> {
    yield* this.ledgerSessions();
    yield* this.states;
  }

  /** The number of deployed sessions of each interface, by interface id. */
  public uses(): Map<string, number> {
    const uses = new Map<string, number>();
    const add = (id: string) => uses.set(id, (uses.get(id) ?? 0) + 1);
    for (const { sources } of this.ledgerSessions()) for (const source of sources) add(idOf(source));
    for (const { sources } of this.states) for (const id of sources) add(id);
    return uses;
  }

  public targets(): Set<string> {
    const targets = new Set<string>();
    for (const { target } of this.ledgerSessions()) targets.add(target);
    for (const { targetId } of this.states) targets.add(targetId);
    return targets;
  }

  /**
   * The load of deployed sessions on targets that the ledger does not count, by target key.
   *
   * @param recorded the ledger's sessions, by fleet and key
   */
  public loadsBeside(recorded: ReadonlyMap<string, LedgerFleet>, owners: StateOwners): Loads {
    const loads = new Loads();
    const beside = (there: LedgerSession | undefined, target: string, sources: number, byId: boolean) => {
      if (!there) loads.add(target, byId, { sessions: 1, sources });
      else loads.addMoved(there.target, target, byId, sources, sources - there.sources.length);
    };
    for (const session of this.ledgerSessions()) {
      beside(recorded.get(session.fleet)?.sessions.get(session.key), session.target, session.sources.length, false);
    }
    for (const state of this.states) beside(owners.recordedOf(state), state.targetId, state.sources.length, true);
    return loads;
  }

  /** The number of deployed sessions that are missing from the ledger. */
  public countBeside(recorded: ReadonlyMap<string, LedgerFleet>, owners: StateOwners): number {
    let count = 0;
    for (const session of this.ledgerSessions()) if (!recorded.get(session.fleet)?.sessions.has(session.key)) count++;
    for (const state of this.states) if (!owners.recordedOf(state)) count++;
    return count;
  }

  /** The deployed priorities, in ledgers and states. */
  public priorities(): Set<number> {
    return new Set([...this.numbers()].map(({ priority }) => priority));
  }

  /**
   * The deployed sessions of a fleet, with the keys that its ledger and its code use for sources and targets.
   *
   * @param lone the session in a state, if the fleet is a single session
   */
  public of(
    fleet: string, recorded: LedgerFleet, sources: PlanSources, targets: readonly NamedTarget[], lone?: StateSession,
  ): DeployedFleet {
    const there = this.fleets.get(fleet);
    const sessions = new Map(there?.sessions);
    const attributes = new Map<string, SessionAttributes>();
    const names: Names = lone ? { of: (key) => key === fleet ? lone.name : key, keyOf: () => fleet } : new SessionNames(fleet);
    const named = this.states.filter(({ name }) => lone ? name === lone.name : names.keyOf(name) !== undefined);
    const own = lone ? [lone] : named.filter(({ deposed }) => deposed === undefined);
    if (own.length > 0) {
      const translation = new Translation(recorded, sources, targets, own, names);
      for (const state of own) {
        const session = translation.session(fleet, state);
        sessions.set(session.key, session);
        attributes.set(session.key, { packetLength: state.packetLength, enabled: state.enabled, tainted: state.tainted });
      }
    }
    // A state has neither the stack nor the filter of a session, so the recorded ones count.
    const shards = this.hasStates ? new Map([...recorded.shards, ...there?.shards ?? []]) : there?.shards ?? new Map();
    return { sessions, shards, attributes, deposed: named.filter(({ deposed }) => deposed !== undefined) };
  }

  private add(file: string): void {
    if (!existsSync(file)) {
      throw refusal({
        path: file,
        what: 'a file of the deployed sessions',
        got: described('does not exist'),
        allowed: 'a ledger, or the output of terraform show -json',
        fix: `pass the file that your pipeline kept after the last successful apply. If nothing is deployed yet, use MirrorDeployed.nothing() or TRAFFIC_MIRROR_DEPLOYED=${NOTHING_DEPLOYED}`,
      });
    }
    let text: string;
    try {
      text = withoutMark(readFileSync(file, 'utf8'));
    } catch (error) {
      throw refusal({
        path: file,
        what: 'a file of the deployed sessions',
        got: (error as NodeJS.ErrnoException).code ?? String(error),
        allowed: 'a readable file',
        fix: 'pass the path of a file, not of a folder, and check its permissions',
      });
    }
    if (isLedgerText(text)) this.addLedger(file, text);
    else this.addState(file, text);
  }

  private addLedger(file: string, text: string): void {
    const { header, fleets, filters, contradictions } = parseLedger(text, file);
    if (contradictions.length > 0) {
      throw refusal({
        path: `${file}:${contradictions[0].line}`,
        what: 'the deployed ledger',
        got: described(`has two values of ${contradictions[0].field} for one session`),
        allowed: 'a ledger that was applied',
        fix: 'use the ledger that your pipeline kept after the last apply',
      });
    }
    this.header = agreed(this.header, header, file);
    for (const [name, rules] of filters) this.filters.set(name, rules);
    for (const [name, { sessions, shards }] of fleets) {
      let fleet = this.fleets.get(name);
      if (!fleet) this.fleets.set(name, fleet = emptyFleet());
      for (const [key, session] of sessions) {
        const earlier = fleet.sessions.get(key);
        if (earlier && JSON.stringify(earlier) !== JSON.stringify(session)) {
          throw refusal({
            path: file,
            what: `session ${key} of fleet ${name}`,
            got: described(`differs from ${this.origin.get(`${name}\n${key}`)}`),
            allowed: 'the same record in all deployed ledgers',
            fix: 'pass one ledger for each stack: the one that your pipeline kept after the last apply of the stack',
          });
        }
        fleet.sessions.set(key, session);
        this.origin.set(`${name}\n${key}`, file);
      }
      for (const [number, shard] of shards) fleet.shards.set(number, shard);
    }
  }

  private addState(file: string, text: string): void {
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch (error) {
      throw refusal({
        path: file,
        what: 'a file of the deployed sessions',
        got: text.trim().slice(0, 60) || 'an empty file',
        allowed: 'a ledger, or the output of terraform show -json',
        fix: 'create it with: terraform show -json > state.json',
      });
    }
    this.stateFiles.add(file);
    for (const resource of stateResources(file, body)) if (resource.type === SESSION_TYPE) this.states.push(stateSession(file, resource));
  }
}

/** Whether a text is a ledger and not a Terraform state. */
export function isLedgerText(text: string): boolean {
  return /^\s*\{"ledger"/.test(withoutMark(text));
}

function stateSession(file: string, { address, name, values, sensitive, tainted, deposed }: StateResource): StateSession {
  const sources = values.traffic_mirror_source_ids ?? [];
  const { priority, virtual_network_id: vni, packet_length: packetLength, enabled } = values;
  const wrong = (what: string, got: unknown, allowed: string) => refusal({
    path: `${file}, ${address}`,
    what,
    got,
    allowed,
    fix: 'store the output of terraform show -json unchanged',
  });
  if (!Array.isArray(sources) || !sources.every((s) => typeof s === 'string')) {
    throw wrong('traffic_mirror_source_ids', sources, 'a list of ids');
  }
  if (typeof priority !== 'number') throw wrong('priority', priority, 'a number');
  const secret = new Set(sources.filter((_, i) => markOf(markOf(sensitive, 'traffic_mirror_source_ids'), i) === true));
  const { traffic_mirror_target_id: target } = values;
  if (typeof target === 'string' && markOf(sensitive, 'traffic_mirror_target_id') === true) secret.add(target);
  return {
    name, ...deposed !== undefined && { deposed }, address, file, sources, secret, priority, tainted,
    vni: typeof vni === 'number' ? vni : 0,
    targetId: String(target ?? ''), filterId: String(values.traffic_mirror_filter_id ?? ''),
    ...typeof packetLength === 'number' && { packetLength }, ...typeof enabled === 'boolean' && { enabled },
  };
}

/** The load of targets, by target key or by target id. */
export class Loads {
  private readonly byKey = new Map<string, TargetLoad>();
  private readonly byId = new Map<string, TargetLoad>();
  /** Sessions that the ledger has too, by their target in the ledger and their deployed target. */
  private readonly moved = new Map<string, { from: string; to: string; byId: boolean; sources: number; more: number; sessions: number }>();

  public get isEmpty(): boolean {
    return this.byKey.size + this.byId.size + this.moved.size === 0;
  }

  public add(target: string, byId: boolean, load: TargetLoad): void {
    addLoad(byId ? this.byId : this.byKey, target, load);
  }

  public addMoved(from: string, to: string, byId: boolean, sources: number, more: number): void {
    // Nearly every session is on the target that the ledger records.
    if (from === to && more <= 0) return;
    const key = `${byId} ${from}\n${to}`;
    const there = this.moved.get(key);
    const [n, sum, excess] = [(there?.sessions ?? 0) + 1, (there?.sources ?? 0) + sources, (there?.more ?? 0) + Math.max(0, more)];
    this.moved.set(key, { from, to, byId, sessions: n, sources: sum, more: excess });
  }

  /** Adds these loads to others, with the keys that a fleet has for its targets. */
  public addTo(loads: Map<string, TargetLoad>, targets: readonly NamedTarget[]): void {
    const keyOf = new Map(targets.map(({ key, targetId }) => [targetId, key]));
    for (const [target, load] of this.byKey) addLoad(loads, target, load);
    for (const [id, load] of this.byId) addLoad(loads, keyOf.get(id) ?? id, load);
    for (const { from, to, byId, sources, sessions, more } of this.moved.values()) {
      const target = byId ? keyOf.get(to) ?? to : to;
      if (target === from) addLoad(loads, target, { sessions: 0, sources: more });
      else addLoad(loads, target, { sessions, sources });
    }
  }
}

/** Terraform names of sessions by key, and keys by name. */
type Names = Pick<SessionNames, 'of' | 'keyOf'>;

/** Translates the ids of a state into the keys of a ledger. */
class Translation {
  private readonly keyOfName = new Map<string, string>();
  private readonly keyOfSource = new Map<string, string>();
  private readonly targetOf: ReadonlyMap<string, string>;
  private readonly idOfTarget: ReadonlyMap<string, string>;
  /** The filter copy of each filter of a state, and the shard of each state: those that most of their sessions have in the ledger. */
  private readonly copies: Majority;
  private readonly shards: Majority;

  constructor(
    private readonly recorded: LedgerFleet,
    sources: PlanSources,
    targets: readonly NamedTarget[],
    states: readonly StateSession[],
    private readonly names: Names,
  ) {
    for (const key of recorded.sessions.keys()) this.keyOfName.set(names.of(key), key);
    for (const { sources: of } of recorded.sessions.values()) for (const source of of) this.keyOfSource.set(idOf(source), source.key);
    for (const key of sources.keys()) {
      this.keyOfSource.set(sources.get(key)!.id ?? key, key);
      // A session that is missing from the ledger has the name of one of its sources.
      if (!this.keyOfName.has(names.of(key))) this.keyOfName.set(names.of(key), key);
    }
    this.targetOf = new Map(targets.map(({ key, targetId }) => [targetId, key]));
    this.idOfTarget = new Map(targets.map(({ key, targetId }) => [key, targetId]));
    this.copies = new Majority();
    this.shards = new Majority();
    for (const { name, filterId, file } of states) {
      const session = this.recordedOf(name);
      if (!session) continue;
      this.copies.add(filterId, session.filter);
      this.shards.add(file, session.shard);
    }
  }

  public session(fleet: string, { name, sources, secret, targetId, filterId, file, priority, vni, enabled }: StateSession): LedgerSession {
    const there = this.recordedOf(name);
    const named = targetId === '' ? undefined : this.targetOf.get(targetId);
    // If only Terraform knows the id of the target, the ledger has the key.
    const target = named ?? (there && this.mayBe(there.target, targetId) ? there.target : shown(targetId, secret));
    return {
      fleet,
      key: this.keyOfName.get(name) ?? this.names.keyOf(name)!,
      packing: there?.packing ?? (sources.length > 1 ? MirrorPacking.DENSE : MirrorPacking.DEDICATED),
      target,
      filter: there?.filter ?? this.copies.of(filterId),
      shard: there?.shard ?? this.shards.of(file),
      priority,
      vni,
      ...enabled === false && { off: true as const },
      sources: this.members(sources, secret, there),
    };
  }

  /** Whether a target that the ledger names by its key may have an id that no target of the app is known to have. */
  private mayBe(target: string, targetId: string): boolean {
    if (isLiteral(target)) return false;
    const id = this.idOfTarget.get(target);
    return id === undefined || !known(id) || id === targetId;
  }

  private recordedOf(name: string): LedgerSession | undefined {
    const key = this.keyOfName.get(name);
    return key === undefined ? undefined : this.recorded.sessions.get(key);
  }

  private members(
    ids: readonly string[], secret: ReadonlySet<string>, there: LedgerSession | undefined,
  ): LedgerSession['sources'] {
    const before = new Map(there?.sources.map((s) => [s.key, s]));
    // If only Terraform knows the ids, sources can be matched by position only.
    const blind = there && there.sources.length === ids.length && there.sources.every((s) => s.id === undefined && !isLiteral(s.key));
    // Sources of the ledger keep their positions. The others follow them, so another synth of the same state gives the same positions.
    let last = -1;
    return ids.map((real, i) => {
      if (blind) return there.sources[i];
      const namedAs = this.keyOfSource.get(real);
      const id = namedAs === undefined ? shown(real, secret) : real;
      const key = namedAs ?? id;
      const earlier = before.get(key);
      const order = Math.max(earlier?.order ?? 0, last + 1);
      last = order;
      if (earlier) return earlier.order === order ? earlier : { ...earlier, order };
      return key === id ? { key, order } : { key, order, id };
    });
  }
}

function shown(id: string, secret: ReadonlySet<string>): string {
  return secret.has(id) ? maskedText(id) : id;
}

function isLiteral(key: string): boolean {
  return /^(eni|lb)-/.test(key);
}

/** Counts the numbers that sessions have for a thing, and gives the most frequent one. */
class Majority {
  private readonly votes = new Map<string, number[]>();

  public add(of: string, value: number): void {
    gather(this.votes, of, value);
  }

  /** The most frequent number for a thing. 0 if it has none. */
  public of(what: string): number {
    const counts = new Map<number, number>();
    for (const value of this.votes.get(what) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort(([a, m], [b, n]) => n - m || compare(String(a), String(b)))[0]?.[0] ?? 0;
  }
}
