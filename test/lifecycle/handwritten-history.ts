// The history of an estate as people write it by hand: as many sources a session as the quota allows.
import { Arguments, Handwritten, ownRule, session } from './handwritten';
import { Estate, Step } from '../golden/history/history';

const PER_SESSION = 10;

function written(estate: Estate, sessions: Readonly<Record<string, Arguments>>): Handwritten {
  return {
    sessions,
    // One after another, as everybody learns at the first conflict.
    ingress: Object.fromEntries(estate.ports.map((port, index) => [`rule${index}`, ownRule(index + 1, 'TCP', `${port}/${port}`, {
      destination_cidr_block: '0.0.0.0/0',
      ...(index > 0 ? { depends_on: [`alicloud_vpc_traffic_mirror_filter_ingress_rule.rule${index - 1}`] } : {}),
    })])),
  };
}

/** As a loop writes it: ten sources a session in the order of the inventory, everything numbered by position. */
export function byPosition(steps: readonly Step[]): Handwritten[] {
  return steps.map(({ estate }) => {
    const { sources, targets, enabled } = estate;
    const chunks = Array.from({ length: Math.ceil(sources.length / PER_SESSION) }, (_, index) =>
      sources.slice(index * PER_SESSION, (index + 1) * PER_SESSION).map(({ id }) => id));
    return written(estate, Object.fromEntries(chunks.map((ids, index) => [
      `mirror${index}`,
      session(`mirror-${index}`, index + 1, ids, {
        traffic_mirror_target_id: targets[index % targets.length].id,
        virtual_network_id: index + 1,
        enabled,
      }),
    ])));
  });
}

/**
 * As a careful person writes it: a source stays in its session and a session keeps its numbers and its target; a new
 * source takes a free place where there is one.
 */
export function byHand(steps: readonly Step[]): Handwritten[] {
  interface Place { readonly number: number; readonly ids: string[]; target: string }
  const places: Place[] = [];
  let last = 0;
  return steps.map(({ estate }) => {
    const { sources, targets, enabled } = estate;
    const wanted = new Set(sources.map(({ id }) => id));
    for (const place of places) place.ids.splice(0, place.ids.length, ...place.ids.filter((id) => wanted.has(id)));
    const placed = new Set(places.flatMap(({ ids }) => ids));
    const serving = (target: string): number => places.filter((place) => place.target === target).length;
    const leastLoaded = (): string => targets.map(({ id }) => id).reduce((a, b) => (serving(b) < serving(a) ? b : a));
    for (const { id } of sources) {
      if (placed.has(id)) continue;
      let place = places.find(({ ids }) => ids.length > 0 && ids.length < PER_SESSION);
      if (!place) places.push(place = { number: ++last, ids: [], target: leastLoaded() });
      place.ids.push(id);
    }
    const lost = new Set(places.filter(({ target }) => !targets.some(({ id }) => id === target)));
    for (const place of lost) place.target = leastLoaded();
    return written(estate, Object.fromEntries(places.filter(({ ids }) => ids.length > 0).map(({ number, ids, target }) => [
      `mirror${number}`,
      session(`mirror-${number}`, number, [...ids], { traffic_mirror_target_id: target, virtual_network_id: number, enabled }),
    ])));
  });
}
