// What an account mirrors already, taken into Terraform: the first plan imports and changes nothing, the second is empty.
import { TerraformStack } from 'cdktf';
import { AppLife, exportOf, imports, planned } from './apps';
import { Lifecycle, PlannedChange, describeWithTerraform } from './harness';
import type { RuleInput } from './server/cloud/filters';
import {
  MirrorAdoption, MirrorEdition, MirrorExport, MirrorFilter, MirrorPolicy, MirrorProtocol, MirrorRule, PortRange, alicloud,
} from '../../src';
import { asHcl } from '../support/app';

/** Somebody's words, and the same as Terraform must be told them. */
const DESCRIPTION = 'what web does for ${team}, %{5}';
const ESCAPED = 'what web does for $${team}, %%{5}';
const WEB: RuleInput[] = [
  {
    direction: 'ingress',
    priority: 1,
    protocol: 'TCP',
    action: 'accept',
    source: '192.168.0.0/16',
    destination: '10.0.0.0/8',
    sourcePort: '1/65535',
    destinationPort: '443/443',
  },
  { direction: 'ingress', priority: 4, protocol: 'ICMP', action: 'drop' },
  { direction: 'ingress', priority: 10, protocol: 'ALL', action: 'accept' },
  { direction: 'egress', priority: 2, protocol: 'UDP', action: 'accept', destinationPort: '53/53' },
];
const DNS: RuleInput[] = [{ direction: 'ingress', priority: 3, protocol: 'UDP', action: 'accept', destinationPort: '53/53' }];

describeWithTerraform('adopting', () => {
  let life: Lifecycle;
  let app: AppLife;
  let webId: string;
  let dnsId: string;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => {
    await life.reset({ edition: '2026' });
    app = new AppLife(life);
    webId = String(await life.console({
      do: 'createFilter', name: 'web', description: DESCRIPTION, resourceGroupId: 'rg-security',
      tags: { 'team': 'soc', 'acs:rm:rgId': 'rg-security', 'aliyunUse': 'x', 'cost': '${1}' }, rules: WEB,
    }));
    dnsId = String(await life.console({ do: 'createFilter', rules: DNS }));
    for (const [name, filterId, priority] of [['web-1', webId, 11], ['dns-1', dnsId, 12]] as const) {
      await life.console({
        do: 'createSession',
        attributes: {
          name,
          priority,
          filterId,
          sources: [`eni-bp1${name.replace('-', '')}b`, `eni-bp1${name.replace('-', '')}a`],
          targetId: 'lb-bp1sensors',
          targetType: 'SLB',
          enabled: true,
        },
      });
    }
  });

  const exported = async (maxResults?: number): Promise<MirrorExport> => exportOf(life, maxResults);

  const adopt = (account: MirrorExport) => (stack: TerraformStack): void => {
    MirrorPolicy.of(stack.node.root).edition(MirrorEdition.EDITION_2026);
    MirrorAdoption.of(account).filters(stack);
  };

  const types = (changes: readonly PlannedChange[]): string[] => changes.map(({ type, actions }) => `${actions.join(' and ')} ${type}`);

  test.each([100, 1])(
    'filters with all their rules, %i records a page: the first plan changes nothing, and darkens nobody',
    async (maxResults) => {
      app.synth(adopt(await exported(maxResults)));
      const plan = await app.plan();
      const { filters } = await life.account();
      expect(Object.values(imports(plan)).sort()).toEqual(
        filters.flatMap(({ id, rules }) => [id, ...rules.map((rule) => `${id}:${rule.id}`)]).sort(),
      );
      // Terraform's own record of which rules are ICMP is no resource of the cloud, and cannot be there before.
      expect(types(plan.changes)).toEqual(['create terraform_data', 'create terraform_data']);

      const before = await life.account();
      const applied = await app.apply();
      expect(applied.writes).toEqual([]);
      expect(applied.darkened).toEqual([]);
      expect(await life.account()).toEqual(before);
      expect((await app.plan()).empty).toBe(true);
    });

  test('the extras are as good as those of a filter that was born here', async () => {
    const account = await exported();
    await app.become(adopt(account));
    // A rule to ICMP cannot be changed in place, so the record of kinds must replace it, and nothing else.
    app.synth((stack) => {
      MirrorPolicy.of(stack.node.root).edition(MirrorEdition.EDITION_2026);
      new MirrorFilter(stack, webId, {
        filterName: 'web', description: ESCAPED, resourceGroupId: 'rg-security', tags: { team: 'soc', cost: '$${1}' },
        inbound: [
          MirrorRule.accept({ priority: 1, protocol: MirrorProtocol.ICMP, source: '192.168.0.0/16', destination: '10.0.0.0/8' }),
          MirrorRule.drop({ priority: 4, protocol: MirrorProtocol.ICMP }),
          MirrorRule.accept({ priority: 10 }),
        ],
        outbound: [MirrorRule.accept({ priority: 2, protocol: MirrorProtocol.UDP, destinationPort: PortRange.single(53) })],
      });
      MirrorAdoption.of(account).filter(stack, dnsId, dnsId);
    });
    const { changes } = await app.plan();
    expect(types(changes).sort()).toEqual([
      'delete and create alicloud_vpc_traffic_mirror_filter_ingress_rule', 'update terraform_data',
    ]);
  });

  test.each([
    ['Web', () => webId],
    ['Dns', () => dnsId],
  ])("the code of filter %s takes the adoption's place: the next plan is empty", async (id, filterId) => {
    const adoption = MirrorAdoption.of(await exported());
    await app.become((stack) => adoption.filter(stack, id, filterId()));
    const code = new Function('MirrorFilter', 'MirrorRule', 'MirrorProtocol', 'PortRange', adoption.filterCode(id, filterId()));
    app.synth((stack) => { code.call(stack, MirrorFilter, MirrorRule, MirrorProtocol, PortRange); });
    expect((await app.plan()).empty).toBe(true);
  });

  test('through another provider than the stack\'s own', async () => {
    const id = String(await life.console({ do: 'createFilter', rules: DNS }, undefined, 'cn-beijing'));
    const { ListTrafficMirrorFilters } = await life.answers(100, undefined, 'cn-beijing');
    const there = MirrorExport.fromJson({ filters: ListTrafficMirrorFilters.map((page) => JSON.stringify(page)) });
    app.synth((stack) => {
      const beijing = new alicloud.provider.AlicloudProvider(stack, 'Beijing', { alias: 'beijing', region: 'cn-beijing' });
      MirrorAdoption.of(there).filter(stack, 'Dns', id, { provider: beijing });
    });
    const plan = await app.plan();
    expect(Object.values(imports(plan))).toContain(id);
    expect(types(plan.changes)).toEqual(['create terraform_data']);
  });

  test('written as HCL', async () => {
    const account = await exported();
    asHcl(() => app.synth(adopt(account)));
    const plan = await app.plan();
    expect(Object.keys(imports(plan))).toHaveLength(7);
    expect(types(plan.changes)).toEqual(['create terraform_data', 'create terraform_data']);
  });

  test('fails to change nothing: a rule changed after the export is an update back', async () => {
    const account = await exported();
    const [{ id: ruleId }] = (await life.account()).filters.find(({ id }) => id === dnsId)!.rules;
    await life.console({ do: 'updateRule', filterId: dnsId, ruleId, attributes: { destinationPort: '54/54' } });
    app.synth((stack) => { MirrorAdoption.of(account).filter(stack, 'Dns', dnsId); });
    expect(planned(await app.plan())).toContainEqual(expect.stringMatching(/^update alicloud_vpc_traffic_mirror_filter_ingress_rule/));
  });

  test('an ICMP rule with ports of a former TCP is no change; one for ALL is an obstacle', async () => {
    const icmp = String(
      await life.console({
        do: 'createFilter',
        rules: [{ direction: 'ingress', protocol: 'TCP', action: 'accept', destinationPort: '80/80' }],
      }),
    );
    const all = String(
      await life.console({
        do: 'createFilter',
        rules: [{ direction: 'ingress', protocol: 'TCP', action: 'accept', destinationPort: '80/80' }],
      }),
    );
    for (const [filterId, protocol] of [[icmp, 'ICMP'], [all, 'ALL']] as const) {
      const [{ id: ruleId }] = (await life.account()).filters.find(({ id }) => id === filterId)!.rules;
      await life.console({ do: 'updateRule', filterId, ruleId, attributes: { protocol } });
    }
    const account = await exported();
    expect(MirrorAdoption.of(account).notAdoptable.map(({ id, reason }) => `${id} ${reason}`))
      .toEqual([expect.stringMatching(`^${all} inbound rule 1 .* has the destination ports 80/80`)]);
    app.synth((stack) => { MirrorAdoption.of(account).filter(stack, 'Icmp', icmp); });
    expect(types((await app.plan()).changes)).toEqual(['create terraform_data']);
  });
});
