import { NamedText, namedTexts, textsOfFiles } from './documents';
import { checkAge, MirrorInputAge } from './input-age';
import { NetworkTexts, readNetworkAnswers } from './network-answers';
import { NetworkFacts } from './network-facts';
import { refusal } from '../net/refusal';

/**
 * Answers of API calls about the network of targets, as the `aliyun` command stores them. Each file (or text) holds one
 * answer, a list of answers, or answers one after another. Give what the app only names by id. The rest it knows.
 */
export interface MirrorNetworkAnswers extends MirrorInputAge {
  /**
   * `DescribeSecurityGroupAttribute` of ECS, one answer a group (with every page of its rules).
   *
   * Fields read: SecurityGroupId, VpcId, InnerAccessPolicy, Permissions.Permission, NextToken
   * (https://help.aliyun.com/document_detail/25555.html, 2026-02-06).
   *
   * @default - no groups from outside
   */
  readonly securityGroups?: string[];
  /**
   * `DescribeNetworkAclAttributes` of VPC, one answer an ACL.
   *
   * Fields read: NetworkAclAttribute with NetworkAclId, IngressAclEntries.IngressAclEntry, Resources.Resource
   * (https://help.aliyun.com/document_detail/116542.html, 2025-03-21).
   *
   * @default - no ACLs from outside
   */
  readonly networkAcls?: string[];
  /**
   * `DescribeLoadBalancerAttribute` of CLB, one answer a load balancer.
   *
   * Fields read: LoadBalancerId, AddressType, LoadBalancerStatus, VpcId, Address, ListenerPortsAndProtocol,
   * BackendServers.BackendServer (SDK of API version 2014-05-15, 2026-08-03).
   *
   * @default - no load balancers from outside
   */
  readonly loadBalancers?: string[];
  /**
   * `DescribeLoadBalancerUDPListenerAttribute` of CLB, one answer a listener.
   *
   * Fields read: LoadBalancerId, ListenerPort, Status, VServerGroupId, BackendServerPort, AclStatus
   * (https://help.aliyun.com/document_detail/27609.html, 2024-10-11). An answer without LoadBalancerId is identified by its
   * server group, or belongs to the only load balancer that is given.
   *
   * @default - no listeners from outside
   */
  readonly loadBalancerUdpListeners?: string[];
  /**
   * `DescribeVServerGroupAttribute` of CLB, one answer a server group: the sensors behind a listener.
   *
   * Fields read: VServerGroupId, LoadBalancerId, BackendServers.BackendServer (SDK of API version 2014-05-15, 2026-08-03).
   *
   * @default - no server groups from outside
   */
  readonly serverGroups?: string[];
  /**
   * `DescribeNetworkInterfaces` of ECS, as for an inventory: which groups, vSwitch and VPC an interface is in.
   *
   * @default - no interfaces from outside
   */
  readonly networkInterfaces?: string[];
  /**
   * `DescribeInstances` of ECS, as for an inventory: whether the instance of a sensor is stopped.
   *
   * @default - instances that the app does not make are running
   */
  readonly instances?: string[];
  /**
   * `DescribeVSwitches` of VPC: the VPC and network ACL of a vSwitch, and that it has none.
   *
   * @default - no vSwitches from outside
   */
  readonly vswitches?: string[];
  /**
   * `DescribePrefixListAttributes` of ECS, one answer a list.
   *
   * @default - no prefix lists from outside
   */
  readonly prefixLists?: string[];
}

/**
 * What is known of the network of targets next to the app. The checks TM403 to TM410 use it: hand it in with
 * `MirrorPolicy.of(scope).networkFacts(facts)`.
 */
export class MirrorNetworkFacts {
  /**
   * Reads the answers from files.
   *
   * @param answers paths of files
   * @throws if a file or record is not what the call answers. The error names both
   */
  public static fromFiles(answers: MirrorNetworkAnswers): MirrorNetworkFacts {
    return new MirrorNetworkFacts(textsOf(answers, textsOfFiles));
  }

  /**
   * Reads the answers from texts.
   *
   * @param answers texts of JSON
   * @throws if a text or record is not what the call answers. The error names both
   */
  public static fromJson(answers: MirrorNetworkAnswers): MirrorNetworkFacts {
    return new MirrorNetworkFacts(textsOf(answers, namedTexts));
  }

  /** Why records may be missing in the answers, one sentence each. */
  public readonly warnings: string[];
  /** @internal */
  public readonly _facts: NetworkFacts;

  private constructor(texts: NetworkTexts) {
    const { doubts, ...facts } = readNetworkAnswers(texts);
    this._facts = facts;
    this.warnings = [...doubts];
  }

  /** What is known, in one line. */
  public toString(): string {
    const { securityGroups, networkAcls, loadBalancers, listeners, serverGroups, interfaces, vswitches, prefixLists } = this._facts;
    return `${securityGroups.size} security groups, ${networkAcls.size} network ACLs, ${loadBalancers.size} load balancers, ${listeners.length} UDP listeners, `
      + `${serverGroups.size} server groups, ${interfaces.size} interfaces, ${vswitches.size} vSwitches, ${prefixLists.size} prefix lists`;
  }
}

const KINDS: (keyof NetworkTexts & keyof MirrorNetworkAnswers)[] = [
  'securityGroups', 'networkAcls', 'loadBalancers', 'loadBalancerUdpListeners', 'serverGroups', 'networkInterfaces', 'instances', 'vswitches', 'prefixLists',
];

const AGE = ['takenAt', 'takenAtFile', 'maxAgeHours'];

function textsOf(answers: MirrorNetworkAnswers, make: (what: string, given: string[]) => NamedText[]): NetworkTexts {
  const stray = answers === null || typeof answers !== 'object' ? String(answers) : Object.keys(answers).find((key) => !(KINDS as string[]).includes(key) && !AGE.includes(key));
  if (stray !== undefined) {
    throw refusal({ what: 'the answers of MirrorNetworkFacts', got: stray, allowed: KINDS.join(', '), fix: 'give the answers of each call under its name: { securityGroups: [\'sg.json\'] }' });
  }
  checkAge('MirrorNetworkFacts', answers);
  return Object.fromEntries(KINDS.map((kind) => [kind, make(kind, answers[kind] ?? [])])) as unknown as NetworkTexts;
}
