import { withRealAddresses } from '../door/plan-document';
import { readInput } from '../door/read-input';
import type { Reader } from '../texts/reason';
import type { StackDocument } from '../model/document';
import { MirrorModel } from '../model/mirror-model';
import { WrittenPolicies } from '../policy/written-policy';

/** An input of the commands about packets and rules: anything that `check` reads. */
export interface InputModel {
  readonly model: MirrorModel;
  /** The reader of its findings: the author of constructs, or of Terraform. */
  readonly reader: Reader;
  /** A text or an answer about the model, with the addresses of resources as Terraform shows them. */
  shown<T>(value: T): T;
}

export function inputModel(path: string): InputModel {
  return inputModels([path])[0];
}

/** The models of several versions of one input. The label of a file is no difference: all have the label of the last. */
export function inputModels(paths: readonly string[]): InputModel[] {
  const inputs = paths.map((path) => readInput([path]));
  const single = inputs.every(({ documents }) => documents.length === 1);
  const label = single ? inputs[inputs.length - 1].documents[0].path : undefined;
  return inputs.map(({ documents, plans }): InputModel => ({
    model: new MirrorModel(
      underPolicy(documents).map((document) => label === undefined ? document : { ...document, path: label, folder: label }),
    ),
    reader: documents.some(({ plain }) => plain) ? 'terraform' : 'constructs',
    shown: (value) => plans.reduce((shown, { addresses }) => withRealAddresses(shown, addresses), value),
  }));
}

/** Synthesized stacks with the accounts and quotas that their code sets. */
function underPolicy(documents: readonly StackDocument[]): StackDocument[] {
  const written = new WrittenPolicies(documents);
  return documents.map((document) => ({ ...document, ...written.of(document, { quotas: {}, severities: {}, acknowledgements: [] }) }));
}
