// What the checks advise, played with Terraform as the finding's reader has it: written by hand, applied or half applied.
import { Arguments, Handwritten, INGRESS_RULE, filter, ownRule, rule, session, sources } from './handwritten';
import type { CloudSettings } from './harness';
import { RECEIVING } from './receiving-advice';

/** One apply. */
interface Apply {
  readonly to: Handwritten;
  /** Sources that are interrupted, for a moment or for good; none if left out. */
  readonly dark?: readonly string[];
  /** The apply is refused by the service; what it had done until then stays. */
  readonly fails?: boolean;
  /** Terraform has nothing to do. */
  readonly unchanged?: boolean;
  /** Commands of Terraform before it, by their arguments. */
  readonly before?: readonly (readonly string[])[];
  /** Further arguments of the apply. */
  readonly args?: readonly string[];
}

export interface Advice {
  readonly settings?: CloudSettings;
  /** How the broken state came about. */
  readonly broken: readonly Apply[];
  /** The advised changes, in the advised order. */
  readonly advised: readonly Apply[];
  /** What the reader wanted from the start, which the advice makes possible. Its interruptions are not those of the advice. */
  readonly afterwards?: readonly Apply[];
  /** What fix and effect must contain; left out if the fix names a value only. */
  readonly promise?: RegExp;
}

const OTHERS_INTERRUPTED = /its other sources are interrupted for some seconds/;

const [one, two, three] = sources(3);
const web = (from: readonly string[] = [one, two], more: Arguments = {}): Handwritten => ({
  sessions: { web: session('web', 100, from, more) },
});
const pair = (a: readonly string[], b: readonly string[], moreA: Arguments = {}, moreB: Arguments = {}): Handwritten =>
  ({ sessions: { a: session('aa', 1, a, moreA), b: session('bb', 2, b, moreB) } });
const ruled = (ingress: Record<string, Arguments>): Handwritten => ({ ...web(), ingress });
const towards = (target: string): Arguments => ({ traffic_mirror_target_type: 'NetworkInterface', traffic_mirror_target_id: target });
const using = (id: string): Arguments => ({ traffic_mirror_filter_id: `\${alicloud_vpc_traffic_mirror_filter.${id}.id}` });
const https = (id: string): Arguments => ownRule(1, 'TCP', '443/443', using(id));
const tens = (count: number): Record<string, Arguments> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `r${index}`,
      ownRule(
        (index % 10) + 1,
        'TCP',
        `${index + 1}/${index + 1}`,
        index === 0
          ? {}
          : {
            depends_on: [`${INGRESS_RULE}.r${index - 1}`],
          }),
    ]));

/** Taking one of three out of a session, whatever the reason. */
const takenOut = (promise: RegExp): Advice => ({
  broken: [{ to: web([one, two, three]) }],
  advised: [{ to: web([one, two]), dark: [one, two, three] }],
  promise,
});
/** One argument of a session, which the service takes in place. */
const inPlace = (before: Arguments, after: Arguments, promise?: RegExp): Advice =>
  ({ broken: [{ to: web([one], before) }], advised: [{ to: web([one], after) }], promise });

const { enabled: _, ...unsaid } = session('web', 100, [one]);
const attachment = {
  alicloud_instance: { web: { instance_type: 'ecs.g7.large', image_id: 'img', vswitch_id: 'vsw-bp1' } },
  alicloud_ecs_network_interface: { web: { vswitch_id: 'vsw-bp1', security_group_ids: ['sg-bp1'] } },
  alicloud_ecs_network_interface_attachment: {
    web: { instance_id: '${alicloud_instance.web.id}', network_interface_id: '${alicloud_ecs_network_interface.web.id}' },
  },
};

/** By the id of the check. */
export const PLAYED: Readonly<Record<string, Advice>> = {
  TM102: takenOut(OTHERS_INTERRUPTED),
  TM103: inPlace(towards('eni-bp1old'), towards('eni-bp1new'), /A new target of a session is set in place\. It interrupts no source/),
  TM104: {
    broken: [{ to: { ...web(), data: { alicloud_vpc_traffic_mirror_service: { open: { enable: 'On' } } } } }],
    advised: [{ to: web(), unchanged: true }],
  },
  TM105: takenOut(OTHERS_INTERRUPTED),
  TM106: takenOut(OTHERS_INTERRUPTED),
  TM201: { broken: [{ to: web() }], advised: [{ to: ruled({ https: https('web') }) }] },
  TM202: {
    broken: [{ to: ruled(tens(10)) }, { to: { ...ruled(tens(10)), egress: { r: ownRule(1, 'ALL', '-1/-1') } }, fails: true }],
    advised: [
      { to: ruled(tens(8)) },
      { to: { ...ruled(tens(8)), egress: { r: ownRule(1, 'ALL', '-1/-1', { depends_on: [`${INGRESS_RULE}.r7`] }) } } },
    ],
  },
  TM203: {
    broken: [
      { to: ruled({ a: ownRule(1, 'TCP', '443/443') }) },
      { to: ruled({ a: ownRule(1, 'TCP', '443/443'), b: ownRule(1, 'TCP', '80/80') }), fails: true },
    ],
    advised: [
      { to: ruled({ a: ownRule(1, 'TCP', '443/443'), b: ownRule(2, 'TCP', '80/80') }) },
      { to: ruled({ a: ownRule(3, 'TCP', '443/443'), b: ownRule(2, 'TCP', '80/80') }) },
    ],
  },
  TM204: {
    broken: [{ to: ruled({ a: ownRule(1, 'TCP', '443/443') }) }, { to: ruled({ a: ownRule(1, 'TCP', '0/443') }), fails: true }],
    advised: [{ to: ruled({ a: ownRule(1, 'TCP', '1/443') }) }],
  },
  TM207: {
    broken: [{ to: ruled({ a: ownRule(1, 'TCP', '80/90') }) }, { to: ruled({ a: ownRule(1, 'ALL') }) }],
    advised: [{ to: ruled({ a: ownRule(1, 'ALL', '-1/-1') }) }],
    promise: /Write -1\/-1/,
  },
  TM301: {
    broken: [{ to: { sessions: { a: session('aa', 1, [one, two]) } } }, { to: pair([one, two], [two, three]), fails: true }],
    advised: [{ to: { sessions: { a: session('aa', 1, [one]) } }, dark: [one, two] }, { to: pair([one], [two, three]) }],
    promise: OTHERS_INTERRUPTED,
  },
  TM302: {
    broken: [{ to: web([one], towards(two)) }, { to: web([two], towards(one)), fails: true }],
    advised: [{ to: web([two], { traffic_mirror_target_id: 'lb-bp1other' }), dark: [one] }, { to: web([two], towards(one)) }],
    promise: /in two applies: .* A session that loses a source interrupts its other sources/,
  },
  TM303: {
    // The service refuses the second name once all are taken out: only the fix brings the light back.
    broken: [{ to: web([one, two]) }, { to: web([one, two, two]), fails: true, dark: [one, two] }],
    advised: [{ to: web([one, two]) }],
    promise: /its sources are interrupted for some seconds/,
  },
  TM304: {
    broken: [{ to: pair([one], [two]) }, { to: { sessions: { a: session('aa', 2, [one]), b: session('bb', 1, [two]) } }, fails: true }],
    advised: [
      { to: { sessions: { a: session('aa', 3, [one]), b: session('bb', 2, [two]) } } },
      { to: { sessions: { a: session('aa', 3, [one]), b: session('bb', 1, [two]) } } },
      { to: { sessions: { a: session('aa', 2, [one]), b: session('bb', 1, [two]) } } },
    ],
    promise: /Do not swap the priorities of two running sessions in one apply/,
  },
  TM305: { broken: [{ to: web([one]) }, { to: { sessions: { web: unsaid } }, dark: [one] }], advised: [{ to: web([one]) }] },
  TM306: {
    broken: [{ to: web([one], { packet_length: 1000 }) }, { to: web([one], { packet_length: 20 }), fails: true, dark: [one] }],
    advised: [
      { to: web([one], { packet_length: 64 }) },
      { to: web([one]), unchanged: true },
      { to: web([one], { packet_length: 1500 }), dark: [one] },
    ],
    promise: /Terraform replaces it, and its sources are interrupted until the new session is enabled/,
  },
  TM307: inPlace({ tags: { old: '1' } }, { traffic_mirror_session_name: 'other', tags: { new: '1' } }),
  TM308: inPlace({ virtual_network_id: 7 }, { virtual_network_id: 8 }),
  TM309: {
    broken: [{ to: { ...web(['${alicloud_ecs_network_interface.web.id}']), resource: attachment } }],
    advised: [
      { to: { ...web(['${alicloud_ecs_network_interface_attachment.web.network_interface_id}']), resource: attachment }, unchanged: true },
    ],
    promise: /The id is the same/,
  },
  TM310: {
    settings: { edition: '2026' },
    broken: [{ to: pair([one], [one]) }],
    advised: [{ to: { sessions: { a: session('aa', 20, [one]), b: session('bb', 10, [one]) } } }],
  },
  ...RECEIVING,
  TM501: {
    broken: [{ to: web(sources(10)) }, { to: web(sources(11)), fails: true, dark: sources(10) }],
    advised: [
      { to: web(sources(9)) },
      { to: { sessions: { ...web(sources(9)).sessions, more: session('more', 101, sources(11).slice(9)) } } },
    ],
    promise: OTHERS_INTERRUPTED,
  },
  TM502: {
    settings: { limits: { sessions: 2 } },
    broken: [
      { to: pair([one], [two]) },
      { to: { sessions: { ...pair([one], [two]).sessions, c: session('cc', 3, [three]) } }, fails: true },
    ],
    advised: [{ to: pair([one], [two, three]), dark: [two] }],
    promise: /If sources are added to a running session, its other sources are interrupted/,
  },
  TM503: {
    settings: { limits: { perLoadBalancerTarget: 1 } },
    broken: [{ to: { sessions: { a: session('aa', 1, [one]) } } }, { to: pair([one], [two]), fails: true }],
    advised: [
      { to: pair([one], [two], {}, { traffic_mirror_target_id: 'lb-bp1more' }) },
      { to: pair([one], [two], { traffic_mirror_target_id: 'lb-bp1other' }, { traffic_mirror_target_id: 'lb-bp1more' }) },
    ],
  },
  TM504: {
    settings: { limits: { sessionsPerFilter: 1 } },
    broken: [
      { to: { sessions: { a: session('aa', 1, [one]) }, ingress: { web: https('web') } } },
      { to: { ...pair([one], [two]), ingress: { web: https('web') } }, fails: true },
    ],
    advised: [
      {
        to: {
          sessions: { a: session('aa', 1, [one]) },
          filters: { web: filter(), more: filter() },
          ingress: { web: https('web'), more: https('more') },
        },
      },
      {
        to: {
          ...pair([one], [two], {}, using('more')),
          filters: { web: filter(), more: filter() },
          ingress: { web: https('web'), more: https('more') },
        },
      },
    ],
    promise: /another filter with the same rules and apply it\. Then set it as the filter of some of the sessions/,
  },
  TM505: {
    settings: { limits: { filters: 2 } },
    broken: [
      {
        to: {
          ...pair([one], [two], {}, using('more')),
          filters: { web: filter(), more: filter() },
          ingress: { web: https('web'), more: https('more') },
        },
      },
      {
        to: {
          ...pair([one], [two], {}, using('more')),
          filters: { web: filter(), more: filter(), third: filter() },
          ingress: { web: https('web'), more: https('more') },
        },
        fails: true,
      },
    ],
    advised: [
      { to: { ...pair([one], [two]), filters: { web: filter(), more: filter() }, ingress: { web: https('web'), more: https('more') } } },
      { to: { ...pair([one], [two]), filters: { web: filter() }, ingress: { web: https('web') } } },
    ],
    promise: /Remove unused filters in a second apply/,
  },
  TM601: {
    broken: [{ to: web([one]) }, { to: web([one], { dry_run: true, priority: 5 }), fails: true }],
    advised: [{ to: web([one], { priority: 5 }) }],
  },
  TM602: inPlace({ virtual_network_id: 0 }, { virtual_network_id: 7 }),
  TM603: {
    broken: [
      { to: web([one], { packet_length: 1000, lifecycle: { create_before_destroy: true } }) },
      { to: web([one], { packet_length: 1200, lifecycle: { create_before_destroy: true } }), fails: true },
    ],
    advised: [{ to: web([one], { packet_length: 1000 }), unchanged: true }],
    afterwards: [{ to: web([one], { packet_length: 1200 }), dark: [one] }],
  },
  TM701: {
    broken: [{ to: web([one]) }],
    advised: [{ to: web([one], { packet_length: 1450 }), dark: [one] }],
    promise: /replaces the session\. All its sources are interrupted until the new session runs/,
  },
};

/** Inline rules that become rules of their own. */
export const INLINE: Handwritten = { ...web(), filters: { web: filter({ ingress_rules: [rule(1, 'TCP', '443/443')] }) } };
export const OUTLINE: Handwritten = { ...web(), ingress: { https: ownRule(1, 'TCP', '443/443') } };
export const ADOPTED_RULE = `${INGRESS_RULE}.https`;

/**
 * Each way in which advice meets running sessions once, for the suite that runs with every change.
 * `test:lifecycle:more` plays all others.
 */
export const CORE: readonly string[] = [
  'TM102', 'TM103', 'TM203', 'TM302', 'TM304', 'TM409', 'TM412', 'TM417', 'TM501', 'TM504', 'TM601', 'TM701',
];

/** Checks whose advice is played in another test, or has nothing to apply. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  TM101:
    'nothing runs in a region without the service, and a region that is written out instead of left to the environment is the same one',
  TM107: 'statements are not in the Terraform',
  TM205: 'imports: advice.test.ts',
  TM206: 'imports: advice.test.ts',
  TM311: 'the traffic is looked at elsewhere; nothing is applied',
  TM418: 'imports: advice.test.ts',
  TM511: 'fleets: advice.test.ts',
  TM512: 'fleets: advice.test.ts',
  TM513: 'fleets: advice.test.ts',
  TM526: 'exporting again applies nothing; test/fleet/existing.test.ts',
  TM514: 'fleets: advice.test.ts',
  TM515: 'fleets: advice.test.ts',
  TM516: 'fleets: advice.test.ts',
  TM517: 'fleets: advice.test.ts',
  TM518: 'fleets: advice.test.ts',
  TM519: 'fleets: fleet-changes.test.ts and switching.test.ts',
  TM521: 'fleets: advice.test.ts',
  TM522: 'taking a source out of its session in an apply of its own: construct-lives.ts',
  TM523: 'fleets: advice.test.ts',
  TM524: 'fleets: advice.test.ts',
  TM525: 'moving and renaming: construct-lives.ts',
  TM108: 'the service refuses what is no interface, so nothing of it runs; the right id beside others is the list of TM102',
  TM109: 'another region or account has no such id, so nothing of it runs',
  TM110: 'accounts are set for the checks and are not in the Terraform',
  TM208: 'the service refuses what is no filter, so nothing of it runs',
  TM211: 'a rule that decides nothing goes; which packets are copied is looked at in test/checks',
  TM212: 'another priority of a rule is set in place; which packets are copied is looked at in test/checks',
  TM213: 'a rule that decides nothing goes',
  TM214: 'an intent is recompiled: test/intent',
  TM215: 'an intent is recompiled: test/intent',
  TM216: 'an intent is recompiled, or the expectation goes: test/intent',
  TM217: 'the order of the sessions of a source is not played by the provider server',
  TM420: 'the state of an instance outside of mirroring',
  TM527: 'two applies instead of one: test/fleet',
  TM528: 'a tag that is set outside of the app: test/fleet',
  TM605: 'what the next plan shows depends on what was ignored; a changed list is TM102',
  TM607: 'modules are not read, and nothing of them changes',
  TM801: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM802: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM803: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM804: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM805: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM806: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM807: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM808: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM809: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM810: 'governance of the owner, not of the service: the change is one of the other checks, or of the policy file',
  TM901: 'the policy file is not in the Terraform',
  TM902: 'the policy file is not in the Terraform',
  TM903: 'the policy file is not in the Terraform',
  TM904: 'the baseline is not in the Terraform',
  TM604: 'Terraform refuses the broken app, so nothing of it runs; a provider that changes: construct-lives.ts',
  TM606: 'which provider is installed is for terraform init: no resource changes by a constraint',
  TM421: 'a rule that is added, which no running session waits for',
  TM218: 'two states, which the advice joins by hand',
  TM219: 'an intent is recompiled: test/intent',
};
