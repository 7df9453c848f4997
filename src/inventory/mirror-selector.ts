import { MirrorInterfaceType, MirrorInventoryInterface } from './inventory-interface';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** Whether the selector is used as an exclude. A tag selector matches more interfaces as an exclude. */
type Test = (x: MirrorInventoryInterface, excluding: boolean) => boolean;
type Field = (x: MirrorInventoryInterface) => string | undefined;

/**
 * Selects interfaces of an inventory by tag, VPC, vSwitch, zone, security group, instance family or interface type. Several
 * values of one selector are alternatives.
 *
 * @example
 * MirrorSelector.anyOf(MirrorSelector.tag('role', 'web', 'app'), MirrorSelector.vswitch('vsw-bp1edge'));
 */
export class MirrorSelector {
  /** Every interface. */
  public static all(): MirrorSelector {
    return new MirrorSelector('all interfaces', () => true);
  }

  /**
   * Interfaces with a tag, on the interface or on its instance.
   *
   * As an include, the tag of the interface decides if both have the key. As an exclude, either tag is enough.
   *
   * @param key the tag's key, matched exactly
   * @param values the values, matched exactly. Without values, any value matches
   */
  public static tag(key: string, ...values: string[]): MirrorSelector {
    checkTexts(
      'the key of MirrorSelector.tag',
      [key],
      /[^]/,
      'a tag\'s key',
      'pass the key, then the values: MirrorSelector.tag(\'role\', \'web\')',
    );
    if (!known(values)) throw unknownValue('MirrorSelector.tag', values);
    const wanted = new Set(values);
    const hit = (tags: { [key: string]: string }) => Object.hasOwn(tags, key) && (wanted.size === 0 || wanted.has(tags[key]));
    const text = values.length === 0 ? `tag ${key}` : `tag ${key}=${values.join('|')}`;
    return new MirrorSelector(text, (x, excluding) => hit(x.tags) || ((excluding || !Object.hasOwn(x.tags, key)) && hit(x.instanceTags)));
  }

  /**
   * Interfaces in one of these VPCs.
   *
   * @param ids VPC ids (`vpc-...`), at least one
   */
  public static vpc(...ids: string[]): MirrorSelector {
    return MirrorSelector.oneOf('vpc', 'MirrorSelector.vpc', ids, /^vpc-/, 'VPC ids (vpc-...)', x => x.vpcId);
  }

  /**
   * Interfaces in one of these vSwitches.
   *
   * @param ids vSwitch ids (`vsw-...`), at least one
   */
  public static vswitch(...ids: string[]): MirrorSelector {
    return MirrorSelector.oneOf('vswitch', 'MirrorSelector.vswitch', ids, /^vsw-/, 'vSwitch ids (vsw-...)', x => x.vswitchId);
  }

  /**
   * Interfaces in one of these zones.
   *
   * @param ids zone ids such as `cn-hangzhou-h`, at least one
   */
  public static zone(...ids: string[]): MirrorSelector {
    return MirrorSelector.oneOf('zone', 'MirrorSelector.zone', ids, /^[a-z]+-.*[a-z]$/, 'zone ids such as cn-hangzhou-h', x => x.zoneId);
  }

  /**
   * Interfaces in at least one of these security groups.
   *
   * @param ids security group ids (`sg-...`), at least one
   */
  public static securityGroup(...ids: string[]): MirrorSelector {
    checkTexts('MirrorSelector.securityGroup', ids, /^sg-/, 'security group ids (sg-...)');
    const wanted = new Set(ids);
    return new MirrorSelector(`security group ${ids.join('|')}`, x => x.securityGroupIds.some(id => wanted.has(id)));
  }

  /**
   * Interfaces of instances of one of these families, matched exactly: g7 is not g7ne.
   *
   * @param families families such as `g7`, with or without the leading `ecs.`, at least one
   */
  public static instanceFamily(...families: string[]): MirrorSelector {
    const bare = families.map(family => typeof family === 'string' && family.startsWith('ecs.') ? family.slice(4) : family);
    return MirrorSelector.oneOf(
      'instance family',
      'MirrorSelector.instanceFamily',
      bare,
      /^[a-z][a-z0-9]*$/,
      'instance families such as g7, without ratio and size',
      (x) => x.family,
    );
  }

  /**
   * Interfaces of one of these types.
   *
   * @param types at least one
   */
  public static interfaceType(...types: MirrorInterfaceType[]): MirrorSelector {
    const all = Object.values(MirrorInterfaceType);
    return MirrorSelector.oneOf('interface type', 'MirrorSelector.interfaceType', types, new RegExp(
      `^(${all.join('|')})$`,
    ), all.join(', '), x =>
      x.interfaceType);
  }

  /**
   * Interfaces that all of these selectors match.
   *
   * @param selectors at least one
   */
  public static allOf(...selectors: MirrorSelector[]): MirrorSelector {
    checkSome('MirrorSelector.allOf', selectors);
    return new MirrorSelector(`all of (${selectors.join(', ')})`, (x, excluding) => selectors.every(s => s.test(x, excluding)), selectors);
  }

  /**
   * Interfaces that at least one of these selectors matches.
   *
   * @param selectors at least one
   */
  public static anyOf(...selectors: MirrorSelector[]): MirrorSelector {
    checkSome('MirrorSelector.anyOf', selectors);
    return new MirrorSelector(`any of (${selectors.join(', ')})`, (x, excluding) => selectors.some(s => s.test(x, excluding)));
  }

  private static oneOf(name: string, what: string, values: string[], form: RegExp, allowed: string, of: Field): MirrorSelector {
    checkTexts(what, values, form, allowed);
    const wanted: Set<string | undefined> = new Set(values);
    return new MirrorSelector(`${name} ${values.join('|')}`, x => wanted.has(of(x)));
  }

  private readonly text: string;
  private readonly test: Test;
  private readonly conjuncts?: MirrorSelector[];

  private constructor(text: string, test: Test, conjuncts?: MirrorSelector[]) {
    this.text = text;
    this.test = test;
    this.conjuncts = conjuncts;
  }

  /** The selector as in reasons, for example `tag role=web|app`. */
  public toString(): string {
    return this.text;
  }

  /** @internal */
  public _includes(x: MirrorInventoryInterface): boolean {
    return this.test(x, false);
  }

  /** @internal */
  public _excludes(x: MirrorInventoryInterface): boolean {
    return this.test(x, true);
  }

  /**
   * The innermost selector that rejects an interface, if this one rejects it.
   *
   * @internal
   */
  public _failing(x: MirrorInventoryInterface): MirrorSelector {
    const failing = this.conjuncts?.find(s => !s.test(x, false));
    return failing === undefined ? this : failing._failing(x);
  }
}

function checkTexts(
  what: string,
  values: string[],
  form: RegExp,
  allowed: string,
  fix = `pass ${allowed}. To select every interface, use MirrorSelector.all()`,
): void {
  if (values.length === 0) throw refusal({ what, got: values, allowed: `at least one: ${allowed}`, fix });
  for (const value of values) {
    if (typeof value === 'string' && !known(value)) throw unknownValue(what, value);
    if (typeof value !== 'string' || !form.test(value)) throw refusal({ what, got: value, allowed, fix });
  }
}

function unknownValue(what: string, got: unknown): Error {
  return refusal({
    what,
    got,
    allowed: 'values that are known when the app runs',
    fix: 'write the literal id or tag, not a reference or token. An inventory is read at synth',
  });
}

function checkSome(what: string, selectors: MirrorSelector[]): void {
  if (selectors.length === 0) {
    throw refusal({
      what,
      got: selectors,
      allowed: 'at least one selector',
      fix: 'pass the selectors. To select every interface, use MirrorSelector.all()',
    });
  }
}
