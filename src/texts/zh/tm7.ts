import { acknowledgeUndecided, AT_APPLY, few, subjects } from './phrases';
import { zh } from './spacing';
import type { TM7 as EN } from '../en/tm7';
import type { Reader } from '../reason';

const REPLACED = '新的 packet_length 会替换会话，期间其全部镜像源中断。';

function sourceMtu(made: boolean, listed: boolean): string {
  const call = made
    ? 'MirrorSource.fromResource(resource, { mtu })'
    : listed ? 'inventory.select({ mtu })' : 'MirrorSource.networkInterface(id, { mtu })';
  return zh`请用 ${call} 设置 mtu，取操作系统中显示的值。`;
}

/** No input of the command has the MTU of a guest. */
function checkMtu(where: string, reader: Reader): string {
  return zh`请在${where}的操作系统中查看 MTU（\`ip link\`），因为命令的输入都不包含它。${acknowledgeUndecided('TM701', '镜像报文是完整的', reader)}`;
}

/** Packets. */
export const TM7: typeof EN = {
  TM701: {
    title: '镜像报文完整',
    reasons: {
      encapsulation: {
        problem: ({ sources, mtu, lost, overhead, whole }) =>
          zh`${few(sources)}（MTU ${mtu}）的报文最多丢失 ${lost} 字节：封装占用 ${overhead} 字节，只能容纳 ${whole} 字节`,
        fix: ({ whole }) => zh`请把操作系统的 MTU 设为 ${whole}。如果有意截断，请写 packet_length = ${whole}。`,
        effect: zh`修改 MTU 不影响会话。${REPLACED}`,
      },
      defaultLength: {
        problem: ({ sources, mtu, lost, kept }) => zh`${few(sources)}（MTU ${mtu}）的报文最多丢失 ${lost} 字节：没有 packet_length 时会话保留 ${kept} 字节`,
        fix: ({ mtu, whole, length, kept }) =>
          zh`${mtu > whole ? zh`请把操作系统的 MTU 设为 ${whole}。` : ''}请写 packet_length = ${length}，如果 ${kept} 足够则写 ${kept}。`,
        effect: REPLACED,
      },
      sourceMtu: {
        problem: (p) => zh`无法检查${subjects(p, '镜像源')} 的报文是否被截断：没有设置 MTU`,
        fix: (p, reader) => reader === 'constructs' ? sourceMtu(p.sourceMade, p.listed) : checkMtu('镜像源', reader),
      },
      targetMtu: {
        problem: (p) => zh`无法检查${subjects(p, '镜像源')} 的报文是否被截断：该地域由镜像目的的 MTU 限制报文，而没有设置它`,
        fix: (_, reader) => reader === 'constructs' ? '请用 MirrorTarget.networkInterface(id, { mtu }) 设置 mtu。' : checkMtu('分析端', reader),
      },
      onlyAtApply: {
        problem: ({ path }) => zh`${path}：packet_length 的值 ${AT_APPLY}`,
        fix: '请把它写成数字。',
      },
    },
  },
};
