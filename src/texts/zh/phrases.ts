import { zh } from './spacing';
import type { ParameterValue, Place, Reader } from '../reason';
import { acknowledgement, quotaSetting } from '../settings';

/** How many of a list a sentence names. */
const NAMED = 3;

/** A number with thousands separators. */
export function number(of: number): string {
  return of.toLocaleString('en');
}

/** A number with its measure word: `3 个会话`, `1,204 条规则`. */
export function count(amount: number, what: string): string {
  return zh`${number(amount)} ${what}`;
}

/** The first few of a list, and how many there are in all. */
export function few(items: readonly string[]): string {
  return items.length <= NAMED ? items.join('、') : zh`${items.slice(0, NAMED).join('、')} 等 ${number(items.length)} 个`;
}

/** The subjects of an undecided outcome: `镜像源 eni-1 等 4 个`. */
export function subjects({ subject, count: all }: Place, what: string): string {
  return all > 1 ? zh`${what} ${subject} 等 ${number(all)} 个` : zh`${what} ${subject}`;
}

/** A value in a sentence, as somebody would write it. */
export function value(of: ParameterValue): string {
  return typeof of === 'string' ? JSON.stringify(of) : String(of);
}

/** A direction of rules, with its noun. */
export function rulesOf(direction: string): string {
  return direction === 'inbound' ? '入方向规则' : '出方向规则';
}

/** The parts of a session: its filter, a source, its target. */
export const PARTS: Readonly<Record<string, string>> = { filter: '筛选条件', source: '镜像源', target: '镜像目的' };

/** Kinds of ids. */
const KINDS: Readonly<Record<string, string>> = {
  'network interface': '弹性网卡',
  'instance': '实例',
  'VPC': 'VPC',
  'vSwitch': '交换机',
  'security group': '安全组',
  'CLB': 'CLB',
  'ALB': 'ALB',
  'NLB': 'NLB',
  'Gateway Load Balancer': '网关型负载均衡',
  'endpoint': '终端节点',
  'filter': '筛选条件',
  'session': '镜像会话',
  'filter rule': '筛选条件的规则',
  'network ACL': '网络 ACL',
  'route table': '路由表',
  'server group': '服务器组',
  'prefix list': '前缀列表',
  'EIP': 'EIP',
  'NAT gateway': 'NAT 网关',
  'peering connection': 'VPC 对等连接',
  'disk': '云盘',
  'attachment': '绑定关系', 'resource group': '资源组', 'listener': '监听', 'security group rule': '安全组规则', 'route entry': '路由条目',
};

export function kind(of: string): string {
  return KINDS[of] ?? of;
}

/** How to have a quota raised, if the service raises it. */
export function orRaise({ raisable, quota }: { readonly raisable: boolean; readonly quota: string }, reader: Reader): string {
  return raisable ? zh`也可以申请提升配额，并用 ${quotaSetting(quota, reader)} 设置。` : '';
}

/** A list of sources is replaced whole. */
export const OTHER_SOURCES_INTERRUPTED = '如果会话正在运行，其他镜像源会中断数秒。';

/** An interface with a literal id in one place and a reference in another. */
export const NAME_INTERFACES_ALIKE = '请统一引用弹性网卡：全部用 ID，或全部引用资源。';

/** How to acknowledge an undecided outcome. */
export function acknowledgeUndecided(id: string, when: string, reader: Reader): string {
  return zh`如果${when}，请${reader === 'terraform' ? '在策略文件中' : ''}确认并忽略：${acknowledgement(id, true, reader)}。`;
}

/** A number of copies that only Terraform knows. */
export const WRITE_COUNT = '请把 count 写成数字、把 for_each 写成对象，或逐个写出资源。';

/** Known only at apply. */
export const AT_APPLY = '要到 apply 时才能确定';

/** A session takes its sources in one list. */
export const SOURCE_LEAVES = '移除一个镜像源会使会话的其他镜像源中断数秒。';
export const TARGET_OR_SOURCE_LEAVES = `更换镜像目的不会中断镜像源。${SOURCE_LEAVES}`;

/** The packet length of a session cannot be changed in place. */
export const SESSION_REPLACED = '如果会话正在运行，Terraform 会替换它，在新会话开启之前，其镜像源会中断。';
