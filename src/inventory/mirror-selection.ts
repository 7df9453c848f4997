import { isEcsInstance } from './builder';
import { MirrorInventoryInterface } from './inventory-interface';
import { MirrorSelector } from './mirror-selector';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorFamilyStanding } from '../catalog/mirror-family-standing';
import type { Completeness } from '../input/list-call';
import { refusal } from '../net/refusal';
import { MirrorSource } from '../session/mirror-source';

/** What decided on an interface. The first that applies, in this order, is given. */
export enum MirrorSelectionReason {
  /** The interface is not in status InUse: it is attached to nothing, or about to be or to go. */
  NOT_IN_USE = 'notInUse',
  /** A cloud service manages the interface. Such an interface cannot be mirrored. */
  SERVICE_MANAGED = 'serviceManaged',
  /** In use, but by no ECS instance that the inventory knows. */
  NO_INSTANCE = 'noInstance',
  /** The instance's type is of no known form, so its family is not known. */
  UNKNOWN_TYPE = 'unknownType',
  /** An exclude matches. It wins over every include. */
  EXCLUDED = 'excluded',
  /** An include does not match. */
  NOT_INCLUDED = 'notIncluded',
  /** The instance's family is not in the closed list of the edition. */
  FAMILY_NOT_SUPPORTED = 'familyNotSupported',
  /** Selected. */
  SELECTED = 'selected',
}

/** Which interfaces to mirror. */
export interface MirrorSelectionOptions {
  /** Every one of these must match. Inside a selector, several values are alternatives. At least one. */
  readonly include: MirrorSelector[];
  /**
   * None of these may match. An exclude wins over every include.
   *
   * @default - nothing is excluded
   */
  readonly exclude?: MirrorSelector[];
  /**
   * The edition whose list of instance families holds. Choose the same as in `MirrorPolicy`.
   *
   * @default MirrorEdition.EDITION_2023
   */
  readonly edition?: MirrorEdition;
  /**
   * MTU of every selected interface, in bytes as set in the guests: 576 to 8500. Neither call of ECS returns it.
   *
   * @default - unknown
   */
  readonly mtu?: number;
}

/** What became of one interface, and why. */
export interface MirrorInterfaceDecision {
  /** Id of the interface. */
  readonly interfaceId: string;
  /**
   * Name of the interface.
   *
   * @default - it has none
   */
  readonly name?: string;
  /**
   * Id of its instance.
   *
   * @default - attached to nothing
   */
  readonly instanceId?: string;
  /** Whether the interface is mirrored. */
  readonly selected: boolean;
  /** What decided. */
  readonly reason: MirrorSelectionReason;
  /** The reason in words. */
  readonly text: string;
  /**
   * The selector that decided, as text: the exclude that matches, or the first include that does not.
   *
   * @default - no selector decided
   */
  readonly selector?: string;
}

/** How many interfaces one reason decided on. */
export interface MirrorReasonCount {
  /** The reason. */
  readonly reason: MirrorSelectionReason;
  /** Number of interfaces. */
  readonly count: number;
}

/** A reason in words. Interfaces with equal reasons share one. */
interface Verdict {
  readonly reason: MirrorSelectionReason;
  readonly text: string;
  readonly selector?: string;
}

/** The interfaces to mirror, and of every other one the reason why not. Made by `MirrorInventory.select`. */
export class MirrorSelection {
  /** @internal */
  public static _of(interfaces: MirrorInventoryInterface[], options: MirrorSelectionOptions, notes: string[], complete: Completeness): MirrorSelection {
    return new MirrorSelection(interfaces, options, notes, complete);
  }

  /** The edition whose list of instance families was used. */
  public readonly edition: MirrorEdition;
  /** What to know about the selected interfaces, one sentence each. */
  public readonly warnings: string[];

  private readonly chosen: MirrorSource[] = [];
  private readonly verdicts: Verdict[];
  private readonly numbers = new Map<MirrorSelectionReason, number>(Object.values(MirrorSelectionReason).map(reason => [reason, 0]));
  private byId?: Map<string, number>;

  private constructor(private readonly interfaces: MirrorInventoryInterface[], options: MirrorSelectionOptions, notes: string[], private readonly complete: Completeness) {
    if (options.include.length === 0) {
      throw refusal({
        what: 'include of MirrorInventory.select',
        got: options.include,
        allowed: 'at least one selector',
        fix: 'say what to mirror; for every interface write [MirrorSelector.all()]',
      });
    }
    const catalog = MirrorCatalog.of(options.edition ?? MirrorCatalog.defaultEdition);
    this.edition = catalog.edition;
    const judge = new Judge(catalog, options);
    this.verdicts = interfaces.map(x => {
      const verdict = judge.verdict(x);
      this.numbers.set(verdict.reason, this.count(verdict.reason) + 1);
      if (verdict.reason === MirrorSelectionReason.SELECTED) this.chosen.push(sourceOf(x, options.mtu));
      return verdict;
    });
    this.warnings = [...notes, ...judge.warnings()];
  }

  /** The sources to mirror, sorted by their key, which is the id of the interface. */
  public get sources(): MirrorSource[] {
    return [...this.chosen];
  }

  /** The decision on every interface of the inventory, sorted by the id of the interface. */
  public get decisions(): MirrorInterfaceDecision[] {
    return this.interfaces.map((_, i) => this.decisionAt(i));
  }

  /** The decisions on the interfaces that are not mirrored, sorted by the id of the interface. */
  public get leftOutDecisions(): MirrorInterfaceDecision[] {
    return this.decisions.filter(decision => !decision.selected);
  }

  /** Number of interfaces that are mirrored. */
  public get selected(): number {
    return this.chosen.length;
  }

  /** Number of interfaces that are not mirrored. */
  public get leftOut(): number {
    return this.total - this.selected;
  }

  /** Number of interfaces of the inventory. */
  public get total(): number {
    return this.interfaces.length;
  }

  /** How many interfaces each reason decided on, in the order in which reasons are tried. The counts add up to `total`. */
  public get counts(): MirrorReasonCount[] {
    return [...this.numbers].map(([reason, count]) => ({ reason, count }));
  }

  /**
   * How many interfaces a reason decided on.
   *
   * @param reason one of `MirrorSelectionReason`
   */
  public count(reason: MirrorSelectionReason): number {
    return this.numbers.get(reason) ?? 0;
  }

  /**
   * The decision on one interface, or nothing if the inventory does not have it.
   *
   * @param interfaceId id of the interface, `eni-...`
   */
  public decision(interfaceId: string): MirrorInterfaceDecision | undefined {
    this.byId ??= new Map(this.interfaces.map((x, i) => [x.id, i]));
    const i = this.byId.get(interfaceId);
    return i === undefined ? undefined : this.decisionAt(i);
  }

  /** One line: how many are selected, and the others by reason. */
  public toString(): string {
    const others = this.counts.filter(({ reason, count }) => count > 0 && reason !== MirrorSelectionReason.SELECTED);
    const list = others.map(({ reason, count }) => `${count} ${REASON_TEXT[reason]}`).join(', ');
    return `${this.selected} of ${this.total} interfaces selected under edition ${this.edition}${list ? `; left out: ${list}` : ''}`;
  }

  /**
   * The whole selection as text: the line of `toString`, whether the input is complete, the warnings, and a line for every
   * interface that is left out.
   */
  public toText(): string {
    return [
      this.toString(),
      `input complete: ${COMPLETE_TEXT[this.complete]}`,
      ...this.warnings.map(warning => `warning: ${warning}`),
      ...this.leftOutDecisions.map(({ interfaceId, name, text }) => `${interfaceId}${name ? ` (${name})` : ''}: ${text}`),
    ].join('\n') + '\n';
  }

  private decisionAt(i: number): MirrorInterfaceDecision {
    const { id: interfaceId, name, instanceId } = this.interfaces[i];
    const verdict = this.verdicts[i];
    return { interfaceId, name, instanceId, selected: verdict.reason === MirrorSelectionReason.SELECTED, ...verdict };
  }
}

const COMPLETE_TEXT: Record<Completeness, string> = {
  'proved': 'proved by its pages',
  'as stated': 'as stated',
  'unknown': 'unknown, since a merged list does not show whether a page was lost (expectTotal)',
};

const REASON_TEXT: Record<MirrorSelectionReason, string> = {
  [MirrorSelectionReason.NOT_IN_USE]: 'not in use',
  [MirrorSelectionReason.SERVICE_MANAGED]: 'service-managed',
  [MirrorSelectionReason.NO_INSTANCE]: 'of no ECS instance',
  [MirrorSelectionReason.UNKNOWN_TYPE]: 'of an instance type of no known form',
  [MirrorSelectionReason.EXCLUDED]: 'excluded',
  [MirrorSelectionReason.NOT_INCLUDED]: 'not included',
  [MirrorSelectionReason.FAMILY_NOT_SUPPORTED]: 'of a family that is not supported',
  [MirrorSelectionReason.SELECTED]: 'selected',
};

function sourceOf(x: MirrorInventoryInterface, mtu?: number): MirrorSource {
  return MirrorSource.networkInterface(x.id, {
    key: x.id,
    instanceType: x.instanceType,
    primaryIp: x.primaryIp,
    regionId: x.regionId,
    vpcId: x.vpcId,
    zoneId: x.zoneId,
    vswitchId: x.vswitchId,
    instanceId: x.instanceId,
    securityGroupIds: x.securityGroupIds,
    ipv6Addresses: x.ipv6Addresses,
    serviceManaged: false,
    mtu,
    tags: tagsOf(x),
  });
}

/** The interface's own tags, and its instance's for keys that it has none of. Most interfaces have none, and share. */
function tagsOf({ tags, instanceTags }: MirrorInventoryInterface): { [key: string]: string } {
  for (const _key in tags) return { ...instanceTags, ...tags };
  return instanceTags;
}

/** Decides on one interface after the other and remembers what to warn of. */
class Judge {
  private readonly include: Tracked[];
  private readonly exclude: Tracked[];
  private readonly shared = new Map<string, Verdict>();
  private readonly stopped: MirrorInventoryInterface[] = [];
  private readonly ipv6: MirrorInventoryInterface[] = [];
  private readonly unlisted = new Map<string, MirrorInventoryInterface[]>();

  public constructor(private readonly catalog: MirrorCatalog, options: MirrorSelectionOptions) {
    this.include = options.include.map(selector => ({ selector, met: false }));
    this.exclude = (options.exclude ?? []).map(selector => ({ selector, met: false }));
  }

  public verdict(x: MirrorInventoryInterface): Verdict {
    if (x.status !== IN_USE) return this.share(MirrorSelectionReason.NOT_IN_USE, `not in use: its status is ${x.status}`);
    if (x.serviceManaged) return this.share(MirrorSelectionReason.SERVICE_MANAGED, 'a cloud service manages it, and such an interface cannot be mirrored');
    if (x.instanceType === undefined) {
      const user = x.instanceId === undefined ? 'in use, but the input names no instance'
        : isEcsInstance(x.instanceId) ? `in use by ${x.instanceId}, which is no ECS instance of the inventory` : `in use by ${x.instanceId}, which is no ECS instance`;
      return { reason: MirrorSelectionReason.NO_INSTANCE, text: user };
    }
    if (x.family === undefined) return this.share(MirrorSelectionReason.UNKNOWN_TYPE, `its instance type ${x.instanceType} is of no known form, so its family is not known`);
    const excluded = firstMet(this.exclude, s => s._excludes(x), true);
    const missing = firstMet(this.include, s => s._includes(x), false);
    if (excluded) return this.share(MirrorSelectionReason.EXCLUDED, `excluded by ${excluded}`, excluded.toString());
    if (missing) {
      const leaf = missing._failing(x).toString();
      return this.share(MirrorSelectionReason.NOT_INCLUDED, `not included: ${leaf} does not match`, leaf);
    }
    const standing = this.catalog.familyStanding(x.family);
    if (standing === MirrorFamilyStanding.NOT_SUPPORTED) {
      return this.share(MirrorSelectionReason.FAMILY_NOT_SUPPORTED,
        `instance family ${x.family} is not in the list of edition ${this.catalog.edition}; under edition ${MirrorEdition.EDITION_2026}, which has no list, it would be mirrored with a warning`);
    }
    return this.selected(x);
  }

  public warnings(): string[] {
    return [
      ...this.include.filter(s => !s.met).map(s => `include ${s.selector} matches no interface that could be mirrored: is it written as in the inventory?`),
      ...this.exclude.filter(s => !s.met).map(s => `exclude ${s.selector} matches no interface that could be mirrored: is it written as in the inventory?`),
      ...some(this.stopped, 'of instances that do not run: mirrored, and billed while their session is active, but silent until they run'),
      ...[...this.unlisted].sort(([a], [b]) => a < b ? -1 : 1).flatMap(([family, list]) => some(list, this.familyWarning(family))),
      ...some(this.ipv6, 'with IPv6 addresses, whose traffic is not mirrored'),
    ];
  }

  private selected(x: MirrorInventoryInterface): Verdict {
    if (x.ipv6Addresses > 0) this.ipv6.push(x);
    if (!LISTED.has(x.family!)) {
      const list = this.unlisted.get(x.family!);
      if (list) list.push(x);
      else this.unlisted.set(x.family!, [x]);
    }
    if (x.instanceStatus === RUNNING) return this.share(MirrorSelectionReason.SELECTED, 'selected');
    this.stopped.push(x);
    return this.share(MirrorSelectionReason.SELECTED, `selected; its instance is ${x.instanceStatus ?? 'in an unknown state'}, so nothing is mirrored until it runs`);
  }

  private familyWarning(family: string): string {
    const why = this.catalog.familyStanding(family) === MirrorFamilyStanding.SUPPORTED
      ? 'no page lists it; that its generation mirrors is inferred'
      : 'no page says whether it can be mirrored';
    return `of instance family ${family}, which edition ${MirrorEdition.EDITION_2023} refuses: under edition ${this.catalog.edition} ${why}`;
  }

  private share(reason: MirrorSelectionReason, text: string, selector?: string): Verdict {
    let verdict = this.shared.get(text);
    if (!verdict) {
      verdict = selector === undefined ? { reason, text } : { reason, text, selector };
      this.shared.set(text, verdict);
    }
    return verdict;
  }
}

const IN_USE = 'InUse';
const RUNNING = 'Running';
const LISTED = new Set(MirrorCatalog.of(MirrorEdition.EDITION_2023).instanceFamilies);
/** Names shown of a group. The rest is counted. */
const SHOWN = 5;

/** A selector, and whether it ever matched: one that never does is most often a slip of the pen. */
interface Tracked {
  readonly selector: MirrorSelector;
  met: boolean;
}

/** The first selector whose answer is the one wanted. Later ones are called only until they matched once. */
function firstMet(all: Tracked[], test: (selector: MirrorSelector) => boolean, wanted: boolean): MirrorSelector | undefined {
  let first: MirrorSelector | undefined;
  for (const tracked of all) {
    if (first !== undefined && tracked.met) continue;
    const matches = test(tracked.selector);
    if (matches) tracked.met = true;
    if (first === undefined && matches === wanted) first = tracked.selector;
  }
  return first;
}

function some(list: MirrorInventoryInterface[], what: string): string[] {
  if (list.length === 0) return [];
  const shown = list.slice(0, SHOWN).map(x => x.name ? `${x.id} (${x.name})` : x.id).join(', ');
  const rest = list.length > SHOWN ? ` and ${list.length - SHOWN} more` : '';
  return [`${list.length} ${list.length === 1 ? 'interface' : 'interfaces'} ${what}: ${shown}${rest}`];
}
