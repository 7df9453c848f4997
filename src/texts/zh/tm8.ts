import { AT_APPLY, count, few, number, SESSION_REPLACED, subjects } from './phrases';
import { zh } from './spacing';
import type { TM8 as EN } from '../en/tm8';
import type { Reader } from '../reason';
import { factsSetting } from '../settings';

const vpcs = (patterns: readonly string[]): string => patterns.join('、');
const every = (directions: readonly string[]): string => directions.map((d) => d === 'inbound' ? '入方向' : '出方向').join('和');
const passInterfaces = (_: unknown, reader: Reader): string => reader === 'constructs'
  ? '请设置镜像源的 vpcId，或用 MirrorPolicy.of(app).networkFacts(...) 提供弹性网卡的 API 返回结果。'
  : '请用 --network-facts 提供弹性网卡的 API 返回结果，或用 --inventory 提供资产清单。';
const MOVE = '会话会原地更新。更换镜像目的不会中断镜像源。';
const SHORTER = ({ most }: { most: number }): string => zh`请把镜像报文长度设为 ${number(most)} 或更小。`;
const NAME_TARGET = '请写出镜像目的的 ID，或引用其资源。';
const SPLIT = '请把变更拆成几次 apply，或为这次变更提高预算。';

/** Demands of the owners of an estate. A check runs only if its demand is configured. */
export const TM8: typeof EN = {
  TM801: {
    title: '镜像目的都在策略允许的范围内',
    reasons: {
      notAllowed: {
        problem: ({ path, target, allowed, tags }) =>
          zh`${path} 向 ${target} 发送镜像报文，策略允许的是 ${[...(allowed.length > 0 ? [few(allowed)] : []), ...(tags.length > 0 ? [zh`带标签 ${few(tags)} 的镜像目的`] : [])].join('，以及')}`,
        fix: '请选择允许的镜像目的，或把它加入策略。',
        effect: MOVE,
      },
      tagsNotKnown: {
        problem: ({ path, target, tags }) => zh`${path}：不知道镜像目的 ${target} 的标签，无法检查它是否有标签 ${few(tags)}`,
        fix: (_, reader) => zh`请用 ${factsSetting(reader)} 提供镜像目的的 API 返回结果，或把它的 ID 加入策略的 targets。`,
      },
      idOnlyAtApply: {
        problem: ({ path, target }) => zh`${path}：镜像目的 ${target} 的 ID ${AT_APPLY}，而策略列出的是 ID`,
        fix: '请把镜像目的的构造路径加入策略的 targets，或为它设置策略允许的标签。',
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：镜像目的 ${AT_APPLY}，无法检查策略`,
        fix: NAME_TARGET,
      },
    },
  },
  TM802: {
    title: '每个会话都有必需的标签',
    reasons: {
      missing: {
        problem: ({ path, missing, wrong }) => zh`${path} 没有必需的标签 ${few(missing)}${wrong === undefined ? '' : zh`，现有 ${few(wrong)}`}`,
        fix: '请为会话添加这些标签，或用 Aspect 为所有会话设置。',
      },
      onlyAtApply: {
        problem: ({ path, tags }) => zh`${path}：是否有必需的标签 ${few(tags)}，${AT_APPLY}`,
        fix: '请把标签写成字面文本。',
      },
    },
  },
  TM803: {
    title: '没有筛选条件复制策略所列 VPC 的全部流量',
    reasons: {
      copiesAll: {
        problem: ({ path, filter, directions, vpc }) => zh`${path} 的镜像源在 VPC ${vpc} 中，而其筛选条件 ${filter} 复制 ${every(directions)} 的全部报文`,
        fix: '请选择只采集所需流量的筛选条件。',
        effect: '新筛选条件不采集的流量不再被复制。',
      },
      vpcNotKnown: {
        problem: ({ path, filter, vpcs: patterns }) => zh`${path}：筛选条件 ${filter} 复制全部流量，而不知道镜像源是否在 VPC ${vpcs(patterns)} 中`,
        fix: passInterfaces,
      },
      rulesNotKnown: {
        problem: ({ path, filter, vpcs: patterns }) =>
          zh`${path}：不知道${filter === '' ? '其筛选条件' : zh`筛选条件 ${filter}`}是否复制 VPC ${vpcs(patterns)} 的全部流量`,
        fix: '请在本应用中创建筛选条件，并使规则的值在合成时即可确定。',
      },
    },
  },
  TM804: {
    title: '策略所列 VPC 的会话遵守策略规定的镜像报文长度',
    reasons: {
      longer: {
        problem: ({ path, length, most, vpc }) => zh`${path} 的镜像源在 VPC ${vpc} 中，每个报文复制 ${number(length)} 字节，策略最多允许 ${number(most)} 字节`,
        fix: SHORTER,
        effect: SESSION_REPLACED,
      },
      notSet: {
        problem: ({ path, length, most, vpc }) =>
          zh`${path} 的镜像源在 VPC ${vpc} 中，没有设置镜像报文长度，因此每个报文复制 ${number(length)} 字节，策略最多允许 ${number(most)} 字节`,
        fix: SHORTER,
        effect: SESSION_REPLACED,
      },
      vpcNotKnown: {
        problem: ({ path, length, most, vpcs: patterns }) =>
          zh`${path} 每个报文复制 ${number(length)} 字节，策略在 VPC ${vpcs(patterns)} 中最多允许 ${number(most)} 字节，而不知道镜像源是否在其中`,
        fix: passInterfaces,
      },
      lengthOnlyAtApply: {
        problem: ({ path, most }) => zh`${path}：packet_length 的值 ${AT_APPLY}，策略最多允许 ${number(most)} 字节`,
        fix: '请把它写成数字。',
      },
    },
  },
  TM805: {
    title: '没有镜像源带有排除它的标签',
    reasons: {
      excluded: {
        problem: ({ path, source, key, value }) => zh`${path} 镜像了 ${source}，而它的标签 ${key}=${value} 要求排除它`,
        fix: '请从会话中移除该镜像源。',
        effect: '如果会话正在运行，会话的其他镜像源会中断数秒。',
      },
      tagsNotKnown: {
        problem: ({ keys, ...place }) => zh`${place.path}：不知道${subjects(place, '镜像源')} 的标签，无法检查标签 ${few(keys)}`,
        fix: (_, reader) => reader === 'constructs'
          ? '请从 MirrorInventory 选取镜像源，设置 MirrorSource 的 tags，或用 MirrorPolicy.of(app).networkFacts(...) 提供弹性网卡的 API 返回结果。'
          : '请用 --network-facts 提供弹性网卡的 API 返回结果，或用 --inventory 提供资产清单。',
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：镜像源 ${AT_APPLY}，无法检查其标签`,
        fix: '请逐个写出镜像源。',
      },
    },
  },
  TM806: {
    title: '会话每月的费用不超过预算',
    reasons: {
      over: {
        problem: ({ path, cost, currency, budget, sessions }) =>
          zh`${path} 的 ${count(sessions, '个会话')}每月费用至少为 ${cost} ${currency}，而预算是 ${number(budget)} ${currency}`,
        fix: '请减少镜像源，或提高预算。',
        effect: '移除的镜像源不再被镜像，同一会话的其他镜像源会中断数秒。',
      },
      onlyAtApply: {
        problem: ({ path, cost, currency, budget }) =>
          zh`${path} 每月费用至少为 ${cost} ${currency}，总额 ${AT_APPLY}，而预算是 ${number(budget)} ${currency}`,
        fix: '请把会话的镜像源、count 和 enabled 写成字面值。',
      },
    },
  },
  TM807: {
    title: '每个镜像目的接收的镜像源数不超过预算',
    reasons: {
      over: {
        problem: ({ target, sources, most }) => zh`镜像目的 ${target} 接收 ${count(sources, '个镜像源')}的镜像报文，而预算是 ${number(most)} 个`,
        fix: '请把会话移到其他镜像目的，或提高预算。',
        effect: MOVE,
      },
      sourcesOnlyAtApply: {
        problem: ({ target, sources, most }) =>
          zh`镜像目的 ${target} 至少接收 ${count(sources, '个镜像源')}的镜像报文，总数 ${AT_APPLY}，而预算是 ${number(most)} 个`,
        fix: '请把其会话的镜像源、count 和 enabled 写成字面值。',
      },
      targetOnlyAtApply: {
        problem: ({ path, most }) => zh`${path}：镜像目的 ${AT_APPLY}，无法检查每个镜像目的最多 ${count(most, '个镜像源')}的预算`,
        fix: NAME_TARGET,
      },
    },
  },
  TM808: {
    title: '变更造成的中断不超过预算',
    reasons: {
      sources: {
        problem: ({ path, sources, most, names, comparedWith }) =>
          zh`${path} 与 ${comparedWith} 相比的变更会中断 ${count(sources, '个镜像源')}（${names.join('、')}），而预算是 ${number(most)} 个`,
        fix: SPLIT,
      },
      seconds: {
        problem: ({ path, seconds, longest, sources, names }) =>
          zh`${path} 的变更会使 ${count(sources, '个镜像源')}（${names.join('、')}）中断约 ${number(seconds)} 秒，而预算是 ${number(longest)} 秒`,
        fix: SPLIT,
      },
      noFleet: {
        problem: ({ path, count: all }) => zh`无法检查 ${path} 的变更对 ${count(all, '个会话')}的影响：这些会话没有账本`,
        fix: (_, reader) => zh`${reader === 'constructs' ? '请为会话指定账本，或使用 MirroredFleet。' : ''}traffic-mirror forecast 显示 plan 会中断哪些镜像源。`,
      },
    },
  },
  TM809: {
    title: '没有镜像目的与公网相通',
    reasons: {
      loadBalancer: {
        problem: ({ path, target }) => zh`${path} 向公网负载均衡 ${target} 发送镜像报文`,
        fix: '请使用私网 CLB。',
        effect: MOVE,
      },
      address: {
        problem: ({ path, target, by }) => zh`${path} 向 ${target} 发送镜像报文，而它有公网地址${by === undefined ? '' : zh`（${by}）`}`,
        fix: '请移除公网地址，或选择没有公网地址的镜像目的。',
      },
      groupOpen: {
        problem: ({ path, target, group }) => zh`${path} 向 ${target} 发送镜像报文，而其安全组 ${group} 放行任意公网地址发来的镜像报文`,
        fix: '请只放行镜像源所在的网段。',
        effect: '新规则没有放行的地址发来的镜像报文会丢失。',
      },
      notKnown: {
        problem: ({ path, target, unknown }) => zh`${path}：无法检查镜像目的 ${target} 是否与公网相通：${unknown}`,
        fix: (_, reader) => zh`请用 ${factsSetting(reader)} 提供镜像目的的 API 返回结果。`,
      },
      targetOnlyAtApply: {
        problem: ({ path }) => zh`${path}：镜像目的 ${AT_APPLY}，无法检查它是否与公网相通`,
        fix: NAME_TARGET,
      },
    },
  },
  TM810: {
    title: '账号中的每个会话都在某个栈中',
    reasons: {
      foreign: {
        problem: ({ session, priority, sources, target }) => zh`优先级为 ${priority} 的会话 ${session} 不在任何栈中，它把 ${few(sources)} 的报文镜像到 ${target}`,
        fix: (_, reader) => zh`请${reader === 'constructs' ? '用 MirrorAdoption 接管它' : '导入它'}，或删除它。如果它属于他人，请把它加入 foreignSessions 的 allowed。`,
        effect: '删除会话后，其镜像源不再被镜像。接管会话不会中断镜像源。',
      },
      onlyAtApply: {
        problem: ({ session, priority }) => zh`优先级为 ${priority} 的会话 ${session} 是否在某个栈中，${AT_APPLY}`,
        fix: '请把其会话的优先级和 VNI 写成数字，或用 ID 导入该会话。',
      },
    },
  },
};
