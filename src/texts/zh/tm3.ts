import { roleChanges } from './ledger';
import {
  AT_APPLY, count, few, NAME_INTERFACES_ALIKE, OTHER_SOURCES_INTERRUPTED, SESSION_REPLACED, subjects, TARGET_OR_SOURCE_LEAVES, WRITE_COUNT,
} from './phrases';
import { zh } from './spacing';
import type { TM3 as EN } from '../en/tm3';
import type { Reader } from '../reason';

function useFree({ free }: { free?: number }, reader: Reader): string {
  return free === undefined ? '请删除一个会话：该账号和地域已没有可用的优先级。' : zh`请把 priority 设为 ${free}，它在本${reader === 'constructs' ? '应用' : '配置'}中未被使用。`;
}

/** The length of a text as the provider counts it. */
function length({ argument, text, bytes, ascii }: { argument: string; text: string; bytes: number; ascii: boolean }): string {
  return zh`${argument} ${text} 有 ${count(bytes, '个字节')}${ascii ? '' : '（UTF-8，每个汉字 3 个字节）'}`;
}

const PER_KEY = '请让 virtual_network_id 取决于 count.index 或 each.value';

/** Sessions. */
export const TM3: typeof EN = {
  TM301: {
    title: '镜像源所在的会话数不超过服务的限制',
    reasons: {
      tooMany: {
        problem: ({ path, source, sessions, copies, others, limit, edition }) => {
          const named = [copies > 1 ? zh`${path}（${copies} 个副本）` : path, ...others];
          const colon = copies + others.length >= sessions ? '：' : '，包括 ';
          return zh`镜像源 ${source} 在 ${count(sessions, '个会话')}中${colon}${named.join('、')}，而 ${edition} 版最多允许 ${limit} 个`;
        },
        fix: '请从其中一个会话移除该镜像源，或只镜像一次，镜像到后端有多台分析端的私网 CLB。',
        effect: OTHER_SOURCES_INTERRUPTED,
      },
      copiesOnlyAtApply: {
        problem: (p) => zh`${p.path}：副本的数量 ${AT_APPLY}，而每个副本都包含${subjects(p, '镜像源')}`,
        fix: WRITE_COUNT,
      },
      sourceOnlyAtApply: {
        problem: ({ path, subject }) => zh`${path}：镜像源 ${subject} 的值 ${AT_APPLY}，另一个会话可能镜像同一块弹性网卡`,
        fix: '请写弹性网卡的 ID，或引用其资源。',
      },
      mixedNames: {
        problem: ({ path }) => zh`${path}：部分镜像源写的是 ID，部分是资源引用，另一个会话可能镜像同一块弹性网卡`,
        fix: NAME_INTERFACES_ALIKE,
      },
    },
  },
  TM302: {
    title: '没有弹性网卡既是镜像源又是镜像目的',
    reasons: {
      copiesOnlyAtApply: {
        problem: ({ subject, sessions }) => zh`无法检查 ${subject}：它既是镜像源又是镜像目的，而会话 ${few(sessions)} 是否同时存在，${AT_APPLY}`,
        fix: WRITE_COUNT,
      },
      sourceAndTarget: {
        problem: ({ target, sessions, mirroredBy }) => zh`${target} 是会话 ${few(sessions)} 的镜像目的，又是会话 ${few(mirroredBy)} 的镜像源`,
        fix: '请选择另一个镜像目的，或不再镜像它。交换镜像源和镜像目的请用两次 apply：一次 apply 会失败。',
        effect: TARGET_OR_SOURCE_LEAVES,
      },
      mixedNames: {
        problem: (p) => zh`${p.path}：${subjects(p, '镜像目的')} 可能是某个镜像源的另一种写法`,
        fix: NAME_INTERFACES_ALIKE,
      },
      roleChanges,
      rolesOutside: {
        problem: ({ uses }) => zh`弹性网卡会同时是镜像源和镜像目的：${few(uses)}`,
        fix: '请使用另一个镜像目的，或移除其中一处的镜像源。如果导出早于最近一次 apply，请重新导出。',
        effect: TARGET_OR_SOURCE_LEAVES,
      },
    },
  },
  TM303: {
    title: '会话不重复列出同一个镜像源',
    reasons: {
      repeated: {
        problem: ({ path, source, times }) => zh`${path} 把镜像源 ${source} 列出了 ${times} 次`,
        fix: '请只列出一次。',
        effect: '如果会话正在运行，其镜像源会中断数秒。',
      },
      mixedNames: {
        problem: ({ path }) => zh`${path}：其中两个镜像源可能是同一块弹性网卡的不同写法`,
        fix: NAME_INTERFACES_ALIKE,
      },
    },
  },
  TM304: {
    title: '会话的优先级在账号和地域内唯一',
    reasons: {
      perhapsTaken: {
        problem: ({ path, priority, other }) => zh`无法检查 ${path} 的优先级 ${priority}：${other} 的优先级与它相同，两者是否都存在，${AT_APPLY}`,
        fix: zh`请为两者设置不同的优先级。或者：${WRITE_COUNT}`,
      },
      missing: {
        problem: ({ path }) => zh`${path} 没有优先级`,
        fix: ({ min, max }) => zh`请把 priority 设为 ${min} 到 ${max} 之间的数字。`,
      },
      outOfRange: {
        problem: ({ path, priority, min, max }) => zh`${path} 的优先级是 ${priority}，允许的范围是 ${min} 到 ${max}`,
        fix: useFree,
      },
      taken: {
        problem: ({ path, priority, other, fromPath }) => zh`${path} 的优先级是 ${priority}，同一账号和地域的 ${other} 已使用该优先级`
          + (fromPath === undefined ? '' : zh`（${fromPath} 的优先级由本库选择，另一个是显式设置的）`),
        fix: (p, reader) => zh`${useFree(p, reader)}请勿在一次 apply 中交换两个正在运行的会话的优先级：apply 会失败。`,
      },
      moved: {
        problem: ({ path, priority, first, kept }) => zh`${path} 和 ${first} 都没有设置优先级，且哈希值都是 ${kept}，因此 ${path} 使用 ${priority}，增删会话时该值可能改变`,
        fix: ({ path, priority, first, kept }) => zh`请在 ${first} 中设置 priority: ${kept}，在 ${path} 中设置 priority: ${priority}。这不会改变任何编号。`,
      },
      sharedByCopies: {
        problem: ({ path, priority, copies }) => zh`${path} 生成 ${copies} 个副本，优先级都是 ${priority}`,
        fix: '请让 priority 取决于 count.index 或 each.value，或逐个写出会话。',
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：priority 的值 ${AT_APPLY}`,
        fix: '请把 priority 写成数字。',
      },
      copiesOnlyAtApply: {
        problem: ({ path, priority }) => zh`${path}：副本的数量 ${AT_APPLY}，而每个副本的优先级都是 ${priority}`,
        fix: WRITE_COUNT,
      },
    },
  },
  TM305: {
    title: '会话已开启',
    reasons: {
      missing: {
        problem: ({ path }) => zh`${path} 没有 enabled 参数：新会话创建后是关闭的，正在运行的会话会被关闭`,
        fix: '请写 enabled = true。',
      },
      off: {
        problem: ({ path }) => zh`${path} 已关闭（enabled = false）：不镜像，也不计费`,
        fix: ({}, reader) => reader === 'constructs'
          ? '请删除 enabled: false。如果有意关闭，请确认并忽略 TM305。'
          : '请写 enabled = true。如果有意关闭，请确认并忽略 TM305。',
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：enabled 的值 ${AT_APPLY}`,
        fix: '请写 true 或 false。',
      },
    },
  },
  TM306: {
    title: '会话的镜像报文长度在允许范围内',
    reasons: {
      outOfRange: {
        problem: (p) => zh`${p.path} 的 packet_length 是 ${p.length}，允许的范围是 ${p.min} 到 ${p.max}`,
        fix: ({ nearest }, reader) =>
          reader === 'constructs' ? zh`请把 packetLength 设为 ${nearest}，或删除它。` : zh`请把 packet_length 设为 ${nearest}，或删除它。`,
        effect: SESSION_REPLACED,
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：packet_length 的值 ${AT_APPLY}`,
        fix: '请把镜像报文长度写成数字。',
      },
    },
  },
  TM307: {
    title: '名称、描述和标签符合限制',
    reasons: {
      terraformName: {
        problem: ({ names }) => zh`Terraform 不接受名称 ${few(names)}：名称必须以字母或下划线开头`,
        fix: (_, reader) => reader === 'constructs' ? '请让栈下第一层构造的 ID 以字母开头（名称由它开头），或用 overrideLogicalId 设置名称。' : '请重命名这些资源。',
      },
      tooShort: {
        problem: (p) => zh`${p.path}：${length(p)}，最少 ${p.min} 个`,
        fix: ({ min }) => zh`请至少写 ${count(min, '个字节')}。`,
      },
      tooLong: {
        problem: (p) => zh`${p.path}：${length(p)}，最多 ${p.max} 个`,
        fix: ({ max }) => zh`请把文本缩短到 ${count(max, '个字节')}以内。`,
      },
      hasScheme: {
        problem: ({ path, argument, text }) => zh`${path}：${argument} ${text} 以 http:// 或 https:// 开头`,
        fix: '请删除该前缀。',
      },
      tagKeyReserved: {
        problem: ({ path, key, prefix }) => zh`${path}：标签键 ${key} 以保留前缀 ${prefix} 开头`,
        fix: '请使用其他键。',
      },
      tagKeyEmpty: {
        problem: ({ path }) => zh`${path} 有一个标签的键为空`,
        fix: '请为标签设置键。',
      },
      tagKeyTooLong: {
        problem: ({ path, key, characters, max }) => zh`${path}：标签键 ${key} 有 ${count(characters, '个字符')}，最多 ${max} 个`,
        fix: ({ max }) => zh`请把键缩短到 ${count(max, '个字符')}以内。`,
      },
      tooManyTags: {
        problem: ({ path, tags, limit }) => zh`${path} 有 ${count(tags, '个标签')}，上限是 ${limit} 个`,
        fix: ({ tags, limit }) => zh`请删除 ${count(tags - limit, '个标签')}。`,
      },
      onlyAtApply: {
        problem: ({ path, argument }) => zh`${path}：${argument} 的值 ${AT_APPLY}`,
        fix: '请写出文本本身。',
      },
      tagKeyOnlyAtApply: {
        problem: ({ path }) => zh`${path}：有一个标签的键 ${AT_APPLY}`,
        fix: '请写出键本身。',
      },
    },
  },
  TM308: {
    title: '同一镜像目的的会话使用不同的 VNI',
    reasons: {
      perhapsTaken: {
        problem: ({ path, vni, other }) => zh`无法检查 ${path} 的 VNI ${vni}：${other} 的 VNI 与它相同，两者是否都存在，${AT_APPLY}`,
        fix: zh`请为两者设置不同的 VNI。或者：${WRITE_COUNT}`,
      },
      taken: {
        problem: ({ path, vni, other, target }) => zh`${path} 用 VNI ${vni} 向镜像目的 ${target} 发送报文，与 ${other} 相同`,
        fix: ({}, reader) => reader === 'constructs'
          ? '请删除 virtualNetworkId 或设置另一个值。如果分析端无需区分这两个会话，请确认并忽略 TM308。'
          : '请设置另一个 virtual_network_id。如果分析端无需区分这两个会话，请确认并忽略 TM308。',
      },
      takenOutside: {
        problem: ({ ledger, vni, session, target, other }) =>
          zh`账本 ${ledger} 的会话 ${session} 用 VNI ${vni} 向镜像目的 ${target} 发送报文，与账本之外的会话 ${other} 相同`,
        fix: '请修改另一个会话的 VNI。如果分析端无需区分这两个会话，请确认并忽略 TM308。',
      },
      sharedByCopies: {
        problem: ({ path, vni, copies, target }) => zh`${path} 生成 ${copies} 个副本，都用 VNI ${vni} 向镜像目的 ${target} 发送报文`,
        fix: zh`${PER_KEY}，或确认并忽略 TM308。`,
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：virtual_network_id 的值 ${AT_APPLY}，而其他会话也向同一镜像目的发送报文`,
        fix: '请把 virtual_network_id 写成数字。',
      },
      copiesOnlyAtApply: {
        problem: ({ path, vni }) => zh`${path}：副本的数量 ${AT_APPLY}，而每个副本的 VNI 都是 ${vni}`,
        fix: zh`${PER_KEY}。`,
      },
    },
  },
  TM309: {
    title: '会话等待其弹性网卡绑定完成',
    reasons: {
      doesNotWait: {
        problem: ({ path, role, name, attachment }) =>
          zh`${path} 不等待 ${attachment}，Terraform 可能在${role === 'source' ? '镜像源' : '镜像目的'} ${name} 绑定之前创建会话`,
        fix: ({ role, attachment, attachmentAddress, way }, reader) => {
          if (way === 'instance') return zh`请在会话中写 depends_on = ["${attachmentAddress}"]。`;
          if (way === 'stack') return zh`请先应用 ${attachment} 所在的栈，然后确认并忽略本结果。`;
          if (reader === 'terraform') return zh`请改写为 \${${attachmentAddress}.network_interface_id}。ID 不变。`;
          return zh`请向 ${role === 'source' ? 'MirrorSource' : 'MirrorTarget'}.fromResource() 传入 ${attachment} 而不是弹性网卡。ID 不变。`;
        },
      },
    },
  },
  TM310: {
    title: '镜像源的各会话设置了先后顺序',
    reasons: {
      priorityNotSet: {
        problem: ({ source, sessions, unset }) => sessions.length === unset.length
          ? zh`镜像源 ${source} 在 ${count(sessions.length, '个没有设置优先级的会话')}中（${few(sessions)}），因此先后顺序不确定`
          : zh`镜像源 ${source} 在 ${count(sessions.length, '个会话')}中（${few(sessions)}），但 ${few(unset)} 没有设置优先级`,
        fix: '请为这些会话分别设置优先级。数字最小的会话优先获得报文。',
      },
      perhapsNotSet: {
        problem: ({ source, sessions, unset }) =>
          zh`无法检查镜像源 ${source} 的会话 ${few(sessions)} 的先后顺序：${few(unset)} 没有设置优先级，这些会话是否同时存在，${AT_APPLY}`,
        fix: '请为这些会话分别设置优先级。数字最小的会话优先获得报文。',
      },
    },
  },
  TM311: {
    title: '镜像源没有 IPv6 地址',
    reasons: {
      ipv6: {
        problem: ({ path, source, addresses }) => zh`${path}：镜像源 ${source} 有 ${count(addresses, '个 IPv6 地址')}，而 IPv6 流量不会被镜像`,
        fix: '请在实例内部监控 IPv6 流量。如果只关心 IPv4 流量，请确认并忽略 TM311。',
      },
    },
  },
};
