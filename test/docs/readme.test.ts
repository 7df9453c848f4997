// What both READMEs promise, and that one does not fall behind the other.
import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const READMES = ['README.md', 'README.zh-CN.md'];
const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const blocks = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`$`, 'gm'))].map(([, block]) => block);

/** Whether a RAM action, which may end in `*`, allows a call. */
const allows = (action: string, call: string): boolean => {
  const [wanted, given] = [action.toLowerCase(), call.toLowerCase()];
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
};

function actionsOf(page: string): string[] {
  const policies = blocks(page, 'json').map((block) => JSON.parse(block) as { Statement?: Array<{ Action: string[] }> });
  return policies.flatMap(({ Statement: statements = [] }) => statements.flatMap(({ Action }) => Action));
}

/** The calls of the command line that pages and findings ask for. */
function askedFor(): string[] {
  const sources = ['src/checks/arrival/needs.ts', 'docs/proof.md', 'docs/inventory.md', 'docs/adoption.md'].map(text);
  return [
    ...new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/\b(ecs|vpc|slb) ((?:Describe|List)\w+)/g)].map(([, product, call]) => `${product}:${call}`),
      ),
    ),
  ].sort();
}

/** The calls of the provider for sessions, filters and their rules, as the tests' server names them. */
function providerCalls(): string[] {
  const sources = ['session', 'filter', 'filter-rule', 'resource'].map((name) => text(`test/lifecycle/server/resources/${name}.ts`));
  return [
    ...new Set(
      sources.flatMap((source) =>
        [
          ...source.matchAll(
            /'((?:Create|Delete|Update|List|AddSources|RemoveSources)\w*TrafficMirror\w*|MoveResourceGroup|UntagResources|TagResources)'/g,
          ),
        ].map(([, call]) => `vpc:${call}`),
      ),
    ),
  ].sort();
}

describe.each(READMES)('%s', (readme) => {
  const actions = actionsOf(text(readme));

  test('allows every call that a finding or a page asks for', () => {
    const calls = askedFor();
    expect(calls.length).toBeGreaterThan(8);
    expect(calls.filter((call) => !actions.some((action) => allows(action, call)))).toEqual([]);
  });

  test('allows every call of an apply, and not the one that opens the service', () => {
    const calls = providerCalls();
    expect(calls.length).toBeGreaterThan(8);
    expect(calls.filter((call) => !actions.some((action) => allows(action, call)))).toEqual([]);
    expect(actions.filter((action) => allows(action, 'vpc:OpenTrafficMirrorService'))).toEqual([]);
  });

  test('allows nothing that nobody calls', () => {
    const calls = [...askedFor(), ...providerCalls(), 'vpc:ListTagResources', 'vpc:TagResources', 'vpc:UnTagResources'];
    expect(actions.filter((action) => !calls.some((call) => allows(action, call)))).toEqual([]);
  });
});

describe('the two READMEs', () => {
  const [english, chinese] = READMES.map(text);

  test('have the same sections, by number and depth', () => {
    const depths = (page: string): string[] => [...page.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^(#+) /gm)].map(([, marks]) => marks);
    expect(depths(chinese)).toEqual(depths(english));
  });

  test.each(['ts', 'python', 'java', 'go', 'json', 'sh', 'hcl'])('show the same %s', (language) => {
    // Comments and reasons are in the language of the page.
    const code = (page: string): string[] => blocks(page, language)
      .map((block) => block.replace(/\s*\/\/.*$/gm, '').replace(/'[^'\n]*(?:\p{sc=Han}|\w \w)[^'\n]*'/gu, '\'…\''));
    expect(code(chinese)).toEqual(code(english));
  });

  test('the Chinese one has the terms of the product', () => {
    expect(chinese.match(/过滤器|未决|镜像目标|阻断/g)).toBeNull();
    expect(chinese).toMatch(/弹性网卡（ENI）/);
  });

  test('lead to the same pages', () => {
    const links = (page: string): string[] =>
      [
        ...new Set([...page.matchAll(/\]\((docs\/[^)\s#]+|examples\/[^)\s#]+)/g)].map(([, link]) => link.replace('checks/zh/', 'checks/'))),
      ].sort();
    expect(links(chinese)).toEqual(links(english));
  });
});
