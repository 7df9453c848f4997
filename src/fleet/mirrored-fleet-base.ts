import { App, ref, TerraformStack, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { FleetElement, RenderedSession } from './fleet-element';
import { FleetSourceStatements } from './fleet-source-statements';
import { LedgerSession } from './ledger-content';
import { MirrorPlan, MirrorShard } from './mirror-plan';
import { MirroredFleetSession } from './mirrored-fleet-session';
import { PartedSynthesizer } from './parted-synthesizer';
import { RemovedBlocks } from './removed-blocks';
import { SessionNames } from './session-address';
import { underSkippedValidation } from './skipped-validation';
import { SESSION_NAME, textProblem } from '../catalog/limits';
import { IMirrorFilter } from '../filter/i-mirror-filter';
import { MirrorFilter } from '../filter/mirror-filter';
import type { InterfaceStatement } from '../model/interface-statement';
import { SESSION_TYPE } from '../model/mirror-model';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';
import { Registry } from '../policy/registry';
import type { StatementSink } from '../policy/stating';
import { checkSessionOptions } from '../session/session-options';
import type { MirrorSessionOptions } from '../session/mirror-session-options';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget } from '../session/mirror-target';
import { awaited } from '../session/awaited';
import { targetStatement } from '../session/statements';
import { folderOf, useLedger } from '../terraform/ledger';
import { defaultProvider } from '../terraform/provider-region';
import { writtenAt } from '../terraform/written-at';
import { FRAMEWORK } from '../net/framework';

/** Options of the sessions of a fleet. */
export interface MirroredFleetOptions extends MirrorSessionOptions {
  /**
   * The name of a session is this prefix and the session's key, together 2 to 128 bytes.
   *
   * @default - sessions have no names
   */
  readonly sessionNamePrefix?: string;
}

/** The sessions of one element. */
interface Written {
  readonly element: FleetElement;
  readonly sessions: readonly LedgerSession[];
}

/** A `MirroredFleet`, or a `MirroredFleetShard` of a plan. */
export interface IMirroredFleet extends IConstruct {
  /** The keys of the sessions, sorted. The key of a session is the key of its first source. */
  readonly sessionKeys: string[];
}

/**
 * Writes the sessions of a plan, or of a part of it, into a stack. Only a fleet and a shard can extend it.
 *
 * @internal
 */
export abstract class MirroredFleetBase extends Construct implements IMirroredFleet {
  /** The keys of the sessions, sorted. The key of a session is the key of its first source. */
  public get sessionKeys(): string[] {
    return this.written.flatMap(({ sessions }) => sessions.map(({ key }) => key));
  }

  private written: Written[] = [];
  private removed?: RemovedBlocks;
  private shard!: MirrorShard;
  private readonly stack: TerraformStack;
  private readonly location = writtenAt(this);
  private plan!: MirrorPlan;
  private names!: SessionNames;
  private answers = false;
  /** Built when a session is first used. */
  private byKey?: Map<string, { session: LedgerSession; element: FleetElement }>;

  protected constructor(scope: Construct, id: string, private readonly options: MirroredFleetOptions) {
    super(scope, id);
    this.stack = TerraformStack.of(this);
    checkSessionOptions(this, options);
  }

  /**
   * A session of the fleet, to refer to it or to override its attributes.
   *
   * @param key the session's key: that of its source, or of the first of its sources
   * @throws if the fleet has no such session
   */
  public session(key: string): MirroredFleetSession {
    const found = this.found(key);
    if (!found) {
      const keys = this.sessionKeys;
      throw refusal({
        path: this.node.path, what: 'the key of a session', got: key,
        allowed: keys.length
          ? `one of the fleet's ${keys.length} keys: ${keys.slice(0, 3).join(', ')}${keys.length > 3 ? ', ...' : ''}`
          : 'no key, because the fleet has no sessions',
        fix: this.plan.leftOut.includes(key)
          ? 'record the source first: run the synth on a machine that writes the ledger. The frozen ledger does not have it'
          : 'use one of sessionKeys',
      });
    }
    const { session, element } = found;
    const id = Token.asString(ref(`${this._address(key)}.id`, this.stack));
    return MirroredFleetSession._of(key, id, session.priority, session.vni, session.target, element);
  }

  /**
   * Removes a session from Terraform and leaves it running. The stack gets a `removed` block, with which the next apply
   * forgets the session without any API call. Its sources may stay in `sources` or not: the fleet does not place them again.
   *
   * The ledger records the session as released. After the ledger is written, you can delete this call. The priority, VNI,
   * sources and places of the session stay in use until `goneSessions` of the ledger lists it. Keep the filter, which the
   * session uses. Requires Terraform 1.7 or later, which the stack sets as `required_version`.
   *
   * @param key the session's key: that of its source, or of the first of its sources
   * @throws if the fleet has no such session, if it is not deployed yet, if this run also changes it, if it is adopted, if
   * the ledger is frozen and does not record the release, or if the app writes HCL, in which cdktf has no `removed` block
   */
  public release(key: string): void {
    const { plan } = this;
    if (known(key) && plan._ledger._releasedOf(plan.name).has(key)) return;
    this.session(key);
    const { session, element } = this.found(key)!;
    const blocks = this.removedBlocks();
    plan._release(session, this.node.path);
    blocks.add(this._address(key));
    element.leaveOut(key);
    this.written = this.written.map((part) =>
      part.element === element ? { element, sessions: part.sessions.filter((s) => s !== session) } : part);
    this.byKey = undefined;
  }

  /** The keys of the released sessions, which still run, sorted. */
  public get releasedSessionKeys(): string[] {
    const { plan } = this;
    const earlier = [...plan._ledger._releasedOf(plan.name).values()].filter(({ shard }) => shard === this.shard.number)
      .map(({ key }) => key);
    return [...earlier, ...plan._ledger._releasedNow(plan.name).filter((key) => this.shard.sessionKeys.includes(key))].sort();
  }

  /**
   * The sources of its sessions.
   *
   * @internal
   */
  public get _mirrored(): MirrorSource[] {
    return this.written.flatMap(({ sessions }) => sessions.flatMap((session) => this.plan._sources(session)
      .flatMap((source) => source ?? [])));
  }

  private removedBlocks(): RemovedBlocks {
    if (writesHcl(this)) {
      throw refusal({
        path: this.node.path, what: 'release', got: described('is used in an app that writes HCL'), allowed: 'an app that writes JSON',
        fix: `write JSON while a session is released. ${FRAMEWORK.module} has no removed block in HCL, and without the block the apply destroys the session`,
      });
    }
    return this.removed ??= new RemovedBlocks(this, 'Released');
  }

  private found(key: string): { session: LedgerSession; element: FleetElement } | undefined {
    this.byKey ??= new Map(this.written.flatMap(({ element, sessions }) => sessions.map((session) => [session.key, { session, element }])));
    return this.byKey.get(key);
  }

  /** The Terraform address of a session. @internal */
  public _address(key: string): string {
    return `${SESSION_TYPE}.${this.names.of(key)}`;
  }

  /** @internal */
  protected _write(shard: MirrorShard): void {
    this.plan = shard._plan;
    this.shard = shard;
    const registry = Registry.of(this);
    useLedger(this, this.plan._ledger, this.options.provider);
    this.answers = this.plan._build(shard, this.node.path);
    this.addElements(shard._sessions);
    const { packetLength, enabled = true, filter } = this.options;
    this.plan._ledger._place(this.plan.name, shard.number, {
      stack: this.stack.node.id, filter: known(filter.node.path) ? filter.node.path : undefined,
      packetLength: known(packetLength) ? packetLength : undefined, enabled: typeof enabled === 'boolean' ? enabled : undefined,
      folder: () => folderOf(this), ...this.plan._rangesSet,
    });
    registry.stating.push(this);
    if (this.answers) underSkippedValidation(this, this.plan._ledger, () => this.plan.change.added);
    this.stack.node.addValidation({ validate: () => this.missingProvider() });
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const { plan } = this;
    const statements = sink.of(this.stack.node.path);
    const at = sink.at(this.stack.node.path, this.location);
    if (at !== undefined) statements.places[this.node.path] = at;
    const targets = new Map<string, InterfaceStatement | undefined>();
    for (const session of this.written.flatMap(({ sessions }) => sessions)) {
      if (!targets.has(session.target)) targets.set(session.target, targetStatement(plan._target(session)));
      const target = targets.get(session.target);
      const sources = new FleetSourceStatements(plan._sources(session), this.stack);
      statements.sessions[this._address(session.key)] = {
        at,
        defaultPriority: plan._adopted(session) ? undefined : true,
        sources: sources.isAny ? sources : undefined,
        target,
      };
    }
    const { _priorities: priorities, _vnis: vnis } = plan;
    statements.fleets.push({
      path: this.node.path, ledger: plan._ledger._identity, account: plan._ledger._accountName,
      firstPriority: priorities.first, lastPriority: priorities.last,
      ...plan._vnisStated && { firstVirtualNetworkId: vnis.first, lastVirtualNetworkId: vnis.last },
      provider: this.options.provider?.fqn,
      ...this.answers && plan._idleTargets.length > 0 && { idleTargets: plan._idleTargets },
      ...this.answers && { change: plan.change._statement() },
    });
    if (this.answers) for (const finding of plan._findings(this.node.path)) statements.findings.push(finding);
  }

  private addElements(sessions: LedgerSession[]): void {
    const { options, plan } = this;
    const filters = new FilterCopies(this, options.filter);
    this.names = new SessionNames(plan.name);
    for (const session of sessions) {
      // Called here, so that errors point to the user's line and cdktf orders this stack after the stacks that it refers to.
      if (plan._adopted(session)) continue;
      filters.id(session.filter);
      filters.awaited(session.filter, plan._target(session), this.stack);
      this.sessionName(session.key);
    }
    for (const { key, shard, filter } of plan._ledger._releasedOf(plan.name).values()) {
      if (shard !== this.shard.number) continue;
      this.removedBlocks().add(this._address(key));
      // A released session still uses its copy of the filter.
      filters.id(filter);
    }
    const rendered = (session: LedgerSession): RenderedSession => {
      const target = plan._target(session);
      const adopted = plan._adopted(session);
      const sources = plan._sources(session);
      return {
        key: session.key, logicalId: this.names.of(session.key), priority: session.priority, vni: session.vni,
        name: adopted ? adopted.name : this.sessionName(session.key),
        // Without the attribute the session would be off, and a running one would be switched off.
        enabled: (adopted ? adopted.enabled : !session.off) ? options.enabled ?? true : false,
        // An adopted session exists already, so it waits for nothing.
        filterId: adopted ? adopted.filterId : filters.id(session.filter),
        awaited: adopted ? NOTHING : filters.awaited(session.filter, target, this.stack),
        sourceIds: session.sources.map((s, i) => sources[i]?.interfaceId ?? s.id ?? s.key),
        targetId: target.targetId, targetType: target.type, adopted,
      };
    };
    const common = {
      packet_length: options.packetLength,
      traffic_mirror_session_description: options.description,
      resource_group_id: options.resourceGroupId,
    };
    // cdktf renders one resource for each element into HCL, and any number into JSON.
    const parts = writesHcl(this)
      ? sessions.map((s): [string, LedgerSession[]] => [`Resource-${this.names.of(s.key)}`, [s]])
      : [['Resource', sessions] as const];
    this.written = parts.map(([id, part]) => ({
      element: new FleetElement(this, id, common, part, rendered, options.provider, options.tags),
      sessions: part,
    }));
    PartedSynthesizer.install(this.stack);
  }

  private sessionName(key: string): string | undefined {
    const prefix = this.options.sessionNamePrefix;
    if (prefix === undefined) return undefined;
    const name = `${prefix}${key}`;
    const problem = known(name) ? textProblem(SESSION_NAME, name) : undefined;
    if (problem) {
      throw refusal({
        path: this.node.path,
        what: `the name of session ${key}, which is ${problem.problem}`,
        got: name,
        allowed: `${SESSION_NAME.min} to ${SESSION_NAME.max} bytes`,
        fix: 'choose a shorter sessionNamePrefix or shorter source keys',
      });
    }
    return name;
  }

  private missingProvider(): string[] {
    // cdktf checks the providers of resource constructs only, and this element is not one.
    const count = this.written.reduce((sum, { sessions }) => sum + sessions.length, 0);
    const isThere = () => defaultProvider(this.stack) ?? this.stack.allProviders().find((p) => p.terraformResourceType === 'alicloud');
    if (count === 0 || this.options.provider || isThere()) return [];
    return [
      `no provider for the ${count} sessions of the fleet in stack '${this.stack.node.id}': add new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: '...' }), or give the fleet a provider`,
    ];
  }
}

const NOTHING = (): string[] => [];

/** The filter of a fleet, and the copies that its number of sessions needs. */
class FilterCopies {
  private readonly filters: IMirrorFilter[];
  private readonly lists: Map<MirrorTarget, () => string[]>[] = [];

  constructor(private readonly fleet: Construct, private readonly filter: IMirrorFilter) {
    this.filters = [filter];
  }

  /** The addresses that a session waits for: only its copy and its target, so that another copy does not change running sessions. */
  public awaited(copy: number, target: MirrorTarget, stack: TerraformStack): () => string[] {
    const of = this.lists[copy] ??= new Map();
    let list = of.get(target);
    if (!list) of.set(target, list = awaited([this.filters[copy]], [target], stack));
    return list;
  }

  /** @param copy the number of the copy. 0 is the filter itself */
  public id(copy: number): string {
    for (let n = this.filters.length; n <= copy; n++) {
      if (!copyable(this.filter)) {
        throw refusal({
          path: this.fleet.node.path,
          what: 'filter',
          got: described(`is ${this.filter.node.path}, which this app does not create`),
          allowed: 'a MirrorFilter, because the ledger has sessions on a copy of the filter',
          fix: 'pass the MirrorFilter that the fleet used before',
        });
      }
      this.filters[n] = this.filter._copy(this.fleet, `Filter-${n + 1}`, n + 1);
    }
    return this.filters[copy].filterId;
  }
}

/** Whether the app can copy a filter. It cannot copy a filter that is managed elsewhere. */
export function copyable(filter: IMirrorFilter): filter is MirrorFilter {
  return typeof (filter as MirrorFilter)._copy === 'function';
}

function writesHcl(construct: Construct): boolean {
  const root = construct.node.root;
  return ['true', '1'].includes(process.env.SYNTH_HCL_OUTPUT ?? '') || (App.isApp(root) && root.hclOutput);
}
