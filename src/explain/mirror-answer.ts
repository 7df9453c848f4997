import { MirrorAnswerCode, MirrorAnswerRemark } from './answer-code';
import type { Explanation } from './explain';
import { MirrorDirection } from './mirror-direction';
import { known } from '../net/known';
import { refusal } from '../net/refusal';

/** Whether the rules of one filter copy a packet. */
export interface MirrorFilterAnswer {
  /**
   * Whether the filter copies the packet.
   *
   * @default - it depends on a value that is unknown at synth
   */
  readonly mirrored?: boolean;
  /** The reason: `MIRRORED`, `DROPPED_BY_RULE`, `NO_RULE`, `NOT_A_MIRRORED_KIND` or `UNKNOWN_RULE`. */
  readonly code: MirrorAnswerCode;
  /** The reason as a sentence. */
  readonly text: string;
  /**
   * The rule that decides, for example `inbound rule 3`.
   *
   * @default - no rule decides
   */
  readonly rule?: string;
}

/** Whether one interface copies a packet in one direction. */
export interface MirrorAnswer {
  /** The interface. Empty if no interface sees the packet. */
  readonly interfaceId: string;
  readonly direction: MirrorDirection;
  /**
   * Whether the packet is copied.
   *
   * @default - it depends on unknown values
   */
  readonly mirrored?: boolean;
  /** The reason. */
  readonly code: MirrorAnswerCode;
  /** The reason as a sentence. */
  readonly text: string;
  /**
   * Construct path of the session that decides.
   *
   * @default - no session decides
   */
  readonly session?: string;
  /**
   * The rule that decides, with its construct path.
   *
   * @default - no rule decides
   */
  readonly rule?: string;
  /**
   * The target of the copy.
   *
   * @default - not copied, or known only at apply
   */
  readonly target?: string;
  /**
   * The VNI of the copy.
   *
   * @default - not copied, or known only at apply
   */
  readonly virtualNetworkId?: number;
  /**
   * Whether the copy reaches its target.
   *
   * @default - not copied, unknown, or the load balancer may choose a server that refuses the copy
   */
  readonly arrives?: boolean;
  /**
   * Whether the copies of long packets are truncated.
   *
   * @default - not copied, or unknown
   */
  readonly truncated?: boolean;
  /** Remarks, for example why the copy does not arrive. */
  readonly remarks: MirrorAnswerRemark[];
}

/** Whether an app copies a packet. */
export interface MirrorExplanation {
  /** The packet as text. */
  readonly packet: string;
  /**
   * Whether some interface copies the packet.
   *
   * @default - it depends on unknown values
   */
  readonly mirrored?: boolean;
  /** One answer for each interface and direction that sees the packet, at least one. */
  readonly answers: MirrorAnswer[];
  /** Remarks on the whole packet, for example that it is copied twice. */
  readonly remarks: MirrorAnswerRemark[];
}

/** Options of `MirrorEvaluation.explain`. */
export interface MirrorExplainOptions {
  /**
   * The mirrored interface, if the addresses of the packet are not its primary IP.
   *
   * @default - all interfaces whose primary IP is the source or destination
   */
  readonly interfaceId?: string;
  /**
   * The direction at the mirrored interface.
   *
   * @default - both
   */
  readonly direction?: MirrorDirection;
}

/** @throws if an option is malformed or a token */
export function explainOptions(path: string, given: MirrorExplainOptions): MirrorExplainOptions {
  const options: MirrorExplainOptions = given ?? {};
  const interfaceId = options.interfaceId ?? undefined;
  const direction = options.direction ?? undefined;
  if (interfaceId !== undefined && !(typeof interfaceId === 'string' && known(interfaceId) && interfaceId !== '')) {
    throw refusal({
      path,
      what: 'interfaceId',
      got: interfaceId,
      allowed: 'the id of an interface that is known at synth',
      fix: 'write it like eni-bp1web, or leave it out',
    });
  }
  if (direction !== undefined && !Object.values(MirrorDirection).includes(direction)) {
    throw refusal({
      path,
      what: 'direction',
      got: direction,
      allowed: Object.values(MirrorDirection).join(' or '),
      fix: 'use MirrorDirection, or leave it out',
    });
  }
  return { interfaceId, direction };
}

/** An explanation in the public form. */
export function publicExplanation({ packet, mirrored, answers, remarks }: Explanation): MirrorExplanation {
  return {
    packet,
    mirrored,
    answers: answers.map((a) => ({
      ...a, direction: a.direction === 'inbound' ? MirrorDirection.INBOUND : MirrorDirection.OUTBOUND, remarks: [...a.remarks],
    })),
    remarks: [...remarks],
  };
}
