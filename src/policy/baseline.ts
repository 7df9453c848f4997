import type { MirrorFinding } from '../checks/finding';
import { isDay } from '../net/calendar';
import { compare } from '../net/compare';
import { described, refusal } from '../net/refusal';

/** A finding that was there when the baseline was taken. */
interface BaselineEntry {
  readonly fingerprint: string;
  readonly id: string;
  /** For people: nothing is compared by it. */
  readonly where: string;
}

/** The findings of an estate that is being cleaned up: they are counted, and only new ones fail. */
export class Baseline {
  /**
   * Reads the text of a baseline file.
   *
   * @throws if it is no baseline
   */
  public static parse(text: string, path: string): Baseline {
    const fix = 'write it again with traffic-mirror check --write-baseline FILE';
    let json: any;
    try {
      json = JSON.parse(text);
    } catch (error) {
      throw refusal({ path, what: 'the baseline', got: (error as Error).message, allowed: 'the JSON that --write-baseline writes', fix });
    }
    if (json?.version !== 1 || !Array.isArray(json.findings) || !json.findings.every((f: any) => typeof f?.fingerprint === 'string')) {
      throw refusal({
        path,
        what: 'the baseline',
        got: json?.version === 1 ? described('has findings without fingerprints') : json?.version,
        allowed: 'version 1 with a list of findings',
        fix,
      });
    }
    if (json.expires !== undefined && !isDay(json.expires)) {
      throw refusal({
        path,
        what: 'expires',
        got: json.expires,
        allowed: 'a day as YYYY-MM-DD',
        fix: 'write the last day on which the baseline holds',
      });
    }
    return new Baseline(json.findings, path, json.expires);
  }

  /** The text of a baseline with some findings. */
  public static textOf(findings: readonly MirrorFinding[], expires?: string): string {
    return written(
      findings.map(({ fingerprint, id, path, subject }): BaselineEntry => ({
        fingerprint, id, where: subject === '' ? path : `${path} ${subject}`,
      })),
      expires,
    );
  }

  private readonly known: Set<string>;

  private constructor(private readonly entries: readonly BaselineEntry[], public readonly path: string, public readonly expires?: string) {
    this.known = new Set(entries.map((e) => e.fingerprint));
  }

  public get size(): number {
    return this.known.size;
  }

  public has(fingerprint: string): boolean {
    return this.known.has(fingerprint);
  }

  /**
   * The fingerprints of entries that are not among some others. Those of stacks that nobody looked at may still hold.
   *
   * @param stacks the stacks that were looked at
   */
  public vanished(seen: ReadonlySet<string>, stacks: readonly string[]): Set<string> {
    const gone = this.entries.filter(({ fingerprint }) => !seen.has(fingerprint));
    const isLooked = ({ where }: BaselineEntry) =>
      typeof where !== 'string' || stacks.some((s) => where === s || where.startsWith(`${s}/`) || where.startsWith(`${s} `));
    return new Set(gone.filter(isLooked).map((e) => e.fingerprint));
  }

  /** The text of the file without some entries. */
  public textWithout(fingerprints: ReadonlySet<string>): string {
    return written(this.entries.filter((e) => !fingerprints.has(e.fingerprint)), this.expires);
  }

  /** A baseline that has ended covers nothing. */
  public endedBy(today: string): boolean {
    return this.expires !== undefined && this.expires < today;
  }
}

/** A line each, sorted, so that merges by line work. */
function written(given: readonly BaselineEntry[], expires?: string): string {
  const entries = [...given].sort((a, b) => compare(a.fingerprint, b.fingerprint));
  const lines = entries.filter((e, i) => e.fingerprint !== entries[i - 1]?.fingerprint).map((e) => `    ${JSON.stringify(e)}`);
  return `{\n  "version": 1,\n${expires === undefined ? '' : `  "expires": ${JSON.stringify(expires)},\n`}  "findings": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
