import { IPostProcessor, IResolvable, IResolveContext, TerraformElement, TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { AdoptedSession } from './adopted-session';
import type { LedgerSession } from './ledger-file';
import { PartedSynthesizer } from './parted-synthesizer';
import { SESSION_TYPE } from '../model/mirror-model';

/** One session as it will be written. */
export interface RenderedSession {
  /** Its key in the fleet. */
  readonly key: string;
  readonly logicalId: string;
  readonly priority: number;
  readonly vni: number;
  readonly name?: string;
  readonly enabled: boolean;
  readonly filterId: string;
  /** Gives the addresses that the session must wait for once all is there: one for all sessions of a filter and a target. */
  readonly awaited: () => string[];
  readonly sourceIds: string[];
  readonly targetId: string;
  readonly targetType: string;
  /** What it has of its own in place of what the fleet's sessions have in common. */
  readonly adopted?: AdoptedSession;
}

/** What all sessions of a fleet have in common. */
export interface CommonArguments {
  readonly [attribute: string]: unknown;
}

/**
 * All sessions of a fleet in one element: a construct for each would cost half of the synth. What it writes is what
 * a resource construct each would write.
 */
export class FleetElement extends TerraformElement {
  /** Landing zones tag by Aspects, which look for these two. */
  public tags?: { [key: string]: string };
  private sessions: readonly LedgerSession[];
  /** By session key. */
  private readonly overrides = new Map<string, [path: string, value: any][]>();
  private readonly providers = new Map<string, TerraformProvider>();

  /** @param rendered a session as it will be written, again each time: kept for all, they would be more than the plan */
  constructor(
    scope: Construct, id: string, private readonly common: CommonArguments, sessions: readonly LedgerSession[],
    private readonly rendered: (session: LedgerSession) => RenderedSession, private readonly provider?: TerraformProvider, private readonly tagsGiven?: { [key: string]: string },
  ) {
    super(scope, id);
    this.sessions = sessions;
    this.tags = tagsGiven;
  }

  public get tagsInput(): { [key: string]: string } | undefined {
    return this.tags;
  }

  public overrideSession(key: string, path: string, value: any): void {
    const overrides = this.overrides.get(key);
    if (overrides) overrides.push([path, value]);
    else this.overrides.set(key, [[path, value]]);
  }

  /** Leaves a session out. */
  public leaveOut(key: string): void {
    this.sessions = this.sessions.filter((session) => session.key !== key);
  }

  public useProvider(key: string, provider: TerraformProvider): void {
    this.providers.set(key, provider);
  }

  public toTerraform(): any {
    if (this.sessions.length === 0) return {};
    return { resource: { [SESSION_TYPE]: new Bodies((context) => this.untouched(context), () => this.references()) } };
  }

  public toHclTerraform(): any {
    if (this.sessions.length === 0) return {};
    return { resource: { [SESSION_TYPE]: new Bodies((context) => hclBodies(this.bodies(context)), () => this.references()) } };
  }

  /** Everything that may refer to another stack. What the preparing pass must see, once each. */
  private references(): unknown[] {
    const texts = new Set<unknown>();
    for (const session of this.sessions) {
      const s = this.rendered(session);
      texts.add(s.targetId);
      texts.add(s.filterId);
      if (s.name?.includes('${')) texts.add(s.name);
      if (typeof s.enabled !== 'boolean') texts.add(s.enabled);
      for (const id of s.sourceIds) if (id.includes('${')) texts.add(id);
    }
    return [this.common, this.tags, [...texts], [...this.overrides.values()].map((list) => list.map(([, value]) => value))];
  }

  /**
   * cdktf resolves the whole stack again, value by value. A body that is a token is passed over there. Not where
   * the stack overrides sessions, which it merges into the bodies before. If the stack is written part by part, a
   * body is made when its turn has come.
   */
  private untouched(context: IResolveContext): Record<string, any> {
    const stack = TerraformStack.of(this);
    const { rawOverrides } = stack as unknown as { rawOverrides?: { resource?: Record<string, unknown> } };
    if (rawOverrides?.resource?.[SESSION_TYPE]) return this.bodies(context);
    const bodyOf = this.bodyMaker(context);
    const late = PartedSynthesizer.isWriting(stack);
    return this.byLogicalId((s) => new Resolved(late ? new LateBody(s, bodyOf) : bodyOf(s)));
  }

  private bodies(context: IResolveContext): Record<string, any> {
    return this.byLogicalId(this.bodyMaker(context));
  }

  private byLogicalId<T>(make: (session: RenderedSession) => T): Record<string, T> {
    const made: Record<string, T> = {};
    for (const session of this.sessions) {
      const s = this.rendered(session);
      made[s.logicalId] = make(s);
    }
    return made;
  }

  /** Makes bodies. What many of them share is resolved once. */
  private bodyMaker(context: IResolveContext): (session: RenderedSession) => Record<string, any> {
    const common = context.resolve({ ...this.common, tags: this.tags });
    const tagged = Object.entries(common.tags ?? {}).filter(([key]) => this.tags?.[key] !== this.tagsGiven?.[key]);
    const fleetProvider = this.provider && context.resolve(this.provider.fqn);
    const texts = new Map<string, string>();
    const text = (given: string): string => {
      if (!given.includes('${')) return given;
      let known = texts.get(given);
      if (known === undefined) texts.set(given, known = String(context.resolve(given)));
      return known;
    };
    const lists = new Map<() => string[], string[]>();
    const list = (given: () => string[]): string[] => {
      let known = lists.get(given);
      if (known === undefined) lists.set(given, known = given());
      return known;
    };
    const path = this.node.scope!.node.path;
    return (s) => {
      const own = this.providers.get(s.key);
      const provider = own ? context.resolve(own.fqn) : fleetProvider;
      const body: Record<string, any> = {
        '//': { metadata: { path: `${path}/${s.key}`, uniqueId: s.logicalId } },
        ...s.adopted ? argumentsOf(s.adopted, tagged) : common,
        traffic_mirror_filter_id: text(s.filterId),
        // Cast to a truth value, it may be a token.
        enabled: typeof s.enabled === 'boolean' ? s.enabled : context.resolve(s.enabled),
        priority: s.priority,
        virtual_network_id: s.vni,
        traffic_mirror_source_ids: s.sourceIds.map(text),
        traffic_mirror_target_id: text(s.targetId),
        traffic_mirror_target_type: s.targetType,
      };
      const awaited = list(s.awaited);
      if (awaited.length > 0) body.depends_on = awaited;
      if (s.name !== undefined) body.traffic_mirror_session_name = text(s.name);
      if (provider !== undefined) body.provider = provider;
      for (const [at, value] of this.overrides.get(s.key) ?? []) setAt(body, at, context.resolve(value));
      return body;
    };
  }
}

/** A body that is made as it is written. */
class LateBody {
  constructor(private readonly session: RenderedSession, private readonly make: (session: RenderedSession) => Record<string, any>) {}

  public toJSON(): Record<string, any> {
    return this.make(this.session);
  }
}

/**
 * What an adopted session has in place of the fleet's arguments. It is there already, so it waits for nothing.
 *
 * @param tagged the tags that Aspects gave the fleet
 */
function argumentsOf({ packetLength, description, resourceGroupId, tags }: AdoptedSession, tagged: [string, any][]): Record<string, any> {
  const all = { ...tags, ...Object.fromEntries(tagged) };
  return {
    ...packetLength !== undefined && { packet_length: packetLength },
    ...description !== undefined && { traffic_mirror_session_description: description },
    ...resourceGroupId !== undefined && { resource_group_id: resourceGroupId },
    ...Object.keys(all).length > 0 && { tags: all },
  };
}

/**
 * A token for the bodies of all sessions. It hands them over as they are by a post-processor: resolved already, they
 * need not be walked again. The preparing pass only sees their references.
 */
class Bodies implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly produce: (context: IResolveContext) => Record<string, any>, private readonly references: () => unknown[]) {}

  public resolve(context: IResolveContext): any {
    if (context.preparing) return this.references();
    const bodies = this.produce(context);
    return handOver(bodies, context);
  }

  public toString(): string {
    return 'the sessions of a mirrored fleet';
  }
}

const NO_STACK: string[] = [];

/** A token for what is resolved already. */
class Resolved implements IResolvable {
  public readonly creationStack = NO_STACK;

  constructor(private readonly value: any) {}

  public resolve(context: IResolveContext): any {
    return handOver(this.value, context);
  }

  public toString(): string {
    return 'a session of a mirrored fleet';
  }
}

/** Gives a value as it is, which cdktf then does not walk. */
function handOver(value: any, context: IResolveContext): null {
  const given: IPostProcessor = { postProcess: () => value };
  context.registerPostProcessor(given);
  return null;
}

/** Sets a value at a dotted path, as `addOverride` of a resource does. Nothing removes the attribute. */
function setAt(body: Record<string, any>, path: string, value: any): void {
  const parts = path.split('.');
  const last = parts.pop()!;
  let at = body;
  for (const part of parts) {
    // Bodies share the values of the fleet, so what an override touches is copied.
    at[part] = at[part] !== null && typeof at[part] === 'object' && !Array.isArray(at[part]) ? { ...at[part] } : {};
    at = at[part];
  }
  if (value === undefined || value === null) delete at[last];
  else at[last] = value;
}

const HCL_TYPE: Record<string, string> = { string: 'string', number: 'number', boolean: 'boolean' };

/** The bodies in the form from which cdktf renders HCL. */
function hclBodies(bodies: Record<string, any>): Record<string, any> {
  const attribute = (value: any) => {
    if (Array.isArray(value)) return { value, isBlock: false, type: 'list', storageClassType: 'stringList' };
    if (typeof value === 'object') return { value, isBlock: false, type: 'map', storageClassType: 'stringMap' };
    return { value, isBlock: false, type: 'simple', storageClassType: HCL_TYPE[typeof value] };
  };
  return Object.fromEntries(Object.entries(bodies).map(([id, { '//': comment, provider, depends_on: dependsOn, ...attributes }]) => [id, {
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attribute(value)])),
    ...dependsOn !== undefined && { depends_on: dependsOn },
    ...provider !== undefined && { provider },
    '//': comment,
  }]));
}
