import { ValueObject } from '../wire';
import { notFound } from './errors';

/** Everything else that the account holds, by resource type and id: networks, instances, load balancers. */
export class Objects {
  private readonly byType = new Map<string, Map<string, ValueObject>>();

  put(type: string, id: string, object: ValueObject): void {
    if (!this.byType.has(type)) this.byType.set(type, new Map());
    this.byType.get(type)!.set(id, object);
  }

  find(type: string, id: string): ValueObject | undefined {
    return this.byType.get(type)?.get(id);
  }

  get(type: string, id: string): ValueObject {
    const object = this.find(type, id);
    if (!object) throw notFound(id);
    return object;
  }

  delete(type: string, id: string): void {
    this.get(type, id);
    this.byType.get(type)!.delete(id);
  }

  of(type: string): Array<[id: string, object: ValueObject]> {
    return [...this.byType.get(type) ?? []];
  }

  list(): Array<{ readonly type: string; readonly id: string }> {
    return [...this.byType].flatMap(([type, objects]) => [...objects.keys()].map((id) => ({ type, id })));
  }
}
