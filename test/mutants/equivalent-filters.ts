import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';
const TYPES = 'only the compiler needs it: nothing is done without a value';
const SOURCE = 'the other of two words: every text but `session` means the sources';

/** Of the checks of sources, filters and rules. */
export const FILTERS: readonly Equivalent[] = [
  ...alike('src/checks/perhaps-same.ts', 'if (pairs.length === 0) return shared;', [['pairs.length === 0', 'false']], FASTER),
  ...alike('src/checks/perhaps-same.ts', 'if (!found) perModel.set(model, found = new PerhapsSame(model));', [['!found', 'true']], FASTER),
  ...alike('src/checks/perhaps-same.ts', 'if (!users) {', [['!users', 'true']], FASTER),
  ...alike('src/checks/tm101-region.ts', "note: known.note === undefined ? undefined : phrase('regionNote', { note: known.note }),", [
    ['known.note === undefined', 'false'],
  ], 'the words of a note that is missing are missing too'),
  ...alike('src/checks/tm102-source-instance-family.ts', 'if (!session.sources) return;', [['!session.sources', 'false']], TYPES),
  ...alike(
    'src/checks/tm102-source-instance-family.ts',
    "if (type !== undefined && types.verdict(type).standing === 'ok') outcomes.passForm(form, 'source');",
    [
      ["type !== undefined && types.verdict(type).standing === 'ok'", 'false'], ['type !== undefined', 'true'],
      ['type !== undefined', 'type === undefined'], ["'ok'", '""'],
    ],
    'each source is looked at then, with the same result',
  ),
  ...alike(
    'src/checks/tm102-source-instance-family.ts',
    "if (type !== undefined && types.verdict(type).standing === 'ok') outcomes.passForm(form, 'source');", [["'source'", '""']], SOURCE,
  ),
  ...alike(
    'src/checks/tm102-source-instance-family.ts',
    'else if (type !== undefined || !form.traits || !outcomes.decidedOnly) form.sessions.forEach(look);',
    [['type !== undefined || !form.traits || !outcomes.decidedOnly', 'true']], FASTER,
  ),
  ...alike('src/checks/tm105-service-managed-interface.ts', 'if (!traits || traits.serviceManaged === true || targetManaged === true) {', [
    ['!traits || traits.serviceManaged === true || targetManaged === true', 'true'],
  ], FASTER),
  ...alike('src/checks/tm105-service-managed-interface.ts', "if (traits.serviceManaged === false) outcomes.passForm(form, 'source');", [
    ["'source'", '""'],
  ], SOURCE),
  ...alike(
    'src/checks/tm106-source-region.ts',
    'if (!traits || traits.regionId !== undefined && traits.regionId !== scope.region) form.sessions.forEach(look);',
    [
      ['!traits || traits.regionId !== undefined && traits.regionId !== scope.region', 'true'],
      [
        'traits.regionId !== undefined && traits.regionId !== scope.region',
        'traits.regionId !== undefined || traits.regionId !== scope.region',
      ],
      ['traits.regionId !== undefined', 'true'], ['traits.regionId !== scope.region', 'true'],
    ],
    FASTER,
  ),
  ...alike('src/checks/tm106-source-region.ts', "else if (traits.regionId !== undefined) outcomes.passForm(form, 'source');", [
    ["'source'", '""'],
  ], SOURCE),
  ...alike(
    'src/checks/tm107-statements-agree.ts',
    'const onlyIds = interfaces.size === 0 && vswitches.size === 0 && model.attachments.isEmpty;',
    [['interfaces.size === 0 && vswitches.size === 0 && model.attachments.isEmpty', 'false']], FASTER,
  ),
  ...alike(
    'src/checks/tm107-statements-agree.ts',
    'const agreeing = sessions.length === 1 && (onlyIds && isLiteral(identity) || agrees(model, identity, sessions[0]));',
    [['onlyIds && isLiteral(identity)', 'false']], FASTER,
  ),
  ...alike('src/checks/tm107-statements-agree.ts', 'if (!statement) return true;', [['true', 'false']], FASTER),
  ...alike('src/checks/tm107-statements-agree.ts', 'if (known === undefined || known === NOTHING) continue;', [
    ['known === NOTHING', 'false'],
  ], FASTER),
  ...alike(
    'src/checks/given-values.ts',
    'return a === b || Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item) => b.includes(item));',
    [['Array.isArray(a) && Array.isArray(b)', 'Array.isArray(a) || Array.isArray(b)']], 'two values of one property have one type',
  ),
  ...alike(
    'src/checks/tm107-statements-agree.ts',
    'for (const session of group.bySource.get(identity) ?? []) compareWith(session, session.sourceStatements?.get(identity));',
    [['[]', '["Stryker was here"]']], 'a text has no statement',
  ),
  ...alike(
    'src/checks/tm107-statements-agree.ts',
    'for (const session of group.byTarget.get(identity) ?? []) compareWith(session, session.targetStatement);',
    [['[]', '["Stryker was here"]']], 'a text has no statement',
  ),
  ...alike(
    'src/checks/tm107-statements-agree.ts',
    'if (primaryIp === undefined || isLiteral(identity) && network.facts.vswitches.size === 0) return undefined;',
    [['isLiteral(identity) && network.facts.vswitches.size === 0', 'false']], FASTER,
  ),
  ...alike('src/checks/tm108-source-kind.ts', "if (form.byId) outcomes.passForm(form, 'source');", [['form.byId', 'false']], FASTER),
  ...alike('src/checks/tm108-source-kind.ts', "if (form.byId) outcomes.passForm(form, 'source');", [["'source'", '""']], SOURCE),
  ...alike('src/checks/tm108-source-kind.ts', 'if (variables.length === 0) return [];', [['variables.length === 0', 'false']], FASTER),
  ...alike(
    'src/checks/tm108-source-kind.ts', 'if (!blocks) known.set(stack, blocks = firstBlocks(stack.withDefaults, block.type));',
    [['!blocks', 'true']], FASTER,
  ),
  ...alike('src/checks/tm109-scope-of-parts.ts', 'if (!scopes.has(identity)) scopes.set(identity, ownScope(model, identity));', [
    ['!scopes.has(identity)', 'true'],
  ], FASTER),
  ...alike('src/checks/tm109-scope-of-parts.ts', "if (!own) return 'elsewhere';", [["'elsewhere'", '""']], FASTER),
  ...alike('src/checks/tm109-scope-of-parts.ts', 'if (own.key !== of.key && own.missing === undefined) {', [
    ['own.key !== of.key', 'true'],
  ], 'scopes with one key have one account and region'),
  ...alike('src/checks/tm109-scope-of-parts.ts', "return sameScope(alone(own), alone(of)) === true ? 'same' : 'unknown';", [
    ["'unknown'", '""'],
  ], 'nothing compares with it'),
  ...alike('src/checks/tm109-scope-of-parts.ts', "if (found === 'same') outcomes.passForm(form);", [
    ["found === 'same'", 'false'], ["'same'", '""'],
  ], FASTER),
  ...alike(
    'src/checks/tm109-scope-of-parts.ts',
    "else if (found !== 'elsewhere') for (const session of sessions) look(session, part, session[part]);",
    [["found !== 'elsewhere'", 'true'], ["'elsewhere'", '""']], FASTER,
  ),
  ...alike(
    'src/checks/tm109-scope-of-parts.ts',
    "if (!byId) for (const session of sessions) session.sources?.forEach((source) => look(session, 'source', source));",
    [['!byId', 'true']], FASTER,
  ),
  ...alike(
    'src/checks/tm109-scope-of-parts.ts',
    'const filter = session.filter === undefined ? undefined : model.filterByIdentity.get(session.filter);',
    [['session.filter === undefined', 'false']], TYPES,
  ),
  ...alike('src/checks/tm110-accounts.ts', 'if (others.length === 0) continue;', [['others.length === 0', 'false']], FASTER),
  ...alike('src/checks/tm110-accounts.ts', 'for (const fleet of stack.document.statements?.fleets ?? []) {', [
    ['[]', '["Stryker was here"]'],
  ], 'a text has no priorities'),
  ...alike('src/checks/instance-type.ts', 'if (verdict === undefined) this.seen.set(type, verdict = this.judge(type));', [
    ['verdict === undefined', 'true'],
  ], FASTER),
  ...alike('src/checks/instance-type.ts', "case MirrorFamilyStanding.NOT_SUPPORTED: return { standing: 'notListed', family };", [
    ["'notListed'", '""'],
  ], 'the checks compare with the others'),
  ...alike('src/checks/accepted.ts', 'if (rules.every((r) => r.certain && r.accept !== undefined)) {', [
    ['rules.every((r) => r.certain && r.accept !== undefined)', 'false'],
    ['(r) => r.certain && r.accept !== undefined', '() => undefined'], ['r.certain && r.accept !== undefined', 'false'], ['{', '{}'],
  ], FASTER),
  ...alike('src/checks/filter-rules.ts', 'if (!found) perModel.set(model, found = gather(model));', [['!found', 'true']], FASTER),
  ...alike(
    'src/checks/filter-rules.ts',
    'if (accept && exists && perhapsBefore.length === before.length && certain && freePacket(box, before, NEVER_MIRRORED)) return true;',
    [['accept && exists && perhapsBefore.length === before.length && certain && freePacket(box, before, NEVER_MIRRORED)', 'false']],
    FASTER,
  ),
  ...alike('src/checks/filter-rules.ts', 'const left = before.length > 0 ? set.minus(PacketSet.ofBoxes(before)) : set;', [
    ['before.length > 0', 'true'], ['before.length > 0', 'before.length >= 0'],
  ], FASTER),
  ...alike('src/checks/idle-rules.ts', 'if (!found) perModel.set(model, found = gather(model));', [['!found', 'true']], FASTER),
  ...alike(
    'src/checks/idle-rules.ts', "const key = rules.map(keyOf).join('\\n');", [["'\\n'", '""']], 'the parts of a key have a fixed number',
  ),
  ...alike('src/checks/idle-rules.ts', 'if (!list) known.set(key, list = idleOf(rules));', [['!list', 'true']], FASTER),
  ...alike(
    'src/checks/idle-rules.ts',
    'const deciding = DIRECTIONS.flatMap((direction) => decidingOf(knownRules(filter, direction) ?? [], hidden));',
    [['[]', '["Stryker was here"]']], 'a text is no certain rule',
  ),
  ...alike('src/checks/idle-rules.ts', "if (rules.length < 2 && !rules.some((r) => r.box.protocol === 'UDP')) return [];", [
    ["rules.length < 2 && !rules.some((r) => r.box.protocol === 'UDP')", 'false'],
    ["rules.some((r) => r.box.protocol === 'UDP')", "rules.every(r => r.box.protocol === 'UDP')"], ["r.box.protocol === 'UDP'", 'true'],
  ], FASTER),
  ...alike('src/checks/model-rules.ts', "const named = typeof rule.protocol === 'string' && isProtocolName(rule.protocol);", [
    ["typeof rule.protocol === 'string'", 'true'],
  ], TYPES),
  ...alike('src/checks/model-rules.ts', "if (isLeftOut(given) || given === '0.0.0.0/0') return EVERY_ADDRESS;", [
    ["given === '0.0.0.0/0'", 'false'], ["'0.0.0.0/0'", '""'],
  ], FASTER),
  ...alike('src/checks/model-rules.ts', "if (isLeftOut(given) || given === '-1/-1') return EVERY_PORT;", [
    ["given === '-1/-1'", 'false'], ["'-1/-1'", '""'],
  ], FASTER),
  ...alike('src/checks/model-rules.ts', 'if (last) possible.add(last);', [['last', 'true']], 'an unknown outcome is looked at first'),
  ...alike('src/checks/tm208-filter-kind.ts', 'if (!kinds.has(filter)) kinds.set(filter, kindOf(filter));', [
    ['!kinds.has(filter)', 'true'],
  ], FASTER),
  ...alike('src/checks/tm208-filter-kind.ts', "if (filter !== undefined && kindOf(filter) === 'filter') outcomes.passForm(form);", [
    ["filter !== undefined && kindOf(filter) === 'filter'", 'false'], ["'filter'", '""'],
  ], FASTER),
  ...alike('src/checks/tm217-session-precedence.ts', 'if (facts.catalog.quota(MirrorQuotaName.SESSIONS_PER_SOURCE).limit! < 2) return;', [
    [
      'facts.catalog.quota(MirrorQuotaName.SESSIONS_PER_SOURCE).limit! < 2',
      'facts.catalog.quota(MirrorQuotaName.SESSIONS_PER_SOURCE).limit! <= 2',
    ],
  ], 'no edition has a limit of 2'),
  ...alike('src/checks/tm217-session-precedence.ts', 'if (sessions.length < 2) continue;', [['sessions.length < 2', 'false']], FASTER),
  ...alike('src/checks/tm217-session-precedence.ts', "const key = ordered.map((s) => s.filter).join('\\n');", [
    ["'\\n'", '""'],
  ], 'an id does not begin within another one'),
  ...alike('src/checks/tm217-session-precedence.ts', 'if (!hidden) known.set(key, hidden = hiddenOf(rules, ordered));', [
    ['!hidden', 'true'],
  ], FASTER),
  ...alike(
    'src/checks/tm217-session-precedence.ts',
    'return PacketSet.ofBoxes((modelRules(filter.rules, direction) ?? []).filter((r) => r.certain).map((r) => r.box));',
    [['[]', '["Stryker was here"]']], 'a text is no certain rule',
  ),
  ...alike(
    'src/checks/tm219-names.ts', 'if (book === undefined) continue;', [['book === undefined', 'false']],
    'no address book is without a name',
  ),
  ...alike('src/checks/copies.ts', 'const key = `${direction} ${filter ?? path}`;', [['filter ?? path', 'filter && path']], FASTER),
  ...alike(
    'src/checks/copies.ts',
    'if (!effect) this.effects.set(key, effect = effectOf(filter === undefined ? undefined : this.filters.get(filter), direction));',
    [['!effect', 'true']], FASTER,
  ),
  ...alike(
    'src/checks/copies.ts',
    'if (!effect) this.effects.set(key, effect = effectOf(filter === undefined ? undefined : this.filters.get(filter), direction));',
    [['filter === undefined', 'false']], TYPES,
  ),
  ...alike(
    'src/checks/copies.ts',
    "set.blocks().map(({ sources, destinations }) => PacketSet.product(['ICMP'], sources, destinations, [EVERY_PORT], [EVERY_PORT])),",
    [['[EVERY_PORT]', '[]']], 'packets of ICMP have no ports',
  ),
  ...alike(
    'src/checks/mirrored-interfaces.ts', 'if (!index) indexOf.set(first, index = new Map(first.sources!.map((s, i) => [s, i])));',
    [['!index', 'true']], FASTER,
  ),
  ...alike('src/checks/precedence.ts', 'if (at.sessions.length < 2) continue;', [['at.sessions.length < 2', 'false']], FASTER),
  ...alike(
    'src/checks/filter-notes.ts',
    'const owned = (names?.used ?? []).filter(({ owner, comment }) => owner !== undefined || comment !== undefined);',
    [['[]', '["Stryker was here"]']], 'a text has no owner',
  ),
  ...alike('src/checks/filter-notes.ts', 'for (let i = 0; i < list.length; i++) {', [
    ['i < list.length', 'i <= list.length'],
  ], 'no rule comes after the last one'),
  ...alike('src/checks/filter-notes.ts', 'if (list[i].accept !== list[j].accept || left.has(i) || left.has(j)) continue;', [
    ['list[i].accept !== list[j].accept', 'false'],
  ], FASTER),
  ...alike(
    'src/checks/filter-notes.ts',
    'if ([i, j].some((at) => same(list.flatMap((rule, k) => k === at ? [one] : k === i || k === j ? [] : [rule])))) pairs.push([i, j]);',
    [['k === j', 'false']], 'a rule behind one with all of its packets decides nothing',
  ),
  ...alike(
    'src/checks/filter-notes.ts', 'const [low, high] = a[value][0] <= b[value][0] ? [a[value], b[value]] : [b[value], a[value]];',
    [['a[value][0] <= b[value][0]', 'a[value][0] < b[value][0]']], 'two spans that begin alike join in either order',
  ),
  ...alike(
    'src/checks/filter-notes.ts',
    'return appNotes(model, language).flatMap(({ code, filter, text, packets = [], names = [], pairs = [], sessions = [], advice }) =>',
    [['[]', '["Stryker was here"]']], 'for sessions: a text has no packets. The others are killed',
  ),
  ...alike('src/checks/given-values.ts', 'if (elsewhere.length === 0) return false;', [['elsewhere.length === 0', 'false']], FASTER),
  ...alike('src/checks/given-values.ts', 'const own = given(identity, (use) => group[use].get(identity) ?? []);', [
    ['[]', '["Stryker was here"]'],
  ], 'a text has no statement'),
  ...alike(
    'src/checks/perhaps-same.ts',
    'const others = OTHER_NAMES[nameKind(identity)].map((kind) => sessions[kind]).filter(({ size }) => size > 0);',
    [
      [
        'OTHER_NAMES[nameKind(identity)].map((kind) => sessions[kind]).filter(({ size }) => size > 0)',
        'OTHER_NAMES[nameKind(identity)].map(kind => sessions[kind])',
      ],
      ['size > 0', 'true'], ['size > 0', 'size >= 0'],
    ],
    FASTER,
  ),
  ...alike('src/checks/perhaps-same.ts', 'if (others.length === 0) return exact.length;', [['others.length === 0', 'false']], FASTER),
  ...alike(
    'src/checks/perhaps-same.ts', 'if (others.length === 1) return others[0].size + exact.filter((s) => !others[0].has(s)).length;',
    [['others.length === 1', 'false']], FASTER,
  ),
  ...alike('src/checks/perhaps-same.ts', 'if (!byGroup) this.named.set(use, byGroup = new Map());', [['!byGroup', 'true']], FASTER),
  ...alike('src/checks/perhaps-same.ts', 'if (!named) byGroup.set(group, named = new Named(group[use]));', [['!named', 'true']], FASTER),
  ...alike('src/checks/tm110-accounts.ts', 'if (!perhapsSame.hasOthers(group)) continue;', [
    ['!perhapsSame.hasOthers(group)', 'false'],
  ], FASTER),
  ...alike(
    'src/checks/tm110-accounts.ts', 'if (disagreesElsewhere(perhapsSame, group, target)) add([...sessions, ...others], []);',
    [['[]', '["Stryker was here"]']], 'a text is no stack',
  ),
  ...alike(
    'src/checks/tm110-accounts.ts', 'add(sessions.filter(({ virtualNetworkId: vni }) => vni !== undefined && vnis.has(vni)), []);',
    [['[]', '["Stryker was here"]']], 'a text is no stack',
  ),
];
