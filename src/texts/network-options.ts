/**
 * The files of API responses as options of `traffic-mirror check`: `securityGroups: ['a.json']` becomes `--network-facts
 * securityGroups=a.json`.
 */
export function networkOptions(files: readonly string[]): string {
  return files.flatMap((text) => {
    const [kind] = text.split(':', 1);
    return [...text.matchAll(/'([^']+)'/g)].map(([, file]) => `--network-facts ${kind}=${file}`);
  }).join(' ');
}

/** The same for files that are not named yet. */
export function networkKinds(kinds: readonly string[]): string {
  return kinds.map((kind) => `--network-facts ${kind}=FILE`).join(' ');
}
