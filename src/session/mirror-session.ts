import { Lazy, TerraformProvider, TerraformStack, Token } from 'cdktf';
import { MirrorSessionOptions } from './mirror-session-options';
import { Construct, IConstruct } from 'constructs';
import { checkSessionOptions, sessionArguments } from './session-options';
import { checkNumber, checkText, requireList, requireObject } from '../terraform/arguments';
import { folderOf, IMirrorLedger, SessionNumbers, useLedger } from '../terraform/ledger';
import { resolvedText } from '../terraform/resolved-text';
import { writtenAt } from '../terraform/written-at';
import { MirrorSource } from './mirror-source';
import { MirrorTarget } from './mirror-target';
import { LonePriorities, LoneSession } from './lone-priorities';
import { KeyNumbers, LONE_LEASE } from './numbering';
import { awaited } from './awaited';
import { sourceStatement, targetStatement } from './statements';
import { vpcTrafficMirrorSession } from '../alicloud';
import { SESSION_NAME, SESSION_PRIORITY, VNI } from '../catalog/limits';
import { SessionStatement } from '../model/document';
import { SESSION_TYPE } from '../model/mirror-model';
import { SourceStatements } from '../model/source-statements';
import { compare } from '../net/compare';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';
import { Registry } from '../policy/registry';
import type { StatementSink } from '../policy/stating';

/** A session that copies packets of its sources to its target. */
export interface IMirrorSession extends IConstruct {
  /** The session's id (`tms-...`), or a reference to it. */
  readonly sessionId: string;
}

/** Properties of a `MirrorSession`. */
export interface MirrorSessionProps extends MirrorSessionOptions {
  /** The interfaces whose traffic is copied: 1 to 10 unless the quota was raised. */
  readonly sources: MirrorSource[];
  /** The target of the copies. */
  readonly target: MirrorTarget;
  /**
   * 1 to 32766, unique in an account and region. If a source is in several sessions, the smaller number takes precedence. Two
   * running sessions cannot swap their priorities in one apply. Use a free number as an intermediate step.
   *
   * @default - a number from 24577 to 32766, by the hash of the construct's path. If two sessions of the app have the same hash,
   * the first keeps its number and the other gets the next free number. A warning lists both with the priorities to set.
   */
  readonly priority?: number;
  /**
   * The ledger that records priority and VNI, for example the ledger of the fleets of the account and region. Other sessions then
   * cannot change these numbers, and no fleet of the ledger uses them. The construct path identifies the session.
   *
   * @default - no ledger: the numbers come from the construct's path
   */
  readonly ledger?: IMirrorLedger;
  /**
   * VXLAN network identifier: 1 to 16777215. 0 is rejected, since the provider does not send it, and every later plan would show
   * a change.
   *
   * @default - by the hash of the construct's path
   */
  readonly virtualNetworkId?: number;
  /**
   * The name: 2 to 128 bytes, not starting with http:// or https://.
   *
   * @default - no name
   */
  readonly sessionName?: string;
}

/**
 * A traffic mirror session. It is on unless `enabled` is false.
 *
 * Adding a source to a running session interrupts all its sources for some seconds, since the provider removes all sources and
 * adds them again. For more than a few sources, use a `MirroredFleet`.
 *
 * To move a source to another session, remove it in one apply and add it in the next, since a single apply doesn't guarantee
 * the order. The same applies to a new construct id, unless you declare the move (`moveFromId` of the resource) and keep
 * priority and VNI.
 *
 * @example
 * const filter = new MirrorFilter(this, 'Web', { inbound: [MirrorRule.acceptTcp(PortRange.HTTPS)] });
 * new MirrorSession(this, 'Session', {
 *   filter,
 *   sources: [MirrorSource.networkInterface('eni-bp1web', { instanceType: 'ecs.g7.large' })],
 *   target: MirrorTarget.networkInterface('eni-bp1sensor', { instanceType: 'ecs.g7.xlarge' }),
 * });
 */
export class MirrorSession extends Construct implements IMirrorSession {
  /**
   * A session that is managed elsewhere.
   *
   * @param sessionId the session's id (`tms-...`), or a token
   */
  public static fromSessionId(scope: Construct, id: string, sessionId: string): IMirrorSession {
    Registry.of(scope);
    class Imported extends Construct implements IMirrorSession {
      public readonly sessionId = sessionId;
    }
    if (known(sessionId) && !/^tms-[A-Za-z0-9]+$/.test(sessionId)) {
      throw refusal({
        path: `${scope.node.path}/${id}`,
        what: 'sessionId',
        got: sessionId,
        allowed: 'the id of a traffic mirror session (tms-...)',
        fix: 'pass the id from the console or from ListTrafficMirrorSessions',
      });
    }
    return new Imported(scope, id);
  }

  /** The session's id, as a Terraform reference. */
  public get sessionId(): string {
    return this.session.id;
  }

  /**
   * The session's priority. Without a priority in the code, it is final after all sessions of the app exist, since another session
   * with the same hash may change it.
   */
  public get priority(): number {
    return this.lone ? LonePriorities.of(this).priorityOf(this.lone) : this.chosenPriority!;
  }

  /** The session's VXLAN network identifier. */
  public readonly virtualNetworkId: number;

  /** @internal */
  public readonly _sources: MirrorSource[];
  private readonly session: vpcTrafficMirrorSession.VpcTrafficMirrorSession;
  private readonly chosenPriority?: number;
  /** The library chose its priority. */
  private readonly lone?: LoneSession;
  private readonly ledger?: IMirrorLedger;
  private readonly provider?: TerraformProvider;
  private readonly target: MirrorTarget;
  private readonly location = writtenAt(this);

  constructor(scope: Construct, id: string, props: MirrorSessionProps) {
    super(scope, id);
    requireObject(this.node.path, 'props', props, 'sources', 'the properties of a session', 'set sources, target and filter');
    checkSources(this, props.sources);
    requireObject(
      this.node.path,
      'target',
      props.target,
      'targetId',
      'a MirrorTarget',
      'use MirrorTarget.networkInterface(id) or MirrorTarget.internalLoadBalancer(id). The id may be a token',
    );
    checkNumber(this, 'priority', SESSION_PRIORITY, props.priority, 'choose a free number, or omit it to get one');
    checkNumber(this, 'virtualNetworkId', VNI, props.virtualNetworkId, 'choose another number, or omit it to get one');
    checkSessionOptions(this, props);
    checkText(this, 'sessionName', SESSION_NAME, props.sessionName);

    this._sources = props.sources;
    this.target = props.target;
    this.ledger = props.ledger;
    this.provider = props.provider;
    this.session = new SessionResource(this, 'Resource', {
      ...sessionArguments(props),
      priority: props.priority ?? SESSION_PRIORITY.min,
      virtualNetworkId: props.virtualNetworkId,
      trafficMirrorSessionName: props.sessionName,
      trafficMirrorSourceIds: writtenSources(props.sources),
      trafficMirrorTargetId: props.target.targetId,
      trafficMirrorTargetType: props.target.type,
      provider: props.provider,
    }, awaited([props.filter], [props.target], TerraformStack.of(this)));
    // The ledger finds a running session by the name of its resource.
    const { priority, virtualNetworkId } = this.numbers(props);
    this.virtualNetworkId = virtualNetworkId;
    this.session.priority = priority;
    this.session.virtualNetworkId = virtualNetworkId;
    if (props.priority === undefined && !props.ledger) this.lone = LonePriorities.of(this).add(this.session, priority);
    else this.chosenPriority = priority;
    Registry.of(this).stating.push(this);
  }

  /** The numbers from the code, from the ledger, or from the path. */
  private numbers({
    ledger, priority, virtualNetworkId, sources, target, filter, packetLength, enabled = true,
  }: MirrorSessionProps): SessionNumbers {
    const { path } = this.node;
    if (ledger) {
      requireObject(path, 'ledger', ledger, 'name', 'a MirrorLedger', 'use MirrorLedger.file(path)');
      const keys = {
        ledger: ledger.name,
        target: target.key,
        ...Object.fromEntries(sources.map(({ key }, i) => [`sources[${i}]`, key])),
        ...priority !== undefined && { priority },
        ...virtualNetworkId !== undefined && { virtualNetworkId },
      };
      for (const [what, value] of Object.entries(keys)) {
        if (!known(value)) {
          throw refusal({
            path,
            what: `${what} of a session with a ledger`,
            got: described('is a token'),
            allowed: 'a value that is known at synth',
            fix: 'use a literal value. For a source or target by reference, set a key: { key: \'web\' }',
          });
        }
      }
      useLedger(this, ledger, this.provider);
      const ids = sources.map(({ interfaceId }) => interfaceId);
      const ordered = known(ids) ? [...sources].sort((a, b) => compare(a.interfaceId, b.interfaceId)) : sources;
      return ledger._numbersOf({
        path, name: this.session.friendlyUniqueId, scope: this, target: target.key, priority, virtualNetworkId,
        sources: ordered.map(({ key, interfaceId }) => ({ key, id: known(interfaceId) ? interfaceId : undefined })),
        stack: TerraformStack.of(this).node.id, folder: () => folderOf(this),
        filter: known(filter.node.path) ? filter.node.path : undefined,
        packetLength: known(packetLength) ? packetLength : undefined, enabled: typeof enabled === 'boolean' ? enabled : undefined,
      });
    }
    const hash = priority === undefined || virtualNetworkId === undefined ? new KeyNumbers(path) : undefined;
    return { priority: priority ?? hash!.priority(LONE_LEASE), virtualNetworkId: virtualNetworkId ?? hash!.virtualNetworkId() };
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const stated = this._sources.map(sourceStatement);
    // An object with the ids as keys would have a different shape in each of 20,000 sessions.
    const sources = stated.some((statement) => statement !== undefined)
      ? SourceStatements.listed(this._sources.map((source) => resolvedText(this, source.interfaceId)), stated) : undefined;
    const target = targetStatement(this.target);
    const { lone, ledger, chosenPriority: priority } = this;
    if (ledger) {
      // The ledger assigns the number, so all sessions and fleets of the ledger belong to one account and region.
      sink.of(this.session.cdktfStack.node.path).fleets.push({
        path: this.node.path, ledger: ledger._identity, account: ledger._accountName,
        firstPriority: priority!, lastPriority: priority!, single: true,
        provider: this.provider?.fqn, change: ledger._changeOf(this.node.path),
      });
      sink.of(this.session.cdktfStack.node.path).findings.push(...ledger._findingsOf(this.node.path));
    }
    const at = sink.at(this.session.cdktfStack.node.path, this.location);
    if (!lone && !sources && !target && at === undefined) return;
    const statement: SessionStatement = {
      at,
      defaultPriority: lone ? true : undefined,
      gaveWayTo: lone && LonePriorities.of(this).gaveWayTo(lone),
      sources,
      target,
    };
    sink.of(this.session.cdktfStack.node.path).sessions[`${SESSION_TYPE}.${this.session.friendlyUniqueId}`] = statement;
  }
}

/**
 * The resource of a session. Its dependencies are computed during synthesis, since rules may be added to its filter after the
 * session. A lazy list for each of 20,000 sessions would take longer than everything else.
 */
class SessionResource extends vpcTrafficMirrorSession.VpcTrafficMirrorSession {
  constructor(
    scope: Construct,
    id: string,
    config: vpcTrafficMirrorSession.VpcTrafficMirrorSessionConfig,
    private readonly addresses: () => string[],
  ) {
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
  requireList(
    path, 'sources', sources, 'interfaceId', 'a list of MirrorSource',
    'use [MirrorSource.networkInterface(id)], or [MirrorSource.listOf(ids)] for a list that is known only at apply',
  );
  if (sources.length === 0) {
    throw refusal({
      path,
      what: 'sources',
      got: described('is empty'),
      allowed: 'at least one source',
      fix: 'list the interfaces to mirror. For a selection that may be empty, use a MirroredFleet',
    });
  }
  if (sources.length > 1 && sources.some((s) => s.isList)) {
    throw refusal({
      path,
      what: 'sources',
      got: described('has a MirrorSource.listOf and other sources'),
      allowed: 'only one list, or single sources',
      fix: 'join them in Terraform with Fn.concat and pass the result to MirrorSource.listOf',
    });
  }
  if (sources.length === 1) return;
  const seen = new Set<string>();
  for (const source of sources) {
    if (seen.has(source.interfaceId)) {
      throw refusal({ path, what: 'sources', got: described(`has ${source} twice`), allowed: 'each source once', fix: 'list it once' });
    }
    seen.add(source.interfaceId);
  }
}

/** Literals sorted by id, so that a plan does not change with the order in the code. References by their resolved text. */
function writtenSources(sources: MirrorSource[]): string[] {
  if (sources[0].isList) return sources[0]._ids!;
  const ids = sources.map((s) => s.interfaceId);
  if (known(ids)) return ids.sort();
  // Tokens would be sorted by their time of creation. Their resolved texts are stable.
  return Lazy.listValue({
    produce: (context) => ids
      .map((id) => ({ id, text: String(context.resolve(id)) }))
      .sort((a, b) => a.text < b.text ? -1 : a.text > b.text ? 1 : 0)
      .map(({ id }) => id),
  });
}
