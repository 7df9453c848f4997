import { readFileSync } from 'fs';
import { SourceCode } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

/** The package whose table of build servers the library copies at development time. */
export const CI_INFO = { name: 'ci-info', version: '4.5.0' };

type VendorCondition = string | { readonly [name: string]: string | readonly string[] };

/** A row of the `vendors.json` of ci-info. */
export interface Vendor {
  readonly name: string;
  readonly env: VendorCondition | readonly VendorCondition[];
}

/** The conditions of one entry of `env`, in the form of `ServerCondition`. */
function conditionsOf(entry: VendorCondition): object[] {
  if (typeof entry === 'string') return [{ any: [entry] }];
  const { any, env, includes, ...rest } = entry;
  if (Array.isArray(any) && Object.keys(entry).length === 1) return [{ any }];
  if (typeof env === 'string' && typeof includes === 'string' && Object.keys(entry).length === 2) return [{ any: [env], includes }];
  if (any !== undefined || env !== undefined || includes !== undefined || Object.values(rest).some((value) => typeof value !== 'string')) {
    throw new Error(`ci-info has a new form of condition: ${JSON.stringify(entry)}`);
  }
  return Object.entries(rest).map(([name, is]) => ({ any: [name], is }));
}

/** The table as lines of TypeScript. */
export function buildServersSource(vendors: readonly Vendor[], version: string): string[] {
  return [
    '/** A condition on the environment of a process. */',
    'export interface ServerCondition {',
    '  /** One of these variables is set. */',
    '  readonly any: readonly string[];',
    '  /** The text that the variable contains. */',
    '  readonly includes?: string;',
    '  /** The value of the variable. */',
    '  readonly is?: string;',
    '}',
    '',
    '/** A build server, and the conditions that all hold in its jobs. */',
    'export interface BuildServer {',
    '  readonly name: string;',
    '  readonly all: readonly ServerCondition[];',
    '}',
    '',
    `/** The table of ci-info ${version}, in its order. */`,
    'export const BUILD_SERVERS: readonly BuildServer[] = [',
    ...vendors.map(
      ({ name, env }) =>
        `  { name: ${code(name)}, all: ${code([env].flat().flatMap((entry) => conditionsOf(entry as VendorCondition)))} },`,
    ),
    '];',
  ];
}

/** A value as this repository writes it. */
function code(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(code).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([name, of]) => `${name}: ${code(of)}`)
      .join(', ')} }`;
  }
  return `'${String(value).replace(/[\\']/g, '\\$&')}'`;
}

/** The table of the installed ci-info, and its version. */
export function installed(): { readonly vendors: Vendor[]; readonly version: string } {
  const read = (file: string) => JSON.parse(readFileSync(require.resolve(`${CI_INFO.name}/${file}`), 'utf8'));
  return { vendors: read('vendors.json'), version: read('package.json').version };
}

/** Writes the table of the installed ci-info into the library, which has no dependencies. */
export function writeBuildServers(project: TypeScriptProject): void {
  project.addDevDeps(`${CI_INFO.name}@${CI_INFO.version}`);
  const file = new SourceCode(project, 'src/fleet/build-servers.ts', { readonly: true });
  file.line(`// ${file.marker}`);
  file.line('');
  // An older installation than the pinned one is replaced after this run. The next run then writes the table of the new one.
  const { vendors, version } = installed();
  for (const line of buildServersSource(vendors, version)) file.line(line);
}
