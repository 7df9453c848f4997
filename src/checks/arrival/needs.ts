import { VXLAN_PORT } from '../../catalog/limits';
import { MirrorModel, SessionModel } from '../../model/mirror-model';
import { LoadBalancerModel } from '../../model/network/load-balancers';
import { NetworkModel, Place } from '../../model/network/network-model';
import { Identity, isLiteral } from '../../model/reference';
import { Scope } from '../../model/scope';
import { targetKind, TargetKind } from '../target';
import { gather } from '../../net/gather';

/** The API calls that the verification of a target still needs. */
export interface Needs {
  /** The commands of the Alibaba Cloud CLI, each with the file that it writes. */
  readonly commands: string[];
  /** The arguments of `MirrorNetworkFacts.fromFiles`. */
  readonly files: string[];
  /** Calls that depend on a response: for the network ACL of a vSwitch, and for the prefix list of a rule, if there is one. */
  readonly networkAcl?: string;
  readonly prefixList?: string;
}

/** The number of sources, servers or groups that the commands list individually. */
const NAMED = 20;

/** All API responses that the verification of a target needs, as far as the ids are known. */
export function needsOf(model: MirrorModel, target: Identity, sessions: readonly SessionModel[]): Needs {
  return new NeedList(model, sessions[0].scope).of(target, sessions);
}

class NeedList {
  private readonly region: string | undefined;
  private readonly network: NetworkModel;
  private readonly commands = new Map<string, string>();
  private readonly files = new Map<string, string[]>();
  /** Whether a vSwitch or group is unknown, so that its network ACL or its prefix lists are unknown as well. */
  private vswitchOpen = false;
  private groupOpen = false;

  constructor(private readonly model: MirrorModel, scope: Scope) {
    this.region = scope.region;
    this.network = NetworkModel.of(model, scope);
  }

  public of(target: Identity, sessions: readonly SessionModel[]): Needs {
    const statement = sessions.find((s) => s.targetStatement)?.targetStatement;
    if (targetKind(this.model, target, sessions) === TargetKind.LOAD_BALANCER) this.balancer(target);
    else this.receiver(target, this.network.place(target, statement));
    this.sources(sessions);
    return {
      commands: [...this.commands].map(([file, command]) => `aliyun ${command} > ${file}`),
      files: [...this.files].map(([kind, files]) => `${kind}: [${files.map((file) => `'${file}'`).join(', ')}]`),
      ...this.vswitchOpen && { networkAcl: this.aclCall('<NetworkAclId of the vSwitch>') },
      ...this.groupOpen && { prefixList: this.listCall('<SourcePrefixListId of the rule>') },
    };
  }

  private balancer(target: Identity): void {
    const { facts, loadBalancers, names } = this.network;
    const id = names.factId(target);
    const balancer: LoadBalancerModel = loadBalancers.of(target);
    if (id !== undefined && !facts.loadBalancers.has(id)) {
      this.need('loadBalancers', id, `slb DescribeLoadBalancerAttribute${this.at} --LoadBalancerId ${id}`);
    }
    const listener = balancer.listeners.find((l) => l.port === VXLAN_PORT && l.protocol === 'udp');
    if (id !== undefined && (!listener || listener.open !== undefined)) {
      this.need(
        'loadBalancerUdpListeners',
        `${id}-${VXLAN_PORT}`,
        `slb DescribeLoadBalancerUDPListenerAttribute${this.at} --LoadBalancerId ${id} --ListenerPort ${VXLAN_PORT}`,
      );
    }
    const group = listener?.serverGroup;
    // No response contains its servers.
    if (group !== undefined && loadBalancers.isPrimarySecondary(group)) return;
    if (group === undefined) {
      if (isLiteral(target) && !listener?.servers) {
        this.need(
          'serverGroups',
          'servers',
          `slb DescribeVServerGroupAttribute${this.at} --VServerGroupId <VServerGroupId of the listener>`,
        );
        this.unknownReceiver('<ServerId of the server group>');
      }
      return;
    }
    // It may have other servers than those of the app.
    const groupId = names.factId(group);
    if (groupId !== undefined && !facts.serverGroups.has(groupId)) {
      this.need('serverGroups', groupId, `slb DescribeVServerGroupAttribute${this.at} --VServerGroupId ${groupId}`);
      this.unknownReceiver('<ServerId of the server group>');
    }
    for (const { server } of loadBalancers.backendsOf(group).servers.slice(0, NAMED)) this.receiver(server, this.network.place(server));
  }

  private receiver(identity: Identity, place: Place): void {
    const { facts } = this.network;
    const eni = this.network.interfaceOf(identity);
    const told = isLiteral(eni) && facts.interfaces.has(eni);
    if (isLiteral(eni) && !told && (place.groups === undefined || place.vswitch === undefined)) {
      this.unknownInterface(eni);
      if (place.groups === undefined) this.groups(['<SecurityGroupIds of the interface>']);
      if (place.vswitch === undefined) this.vswitch('<VSwitchId of the interface>');
    }
    this.groups(place.groups ?? []);
    if (place.vswitch !== undefined) this.vswitch(place.vswitch);
  }

  private unknownReceiver(id: string): void {
    this.unknownInterface(id);
    this.groups(['<SecurityGroupIds of the interface>']);
    this.vswitch('<VSwitchId of the interface>');
  }

  private unknownInterface(id: string): void {
    this.need(
      'networkInterfaces',
      id,
      `ecs DescribeNetworkInterfaces${this.at} ${id.startsWith('i-') ? `--InstanceId ${id}` : `--NetworkInterfaceId.1 ${id}`} --MaxResults 100`,
    );
  }

  private groups(groups: readonly Identity[]): void {
    const { facts, groups: known, names } = this.network;
    for (const group of groups) {
      const id = names.factId(group);
      if (id !== undefined && !facts.securityGroups.has(id)) {
        this.groupOpen = true;
        this.need(
          'securityGroups',
          id,
          `ecs DescribeSecurityGroupAttribute${this.at} --SecurityGroupId ${id} --Direction ingress --MaxResults 1000`,
        );
      }
      if (group.startsWith('<')) continue;
      for (const { peer } of known.of(group).rules) {
        if (peer.list !== undefined && isLiteral(peer.list) && !facts.prefixLists.has(peer.list)) {
          this.need('prefixLists', peer.list, this.listCall(peer.list));
        }
      }
    }
  }

  private vswitch(vswitch: Identity): void {
    const { facts, names } = this.network;
    const id = names.factId(vswitch);
    const told = id === undefined ? undefined : facts.vswitches.get(id);
    if (id !== undefined && told?.vpcId === undefined) {
      this.vswitchOpen ||= !told && this.network.acls.ofVswitch(vswitch).acl === undefined;
      this.need('vswitches', id, `vpc DescribeVSwitches${this.at} --VSwitchId ${id} --PageSize 50`);
    }
    const acl = told?.networkAclId;
    if (acl && !facts.networkAcls.has(acl)) {
      this.need('networkAcls', acl, this.aclCall(acl));
    }
  }

  /** Sources with an unknown property that decides. */
  private sources(sessions: readonly SessionModel[]): void {
    const silent = new Set<Identity>();
    for (const session of sessions) {
      for (const source of session.sources ?? []) {
        if (silent.size === NAMED) return this.describe([...silent]);
        if (!source.startsWith('eni-') || this.network.facts.interfaces.has(source)) continue;
        const { vpc, groups, exact } = this.network.place(source, session.sourceStatements?.get(source));
        if (vpc === undefined || groups === undefined || !exact) silent.add(source);
      }
    }
    this.describe([...silent]);
  }

  private describe(sources: readonly Identity[]): void {
    if (sources.length === 0) return;
    const ids = sources.map((id, i) => `--NetworkInterfaceId.${i + 1} ${id}`).join(' ');
    this.need('networkInterfaces', 'sources', `ecs DescribeNetworkInterfaces${this.at} ${ids} --MaxResults 100`);
  }

  private aclCall(acl: string): string {
    return `vpc DescribeNetworkAclAttributes${this.at} --NetworkAclId ${acl}`;
  }

  private listCall(list: string): string {
    return `ecs DescribePrefixListAttributes${this.at} --PrefixListId ${list}`;
  }

  private get at(): string {
    return this.region === undefined ? '' : ` --RegionId ${this.region}`;
  }

  private need(kind: string, name: string, command: string): void {
    const file = `${/[\w-]+/.exec(name)![0]}.json`;
    if (this.commands.has(file)) return;
    this.commands.set(file, command);
    gather(this.files, kind, file);
  }
}
