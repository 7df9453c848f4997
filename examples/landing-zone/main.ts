// A landing zone: mirrors every web and app interface of the production VPC to the CLB of its zone.
// `npx tsx main.ts 2026` uses edition 2026 of the product documentation.
import { join, relative } from 'path';
import { App, TerraformStack } from 'cdktf';
import {
  alicloud, CollectorLoadBalancer, MirrorCollector, MirrorEdition, MirrorFilter, MirrorIntent, MirrorInventory, MirrorLedger,
  MirrorNetworkFacts, MirrorPolicy, MirrorReport, MirrorSelector, MirrorStatement, MirroredFleet,
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
  // A tag of the interface or of its instance. An exclusion takes precedence.
  exclude: [MirrorSelector.tag('mirror', 'never')],
  // The MTU that the image sets in the guests: a packet with its VXLAN header fits into 1500 bytes.
  mtu: 1450,
});

// API responses about the two CLBs and their servers, for the verification of arrival.
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
  intent: MirrorIntent.of([MirrorStatement.accept()]),
});

// The listeners exist. The security group of the sensors must admit the copies, whose source addresses are those of the sources.
const collectors = ['h', 'i'].map((zone) => new MirrorCollector(stack, `Collector-${zone}`, {
  loadBalancer: CollectorLoadBalancer.listening(`lb-bp1sensors${zone}`),
  securityGroupIds: ['sg-bp1sensor'],
  // The group also has other rules. Twelve rules for the copies may admit up to 300 addresses that are not sources.
  ruleBudget: 12,
  maxExtraAddresses: 300,
  targetOptions: { zoneId: `cn-hangzhou-${zone}` },
}));
for (const collector of collectors) collector.allowFromSources(selection.sources);

new MirroredFleet(stack, 'Fleet', {
  filter,
  sources: selection.sources,
  targets: collectors.map((collector) => collector.target),
  // One ledger for each edition, because their sources differ.
  ledger: MirrorLedger.file(join(__dirname, `traffic-mirror.${edition}.lock`), { region: 'cn-hangzhou' }),
  tags: { purpose: 'traffic-mirroring' },
});

app.synth();

const report = MirrorReport.of(app, { selection, gigabytes: 500 });
console.log(report.text);
const page = join(app.outdir, 'traffic-mirror.html');
report.writeHtml(page);
console.log(`Page   ${relative(process.cwd(), page)}`);
