// Unknown is never a pass: a right app with one value made unknown passes no check more often than before.
import { MirrorEdition } from '../../src';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { BREAKS, MORE_BREAKS } from '../checks/fixtures';
import { APPS } from '../checks/right-apps';
import { inTurn } from '../support/runs';
import '../support/recorded-inputs';

type Path = readonly (string | number)[];

/** Every place of a value in plain data. */
function places(value: any, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [path];
  const inner = [...value instanceof Map ? value : Object.entries(value)].flatMap(([key, one]) => places(one, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

const within = (value: any, key: string | number) => value instanceof Map ? value.get(key) : value[key];

/** An argument: a plain value or a list of them. Terraform accepts no expression for a whole block. */
const isArgument = (app: StackDocument[]) => (at: Path): boolean => {
  const value = at.reduce(within, app);
  // Terraform takes no expression there.
  if (at.includes('lifecycle') || ['alias', 'source'].includes(String(at[at.length - 1]))) return false;
  return (
    at[1] === 'terraform'
      && at.length > 4
      && (Array.isArray(value) ? value.every((one) => typeof one !== 'object') : typeof value !== 'object')
  );
};

/** Records of API responses, and their fields that a response may lack. */
const OPTIONAL = [
  'vswitchId', 'vpcId', 'primaryIp', 'instanceId', 'status', 'publicIp', 'tags', 'cidr', 'networkAclId', 'innerAccess',
  'portRange', 'address', 'listeners',
  'accessControl', 'backendPort', 'weight', 'loadBalancerId',
];
const isProvided = ([, part, ...rest]: Path): boolean => part === 'network'
  ? rest.length === 3 && !/^\d+$/.test(String(rest[2])) || rest.length > 3 && OPTIONAL.includes(String(rest[rest.length - 1]))
  : part === 'statements' && rest[0] === 'sessions' && (rest[2] === 'sources' ? rest.length === 5 : rest.length === 4);

function set(root: any, path: Path, value: unknown): void {
  const inner = path.slice(0, -1).reduce(within, root);
  const last = path[path.length - 1];
  if (value !== undefined) inner[last] = value;
  else if (inner instanceof Map) inner.delete(last);
  else delete inner[last];
}

const passes = (app: StackDocument[], edition: MirrorEdition): Record<string, number> => runChecks(new MirrorModel(app), edition).passed;

function gains(
  name: string,
  app: () => StackDocument[],
  at: Path,
  value: unknown,
  edition: MirrorEdition,
  before: Record<string, number>,
): string[] {
  const changed = app();
  set(changed, at, value);
  const after = passes(changed, edition);
  return Object.entries(after)
    .filter(([id, n]) => n > (before[id] ?? 0))
    .map(([id, n]) => `${name}: ${at.join('.')} ${id} ${before[id] ?? 0} -> ${n}`);
}

describe.each([MirrorEdition.EDITION_2023, MirrorEdition.EDITION_2026])('edition %s', (edition) => {
  test.each(APPS)('%s: no argument that is known only at apply gains a pass', (name, app) => {
    const before = passes(app(), edition);
    const terraform = places(app()).filter(isArgument(app()));
    expect(terraform.length).toBeGreaterThan(15);
    expect(terraform.flatMap((at) => gains(name, app, at, '${var.unknown}', edition, before))).toEqual([]);
  });

  test.each(APPS)('%s: no value that is not provided gains a pass', (name, app) => {
    const before = passes(app(), edition);
    const provided = places(app()).filter(isProvided);
    expect(provided.length).toBeGreaterThan(0);
    expect(provided.flatMap((at) => gains(name, app, at, undefined, edition, before))).toEqual([]);
  });
});

// With one value of a wrong app unknown, the app may still be the wrong one, so the check that finds it cannot pass.
test.each([...BREAKS, ...MORE_BREAKS].map((broken) => [broken.id, broken.fact, broken] as const))(
  '%s: %s, and an unknown value',
  (id, fact, { app, edition = MirrorEdition.EDITION_2023 }) => {
    const before = passes(app(), edition);
    const given = app();
    // TM107 compares what is provided, so it has nothing to say of a value that is not.
    const all = places(given).filter((at) => isArgument(given)(at) || id !== 'TM107' && isProvided(at));
    const found = inTurn(all, 60, 0).flatMap((at) =>
      gains(fact, app, at, at[1] === 'terraform' ? '${var.unknown}' : undefined, edition, before),
    );
    expect(found.filter((line) => line.includes(` ${id} `))).toEqual([]);
  });
