import { NetworkModel } from './network-model';
import { Others } from './others';
import { ResourceEffect } from '../../catalog/resource-effects';
import { INSTANCE, INTERFACE } from '../../catalog/target-side';
import { expression } from '../../net/known';
import { doubtOf } from './reach';
import type { MirrorModel } from '../mirror-model';
import { Identity, isLiteral, isManaged } from '../reference';
import { StackModel } from '../stack-model';
import { phrase, Words } from '../../texts/phrase';

/** Whether an interface is attached to a running instance. */
export type InterfaceUse =
  | { readonly kind: 'running' }
  /** Neither the app nor the API responses have its instance, or the status of the instance. It counts as running. */
  | { readonly kind: 'assumed' }
  /** Its instance is stopped. */
  | { readonly kind: 'stopped'; readonly instance: Identity }
  /** It is not attached. */
  | { readonly kind: 'detached' }
  | { readonly kind: 'open'; readonly why: Words };

const RUNNING: InterfaceUse = { kind: 'running' };
const ASSUMED: InterfaceUse = { kind: 'assumed' };

/** Whether an interface is attached to a running instance: from the app's resources, otherwise from the API responses. */
export function useOf(network: NetworkModel, identity: Identity): InterfaceUse {
  const { reach } = network;
  const eni = network.interfaceOf(identity);
  const made = reach.blockOf(eni);
  if (made?.block.type === INSTANCE_TYPE) return instanceUse(network, made.stack.managed(made.block.address));
  const attachments = network.attachments.of(eni);
  const attached = attachments.find(({ block }) => block.copies !== undefined);
  if (attached) {
    if (attached.instance === undefined) return ASSUMED;
    const [own, vpc] = [eni, attached.instance].map((thing) => network.place(thing).vpc);
    // The service attaches an interface only to an instance of its VPC.
    if (own === undefined || vpc === undefined || own === vpc) return instanceUse(network, attached.instance);
    const { model } = network;
    const names = { instance: model.nameOf(attached.instance), vpc: model.nameOf(own), instanceVpc: model.nameOf(vpc) };
    return { kind: 'open', why: phrase('attachedAcross', { path: attached.block.path, ...names }) };
  }
  if (attachments.length > 0) {
    const [{ block }] = attachments;
    return { kind: 'open', why: doubtOf(block, phrase('attachesPerhaps', { path: block.path })) };
  }
  if (isLiteral(eni) || network.names.imported(eni)) {
    const fact = network.factOf(eni);
    if (fact?.status === INTERFACE.detachedStatus) return perhapsAttached(network, eni);
    return fact?.instanceId === undefined ? ASSUMED : instanceUse(network, fact.instanceId);
  }
  // If the app creates the interface, the app also contains all its attachments.
  return isManaged(eni) && made ? perhapsAttached(network, eni) : ASSUMED;
}

const INSTANCE_TYPE = 'alicloud_instance';

/** The use of an interface that no known attachment has. */
function perhapsAttached(network: NetworkModel, eni: Identity): InterfaceUse {
  const who = Others.of(network.model).at(eni, ResourceEffect.ATTACHMENT);
  if (who !== undefined) return { kind: 'open', why: phrase('mayAttach', { who }) };
  const [open] = network.attachments.open;
  return open ? { kind: 'open', why: phrase('attachesWhich', { path: open.block.path }) } : { kind: 'detached' };
}

function instanceUse(network: NetworkModel, instance: Identity): InterfaceUse {
  const why = network.reach.why(instance);
  if (why) return { kind: 'open', why };
  const found = network.reach.blockOf(instance);
  const id = network.names.factId(instance);
  const status = id === undefined ? undefined : network.facts.instances.get(id);
  // The provider does not start an instance that is imported.
  if (found && !(found.block.body.status === undefined && network.names.imported(instance))) {
    return statusUse(network.model, found.stack, instance, found.block.path, found.block.body.status);
  }
  if (status === undefined) return ASSUMED;
  return isRunning(status) ? RUNNING : { kind: 'stopped', instance };
}

function statusUse(model: MirrorModel, stack: StackModel, instance: Identity, path: string, status: unknown): InterfaceUse {
  // The provider starts an instance without it.
  if (typeof status !== 'string') return RUNNING;
  if (expression(status)) {
    return { kind: 'open', why: phrase('argumentIs', { argument: 'status', path, value: model.nameOf(stack.identity(status)) }) };
  }
  return isRunning(status) ? RUNNING : { kind: 'stopped', instance };
}

function isRunning(status: string): boolean {
  return (INSTANCE.runningStatuses as readonly string[]).includes(status);
}
