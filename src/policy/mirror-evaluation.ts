import { evaluationText } from './finding-text';
import { PolicySettings } from './policy-settings';
import { MirrorFinding, MirrorSeverity } from '../checks/finding';
import { CheckRun } from '../checks/run';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorModel } from '../model/mirror-model';
import { compare } from '../net/compare';

/** What the checks say of an app, or of a part of it. */
export class MirrorEvaluation {
  /** @internal */
  public static _of(run: CheckRun, model: MirrorModel, settings: PolicySettings): MirrorEvaluation {
    const open: MirrorFinding[] = [];
    const acknowledged: MirrorFinding[] = [];
    for (const finding of run.findings) {
      const reason = settings.acknowledgements.size ? acknowledgement(finding, settings) : undefined;
      if (reason !== undefined) acknowledged.push({ ...finding, acknowledged: reason });
      else if (settings.strict && finding.severity === MirrorSeverity.UNKNOWN) open.push({ ...finding, severity: MirrorSeverity.ERROR });
      else open.push(finding);
    }
    return new MirrorEvaluation(open.sort(byIdThenPath), acknowledged.sort(byIdThenPath), run, model, settings);
  }

  /** The edition in force. */
  public readonly edition: MirrorEdition;
  /** Whether the edition was chosen; otherwise 2023 is in force. */
  public readonly editionChosen: boolean;
  /** What is not acknowledged, by id and path. */
  public readonly findings: MirrorFinding[];
  /** What is acknowledged, with the reason. */
  public readonly acknowledged: MirrorFinding[];

  private constructor(findings: MirrorFinding[], acknowledged: MirrorFinding[], private readonly run: CheckRun, private readonly model: MirrorModel, private readonly settings: PolicySettings) {
    this.findings = findings;
    this.acknowledged = acknowledged;
    this.edition = settings.edition;
    this.editionChosen = settings.editionChosen;
  }

  /** The findings that refuse the synth. */
  public get errors(): MirrorFinding[] {
    return this.findings.filter((f) => f.severity === MirrorSeverity.ERROR);
  }

  /** The findings that are only said. */
  public get warnings(): MirrorFinding[] {
    return this.findings.filter((f) => f.severity === MirrorSeverity.WARNING);
  }

  /** What cannot be decided at synth: neither a pass nor an error. */
  public get unknown(): MirrorFinding[] {
    return this.findings.filter((f) => f.severity === MirrorSeverity.UNKNOWN);
  }

  /** Whether nothing refuses the synth. */
  public get ok(): boolean {
    return this.errors.length === 0;
  }

  /** The whole as text, errors first. */
  public get text(): string {
    return evaluationText(this);
  }

  /**
   * Where no edition was chosen: which one is in force, what the other would change, and how to choose.
   */
  public get editionLine(): string | undefined {
    if (this.editionChosen || this.model.sessions.length + this.model.filters.length === 0) return undefined;
    const { wouldNotHold, wouldAdd } = this.run;
    return `edition ${this.edition} of the product is in force, since none was chosen; under ${MirrorEdition.EDITION_2026} ${wouldNotHold} of the errors would not hold and ${wouldAdd} findings would be new; `
      + 'choose with MirrorPolicy.of(app).edition(MirrorEdition.EDITION_2026), or "trafficMirror": {"edition": "2026"} in the context of cdktf.json';
  }

  /** How many things passed a check. */
  public passed(checkId: string): number {
    return this.run.passed[checkId] ?? 0;
  }

  /** @internal */
  public get _model(): MirrorModel {
    return this.model;
  }

  /** @internal */
  public _below(path: string): MirrorEvaluation {
    if (path === '') return this;
    const below = (f: MirrorFinding) => f.path === path || f.path.startsWith(`${path}/`);
    return new MirrorEvaluation(this.findings.filter(below), this.acknowledged.filter(below), this.run, this.model, this.settings);
  }
}

function acknowledgement(finding: MirrorFinding, settings: PolicySettings): string | undefined {
  for (let path = finding.path; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    const found = settings.acknowledgements.get(path)?.find((a) => a.id === finding.id);
    if (found) return found.reason;
    if (path === '') return undefined;
  }
}

function byIdThenPath(a: MirrorFinding, b: MirrorFinding): number {
  return compare(a.id, b.id) || compare(a.path, b.path) || compare(a.subject, b.subject);
}
