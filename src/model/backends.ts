import { TerraformJson } from './document';
import { bodyOf, isObject } from './terraform-form';

/** Which arguments of a backend set where its state is. All others (credentials, locks, encryption) do not. */
const PLACES: Record<string, readonly string[]> = {
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
};

/** What a backend takes if an argument is left out. */
const DEFAULTS: Record<string, Record<string, string>> = {
  local: { path: 'terraform.tfstate' },
  remote: { hostname: 'app.terraform.io' },
  oss: { key: 'terraform.tfstate', prefix: 'env:' },
  cos: { key: 'terraform.tfstate', prefix: 'env:' },
  pg: { schema_name: 'terraform_remote_state' },
  kubernetes: { namespace: 'default' },
};

/** Where a stack keeps its state. Nothing if it names no backend. */
export function stateOf(terraform: TerraformJson): string | undefined {
  const settings = bodyOf(terraform.terraform);
  const backend = isObject(settings.backend) ? settings.backend : {};
  for (const kind of Object.keys(backend)) if (kind !== '//') return placeOf(kind, backend[kind]);
  // Another stack reads the state of HCP Terraform by the backend `remote`.
  return settings.cloud === undefined ? undefined : placeOf('remote', settings.cloud);
}

/** Where a remote state is read from. */
export function placeOf(kind: unknown, config: unknown): string {
  const given = bodyOf(config);
  const name = kind === 'cloud' ? 'remote' : String(kind);
  const written = Object.keys(given).filter((key) => key !== 'workspace' && key !== '//');
  const places = PLACES[name]?.some((key) => given[key] !== undefined) ? PLACES[name] : written;
  const entries = places.map((key) => [key, key === 'workspaces' ? workspacesOf(given[key]) : given[key] ?? DEFAULTS[name]?.[key]] as const);
  return `${name} ${JSON.stringify(entries.filter(([, value]) => value !== undefined && value !== '').sort(([a], [b]) => a < b ? -1 : 1))}`;
}

function workspacesOf(value: unknown): unknown {
  const { name, prefix, tags, project } = bodyOf(value);
  return name !== undefined ? { name } : prefix !== undefined ? { prefix } : { tags, project };
}
