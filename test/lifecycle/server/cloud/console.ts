import { Account } from './account';
import { notFound } from './errors';
import { RuleInput } from './filters';
import { NetworkInterface } from './network-interfaces';
import { SessionInput } from './sessions';

/** What somebody, or the cloud itself, does behind Terraform's back. */
export type ConsoleChange =
  /** Answers the filter's id. */
  | {
    readonly do: 'createFilter';
    readonly name?: string;
    readonly description?: string;
    readonly resourceGroupId?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly rules: readonly RuleInput[];
  }
  | { readonly do: 'updateRule'; readonly filterId: string; readonly ruleId: string; readonly attributes: Partial<RuleInput> }
  | { readonly do: 'createSession'; readonly attributes: SessionInput }
  | { readonly do: 'updateSession'; readonly id: string; readonly attributes: Omit<SessionInput, 'sources'> }
  | { readonly do: 'addSources' | 'removeSources'; readonly id: string; readonly sources: readonly string[] }
  | { readonly do: 'deleteSession' | 'suspendSession' | 'resumeSession'; readonly id: string }
  /** Sessions of an account in arrears: there, and mirroring nothing. */
  | { readonly do: 'suspendAll' | 'resumeAll' }
  | { readonly do: 'deleteRules'; readonly filterId: string }
  /** Makes an interface known, with the size of its instance. */
  | { readonly do: 'declareInterface'; readonly networkInterface: NetworkInterface }
  | { readonly do: 'releaseInterface'; readonly id: string }
  /** The instance comes back with another primary interface. Answers the new interface's id. */
  | { readonly do: 'replaceInstance'; readonly id: string };

export function changeFromConsole(account: Account, change: ConsoleChange): unknown {
  const { sessions, filters, interfaces } = account;
  switch (change.do) {
    case 'createFilter': {
      const { name = '', description = '', resourceGroupId = 'rg-acfmxazb4ph6aiy', tags = {}, rules } = change;
      const filter = filters.create({ name, description, resourceGroupId }, rules);
      filter.tags = { ...tags };
      return filter.id;
    }
    case 'updateRule':
      return filters.updateRule(change.filterId, change.ruleId, change.attributes);
    case 'createSession':
      return sessions.create(change.attributes).id;
    case 'updateSession':
      return sessions.update(change.id, change.attributes);
    case 'addSources':
      return sessions.addSources(change.id, change.sources);
    case 'removeSources':
      return sessions.removeSources(change.id, change.sources);
    case 'deleteSession':
      return sessions.delete(change.id);
    case 'suspendSession':
    case 'resumeSession':
      return sessions.force(change.id, { suspended: change.do === 'suspendSession' });
    case 'suspendAll':
    case 'resumeAll':
      for (const { id } of sessions.list()) sessions.force(id, { suspended: change.do === 'suspendAll' });
      return undefined;
    case 'deleteRules':
      return filters.deleteRules(change.filterId, filters.get(change.filterId).rules.map((rule) => rule.id));
    case 'declareInterface':
      return interfaces.put(change.networkInterface);
    case 'releaseInterface':
      return account.releaseInterface(change.id);
    case 'replaceInstance':
      return replaceInstance(account, change.id);
  }
}

function replaceInstance(account: Account, id: string): string {
  const [primary] = account.interfaces.of(id);
  if (!primary) throw notFound(id);
  account.releaseInterface(primary.id);
  const fresh: NetworkInterface = { id: account.ids.next('eni'), primaryIp: account.ids.address(), instanceId: id, large: primary.large };
  account.interfaces.put(fresh);
  const instance = account.objects.find('alicloud_instance', id);
  if (instance) {
    account.objects.put('alicloud_instance', id, {
      ...instance,
      network_interface_id: fresh.id,
      primary_ip_address: fresh.primaryIp!,
      private_ip: fresh.primaryIp!,
    });
  }
  return fresh.id;
}
