import type { IConstruct } from 'constructs';
import type { MirrorLocation } from '../checks/finding';
import type { StackStatements } from '../model/document';

/** The statements of the constructs of a stack. The policy is not one of them. */
export type GatheredStatements = Required<Omit<StackStatements, 'policy'>>;

/** Gathers what constructs state, by stack path. */
export interface StatementSink {
  of(stackPath: string): GatheredStatements;
  /** The index of a position among those of a stack. Undefined if there is none. */
  at(stackPath: string, location: MirrorLocation | undefined): number | undefined;
}

/** A construct that knows what its Terraform cannot express. */
export interface Stating extends IConstruct {
  _state(sink: StatementSink): void;
}
