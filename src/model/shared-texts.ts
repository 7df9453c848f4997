/** The long texts that many sessions have in common. Others differ from session to session, or are too short to matter. */
const COMMON = ['traffic_mirror_filter_id', 'traffic_mirror_target_id', 'traffic_mirror_target_type'];

/**
 * Makes the parsed sessions of an app share equal strings, to save memory. 20,000 sessions use a few filters and targets and
 * depend on a few rules.
 */
export class SharedTexts {
  private readonly texts = new Map<string, string>();
  private readonly lists = new Map<string, string[]>();

  /** @param bodies by name, as they were parsed. Changed in place */
  public share(bodies: Record<string, any>): void {
    for (const name in bodies) {
      const body = bodies[name];
      if (body === null) continue;
      for (const attribute of COMMON) {
        const value = body[attribute];
        if (typeof value === 'string') body[attribute] = this.text(value);
      }
      if (Array.isArray(body.depends_on)) body.depends_on = this.list(body.depends_on);
      const metadata = body['//']?.metadata;
      if (metadata?.uniqueId === name) metadata.uniqueId = name;
    }
  }

  private text(text: string): string {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, text);
    return known ?? text;
  }

  private list(list: any[]): any[] {
    if (list.length !== 1 || typeof list[0] !== 'string') return list;
    const known = this.lists.get(list[0]);
    if (known === undefined) this.lists.set(list[0], list);
    return known ?? list;
  }
}
