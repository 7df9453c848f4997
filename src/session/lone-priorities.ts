import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import { LONE_LEASE, nextFree } from './numbering';
import type { vpcTrafficMirrorSession } from '../alicloud';
import type { PriorityHolder } from '../model/document';
import { SESSION_TYPE } from '../model/mirror-model';
import { accountReached, isUid } from '../model/scope';
import { known } from '../net/known';
import { statedAccount } from '../policy/policy-settings';
import { defaultProvider } from '../terraform/provider-region';

type SessionResource = vpcTrafficMirrorSession.VpcTrafficMirrorSession;

/** A session without a priority in the code. */
export interface LoneSession {
  readonly resource: SessionResource;
  /** The number of its hash. */
  readonly hash: number;
}

const OF_APPS = new WeakMap<IConstruct, LonePriorities>();

/**
 * Assigns priorities to the sessions of an app that have none in the code. A session with a unique hash gets the number of its
 * hash. If several sessions have the same hash, the first in construction order gets its number. The others get the next free
 * numbers, which are neither set in the code nor the number of a hash.
 */
export class LonePriorities {
  public static of(scope: IConstruct): LonePriorities {
    const { root } = scope.node;
    let found = OF_APPS.get(root);
    if (!found) OF_APPS.set(root, found = new LonePriorities(root));
    return found;
  }

  private readonly byHash = new Map<number, LoneSession[]>();
  private readonly byResource = new Map<SessionResource, LoneSession>();
  private readonly written = new Map<SessionResource, number>();
  private colliding = false;
  /** The numbers of sessions that don't have the number of their hash. Computed at first use, after all sessions exist. */
  private moved?: ReadonlyMap<LoneSession, { readonly priority: number; readonly first: PriorityHolder }>;

  private constructor(private readonly root: IConstruct) {}

  public add(resource: SessionResource, hash: number): LoneSession {
    const session = { resource, hash };
    const same = this.byHash.get(hash);
    if (same) {
      same.push(session);
      this.colliding = true;
    } else {
      this.byHash.set(hash, [session]);
    }
    this.byResource.set(resource, session);
    this.moved = undefined;
    return session;
  }

  public priorityOf(session: LoneSession): number {
    return this.move(session)?.priority ?? session.hash;
  }

  /** The session that has the number of the hash, if this one has another number. */
  public gaveWayTo(session: LoneSession): PriorityHolder | undefined {
    return this.isStill(session) ? this.move(session)?.first : undefined;
  }

  /** Sets the priority of a resource, unless the user has set one in the meantime. */
  public settle(resource: SessionResource): void {
    const session = this.colliding ? this.byResource.get(resource) : undefined;
    const priority = session && this.move(session)?.priority;
    if (priority === undefined || !this.isStill(session!)) return;
    resource.priority = priority;
    this.written.set(resource, priority);
  }

  private move(session: LoneSession): { readonly priority: number; readonly first: PriorityHolder } | undefined {
    if (!this.colliding) return undefined;
    return (this.moved ??= this.moves()).get(session);
  }

  /** Whether the user has set no priority on the resource in the meantime. */
  private isStill({ resource, hash }: LoneSession): boolean {
    return resource.priorityInput === hash || resource.priorityInput === this.written.get(resource);
  }

  private moves(): Map<LoneSession, { priority: number; first: PriorityHolder }> {
    const moves = new Map<LoneSession, { priority: number; first: PriorityHolder }>();
    const taken = new Set([...this.byHash.keys(), ...this.chosen()]);
    for (const same of this.byHash.values()) {
      if (same.length === 1) continue;
      /** The sessions with the number of the hash. */
      const holders: { readonly session: LoneSession; readonly place: Place }[] = [];
      for (const session of same) {
        const place = placeOf(session.resource);
        const first = holders.find((holder) => !areApart(holder.place, place))?.session;
        if (!first) {
          holders.push({ session, place });
          continue;
        }
        // If there are more sessions than numbers, TM304 reports the remaining ones.
        const priority = nextFree(session.hash, LONE_LEASE, taken);
        taken.add(priority);
        moves.set(session, { priority, first: { path: first.resource.node.path, priority: first.hash } });
      }
    }
    return moves;
  }

  /** The priorities that the user set. */
  private *chosen(): Iterable<number> {
    for (const node of this.root.node.findAll() as (IConstruct & Partial<SessionResource>)[]) {
      if (node.terraformResourceType !== SESSION_TYPE || this.byResource.has(node as SessionResource)) continue;
      if (typeof node.priorityInput === 'number' && known(node.priorityInput)) yield node.priorityInput;
    }
  }
}

/** The account and region of a session, as far as they are known. Priorities are unique in them. */
interface Place {
  readonly uid?: string;
  /** The name that the user set for the account. */
  readonly name?: string;
  readonly region?: string;
}

function placeOf({ cdktfStack: stack, provider }: SessionResource): Place {
  const config = argumentsOf(provider ?? defaultProvider(stack));
  const stated = statedAccount(stack);
  const reached = accountReached(config, (text) => known(text) ? text : UNKNOWN);
  const uid = reached ?? (stated !== undefined && isUid(stated) ? stated : undefined);
  const { region } = config;
  return { uid, name: stated, region: typeof region === 'string' && known(region) ? region : undefined };
}

/** An identity of which nothing is known. */
const UNKNOWN = '?';

/** The arguments of a provider, whatever bindings make it. */
function argumentsOf(provider: TerraformProvider | undefined): Record<string, any> {
  const [of = {}] = Object.values<any>(provider?.toTerraform().provider ?? {});
  return [of].flat()[0] ?? {};
}

/** Whether two sessions are certainly in different accounts or regions. Only then both may have one number. */
function areApart(a: Place, b: Place): boolean {
  const differ = (one: string | undefined, other: string | undefined) => one !== undefined && other !== undefined && one !== other;
  if (differ(a.region, b.region)) return true;
  return a.uid !== undefined && b.uid !== undefined ? a.uid !== b.uid : differ(a.name, b.name);
}
