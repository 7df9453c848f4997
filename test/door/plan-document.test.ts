import { readFileSync } from 'fs';
import { join } from 'path';
import fc from 'fast-check';
import { run } from '../../src/cli/run';
import { parseAddress } from '../../src/door/address';
import { planDocument } from '../../src/door/plan-document';

const fixture = (name: string): string => join(__dirname, 'fixtures', `${name}.json`);
const json = (name: string): any => JSON.parse(readFileSync(fixture(name), 'utf8'));
const SESSION = 'alicloud_vpc_traffic_mirror_session';
const SECRET = 's3cr3t';
const FORMATS = ['text', 'json', 'sarif', 'sarif-github', 'sarif-gitlab', 'codequality', 'junit', 'junit-strict', 'github', 'html', 'markdown', 'markdown-summary'];

function check(name: string, ...options: string[]): { code: number; out: string; error: string } {
  const out: string[] = [];
  const error: string[] = [];
  const code = run(['check', fixture(name), ...options], { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

interface Row { readonly id: string; readonly severity: string; readonly address?: string; readonly subject: string; readonly fingerprint: string }
const findings = (name: string): Row[] => JSON.parse(check(name, '--out', 'json').out).findings;
const ids = (name: string, severity = 'error'): string[] => findings(name).filter((f) => f.severity === severity).map((f) => `${f.id} ${f.address ?? ''}`);

test('an unknown id is the reference that it will be, so a plan is checked before anything is there', () => {
  const { terraform } = planDocument(json('create'), 'plan').document;
  expect(terraform!.resource![SESSION].web).toMatchObject({ traffic_mirror_filter_id: '${alicloud_vpc_traffic_mirror_filter.web.id}', traffic_mirror_source_ids: ['eni-bp1web'], enabled: true });
  expect(terraform!.provider!.alicloud).toEqual([{ region: 'cn-hangzhou' }]);
  // What the service refuses at apply.
  expect(ids('create')).toEqual(expect.arrayContaining([expect.stringMatching(/^TM301 /), expect.stringMatching(/^TM304 /)]));
});

test('D2: an attribute that only apply tells is not written, and an element that only apply tells keeps its place', () => {
  const { terraform } = planDocument(json('unknown-element-count'), 'plan').document;
  const [known, open] = terraform!.resource![SESSION].open.traffic_mirror_source_ids;
  expect([known, open]).toEqual(['eni-bp1open', '${terraform_data.id.id}']);
  expect(terraform!.resource![SESSION].open.packet_length).toBeUndefined();
});

test('D3: a value that is sensitive appears in no report, and is undecided', () => {
  expect(JSON.stringify(json('create'))).toContain(SECRET);
  for (const name of ['create', 'no-op', 'state', 'moved-forgotten-replaced']) {
    for (const format of FORMATS) {
      const { out, error } = check(name, '--out', format);
      expect(`${name} ${format} ${(out + error).includes(SECRET)}`).toBe(`${name} ${format} false`);
    }
  }
});

test('D4: what Terraform forgets goes on and is counted, and nothing is reported of it', () => {
  const plan = planDocument(json('moved-forgotten-replaced'), 'plan');
  expect([...plan.forgotten]).toEqual([`${SESSION}.twice`]);
  expect(Object.keys(plan.document.terraform!.resource![SESSION]).sort()).toEqual(['moved', 'secret', 'twice']);
  expect(findings('moved-forgotten-replaced').filter((f) => f.address === `${SESSION}.twice`)).toEqual([]);
});

test('D5, D6: a move is followed to its new address, and create_before_destroy shows in the order of a replacement', () => {
  expect(ids('moved-forgotten-replaced')).toContain(`TM603 ${SESSION}.secret`);
  expect(findings('moved-forgotten-replaced').some((f) => f.address === `${SESSION}.web`)).toBe(false);
});

test('D8: a region by a variable is resolved, and one that is not there is undecided unless it is named', () => {
  expect(ids('create', 'undecided').filter((f) => f.startsWith('TM101'))).toEqual([]);
  expect(ids('state', 'undecided').some((f) => f.startsWith('TM101'))).toBe(true);
  expect(JSON.parse(check('state', '--region', 'cn-hangzhou', '--out', 'json').out).findings.some((f: Row) => f.id === 'TM101')).toBe(false);
});

test('D10: a plan with -target is never clean', () => {
  const { code, out } = check('targeted', '--fail-on', 'never');
  expect(code).toBe(2);
  expect(out).toContain('incomplete: the plan is not complete');
});

test('D11: a plan that only refreshes is checked by its state, and one that destroys tells so', () => {
  expect(check('refresh-only').out).toContain('3 sessions, 1 filter in 1 stack');
  expect(check('destroy', '--require-sessions', '0').out).toContain('the plan destroys everything');
});

test('D12: resources in modules and copies are known by their own addresses', () => {
  const addresses = findings('modules').filter((f) => f.id === 'TM305').map((f) => f.address).sort();
  expect(addresses).toEqual([`module.m.${SESSION}.inner["a.b"]`, `module.m.${SESSION}.inner["c\\"]1"]`]);
  expect(ids('modules').filter((f) => f.startsWith('TM304'))[0]).toContain(`module.m.${SESSION}.inner[`);
  // The filter of the module is the one around it.
  expect(findings('modules').filter((f) => f.id === 'TM201')).toEqual([]);
});

test('D12: addresses are read by their grammar, whatever their keys hold', () => {
  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,6}$/).filter((n) => n !== 'module' && n !== 'data');
  const key = fc.oneof(fc.constant(''), fc.nat(99).map((n) => `[${n}]`), fc.string().map((s) => `[${JSON.stringify(s)}]`));
  const modules = fc.array(fc.tuple(name, key), { maxLength: 3 });
  fc.assert(fc.property(modules, fc.boolean(), name, name, key, (around, data, type, own, last) => {
    const module = around.map(([n, k]) => `module.${n}${k}`).join('.');
    const address = `${module}${module && '.'}${data ? 'data.' : ''}${type}.${own}${last}`;
    expect(parseAddress(address)).toEqual({ module, modules: around.map(([n, k]) => ({ name: n, key: k })), data, type, name: own, key: last });
  }), { seed: 12, numRuns: 300 });
  for (const wrong of ['', 'a', 'a.b[', 'a.b["x', 'module.m', 'a.b.c', 'a..b', 'data.a']) expect(parseAddress(wrong)).toBeUndefined();
});

test('a finding keeps its fingerprint from the plan that creates to the one that changes nothing', () => {
  const fingerprints = (name: string, id: string) => findings(name).filter((f) => f.id === id && f.address?.endsWith('.web')).map((f) => f.fingerprint);
  expect(fingerprints('create', 'TM102')).toHaveLength(1);
  const label = (name: string) => JSON.parse((() => {
    const out: string[] = [];
    run(['check', `net=${fixture(name)}`, '--out', 'json'], { out: (line) => out.push(line), error: () => undefined });
    return out.join('\n');
  })()).findings.filter((f: Row) => f.id === 'TM102' && f.address?.endsWith('.web')).map((f: Row) => f.fingerprint);
  expect(label('create')).toEqual(label('no-op'));
});
