import { fixOf, problemOf } from './malformed';
import { count, few, rulesOf } from './phrases';
import { zh } from './spacing';
import type { WORDS as EN } from '../en/words';
import { FRAMEWORK } from '../../net/framework';

const NOTES: Record<string, string> = {
  'The region is closed.': '该地域已关闭。',
  'The region is closing down.': '该地域正在关闭。',
  'A partner operates the region.': '该地域由合作伙伴运营。',
  'A finance or government cloud: it has separate tables and admits by invitation.': '金融云或政务云：有单独的列表，需受邀使用。',
};

/** Kinds of risks of an order of writes. */
const RISKS: Record<string, string> = {
  priority: '优先级', source: '镜像源', target: '镜像目的的位置', filter: '筛选条件的位置', region: '会话的位置', role: '弹性网卡', vni: 'VNI', writes: '对筛选条件的写入',
};

const FIELDS: Record<string, string> = {
  priority: '优先级', VNI: 'VNI', target: '镜像目的', sources: '镜像源', enabled: 'enabled', packetLength: '报文长度',
};

/** The number of rules if each statement is translated by itself. */
function withoutSearch(rules: number, plain: number): string {
  return plain > rules ? zh`（逐条翻译则为 ${plain} 条）` : '';
}

/** Words inside sentences: reasons why a value is not known, and names of things. */
export const WORDS: typeof EN = {
  moduleHas: ({ module, thing }) => zh`模块 ${module} 的参数中有 ${thing}`,
  refersTo: ({ path, type, thing }) => zh`${path}（${type}）引用 ${thing}`,

  argumentIs: ({ argument, path, value }) => zh`${path} 的 ${argument} 是 ${value}`,
  argumentMissing: ({ argument, path }) => zh`${path} 没有写 ${argument}`,
  howMany: ({ path }) => zh`${path} 的数量`,
  importedStatus: ({ path }) => zh`${path} 是导入的，不知道其状态`,
  whichCopy: ({ path }) => zh`是 ${path} 的哪个副本，要到 apply 时才能确定`,
  refusedAtApply: ({ path }) => zh`${path} 按目前的写法会在 apply 时被拒绝（TM416）`,
  entryRange: ({ entry }) => zh`文档不允许 ${entry} 的端口范围（TM417）`,

  perhapsElsewhere: ({ path, provider }) => zh`不知道 ${path}（provider ${provider}）是否在会话的账号和地域`,
  attachesPerhaps: ({ path }) => zh`${path} 是否绑定它，要到 apply 时才能确定`,
  attachedAcross: ({ path, instance, vpc, instanceVpc }) =>
    zh`不知道服务是否接受 ${path}：弹性网卡在 VPC ${vpc} 中，而 ${instance} 在 VPC ${instanceVpc} 中`,
  attachesWhich: ({ path }) => zh`${path} 绑定哪块弹性网卡，要到 apply 时才能确定`,
  mayAttach: ({ who }) => zh`${who}，可能会绑定它`,

  listener: ({ protocol, port, balancer }) => zh`${balancer} 的 ${protocol} ${port} 监听`,
  listenerStateNotKnown: ({ listener }) => zh`${listener}存在，但不知道其状态和服务器`,
  listenerPerhaps: ({ path, balancer }) => zh`不知道 ${path}（load_balancer_id ${balancer}）是否为它的监听`,
  listenerPerhapsThere: ({ path }) => zh`${path} 是否存在，要到 apply 时才能确定`,
  listenerTwice: ({ path, port }) => zh`${path} 是第二个 UDP ${port} 监听，服务只接受一个`,
  listenersNotKnown: ({ balancer }) => zh`不知道负载均衡 ${balancer} 的监听`,
  listenersByOther: ({ who }) => zh`${who}，不知道它是否写监听`,
  internalNotKnown: ({ balancer }) => zh`不知道负载均衡 ${balancer} 是否为私网类型`,
  serverPerhaps: ({ path, owner, group }) => zh`不知道 ${path}（server_group_id ${owner}）是否向 ${group} 添加服务器`,
  serverCount: ({ path }) => zh`${path} 向服务器组添加多少台服务器，要到 apply 时才能确定`,
  groupOfPerhaps: ({ group, owner }) => zh`不知道 ${group}（load_balancer_id ${owner}）是否为它的服务器组`,
  serversByOther: ({ who }) => zh`${who}，不知道它是否向其中添加服务器`,
  serverIdsNotKnown: ({ path }) => zh`${path} 的 server_ids，要到 apply 时才能确定`,
  serversAtApply: ({ path }) => zh`${path} 的服务器，要到 apply 时才能确定`,
  accessNotKnown: ({ listener }) => zh`${listener} 的响应中没有 AclStatus`,
  importedServers: ({ path }) => zh`${path} 是导入的，不知道其中已有的服务器`,
  groupServersNotKnown: ({ group }) => zh`不知道服务器组 ${group} 的服务器`,

  aclPerhaps: ({ path, vswitch }) => zh`不知道 ${path} 是否为 ${vswitch} 绑定网络 ACL`,
  aclOfOther: ({ acl, vpc, aclVpc }) => zh`不知道 ${acl}（vpc_id ${aclVpc}）是否为 VPC ${vpc} 的网络 ACL`,
  aclByOther: ({ who }) => zh`${who}，不知道它是否绑定网络 ACL`,
  aclNotKnown: ({ vswitch }) => zh`不知道交换机 ${vswitch} 是否绑定了网络 ACL`,
  importedAcl: ({ path }) => zh`${path} 是导入的，不知道它是否绑定了网络 ACL`,
  entriesByOther: ({ who }) => zh`${who}，不知道它是否写规则`,
  entriesElsewhere: ({ path }) => zh`规则由 ${path} 写入，该资源已废弃，本库不读取`,
  entriesAtApply: ({ path }) => zh`${path} 的入方向规则，要到 apply 时才能确定`,
  entriesStay: ({ path }) => zh`${path} 没有写入方向规则，云上已有的规则保留不变，而这些规则未知`,
  entriesNotKnown: ({ acl }) => zh`不知道网络 ACL ${acl} 的规则`,
  entry: ({ number, path }) => zh`${path} 的第 ${number} 条入方向规则`,
  entryIncomplete: ({ entry }) => zh`${entry}没有写全 policy、protocol、port 和 source_cidr_ip`,

  of: ({ name, owner }) =>
    zh`${owner} 的 ${name
      .replace(/^inbound rule (\d+)/, '入方向规则 $1')
      .replace(/^inbound entry (\d+)/, '入方向规则 $1')
      .replace(/, whose ports are in list (.+),$/, '（端口在列表 $1 中）')}`,
  priorityOf: ({ rule }) => zh`${rule} 的优先级`,
  groupPerhaps: ({ path, group, other }) => zh`${path} 的 security_group_id（${other}）是否为 ${group}`,
  groupRulesNotKnown: ({ group }) => zh`不知道安全组 ${group} 的规则`,
  groupVpcNotKnown: ({ group, vpc, groupVpc }) => zh`不知道安全组 ${group}（vpc_id ${groupVpc}）是否在 VPC ${vpc} 中`,
  groupRulesByOther: ({ who }) => zh`${who}，不知道它是否写规则`,
  importedRules: ({ path }) => zh`${path} 是导入的，不知道其中已有的规则`,
  rangeOnlyEvery: ({ protocol, every }) => zh`协议 ${protocol} 只能写 ${every}，服务会拒绝其他值`,
  rangeNotSent: () => 'provider 不发送它，apply 会失败',
  rangeForm: () => '端口范围是用斜线分隔的两个端口',
  rangeOutside: ({ first, last }) => zh`端口的范围是 ${first} 到 ${last}`,
  rangeOrder: () => '起始端口大于结束端口',

  targetNotKnown: () => '镜像目的要到 apply 时才能确定',
  targetKindNotKnown: () => '不知道镜像目的的类型',
  boundPerhaps: ({ path }) => zh`${path} 绑定到哪个资源，要到 apply 时才能确定`,
  itsGroupsNotKnown: () => '不知道其安全组',
  publicAddressNotKnown: () => '不知道它是否有公网地址',
  admitsNotKnown: ({ rule, group }) => zh`不知道 ${group} 的 ${rule} 放行哪些地址`,

  tableNotKnown: ({ path }) => zh`不知道 ${path} 的路由表`,
  blocksNotKnown: ({ vpc }) => zh`不知道 VPC ${vpc} 的网段，可能与另一个 VPC 的网段重叠`,
  tableOfOther: ({ path, table, vpc }) => zh`不知道服务是否接受 ${path}：${table} 不是 VPC ${vpc} 的交换机路由表`,
  tableOfVswitch: ({ vswitch }) => zh`不知道交换机 ${vswitch} 的路由表`,
  routesByOther: ({ who }) => zh`${who}，不知道它是否修改路由`,
  destinationNotKnown: ({ path }) => zh`不知道 ${path} 的目标网段`,
  leadsPerhaps: ({ path, from, to }) => zh`不知道 ${path} 是否从 ${from} 通往 ${to}`,
  tablesDiffer: ({ vpc }) => zh`${vpc} 可能使用的各路由表对这些地址的路由不同`,
  routesNotWritten: ({ of }) => zh`${of} 不是由应用创建的，不知道其中的路由`,

  rule: ({ direction, priority }) => zh`${rulesOf(direction)} ${priority}`,
  ruleAt: ({ rule, path }) => zh`${rule}（${path}）`,
  filter: ({ id }) => zh`筛选条件 ${id}`,
  otherPacket: ({ from, to }) => zh`TCP、UDP、ICMP 以外的协议 ${from} -> ${to}`,
  provedShortest: ({ rules, plain }) => zh`意图编译为 ${rules} 条规则，已证明最少${withoutSearch(rules, plain)}`,
  shortestFound: ({ rules, least, plain }) => zh`意图编译为 ${rules} 条规则，为找到的最少数量，至少需要 ${least} 条${withoutSearch(rules, plain)}`,
  copiesMore: ({ excess, share }) =>
    zh`意图比筛选条件的上限多 ${excess} 条规则，因此规则多复制${share < 0.01 ? '不到 1%' : zh` ${Math.round(100 * share).toLocaleString('en')}% `}的报文：`,
  copiesEverything: ({ direction }) => zh`复制全部${direction === 'inbound' ? '入方向' : '出方向'}报文`,
  redundantRule: ({ rule }) => zh`${rule} 可以省略：其他规则复制的报文相同`,
  mergeableRules: ({ rule, other }) => zh`${rule} 和 ${other} 可以合并为一条规则`,
  serviceNeverCopies: () => '服务从不复制',
  noRuleMatches: () => '没有规则匹配',
  ruleCopies: ({ rule }) => zh`${rule} 复制`,
  ruleDrops: ({ rule }) => zh`${rule} 不采集`,
  malformed: ({ problem }) => problemOf(problem),
  remedy: ({ fix }) => fixOf(fix),

  region: (names) => names.zh,
  regionNote: ({ note }) => NOTES[note] ?? note,
  regionFrom: ({ what }) => what === 'environment' ? '由环境变量决定的地域' : zh`由 ${what} 决定的地域`,
  folderOverwritten: ({ stack }) => zh`其文件夹被栈 ${stack} 覆盖`,

  frozenOption: () => '选项 frozen',
  unfreezeBuildServer: () => `请在流水线之外（没有设置 CI 变量）运行 ${FRAMEWORK.module} synth，或设置 TRAFFIC_MIRROR_LEDGER=write`,
  unfreezeVariable: ({ variable }) => zh`请在流水线之外运行 ${FRAMEWORK.module} synth，不设置 ${variable}`,
  unfreezeOption: () => `请在流水线之外运行 ${FRAMEWORK.module} synth，不使用选项 frozen`,
  theLedger: ({ ledger }) => zh`账本 ${ledger}`,
  nothingDeployed: () => '尚无部署的状态',
  deployedBy: ({ files }) => zh`${few(files)} 中已部署的内容`,
  notCompared: ({ states }) => '未比较：账本之外的筛选条件规则、名称、描述、标签、资源组和被覆盖的参数'
    + (states ? '。Terraform 状态中没有会话所属的栈和筛选条件的名称，因此以账本为准' : ''),
  untilNow: ({ what, role }) => zh`${what}（目前是${role === 'source' ? '镜像源' : '镜像目的'}）`,
  untilNowIn: ({ what, session, fleet }) =>
    session === fleet || fleet === '' ? zh`${what}（目前在 ${session} 中）` : zh`${what}（目前在 ${fleet} 的 ${session} 中）`,
  nowKey: ({ id, key }) => zh`${id}（现在的键是 ${key}）`,
  insteadOf: ({ field, found, recorded }) => zh`${FIELDS[field] ?? field}是 ${found}，而不是 ${recorded}`,
  some: ({ items, amount }) => zh`${items.join('、')}${amount > items.length ? zh` 等 ${amount} 个` : ''}`,
  few: ({ items }) => few(items),
  risk: ({ kind, what, frees, takes }) =>
    zh`${RISKS[kind]} ${what}${frees === undefined || takes === undefined ? '' : zh`（由 ${frees} 释放，${takes} 占用）`}`,
  sourceOutside: ({ what, session }) => zh`${what}（此处的镜像目的，会话 ${session} 的镜像源）`,
  targetOutside: ({ what, session }) => zh`${what}（此处的镜像源，会话 ${session} 的镜像目的）`,
  orderStep: ({ kind, what, session }) => zh`${RISKS[kind]} ${what}${session === undefined ? '' : zh`（${session}）`}`,
  twoApplies: ({ frees, takes }) => zh`先释放 ${few(frees)}，再占用 ${few(takes)}`,
  toAvoid: ({ steps }) => zh`分两次 apply 即可避免：${steps}`,

  stacks: ({ amount }) => count(amount, `个 ${FRAMEWORK.module} 生成的栈`),
  stacksOfApp: ({ amount }) => zh`本应用的 ${count(amount, '个栈')}`,
  folders: ({ amount }) => count(amount, '个 Terraform JSON 文件夹'),
  files: ({ amount }) => count(amount, '个 Terraform JSON 文件'),
  configurations: ({ amount }) => count(amount, '个 tofu show -config 文件'),
  plans: ({ amount, version }) => zh`${count(amount, '个计划')}${version === '' ? '' : zh`（${version}）`}`,
  states: ({ amount, version }) => zh`${count(amount, '个状态')}${version === '' ? '' : zh`（${version}）`}`,
  planIncomplete: () => '计划不完整：使用了 -target 或 -exclude，或 Terraform 推迟了部分变更',
  sourcesAfterApply: ({ address }) => zh`${address}：其镜像源在 apply 之后才能确定，因此无法判定是否有镜像源离开`,
  rulesAfterApply: ({ address }) => zh`${address}：新规则 apply 时才能确定，因此未比较对所复制报文的影响`,
  ruleAfterApply: ({ address }) => zh`${address}：其筛选条件或优先级在 apply 之后才能确定，因此无法判定该优先级是否仍被其他规则占用`,
  portsStay: ({ address, ports }) =>
    zh`${address}：它原地变为 ICMP，而 provider 保留其端口（${ports.join('、')}），因此无法判定它是否匹配 ICMP 报文。请运行 terraform apply -replace='${address}'`,
  ruleMayGoLast: ({ address, priority, holder }) =>
    zh`${address}：优先级 ${priority} 会及时释放，除非 ${holder} 或依赖它的资源使用 create_before_destroy`,
  rulesElsewhere: ({ filter }) => zh`${filter}：计划删除其中可见的全部规则，无法判定该筛选条件是否还有其他规则`,
  switchAfterApply: ({ address }) => zh`${address}：是否开启在 apply 之后才能确定`,
  planErrored: () => '计划以错误结束',
  planDefers: () => '计划推迟了部分变更',
  planOnlyRefreshes: () => '计划没有变更：检查的是记录的状态',
  objectsImported: ({ amount }) => zh`导入 ${count(amount, '个对象')}`,
  checkAtApply: ({ address }) => zh`${address} 的结果要到 apply 时才能确定`,
  checkFails: ({ address, problems }) => zh`${address} 未通过${problems === undefined ? '' : zh`：${problems}`}`,
  deposedStays: ({ address }) => zh`${address}：之前的 apply 替换的旧对象仍然存在，本次 apply 会删除它`,
  othersNotCounted: () => '其他状态中的会话未计入',
  lifecycleNotKnown: () => '未检查 TM415、TM603 和 TM605：lifecycle 未知',
  planDestroysAll: ({ sources }) => zh`计划会销毁全部资源：${count(sources, '个镜像源')}将不再镜像`,
};
