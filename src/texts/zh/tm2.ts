import { AT_APPLY, count, few, kind, orRaise, rulesOf, WRITE_COUNT } from './phrases';
import { zh } from './spacing';
import type { TM2 as EN } from '../en/tm2';

const OUTLINE = {
  fix: '请把每条内联规则改写为独立规则并附 import 块（<filter id>:<rule id>），同时删除内联块，在一次 apply 中完成。',
  effect: 'plan 只显示导入，正在运行的会话不受影响。没有 import 块时 apply 会失败：优先级已被占用。尚未部署的筛选条件不需要 import 块。',
};

const takeFree = (free: number | undefined): string => free === undefined ? '请删除一条规则：该方向没有空闲的优先级。' : zh`请使用空闲的优先级 ${free}。`;

const ADD_RULE = '请添加一条规则，采集要镜像的流量。';

/** Why a filter that has rules copies nothing. */
const NOTHING: Record<string, { problem: string; fix: string }> = {
  onlyDrops: { problem: '所有规则的策略都是不采集', fix: ADD_RULE },
  dropped: { problem: '不采集的规则在前，并匹配其他规则采集的所有报文', fix: '请为采集的规则设置更小的优先级，或收窄不采集的规则。' },
  neverMirrored: { problem: '只采集 DHCP 报文，而 DHCP 报文从不镜像', fix: ADD_RULE },
};

const VALUE_ITSELF = '请写出值本身。';

/** Filters and their rules. */
export const TM2: typeof EN = {
  TM201: {
    title: '筛选条件有规则',
    reasons: {
      none: {
        problem: ({ path }) => zh`${path} 没有规则，不会复制任何报文`,
        fix: ADD_RULE,
      },
      copiesNothing: {
        problem: ({ path, why, packet }) => zh`${path} 不会复制任何报文：${NOTHING[why].problem}${packet === undefined ? '' : `（${packet}）`}`,
        fix: ({ why }) => NOTHING[why].fix,
      },
      dynamic: {
        problem: ({ path }) => zh`无法检查 ${path} 的规则：规则由 dynamic 块、count 或 for_each 生成`,
        fix: '请逐条写出规则。',
      },
      imported: {
        problem: ({ path }) => zh`无法检查 ${path} 的规则：import 块导入了筛选条件，但没有导入它的规则`,
        fix: '请同时导入规则。',
      },
      ruleNotKnown: {
        problem: ({ path }) => zh`无法检查 ${path} 是否复制报文：有一条规则的值格式错误，或要到 apply 时才能确定`,
        fix: '请写出规则的值本身。格式错误的值由 TM203 和 TM204 报告。',
      },
      others: {
        problem: ({ path, who }) => zh`无法检查 ${path} 的规则：${who}，可能会写规则`,
        fix: '如果规则由它写入，请确认并忽略 TM201。',
      },
      perhapsElsewhere: {
        problem: ({ path }) => zh`无法检查 ${path} 的规则：部分规则用表达式引用筛选条件，其值 ${AT_APPLY}`,
        fix: '请在每条规则的 traffic_mirror_filter_id 中引用筛选条件资源。',
      },
      notInApp: {
        problem: ({ filter }) => zh`无法检查筛选条件 ${filter} 的规则：规则不在本应用中`,
        fix: '请把筛选条件及其规则导入应用，或在控制台检查规则。',
      },
      filterOnlyAtApply: {
        problem: ({ path, filter }) => zh`无法检查 ${path} 的筛选条件：${filter} 的值 ${AT_APPLY}`,
        fix: '请直接引用筛选条件资源。',
      },
    },
  },
  TM202: {
    title: '筛选条件的规则数不超过配额',
    reasons: {
      direction: {
        problem: ({ path, direction, rules, limit }) => zh`${path} 有 ${count(rules, '条')}${rulesOf(direction)}，每个方向的上限是 ${limit} 条`,
        fix: '请把规则合并为更大的网段或端口范围，或拆分到两个筛选条件。',
      },
      filter: {
        problem: ({ path, rules, inbound, outbound, limit }) =>
          zh`${path} 有 ${count(rules, '条规则')}（入方向 ${inbound} 条，出方向 ${outbound} 条），上限是 ${limit} 条`,
        fix: (p, reader) => zh`请把规则合并为更大的网段或端口范围，或拆分到两个筛选条件。${orRaise(p, reader)}`,
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：规则的数量 ${AT_APPLY}`,
        fix: WRITE_COUNT,
      },
    },
  },
  TM203: {
    title: '规则的优先级在同一方向内唯一',
    reasons: {
      missing: {
        problem: ({ path, direction }) => zh`${path}：有一条${rulesOf(direction)}没有优先级`,
        fix: ({ min, max }) => zh`请设置 ${min} 到 ${max} 之间的优先级。`,
      },
      outside: {
        problem: ({ path, direction, priority, min, max }) => zh`${path}：有一条${rulesOf(direction)}的优先级是 ${priority}，允许的范围是 ${min} 到 ${max}`,
        fix: ({ free }) => takeFree(free),
      },
      taken: {
        problem: ({ path, direction, priority, other, inline }) =>
          zh`${path} 是优先级为 ${priority} 的${rulesOf(direction)}，而 ${other}${inline ? ' 的一条内联规则' : ''} 已经使用该优先级`,
        fix: ({ free }) => takeFree(free),
      },
      copies: {
        problem: ({ path, direction, priority, copies }) => zh`${path}：${copies} 条重复的${rulesOf(direction)}使用同一个优先级 ${priority}`,
        fix: ({ free }) => takeFree(free),
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：有一条规则的优先级 ${AT_APPLY}`,
        fix: '请把优先级写成数字。',
      },
      perhapsCopies: {
        problem: ({ path, priority }) => zh`${path}：count 或 for_each 使每个副本的优先级都是 ${priority}`,
        fix: '请逐条写出规则，并分别设置优先级。',
      },
    },
  },
  TM204: {
    title: '规则的协议、网段和端口格式正确',
    reasons: {
      protocol: {
        problem: ({ path, protocol }) => zh`${path}：协议 ${protocol} 不是 ALL、ICMP、TCP、UDP 之一`,
        fix: ({ write }) => write === undefined ? '请写其中之一。' : zh`请写 ${write}。`,
      },
      malformed: {
        problem: ({ path, field, got, why }) => zh`${path}：${field} 的值 ${got} ${why}`,
        fix: ({ remedy }) => zh`${remedy}。`,
      },
      noPorts: {
        problem: ({ path, field, got, protocol }) => zh`${path}：${field} 的值是 ${got}，但协议 ${protocol} 没有端口`,
        fix: '请写 -1/-1，或匹配 TCP 或 UDP。',
      },
      onlyAtApply: {
        problem: ({ path, fields }) => zh`${path}：${few(fields)} 的值 ${AT_APPLY}`,
        fix: VALUE_ITSELF,
      },
    },
  },
  TM205: {
    title: '筛选条件同一方向的规则不同时使用内联和独立两种写法',
    reasons: {
      perhapsBoth: {
        problem: ({ path, example }) => zh`无法检查 ${path} 的规则：是否同时有内联规则和 ${example} 这样的规则，${AT_APPLY}`,
        fix: '请把所有规则写成独立资源。',
      },
      both: {
        problem: ({ path, direction, inline, alone, example }) =>
          zh`${path} 有 ${inline === undefined ? '动态生成的' : zh`${inline} 条`}内联${rulesOf(direction)}和 ${alone} 条独立${rulesOf(direction)}`
          + zh`（例如 ${example}）：每次 plan 都会替换筛选条件，有会话使用时替换会失败`,
        ...OUTLINE,
      },
    },
  },
  TM206: {
    title: '规则是独立资源',
    reasons: {
      inline: {
        problem: ({ path, rules }) =>
          zh`${path} 有${rules === undefined ? '由 dynamic 块生成的内联规则' : zh` ${count(rules, '条内联规则')}`}：修改其中一条就会替换筛选条件，有会话使用时替换会失败`,
        ...OUTLINE,
      },
    },
  },
  TM207: {
    title: 'ALL 或 ICMP 规则的端口写为 -1/-1',
    reasons: {
      inline: {
        problem: ({ path, protocol, missing }) => zh`${path}：一条 ${protocol} 内联规则没有 ${missing.join(' 和 ')}，此后每次 plan 都会替换筛选条件`,
        fix: '请都写成 -1/-1。',
        effect: '如果服务端保存的是其他端口，筛选条件会被替换一次。有会话使用时替换会失败。',
      },
      alone: {
        problem: ({ path, protocol, missing }) => zh`${path}：一条 ${protocol} 规则没有 ${missing.join(' 和 ')}，从 TCP 或 UDP 改过来后会保留原来的端口且没有任何提示`,
        fix: '请都写成 -1/-1。协议已改为 ICMP 的规则请替换（terraform apply -replace）。',
        effect: '替换规则期间，只有该规则采集的报文不会复制。',
      },
    },
  },
  TM208: {
    title: '会话和规则引用的是筛选条件',
    reasons: {
      otherKind: {
        problem: ({ path, filter, kind: of }) => zh`${path} 引用的筛选条件是 ${filter}，而这是${kind(of)}的 ID`,
        fix: '请引用 alicloud_vpc_traffic_mirror_filter 的 ID。',
      },
      noId: {
        problem: ({ path, filter, prefix }) => zh`${path} 引用的筛选条件是 ${filter}，而筛选条件的 ID 以 ${prefix} 开头`,
        fix: '请填写 VPC 控制台显示的筛选条件 ID。',
      },
    },
  },
  TM211: {
    title: '规则没有被之前的规则完全覆盖',
    reasons: {
      hidden: {
        problem: ({ path, rule, blockers, packet }) => zh`${path}：${rule} 不起作用：${blockers.join('、')} 在前，并匹配它的所有报文（${packet}）`,
        fix: '请删除该规则，或为它设置更小的优先级。',
      },
    },
  },
  TM212: {
    title: '规则与覆盖它的之前的规则不矛盾',
    reasons: {
      contradicted: {
        problem: ({ path, rule, accepts, blockers, opposed, packet }) =>
          zh`${path}：${rule} ${accepts ? '采集' : '不采集'}的报文先匹配${accepts ? '不采集' : '采集'}的 ${opposed.join('、')}（${packet}），并且 ${blockers.join('、')} 匹配它的所有报文`,
        fix: ({ rule, opposed }) => zh`如果 ${rule} 是例外，请为它设置比 ${opposed.join('、')} 更小的优先级。否则请删除它。`,
        effect: '规则的变更是原地更新。此后筛选条件复制的报文会改变。',
      },
    },
  },
  TM213: {
    title: '规则匹配的不只是从不镜像的报文',
    reasons: {
      onlyDhcp: {
        problem: ({ path, rule, packet }) => zh`${path}：${rule} 只匹配使用 DHCP 端口的报文，而 DHCP 报文（${packet}）从不镜像`,
        fix: '请删除该规则。要查看 DHCP，请在 DHCP 服务器或客户端上抓包。',
      },
    },
  },
  TM214: {
    title: '意图中没有过期的条目',
    reasons: {
      expired: {
        problem: ({ path, statement, expires, owner }) =>
          zh`${path}：${owner === undefined ? '' : zh`${owner} 的`}条目“${statement}”已于 ${expires} 过期，但仍然生效`,
        fix: '请删除该条目、延长 expires，或在意图中设置 leaveOutExpired。',
        effect: '没有该条目后，筛选条件复制的报文会改变。traffic-mirror diff 会列出这些报文。',
      },
    },
  },
  TM215: {
    title: '意图的每个条目都有作用',
    reasons: {
      hidden: {
        problem: ({ path, statement, blockers, opposed, packet }) =>
          zh`${path}：条目“${statement}”不起作用：${blockers.map((b) => zh`“${b}”`).join('、')}在前${opposed ? '，并且与它矛盾' : ''}${packet === undefined ? '' : `（${packet}）`}`,
        fix: '如果它是例外，请把它移到前面。否则请删除它。',
        effect: ({ opposed }) => opposed ? '移动后，筛选条件复制的报文会改变。traffic-mirror diff 会列出这些报文。' : undefined,
      },
      empty: {
        problem: ({ path, statement, packet }) =>
          zh`${path}：条目“${statement}”不含任何报文：例外排除了全部报文${packet === undefined ? '' : zh`，例如 ${packet}`}`,
        fix: '请删除该条目，或改正其中的网络和服务。',
      },
    },
  },
  TM216: {
    title: '筛选条件符合预期',
    reasons: {
      notMirrored: {
        problem: ({ path, expected, packet, by, direction }) =>
          zh`${path}：“${expected}”必须被镜像，但${by}${direction === 'inbound' ? '入方向' : '出方向'}报文 ${packet}`,
        fix: '请添加采集该报文的规则或条目，或删除该预期。',
      },
      mirrored: {
        problem: ({ path, expected, packet, by, direction }) =>
          zh`${path}：“${expected}”不得被镜像，但${by}${direction === 'inbound' ? '入方向' : '出方向'}报文 ${packet}`,
        fix: '请在该规则之前添加一条不采集这些流量的规则，或删除该预期。',
      },
      onlyAtApply: {
        problem: ({ path, expected }) => zh`无法检查 ${path} 是否符合“${expected}”的预期：有一条规则的值 ${AT_APPLY}`,
        fix: VALUE_ITSELF,
      },
    },
  },
  TM217: {
    title: '镜像源的会话没有被它的其他会话覆盖',
    reasons: {
      hidden: {
        problem: ({ path, source, winners, packet }) => zh`${path} 不会复制 ${source} 的任何报文：${few(winners)} 的优先级更小，并且其规则匹配所有报文（${packet}）`,
        fix: '请为本会话设置更小的优先级，或收窄其他会话的筛选条件。报文由第一个有匹配规则的会话处理。',
        effect: '优先级变更后，报文会发往另一个镜像目的。',
      },
    },
  },
  TM218: {
    title: '一个筛选条件的规则都在同一个栈',
    reasons: {
      severalStacks: {
        problem: ({ filter, stacks }) => zh`栈 ${few(stacks)} 都为${filter}添加规则，但服务不允许对同一筛选条件并发写入`,
        fix: '请在同一个栈中添加该筛选条件的所有规则。在此之前，请逐个 apply 这些栈。',
        effect: '规则移到另一个栈时会先销毁再创建，因此请先 apply 移出规则的栈。在此期间不复制该规则的报文。',
      },
      perhapsSeveral: {
        problem: ({ filter, stacks }) => zh`无法检查${filter}的规则：栈 ${few(stacks)} 中是否不止一个有规则，在 apply 时才知道`,
        fix: '请在同一个栈中添加该筛选条件的所有规则。',
      },
    },
  },
  TM219: {
    title: '网络和服务的名称都在使用且没有歧义',
    reasons: {
      unused: {
        problem: ({ file, names }) => zh`${file} 中有 ${names.length} 个名称没有被任何筛选条件使用：${few(names)}`,
        fix: '请删除这些名称，或在条目中使用它们；如果其他应用也使用该文件，请用 shared: true 读取。',
      },
      overlap: {
        problem: ({ path, name, other, address }) => zh`${path}：网络 ${name} 和 ${other} 有共同的地址，例如 ${address}，但互不包含`,
        fix: '请改正其中一个网络的 CIDR，使每个地址只属于一个网络。',
        effect: '改正的地址的报文由其他条目决定。traffic-mirror diff 会列出这些报文。',
      },
      same: {
        problem: ({ path, name, other }) => zh`${path}：网络 ${name} 和 ${other} 的地址相同`,
        fix: '请只使用一个名称，或改正其中一个网络的 CIDR。',
      },
    },
  },
};
