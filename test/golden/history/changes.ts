/** What one step of a history does to the resources of a stack. */
export interface Changes {
  readonly create: string[];
  /** Attributes that change in place, by address. */
  readonly update: Record<string, string[]>;
  readonly delete: string[];
}

type Bodies = Record<string, Record<string, Record<string, unknown>>>;

/** What is Terraform's own and no attribute. */
const META = ['//', 'depends_on', 'lifecycle', 'provider'];

function byAddress(stack: { resource?: Bodies }): Map<string, Record<string, unknown>> {
  return new Map(Object.entries(stack.resource ?? {}).flatMap(([type, bodies]) =>
    Object.entries(bodies).map(([id, body]) => [`${type}.${id}`, body] as const)));
}

/** What the Terraform of one step changes of the one before it. */
export function writtenChanges(before: object, after: object): Changes {
  const [old, now] = [byAddress(before), byAddress(after)];
  const update: Record<string, string[]> = {};
  for (const address of [...now.keys()].filter((one) => old.has(one)).sort()) {
    const changed = changedAttributes(old.get(address)!, now.get(address)!);
    if (changed.length > 0) update[address] = changed;
  }
  return {
    create: [...now.keys()].filter((address) => !old.has(address)).sort(),
    update,
    delete: [...old.keys()].filter((address) => !now.has(address)).sort(),
  };
}

/** Names of attributes that differ, sorted. */
export function changedAttributes(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !META.includes(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name])).sort();
}
