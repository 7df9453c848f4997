/** The parts of a Terraform resource address. */
export interface Address {
  /** `module.a["x"].module.b`, or empty in the root module. */
  readonly module: string;
  /** The modules by name and key, outermost first. */
  readonly modules: readonly { readonly name: string; readonly key: string }[];
  readonly data: boolean;
  readonly type: string;
  readonly name: string;
  /** `[0]` or `["key"]`. Empty without a key. */
  readonly key: string;
}

const NAME = /[A-Za-z_][\w-]*/y;

/** Parses an address by its grammar. Keys may contain dots, quotes and brackets. Undefined if the text is not a resource address. */
export function parseAddress(text: string): Address | undefined {
  const reader = new AddressReader(text);
  const modules: { name: string; key: string }[] = [];
  for (let first = reader.name(); first !== undefined; first = reader.name()) {
    if (!reader.take('.')) return undefined;
    if (first === 'module') {
      const name = reader.name();
      const key = name === undefined ? undefined : reader.key();
      if (name === undefined || key === undefined || !reader.take('.')) return undefined;
      modules.push({ name, key });
      continue;
    }
    const data = first === 'data';
    const type = data ? reader.name() : first;
    if (type === undefined || data && !reader.take('.')) return undefined;
    const name = reader.name();
    const key = name === undefined ? undefined : reader.key();
    if (name === undefined || key === undefined || !reader.atEnd) return undefined;
    return { module: modules.map((m) => `module.${m.name}${m.key}`).join('.'), modules, data, type, name, key };
  }
  return undefined;
}

/** The steps of a reference such as `module.a[0].ids["x"]` or `var.ids`: names, and keys in brackets, unchanged. */
export function referenceSteps(text: string): string[] {
  const reader = new AddressReader(text);
  const steps: string[] = [];
  for (;;) {
    const name = reader.name();
    if (name === undefined) return [];
    steps.push(name);
    for (let key = reader.key(); key; key = reader.key()) steps.push(key);
    if (reader.atEnd) return steps;
    if (!reader.take('.')) return [];
  }
}

class AddressReader {
  private at = 0;

  constructor(private readonly text: string) {}

  public get atEnd(): boolean {
    return this.at === this.text.length;
  }

  public take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  public name(): string | undefined {
    NAME.lastIndex = this.at;
    const found = NAME.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** A key in brackets. Empty without a key. Undefined if the closing bracket is missing. */
  public key(): string | undefined {
    if (this.text[this.at] !== '[') return '';
    const start = this.at;
    let quoted = false;
    for (this.at++; this.at < this.text.length; this.at++) {
      const c = this.text[this.at];
      if (quoted && c === '\\') {
        this.at++;
      } else if (c === '"') {
        quoted = !quoted;
      } else if (c === ']' && !quoted) {
        this.at++;
        return this.text.slice(start, this.at);
      }
    }
    return undefined;
  }
}

/** The address of a resource or module within a module. */
export function inModule(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}
