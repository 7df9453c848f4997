// Adopts sessions and filters that were created in the console, and adds a source.
import { App, TerraformStack } from 'cdktf';
import { alicloud, MirrorAdoption, MirrorExport, MirrorLedger, MirrorSource } from 'cdktf-alicloud-traffic-mirror';

const app = new App();
const stack = new TerraformStack(app, 'adoption');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });

// Two responses of the VPC API, committed next to the app. docs/adoption.md lists the calls.
const exported = MirrorExport.fromFiles({ filters: ['mirror-filters.json'], sessions: ['mirror-sessions.json'] });
const adoption = MirrorAdoption.of(exported);

const stated = { instanceType: 'ecs.g7.large', mtu: 1450, ipv6Addresses: 0, serviceManaged: false };
const fleet = adoption.fleet(stack, 'Fleet', {
  filter: adoption.filter(stack, 'Web', 'tmf-bp1web'),
  // The properties of adopted sources are needed for the checks. The last source is new.
  sources: ['eni-bp1weba', 'eni-bp1webb', 'eni-bp1webc', 'eni-bp1db', 'eni-bp1new'].map((id) => MirrorSource.networkInterface(id, stated)),
  targets: [],
  ledger: MirrorLedger.file('traffic-mirror.lock', { region: 'cn-hangzhou' }),
});

console.log(adoption.toText());
console.log(fleet.change.toString());
app.synth();
