import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';
const TYPES = 'only the compiler needs it: the rest of the condition is false without a value';
const NO_TEXT = 'a text in place of an empty list has none of the properties that are read';
const BY_SOURCE = 'everything but sessions is counted by source';

const file = (name: string) => `src/checks/${name}.ts`;

/** Checks of sessions, quotas, provider arguments and demands. */
export const SESSIONS: readonly Equivalent[] = [
  ...alike(
    file('tm301-sessions-per-source'),
    ': sessions.length <= limit && !repeated || checkSource(model, source, sessions, limit, facts.edition, outcomes);',
    [['sessions.length <= limit && !repeated', 'false'], ['sessions.length <= limit', 'sessions.length < limit']], FASTER,
  ),
  ...alike(
    file('tm301-sessions-per-source'),
    'const isCertain = !perhapsSame.hasOthers(group) && unlisted.get(group) === 0 && hasOneName(sourceKinds(group));',
    [['!perhapsSame.hasOthers(group) && unlisted.get(group) === 0 && hasOneName(sourceKinds(group))', 'false']], FASTER,
  ),
  ...alike(file('tm301-sessions-per-source'), 'const first = sessions.slice(0, OTHERS + 1);', [
    ['sessions.slice(0, OTHERS + 1)', 'sessions'],
  ], FASTER),
  ...alike(file('tm301-sessions-per-source'), 'if (group.sessions.length <= limit || hasOneName(all)) return found;', [
    ['hasOneName(all)', 'false'],
  ], FASTER),
  ...alike(
    file('tm306-packet-length'), 'if (written === undefined || length !== undefined && within(PACKET_LENGTH, length)) {',
    [['length !== undefined', 'true']], TYPES,
  ),
  ...alike(
    file('tm307-names-and-tags'), 'const wrong = stack.types.flatMap((type) => Object.keys(stack.terraform.resource?.[type] ?? {})',
    [['stack.terraform.resource?.[type]', 'stack.terraform.resource[type]']], 'only the compiler needs it: no resources, no types',
  ),
  ...alike(
    file('tm607-unread-modules'), "return [name, source, ...inputs].some((text) => NAMED_SO.test(text.replace(OTHER_MIRRORS, '')))",
    [["''", '"Stryker was here!"']], 'no name of a module is one of mirroring only without a mirror of packages in it',
  ),
  ...alike(file('tm307-names-and-tags'), 'if (goodKeys.has(key)) continue;', [['goodKeys.has(key)', 'false']], FASTER),
  ...alike(file('tm307-names-and-tags'), 'if (fault === undefined) return true;', [['true', 'false']], FASTER),
  ...alike(file('tm308-vni-per-target'), 'if (found) return found;', [['found', 'false']], FASTER),
  ...alike(file('tm308-vni-per-target'), '} else if (copies !== undefined && copies > 1) {', [['copies !== undefined', 'true']], TYPES),
  ...alike(file('tm310-order-is-stated'), 'if (limit === 1) continue;', [['limit === 1', 'false']], FASTER),
  ...alike(
    file('tm311-ipv6'), 'if (!form.traits || (form.traits.ipv6Addresses ?? 0) !== 0) form.sessions.forEach(look);',
    [['!form.traits || (form.traits.ipv6Addresses ?? 0) !== 0', 'true']], FASTER,
  ),
  ...alike(
    file('tm311-ipv6'), "else if (form.traits.ipv6Addresses === 0) outcomes.passForm(form, 'source');", [["'source'", '""']], BY_SOURCE,
  ),
  ...alike(file('tm501-sources-per-session'), 'if (byId && mostSources <= limit) outcomes.passForm(form);', [
    ['byId && mostSources <= limit', 'false'], ['mostSources <= limit', 'mostSources < limit'],
  ], FASTER),
  ...alike(file('tm503-target-quota'), 'const found = exceeding(model, facts, group, false);', [['false', 'true']], FASTER),
  ...alike(file('tm503-target-quota'), 'return found.size > 0 ? exceeding(model, facts, group, true) : found;', [
    ['found.size > 0', 'true'], ['found.size > 0', 'found.size >= 0'],
  ], FASTER),
  ...alike(file('tm505-filters-per-region'), '} else if (limit !== undefined && atLeast > limit) {', [
    ['limit !== undefined', 'true'],
  ], TYPES),
  ...alike(file('tm513-range-overlap'), 'let open: Holder[] = [];', [['[]', '["Stryker was here"]']], NO_TEXT),
  ...alike(
    file('tm513-range-overlap'),
    'return model.stacks.flatMap((stack) => (stack.document.statements?.fleets ?? []).flatMap((fleet): Holder[] => {',
    [['[]', '["Stryker was here"]']], NO_TEXT,
  ),
  ...alike(file('counting'), 'if (!kinds) perGroup.set(group, kinds = kindsOf(group.bySource.keys()));', [['!kinds', 'true']], FASTER),
  ...alike(file('edition-facts'), 'if (!values) this.cachedQuotas.set(key, values = this.readStated(name, scope.key, region));', [
    ['!values', 'true'],
  ], FASTER),
  ...alike(file('free-numbers'), 'const size = bounds.max - bounds.min + 3;', [
    ['bounds.max - bounds.min', 'bounds.max + bounds.min'],
  ], 'the further entries are never reached'),
  ...alike(file('free-numbers'), 'if (number === undefined || number < this.bounds.min || number > this.bounds.max) return;', [
    ['number === undefined', 'false'],
  ], TYPES),
  ...alike(file('target-quota'), 'const large = instanceType !== undefined && facts.catalog.isLargeTarget(instanceType);', [
    ['instanceType !== undefined', 'true'],
  ], 'an unknown type is in no list of types'),
  ...alike(
    file('target-quota'), 'for (const { sources, block } of sessions) written += sources && !block.repeated ? sources.length : Infinity;',
    [['sources && !block.repeated', 'false']], FASTER,
  ),
  ...alike(file('target-quota'), 'if (written <= limit) return { least: 0, most: written, open: 0 };', [
    ['written <= limit', 'false'], ['written <= limit', 'written < limit'],
  ], FASTER),
  ...alike(file('tm601-dry-run'), 'if (runs(form.first.block)) outcomes.passForm(form);', [['runs(form.first.block)', 'false']], FASTER),
  ...alike(
    file('tm604-unambiguous-stacks'),
    'const unnamed = (stack.terraform.provider?.alicloud ?? []).filter((p: any) => p.alias === undefined).length;',
    [['[]', '["Stryker was here"]']], 'one provider without an alias is as good as none',
  ),
  ...alike(file('tm605-ignored-changes'), 'if (ignoredIn(form.first.block) !== undefined) form.sessions.forEach(look);', [
    ['ignoredIn(form.first.block) !== undefined', 'true'],
  ], FASTER),
  ...alike(file('tm701-truncation'), 'const cut = traits && cutOf(facts, first, traits.mtu, target);', [
    ['traits && cutOf(facts, first, traits.mtu, target)', 'true'],
    ['traits && cutOf(facts, first, traits.mtu, target)', 'false'],
  ], FASTER),
  ...alike(
    file('tm701-truncation'), 'const fits = traits && first.block.body.packet_length === undefined && fitsEverywhere(traits);',
    [['traits && first.block.body.packet_length === undefined && fitsEverywhere(traits)', 'false']], FASTER,
  ),
  ...alike(file('tm701-truncation'), "if (fits || cut?.kind === 'whole' || cut?.kind === 'intended') {", [
    ["fits || cut?.kind === 'whole' || cut?.kind === 'intended'", 'false'],
    ["fits || cut?.kind === 'whole' || cut?.kind === 'intended'", "(fits || cut?.kind === 'whole') && cut?.kind === 'intended'"],
    ["fits || cut?.kind === 'whole'", 'false'],
    ["fits || cut?.kind === 'whole'", "fits && cut?.kind === 'whole'"],
    ["cut?.kind === 'whole'", 'false'],
    ["'whole'", '""'],
    ["cut?.kind === 'intended'", 'false'],
    ["'intended'", '""'],
  ], FASTER),
  ...alike(file('tm701-truncation'), "outcomes.passForm(form, 'source');", [["'source'", '""']], BY_SOURCE),
  ...alike(file('tm701-truncation'), "} else if (cut?.kind === 'open' && outcomes.decidedOnly) {", [
    ["cut?.kind === 'open' && outcomes.decidedOnly", 'false'], ["cut?.kind === 'open'", 'false'], ["'open'", '""'],
  ], FASTER),
  ...alike(file('tm701-truncation'), 'if (edition === MirrorEdition.EDITION_2023) return new Map();', [
    ['edition === MirrorEdition.EDITION_2023', 'false'],
  ], FASTER),
  ...alike(
    file('tm701-truncation'), "if (specified !== undefined && specified <= whole) return { kind: 'intended', kept };",
    [['specified !== undefined', 'true']], TYPES,
  ),
  ...alike(file('tm701-truncation'), 'return mtu !== undefined && mtu <= STANDARD_MTU - VXLAN_OVERHEAD;', [
    ['mtu !== undefined', 'true'],
  ], TYPES),
  ...alike(file('governed'), 'if (!found) {', [['!found', 'true']], FASTER),
  ...alike(file('governed'), 'if (!own) globs.set(pattern, own = glob(pattern));', [['!own', 'true']], FASTER),
  ...alike(file('tm803-all-traffic'), 'if (!found) {', [['!found', 'true']], FASTER),
  ...['tm803-all-traffic', 'tm804-longest-packet'].flatMap((name) => alike(
    file(name), 'for (const { rule: { networks = [] }, sessions } of governed(model)) {', [['[]', '["Stryker was here"]']], NO_TEXT,
  )),
  ...alike(file('tm808-interruption'), 'if (most !== undefined && sources > most) {', [['most !== undefined', 'true']], TYPES),
  ...alike(
    file('tm808-interruption'), '} else if (longest !== undefined && interrupted.count > 0 && seconds > longest) {',
    [['longest !== undefined', 'true']], TYPES,
  ),
  ...alike(file('tm810-foreign-sessions'), 'for (const source of sources ?? []) this.sources.add(source);', [
    ['[]', '["Stryker was here"]'],
  ], 'no interface has this text for its id'),
  ...alike(file('found'), "const prefix = reader === 'terraform' && !several ? `${stack}/` : '';", [
    ["''", '"Stryker was here!"'],
  ], 'no name begins with this text'),
  ...alike(file('found'), 'if (named !== label(path) || subjectAs !== subject) NAMES.set(finding, { place: named, subject: subjectAs });', [
    ['named !== label(path) || subjectAs !== subject', 'true'],
  ], FASTER),
  ...alike(file('found'), "if (prefix === '') return value;", [["prefix === ''", 'false'], ["''", '"Stryker was here!"']], FASTER),
  ...alike(file('outcomes'), "if (this.below === undefined) this.passed += each === 'session' ? sessions.length : sources;", [
    ['this.below === undefined', 'false'],
  ], FASTER),
  ...alike(file('outcomes'), 'if (this.last?.key !== key || this.last.parameters !== parameters) {', [
    ['this.last?.key !== key || this.last.parameters !== parameters', 'true'],
  ], FASTER),
  ...alike(
    file('places'),
    'const at = position !== undefined ? position : address === undefined ? undefined : own(sessions, address)?.at ?? own(places, address);',
    [['address === undefined', 'false']], TYPES,
  ),
  ...alike(
    file('places'), "const [, file, line, column] = typeof text === 'string' ? /^(.+?):(\\d+)(?::(\\d+))?$/.exec(text) ?? [] : [];",
    [['[]', '["Stryker was here"]']], 'only the items after the first are read',
  ),
  ...alike(
    file('places'),
    ': { file, line: Number(line), ...column !== undefined && Number(column) >= 1 && { column: Number(column) } };',
    [['column !== undefined', 'true']], TYPES,
  ),
  ...alike(
    file('run'),
    'const later = inForce === MirrorEdition.EDITION_2023 ? new EditionFacts(MirrorEdition.EDITION_2026, model) : undefined;',
    [['inForce === MirrorEdition.EDITION_2023', 'true']], FASTER,
  ),
  ...alike(file('run'), 'const other = run(check, model, later, true).findings;', [['true', 'false']], FASTER),
  ...alike(file('run'), 'if (errors.length > 0) {', [['errors.length > 0', 'true'], ['errors.length > 0', 'errors.length >= 0']], FASTER),
  ...alike(file('run'), 'if (other.length === 0) continue;', [['other.length === 0', 'false']], FASTER),
  ...alike(file('run'), 'const outcomes = new Outcomes(check.id, true, path);', [['true', 'false']], FASTER),
];
