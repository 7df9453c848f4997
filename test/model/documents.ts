import { StackDocument, TerraformJson } from '../../src/model/document';
import { MirrorModel } from '../../src/model/mirror-model';
import { Identity } from '../../src/model/reference';
import { StackModel } from '../../src/model/stack-model';
import { AddressSet } from '../../src/net/address-set';
import { Ipv4Cidr } from '../../src/net/ipv4-cidr';
import { phrase } from '../../src/texts/phrase';

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

/** The identity of a resource of a stack. */
export function managed(address: string, path = 'net'): Identity {
  return `#${path}\u0000${address}`;
}

/** The reference to the id of a resource. */
export function id(address: string): string {
  return `\${${address}.id}`;
}

/** A block of which it is not known whether it exists. */
export const PERHAPS = { count: '${var.on ? 1 : 0}' };

/** A module that gets a value, and the words for it as another writer of a thing. */
export const MODULE = (input: string): TerraformJson => ({ module: { hub: { source: 'x', input } } });
export const hub = (thing: string) => phrase('moduleHas', { module: 'hub', thing });

/** The addresses of a block. */
export const set = (cidr: string): AddressSet => AddressSet.of([Ipv4Cidr.of(cidr)]);
