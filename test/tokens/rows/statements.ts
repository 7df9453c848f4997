import { MirrorSession, MirrorSessionProps, MirrorSourceOptions, MirrorTargetOptions } from '../../../src';
import { source } from '../../support/app';
import { fleet, sensor, session, sourceWith } from '../apps';
import { refused, Row } from '../row';

type Takes = Row['takes'];

/** What is stated of a source: the Terraform has no place for it, so a token states nothing. */
const SOURCE: [option: keyof MirrorSourceOptions, takes: Takes, plain: any, checks: Pick<Row, 'unknown' | 'silent'>][] = [
  ['instanceType', ['text'], 'ecs.g7.large', { unknown: ['TM102'] }],
  ['primaryIp', ['text'], '10.10.0.4', {}],
  ['regionId', ['text'], 'cn-hangzhou', { silent: ['TM106'] }],
  ['vpcId', ['text'], 'vpc-1', {}],
  ['zoneId', ['text'], 'cn-hangzhou-h', {}],
  ['mtu', ['number'], 1450, { unknown: ['TM701'] }],
  ['ipv6Addresses', ['number'], 0, { silent: ['TM311'] }],
  ['serviceManaged', [], false, { silent: ['TM105'] }],
  ['vswitchId', ['text'], 'vsw-1', {}],
  ['instanceId', ['text'], 'i-1', {}],
  ['securityGroupIds', ['list'], ['sg-1'], {}],
  ['mirroredMbps', ['number'], 10, {}],
];

const TARGET: [option: keyof MirrorTargetOptions, takes: Takes, plain: any, checks: Pick<Row, 'unknown' | 'silent'>][] = [
  ['instanceType', ['text'], 'ecs.g7.large', { unknown: ['TM103'] }],
  ['primaryIp', ['text'], '10.10.0.200', {}],
  ['vpcId', ['text'], 'vpc-1', {}],
  ['zoneId', ['text'], 'cn-hangzhou-h', {}],
  ['mtu', ['number'], 1500, {}],
  ['vswitchId', ['text'], 'vsw-1', {}],
  ['securityGroupIds', ['list'], ['sg-1'], {}],
  ['capacityMbps', ['number'], 1000, {}],
];

const keyIsToken = /The key of one of the (sources|targets) is (a token|"\$\{var\.text\}"). Allowed: a key that is known at synth/;

export const STATEMENT_ROWS: Row[] = [
  ...SOURCE.map(([option, takes, plain, checks]): Row => ({
    input: `MirrorSourceOptions.${option}`,
    takes,
    plain,
    outcome: 'unstated',
    ...checks,
    give: (stack, value) => sourceWith(stack, { [option]: value }),
  })),
  ...SOURCE.map(([option, takes, plain, checks]): Row => ({
    input: `MirrorSourceOptions.${option}`, part: 'of a fleet', takes, plain, outcome: 'unstated', ...checks,
    give: (stack, value) => fleet(stack, { sources: [source('eni-web', { [option]: value })] }),
  })),
  ...TARGET.map(([option, takes, plain, checks]): Row => ({
    // A target of its own, since what one session states of a target holds for all of them.
    input: `MirrorTargetOptions.${option}`,
    takes,
    plain,
    outcome: 'unstated',
    ...checks,
    give: (stack, value) => session(stack, { target: sensor('eni-own', { [option]: value }) }),
  })),
  ...TARGET.map(([option, takes, plain, checks]): Row => ({
    input: `MirrorTargetOptions.${option}`, part: 'of a fleet', takes, plain, outcome: 'unstated', ...checks,
    give: (stack, value) => fleet(stack, { targets: [sensor('eni-sensor', { [option]: value })] }),
  })),
  // A session needs no key; a fleet keeps its ledger by it.
  {
    input: 'MirrorSourceOptions.key',
    takes: ['text'],
    plain: 'web',
    outcome: 'unstated',
    give: (stack, key) => sourceWith(stack, { key }),
  },
  {
    input: 'MirrorTargetOptions.key',
    takes: ['text'],
    plain: 'sensor',
    outcome: 'unstated',
    give: (stack, key) => withTarget(stack, { key }),
  },
  {
    ...refused('MirrorSourceOptions.key', ['text'], 'web', keyIsToken, (stack, key) =>
      fleet(stack, { sources: [source('eni-web', { key })] }),
    ),
    part: 'of a fleet',
  },
  {
    ...refused('MirrorTargetOptions.key', ['text'], 'sensor', keyIsToken, (stack, key) =>
      fleet(stack, { targets: [sensor('eni-sensor', { key })] }),
    ),
    part: 'of a fleet',
  },
];

function withTarget(stack: Parameters<Row['give']>[0], options: MirrorTargetOptions): MirrorSession {
  const props: Partial<MirrorSessionProps> = { target: sensor('eni-sensor', options) };
  return session(stack, props);
}
