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
  readonly address?: string;
  readonly subject: string;
  /** How many subjects of the resource it is about. */
  readonly count: number;
  readonly otherEdition?: string;
  readonly acknowledged?: string;
}

/** Folder of the check pages in the installed package. */
const PAGES = 'docs/checks';

/** The finding in words. */
export function findingOf(found: Found, reader: Reader = 'constructs'): MirrorFinding {
  const { id, severity, reason, parameters, path, stack, address, subject, count, otherEdition, acknowledged } = found;
  const place = { path: reader === 'terraform' && address !== undefined ? address : label(path), subject, count };
  return {
    id, severity, reason, parameters, ...sentences(id, reason, parameters, place, reader), subject, stack, path,
    ...address !== undefined && { address },
    fingerprint: createHash('sha256').update([id, reason, stack, address ?? '', subject].join('\n')).digest('hex').slice(0, 32),
    ...acknowledged !== undefined && { acknowledged },
    help: `${PAGES}/${id}.md`,
    ...otherEdition !== undefined && { otherEdition },
  };
}
