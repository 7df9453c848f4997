import { createHash } from 'crypto';
import { MirrorFinding, MirrorSeverity } from './finding';
import { sentences } from '../texts/catalogue';
import { label } from '../texts/names';
import { Reader } from '../texts/reason';

/** A finding before it is added to words. */
export interface Found {
  readonly id: string;
  readonly severity: MirrorSeverity;
  readonly reason: string;
  readonly parameters: object;
  readonly path: string;
  readonly stack: string;
  /** The folder of the stack: what all readers of it know it by. */
  readonly folder?: string;
  readonly address?: string;
  readonly subject: string;
  /** How many subjects of the resource it is about. */
  readonly count: number;
  readonly otherEdition?: string;
  readonly acknowledged?: string;
  readonly acknowledgedBy?: string;
  readonly acknowledgedUntil?: string;
}

/** Folder of the check pages in the installed package. */
const PAGES = 'docs/checks';

/** The finding in words. */
export function findingOf(found: Found, reader: Reader = 'constructs'): MirrorFinding {
  const { id, severity, reason, parameters, path, stack, address, subject, count, otherEdition, acknowledged, acknowledgedBy, acknowledgedUntil } = found;
  const place = { path: reader === 'terraform' && address !== undefined ? address : label(path), subject, count };
  return {
    id, severity, reason, parameters, ...sentences(id, reason, parameters, place, reader), subject, stack, path,
    ...address !== undefined && { address },
    fingerprint: fingerprintOf(found),
    ...acknowledged !== undefined && { acknowledged, ...acknowledgedBy !== undefined && { acknowledgedBy }, ...acknowledgedUntil !== undefined && { acknowledgedUntil } },
    help: `${PAGES}/${id}.md`,
    ...otherEdition !== undefined && { otherEdition },
  };
}

/** The same for a finding whatever it was read from: nothing in it is a construct path if the thing has an address. */
export function fingerprintOf({ id, reason, stack, folder, address, path, subject }: Found): string {
  const below = path === stack ? '' : path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : path;
  return createHash('sha256').update([id, reason, folder ?? stack, address ?? below, subject].join('\n')).digest('hex').slice(0, 32);
}
