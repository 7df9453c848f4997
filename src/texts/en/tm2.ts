import { a, count, few, listed, orRaise, verb, WRITE_COUNT } from './phrases';
import { reason } from '../reason';

/** How inline rules become stand-alone ones. Taking inline blocks away plans nothing, and the rules stay. */
const OUTLINE = {
  fix: 'Write each inline rule as a stand-alone rule with an import block (<filter id>:<rule id>), and remove the inline blocks, all in one apply.',
  effect:
    'The plan shows imports only, and running sessions are not touched. Without the import blocks the apply fails: the priorities are taken. A filter that is not deployed yet needs no import blocks.',
};

const takeFree = (free: number | undefined): string => free === undefined
  ? 'Remove a rule: no priority of this direction is free.' : `Use ${free}, which is free.`;

/** Why a filter that has rules copies nothing. */
const NOTHING: Record<string, { problem: string; fix: string }> = {
  onlyDrops: { problem: 'all of its rules drop', fix: 'Add a rule that accepts the traffic to mirror.' },
  dropped: {
    problem: 'rules that drop come first and match every packet that its other rules accept',
    fix: 'Give the rules that accept smaller priorities, or narrow the rules that drop.',
  },
  neverMirrored: { problem: 'it accepts only DHCP, which is never mirrored', fix: 'Add a rule that accepts the traffic to mirror.' },
};

/** A packet as an example. */
function inBrackets(packet: string | undefined): string {
  return packet === undefined ? '' : ` (${packet})`;
}

/** Filters and their rules. */
export const TM2 = {
  TM201: {
    title: 'A filter has rules',
    reasons: {
      none: reason({
        problem: ({ path }) => `${path} has no rules, so it copies nothing`,
        fix: 'Add a rule that accepts the traffic to mirror.',
      }),
      copiesNothing: reason<{ why: string; packet?: string }>({
        problem: ({ path, why, packet }) => `${path} copies nothing: ${NOTHING[why].problem}${inBrackets(packet)}`,
        fix: ({ why }) => NOTHING[why].fix,
      }),
      dynamic: reason({
        problem: ({ path }) => `Cannot check the rules of ${path}: a dynamic block, count or for_each makes them`,
        fix: 'Write the rules one by one.',
      }),
      imported: reason({
        problem: ({ path }) => `Cannot check the rules of ${path}: an import block takes over the filter, but none of its rules`,
        fix: 'Import the rules as well.',
      }),
      ruleNotKnown: reason({
        problem: ({ path }) => `Cannot check whether ${path} copies packets: a value of a rule is malformed or known only at apply`,
        fix: 'Write the values of the rules themselves. TM203 and TM204 report malformed values.',
      }),
      others: reason<{ who: string }>({
        problem: ({ path, who }) => `Cannot check the rules of ${path}: ${who}, and may write rules`,
        fix: 'Acknowledge TM201 if it writes them.',
      }),
      perhapsElsewhere: reason({
        problem: ({ path }) =>
          `Cannot check the rules of ${path}: some rules refer to their filter by an expression that is known only at apply`,
        fix: 'Refer to the filter resource in traffic_mirror_filter_id of each rule.',
      }),
      notInApp: reason<{ filter: string }>({
        problem: ({ filter }) => `Cannot check the rules of filter ${filter}: they are not in this app`,
        fix: 'Import the filter and its rules into the app, or check the rules in the console.',
      }),
      filterOnlyAtApply: reason<{ filter: string }>({
        problem: ({ path, filter }) => `Cannot check the filter of ${path}: ${filter} is known only at apply`,
        fix: 'Refer to the filter resource itself.',
      }),
    },
  },
  TM202: {
    title: 'A filter has no more rules than the quota',
    reasons: {
      direction: reason<{ direction: string; rules: number; limit: number }>({
        problem: ({ path, direction, rules, limit }) =>
          `${path} has ${count(rules, `${direction} rule`)}, but the limit per direction is ${limit}`,
        fix: 'Merge rules into wider CIDRs or port ranges, or split them over two filters.',
      }),
      filter: reason<{
        rules: number;
        inbound: number;
        outbound: number;
        limit: number;
        edition: string;
        raisable: boolean;
        quota: string;
      }>({
        problem: ({ path, rules, inbound, outbound, limit }) =>
          `${path} has ${count(rules, 'rule')} (${inbound} inbound, ${outbound} outbound), but the limit is ${limit}`,
        fix: (p, reader) => `Merge rules into wider CIDRs or port ranges, or split them over two filters.${orRaise(p, reader)}`,
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: the number of rules is known only at apply`,
        fix: WRITE_COUNT,
      }),
    },
  },
  TM203: {
    title: 'A rule\'s priority is unique in its direction',
    reasons: {
      missing: reason<{ direction: string; min: number; max: number }>({
        problem: ({ path, direction }) => `${path}: an ${direction} rule has no priority`,
        fix: ({ min, max }) => `Write a priority from ${min} to ${max}.`,
      }),
      outside: reason<{ direction: string; priority: number; min: number; max: number; free?: number }>({
        problem: ({ path, direction, priority, min, max }) =>
          `${path}: an ${direction} rule has priority ${priority}, allowed: ${min} to ${max}`,
        fix: ({ free }) => takeFree(free),
      }),
      taken: reason<{ direction: string; priority: number; other: string; inline: boolean; free?: number }>({
        problem: ({ path, direction, priority, other, inline }) =>
          `${path} has ${direction} priority ${priority}, which ${inline ? 'an inline rule of ' : ''}${other} already has`,
        fix: ({ free }) => takeFree(free),
      }),
      copies: reason<{ direction: string; priority: number; copies: number; free?: number }>({
        problem: ({ path, direction, priority, copies }) => `${path}: ${copies} copies of an ${direction} rule share priority ${priority}`,
        fix: ({ free }) => takeFree(free),
      }),
      onlyAtApply: reason({
        problem: ({ path }) => `${path}: the priority of a rule is known only at apply`,
        fix: 'Write it as a number.',
      }),
      perhapsCopies: reason<{ priority: number }>({
        problem: ({ path, priority }) => `${path}: count or for_each gives every copy priority ${priority}`,
        fix: 'Write the rules one by one, each with a separate priority.',
      }),
    },
  },
  TM204: {
    title: 'A rule\'s protocol, CIDRs and ports are well formed',
    reasons: {
      protocol: reason<{ protocol: string; write?: string }>({
        problem: ({ path, protocol }) => `${path}: protocol ${protocol} is not one of ALL, ICMP, TCP and UDP`,
        fix: ({ write }) => write === undefined ? 'Write one of them.' : `Write ${write}.`,
      }),
      malformed: reason<{ field: string; got: string; why: string; remedy: string }>({
        problem: ({ path, field, got, why }) => `${path}: ${field} is ${got}: ${why}`,
        fix: ({ remedy }) => `${remedy[0].toUpperCase()}${remedy.slice(1)}.`,
      }),
      noPorts: reason<{ field: string; got: string; protocol: string }>({
        problem: ({ path, field, got, protocol }) => `${path}: ${field} is ${got}, but protocol ${protocol} has no ports`,
        fix: 'Write -1/-1, or match TCP or UDP.',
      }),
      onlyAtApply: reason<{ fields: readonly string[] }>({
        problem: ({ path, fields }) => `${path}: ${few(fields)} ${fields.length > 1 ? 'are' : 'is'} known only at apply`,
        fix: 'Write the values themselves.',
      }),
    },
  },
  TM205: {
    title: 'A filter\'s rules of one direction are not both inline and stand-alone',
    reasons: {
      perhapsBoth: reason<{ example: string }>({
        problem: ({ path, example }) =>
          `Cannot check the rules of ${path}: whether it has inline rules and rules such as ${example} at the same time is known only at apply`,
        fix: 'Make all rules separate resources.',
      }),
      both: reason<{ direction: string; inline?: number; alone: number; example: string }>({
        problem: ({ path, direction, inline, alone, example }) =>
          `${path} has ${inline ?? 'dynamic'} inline and ${alone} stand-alone ${direction} rules `
          + `(such as ${example}): every plan replaces the filter, which fails while a session uses it`,
        ...OUTLINE,
      }),
    },
  },
  TM206: {
    title: 'Rules are separate resources',
    reasons: {
      inline: reason<{ rules?: number }>({
        problem: ({ path, rules }) =>
          `${path} has ${rules === undefined ? 'inline rules from a dynamic block' : count(rules, 'inline rule')}: `
          + 'changing one replaces the filter, which fails while a session uses it',
        ...OUTLINE,
      }),
    },
  },
  TM207: {
    title: 'A rule for ALL or ICMP writes -1/-1',
    reasons: {
      inline: reason<{ protocol: string; missing: readonly string[] }>({
        problem: ({ path, protocol, missing }) =>
          `${path}: an inline rule for ${protocol} has no ${missing.join(' and no ')}, so every later plan replaces the filter`,
        fix: 'Write -1/-1 for both.',
        effect: 'If the service holds other ports, the filter is replaced once. That fails while a session uses it.',
      }),
      alone: reason<{ protocol: string; missing: readonly string[] }>({
        problem: ({ path, protocol, missing }) =>
          `${path}: a rule for ${protocol} has no ${missing.join(' and no ')}, so after a change from TCP or UDP it silently keeps the old ports`,
        fix: 'Write -1/-1 for both. Replace a rule whose protocol was changed to ICMP (terraform apply -replace).',
        effect: 'While a rule is replaced, packets that only this rule accepts are not copied.',
      }),
    },
  },
  TM208: {
    title: 'A session or rule refers to a filter',
    reasons: {
      otherKind: reason<{ filter: string; kind: string }>({
        problem: ({ path, filter, kind }) => `${path} uses ${filter} as its filter, but that is the id of ${a(kind)}`,
        fix: 'Refer to the id of an alicloud_vpc_traffic_mirror_filter.',
      }),
      noId: reason<{ filter: string; prefix: string }>({
        problem: ({ path, filter, prefix }) => `${path} uses ${filter} as its filter, but the id of a filter begins with ${prefix}`,
        fix: 'Write the id of the filter as the VPC console shows it.',
      }),
    },
  },
  TM211: {
    title: 'A rule is not hidden by earlier rules',
    reasons: {
      hidden: reason<{ rule: string; accepts?: boolean; why: string; blockers: readonly string[]; packet: string }>({
        problem: ({ path, rule, blockers, packet }) =>
          `${path}: ${rule} has no effect: ${listed(blockers)} ${verb(blockers.length, 'comes', 'come')} first and ${verb(blockers.length, 'matches', 'match')} all of its packets (${packet})`,
        fix: 'Remove the rule, or give it a smaller priority.',
      }),
    },
  },
  TM212: {
    title: 'A rule does not contradict earlier rules that hide it',
    reasons: {
      contradicted: reason<{
        rule: string; accepts: boolean; why: string; blockers: readonly string[]; opposed: readonly string[]; packet: string;
      }>({
        problem: ({ path, rule, accepts, blockers, opposed, packet }) =>
          `${path}: ${rule} ${accepts ? 'accepts' : 'drops'} packets that ${listed(opposed)} ${accepts ? verb(opposed.length, 'drops', 'drop') : verb(opposed.length, 'accepts', 'accept')} first (${packet}), `
          + `and ${listed(blockers)} ${verb(blockers.length, 'matches', 'match')} all of its packets`,
        fix: ({ rule, opposed }) =>
          `Give ${rule} a smaller priority than ${listed(opposed)} if it is the exception. Otherwise remove it.`,
        effect: 'A change of a rule is in place. The filter copies other packets from then on.',
      }),
    },
  },
  TM213: {
    title: 'A rule matches more than packets that are never mirrored',
    reasons: {
      onlyDhcp: reason<{ rule: string; accepts?: boolean; why: string; packet: string }>({
        problem: ({ path, rule, packet }) =>
          `${path}: ${rule} matches only packets with a DHCP port, and DHCP (${packet}) is never mirrored`,
        fix: 'Remove the rule. To see DHCP, capture on the DHCP server or client itself.',
      }),
    },
  },
  TM214: {
    title: 'No statement of an intent has expired',
    reasons: {
      expired: reason<{ statement: string; expires: string; owner?: string }>({
        problem: ({ path, statement, expires, owner }) =>
          `${path}: the statement "${statement}"${owner === undefined ? '' : ` of ${owner}`} expired on ${expires} and still applies`,
        fix: 'Remove the statement, extend expires, or set leaveOutExpired in the intent.',
        effect: 'Without the statement, the filter copies other packets. traffic-mirror diff lists them.',
      }),
    },
  },
  TM215: {
    title: 'A statement of an intent has an effect',
    reasons: {
      hidden: reason<{ statement: string; why: string; blockers: readonly string[]; opposed: boolean; packet?: string }>({
        problem: ({ path, statement, blockers, opposed, packet }) =>
          `${path}: the statement "${statement}" has no effect: ${blockers.map((b) => `"${b}"`).join(', ')} `
          + `${verb(blockers.length, 'comes', 'come')} first${opposed ? ' and contradicts it' : ''}${inBrackets(packet)}`,
        fix: 'Move the statement in front if it is the exception. Otherwise remove it.',
        effect: ({ opposed }) => opposed ? 'If you move it, the filter copies other packets. traffic-mirror diff lists them.' : undefined,
      }),
      empty: reason<{ statement: string; why: string; packet?: string }>({
        problem: ({ path, statement, packet }) =>
          `${path}: the statement "${statement}" matches no packets: its exceptions exclude everything${inBrackets(packet)}`,
        fix: 'Remove the statement, or correct its networks and services.',
      }),
    },
  },
  TM216: {
    title: 'A filter meets its expectations',
    reasons: {
      notMirrored: reason<{ expected: string; packet: string; by: string; direction: string }>({
        problem: ({ path, expected, packet, by, direction }) => `${path}: ${expected} must be mirrored, but ${by} ${direction} ${packet}`,
        fix: 'Add a rule or statement that accepts it, or remove the expectation.',
      }),
      mirrored: reason<{ expected: string; packet: string; by: string; direction: string }>({
        problem: ({ path, expected, packet, by, direction }) =>
          `${path}: ${expected} must not be mirrored, but ${by} ${direction} ${packet}`,
        fix: 'Add a rule that drops the traffic before that rule, or remove the expectation.',
      }),
      onlyAtApply: reason<{ expected: string }>({
        problem: ({ path, expected }) => `Cannot check ${expected} of ${path}: a value of a rule is known only at apply`,
        fix: 'Write the values of the rules themselves.',
      }),
    },
  },
  TM217: {
    title: 'A session of a source is not hidden by its other sessions',
    reasons: {
      hidden: reason<{ source: string; winners: readonly string[]; packet: string }>({
        problem: ({ path, source, winners, packet }) =>
          `${path} copies nothing of ${source}: ${few(winners)} ${verb(winners.length, 'has', 'have')} a smaller priority and rules for all of its packets (${packet})`,
        fix: 'Give this session the smaller priority, or narrow the filters of the others. A packet goes to the first session that has a rule for it.',
        effect: 'After a change of priorities, packets go to another target.',
      }),
    },
  },
  TM218: {
    title: 'The rules of a filter are in one stack',
    reasons: {
      severalStacks: reason<{ filter: string; stacks: readonly string[] }>({
        problem: ({ filter, stacks }) =>
          `Stacks ${listed(stacks)} add rules to ${filter}, but the service allows one write on a filter at a time`,
        fix: 'Add all rules of the filter in one stack. Until then, apply one stack after the other.',
        effect:
          'A rule that moves to another stack is destroyed and created again, so apply the stack that removes it first. Meanwhile its packets are not copied.',
      }),
      perhapsSeveral: reason<{ filter: string; stacks: readonly string[] }>({
        problem: ({ filter, stacks }) =>
          `Cannot check the rules of ${filter}: whether more than one of the stacks ${few(stacks)} has a rule is known only at apply`,
        fix: 'Add all rules of the filter in one stack.',
      }),
    },
  },
  TM219: {
    title: 'Names of networks and services are used and unambiguous',
    reasons: {
      unused: reason<{ file: string; names: readonly string[] }>({
        problem: ({ file, names }) => `${file} has ${count(names.length, 'name')} that no filter uses: ${few(names)}`,
        fix: 'Remove the names, use them in a statement, or read the file with shared: true if other apps use them.',
      }),
      overlap: reason<{ name: string; other: string; address: string }>({
        problem: ({ path, name, other, address }) =>
          `${path}: the networks ${name} and ${other} share addresses, for example ${address}, but neither contains the other`,
        fix: 'Correct the CIDRs of one of them, so that each address has one owner.',
        effect: 'Packets of the corrected addresses are decided by other statements. traffic-mirror diff lists them.',
      }),
      same: reason<{ name: string; other: string; address: string }>({
        problem: ({ path, name, other }) => `${path}: the networks ${name} and ${other} have the same addresses`,
        fix: 'Use one name for both, or correct the CIDRs of one of them.',
      }),
    },
  },
};
