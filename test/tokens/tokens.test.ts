import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, TerraformStack } from 'cdktf';
import { checker, publicInputs, resolvableType } from './public-api';
import { Kind, KINDS } from './kinds';
import { Row } from './row';
import { ADOPTION_ROWS } from './rows/adoption';
import { COLLECTOR_ROWS } from './rows/collector';
import { FILTER_ROWS } from './rows/filter';
import { POLICY_ROWS } from './rows/policy';
import { FLEET_ROWS } from './rows/fleet';
import { SESSION_ROWS } from './rows/session';
import { STATEMENT_ROWS } from './rows/statements';
import { MirrorEdition, MirrorEvaluation, MirrorPolicy } from '../../src';
import { inTurn } from '../support/runs';
import { bodiesByPath, messageOf, newApp, newStack, notAboutArrival, written } from '../support/app';
import { expectConformsToSchema } from '../support/schema';

const ROWS = [...SESSION_ROWS, ...FLEET_ROWS, ...STATEMENT_ROWS, ...FILTER_ROWS, ...COLLECTOR_ROWS, ...POLICY_ROWS, ...ADOPTION_ROWS];

/** What no token can come to: classes and methods that read files or facts, or compare two values, and write nothing. */
const OUTSIDE = new Set([
  'MirrorCatalog', 'MirrorEvaluation', 'MirrorInventory', 'MirrorReport', 'MirrorSelection', 'MirrorSelector',
  'Ipv4Cidr.containsCidr', 'Ipv4Cidr.overlaps', 'Ipv4Cidr.isSameAs',
]);

const inputs = publicInputs(OUTSIDE);

test('every input of the library has a row, and every row is one of them', () => {
  expect([...new Set(ROWS.map((r) => r.input))].sort()).toEqual(inputs.map((i) => i.name).sort());
  const names = ROWS.map(titleOf);
  expect(new Set(names).size).toBe(names.length);
});

describe('the compiler takes the tokens that a row says, and no other', () => {
  const typeOf = (input: string) => inputs.find((i) => i.name === input)!.type;
  const types = {
    text: checker.getStringType(), number: checker.getNumberType(), resolvable: resolvableType(),
    list: typeOf('MirrorSource.listOf(ids)'), map: typeOf('MirrorSessionProps.tags'),
  };
  test.each(ROWS.filter((r) => r.part === undefined).map((r): [string, Row] => [r.input, r]))('%s', (_, row) => {
    expect(
      Object.entries(types)
        .filter(([, token]) => checker.isTypeAssignableTo(token, typeOf(row.input)))
        .map(([name]) => name)
        .sort(),
    ).toEqual([...row.takes].sort());
  });
});

interface Result {
  readonly app: App;
  readonly json: any;
  readonly statements: any;
  readonly evaluation: MirrorEvaluation;
}

/** An app in which only the given value may be wrong. */
function appWith(give: (stack: TerraformStack) => void): Result {
  const app = newApp();
  MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2023);
  const stack = newStack(app);
  give(stack);
  app.synth();
  const file = join(app.outdir, 'stacks', 'stack', 'traffic-mirror.json');
  return {
    app, json: written(app).stack, evaluation: MirrorPolicy.of(app).evaluate(),
    statements: existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined,
  };
}

function titleOf(row: Row): string {
  return `${row.input}${row.part ? ` (${row.part})` : ''}`;
}

/** What has no type passes everywhere; so does a boolean token where a truth value is cast. */
function kindsOf(row: Row): Kind[] {
  const flag = typeof row.plain === 'boolean';
  return KINDS.filter(
    (k) =>
      k.type === 'untyped'
      || (row.takes as string[]).includes(k.type)
      || (flag && k.type === 'resolvable')
      || (row.part === 'a value' && k.type === 'text'),
  );
}

const said = (e: MirrorEvaluation) => e.findings.filter(notAboutArrival).map((f) => `${f.severity} ${f.id}`);
const ids = (e: MirrorEvaluation) => new Set(e.undecided.filter(notAboutArrival).map((f) => f.id));

/**
 * The kinds that a row plays: two of each type, others in each row,
 * since every kind of one type takes the same way through the library.
 */
function kindsFor(row: Row, turn: number): [string, Kind][] {
  const byType = new Map<string, Kind[]>();
  for (const kind of kindsOf(row)) byType.set(kind.type, [...byType.get(kind.type) ?? [], kind]);
  return [...byType.values()].flatMap((kinds) => inTurn(kinds, kinds[0].type === 'untyped' ? 1 : 2, turn)).map((k) => [k.name, k]);
}

test('every kind of token is played in many rows', () => {
  const times = new Map<string, number>();
  ROWS.forEach((row, turn) => kindsFor(row, turn).forEach(([name]) => times.set(name, (times.get(name) ?? 0) + 1)));
  expect([...times.keys()].sort()).toEqual(KINDS.map((k) => k.name).sort());
  for (const n of times.values()) expect(n).toBeGreaterThan(2);
});

describe.each(ROWS.map((r, turn): [string, Row, number] => [titleOf(r), r, turn]))('%s', (_, row, turn) => {
  const { give, outcome, at, as = (e: string) => e, unknown = [], silent = [] } = row;
  const warned = row.inMemory ? ['warning TM516'] : [];

  if (outcome === 'refused') {
    test.each(kindsFor(row, turn))('fails for %s', (__, kind) => {
      const stack = newStack(newApp());
      expect(messageOf(() => give(stack, kind.make(stack)))).toMatch(row.error!);
    });
    test('takes what is known', () => {
      give(newStack(newApp()), row.plain);
    });
    return;
  }

  let plain: Result;
  beforeAll(() => { plain = appWith((stack) => give(stack, row.plain)); });

  test('nothing is found where it is known', () => {
    // The rules of a filter from elsewhere are never known.
    const never = row.input.startsWith('MirrorFilter.from') || row.input.startsWith('MirrorFilterAttributes');
    expect(said(plain.evaluation)).toEqual([...never ? ['undecided TM201'] : [], ...warned]);
  });

  test.each(kindsFor(row, turn))(`${outcome} for %s`, (__, kind) => {
    const result = appWith((stack) => give(stack, kind.make(stack)));
    expectConformsToSchema(result.json);
    // Neither an error nor a warning, and 'unknown' from exactly the checks that need the value.
    expect(said(result.evaluation).filter((f) => !f.startsWith('undecided'))).toEqual(warned);
    expect([...ids(result.evaluation)].sort()).toEqual([...unknown].sort());
    for (const id of [...unknown.filter((u) => !ids(plain.evaluation).has(u)), ...silent]) {
      expect(result.evaluation.passed(id)).toBeLessThan(plain.evaluation.passed(id));
    }
    if (outcome === 'written') {
      expect(writtenAt(result.json, at!)).toEqual(as(kind.expression));
      if (row.plain !== undefined) expect(writtenAt(plain.json, at!)).toEqual(as(row.plain));
    } else {
      const text = JSON.stringify([result.json.resource, result.statements]);
      expect(text).not.toContain('TfToken');
      expect(JSON.stringify(result.statements)).not.toContain(JSON.stringify(kind.expression).slice(1, -1));
      expect(count(plain.statements)).toBe(count(result.statements) + 1);
    }
  });
});

function writtenAt(json: any, { type, path, attribute }: NonNullable<Row['at']>): unknown {
  const found = Object.entries(bodiesByPath(json, type)).filter(([at]) => typeof path === 'string' ? at === path : path.test(at));
  expect(found).toHaveLength(1);
  return found[0][1][attribute];
}

/** How many values are stated, at any depth. */
function count(statements: unknown): number {
  if (statements === null || typeof statements !== 'object') return 1;
  return Object.values(statements).reduce((sum: number, s) => sum + count(s), 0);
}
