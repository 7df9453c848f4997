// An app with a finding and an error, for api-names.test.ts, which runs it as another language does.
import { App, TerraformStack } from 'cdktf';
import { alicloud, MirrorFilter, MirrorPolicy, MirrorRule, MirrorSession, MirrorSource, MirrorTarget } from '../../src';

const app = new App();
const stack = new TerraformStack(app, 'net');
new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
const props = {
  filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }),
  sources: [MirrorSource.networkInterface('eni-bp1web')],
  target: MirrorTarget.networkInterface('eni-bp1sensor'),
};
new MirrorSession(stack, 'Session', props);
console.log(MirrorPolicy.of(app).evaluate().text);
try {
  new MirrorSession(stack, 'primaryIp', { ...props, virtualNetworkId: -1 });
} catch (error) {
  console.log((error as Error).message);
}
