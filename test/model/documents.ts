import { StackDocument, TerraformJson } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { StackModel } from '../../src/model/stack-model';

/** A stack of which only the Terraform matters. */
export function stackOf(path: string, terraform: TerraformJson, more: Partial<StackDocument> = {}): StackDocument {
  return { path, folder: path, terraform, ...more };
}

/** A stack that keeps its state in a local file of its name. */
export function withState(path: string, terraform: TerraformJson): StackDocument {
  return stackOf(path, { ...terraform, terraform: { backend: { local: { path: `${path}.tfstate` } } } });
}

/** The data source that reads the state of another stack. */
export function remoteState(of: string): any {
  return { backend: 'local', config: { path: `${of}.tfstate` } };
}

export function modelOf(...documents: StackDocument[]): MirrorModel {
  return new MirrorModel(documents);
}

export function only(model: MirrorModel, path = model.stacks[0].path): StackModel {
  return model.stacks.find((s) => s.path === path)!;
}
