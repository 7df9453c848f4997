import { Lazy, TerraformProvider, TerraformStack, Token } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { checkSessionOptions, sessionArguments } from './session-options';
import { checkNumber, checkText, requireList, requireObject } from '../terraform/arguments';
import { IMirrorLedger, SessionNumbers, useLedger } from '../terraform/ledger';
import { MirrorSource } from './mirror-source';
import { MirrorTarget } from './mirror-target';
import { LonePriorities, LoneSession } from './lone-priorities';
import { KeyNumbers, LONE_LEASE } from './numbering';
import { awaited } from './receiving-side';
import { resolvedText, sourceStatement, targetStatement } from './statements';
import { vpcTrafficMirrorSession } from '../alicloud';
import { SESSION_NAME, SESSION_PRIORITY, VNI } from '../catalog/limits';
import { IMirrorFilter } from '../filter/mirror-filter';
import { SessionStatement } from '../model/document';
import { SESSION_TYPE } from '../model/mirror-model';
import { SourceStatements } from '../model/source-statements';
import { known } from '../net/known';
import { refusal } from '../net/refusal';
import { Registry, StatementSink } from '../policy/registry';

/** A session that copies packets of its sources to its target. */
export interface IMirrorSession extends IConstruct {
  /** The session's id (`tms-...`), or a reference to it. */
  readonly sessionId: string;
}

/** How packets are copied. What a session and a fleet have in common. */
export interface MirrorSessionOptions {
  /** The filter that decides which packets are copied. */
  readonly filter: IMirrorFilter;
  /**
   * Inner bytes kept of each packet: 64 to 8500, in some regions only. A change replaces the session, which
   * interrupts its sources meanwhile.
   *
   * @default - the service's own: 1500 bytes
   */
  readonly packetLength?: number;
  /**
   * Whether traffic is copied. It is always written: left out, Terraform switches the session off.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * 2 to 256 bytes, not starting with http:// or https://.
   *
   * @default - no description
   */
  readonly description?: string;
  /**
   * Resource group id.
   *
   * @default - the account's default resource group
   */
  readonly resourceGroupId?: string;
  /**
   * At most 20 tags. A key has at most 128 characters and does not start with `aliyun` or `acs:`.
   *
   * @default - no tags
   */
  readonly tags?: { [key: string]: string };
  /**
   * The provider, and with it account and region.
   *
   * Another one needs another construct id as well: under the same id Terraform looks for what runs through the new
   * provider, does not find it, and leaves it running, owned by nobody.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/** Properties of a `MirrorSession`. */
export interface MirrorSessionProps extends MirrorSessionOptions {
  /** The interfaces whose traffic is copied: 1 to 10 unless the quota was raised. */
  readonly sources: MirrorSource[];
  /** Where the copies go. */
  readonly target: MirrorTarget;
  /**
   * 1 to 32766, unique in an account and region. If a source is in several sessions, the smaller is tried first.
   * Two running sessions cannot swap theirs in one apply: use a free number as an intermediate step.
   *
   * @default - a number from 24577 to 32766, by the hash of the construct's path. If two sessions of the app have one hash,
   * the first keeps it and the other takes the next free number. A warning names both and what to write into them.
   */
  readonly priority?: number;
  /**
   * The ledger that remembers priority and VNI, for example the one of the fleets of the account and region. Then no other
   * session can make them change, and no fleet of the ledger takes them. The session is known by its construct path.
   *
   * @default - none: the numbers come from the construct's path
   */
  readonly ledger?: IMirrorLedger;
  /**
   * VXLAN network identifier: 1 to 16777215. (0 is refused: the provider does not send it, and every later plan
   * shows a change.)
   *
   * @default - by the hash of the construct's path
   */
  readonly virtualNetworkId?: number;
  /**
   * 2 to 128 bytes, not starting with http:// or https://.
   *
   * @default - no name
   */
  readonly sessionName?: string;
}

/**
 * A traffic mirror session, unless set otherwise.
 *
 * Adding a source to a running session interrupts all its sources for a while, since the provider takes all out and
 * puts all in again. For more than a handful of sources use a `MirroredFleet`.
 *
 * A source that moves to another session is taken out in one apply and put in in the next, since in one it is arbitrary
 * which comes first. The same holds for a new construct id, unless Terraform is informed (`moveFromId` of the
 * resource) and priority and VNI are set as they were.
 */
export class MirrorSession extends Construct implements IMirrorSession {
  /**
   * A session that is managed elsewhere.
   *
   * @param sessionId the session's id (`tms-...`), or a token
   */
  public static fromSessionId(scope: Construct, id: string, sessionId: string): IMirrorSession {
    class Imported extends Construct implements IMirrorSession {
      public readonly sessionId = sessionId;
    }
    if (known(sessionId) && !/^tms-[A-Za-z0-9]+$/.test(sessionId)) {
      throw refusal({ path: `${scope.node.path}/${id}`, what: 'sessionId', got: sessionId, allowed: 'the id of a traffic mirror session (tms-...)', fix: 'give the id that the console or ListTrafficMirrorSessions shows' });
    }
    return new Imported(scope, id);
  }

  /** The session's id, as a reference. */
  public get sessionId(): string {
    return this.session.id;
  }

  /**
   * The session's priority. If nobody chose it, it is final once all sessions of the app are made: another one with the
   * same hash may make it move.
   */
  public get priority(): number {
    return this.lone ? LonePriorities.of(this).priorityOf(this.lone) : this.chosenPriority!;
  }

  /** The session's VXLAN network identifier. */
  public readonly virtualNetworkId: number;

  private readonly session: vpcTrafficMirrorSession.VpcTrafficMirrorSession;
  private readonly chosenPriority?: number;
  /** Nobody chose its priority. */
  private readonly lone?: LoneSession;
  private readonly ledger?: IMirrorLedger;
  private readonly provider?: TerraformProvider;
  private readonly sources: MirrorSource[];
  private readonly target: MirrorTarget;

  constructor(scope: Construct, id: string, props: MirrorSessionProps) {
    super(scope, id);
    requireObject(this.node.path, 'props', props, 'sources', 'the properties of a session', 'give it sources, target and filter');
    checkSources(this, props.sources);
    requireObject(this.node.path, 'target', props.target, 'targetId', 'a MirrorTarget', 'use MirrorTarget.networkInterface(id) or MirrorTarget.internalLoadBalancer(id); the id may be a token');
    checkNumber(this, 'priority', SESSION_PRIORITY, props.priority, 'choose a free number, or leave it out to get one');
    checkNumber(this, 'virtualNetworkId', VNI, props.virtualNetworkId, 'choose another, or leave it out to get one');
    checkSessionOptions(this, props);
    checkText(this, 'sessionName', SESSION_NAME, props.sessionName);

    this.sources = props.sources;
    this.target = props.target;
    this.ledger = props.ledger;
    this.provider = props.provider;
    const { priority, virtualNetworkId } = this.numbers(props);
    this.virtualNetworkId = virtualNetworkId;
    this.session = new SessionResource(this, 'Resource', {
      ...sessionArguments(props),
      priority,
      virtualNetworkId: this.virtualNetworkId,
      trafficMirrorSessionName: props.sessionName,
      trafficMirrorSourceIds: writtenSources(props.sources),
      trafficMirrorTargetId: props.target.targetId,
      trafficMirrorTargetType: props.target.type,
      provider: props.provider,
    }, awaited([props.filter], [props.target], TerraformStack.of(this)));
    if (props.priority === undefined && !props.ledger) this.lone = LonePriorities.of(this).add(this.session, priority);
    else this.chosenPriority = priority;
    Registry.of(this).stating.push(this);
  }

  /** The numbers that somebody chose, that the ledger has, or that come from the path. */
  private numbers({ ledger, priority, virtualNetworkId, sources, target }: MirrorSessionProps): SessionNumbers {
    const { path } = this.node;
    if (ledger) {
      requireObject(path, 'ledger', ledger, 'name', 'a MirrorLedger', 'use MirrorLedger.file(path)');
      const keys = { ledger: ledger.name, target: target.key, ...Object.fromEntries(sources.map(({ key }, i) => [`sources[${i}]`, key])), ...priority !== undefined && { priority }, ...virtualNetworkId !== undefined && { virtualNetworkId } };
      for (const [what, value] of Object.entries(keys)) {
        if (!known(value)) throw refusal({ path, what: `${what} of a session with a ledger`, got: 'a token', allowed: 'a value that is known at synth', fix: 'write the value itself; give a source or target by a reference a key: { key: \'web\' }' });
      }
      useLedger(this, ledger);
      return ledger._numbersOf({ path, sources: sources.map(({ key }) => key), target: target.key, priority, virtualNetworkId });
    }
    const hash = priority === undefined || virtualNetworkId === undefined ? new KeyNumbers(path) : undefined;
    return { priority: priority ?? hash!.priority(LONE_LEASE), virtualNetworkId: virtualNetworkId ?? hash!.virtualNetworkId() };
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const stated = this.sources.map(sourceStatement);
    // An object with the ids for its keys would be of a separate shape in each of 20,000 sessions.
    const sources = stated.some((statement) => statement !== undefined)
      ? SourceStatements.listed(this.sources.map((source) => resolvedText(this, source.interfaceId)), stated) : undefined;
    const target = targetStatement(this.target);
    const { lone, ledger, chosenPriority: priority } = this;
    if (ledger) {
      // Its number is one of the ledger's, so sessions and fleets of the ledger are one account and region.
      sink.of(this.session.cdktfStack.node.path).fleets.push({
        path: this.node.path, ledger: ledger._identity, firstPriority: priority!, lastPriority: priority!, provider: this.provider?.fqn,
      });
    }
    if (!lone && !sources && !target) return;
    const statement: SessionStatement = { defaultPriority: lone ? true : undefined, gaveWayTo: lone && LonePriorities.of(this).gaveWayTo(lone), sources, target };
    sink.of(this.session.cdktfStack.node.path).sessions[`${SESSION_TYPE}.${this.session.friendlyUniqueId}`] = statement;
  }
}

/**
 * The resource of a session. What it waits for is read as written, since rules may be added to its filter after
 * it. A lazy list for each of 20,000 sessions would take longer than all the rest of them.
 */
class SessionResource extends vpcTrafficMirrorSession.VpcTrafficMirrorSession {
  constructor(scope: Construct, id: string, config: vpcTrafficMirrorSession.VpcTrafficMirrorSessionConfig, private readonly addresses: () => string[]) {
    super(scope, id, config);
  }

  public toTerraform(): any {
    LonePriorities.of(this).settle(this);
    return super.toTerraform();
  }

  public toHclTerraform(): any {
    LonePriorities.of(this).settle(this);
    return super.toHclTerraform();
  }

  public get terraformMetaArguments(): { [name: string]: any } {
    const own = super.terraformMetaArguments;
    const addresses = this.addresses();
    if (addresses.length === 0) return own;
    const stated: string[] | undefined = own.dependsOn;
    if (!Token.isUnresolved(stated)) return { ...own, dependsOn: [...stated ?? [], ...addresses] };
    return { ...own, dependsOn: Lazy.listValue({ produce: (context) => [...context.resolve(stated), ...addresses] }) };
  }
}

function checkSources(construct: IConstruct, sources: MirrorSource[]): void {
  const path = construct.node.path;
  requireList(path, 'sources', sources, 'interfaceId', 'a list of MirrorSource', 'use [MirrorSource.networkInterface(id)], or [MirrorSource.listOf(ids)] for a list that Terraform alone knows');
  if (sources.length === 0) {
    throw refusal({ path, what: 'sources', got: 'none', allowed: 'at least one source', fix: 'name the interfaces to mirror; a selection that may be empty belongs into a MirroredFleet' });
  }
  if (sources.length > 1 && sources.some((s) => s.isList)) {
    throw refusal({ path, what: 'sources', got: 'MirrorSource.listOf beside other sources', allowed: 'a list alone, or single sources', fix: 'join them in Terraform with Fn.concat and give MirrorSource.listOf the result' });
  }
  if (sources.length === 1) return;
  const seen = new Set<string>();
  for (const source of sources) {
    if (seen.has(source.interfaceId)) {
      throw refusal({ path, what: 'sources', got: `${source} twice`, allowed: 'each source once', fix: 'name it once' });
    }
    seen.add(source.interfaceId);
  }
}

/** Literals sorted by id, so that a plan does not change with the order in the code. References by their resolved text. */
function writtenSources(sources: MirrorSource[]): string[] {
  if (sources[0].isList) return sources[0]._ids!;
  const ids = sources.map((s) => s.interfaceId);
  if (known(ids)) return ids.sort();
  // Tokens sort by the order of their creation. Their resolved texts sort by what they are.
  return Lazy.listValue({
    produce: (context) => ids
      .map((id) => ({ id, text: String(context.resolve(id)) }))
      .sort((a, b) => a.text < b.text ? -1 : a.text > b.text ? 1 : 0)
      .map(({ id }) => id),
  });
}
