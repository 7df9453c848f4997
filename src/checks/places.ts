import { MirrorLocation } from './finding';
import { Found } from './found';
import { StackStatements } from '../model/document';
import { MirrorModel } from '../model/mirror-model';

/** The places in the source code that create the constructs of findings, from the statements of their stacks. */
export class Places {
  private readonly stacks = new Map<string, StackPlaces>();

  constructor(model: MirrorModel) {
    for (const { path, document: { statements } } of model.stacks) {
      if (statements?.positions?.length) this.stacks.set(path, new StackPlaces(statements));
    }
  }

  /** Sets the place of a finding, if it is known. */
  public locate(found: Found): void {
    found.location ??= this.stacks.get(found.stack)?.of(found);
  }
}

class StackPlaces {
  private readonly locations: (MirrorLocation | undefined)[];

  constructor(private readonly statements: StackStatements) {
    this.locations = statements.positions!.map(locationOf);
  }

  public of({ address, path, stack, position }: Found): MirrorLocation | undefined {
    const { sessions, places = {} } = this.statements;
    const at = position !== undefined ? position : address === undefined ? undefined : own(sessions, address)?.at ?? own(places, address);
    if (at !== undefined) return this.locations[at];
    // A part has the place of its construct.
    for (let below = path; below.length > stack.length; below = below.slice(0, below.lastIndexOf('/'))) {
      const found = own(places, below);
      if (found !== undefined) return this.locations[found];
      if (!below.includes('/')) break;
    }
    return undefined;
  }
}

/** A statements file can contain arbitrary keys. */
function own<T>(record: Record<string, T>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A position as text, as in the statements of a stack. */
export function positionText({ file, line, column }: MirrorLocation): string {
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

function locationOf(text: unknown): MirrorLocation | undefined {
  const [, file, line, column] = typeof text === 'string' ? /^(.+?):(\d+)(?::(\d+))?$/.exec(text) ?? [] : [];
  return file === undefined || Number(line) < 1
    ? undefined
    : { file, line: Number(line), ...column !== undefined && Number(column) >= 1 && { column: Number(column) } };
}
