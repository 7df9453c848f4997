import { AT_APPLY, few, kind, OTHER_SOURCES_INTERRUPTED, PARTS, subjects } from './phrases';
import { zh } from './spacing';
import type { TM1 as EN } from '../en/tm1';
import { accountSetting } from '../settings';

const NEW_TARGET = '更换会话的镜像目的是原地更新，不会中断镜像源。';
function given({ by, answered }: { readonly by: string; readonly answered: boolean }): string {
  return by !== '' ? zh`${by} 中` : answered ? '其 API 返回中' : '其自身的资源中';
}

const MALFORMED = '请按 ECS 控制台的写法填写规格，例如 ecs.g7.large。';
const REGION_ALSO = '其他需要地域的检查随之也能判定。';
const INVENTORY = '请提供实例的资产清单，或引用实例资源。';

function providerOfSession({ part, session, sessionProvider }: { part: string; session: string; sessionProvider: string }): string {
  return zh`请让 ${part} 使用 ${session} 的 provider，即 ${sessionProvider}。`;
}

/** Regions, instance families, and the facts about interfaces. */
export const TM1: typeof EN = {
  TM101: {
    title: '地域支持流量镜像',
    reasons: {
      notListed: {
        problem: ({ region, name, edition, note }) => zh`地域 ${region}（${name}）不在 ${edition} 版的流量镜像地域列表中${note ? zh`：${note}` : ''}`,
        fix: '请在列表中的地域镜像。镜像源和镜像目的也必须在该地域。',
      },
      noRegion: {
        problem: ({ region }) => zh`${region} 不是本库已知的地域`,
        fix: '请填写控制台显示的地域 ID，例如 cn-hangzhou。',
      },
      environment: {
        problem: ({ path }) => zh`无法检查 ${path} 的地域：provider 没有设置地域，由环境变量决定`,
        fix: zh`请在 provider 块中设置地域。${REGION_ALSO}`,
      },
      onlyAtApply: {
        problem: ({ path, region }) => zh`无法检查 ${path} 的地域：地域是 ${region}，${AT_APPLY}`,
        fix: zh`请在 provider 块中写地域 ID。${REGION_ALSO}`,
      },
    },
  },
  TM102: {
    title: '镜像源的实例规格族可以被镜像',
    reasons: {
      notListed: {
        problem: ({ source, type, family, edition }) => zh`镜像源 ${source} 的实例规格是 ${type}，${edition} 版的列表中没有规格族 ${family}`,
        fix: '请把业务迁移到列表中的规格族，或移除该镜像源。',
        effect: OTHER_SOURCES_INTERRUPTED,
      },
      undocumented: {
        problem: ({ source, type, family, edition }) => zh`镜像源 ${source} 的实例规格是 ${type}，${edition} 版文档没有说明规格族 ${family} 能否被镜像`,
        fix: '请先用该规格族的一台实例验证，再确认并忽略 TM102。',
      },
      malformed: {
        problem: ({ source, type }) => zh`镜像源 ${source}：${JSON.stringify(type)} 不是 ECS 实例规格`,
        fix: MALFORMED,
      },
      notSpecified: {
        problem: (p) => zh`无法检查${subjects(p, '镜像源')} 的规格族：没有设置实例规格`,
        fix: (_, reader) => reader === 'constructs'
          ? '请用 MirrorSource.networkInterface(id, { instanceType }) 设置 instanceType，或把实例资源作为镜像源传入。' : INVENTORY,
      },
    },
  },
  TM103: {
    title: '弹性网卡镜像目的的规格族在列表中',
    reasons: {
      notListed: {
        problem: ({ target, type, family, edition }) => zh`镜像目的 ${target} 的实例规格是 ${type}，${edition} 版的列表中没有规格族 ${family}`,
        fix: '请把分析端部署在列表中的规格族上。文档只列出镜像源的规格族，如果确知分析端能够接收，请确认并忽略 TM103。',
        effect: NEW_TARGET,
      },
      undocumented: {
        problem: ({ target, type, family, edition }) => zh`镜像目的 ${target} 的实例规格是 ${type}，${edition} 版文档没有说明规格族 ${family} 能否作为镜像目的`,
        fix: '请把分析端部署在列表中的规格族上。如果确知分析端能够接收，请确认并忽略 TM103。',
        effect: NEW_TARGET,
      },
      malformed: {
        problem: ({ target, type }) => zh`镜像目的 ${target}：${JSON.stringify(type)} 不是 ECS 实例规格`,
        fix: MALFORMED,
      },
      notSpecified: {
        problem: ({ target }) => zh`无法检查镜像目的 ${target} 的规格族：没有设置实例规格`,
        fix: (_, reader) => reader === 'constructs'
          ? '请用 MirrorTarget.networkInterface(id, { instanceType }) 设置 instanceType，或把实例资源作为镜像目的传入。' : INVENTORY,
      },
    },
  },
  TM104: {
    title: '没有数据源会开通服务',
    reasons: {
      opens: {
        problem: ({ path, enable }) => zh`${path} 会开通付费服务（enable = ${JSON.stringify(enable)}），在 terraform plan 时就会开通，且无法撤销`,
        fix: '请删除 enable，手动开通一次服务。',
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：enable 的值 ${AT_APPLY}`,
        fix: '请删除 enable：没有它，数据源只读取开通状态。',
      },
    },
  },
  TM105: {
    title: '镜像源和镜像目的都不由云服务托管',
    reasons: {
      source: {
        problem: ({ source }) => zh`镜像源 ${source} 由云服务托管，这类弹性网卡不能被镜像`,
        fix: '请移除它，改为镜像该服务后面的实例的弹性网卡。',
        effect: OTHER_SOURCES_INTERRUPTED,
      },
      target: {
        problem: ({ target }) => zh`镜像目的 ${target} 由云服务托管，这类弹性网卡不能作为镜像目的`,
        fix: '请使用您自己的分析端的弹性网卡。',
        effect: NEW_TARGET,
      },
    },
  },
  TM106: {
    title: '镜像源与会话在同一地域',
    reasons: {
      elsewhere: {
        problem: ({ source, region, sessionRegion }) => zh`镜像源 ${source} 在 ${region}，而会话在 ${sessionRegion}`,
        fix: ({ region }) => zh`请在 ${region} 用一个会话镜像它，镜像目的也要在该地域。`,
        effect: OTHER_SOURCES_INTERRUPTED,
      },
    },
  },
  TM107: {
    title: '对同一块弹性网卡设置的值一致',
    reasons: {
      outsideVswitch: {
        problem: ({ name, address, block }) => zh`${name} 的 primaryIp 设为 ${address}，不在其交换机的网段 ${block} 内`,
        fix: '请设置弹性网卡实际的地址，或不设置 primaryIp。',
      },
      disagree: {
        problem: ({ interface: eni, field, got, earlier, ...p }) => zh`${eni} 的 ${field} 在此处是 ${got}，在 ${given(p)}是 ${earlier}`,
        fix: '请只设置一次，或在两处设置相同的值。其他检查依赖这个值。',
      },
      perhapsDisagree: {
        problem: ({ interface: eni, field, got, earlier, ...p }) =>
          zh`无法检查 ${eni} 的 ${field}：此处是 ${got}，${given(p)}是 ${earlier}，两者是否同时存在，${AT_APPLY}`,
        fix: '请只设置一次，或在两处设置相同的值。其他检查依赖这个值。',
      },
    },
  },
  TM108: {
    title: '每个镜像源都是弹性网卡',
    reasons: {
      otherKind: {
        problem: ({ source, kind: of }) => zh`镜像源 ${source} 是 ${kind(of)} 的 ID，不是弹性网卡的 ID`,
        fix: (_, reader) => reader === 'constructs'
          ? '请使用弹性网卡的 ID（eni-...），或使用 MirrorSource.fromResource(instance)，它取实例的主网卡。'
          : '请填写弹性网卡的 ID（eni-...）。实例的主网卡是其属性 network_interface_id。',
        effect: OTHER_SOURCES_INTERRUPTED,
      },
      noId: {
        problem: ({ source, prefix }) => zh`镜像源 ${source} 不是弹性网卡的 ID，弹性网卡的 ID 以 ${prefix} 开头`,
        fix: '请填写 ECS 控制台显示的 ID。',
        effect: OTHER_SOURCES_INTERRUPTED,
      },
      empty: {
        problem: ({ path }) => zh`${path} 的镜像源中有空字符串`,
        fix: '请删除它，或填写弹性网卡的 ID（eni-...）。',
        effect: OTHER_SOURCES_INTERRUPTED,
      },
      emptyByDefault: {
        problem: ({ path, variables }) => zh`如果变量使用默认值（${few(variables)}），${path} 的镜像源中就有空字符串，provider 会因此崩溃`,
        fix: '请删除默认值，让 Terraform 要求填写，或把它设为弹性网卡的 ID（eni-...）。',
      },
      none: {
        problem: ({ path }) => zh`${path} 没有镜像源`,
        fix: '请在 traffic_mirror_source_ids 中加入弹性网卡的 ID（eni-...），或删除该会话。',
      },
    },
  },
  TM109: {
    title: '筛选条件、镜像目的、镜像源和接收资源与会话在同一账号和地域',
    reasons: {
      otherAccount: {
        problem: ({ path, part, name, account, sessionAccount }) =>
          zh`${path} 的${PARTS[part]} ${name} 在账号 ${account} 中，会话在账号 ${sessionAccount} 中`,
        fix: ({ part }) => zh`请为会话使用同一账号的${PARTS[part]}，或设置访问${PARTS[part]}所在账号的 provider。`,
      },
      otherRegion: {
        problem: ({ path, part, name, region, sessionRegion }) => zh`${path} 的${PARTS[part]} ${name} 在地域 ${region}，会话在地域 ${sessionRegion}`,
        fix: ({ part, sessionRegion }) => zh`请使用 ${sessionRegion} 的${PARTS[part]}，或为会话的各部分设置同一个 provider。`,
      },
      ruleInOtherAccount: {
        problem: ({ path, filter, account, filterAccount }) => zh`${path} 属于账号 ${account}，而其筛选条件 ${filter} 属于账号 ${filterAccount}`,
        fix: '请让规则使用其筛选条件的 provider。',
      },
      ruleInOtherRegion: {
        problem: ({ path, filter, region, filterRegion }) => zh`${path} 在地域 ${region}，而其筛选条件 ${filter} 在地域 ${filterRegion}`,
        fix: '请让规则使用其筛选条件的 provider。',
      },
      partInOtherAccount: {
        problem: ({ part, provider, account, sessionAccount, target }) =>
          zh`${part}（provider ${provider}）在账号 ${account} 中，而镜像目的 ${target} 的会话在账号 ${sessionAccount} 中`,
        fix: providerOfSession,
      },
      partInOtherRegion: {
        problem: ({ part, provider, region, sessionRegion, target }) =>
          zh`${part}（provider ${provider}）在地域 ${region}，而镜像目的 ${target} 的会话在地域 ${sessionRegion}`,
        fix: providerOfSession,
      },
      partPerhapsElsewhere: {
        problem: ({ part, provider, session, sessionProvider }) =>
          zh`无法判定 ${part} 与 ${session} 是否属于同一账号和地域：两者的 provider 分别是 ${provider} 和 ${sessionProvider}`,
        fix: (part, reader) => zh`${providerOfSession(part)}或者在两个 provider 中写明 region，并用 ${accountSetting(reader)} 设置账号。`,
      },
      otherAccountSet: {
        problem: ({ path, provider, by, account, ledger, against, ...earlier }) => {
          const but = ({
            role: zh`provider ${provider} 访问的是账号 ${earlier.uid}`, accountId: zh`provider ${provider} 的 account_id 为 ${earlier.uid}`,
            policy: zh`${path} 的账号设为 ${earlier.uid}`, ledger: zh`账本 ${earlier.otherLedger} 属于账号 ${earlier.uid}`,
          } as Record<string, string>)[against]!;
          return by === 'policy' ? zh`${path} 的账号设为 ${account}，但 ${but}`
            : by === 'ledger' ? zh`账本 ${ledger} 属于账号 ${account}，但 ${but}`
              : zh`provider ${provider} 的 account_id 为 ${account}，但其角色属于账号 ${earlier.uid}`;
        },
        fix: ({ by }, reader) => by === 'policy'
          ? zh`请用 ${accountSetting(reader)} 设置 provider 实际访问的账号，或不设置：由 provider 的角色决定。`
          : by === 'ledger' ? '请使用 provider 实际访问的账号的账本，或更正账本的账号。'
            : '请删除 account_id，或扮演该账号的角色。',
      },
    },
  },
  TM110: {
    title: '已知哪些栈属于同一账号',
    reasons: {
      notKnown: {
        problem: ({ stacks }) => zh`无法一并检查栈 ${few(stacks)} 的会话：不知道它们的 provider 是否访问同一账号和地域`,
        fix: (_, reader) => reader === 'constructs'
          ? '请用 MirrorPolicy.of(stack).account(...) 设置各栈的账号，并在 provider 块中设置地域。'
          : '请在各 provider 块中设置地域。如果所有输入属于同一账号，请设置 --account。属于其他账号的输入请分开检查。',
      },
    },
  },
};
