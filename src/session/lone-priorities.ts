import { TerraformProvider } from 'cdktf';
import { IConstruct } from 'constructs';
import { LONE_LEASE, nextFree } from './numbering';
import type { vpcTrafficMirrorSession } from '../alicloud';
import type { PriorityHolder } from '../model/document';
import { SESSION_TYPE } from '../model/mirror-model';
import { known } from '../net/known';
import { statedAccount } from '../policy/policy-settings';

type SessionResource = vpcTrafficMirrorSession.VpcTrafficMirrorSession;

/** A session whose priority nobody chose. */
export interface LoneSession {
  readonly resource: SessionResource;
  /** Where its hash points. */
  readonly hash: number;
}

const OF_APPS = new WeakMap<IConstruct, LonePriorities>();

/**
 * The priorities of the sessions of an app for which nobody chose one. A session whose hash is alone has it, whatever else
 * there is. Of several with one hash the first in construction order keeps it. The others take the next free numbers, past
 * all that are chosen and all hashes.
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
  /** Of those that do not have their hash. Made when they are first used, once all sessions are there. */
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

  /** The session that keeps the number, if this one has another. */
  public gaveWayTo(session: LoneSession): PriorityHolder | undefined {
    return this.isStill(session) ? this.move(session)?.first : undefined;
  }

  /** Writes the number into a resource, unless somebody chose one there meanwhile. */
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

  /** Whether nobody chose a priority on the resource meanwhile. */
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
      // If there are more sessions than numbers, TM304 refuses what is left.
      const priority = nextFree(session.hash, LONE_LEASE, taken);
      taken.add(priority);
      moves.set(session, { priority, first: { path: first.resource.node.path, priority: first.hash } });
    }
    return moves;
  }

  /** The priorities that somebody chose. */
  private *chosen(): Iterable<number> {
    for (const node of this.root.node.findAll() as (IConstruct & Partial<SessionResource>)[]) {
      if (node.terraformResourceType !== SESSION_TYPE || this.byResource.has(node as SessionResource)) continue;
      if (typeof node.priorityInput === 'number' && known(node.priorityInput)) yield node.priorityInput;
    }
  }
}

/** Priorities are unique in an account and region: as far as both are written down, sessions of others do not meet. */
function placeOf(resource: SessionResource): string {
  const { cdktfStack: stack, provider } = resource;
  const of = provider ?? stack.allProviders().find((p) => p.terraformResourceType === 'alicloud' && p.alias === undefined);
  const region = (of as (TerraformProvider & { readonly regionInput?: string }) | undefined)?.regionInput;
  return JSON.stringify([statedAccount(stack), known(region) ? region : undefined]);
}
