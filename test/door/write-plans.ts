// Makes the plans and states that the tests of the command read, with the real Terraform and the provider server of the
// lifecycle tests: npx tsx test/door/write-plans.ts
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { Lifecycle } from '../lifecycle/harness';
import { estate, write } from './estate/estate';
import { newStack, temporaryFolder } from '../support/app';
import { alicloud, MirrorFilter, MirrorProtocol, MirrorRule, MirrorSession, MirrorSource, MirrorTarget, PortRange } from '../../src';

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
  const keep = (name: string, json: object): void => {
    mkdirSync(join(FIXTURES, name, '..'), { recursive: true });
    writeFileSync(
      join(FIXTURES, `${name}.json`),
      `${JSON.stringify(json, undefined, 1).replace(/"timestamp": "[^"]*"/, '"timestamp": "2026-11-27T00:00:00Z"')}\n`,
    );
  };
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
  const first = fresh(
    `${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]')}${session('secret', 200, '[var.secret]')}${session('twice', 100, '["eni-bp1web"]')}`,
  );
  keep('create', await planned(first));
  // The service refuses what the checks find.
  change(
    first,
    `${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]')}${session('secret', 200, '[var.secret]')}${session('twice', 150, '["eni-bp1other"]')}`,
  );
  await life.apply(first, { parallelism: 1 });
  keep('no-op', await planned(first));
  keep('targeted', await planned(first, '-target=alicloud_vpc_traffic_mirror_session.web'));
  keep('state', await life.json(first, ['show', '-json']));
  keep('refresh-only', await planned(first, '-refresh-only'));
  keep('destroy', await planned(first, '-destroy'));
  // One moves, one is forgotten, one is replaced before it is destroyed.
  change(
    first,
    `${HEAD}${FILTER}${session('moved', 100, '["eni-bp1web"]')}${session('secret', 200, '[var.secret]', '  packet_length = 128\n  lifecycle {\n    create_before_destroy = true\n  }\n')}
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
`,
  );
  keep('moved-forgotten-replaced', await planned(first));

  // Sessions that the service has and a plan that knows nothing of them.
  keep('existing-sessions', (await life.answers()).ListTrafficMirrorSessions[0] as object);
  keep('others-have-it', await planned(fresh(`${HEAD}${FILTER}${session('late', 100, '["eni-bp1late"]')}`)));

  // All three reasons of a replacement, and an object that an earlier apply could not delete.
  await life.reset();
  const replaced = fresh(
    `${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]')}${session('long', 200, '["eni-bp1long"]')}${session('bad', 300, '["eni-bp1bad"]')}`,
  );
  await life.apply(replaced, { parallelism: 1 });
  await life.terraform(replaced, ['taint', 'alicloud_vpc_traffic_mirror_session.bad']);
  change(
    replaced,
    `${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]')}${session('long', 200, '["eni-bp1long"]', '  packet_length = 128\n')}${session('bad', 300, '["eni-bp1bad"]')}`,
  );
  keep('replaced', await planned(replaced, '-replace=alicloud_vpc_traffic_mirror_session.web'));
  await life.reset();
  const createFirst = '  lifecycle {\n    create_before_destroy = true\n  }\n';
  const deposed = fresh(`${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]', createFirst)}`);
  await life.apply(deposed, { parallelism: 1 });
  change(deposed, `${HEAD}${FILTER}${session('web', 101, '["eni-bp1web2"]', `  packet_length = 128\n${createFirst}`)}`);
  await life.fault({ on: { action: 'DeleteTrafficMirrorSession' }, kind: 'error', code: 'InternalError', times: null });
  await life.apply(deposed, { expect: 'failure' });
  await life.clearFaults();
  keep('deposed', await planned(deposed));

  // What exists becomes Terraform's.
  await life.reset();
  const imported = fresh(`${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]')}`);
  await life.apply(imported, { parallelism: 1 });
  const ids = await life.state(imported);
  const blocks = Object.entries(ids).map(([to, { id }]) => `import {\n  to = ${to}\n  id = "${String(id)}"\n}\n`).join('');
  keep('imported', await planned(fresh(`${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]')}${blocks}`)));

  // Checks that pass, fail and are known later; a precondition that is false.
  const checks = `check "named" {
  assert {
    condition     = var.region == "cn-hangzhou"
    error_message = "The region is another one."
  }
}
check "elsewhere" {
  assert {
    condition     = var.region == "cn-shanghai"
    error_message = "Mirroring is planned for Shanghai."
  }
}
check "created" {
  assert {
    condition     = alicloud_vpc_traffic_mirror_session.web.status == "Created"
    error_message = "The session is not created."
  }
}
`;
  keep(
    'checks',
    await planned(
      fresh(
        `${HEAD}${FILTER}${session('web', 100, '["eni-bp1web"]', '  lifecycle {\n    precondition {\n      condition     = var.region != ""\n      error_message = "No region."\n    }\n  }\n')}${checks}`,
      ),
    ),
  );

  // The region: of the environment, of a second provider, of a variable without a default.
  const apart = (name: string, more = ''): string =>
    session(name, 100, `["eni-bp1${name}"]`, more)
      .replace('alicloud_vpc_traffic_mirror_filter.web.id', `"tmf-bp1${name}"`)
      .replace('lb-bp1sensors', `lb-bp1${name}`);
  const providers = HEAD.replace('  region = var.region\n', '').replace(
    /variable "region" \{\n {2}default = "cn-hangzhou"\n\}/,
    'variable "region" {}',
  );
  keep(
    'regions',
    await planned(
      fresh(`${providers}provider "alicloud" {
  alias  = "sh"
  region = "cn-shanghai"
}
provider "alicloud" {
  alias  = "variable"
  region = var.region
}
${apart('environment')}${apart('sh', '  provider = alicloud.sh\n')}${apart('variable', '  provider = alicloud.variable\n')}`),
      '-var=region=cn-beijing',
    ),
  );

  const modules = fresh(WITH_MODULE, MODULE);
  keep('modules', await planned(modules));
  // Its configuration, for files and lines.
  mkdirSync(join(FIXTURES, 'hcl', 'm'), { recursive: true });
  for (const file of ['main.tf', 'm/main.tf']) copyFileSync(join(modules, file), join(FIXTURES, 'hcl', file));
  copyFileSync(join(modules, '.terraform', 'modules', 'modules.json'), join(FIXTURES, 'hcl', 'modules.json'));

  // A stack of constructs and the plan of it: with ids that are there, and with one that is not yet.
  const app = new App({ outdir: join(temporaryFolder(), 'cdktf.out'), stackTraces: false });
  const stack = newStack(app, 'net');
  const filter = new MirrorFilter(stack, 'Web', {
    inbound: [MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })],
  });
  const target = MirrorTarget.internalLoadBalancer('lb-bp1sensors', { mtu: 1500 });
  const stated = { instanceType: 'ecs.g7.large', mtu: 1500, ipv6Addresses: 2, serviceManaged: false, securityGroupIds: ['sg-bp1web'] };
  new MirrorSession(stack, 'There', { filter, target, sources: [MirrorSource.networkInterface('eni-bp1there', stated)], priority: 100 });
  const eni = new alicloud.ecsNetworkInterface.EcsNetworkInterface(stack, 'Eni', {
    vswitchId: 'vsw-bp1web',
    securityGroupIds: ['sg-bp1web'],
  });
  new MirrorSession(stack, 'Coming', {
    filter,
    target,
    sources: [
      MirrorSource.fromResource(eni, { instanceType: 'ecs.g7.large', mtu: 1500 }),
      MirrorSource.networkInterface('eni-bp1also', { ...stated, mtu: 1450 }),
    ],
    priority: 200,
  });
  app.synth();
  const written = join(app.outdir, 'stacks', 'net');
  mkdirSync(join(FIXTURES, 'synthesized', 'stacks', 'net'), { recursive: true });
  for (const file of ['cdk.tf.json', 'traffic-mirror.json']) {
    copyFileSync(join(written, file), join(FIXTURES, 'synthesized', 'stacks', 'net', file));
  }
  const terraform = JSON.parse(readFileSync(join(written, 'cdk.tf.json'), 'utf8'));
  delete terraform.terraform.backend;
  keep('synthesized-plan', await planned(life.directory(terraform)));

  // The estate with its faults, as an app and by hand.
  await life.reset();
  const estateApp = estate(join(temporaryFolder(), 'cdktf.out'));
  write(estateApp);
  const estateTerraform = JSON.parse(readFileSync(join(estateApp.outdir, 'stacks', 'estate', 'cdk.tf.json'), 'utf8'));
  delete estateTerraform.terraform.backend;
  keep('estate-plan', await planned(life.directory(estateTerraform)));
  keep('estate-hcl-plan', await planned(fresh(readFileSync(join(__dirname, 'estate', 'main.tf'), 'utf8'))));

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
