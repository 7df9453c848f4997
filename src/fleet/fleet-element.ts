import { IPostProcessor, IResolvable, IResolveContext, TerraformElement, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { AdoptedSession } from './adopted-session';
import { SESSION_TYPE } from '../model/mirror-model';

/** One session as it will be written. */
export interface RenderedSession {
  /** Its key in the fleet. */
  readonly key: string;
  readonly logicalId: string;
  readonly priority: number;
  readonly vni: number;
  readonly name?: string;
  /** Switched off by itself, whatever the fleet says. */
  readonly off: boolean;
  readonly filterId: string;
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
  /** By session key. */
  private readonly overrides = new Map<string, [path: string, value: any][]>();
  private readonly providers = new Map<string, TerraformProvider>();

  constructor(scope: Construct, id: string, private readonly common: CommonArguments, private readonly sessions: RenderedSession[], private readonly provider?: TerraformProvider, private readonly tagsGiven?: { [key: string]: string }) {
    super(scope, id);
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

  public useProvider(key: string, provider: TerraformProvider): void {
    this.providers.set(key, provider);
  }

  public toTerraform(): any {
    if (this.sessions.length === 0) return {};
    return { resource: { [SESSION_TYPE]: new Bodies((context) => this.bodies(context), () => this.references()) } };
  }

  public toHclTerraform(): any {
    if (this.sessions.length === 0) return {};
    return { resource: { [SESSION_TYPE]: new Bodies((context) => hclBodies(this.bodies(context)), () => this.references()) } };
  }

  /** Everything that may refer to another stack; what the preparing pass must see, once each. */
  private references(): unknown[] {
    const texts = new Set<string>();
    for (const s of this.sessions) {
      texts.add(s.targetId);
      texts.add(s.filterId);
      for (const id of s.sourceIds) if (id.includes('${')) texts.add(id);
    }
    return [this.common, this.tags, [...texts], [...this.overrides.values()].map((list) => list.map(([, value]) => value))];
  }

  private bodies(context: IResolveContext): Record<string, any> {
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
    const bodies: Record<string, any> = {};
    const path = this.node.scope!.node.path;
    for (const s of this.sessions) {
      const own = this.providers.get(s.key);
      const provider = own ? context.resolve(own.fqn) : fleetProvider;
      const body: Record<string, any> = {
        '//': { metadata: { path: `${path}/${s.key}`, uniqueId: s.logicalId } },
        ...s.adopted ? argumentsOf(s.adopted, common, tagged) : common,
        traffic_mirror_filter_id: text(s.filterId),
        priority: s.priority,
        virtual_network_id: s.vni,
        traffic_mirror_source_ids: s.sourceIds.map(text),
        traffic_mirror_target_id: text(s.targetId),
        traffic_mirror_target_type: s.targetType,
      };
      if (s.off) body.enabled = false;
      if (s.name !== undefined) body.traffic_mirror_session_name = s.name;
      if (provider !== undefined) body.provider = provider;
      for (const [at, value] of this.overrides.get(s.key) ?? []) setAt(body, at, context.resolve(value));
      bodies[s.logicalId] = body;
    }
    return bodies;
  }
}

/**
 * What an adopted session has in place of the fleet's arguments. It is there already, so it waits for nothing.
 *
 * @param tagged the tags that Aspects gave the fleet
 */
function argumentsOf({ packetLength, description, resourceGroupId, tags }: AdoptedSession, { enabled }: CommonArguments, tagged: [string, any][]): Record<string, any> {
  const all = { ...tags, ...Object.fromEntries(tagged) };
  return {
    enabled,
    ...packetLength !== undefined && { packet_length: packetLength },
    ...description !== undefined && { traffic_mirror_session_description: description },
    ...resourceGroupId !== undefined && { resource_group_id: resourceGroupId },
    ...Object.keys(all).length > 0 && { tags: all },
  };
}

/**
 * A token for the bodies of all sessions. It hands them over as they are by a post-processor: resolved already, they
 * need not be walked once more. The preparing pass only sees their references.
 */
class Bodies implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(private readonly produce: (context: IResolveContext) => Record<string, any>, private readonly references: () => unknown[]) {}

  public resolve(context: IResolveContext): any {
    if (context.preparing) return this.references();
    const bodies = this.produce(context);
    const handOver: IPostProcessor = { postProcess: () => bodies };
    context.registerPostProcessor(handOver);
    return null;
  }

  public toString(): string {
    return 'the sessions of a mirrored fleet';
  }
}

/** Sets a value at a dotted path, as `addOverride` of a resource does; nothing removes the attribute. */
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
  return Object.fromEntries(Object.entries(bodies).map(([id, { '//': comment, provider, ...attributes }]) => [id, {
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attribute(value)])),
    ...provider !== undefined && { provider },
    '//': comment,
  }]));
}
