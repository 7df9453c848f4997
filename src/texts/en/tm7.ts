import { few, subjects } from './phrases';
import { reason } from '../reason';

const REPLACED = 'A new packet_length replaces the session. All its sources are interrupted meanwhile.';

/** Packets. */
export const TM7 = {
  TM701: {
    title: 'Copies hold whole packets',
    reasons: {
      encapsulation: reason<{ sources: readonly string[]; mtu: number; lost: number; overhead: number; whole: number }>({
        problem: ({ sources, mtu, lost, overhead, whole }) =>
          `Packets of ${few(sources)} with MTU ${mtu} lose up to ${lost} bytes: the encapsulation takes ${overhead} bytes, so ${whole} fit`,
        fix: ({ whole }) => `Set the guest's MTU to ${whole}. Or write packet_length = ${whole} if the cut is intended.`,
        effect: `The MTU affects no session. ${REPLACED}`,
      }),
      defaultLength: reason<{ sources: readonly string[]; mtu: number; lost: number; kept: number; whole: number; length: number }>({
        problem: ({ sources, mtu, lost, kept }) => `Packets of ${few(sources)} with MTU ${mtu} lose up to ${lost} bytes: without packet_length a session keeps ${kept} bytes`,
        fix: ({ mtu, whole, length, kept }) => `${mtu > whole ? `Set the guest's MTU to ${whole}. ` : ''}Write packet_length = ${length}, or ${kept} if that is enough.`,
        effect: REPLACED,
      }),
      sourceMtu: reason({
        problem: (p) => `Cannot check truncation for ${subjects(p, 'source')}: the MTU is not specified`,
        fix: (_, reader) => reader === 'constructs' ? 'Specify mtu with MirrorSource.networkInterface(id, { mtu }), as the guest shows it.' : 'Provide an inventory with the MTU of the guests.',
      }),
      targetMtu: reason({
        problem: (p) => `Cannot check truncation for ${subjects(p, 'source')}: in this region the target's MTU limits packets, and it is not specified`,
        fix: (_, reader) => reader === 'constructs' ? 'Specify mtu with MirrorTarget.networkInterface(id, { mtu }).' : 'Provide an inventory with the MTU of the sensors.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: packet_length is known only at apply`,
        fix: 'Write it as a number.',
      }),
    },
  },
};
