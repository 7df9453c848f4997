import { MirrorFinding, MirrorSeverity } from './finding';
import { StackModel } from '../model/stack-model';

/** Where an outcome belongs. */
export interface Subject {
  /** Construct path of the resource. */
  readonly path: string;
  readonly stack: StackModel;
  /** The one thing among several of that resource. */
  readonly subject?: string;
}

/** What is wrong and what to do. */
export interface Failure {
  readonly problem: string;
  readonly fix: string;
  /** @default MirrorSeverity.ERROR */
  readonly severity?: MirrorSeverity;
}

/** Collects what one check says. */
export class Outcomes {
  public readonly findings: MirrorFinding[] = [];
  /** How many subjects passed. */
  public passed = 0;
  private readonly undecided = new Map<string, { at: Subject; reason: string; fix: string; first: string; count: number }>();

  constructor(private readonly id: string) {}

  public pass(count = 1): void {
    this.passed += count;
  }

  public fail(at: Subject, failure: Failure): void {
    this.findings.push({
      id: this.id,
      severity: failure.severity ?? MirrorSeverity.ERROR,
      path: at.path,
      stack: at.stack.path,
      subject: at.subject ?? '',
      problem: failure.problem,
      fix: failure.fix,
    });
  }

  /**
   * It cannot be decided. Several subjects of one resource with the same reason are said once, with their number.
   *
   * @param reason what is not known, for example 'the instance type is not stated'
   * @param fix how to make it known
   * @param count how many subjects of that resource it is said of
   */
  public unknown(at: Subject, reason: string, fix: string, count = 1): void {
    const key = `${at.path}\n${reason}`;
    const known = this.undecided.get(key);
    if (known) known.count += count;
    else this.undecided.set(key, { at, reason, fix, first: at.subject ?? '', count });
  }

  /** All findings, the undecided ones last. */
  public all(): MirrorFinding[] {
    const undecided = [...this.undecided.values()].map(({ at, reason, fix, first, count }): MirrorFinding => ({
      id: this.id,
      severity: MirrorSeverity.UNKNOWN,
      path: at.path,
      stack: at.stack.path,
      subject: first,
      problem: `cannot be decided${first ? ` for ${first}${count > 1 ? ` and ${count - 1} more` : ''}` : ''}: ${reason}`,
      fix,
    }));
    return [...this.findings, ...undecided];
  }
}
