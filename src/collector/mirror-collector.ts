import { TerraformResource, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Admissions } from './admissions';
import { BalancedSensors, nameFor } from './balanced-sensors';
import { checkKnownNumber } from './bounds';
import { checkCollector } from './check-collector';
import { AllowFromPrefixListOptions, MirrorCollectorProps } from './collector-props';
import { NamedSource } from './group-rules';
import { MirrorSensor } from './mirror-sensor';
import { networkAclEntries } from './network-acl';
import { CollectorNetworkAclEntry, RequiredNetworkAclEntriesOptions } from './network-acl-entry';
import { sensorUserData } from './sensor-user-data';
import { SensorUserDataOptions } from './sensor-user-data-options';
import { securityGroup } from '../alicloud';
import { SECURITY_GROUP } from '../catalog/target-side';
import type { IMirroredFleet, MirroredFleetBase } from '../fleet/mirrored-fleet-base';
import { AddressSet } from '../net/address-set';
import { Ipv4Cidr, parseIpv4Address, parseIpv4Cidr } from '../net/ipv4-cidr';
import { known, textOf } from '../net/known';
import { described, malformed, refusal } from '../net/refusal';
import { Registry } from '../policy/registry';
import type { StatementSink } from '../policy/stating';
import { MirrorSession } from '../session/mirror-session';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget, MirrorTargetType } from '../session/mirror-target';
import { stated } from '../session/statements';
import { refuseToken, requireList, requireObject } from '../terraform/arguments';
import { terraformName } from '../terraform/derived-name';
import { comesFromResource, resolvedText } from '../terraform/resolved-text';
import { writtenAt } from '../terraform/written-at';

/**
 * The collector of traffic mirroring: one sensor, or sensors behind an internal CLB with a UDP listener, and the security
 * group rules that admit mirrored packets. Pass `target` to sessions and fleets. They are created after the collector is
 * complete, and destroyed before it.
 *
 * To remove a collector, first set another target for its sessions and apply, then remove it. In a single apply, Terraform
 * would destroy the listener before the sessions have moved.
 *
 * A collector has no default child (`node.defaultChild`), since none of its resources is the main one. `loadBalancer`, `listener`,
 * `serverGroup`, `sensorAttachments` and `securityGroup` return them, for example for overrides.
 *
 * @example
 * declare const filter: IMirrorFilter;
 *
 * const collector = new MirrorCollector(this, 'Collector', {
 *   loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
 *   sensors: [MirrorSensor.instance('i-bp1one'), MirrorSensor.instance('i-bp1two')],
 *   securityGroupIds: ['sg-bp1sensors'],
 * });
 * const session = new MirrorSession(this, 'Session', {
 *   filter,
 *   sources: [MirrorSource.networkInterface('eni-bp1web', { primaryIp: '10.10.0.4' })],
 *   target: collector.target,
 * });
 * collector.allowFromSession(session);
 */
export class MirrorCollector extends Construct {
  /**
   * Cloud-init user data for a Linux sensor. It creates VXLAN interfaces, so that the sensor does not answer mirrored packets
   * with ICMP port-unreachable, and captures with tcpdump into rotating files. See `docs/collector.md`.
   */
  public static sensorUserData(options: SensorUserDataOptions = {}): string {
    return sensorUserData(options);
  }

  /**
   * The security groups to which the `allowFrom` methods add rules. The rules have no accessor, because they are created at synth
   * from all allowed sources.
   */
  public readonly securityGroupIds: string[];
  /** The load balancer's id, as a reference for a new load balancer. Undefined without a load balancer. */
  public readonly loadBalancerId?: string;
  /** The load balancer that the collector creates: an `alicloud_slb_load_balancer`. Undefined for an existing one, or without one. */
  public readonly loadBalancer?: TerraformResource;
  /** The UDP listener that the collector creates: an `alicloud_slb_listener`. Undefined if the collector has no listener. */
  public readonly listener?: TerraformResource;
  /** The listener's id, as a reference. Undefined if the collector has no listener. */
  public readonly listenerId?: string;
  /** The server group of the sensors: an `alicloud_slb_server_group`. Undefined if the collector has no listener. */
  public readonly serverGroup?: TerraformResource;
  /** The server group's id, as a reference. Undefined if the collector has no listener. */
  public readonly serverGroupId?: string;
  /** The security group of `createSecurityGroupIn`: an `alicloud_security_group`. Undefined if the collector creates none. */
  public readonly securityGroup?: TerraformResource;
  /** The id of the security group of `createSecurityGroupIn`, as a reference. Undefined if the collector creates none. */
  public readonly securityGroupId?: string;

  private readonly props: MirrorCollectorProps;
  private readonly location = writtenAt(this);
  private readonly sensors = new Map<string, MirrorSensor>();
  private readonly admissions: Admissions;
  private readonly balanced?: BalancedSensors;
  private ownTarget?: MirrorTarget;

  constructor(scope: Construct, id: string, props: MirrorCollectorProps = {}) {
    super(scope, id);
    Registry.of(this).stating.push(this);
    this.props = props;
    checkCollector(this, props);
    if (props.createSecurityGroupIn !== undefined) {
      const group = this.makeSecurityGroup(props.createSecurityGroupIn);
      this.securityGroup = group;
      this.securityGroupId = group.id;
    }
    this.securityGroupIds = [
      ...new Set([...(props.securityGroupIds ?? []).map(textOf), ...this.securityGroupId === undefined ? [] : [this.securityGroupId]]),
    ];
    this.admissions = new Admissions(this, props, this.securityGroupIds);
    if (props.loadBalancer) {
      this.balanced = new BalancedSensors(this, props, props.loadBalancer);
      this.loadBalancerId = this.balanced.loadBalancerId;
      this.loadBalancer = this.balanced.created;
      this.listener = this.balanced.listener;
      this.listenerId = this.balanced.listener?.id;
      this.serverGroup = this.balanced.serverGroup;
      this.serverGroupId = this.balanced.serverGroup?.id;
    }
    props.sensors?.forEach((sensor) => this.addSensor(sensor));
  }

  /**
   * The target for sessions. Sessions in the collector's stack depend on its listener and rules. Sessions in another stack are
   * deployed after the collector's stack.
   *
   * @throws if the collector has neither a load balancer nor a sensor yet
   */
  public get target(): MirrorTarget {
    return this.ownTarget ??= this.makeTarget();
  }

  /**
   * The sensors in the server group, in the order in which they were added: `alicloud_slb_server_group_server_attachment`. Empty if the
   * collector has no listener.
   */
  public get sensorAttachments(): TerraformResource[] {
    return this.balanced?.attachments ?? [];
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const path = TerraformStack.of(this).node.path;
    const at = sink.at(path, this.location);
    if (at !== undefined) sink.of(path).places[this.node.path] = at;
    for (const { _server: server, _place: place } of this.sensors.values()) {
      const statement = stated(place);
      if (statement) sink.of(path).interfaces[resolvedText(this, server.id)] = statement;
    }
    const receiver = this.loadBalancerId ?? [...this.sensors.values()][0]?._interfaceId;
    // A collector without groups leaves the rules to other code.
    if (receiver !== undefined && this.securityGroupIds.length > 0) {
      sink.of(path).collectors.push({
        path: this.node.path,
        target: resolvedText(this, receiver),
        ...!this.admissions.isEmpty && { admits: true as const },
      });
    }
  }

  /**
   * Adds a sensor.
   *
   * @throws for a second sensor without a load balancer, for a repeated key, and if the load balancer has its sensors already
   */
  public addSensor(sensor: MirrorSensor): void {
    const path = this.node.path;
    requireObject(
      path, 'a sensor', sensor, 'serverWeight', 'a MirrorSensor',
      'use MirrorSensor.networkInterface(id) or MirrorSensor.instance(id). The id may be a token',
    );
    if (this.sensors.has(sensor.key)) {
      throw refusal({
        path,
        what: 'sensors',
        got: described(`has ${sensor.key} twice`),
        allowed: 'each sensor once',
        fix: 'add it once, or give the two different keys',
      });
    }
    const balancer = this.props.loadBalancer;
    if (balancer?._listens) {
      throw refusal({
        path,
        what: 'sensors',
        got: sensor.key,
        allowed: 'no sensors with CollectorLoadBalancer.listening, which has its sensors already',
        fix: 'use CollectorLoadBalancer.fromLoadBalancerId, with which the collector creates the listener and the server group',
      });
    }
    if (!balancer && this.sensors.size > 0) {
      throw refusal({
        path,
        what: 'sensors',
        got: described(`has ${this.sensors.size + 1} sensors, and the collector has no load balancer`),
        allowed: 'one sensor',
        fix: 'set a load balancer: CollectorLoadBalancer.inVswitch(vswitchId)',
      });
    }
    if (!balancer && sensor._interfaceId === undefined) {
      throw refusal({
        path,
        what: 'sensors',
        got: described(`has ${sensor.key}, an instance without networkInterfaceId`),
        allowed: 'a sensor whose interface is known',
        fix: 'use MirrorSensor.networkInterface(id), or set networkInterfaceId',
      });
    }
    const same = [...this.sensors.values()].find((other) => other._name === sensor._name);
    if (same) {
      throw refusal({
        path,
        what: 'sensors',
        got: described(`has the same server twice, as ${same.key} and ${sensor.key}`),
        allowed: 'each sensor once',
        fix: 'add it once',
      });
    }
    this.sensors.set(sensor.key, sensor);
    this.balanced?.add(sensor);
  }

  /**
   * Admits mirrored packets from these sources. The packets come from the primary IPs of the sources.
   *
   * Known addresses, including those of earlier calls, are aggregated into the fewest CIDRs that cover exactly these addresses.
   * The address of a source that is a resource of this app gets a separate rule.
   *
   * @throws if the primary IP of a source is not set, or the rules exceed their budget
   */
  public allowFromSources(sources: MirrorSource[]): void {
    requireList(
      this.node.path,
      'the sources to allow',
      sources,
      'interfaceId',
      'a list of MirrorSource',
      'pass [MirrorSource.networkInterface(id, { primaryIp })], or allow the CIDRs of their vSwitches with allowFromCidrs',
    );
    const unknown = sources.filter((source) => source._primaryIp === undefined);
    if (unknown.length > 0) {
      const names = unknown.slice(0, 3).map((source) => source.isList ? 'MirrorSource.listOf' : source.key).join(', ');
      throw refusal({
        path: this.node.path,
        what: `the primary IP of ${unknown.length} of ${sources.length} sources`,
        got: described(`is unknown: ${names}${unknown.length > 3 ? ', ...' : ''}`),
        allowed: 'sources with primaryIp, or resources with a primary IP',
        fix: 'set primaryIp, or allow the CIDRs of their vSwitches with allowFromCidrs',
      });
    }
    const addresses: number[] = [];
    const named: NamedSource[] = [];
    for (const source of sources) {
      const ip = source._primaryIp!;
      const parsed = parseIpv4Address(ip);
      if (parsed.ok) addresses.push(parsed.address);
      else named.push(this.unknownCidr(`${ip}/32`));
    }
    this.admissions.allow(AddressSet.ofAddresses(addresses), named);
  }

  /**
   * Admits mirrored packets from the sources of a session, as `allowFromSources` does.
   *
   * @throws if the primary IP of a source is not set, or the rules exceed their budget
   */
  public allowFromSession(session: MirrorSession): void {
    requireObject(
      this.node.path,
      'the session to allow',
      session,
      '_sources',
      'a MirrorSession',
      'for a session that is managed elsewhere, allow its sources with allowFromSources',
    );
    this.allowFromSources(session._sources);
  }

  /**
   * Admits mirrored packets from all sources of a fleet or shard, as `allowFromSources` does. These include sources that have another
   * target at present, so that a source can move to this collector.
   *
   * @param fleet a `MirroredFleet` or `MirroredFleetShard`
   * @throws if the primary IP of a source is not set, or the rules exceed their budget
   */
  public allowFromFleet(fleet: IMirroredFleet): void {
    requireObject(
      this.node.path,
      'the fleet to allow',
      fleet,
      '_mirrored',
      'a MirroredFleet or MirroredFleetShard',
      'pass the construct of the fleet',
    );
    this.allowFromSources((fleet as MirroredFleetBase)._mirrored);
  }

  /**
   * Admits mirrored packets from these addresses. The addresses, including those of earlier calls, are aggregated into the fewest
   * CIDRs that cover exactly these addresses. A token gets a separate rule.
   *
   * @param cidrs canonical IPv4 CIDRs such as `10.10.0.0/16`, or tokens
   * @throws if a CIDR is malformed, or the rules exceed their budget
   */
  public allowFromCidrs(cidrs: string[]): void {
    refuseToken(
      this.node.path,
      'the CIDRs to allow',
      cidrs,
      'a list of CIDRs, each of which may be a token',
      'pass the CIDRs one by one, or use a prefix list with allowFromPrefixList',
    );
    const blocks: Ipv4Cidr[] = [];
    const named: NamedSource[] = [];
    for (const given of cidrs) {
      const text = textOf(given);
      if (!known(text)) {
        named.push(this.unknownCidr(text));
        continue;
      }
      const parsed = parseIpv4Cidr(text);
      if (!parsed.ok) {
        throw refusal({
          path: this.node.path,
          what: 'a CIDR to allow',
          got: malformed(text, parsed.problem),
          allowed: 'a canonical IPv4 CIDR, such as 10.10.0.0/16',
          fix: parsed.fix,
        });
      }
      blocks.push(parsed.cidr);
    }
    this.admissions.allow(AddressSet.of(blocks), named);
  }

  /**
   * Admits mirrored packets from the members of a security group in the same VPC.
   *
   * @param groupId a security group id (`sg-...`), or a token
   */
  public allowFromSecurityGroup(groupId: string): void {
    if (known(groupId) && !/^sg-[A-Za-z0-9]+$/.test(groupId)) {
      throw refusal({
        path: this.node.path,
        what: 'the group to allow',
        got: groupId,
        allowed: 'the id of a security group (sg-...) of the same VPC',
        fix: 'for another VPC, allow its CIDRs with allowFromCidrs',
      });
    }
    const value = textOf(groupId);
    this.admissions.allow(AddressSet.EMPTY, [{ key: `group_${this.nameOf(value)}`, argument: 'sourceSecurityGroupId', value, weight: 1 }]);
  }

  /**
   * Admits mirrored packets from the CIDRs of a prefix list.
   *
   * @param prefixListId a prefix list id (`pl-...`), or a token
   */
  public allowFromPrefixList(prefixListId: string, options: AllowFromPrefixListOptions = {}): void {
    if (known(prefixListId) && !/^pl-[A-Za-z0-9]+$/.test(prefixListId)) {
      throw refusal({
        path: this.node.path,
        what: 'the prefix list to allow',
        got: prefixListId,
        allowed: 'the id of a prefix list (pl-...)',
        fix: 'pass the id from the console',
      });
    }
    checkKnownNumber(this.node.path, 'maxEntries', SECURITY_GROUP.prefixListEntries, options.maxEntries);
    const value = textOf(prefixListId);
    this.admissions.allow(
      AddressSet.EMPTY, [{ key: `list_${this.nameOf(value)}`, argument: 'prefixListId', value, weight: options.maxEntries ?? 1 }],
    );
  }

  /**
   * The inbound entries that a network ACL of the sensors' vSwitch needs for the addresses allowed so far. The collector does
   * not write an ACL, because that overwrites all of its entries. Put these entries before all entries that drop the same packets.
   *
   * @throws if a security group or a prefix list was allowed, which an ACL entry cannot refer to, or if there are too many entries
   */
  public requiredNetworkAclEntries(options: RequiredNetworkAclEntriesOptions = {}): CollectorNetworkAclEntry[] {
    const { addresses, named } = this.admissions;
    const nameless = named.find(({ argument }) => argument !== 'cidrIp');
    if (nameless) {
      throw refusal({
        path: this.node.path,
        what: 'a source in the network ACL',
        got: nameless.value,
        allowed: 'CIDRs, because an ACL has neither groups nor prefix lists',
        fix: 'allow the CIDRs of this source with allowFromCidrs',
      });
    }
    return networkAclEntries(this.node.path, addresses, named.map(({ value }) => value), options);
  }

  private makeTarget(): MirrorTarget {
    const side = { construct: this, resources: () => [...this.admissions.gates(), ...this.listener ? [this.listener] : []] };
    const { targetOptions = {}, loadBalancer } = this.props;
    if (this.loadBalancerId !== undefined) {
      return MirrorTarget._receiving(
        this.loadBalancerId,
        MirrorTargetType.LOAD_BALANCER,
        targetOptions.key ?? loadBalancer!._key ?? this.node.path,
        targetOptions,
        side,
      );
    }
    const [sensor] = this.sensors.values();
    if (!sensor) {
      throw refusal({
        path: this.node.path,
        what: 'the target of the collector',
        got: described('has no sensor and no load balancer'),
        allowed: 'a sensor or a load balancer',
        fix: 'call addSensor first, or set a load balancer',
      });
    }
    return MirrorTarget._receiving(
      sensor._interfaceId!,
      MirrorTargetType.NETWORK_INTERFACE,
      targetOptions.key ?? sensor.key,
      { ...sensor._place, ...targetOptions },
      side,
    );
  }

  private makeSecurityGroup(vpcId: string): securityGroup.SecurityGroup {
    return new securityGroup.SecurityGroup(this, 'SecurityGroup', {
      vpcId,
      securityGroupName: nameFor(this, 'sensors'),
      securityGroupType: SECURITY_GROUP.basicType,
      description: 'sensors of mirrored traffic',
      resourceGroupId: this.props.resourceGroupId,
      tags: this.props.tags,
      provider: this.props.provider,
      // The service does not delete a group that an interface uses.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** The same address always has the same key, from whichever call it comes: two equal rules are one rule in the cloud. */
  private unknownCidr(value: string): NamedSource {
    const [, address] = /^(\$\{[^{}]+\})\/32$/.exec(resolvedText(this, value)) ?? [];
    return {
      key: address === undefined ? `cidr_${this.nameOf(value)}` : `ip_${terraformName(address)}`,
      argument: 'cidrIp',
      value,
      weight: 1,
      follows: comesFromResource(this, value),
    };
  }

  private nameOf(id: string): string {
    return terraformName(resolvedText(this, id));
  }
}
