import { check } from './check';
import { isSure } from './counting';
import { disagreesElsewhere, sameValue, STATED_FIELDS } from './given-values';
import { aboutPart, Outcomes } from './outcomes';
import { PerhapsSame } from './perhaps-same';
import type { InterfaceStatement } from '../model/interface-statement';
import { MirrorModel, NOTHING, ScopeGroup, SessionModel } from '../model/mirror-model';
import { NetworkModel } from '../model/network/network-model';
import { Identity, isLiteral } from '../model/reference';
import { parseIpv4Address } from '../net/ipv4-cidr';
import { shown } from '../net/refusal';
import { label } from '../texts/names';

/** A property of an interface has one value everywhere. With two values, the other checks may have used the wrong one. */
export const TM107 = check('TM107', {
  run(model, _facts, outcomes) {
    const { interfaces, vswitches } = NetworkModel.of(model).facts;
    const onlyIds = interfaces.size === 0 && vswitches.size === 0 && model.attachments.isEmpty;
    for (const group of model.groups) {
      for (const [identity, sessions] of group.bySource) {
        // The usual case in a large app: an interface is used once, and its statement agrees with all that is known of it.
        const agreeing = sessions.length === 1 && (onlyIds && isLiteral(identity) || agrees(model, identity, sessions[0]));
        if (agreeing && !group.byTarget.has(identity)) continue;
        compare(model, group, identity, outcomes);
      }
      for (const identity of group.byTarget.keys()) if (!group.bySource.has(identity)) compare(model, group, identity, outcomes);
    }
  },
});

/** Whether the only statement about a source agrees with its resource and its API response. */
function agrees(model: MirrorModel, identity: Identity, session: SessionModel): boolean {
  const statement = session.sourceStatements?.get(identity);
  if (!statement) return true;
  if (outside(model, identity, statement) !== undefined) return false;
  for (const known of [model.resourceFacts(identity), answerOf(model, identity)]) {
    if (known === undefined || known === NOTHING) continue;
    for (const field of STATED_FIELDS) {
      const value = known[field];
      if (value !== undefined && statement[field] !== undefined && !sameValue(statement[field], value)) return false;
    }
  }
  return true;
}

/** The properties of an interface or load balancer by its API response. */
function answerOf(model: MirrorModel, identity: Identity): InterfaceStatement | undefined {
  const { interfaces, loadBalancers } = NetworkModel.of(model).facts;
  const balancer = loadBalancers.get(identity);
  if (balancer) return { vpcId: balancer.vpcId, primaryIp: balancer.address };
  const fact = interfaces.get(identity);
  return fact && {
    vpcId: fact.vpcId, vswitchId: fact.vswitchId, primaryIp: fact.primaryIp,
    securityGroupIds: fact.securityGroupIds.length > 0 ? fact.securityGroupIds : undefined,
  };
}

interface Given {
  readonly value: unknown;
  /** The session with the value. Empty for the interface's resource or API response. */
  readonly by: string;
  /** The API response has it. */
  readonly answered?: true;
  /** Whether that session or resource certainly exists. */
  readonly sure: boolean;
}

function compare(model: MirrorModel, group: ScopeGroup, identity: Identity, outcomes: Outcomes<'TM107'>): void {
  const first: Partial<Record<typeof STATED_FIELDS[number], Given>> = {};
  const resource = model.resourceFacts(identity);
  const sure = model.blockOf(identity)?.block.copies !== undefined;
  const answer = answerOf(model, identity);
  const alone = !disagreesElsewhere(PerhapsSame.of(model), group, identity);
  for (const field of STATED_FIELDS) {
    if (resource[field] !== undefined) first[field] = { value: resource[field], by: '', sure };
    else if (answer?.[field] !== undefined) first[field] = { value: answer[field], by: '', sure: true, answered: true };
  }
  const compareWith = (session: SessionModel, statement: InterfaceStatement | undefined): void => {
    if (!statement) return;
    const block = outside(model, identity, statement);
    if (block !== undefined) {
      outcomes.error(aboutPart(model, session, identity, 'primaryIp'), 'outsideVswitch', {
        name: model.nameOf(identity), address: statement.primaryIp!, block,
      });
      return;
    }
    for (const field of STATED_FIELDS) {
      const value = statement[field];
      if (value === undefined) continue;
      const before = first[field];
      if (before === undefined) {
        first[field] = { value, by: label(session.path), sure: isSure(session) };
      } else if (sameValue(before.value, value)) {
        // TM110 reports values of other accounts that may be the same.
        if (alone) outcomes.pass(session);
      } else {
        const at = aboutPart(model, session, identity, field);
        const parameters = {
          interface: model.nameOf(identity), field, got: shown(value), earlier: shown(before.value), by: before.by,
          answered: before.answered === true,
        };
        if (isSure(session) && before.sure) outcomes.error(at, 'disagree', parameters);
        else outcomes.undecided(at, 'perhapsDisagree', parameters);
        // One finding per session and interface, since the other fields follow from the same mistake.
        return;
      }
    }
  };
  for (const session of group.bySource.get(identity) ?? []) compareWith(session, session.sourceStatements?.get(identity));
  for (const session of group.byTarget.get(identity) ?? []) compareWith(session, session.targetStatement);
}

/** The CIDR block of an interface's vSwitch, if it does not contain the address in the statement. */
function outside(model: MirrorModel, identity: Identity, { primaryIp, vswitchId }: InterfaceStatement): string | undefined {
  const network = NetworkModel.of(model);
  if (primaryIp === undefined || isLiteral(identity) && network.facts.vswitches.size === 0) return undefined;
  const vswitch = isLiteral(identity) ? network.facts.interfaces.get(identity)?.vswitchId ?? vswitchId : network.place(identity).vswitch;
  const block = vswitch === undefined ? undefined : network.blockOf(vswitch);
  const parsed = parseIpv4Address(primaryIp);
  return block && parsed.ok && !block.contains(parsed.address) ? block.cidrs().join() : undefined;
}
