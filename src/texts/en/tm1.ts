import { a, few, OTHER_SOURCES_INTERRUPTED, subjects } from './phrases';
import { reason } from '../reason';
import { accountSetting } from '../settings';

const NEW_TARGET = 'A new target of a session is set in place. It interrupts no source.';

/** An instance type with a fault, of a source or a target. */
type InstanceType = { readonly type: string; readonly family: string; readonly edition: string };

/** Two values of one interface. Without a session, the earlier one is that of its resource or its API response. */
type Disagreement = {
  readonly interface: string; readonly field: string; readonly got: string; readonly earlier: string; readonly by: string;
  readonly answered: boolean;
};

function given({ by, answered }: { readonly by: string; readonly answered: boolean }): string {
  return by !== '' ? `in ${by}` : answered ? 'in its API response' : 'in the resource itself';
}

/** Two accounts for one provider, and what names each. */
type AccountTwice = {
  readonly provider: string; readonly by: string; readonly account: string; readonly ledger: string;
  readonly against: string; readonly uid: string; readonly otherLedger: string;
};

const MALFORMED = 'Write the type as the ECS console shows it, for example ecs.g7.large.';

/** A resource that receives copies, and a session that sends them. */
type Part = Pair & { target: string };

/** A resource, and a session or filter to which it belongs. */
type Pair = { part: string; provider: string; session: string; sessionProvider: string };

function providerOfSession({ part, session, sessionProvider }: Pair): string {
  return `Give ${part} the provider of ${session}, which is ${sessionProvider}.`;
}

/** Regions, instance families, and the facts about interfaces. */
export const TM1 = {
  TM101: {
    title: 'The region offers traffic mirroring',
    reasons: {
      notListed: reason<{ region: string; name: string; edition: string; note?: string }>({
        problem: ({ region, name, edition, note }) =>
          `Region ${region} (${name}) is not in the traffic mirroring list of edition ${edition}${note ? `: ${note}` : ''}`,
        fix: 'Mirror in a listed region. Sources and targets must be in that region too.',
      }),
      noRegion: reason<{ region: string }>({
        problem: ({ region }) => `${region} is not a region that the library knows`,
        fix: 'Write the region id as the console shows it, for example cn-hangzhou.',
      }),
      environment: reason({
        problem: ({ path }) => `Cannot check the region of ${path}: its provider sets none, so the environment decides`,
        fix: 'Set the region in the provider block. Other checks that need the region are decided then too.',
      }),
      onlyAtApply: reason<{ region: string }>({
        problem: ({ path, region }) => `Cannot check the region of ${path}: it is ${region}, which is known only at apply`,
        fix: 'Write the region id in the provider block. Other checks that need the region are decided then too.',
      }),
    },
  },
  TM102: {
    title: 'A source\'s instance family can be mirrored',
    reasons: {
      notListed: reason<{ source: string } & InstanceType>({
        problem: ({ source, type, family, edition }) =>
          `Source ${source} has instance type ${type}, but edition ${edition} does not list family ${family}`,
        fix: 'Move the workload to a listed family, or remove the source.',
        effect: OTHER_SOURCES_INTERRUPTED,
      }),
      undocumented: reason<{ source: string } & InstanceType>({
        problem: ({ source, type, family, edition }) =>
          `Source ${source} has instance type ${type}, but edition ${edition} does not document whether family ${family} can be mirrored`,
        fix: 'Try one instance of the family first, then acknowledge TM102.',
      }),
      malformed: reason<{ source: string; type: string }>({
        problem: ({ source, type }) => `Source ${source}: ${JSON.stringify(type)} is not an ECS instance type`,
        fix: MALFORMED,
      }),
      notSpecified: reason({
        problem: (p) => `Cannot check the instance family of ${subjects(p, 'source')}: the instance type is not specified`,
        fix: (_, reader) => reader === 'constructs'
          ? 'Specify instanceType with MirrorSource.networkInterface(id, { instanceType }), or pass the instance resource as the source.'
          : 'Provide an inventory of instances, or refer to the instance resource.',
      }),
    },
  },
  TM103: {
    title: 'An ENI target\'s instance family is in the list',
    reasons: {
      notListed: reason<{ target: string } & InstanceType>({
        problem: ({ target, type, family, edition }) =>
          `Target ${target} has instance type ${type}, but edition ${edition} does not list family ${family}`,
        fix: 'Put the sensor on a listed family. The documentation lists source families only, so acknowledge TM103 if the sensor is known to receive.',
        effect: NEW_TARGET,
      }),
      undocumented: reason<{ target: string } & InstanceType>({
        problem: ({ target, type, family, edition }) =>
          `Target ${target} has instance type ${type}, but edition ${edition} does not document whether family ${family} can be a target`,
        fix: 'Put the sensor on a listed family, or acknowledge TM103 if the sensor is known to receive.',
        effect: NEW_TARGET,
      }),
      malformed: reason<{ target: string; type: string }>({
        problem: ({ target, type }) => `Target ${target}: ${JSON.stringify(type)} is not an ECS instance type`,
        fix: MALFORMED,
      }),
      notSpecified: reason<{ target: string }>({
        problem: ({ target }) => `Cannot check the instance family of target ${target}: the instance type is not specified`,
        fix: (_, reader) => reader === 'constructs'
          ? 'Specify instanceType with MirrorTarget.networkInterface(id, { instanceType }), or pass the instance resource as the target.'
          : 'Provide an inventory of instances, or refer to the instance resource.',
      }),
    },
  },
  TM104: {
    title: 'No data source opens the service',
    reasons: {
      opens: reason<{ enable: string }>({
        problem: ({ path, enable }) =>
          `${path} opens the paid service (enable = ${JSON.stringify(enable)}), already during terraform plan, and opening is irreversible`,
        fix: 'Remove enable. Open the service once by hand.',
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: enable is known only at apply`,
        fix: 'Remove enable: without it the data source only reads the status.',
      }),
    },
  },
  TM105: {
    title: 'No source or target is managed by a cloud service',
    reasons: {
      source: reason<{ source: string }>({
        problem: ({ source }) => `Source ${source} is managed by a cloud service, and such an interface cannot be mirrored`,
        fix: 'Remove it, and mirror the interfaces of the instances behind the service.',
        effect: OTHER_SOURCES_INTERRUPTED,
      }),
      target: reason<{ target: string }>({
        problem: ({ target }) => `Target ${target} is managed by a cloud service, and such an interface cannot be a target`,
        fix: 'Use an interface of your own sensor.',
        effect: NEW_TARGET,
      }),
    },
  },
  TM106: {
    title: 'A source is in its session\'s region',
    reasons: {
      elsewhere: reason<{ source: string; region: string; sessionRegion: string }>({
        problem: ({ source, region, sessionRegion }) => `Source ${source} is in ${region}, but its session is in ${sessionRegion}`,
        fix: ({ region }) => `Mirror it in a session in ${region}, with a target in that region.`,
        effect: OTHER_SOURCES_INTERRUPTED,
      }),
    },
  },
  TM107: {
    title: 'All values given for an interface agree',
    reasons: {
      outsideVswitch: reason<{ name: string; address: string; block: string }>({
        problem: ({ name, address, block }) =>
          `primaryIp of ${name} is set to ${address}, which is outside the block ${block} of its vSwitch`,
        fix: 'Set the address of the interface, or remove primaryIp.',
      }),
      disagree: reason<Disagreement>({
        problem: ({ interface: eni, field, got, earlier, ...p }) => `${eni} has ${field} ${got} here and ${field} ${earlier} ${given(p)}`,
        fix: 'Specify the value once, or the same in both places. The other checks rely on it.',
      }),
      perhapsDisagree: reason<Disagreement>({
        problem: ({ interface: eni, field, got, earlier, ...p }) =>
          `Cannot check ${field} of ${eni}: it is ${got} here and ${earlier} ${given(p)}, `
          + 'and whether both exist is known only at apply',
        fix: 'Specify the value once, or the same in both places. The other checks rely on it.',
      }),
    },
  },
  TM108: {
    title: 'Every source is a network interface',
    reasons: {
      otherKind: reason<{ source: string; kind: string }>({
        problem: ({ source, kind }) => `Source ${source} is the id of ${a(kind)}, not of a network interface`,
        fix: (_, reader) => reader === 'constructs'
          ? 'Use the id of a network interface (eni-...), or MirrorSource.fromResource(instance), which takes its primary interface.'
          : 'Write the id of a network interface (eni-...). The primary interface of an instance is its attribute network_interface_id.',
        effect: OTHER_SOURCES_INTERRUPTED,
      }),
      noId: reason<{ source: string; prefix: string }>({
        problem: ({ source, prefix }) => `Source ${source} is not the id of a network interface, which begins with ${prefix}`,
        fix: 'Write the id as the ECS console shows it.',
        effect: OTHER_SOURCES_INTERRUPTED,
      }),
      empty: reason({
        problem: ({ path }) => `${path} has an empty string in its sources`,
        fix: 'Remove it, or write the id of a network interface (eni-...).',
        effect: OTHER_SOURCES_INTERRUPTED,
      }),
      emptyByDefault: reason<{ variables: readonly string[] }>({
        problem: ({ path, variables }) =>
          `${path} has an empty string in its sources if ${variables.length === 1 ? 'a variable keeps its default' : 'variables keep their defaults'} (${few(variables)}), which crashes the provider`,
        fix: 'Remove the default, so that Terraform requires a value, or set it to the id of a network interface (eni-...).',
      }),
      none: reason({
        problem: ({ path }) => `${path} has no sources`,
        fix: 'Add the id of a network interface (eni-...) to traffic_mirror_source_ids, or remove the session.',
      }),
    },
  },
  TM109: {
    title: 'Filter, target, sources and receiving resources are in the account and region of their session',
    reasons: {
      otherAccount: reason<{ part: string; name: string; account: string; sessionAccount: string }>({
        problem: ({ path, part, name, account, sessionAccount }) =>
          `The ${part} ${name} of ${path} is in account ${account}, but the session is in account ${sessionAccount}`,
        fix: ({ part }) => `Give the session a ${part} of the same account, or set the provider that reaches the account of the ${part}.`,
      }),
      otherRegion: reason<{ part: string; name: string; region: string; sessionRegion: string }>({
        problem: ({ path, part, name, region, sessionRegion }) =>
          `The ${part} ${name} of ${path} is in region ${region}, but the session is in region ${sessionRegion}`,
        fix: ({ part, sessionRegion }) => `Use a ${part} in ${sessionRegion}, or give all parts of the session the same provider.`,
      }),
      ruleInOtherAccount: reason<{ filter: string; account: string; filterAccount: string }>({
        problem: ({ path, filter, account, filterAccount }) =>
          `${path} is in account ${account}, but its filter ${filter} is in account ${filterAccount}`,
        fix: 'Give the rule the provider of its filter.',
      }),
      ruleInOtherRegion: reason<{ filter: string; region: string; filterRegion: string }>({
        problem: ({ path, filter, region, filterRegion }) =>
          `${path} is in region ${region}, but its filter ${filter} is in region ${filterRegion}`,
        fix: 'Give the rule the provider of its filter.',
      }),
      partInOtherAccount: reason<Part & { account: string; sessionAccount: string }>({
        problem: ({ part, provider, account, sessionAccount, target }) =>
          `${part} (provider ${provider}) is in account ${account}, but the sessions of target ${target} are in account ${sessionAccount}`,
        fix: providerOfSession,
      }),
      partInOtherRegion: reason<Part & { region: string; sessionRegion: string }>({
        problem: ({ part, provider, region, sessionRegion, target }) =>
          `${part} (provider ${provider}) is in region ${region}, but the sessions of target ${target} are in region ${sessionRegion}`,
        fix: providerOfSession,
      }),
      partPerhapsElsewhere: reason<Pair>({
        problem: ({ part, provider, session, sessionProvider }) =>
          `Cannot check whether ${part} is in the account and region of ${session}: their providers are ${provider} and ${sessionProvider}`,
        fix: (part, reader) => `${providerOfSession(part)} Or write the region in both provider blocks, and set the account with `
          + `${accountSetting(reader)}.`,
      }),
      otherAccountSet: reason<AccountTwice>({
        problem: ({ path, provider, by, account, ledger, against, ...earlier }) => {
          const but = ({
            role: `provider ${provider} reaches account ${earlier.uid}`, accountId: `account_id of provider ${provider} is ${earlier.uid}`,
            policy: `the account of ${path} is set to ${earlier.uid}`, ledger: `ledger ${earlier.otherLedger} is of account ${earlier.uid}`,
          } as Record<string, string>)[against]!;
          return by === 'policy' ? `The account of ${path} is set to ${account}, but ${but}`
            : by === 'ledger' ? `Ledger ${ledger} is of account ${account}, but ${but}`
              : `account_id of provider ${provider} is ${account}, but its role is of account ${earlier.uid}`;
        },
        fix: ({ by }, reader) => by === 'policy'
          ? `Set the account that the provider reaches with ${accountSetting(reader)}, or remove it: the role of the provider decides.`
          : by === 'ledger' ? 'Use the ledger of the account that the provider reaches, or correct its account.'
            : 'Remove account_id, or assume a role of that account.',
      }),
    },
  },
  TM110: {
    title: 'The accounts of stacks are known',
    reasons: {
      notKnown: reason<{ stacks: string[] }>({
        problem: ({ stacks }) =>
          `Cannot check the sessions of stacks ${few(stacks)} together: their providers may reach the same account and region`,
        fix: (_, reader) => reader === 'constructs'
          ? 'Set the account of each stack with MirrorPolicy.of(stack).account(...), and the region in its provider block.'
          : 'Set the region in each provider block, and --account if all inputs belong to one account. Check the inputs of other accounts apart.',
      }),
    },
  },
};
