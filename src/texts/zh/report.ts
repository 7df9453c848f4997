import { comparedWithOf } from './net';
import { count, few, number } from './phrases';
import { zh } from './spacing';
import type { REPORT as EN } from '../en/report';
import { FRAMEWORK } from '../../net/framework';

/** The words of reports around findings. */
export const REPORT: typeof EN = {
  title: (stacks) => zh`流量镜像：${stacks}`,
  read: (sessions, filters, stacks, kinds) =>
    zh`${count(stacks, '个栈')}中有 ${count(sessions, '个会话')}、${count(filters, '个筛选条件')}，读取自 ${kinds.join('、')}`,
  readAnd: (parts) => parts.join('；'),
  ofOthers: (sessions) => zh`账号中另有他人的 ${count(sessions, '个会话')}`,
  incompleteBecause: (reason) => zh`不完整：${reason}，因此无法判定数量和配额`,
  tool: (version, edition, policy) =>
    zh`${FRAMEWORK.packageName} ${version}，${edition} 版${policy === undefined ? '' : zh`，策略 ${policy}`}。`,
  more: (amount) => zh`另有 ${number(amount)} 个`,
  moreInSummary: (amount) => zh`另有 ${number(amount)} 个，见摘要`,
  moreKinds: (amount) => zh`另有 ${number(amount)} 类结果`,
  moreTargets: (amount) => zh`另有 ${number(amount)} 个镜像目的`,
  left: (amount) => zh`另有 ${number(amount)} 个结果不在本报告中`,
  leftInJson: (amount) => zh`另有 ${number(amount)} 个结果不在本报告中，JSON 报告包含全部结果。`,
  leftOut: (acknowledged, baselined) => {
    const parts = [
      ...acknowledged > 0 ? [zh`${number(acknowledged)} 个已确认的结果`] : [],
      ...baselined > 0 ? [zh`基线中的 ${number(baselined)} 个结果`] : [],
    ];
    return zh`${parts.join('和')}未在此列出`;
  },
  names: (all) => few(all),
  labelled: (label, text) => zh`${label}：${text}`,

  heading: (errors, ok) => zh`流量镜像：${ok ? '通过' : zh`${number(errors)} 个错误`}`,
  counts: (c) =>
    zh`**${number(c.errors)} 个错误**，${number(c.warnings)} 个警告，${number(c.undecided)} 项无法判定${c.acknowledged > 0 ? zh`，${number(c.acknowledged)} 项已确认` : ''}`
    + zh`${c.baselined > 0 ? zh`，${number(c.baselined)} 项在基线中` : ''}（${c.edition} 版）`,
  table: ['级别', '检查', '问题', '位置'],
  severity: { error: '错误', warning: '警告', undecided: '无法判定' },
  stop: '：',
  acknowledged: '已确认',
  summary: (id, problem) => zh`${id}：${problem}`,
  acknowledgedLine: (id, problem, places, reason) => zh`- ${id} ${problem}（${places}）：${reason}`,

  allPassed: '全部通过',
  inBaseline: '在基线中',
  underEdition: (edition) => zh`按 ${edition} 版：`,
  places: (id, amount, places, reasons) =>
    zh`${amount > 1 ? zh`${id} 共 ${number(amount)} 处：${few(places)}。` : ''}${reasons > 1 ? zh`共 ${reasons} 种原因。` : ''}`,
  alsoHere: (others) => {
    const parts = [
      ...others.undecided > 0 ? [zh`${number(others.undecided)} 项无法判定`] : [],
      ...others.acknowledged > 0 ? [zh`${number(others.acknowledged)} 项已确认`] : [],
      ...others.baselined > 0 ? [zh`${number(others.baselined)} 项在基线中`] : [],
    ];
    return parts.length === 0 ? '' : zh`另有 ${parts.join('，')}。`;
  },

  language: 'zh-CN',
  skip: '跳到检查结果',
  sections: '章节',
  findings: '检查结果',
  who: '镜像关系',
  whoLong: '镜像关系：镜像源、筛选条件与镜像目的',
  quotas: '配额',
  quotasLong: '配额（最紧张的在前）',
  cost: '费用',
  costLong: '每月费用（不含流量）',
  costWithTraffic: '每月费用',
  fees: { sources: '镜像源', traffic: '流量', total: '合计' },
  trafficFree: (until) => zh`流量费用免收至 ${until}。`,
  coverage: '覆盖范围',
  inInventory: (interfaces) => zh`清单中有 ${count(interfaces, '块弹性网卡')}。`,
  coverageRows: {
    selected: () => '已镜像',
    outside: () => '不在选择范围内',
    excluded: () => '已排除',
    family: (edition) => zh`${edition} 版不支持的规格族`,
    never: () => '无法镜像',
  },
  never: { serviceManaged: '由云服务管理', notInUse: '未使用', noInstance: '没有 ECS 实例', unknownType: '实例规格未知' },
  part: (name, amount) => zh`${name} ${number(amount)} 块`,
  notSelected: (selector) => selector.startsWith('tag ') ? zh`没有标签 ${selector.slice('tag '.length)}` : zh`不在 ${selector} 中`,
  otherWouldMirror: '2026 版可以镜像这些网卡，但有警告。',
  idleTargets: (amount) => zh`${count(amount, '个镜像目的')}没有会话：`,
  change: '变更',
  changeLong: '本次变更中断什么',
  filterNotes: '筛选条件提示',
  verdict: { ok: '通过', incomplete: '不完整', bad: '未通过' },
  mirrored: (interfaces, proved, all) => zh`镜像 ${count(interfaces, '块弹性网卡')}。`
    + zh`${all === 0 ? '' : proved === all ? zh`全部 ${count(all, '个镜像源')}均已验证能够到达镜像目的。` : zh`${count(all, '个镜像源')}中有 ${number(proved)} 个已验证能够到达镜像目的。`}`,
  errors: () => '错误',
  warnings: () => '警告',
  undecided: '无法判定',
  acknowledgedCount: '已确认',
  searchFindings: '搜索检查结果',
  searchSessions: '搜索会话、镜像源、筛选条件和 VNI',
  noFindings: '没有问题。',
  noSession: '没有会话。',
  nothingUsed: '没有使用配额。',
  found: '{all} 个中的 {n} 个',
  editionMark: (edition) => zh`（${edition} 版）`,
  placesShort: (amount) => zh`${number(amount)} 处`,
  owner: '负责人',
  until: '有效期至',
  atApply: 'apply 时才能确定',
  sessions: (amount) => count(amount, '个会话'),
  columns: { session: '会话', filter: '筛选条件', sources: '镜像源', vni: 'VNI', used: '已用', limit: '上限', share: '占比' },
  off: '已关闭',
  anyNumber: '数量未知',
  copies: (amount) => zh`${number(amount)} 个副本`,
  usage: {
    sessions: '会话', fullestSession: '镜像源最多的会话的镜像源', busiestSource: '会话最多的镜像源的会话', busiestFilter: '会话最多的筛选条件的会话',
    longestFilter: '规则最多的筛选条件的规则', filters: '筛选条件',
  },
  target: (name) => zh`镜像目的 ${name}`,
  notDocumented: '文档未说明',
  billed: (sources, gigabytes) =>
    zh`${count(sources, '个计费的镜像源')}，按 30 天、每天 24 小时${gigabytes === undefined ? '' : zh`、流量 ${number(gigabytes)} GB `}计算。`,
  edition: (edition) => zh`${edition} 版`,
  against: (comparedWith) => zh`与${comparedWithOf(comparedWith)}相比`,
  noFleet: ['没有读取到带账本的镜像源批次。', ' 可比较两个账本。'],
  drawing: { from: '各栈的镜像源', filter: '筛选条件', target: '镜像目的' },
  box: (sessions, sources) => zh`${number(sessions)} 个会话，${number(sources)} 个镜像源`,
  band: (sessions) => zh`${number(sessions)} 个会话`,
  others: (amount) => zh`其他 ${number(amount)} 个`,
  drawn: (flows, more) =>
    zh`镜像关系：${flows.map((f) => zh`${f.from} 的 ${number(f.sources)} 个镜像源经 ${f.filter} 到 ${f.target}`).join('；')}${more ? '；其余见下文' : ''}`,

  changed: (c) => {
    const named = (what: string, { count: n, names }: { count: number; names: string }): string[] =>
      n > 0 ? [zh`${what} ${number(n)} 个（${names}）`] : [];
    const waits = c.waiting.count > 0 ? [zh`${count(c.waiting.count, '个镜像源')}等待下一次 apply（${c.waiting.names}）`] : [];
    const leaves = c.released.count > 0 ? [zh`${count(c.released.count, '个会话')}不再由 Terraform 管理，会继续运行（${c.released.names}）`] : [];
    if (c.created + c.touched + c.removed === 0) return zh`${[zh`与${c.comparedWith}相比没有变更`, ...leaves, ...waits].join('。')}`;
    const sources = [...named('新增', c.added), ...named('移除', c.gone), ...named('关闭', c.switchedOff)];
    const duration = c.applySeconds < 3_600 ? zh`约 ${Math.ceil(c.applySeconds / 60)} 分钟` : zh`约 ${(c.applySeconds / 3_600).toFixed(1)} 小时`;
    return [
      zh`与${c.comparedWith}相比：创建 ${count(c.created, '个会话')}，原地修改 ${c.touched} 个${c.moved > 0 ? zh`（其中 ${c.moved} 个更换镜像目的）` : ''}，销毁 ${c.removed} 个`,
      ...sources.length > 0 ? [zh`镜像源：${sources.join('，')}`] : [],
      c.interrupted.count === 0
        ? '不中断其他镜像源'
        : zh`其他 ${count(c.interrupted.count, '个镜像源')}中断约 ${c.interruptedSeconds} 秒（${c.interrupted.names}）`,
      ...c.parked.count > 0 ? [zh`${count(c.parked.count, '个镜像源')}在下一次 apply 之前不在任何会话中（${c.parked.names}）`] : [],
      ...leaves,
      ...waits,
      zh`${count(c.calls, '次写调用')}，apply ${duration}（按每次调用 ${c.secondsPerCall} 秒、并行度 ${c.parallelism} 估算）`,
    ].join('。');
  },

  nothingFound: '没有找到会话和筛选条件：文件是否正确？使用 --require-sessions 0 可允许这种情况',
  failsExpiring: (amount, days) => zh`--fail-on-expiring：${number(amount)} 项确认或基线在 ${count(days, '天')}内到期`,
  tooFew: (sessions, needed) => zh`找到 ${count(sessions, '个会话')}，而 --require-sessions 是 ${needed}`,
};
