import { count, few, verb } from './phrases';

/** Texts of the commands that answer questions about packets, filters, plans and stacks. */
export const COMMANDS = {
  // Notes on filters.
  note: (filter: string, code: string, text: string): string => `${filter}: ${code}  ${text}`,
  appNote: (code: string, text: string): string => `${code}  ${text}`,
  copiedAtBothEnds: (pairs: bigint): string =>
    `copied at both ends: traffic between ${pairs === 1n ? '1 pair' : `${pairs.toLocaleString('en')} pairs`} of a mirrored sender and a mirrored receiver`,
  copyOnce: (from: readonly string[], to: readonly string[], lost: readonly string[] | undefined): string =>
    `To copy it once, drop inbound packets from ${few(from)} to ${few(to)} (MirrorStatement.drop with direction INBOUND). `
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
  copies: (sources: readonly string[] | undefined, how: 'lasts' | 'byOrder' | 'meanwhile', why: string): string => {
    const who = sources ? `copies of ${count(sources.length, 'source')} (${few(sources)})` : 'copies of the sessions that send to it';
    return `${who} ${{ lasts: 'no longer arrive', byOrder: 'may not arrive for a while, depending on the order of writes', meanwhile: 'do not arrive for a while' }[how]}: ${why}`;
  },
  replaced: (addresses: readonly string[], why: string | undefined, forgotten: boolean): string =>
    `replaced: ${few(addresses)}${why === undefined ? '' : `: ${why}`}${forgotten ? '. The old object goes on without Terraform' : ''}`,
  replacedBecause: (reason: string, names: readonly string[]): string | undefined => REPLACED[reason]?.(few(names)),
  tainted: (address: string): string =>
    `${address} is tainted, and the apply succeeds and removes it. Run terraform untaint '${address}' first`,
  copyLoss: {
    rule: (
      address: string, port: number, what: string,
    ): string => `${address} closes UDP ${port} for ${what}. Write the new rule in a separate apply, or with create_before_destroy`,
    listener: (address: string): string =>
      `the listener ${address} is replaced or goes. Add a second load balancer and move the sessions to it first`,
    servers: (address: string): string =>
      `all servers of the group of ${address} go before another serves. Add the new servers in a separate apply`,
    receiver: (address: string): string => `${address} is replaced or goes. Add another target and move the sessions to it first`,
  },
  lostSources: (
    sources: readonly string[], why: string,
  ): string => `no longer mirrored: ${count(sources.length, 'source')} (${few(sources)}), since ${why}`,
  interruptedSources: (sources: readonly string[], seconds: number, mayLast: boolean, why: string): string =>
    `interrupted: ${count(sources.length, 'source')} (${few(sources)}) for ${mayLast ? 'at least' : 'about'} ${seconds} s, since ${why}`,
  totals: (created: number, changed: number, removed: number, calls: number, minutes: number): string =>
    `${count(created, 'session')} created, ${changed} changed, ${removed} destroyed, ${count(calls, 'write call')}, about ${minutes} min`,
  lossCause: {
    removed: 'their session is destroyed',
    left: 'they leave a session that stays',
    switchedOff: 'their session is switched off',
    noRules: 'their filter has no rule any more',
  },
  interruptionCause: {
    list: 'the list of sources of their session changes',
    replaced: 'their session is replaced',
    moved: 'they go from one session to another',
    rules: 'all rules of their filter are exchanged',
  },
  orderRisk: (kind: string, what: string, frees: string | undefined, takes: string | undefined): string =>
    `left to the order of writes: ${RISKS[kind]} ${what}${frees !== undefined && takes !== undefined ? `: session ${frees} has it and session ${takes} takes it` : ': old and new sessions need more room than available while both exist'}`,
  mayFailByOrder: 'one apply may fail by the order of its writes: deploy the commit that frees first, then the one that takes',
  overInterrupted: (
    sources: number, option: string, limit: string,
  ): string => `${count(sources, 'source')} would be interrupted, and --${option} allows ${limit}`,
  overLost: (
    sources: number, option: string, limit: string,
  ): string => `${count(sources, 'source')} would no longer be mirrored, and --${option} allows ${limit}`,
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
};
