import { TerraformVariable } from 'cdktf';
import { lone } from '../tokens/apps';
import { asHcl, messageOf, newApp, newStack, synth } from '../support/app';
import { alicloud, MirrorLedger, MirrorRule, MirrorFilter, MirrorSource, MirrorStatusCheck, MirrorTarget, MirroredFleet } from '../../src';

test('writes a check with an assertion for each session, and asks for Terraform 1.5', () => {
  const app = newApp();
  const stack = newStack(app);
  const session = lone(stack);
  new MirrorStatusCheck(stack, 'Running', { sessionIds: [session.sessionId] });
  const json = synth(app).stack;
  const [address] = Object.keys(json.resource.alicloud_vpc_traffic_mirror_session).map((id) => `alicloud_vpc_traffic_mirror_session.${id}`);
  expect(Object.values(json.check)).toEqual([{
    assert: [
      {
        condition: `\${${address}.status == "Created"}`,
        error_message: `${address} has status \${${address}.status}: its sources may not be mirrored.`,
      },
    ],
  }]);
  expect(json.terraform.required_version).toBe('>= 1.5.0');
});

test('takes the sessions of a fleet', () => {
  const app = newApp();
  const stack = newStack(app);
  const fleet = new MirroredFleet(stack, 'Fleet', {
    filter: new MirrorFilter(stack, 'Filter', { inbound: [MirrorRule.accept()] }),
    ledger: MirrorLedger.inMemory(),
    targets: [MirrorTarget.internalLoadBalancer('lb-1')],
    sources: ['eni-1', 'eni-2'].map((id) => MirrorSource.networkInterface(id, { instanceType: 'ecs.g7.large' })),
  });
  new MirrorStatusCheck(stack, 'Running', { sessionIds: fleet.sessionKeys.map((key) => fleet.session(key).sessionId) });
  const [check] = Object.values<any>(synth(app).stack.check);
  expect(check.assert.map((a: any) => a.condition)).toEqual([
    expect.stringContaining('_eni-1.status'),
    expect.stringContaining('_eni-2.status'),
  ]);
});

test('two checks of a stack do not get in each other\'s way', () => {
  const app = newApp();
  const stack = newStack(app);
  const { sessionId } = lone(stack);
  for (const id of ['One', 'Two']) new MirrorStatusCheck(stack, id, { sessionIds: [sessionId] });
  expect(Object.keys(synth(app).stack.check)).toHaveLength(2);
});

test('is left out of HCL', () => {
  const app = newApp();
  asHcl(() => {
    const stack = newStack(app);
    new MirrorStatusCheck(stack, 'Running', { sessionIds: [lone(stack).sessionId] });
    app.synth();
  });
});

test.each<[string, (stack: any) => any]>([
  ['no session', () => []],
  ['nothing', () => undefined],
  ['an id as text', () => ['tms-1']],
])('fails at once for %s', (_, ids) => {
  const stack = newStack(newApp());
  expect(messageOf(() => new MirrorStatusCheck(stack, 'Running', { sessionIds: ids(stack) }))).toMatch(
    /^\[stack\/Running\] (An item of )?sessionIds is .*. Allowed: /,
  );
});

test.each<[string, (stack: any) => string]>([
  ['a variable', (stack) => new TerraformVariable(stack, 'Id', {}).stringValue],
  ['another resource', (stack) => new alicloud.vpc.Vpc(stack, 'Vpc').id],
])('fails at synth for %s', (_, id) => {
  const app = newApp();
  const stack = newStack(app);
  new MirrorStatusCheck(stack, 'Running', { sessionIds: [id(stack)] });
  expect(messageOf(() => app.synth())).toMatch(
    /\[stack\/Running\] An item of sessionIds is "\$\{.*Create the check in the stack of the session/,
  );
});
