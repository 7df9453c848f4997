import { isEcsInstance } from './builder';
import { MirrorInventoryInterface } from './inventory-interface';
import { MirrorSelector } from './mirror-selector';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorFamilyStanding } from '../catalog/mirror-family-standing';
import type { Completeness } from '../input/list-call';
import { compare } from '../net/compare';
import { refusal } from '../net/refusal';
import { MirrorSource } from '../session/mirror-source';
import type { SelectedFrom } from '../session/selected-from';

/** The reason for the decision on an interface: the first of these that applies, in this order. */
export enum MirrorSelectionReason {
  /** The status of the interface is not InUse: it is not attached, or is being attached or detached. */
  NOT_IN_USE = 'notInUse',
  /** A cloud service manages the interface. Such an interface cannot be mirrored. */
  SERVICE_MANAGED = 'serviceManaged',
  /** In use, but not by an ECS instance of the inventory. */
  NO_INSTANCE = 'noInstance',
  /** The instance's type has an unknown form, so its family is unknown. */
  UNKNOWN_TYPE = 'unknownType',
  /** An exclude matches. It takes precedence over every include. */
  EXCLUDED = 'excluded',
  /** An include does not match. */
  NOT_INCLUDED = 'notIncluded',
  /** The instance's family is not in the list of the edition. */
  FAMILY_NOT_SUPPORTED = 'familyNotSupported',
  /** Selected. */
  SELECTED = 'selected',
}

/** Which interfaces to mirror. */
export interface MirrorSelectionOptions {
  /** All of these selectors must match. Several values in one selector are alternatives. At least one selector. */
  readonly include: MirrorSelector[];
  /**
   * None of these selectors may match. An exclude takes precedence over every include.
   *
   * @default - nothing is excluded
   */
  readonly exclude?: MirrorSelector[];
  /**
   * The edition whose list of instance families applies. Use the same edition as in `MirrorPolicy`.
   *
   * @default MirrorEdition.EDITION_2023
   */
  readonly edition?: MirrorEdition;
  /**
   * MTU of every selected interface in bytes, as configured in the guests: 576 to 8500. The ECS calls don't return it.
   *
   * @default - unknown
   */
  readonly mtu?: number;
}

/** The decision on one interface, and its reason. */
export interface MirrorInterfaceDecision {
  /** Id of the interface. */
  readonly interfaceId: string;
  /**
   * Name of the interface.
   *
   * @default - no name
   */
  readonly name?: string;
  /**
   * Id of its instance.
   *
   * @default - not attached
   */
  readonly instanceId?: string;
  /** Whether the interface is mirrored. */
  readonly selected: boolean;
  /** The reason for the decision. */
  readonly reason: MirrorSelectionReason;
  /** The reason as text. */
  readonly text: string;
  /**
   * The selector that decided, as text: the matching exclude, or the first include that does not match.
   *
   * @default - no selector decided
   */
  readonly selector?: string;
}

/** The number of interfaces with one reason. */
export interface MirrorReasonCount {
  /** The reason. */
  readonly reason: MirrorSelectionReason;
  /** Number of interfaces. */
  readonly count: number;
}

/** A reason as text. Interfaces with equal reasons share one object. */
interface Verdict {
  readonly reason: MirrorSelectionReason;
  readonly text: string;
  readonly selector?: string;
}

/** The interfaces to mirror, and the reason for every other interface. Created by `MirrorInventory.select`. */
export class MirrorSelection {
  /** @internal */
  public static _of(
    interfaces: MirrorInventoryInterface[], options: MirrorSelectionOptions, notes: string[], complete: Completeness,
  ): MirrorSelection {
    return new MirrorSelection(interfaces, options, notes, complete);
  }

  /** The edition whose list of instance families was used. */
  public readonly edition: MirrorEdition;
  /** Warnings about the selected interfaces, one sentence each. */
  public readonly warnings: string[];

  private readonly chosen: MirrorSource[] = [];
  private readonly verdicts: Verdict[];
  private readonly numbers = new Map<MirrorSelectionReason, number>(Object.values(MirrorSelectionReason).map(reason => [reason, 0]));
  private byId?: Map<string, number>;

  private constructor(
    private readonly interfaces: MirrorInventoryInterface[],
    options: MirrorSelectionOptions,
    notes: string[],
    private readonly complete: Completeness,
  ) {
    if (options.include.length === 0) {
      throw refusal({
        what: 'include of MirrorInventory.select',
        got: options.include,
        allowed: 'at least one selector',
        fix: 'add a selector. To mirror every interface, use [MirrorSelector.all()]',
      });
    }
    const catalog = MirrorCatalog.of(options.edition ?? MirrorCatalog.defaultEdition);
    this.edition = catalog.edition;
    const judge = new Judge(catalog, options);
    const from = { complete };
    this.verdicts = interfaces.map(x => {
      const verdict = judge.verdict(x);
      this.numbers.set(verdict.reason, this.count(verdict.reason) + 1);
      if (verdict.reason === MirrorSelectionReason.SELECTED) this.chosen.push(sourceOf(x, from, options.mtu));
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

  /** The number of interfaces for each reason, in the order of precedence. The counts add up to `total`. */
  public get counts(): MirrorReasonCount[] {
    return [...this.numbers].map(([reason, count]) => ({ reason, count }));
  }

  /**
   * All decisions as JSON text, in one call, with `edition`, `warnings` and the counts. In other languages, reading `decisions`
   * individually takes about a millisecond each.
   */
  public toJson(): string {
    const { edition, warnings, selected, leftOut, total, counts, decisions } = this;
    return JSON.stringify({ edition, warnings, selected, leftOut, total, counts, decisions });
  }

  /**
   * The number of interfaces with a reason.
   *
   * @param reason one of `MirrorSelectionReason`
   */
  public count(reason: MirrorSelectionReason): number {
    return this.numbers.get(reason) ?? 0;
  }

  /**
   * The decision on one interface. Undefined if the inventory does not contain it.
   *
   * @param interfaceId id of the interface, `eni-...`
   */
  public decision(interfaceId: string): MirrorInterfaceDecision | undefined {
    this.byId ??= new Map(this.interfaces.map((x, i) => [x.id, i]));
    const i = this.byId.get(interfaceId);
    return i === undefined ? undefined : this.decisionAt(i);
  }

  /** One line with the number of selected interfaces, and the numbers of the others by reason. */
  public toString(): string {
    const others = this.counts.filter(({ reason, count }) => count > 0 && reason !== MirrorSelectionReason.SELECTED);
    const list = others.map(({ reason, count }) => `${count} ${REASON_TEXT[reason]}`).join(', ');
    return `${this.selected} of ${this.total} interfaces selected under edition ${this.edition}${list ? `, left out: ${list}` : ''}`;
  }

  /**
   * The whole selection as text: the line of `toString`, the completeness of the input, the warnings, and a line for every
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

  /**
   * The instance families that the edition does not support, with the number of interfaces, most first.
   *
   * @internal
   */
  public get _unsupportedFamilies(): [family: string, count: number][] {
    const counts = new Map<string, number>();
    this.verdicts.forEach(({ reason }, i) => {
      const { family = '' } = this.interfaces[i];
      if (reason === MirrorSelectionReason.FAMILY_NOT_SUPPORTED) counts.set(family, (counts.get(family) ?? 0) + 1);
    });
    return [...counts].sort(([a, x], [b, y]) => y - x || compare(a, b));
  }

  private decisionAt(i: number): MirrorInterfaceDecision {
    const { id: interfaceId, name, instanceId } = this.interfaces[i];
    const verdict = this.verdicts[i];
    return { interfaceId, name, instanceId, selected: verdict.reason === MirrorSelectionReason.SELECTED, ...verdict };
  }
}

const COMPLETE_TEXT: Record<Completeness, string> = {
  'proved': 'proved by its pages',
  'as given': 'as given',
  'unknown': 'unknown, since a merged list does not show whether a page is missing (expectTotal), and neither do responses from different times',
};

const REASON_TEXT: Record<MirrorSelectionReason, string> = {
  [MirrorSelectionReason.NOT_IN_USE]: 'not in use',
  [MirrorSelectionReason.SERVICE_MANAGED]: 'service-managed',
  [MirrorSelectionReason.NO_INSTANCE]: 'without ECS instance',
  [MirrorSelectionReason.UNKNOWN_TYPE]: 'of an unknown instance type',
  [MirrorSelectionReason.EXCLUDED]: 'excluded',
  [MirrorSelectionReason.NOT_INCLUDED]: 'not included',
  [MirrorSelectionReason.FAMILY_NOT_SUPPORTED]: 'of an unsupported family',
  [MirrorSelectionReason.SELECTED]: 'selected',
};

function sourceOf(x: MirrorInventoryInterface, from: SelectedFrom, mtu?: number): MirrorSource {
  return MirrorSource._selected(x.id, {
    key: x.id,
    instanceType: x.instanceType,
    primaryIp: x.primaryIp,
    regionId: x.regionId,
    vpcId: x.vpcId,
    zoneId: x.zoneId,
    vswitchId: x.vswitchId,
    instanceId: x.instanceId,
    // An interface always has a group, so an empty list is unknown.
    securityGroupIds: x.securityGroupIds.length > 0 ? x.securityGroupIds : undefined,
    ipv6Addresses: x.ipv6Addresses,
    serviceManaged: x.serviceManaged,
    mtu,
    tags: tagsOf(x),
  }, from);
}

/** The tags of an interface, completed by the tags of its instance. Most interfaces have no tags and share one object. */
function tagsOf({ tags, instanceTags }: MirrorInventoryInterface): { [key: string]: string } {
  for (const _key in tags) return { ...instanceTags, ...tags };
  return instanceTags;
}

/** Decides on one interface after the other, and collects warnings. */
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
    if (x.serviceManaged) {
      return this.share(MirrorSelectionReason.SERVICE_MANAGED, 'a cloud service manages it, and such an interface cannot be mirrored');
    }
    if (x.instanceType === undefined) {
      const user = x.instanceId === undefined ? 'in use, but the input names no instance'
        : isEcsInstance(x.instanceId)
          ? `in use by ${x.instanceId}, which is no ECS instance of the inventory`
          : `in use by ${x.instanceId}, which is no ECS instance`;
      return { reason: MirrorSelectionReason.NO_INSTANCE, text: user };
    }
    if (x.family === undefined) {
      return this.share(
        MirrorSelectionReason.UNKNOWN_TYPE, `its instance type ${x.instanceType} is of no known form, so its family is not known`,
      );
    }
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
        `instance family ${x.family} is not in the list of edition ${this.catalog.edition}. Edition ${MirrorEdition.EDITION_2026} has no list and would mirror it with a warning`,
      );
    }
    return this.selected(x);
  }

  public warnings(): string[] {
    return [
      ...this.include.filter(s => !s.met).map(s => `include ${s.selector} matches no interface that could be mirrored. Check its spelling`),
      ...this.exclude.filter(s => !s.met).map(s => `exclude ${s.selector} matches no interface that could be mirrored. Check its spelling`),
      ...some(
        this.stopped,
        'of stopped instances: they are billed while their session is active, but send no copies until the instances run',
      ),
      ...[...this.unlisted].sort(([a], [b]) => a < b ? -1 : 1).flatMap(([family, list]) => some(list, this.familyWarning(family))),
      ...some(this.ipv6, 'with IPv6 addresses, whose traffic is not mirrored'),
    ];
  }

  private selected(x: MirrorInventoryInterface): Verdict {
    if (x.ipv6Addresses !== undefined && x.ipv6Addresses > 0) this.ipv6.push(x);
    if (!LISTED.has(x.family!)) {
      const list = this.unlisted.get(x.family!);
      if (list) list.push(x);
      else this.unlisted.set(x.family!, [x]);
    }
    if (x.instanceStatus === RUNNING) return this.share(MirrorSelectionReason.SELECTED, 'selected');
    this.stopped.push(x);
    return this.share(
      MirrorSelectionReason.SELECTED,
      `selected, but nothing is mirrored until its instance runs (${x.instanceStatus ?? 'status unknown'})`,
    );
  }

  private familyWarning(family: string): string {
    const why = this.catalog.familyStanding(family) === MirrorFamilyStanding.SUPPORTED
      ? 'not documented, support is inferred from its generation'
      : 'not documented whether it can be mirrored';
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
/** Number of names shown for a group. The rest is counted. */
const SHOWN = 5;

/** A selector, and whether it has matched. A selector that never matches is most often a typo. */
interface Tracked {
  readonly selector: MirrorSelector;
  met: boolean;
}

/** The first selector with the wanted result. Later selectors are only called until they have matched once. */
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
