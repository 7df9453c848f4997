import { acknowledgeUndecided, AT_APPLY, count, few, kind, NAME_INTERFACES_ALIKE, number } from './phrases';
import { zh } from './spacing';
import type { Needed, TM4 as EN } from '../en/tm4';
import { networkKinds, networkOptions } from '../network-options';
import type { Reader } from '../reason';
import { acknowledgement } from '../settings';

type Servers = { target: string; group?: string; listener: string; snippet: string };

type NotAdmitted = NotReceived & { cidrs: string[]; snippet: string };

type NotReceived = { target: string; server?: string; refused: number; total: number; sources: string[]; packet: string };

type Undecided = { source: string; made: boolean; receiver: string; port: number };
type NoWay = { target: string; sources: string[]; packet: string };
type MissingRoute = { vpc: string; cidr: string; peering: string };
type UndecidedWay = { source: string; target: string };
type MirroredServer = { source: string; target: string; sessions: string[]; port: number };

const IN_PLACE = '会话会原地更新，不会中断镜像源。';
const SOURCE_REMOVED = '移除一个镜像源会使会话的其他镜像源中断数秒。';
const BALANCER_INTERRUPTED = '在新的监听运行之前，以该负载均衡为镜像目的的镜像源会中断。';
const NEW_BALANCER = '修改 address_type 会替换已有的负载均衡。更换会话的镜像目的是原地更新。';
const CHECK_PLAN = 'apply 之前请检查 plan。';
const SERVERS = ['serverGroups', 'networkInterfaces', 'securityGroups', 'vswitches'];
const BALANCER = ['loadBalancers', 'loadBalancerUdpListeners', ...SERVERS];
const ADMISSION = ['securityGroups', 'networkAcls', 'networkInterfaces', 'vswitches'];

function provide(kinds: readonly string[], reader: Reader, parameters: object = {}): string {
  const { commands, files: written, networkAcl, prefixList } = parameters as Partial<Needed>;
  if (commands !== undefined && written !== undefined) {
    const argument = reader === 'constructs'
      ? zh`MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles({ ${written.join(', ')} }))`
      : zh`添加 \`${networkOptions(written)}\``;
    const run = (call: string) => placeholders(`aliyun ${call}`);
    const also = [
      ...networkAcl === undefined ? [] : [zh`如果交换机有网络 ACL，还请运行 \`${run(networkAcl)}\`（networkAcls）。`],
      ...prefixList === undefined ? [] : [zh`如果有规则引用前缀列表，还请运行 \`${run(prefixList)}\`（prefixLists）。`],
    ];
    return [zh`请运行 \`${commands.map(placeholders).join('; ')}\`，然后提供返回结果：${argument}。`, ...also].join('');
  }
  const files = kinds.map((name) => zh`${name}: [...]`).join(', ');
  const what = reader === 'constructs'
    ? zh`MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles({ ${files} }))`
    : zh`添加 \`${networkKinds(kinds)}\``;
  return zh`请提供 API 返回结果：${what}。命令见 docs/proof.md。`;
}

const HOLDERS: Readonly<Record<string, string>> = {
  'listener': '监听', 'server group': '服务器组', 'interface': '弹性网卡', 'vSwitch': '交换机', 'rule': '规则',
};

/** A command whose placeholders are in words. */
function placeholders(command: string): string {
  return command.replace(/<(\w+) of the ([A-Za-z ]+)>/g, (_, id: string, holder: string) => `<${HOLDERS[holder] ?? holder}的 ${id}>`);
}

function eitherKind(kinds: readonly string[]): string {
  return kinds.map(kind).reduce((one, other) => zh`${one}或${other}`);
}

function provided(kinds: readonly string[]): (parameters: object, reader: Reader) => string {
  return (parameters, reader) => provide(kinds, reader, parameters);
}

function dropped(packet: string | undefined): string {
  return packet === undefined ? '' : zh`。报文 ${packet} 会被丢弃`;
}

function notAdmitted({ target, server, refused, total, sources, packet }: NotReceived, why: string): string {
  const receiver = server === undefined ? zh`镜像目的 ${target}` : zh`镜像目的 ${target} 的后端服务器 ${server}`;
  const of = refused === total ? count(total, '个镜像源') : zh`${count(total, '个镜像源')}中的 ${number(refused)} 个`;
  return zh`${receiver} 收不到 ${of}（${few(sources)}）的报文：${why}${dropped(packet)}`;
}

function eachCidr(cidrs: readonly string[]): string {
  return cidrs.length > 1 ? zh`请为网段 ${few(cidrs)} 各添加一条规则。` : '';
}

function addRule({ snippet, cidrs }: NotAdmitted): string {
  return zh`请添加 ${snippet}。${eachCidr(cidrs)}`;
}

function addEntry({ snippet, cidrs }: NotAdmitted, where: string): string {
  return zh`请${where}插入 ${snippet}。${eachCidr(cidrs)}请保留其他规则，因为整个列表会被替换。`;
}

function undecided({ source, receiver, port }: Undecided, why: string): string {
  return zh`无法检查 ${receiver} 是否放行镜像源 ${source} 的 UDP ${port}：${why}`;
}

function writeValue(id: string, reader: Reader): string {
  return zh`请写出值本身。如果资源由 count 或 for_each 生成，请为每个值写一个资源。${acknowledgeUndecided(id, '镜像源已放行', reader)}`;
}

/** Another resource or a module of the app decides, or an expression does. No API response has the result. */
function decidedByApp(id: string, reader: Reader): string {
  return zh`请用本应用的资源和值来写。${acknowledgeUndecided(id, '复制的报文能够到达', reader)}`;
}

function noWay({ target, sources, packet }: NoWay, why: string): string {
  return zh`镜像目的 ${target} 收不到 ${count(sources.length, '个镜像源')}（${few(sources)}）的报文：${why}${dropped(packet)}`;
}

function undecidedWay({ source, target }: UndecidedWay, why: string): string {
  return zh`无法检查镜像源 ${source} 到镜像目的 ${target} 的路由：${why}`;
}

function missingRoute({ vpc, cidr, peering }: MissingRoute): string {
  return zh`VPC ${vpc} 没有经 ${peering} 到 ${cidr} 的路由`;
}

/** The call that sets an option of a source. */
function setOf(made: boolean, option: string): string {
  return made ? zh`MirrorSource.fromResource(resource, { ${option} })` : zh`MirrorSource.networkInterface(id, { ${option} })`;
}

function setPlace(kinds: readonly string[]): (parameters: object, reader: Reader) => string {
  return (parameters, reader) => reader === 'constructs'
    ? zh`请设置 MirrorTarget 的 vswitchId 和 securityGroupIds，后端服务器则设置 MirrorSensor 的这两项。或者：${provide(kinds, reader, parameters)}`
    : provide(kinds, reader, parameters);
}

function setGroups(parameters: Undecided, reader: Reader): string {
  const facts = provide(ADMISSION, reader, parameters);
  return reader === 'constructs' ? zh`请用 ${setOf(parameters.made, 'primaryIp, securityGroupIds')} 设置。或者：${facts}` : facts;
}

function setVpc(what: 'MirrorSource' | 'MirrorTarget', made: boolean, reader: Reader, parameters: object): string {
  const facts = provide(['networkInterfaces', 'vswitches'], reader, parameters);
  const how = what === 'MirrorSource' ? zh`请用 ${setOf(made, 'vpcId')} 设置 vpcId 或 vswitchId` : '请在 MirrorTarget 的选项中设置 vpcId 或 vswitchId';
  return reader === 'constructs' ? zh`${how}。或者：${facts}` : facts;
}

function serversOf({ group, listener }: Servers): string {
  return group === undefined ? zh`监听 ${listener}` : zh`服务器组 ${group}`;
}

const SERVER_NOTES = '后端服务器是弹性网卡时请加上 type = "eni"。请让监听依赖该资源。';
const ACKNOWLEDGE_ROUTE = '如果路由确实存在，请确认并忽略 TM408';

function mirroredServer({ source, target, sessions }: MirroredServer): string {
  return zh`镜像源 ${source} 是会话 ${few(sessions)} 的镜像目的 ${target} 的后端服务器`;
}

function notMirrored({ port }: MirroredServer): string {
  return zh`请从会话移除该镜像源，或让会话的筛选条件的第一条入方向规则不采集 UDP ${port}。`;
}

/** Targets, and whether mirrored packets reach them. */
export const TM4: typeof EN = {
  TM401: {
    title: '镜像目的的类型与其 ID 一致',
    reasons: {
      otherType: {
        problem: ({ target, balanced, written, sessions }) =>
          zh`镜像目的 ${target} 是${balanced ? '负载均衡' : '弹性网卡'}，但 traffic_mirror_target_type 写的是 ${written}（${few(sessions)}）`,
        fix: ({ balanced, fits }, reader) => zh`请写 traffic_mirror_target_type = "${fits}"`
          + (reader === 'constructs' ? zh`，或使用 MirrorTarget.${balanced ? 'internalLoadBalancer' : 'networkInterface'}(id)。` : '。'),
        effect: IN_PLACE,
      },
      otherKind: {
        problem: ({ target, kind: of }) => zh`镜像目的 ${target} 是${kind(of)}的 ID，但镜像目的只能是弹性网卡或私网 CLB`,
        fix: '请使用弹性网卡（eni-...）或私网 CLB（lb-...）的 ID。实例的主网卡是其属性 network_interface_id。',
        effect: IN_PLACE,
      },
      argumentKind: {
        problem: ({ part, argument, value, kind: of, expected, target }) =>
          zh`${part} 的 ${argument} 是 ${value}，即${kind(of)}的 ID，而不是${eitherKind(expected)}的 ID：apply 会失败，无法证明镜像报文能到达 ${target}`,
        fix: ({ argument, expected }) => zh`请在 ${argument} 中填写${eitherKind(expected)}的 ID。`,
      },
      noId: {
        problem: ({ target }) => zh`镜像目的 ${target === '' ? '""' : target} 既不是弹性网卡的 ID，也不是 CLB 的 ID`,
        fix: '请填写控制台显示的 ID：eni-... 或 lb-...。',
        effect: IN_PLACE,
      },
      typeOnlyAtApply: {
        problem: ({ path }) => zh`${path}：traffic_mirror_target_type 的值 ${AT_APPLY}`,
        fix: '请把 traffic_mirror_target_type 写成字面值。',
      },
      typeNotKnown: {
        problem: ({ target }) => zh`无法检查镜像目的 ${target}：不知道它是弹性网卡还是负载均衡`,
        fix: '请在该镜像目的的会话中写 traffic_mirror_target_type。',
      },
    },
  },
  TM402: {
    title: '没有镜像目的是网关型负载均衡终端节点',
    reasons: {
      endpoint: {
        problem: ({ target, allowed }) => zh`镜像目的 ${target} 是网关型负载均衡终端节点，但 provider 只接受 ${allowed.join(' 和 ')}`,
        fix: '请使用分析端的弹性网卡或私网 CLB 作为镜像目的。',
        effect: IN_PLACE,
      },
    },
  },
  TM403: {
    title: '镜像目的的安全组放行其镜像源',
    reasons: {
      noGroup: {
        problem: (p) => notAdmitted(p, '弹性网卡不在任何安全组中'),
        fix: (p) => zh`请把弹性网卡加入一个安全组。${addRule(p)}`,
      },
      noRule: {
        problem: (p) => notAdmitted(p, zh`${few(p.groups)} 中没有放行这些报文的规则`),
        fix: addRule,
      },
      groupInOtherVpc: {
        problem: ({ target, receiver, group, vpc, groupVpc }) =>
          zh`${receiver} 在 VPC ${vpc} 中，而其安全组 ${group} 在 VPC ${groupVpc} 中，apply 会失败，镜像目的 ${target} 收不到任何报文`,
        fix: ({ vpc }) => zh`请使用 VPC ${vpc} 的安全组。`,
      },
      ruleDrops: {
        problem: (p) => notAdmitted(p, zh`被 ${p.rule} 拒绝`),
        fix: (p) => p.first ? zh`请删除 ${p.rule}，或改用优先级数值大于 ${p.firstPriority} 的规则。${addRule(p)}` : addRule(p),
      },
      sourcesOnlyAtApply: {
        problem: ({ sessions }) => zh`无法检查会话 ${few(sessions)} 的镜像源：列表 ${AT_APPLY}`,
        fix: (_, reader) => zh`请逐个列出镜像源${reader === 'constructs' ? '，并分别设置 primaryIp' : ''}。`,
      },
      targetNotKnown: {
        problem: ({ target, port }) => zh`无法检查镜像目的 ${target} 是否放行 UDP ${port}：不知道它的安全组、交换机和 VPC`,
        fix: setPlace(['networkInterfaces', 'securityGroups', 'vswitches']),
      },
      addressNotKnown: {
        problem: ({ source, receiver }) => zh`无法检查镜像源 ${source}：不知道它的主私网 IP，而 ${receiver} 没有放行它可能使用的全部地址`,
        fix: ({ made }, reader) => reader === 'constructs'
          ? zh`请用 ${setOf(made, 'primaryIp')} 设置 primaryIp，或放行其交换机的整个网段。`
          : zh`请放行其交换机的整个网段，或提供地址。${provide(['networkInterfaces'], reader)}`,
      },
      groupsNotKnown: {
        problem: (p) => undecided(p, zh`不知道 ${p.receiver} 的安全组`),
        fix: setPlace(ADMISSION),
      },
      rulesNotKnown: {
        problem: (p) => undecided(p, p.why),
        fix: (p, reader) => p.byApp ? decidedByApp('TM403', reader) : provide(ADMISSION, reader, p),
      },
      ruleOnlyAtApply: {
        problem: (p) => undecided(p, zh`有一条规则未知（${p.why}）`),
        fix: (_, reader) => writeValue('TM403', reader),
      },
      prefixListNotKnown: {
        problem: (p) => undecided(p, zh`不知道 ${p.rule} 中前缀列表 ${p.list} 的条目`),
        fix: provided(['prefixLists']),
      },
      sourceGroupsNotKnown: {
        problem: (p) => undecided(p, zh`${p.rule} 引用 ${p.group}，而不知道镜像源的安全组`),
        fix: setGroups,
      },
      membershipNotKnown: {
        problem: (p) => undecided(p, zh`${p.rule} 引用 ${p.group}，而不知道镜像源是否在该安全组和 VPC 中`),
        fix: (_, reader) =>
          zh`请以相同方式引用镜像源的安全组和规则中的安全组：都用 ID，或都用资源。${acknowledgeUndecided('TM403', '镜像源在该安全组中', reader)}`,
      },
      ruleMatchNotKnown: {
        problem: (p) => undecided(p, zh`不知道 ${p.rule} 是否匹配`),
        fix: provided(ADMISSION),
      },
      ownGroupNotKnown: {
        problem: (p) => undecided(p, zh`不知道镜像源是否也在 ${p.group} 中`),
        fix: setGroups,
      },
      innerAccessNotKnown: {
        problem: (p) => undecided(p, zh`不知道 ${p.group} 是否放行组内成员`),
        fix: provided(ADMISSION),
      },
    },
  },
  TM404: {
    title: '镜像目的的网络 ACL 放行其镜像源',
    reasons: {
      noEntry: {
        problem: (p) => notAdmitted(p, zh`${p.acl} 中没有放行这些报文的入方向规则`),
        fix: (p) => addEntry(p, zh`在 ${p.acl} 中`),
      },
      entryDrops: {
        problem: (p) => notAdmitted(p, zh`被 ${p.entry} 拒绝`),
        fix: (p) => addEntry(p, zh`在 ${p.entry} 之前`),
      },
      vswitchNotKnown: {
        problem: (p) => undecided(p, zh`不知道 ${p.receiver} 的交换机及其网络 ACL`),
        fix: setPlace(ADMISSION),
      },
      aclNotKnown: {
        problem: (p) => undecided(p, p.why),
        fix: (p, reader) => p.byApp ? decidedByApp('TM404', reader) : provide(ADMISSION, reader, p),
      },
      entryOnlyAtApply: {
        problem: (p) => undecided(p, zh`有一条规则未知（${p.why}）`),
        fix: (_, reader) => writeValue('TM404', reader),
      },
      entryMatchNotKnown: {
        problem: (p) => undecided(p, zh`不知道 ${p.entry} 是否匹配`),
        fix: provided(ADMISSION),
      },
      ownVswitchNotKnown: {
        problem: (p) => undecided(p, zh`不知道镜像源是否也在交换机 ${p.vswitch} 中，而网络 ACL 不过滤同一交换机内的流量`),
        fix: provided(ADMISSION),
      },
    },
  },
  TM405: {
    title: '负载均衡镜像目的是私网类型',
    reasons: {
      missing: {
        problem: ({ path }) => zh`${path} 没有 address_type：此时服务会创建公网负载均衡并忽略 vswitch_id（未经验证）`,
        fix: ({ internal }) => zh`请写 address_type = "${internal}"。如果负载均衡已存在，请另建一个，并设为会话的镜像目的。`,
        effect: NEW_BALANCER,
      },
      notInternal: {
        problem: ({ target, addressType, packet }) => zh`镜像目的 ${target} 的地址类型是 ${addressType}，但只有私网 CLB 能接收镜像报文${dropped(packet)}`,
        fix: ({ internal }) => zh`请另建一个负载均衡，写 address_type = "${internal}" 和 vswitch_id，并设为会话的镜像目的。`,
        effect: NEW_BALANCER,
      },
      addressTypeNotKnown: {
        problem: ({ target }) => zh`无法检查镜像目的 ${target}：不知道该负载均衡是否为私网类型`,
        fix: provided(['loadBalancers']),
      },
      addressTypeOnlyAtApply: {
        problem: ({ target }) => zh`无法检查镜像目的 ${target}：它的 address_type ${AT_APPLY}`,
        fix: ({ internal }) => zh`请写 address_type = "${internal}"。`,
      },
    },
  },
  TM406: {
    title: '负载均衡镜像目的监听镜像报文',
    reasons: {
      noListener: {
        problem: ({ target, packet }) => zh`镜像目的 ${target} 没有监听${dropped(packet)}`,
        fix: ({ snippet }) => zh`请添加 ${snippet}。`,
      },
      otherProtocol: {
        problem: ({ target, port, listener, protocol, packet }) =>
          zh`镜像目的 ${target} 没有 UDP ${port} 监听：${listener} 使用 ${protocol}${dropped(packet)}`,
        fix: ({ snippet }) => zh`请添加 ${snippet}。`,
      },
      otherPorts: {
        problem: ({ target, port, listeners, packet }) => zh`镜像目的 ${target} 没有 UDP ${port} 监听，只有 ${few(listeners)} 监听${dropped(packet)}`,
        fix: ({ snippet }) => zh`请添加 ${snippet}。`,
      },
      balancerNotActive: {
        problem: ({ target, status, packet }) => zh`镜像目的 ${target} 的状态是 ${status}${dropped(packet)}`,
        fix: '请启动该负载均衡。',
      },
      listenerNotRunning: {
        problem: ({ target, listener, status, packet }) => zh`镜像目的 ${target} 的监听没有运行：${listener} 的状态是 ${status}${dropped(packet)}`,
        fix: '请启动该监听。',
      },
      balancerNotKnown: {
        problem: ({ target, port }) => zh`无法检查镜像目的 ${target}：不知道它的地址类型、UDP ${port} 监听和后端服务器`,
        fix: provided(BALANCER),
      },
      listenersNotKnown: {
        problem: ({ target, why }) => zh`无法检查镜像目的 ${target} 的监听：${why}`,
        fix: (p, reader) => p.byApp ? decidedByApp('TM406', reader) : provide(BALANCER, reader, p),
      },
      listenerOnlyAtApply: {
        problem: ({ target, listener }) => zh`无法检查镜像目的 ${target}：${listener} 的 protocol 或 frontend_port ${AT_APPLY}`,
        fix: '请直接写出 protocol 和 frontend_port 的值。',
      },
      writtenOnlyAtApply: {
        problem: ({ target, why }) => zh`无法检查镜像目的 ${target}：${why}`,
        fix: '请直接写出该值，不用 count 和 for_each。',
      },
      listenerNotKnown: {
        problem: ({ target, why }) => zh`无法检查镜像目的 ${target} 的监听：${why}`,
        fix: provided(['loadBalancerUdpListeners', 'serverGroups']),
      },
      accessControl: {
        problem: ({ target, listener }) => zh`无法检查镜像目的 ${target}：不知道 ${listener} 的访问控制策略组是否放行镜像源`,
        fix: (_, reader) => zh`请写 acl_status = "off"，由分析端的安全组决定。${acknowledgeUndecided('TM406', '策略组已放行镜像源', reader)}`,
      },
    },
  },
  TM407: {
    title: '负载均衡镜像目的有后端服务器',
    reasons: {
      otherBalancer: {
        problem: ({ target, group, owner, packet }) => zh`镜像目的 ${target} 的监听使用服务器组 ${group}，而该服务器组属于负载均衡 ${owner}${dropped(packet)}`,
        fix: '请在监听的 server_group_id 中使用同一负载均衡的服务器组。',
      },
      otherVpc: {
        problem: ({ target, server, packet }) => zh`镜像目的 ${target} 的后端服务器 ${server} 与负载均衡不在同一 VPC${dropped(packet)}`,
        fix: '请使用负载均衡所在 VPC 中的分析端。',
      },
      noServer: {
        problem: (p) => zh`镜像目的 ${p.target} 没有后端服务器：${serversOf(p)} 为空${dropped(p.packet)}`,
        fix: ({ snippet }) => zh`请添加 ${snippet}。${SERVER_NOTES}`,
      },
      noWeight: {
        problem: (p) => zh`镜像目的 ${p.target} 没有可用的后端服务器：${serversOf(p)} 的所有服务器权重都是 0${dropped(p.packet)}`,
        fix: ({ snippet }) => zh`请设置大于 0 的权重，或添加 ${snippet}。${SERVER_NOTES}`,
      },
      withoutGroup: {
        problem: ({ target, listener }) =>
          zh`无法检查镜像目的 ${target} 的后端服务器：${listener} 没有服务器组，因此使用负载均衡的默认服务器`,
        fix: '请在监听中写 server_group_id，并把分析端写成该服务器组的服务器。',
      },
      serversNotKnown: {
        problem: ({ target, why }) => zh`无法检查镜像目的 ${target} 的后端服务器：${why}`,
        fix: (p, reader) => p.byApp ? decidedByApp('TM407', reader) : provide(SERVERS, reader, p),
      },
      primarySecondary: {
        problem: ({ target, group }) => zh`无法检查镜像目的 ${target} 的后端服务器：${group} 是主备服务器组，不读取其服务器`,
        fix: (_, reader) => zh`请在监听的 server_group_id 中引用虚拟服务器组。${acknowledgeUndecided('TM407', '其主服务器是分析端', reader)}`,
      },
      sameVpcNotKnown: {
        problem: ({ target, server, vpc, serverVpc }) =>
          zh`无法检查镜像目的 ${target} 的后端服务器 ${server}：不知道其 VPC ${serverVpc} 是否就是负载均衡的 VPC ${vpc}`,
        fix: '请用同一种方式引用该 VPC：用 ID，或引用资源。',
      },
      vpcNotKnown: {
        problem: ({ target, server }) => zh`无法检查镜像目的 ${target} 的后端服务器 ${server}：不知道它是否在负载均衡的 VPC 中`,
        fix: provided(['loadBalancers', 'networkInterfaces', 'vswitches']),
      },
      weightOnlyAtApply: {
        problem: ({ target, server }) => zh`无法检查镜像目的 ${target} 的后端服务器：不知道服务器 ${server} 的权重`,
        fix: '请把权重写成数字，或提供未经修改的服务器组响应。',
      },
      portNotKnown: {
        problem: ({ source, server }) => zh`无法检查服务器 ${server} 是否放行镜像源 ${source}：不知道该服务器的端口`,
        fix: '请把端口写成数字，或提供未经修改的服务器组响应。',
      },
    },
  },
  TM408: {
    title: '镜像报文在 VPC 之间路由可达',
    reasons: {
      blocksOverlap: {
        problem: (p) => noWay(p, zh`VPC ${p.from} 和 ${p.to} 都包含 ${p.cidr}，无法互连`),
        fix: '请使用镜像源所在 VPC 中的镜像目的，或为其中一个 VPC 换网段。',
      },
      notConnected: {
        problem: (p) => noWay(p, zh`VPC ${p.from} 和 ${p.to} 没有互连`),
        fix: '请用 alicloud_vpc_peer_connection 连接它们，并在两个 VPC 的路由表中各添加 alicloud_route_entry。也可以使用镜像源所在 VPC 中的镜像目的。',
      },
      noRoute: {
        problem: (p) => noWay(p, missingRoute(p)),
        fix: ({ snippet }) => zh`请添加 ${snippet}。也可以写整个 VPC 的网段。`,
      },
      addressNotKnown: {
        problem: (p) => undecidedWay(p, zh`${missingRoute(p)}，也不知道镜像源的主私网 IP`),
        fix: (_, reader) => reader === 'constructs'
          ? '请设置 MirrorSource 的 primaryIp，或为其 VPC 的整个网段添加路由。'
          : zh`请为其 VPC 的整个网段添加路由，或提供地址。${provide(['networkInterfaces'], reader)}`,
      },
      sourceVpcNotKnown: {
        problem: (p) => undecidedWay(p, '不知道镜像源的 VPC'),
        fix: (p, reader) => setVpc('MirrorSource', p.made === true, reader, p),
      },
      targetVpcNotKnown: {
        problem: (p) => undecidedWay(p, '不知道镜像目的的 VPC'),
        fix: (p, reader) => setVpc('MirrorTarget', false, reader, p),
      },
      sameVpcNotKnown: {
        problem: (p) => undecidedWay(p, zh`不知道 ${p.from} 和 ${p.to} 是否为同一 VPC`),
        fix: '请用同一种方式引用 VPC：用 ID，或引用资源。',
      },
      connectionNotKnown: {
        problem: (p) => undecidedWay(p, zh`应用中没有 VPC ${p.from} 和 ${p.to} 的连接`),
        fix: zh`请把对等连接及其路由加入应用。${ACKNOWLEDGE_ROUTE}。`,
      },
      ledElsewhere: {
        problem: (p) => noWay(p, zh`${p.route} 把 VPC ${p.vpc} 到 ${p.cidr} 的报文引向别处（最长前缀匹配的路由条目生效）`),
        fix: ({ route, peering }) => zh`请删除 ${route}，或让它指向 ${peering}。`,
      },
      routeOpen: {
        problem: (p) => undecidedWay(p, p.why),
        fix: zh`请把 route_table_id 写成 VPC 的 route_table_id，把 nexthop_type 写成 VpcPeer，把路由和 VPC 的网段直接写出。${ACKNOWLEDGE_ROUTE}。`,
      },
      routesToSome: {
        problem: (p) => undecidedWay(p, zh`${missingRoute(p)}，也不知道镜像目的的地址`),
        fix: (_, reader) => reader === 'constructs'
          ? '请为镜像目的所在 VPC 的整个网段添加路由，或设置 MirrorTarget 的 primaryIp。'
          : zh`请为镜像目的所在 VPC 的整个网段添加路由，或提供地址。${provide(['networkInterfaces', 'loadBalancers'], reader)}`,
      },
    },
  },
  TM409: {
    title: '分析端自身不被镜像',
    reasons: {
      instanceNotKnown: {
        problem: ({ path, instance, target }) => zh`无法检查 ${path} 的镜像源：镜像目的 ${target} 的分析端 ${instance} 以实例指定，而不知道部分镜像源所属的实例`,
        fix: (_, reader) =>
          (reader === 'constructs' ? '请使用 MirrorInventory 的镜像源，其中包含它们所属的实例。或者：' : '')
          + provide(['networkInterfaces'], reader),
      },
      perhapsAttached: {
        problem: ({ source, attachment, instance, target }) =>
          zh`无法检查镜像源 ${source}：${attachment} 是否把它绑定到镜像目的 ${target} 的分析端 ${instance}，应用时才知道`,
        fix: '请不用 count、for_each 和变量来写该绑定，或从会话中移除该镜像源。',
        effect: SOURCE_REMOVED,
      },
      loop: {
        problem: (p) => zh`${mirroredServer(p)}，其筛选条件又把它收到的 UDP ${p.port} 复制回该镜像目的，形成环路`,
        fix: notMirrored,
        effect: SOURCE_REMOVED,
      },
      copiedAgain: {
        problem: (p) => zh`${mirroredServer(p)}，其筛选条件又把它收到的 UDP ${p.port} 复制到${p.other === undefined ? '另一个镜像目的' : zh`镜像目的 ${p.other}`}`,
        fix: notMirrored,
        effect: SOURCE_REMOVED,
      },
      perhapsSource: {
        problem: ({ target, server, port }) => zh`无法检查镜像目的 ${target}：它的后端服务器 ${server} 可能是某个镜像源的另一种写法，该服务器在 UDP ${port} 收到的报文会被再次复制`,
        fix: ({ port }) => zh`${NAME_INTERFACES_ALIKE}也可以让筛选条件的第一条入方向规则不采集 UDP ${port}。`,
      },
      filterNotKnown: {
        problem: (p) => zh`${mirroredServer(p)}，不知道其筛选条件是否复制它收到的 UDP ${p.port}`,
        fix: notMirrored,
        effect: SOURCE_REMOVED,
      },
      reportCopied: {
        problem: ({ sources, instance, sensor, target }) =>
          zh`镜像源 ${few(sources)} 与镜像目的 ${target} 的分析端 ${sensor} 都是 ${instance} 的弹性网卡：分析端经镜像源发出的报文会被复制给它自己`,
        fix: '请让分析端经未被镜像的弹性网卡发送分析结果，或从会话移除该镜像源。',
        effect: SOURCE_REMOVED,
      },
    },
  },
  TM410: {
    title: '镜像目的的容量能承载其镜像源',
    reasons: {
      tooMuch: {
        problem: ({ target, capacity, sources, sum, silent, busiest }) =>
          zh`镜像目的 ${target} 最多会从 ${count(sources, '个镜像源')}收到 ${number(sum)} Mbit/s，而其容量是 ${number(capacity)} Mbit/s（流量最大的：${few(busiest)}）`
          + (silent > 0 ? zh`。另有 ${count(silent, '个镜像源')}没有设置 mirroredMbps` : ''),
        fix: '请把流量最大的镜像源移到另一个镜像目的、收窄筛选条件，或增加 CLB 后端的分析端。',
        effect: '更换会话的镜像目的是原地更新。如果把镜像源移到另一个会话，两个会话的其他镜像源会中断数秒。',
      },
      ratesNotKnown: {
        problem: ({ target, capacity, sum, silent }) =>
          zh`无法检查镜像目的 ${target} 的容量：${count(silent, '个镜像源')}没有设置 mirroredMbps，其余镜像源最多发送 ${number(sum)} Mbit/s，而容量是 ${number(capacity)} Mbit/s`,
        fix: '请设置 MirrorSource 的 mirroredMbps，例如取自弹性网卡的监控。也可以删除镜像目的的 capacityMbps。',
      },
    },
  },
  TM411: {
    title: '会话等待监听，监听等待其后端服务器',
    reasons: {
      session: {
        problem: ({ sessions, listener }) => zh`会话 ${few(sessions)} 不等待监听 ${listener}：Terraform 会并行创建它们，并在会话仍在运行时销毁后端服务器`,
        fix: ({ address }) => zh`请在会话中写 depends_on = ["${address}"]。`,
      },
      listener: {
        problem: ({ path, servers }) =>
          zh`${path} 不等待其服务器组的 ${count(servers.length, '台服务器')}（${few(servers)}）：Terraform 会并行创建它们，而 provider 不会重试创建监听的调用`,
        fix: ({ addresses }) => zh`请在监听中写 depends_on = [${addresses.map((address) => zh`"${address}"`).join(', ')}]。`,
      },
    },
  },
  TM412: {
    title: '监听有服务器组，没有后端端口',
    reasons: {
      neither: {
        problem: ({ path }) => zh`${path} 既没有 server_group_id 也没有 backend_port：plan 通过，apply 失败`,
        fix: '请写 server_group_id。',
      },
      both: {
        problem: ({ path, port }) => zh`${path} 同时有 backend_port ${port} 和服务器组：如果服务返回另一个端口（未经验证），每次 plan 都会替换监听`,
        fix: zh`请删除 backend_port，因为服务器组的每台服务器都有自己的端口。${CHECK_PLAN}`,
        effect: zh`已有的监听可能再被替换一次。${BALANCER_INTERRUPTED}`,
      },
    },
  },
  TM413: {
    title: '监听把同一条流的报文转发到同一台分析端',
    reasons: {
      notHashing: {
        problem: ({ path, scheduler, written }) =>
          zh`${path} ${written ? '的 scheduler 是' : '没有 scheduler，provider 会发送'} ${scheduler}：同一条流的报文会到达不同的分析端`,
        fix: ({ advised }) =>
          zh`请写 scheduler = "${advised}"，它把一个镜像源两个方向的报文都转发到同一台分析端。已有的监听请替换（terraform apply -replace），因为服务不支持把它改为哈希调度算法。`,
        effect: BALANCER_INTERRUPTED,
      },
      noSpec: {
        problem: ({ path, scheduler, chargeType }) => zh`${path} 的 scheduler 是 ${scheduler}，需要性能保障型负载均衡，但其负载均衡既没有 load_balancer_spec 也没有 `
          + zh`instance_charge_type = "${chargeType}"（此时服务创建的类型未经验证）`,
        fix: ({ chargeType }) => zh`请在负载均衡中写 load_balancer_spec（例如 slb.s2.small），或写 instance_charge_type = "${chargeType}"。`,
        effect: '负载均衡会原地更新。',
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：scheduler 的值 ${AT_APPLY}`,
        fix: ({ advised }) => zh`请写 scheduler = "${advised}"。`,
      },
    },
  },
  TM414: {
    title: '安全组规则没有重复',
    reasons: {
      same: {
        problem: ({ rules, group }) => zh`${few(rules)} 描述的是 ${group} 的同一条规则，ID 相同：删除其中一条后，端口会一直关闭到下次 apply`,
        fix: '请保留其中一条。删除其余的之前，请先对它们运行 `terraform state rm`，使 Terraform 不撤销该规则。',
      },
      perhapsSame: {
        problem: ({ rules, group }) => zh`无法检查 ${few(rules)} 是否为 ${group} 的同一条规则：它们是否同时存在，${AT_APPLY}`,
        fix: '请写一个资源，或把 count 写成数字。',
      },
      priorityOnly: {
        problem: ({ rules, group }) => zh`${group} 的 ${few(rules)} 只有优先级不同：服务可能忽略其中一条（未经验证），删除一条可能连带删除另一条`,
        fix: '请保留其中一条。请在一次 apply 中删除其余的，之后检查该安全组的规则。',
      },
    },
  },
  TM415: {
    title: '放行镜像报文的规则替换时没有空档',
    reasons: {
      gap: {
        problem: ({ path, cidr }) => zh`${cidr} 的规则 ${path} 没有 create_before_destroy：修改网段会先撤销规则，在新规则存在之前报文会被丢弃`,
        fix: '请写 lifecycle { create_before_destroy = true }。',
      },
    },
  },
  TM416: {
    title: '放行镜像报文的规则按服务保存的形式书写',
    reasons: {
      portRange: {
        problem: ({ protocol, written, why }) => zh`协议 ${protocol} 的 port_range ${JSON.stringify(written)}：${why}`,
        fix: ({ write }) => zh`请写 port_range = "${write}"。`,
      },
      noPortRange: {
        problem: ({ path }) => zh`${path} 没有 port_range：plan 通过，apply 失败`,
        fix: ({ port }) => zh`请写 port_range = "${port}/${port}"。`,
      },
      protocol: {
        problem: ({ path, written }) => zh`${path} 的 ip_protocol 是 ${written}，provider 只接受小写`,
        fix: ({ allowed }) => zh`请写 ip_protocol = "${allowed}"。`,
      },
      internet: {
        problem: ({ path }) => zh`${path} 的 nic_type 是 internet：在 VPC 中 apply 会失败，而被修改的规则此前已被撤销`,
        fix: ({ nicType }) => zh`请写 nic_type = "${nicType}"。`,
      },
      advancedGroup: {
        problem: ({ path, group, source }) => zh`${path} 引用安全组 ${source}，但 ${group} 是企业级安全组：plan 通过，apply 失败`,
        fix: '请为镜像源的网段写规则，或使用普通安全组。',
      },
      otherVpc: {
        problem: ({ path, group, source, vpc, sourceVpc }) =>
          zh`${path} 引用 VPC ${sourceVpc} 的安全组 ${source}，但 ${group} 在 VPC ${vpc} 中：plan 通过，apply 失败`,
        fix: '请为镜像源的网段写规则。',
      },
      noNicType: {
        problem: ({ path }) => zh`${path} 没有 nic_type：它的 ID 会包含 "<nil>"，provider 会查询该类型的规则（服务的返回未经验证）`,
        fix: ({ nicType }) => zh`请写 nic_type = "${nicType}" 和 lifecycle { create_before_destroy = true }。`,
        effect: '规则会被替换一次，没有空档。',
      },
      cidrAndList: {
        problem: ({ path }) => zh`${path} 同时有 cidr_ip 和 prefix_list_id：provider 会忽略前缀列表且没有任何提示`,
        fix: '请为网段和前缀列表各写一条规则。',
      },
      cidrForm: {
        problem: ({ path, cidr, why }) => zh`${path} 的 cidr_ip ${cidr} ${why}：如果服务返回另一种形式（未经验证），apply 会失败，状态中也没有该规则`,
        fix: ({ change }) => zh`cidr_ip ${change}。同时请写 lifecycle { create_before_destroy = true }。`,
      },
    },
  },
  TM417: {
    title: '网络 ACL 的规则和绑定不会丢失',
    reasons: {
      tooManyEntries: {
        problem: ({ path, direction, entries, limit }) =>
          zh`${path} 的 ${direction} 有 ${count(entries, '条')}，上限是 ${limit} 条：apply 会在创建网络 ACL 之后失败`,
        fix: '请合并相邻网段的规则。',
      },
      portRange: {
        problem: ({ path, direction, protocol, written, why }) =>
          zh`${path} 的 ${direction} 中，协议 ${protocol} 的 port 是 ${JSON.stringify(written)}：${why}`,
        fix: ({ write }) => zh`请写 port = "${write}"。`,
      },
      emptyList: {
        problem: ({ path, direction }) => zh`${path} 的 ${direction} 是空列表：provider 会忽略它，已有的规则保留不变`,
        fix: '请写一条放行或拒绝全部流量的规则。',
      },
      upperCase: {
        problem: ({ path, direction, protocol }) => zh`${path} 的 ${direction} 中协议是 ${protocol}：服务返回小写，每次 plan 都会显示变更`,
        fix: ({ protocol }) => zh`请写 protocol = "${protocol.toLowerCase()}"。`,
      },
      mirroredOnly: {
        problem: ({ path, port }) => zh`${path} 只放行 UDP ${port}：其绑定的交换机的所有其他入方向报文都会被丢弃，包括对交换机内发出的请求的响应`,
        fix: '请添加其他规则，首先是该网络 ACL 现有的规则，因为整个列表会被替换。',
      },
      inResources: {
        problem: ({ path }) => zh`${path} 在 resources 中列出交换机：从列表中移除某个交换机后，其绑定仍然保留`,
        fix: ({ limit }) => zh`请为每个交换机写一个 alicloud_vpc_network_acl_attachment，并删除 resources。一个交换机最多绑定 ${count(limit, '个网络 ACL')}。`,
      },
    },
  },
  TM418: {
    title: '服务器组的服务器全部内联，或全部用独立的绑定资源添加',
    reasons: {
      perhapsBoth: {
        problem: ({ path, attachments }) => zh`无法检查 ${path} 的服务器：它是否同时有内联的服务器和独立的绑定资源（${few(attachments)}），${AT_APPLY}`,
        fix: '请把 count 写成数字，或把所有服务器改为用独立的绑定资源添加。',
      },
      both: {
        problem: ({ path, attachments }) => zh`${path} 同时有内联的服务器和独立的绑定资源（${few(attachments)}）：每次 plan 都会移除独立绑定的服务器`,
        fix: '请为每台服务器写一个 alicloud_slb_server_group_server_attachment，并删除 servers。apply 之前，请对服务器组运行 `terraform state rm`，'
          + '再导入服务器组（<group>）及其内联的服务器（<group>:<server>:<port>）。',
        effect: '如果不运行 state rm 和导入，apply 会移除服务器组的全部服务器。',
      },
    },
  },
  TM419: {
    title: '对等连接不会被之后的 plan 替换',
    reasons: {
      perhapsCrossed: {
        problem: ({ path }) => zh`无法检查 ${path}：它没有 accepting_ali_uid，而不知道镜像报文是否经过它`,
        fix: (_, reader) => zh`请写 accepting_ali_uid，或设置镜像源和镜像目的的 VPC。${provide(['networkInterfaces', 'vswitches'], reader)}`,
      },
      noAccount: {
        problem: ({ path }) => zh`${path} 没有 accepting_ali_uid，provider 会发送 0：如果服务返回账号 ID（未经验证），每次 plan 都会替换对等连接，期间镜像报文会丢失`,
        fix: zh`请写 accepting_ali_uid，同一账号也要写，例如取自 data.alicloud_account。${CHECK_PLAN}`,
        effect: '已有的对等连接可能再被替换一次。在新的对等连接存在之前，VPC 之间的镜像报文会丢失。',
      },
    },
  },
  TM420: {
    title: '接收镜像报文的弹性网卡已绑定到正在运行的实例',
    reasons: {
      detached: {
        problem: (p) => notAdmitted(p, '弹性网卡没有绑定到实例'),
        fix: (_, reader) => '请用 alicloud_ecs_network_interface_attachment 绑定弹性网卡，并通过该绑定引用它。'
          + zh`如果它在本应用之外绑定，请${reader === 'terraform' ? '在策略文件中' : ''}确认并忽略：${acknowledgement('TM420', false, reader)}。`,
      },
      stopped: {
        problem: (p) => notAdmitted(p, zh`实例 ${p.instance} 已停止`),
        fix: '请启动实例。如果实例由应用创建，请写 status = "Running" 或删除 status。',
      },
      useNotKnown: {
        problem: ({ source, receiver, why }) => zh`无法检查 ${receiver} 能否收到镜像源 ${source} 的报文：${why}`,
        fix: (_, reader) => zh`请把绑定写成本应用的资源。${acknowledgeUndecided('TM420', '弹性网卡已绑定到正在运行的实例', reader)}`,
      },
    },
  },
  TM421: {
    title: '有会话的接收端放行这些会话的镜像报文',
    reasons: {
      nothingAllowed: {
        problem: ({ path, target }) => zh`${path} 在 ${target} 接收镜像报文，但没有放行任何镜像源，因此没有相应的安全组规则`,
        fix: '请调用接收端的 allowFromSession、allowFromFleet 或 allowFromSources。如果由其他代码放行，请确认并忽略 TM421。',
      },
    },
  },
};
