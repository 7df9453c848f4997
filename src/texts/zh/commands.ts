import { count, few, rulesOf } from './phrases';
import { zh } from './spacing';
import { inApi } from '../../net/api-names';
import type { COMMANDS as EN } from '../en/commands';

const RISKS: Record<string, string> = {
  priority: '优先级', source: '镜像源', target: '镜像目的的位置', filter: '筛选条件的位置', region: '会话的位置', role: '镜像源与镜像目的', vni: 'VNI',
  writes: '对筛选条件的写入', rules: '筛选条件的规则位置',
};

const FREE_FIRST = '请先 apply 释放它的变更，再 apply 占用它的变更';
const ROOM_FIRST = '请在一次 apply 中销毁旧会话，在下一次 apply 中创建新会话，或提高配额';

const REMOVED: Record<string, string> = {
  delete_because_no_resource_config: '其资源不在配置中',
  delete_because_no_module: '其模块不在配置中',
  delete_because_wrong_repetition: '增加或移除了 count 或 for_each',
  delete_because_count_index: '其索引不小于 count',
  delete_because_each_key: '其键不在 for_each 中',
  delete_because_no_move_target: '其 moved 块的目标不在配置中',
  delete_because_enabled_false: '其 enabled 参数为 false',
};

const REPLACED: Record<string, (names: string) => string> = {
  replace_because_cannot_update: (names) => names === '' ? 'provider 无法原地修改它' : zh`${names} 无法原地修改`,
  replace_because_tainted: () => '它带有 tainted 标记',
  replace_by_request: () => '-replace 指定了它',
  replace_by_triggers: () => 'replace_triggered_by 引用的资源改变',
};

const directionOf = (direction: string): string => direction === 'inbound' ? '入方向' : '出方向';

/** Texts of the commands that answer questions about packets, filters, plans and stacks. */
export const COMMANDS: typeof EN = {
  note: (filter, code, text) => zh`${filter}：${code}  ${text}`,
  appNote: (code, text) => zh`${code}  ${text}`,
  copiedAtBothEnds: (pairs) => zh`在两端都被复制：${pairs.toLocaleString('en')} 对被镜像的发送端与接收端之间的流量`,
  copyOnce: (from, to, lost) =>
    zh`如果只需复制一次，请不采集从 ${few(from)} 到 ${few(to)} 的入方向报文（${inApi('MirrorStatement.drop')}，direction 为 INBOUND）。`
    + (lost === undefined ? '不会丢失报文，因为发送端会复制。' : zh`以下报文将不再被复制：${lost.join('；')}`),
  severalSessions: (sources) => zh`${few(sources)} 属于多个会话，由第一个有匹配规则的会话处理报文`,
  sessionWins: (session, direction, packets, packet, undecided) =>
    zh`${session} ${undecided ? '可能复制' : '复制'}${directionOf(direction)}：${packets.join('；')}（${packet}）`,
  sessionLoses: (session, direction, packets, by, packet) =>
    zh`${session} 不复制${directionOf(direction)}，因为 ${few(by)} 先处理：${packets.join('；')}（${packet}）`,
  notLookedAtForBothEnds: (interfaces) => zh`未检查是否重复复制：${count(interfaces, '块弹性网卡')}的主私网 IP 未知`,
  noNotes: '筛选条件没有需要提示的内容；查询某个报文请使用 --from、--to、--protocol 和 --port',

  direction: directionOf,
  verdict: { mirrored: '镜像', notMirrored: '不镜像', undecided: '无法判定' },
  arrives: { yes: '镜像报文能够到达', no: '镜像报文不能到达', perhaps: '镜像报文不一定能够到达' },
  truncated: { yes: '长报文会被截断', no: '镜像报文不会被截断', perhaps: '长报文可能被截断' },
  interfaceOfAddress: (id, address) => zh`${id} 是 ${address} 所在的弹性网卡，该地址是其主私网 IP`,
  noInterface: (source, destination) => zh`没有镜像源的主私网 IP 是 ${source} 或 ${destination}；如果是辅助私网 IP，请指定弹性网卡`,
  noSession: (id) => zh`${id} 不是任何会话的镜像源`,
  neverMirrored: 'DHCP 报文从不镜像',
  copiedTimes: (times, at) => zh`该报文被复制 ${times} 次：在 ${at.join('、')}`,
  at: (id, direction) => zh`${id}（${directionOf(direction)}）`,
  sessionOff: (session) => zh`会话 ${session} 已关闭`,
  priorityNotKnown: '该弹性网卡有一个会话的优先级未知，因此不知道先尝试哪个会话',
  prioritiesEqual: '该弹性网卡有两个会话的优先级相同，因此不知道先尝试哪个会话',
  noSessionAccepts: (direction) => zh`该弹性网卡的任何会话都没有采集该报文的${rulesOf(direction)}`,
  sourceNotKnown: (session) => zh`该弹性网卡是否为会话 ${session} 的镜像源，apply 时才能确定`,
  addressNotKnown: (interfaces) => zh`${few(interfaces)} 可能使用其中一个地址并会复制该报文：主私网 IP 未知`,
  sourcesNotKnown: (sessions) => zh`${few(sessions)} 可能有使用其中一个地址的镜像源并会复制该报文：镜像源 apply 时才能确定`,
  targetNotKnown: '镜像目的 apply 时才能确定',
  regionNotKnown: '无法检查是否截断：地域未知',
  cutAsSet: (session, kept) => zh`会话 ${session} 按其 packet_length 只保留每个报文的 ${kept} 字节`,
  switchNotKnown: (session) => zh`不知道会话 ${session} 是否开启`,
  rulesNotKnown: (direction, session) => zh`会话 ${session} 的筛选条件的${rulesOf(direction)}不全部已知`,
  ruleNotKnown: (rule) => zh`不知道 ${rule} 是否匹配`,
  mayDrop: (rule) => zh`${rule} 可能不采集该报文，其后没有规则采集它`,
  dropsIfOn: (rule, session) => zh`如果会话 ${session} 开启，${rule} 不采集该报文`,
  drops: (rule) => zh`${rule} 不采集该报文`,
  copiesIt: (rule) => zh`${rule} 复制该报文`,
  noRuleOfFilter: (direction) => zh`筛选条件没有匹配的${rulesOf(direction)}`,
  noRule: (direction, session) => zh`会话 ${session} 的筛选条件没有匹配的${rulesOf(direction)}`,
  copied: (session, rule, target, vni) =>
    zh`会话 ${session}，${rule}，发往 ${target ?? 'apply 时才能确定的镜像目的'}，${vni === undefined ? 'VNI 在 apply 时才能确定' : zh`VNI ${vni}`}`,
  notTried: (sessions) => zh`优先级数值更大的 ${sessions.join('、')} 不复制该报文`,
  remark: (id, problem) => zh`${id}：${problem}`,

  notFound: (copied, interfaces) => zh`在 ${count(interfaces, '块被镜像的弹性网卡')}上，该流量没有${copied ? '被复制的' : '经过却未被复制的'}报文`,
  searchUndecided: '无法判定：有一个起决定作用的值 apply 时才能确定',
  anyAddress: (interfaces) => zh`${count(interfaces, '块弹性网卡')}的主私网 IP 未知，可能是任何地址；请用 --interface 指定`,

  noRuleChanges: '没有筛选条件的规则发生变更',
  filterLine: (filter, direction, text) => zh`${filter} ${directionOf(direction)}：${text}`,
  rulesChanged: (rules) => zh`${count(rules, '条规则')}变更`,
  ruleUndecided: '无法判定：有一条规则的值 apply 时才能确定',
  lost: '不再被任何弹性网卡镜像：',
  nothingLost: '没有丢失报文：弹性网卡原来复制的报文仍在原处或另一端复制',
  lostUndecided: '无法判定：是否丢失报文取决于 apply 时才能确定的值',
  notCompared: (interfaces) => zh`未比较：${count(interfaces, '块弹性网卡')}的主私网 IP 未知`,

  stackNew: (name) => zh`${name}（新增）`,
  stackDepends: (name) => zh`${name}（依赖其中之一）`,
  stackRemoved: (name) => zh`${name}（已移除：请用仍包含它的代码销毁）`,

  sessionsBefore: (sessions, kinds) => zh`apply 之前有 ${count(sessions, '个会话')}，读取自 ${kinds.join('、')}`,
  undecidedLine: (text) => zh`无法判定：${text}`,
  incompleteLine: (text) => zh`不完整：${text}`,
  sendersNotShown: (address) => zh`${address}：计划没有显示哪些会话向它发送报文`,
  noteLine: (text) => zh`说明：${text}`,
  avoidLine: (step) => `  避免方法：${step}`,
  copies: (sources, how, why) => {
    const who = sources ? zh`${count(sources.length, '个镜像源')}（${few(sources)}）的镜像报文` : '向它发送的会话的镜像报文';
    return zh`${who}${{ lasts: '不再到达', byOrder: '可能暂时不能到达（时长未测量），取决于写入的顺序', meanwhile: '暂时不能到达（时长未测量）' }[how]}：${why}`;
  },
  replaced: (addresses, why, forgotten) =>
    zh`替换：${few(addresses)}${why === undefined ? '' : zh`：${why}`}${forgotten ? '。旧对象继续存在，但不再由 Terraform 管理' : ''}`,
  replacedBecause: (reason, names) => REPLACED[reason]?.(few(names)),
  removedBecause: (reason) => REMOVED[reason],
  tainted: (address) => zh`${address} 带有 tainted 标记，apply 会成功并删除它`,
  untaint: (address) => zh`请先运行 terraform untaint '${address}'`,
  copyLoss: {
    rule: (address, port, what) => zh`${address} 对 ${what} 关闭 UDP ${port}`,
    listener: (address) => zh`监听 ${address} 会被替换或删除`,
    servers: (address) => zh`${address} 所在服务器组的全部服务器在新服务器可用之前被移除`,
    receiver: (address) => zh`${address} 会被替换或删除`,
  },
  copyAvoid: {
    rule: '请在之前的 apply 中创建新规则，或使用 create_before_destroy',
    listener: '请先增加另一个负载均衡并把会话移过去',
    servers: '请在之前的 apply 中添加新服务器',
    receiver: '请先增加另一个镜像目的并把会话移过去',
  },
  lostSources: (sources, why, reason) =>
    zh`不再镜像：${count(sources.length, '个镜像源')}（${few(sources)}），因为${why}${reason === undefined ? '' : zh`：${reason}`}`,
  interruptedSources: (sources, seconds, mayLast, why) =>
    zh`中断：${count(sources.length, '个镜像源')}（${few(sources)}）中断${mayLast ? '至少' : '约'} ${seconds} 秒，因为${why}`,
  totals: (created, changed, removed, calls, minutes, { secondsPerCall, parallelism }) => zh`创建 ${count(created, '个会话')}，修改 ${changed} 个，`
    + zh`销毁 ${removed} 个；${count(calls, '次写调用')}，约 ${minutes} 分钟（假定每次调用 ${secondsPerCall} 秒，同时 ${parallelism} 次）`,
  lossCause: { removed: '其会话被销毁', left: '它离开一个保留的会话', switchedOff: '其会话被关闭', noRules: '其筛选条件不再接受任何报文' },
  lossAvoid: {
    removed: '请保留会话。如果会话不再由此配置管理但应保留，请使用 destroy = false 的 removed 块',
    left: '请把镜像源保留在会话的列表中',
    switchedOff: '请保留 enabled = true',
    noRules: '请在之前的 apply 中给会话设置有规则的筛选条件，或在筛选条件中保留一条接受报文的规则',
  },
  interruptionAvoid: {
    list: '请为每个镜像源使用一个会话，这是 MirroredFleet 的默认方式',
    replaced: '请保留无法原地修改的参数，或在可以接受中断时 apply',
    moved: '请让镜像源留在其会话中，例如使用账本',
    rules: '请在一次 apply 中添加新规则，在下一次 apply 中移除旧规则',
  },
  interruptionCause: { list: '其会话的镜像源列表改变', replaced: '其会话被替换', moved: '它从一个会话移到另一个会话', rules: '其筛选条件的全部规则被更换' },
  riskAvoid: {
    priority: FREE_FIRST, source: FREE_FIRST, role: FREE_FIRST,
    target: ROOM_FIRST, filter: ROOM_FIRST, region: ROOM_FIRST,
    vni: '请使用该镜像目的上没有会话使用的 VNI，或在 apply 期间忽略带有此 VNI 的镜像报文',
    writes: '请用 depends_on 串联规则，或使用 -parallelism=1 执行 apply',
    rules: '请在一次 apply 中删除旧规则，在下一次 apply 中创建新规则，或提高配额',
    rule: '请在一次 apply 中释放该优先级，在下一次 apply 中占用它，且不使用 create_before_destroy。Terraform 名称中包含优先级的规则不会互换优先级',
  },
  filterWrites: (filter, writers) => zh`同时写入筛选条件 ${filter}：${few(writers)}。服务会拒绝其中一部分，provider 会重试`,
  orderRisk: (kind, what, frees, takes) => {
    const why = frees !== undefined && takes !== undefined
      ? zh`由会话 ${frees} 占用，会话 ${takes} 将占用`
      : zh`新旧${kind === 'rules' ? '规则' : '会话'}同时存在时，需要的位置超过上限`;
    return zh`取决于写入的顺序：${RISKS[kind]} ${what}：${why}`;
  },
  ruleRisk: (priority, direction, filter, frees, takes) => zh`取决于写入的顺序：筛选条件 ${filter} 的${directionOf(direction)}优先级 ${priority}：`
    + (frees === takes ? zh`规则 ${takes} 的新规则在旧规则删除之前创建` : zh`由规则 ${frees} 占用，规则 ${takes} 将占用`),
  ruleRefused: (rule, priority, direction, filter, holder) =>
    zh`会被拒绝：规则 ${rule} 使用筛选条件 ${filter} 的${directionOf(direction)}优先级 ${priority}，`
    + (holder === undefined ? '但该筛选条件的另一条规则占用它，且计划中没有管理该规则的资源' : zh`但 ${holder} 继续占用它`),
  refusedAvoid: {
    managed: '请设置该筛选条件的其他规则未使用的优先级',
    unmanaged: '请用 import 块导入该规则，或先删除它。如果计划使用 -refresh=false 生成，请刷新后重新生成计划',
  },
  overRefused: (rules) => zh`服务会拒绝本次 apply 中的 ${count(rules, '条规则')}`,
  mayFailByOrder: '一次 apply 可能因写入的顺序而失败：请先部署释放的提交，再部署占用的提交',
  overInterrupted: (sources, option, limit) => zh`${count(sources, '个镜像源')}会中断，而 --${option} 允许 ${limit}`,
  overLost: (sources, option, limit) => zh`${count(sources, '个镜像源')}将不再镜像，而 --${option} 允许 ${limit}`,
};
