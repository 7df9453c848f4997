import { Construct } from 'constructs';
import { checkKnownNumber, EXTRA_ADDRESSES, RULE_BUDGET } from './bounds';
import { CollectorScheduler } from './collector-load-balancer';
import { MirrorCollectorProps } from './collector-props';
import { LOAD_BALANCER } from '../catalog/target-side';
import { known } from '../net/known';
import { PortRange } from '../net/port-range';
import { described, refusal } from '../net/refusal';
import { checkNumber, checkTags, refuseToken } from '../terraform/arguments';

/** Throws if a property of a collector is wrong. */
export function checkCollector(collector: Construct, props: MirrorCollectorProps): void {
  const { healthCheck = {}, loadBalancer, scheduler } = props;
  const { path } = collector.node;
  refuseToken(
    path,
    'loadBalancer',
    loadBalancer,
    'a CollectorLoadBalancer',
    'use CollectorLoadBalancer.fromLoadBalancerId(id). The id may be a token',
  );
  refuseToken(path, 'sensors', props.sensors, 'a list of MirrorSensor', 'pass the sensors one by one. Their ids may be tokens');
  refuseToken(
    path,
    'securityGroupIds',
    props.securityGroupIds,
    'a list of ids, each of which may be a token',
    'pass the ids one by one. Each group gets its rules',
  );
  refuseToken(path, 'provider', props.provider, 'a provider', 'pass the provider construct itself');
  const limits = LOAD_BALANCER.healthCheck;
  const fix = 'use one of these numbers, or omit the option';
  checkNumber(collector, 'healthCheck.interval', limits.interval, healthCheck.interval, fix);
  checkNumber(collector, 'healthCheck.timeout', limits.timeout, healthCheck.timeout, fix);
  checkNumber(collector, 'healthCheck.healthyThreshold', limits.threshold, healthCheck.healthyThreshold, fix);
  checkNumber(collector, 'healthCheck.unhealthyThreshold', limits.threshold, healthCheck.unhealthyThreshold, fix);
  if (healthCheck.port !== undefined) PortRange.single(healthCheck.port);
  checkKnownNumber(path, 'ruleBudget', RULE_BUDGET, props.ruleBudget);
  checkKnownNumber(path, 'maxExtraAddresses', EXTRA_ADDRESSES, props.maxExtraAddresses);
  checkTags(collector, props.tags);
  if (scheduler !== undefined && known(scheduler) && !Object.values(CollectorScheduler).includes(scheduler)) {
    throw refusal({
      path,
      what: 'scheduler',
      got: scheduler,
      allowed: Object.values(CollectorScheduler).join(', '),
      fix: 'use a value of CollectorScheduler',
    });
  }
  const unused = [scheduler !== undefined && 'scheduler', props.healthCheck !== undefined && 'healthCheck'].find((name) => name);
  if (unused && (!loadBalancer || loadBalancer._listens)) {
    throw refusal({
      path,
      what: unused as string,
      got: described('is set, but the collector has no listener'),
      allowed: 'no value without a listener of the collector',
      fix: 'omit it, or set a load balancer on which the collector creates its listener',
    });
  }
  for (const id of props.securityGroupIds ?? []) {
    if (known(id) && !/^sg-[A-Za-z0-9]+$/.test(id)) {
      throw refusal({
        path,
        what: 'securityGroupIds',
        got: id,
        allowed: 'ids of security groups (sg-...)',
        fix: 'pass the ids of the security groups of the sensors',
      });
    }
  }
  const name = loadBalancer?._options.name;
  if (name !== undefined && known(name) && (name.length < LOAD_BALANCER.nameLength.min || name.length > LOAD_BALANCER.nameLength.max)) {
    throw refusal({
      path,
      what: 'the load balancer\'s name',
      got: name,
      allowed: `${LOAD_BALANCER.nameLength.min} to ${LOAD_BALANCER.nameLength.max} characters`,
      fix: 'shorten the name, or omit it',
    });
  }
}
