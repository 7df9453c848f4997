import * as fc from 'fast-check';
import { Sentence } from '../../src/intent/translate';
import { EVERY_PORT, PacketBox } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { block } from '../property/packets';

const service: fc.Arbitrary<Pick<PacketBox, 'protocol' | 'sourcePorts' | 'destinationPorts'>> = fc.oneof(
  fc.constant({ protocol: 'ALL' as const, sourcePorts: EVERY_PORT, destinationPorts: EVERY_PORT }),
  fc
    .constantFrom(53, 80, 443)
    .map((port) => ({ protocol: 'TCP' as const, sourcePorts: EVERY_PORT, destinationPorts: [port, port + 1] as const })),
);
const accept = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });

/** A statement about packets from one network, of one service. */
export const sentence: fc.Arbitrary<Sentence> = fc.record({ accept, source: block, own: service })
  .map(({ accept: accepts, source, own }) => ({
    accept: accepts,
    parts: [PacketSet.ofBox({ ...own, source, destination: [0, 2 ** 32] })],
  }));
