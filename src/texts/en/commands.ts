import { count, few, verb } from './phrases';
import { inApi } from '../../net/api-names';

const FREE_FIRST = 'apply the change that releases it first, then the one that uses it';
const ROOM_FIRST = 'destroy the old sessions in one apply and create the new ones in the next, or raise the quota';

/** Texts of the commands that answer questions about packets, filters, plans and stacks. */
export const COMMANDS = {
  // Notes on filters.
  note: (filter: string, code: string, text: string): string => `${filter}: ${code}  ${text}`,
  appNote: (code: string, text: string): string => `${code}  ${text}`,
  copiedAtBothEnds: (pairs: bigint): string =>
    `copied at both ends: traffic between ${pairs === 1n ? '1 pair' : `${pairs.toLocaleString('en')} pairs`} of a mirrored sender and a mirrored receiver`,
  copyOnce: (from: readonly string[], to: readonly string[], lost: readonly string[] | undefined): string =>
    `To copy it once, drop inbound packets from ${few(from)} to ${few(to)} (${inApi('MirrorStatement.drop')} with direction INBOUND). `
    + (lost === undefined
      ? 'No packet is lost, because the sender copies it.'
      : `These packets would no longer be copied: ${lost.join(', and ')}`),
  severalSessions: (sources: readonly string[]): string =>
    `${few(sources)} ${verb(sources.length, 'is', 'are')} in several sessions, and the first session with a rule for a packet decides`,
  sessionWins: (session: string, direction: string, packets: readonly string[], packet: string, undecided: boolean): string =>
    `${session} ${undecided ? 'may copy' : 'copies'} ${direction}: ${packets.join(', and ')} (${packet})`,
  sessionLoses: (session: string, direction: string, packets: readonly string[], by: readonly string[], packet: string): string =>
    `${session} does not copy ${direction}, because ${few(by)} ${verb(by.length, 'decides', 'decide')} first: `
    + `${packets.join(', and ')} (${packet})`,
  notLookedAtForBothEnds: (interfaces: number): string =>
    `not looked at for packets that are copied twice: ${count(interfaces, 'interface')} without a known primary IP`,
  noNotes: 'no notes on the filters. Explain a packet with --from, --to, --protocol and --port',

  // explain
  direction: (direction: string): string => direction,
  verdict: { mirrored: 'mirrored', notMirrored: 'not mirrored', undecided: 'undecided' },
  arrives: { yes: 'the copy arrives', no: 'the copy does not arrive', perhaps: 'the copy may or may not arrive' },
  truncated: { yes: 'long packets are truncated', no: 'the copy is not truncated', perhaps: 'long packets may be truncated' },
  interfaceOfAddress: (id: string, address: string): string => `${id} is the interface of ${address}, its primary IP`,
  noInterface: (
    source: string, destination: string,
  ): string => `no source has ${source} or ${destination} as its primary IP. Set --interface if the address is a secondary one`,
  noSession: (id: string): string => `${id} is a source of no session`,
  neverMirrored: 'DHCP is never mirrored',
  copiedTimes: (times: number, at: readonly string[]): string => `the packet is copied ${times} times: at ${at.join(' and ')}`,
  at: (id: string, direction: string): string => `${id} (${direction})`,
  sessionOff: (session: string): string => `session ${session} is off`,
  priorityNotKnown: 'the priority of a session of the interface is not known, so which is tried first is not',
  prioritiesEqual: 'two sessions of the interface have the same priority, so which is tried first is not known',
  noSessionAccepts: (direction: string): string => `no ${direction} rule of any session of the interface accepts it`,
  sourceNotKnown: (session: string): string => `whether the interface is a source of session ${session} is known only at apply`,
  addressNotKnown: (interfaces: readonly string[]): string =>
    `${few(interfaces)} may have one of the addresses, and would copy the packet: the primary IP is not known`,
  sourcesNotKnown: (sessions: readonly string[]): string =>
    `${few(sessions)} may have a source with one of the addresses, and would copy the packet: the sources are known only at apply`,
  targetNotKnown: 'the target is known only at apply',
  regionNotKnown: 'cannot check truncation: the region is not known',
  cutAsSet: (session: string, kept: number): string => `session ${session} keeps ${kept} bytes of each packet: packet_length is set`,
  switchNotKnown: (session: string): string => `whether session ${session} is on is not known`,
  rulesNotKnown: (
    direction: string, session: string,
  ): string => `the ${direction} rules of the filter of session ${session} are not all known`,
  ruleNotKnown: (rule: string): string => `whether ${rule} matches is not known`,
  mayDrop: (rule: string): string => `${rule} may drop it, and no rule behind it accepts it`,
  dropsIfOn: (rule: string, session: string): string => `${rule} drops it if session ${session} is on`,
  drops: (rule: string): string => `${rule} drops it`,
  copiesIt: (rule: string): string => `${rule} copies it`,
  noRuleOfFilter: (direction: string): string => `no ${direction} rule of the filter matches`,
  noRule: (direction: string, session: string): string => `no ${direction} rule of the filter of session ${session} matches`,
  copied: (session: string, rule: string, target: string | undefined, vni: number | undefined): string =>
    `session ${session}, ${rule}, to ${target ?? 'a target known only at apply'} with `
    + (vni === undefined ? 'a VNI known only at apply' : `VNI ${vni}`),
  notTried: (sessions: readonly string[]): string => `not copied by ${few(sessions)}, with a larger priority number`,
  remark: (id: string, problem: string): string => `${id}: ${problem}`,

  // search
  notFound: (
    copied: boolean, interfaces: number,
  ): string => `no packet of this traffic is ${copied ? 'copied' : 'seen and not copied'} at ${count(interfaces, 'mirrored interface')}`,
  searchUndecided: 'undecided: a value that decides is not known before apply',
  anyAddress: (interfaces: number): string =>
    `${count(interfaces, 'interface')} without a known primary IP may have any address. Set --interface to check one`,

  // diff
  noRuleChanges: 'no rule of a filter changes',
  filterLine: (filter: string, direction: string, text: string): string => `${filter} ${direction}: ${text}`,
  rulesChanged: (rules: number): string => `${count(rules, 'rule')} changed`,
  ruleUndecided: 'undecided: a value of a rule is known only at apply',
  lost: 'no longer copied at any mirrored interface:',
  nothingLost: 'no packet is lost: all that mirrored interfaces copied is still copied at that or at the other end',
  lostUndecided: 'undecided: whether a packet is lost depends on values that are known only at apply',
  notCompared: (interfaces: number): string => `not compared: ${count(interfaces, 'interface')} without a known primary IP`,

  // affected
  stackNew: (name: string): string => `${name} (new)`,
  stackDepends: (name: string): string => `${name} (depends on one of them)`,
  stackRemoved: (name: string): string => `${name} (removed: destroy it with the code that still has it)`,

  // forecast, and the effects of ledgers
  sessionsBefore: (
    sessions: number, kinds: readonly string[],
  ): string => `${count(sessions, 'session')} before the apply, from ${kinds.join(', ')}`,
  undecidedLine: (text: string): string => `undecided: ${text}`,
  incompleteLine: (text: string): string => `not complete: ${text}`,
  sendersNotShown: (address: string): string => `${address}: the plans do not show which sessions send to it`,
  noteLine: (text: string): string => `note: ${text}`,
  avoidLine: (step: string): string => `  to avoid it: ${step}`,
  copies: (sources: readonly string[] | undefined, how: 'lasts' | 'byOrder' | 'meanwhile', why: string): string => {
    const who = sources ? `copies of ${count(sources.length, 'source')} (${few(sources)})` : 'copies of the sessions that send to it';
    const arrive = {
      lasts: 'no longer arrive',
      byOrder: 'may not arrive for a while (duration not measured), depending on the order of writes',
      meanwhile: 'do not arrive for a while (duration not measured)',
    };
    return `${who} ${arrive[how]}: ${why}`;
  },
  replaced: (addresses: readonly string[], why: string | undefined, forgotten: boolean): string =>
    `replaced: ${few(addresses)}${why === undefined ? '' : `: ${why}`}${forgotten ? '. The old object goes on without Terraform' : ''}`,
  replacedBecause: (reason: string, names: readonly string[]): string | undefined => REPLACED[reason]?.(few(names)),
  removedBecause: (reason: string): string | undefined => REMOVED[reason],
  tainted: (address: string): string => `${address} is tainted, and the apply succeeds and removes it`,
  untaint: (address: string): string => `run terraform untaint '${address}' first`,
  copyLoss: {
    rule: (
      address: string, port: number, what: string,
    ): string => `${address} closes UDP ${port} for ${what}`,
    listener: (address: string): string => `the listener ${address} is replaced or goes`,
    servers: (address: string): string => `all servers of the group of ${address} go before another serves`,
    receiver: (address: string): string => `${address} is replaced or goes`,
  },
  copyAvoid: {
    rule: 'create the new rule in an apply before, or use create_before_destroy',
    listener: 'add a second load balancer and move the sessions to it first',
    servers: 'add the new servers in an apply before',
    receiver: 'add another target and move the sessions to it first',
  },
  lostSources: (sources: readonly string[], why: string, reason: string | undefined): string =>
    `no longer mirrored: ${count(sources.length, 'source')} (${few(sources)}), since ${why}${reason === undefined ? '' : `: ${reason}`}`,
  interruptedSources: (sources: readonly string[], seconds: number, mayLast: boolean, why: string): string =>
    `interrupted: ${count(sources.length, 'source')} (${few(sources)}) for ${mayLast ? 'at least' : 'about'} ${seconds} s, since ${why}`,
  totals: (
    created: number,
    changed: number,
    removed: number,
    calls: number,
    minutes: number,
    rate: { secondsPerCall: number; parallelism: number },
  ): string => `${count(created, 'session')} created, ${changed} changed, ${removed} destroyed, ${count(calls, 'write call')}, `
    + `about ${minutes} min at an assumed rate of ${rate.secondsPerCall} s a call, ${rate.parallelism} at a time`,
  lossCause: {
    removed: 'their session is destroyed',
    left: 'they leave a session that stays',
    switchedOff: 'their session is switched off',
    noRules: 'their filter accepts no packets any more',
  },
  lossAvoid: {
    removed: 'keep the session. To keep it without this configuration, use a removed block with destroy = false',
    left: 'keep the source in the list of the session',
    switchedOff: 'keep enabled = true',
    noRules: 'give the session a filter with rules in an apply before, or keep a rule that accepts packets in the filter',
  },
  interruptionAvoid: {
    list: 'use one session per source, the default of MirroredFleet',
    replaced: 'keep the arguments that cannot be changed in place, or apply when an interruption is acceptable',
    moved: 'keep sources in their sessions, for example with a ledger',
    rules: 'add the new rules in one apply, and remove the old rules in the next one',
  },
  interruptionCause: {
    list: 'the list of sources of their session changes',
    replaced: 'their session is replaced',
    moved: 'they go from one session to another',
    rules: 'all rules of their filter are exchanged',
  },
  riskAvoid: {
    priority: FREE_FIRST, source: FREE_FIRST, role: FREE_FIRST,
    target: ROOM_FIRST, filter: ROOM_FIRST, region: ROOM_FIRST,
    vni: 'use a VNI that no session of the target has, or ignore copies with this VNI during the apply',
    writes: 'chain the rules with depends_on, or apply with -parallelism=1',
    rules: 'delete the old rules in one apply and create the new ones in the next, or raise the quota',
    rule: 'free the priority in one apply and take it in the next one, without create_before_destroy. '
      + 'Rules whose Terraform names contain their priority never exchange it',
  },
  filterWrites: (filter: string, writers: readonly string[]): string =>
    `writes on filter ${filter} at the same time: ${few(writers)}. The service refuses some of them, and the provider repeats those`,
  orderRisk: (kind: string, what: string, frees: string | undefined, takes: string | undefined): string => {
    const which = kind === 'region' && what !== 'sessions' ? `sessions in ${what}` : what;
    const why = frees !== undefined && takes !== undefined
      ? `session ${frees} has it and session ${takes} takes it`
      : `old and new ${kind === 'rules' ? 'rules' : 'sessions'} need more room than available while both exist`;
    return `left to the order of writes: ${RISKS[kind]} ${which}: ${why}`;
  },
  ruleRisk: (priority: string, direction: string, filter: string, frees: string, takes: string): string =>
    `left to the order of writes: priority ${priority} (${direction}) of filter ${filter}: `
    + (frees === takes
      ? `the replacement of rule ${takes} is created before the old rule is deleted`
      : `rule ${frees} has it and rule ${takes} takes it`),
  ruleRefused: (rule: string, priority: string, direction: string, filter: string, holder: string | undefined): string =>
    `refused: rule ${rule} takes priority ${priority} (${direction}) of filter ${filter}, which `
    + (holder === undefined ? 'another rule of the filter has. No resource of the plans manages that rule' : `${holder} keeps`),
  refusedAvoid: {
    managed: 'set a priority that no other rule of the filter has',
    unmanaged:
      'import that rule with an import block, or delete it first. If the plan was made with -refresh=false, plan again with a refresh',
  },
  overRefused: (rules: number): string => `the service refuses ${count(rules, 'rule')} of this apply`,
  mayFailByOrder: 'one apply may fail by the order of its writes: deploy the commit that frees first, then the one that takes',
  overInterrupted: (
    sources: number, option: string, limit: string,
  ): string => `${count(sources, 'source')} would be interrupted, and --${option} allows ${limit}`,
  overLost: (
    sources: number, option: string, limit: string,
  ): string => `${count(sources, 'source')} would no longer be mirrored, and --${option} allows ${limit}`,
};

const REMOVED: Record<string, string> = {
  delete_because_no_resource_config: 'its resource is not in the configuration',
  delete_because_no_module: 'its module is not in the configuration',
  delete_because_wrong_repetition: 'count or for_each was added or removed',
  delete_because_count_index: 'its index is not below count',
  delete_because_each_key: 'its key is not in for_each',
  delete_because_no_move_target: 'the target of its moved block is not in the configuration',
  delete_because_enabled_false: 'its enabled argument is false',
};

const REPLACED: Record<string, (names: string) => string> = {
  replace_because_cannot_update: (names) => names === '' ? 'the provider cannot change it in place' : `${names} cannot be changed in place`,
  replace_because_tainted: () => 'it is tainted',
  replace_by_request: () => '-replace names it',
  replace_by_triggers: () => 'replace_triggered_by names a resource that changes',
};

const RISKS: Record<string, string> = {
  priority: 'priority',
  source: 'source',
  target: 'room on target',
  filter: 'room on filter',
  region: 'room for',
  role: 'source and target',
  vni: 'VNI',
  writes: 'writes on filter',
  rules: 'room for rules on filter',
};
