import { count, few, number, SOURCE_LEAVES, TARGET_OR_SOURCE_LEAVES } from './phrases';
import { zh } from './spacing';
import type { LEDGER as EN, roleChanges as ROLE_CHANGES } from '../en/ledger';
import { FRAMEWORK } from '../../net/framework';

export function repairSteps(from: string, command: string): string {
  return zh`请先取得已部署的账本：git show origin/main:./${from} > base.lock，再运行 ${command} --base base.lock。`
    + '下一次合成会重新安排未部署的内容，正在运行的会话不会移动。';
}

const repair = ({ from, command }: { readonly from: string; readonly command: string }): string => repairSteps(from, command);

const WRITE_LEDGER = `请在流水线之外运行 ${FRAMEWORK.module} synth 并提交账本。`;

/** An exchange that needs a deploy in between. */
const inTwoDeploys = ({ frozen, steps }: { readonly frozen: boolean; readonly steps?: string }): string => frozen
  ? `请先部署释放它的提交，再部署本次提交。或者在流水线之外用相同的 TRAFFIC_MIRROR_DEPLOYED 运行 ${FRAMEWORK.module} synth（已部署的内容保持不动），并提交账本。`
  : steps === undefined ? '请先释放并 apply，再占用并 apply。' : zh`请分两次 apply：${steps}。`;

const denser = ({
  denseSessions,
  newSources,
  compactFirst,
}: {
  denseSessions: number;
  newSources: number;
  compactFirst: boolean;
}): string => {
  if (compactFirst) return '也可以先把正在运行的会话改为密集排布（packing: MirrorPacking.DENSE 和 compaction，不含这些镜像源，见 docs/ledger.md）。';
  if (denseSessions === 0) return '';
  return zh`也可以密集排布（packing: MirrorPacking.DENSE）：${count(newSources, '个新镜像源')}只需要 ${count(denseSessions, '个会话')}。`;
};

type NoPlace = {
  readonly sources: readonly string[];
  readonly total: number;
  readonly edition: string;
  readonly need: number;
  readonly raisable: readonly string[];
};

const noPlace = ({ sources, total }: NoPlace): string => zh`${few(sources)}（${count(total, '个镜像源')}中的 ${number(sources.length)} 个）没有位置`;

const raise = ({ raisable }: NoPlace): string => raisable
  .map((name) => zh`也可以申请提升配额，并用 MirrorPolicy.of(app).quota(regionId, MirrorQuotaName.${name}, limit) 设置。`).join('');

/** A source that leaves one session for another. */
type Moved = {
  readonly comparedWith: string;
  readonly moved: readonly string[];
  readonly frozen: boolean;
  readonly fleet: string;
  readonly single: boolean;
};

const keepName = (p: Moved): string => {
  if (p.frozen) return inTwoDeploys(p);
  if (p.single) return '请保持会话的构造路径。移动镜像源请先移除并 apply，再添加并 apply。如果用 moved 块（moveFromId）重命名会话，请在账本的对应行中同样重命名。';
  return zh`请保持这批镜像源的名称（fleetName${p.fleet === '' ? '' : zh`: '${p.fleet}'`}）和镜像源的键。移动镜像源请先移除并 apply，再添加并 apply。`;
};
const keepNameEffect = ({ frozen }: Moved): string | undefined => frozen ? undefined : '被移动的镜像源在两次 apply 之间不被镜像。';

const named = (fleets: readonly string[]): string => few(fleets.map((name) => zh`'${name}'`));

/** A finding of a fleet, about an interface that becomes a target or a source. */
export const roleChanges: typeof ROLE_CHANGES = {
  problem: ({ comparedWith, uses }) => zh`与${comparedWith}相比，以下弹性网卡在一次 apply 中互换镜像源和镜像目的的角色，而 Terraform 不保证先后顺序：${few(uses)}`,
  fix: '请用两次 apply。先移除镜像源或改用另一个镜像目的并 apply，再添加新的用途并 apply。',
  effect: TARGET_OR_SOURCE_LEAVES,
};

/** Why a source has no session yet, by cause. */
const WAITS: Record<string, string> = {
  deployed: '另一个已部署的会话仍包含它',
  target: '有一个已部署的会话仍向它发送报文',
  room: '下一次 apply 之前没有空位',
};

/** Kinds of targets. */
const KINDS: Record<string, string> = {
  loadBalancer: '个私网 CLB',
  networkInterface: '块弹性网卡',
  largeNetworkInterface: '块大规格实例的弹性网卡',
};

/** Ledgers and fleets. */
export const LEDGER: typeof EN = {
  TM511: {
    title: '冻结的账本包含每个镜像源',
    reasons: {
      notPlaced: {
        problem: ({ ledger, frozenBy, sources, leftOut }) =>
          zh`账本 ${ledger} 被 ${frozenBy} 冻结，没有 ${few(sources)} 的位置${leftOut ? '，因此不会镜像' : ''}`,
        fix: ({ ledger, unfreeze, exists }) =>
          zh`${exists ? '' : zh`文件 ${ledger} 不存在：这是首次部署，或该文件尚未提交。`}${unfreeze}，并提交账本。${exists ? '' : '然后重新运行此作业。'}`,
      },
      joins: {
        problem: ({ ledger, comparedWith, sources, leftOut }) =>
          zh`与${comparedWith}相比，账本 ${ledger} 把 ${few(sources)} 放在一个正在运行但不包含它们的会话中。加入会中断该会话的其他镜像源${leftOut ? '，因此它们不会镜像' : ''}`,
        fix: `如果有多个提交等待部署，请逐个部署。否则请在流水线之外用相同的 TRAFFIC_MIRROR_DEPLOYED 运行 ${FRAMEWORK.module} synth（已部署的内容保持不动），并提交账本。`,
      },
    },
  },
  TM512: {
    title: '没有其他会话使用账本中的优先级',
    reasons: {
      samePriority: {
        problem: ({ ledger, priority, sessions }) => zh`账本 ${ledger} 把优先级 ${priority} 同时分配给会话 ${sessions.join('、')}`,
        fix: repair,
      },
      takenOutside: {
        problem: ({ ledger, priority, session, other }) => zh`账本 ${ledger} 把优先级 ${priority} 分配给会话 ${session}，而账本之外的会话 ${other} 已使用它`,
        fix: '如果导出早于最近一次 apply，请重新导出。如果账本中的会话尚未运行，请删除其各行：下一次合成会分配另一个优先级。否则请修改另一个会话的优先级。',
      },
    },
  },
  TM514: {
    title: '账本的大部分镜像源仍然存在',
    reasons: {
      massRemoval: {
        problem: ({ ledger, fleet, missing, of, sources }) =>
          zh`账本 ${ledger} 中${fleet === '' ? '' : zh` ${fleet} 的`} ${count(of, '个镜像源')}有 ${number(missing)} 个同时消失（${few(sources)}）`,
        fix: ({ ledger, missing, lostFleets, incomplete }) => '请检查资产清单是否完整。'
          + (incomplete ? '其文件不能证明这一点：请保存各页，或设置 expectTotal。' : '')
          + zh`${lostFleets.length === 0 ? '' : zh`应用中不再有 ${named(lostFleets)}：如果它在栈内改名或移动，请把原路径设为 fleetName。`}`
          + zh`如果这些镜像源确实已不存在，请设置 MirrorLedger.file('${ledger}', { expectRemovals: ${missing} })。`,
        effect: '消失的镜像源的会话会被销毁，如果会话还有其他镜像源则原地修改，这些镜像源会中断数秒。',
      },
    },
  },
  TM515: {
    title: '账本不含已消失的镜像源',
    reasons: {
      nothingMissing: {
        problem: ({ ledger, expected }) => zh`账本 ${ledger} 的 expectRemovals 是 ${number(expected)}，而没有镜像源消失`,
        fix: ({ expected }) => zh`请删除 expectRemovals。它存在期间，最多 ${count(expected, '个镜像源')}消失也不会报错。`,
      },
      frozenHoldsGone: {
        problem: ({ ledger, sources }) => zh`冻结的账本 ${ledger} 仍包含 ${few(sources)}，而这批镜像源中已没有它们，它们的会话会被销毁`,
        fix: zh`${WRITE_LEDGER}之后它们的编号即可释放。`,
      },
      frozenLeaves: {
        problem: ({ ledger, sources }) => zh`冻结的账本 ${ledger} 中仍有 ${few(sources)}，而这批镜像源中已没有。账本中没有其弹性网卡的 ID，因此会移出会话，其他镜像源会中断`,
        fix: zh`请恢复该镜像源。或者：${WRITE_LEDGER}`,
        effect: '如果下一次运行又有该镜像源，其他镜像源会再中断一次。',
      },
      stackGone: {
        problem: ({ ledger, fleets, lostStacks }) => zh`账本 ${ledger} 中仍有 ${named(fleets)}，而应用中不再有栈 ${few(lostStacks)}。`
          + '该栈的会话和筛选条件可能还在，没有任何运行会销毁它们，因此账本会保留这些记录',
        fix: ({ lostStacks }) => zh`请恢复栈 ${few(lostStacks)}，先销毁（${FRAMEWORK.module} destroy），再从应用中移除。`
          + zh`如果已经销毁，请在 MirrorLedger.file 中设置 destroyedStacks: [${lostStacks.map((id) => `'${id}'`).join(', ')}]，直到账本写入。`,
      },
      fleetGone: {
        problem: ({ ledger, sources, fleets }) => zh`账本 ${ledger} 包含 ${named(fleets)} 的 ${few(sources)}，而应用中不再有它。`
          + '它们的会话会被销毁，下一次写入的账本不再记录它们',
        fix: '请在每次运行中创建账本的全部批次，只部署一个栈时也一样。如果它在栈内改名或移动，请把原名设为 fleetName。',
      },
    },
  },
  TM516: {
    title: '账本保存在文件中',
    reasons: {
      inMemory: {
        problem: '这批镜像源的账本只在内存中，之后的运行可能重新编号和安排会话',
        fix: '请使用 MirrorLedger.file(\'traffic-mirror.lock\') 并提交该文件。',
      },
    },
  },
  TM517: {
    title: '账本中同一会话的各行一致',
    reasons: {
      sameOrder: {
        problem: ({ ledger, line, source, session, order }) =>
          zh`账本 ${ledger} 第 ${line} 行为 ${source} 设置会话 ${session} 中的 order ${order}，与之前另一个镜像源的行相同`,
        fix: repair,
      },
      disagrees: {
        problem: ({ ledger, line, session, field, got, earlier }) =>
          zh`账本 ${ledger} 第 ${line} 行中会话 ${session} 的 ${field} 是 ${got}，而之前的一行是 ${earlier}`,
        fix: repair,
      },
    },
  },
  TM518: {
    title: '冻结的账本的镜像目的都存在',
    reasons: {
      targetGone: {
        problem: ({ ledger, sessions, targets }) => zh`冻结的账本 ${ledger} 有 ${count(sessions, '个会话')}使用 ${few(targets)}，而它不在镜像目的之中`,
        fix: zh`请恢复该镜像目的。或者：${WRITE_LEDGER}`,
        effect: '新的账本会原地把会话移到其他镜像目的，编号不变。不会中断任何镜像源。',
      },
    },
  },
  TM519: {
    title: '没有镜像源等待之后的运行',
    reasons: {
      deferred: {
        problem: ({ sources }) => zh`${few(sources)} 已不在镜像源之中，但因设置了 deferRemovals，仍在与其他镜像源共用的会话中镜像并计费`,
        fix: '等这些会话的其他镜像源可以中断时，请删除 deferRemovals。',
        effect: '届时这些会话的其他镜像源会中断数秒，仅一次。',
      },
      frozenKeeps: {
        problem: ({ ledger, sources }) => zh`${few(sources)} 已不在镜像源之中，但因冻结的账本 ${ledger} 仍包含它，仍在与其他镜像源共用的会话中镜像并计费`,
        fix: zh`如果该镜像源确实已不存在：${WRITE_LEDGER}`,
        effect: '届时会话的其他镜像源会中断数秒，仅一次。',
      },
      parked: {
        problem: ({ sources }) => zh`${few(sources)} 不在任何会话中，没有被镜像，因为压缩（compaction）已清空其会话`,
        fix: '请 apply 本次结果。然后删除 compaction 并再次 apply，把它们加入新的会话。',
      },
      waits: {
        problem: ({ sources, cause }) => zh`${few(sources)} 还没有会话，没有被镜像，因为${WAITS[cause]}`,
        fix: '请 apply 本次结果。然后再次合成并 apply，即可得到会话。',
      },
    },
  },
  TM521: {
    title: '这批镜像源在配额之内',
    reasons: {
      targets: {
        problem: (p) => zh`${noPlace(p)}：还需要 ${number(p.need)} 个${p.unit === 'session' ? '会话' : '镜像源'}，而`
          + zh`${p.kinds.map((kind, i) => zh` ${count(Number(p.counts[i]), KINDS[kind])}（每个上限 ${number(Number(p.limits[i]))}）`).join('和')}`
          + zh`在 ${p.edition} 版下共承载 ${number(p.most)} 个，已用完，缺少 ${number(p.need)} 个`,
        fix: (p) => zh`请增加 ${count(p.addTargets, '个镜像目的')}。${p.unit === 'session' ? denser(p) : ''}${raise(p)}`,
      },
      sessionsPerRegion: {
        problem: (p) =>
          zh`${noPlace(p)}：还需要 ${count(p.need, '个会话')}，而该账号和地域在 ${p.edition} 版下的 ${number(p.limit)} 个会话已用完，缺少 ${number(p.need)} 个`,
        fix: (p) => zh`请在另一个账号或地域镜像其中一部分。${denser(p)}${raise(p)}`,
      },
      filters: {
        problem: (p) => zh`${noPlace(p)}：还需要 ${count(p.need, '个会话')}，而`
          + zh`${p.copyable ? zh`该账号和地域的 ${count(p.filters, '个筛选条件')}（每个 ${count(p.perFilter, '个会话')}）已用完`
            : zh`该筛选条件已被 ${count(p.perFilter, '个会话')}使用，达到 ${p.edition} 版的上限，且因不是由本应用创建而无法复制`}，缺少 ${number(p.need)} 个`,
        fix: (p) =>
          zh`${p.copyable ? '请在另一个账号或地域镜像其中一部分，或增大 resourcesPerShard，因为每个分片都有筛选条件的一份副本。' : '请用 new MirrorFilter 创建筛选条件，或接管它。'}${denser(p)}${raise(p)}`,
      },
      numbers: {
        problem: (p) =>
          zh`${noPlace(p)}：还需要 ${number(p.need)} 个编号（优先级和 VNI 各一个），而 priorityRange 或 virtualNetworkIdRange 已用完，缺少 ${number(p.need)} 个`,
        fix: (p) => zh`请扩大范围，并避开其他批次的编号。${denser(p)}本次运行释放的编号可供下一次运行使用。`,
      },
    },
  },
  TM522: {
    title: '账本之外没有会话包含这批镜像源',
    reasons: {
      takenOutside: {
        problem: ({ sources, sessions, edition }) => zh`${few(sources)} 已在账本之外的 ${count(sessions, '个会话')}中，达到 ${edition} 版的上限`,
        fix: '请不要把它列入这批镜像源，或接管其会话，或在之前的一次 apply 中把它从该会话移除。在同一次 apply 中，它会短暂地同时在两个会话中。如果导出早于最近一次 apply，请重新导出。',
        effect: SOURCE_LEAVES,
      },
    },
  },
  TM523: {
    title: '键始终指同一块弹性网卡',
    reasons: {
      keyChanged: {
        problem: ({ key, before, after, others }) =>
          zh`键 ${key} 原来指 ${before}，现在指 ${after}。其会话会原地换用新的弹性网卡${others > 0 ? zh`，会话的其他 ${count(others, '个镜像源')}会中断` : ''}`,
        fix: '如果那是另一台机器，请使用另一个键。如果是替换原来的机器，则无需修改。',
      },
    },
  },
  TM524: {
    title: '计划的每个分片都在应用中',
    reasons: {
      shardMissing: {
        problem: ({ plan, shards, sessions }) => zh`计划 ${plan} 的分片 ${few(shards)}（${count(sessions, '个会话')}）不在应用的任何栈中`,
        fix: ({ plan }) => zh`请保留 MirrorPlan.of({ name: '${plan}' })，并为 plan.shards 的每个分片创建 MirroredFleetShard，只部署其中一个栈时也一样。否则账本不再记录它们的会话。`,
      },
      emptyMissing: {
        problem: ({ plan, shards }) => zh`计划 ${plan} 的分片 ${few(shards)} 不再有会话，也不在应用的任何栈中，栈中可能仍存在的筛选条件不会被销毁`,
        fix: ({ shards }) =>
          zh`请为 plan.shards 的每个分片创建 MirroredFleetShard，apply 后销毁该栈。之后（或已销毁时）请在 MirrorPlan.of 中设置 destroyedShards: [${shards.join(', ')}]。`,
      },
      empty: {
        problem: ({ plan, shards }) => zh`计划 ${plan} 的分片 ${few(shards)} 不再有会话。在栈销毁之前，账本会保留它的记录`,
        fix: ({ shards }) => zh`请 apply 该栈并销毁它（${FRAMEWORK.module} destroy），然后在 MirrorPlan.of 中设置 destroyedShards: [${shards.join(', ')}]。`,
      },
      notDestroyed: {
        problem: ({ plan, shards }) => zh`计划 ${plan} 的 destroyedShards 列出分片 ${few(shards)}，而计划仍在使用它`,
        fix: '请从 destroyedShards 中删除该编号：该分片有会话。',
      },
    },
  },
  TM525: {
    title: '镜像源保持其批次和键',
    reasons: {
      movedRefused: {
        problem: ({ comparedWith, moved }) => zh`与${comparedWith}相比，以下镜像源在一次 apply 中从另一个会话移来，而 Terraform 不保证先后顺序：${few(moved)}`,
        fix: keepName,
        effect: keepNameEffect,
      },
      moved: {
        problem: ({ comparedWith, moved }) => zh`与${comparedWith}相比，以下镜像源从另一个会话移来，可能中断：${few(moved)}`,
        fix: keepName,
        effect: keepNameEffect,
      },
    },
  },
  TM526: {
    title: '账号中的会话与账本一致',
    reasons: {
      absent: {
        problem: ({ comparedWith, sessions }) => zh`导出中没有 ${few(sessions)}，而${comparedWith}中有。下一次 apply 会重新创建`,
        fix: '如果导出之后 apply 过该账本，请重新导出。否则有人在 Terraform 之外删除了该会话：如果不再需要，请移除其镜像源。',
      },
      changedOutside: {
        problem: ({ session, changes, replaced, interrupted }) =>
          zh`导出中的会话 ${session}：${changes.join('，')}。下一次 apply 会${replaced ? '替换该会话' : '原地改回'}${interrupted > 0 ? zh`，并中断其 ${count(interrupted, '个镜像源')}` : ''}`,
        fix: '如果导出之后 apply 过该账本，请重新导出。否则有人在 Terraform 之外修改了该会话：如果要保留该修改，请在本应用中也作相同的修改。',
      },
    },
  },
  TM527: {
    title: '没有一次 apply 先释放再占用同一编号或位置',
    reasons: {
      freedAndTaken: {
        problem: ({ risks }) => zh`一次 apply 会释放并重新占用以下内容，而 Terraform 不保证先后顺序：${few(risks)}`,
        fix: (p) => zh`${inTwoDeploys(p)}否则 apply 可能失败，已被移除的镜像源在下一次 apply 之前不被镜像。`,
      },
      sameVni: {
        problem: ({ risks }) => zh`一次 apply 会重用 ${few(risks)}：有数秒时间，两个会话的镜像报文使用同一个 VNI`,
        fix: inTwoDeploys,
      },
    },
  },
  TM528: {
    title: '缺少标签的镜像源不会使其他镜像源关闭',
    reasons: {
      switchedOff: {
        problem: ({ session, without, others, tag, values }) =>
          zh`会话 ${session} 已关闭，因为 ${few(without)} 缺少标签 ${tag}${values.length === 0 ? '' : zh`=${values.join(' 或 ')}`}。`
          + zh`会话的其他 ${count(others.length, '个镜像源')}有该标签：${others.join('、')}`,
        fix: ({ without }) => zh`请重新为 ${few(without)} 加上标签，或把它移出镜像源。使用 packing: MirrorPacking.DEDICATED 时，每个镜像源有独立的开关。`,
        effect: '如果移出，其他镜像源会中断数秒，之后恢复镜像。',
      },
    },
  },
};
