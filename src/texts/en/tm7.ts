import { acknowledgeUndecided, few, subjects } from './phrases';
import { Reader, reason } from '../reason';

const REPLACED = 'A new packet_length replaces the session. All its sources are interrupted until the new session runs.';

/** How to set the MTU of a source: made by the app, listed by an inventory, or by id. */
function sourceMtu(made: boolean, listed: boolean): string {
  const call = made
    ? 'MirrorSource.fromResource(resource, { mtu })'
    : listed ? 'inventory.select({ mtu })' : 'MirrorSource.networkInterface(id, { mtu })';
  return `Set mtu with ${call}, as the guest shows it.`;
}

/** No input of the command has the MTU of a guest. */
function checkMtu(where: string, reader: Reader): string {
  return `Check the MTU in ${where} (\`ip link\`), because no input of the command contains it. `
    + acknowledgeUndecided('TM701', 'the copies are whole', reader);
}

/** Packets. */
export const TM7 = {
  TM701: {
    title: 'Copies contain whole packets',
    reasons: {
      encapsulation: reason<{ sources: readonly string[]; mtu: number; lost: number; overhead: number; whole: number }>({
        problem: ({ sources, mtu, lost, overhead, whole }) =>
          `Packets of ${few(sources)} with MTU ${mtu} lose up to ${lost} bytes: the encapsulation takes ${overhead} bytes, so ${whole} fit`,
        fix: ({ whole }) => `Set the guest's MTU to ${whole}. Or write packet_length = ${whole} if the cut is intended.`,
        effect: `The MTU affects no session. ${REPLACED}`,
      }),
      defaultLength: reason<{ sources: readonly string[]; mtu: number; lost: number; kept: number; whole: number; length: number }>({
        problem: ({ sources, mtu, lost, kept }) =>
          `Packets of ${few(sources)} with MTU ${mtu} lose up to ${lost} bytes: without packet_length a session keeps ${kept} bytes`,
        fix: ({ mtu, whole, length, kept }) =>
          `${mtu > whole ? `Set the guest's MTU to ${whole}. ` : ''}Write packet_length = ${length}, or ${kept} if that is enough.`,
        effect: REPLACED,
      }),
      sourceMtu: reason<{ sourceMade: boolean; listed: boolean }>({
        problem: (p) => `Cannot check truncation for ${subjects(p, 'source')}: the MTU is not specified`,
        fix: (p, reader) =>
          reader === 'constructs' ? sourceMtu(p.sourceMade, p.listed) : checkMtu('the source', reader),
      }),
      targetMtu: reason({
        problem: (p) =>
          `Cannot check truncation for ${subjects(p, 'source')}: in this region the target's MTU limits packets, and it is not specified`,
        fix: (_, reader) =>
          reader === 'constructs'
            ? 'Specify mtu with MirrorTarget.networkInterface(id, { mtu }).'
            : checkMtu('the sensor', reader),
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: packet_length is known only at apply`,
        fix: 'Write it as a number.',
      }),
    },
  },
};
