import { createHash } from 'crypto';
import { App, ref, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { FleetElement, RenderedSession } from './fleet-element';
import { LedgerEntry } from './ledger-file';
import { MirrorLedger } from './mirror-ledger';
import { MirroredFleetSession } from './mirrored-fleet-session';
import { Placement, targetQuota } from './placement';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { SESSION_NAME, SESSION_PRIORITY, textProblem, within } from '../catalog/limits';
import { SESSION_TYPE } from '../model/mirror-model';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { PolicySettings } from '../policy/policy-settings';
import { Registry, StatementSink } from '../policy/registry';
import { awaitedRules, checkSessionOptions } from '../session/arguments';
import { MirrorSessionOptions } from '../session/mirror-session';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget } from '../session/mirror-target';
import { FLEET_LEASE, Lease } from '../session/numbering';
import { resolvedText, sourceStatement, targetStatement } from '../session/statements';

/** What becomes of a source that a frozen ledger does not know. */
export enum OnNewSource {
  /** It is an error, which says what to run. */
  FAIL = 'fail',
  /** It is left out of the Terraform, with a warning. */
  LEAVE_OUT = 'leaveOut',
}

/** Session priorities that a fleet takes from. */
export interface MirrorPriorityLease {
  /** The first, from 1. */
  readonly first: number;
  /** The last, up to 32766. */
  readonly last: number;
}

/** Properties of a `MirroredFleet`. */
export interface MirroredFleetProps extends MirrorSessionOptions {
  /** The interfaces to mirror, any number; each gets a session of its own. Their keys must not change. */
  readonly sources: MirrorSource[];
  /** Where the copies go: a source's target is one in its own zone before others, and the least loaded of those. */
  readonly targets: MirrorTarget[];
  /** The memory of the fleet. Several fleets of one account and region share one. */
  readonly ledger: MirrorLedger;
  /**
   * What becomes of a source that a frozen ledger does not know.
   *
   * @default OnNewSource.FAIL
   */
  readonly onNewSource?: OnNewSource;
  /**
   * The priorities to take from.
   *
   * @default - 1001 to 24576
   */
  readonly priorityLease?: MirrorPriorityLease;
  /**
   * Sessions are named by this and the source's key, cut to 128 bytes.
   *
   * @default - no names
   */
  readonly sessionNamePrefix?: string;
}

/**
 * Mirrors many interfaces, one session each, so that adding or removing one darkens no other. Priorities, VNIs and
 * targets are kept in a ledger: what runs stays where it is.
 */
export class MirroredFleet extends Construct {
  /** The keys of the sessions, sorted: the keys of the sources that are mirrored. */
  public readonly sessionKeys: string[];
  /** The keys of sources that are left out, since the frozen ledger does not know them. */
  public readonly leftOut: string[];

  private readonly entries: LedgerEntry[] = [];
  /** Sources that the ledger does not know yet under this fleet and key. */
  private readonly fresh: MirrorSource[] = [];
  private readonly sourceByKey = new Map<string, MirrorSource>();
  private readonly targetByKey = new Map<string, MirrorTarget>();
  private readonly elementByKey = new Map<string, FleetElement>();
  private readonly logicalIds = new Map<string, string>();
  private readonly lease: Lease;
  private readonly stack: TerraformStack;

  constructor(scope: Construct, id: string, private readonly props: MirroredFleetProps) {
    super(scope, id);
    const registry = Registry.of(this);
    this.stack = TerraformStack.of(this);
    checkSessionOptions(this, props);
    this.lease = checkLease(this, props.priorityLease ?? FLEET_LEASE);
    checkRegion(this, props);
    for (const source of props.sources) addOnce(this, 'sources', this.sourceByKey, source);
    for (const target of props.targets) addOnce(this, 'targets', this.targetByKey, target);
    if (props.targets.length === 0) {
      throw refusal({ path: this.node.path, what: 'targets', got: 'none', allowed: 'at least one target', fix: 'name the sensors\' interfaces or an internal CLB' });
    }

    this.leftOut = this.place();
    this.sessionKeys = this.entries.map((e) => e.session);
    this.addElements();
    registry.stating.push(this);
    registry.pending.add(props.ledger);
    this.stack.node.addValidation({ validate: () => this.missingProvider() });
  }

  /**
   * The session of one source, to refer to it or to override it.
   *
   * @param key the source's key
   * @throws where no such source is mirrored
   */
  public session(key: string): MirroredFleetSession {
    const element = this.elementByKey.get(key);
    if (!element) {
      const near = this.sessionKeys.slice(0, 3).join(', ');
      throw refusal({
        path: this.node.path, what: 'the key of a session', got: key,
        allowed: this.sessionKeys.length ? `one of the fleet's ${this.sessionKeys.length} keys: ${near}${this.sessionKeys.length > 3 ? ', ...' : ''}` : 'nothing: the fleet has no session',
        fix: this.leftOut.includes(key) ? 'the source is left out, since the frozen ledger does not know it' : 'name the key of a source of the fleet; see sessionKeys',
      });
    }
    const entry = this.entries[this.positionOf(key)];
    const id = Token.asString(ref(`${SESSION_TYPE}.${this.logicalIds.get(key)}.id`, this.stack));
    return MirroredFleetSession._of(key, id, entry.priority, entry.vni, entry.target, element);
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const statements = sink.of(this.stack.node.path);
    const targets = new Map(this.props.targets.map((t) => [t.key, targetStatement(t)]));
    for (const entry of this.entries) {
      const source = this.sourceByKey.get(entry.source)!;
      const stated = sourceStatement(source);
      const target = targets.get(entry.target);
      statements.sessions[`${SESSION_TYPE}.${this.logicalIds.get(entry.session)}`] = {
        defaultPriority: true,
        ...stated && { sources: { [this.writtenId(source)]: stated } },
        ...target && { target },
      };
    }
    statements.fleets.push({
      path: this.node.path, ledger: this.props.ledger._identity, firstPriority: this.lease.first, lastPriority: this.lease.last,
      provider: this.props.provider?.fqn,
    });
    statements.findings.push(...this.ledgerFindings());
  }

  /** Recorded sources stay where they are; new ones are placed, in the order of their keys. Returns who is left out. */
  private place(): string[] {
    const { ledger, targets } = this.props;
    const fleet = this.node.path;
    const catalog = MirrorCatalog.of(this.edition());
    const capacities = new Map(targets.map((t) => [t, catalog.quota(targetQuota(catalog, t)).limit ?? Infinity]));
    const placement = new Placement(targets, (t) => ledger._load(t.key), (t) => capacities.get(t)!);
    const recorded = ledger._recordedOf(fleet);
    const moved: { source: MirrorSource; entry: LedgerEntry }[] = [];
    for (const source of [...this.sourceByKey.values()].sort(byKey)) {
      const entry = recorded.get(source.key);
      if (!entry) this.fresh.push(source);
      else if (this.targetByKey.has(entry.target)) this.keep(entry, true);
      else moved.push({ source, entry });
    }
    const leftOut: string[] = [];
    for (const { source, entry } of moved) {
      // Its target is no longer in the list: the session moves in place, its numbers stay.
      if (ledger.isFrozen) leftOut.push(source.key);
      else this.keep({ ...entry, target: placement.choose(source.options.zoneId).key }, true);
    }
    for (const source of this.fresh) {
      if (ledger.isFrozen) {
        leftOut.push(source.key);
        continue;
      }
      const numbers = ledger._allocate(`${fleet}\n${source.key}`, this.lease);
      if (!numbers) {
        throw refusal({
          path: fleet, what: 'priorityLease', got: `${this.lease.first} to ${this.lease.last}, used up at source ${source.key}`,
          allowed: `a lease with room for ${this.sourceByKey.size} sessions`, fix: 'give the fleet a wider lease that no other fleet has',
        });
      }
      this.keep({
        fleet, source: source.key, placement: 'dedicated', session: source.key, order: 0,
        target: placement.choose(source.options.zoneId).key, filter: 0, shard: 0, ...numbers,
      }, false);
    }
    this.entries.sort((a, b) => a.session < b.session ? -1 : 1);
    return leftOut;
  }

  private keep(entry: LedgerEntry, recorded: boolean): void {
    this.entries.push(entry);
    this.props.ledger._claim(entry, recorded);
  }

  private addElements(): void {
    const { props } = this;
    const prefix = this.stack.getLogicalId(this.node);
    const sessions = this.entries.map((entry): RenderedSession => {
      const target = this.targetByKey.get(entry.target)!;
      const logicalId = logicalIdOf(prefix, entry.session);
      this.logicalIds.set(entry.session, logicalId);
      return {
        key: entry.session, logicalId, priority: entry.priority, vni: entry.vni,
        name: props.sessionNamePrefix === undefined ? undefined : this.sessionName(props.sessionNamePrefix, entry.session),
        sourceIds: [this.sourceByKey.get(entry.source)!.interfaceId], targetId: target.targetId, targetType: target.type,
      };
    });
    const common = {
      traffic_mirror_filter_id: props.filter.filterId,
      depends_on: awaitedRules(props.filter, this.stack),
      // Left out it would be off, and switched off where it was on.
      enabled: props.enabled ?? true,
      packet_length: props.packetLength,
      traffic_mirror_session_description: props.description,
      resource_group_id: props.resourceGroupId,
    };
    // cdktf renders one resource an element into HCL, and any number into JSON.
    const parts: [string, RenderedSession[]][] = writesHcl(this)
      ? sessions.map((s) => [`Resource-${s.logicalId}`, [s]])
      : [['Resource', sessions]];
    for (const [id, part] of parts) {
      const element = new FleetElement(this, id, common, part, props.provider, props.tags);
      for (const s of part) this.elementByKey.set(s.key, element);
    }
  }

  private sessionName(prefix: string, key: string): string {
    const name = `${prefix}${key}`;
    const problem = known(name) ? textProblem(SESSION_NAME, name) : undefined;
    if (problem) {
      throw refusal({ path: this.node.path, what: `the name of session ${key}, which is ${problem.problem}`, got: name, allowed: `${SESSION_NAME.min} to ${SESSION_NAME.max} bytes`, fix: 'choose a shorter sessionNamePrefix or shorter source keys' });
    }
    return name;
  }

  private ledgerFindings() {
    const { ledger, onNewSource = OnNewSource.FAIL } = this.props;
    const path = this.node.path;
    const findings: Required<ReturnType<StatementSink['of']>>['findings'] = [];
    if (this.leftOut.length > 0) {
      const fail = onNewSource === OnNewSource.FAIL;
      findings.push({
        id: 'TM511', severity: fail ? 'error' : 'warning', path,
        problem: `the ledger ${ledger.name} is frozen and does not place ${some(this.leftOut)}${fail ? '' : ', left out here'}`,
        fix: 'synthesize where no build server runs (cdktf synth, with no CI variable set) and commit the ledger; running sessions are not touched',
      });
    }
    for (const [held, other] of ledger._collisions().filter(([, e]) => e.fleet === path)) {
      findings.push({
        id: 'TM512', severity: 'error', path, subject: other.source,
        problem: `the ledger ${ledger.name} gives priority ${other.priority} to ${held.source} and to ${other.source}`,
        fix: 'remove the line that is not deployed yet and synthesize again: that source gets a free number; running sessions are not touched',
      });
    }
    findings.push(...this.movedSources());
    const gone = ledger._goneOf(path);
    const mass = ledger._massRemoval();
    if (mass && gone.length > 0) {
      findings.push({
        id: 'TM514', severity: 'error', path,
        problem: `${mass.missing} of the ${mass.of} sources in the ledger ${ledger.name} are missing at once (${some(gone.map((e) => e.source))})`,
        fix: `look whether the inventory is whole; if they are really gone, state it: MirrorLedger.file('${ledger.name}', { expectedRemovals: ${mass.missing} }); their sessions are destroyed`,
      });
    } else if (gone.length > 0 && ledger.isFrozen) {
      findings.push({
        id: 'TM515', severity: 'warning', path,
        problem: `the frozen ledger ${ledger.name} still holds ${some(gone.map((e) => e.source))}, which the fleet no longer has; their sessions are destroyed`,
        fix: 'synthesize where no build server runs and commit the ledger, so that their numbers become free',
      });
    }
    if (ledger._isInMemory) {
      findings.push({
        id: 'TM516', severity: 'warning', path,
        problem: 'the fleet\'s ledger is kept in memory and forgotten, so a later run may number and place sessions anew, which darkens them',
        fix: 'use MirrorLedger.file(\'traffic-mirror.lock\') and commit the file',
      });
    }
    return findings;
  }

  /** Sources that leave one fleet or key and turn up under another: Terraform may make the new session before the old one is gone. */
  private movedSources() {
    const { ledger } = this.props;
    // Where it is frozen they are left out.
    if (ledger.isFrozen) return [];
    const moved = this.fresh.flatMap((source) => {
      const former = ledger._abandoned(source.key) ?? ledger._abandoned(source.interfaceId);
      return former ? [`${source} (until now ${former.source} of ${former.fleet})`] : [];
    });
    if (moved.length === 0) return [];
    const refused = MirrorCatalog.of(this.edition()).quota(MirrorQuotaName.SESSIONS_PER_SOURCE).limit === 1;
    return [{
      id: 'TM519', severity: refused ? 'error' as const : 'warning' as const, path: this.node.path,
      problem: `by the ledger ${ledger.name} another session has ${some(moved)}: ${refused ? 'it must be gone before this one is made, which is chance in one apply, and the apply fails otherwise' : 'it is destroyed, and whether before this one is made is chance'}`,
      fix: 'keep the fleet\'s construct id and the source\'s key; to move a source, remove it and apply, then add it and apply: it is dark between, and no other session is touched',
    }];
  }

  private missingProvider(): string[] {
    // cdktf looks for providers of resource constructs only, and this element is none.
    if (this.entries.length === 0 || this.props.provider || this.stack.allProviders().some((p) => p.terraformResourceType === 'alicloud')) return [];
    return [`no provider for the ${this.entries.length} sessions of the fleet in stack '${this.stack.node.id}': add new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: '...' }), or give the fleet a provider`];
  }

  private edition() {
    const root = this.node.root;
    return App.isApp(root) ? PolicySettings.editionOf(root) : MirrorCatalog.defaultEdition;
  }

  private positionOf(key: string): number {
    let [low, high] = [0, this.sessionKeys.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sessionKeys[middle] < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private writtenId(source: MirrorSource): string {
    return resolvedText(this.stack, source.interfaceId);
  }
}

/** A Terraform name for a key: the key itself where it may be one, otherwise told apart by a hash. */
function logicalIdOf(prefix: string, key: string): string {
  if (/^[A-Za-z0-9_-]+$/.test(key)) return `${prefix}_${key}`;
  return `${prefix}_${key.replace(/[^A-Za-z0-9_-]+/g, '-')}_${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}

function addOnce<T extends { key: string }>(fleet: Construct, what: string, byName: Map<string, T>, item: T): void {
  if (item.key === '' || byName.has(item.key)) {
    throw refusal({
      path: fleet.node.path, what, got: item.key === '' ? 'MirrorSource.listOf' : `${item.key} twice`, allowed: item.key === '' ? 'sources that are known one by one' : 'each key once',
      fix: item.key === '' ? 'a fleet must know its sources to place them: read an inventory, or use a MirrorSession for the list' : 'name it once, or give the two different keys',
    });
  }
  if (!known(item.key)) {
    throw refusal({ path: fleet.node.path, what: `the key of one of the ${what}`, got: 'a token', allowed: 'a key that is known at synth', fix: 'state a key beside the id: { key: \'web-1\' }' });
  }
  byName.set(item.key, item);
}

function checkLease(fleet: Construct, lease: Lease): Lease {
  if (!within(SESSION_PRIORITY, lease.first) || !within(SESSION_PRIORITY, lease.last) || lease.first > lease.last) {
    throw refusal({
      path: fleet.node.path, what: 'priorityLease', got: `${lease.first} to ${lease.last}`, allowed: `first to last within ${SESSION_PRIORITY.min} to ${SESSION_PRIORITY.max}`,
      fix: lease.first > lease.last ? `write { first: ${lease.last}, last: ${lease.first} }` : 'choose a lease within the bounds that no other fleet has',
    });
  }
  return lease;
}

function checkRegion(fleet: Construct, props: MirroredFleetProps): void {
  const region = props.ledger._region;
  const stray = region === undefined ? undefined : props.sources.find((s) => s.options.regionId !== undefined && known(s.options.regionId) && s.options.regionId !== region);
  if (stray) {
    throw refusal({
      path: fleet.node.path, what: `the region of source ${stray}`, got: stray.options.regionId, allowed: `${region}, the region of the ledger ${props.ledger.name}`,
      fix: 'keep one ledger for each account and region',
    });
  }
}

function byKey(a: MirrorSource, b: MirrorSource): number {
  return a.key < b.key ? -1 : 1;
}

/** The first few and the number of the rest. */
function some(keys: string[]): string {
  return keys.length <= 3 ? keys.join(', ') : `${keys.slice(0, 3).join(', ')} and ${keys.length - 3} more`;
}

function writesHcl(construct: Construct): boolean {
  const root = construct.node.root;
  return ['true', '1'].includes(process.env.SYNTH_HCL_OUTPUT ?? '') || (App.isApp(root) && root.hclOutput);
}
