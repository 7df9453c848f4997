// Makes the plans and states that the tests of the command read, with the real Terraform and the provider server of the
// lifecycle tests: npx tsx test/door/write-plans.ts
import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Lifecycle } from '../lifecycle/harness';

const FIXTURES = join(__dirname, 'fixtures');

const HEAD = `terraform {
  required_providers {
    alicloud = {
      source  = "aliyun/alicloud"
      version = "1.289.0"
    }
  }
}
variable "region" {
  default = "cn-hangzhou"
}
variable "secret" {
  sensitive = true
  default   = "eni-bp1s3cr3t"
}
provider "alicloud" {
  region = var.region
}
`;

const FILTER = `resource "alicloud_vpc_traffic_mirror_filter" "web" {
  traffic_mirror_filter_name = "web"
}
resource "alicloud_vpc_traffic_mirror_filter_ingress_rule" "one" {
  traffic_mirror_filter_id = alicloud_vpc_traffic_mirror_filter.web.id
  priority                 = 1
  protocol                 = "TCP"
  action                   = "accept"
  source_cidr_block        = "0.0.0.0/0"
  destination_cidr_block   = "0.0.0.0/0"
  source_port_range        = "-1/-1"
  destination_port_range   = "443/443"
}
`;

function session(name: string, priority: number, sources: string, more = ''): string {
  return `resource "alicloud_vpc_traffic_mirror_session" "${name}" {
  traffic_mirror_session_name = "${name}"
  priority                    = ${priority}
  virtual_network_id          = ${priority}
  traffic_mirror_source_ids   = ${sources}
  traffic_mirror_target_type  = "SLB"
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_filter_id    = alicloud_vpc_traffic_mirror_filter.web.id
  enabled                     = true
${more}}
`;
}

const MODULE = `terraform {
  required_providers {
    alicloud = {
      source = "aliyun/alicloud"
    }
  }
}
variable "filter" {}
variable "sources" {}
resource "alicloud_vpc_traffic_mirror_session" "inner" {
  for_each                    = var.sources
  traffic_mirror_session_name = "inner-\${each.value.priority}"
  priority                    = each.value.priority
  virtual_network_id          = each.value.priority
  traffic_mirror_source_ids   = each.value.ids
  traffic_mirror_target_type  = "SLB"
  traffic_mirror_target_id    = "lb-bp1sensors"
  traffic_mirror_filter_id    = var.filter
  enabled                     = false
}
output "first" {
  value = alicloud_vpc_traffic_mirror_session.inner["a.b"].id
}
`;

const WITH_MODULE = `${HEAD}${FILTER}module "m" {
  source = "./m"
  filter = alicloud_vpc_traffic_mirror_filter.web.id
  sources = {
    "a.b"  = { priority = 100, ids = ["eni-bp1a"] }
    "c\\"]1" = { priority = 100, ids = ["eni-bp1b", "eni-bp1a"] }
  }
}
`;

async function main(): Promise<void> {
  rmSync(FIXTURES, { recursive: true, force: true });
  mkdirSync(FIXTURES, { recursive: true });
  const life = await Lifecycle.start();
  const keep = (name: string, json: object): void => writeFileSync(join(FIXTURES, `${name}.json`), `${JSON.stringify(json, undefined, 1).replace(/"timestamp": "[^"]*"/, '"timestamp": "2026-11-27T00:00:00Z"')}\n`);
  const fresh = (text: string, module?: string): string => {
    const folder = life.directory({});
    rmSync(join(folder, 'main.tf.json'), { force: true });
    change(folder, text, module);
    return folder;
  };
  const change = (folder: string, text: string, module?: string): void => {
    writeFileSync(join(folder, 'main.tf'), text);
    if (module === undefined) return;
    mkdirSync(join(folder, 'm'), { recursive: true });
    writeFileSync(join(folder, 'm', 'main.tf'), module);
  };
  const planned = async (folder: string, ...args: string[]): Promise<object> => (await life.plan(folder, { args })).json;

  // Nothing is there: ids are unknown, one source is a secret.
  const first = fresh(`${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]')}${session('secret', 200, '[var.secret]')}${session('twice', 100, '["eni-bp1web"]')}`);
  keep('create', await planned(first));
  // The service refuses what the checks find.
  change(first, `${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]')}${session('secret', 200, '[var.secret]')}${session('twice', 150, '["eni-bp1other"]')}`);
  await life.apply(first);
  keep('no-op', await planned(first));
  keep('targeted', await planned(first, '-target=alicloud_vpc_traffic_mirror_session.web'));
  keep('state', await life.json(first, ['show', '-json']));
  keep('refresh-only', await planned(first, '-refresh-only'));
  keep('destroy', await planned(first, '-destroy'));
  // One moves, one is forgotten, one is replaced before it is destroyed.
  change(first, `${HEAD}${FILTER}${session('moved', 100, '["eni-bp1web"]')}${session('secret', 200, '[var.secret]', '  packet_length = 128\n  lifecycle {\n    create_before_destroy = true\n  }\n')}
moved {
  from = alicloud_vpc_traffic_mirror_session.web
  to   = alicloud_vpc_traffic_mirror_session.moved
}
removed {
  from = alicloud_vpc_traffic_mirror_session.twice
  lifecycle {
    destroy = false
  }
}
`);
  keep('moved-forgotten-replaced', await planned(first));

  const modules = fresh(WITH_MODULE, MODULE);
  keep('modules', await planned(modules));

  const counted = fresh(`${HEAD}${FILTER}resource "terraform_data" "id" {
  input = "x"
}
${session('open', 300, '["eni-bp1open", terraform_data.id.id]')}${session('counted', 400, '["eni-bp1c-${count.index}"]', '  count = 2\n')}`);
  keep('unknown-element-count', await planned(counted));
  await life.stop();
}

main().then(() => process.exit(0), (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
