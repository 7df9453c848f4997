import { InventoryBuilder, eniId, family, ipv4, isEcsInstance } from './builder';
import type { MirrorInventoryInterface } from './inventory-interface';
import { Mismatches } from './mismatches';
import type { MirrorInventoryFiles, MirrorInventoryStates } from './mirror-inventory-files';
import { readStates } from './terraform-state';
import { INSTANCES_CALL, INTERFACES_CALL } from '../input/describe-calls';
import { NamedText, textsOfFiles } from '../input/documents';
import { Fields, placeText } from '../input/fields';
import { checkAge } from '../input/input-age';
import { Completeness, eachRecord } from '../input/list-call';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** The interfaces of an estate, as read. */
export interface InventoryReading {
  readonly interfaces: MirrorInventoryInterface[];
  readonly notes: string[];
  readonly complete: Completeness;
}

/** The interfaces from files with responses of the two calls. */
export function readInventoryFiles(files: MirrorInventoryFiles): InventoryReading {
  return readInventoryAnswers(
    textsOfFiles(INTERFACES_CALL.name, some('networkInterfaces', files.networkInterfaces)),
    textsOfFiles(INSTANCES_CALL.name, some('instances', files.instances)),
    files);
}

/** The interfaces from files with Terraform states. */
export function readInventoryStateFiles(files: MirrorInventoryStates): InventoryReading {
  return readInventoryStates(textsOfFiles('a Terraform state', some('states', files.states)), files);
}

/** The interfaces from Terraform states. */
export function readInventoryStates(texts: NamedText[], options: MirrorInventoryStates): InventoryReading {
  checkAge('MirrorInventory', options);
  const mismatches = new Mismatches(0);
  const builder = new InventoryBuilder(region(options.regionId), mismatches);
  const notes = readStates(texts, builder);
  mismatches.settle(0);
  return { interfaces: builder.build(), notes, complete: 'as given' };
}

/** The interfaces from responses of the two calls. */
export function readInventoryAnswers(interfaces: NamedText[], instances: NamedText[], options: MirrorInventoryFiles): InventoryReading {
  checkAge('MirrorInventory', options);
  const mismatches = new Mismatches(options.maxMismatches);
  const builder = new InventoryBuilder(region(options.regionId), mismatches);
  const reads = [
    eachRecord(
      INSTANCES_CALL,
      instances,
      x => addInstance(x, builder),
      { name: 'expectTotalInstances', total: options.expectTotalInstances },
    ),
    eachRecord(INTERFACES_CALL, interfaces, x => addInterface(x, builder, mismatches), { name: 'expectTotal', total: options.expectTotal }),
  ];
  let missing = 0;
  for (const { instance, interfaceId: id } of builder.unlisted()) {
    missing++;
    if (options.partial === true) continue;
    mismatches.add(`instance ${instance.id} lists interface ${id}, which has no record`, () => refusal({
      path: placeText(instance.place, instance.id),
      what: 'NetworkInterfaces',
      got: id,
      allowed: `an interface that ${interfaces.map(x => x.name).join(', ')} describes`,
      fix: `the list of interfaces is truncated, or from another time: ${INTERFACES_CALL.complete}. If it was filtered on purpose, set partial: true`,
    }));
  }
  const notes = [...reads.flatMap(({ doubts }) => doubts), ...mismatches.settle(reads.reduce((sum, { records }) => sum + records, 0))];
  if (options.partial === true && missing > 0) {
    notes.push(`the inventory is partial. Its instances list ${missing} more interfaces without a record`);
  }
  // A record that is listed twice or missing shows that the calls did not see one state of the account.
  const complete = mismatches.count > 0
    ? 'unknown'
    : (['unknown', 'as given', 'proved'] as const).find((of) => reads.some((read) => read.complete === of))!;
  return { interfaces: builder.build(), notes, complete };
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
  const serviceManaged = x.has('ServiceManaged') ? x.requiredFlag('ServiceManaged') : undefined;
  const attachment = x.object('Attachment');
  const instanceId = x.text('InstanceId') ?? (attachment === undefined ? undefined : new Fields(x.place, attachment).text('InstanceId'));
  if (status === 'InUse' && !serviceManaged) {
    // Without these fields a selector would silently skip an interface.
    for (const name of ['VpcId', 'VSwitchId', 'ZoneId']) x.required(name, 'an id');
    if (instanceId !== undefined && !builder.instances.has(instanceId) && isEcsInstance(instanceId)) {
      mismatches.add(`interface ${id} is in use by instance ${instanceId}, which is not in the response of ${INSTANCES_CALL.name}`,
        () => x.wrong('InstanceId', instanceId, `an instance in the response of ${INSTANCES_CALL.name}`,
          `${INSTANCES_CALL.complete}. Make both calls for the same region at the same time. An account without the permission to list instances gets an empty response`,
        ),
      );
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
    ipv6Addresses: x.count('Ipv6Sets', 'Ipv6Set'),
  }, x.place);
}

function region(id?: string): string | undefined {
  if (id === undefined || (known(id) && /^[a-z]+-[a-z0-9-]+$/.test(id))) return id;
  throw refusal({
    what: 'regionId of MirrorInventory',
    got: id,
    allowed: 'a region id such as cn-hangzhou',
    fix: 'write the literal id, not a name, a token or a zone',
  });
}

/** Requires a list that is set and not empty. */
export function some(what: string, list: string[]): string[] {
  if (list.length > 0 && list.every(x => typeof x === 'string')) return list;
  throw refusal({ what: `${what} of MirrorInventory`, got: list, allowed: 'at least one', fix: 'pass the files or the texts' });
}
