/** Who reads a text: somebody who writes our constructs, or somebody who writes plain Terraform. */
export type Reader = 'constructs' | 'terraform';

/** The place of a finding. */
export interface Place {
  /** The resource as the reader knows it: a construct path, or a Terraform address. */
  readonly path: string;
  /** The one thing among several of that resource, for example a source's id. Empty if there is only one. */
  readonly subject: string;
  /** How many subjects of the resource the finding is about. */
  readonly count: number;
}

/** A sentence, or what makes it from the parameters of a finding. */
export type Text<P> = string | ((parameters: P & Place, reader: Reader) => string | undefined);

/** The sentences of one reason why a check does not pass. */
export interface Reason<P> {
  /** The problem, with the value got. Starts with its subject. No full stop, because a report shows it as a headline. */
  readonly problem: Text<P>;
  /** The change to make. A sentence. */
  readonly fix: Text<P>;
  /** The effect of the fix on running sessions. A sentence. Absent if there is none. */
  readonly effect?: Text<P>;
  /** Carries the type of the parameters. */
  readonly parameters?: P;
}

/** The texts of one check. */
export interface CheckTexts {
  /** The condition that the check requires, in one line. */
  readonly title: string;
  /** By reason key. A key never changes: baselines and acknowledgements refer to it. */
  readonly reasons: Record<string, Reason<any>>;
}

/** Values that a sentence gets. */
export type ParameterValue = string | number | boolean | undefined | readonly string[];

/** A reason with the type of its parameters. */
export function reason<P extends Partial<Record<string, ParameterValue>> = {}>(texts: Omit<Reason<P>, 'parameters'>): Reason<P> {
  return texts;
}
