// A test of the policy, for the test runner of Node.
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { TerraformStack, Testing } from 'cdktf';
import { alicloud, MirrorFilter, MirrorPolicy, MirrorRule, MirrorSession, MirrorSource, MirrorTarget } from 'cdktf-alicloud-traffic-mirror';
import { OwnerCheck } from './owner-check';

function problems(sessionName: string): string[] {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'net');
  new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
  new MirrorSession(stack, 'Session', {
    filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }),
    sources: [MirrorSource.networkInterface('eni-bp1web')],
    target: MirrorTarget.networkInterface('eni-bp1sensor'),
    sessionName,
  });
  const { errors } = MirrorPolicy.of(app).addCheck(new OwnerCheck()).evaluate();
  return errors.filter(({ id }) => id === 'ACME-1').map(({ problem }) => problem);
}

void test('refuses a session without a team', () => {
  deepEqual(problems('web'), ['net/Session is not named after a team']);
});

void test('passes a session of a team', () => {
  deepEqual(problems('secops-web'), []);
});
