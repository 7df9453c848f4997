import { addSession, documents, right, SESSION } from './fixtures';
import { MirrorEdition } from '../../src';
import { MirrorFinding } from '../../src/checks/finding';
import { runChecks } from '../../src/checks/run';
import { StackDocument } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { Acknowledgement } from '../../src/policy/acknowledgement';
import { Baseline } from '../../src/policy/baseline';
import { MirrorEvaluation } from '../../src/policy/mirror-evaluation';
import { Policy } from '../../src/policy/policy';

/** A policy with nothing chosen, on a day that does not change. */
export function policy(more: Partial<Policy> = {}): Policy {
  return {
    edition: MirrorEdition.EDITION_2023,
    editionChosen: true,
    strict: false,
    severities: new Map(),
    acknowledgements: [],
    today: '2026-11-27',
    ...more,
  };
}

export function evaluated(app: StackDocument[], more: Partial<Policy> = {}): MirrorEvaluation {
  const model = new MirrorModel(app);
  const inForce = policy(more);
  return MirrorEvaluation._of(runChecks(model, inForce.edition), model, inForce);
}

export function acknowledgement(more: Partial<Acknowledgement> = {}): Acknowledgement {
  return {
    id: 'TM305',
    reason: 'switched on by hand',
    undecided: false,
    subject: `net/${SESSION}.web`,
    where: 'traffic-mirror.policy.json acknowledgements[0]',
    ...more,
  };
}

/** A number of sessions that are off. */
export function off(sessions: number): StackDocument[] {
  const f = right();
  f.terraform.resource[SESSION].web.enabled = false;
  for (let i = 1; i < sessions; i++) addSession(f, `s${i}`, [`eni-${i}`], 200 + i, { enabled: false });
  return documents(f);
}

/** What is wrong with a policy, one fact each. */
export function policyExamples(): { id: string; severity: string; fact: string; finding: MirrorFinding; inChinese: MirrorFinding }[] {
  const found = (id: string, fact: string, evaluation: MirrorEvaluation) => {
    const [finding, inChinese] = (['en', 'zh'] as const).map((language) => evaluation._in(language).findings.find((f) => f.id === id)!);
    return { id, severity: finding.severity, fact, finding, inChinese };
  };
  return [
    found(
      'TM901',
      'an acknowledgement ended yesterday',
      evaluated(off(1), { acknowledgements: [acknowledgement({ owner: 'network team', expires: '2026-11-26' })] }),
    ),
    found(
      'TM902',
      'the path of an acknowledgement has a typo',
      evaluated(off(1), { acknowledgements: [acknowledgement({ subject: `net/${SESSION}.wbe` })] }),
    ),
    found('TM903', 'a wildcard covers 21 disabled sessions', evaluated(off(21), { acknowledgements: [acknowledgement({ subject: '*' })] })),
    found(
      'TM904',
      'the baseline ended yesterday',
      evaluated(off(2), { baseline: Baseline.parse(Baseline.textOf(evaluated(off(2)).findings, '2026-11-26'), 'baseline.json') }),
    ),
  ];
}
