import { described } from '../net/refusal';
import { Json } from './fields';
import { ListCall } from './list-call';

/**
 * The options to get all pages. Since release 3.0.83, the pager of the aliyun command follows only tokens, and ends after the
 * first page without MaxResults.
 */
const complete = (path: string): string => `call with --MaxResults 100 --pager path='${path}', or pass every page`;

/** According to the API reference, TotalCount of both calls is not valid with tokens. */
const totalsWithTokens = false;

export const INTERFACES_CALL: ListCall = {
  name: 'DescribeNetworkInterfaces',
  outer: 'NetworkInterfaceSets',
  inner: 'NetworkInterfaceSet',
  id: 'NetworkInterfaceId',
  complete: complete('NetworkInterfaceSets.NetworkInterfaceSet[]'),
  totalsWithTokens,
  confused: body => confused(body, INSTANCES_CALL),
};

export const INSTANCES_CALL: ListCall = {
  name: 'DescribeInstances',
  outer: 'Instances',
  inner: 'Instance',
  id: 'InstanceId',
  complete: complete('Instances.Instance[]'),
  totalsWithTokens,
  confused: body => confused(body, INTERFACES_CALL),
};

/** The VPC API numbers its pages, and TotalCount is valid. */
export const VSWITCHES_CALL: ListCall = {
  name: 'DescribeVSwitches',
  outer: 'VSwitches',
  inner: 'VSwitch',
  id: 'VSwitchId',
  complete: 'call with --PageSize 50 and --PageNumber 1, 2 and so on, and pass every page',
  totalsWithTokens: true,
  confused: () => undefined,
};

function confused(body: Json, other: ListCall): { got: object; fix: string } | undefined {
  if (other.outer in body) {
    return { got: described(`is a response of ${other.name}`), fix: 'swap the lists networkInterfaces and instances' };
  }
  if ('format_version' in body || 'terraform_version' in body) {
    return { got: described('is a Terraform state or plan'), fix: 'read a state with MirrorInventory.fromState' };
  }
  return undefined;
}
