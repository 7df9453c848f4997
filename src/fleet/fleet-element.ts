import { IPostProcessor, IResolvable, IResolveContext, TerraformElement, TerraformProvider, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { AdoptedSession } from './adopted-session';
import type { LedgerSession } from './ledger-content';
import { PartedSynthesizer } from './parted-synthesizer';
import { SESSION_TYPE } from '../model/mirror-model';

/** A session to write. */
export interface RenderedSession {
  /** Its key in the fleet. */
  readonly key: string;
  readonly logicalId: string;
  readonly priority: number;
  readonly vni: number;
  readonly name?: string;
  readonly enabled: boolean;
  readonly filterId: string;
  /** Returns the addresses that the session must wait for, once all constructs exist. Sessions of one filter and target share it. */
  readonly awaited: () => string[];
  readonly sourceIds: string[];
  readonly targetId: string;
  readonly targetType: string;
  /** For an adopted session: the attributes that replace those of the fleet. */
  readonly adopted?: AdoptedSession;
}

/** The arguments that all sessions of a fleet share. */
export interface CommonArguments {
  readonly [attribute: string]: unknown;
}

/**
 * All sessions of a fleet in one element. One construct for each session would double the time of a synth. The Terraform
 * is the same as with one resource construct for each session.
 */
export class FleetElement extends TerraformElement {
  /** Aspects that tag resources look for these two members. */
  public tags?: { [key: string]: string };
  private sessions: readonly LedgerSession[];
  /** By session key. */
  private readonly overrides = new Map<string, [path: string, value: any][]>();
  private readonly providers = new Map<string, TerraformProvider>();

  /** @param rendered returns a session to write, built at each call: all of them together would take more memory than the plan */
  constructor(
    scope: Construct, id: string, private readonly common: CommonArguments, sessions: readonly LedgerSession[],
    private readonly rendered: (session: LedgerSession) => RenderedSession,
    private readonly provider?: TerraformProvider,
    private readonly tagsGiven?: { [key: string]: string },
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

  /** Omits a session from the Terraform. */
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

  /** All values that may refer to another stack, each once. cdktf's preparing pass must see them. */
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
   * cdktf resolves the whole stack again, value by value, and skips bodies that are tokens. If the stack overrides
   * sessions, cdktf merges the overrides into the bodies first, so they cannot be tokens. If the stack is written part by
   * part, each body is built when it is written.
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

  /** Returns a function that builds bodies. It resolves values that sessions share only once. */
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
        // The value may be a token that was cast to boolean.
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

/** A body that is built when it is written. */
class LateBody {
  constructor(private readonly session: RenderedSession, private readonly make: (session: RenderedSession) => Record<string, any>) {}

  public toJSON(): Record<string, any> {
    return this.make(this.session);
  }
}

/**
 * The arguments of an adopted session, which replace those of the fleet. The session exists already, so it waits for nothing.
 *
 * @param tagged the tags that Aspects added to the fleet
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
 * A token for the bodies of all sessions. A post-processor returns the bodies unchanged: they are resolved already, so
 * cdktf need not walk them again. The preparing pass sees their references only.
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

/** A token for a value that is resolved already. */
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

/** Returns a value unchanged, so that cdktf does not walk it. */
function handOver(value: any, context: IResolveContext): null {
  const given: IPostProcessor = { postProcess: () => value };
  context.registerPostProcessor(given);
  return null;
}

/** Sets a value at a dotted path, as `addOverride` of a resource does. Null or undefined removes the attribute. */
function setAt(body: Record<string, any>, path: string, value: any): void {
  const parts = path.split('.');
  const last = parts.pop()!;
  let at = body;
  for (const part of parts) {
    // Bodies share the values of the fleet, so an override copies the values that it changes.
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
