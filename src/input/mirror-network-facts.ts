import { NamedText, namedTexts, textsOfFiles } from './documents';
import { checkAge, MirrorInputAge } from './input-age';
import { EXPECTED_TOTALS, ExpectedTotals, NetworkTexts, readNetworkAnswers } from './network-answers';
import { NetworkFacts } from './network-facts';
import { refusal } from '../net/refusal';

/**
 * Responses of API calls about the network of targets, as stored by the `aliyun` command. Each file (or text) contains one
 * response, a list of responses, or several in sequence. Provide the responses for resources that the app references only by
 * id. The resources of the app are already known.
 */
export interface MirrorNetworkAnswers extends MirrorInputAge {
  /**
   * `DescribeSecurityGroupAttribute` of ECS, one response per group (with every page of its rules).
   *
   * Fields read: SecurityGroupId, VpcId, InnerAccessPolicy, Permissions.Permission, NextToken
   * (https://help.aliyun.com/document_detail/25555.html, 2026-02-06).
   *
   * @default - no responses
   */
  readonly securityGroups?: string[];
  /**
   * `DescribeNetworkAclAttributes` of VPC, one response per ACL.
   *
   * Fields read: NetworkAclAttribute with NetworkAclId, IngressAclEntries.IngressAclEntry, Resources.Resource
   * (https://help.aliyun.com/document_detail/116542.html, 2025-03-21).
   *
   * @default - no responses
   */
  readonly networkAcls?: string[];
  /**
   * `DescribeLoadBalancerAttribute` of CLB, one response per load balancer.
   *
   * Fields read: LoadBalancerId, AddressType, LoadBalancerStatus, VpcId, Address, ListenerPortsAndProtocol,
   * BackendServers.BackendServer (SDK of API version 2014-05-15, 2026-08-03).
   *
   * @default - no responses
   */
  readonly loadBalancers?: string[];
  /**
   * `DescribeLoadBalancerUDPListenerAttribute` of CLB, one response per listener.
   *
   * Fields read: LoadBalancerId, ListenerPort, Status, VServerGroupId, MasterSlaveServerGroupId, BackendServerPort, AclStatus
   * (https://help.aliyun.com/document_detail/27609.html, 2024-10-11). A response without LoadBalancerId is identified by its
   * server group, or belongs to the only load balancer in the responses.
   *
   * @default - no responses
   */
  readonly loadBalancerUdpListeners?: string[];
  /**
   * `DescribeVServerGroupAttribute` of CLB, one response per server group: the sensors behind a listener.
   *
   * Fields read: VServerGroupId, LoadBalancerId, BackendServers.BackendServer (SDK of API version 2014-05-15, 2026-08-03).
   *
   * @default - no responses
   */
  readonly serverGroups?: string[];
  /**
   * `DescribeNetworkInterfaces` of ECS, as for an inventory: the groups, vSwitch and VPC of an interface.
   *
   * @default - no responses
   */
  readonly networkInterfaces?: string[];
  /**
   * `DescribeInstances` of ECS, as for an inventory: whether the instance of a sensor is stopped.
   *
   * @default - instances outside the app are taken to be running
   */
  readonly instances?: string[];
  /**
   * `DescribeVSwitches` of VPC: the VPC of a vSwitch, and its network ACL if it has one.
   *
   * @default - no responses
   */
  readonly vswitches?: string[];
  /**
   * `DescribePrefixListAttributes` of ECS, one response per list.
   *
   * @default - no responses
   */
  readonly prefixLists?: string[];
  /**
   * The expected number of interfaces: the TotalCount of one call of `DescribeNetworkInterfaces` without MaxResults. Fewer are an
   * error. A merged list does not show whether a page is missing.
   *
   * @default - not compared
   */
  readonly expectTotal?: number;
  /**
   * The expected number of instances: the TotalCount of one call of `DescribeInstances` without MaxResults.
   *
   * @default - not compared
   */
  readonly expectTotalInstances?: number;
  /**
   * The expected number of vSwitches: the TotalCount of one call of `DescribeVSwitches`.
   *
   * @default - not compared
   */
  readonly expectTotalVswitches?: number;
}

/**
 * Facts about the network of targets outside the app, from API responses. The checks TM403 to TM410 use them. Pass them to
 * `MirrorPolicy.of(scope).networkFacts(facts)`.
 *
 * @example
 * declare const app: App;
 *
 * MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles({ securityGroups: ['sg-bp1sensors.json'] }));
 */
export class MirrorNetworkFacts {
  /**
   * Reads the responses from files.
   *
   * @param answers paths of files, relative to the working directory. In Python, Go, Java and C#, use absolute paths: jsii keeps the
   * working directory in which it was started
   * @throws if a file or record is not a response of the call. The error contains file and record
   */
  public static fromFiles(answers: MirrorNetworkAnswers): MirrorNetworkFacts {
    return new MirrorNetworkFacts(textsOf(answers, textsOfFiles), answers);
  }

  /**
   * Reads the responses from texts.
   *
   * @param answers texts of JSON
   * @throws if a text or record is not a response of the call. The error contains text and record
   */
  public static fromJson(answers: MirrorNetworkAnswers): MirrorNetworkFacts {
    return new MirrorNetworkFacts(textsOf(answers, namedTexts), answers);
  }

  /** Reasons why records may be missing in the responses, one sentence each. */
  public readonly warnings: string[];
  /** @internal */
  public readonly _facts: NetworkFacts;

  private constructor(texts: NetworkTexts, totals: ExpectedTotals) {
    const { doubts, ...facts } = readNetworkAnswers(texts, totals);
    this._facts = facts;
    this.warnings = [...doubts];
  }

  /** The numbers of known objects, in one line. */
  public toString(): string {
    const { securityGroups, networkAcls, loadBalancers, listeners, serverGroups, interfaces, vswitches, prefixLists } = this._facts;
    return (
      `${securityGroups.size} security groups, ${networkAcls.size} network ACLs, ${loadBalancers.size} load balancers, ${listeners.length} UDP listeners, `
      + `${serverGroups.size} server groups, ${interfaces.size} interfaces, ${vswitches.size} vSwitches, ${prefixLists.size} prefix lists`
    );
  }
}

const KINDS: (keyof NetworkTexts & keyof MirrorNetworkAnswers)[] = [
  'securityGroups', 'networkAcls', 'loadBalancers', 'loadBalancerUdpListeners', 'serverGroups', 'networkInterfaces',
  'instances', 'vswitches', 'prefixLists',
];

const OPTIONS: readonly string[] = ['takenAt', 'takenAtFile', 'maxAgeHours', ...Object.values(EXPECTED_TOTALS)];

function textsOf(answers: MirrorNetworkAnswers, make: (what: string, given: string[]) => NamedText[]): NetworkTexts {
  const stray = answers === null || typeof answers !== 'object'
    ? String(answers)
    : Object.keys(answers).find((key) => !(KINDS as string[]).includes(key) && !OPTIONS.includes(key));
  if (stray !== undefined) {
    throw refusal({
      what: 'the responses of MirrorNetworkFacts',
      got: stray,
      allowed: KINDS.join(', '),
      fix: 'pass the responses of each call under its key: { securityGroups: [\'sg.json\'] }',
    });
  }
  checkAge('MirrorNetworkFacts', answers);
  return Object.fromEntries(KINDS.map((kind) => [kind, make(kind, answers[kind] ?? [])])) as unknown as NetworkTexts;
}
