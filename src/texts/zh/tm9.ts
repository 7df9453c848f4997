import { count } from './phrases';
import { zh } from './spacing';
import type { TM9 as EN } from '../en/tm9';

export const TM9: typeof EN = {
  TM901: {
    title: '没有过期的确认',
    reasons: {
      expired: {
        problem: ({ check, expires, reason: why, owner }) =>
          zh`${check} 的确认（${why}${owner === undefined ? '' : zh`，负责人：${owner}`}）已于 ${expires} 过期`,
        fix: ({ where, check }) => zh`请处理 ${check} 报告的问题，或在 ${where} 中延长或删除该确认。`,
      },
    },
  },
  TM902: {
    title: '每条确认都对应一个结果',
    reasons: {
      unmatched: {
        problem: ({ check, at, undecided, where }) =>
          zh`${where} 中的确认（${at === '' ? '' : zh`${at} 的 `}${check} ${undecided ? '无法判定的结果' : '违规'}）没有对应的结果`,
        fix: ({ like }) => zh`${like === undefined ? '' : zh`是否指 ${like}？`}请改正或删除它。违规与无法判定的结果分别确认。`,
      },
    },
  },
  TM903: {
    title: '没有覆盖整个栈的确认',
    reasons: {
      broad: {
        problem: ({ check, matched, where }) => zh`${where} 中对 ${check} 的确认覆盖整个栈或应用，目前共 ${count(matched, '个结果')}`,
        fix: ({ most }) => zh`请写明确认的对象，或栈内的范围。覆盖整个栈的确认最多可覆盖 ${count(most, '个结果')}。`,
      },
    },
  },
  TM904: {
    title: '基线没有过期',
    reasons: {
      expired: {
        problem: ({ expires, size, file }) => zh`基线 ${file}（${count(size, '个结果')}）已于 ${expires} 过期`,
        fix: '请处理剩余的结果，或在文件中设置更晚的日期。',
      },
    },
  },
};
