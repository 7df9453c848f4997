import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';
const NO_NAME = 'nothing has such a name';
const TYPES = 'only the compiler needs it: nothing is found without a value';
const STRYKER = '["Stryker was here"]';

export const ARRIVAL: readonly Equivalent[] = [
  ...alike('src/checks/arrival/admission.ts', 'if (sources.isEmpty) return [];', [['sources.isEmpty', 'false']], FASTER),
  ...alike('src/checks/arrival/admission.ts', 'if (sure.isEmpty && perhaps.isEmpty) return;', [
    ['sure.isEmpty && perhaps.isEmpty', 'false'],
  ], FASTER),
  ...alike('src/checks/arrival/admission.ts', 'if (part.isEmpty) return;', [['part.isEmpty', 'false']], FASTER),
  ...alike('src/checks/arrival/admission.ts', 'const movable = first !== last;', [
    ['first !== last', 'true'],
  ], 'the same rule decides in the next step'),
  ...alike('src/checks/arrival/admission.ts', 'if (sourcePorts[0] > LOWEST_PORT) starts.add(sourcePorts[0]);', [
    ['sourcePorts[0] > LOWEST_PORT', 'sourcePorts[0] >= LOWEST_PORT'],
  ], 'the first span begins there anyway'),
  ...alike('src/checks/arrival/admission.ts', 'if (sourcePorts[1] < HIGHEST_PORT) starts.add(sourcePorts[1] + 1);', [
    ['sourcePorts[1] < HIGHEST_PORT', 'sourcePorts[1] <= HIGHEST_PORT'],
  ], 'a span after the last port has the rules of the last one'),
  ...alike('src/checks/arrival/arrival.ts', 'if (!arrival) arrivals.set(model, arrival = new Arrival(model));', [
    ['!arrival', 'true'],
  ], FASTER),
  ...alike(
    'src/checks/arrival/arrival.ts', 'if (found.misplaced(network, [senders.vswitch, senders.vpc, ...senders.groups ?? []])) return;',
    [['[]', STRYKER]], NO_NAME,
  ),
  ...alike('src/checks/arrival/arrival.ts', "if (results.every(({ outcomes }) => outcomes.every((o) => o.verdict === 'accept'))) {", [
    ["results.every(({ outcomes }) => outcomes.every((o) => o.verdict === 'accept'))", 'false'],
    ["({ outcomes }) => outcomes.every((o) => o.verdict === 'accept')", '() => undefined'],
    ["(o) => o.verdict === 'accept'", '() => undefined'],
    ["o.verdict === 'accept'", 'false'],
    ["'accept'", '""'],
  ], FASTER),
  ...alike('src/checks/arrival/arrival.ts', 'function thingsOf({ vswitch, vpc, groups = [] }: Place): (Identity | undefined)[] {', [
    ['[]', STRYKER],
  ], NO_NAME),
  ...alike('src/checks/arrival/arrival.ts', 'for (const { identity, place: { vpc, groups = [] } } of receivers) {', [
    ['[]', STRYKER],
  ], NO_NAME),
  ...alike('src/checks/arrival/arrival.ts', 'if (this.opened) return;', [['this.opened', 'false']], FASTER),
  ...alike(
    'src/checks/arrival/arrival.ts', 'const classes = place || network.reach.away.length > 0 ? senderClasses(network, sessions) : [];',
    [['place || network.reach.away.length > 0', 'true'], ['network.reach.away.length > 0', 'network.reach.away.length >= 0']], FASTER,
  ),
  ...alike(
    'src/checks/arrival/arrival.ts', 'const classes = place || network.reach.away.length > 0 ? senderClasses(network, sessions) : [];',
    [['[]', STRYKER]], NO_NAME,
  ),
  ...alike(
    'src/checks/arrival/arrival.ts',
    'network: NetworkModel, [receiver]: readonly Receiver[], { groups = [], vpc, members: [sender] }: SenderClass,',
    [['[]', STRYKER]], NO_NAME,
  ),
  ...alike('src/checks/arrival/arrival.ts', 'if (sender === undefined || receiver === undefined) return undefined;', [
    ['receiver === undefined', 'false'],
  ], 'only the compiler needs it: a target without receivers is not looked at'),
  ...alike('src/checks/arrival/needs.ts', 'const told = id === undefined ? undefined : facts.vswitches.get(id);', [
    ['id === undefined', 'false'],
  ], TYPES),
  ...alike('src/checks/arrival/needs.ts', 'for (const source of session.sources ?? []) {', [['[]', STRYKER]], NO_NAME),
  ...alike('src/checks/arrival/senders.ts', 'for (const source of session.sources ?? []) {', [['[]', STRYKER]], NO_NAME),
  ...alike(
    'src/checks/arrival/senders.ts',
    "const key = `${vpc}\\n${vswitch}\\n${own ?? managed}\\n${groups?.length === 1 ? groups[0] : groups?.slice().sort().join(' ')}`;",
    [['groups?.length === 1', 'false'], ['groups?.slice().sort()', 'groups?.slice()'], ["' '", '""']],
    'it only saves time: sources may be in more classes, and two lists of ids do not become one text',
  ),
  ...alike('src/checks/arrival/written.ts', 'return new Set(receivingPlaces(model).flatMap((place) => place.groups ?? []));', [
    ['[]', STRYKER],
  ], NO_NAME),
  ...alike('src/checks/arrival/written.ts', 'if (!waiting) byStack.set(stack, waiting = new Waiting(stack));', [
    ['!waiting', 'true'],
  ], FASTER),
  ...alike(
    'src/checks/arrival/written.ts',
    "const addresses: string[] = Array.isArray(dependsOn) ? dependsOn.filter((d: unknown) => typeof d === 'string').map(bare) : [];",
    [['[]', STRYKER]], NO_NAME,
  ),
  ...alike('src/checks/target.ts', 'if (type === undefined) return undefined;', [
    ['type === undefined', 'false'],
  ], 'no list has an unknown type'),
  ...alike('src/checks/target.ts', 'if (!found) {', [['!found', 'true']], FASTER),
  ...alike(
    'src/checks/target.ts', 'const sessions = all.some((s) => s.enabled === false) ? all.filter((s) => s.enabled !== false) : all;',
    [['s.enabled === false', 'true']], FASTER,
  ),
  ...alike('src/checks/sensor-sources.ts', 'if (!this.byInstance) {', [['!this.byInstance', 'true']], FASTER),
  ...alike('src/checks/sensor-sources.ts', 'if (found) return found;', [['found', 'false']], FASTER),
  ...alike('src/checks/sensor-sources.ts', 'if (model.possiblySame().length === 0) return [];', [
    ['model.possiblySame().length === 0', 'false'],
  ], FASTER),
];
