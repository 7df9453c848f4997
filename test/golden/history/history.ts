// The history of an estate: ten changes, one after another, as the years bring them. Told once, for every way to write
// it in Terraform.
import { TerraformStack } from 'cdktf';
import {
  MirrorFilter, MirrorLedger, MirrorPacking, MirrorPolicy, MirrorProtocol, MirrorQuotaName, MirrorRule, MirrorSource,
  MirrorTarget, MirroredFleet, PortRange,
} from '../../../src';

/** An interface as an inventory lists it. */
export interface EstateSource {
  readonly id: string;
  /** What its instance is called. */
  readonly name: string;
  readonly zone: string;
  readonly instanceType: string;
}

export interface EstateTarget {
  readonly id: string;
  readonly zone: string;
}

/** What is to be mirrored at one moment. */
export interface Estate {
  /** In the order of the inventory, which is that of the names. */
  readonly sources: readonly EstateSource[];
  readonly targets: readonly EstateTarget[];
  /** The ports whose TCP traffic is copied, a rule each. */
  readonly ports: readonly number[];
  readonly enabled: boolean;
}

export interface Step {
  readonly name: string;
  readonly estate: Estate;
}

const ZONES = ['cn-hangzhou-h', 'cn-hangzhou-i'];
export const REGION = 'cn-hangzhou';
/** Raised, so that an estate of any size has one filter. */
export const SESSIONS_PER_FILTER = 2000;
/** Sessions that an internal CLB may serve under edition 2023. */
const PER_TARGET = 200;

/** The sources of a size come in steps of a twentieth, and at least one. */
const part = (size: number): number => Math.max(1, Math.round(size / 20));

function source(number: number): EstateSource {
  // Ids come as they come; names say what the machine is for, so that a new one may stand anywhere in the inventory.
  const role = ['web', 'app', 'db'][number % 3];
  const label = String(number).padStart(5, '0');
  return { id: `eni-bp1${label}`, name: `${role}-${label}`, zone: ZONES[number % 2], instanceType: 'ecs.g7.large' };
}

const target = (number: number): EstateTarget => ({ id: `lb-bp1sensors${number}`, zone: ZONES[number % 2] });

const listed = (sources: readonly EstateSource[]): EstateSource[] => [...sources].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The estate as it is first, and then after each of ten changes. */
export function history(size: number): Step[] {
  const some = part(size);
  let next = size;
  const fresh = (count: number): EstateSource[] => Array.from({ length: count }, () => source(next++));
  // Room for all on any number of targets that the history has.
  const targets = Math.max(2, Math.ceil(size * 1.5 / PER_TARGET));
  let estate: Estate = {
    sources: listed(Array.from({ length: size }, (_, number) => source(number))),
    targets: Array.from({ length: targets }, (_, number) => target(number)),
    ports: [443, 80],
    enabled: true,
  };
  const steps: Step[] = [{ name: 'created', estate }];
  const then = (name: string, changed: Partial<Estate>): void => {
    estate = { ...estate, ...changed };
    steps.push({ name, estate: { ...estate, sources: listed(estate.sources) } });
  };
  /** All but so many, taken from everywhere. */
  const without = (count: number): EstateSource[] => {
    const every = Math.floor(estate.sources.length / count);
    return estate.sources.filter((_, index) => index % every !== 1 || Math.floor(index / every) >= count);
  };

  then('one source more', { sources: [...estate.sources, ...fresh(1)] });
  then('many sources more', { sources: [...estate.sources, ...fresh(4 * some)] });
  then('one source fewer', { sources: without(1) });
  then('renamed, and of another type and zone', {
    sources: estate.sources.map((one, index) => (index % 4 === 0
      ? { ...one, name: `old-${one.name}`, instanceType: 'ecs.g7.xlarge', zone: ZONES.find((zone) => zone !== one.zone)! } : one)),
  });
  then('a target more', { targets: [...estate.targets, target(targets)] });
  then('a target lost', { targets: estate.targets.slice(1) });
  then('a rule appended', { ports: [...estate.ports, 8080] });
  then('switched off', { enabled: false });
  then('switched on', { enabled: true });
  then('some fewer and some more', { sources: [...without(some), ...fresh(some)] });
  return steps;
}

/** How a fleet packs its sources into sessions. */
export const PACKINGS: readonly MirrorPacking[] = [MirrorPacking.DEDICATED, MirrorPacking.DENSE];

/** The estate with the library. */
export function writeEstate(stack: TerraformStack, estate: Estate, ledger: MirrorLedger, packing: MirrorPacking): void {
  MirrorPolicy.of(stack).quota(REGION, MirrorQuotaName.SESSIONS_PER_FILTER, SESSIONS_PER_FILTER);
  const filter = new MirrorFilter(stack, 'Web', {
    inbound: estate.ports.map((port) => MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(port) })),
  });
  new MirroredFleet(stack, 'Fleet', {
    filter,
    ledger,
    packing,
    enabled: estate.enabled,
    sources: estate.sources.map(({ id, zone, instanceType }) => MirrorSource.networkInterface(id, {
      zoneId: zone, instanceType, mtu: 1450, ipv6Addresses: 0, serviceManaged: false,
    })),
    targets: estate.targets.map(({ id, zone }) => MirrorTarget.internalLoadBalancer(id, { zoneId: zone, mtu: 1500 })),
  });
}
