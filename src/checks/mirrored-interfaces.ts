import { MirrorModel, SessionModel } from '../model/mirror-model';
import { Identity } from '../model/reference';
import { parseIpv4Address } from '../net/ipv4-cidr';

/** An interface that is a source of sessions. */
export interface MirroredInterface {
  readonly source: Identity;
  /** Its primary IP, if known. */
  readonly address?: number;
  readonly sessions: readonly SessionModel[];
}

/** All interfaces of an app that are sources. */
export function mirroredInterfaces(model: MirrorModel): MirroredInterface[] {
  const found = new Map<Identity, MirroredInterface>();
  const indexOf = new Map<SessionModel, Map<Identity, number>>();
  for (const group of model.groups) {
    for (const [source, sessions] of group.bySource) {
      const [first] = sessions;
      let index = indexOf.get(first);
      if (!index) indexOf.set(first, index = new Map(first.sources!.map((s, i) => [s, i])));
      const ip = model.sourceFacts(first)[index.get(source)!]?.primaryIp;
      const parsed = ip === undefined ? undefined : parseIpv4Address(ip);
      found.set(source, { source, address: parsed?.ok ? parsed.address : undefined, sessions });
    }
  }
  return [...found.values()];
}

/** The sessions that are on or may be on, in their order of precedence. Undefined if that order is unknown. */
export function tried(sessions: readonly SessionModel[]): SessionModel[] | undefined {
  const on = sessions.filter((s) => s.enabled !== false && s.block.body.enabled !== undefined);
  if (on.length > 1 && on.some((s) => s.priority === undefined)) return undefined;
  return [...on].sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));
}
