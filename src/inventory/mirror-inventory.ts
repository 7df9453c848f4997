import { InventoryBuilder, eniId, family, ipv4, isEcsInstance } from './builder';
import { MirrorInventoryInterface } from './inventory-interface';
import { MirrorSelection, MirrorSelectionOptions } from './mirror-selection';
import { Mismatches } from './mismatches';
import { readStates } from './terraform-state';
import { INSTANCES_CALL, INTERFACES_CALL } from '../input/describe-calls';
import { NamedText, namedTexts, textsOfFiles } from '../input/documents';
import { Fields, placeText } from '../input/fields';
import { checkAge, MirrorInputAge } from '../input/input-age';
import { Completeness, eachRecord } from '../input/list-call';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** The answers of the two ECS calls that describe an estate. */
export interface MirrorInventoryFiles extends MirrorInputAge {
  /**
   * JSON of `DescribeNetworkInterfaces`: paths for `fromFiles`, texts for `fromJson`. Each holds one answer, a list of
   * answers, or answers one after another.
   */
  readonly networkInterfaces: string[];
  /** JSON of `DescribeInstances`, in the same forms. */
  readonly instances: string[];
  /**
   * Region in which the calls were made. Instances of another region are refused.
   *
   * @default - the region that each instance's record names, else the one of the zone
   */
  readonly regionId?: string;
  /**
   * Whether interfaces that an instance's record lists may be missing, as they are where DescribeNetworkInterfaces was
   * called with a filter. Without it a missing one is an error, since nothing else shows that a merged answer was cut.
   *
   * @default false
   */
  readonly partial?: boolean;
  /**
   * How many interfaces there are: the TotalCount of one call of `DescribeNetworkInterfaces` without MaxResults. A merged
   * list does not show whether a page was lost. With this number it does. Fewer are refused.
   *
   * @default - not compared
   */
  readonly expectTotal?: number;
  /**
   * How many instances there are: the TotalCount of one call of `DescribeInstances` without MaxResults.
   *
   * @default - not compared
   */
  readonly expectTotalInstances?: number;
  /**
   * How many rows may not fit together because the two calls are of different moments: interfaces whose instance is
   * missing, interfaces of an instance that are missing, an id twice. Each is left out with the reason. More are refused.
   *
   * @default - 5 % of all rows, and at most 20
   */
  readonly maxMismatches?: number;
}

/** Terraform states that describe an estate. */
export interface MirrorInventoryStates extends MirrorInputAge {
  /** What `terraform show -json` prints of a state: paths for `fromState`, texts for `fromStateJson`. */
  readonly states: string[];
  /**
   * Region of the resources.
   *
   * @default - read from the zone of each instance
   */
  readonly regionId?: string;
}

/**
 * The network interfaces of an estate, read at synth from files, from which the sources of a fleet are selected.
 *
 * @example
 * const inventory = MirrorInventory.fromFiles({
 *   networkInterfaces: ['network-interfaces.json'],
 *   instances: ['instances.json'],
 * });
 * const selection = inventory.select({
 *   include: [MirrorSelector.vpc('vpc-bp1prod'), MirrorSelector.tag('role', 'web', 'app')],
 *   exclude: [MirrorSelector.tag('mirror', 'never')],
 * });
 * console.log(selection.toText());
 */
export class MirrorInventory {
  /**
   * Reads files with the answers of `DescribeNetworkInterfaces` and `DescribeInstances`.
   *
   * Throws if a file cannot be read or is no such answer, if pages are missing, if the input is too old, or if more rows
   * than `maxMismatches` do not fit together. Each error names file and record.
   */
  public static fromFiles(files: MirrorInventoryFiles): MirrorInventory {
    return MirrorInventory.fromAnswers(
      textsOfFiles(INTERFACES_CALL.name, some('networkInterfaces', files.networkInterfaces)), textsOfFiles(INSTANCES_CALL.name, some('instances', files.instances)), files);
  }

  /**
   * Reads the same answers from texts. Errors call them `networkInterfaces[0]`, `instances[0]` and so on.
   *
   * Throws as `fromFiles` does.
   */
  public static fromJson(texts: MirrorInventoryFiles): MirrorInventory {
    return MirrorInventory.fromAnswers(
      namedTexts('networkInterfaces', some('networkInterfaces', texts.networkInterfaces)), namedTexts('instances', some('instances', texts.instances)), texts);
  }

  /**
   * Reads files that hold what `terraform show -json` prints of a state: instances with their primary interface,
   * interfaces, their attachments, in any module.
   *
   * Throws if a file cannot be read or is no such output, if an id occurs twice, or where an interface is attached
   * to an instance that no state holds. Each names file and resource.
   */
  public static fromState(files: MirrorInventoryStates): MirrorInventory {
    return MirrorInventory.fromStateTexts(textsOfFiles('a Terraform state', some('states', files.states)), files);
  }

  /**
   * Reads states from texts. Errors call them `states[0]` and so on.
   *
   * Throws as `fromState` does.
   */
  public static fromStateJson(texts: MirrorInventoryStates): MirrorInventory {
    return MirrorInventory.fromStateTexts(namedTexts('states', some('states', texts.states)), texts);
  }

  private static fromStateTexts(texts: NamedText[], options: MirrorInventoryStates): MirrorInventory {
    checkAge('MirrorInventory', options);
    const mismatches = new Mismatches(0);
    const builder = new InventoryBuilder(region(options.regionId), mismatches);
    readStates(texts, builder);
    mismatches.settle(0);
    return new MirrorInventory(builder.build(), [], 'as stated');
  }

  private static fromAnswers(interfaces: NamedText[], instances: NamedText[], options: MirrorInventoryFiles): MirrorInventory {
    checkAge('MirrorInventory', options);
    const mismatches = new Mismatches(options.maxMismatches);
    const builder = new InventoryBuilder(region(options.regionId), mismatches);
    const reads = [
      eachRecord(INSTANCES_CALL, instances, x => addInstance(x, builder), { name: 'expectTotalInstances', total: options.expectTotalInstances }),
      eachRecord(INTERFACES_CALL, interfaces, x => addInterface(x, builder, mismatches), { name: 'expectTotal', total: options.expectTotal }),
    ];
    let missing = 0;
    for (const { instance, interfaceId: id } of builder.unlisted()) {
      missing++;
      if (options.partial === true) continue;
      mismatches.add(`instance ${instance.id} lists interface ${id}, of which nothing is known`, () => refusal({
        path: placeText(instance.place, instance.id),
        what: 'NetworkInterfaces',
        got: id,
        allowed: `an interface that ${interfaces.map(x => x.name).join(', ')} describes`,
        fix: `the interfaces are cut, or of another moment: ${INTERFACES_CALL.complete}; where they were filtered on purpose, set partial: true`,
      }));
    }
    const notes = [...reads.flatMap(({ doubts }) => doubts), ...mismatches.settle(reads.reduce((sum, { records }) => sum + records, 0))];
    if (options.partial === true && missing > 0) notes.push(`the inventory is partial: its instances list ${missing} more interfaces, of which nothing is known`);
    const complete = (['unknown', 'as stated', 'proved'] as const).find((of) => reads.some((read) => read.complete === of))!;
    return new MirrorInventory(builder.build(), notes, complete);
  }

  private readonly all: MirrorInventoryInterface[];
  private readonly notes: string[];

  private constructor(all: MirrorInventoryInterface[], notes: string[], private readonly complete: Completeness) {
    this.all = all;
    this.notes = all.length > 0 ? notes : [...notes, 'the inventory holds no interface: were region and rights of the calls the right ones?'];
  }

  /** Every interface of the estate, sorted by id. */
  public get interfaces(): MirrorInventoryInterface[] {
    return [...this.all];
  }

  /**
   * Decides on every interface: whether it is mirrored, and if not, why.
   *
   * Throws if `include` is empty or `mtu` is out of range.
   */
  public select(options: MirrorSelectionOptions): MirrorSelection {
    return MirrorSelection._of(this.all, options, this.notes, this.complete);
  }
}

function addInstance(x: Fields, builder: InventoryBuilder): void {
  const id = x.named(x.required('InstanceId', 'the id of an instance (i-...)'));
  const instanceType = x.required('InstanceType', 'an instance type');
  const interfaceIds = x.list('NetworkInterfaces', 'NetworkInterface').flatMap(entry => {
    const listed = (entry as { NetworkInterfaceId?: unknown } | null)?.NetworkInterfaceId;
    return typeof listed === 'string' && listed !== '' ? [listed] : [];
  });
  builder.addInstance({
    id,
    instanceType,
    family: family(instanceType),
    status: x.required('Status', 'a status such as Running'),
    regionId: x.text('RegionId'),
    zoneId: x.text('ZoneId'),
    tags: x.tags('Tags'),
    place: x.place,
    interfaceIds,
  });
}

function addInterface(x: Fields, builder: InventoryBuilder, mismatches: Mismatches): void {
  const id = eniId(x, 'NetworkInterfaceId', x.named(x.required('NetworkInterfaceId', 'the id of a network interface (eni-...)')));
  const status = x.required('Status', 'a status such as InUse');
  const serviceManaged = x.flag('ServiceManaged');
  const attachment = x.object('Attachment');
  const instanceId = x.text('InstanceId') ?? (attachment === undefined ? undefined : new Fields(x.place, attachment).text('InstanceId'));
  if (status === 'InUse' && !serviceManaged) {
    // Without them a selector would pass an interface over in silence.
    for (const name of ['VpcId', 'VSwitchId', 'ZoneId']) x.required(name, 'an id');
    if (instanceId !== undefined && !builder.instances.has(instanceId) && isEcsInstance(instanceId)) {
      mismatches.add(`interface ${id} is in use by instance ${instanceId}, which ${INSTANCES_CALL.name} does not list`,
        () => x.wrong('InstanceId', instanceId, `an instance that ${INSTANCES_CALL.name} describes`,
          `${INSTANCES_CALL.complete}; the calls must be of one region and moment, and an account without the right to list instances gets an empty answer`));
    }
  }
  builder.addInterface({
    id,
    name: x.text('NetworkInterfaceName'),
    interfaceType: x.required('Type', 'Primary or Secondary'),
    status,
    instanceId,
    vpcId: x.text('VpcId'),
    vswitchId: x.text('VSwitchId'),
    zoneId: x.text('ZoneId'),
    primaryIp: ipv4(x, 'PrivateIpAddress', x.text('PrivateIpAddress')),
    securityGroupIds: x.texts('SecurityGroupIds', 'SecurityGroupId'),
    tags: x.tags('Tags'),
    serviceManaged,
    ipv6Addresses: x.list('Ipv6Sets', 'Ipv6Set').length,
  }, x.place);
}

function some(what: string, list: string[]): string[] {
  if (list.length > 0 && list.every(x => typeof x === 'string')) return list;
  throw refusal({ what: `${what} of MirrorInventory`, got: list, allowed: 'at least one', fix: 'name the files, or give the texts' });
}

function region(id?: string): string | undefined {
  if (id === undefined || (known(id) && /^[a-z]+-[a-z0-9-]+$/.test(id))) return id;
  throw refusal({ what: 'regionId of MirrorInventory', got: id, allowed: 'a region id such as cn-hangzhou', fix: 'write the id itself, not its name, a token or a zone' });
}
