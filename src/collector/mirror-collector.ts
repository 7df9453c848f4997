import { App, dependable, Lazy, TerraformProvider, TerraformResource, TerraformStack, Tokenization } from 'cdktf';
import { Construct } from 'constructs';
import { checkKnownNumber, EXTRA_ADDRESSES, RULE_BUDGET } from './bounds';
import { CollectorHealthCheck, CollectorLoadBalancer, CollectorScheduler } from './collector-load-balancer';
import { Admission, GroupRules, NamedSource, RuleBudget, terraformName } from './group-rules';
import { MirrorSensor } from './mirror-sensor';
import { networkAclEntries } from './network-acl';
import { CollectorNetworkAclEntry, RequiredNetworkAclEntriesOptions } from './network-acl-entry';
import { sensorUserData } from './sensor-user-data';
import { SensorUserDataOptions } from './sensor-user-data-options';
import { securityGroup, slbListener, slbLoadBalancer, slbServerGroup, slbServerGroupServerAttachment } from '../alicloud';
import { VXLAN_PORT } from '../catalog/limits';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { LOAD_BALANCER, SECURITY_GROUP, securityGroupRuleBudget } from '../catalog/target-side';
import { followsResource } from '../model/reference';
import { AddressSet } from '../net/address-set';
import { Ipv4Cidr, parseIpv4Address, parseIpv4Cidr } from '../net/ipv4-cidr';
import { known, textOf } from '../net/known';
import { PortRange } from '../net/port-range';
import { refusal } from '../net/refusal';
import { PolicySettings } from '../policy/policy-settings';
import { Registry, StatementSink } from '../policy/registry';
import { MirrorSource } from '../session/mirror-source';
import { MirrorTarget, MirrorTargetOptions, MirrorTargetType } from '../session/mirror-target';
import { resolvedText, stated } from '../session/statements';
import { checkNumber, checkTags, refuseToken, requireList, requireObject } from '../terraform/arguments';
import { withBareTriggers } from '../terraform/bare-triggers';
import { derivedName } from '../terraform/derived-name';
import { isCreatedFirst } from '../terraform/lifecycle';
import { TerraformData } from '../terraform/terraform-data';

/** Properties of a `MirrorCollector`. */
export interface MirrorCollectorProps {
  /**
   * The machines that receive. Without a load balancer it is exactly one. Sensors that need the collector's own security
   * group are made after it: give them to `addSensor`.
   *
   * @default - none yet
   */
  readonly sensors?: MirrorSensor[];
  /**
   * The internal CLB that spreads mirrored packets over the sensors.
   *
   * @default - none: the one sensor's interface is the target
   */
  readonly loadBalancer?: CollectorLoadBalancer;
  /**
   * How the load balancer chooses a sensor. Another one replaces the listener, which interrupts every session for some
   * seconds, since the service lets no listener change to or between hashing schedulers.
   *
   * @default CollectorScheduler.SOURCE_ADDRESS
   */
  readonly scheduler?: CollectorScheduler;
  /**
   * How the load balancer finds out whether a sensor receives. A UDP check cannot be switched off.
   *
   * @default - every 5 seconds, 10 seconds to answer, 3 in a row
   */
  readonly healthCheck?: CollectorHealthCheck;
  /**
   * The security groups of the sensors, which the `allowFrom` methods open. One of each sensor will do.
   *
   * @default - none, or the one that is made
   */
  readonly securityGroupIds?: string[];
  /**
   * A VPC id: a basic security group for the sensors is made in it, see `securityGroupIds` of the collector.
   *
   * @default - none is made
   */
  readonly createSecurityGroupIn?: string;
  /**
   * How many rules of one security group the collector may use. State less if the group has rules of others.
   *
   * @default - 200 under edition 2023. Under 2026 1,000 over all groups of the collector
   */
  readonly ruleBudget?: number;
  /**
   * How many addresses may be admitted that nobody asked for, so that the rules get along with their budget. It is used
   * only where the exact CIDRs do not fit, and then as little as possible.
   *
   * @default 0
   */
  readonly maxExtraAddresses?: number;
  /**
   * What is known of the target in addition to its id: the load balancer, or the interface of the single sensor.
   *
   * @default - nothing
   */
  readonly targetOptions?: MirrorTargetOptions;
  /**
   * At most 20 tags. A key has at most 128 characters and does not start with `aliyun` or `acs:`.
   *
   * @default - no tags
   */
  readonly tags?: { [key: string]: string };
  /**
   * Resource group id of what is made here. Another one replaces the load balancer.
   *
   * @default - the account's default resource group
   */
  readonly resourceGroupId?: string;
  /**
   * The provider, and with it account and region.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/** What is known of a prefix list. */
export interface AllowFromPrefixListOptions {
  /**
   * The `max_entries` of the list: 1 to 200. It may be what the list counts for in the rules of a group. No public text
   * settles it.
   *
   * @default 1
   */
  readonly maxEntries?: number;
}

/**
 * The collector of traffic mirroring: one sensor, or sensors behind an internal CLB with its UDP listener, and the
 * security group rules that let mirrored packets in. `target` goes into sessions and fleets, which then wait for all of
 * it, and leave before it.
 *
 * To take a collector away, first give its sessions another target and apply, then remove it: in one step its listener
 * would go before they have moved.
 *
 * @example
 * declare const filter: IMirrorFilter;
 *
 * const collector = new MirrorCollector(this, 'Collector', {
 *   loadBalancer: CollectorLoadBalancer.inVswitch('vsw-bp1sensors'),
 *   sensors: [MirrorSensor.instance('i-bp1one'), MirrorSensor.instance('i-bp1two')],
 *   securityGroupIds: ['sg-bp1sensors'],
 * });
 * collector.allowFromCidrs(['10.10.0.0/16']);
 * new MirrorSession(this, 'Session', { filter, sources: [MirrorSource.networkInterface('eni-bp1web')], target: collector.target });
 */
export class MirrorCollector extends Construct {
  /**
   * Cloud-init user data for a sensor on Linux: VXLAN interfaces for the mirrored packets, so that none is answered with
   * ICMP port-unreachable, and a capture by tcpdump into files that rotate. See `docs/collector.md`.
   */
  public static sensorUserData(options: SensorUserDataOptions = {}): string {
    return sensorUserData(options);
  }

  /** The security groups that the `allowFrom` methods open. */
  public readonly securityGroupIds: string[];
  /** The load balancer's id, as a reference if it is made here. Nothing if there is none. */
  public readonly loadBalancerId?: string;

  private readonly props: MirrorCollectorProps;
  private readonly sensors = new Map<string, MirrorSensor>();
  private readonly servers = new Map<MirrorSensor, SensorAttachment>();
  private readonly serverGroup?: slbServerGroup.SlbServerGroup;
  private readonly listener?: slbListener.SlbListener;
  /** Every session waits for it. A rule that leaves goes only after it has changed. */
  private readonly gate: TerraformData;
  /** The same for rules that follow a source, which must not be created before they are destroyed. */
  private followingGate?: TerraformData;
  private readonly groups: GroupRules[];
  private addresses = AddressSet.EMPTY;
  private readonly named: NamedSource[] = [];
  private ownTarget?: MirrorTarget;

  constructor(scope: Construct, id: string, props: MirrorCollectorProps = {}) {
    super(scope, id);
    Registry.of(this).stating.push(this);
    this.props = props;
    checkCollector(this, props);
    const made = props.createSecurityGroupIn === undefined ? [] : [this.makeSecurityGroup(props.createSecurityGroupIn)];
    this.securityGroupIds = [...new Set([...(props.securityGroupIds ?? []).map(textOf), ...made])];
    this.groups = this.securityGroupIds.map((groupId) => GroupRules.of(this, { groupId, provider: props.provider }));
    this.gate = this.makeGate('Admitted', false);
    const balancer = props.loadBalancer;
    if (balancer) {
      const created = balancer._vswitchId === undefined ? undefined : this.makeLoadBalancer(balancer._vswitchId, balancer);
      this.loadBalancerId = created?.id ?? balancer._id!;
      if (!balancer._listens) {
        this.serverGroup = this.makeServerGroup(this.loadBalancerId);
        this.listener = this.makeListener(this.loadBalancerId, this.serverGroup);
      }
    }
    props.sensors?.forEach((sensor) => this.addSensor(sensor));
  }

  /**
   * Where sessions send to. Sessions of the collector's stack depend on its listener and rules. Those of another stack
   * are deployed after it.
   *
   * @throws if there is neither a load balancer nor a sensor yet
   */
  public get target(): MirrorTarget {
    return this.ownTarget ??= this.makeTarget();
  }

  /** @internal */
  public _state(sink: StatementSink): void {
    const path = TerraformStack.of(this).node.path;
    for (const { _server: server, _place: place } of this.sensors.values()) {
      const statement = stated(place);
      if (statement) sink.of(path).interfaces[resolvedText(this, server.id)] = statement;
    }
  }

  /**
   * Adds a sensor.
   *
   * @throws for a second sensor without a load balancer, for an equal key, and where the load balancer has its sensors already
   */
  public addSensor(sensor: MirrorSensor): void {
    const path = this.node.path;
    requireObject(path, 'a sensor', sensor, 'serverWeight', 'a MirrorSensor', 'use MirrorSensor.networkInterface(id) or MirrorSensor.instance(id); the id may be a token');
    if (this.sensors.has(sensor.key)) {
      throw refusal({ path, what: 'sensors', got: `${sensor.key} twice`, allowed: 'each sensor once', fix: 'name it once, or give the two different keys' });
    }
    const balancer = this.props.loadBalancer;
    if (balancer?._listens) {
      throw refusal({ path, what: 'sensors', got: sensor.key, allowed: 'none beside CollectorLoadBalancer.listening, which has its sensors', fix: 'use CollectorLoadBalancer.fromLoadBalancerId to let the collector make listener and server group' });
    }
    if (!balancer && this.sensors.size > 0) {
      throw refusal({ path, what: 'sensors', got: `${this.sensors.size + 1} sensors without a load balancer`, allowed: 'one', fix: 'give the collector a load balancer: CollectorLoadBalancer.inVswitch(vswitchId)' });
    }
    if (!balancer && sensor._interfaceId === undefined) {
      throw refusal({ path, what: 'sensors', got: `${sensor.key}, an instance`, allowed: 'a sensor whose interface is known', fix: 'use MirrorSensor.networkInterface(id), or state networkInterfaceId' });
    }
    const name = `Sensor-${terraformName(sensor._name)}`;
    const same = [...this.sensors.values()].find((other) => other._name === sensor._name);
    if (same) {
      throw refusal({ path, what: 'sensors', got: `${same.key} and ${sensor.key}, which are one server`, allowed: 'each sensor once', fix: 'name it once' });
    }
    this.sensors.set(sensor.key, sensor);
    if (this.serverGroup) {
      // Its name comes from the server and must not change: a renamed one is the same server to the service, and is lost.
      this.servers.set(sensor, new SensorAttachment(this, name, {
        serverGroupId: this.serverGroup.id,
        serverId: sensor._server.id,
        type: sensor._server.type,
        port: VXLAN_PORT,
        weight: sensor.serverWeight,
        provider: this.props.provider,
      }, () => this.isOrdered(sensor)));
    }
  }

  /**
   * Lets mirrored packets of these sources in, which come from their primary IPs.
   *
   * Known addresses are aggregated into the fewest CIDRs that hold exactly them, together with what was allowed before.
   * The address of a source that is a resource of this app gets a separate rule.
   *
   * @throws if the primary IP of a source is not set, or the rules exceed their budget
   */
  public allowFromSources(sources: MirrorSource[]): void {
    requireList(this.node.path, 'the sources to allow', sources, 'interfaceId', 'a list of MirrorSource', 'write [MirrorSource.networkInterface(id, { primaryIp })], or allow the CIDRs of their vSwitches by allowFromCidrs');
    const unknown = sources.filter((source) => source._primaryIp === undefined);
    if (unknown.length > 0) {
      const names = unknown.slice(0, 3).map((source) => source.isList ? 'MirrorSource.listOf' : source.key).join(', ');
      throw refusal({
        path: this.node.path, what: `the primary IP of ${unknown.length} of ${sources.length} sources`, got: `nothing for ${names}${unknown.length > 3 ? ', ...' : ''}`,
        allowed: 'sources whose primaryIp is stated, or that are resources with a primary IP', fix: 'state primaryIp, or allow the CIDRs of their vSwitches by allowFromCidrs',
      });
    }
    const addresses: number[] = [];
    const named: NamedSource[] = [];
    for (const source of sources) {
      const ip = source._primaryIp!;
      const parsed = parseIpv4Address(ip);
      if (parsed.ok) addresses.push(parsed.address);
      else named.push(this.unknownCidr(`ip_${terraformName(source.key)}`, `${ip}/32`));
    }
    this.allow(AddressSet.ofAddresses(addresses), named);
  }

  /**
   * Lets mirrored packets in that come from these addresses. They are aggregated into the fewest CIDRs that hold exactly
   * them, together with what was allowed before. A token gets a separate rule.
   *
   * @param cidrs canonical IPv4 CIDRs such as `10.10.0.0/16`, or tokens
   * @throws if a CIDR is malformed, or the rules exceed their budget
   */
  public allowFromCidrs(cidrs: string[]): void {
    refuseToken(this.node.path, 'the CIDRs to allow', cidrs, 'CIDRs one by one, each of which may be a token', 'name them, or put them into a prefix list and use allowFromPrefixList');
    const blocks: Ipv4Cidr[] = [];
    const named: NamedSource[] = [];
    for (const given of cidrs) {
      const text = textOf(given);
      if (!known(text)) {
        named.push(this.unknownCidr(`cidr_${this.nameOf(text)}`, text));
        continue;
      }
      const parsed = parseIpv4Cidr(text);
      if (!parsed.ok) throw refusal({ path: this.node.path, what: `a CIDR to allow: ${parsed.problem}`, got: text, allowed: 'a canonical IPv4 CIDR, such as 10.10.0.0/16', fix: parsed.fix });
      blocks.push(parsed.cidr);
    }
    this.allow(AddressSet.of(blocks), named);
  }

  /**
   * Lets mirrored packets in that come from the members of a security group of the same VPC.
   *
   * @param groupId a security group id (`sg-...`), or a token
   */
  public allowFromSecurityGroup(groupId: string): void {
    if (known(groupId) && !/^sg-[A-Za-z0-9]+$/.test(groupId)) {
      throw refusal({ path: this.node.path, what: 'the group to allow', got: groupId, allowed: 'the id of a security group (sg-...) of the same VPC', fix: 'for another VPC allow its CIDRs by allowFromCidrs' });
    }
    const value = textOf(groupId);
    this.allow(AddressSet.EMPTY, [{ key: `group_${this.nameOf(value)}`, argument: 'sourceSecurityGroupId', value, weight: 1 }]);
  }

  /**
   * Lets mirrored packets in that come from the CIDRs of a prefix list.
   *
   * @param prefixListId a prefix list id (`pl-...`), or a token
   */
  public allowFromPrefixList(prefixListId: string, options: AllowFromPrefixListOptions = {}): void {
    if (known(prefixListId) && !/^pl-[A-Za-z0-9]+$/.test(prefixListId)) {
      throw refusal({ path: this.node.path, what: 'the prefix list to allow', got: prefixListId, allowed: 'the id of a prefix list (pl-...)', fix: 'give the id that the console shows' });
    }
    checkKnownNumber(this.node.path, 'maxEntries', SECURITY_GROUP.prefixListEntries, options.maxEntries);
    const value = textOf(prefixListId);
    this.allow(AddressSet.EMPTY, [{ key: `list_${this.nameOf(value)}`, argument: 'prefixListId', value, weight: options.maxEntries ?? 1 }]);
  }

  /**
   * The inbound entries that a network ACL on the sensors' vSwitch needs for what was allowed so far. The collector owns
   * no ACL, since writing one overwrites all of its entries: put these before every entry that drops what they accept.
   *
   * @throws if a group or a prefix list was allowed, whose CIDRs an ACL cannot name, or where the entries are too many
   */
  public requiredNetworkAclEntries(options: RequiredNetworkAclEntriesOptions = {}): CollectorNetworkAclEntry[] {
    const nameless = this.named.find(({ argument }) => argument !== 'cidrIp');
    if (nameless) {
      throw refusal({
        path: this.node.path, what: 'what the network ACL must let in', got: nameless.value, allowed: 'CIDRs: an ACL knows neither groups nor prefix lists',
        fix: 'allow the CIDRs that are behind it by allowFromCidrs',
      });
    }
    return networkAclEntries(this.node.path, this.addresses, this.named.map(({ value }) => value), options);
  }

  private allow(addresses: AddressSet, named: NamedSource[]): void {
    if (this.groups.length === 0) {
      throw refusal({
        path: this.node.path, what: 'securityGroupIds', got: 'none', allowed: 'the security groups of the sensors', fix: 'name them, or let the collector make one: createSecurityGroupIn',
      });
    }
    const fresh = named.filter(({ key }, i) => named.findIndex((other) => other.key === key) === i && this.named.every((other) => other.key !== key));
    const asked: Admission = { path: this.node.path, addresses, named: fresh, budget: this.budget() };
    for (const group of this.groups) group.allow(asked);
    this.addresses = this.addresses.union(addresses);
    this.named.push(...fresh);
    if (fresh.some(({ follows }) => follows)) this.followingGate ??= this.makeGate('AdmittedSources', true);
  }

  private makeGate(id: string, following: boolean): TerraformData {
    return new TerraformData(this, id, {
      input: () => Object.fromEntries(this.groups.map((group) => [group.node.id, group.rules(following).map(([key]) => key).join(' ')])),
      dependsOn: () => this.groups.flatMap((group) => group.rules(following).map(([, rule]) => rule)),
      createBeforeDestroy: () => !following,
    });
  }

  private budget(): RuleBudget {
    const { ruleBudget, maxExtraAddresses = 0 } = this.props;
    if (ruleBudget !== undefined) return { rules: ruleBudget, maxExtraAddresses, reason: 'ruleBudget' };
    const root = this.node.root;
    const edition = App.isApp(root) ? PolicySettings.editionOf(root) : MirrorCatalog.defaultEdition;
    const whole = securityGroupRuleBudget(edition);
    if (edition === MirrorEdition.EDITION_2023) return { rules: whole, maxExtraAddresses, reason: `edition ${edition}` };
    const count = this.groups.length;
    return { rules: Math.floor(whole / count), maxExtraAddresses, reason: `edition ${edition}: ${whole} over ${count} ${count === 1 ? 'group' : 'groups'} of an interface` };
  }

  private makeTarget(): MirrorTarget {
    const side = { construct: this, resources: () => [this.gate, this.followingGate ?? [], this.listener ?? []].flat() };
    const { targetOptions = {}, loadBalancer } = this.props;
    if (this.loadBalancerId !== undefined) {
      return MirrorTarget._receiving(this.loadBalancerId, MirrorTargetType.LOAD_BALANCER, targetOptions.key ?? loadBalancer!._key ?? this.node.path, targetOptions, side);
    }
    const [sensor] = this.sensors.values();
    if (!sensor) {
      throw refusal({ path: this.node.path, what: 'the target of the collector', got: 'no sensor and no load balancer', allowed: 'one of the two', fix: 'call addSensor before, or give the collector a load balancer' });
    }
    return MirrorTarget._receiving(sensor._interfaceId!, MirrorTargetType.NETWORK_INTERFACE, targetOptions.key ?? sensor.key, { ...sensor._place, ...targetOptions }, side);
  }

  private makeSecurityGroup(vpcId: string): string {
    return new securityGroup.SecurityGroup(this, 'SecurityGroup', {
      vpcId,
      securityGroupName: this.nameFor('sensors'),
      securityGroupType: SECURITY_GROUP.basicType,
      description: 'sensors of mirrored traffic',
      resourceGroupId: this.props.resourceGroupId,
      tags: this.props.tags,
      provider: this.props.provider,
      // An interface that uses a group keeps it from being removed first.
      lifecycle: { createBeforeDestroy: true },
    }).id;
  }

  private makeLoadBalancer(vswitchId: string, { _options: options }: CollectorLoadBalancer): slbLoadBalancer.SlbLoadBalancer {
    return new slbLoadBalancer.SlbLoadBalancer(this, 'LoadBalancer', {
      // Left out it would be a public one, in no vSwitch.
      addressType: LOAD_BALANCER.addressType,
      vswitchId,
      loadBalancerName: options.name ?? this.nameFor('collector'),
      instanceChargeType: options.spec === undefined ? LOAD_BALANCER.chargeByUse : LOAD_BALANCER.chargeBySpec,
      loadBalancerSpec: options.spec,
      resourceGroupId: this.props.resourceGroupId,
      tags: this.props.tags,
      provider: this.props.provider,
    });
  }

  /**
   * Sensors are attachments: inline servers in addition to them would take each other out in every plan. Those that come are added
   * before those that leave are removed, as the collector's gate orders rules. A weight cannot change in that order: it would
   * add a server that is there, and then remove it. So another weight makes another group, to which the listener is switched.
   */
  private makeServerGroup(loadBalancerId: string): slbServerGroup.SlbServerGroup {
    new TerraformData(this, 'Serving', {
      input: () => Object.fromEntries(this.orderedServers().map(([{ _server: { id } }, attachment]) => [`${attachment.terraformResourceType}.${attachment.friendlyUniqueId}`, resolvedText(this, id)])),
      dependsOn: () => this.orderedServers().map(([, attachment]) => attachment),
      createBeforeDestroy: () => this.orderedServers().length > 0,
    });
    const weights = new TerraformData(this, 'Weights', { input: () => ({ weights: this.otherWeights() }) });
    return new ServerGroup(this, 'ServerGroup', {
      loadBalancerId, name: this.nameFor('sensors'), provider: this.props.provider,
      lifecycle: { replaceTriggeredBy: [weights.addressOfInput('weights')] },
    });
  }

  private orderedServers(): [MirrorSensor, SensorAttachment][] {
    return [...this.servers].filter(([sensor]) => this.isOrdered(sensor));
  }

  /** The weights that are not the default, so that a sensor of the usual weight comes and goes in the same group. */
  private otherWeights(): string {
    return this.orderedServers().filter(([{ serverWeight }]) => serverWeight !== LOAD_BALANCER.defaultWeight)
      .map(([{ _name, serverWeight }]) => `${_name}=${serverWeight}`).sort().join(' ');
  }

  /**
   * Whether a sensor is added before another one is removed. That takes `create_before_destroy`, which Terraform spreads to whatever
   * the attachment refers to. A resource of the user takes part only if the user has set that for it already.
   */
  private isOrdered({ _server: server, _resource: resource, serverWeight }: MirrorSensor): boolean {
    const { loadBalancer, resourceGroupId } = this.props;
    return !this.reaches(server.id, resource) && known(serverWeight) && !this.reaches(loadBalancer?._id, loadBalancer?._resource)
      && !this.reaches(loadBalancer?._vswitchId) && !this.reaches(resourceGroupId);
  }

  private reaches(text?: string, resource?: TerraformResource): boolean {
    return text !== undefined && !known(text) && !ofOtherStack(this, text) && !(resource && isCreatedFirst(resource));
  }

  private makeListener(loadBalancerId: string, { id: serverGroupId }: slbServerGroup.SlbServerGroup): slbListener.SlbListener {
    const { scheduler = CollectorScheduler.SOURCE_ADDRESS, healthCheck = {} } = this.props;
    const { advised } = LOAD_BALANCER.healthCheck;
    const kinds = new TerraformData(this, 'Scheduler', { input: () => ({ scheduler }) });
    // No bandwidth: what the cloud answers would differ in every plan.
    const listener = new Listener(this, 'Listener', {
      loadBalancerId,
      serverGroupId,
      protocol: LOAD_BALANCER.protocol,
      frontendPort: LOAD_BALANCER.frontendPort,
      scheduler,
      healthCheckInterval: healthCheck.interval ?? advised.interval,
      healthCheckTimeout: healthCheck.timeout ?? advised.timeout,
      healthyThreshold: healthCheck.healthyThreshold ?? advised.threshold,
      unhealthyThreshold: healthCheck.unhealthyThreshold ?? advised.threshold,
      healthCheckConnectPort: healthCheck.port,
      provider: this.props.provider,
      lifecycle: {
        // A changed scheduler would be planned in place, and the service refuses it.
        replaceTriggeredBy: [kinds.addressOfInput('scheduler')],
        // Should the cloud report one in addition to a server group, every plan would replace the listener.
        ignoreChanges: ['backend_port'],
      },
    });
    listener.dependsOn = Lazy.listValue({ produce: () => [...this.servers.values()].map(dependable) }, { omitEmpty: true });
    return listener;
  }

  private nameFor(what: string): string {
    return derivedName(`${terraformName(this.node.path)}-${what}`, LOAD_BALANCER.nameLength);
  }

  private unknownCidr(key: string, value: string): NamedSource {
    return { key, argument: 'cidrIp', value, weight: 1, follows: followsResource(resolvedText(this, value)) && !ofOtherStack(this, value) };
  }

  private nameOf(id: string): string {
    return terraformName(resolvedText(this, id));
  }
}

function checkCollector(collector: MirrorCollector, props: MirrorCollectorProps): void {
  const { healthCheck = {}, loadBalancer, scheduler } = props;
  const { path } = collector.node;
  refuseToken(path, 'loadBalancer', loadBalancer, 'a CollectorLoadBalancer', 'use CollectorLoadBalancer.fromLoadBalancerId(id); the id may be a token');
  refuseToken(path, 'sensors', props.sensors, 'a list of MirrorSensor', 'name the sensors one by one; their ids may be tokens');
  refuseToken(path, 'securityGroupIds', props.securityGroupIds, 'ids one by one, each of which may be a token', 'name them one by one: each gets its rules');
  refuseToken(path, 'provider', props.provider, 'a provider', 'give the provider construct itself');
  const limits = LOAD_BALANCER.healthCheck;
  const fix = 'choose one of these, or leave it out';
  checkNumber(collector, 'healthCheck.interval', limits.interval, healthCheck.interval, fix);
  checkNumber(collector, 'healthCheck.timeout', limits.timeout, healthCheck.timeout, fix);
  checkNumber(collector, 'healthCheck.healthyThreshold', limits.threshold, healthCheck.healthyThreshold, fix);
  checkNumber(collector, 'healthCheck.unhealthyThreshold', limits.threshold, healthCheck.unhealthyThreshold, fix);
  if (healthCheck.port !== undefined) PortRange.single(healthCheck.port);
  checkKnownNumber(path, 'ruleBudget', RULE_BUDGET, props.ruleBudget);
  checkKnownNumber(path, 'maxExtraAddresses', EXTRA_ADDRESSES, props.maxExtraAddresses);
  checkTags(collector, props.tags);
  if (scheduler !== undefined && known(scheduler) && !Object.values(CollectorScheduler).includes(scheduler)) {
    throw refusal({ path, what: 'scheduler', got: scheduler, allowed: Object.values(CollectorScheduler).join(', '), fix: 'choose one of CollectorScheduler' });
  }
  const unused = [scheduler !== undefined && 'scheduler', props.healthCheck !== undefined && 'healthCheck'].find((name) => name);
  if (unused && (!loadBalancer || loadBalancer._listens)) {
    throw refusal({
      path, what: unused as string, got: 'a value, with no listener of the collector\'s own', allowed: 'nothing where the collector makes no listener',
      fix: 'leave it out, or give the collector a load balancer to listen at',
    });
  }
  for (const id of props.securityGroupIds ?? []) {
    if (known(id) && !/^sg-[A-Za-z0-9]+$/.test(id)) {
      throw refusal({ path, what: 'securityGroupIds', got: id, allowed: 'ids of security groups (sg-...)', fix: 'give the ids of the sensors\' groups' });
    }
  }
  const name = loadBalancer?._options.name;
  if (name !== undefined && known(name) && (name.length < LOAD_BALANCER.nameLength.min || name.length > LOAD_BALANCER.nameLength.max)) {
    throw refusal({ path, what: 'the load balancer\'s name', got: name, allowed: `${LOAD_BALANCER.nameLength.min} to ${LOAD_BALANCER.nameLength.max} characters`, fix: 'shorten it, or leave it out' });
  }
}

class ServerGroup extends slbServerGroup.SlbServerGroup {
  public toHclTerraform(): any {
    return withBareTriggers(super.toHclTerraform());
  }
}

/** A sensor in the server group. Whether it is created first shows once the user's resources have all they will have. */
class SensorAttachment extends slbServerGroupServerAttachment.SlbServerGroupServerAttachment {
  constructor(scope: Construct, id: string, config: slbServerGroupServerAttachment.SlbServerGroupServerAttachmentConfig, private readonly isOrdered: () => boolean) {
    super(scope, id, config);
  }

  public get terraformMetaArguments(): { [name: string]: any } {
    if (this.isOrdered()) this.lifecycle = { createBeforeDestroy: true };
    return super.terraformMetaArguments;
  }
}

class Listener extends slbListener.SlbListener {
  public toHclTerraform(): any {
    return withBareTriggers(super.toHclTerraform());
  }
}

/** Whether a text refers to a resource of another stack: it is read from a remote state then, over which nothing spreads. */
function ofOtherStack(scope: Construct, text: string): boolean {
  const own = TerraformStack.of(scope);
  return Tokenization.reverseString(text).tokens.some((token) => {
    const { originStack } = token as { originStack?: TerraformStack };
    return originStack !== undefined && originStack !== own;
  });
}
