import { count, few, verb } from './phrases';
import { FRAMEWORK } from '../../net/framework';

/** Additional packets as percent. */
function shareText(share: number): string {
  return share < 0.01 ? 'less than 1% more packets' : `${Math.round(100 * share).toLocaleString('en')}% more packets`;
}

/** The number of rules if each statement is translated by itself. */
function withoutSearch(rules: number, plain: number): string {
  return plain > rules ? ` (${plain} if each statement is translated separately)` : '';
}

type Named = { readonly path: string };

/** Words inside sentences: reasons why a value is not known, and names of things. */
export const WORDS = {
  // Who else may change a resource.
  moduleHas: ({ module, thing }: { module: string; thing: string }) => `module ${module} gets ${thing}`,
  refersTo: ({ path, type, thing }: Named & { type: string; thing: string }) => `${path} (${type}) refers to ${thing}`,

  // Values that are known at apply.
  argumentIs: ({ argument, path, value }: Named & { argument: string; value: string }) => `${argument} of ${path} is ${value}`,
  argumentMissing: ({ argument, path }: Named & { argument: string }) => `${argument} of ${path} is not set`,
  howMany: ({ path }: Named) => `how many of ${path} there are`,
  importedStatus: ({ path }: Named) => `${path} is imported, and its status is not known`,
  whichCopy: ({ path }: Named) => `which copy of ${path} it is, is known only at apply`,
  refusedAtApply: ({ path }: Named) => `${path} is refused at apply, as it is written (TM416)`,
  entryRange: ({ entry }: { entry: string }) => `the documentation excludes the port range of ${entry} (TM417)`,

  // Accounts and regions.
  perhapsElsewhere: ({ path, provider }: Named & { provider: string }) =>
    `whether ${path} (provider ${provider}) is in the account and region of the session is not known`,

  // Interfaces.
  attachesPerhaps: ({ path }: Named) => `it is known only at apply whether ${path} attaches it`,
  attachedAcross: ({ path, instance, vpc, instanceVpc }: Named & { instance: string; vpc: string; instanceVpc: string }) =>
    `whether the service accepts ${path} is not known: the interface is in VPC ${vpc}, and ${instance} in VPC ${instanceVpc}`,
  attachesWhich: ({ path }: Named) => `it is known only at apply which interface ${path} attaches`,
  mayAttach: ({ who }: { who: string }) => `${who}, which may attach it`,

  // Load balancers.
  listener: ({ protocol, port, balancer }: { protocol: string; port: number; balancer: string }) =>
    `the ${protocol} listener ${port} of ${balancer}`,
  listenerStateNotKnown: ({ listener }: { listener: string }) => `${listener} exists, but its status and servers are not known`,
  listenerPerhaps: ({ path, balancer }: Named & { balancer: string }) =>
    `whether ${path} (load_balancer_id ${balancer}) is a listener of it is not known`,
  listenerPerhapsThere: ({ path }: Named) => `whether ${path} exists is known only at apply`,
  listenerTwice: ({ path, port }: Named & { port: number }) => `${path} is a second UDP listener ${port}, and the service accepts only one`,
  listenersNotKnown: ({ balancer }: { balancer: string }) => `the listeners of load balancer ${balancer} are not known`,
  listenersByOther: ({ who }: { who: string }) => `${who}, and whether it writes a listener is not known`,
  internalNotKnown: ({ balancer }: { balancer: string }) => `whether load balancer ${balancer} is internal is not known`,
  serverPerhaps: ({ path, owner, group }: Named & { owner: string; group: string }) =>
    `whether ${path} (server_group_id ${owner}) adds a server to ${group} is not known`,
  serverCount: ({ path }: Named) => `the number of servers that ${path} adds to the group is known only at apply`,
  groupOfPerhaps: ({ group, owner }: { group: string; owner: string }) =>
    `whether ${group} (load_balancer_id ${owner}) is a server group of it is not known`,
  serversByOther: ({ who }: { who: string }) => `${who}, and whether it adds servers to it is not known`,
  serverIdsNotKnown: ({ path }: Named) => `server_ids of ${path} are known only at apply`,
  serversAtApply: ({ path }: Named) => `the servers of ${path} are known only at apply`,
  accessNotKnown: ({ listener }: { listener: string }) => `the response of ${listener} does not contain AclStatus`,
  importedServers: ({ path }: Named) => `${path} is imported, and its existing servers are not known`,
  groupServersNotKnown: ({ group }: { group: string }) => `the servers of server group ${group} are not known`,

  // Network ACLs.
  aclPerhaps: ({ path, vswitch }: Named & { vswitch: string }) => `whether ${path} binds a network ACL to ${vswitch} is not known`,
  aclOfOther: ({ acl, vpc, aclVpc }: { acl: string; vpc: string; aclVpc: string }) =>
    `whether ${acl} (vpc_id ${aclVpc}) is a network ACL of VPC ${vpc} is not known`,
  aclByOther: ({ who }: { who: string }) => `${who}, and whether it binds a network ACL to it is not known`,
  aclNotKnown: ({ vswitch }: { vswitch: string }) => `whether vSwitch ${vswitch} has a network ACL is not known`,
  importedAcl: ({ path }: Named) => `${path} is imported, and whether it has a network ACL is not known`,
  entriesByOther: ({ who }: { who: string }) => `${who}, and whether it writes its entries is not known`,
  entriesElsewhere: ({ path }: Named) => `its entries are written by ${path}, a deprecated resource that is not read here`,
  entriesAtApply: ({ path }: Named) => `the ingress entries of ${path} are known only at apply`,
  entriesStay: ({ path }: Named) => `${path} writes no ingress entries, so the existing entries stay, and they are not known`,
  entriesNotKnown: ({ acl }: { acl: string }) => `the entries of network ACL ${acl} are not known`,
  entry: ({ number, path }: Named & { number: number }) => `ingress entry ${number} of ${path}`,
  entryIncomplete: ({ entry }: { entry: string }) => `${entry} does not write all of policy, protocol, port and source_cidr_ip`,

  // Security groups.
  of: ({ name, owner }: { name: string; owner: string }) => `${name} of ${owner}`,
  priorityOf: ({ rule }: { rule: string }) => `the priority of ${rule}`,
  groupPerhaps: ({ path, group, other }: Named & { group: string; other: string }) =>
    `whether security_group_id of ${path} (${other}) is ${group}`,
  groupRulesNotKnown: ({ group }: { group: string }) => `the rules of security group ${group} are not known`,
  groupVpcNotKnown: ({ group, vpc, groupVpc }: { group: string; vpc: string; groupVpc: string }) =>
    `whether security group ${group} (vpc_id ${groupVpc}) is in VPC ${vpc} is not known`,
  groupRulesByOther: ({ who }: { who: string }) => `${who}, and whether it writes rules of it is not known`,
  importedRules: ({ path }: Named) => `${path} is imported, and its existing rules are not known`,
  rangeOnlyEvery: ({ protocol, every }: { protocol: string; every: string }) => `protocol ${protocol} accepts only ${every}`,
  rangeNotSent: ({}: object) => 'the provider does not send it, so the apply fails',
  rangeForm: ({}: object) => 'a range is two ports with a slash',
  rangeOutside: ({ first, last }: { first: number; last: number }) => `ports go from ${first} to ${last}`,
  rangeOrder: ({}: object) => 'the first port is above the last',

  // Ways to the internet.
  targetNotKnown: ({}: object) => 'the target is known only at apply',
  targetKindNotKnown: ({}: object) => 'the kind of the target is not known',
  boundPerhaps: ({ path }: Named) => `the resource that ${path} is bound to is known only at apply`,
  itsGroupsNotKnown: ({}: object) => 'its security groups are not known',
  publicAddressNotKnown: ({}: object) => 'whether it has a public address is not known',
  admitsNotKnown: ({ rule, group }: { rule: string; group: string }) => `the addresses that ${rule} of ${group} admits are not known`,

  // Routes.
  tableNotKnown: ({ path }: Named) => `the route table of ${path} is not known`,
  blocksNotKnown: ({ vpc }: { vpc: string }) => `the CIDR blocks of VPC ${vpc} are not known, and may overlap with those of the other VPC`,
  tableOfOther: ({ path, table, vpc }: Named & { table: string; vpc: string }) =>
    `whether the service accepts ${path} is not known: ${table} is no route table for vSwitches of VPC ${vpc}`,
  tableOfVswitch: ({ vswitch }: { vswitch: string }) => `the route table of vSwitch ${vswitch} is not known`,
  routesByOther: ({ who }: { who: string }) => `${who}, and whether it changes its routes is not known`,
  destinationNotKnown: ({ path }: Named) => `the destination of ${path} is not known`,
  leadsPerhaps: ({ path, from, to }: Named & { from: string; to: string }) => `whether ${path} leads from ${from} to ${to} is not known`,
  tablesDiffer: ({ vpc }: { vpc: string }) => `the route tables that ${vpc} may use have different routes to these addresses`,
  routesNotWritten: ({ of }: { of: string }) => `${of} is from outside of the app, and its routes are not known`,

  // Filters.
  rule: ({ direction, priority }: { direction: string; priority: string }) => `${direction} rule ${priority}`,
  ruleAt: ({ rule, path }: Named & { rule: string }) => `${rule} (${path})`,
  filter: ({ id }: { id: string }) => `filter ${id}`,
  otherPacket: ({ from, to }: { from: string; to: string }) => `protocol other than TCP, UDP and ICMP ${from} -> ${to}`,
  provedShortest: ({ rules, plain }: { rules: number; plain: number }) =>
    `${count(rules, 'rule')} for the intent, proved to be the fewest${withoutSearch(rules, plain)}`,
  shortestFound: ({ rules, least, plain }: { rules: number; least: number; plain: number }) =>
    `${count(rules, 'rule')} for the intent, the fewest found, at least ${least} needed${withoutSearch(rules, plain)}`,
  copiesMore: ({ excess, share }: { excess: number; share: number }) =>
    `the intent needs ${count(excess, 'more rule')} than a filter can have, so the rules copy ${shareText(share)}:`,
  copiesEverything: ({ direction }: { direction: string }) => `copies every ${direction} packet`,
  redundantRule: ({ rule }: { rule: string }) => `${rule} can be left out: the others copy the same`,
  mergeableRules: ({ rule, other }: { rule: string; other: string }) => `${rule} and ${other} can be one rule`,
  serviceNeverCopies: ({}: object) => 'the service never copies',
  noRuleMatches: ({}: object) => 'no rule matches',
  ruleCopies: ({ rule }: { rule: string }) => `${rule} copies`,
  ruleDrops: ({ rule }: { rule: string }) => `${rule} drops`,
  /** The problem of a malformed text, and its remedy. */
  malformed: ({ problem }: { problem: string }) => problem,
  remedy: ({ fix }: { fix: string }) => fix,

  // Regions and stacks.
  region: ({ en }: { en: string; zh: string }) => en,
  regionNote: ({ note }: { note: string }) => note,
  regionFrom: ({ what }: { what: string }) => `region from the ${what}`,
  folderOverwritten: ({ stack }: { stack: string }) => `its folder is overwritten by stack ${stack}`,

  // Ledgers and fleets.
  frozenOption: ({}: object) => 'the option frozen',
  unfreezeBuildServer: ({}: object) =>
    `Run ${FRAMEWORK.module} synth outside the pipeline (no CI variable set), or with TRAFFIC_MIRROR_LEDGER=write`,
  unfreezeVariable: ({ variable }: { variable: string }) => `Run ${FRAMEWORK.module} synth outside the pipeline without ${variable}`,
  unfreezeOption: ({}: object) => `Run ${FRAMEWORK.module} synth outside the pipeline without the option frozen`,
  theLedger: ({ ledger }: { ledger: string }) => `the ledger ${ledger}`,
  nothingDeployed: ({}: object) => 'nothing, because nothing is deployed yet',
  deployedBy: ({ files }: { files: readonly string[] }) => `the deployed sessions of ${few(files)}`,
  notCompared: ({ states }: { states: boolean }) =>
    'not compared: filter rules that are not in the ledger, names, descriptions, tags, resource groups, and overridden attributes'
    + (states ? '. A Terraform state does not name the stack and the filter of a session: those of the ledger are used' : ''),
  untilNow: ({ what, role }: { what: string; role: string }) => `${what} (until now a ${role})`,
  /** The fleet is empty if no fleet of the ledger has the session. */
  untilNowIn: ({ what, session, fleet }: { what: string; session: string; fleet: string }) =>
    `${what} (until now ${session === fleet || fleet === '' ? session : `${session} of ${fleet}`})`,
  nowKey: ({ id, key }: { id: string; key: string }) => `${id}, now ${key}`,
  insteadOf: ({ field, found, recorded }: { field: string; found: string; recorded: string }) => `${field} ${found} instead of ${recorded}`,
  /** The first of a list, and how many there are in all. */
  some: ({ items, amount }: { items: readonly string[]; amount: number }) =>
    `${items.join(', ')}${amount > items.length ? ` and ${amount - items.length} more` : ''}`,
  few: ({ items }: { items: readonly string[] }) => few(items),
  risk: ({ kind, what, frees, takes }: { kind: string; what: string; frees?: string; takes?: string }) =>
    `${RISKS[kind]} ${what}${frees === undefined || takes === undefined ? '' : `, which ${frees} has and ${takes} uses`}`,

  sourceOutside: ({ what, session }: { what: string; session: string }) => `${what} (a target here, a source of session ${session})`,
  targetOutside: ({ what, session }: { what: string; session: string }) => `${what} (a source here, the target of session ${session})`,
  orderStep: ({ kind, what, session }: { kind: string; what: string; session?: string }) =>
    `${RISKS[kind]} ${what}${session === undefined ? '' : ` (${session})`}`,
  twoApplies: ({ frees, takes }: { frees: readonly string[]; takes: readonly string[] }) =>
    `first free ${few(frees)}, then use ${few(takes)}`,
  toAvoid: ({ steps }: { steps: string }) => `to avoid it, use two applies: ${steps}`,

  // Inputs.
  stacks: ({ amount }: { amount: number }) => `${count(amount, 'synthesized stack')}`,
  stacksOfApp: ({ amount }: { amount: number }) => `${count(amount, 'stack')} of this app`,
  folders: ({ amount }: { amount: number }) => `${count(amount, 'folder')} of Terraform JSON`,
  files: ({ amount }: { amount: number }) => `${count(amount, 'file')} of Terraform JSON`,
  configurations: ({ amount }: { amount: number }) => `${count(amount, 'file')} of tofu show -config`,
  plans: ({ amount, version }: { amount: number; version: string }) => `${count(amount, 'plan')}${version === '' ? '' : ` of ${version}`}`,
  states: ({ amount, version }: { amount: number; version: string }) =>
    `${count(amount, 'state')}${version === '' ? '' : ` of ${version}`}`,
  planIncomplete: ({}: object) => 'the plan is not complete: it was made with -target or -exclude, or Terraform deferred changes',
  sourcesAfterApply: ({ address }: { address: string }) =>
    `${address}: its sources are known only after the apply, so it is undecided whether one of them is removed`,
  rulesAfterApply: ({ address }: { address: string }) =>
    `${address}: the new rules are known only at apply, so their effect on copied packets is not compared`,
  ruleAfterApply: ({ address }: { address: string }) =>
    `${address}: its filter or priority is known only after the apply, so it is undecided whether another rule still has the priority`,
  portsStay: ({ address, ports }: { address: string; ports: readonly string[] }) =>
    `${address}: it changes to ICMP in place, and the provider leaves its ports (${ports.join(', ')}). Whether it then matches ICMP packets is undecided. Run terraform apply -replace='${address}'`,
  ruleMayGoLast: ({ address, priority, holder }: { address: string; priority: string; holder: string }) =>
    `${address}: priority ${priority} is free in time, unless ${holder} or a resource that depended on it has create_before_destroy`,
  rulesElsewhere: ({ filter }: { filter: string }) =>
    `${filter}: the plan deletes all of its rules that it shows. Whether the filter has other rules is undecided`,
  switchAfterApply: ({ address }: { address: string }) => `${address}: whether it is on is known after the apply`,
  planErrored: ({}: object) => 'the plan ended with an error',
  planDefers: ({}: object) => 'the plan defers changes',
  planOnlyRefreshes: ({}: object) => 'the plan changes nothing: the recorded state is checked',
  objectsImported: ({ amount }: { amount: number }) => `${count(amount, 'object')} ${verb(amount, 'is', 'are')} imported`,
  checkAtApply: ({ address }: { address: string }) => `${address} is known only at apply`,
  checkFails: ({ address, problems }: { address: string; problems?: string }) =>
    `${address} fails${problems === undefined ? '' : `: ${problems}`}`,
  deposedStays: ({ address }: { address: string }) =>
    `${address}: an object that an earlier apply replaced still exists until this apply deletes it`,
  othersNotCounted: ({}: object) => 'sessions of other Terraform states are not counted',
  lifecycleNotKnown: ({}: object) => 'TM415, TM603 and TM605 are not checked: lifecycle is not known',
  planDestroysAll: ({ sources }: { sources: number }) =>
    `the plan destroys everything: ${count(sources, 'source')} ${verb(sources, 'is', 'are')} no longer mirrored`,
};

/** Kinds of risks of an order of writes. */
const RISKS: Record<string, string> = {
  priority: 'priority', source: 'source', target: 'room on target', filter: 'room on filter', region: 'room for',
  role: 'interface', vni: 'VNI', writes: 'writes on filter',
};
