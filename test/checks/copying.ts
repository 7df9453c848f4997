import { Fixture, INBOUND, right, rule, SESSION, session, FILTER } from './fixtures';
import { OUTBOUND } from '../support/app';

/** The rules of a filter, each with its changes of a rule for HTTPS, by priority. */
export interface Copying {
  readonly inbound?: readonly object[];
  readonly outbound?: readonly object[];
}

/** A session: its sources with their primary IP, the number of its filter, and its other arguments. */
export type Using = readonly [filter: number, sources: Readonly<Record<string, string | undefined>>, more?: object];

/** An app with filters f0, f1 and so on, and sessions s0, s1 and so on, with rising priorities. */
export function copying(filters: readonly Copying[], sessions: readonly Using[]): Fixture {
  const f = right();
  const id = (n: number) => `\${${FILTER}.f${n}.id}`;
  const rules = (direction: 'inbound' | 'outbound') => Object.fromEntries(filters.flatMap((filter, n) => (filter[direction] ?? [])
    .map((more, i) => [`f${n}r${i + 1}`, rule(i + 1, { traffic_mirror_filter_id: id(n), ...more })])));
  Object.assign(f.terraform.resource, {
    [FILTER]: Object.fromEntries(filters.map((_, n) => [`f${n}`, {}])), [INBOUND]: rules('inbound'), [OUTBOUND]: rules('outbound'),
    [SESSION]: Object.fromEntries(sessions.map(([filter, sources, more], n) => [
      `s${n}`, session(Object.keys(sources), 10 * (n + 1), { traffic_mirror_filter_id: id(filter), ...more }),
    ])),
  });
  f.statements.sessions = Object.fromEntries(sessions.map(([, sources], n) => [`${SESSION}.s${n}`, {
    sources: Object.fromEntries(Object.entries(sources).map(([source, primaryIp]) => [source, { primaryIp }])), target: {},
  }]));
  return f;
}
