import { alike, Equivalent } from './equivalents';

const FASTER = 'it only saves time: the result is the same without it';
const TYPES = 'only the compiler needs it: nothing is found without a value';
const MEMORY = 'equal texts are one value: only memory is saved';

export const MODEL: readonly Equivalent[] = [
  ...alike(
    'src/model/attachments.ts',
    'if (block.written.network_interfaces === undefined && block.written.dynamic === undefined) continue;',
    [
      ['block.written.network_interfaces === undefined && block.written.dynamic === undefined', 'false'],
    ], FASTER,
  ),
  ...alike('src/model/expression.ts', 'for (const [key, value] of entries.length > 0 ? entries : [[]]) {', [
    ['[]', '["Stryker was here"]'],
  ], 'the body is only skipped'),
  ...alike(
    'src/model/expression.ts',
    "if (typeof key === 'string' || typeof key === 'number') steps.push({ step: key, text: `[${JSON.stringify(key)}]`, form: '[' });",
    [
      ["'['", '""'],
    ], 'only a dot and a splat differ from all other forms',
  ),
  ...alike('src/model/functions.ts', 'const m = /^(0?)(\\d*)([dsv])$/.exec(verb);', [
    ['/^(0?)(\\d*)([dsv])$/', '/^(0?)(\\d*)([dsv])/'],
  ], 'a verb ends with its first letter'),
  ...alike('src/model/functions.ts', 'const step = numbers[2] ?? (from <= to ? 1 : -1);', [
    ['from <= to', 'from < to'],
  ], 'a range from a number to itself has no steps'),
  ...alike('src/model/kinds.ts', "if (kind === 'network interface' && isNetworkInterface(identity)) return false;", [
    ["kind === 'network interface' && isNetworkInterface(identity)", 'false'],
    ["'network interface'", '""'],
  ], FASTER),
  ...alike('src/model/network/others.ts', 'if (isLiteral(identity)) return identity;', [
    ['isLiteral(identity)', 'false'],
  ], FASTER),
  ...alike(
    'src/model/provider-requirement.ts',
    'return [terraform?.terraform ?? []].flat().flatMap((block: any) => [block?.required_providers ?? []].flat())',
    [
      ['[]', '["Stryker was here"]'],
    ], 'a text has no providers',
  ),
  ...alike('src/model/session-forms.ts', 'if (!recent) byTarget.set(session.target, recent = []);', [
    ['[]', '["Stryker was here"]'],
  ], 'a text has no form'),
  ...alike('src/model/session-forms.ts', 'if (a === b) return true;', [
    ['a === b', 'false'],
  ], FASTER),
  ...alike(
    'src/model/session-forms.ts',
    'for (const name in a) if (a[name] !== b[name] && !OWN_ARGUMENTS.has(name) && !equal(a[name], b[name])) return false;',
    [
      ['a[name] !== b[name]', 'true'],
    ], FASTER,
  ),
  ...alike('src/model/shared-texts.ts', 'for (const attribute of COMMON) {', [
    ['{', '{}'],
  ], MEMORY),
  ...alike('src/model/shared-texts.ts', "if (typeof value === 'string') body[attribute] = this.text(value);", [
    ["typeof value === 'string'", 'false'],
    ["'string'", '""'],
  ], MEMORY),
  ...alike('src/model/shared-texts.ts', "const metadata = body['//']?.metadata;", [
    ["'//'", '""'],
  ], MEMORY),
  ...alike('src/model/shared-texts.ts', 'if (metadata?.uniqueId === name) metadata.uniqueId = name;', [
    ['metadata?.uniqueId === name', 'false'],
  ], MEMORY),
  ...alike('src/model/shared-texts.ts', 'if (known === undefined) this.texts.set(text, text);', [
    ['known === undefined', 'true'],
    ['known === undefined', 'false'],
    ['known === undefined', 'known !== undefined'],
  ], MEMORY),
  ...alike(
    'src/model/source-statements.ts',
    'for (let i = this.length - 1; i >= 0; i--) if (this.id(i) === id) return this.statement(i);',
    [
      ['this.length - 1', 'this.length + 1'],
    ], 'there is nothing beyond the end',
  ),
  ...alike('src/model/source-statements.ts', 'if (this.length === 1) {', [
    ['this.length === 1', 'false'],
    ['{', '{}'],
  ], FASTER),
  ...alike('src/model/source-statements.ts', 'for (let at = 0; at < this.length; at++) {', [
    ['at < this.length', 'at <= this.length'],
  ], 'there is nothing beyond the end'),
  ...alike(
    'src/model/source-statements.ts',
    'for (let i = at + 1; i < this.length; i++) if (this.id(i) === id && this.statement(i)) return false;',
    [
      ['i < this.length', 'i <= this.length'],
    ], 'there is nothing beyond the end',
  ),
  ...alike('src/model/stack-model.ts', 'if (!expression(text)) return text;', [
    ['!expression(text)', 'false'],
  ], FASTER),
  ...alike('src/model/stack-model.ts', 'if (identity === undefined) {', [
    ['identity === undefined', 'true'],
  ], FASTER),
  ...alike('src/model/stack-model.ts', "return m ? this.copyOf(m[1], m[2], m[3] ?? '') : undefined;", [
    ["''", '"Stryker was here!"'],
  ], 'an address without a key and one with an unknown key mean any copy'),
  ...alike(
    'src/model/stack-model.ts',
    "if (follow === attribute && typeof body[follow] === 'string' && index === '') return this.identity(body[follow]);",
    [
      ["follow === attribute && typeof body[follow] === 'string' && index === ''", 'false'],
      ["typeof body[follow] === 'string'", 'true'],
      ["typeof body[follow] === 'string'", "typeof body[follow] !== 'string'"],
      ["'string'", '""'],
      ["''", '"Stryker was here!"'],
    ], 'the value of the argument leads to the same identity. It only takes longer',
  ),
  ...alike('src/model/stack-model.ts', 'named.set(name, []);', [
    ['[]', '["Stryker was here"]'],
  ], 'a text is no copy'),
  ...alike('src/model/stack-model.ts', 'for (let i = 0; i < given.length; i++) {', [
    ['i < given.length', 'i <= given.length'],
  ], 'there is nothing beyond the end'),
  ...alike('src/model/statement-texts.ts', 'for (const known of this.recent) if (alike(known.statement, statement)) return known.text;', [
    ['alike(known.statement, statement)', 'false'],
  ], 'only the time differs: a text that is not remembered is made again'),
  ...alike('src/model/statement-texts.ts', 'if (this.recent.length > REMEMBERED) this.recent.pop();', [
    ['this.recent.length > REMEMBERED', 'true'],
    ['this.recent.length > REMEMBERED', 'false'],
    ['this.recent.length > REMEMBERED', 'this.recent.length >= REMEMBERED'],
    ['this.recent.length > REMEMBERED', 'this.recent.length <= REMEMBERED'],
  ], 'only the time differs: a text that is not remembered is made again'),
  ...alike('src/model/statement-texts.ts', 'function alike(a: InterfaceStatement, b: InterfaceStatement): boolean {', [
    ['{', '{}'],
  ], 'only the time differs: a text that is not remembered is made again'),
  ...alike('src/model/statement-texts.ts', 'if (a === b) return true;', [
    ['a === b', 'false'],
    ['true', 'false'],
  ], 'only the time differs: a text that is not remembered is made again'),
  ...alike(
    'src/model/statement-texts.ts',
    'for (const name in a) if (a[name as keyof InterfaceStatement] !== b[name as keyof InterfaceStatement]) return false;',
    [
      ['a[name as keyof InterfaceStatement] !== b[name as keyof InterfaceStatement]', 'true'],
    ], 'only the time differs: a text that is not remembered is made again',
  ),
  ...alike(
    'src/model/statement-texts.ts',
    'for (const name in b) if (a[name as keyof InterfaceStatement] !== b[name as keyof InterfaceStatement]) return false;',
    [
      ['a[name as keyof InterfaceStatement] !== b[name as keyof InterfaceStatement]', 'true'],
    ], 'only the time differs: a text that is not remembered is made again',
  ),
  ...alike('src/model/statement-texts.ts', 'return true;', [
    ['true', 'false'],
  ], 'only the time differs: a text that is not remembered is made again'),
  ...alike('src/model/value.ts', 'public static get [Symbol.species](): ArrayConstructor {', [
    ['{', '{}'],
  ], 'without a species, lists are made'),
  ...alike('src/model/value.ts', '? Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)', [
    ['a < b', 'a <= b'],
  ], 'no two keys of an object are equal'),
  ...alike(
    'src/model/scope.ts',
    'const ledgers = new Map((statements?.fleets ?? []).flatMap(({ ledger, account: own, provider }): [string, string][] =>',
    [['[]', '["Stryker was here"]']], 'a text has no account',
  ),
  ...alike(
    'src/model/scope.ts', 'const all = [...new Set([to, from, ...[to.key, from.key, key].flatMap((one) => this.members.get(one) ?? [])])];',
    [['[]', '["Stryker was here"]']], 'nobody has the text that is changed instead',
  ),
  ...alike('src/model/mirror-model.ts', 'if (scope !== session.scope) {', [['scope !== session.scope', 'true']], FASTER),
  ...alike('src/model/network/reach.ts', 'if (identity === undefined || this.byName.size === 0) return undefined;', [
    ['this.byName.size === 0', 'false'],
  ], FASTER),
  ...alike('src/model/network/reach.ts', 'if (written === undefined) continue;', [['written === undefined', 'false']], FASTER),
  ...alike('src/model/network/names.ts', 'return identity === undefined ? undefined : this.managed.get(identity) ?? identity;', [
    ['identity === undefined', 'false'],
  ], TYPES),
  ...alike('src/model/network/names.ts', 'if (this.imports.size === 0 || !isManaged(resource)) return undefined;', [
    ['this.imports.size === 0 || !isManaged(resource)', 'false'],
    ['this.imports.size === 0 || !isManaged(resource)', 'this.imports.size === 0 && !isManaged(resource)'],
    ['this.imports.size === 0', 'false'],
  ], FASTER),
  ...alike('src/model/network/names.ts', "const [, address = '', key] = ADDRESS.exec(resource) ?? [];", [
    ["''", '"Stryker was here!"'], ['[]', '["Stryker was here"]'],
  ], 'the identity of a resource has an address'),
  ...alike('src/model/network/names.ts', 'const [, address, key] = ADDRESS.exec(resource) ?? [];', [
    ['[]', '["Stryker was here"]'],
  ], 'only the first match is left out'),
  ...alike('src/model/network/names.ts', 'if (address === undefined) return;', [
    ['address === undefined', 'false'],
  ], 'a text without an address is no resource either'),
  ...alike('src/model/network/names.ts', 'if (!definite || literal === undefined) return;', [
    ['literal === undefined', 'false'],
  ], 'no id, no name: join keeps none, and no fact has such a key'),
  ...alike('src/model/network/names.ts', 'if (!isManaged(resource) || vpcId === undefined && vswitchId === undefined) return;', [
    ['!isManaged(resource) || vpcId === undefined && vswitchId === undefined', 'false'],
    [
      '!isManaged(resource) || vpcId === undefined && vswitchId === undefined',
      '!isManaged(resource) && vpcId === undefined && vswitchId === undefined',
    ],
    ['vpcId === undefined && vswitchId === undefined', 'false'],
  ], FASTER),
  ...alike(
    'src/model/network/names.ts',
    'if (resource !== undefined && isManaged(resource) && literalText(id) !== undefined) this.managed.set(id!, resource);',
    [['literalText(id) !== undefined', 'true']], 'nothing is looked up by an expression or by no id',
  ),
  ...alike(
    'src/model/network/network-model.ts', 'const own = id !== undefined && eni.endsWith(PRIMARY) ? this.facts.primaryOf.get(id) : id;',
    [['id !== undefined', 'true']], TYPES,
  ),
  ...alike('src/model/network/network-model.ts', 'return own === undefined ? undefined : this.facts.interfaces.get(own);', [
    ['own === undefined', 'false'],
  ], TYPES),
  ...alike(
    'src/model/network/load-balancers.ts', 'const fact = id === undefined ? undefined : this.facts.serverGroups.get(id);',
    [['id === undefined', 'false']], TYPES,
  ),
  ...alike(
    'src/model/network/load-balancers.ts', 'const fact = id === undefined ? undefined : this.facts.loadBalancers.get(id);',
    [['id === undefined', 'false']], TYPES,
  ),
  ...alike(
    'src/model/network/network-acls.ts', 'const told = id === undefined ? undefined : this.facts.vswitches.get(id)?.networkAclId;',
    [['id === undefined', 'false']], TYPES,
  ),
  ...alike(
    'src/model/network/network-acls.ts', 'const fact = id === undefined ? undefined : this.facts.networkAcls.get(id);',
    [['id === undefined', 'false']], TYPES,
  ),
  ...alike('src/model/network/routes.ts', 'if (!inTable) continue;', [['!inTable', 'false']],
    'an entry of an unknown table that leads elsewhere goes first, and the certain one of its block decides nothing then'),
  ...alike(
    'src/model/network/security-groups.ts',
    "if (given('priority') && !(priority !== undefined && Number.isInteger(priority) && priority >= min && priority <= max)) return 'priority';",
    [['priority !== undefined', 'true']], TYPES,
  ),
  ...alike(
    'src/model/network/security-groups.ts',
    "if (typeof b.prefix_list_id === 'string') return { list: names.idOf(stack, b.prefix_list_id) };",
    [["typeof b.prefix_list_id === 'string'", 'true']], 'what is no text is no list either',
  ),
  ...alike(
    'src/model/network/interface-use.ts', 'const status = id === undefined ? undefined : network.facts.instances.get(id);',
    [['id === undefined', 'false']], TYPES,
  ),
];
