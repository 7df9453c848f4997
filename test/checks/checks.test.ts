import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { BREAKS, documents, FILTER, Fixture, MORE_BREAKS, right, SESSION } from './fixtures';
import { allChecksSource, CHECKS, examples, indexPage, indexPageInChinese, page, pageHead, PAGES, pagesIn } from './pages';
import { STATED } from '../fleet/stated';
import { MirrorEdition } from '../../src';
import { MirrorFinding } from '../../src/checks/finding';
import { findingOf } from '../../src/checks/found';
import { ALL_CHECKS } from '../../src/checks/all';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { checkIds } from '../../src/texts/catalogue';
import { Language, LANGUAGES } from '../../src/texts/language';
import '../support/recorded-inputs';


function find(app: StackDocument[], edition = MirrorEdition.EDITION_2023): MirrorFinding[] {
  return runChecks(new MirrorModel(app), edition).findings.map((f) => findingOf(f));
}

test.each(Object.values(MirrorEdition))('a right app has nothing to find under edition %s', (edition) => {
  expect(find(documents(right()), edition)).toEqual([]);
});

test('fails TM310 under edition 2026; under 2023 the second session is the fault', () => {
  const { app } = MORE_BREAKS.find((b) => b.id === 'TM310')!;
  expect(find(app(), MirrorEdition.EDITION_2026).map((x) => x.id)).toEqual(['TM310']);
  expect(find(app()).map((x) => x.id)).toEqual(['TM301']);
});

test('inline rules of one direction beside stand-alone ones of the other are left alone by TM205, and TM206 warns of them', () => {
  const f = right();
  const inline = { action: 'accept', protocol: 'TCP', priority: 1, source_port_range: '-1/-1', destination_port_range: '-1/-1' };
  f.terraform.resource[FILTER].web.egress_rules = [inline];
  expect(find(documents(f)).map((x) => x.id)).toEqual(['TM206']);
  f.terraform.resource[FILTER].web.ingress_rules = [{ ...inline, priority: 2 }];
  expect(find(documents(f)).map((x) => x.id)).toEqual(['TM205']);
});

/** Two fleets with ledgers of their own, with a range of VNIs each. */
function fleets(...vnis: ([number, number] | undefined)[]): Fixture {
  const f = right();
  vnis.forEach((range, i) => f.statements.fleets.push({
    path: `net/${'AB'[i]}`, ledger: `${'AB'[i]}.lock`, firstPriority: 1 + 1000 * i, lastPriority: 1000 + 1000 * i,
    ...range && { firstVirtualNetworkId: range[0], lastVirtualNetworkId: range[1] },
  }));
  return f;
}

test('fails TM513: two fleets state ranges of VNIs that overlap', () => {
  const found = find(documents(fleets([1, 2000], [2000, 2999])));
  expect(found.map((x) => `${x.severity} ${x.id}`)).toEqual(['warning TM513']);
  expect(find(documents(fleets([1, 1999], [2000, 2999])))).toEqual([]);
  expect(find(documents(fleets(undefined, [2000, 2999])))).toEqual([]);
});

test('whether two ranges are of one account is neither a pass nor an error', () => {
  const f = fleets([1, 2000], [2000, 2999]);
  const other = right();
  other.statements.fleets.push(f.statements.fleets.pop());
  other.terraform.provider.alicloud[0].profile = 'other';
  // One interface or load balancer would be of one account.
  Object.assign(other.terraform.resource[SESSION].web, {
    traffic_mirror_source_ids: ['eni-bp1other'],
    traffic_mirror_target_id: 'lb-bp1other',
  });
  expect(
    find(documents(f, other))
      .filter((x) => x.id === 'TM513' || x.id === 'TM110')
      .map((x) => `${x.severity} ${x.id}`),
  ).toEqual(['undecided TM110']);
});

test('every check has an app that it fails on', () => {
  expect([...BREAKS, ...MORE_BREAKS].map((b) => b.id).sort()).toEqual(ALL_CHECKS.map((c) => c.id).sort());
});

describe('what is generated is up to date (npx projen checks)', () => {
  test.each(examples())('the page of $id opens with the output of its example', ({ id, fact, output }) => {
    for (const language of LANGUAGES) expect(page(id, language)).toContain(pageHead(id, fact, output[language], language));
  });

  test('the list of checks', () => {
    expect(readFileSync(join(CHECKS, 'all.ts'), 'utf8')).toBe(allChecksSource());
  });

  test('the index of pages', () => {
    const index = readFileSync(join(PAGES, 'README.md'), 'utf8');
    const severities = new Map([...examples(), ...STATED].map(({ id, severity }) => [id, severity]));
    expect(index).toBe(indexPage(index, severities));
    const inChinese = readFileSync(join(pagesIn('zh'), 'README.md'), 'utf8');
    expect(inChinese).toBe(indexPageInChinese(inChinese, severities));
  });
});

test('every page is there in both languages, with the same parts and the same code', () => {
  const HEADINGS: Record<string, string> = { 'Why': '原因', 'How to fix': '如何处理', 'When to acknowledge': '何时确认并忽略', 'Scope': '检查什么' };
  const pages = (language: Language) => readdirSync(pagesIn(language)).filter((name) => name.endsWith('.md')).sort();
  expect(pages('zh')).toEqual(pages('en'));
  for (const id of checkIds()) {
    const [en, zh] = LANGUAGES.map((language) => page(id, language));
    const headings = (text: string) => [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect([id, ...headings(zh)]).toEqual([id, ...headings(en).map((heading) => HEADINGS[heading])]);
    // Code is the same but for reasons, which are for people.
    const code = (text: string) =>
      [...text.matchAll(/^```(?!text)(\w+)\n([^]*?)^```$/gm)].map(
        ([, language, block]) => `${language} ${block.replace(/(acknowledge\w*\('TM\d{3}', )'.*'/g, "$1'...'")}`,
      );
    expect([id, ...code(zh)]).toEqual([id, ...code(en)]);
    const links = (text: string) => [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, link]) => link.replace(/^(?:\.\.\/)+/, '')).sort();
    expect([id, ...links(zh)]).toEqual([id, ...links(en)]);
    // What is not literal is Chinese.
    const prose = zh.replace(/^```[^]*?^```$/gm, '').replace(/`[^`]*`/g, '').replace(/\]\([^)]*\)/g, ']');
    expect([id, ...prose.match(/\b[a-z]+ [a-z]+ [a-z]+\b/g) ?? []]).toEqual([id]);
    expect([id, ...prose.match(/[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/g) ?? []]).toEqual([id]);
  }
});

describe('what Terraform alone knows is neither a pass nor an error', () => {
  const unknown = (change: (f: Fixture) => void) => {
    const f = right();
    change(f);
    return find(documents(f)).map((x) => `${x.severity} ${x.id}`);
  };
  const web = (f: Fixture) => f.terraform.resource[SESSION].web;

  test('a region that is left to the environment', () => {
    expect(unknown((f) => { delete f.terraform.provider.alicloud[0].region; })).toEqual(['undecided TM101']);
  });
  test('a priority by a variable', () => {
    expect(unknown((f) => { web(f).priority = '${var.priority}'; })).toEqual(['undecided TM304']);
  });
  test('a source by a variable, of which nothing is stated', () => {
    const found = unknown((f) => { web(f).traffic_mirror_source_ids = ['${var.eni}']; });
    expect(new Set(found.map((x) => x.split(' ')[0]))).toEqual(new Set(['undecided']));
    expect(found).toContain('undecided TM102');
  });
  test('a list of sources by a variable', () => {
    const found = unknown((f) => { web(f).traffic_mirror_source_ids = '${var.enis}'; });
    expect(new Set(found.map((x) => x.split(' ')[0]))).toEqual(new Set(['undecided']));
    expect(found).toContain('undecided TM501');
  });
  test('a switch by a variable', () => {
    expect(unknown((f) => { web(f).enabled = '${var.on}'; })).toEqual(['undecided TM305']);
  });
});

describe('an app that is right but for one fact gives that finding and no other', () => {
  test.each(BREAKS)('fails $id: $fact', ({ id, severity, app }) => {
    const found = find(app());
    expect(found.map((f) => `${f.severity} ${f.id} ${f.problem}`)).toEqual([expect.stringMatching(new RegExp(`^${severity} ${id} `))]);
  });
});

describe.each([...LANGUAGES])('the pages in %s', (language) => {
  const pages = readdirSync(pagesIn(language)).filter((name) => /^TM\d+\.md$/.test(name))
    .map((name): [string, string] => [name, readFileSync(join(pagesIn(language), name), 'utf8')]);
  const section = (text: string, heading: RegExp): string =>
    text
      .split(/^## /m)
      .find((part) => heading.test(part))
      ?.replace(/^.*\n/, '')
      .trim() ?? '';
  const firstSentence = (text: string): string =>
    /^[^]*?(?:[.!?](?=\s|$)|。)/.exec(text.replace(/`/g, '').replace(/\s*\n\s*/g, ' '))?.[0] ?? text;

  test('how to fix begins with more than the finding', () => {
    const repeats = pages.filter(([, text]) => {
      const fixes = [...text.matchAll(/^\s+(?:Fix|处理)\s+(.*)$/gm)].map(([, fix]) => firstSentence(fix));
      return fixes.includes(firstSentence(section(text, /^(?:How to fix|如何处理)/)));
    });
    expect(repeats.map(([name]) => name)).toEqual([]);
  });

  test('what is never acknowledged has no snippet that acknowledges it', () => {
    const acknowledging = ([, text]: [string, string]): string => section(text, /^(?:When to acknowledge|何时确认并忽略)/);
    const both = pages.filter((one) => /^(?:Never|不要忽略|从不)/.test(acknowledging(one)) && /acknowledge\w*\(/.test(acknowledging(one)));
    expect(both.map(([name]) => name)).toEqual([]);
  });
});
