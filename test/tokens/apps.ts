import { join } from 'path';
import { TerraformStack } from 'cdktf';
import {
  MirrorFilter, MirrorFilterProps, MirrorLedger, MirrorPlan, MirrorPlanProps, MirrorProtocol, MirrorRule, MirrorRuleOptions,
  MirrorSession, MirrorSessionProps, MirrorSourceOptions, MirrorTarget, MirrorTargetOptions, MirroredFleet, MirroredFleetProps,
} from '../../src';
import { filterIn, source, temporaryFolder } from '../support/app';

/** Everything of a target that a check may ask for. */
export function sensor(id = 'eni-sensor', options: MirrorTargetOptions = {}): MirrorTarget {
  return MirrorTarget.networkInterface(id, { instanceType: 'ecs.g7.large', primaryIp: '10.10.0.200', mtu: 1500, ...options });
}

/** A right session, and another one of the same filter and target that it might collide with. */
export function session(stack: TerraformStack, props: Partial<MirrorSessionProps> = {}): MirrorSession {
  const filter = filterIn(stack);
  new MirrorSession(stack, 'Other', { filter, sources: [source('eni-other')], target: sensor(), priority: 2, virtualNetworkId: 2 });
  return new MirrorSession(stack, 'Session', {
    filter,
    sources: [source('eni-web')],
    target: sensor(),
    priority: 1,
    virtualNetworkId: 1,
    ...props,
  });
}

/** A right session with nothing beside it. */
export function lone(stack: TerraformStack, props: Partial<MirrorSessionProps> = {}): MirrorSession {
  return new MirrorSession(stack, 'Session', {
    filter: filterIn(stack),
    sources: [source('eni-web')],
    target: sensor(),
    priority: 1,
    virtualNetworkId: 1,
    ...props,
  });
}

export function fleet(stack: TerraformStack, props: Partial<MirroredFleetProps> = {}): MirroredFleet {
  const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { frozen: false });
  return new MirroredFleet(stack, 'Fleet', {
    filter: filterIn(stack),
    sources: [source('eni-web')],
    targets: [sensor()],
    ledger,
    ...props,
  });
}

export function plan(props: Partial<MirrorPlanProps> = {}): MirrorPlan {
  return MirrorPlan.of({ name: 'fleet', sources: [source('eni-web')], targets: [sensor()], ledger: MirrorLedger.inMemory(), ...props });
}

export function filterWith(stack: TerraformStack, props: MirrorFilterProps = {}): MirrorFilter {
  return new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()], ...props });
}

export function rule(stack: TerraformStack, options: MirrorRuleOptions): MirrorFilter {
  return new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, ...options })] });
}

/** A session of which the source has the options. */
export function sourceWith(stack: TerraformStack, options: MirrorSourceOptions): MirrorSession {
  return session(stack, { sources: [source('eni-web', options)] });
}
