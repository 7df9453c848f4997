import { TerraformJson } from './document';
import { bodyOf } from './terraform-form';
import { byName } from '../net/by-name';

/** The arguments of a backend that set the location of the state. All others (credentials, locks, encryption) do not. */
const PLACES: Record<string, readonly string[]> = byName({
  local: ['path', 'workspace_dir'],
  remote: ['hostname', 'organization', 'workspaces'],
  s3: ['bucket', 'key', 'region', 'endpoint', 'endpoints', 'workspace_key_prefix'],
  oss: ['bucket', 'prefix', 'key', 'region', 'endpoint'],
  cos: ['bucket', 'prefix', 'key', 'region'],
  gcs: ['bucket', 'prefix'],
  azurerm: ['storage_account_name', 'container_name', 'key'],
  consul: ['path', 'address', 'datacenter'],
  http: ['address'],
  pg: ['conn_str', 'schema_name'],
  kubernetes: ['secret_suffix', 'namespace'],
  swift: ['container', 'path', 'archive_container', 'state_name'],
  etcdv3: ['endpoints', 'prefix'],
});

/** The defaults of a backend. */
const DEFAULTS: Record<string, Record<string, string>> = byName<Record<string, string>>({
  local: { path: 'terraform.tfstate' },
  remote: { hostname: 'app.terraform.io' },
  oss: { key: 'terraform.tfstate', prefix: 'env:' },
  cos: { key: 'terraform.tfstate', prefix: 'env:' },
  pg: { schema_name: 'terraform_remote_state' },
  kubernetes: { namespace: 'default' },
});

/** The stacks of an app by the location of their state. */
export class States<T> {
  /** Undefined for a location of several stacks, for example the default path in several folders. */
  private readonly byPlace = new Map<string | undefined, T | undefined>();

  public add(stack: T, terraform: TerraformJson): void {
    const place = stateOf(terraform);
    this.byPlace.set(place, this.byPlace.has(place) ? undefined : stack);
  }

  /**
   * The stack whose state a `terraform_remote_state` reads. Undefined if it is not in the app, or unknown.
   *
   * @param remote the arguments of the data source
   */
  public readBy(remote: any): T | undefined {
    const workspace = remote?.workspace;
    // The state of another workspace has other resources.
    if (workspace !== undefined && workspace !== '${terraform.workspace}') return undefined;
    return remote && this.byPlace.get(placeOf(remote.backend, remote.config));
  }
}

/** The location of a stack's state. Undefined if the stack sets no backend. */
function stateOf(terraform: TerraformJson): string | undefined {
  const { backend, cloud } = terraform.terraform ?? {};
  for (const kind in backend) return placeOf(kind, backend[kind]);
  // Other stacks read the state of HCP Terraform through the backend `remote`.
  return cloud === undefined ? undefined : placeOf('remote', cloud);
}

/** The location that a `terraform_remote_state` reads. */
function placeOf(kind: unknown, config: unknown): string {
  const given = bodyOf(config);
  const name = kind === 'cloud' ? 'remote' : String(kind);
  const written = Object.keys(given).filter((key) => key !== 'workspace' && key !== '//').sort();
  const places = PLACES[name]?.some((key) => given[key] !== undefined) ? PLACES[name] : written;
  const entries = places.map((key) =>
    [key, key === 'workspaces' ? workspacesOf(given[key]) : given[key] ?? DEFAULTS[name]?.[key]] as const);
  return `${name} ${JSON.stringify(entries.filter(([, value]) => value !== undefined && value !== ''))}`;
}

function workspacesOf(value: unknown): unknown {
  const { name, prefix, tags, project } = bodyOf(value);
  return name !== undefined ? { name } : prefix !== undefined ? { prefix } : { tags, project };
}
