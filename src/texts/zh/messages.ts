import { count, number } from './phrases';
import { zh } from './spacing';
import { HAS_COMMAND, inApi } from '../../net/api-names';
import { isWhole } from '../names';
import type { MESSAGES as EN } from '../en/messages';

/** Texts around findings: counts, editions, advice. */
export const MESSAGES: typeof EN = {
  severity: { error: '错误', warning: '警告', undecided: '无法判定' },
  lines: { at: '位置', also: '另有', fix: '处理', effect: '影响', reason: '理由', help: '帮助' },
  /** A Chinese character is as wide as two Latin ones. */
  labelWidth: 2,
  indent: 7,
  sentences: (parts) => parts.map((part) => /[。？！]$/.test(part) ? part : zh`${part}。`).join(''),
  underEdition: (edition) => zh`（${edition} 版）`,
  also: (places, more, total) => zh`${places.join('、')}${more > 0 ? zh` 等另外 ${number(places.length + more)} 处` : ''}（共 ${number(total)} 处）`,
  help: (page, id) => zh`${HAS_COMMAND ? `traffic-mirror checks ${id} --lang zh，或` : ''}${isWhole(page) ? '' : '软件包中的'} ${page}`.trim(),
  acknowledge: (id, undecided) => inApi(undecided
    ? zh`如果已知实际结果，请确认并忽略：MirrorPolicy.of(scope).acknowledgeUndecided('${id}', 'reason')`
    : zh`如果这是预期的结果，请确认并忽略：MirrorPolicy.of(scope).acknowledge('${id}', 'reason')`),
  counts: ({ errors, warnings, undecided, acknowledged }) =>
    [
      zh`${number(errors)} 个错误`,
      zh`${number(warnings)} 个警告`,
      zh`${number(undecided)} 项无法判定`,
      ...acknowledged > 0 ? [zh`${number(acknowledged)} 项已确认`] : [],
    ].join(
      '   ',
    ),
  countsUnder: (counts, edition) => zh`${counts}   （${edition} 版）`,
  policyFile: (file) => zh`策略 ${file}`,
  baseline: (old, fixed) => zh`基线：${count(old, '个已知结果')}${fixed > 0 ? zh`，${count(fixed, '条')}已修复：--prune-baseline 可删除` : ''}`,
  pruned: (file, removed, left) => zh`基线 ${file}：删除 ${count(removed, '条已修复的结果')}，剩余 ${count(left, '条')}`,
  endsSoon: (days) => zh`${count(days, '天')}内到期`,
  ending: ({ check, at, expires, days, owner, reason, findings, where }) => {
    const what = check === undefined ? zh`基线 ${where}` : `${check}${at ? ` ${at}` : ''}`;
    return zh`${expires}（${days === 0 ? '今天' : zh`${count(days, '天')}后`}）  ${what}，${count(findings, '个结果')}${owner === undefined ? '' : zh`，负责人 ${owner}`}${reason === undefined ? '' : zh`：${reason}`}`;
  },
  otherEdition: ({ inForce, other, wouldNotHold, wouldAdd, isPlain }) => {
    const gone = wouldNotHold > 0 ? [zh`${count(wouldNotHold, '个错误')}不再成立`] : [];
    const added = wouldAdd > 0 ? [zh`新增 ${count(wouldAdd, '个结果')}`] : [];
    return (
      zh`没有选择文档版本，按 ${inForce} 版检查。按 ${other} 版检查时，${[...gone, ...added].join('，')}。`
      + zh`请用 ${isPlain ? '' : zh`${inApi(`MirrorPolicy.of(app).edition(MirrorEdition.EDITION_${other})`)} 或 `}--edition ${other} 选择，或在策略文件中写 "edition": "${other}"。`
    );
  },
  verified: ({ interfaces, atLeast, stacks, checks, warnings, undecided, edition, policy }) => [
    zh`${count(stacks, '个栈')}中${atLeast ? '至少' : ''}镜像 ${count(interfaces, '块弹性网卡')}`,
    zh`${count(checks, '项检查')}通过`, ...warnings > 0 ? [zh`${number(warnings)} 个警告`] : [], zh`${number(undecided)} 项无法判定`,
  ].join('，') + zh`；${edition} 版${policy === undefined ? '' : zh`，策略 ${policy}`}`,
  evaluatedFirst: '该应用在合成之前已经评估过，其 Aspect 因此执行了两次。请在 app.synth() 之后评估，或重新构建应用。',
};
