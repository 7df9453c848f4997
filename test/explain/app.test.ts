import { App } from 'cdktf';
import {
  MirrorAnswerCode, MirrorDirection, MirrorEdition, MirrorFilter, MirrorPolicy, MirrorProtocol, MirrorRule, MirrorSession,
  MirrorSource, MirrorTarget, PortRange,
} from '../../src';
import { newApp, newStack } from '../support/app';

const { INBOUND, OUTBOUND } = MirrorDirection;

function app(): App {
  const made = newApp();
  MirrorPolicy.of(made).edition(MirrorEdition.EDITION_2023);
  const stack = newStack(made);
  new MirrorSession(stack, 'Session', {
    filter: new MirrorFilter(stack, 'Web', {
      inbound: [MirrorRule.drop({ source: '10.99.0.0/16' }), MirrorRule.acceptTcp(PortRange.HTTPS)],
    }),
    sources: [MirrorSource.networkInterface('eni-bp1web', { primaryIp: '10.10.0.4', mtu: 1_450, instanceType: 'ecs.g7.large' })],
    target: MirrorTarget.internalLoadBalancer('lb-bp1sensors'), priority: 7, virtualNetworkId: 9,
  });
  return made;
}

const https = { from: '203.0.113.9', to: '10.10.0.4', protocol: MirrorProtocol.TCP, port: 443 };
const explain = (packet: object, options?: object) => MirrorPolicy.of(app()).evaluate().explain({ ...https, ...packet }, options);

test('an evaluation explains a packet of the app', () => {
  const { packet, mirrored, answers: [answer], remarks } = explain({});
  expect([packet, mirrored]).toEqual(['TCP 203.0.113.9:49152 -> 10.10.0.4:443', true]);
  expect(answer).toMatchObject({
    interfaceId: 'eni-bp1web',
    direction: INBOUND,
    mirrored: true,
    code: MirrorAnswerCode.MIRRORED,
    target: 'lb-bp1sensors',
    virtualNetworkId: 9,
    truncated: false,
  });
  expect(answer.rule).toContain('inbound rule 2');
  // The app knows nothing of the load balancer.
  expect([answer.arrives, answer.remarks.map((r) => r.code)]).toEqual([undefined, [MirrorAnswerCode.UNKNOWN_TARGET]]);
  expect(remarks.map((r) => r.code)).toEqual([MirrorAnswerCode.ASSUMPTION_INTERFACE]);
});

test.each<[string, object, object | undefined, (boolean | string | undefined)[]]>([
  ['a rule drops it', { from: '10.99.0.1' }, undefined, [false, 'DROPPED_BY_RULE', INBOUND]],
  [
    'at the interface, for a secondary IP',
    { to: '10.10.0.77' },
    { interfaceId: 'eni-bp1web', direction: INBOUND },
    [true, 'MIRRORED', INBOUND],
  ],
  ['the other direction', { to: '10.10.0.77' }, { interfaceId: 'eni-bp1web', direction: OUTBOUND }, [false, 'NO_RULE', OUTBOUND]],
  ['elsewhere', { to: '10.10.0.77' }, undefined, [false, 'NO_INTERFACE', OUTBOUND]],
])('%s', (_, packet, options, expected) => {
  expect(explain(packet, options).answers.map((a) => [a.mirrored, a.code, a.direction])).toEqual([expected]);
});

test('an evaluation in Chinese answers in Chinese', () => {
  // Under a test runner nobody chooses the language of an app.
  const [{ text }] = MirrorPolicy.of(app()).evaluate()._in('zh').explain({ ...https, from: '10.99.0.1' }).answers;
  expect(text).toContain('不采集该报文');
});

test.each<[string, object | null, object | undefined, string]>([
  ['an address', { from: '10.0.0.300' }, undefined, 'from of a mirror packet'],
  ['a protocol', { protocol: 'TCP' }, undefined, 'protocol of a mirror packet'],
  ['an interface', {}, { interfaceId: 7 }, 'interfaceId is 7'],
  ['a direction', {}, { direction: 'in' }, 'direction is "in"'],
])('refuses %s', (_, packet, options, message) => {
  expect(() => explain(packet!, options)).toThrow(`[MirrorEvaluation.explain] ${message}`);
});
