import { evaluationText } from './evaluation-text';
import { Acknowledgements } from './acknowledgement';
import type { ChosenSeverity, Policy } from './policy';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { findingOf, fingerprintOf, Found } from '../checks/found';
import { CheckRun, passedBelow } from '../checks/run';
import { isBelow } from '../checks/outcomes';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorModel } from '../model/mirror-model';
import { refusal } from '../net/refusal';
import { compare, compareNaturally } from '../net/compare';
import { checkIds } from '../texts/catalogue';
import { label } from '../texts/names';
import { MESSAGES } from '../texts/en/messages';

/** The results of the checks for an app, or for a part of it. */
export class MirrorEvaluation {
  /**
   * @param whole whether all stacks of the app are looked at; otherwise nothing is strict, and no acknowledgement is unmatched
   * @internal
   */
  public static _of(run: CheckRun, model: MirrorModel, policy: Policy, whole = true): MirrorEvaluation {
    const open: MirrorFinding[] = [];
    const acknowledged: MirrorFinding[] = [];
    const baselined: MirrorFinding[] = [];
    const acknowledgements = new Acknowledgements(policy.acknowledgements, policy.today);
    const plain = new Set(model.documents.filter((d) => d.plain).map((d) => d.path));
    const inWords = (found: Found): MirrorFinding => findingOf(found, plain.has(found.stack) ? 'terraform' : 'constructs');
    const seen = new Set<string>();
    const baseline = policy.baseline?.endedBy(policy.today) ? undefined : policy.baseline;
    const look = (found: Found): void => {
      const chosen = policy.severities.get(found.id);
      if (chosen === 'off') return;
      if (policy.baseline) seen.add(fingerprintOf(found));
      const because = acknowledgements.of(found);
      if (because) {
        acknowledged.push(inWords({ ...found, acknowledged: because.reason, acknowledgedBy: because.owner, acknowledgedUntil: because.expires }));
      } else if (baseline?.has(fingerprintOf(found))) {
        baselined.push(inWords(found));
      } else {
        const severity = severityOf(found, chosen, whole && policy.strict);
        open.push(inWords(severity === found.severity ? found : { ...found, severity }));
      }
    };
    for (const found of run.findings) look(found);
    if (whole) {
      const stack = model.documents[0]?.path ?? '';
      const names = (): string[] => [...model.sessions, ...model.filters].map((s) => label('path' in s ? s.path : s.block.path));
      if (policy.acknowledgements.length > 0) acknowledgements.findings(stack, new Set(model.documents.map((d) => d.path.split('/', 1)[0])), names()).forEach(look);
      if (policy.baseline && !baseline) {
        const { path, expires, size } = policy.baseline;
        look({ id: 'TM904', reason: 'expired', severity: MirrorSeverity.WARNING, path: stack, stack, subject: '', count: 1, parameters: { expires: expires!, size, file: path } });
      }
    }
    const gone = policy.baseline ? policy.baseline.countWithout(seen) : 0;
    return new MirrorEvaluation({ findings: sorted(open), acknowledged: sorted(acknowledged), baselined: sorted(baselined), gone }, run, model, policy, '');
  }

  /** The edition in force. */
  public readonly edition: MirrorEdition;
  /** Whether the edition was chosen. Otherwise 2023 is in force. */
  public readonly editionChosen: boolean;
  /** What is not acknowledged, by id and path in natural order. */
  public readonly findings: MirrorFinding[];
  /** What is acknowledged, with the reason. */
  public readonly acknowledged: MirrorFinding[];
  /** What the baseline of the policy has: counted, and refuses nothing. */
  public readonly baselined: MirrorFinding[];
  /** How many entries of the baseline are fixed: nothing is found for them any more. */
  public readonly fixedSinceBaseline: number;

  private constructor(private readonly byFate: Sorted, private readonly run: CheckRun, private readonly model: MirrorModel, private readonly policy: Policy, private readonly scope: string) {
    this.findings = byFate.findings;
    this.acknowledged = byFate.acknowledged;
    this.baselined = byFate.baselined;
    this.fixedSinceBaseline = byFate.gone;
    this.edition = policy.edition;
    this.editionChosen = policy.editionChosen;
  }

  /** The findings that refuse the synth. */
  public get errors(): MirrorFinding[] {
    return this.withSeverity(MirrorSeverity.ERROR);
  }

  /** The findings that are reported and refuse nothing. */
  public get warnings(): MirrorFinding[] {
    return this.withSeverity(MirrorSeverity.WARNING);
  }

  /** What cannot be decided at synth: neither a pass nor an error. */
  public get undecided(): MirrorFinding[] {
    return this.withSeverity(MirrorSeverity.UNDECIDED);
  }

  /** Whether nothing refuses the synth. */
  public get ok(): boolean {
    return this.errors.length === 0;
  }

  /** All findings as text, errors first. */
  public get text(): string {
    return evaluationText(this);
  }

  /** If no edition was chosen and the other one differs: what it would change, and how to choose. */
  public get editionLine(): string | undefined {
    const { wouldNotHold, wouldAdd } = this.run;
    if (this.editionChosen || wouldNotHold + wouldAdd === 0) return undefined;
    return MESSAGES.otherEdition({ inForce: this.edition, other: MirrorEdition.EDITION_2026, wouldNotHold, wouldAdd });
  }

  /**
   * How many things passed a check, of the scope whose policy evaluated.
   *
   * @param checkId for example `TM201`
   * @throws if there is no such check
   */
  public passed(checkId: string): number {
    const ids = checkIds();
    if (!ids.includes(checkId)) throw refusal({ what: 'The check id of MirrorEvaluation.passed', got: checkId, allowed: ids.join(', '), fix: 'use the id that a finding shows' });
    return this.scope === '' ? this.run.passed[checkId] ?? 0 : passedBelow(checkId, this.model, this.policy.edition, this.scope);
  }

  /**
   * Whether a finding cannot be decided, and is an error only in strict mode.
   *
   * @internal
   */
  public _isUndecided({ id, path, subject, reason }: MirrorFinding): boolean {
    return this.run.findings.some((f) => f.severity === MirrorSeverity.UNDECIDED && f.id === id && f.path === path && f.subject === subject && f.reason === reason);
  }

  /** @internal */
  public get _policy(): Policy {
    return this.policy;
  }

  /** @internal */
  public get _passed(): Readonly<Record<string, number>> {
    return this.run.passed;
  }

  /** @internal */
  public get _model(): MirrorModel {
    return this.model;
  }

  /** @internal */
  public _below(path: string): MirrorEvaluation {
    if (path === '') return this;
    const below = (f: MirrorFinding) => isBelow(f.path, path);
    const { findings, acknowledged, baselined } = this;
    return new MirrorEvaluation({ ...this.byFate, findings: findings.filter(below), acknowledged: acknowledged.filter(below), baselined: baselined.filter(below) }, this.run, this.model, this.policy, path);
  }

  private withSeverity(severity: MirrorSeverity): MirrorFinding[] {
    return this.findings.filter((f) => f.severity === severity);
  }
}

/** Findings by what becomes of them. */
interface Sorted {
  readonly findings: MirrorFinding[];
  readonly acknowledged: MirrorFinding[];
  readonly baselined: MirrorFinding[];
  /** Entries of the baseline without a finding. */
  readonly gone: number;
}

/** A policy chooses between error and warning; what cannot be decided stays so, unless the app is strict. */
function severityOf({ severity, otherEdition }: Found, chosen: ChosenSeverity | undefined, strict: boolean): MirrorSeverity {
  if (severity === MirrorSeverity.UNDECIDED) return strict ? MirrorSeverity.ERROR : severity;
  if (otherEdition !== undefined || chosen === undefined) return severity;
  return chosen === 'error' ? MirrorSeverity.ERROR : MirrorSeverity.WARNING;
}

/** By id and path, and none twice: a source that a session lists twice would have each of its findings twice. */
function sorted(findings: MirrorFinding[]): MirrorFinding[] {
  findings.sort(byIdThenPath);
  return findings.filter((f, i) => {
    for (let j = i - 1; j >= 0 && byIdThenPath(findings[j], f) === 0; j--) if (findings[j].fingerprint === f.fingerprint && findings[j].problem === f.problem) return false;
    return true;
  });
}

function byIdThenPath(a: MirrorFinding, b: MirrorFinding): number {
  return compare(a.id, b.id) || compareNaturally(a.path, b.path) || compareNaturally(a.subject, b.subject);
}
