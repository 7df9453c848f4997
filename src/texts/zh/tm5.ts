import { AT_APPLY, count, few, NAME_INTERFACES_ALIKE, number, OTHER_SOURCES_INTERRUPTED, orRaise, subjects, WRITE_COUNT } from './phrases';
import { zh } from './spacing';
import type { TM5 as EN } from '../en/tm5';

/** Sessions or sources, in the unit of a target's quota. */
function unitOf(unit: string): string {
  return unit === 'sources' ? '个镜像源' : '个会话';
}

function kindOf({ loadBalancer, large, instanceType }: { loadBalancer: boolean; large: boolean; instanceType?: string }): string {
  if (loadBalancer) return '私网 CLB';
  return instanceType === undefined ? '弹性网卡' : zh`${large ? '大规格 ' : ''}${instanceType} 的弹性网卡`;
}

/** The account and region that a number is about. */
function within(region: string | undefined): string {
  return region === undefined ? '同一账号和地域' : zh`同一账号的 ${region} 地域`;
}

type Ranges = { first: number; last: number; ledger: string; other: string; otherFirst: number; otherLast: number; otherLedger: string };

function overlap(what: string, path: string, r: Ranges): string {
  return zh`在同一账号和地域，${path} 用账本 ${r.ledger} 占用${what} ${r.first} 到 ${r.last}，${r.other} 用账本 ${r.otherLedger} 占用 ${r.otherFirst} 到 ${r.otherLast}`;
}

function separate(prop: string): string {
  return zh`请让两批镜像源共用一个包含两者所有行的账本，或分别设置互不重叠的 ${prop}。`;
}

const FILTERS_ALIKE = '请统一引用筛选条件：全部用 ID，或全部引用资源。';

/** Quotas. */
export const TM5: typeof EN = {
  TM501: {
    title: '会话的镜像源数不超过配额',
    reasons: {
      tooMany: {
        problem: ({ path, sources, limit }) => zh`${path} 有 ${count(sources, '个镜像源')}，上限是 ${limit} 个`,
        fix: (p, reader) =>
          zh`请把 ${count(p.sources - p.limit, '个镜像源')}移到另一个会话${reader === 'constructs' ? '，或使用 MirroredFleet' : ''}。${orRaise(p, reader)}`,
        effect: OTHER_SOURCES_INTERRUPTED,
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：镜像源的列表 ${AT_APPLY}`,
        fix: '请逐个列出镜像源。',
      },
    },
  },
  TM502: {
    title: '账号在一个地域的会话数不超过配额',
    reasons: {
      tooMany: {
        problem: ({ sessions, region, limit }) => zh`应用在${within(region)}有 ${count(sessions, '个会话')}，上限是 ${number(limit)} 个`,
        fix: ({}, reader) => reader === 'constructs'
          ? '请把多个镜像源放入同一个会话（MirroredFleet 的密集排布会这样做），或使用另一个账号或地域。'
          : '请把多个镜像源放入同一个会话，或使用另一个账号或地域。',
        effect: '如果向正在运行的会话添加镜像源，会话的其他镜像源会中断数秒。',
      },
      copiesOnlyAtApply: {
        problem: ({ path, blocks }) => zh`${path}：${count(blocks, '个会话')}使用 count 或 for_each，副本的数量 ${AT_APPLY}`,
        fix: WRITE_COUNT,
      },
    },
  },
  TM503: {
    title: '镜像目的承载的数量不超过配额',
    reasons: {
      tooMany: {
        problem: (p) =>
          zh`镜像目的 ${p.target}（${kindOf(p)}）承载 ${count(p.used, unitOf(p.unit))}（${p.unit === 'sources' ? '所在会话：' : ''}${few(p.sessions)}），上限是 ${number(p.limit)} 个`,
        fix: (p, reader) => zh`请为部分会话设置另一个镜像目的${p.loadBalancer ? '' : '，例如后端有多台分析端的私网 CLB'}。${orRaise(p, reader)}`,
      },
      instanceTypeNotSet: {
        problem: (p) =>
          zh`镜像目的 ${p.target} 承载 ${count(p.used, unitOf(p.unit))}，上限是 ${number(p.limit)} 个，大规格实例是 ${number(p.largeLimit)} 个，但没有设置实例规格`,
        fix: ({}, reader) => reader === 'constructs'
          ? '请用 MirrorTarget.networkInterface(id, { instanceType }) 设置实例规格。'
          : '请通过资源引用该弹性网卡，以便得知其实例规格。',
      },
      mixedSourceNames: {
        problem: ({ target, sources, limit }) =>
          zh`镜像目的 ${target} 最多承载 ${count(sources, '个镜像源')}，其中部分可能是同一块弹性网卡的不同写法，上限是 ${number(limit)} 个`,
        fix: NAME_INTERFACES_ALIKE,
      },
      onlyAtApply: {
        problem: (p) => zh`${p.path}：${subjects(p, '镜像目的')} 的${p.unit === 'sources' ? '镜像源数' : '会话数'} ${AT_APPLY}，上限是 ${number(p.limit)} 个`,
        fix: ({ unit }) => unit === 'sources' ? zh`${WRITE_COUNT}请逐个列出镜像源。` : WRITE_COUNT,
      },
      mixedTargetNames: {
        problem: (p) => zh`${p.path}：${subjects(p, '镜像目的')} 可能是另一个镜像目的的不同写法，两者合计超过上限`,
        fix: '请统一引用镜像目的：全部用 ID，或全部引用资源。',
      },
    },
  },
  TM504: {
    title: '使用同一筛选条件的会话数不超过配额',
    reasons: {
      tooMany: {
        problem: ({ filter, sessions, users, limit }) =>
          zh`筛选条件 ${filter} 被 ${count(sessions, '个会话')}（${few(users)}）使用，上限是 ${number(limit)} 个`,
        fix: '请另建一个规则相同的筛选条件并 apply，再把它设为部分会话的筛选条件。',
      },
      copiesOnlyAtApply: {
        problem: (p) => zh`${p.path}：使用${subjects(p, '筛选条件')} 的会话数 ${AT_APPLY}`,
        fix: WRITE_COUNT,
      },
      mixedNames: {
        problem: (p) => zh`${p.path}：${subjects(p, '筛选条件')} 可能是另一个筛选条件的不同写法，两者合计超过上限`,
        fix: FILTERS_ALIKE,
      },
    },
  },
  TM505: {
    title: '账号在一个地域的筛选条件数不超过配额',
    reasons: {
      tooMany: {
        problem: ({ filters, region, limit }) => zh`应用在${within(region)}有 ${count(filters, '个筛选条件')}，上限是 ${number(limit)} 个`,
        fix: '规则相同的会话请使用同一个筛选条件。请在第二次 apply 中删除不再使用的筛选条件：服务不会删除正在使用的筛选条件。',
      },
      copiesOnlyAtApply: {
        problem: ({ path, blocks }) => zh`${path}：${count(blocks, '个筛选条件')}使用 count 或 for_each，副本的数量 ${AT_APPLY}`,
        fix: WRITE_COUNT,
      },
    },
  },
  TM513: {
    title: '账本不同的各批镜像源使用互不重叠的编号范围',
    reasons: {
      prioritiesOverlap: {
        problem: (p) => overlap('优先级', p.path, p),
        fix: separate('priorityRange'),
      },
      vnisOverlap: {
        problem: (p) => overlap(' VNI', p.path, p),
        fix: separate('virtualNetworkIdRange'),
      },
    },
  },
};
