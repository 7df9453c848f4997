import { TerraformVariable } from 'cdktf';
import { MirrorProtocol, MirrorRule, MirrorRuleAction, PortRange } from '../../src';
import { messageOf, newApp, newStack } from '../support/app';

test('a rule takes everything unless told otherwise', () => {
  const rule = MirrorRule.accept();
  expect(String(rule)).toBe('accept ALL 0.0.0.0/0 -1/-1 -> 0.0.0.0/0 -1/-1');
  expect(rule.priority).toBeUndefined();
  expect(MirrorRule.drop().action).toBe(MirrorRuleAction.DROP);
});

test('a rule prints its five parts', () => {
  const rule = MirrorRule.drop({
    protocol: MirrorProtocol.UDP,
    source: '10.0.0.0/8',
    sourcePort: PortRange.range(1, 9),
    destination: '192.168.1.0/24',
    destinationPort: PortRange.single(53),
  });
  expect(String(rule)).toBe('drop UDP 10.0.0.0/8 1/9 -> 192.168.1.0/24 53/53');
});

test.each(['999.1.1.1/8', '10.0.0.0/33', '10.0.0.0', 'fe80::/10', '10.0.0.1/8', '', 'any'])('fails for source %j', (source) => {
  const message = messageOf(() => MirrorRule.accept({ source }));
  expect(message).toMatch(/^source of a mirror rule: /);
  expect(message).toContain(JSON.stringify(source));
  expect(messageOf(() => MirrorRule.accept({ destination: source }))).toMatch(/^destination of a mirror rule: /);
});

test.each([MirrorProtocol.ALL, MirrorProtocol.ICMP])('fails for ports of %s', (protocol) => {
  expect(messageOf(() => MirrorRule.accept({ protocol, destinationPort: PortRange.single(443) }))).toContain(
    'use MirrorProtocol.TCP or MirrorProtocol.UDP',
  );
  expect(messageOf(() => MirrorRule.accept({ protocol, sourcePort: PortRange.single(443) }))).toMatch(/^sourcePort of a mirror rule/);
  expect(String(MirrorRule.accept({ protocol, sourcePort: PortRange.ALL }))).toContain('-1/-1');
});

test('fails for ports where no protocol is named', () => {
  expect(messageOf(() => MirrorRule.accept({ destinationPort: PortRange.single(443) }))).toContain(
    'destinationPort of a mirror rule for ALL is "443/443"',
  );
});

test.each([0, 11, -1, 1.5, NaN])('fails for priority %d', (priority) => {
  const message = messageOf(() => MirrorRule.accept({ priority }));
  expect(message).toContain(`The priority of a mirror rule is ${priority}. Allowed: whole numbers 1 to 10`);
});

test('fails for a priority that is a token, since the address is made of it', () => {
  const variable = new TerraformVariable(newStack(newApp()), 'priority', { type: 'number' });
  expect(messageOf(() => MirrorRule.accept({ priority: variable.numberValue }))).toContain('is a number token');
});

test.each([0, 65536, 1.5])('fails for port %d', (port) => {
  expect(messageOf(() => PortRange.single(port))).toContain(`port is ${port}`);
});

describe('short forms', () => {
  test.each<[MirrorRule, MirrorRule]>([
    [MirrorRule.acceptTcp(PortRange.HTTPS), MirrorRule.accept({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(443) })],
    [MirrorRule.acceptTcp(), MirrorRule.accept({ protocol: MirrorProtocol.TCP })],
    [MirrorRule.acceptUdp(PortRange.DNS, { source: '10.0.0.0/8', sourcePort: PortRange.range(1024, 65535), priority: 4 }),
      MirrorRule.accept({
        protocol: MirrorProtocol.UDP,
        destinationPort: PortRange.single(53),
        source: '10.0.0.0/8',
        sourcePort: PortRange.range(1024, 65535),
        priority: 4,
      })],
    [MirrorRule.acceptIcmp({ destination: '10.0.0.0/8' }), MirrorRule.accept({ protocol: MirrorProtocol.ICMP, destination: '10.0.0.0/8' })],
    [MirrorRule.dropTcp(PortRange.SSH), MirrorRule.drop({ protocol: MirrorProtocol.TCP, destinationPort: PortRange.single(22) })],
    [MirrorRule.dropUdp(PortRange.HTTPS), MirrorRule.drop({ protocol: MirrorProtocol.UDP, destinationPort: PortRange.single(443) })],
    [MirrorRule.dropIcmp(), MirrorRule.drop({ protocol: MirrorProtocol.ICMP })],
  ])('%s', (short, long) => {
    expect(short).toEqual(long);
  });

  test('the named ports', () => {
    const { SSH, DNS, HTTP, HTTPS, MYSQL, RDP, POSTGRESQL, REDIS, ALL } = PortRange;
    expect([SSH, DNS, HTTP, HTTPS, MYSQL, RDP, POSTGRESQL, REDIS, ALL].map(String)).toEqual([
      '22/22', '53/53', '80/80', '443/443', '3306/3306', '3389/3389', '5432/5432', '6379/6379', '-1/-1',
    ]);
  });

  test('fail for what they already set', () => {
    expect(() => MirrorRule.acceptTcp(PortRange.HTTPS, { protocol: MirrorProtocol.UDP } as any)).toThrow(
      'have the unknown key "protocol". Allowed: an object with source, destination, priority, sourcePort',
    );
    expect(() => MirrorRule.acceptIcmp({ sourcePort: PortRange.HTTPS } as any)).toThrow('the unknown key "sourcePort"');
  });
});
