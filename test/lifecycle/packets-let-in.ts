import type { JournalEntry } from './harness';

/** Whether packets from these addresses were let in at every moment since they first were. */
export function gaps(journal: readonly JournalEntry[], cidrs: readonly string[]): string[] {
  const holds = (block: string, cidr: string): boolean => {
    const [[address, length], [inner, innerLength]] = [block, cidr].map((text) => {
      const [dotted, prefix] = text.split('/');
      return [dotted.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0), Number(prefix)];
    });
    return innerLength >= length && Math.floor(inner / 2 ** (32 - length)) === Math.floor(address / 2 ** (32 - length));
  };
  const rules = new Map<string, string>();
  const since = new Set<string>();
  const found = new Set<string>();
  for (const entry of journal) {
    if (entry.kind !== 'call' || entry.outcome !== 'ok' || !/SecurityGroup$/.test(entry.action)) continue;
    const attributes = entry.params.attributes as { source: string } | undefined;
    if (!attributes) continue;
    if (entry.action === 'AuthorizeSecurityGroup') rules.set(JSON.stringify(attributes), attributes.source);
    else rules.delete(JSON.stringify(attributes));
    for (const cidr of cidrs) {
      if ([...rules.values()].some((block) => holds(block, cidr))) since.add(cidr);
      else if (since.has(cidr)) found.add(cidr);
    }
  }
  return [...found];
}
