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
  /** By reason, then by path: a large app has a few reasons and many paths. */
  private readonly undecided = new Map<string, Map<string, Undecided>>();

  /** @param decidedOnly what cannot be decided is not kept */
  constructor(private readonly id: string, private readonly decidedOnly = false) {}

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
    if (this.decidedOnly) return;
    let byPath = this.undecided.get(reason);
    if (!byPath) this.undecided.set(reason, byPath = new Map());
    const known = byPath.get(at.path);
    if (known) known.count += count;
    else byPath.set(at.path, { at, fix, first: at.subject ?? '', count });
  }

  /** All findings, the undecided ones last. */
  public all(): MirrorFinding[] {
    const all = [...this.findings];
    for (const [reason, byPath] of this.undecided) {
      for (const { at, fix, first, count } of byPath.values()) {
        all.push({
          id: this.id,
          severity: MirrorSeverity.UNKNOWN,
          path: at.path,
          stack: at.stack.path,
          subject: first,
          problem: `cannot be decided${first ? ` for ${first}${count > 1 ? ` and ${count - 1} more` : ''}` : ''}: ${reason}`,
          fix,
        });
      }
    }
    return all;
  }
}

/** Subjects of one resource that cannot be decided for one reason. */
interface Undecided {
  readonly at: Subject;
  readonly fix: string;
  readonly first: string;
  count: number;
}
