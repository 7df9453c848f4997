import { evaluationText } from './evaluation-text';
import { PolicySettings } from './policy-settings';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { findingOf, Found } from '../checks/found';
import { CheckRun, passedBelow } from '../checks/run';
import { isBelow } from '../checks/outcomes';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorModel } from '../model/mirror-model';
import { refusal } from '../net/refusal';
import { compare, compareNaturally } from '../net/compare';
import { checkIds } from '../texts/catalogue';
import { MESSAGES } from '../texts/en/messages';

/** The results of the checks for an app, or for a part of it. */
export class MirrorEvaluation {
  /** @internal */
  public static _of(run: CheckRun, model: MirrorModel, settings: PolicySettings, mayBeStrict = true): MirrorEvaluation {
    const open: MirrorFinding[] = [];
    const acknowledged: MirrorFinding[] = [];
    for (const found of run.findings) {
      const reason = settings.acknowledgements.size ? acknowledgement(found, settings) : undefined;
      if (reason !== undefined) acknowledged.push(findingOf({ ...found, acknowledged: reason }));
      else if (mayBeStrict && settings.strict && found.severity === MirrorSeverity.UNDECIDED) open.push(findingOf({ ...found, severity: MirrorSeverity.ERROR }));
      else open.push(findingOf(found));
    }
    return new MirrorEvaluation(open.sort(byIdThenPath), acknowledged.sort(byIdThenPath), run, model, settings, '');
  }

  /** The edition in force. */
  public readonly edition: MirrorEdition;
  /** Whether the edition was chosen. Otherwise 2023 is in force. */
  public readonly editionChosen: boolean;
  /** What is not acknowledged, by id and path in natural order. */
  public readonly findings: MirrorFinding[];
  /** What is acknowledged, with the reason. */
  public readonly acknowledged: MirrorFinding[];

  private constructor(findings: MirrorFinding[], acknowledged: MirrorFinding[], private readonly run: CheckRun, private readonly model: MirrorModel, private readonly settings: PolicySettings, private readonly scope: string) {
    this.findings = findings;
    this.acknowledged = acknowledged;
    this.edition = settings.edition;
    this.editionChosen = settings.editionChosen;
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
    return this.scope === '' ? this.run.passed[checkId] ?? 0 : passedBelow(checkId, this.model, this.settings.edition, this.scope);
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
  public get _model(): MirrorModel {
    return this.model;
  }

  /** @internal */
  public _below(path: string): MirrorEvaluation {
    if (path === '') return this;
    const below = (f: MirrorFinding) => isBelow(f.path, path);
    return new MirrorEvaluation(this.findings.filter(below), this.acknowledged.filter(below), this.run, this.model, this.settings, path);
  }

  private withSeverity(severity: MirrorSeverity): MirrorFinding[] {
    return this.findings.filter((f) => f.severity === severity);
  }
}

function acknowledgement(finding: Found, settings: PolicySettings): string | undefined {
  const undecided = finding.severity === MirrorSeverity.UNDECIDED;
  for (let path = finding.path; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    const found = settings.acknowledgements.get(path)?.find((a) => a.id === finding.id && a.undecided === undecided);
    if (found) return found.reason;
    if (path === '') return undefined;
  }
}

function byIdThenPath(a: MirrorFinding, b: MirrorFinding): number {
  return compare(a.id, b.id) || compareNaturally(a.path, b.path) || compareNaturally(a.subject, b.subject);
}
