import { MirrorSeverity } from './finding';
import { Found } from './found';
import { MirrorModel } from '../model/mirror-model';
import { Identity, isManaged, named } from '../model/reference';
import type { SessionForm } from '../model/session-forms';
import { Block, StackModel } from '../model/stack-model';
import { Because, CheckId, ReasonOf } from '../texts/catalogue';
import { label } from '../texts/names';

/** The subject of an outcome: a session, a rule, or anything else with a path in a stack. */
export interface Subject {
  /** Construct path of the resource. */
  readonly path: string;
  readonly stack: StackModel;
  /** The resource, if the outcome is about one. */
  readonly block?: Block;
  /** The part of that resource, for example a source's id. */
  readonly subject?: string;
  /** The part in texts, if its name is not the subject: the construct that makes it. */
  readonly subjectName?: string;
  /** The line that writes this part, as an index of the positions of the stack. The place of the construct by default. */
  readonly position?: number;
}

/** Whether a path equals another path, or is below it. */
export function isBelow(path: string, other: string): boolean {
  return other === '' || path === other || path.startsWith(`${other}/`);
}

/** A part of a resource. */
export function about({ path, stack, block }: Subject, subject: string): Subject {
  return { path, stack, block, subject };
}

/**
 * An interface, target, filter or group of a resource, or an argument of it. The subject is the same for every input, the name
 * is that of the construct.
 */
export function aboutPart(model: MirrorModel, of: Subject, part: Identity, argument?: string): Subject {
  const text = (name: string): string => argument === undefined ? name : `${name} ${argument}`;
  const at = about(of, text(named(part)));
  return isManaged(part) ? { ...at, subjectName: text(model.nameOf(part)) } : at;
}

/** Another resource that a resource depends on. */
export function aboutBlock(of: Subject, { address, path }: Block): Subject {
  return { ...about(of, address), subjectName: label(path) };
}

/** The place of outcomes about the whole app. */
export const APP = { path: '' };

/** A finding that others of the same resource and reason join. */
type Counted = Found & { count: number };
type OpenByPath = Map<string, Counted>;

/** Collects the outcomes of one check. */
export class Outcomes<Id extends CheckId = any> {
  public readonly findings: Found[] = [];
  /** The number of subjects that passed. */
  public passed = 0;
  /** By reason and parameters, then by path, since a large app has few reasons and many paths. */
  private readonly open = new Map<string, OpenByPath>();
  /** The reason and parameters of the last undecided outcome, since thousands of sessions in a row have the same. */
  private last?: { readonly key: string; readonly parameters?: object; readonly byPath: OpenByPath };

  /**
   * @param decidedOnly ignores undecided outcomes
   * @param below counts only passed subjects below this path
   */
  constructor(private readonly id: Id, public readonly decidedOnly = false, private readonly below?: string) {}

  /** @param count the number of subjects */
  public pass(at: { readonly path: string }, count = 1): void {
    if (this.below === undefined || isBelow(at.path, this.below)) this.passed += count;
  }

  /** The sessions of a form pass, or each of their sources does. */
  public passForm({ sessions, sources }: SessionForm, each: 'session' | 'source' = 'session'): void {
    if (this.below === undefined) this.passed += each === 'session' ? sessions.length : sources;
    else for (const session of sessions) this.pass(session, each === 'session' ? 1 : session.sources!.length);
  }

  /** Adds an error: the configuration does not work. */
  public error<Key extends ReasonOf<Id>>(at: Subject, ...because: Because<Id, Key>): void {
    this.findings.push(this.found(MirrorSeverity.ERROR, at, because, 1));
  }

  /** Adds a warning: the configuration works, but probably not as intended. */
  public warn<Key extends ReasonOf<Id>>(at: Subject, ...because: Because<Id, Key>): void {
    this.findings.push(this.found(MirrorSeverity.WARNING, at, because, 1));
  }

  /** Adds an undecided outcome. Subjects of one resource with the same reason become one finding, with their number. */
  public undecided<Key extends ReasonOf<Id>>(at: Subject, ...because: Because<Id, Key>): void {
    this.undecidedOf<Key>(1, at, ...because);
  }

  /** @param count the number of subjects of the resource */
  public undecidedOf<Key extends ReasonOf<Id>>(count: number, at: Subject, ...because: Because<Id, Key>): void {
    if (this.decidedOnly) return;
    const [key, parameters] = because;
    if (this.last?.key !== key || this.last.parameters !== parameters) {
      this.last = { key, parameters, byPath: this.openOf(key, parameters) };
    }
    const { byPath } = this.last;
    const known = byPath.get(at.path);
    if (known) known.count += count;
    else byPath.set(at.path, this.found(MirrorSeverity.UNDECIDED, at, because, count));
  }

  private openOf(key: string, parameters: object | undefined): OpenByPath {
    const reason = `${key}${JSON.stringify(parameters)}`;
    let byPath = this.open.get(reason);
    if (!byPath) this.open.set(reason, byPath = new Map());
    return byPath;
  }

  /** All findings, the undecided ones last. */
  public all(): Found[] {
    const all = [...this.findings];
    for (const byPath of this.open.values()) for (const found of byPath.values()) all.push(found);
    return all;
  }

  /** Every finding has all fields: thousands of objects of one shape take the least time and memory. */
  private found<Key extends ReasonOf<Id>>(
    severity: MirrorSeverity, at: Subject, [reason, parameters]: Because<Id, Key>, count: number,
  ): Counted {
    return {
      id: this.id,
      severity,
      reason,
      parameters: parameters ?? {},
      path: at.path,
      stack: at.stack.path,
      folder: at.stack.document.folder,
      address: at.block?.address,
      subject: at.subject ?? '',
      subjectName: at.subjectName,
      position: at.position,
      location: undefined,
      count,
    };
  }
}
