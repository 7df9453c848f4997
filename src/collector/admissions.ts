import { App, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { MirrorCollectorProps } from './collector-props';
import { Admission, GroupRules, NamedSource, RuleBudget } from './group-rules';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { securityGroupRuleBudget } from '../catalog/target-side';
import { AddressSet } from '../net/address-set';
import { described, refusal } from '../net/refusal';
import { PolicySettings } from '../policy/policy-settings';
import { TerraformData } from '../terraform/terraform-data';

/** The sources that a collector admits, as rules of its security groups. */
export class Admissions {
  public addresses = AddressSet.EMPTY;
  private readonly byKey = new Map<string, NamedSource>();
  private readonly groups: GroupRules[];
  /** All sessions wait for the gate. Terraform destroys a removed rule only after it has changed the gate. */
  private readonly gate: TerraformData;
  /** The gate for rules with the address of a resource, which must not be created before they are destroyed. */
  private followingGate?: TerraformData;

  /** @param collector the construct whose children the gates are */
  constructor(private readonly collector: Construct, private readonly props: MirrorCollectorProps, securityGroupIds: readonly string[]) {
    this.groups = securityGroupIds.map((groupId) => GroupRules.of(collector, { groupId, provider: props.provider }));
    this.gate = this.makeGate('Admitted', false);
  }

  /** Whether nothing was allowed yet. */
  public get isEmpty(): boolean {
    return this.addresses.size === 0 && this.byKey.size === 0;
  }

  /** The sources without a known address, each once. */
  public get named(): NamedSource[] {
    return [...this.byKey.values()];
  }

  /** The resources that sessions wait for. */
  public gates(): TerraformResource[] {
    return this.followingGate ? [this.gate, this.followingGate] : [this.gate];
  }

  /** @throws if the collector has no group, or the rules exceed their budget */
  public allow(addresses: AddressSet, named: NamedSource[]): void {
    if (this.groups.length === 0) {
      throw refusal({
        path: this.collector.node.path,
        what: 'securityGroupIds',
        got: described('is empty'),
        allowed: 'the security groups of the sensors',
        fix: 'pass their ids, or set createSecurityGroupIn for a new group',
      });
    }
    const fresh = new Map<string, NamedSource>();
    for (const source of named) if (!this.byKey.has(source.key) && !fresh.has(source.key)) fresh.set(source.key, source);
    const asked: Admission = { path: this.collector.node.path, addresses, named: [...fresh.values()], budget: this.budget() };
    for (const group of this.groups) group.allow(asked);
    this.addresses = this.addresses.union(addresses);
    for (const [key, source] of fresh) this.byKey.set(key, source);
    if (asked.named.some(({ follows }) => follows)) this.followingGate ??= this.makeGate('AdmittedSources', true);
  }

  private makeGate(id: string, following: boolean): TerraformData {
    return new TerraformData(this.collector, id, {
      input: () => Object.fromEntries(this.groups.map((group) => [group.node.id, group.rules(following).map(([key]) => key).join(' ')])),
      dependsOn: () => this.groups.flatMap((group) => group.rules(following).map(([, rule]) => rule)),
      createBeforeDestroy: () => !following,
    });
  }

  private budget(): RuleBudget {
    const { ruleBudget, maxExtraAddresses = 0 } = this.props;
    if (ruleBudget !== undefined) return { rules: ruleBudget, maxExtraAddresses, reason: 'ruleBudget' };
    const root = this.collector.node.root;
    const edition = App.isApp(root) ? PolicySettings.editionOf(root) : MirrorCatalog.defaultEdition;
    const whole = securityGroupRuleBudget(edition);
    if (edition === MirrorEdition.EDITION_2023) return { rules: whole, maxExtraAddresses, reason: `edition ${edition}` };
    const count = this.groups.length;
    return {
      rules: Math.floor(whole / count),
      maxExtraAddresses,
      reason: `edition ${edition}: ${whole} for ${count} ${count === 1 ? 'group' : 'groups'} of an interface`,
    };
  }
}
