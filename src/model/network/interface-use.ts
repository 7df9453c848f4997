import { NetworkModel } from './network-model';
import { Others } from './others';
import { ResourceEffect } from '../../catalog/resource-effects';
import { INSTANCE, INTERFACE } from '../../catalog/target-side';
import { expression } from '../../net/known';
import type { MirrorModel } from '../mirror-model';
import { Identity, isLiteral, isManaged, named } from '../reference';
import { StackModel } from '../stack-model';

/** Whether a running instance has an interface. */
export type InterfaceUse =
  | { readonly kind: 'running' }
  /** Its instance is stopped. */
  | { readonly kind: 'stopped'; readonly instance: Identity }
  /** No instance has it. */
  | { readonly kind: 'detached' }
  | { readonly kind: 'open'; readonly why: string };

const RUNNING: InterfaceUse = { kind: 'running' };

/** Whether a running instance has an interface: by what the app writes, and otherwise by the API responses. */
export function useOf(model: MirrorModel, identity: Identity): InterfaceUse {
  const network = NetworkModel.of(model);
  const eni = network.interfaceOf(identity);
  const made = model.blockOf(eni);
  if (made?.block.type === INSTANCE_TYPE) return instanceUse(model, made.stack.managed(made.block.address));
  const attachments = model.attachments.of(eni);
  const attached = attachments.find(({ block }) => block.copies !== undefined);
  if (attached) return attached.instance === undefined ? RUNNING : instanceUse(model, attached.instance);
  if (attachments.length > 0) return { kind: 'open', why: `it is known only at apply whether ${attachments[0].block.path} attaches it` };
  if (isLiteral(eni)) {
    const fact = network.facts.interfaces.get(eni);
    if (fact?.status === INTERFACE.detachedStatus) return { kind: 'detached' };
    return fact?.instanceId === undefined ? RUNNING : instanceUse(model, fact.instanceId);
  }
  // Of an interface that the app makes, the attachments of the app are all there are.
  if (!isManaged(eni) || !made) return RUNNING;
  const who = Others.of(model).at(eni, ResourceEffect.ATTACHMENT);
  if (who !== undefined) return { kind: 'open', why: `${who}, which may attach it` };
  const [open] = model.attachments.open;
  return open ? { kind: 'open', why: `it is known only at apply which interface ${open.block.path} attaches` } : { kind: 'detached' };
}

const INSTANCE_TYPE = 'alicloud_instance';

function instanceUse(model: MirrorModel, instance: Identity): InterfaceUse {
  const found = model.blockOf(instance);
  if (found) return statusUse(found.stack, instance, found.block.path, found.block.body.status);
  const status = isLiteral(instance) ? NetworkModel.of(model).facts.instances.get(instance) : undefined;
  return status === undefined || isRunning(status) ? RUNNING : { kind: 'stopped', instance };
}

function statusUse(stack: StackModel, instance: Identity, path: string, status: unknown): InterfaceUse {
  if (typeof status !== 'string') return RUNNING;
  if (expression(status)) return { kind: 'open', why: `status of ${path} is ${named(stack.identity(status))}` };
  return isRunning(status) ? RUNNING : { kind: 'stopped', instance };
}

function isRunning(status: string): boolean {
  return (INSTANCE.runningStatuses as readonly string[]).includes(status);
}
