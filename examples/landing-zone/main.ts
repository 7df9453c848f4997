// A landing zone: every web and app interface of the production VPC, mirrored to the CLB of its zone.
// `npx tsx main.ts 2026` does it under edition 2026 of the product.
import { join, relative } from 'path';
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, CollectorLoadBalancer, MirrorCollector, MirrorEdition, MirrorFilter, MirrorInventory, MirrorLedger, MirrorNetworkFacts, MirrorPolicy, MirrorProtocol,
  MirrorReport, MirrorRule, MirrorSelector, MirroredFleet,
} from 'cdktf-alicloud-traffic-mirror';

const edition = process.argv[2] === '2026' ? MirrorEdition.EDITION_2026 : MirrorEdition.EDITION_2023;

const estate = join(__dirname, '..', 'estates', 'estate-120');
const inventory = MirrorInventory.fromFiles({
  networkInterfaces: [join(estate, 'network-interfaces.json')],
  instances: [join(estate, 'instances.json')],
});
const selection = inventory.select({
  edition,
  include: [MirrorSelector.vpc('vpc-bp1prod'), MirrorSelector.tag('role', 'web', 'app')],
  // On the interface or on its instance: an exclusion wins.
  exclude: [MirrorSelector.tag('mirror', 'never')],
  // As the image sets it in the guests: packets and their VXLAN header fit into 1500 bytes.
  mtu: 1450,
});

// What the API says of the two CLBs and of what is behind them; with it, that the copies arrive is proved.
const answers = (name: string) => [join(estate, 'network', `${name}.json`)];
const facts = MirrorNetworkFacts.fromFiles({
  loadBalancers: answers('load-balancers'),
  loadBalancerUdpListeners: answers('udp-listeners'),
  serverGroups: answers('server-groups'),
  securityGroups: answers('security-group'),
  vswitches: answers('vswitches'),
  networkInterfaces: [join(estate, 'network-interfaces.json')],
});

const app = new App({ outdir: process.env.CDKTF_OUTDIR ?? join(__dirname, 'cdktf.out') });
MirrorPolicy.of(app).edition(edition).networkFacts(facts);

const stack = new TerraformStack(app, 'mirroring');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });

const filter = new MirrorFilter(stack, 'Everything', {
  filterName: 'everything',
  inbound: [MirrorRule.accept({ protocol: MirrorProtocol.ALL })],
  outbound: [MirrorRule.accept({ protocol: MirrorProtocol.ALL })],
});

// The CLBs listen already; the security group of their sensors must let the copies in, which come from the sources' addresses.
const collectors = ['h', 'i'].map((zone) => new MirrorCollector(stack, `Collector-${zone}`, {
  loadBalancer: CollectorLoadBalancer.listening(`lb-bp1sensors${zone}`),
  securityGroupIds: ['sg-bp1sensor'],
  // The group has rules of others; with twelve for the copies, 300 addresses may get in that are no source.
  ruleBudget: 12,
  maxExtraAddresses: 300,
  targetOptions: { zoneId: `cn-hangzhou-${zone}` },
}));
for (const collector of collectors) collector.allowFromSources(selection.sources);

new MirroredFleet(stack, 'Fleet', {
  filter,
  sources: selection.sources,
  targets: collectors.map((collector) => collector.target),
  // One ledger for each edition, since they mirror different sources.
  ledger: MirrorLedger.file(join(__dirname, `traffic-mirror.${edition}.lock`), { region: 'cn-hangzhou' }),
  tags: { purpose: 'traffic-mirroring' },
});

app.synth();

const report = MirrorReport.of(app, { selection, gigabytes: 500 });
console.log(report.text);
const page = join(app.outdir, 'traffic-mirror.html');
report.writeHtml(page);
console.log(`Page   ${relative(process.cwd(), page)}`);
