import { AppLanguage, appLanguage, inApi } from '../../src/net/api-names';

const OTHERS: readonly AppLanguage[] = ['python', 'go', 'java', 'csharp'];

test.each([
  [undefined, 'typescript'], ['', 'typescript'], ['Python/3.11.7', 'python'], ['go1.26.8/linux/amd64', 'go'], ['Java/17.0.15', 'java'],
  ['DotNet/8.0', 'csharp'], ['JavaScript/20', 'typescript'], ['Ruby/3', 'typescript'], ['CPython/3.11.7', 'typescript'],
] as const)('the agent %s runs an app in %s', (agent, language) => {
  expect(appLanguage(agent === undefined ? {} : { JSII_AGENT: agent })).toBe(language);
});

test.each<[string, Partial<Record<AppLanguage, string>> & { typescript: string }]>([
  ['a word', {
    typescript: 'set primaryIp of the vSwitch',
    python: 'set primary_ip of the vSwitch',
    go: 'set PrimaryIp of the vSwitch',
    java: 'set primaryIp of the vSwitch',
    csharp: 'set PrimaryIp of the vSwitch',
  }],
  ['a factory with options', {
    typescript: 'MirrorSource.networkInterface(id, { instanceType, mtu: 1500 })',
    python: 'MirrorSource.network_interface(id, instance_type=..., mtu=1500)',
    go: 'MirrorSource_NetworkInterface(id, {InstanceType: ..., Mtu: 1500})',
    java: 'MirrorSource.networkInterface(id, builder().instanceType(...).mtu(1500).build())',
    csharp: 'MirrorSource.NetworkInterface(id, { InstanceType = ..., Mtu = 1500 })',
  }],
  ['a chain with lists', {
    typescript:
        "MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles({ loadBalancers: ['a.json'], serverGroups: ['b.json', 'c.json'] })).",
    python:
        "MirrorPolicy.of(app).network_facts(MirrorNetworkFacts.from_files(load_balancers=['a.json'], server_groups=['b.json', 'c.json'])).",
    go: 'MirrorPolicy_Of(app).NetworkFacts(MirrorNetworkFacts_FromFiles({LoadBalancers: ["a.json"], ServerGroups: ["b.json", "c.json"]})).',
    java: 'MirrorPolicy.of(app).networkFacts(MirrorNetworkFacts.fromFiles(builder().loadBalancers(["a.json"]).serverGroups(["b.json", "c.json"]).build())).',
    csharp:
        'MirrorPolicy.Of(app).NetworkFacts(MirrorNetworkFacts.FromFiles({ LoadBalancers = ["a.json"], ServerGroups = ["b.json", "c.json"] })).',
  }],
  ['members of instances, and what makes them', {
    typescript: 'MirrorPolicy.acknowledge, MirrorInventory.offers, MirrorInventory.proof, MirrorInventory.fromFiles, MirrorSession.fromV2',
    python: 'MirrorPolicy.acknowledge, MirrorInventory.offers, MirrorInventory.proof, MirrorInventory.from_files, MirrorSession.from_v2',
    go: 'MirrorPolicy.Acknowledge, MirrorInventory.Offers, MirrorInventory.Proof, MirrorInventory_FromFiles, MirrorSession_FromV2',
    java: 'MirrorPolicy.acknowledge, MirrorInventory.offers, MirrorInventory.proof, MirrorInventory.fromFiles, MirrorSession.fromV2',
    csharp: 'MirrorPolicy.Acknowledge, MirrorInventory.Offers, MirrorInventory.Proof, MirrorInventory.FromFiles, MirrorSession.FromV2',
  }],
  ['options without a value, also at the end', {
    typescript: 'MirrorSource.of(id, { mtu: 1500, vpcId })',
    python: 'MirrorSource.of(id, mtu=1500, vpc_id=...)',
    go: 'MirrorSource_Of(id, {Mtu: 1500, VpcId: ...})',
    java: 'MirrorSource.of(id, builder().mtu(1500).vpcId(...).build())',
    csharp: 'MirrorSource.Of(id, { Mtu = 1500, VpcId = ... })',
  }],
  ['other options than named ones', {
    typescript: 'MirrorSource.of(id, { ...facts, mtu: 1500 }), MirrorSource.of(id, { facts(), mtu: 1500 })',
    python: 'MirrorSource.of(id, ..., mtu=1500), MirrorSource.of(id, ..., mtu=1500)',
    go: 'MirrorSource_Of(id, {..., Mtu: 1500}), MirrorSource_Of(id, {..., Mtu: 1500})',
  }],
  ['any options', {
    typescript: 'MirrorNetworkFacts.fromFiles({ ... })',
    python: 'MirrorNetworkFacts.from_files(...)',
    go: 'MirrorNetworkFacts_FromFiles({...})',
    java: 'MirrorNetworkFacts.fromFiles(...)',
    csharp: 'MirrorNetworkFacts.FromFiles({ ... })',
  }],
  ['a constant, a member of an enum and a constructor', {
    typescript: 'MirrorProtocol.TCP, MirrorPacking.DENSE, new MirrorFilter',
    python: 'MirrorProtocol.TCP, MirrorPacking.DENSE, MirrorFilter',
    go: 'MirrorProtocol_TCP(), MirrorPacking_DENSE, NewMirrorFilter',
    java: 'MirrorProtocol.TCP, MirrorPacking.DENSE, new MirrorFilter',
    csharp: 'MirrorProtocol.TCP, MirrorPacking.DENSE, new MirrorFilter',
  }],
  ['texts as arguments', {
    typescript: 'MirrorPolicy.of(scope).acknowledge(\'TM201\', \'reason\'), the fleet\'s name',
    python: 'MirrorPolicy.of(scope).acknowledge(\'TM201\', \'reason\'), the fleet\'s name',
    go: 'MirrorPolicy_Of(scope).Acknowledge("TM201", "reason"), the fleet\'s name',
    java: 'MirrorPolicy.of(scope).acknowledge("TM201", "reason"), the fleet\'s name',
    csharp: 'MirrorPolicy.Of(scope).Acknowledge("TM201", "reason"), the fleet\'s name',
  }],
  ['properties of objects', {
    typescript: 'session.sessionId of fleet.session(key), or plan.shards',
    python: 'session.session_id of fleet.session(key), or plan.shards',
    go: 'session.SessionId of fleet.Session(key), or plan.Shards',
    java: 'session.getSessionId() of fleet.session(key), or plan.getShards()',
    csharp: 'session.SessionId of fleet.Session(key), or plan.Shards',
  }],
])('%s', (_, expected) => {
  for (const [language, text] of Object.entries(expected)) {
    expect([language, inApi(expected.typescript, language as AppLanguage)]).toEqual([language, text]);
  }
});

test.each(OTHERS)('what is no name of the API stays in %s', (language) => {
  for (const text of [
    'net/primaryIp/Resource', '[vpcId/Session]', 'an option "primaryIp" of a file', '--network-facts networkInterfaces=FILE',
    'myStack and yourStack', '`jq .primaryIp`', 'cn-hangzhou:sessionsPerRegion=200', 'DescribeNetworkInterfaces', 'eni-primaryIp',
    'alicloud_instance.networkAcls.id',
  ]) expect(inApi(text, language)).toBe(text);
});
