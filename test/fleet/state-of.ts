import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { SESSION, written } from '../support/app';

/** What `terraform show -json` prints once the stacks of an app are applied, each with its own state. */
export function statesOf(app: App, change: (resource: any) => object = () => ({})): Record<string, string> {
  return Object.fromEntries(Object.entries(written(app)).map(([id, stack]) => [id, JSON.stringify({
    format_version: '1.0', terraform_version: '1.11.0',
    values: {
      root_module: {
        resources: Object.entries<any>(stack.resource?.[SESSION] ?? {}).map(([name, body]) => {
          const resource = {
            address: `${SESSION}.${name}`, mode: 'managed', type: SESSION, name,
            values: { packet_length: 1500, ...body, id: `tms-${name}`, traffic_mirror_filter_id: 'tmf-1' },
          };
          return { ...resource, ...change(resource) };
        }),
      },
    },
  })]));
}

/** The copies of the ledger beside the stacks of an app, by stack id. */
export function copiesOf(app: App): Record<string, string> {
  const stacks = join(app.outdir, 'stacks');
  return Object.fromEntries(readdirSync(stacks).flatMap((id) => {
    const path = join(stacks, id, 'traffic-mirror.lock');
    return existsSync(path) ? [[id, readFileSync(path, 'utf8')]] : [];
  }));
}
