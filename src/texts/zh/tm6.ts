import { acknowledgeUndecided, AT_APPLY } from './phrases';
import { zh } from './spacing';
import type { TM6 as EN } from '../en/tm6';

const VNI = ({ min, max }: { min: number; max: number }): string => zh`请写 ${min} 到 ${max} 之间的 VNI，或删除它以随机分配。`;
const NEXT_PLAN = '下一次 plan 会显示差异，apply 之前请检查。';
const tried = ({ oldest, untried }: { oldest: string; untried: string }): string => zh`经过测试的是 ${oldest} 及以上、${untried} 以下`;
const upgrade = ({ constraint }: { constraint: string }): string =>
  zh`请在 required_providers 中把版本设为 "${constraint}"，并运行 terraform init -upgrade。`;

/** Terraform itself. */
export const TM6: typeof EN = {
  TM601: {
    title: '没有资源请求预检（dry run）',
    reasons: {
      dryRun: {
        problem: ({ path }) => zh`${path} 设置了 dry_run = true，apply 会以 DryRunOperation 失败`,
        fix: '请删除 dry_run。预览变更请使用 terraform plan。',
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：dry_run 的值 ${AT_APPLY}`,
        fix: '请删除它。',
      },
    },
  },
  TM602: {
    title: '会话的 VNI 不是 0',
    reasons: {
      zero: {
        problem: ({ path }) => zh`${path} 的 VNI 是 0：provider 不发送它，服务会分配随机 VNI，此后每次 plan 都显示变更`,
        fix: VNI,
        effect: '正在运行的会话的 VNI 会原地修改，不会中断镜像源，但按 VNI 区分会话的分析端需要改用新的 VNI。',
      },
      outside: {
        problem: ({ path, vni, min, max }) => zh`${path} 的 VNI 是 ${vni}，允许的范围是 ${min} 到 ${max}`,
        fix: VNI,
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：virtual_network_id 的值 ${AT_APPLY}`,
        fix: '请把它写成数字。',
      },
    },
  },
  TM603: {
    title: '会话不会在销毁之前先创建',
    reasons: {
      createFirst: {
        problem: ({ path }) => zh`${path} 设置了 create_before_destroy：替换会失败，因为旧会话仍占用优先级和镜像源`,
        fix: '请删除 create_before_destroy。',
      },
    },
  },
  TM604: {
    title: '各栈的文件夹不同，各 provider 的别名不同',
    reasons: {
      overwritten: {
        problem: ({ path, other, folder }) => zh`${path} 会丢失：栈 ${other} 写入同一个文件夹 ${folder}`,
        fix: '请为其中一个栈换 ID。',
      },
      unreadable: {
        problem: ({ path, why }) => zh`无法读取 ${path} 的 Terraform：${why}`,
        fix: '请重新合成该栈。没有任何检查读取过它。',
      },
      noProvider: {
        problem: ({ path, provider, resource }) => zh`${resource} 使用 provider ${provider}，而 ${path} 没有它`,
        fix: '请添加使用该别名的 provider，或使用已有的 provider。',
      },
      unnamed: {
        problem: ({ path, providers }) => zh`${path} 有 ${providers} 个没有别名的 alicloud provider，Terraform 会拒绝`,
        fix: '请为其中一个之外的都设置别名，并作为 provider 传给所属的资源。',
        effect: '地域因此改变的资源会在新地域重新创建。除非名称也改变，否则旧资源保留。',
      },
    },
  },
  TM605: {
    title: '会话、筛选条件和规则的变更都不被忽略',
    reasons: {
      all: {
        problem: ({ path }) => zh`${path} 忽略所有变更（lifecycle.ignore_changes），应用之后的修改不会生效`,
        fix: '请删除 ignore_changes。',
        effect: NEXT_PLAN,
      },
      some: {
        problem: ({ path, attributes }) => zh`${path} 忽略 ${attributes.join('、')} 的变更（lifecycle.ignore_changes），应用之后的修改不会生效`,
        fix: ({ attributes }) => zh`请从 ignore_changes 中删除 ${attributes.join('、')}。`,
        effect: NEXT_PLAN,
      },
    },
  },
  TM606: {
    title: 'provider 是本库测试过的版本',
    reasons: {
      none: {
        problem: (p) => zh`${p.path} 接受 provider aliyun/alicloud 的任何版本，${tried(p)}`,
        fix: ({ constraint }) => zh`请在 required_providers 中把版本设为 "${constraint}"。`,
      },
      untried: {
        problem: (p) => zh`${p.path} 的 provider 版本约束是 "${p.got}"，它允许 ${p.version}；${tried(p)}`,
        fix: ({ constraint }) => zh`请在 required_providers 中把版本设为 "${constraint}" 或更窄的范围。`,
      },
      older: {
        problem: ({ path, got, oldest }) => zh`${path} 的 provider 版本约束是 "${got}"，它不允许 ${oldest} 及以上的版本，而 ${oldest} 是测试过的最早版本`,
        fix: upgrade,
      },
      locked: {
        problem: (p) => zh`${p.path} 的锁文件选择 provider ${p.version}，${tried(p)}`,
        fix: upgrade,
      },
      unreadable: {
        problem: ({ path, got }) => zh`${path}：无法解析 provider 版本约束 "${got}"`,
        fix: ({ constraint }) => zh`请按 Terraform 的写法书写，例如 "${constraint}"。`,
      },
    },
  },
  TM607: {
    title: '会话和筛选条件不在模块中',
    reasons: {
      unread: {
        problem: ({ module, source }) => zh`无法检查模块 ${module}（${source}）：它似乎含有会话或筛选条件的规则，而模块的内容不会被读取`,
        fix: (_, reader) => zh`请把会话和筛选条件写成应用的资源。${acknowledgeUndecided('TM607', '模块中没有它们，或已单独检查', reader)}`,
      },
    },
  },
};
