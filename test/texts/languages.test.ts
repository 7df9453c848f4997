import { assert, array, boolean, constantFrom, integer, oneof, property, record, string, stringMatching } from 'fast-check';
import { Kind, phraseShapes, reasonShapes, Shape } from './parameters';
import { Ipv4Cidr, MirrorEdition, PortRange } from '../../src';
import { MirrorCatalog } from '../../src/catalog/mirror-catalog';
import { MirrorSeverity } from '../../src/checks/finding';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { ruleChangeLines, ruleChanges } from '../../src/effects/rule-changes';
import { MirrorModel } from '../../src/model/mirror-model';
import { AddressSet } from '../../src/net/address-set';
import { parseIpv4Address, parseIpv4Cidr } from '../../src/net/ipv4-cidr';
import { EVERY_PORT, PACKET_KINDS } from '../../src/net/packet';
import { PacketSet } from '../../src/net/packet-set';
import { setLines } from '../../src/net/packet-text';
import { parsePortRange } from '../../src/net/port-range';
import { findingText } from '../../src/policy/finding-text';
import { inWords, packetLine, sentences } from '../../src/texts/catalogue';
import { CHECKS_EN } from '../../src/texts/en/checks';
import { askedLanguage, localeLanguage } from '../../src/texts/language';
import { Phrase, PhraseKey } from '../../src/texts/phrase';
import { CheckTexts } from '../../src/texts/reason';
import { CHECKS_ZH } from '../../src/texts/zh/checks';
import { fixOf, problemOf } from '../../src/texts/zh/malformed';
import { kind as kindInChinese } from '../../src/texts/zh/phrases';
import { BREAKS, MORE_BREAKS } from '../checks/fixtures';
import { played } from '../support/runs';
import { FRAMEWORK } from '../../src/net/framework';

const EN: Record<string, CheckTexts> = CHECKS_EN;
const ZH: Record<string, CheckTexts> = CHECKS_ZH;
const SHAPES = reasonShapes();

/** Values of parameters that are a choice, by check and name, or by name. */
const CHOICES: Record<string, readonly string[]> = {
  'TM201 why': ['onlyDrops', 'dropped', 'neverMirrored'],
  'cause': ['deployed', 'target', 'room'],
  'kinds': ['loadBalancer', 'networkInterface', 'largeNetworkInterface'],
  'part': ['filter', 'source', 'target'],
  'role': ['source', 'target'],
  'direction': ['inbound', 'outbound'],
  'directions': ['inbound', 'outbound'],
  'TM417 direction': ['ingress_acl_entries', 'egress_acl_entries'],
  'remedy': ['请写 -1/-1'], 'change': ['请写 10.0.0.0/8'], 'unit': ['sources', 'sessions'], 'TM521 unit': ['session', 'source'],
};
/**
 * Parameters that no sentence shows as they are, besides choices:
 * numbers for a plural or a case, and an edition that a problem implies.
 */
const NOT_SHOWN = new Set([
  'edition', 'copies', 'times', 'missing', 'made', 'raisable', 'quota', 'field', 'zh', 'en', 'note', 'name', 'count', 'role',
  'kind', 'type',
]);

const COMMANDS = new RegExp(
  `\\b(?:terraform|tofu|${FRAMEWORK.module}|git|npx|aliyun|traffic-mirror|state rm)(?: [\\w<>./:=-]+)*|--base base\\.lock`, 'g',
);

/** Chinese text without what is literal: code, commands, ids, paths and the markers of parameters. */
function chineseOnly(text: string): string {
  return text
    .replace(/`[^`]*`/g, '').replace(/"[^"]*"/g, '').replace(/'[^']*'/g, '')
    .replace(/\{[^{}]*\}/g, '').replace(/\([^()]*\)/g, '')
    .replace(/“[^”]*”/g, '').replace(/<[^<>]*>/g, '').replace(/\balicloud provider\b/g, '')
    .replace(COMMANDS, '')
    .replace(/\bdry run\b|\$\{[^}]*\}/g, '');
}

/** Words of an English sentence that are left in a Chinese text. */
function englishLeft(text: string): string[] {
  return chineseOnly(text).match(/\b[A-Za-z]?[a-z]{1,}(?: [a-z]{2,})+\b/g) ?? [];
}

/** A value for each parameter; texts are markers that are found again. */
function valuesOf(id: string, shape: Shape, turn: number): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const options = (name: string) => CHOICES[`${id} ${name}`] ?? CHOICES[name];
  let n = 0;
  for (const [name, { kind, optional }] of shape) {
    n++;
    if (optional && turn % 2 === 1) continue;
    const choices = options(name);
    const byKind: Record<Kind, () => unknown> = {
      string: () => choices ? choices[turn % choices.length] : `zz${n}-${name}`,
      number: () => turn % 3 === 0 ? 1 : 20_000 + n,
      boolean: () => turn % 4 < 2,
      list: () =>
        choices ? choices.slice(0, 1 + (turn % choices.length)) : Array.from({ length: 1 + (turn % 5) }, (_, i) => `zz${n}-${name}-${i}`),
    };
    values[name] = byKind[kind]();
  }
  // Lists that belong together.
  if (Array.isArray(values.kinds)) values.counts = values.limits = values.kinds.map((_, i) => String(30_000 + i));
  return values;
}

/** The markers that are in a text. */
function markersIn(text: string): Set<string> {
  return new Set([...text.matchAll(/zz\d+-(\w+)/g)].map(([, name]) => name).filter((name) => !NOT_SHOWN.has(name)));
}

describe('every check and reason is there in both languages', () => {
  test('with the same sentences', () => {
    const keys = (texts: Record<string, CheckTexts>) => Object.entries(texts).flatMap(([id, { reasons }]) =>
      Object.entries(reasons).map(([key, { effect }]) => `${id} ${key}${effect === undefined ? '' : ' with an effect'}`));
    expect(keys(ZH)).toEqual(keys(EN));
    expect([...SHAPES.keys()].sort()).toEqual(
      Object.entries(EN)
        .flatMap(([id, { reasons }]) => Object.keys(reasons).map((key) => `${id} ${key}`))
        .sort(),
    );
  });

  test.each(Object.keys(EN))('%s in words', (id) => {
    expect(ZH[id].title).toMatch(/[\u4e00-\u9fff]/);
    expect(englishLeft(ZH[id].title)).toEqual([]);
    const problems: string[] = [];
    for (const key of Object.keys(EN[id].reasons)) {
      for (const reader of ['constructs', 'terraform'] as const) {
        const shown = { en: new Set<string>(), zh: new Set<string>() };
        for (let turn = 0; turn < 8; turn++) {
          const values = valuesOf(id, SHAPES.get(`${id} ${key}`)!, turn);
          const place = { path: 'zz0-path', subject: 'zz0-subject', count: 1 + turn % 3 };
          const [en, zh] = (['en', 'zh'] as const).map((language) => sentences(id, key, values, place, reader, language));
          if (Object.keys(zh).join() !== Object.keys(en).join()) {
            problems.push(`${key}: ${Object.keys(zh).join()} for ${Object.keys(en).join()}`);
          }
          for (const [part, text] of Object.entries(zh)) problems.push(...flawsOf(part, text).map((flaw) => `${key}: ${flaw}: ${text}`));
          markersIn(Object.values(en).join(' ')).forEach((m) => shown.en.add(m));
          markersIn(Object.values(zh).join(' ')).forEach((m) => shown.zh.add(m));
        }
        const [en, zh] = [shown.en, shown.zh].map((set) => [...set].sort().join());
        if (en !== zh) problems.push(`${key}: shows ${zh} for ${en}`);
      }
    }
    expect(problems).toEqual([]);
  });
});

/** Checks of what only constructs can write: ledgers, fleets, and the capacity that a construct states. */
const OF_CONSTRUCTS = /^TM(?:51[1-9]|52\d) |^TM410 ratesNotKnown$/;

test('whoever writes plain Terraform is not sent to constructs', () => {
  const sent: string[] = [];
  for (const id of Object.keys(EN)) {
    for (const key of Object.keys(EN[id].reasons).filter((one) => !OF_CONSTRUCTS.test(`${id} ${one}`))) {
      for (let turn = 0; turn < 8; turn++) {
        const place = { path: 'zz0-path', subject: 'zz0-subject', count: 1 + turn % 3 };
        for (const [part, text] of Object.entries(
          sentences(id, key, valuesOf(id, SHAPES.get(`${id} ${key}`)!, turn), place, 'terraform', 'en'),
        )) {
          if (/\bMirror(?:ed)?[A-Z]\w+/.test(text as string)) sent.push(`${id} ${key} ${part}: ${text}`);
        }
      }
    }
  }
  expect(sent).toEqual([]);
});

/** Changes that interrupt or end the mirroring of running sources, in the words of a fix. */
const INTERRUPTING = [
  /\b(?:set|write) (?:the )?packet[ _]?length (?:to|=)/i,
  /\b(?:remove|move|take)\b[^.,:]*\bsources?\b/i,
  /-replace\b/,
];

/** Fixes with these words that interrupt nothing, with the reason. */
const INTERRUPTS_NOTHING: Record<string, string> = {
  'TM526 absent': 'the session of the sources is gone',
  'TM805 tagsNotKnown': 'the sources are taken from an inventory, and stay the same',
};

test('a fix that interrupts sources has that as its effect', () => {
  const silent = new Set<string>();
  for (const id of Object.keys(EN)) {
    for (const key of Object.keys(EN[id].reasons)) {
      for (let turn = 0; turn < 8; turn++) {
        const place = { path: 'zz0-path', subject: 'zz0-subject', count: 1 + turn % 3 };
        const { fix, effect } = sentences(id, key, valuesOf(id, SHAPES.get(`${id} ${key}`)!, turn), place, 'constructs', 'en');
        if (effect === undefined && INTERRUPTING.some((words) => words.test(fix))) silent.add(`${id} ${key}`);
      }
    }
  }
  expect([...silent]).toEqual(Object.keys(INTERRUPTS_NOTHING));
});

/** What is wrong with a Chinese sentence. */
function flawsOf(part: string, text: string): string[] {
  const plain = text.replace(/`[^`]*`/g, '`');
  return [
    ...englishLeft(text).map((words) => `English words "${words}"`),
    .../undefined|NaN|\[object/.test(text) ? ['no value'] : [],
    .../[\u4e00-\u9fff]/.test(text) ? [] : ['no Chinese'],
    .../，，|。。|：：|，。|。，|；。/.test(text) ? ['punctuation'] : [],
    // Latin letters and digits stand apart from Chinese. There is no other space.
    .../[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/.test(plain) ? ['no space'] : [],
    .../[\u4e00-\u9fff，。：；（）、] +[\u4e00-\u9fff，。：；（）、]| {2}|^ | $/.test(plain) ? ['a space too many'] : [],
    ...part === 'problem' ? /。$/.test(text) ? ['a full stop'] : [] : /。$/.test(text) ? [] : ['no full stop'],
  ];
}

test.each([...phraseShapes()])('the phrase %s in words', (key, shape) => {
  for (let turn = 0; turn < 6; turn++) {
    const values: Record<string, unknown> = valuesOf('', shape, turn);
    if (key === 'risk' || key === 'orderStep') values.kind = ['priority', 'source', 'target', 'filter', 'region', 'role', 'vni'][turn];
    if (key === 'malformed') values.problem = 'host bits are set';
    if (key === 'remedy') values.fix = 'write 10.0.0.0/8';
    if (key === 'region') values.zh = '华东1（杭州）';
    if (key === 'regionNote') values.note = 'The region is closed.';
    const phrase = { phrase: key as PhraseKey, with: values } as Phrase;
    const [en, zh] = [inWords(phrase, 'en'), inWords(phrase, 'zh')];
    expect(zh).not.toMatch(/undefined|NaN|\[object/);
    expect(englishLeft(zh)).toEqual([]);
    if (!['few', 'some', 'ruleAt'].includes(key)) expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect([...markersIn(zh)].sort()).toEqual([...markersIn(en)].sort());
  }
});

test.each([...BREAKS, ...MORE_BREAKS].map(({ id, fact, edition, app }) => [`${id} ${fact}`, edition, app] as const))(
  'findings of %s are the same but for their words',
  (_, edition, app) => {
    for (const found of runChecks(new MirrorModel(app()), edition ?? MirrorEdition.EDITION_2023).findings) {
      const [en, zh] = (['en', 'zh'] as const).map((language) => findingOf(found, 'constructs', language));
      const { problem, fix, effect, help, ...same } = zh;
      expect(same).toEqual({
        ...same,
        fingerprint: en.fingerprint,
        parameters: en.parameters,
        severity: en.severity,
        reason: en.reason,
        subject: en.subject,
      });
      // The words of users: a statement of an intent, and who answers for it.
      const own = Object.entries(found.parameters)
        .flatMap(([name, value]) => (['statement', 'expected', 'owner', 'blockers'].includes(name) ? value : []))
        .filter((v) => typeof v === 'string');
      const left = [problem, fix, effect ?? ''].flatMap((text) => englishLeft(own.reduce((t, word) => t.split(word).join(''), text)));
      expect([found.reason, left]).toEqual([found.reason, []]);
      for (const severity of [MirrorSeverity.ERROR, MirrorSeverity.WARNING, MirrorSeverity.UNDECIDED]) {
        expect(findingText({ ...zh, severity }, 'zh')).toMatch(
          new RegExp(
            `^(?:错误|警告|无法判定) ${found.id}  [^]*\n  处理 [^]*\n  帮助 traffic-mirror checks ${found.id} --lang zh，或软件包中的 docs/checks/zh/${found.id}.md$`,
          ),
        );
      }
    }
  });

test('what is wrong with a CIDR, an address or a port range, in words', () => {
  const texts = oneof(
    string(),
    stringMatching(/^[0-9]{1,4}(\.[0-9]{1,3}){0,4}(\/[0-9]{0,3})?$/),
    stringMatching(/^-?[0-9]{1,6}[/-]-?[0-9]{1,6}$/),
    constantFrom(
      '', '*', 'any', '::/0', 'fe80::1/64', '10.0.0.0', '10.0.0.1/8', '10.0.0.0/33', '10.0.0.0/08', '10.0.0.0/x', '10.0.0/8',
      ' 10.0.0.0/8', '010.0.0.0/8', '300.0.0.0/8', '10.0.0.0/255.0.0.0', '0', '0/0', '80/0', '-1/80', '443/80', '080/443', '80',
      '80-443', '0/70000', '70000/70001', '${var.x}',
    ),
  );
  assert(property(texts, (text) => {
    for (const parsed of [parseIpv4Cidr(text), parseIpv4Address(text), parsePortRange(text)]) {
      if (parsed.ok) continue;
      expect([problemOf(parsed.problem), fixOf(parsed.fix)]).toEqual([
        expect.stringMatching(/[\u4e00-\u9fff]/),
        expect.stringMatching(/^请|[\u4e00-\u9fff]请/),
      ]);
      expect(englishLeft(problemOf(parsed.problem)).concat(englishLeft(fixOf(parsed.fix)))).toEqual([]);
    }
  }), played(150, 121));
  expect([Ipv4Cidr.of('10.0.0.0/8'), PortRange.ALL]).toHaveLength(2);
});

test('packets and changes of rules in lines', () => {
  const span = record({ first: integer({ min: 1, max: 65_000 }), more: integer({ min: 0, max: 400 }) });
  const sides = array(record({ address: integer({ min: 0, max: 255 }), length: integer({ min: 0, max: 12 }), all: boolean() }), {
    minLength: 1,
    maxLength: 6,
  });
  const addresses = (of: readonly { address: number; length: number; all: boolean }[]) => of[0].all ? AddressSet.ALL
    : AddressSet.unionOf(of.map(({ address, length }) => AddressSet.range(address * 2 ** 24, address * 2 ** 24 + 2 ** length)));
  const sets = record({
    kinds: array(constantFrom(...PACKET_KINDS), { minLength: 1, maxLength: 4 }),
    from: sides,
    to: sides,
    ports: span,
    every: boolean(),
  });
  assert(property(array(sets, { maxLength: 3 }), (all) => {
    const set = PacketSet.unionOf(all.map(({ kinds, from, to, ports, every }) =>
      PacketSet.product(
        [...new Set(kinds)],
        addresses(from),
        addresses(to),
        [EVERY_PORT],
        [every ? EVERY_PORT : [ports.first, ports.first + ports.more + 1]],
      ),
    ),
    );
    for (const line of setLines(set)) {
      for (const form of [
        line,
        `+ ${line}`,
        `- ${line}`,
        `inbound: + ${line}`,
        `not copied for about 5 s: ${line}`,
        `outbound: copied for about 10 s only: ${line}`,
      ]) {
        const text = packetLine(form, 'zh');
        expect([text, /\b(?:from|to|and|any|port|ports|more|inbound|outbound|copied|packet)\b/.test(text)]).toEqual([text, false]);
        expect(packetLine(form, 'en')).toBe(form);
      }
    }
  }), played(25, 122));
  const changes = ruleChanges([], [{ accept: true, priority: 1, box: PacketSet.ALL.cover()[0] as any }].slice(0, 0));
  for (const line of ruleChangeLines(changes)) expect(packetLine(line, 'zh')).toMatch(/^(?:创建|复制)/);
});

test('kinds of ids and notes of regions in words', () => {
  const kinds = [
    'network interface', 'instance', 'vSwitch', 'security group', 'Gateway Load Balancer', 'endpoint', 'filter', 'session',
    'filter rule', 'network ACL', 'route table', 'server group', 'prefix list', 'NAT gateway', 'peering connection', 'disk',
    'attachment', 'resource group',
  ];
  for (const kind of kinds) expect(kindInChinese(kind)).toMatch(/[\u4e00-\u9fff]/);
  for (const edition of MirrorCatalog.editions) {
    for (const { note } of MirrorCatalog.of(edition).regions) {
      if (note !== undefined) expect(inWords({ phrase: 'regionNote', with: { note } }, 'zh')).toMatch(/[\u4e00-\u9fff]/);
    }
  }
});

describe('the language of the environment', () => {
  test.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LC_ALL: 'zh_CN.UTF-8', LANG: 'en_US.UTF-8' }, 'zh'],
    [{ LC_MESSAGES: 'zh-Hans', LANG: 'C' }, 'zh'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LC_ALL: 'en_US', LC_MESSAGES: 'zh_CN', LANG: 'zh_CN' }, 'en'],
    [{ LC_ALL: '', LANG: 'zh' }, 'zh'],
    [{}, 'en'],
    [{ LANG: 'de_DE' }, 'en'],
    [{ LANG: 'zhx' }, 'en'],
  ])('%j is %s', (environment, language) => {
    expect(localeLanguage(environment)).toBe(language);
  });

  test('TRAFFIC_MIRROR_LANG asks for one of them', () => {
    expect([undefined, '', 'zh', 'zh-CN', 'en_US.UTF-8'].map((value) => askedLanguage({ TRAFFIC_MIRROR_LANG: value }))).toEqual([
      undefined, undefined, 'zh', 'zh', 'en',
    ]);
    expect(() => askedLanguage({ TRAFFIC_MIRROR_LANG: 'french' })).toThrow(/TRAFFIC_MIRROR_LANG.*french.*en, zh/);
  });
});
