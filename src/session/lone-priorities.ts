import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import { LONE_LEASE, nextFree } from './numbering';
import type { vpcTrafficMirrorSession } from '../alicloud';
import type { PriorityHolder } from '../model/document';
import { SESSION_TYPE } from '../model/mirror-model';
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
    for (const session of this.byResource.values()) {
      const same = this.byHash.get(session.hash)!;
      if (same.length === 1) continue;
      const place = placeOf(session.resource);
      const first = same.find((other) => placeOf(other.resource) === place)!;
      if (first === session) continue;
      // If there are more sessions than numbers, TM304 reports the remaining ones.
      const priority = nextFree(session.hash, LONE_LEASE, taken);
      taken.add(priority);
      moves.set(session, { priority, first: { path: first.resource.node.path, priority: first.hash } });
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

/** Priorities are unique per account and region. Sessions of another known account or region are separate. */
function placeOf(resource: SessionResource): string {
  const { cdktfStack: stack, provider } = resource;
  const of = provider ?? defaultProvider(stack);
  const region = (of as (TerraformProvider & { readonly regionInput?: string }) | undefined)?.regionInput;
  return JSON.stringify([statedAccount(stack), known(region) ? region : undefined]);
}
