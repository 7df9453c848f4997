import { dirname } from 'path';
import { MirrorNetwork } from './mirror-network';
import { MirrorService } from './mirror-service';
import { Keys, requireOptions } from './options';
import { gitRoot, pathBelow } from '../input/git-root';
import { readText } from '../input/readable-file';
import { isObject } from '../model/terraform-form';
import { known } from '../net/known';
import { described, refusal } from '../net/refusal';
import { nearestName, unknownKey } from '../net/unknown-key';

/** Options of an address book. */
export interface MirrorAddressBookOptions {
  /**
   * Whether other apps use the file as well. Names that this app does not use are then no finding of TM219.
   *
   * @default false
   */
  readonly shared?: boolean;
}

const OPTIONS: Keys<MirrorAddressBookOptions> = { shared: true };
const PARTS = ['networks', 'services', '$schema'] as const;

/**
 * Named networks and services from a JSON file, for the statements of intents. `networks` has objects with `cidrs`, `services` has
 * objects with `tcp`, `udp` and `icmp`, both by name and both with an optional `owner` and `comment`.
 *
 * TM219 reports names that no intent of the app uses, and networks that overlap.
 *
 * @example
 * const book = MirrorAddressBook.fromFile('networks.json');
 * MirrorStatement.accept({ from: [book.network('production')], services: [book.service('web')] });
 */
export class MirrorAddressBook {
  /**
   * Reads an address book.
   *
   * @param path path of the JSON file, relative to the working directory. In Python, Go, Java and C#, use an absolute path: jsii keeps
   * the working directory in which it was started
   * @throws if the file cannot be read, or a name, CIDR, port or key in it is wrong
   */
  public static fromFile(path: string, options: MirrorAddressBookOptions = {}): MirrorAddressBook {
    if (typeof path !== 'string' || path === '' || !known(path)) {
      throw refusal({
        what: 'the path of an address book', got: path, allowed: 'a path that is known at synth', fix: 'write for example "networks.json"',
      });
    }
    requireOptions('the options of an address book', options, OPTIONS, 'omit it, or write { shared: true }');
    const shared: unknown = options.shared ?? false;
    if (typeof shared !== 'boolean') {
      throw refusal({
        what: 'shared of an address book',
        got: shared,
        allowed: 'true or false, known at synth',
        fix: 'write it without quotes, or omit it',
      });
    }
    const { text } = readText(path, 'the address book');
    return new MirrorAddressBook(path, shared, contentsOf(path, text));
  }

  /** The path of the file, below the root of the repository if it is in one. */
  public readonly file: string;

  private readonly networks: ReadonlyMap<string, MirrorNetwork>;
  private readonly services: ReadonlyMap<string, MirrorService>;

  private constructor(path: string, private readonly shared: boolean, contents: Record<'networks' | 'services', Record<string, any>>) {
    this.file = pathBelow(gitRoot(dirname(path)), path) ?? path;
    const each = <T>(part: 'networks' | 'services', make: (name: string, entry: any) => T): Map<string, T> =>
      new Map(Object.entries(contents[part]).map(([name, entry]) => {
        try {
          return [name, make(name, entry)];
        } catch (error) {
          throw new Error(`[${path}] ${(error as Error).message}`);
        }
      }));
    this.networks = each('networks', (name, entry) => MirrorNetwork._of(name, entry, this));
    this.services = each('services', (name, entry) => MirrorService._of(name, entry, this));
  }

  /**
   * A network of the book.
   *
   * @throws if the book has no network with that name
   */
  public network(name: string): MirrorNetwork {
    return this.find('network', this.networks, name);
  }

  /**
   * A service of the book.
   *
   * @throws if the book has no service with that name
   */
  public service(name: string): MirrorService {
    return this.find('service', this.services, name);
  }

  /** The names of all networks, in the order of the file. */
  public get networkNames(): string[] {
    return [...this.networks.keys()];
  }

  /** The names of all services, in the order of the file. */
  public get serviceNames(): string[] {
    return [...this.services.keys()];
  }

  /**
   * Whether names that the app does not use are findings.
   *
   * @internal
   */
  public get _reportsUnused(): boolean {
    return !this.shared;
  }

  private find<T>(kind: 'network' | 'service', all: ReadonlyMap<string, T>, name: string): T {
    const found = all.get(name);
    if (found !== undefined) return found;
    const meant = typeof name === 'string' ? nearestName(name, [...all.keys()]) : undefined;
    throw refusal({
      path: this.file,
      what: `the name of a ${kind}`,
      got: name,
      allowed: all.size === 0 ? `no name, since the file has no ${kind}s` : [...all.keys()].join(', '),
      fix: meant === undefined ? `add the ${kind} to the file, or use a name of the file` : `write ${meant}`,
    });
  }
}

/** The entries of a file by name. */
function contentsOf(path: string, text: string): Record<'networks' | 'services', Record<string, object>> {
  const fix = 'write {"networks": {"production": {"cidrs": ["10.10.0.0/16"]}}, "services": {"web": {"tcp": ["443"]}}}';
  const wrong = (what: string, got: unknown, allowed: string, change = fix) => refusal({ path, what, got, allowed, fix: change });
  let json: unknown;
  try {
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    throw wrong('the address book', described(`is no JSON: ${(error as Error).message}`), 'JSON');
  }
  if (!isObject(json)) throw wrong('the address book', json, 'an object with networks and services');
  const strange = unknownKey(json, PARTS);
  if (strange) throw wrong('the address book', strange.got, 'networks and services', strange.fix);
  const part = (name: 'networks' | 'services'): Record<string, object> => {
    const entries = json[name] ?? {};
    if (!isObject(entries)) throw wrong(`${name} of the address book`, entries, 'an object with an entry for each name');
    for (const [key, entry] of Object.entries(entries)) {
      const allowed = name === 'networks' ? 'an object with cidrs' : 'an object with tcp, udp or icmp';
      if (!isObject(entry)) throw wrong(`${key} in ${name} of the address book`, entry, allowed);
    }
    return entries as Record<string, object>;
  };
  return { networks: part('networks'), services: part('services') };
}
