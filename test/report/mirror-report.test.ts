import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import {
  MirrorFilter, MirrorInventory, MirrorLanguage, MirrorLedger, MirrorNetworkFacts, MirrorPolicy, MirrorQuotaName, MirrorReport,
  MirrorReportOptions, MirrorRule, MirrorSelector, MirrorSession, MirrorSource, MirrorTarget, MirroredFleet,
} from '../../src';
import { filterIn, messageOf, newApp, newStack, source, temporaryFolder } from '../support/app';

const sensor = () =>
  MirrorTarget.networkInterface('eni-sensor', {
    instanceType: 'ecs.g7.large',
    mtu: 1500,
    primaryIp: '10.10.9.9',
    vpcId: 'vpc-1',
    vswitchId: 'vsw-1',
    securityGroupIds: ['sg-1'],
  });
const web = (id: string, primaryIp: string): MirrorSource =>
  source(id, { vpcId: 'vpc-1', vswitchId: 'vsw-1', securityGroupIds: ['sg-web'], primaryIp });

/** What the API says of the sensor's group: it admits one network. */
const facts = (sourceCidr: string) => MirrorNetworkFacts.fromJson({
  securityGroups: [JSON.stringify({
    SecurityGroupId: 'sg-1', VpcId: 'vpc-1', InnerAccessPolicy: 'Accept', Permissions: {
      Permission: [
        {
          Direction: 'ingress',
          IpProtocol: 'UDP',
          PortRange: '4789/4789',
          NicType: 'intranet',
          Policy: 'Accept',
          Priority: '1',
          SourceCidrIp: sourceCidr,
        },
      ],
    },
  })],
  vswitches: [
    JSON.stringify({
      VSwitches: { VSwitch: [{ VSwitchId: 'vsw-1', VpcId: 'vpc-1', CidrBlock: '10.10.0.0/16', NetworkAclId: '' }] },
      TotalCount: 1,
    }),
  ],
});

function report(sourceCidr: string): string {
  const app = newApp();
  MirrorPolicy.of(app).networkFacts(facts(sourceCidr));
  const stack = newStack(app);
  new MirrorSession(stack, 'Session', {
    filter: filterIn(stack),
    sources: [web('eni-a', '10.10.0.4'), web('eni-b', '10.10.1.4')],
    target: sensor(),
  });
  messageOf(() => {
    app.synth();
    throw new Error('accepted');
  });
  return MirrorReport.of(app).text;
}

test('says of how many sources it is proved that their copies arrive', () => {
  expect(report('10.10.0.0/16')).toContain('OK      2 interfaces mirrored, all verified to reach their target\n');
  const half = report('10.10.0.0/24');
  expect(half).toContain('FAILED  2 interfaces mirrored, 1 of 2 verified to reach their target (TM401 to TM408 report the others)');
  expect(half).toMatch(/\n1 error .*\n(?:.*\n)*ERROR TM403 {2}.*eni-sensor .*1 of 2 sources \(eni-b /);
});

test('says what the synth changes against the ledger, what it costs, and where the Terraform lies', () => {
  const app = newApp();
  const stack = newStack(app);
  const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { frozen: false });
  new MirroredFleet(stack, 'Fleet', {
    filter: filterIn(stack),
    sources: [web('eni-a', '10.10.0.4')],
    targets: [sensor(), MirrorTarget.internalLoadBalancer('lb-idle')],
    ledger,
  });
  app.synth();
  const { text } = MirrorReport.of(app, { gigabytes: 20 });
  expect(text).toMatch(/\nTargets +sessions +sources +limit\n {2}eni-sensor +1 +1 +10 sessions\n/);
  expect(text).toContain('  no sessions: lb-idle\n');
  expect(text).toMatch(/stack\/Fleet: Against the ledger .*1 session created/);
  expect(text).toContain('Cost   10.22 USD a month   (1 x 720 h, 20 GB)');
  expect(text).toContain('stacks/stack/cdk.tf.json');
});

test('the text and the page have the notes on filters, with what they are about', () => {
  const app = newApp();
  const stack = newStack(app);
  const filter = new MirrorFilter(stack, 'All', { inbound: [MirrorRule.accept()], outbound: [MirrorRule.accept()] });
  new MirrorSession(stack, 'Session', { filter, sources: [web('eni-a', '10.10.0.4'), web('eni-b', '10.10.0.5')], target: sensor() });
  app.synth();
  const { text, html } = MirrorReport.of(app);
  const notes = text.slice(text.indexOf('\nFilters\n')).split('\n\n')[0];
  expect(notes).toMatch(/^\nFilters\n {2}filter stack\/All\n {4}copies every inbound packet\n/);
  expect(notes).toContain('  all filters\n    copied at both ends: traffic between 2 pairs of a mirrored sender and a mirrored receiver\n');
  // The packets are on the page for a browser, and in the command.
  expect(notes).toMatch(/\n {2}traffic-mirror explain lists the packets of these notes$/);
  expect(notes.split('\n').filter((line) => line.length > 120 || line.includes('eni-a'))).toEqual([]);
  expect(notes).toContain('drop inbound packets from 10.10.0.4/31 to 10.10.0.4/31');
  const section = /<section id="filters">.*?<\/section>/s.exec(html)![0];
  for (const words of ['COPIES_EVERYTHING', 'COPIED_TWICE', 'eni-a -&gt; eni-b', 'No packet is lost']) expect(section).toContain(words);
  expect(MirrorReport.of(app).html).not.toContain('id="filters"><h2></h2>');
});

test('without notes there is no section of them', () => {
  const app = newApp();
  const stack = newStack(app);
  new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: [web('eni-a', '10.10.0.4')], target: sensor() });
  app.synth();
  const { text, html } = MirrorReport.of(app);
  expect([text.includes('\nFilters\n'), html.includes('id="filters"')]).toEqual([false, false]);
});

test('the second synth of a ledger has no changes, and the verdict says so', () => {
  const folder = temporaryFolder();
  const text = (ids: string[]): string => {
    const app = newApp();
    const stack = newStack(app);
    const ledger = MirrorLedger.file(join(folder, 'traffic-mirror.lock'), { frozen: false });
    const sources = ids.map((id, i) => web(id, `10.10.0.${i + 4}`));
    new MirroredFleet(stack, 'Fleet', { filter: filterIn(stack), sources, targets: [sensor()], ledger });
    app.synth();
    return MirrorReport.of(app).text;
  };
  const changes = /\n {10}No changes since (.*)\n|\nChanges\n(.*\n)*? {2}stack\/Fleet: .*(1|2) sessions? created/;
  expect(changes.exec(text(['eni-a', 'eni-b']))?.[1]).toBeUndefined();
  const again = changes.exec(text(['eni-a', 'eni-b']));
  expect(again?.[1]).toMatch(/traffic-mirror\.lock$/);
  expect(text(['eni-a', 'eni-b', 'eni-c'])).toMatch(/\nChanges\n {2}stack\/Fleet: Against the ledger .*1 session created/);
});

test('findings come right after the verdict', () => {
  const order = ['interfaces mirrored', 'ERROR TM403', 'Targets ', 'Quotas (tightest first)', 'Cost ', 'Next '];
  const places = order.map((words) => report('10.10.0.0/24').indexOf(words));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});

test('a session that is off mirrors nothing and is not among the sources to verify', () => {
  const app = newApp();
  MirrorPolicy.of(app).networkFacts(facts('10.10.0.0/16'));
  const stack = newStack(app);
  const filter = filterIn(stack);
  new MirrorSession(stack, 'On', { filter, sources: [web('eni-a', '10.10.0.4')], target: sensor() });
  new MirrorSession(stack, 'Off', { filter, sources: [web('eni-b', '10.10.0.5')], target: sensor(), enabled: false });
  app.synth();
  const { text, html } = MirrorReport.of(app);
  expect(text).toContain('OK      1 interface mirrored, all verified to reach their target\n          0 errors   1 warning   ');
  expect(html).toContain('1 interface mirrored. It is verified to reach its target.');
  expect(html).toMatch(/<b>0<\/b> errors<\/li><li class="warning"><b>1<\/b> warning<\/li>/);
});

test('with several regions, each section names its own', () => {
  const app = newApp();
  for (const region of ['cn-hangzhou', 'cn-shanghai']) {
    const stack = newStack(app, region, region);
    const sources = [source(`eni-${region.slice(3)}`, { regionId: region })];
    const balancer = MirrorTarget.internalLoadBalancer(`lb-${region.slice(3)}`);
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources, target: balancer });
  }
  app.synth();
  const { text } = MirrorReport.of(app);
  expect(text.match(/^(Targets|Quotas) {2}\S*cn-\w+/gm)).toEqual([
    'Targets  cn-hangzhou', 'Quotas  cn-hangzhou', 'Targets  cn-shanghai', 'Quotas  cn-shanghai',
  ]);
});

test('of an app without a session there is no arrival to speak of', () => {
  const app = newApp();
  filterIn(newStack(app));
  app.synth();
  expect(MirrorReport.of(app).text).toContain('0 interfaces mirrored\n');
});

test('shows coverage by reason, with the families that the edition leaves out', () => {
  const estate = join(__dirname, '..', '..', 'examples', 'estates', 'estate-120');
  const selection = MirrorInventory.fromFiles({
    networkInterfaces: [join(estate, 'network-interfaces.json')],
    instances: [join(estate, 'instances.json')],
  }).select({
    include: [MirrorSelector.vpc('vpc-bp1prod'), MirrorSelector.tag('role', 'web', 'app')],
    exclude: [MirrorSelector.tag('mirror', 'never')],
  });
  const app = newApp();
  filterIn(newStack(app));
  app.synth();
  const { text } = MirrorReport.of(app, { selection });
  expect(text.split('\n').slice(5, 13)).toEqual([
    'Coverage   141 interfaces',
    '     54  mirrored',
    '     58  outside the selection          (30 not in VPC vpc-bp1prod, 28 without tag role=web|app)',
    '      9  excluded by tag mirror=never',
    '     12  family not supported in 2023   g8i 5, t6 3, c5 2, g6 1, u1 1',
    '         -> edition 2026 would mirror these, with a warning',
    '      8  cannot be mirrored             (4 service-managed, 4 not in use)',
    '',
  ]);
  // The verdict has the counts, so no findings are no section.
  expect(text.match(/0 errors/g)).toHaveLength(1);
});

describe('the page', () => {
  const estate = join(__dirname, '..', '..', 'examples', 'estates', 'estate-120');
  const selected = () =>
    MirrorInventory.fromFiles({
      networkInterfaces: [join(estate, 'network-interfaces.json')],
      instances: [join(estate, 'instances.json')],
    }).select({
      include: [MirrorSelector.vpc('vpc-bp1prod'), MirrorSelector.tag('role', 'web', 'app')],
      exclude: [MirrorSelector.tag('mirror', 'never')],
    });
  /** The rows of a section: the text of each cell. */
  const rowsOf = (html: string, id: string): string[][] => {
    const section = new RegExp(`<section id="${id}"[^]*?</section>`).exec(html)?.[0] ?? '';
    return [...section.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell.replace(/<[^>]*>/g, '').trim()),
    );
  };
  const mirrored = (options: MirrorReportOptions, change: (app: App) => void = () => undefined, sources = 1): MirrorReport => {
    const app = newApp();
    change(app);
    const stack = newStack(app);
    const ids = Array.from({ length: sources }, (_, i) => web(`eni-a${i}`, `10.10.0.${i + 4}`));
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources: ids, target: sensor() });
    app.synth();
    return MirrorReport.of(app, options);
  };
  const chinese = (app: App) => MirrorPolicy.of(app).language(MirrorLanguage.CHINESE);
  /** Test runners get English, so the language is that of a pipeline. */
  const inChinese = <T>(action: () => T): T => {
    const saved = { ...process.env };
    for (const name of ['JEST_WORKER_ID', 'NODE_ENV']) delete process.env[name];
    // Outside of a test runner a synth reports its result.
    const reported = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    try {
      return action();
    } finally {
      reported.mockRestore();
      process.env = saved;
    }
  };

  test('has the coverage of the inventory, with the numbers of the text', () => {
    const own = mirrored({ selection: selected() });
    expect(rowsOf(own.html, 'coverage')).toEqual([
      ['mirrored', '54', ''],
      ['outside the selection', '58', '30 not in VPC vpc-bp1prod, 28 without tag role=web|app'],
      ['excluded', '9', '9 tag mirror=never'],
      [
        'family not supported in edition 2023',
        '12',
        '5 g8i, 3 t6, 2 c5, 2 g6, 1 u1'.replace('2 g6', '1 g6') + ' Edition 2026 would mirror these, with a warning.',
      ],
      ['cannot be mirrored', '8', '4 service-managed, 4 not in use'],
    ]);
    expect(own.html).toContain('141 interfaces in the inventory.');
    expect(own.html).toContain('<a href="#coverage">Coverage</a>');
    expect(mirrored({}).html).not.toContain('id="coverage"');
    const zh = inChinese(() => mirrored({ selection: selected() }, chinese).html);
    expect(rowsOf(zh, 'coverage').map(([name, amount]) => [name, amount])).toEqual([
      ['已镜像', '54'],
      ['不在选择范围内', '58'],
      ['已排除', '9'],
      ['2023 版不支持的规格族', '12'],
      ['无法镜像', '8'],
    ]);
    expect(zh).toContain('清单中有 141 块弹性网卡。');
  });

  test('has the cost with the traffic that is given', () => {
    const { html, text } = mirrored({ gigabytes: 500 });
    const [, total] = /Cost {3}([\d.,]+ USD) a month/.exec(text)!;
    expect(rowsOf(html, 'cost')[0]).toEqual(['', 'sources', 'traffic', 'total']);
    expect(rowsOf(html, 'cost')[1][3]).toBe(total);
    expect(html).toContain('1 active source, 30 days of 24 hours, 500 GB of traffic.');
    const without = mirrored({}).html;
    expect(without).toContain('Cost a month, without traffic');
    expect(rowsOf(without, 'cost')[0]).toHaveLength(2);
    expect(inChinese(() => mirrored({ gigabytes: 500 }, chinese).html)).toContain('按 30 天、每天 24 小时、流量 500 GB 计算。');
  });

  test('measures usage by the quota that the user raised, in the text too', () => {
    const raised = (app: App) =>
      MirrorPolicy.of(app)
        .quota('cn-hangzhou', MirrorQuotaName.SOURCES_PER_SESSION, 20)
        .quota('cn-hangzhou', MirrorQuotaName.NETWORK_INTERFACE_TARGET, 77);
    const own = mirrored({}, raised, 15);
    expect(rowsOf(own.html, 'quotas')).toContainEqual(['sources in the fullest session', '15', '20', '75 %']);
    expect(rowsOf(own.html, 'quotas').find(([name]) => name.startsWith('target'))).toEqual(['target eni-sensor', '1', '77', '1 %']);
    expect(own.text).toMatch(/sources per session +15 +\/ +20\n/);
    expect(own.text).toMatch(/eni-sensor +1 +15 +77 sessions\n/);
    expect(rowsOf(mirrored({}, raised).html, 'quotas')).toContainEqual(['sources in the fullest session', '1', '20', '5 %']);
  });

  test('lists targets without sessions', () => {
    const make = (change: (app: App) => void = () => undefined) => {
      const app = newApp();
      change(app);
      const stack = newStack(app);
      const ledger = MirrorLedger.file(join(temporaryFolder(), 'traffic-mirror.lock'), { frozen: false });
      new MirroredFleet(stack, 'Fleet', {
        filter: filterIn(stack),
        sources: [web('eni-a', '10.10.0.4')],
        targets: [sensor(), MirrorTarget.internalLoadBalancer('lb-idle')],
        ledger,
      });
      app.synth();
      return MirrorReport.of(app).html;
    };
    expect(make()).toContain('<p>1 target without sessions: lb-idle</p>');
    expect(inChinese(() => make(chinese))).toContain('<p>1 个镜像目的没有会话：lb-idle</p>');
    expect(mirrored({}).html).not.toContain('without sessions');
  });

  test('is written into a folder that does not exist, and names the policy file', () => {
    const folder = temporaryFolder();
    const policy = join(folder, 'policy.json');
    writeFileSync(policy, '{}');
    const own = mirrored({}, (app) => MirrorPolicy.of(app).file(policy));
    const path = join(folder, 'new', 'page.html');
    own.writeHtml(path);
    expect(readFileSync(path, 'utf8')).toBe(own.html);
    expect(own.html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(own.html).toContain(policy);
    expect(own.html).toContain('1 interface mirrored.');
  });
});
