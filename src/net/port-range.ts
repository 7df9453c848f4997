import { plainNumber } from './digits';
import { expression, isExpression, known, textOf } from './known';
import { malformed, refusal } from './refusal';

/** A range of ports, or the problem of the text. */
export type ParsedPortRange =
  | { readonly ok: true; readonly range: PortRange }
  | { readonly ok: false; readonly problem: string; readonly fix: string };

const LOWEST = 1;
const HIGHEST = 65535;
/** The provider's value for both ends if a rule matches every port. */
const EVERY = -1;
const ALLOWED = 'whole numbers of 1 to 65535';

/**
 * The TCP or UDP ports that a rule matches: one, a range, or all.
 *
 * Ports are whole numbers of 1 to 65535 (schema of the alicloud provider 1.289.0, measured 2026-11-23). The ends may be
 * number tokens. Such a range is rendered unchanged and is unknown before apply.
 *
 * @example
 * MirrorRule.acceptTcp(PortRange.HTTPS);
 * MirrorRule.acceptTcp(PortRange.range(8080, 8090), { source: '10.0.0.0/8' });
 */
export class PortRange {
  /** Every port, which the provider writes as `-1/-1`. The only range that the protocols ALL and ICMP allow. */
  public static readonly ALL = new PortRange(EVERY, EVERY);
  /** 22, SSH. */
  public static readonly SSH = new PortRange(22, 22);
  /** 53, DNS. It uses UDP and TCP. */
  public static readonly DNS = new PortRange(53, 53);
  /** 80, HTTP. */
  public static readonly HTTP = new PortRange(80, 80);
  /** 443, HTTPS. Over UDP, it is QUIC. */
  public static readonly HTTPS = new PortRange(443, 443);
  /** 3306, MySQL. */
  public static readonly MYSQL = new PortRange(3306, 3306);
  /** 3389, Remote Desktop. */
  public static readonly RDP = new PortRange(3389, 3389);
  /** 5432, PostgreSQL. */
  public static readonly POSTGRESQL = new PortRange(5432, 5432);
  /** 6379, Redis and Tair. */
  public static readonly REDIS = new PortRange(6379, 6379);

  /**
   * One port.
   *
   * Throws if the port is not a whole number of 1 to 65535.
   *
   * @param port 1 to 65535, or a number token.
   */
  public static single(port: number): PortRange {
    check('port', port);
    return new PortRange(port, port);
  }

  /**
   * The ports from the first to the last, both included.
   *
   * Throws if an end is not a whole number of 1 to 65535, or if the first is above the last.
   *
   * @param first 1 to 65535, or a number token.
   * @param last 1 to 65535 and not below the first, or a number token.
   */
  public static range(first: number, last: number): PortRange {
    check('first port', first);
    check('last port', last);
    if (known(first) && known(last) && first > last) {
      throw refusal({
        what: 'port range',
        got: `${first}/${last}`,
        allowed: 'the lower port first',
        fix: `write PortRange.range(${last}, ${first})`,
      });
    }
    return new PortRange(first, last);
  }

  /**
   * Reads the provider's text form: `80/443`, or `-1/-1` for all ports.
   *
   * Throws if the text is neither. The error proposes the correct form. A token is rejected. Use `range` with number tokens.
   */
  public static parse(text: string): PortRange {
    const parsed = parsePortRange(textOf(text));
    if (!parsed.ok) {
      throw refusal({
        what: 'port range',
        got: malformed(text, parsed.problem),
        allowed: 'first/last of 1 to 65535, or -1/-1 for all',
        fix: parsed.fix,
      });
    }
    return parsed.range;
  }

  /** @internal */
  public static _of(first: number, last: number): PortRange {
    return new PortRange(first, last);
  }

  /** The lowest port: 1 to 65535, -1 if the range is all ports, or a number token. */
  public readonly first: number;

  /** The highest port: 1 to 65535, -1 if the range is all ports, or a number token. */
  public readonly last: number;

  private constructor(first: number, last: number) {
    this.first = first;
    this.last = last;
  }

  /** Whether this is `-1/-1`. False for the range 1/65535: it contains the same ports but is written differently. */
  public get isAll(): boolean {
    return this.first === EVERY;
  }

  /** Whether both ends are known before apply, that is, neither is a token. */
  public get isKnown(): boolean {
    return known(this.first) && known(this.last);
  }

  /**
   * Whether the range contains a port. False for a number that is not a port.
   *
   * Throws if an end of the range is a token. Check `isKnown` first.
   *
   * @param port 1 to 65535.
   */
  public contains(port: number): boolean {
    if (!this.isKnown || !known(port)) {
      throw refusal({
        what: 'port range',
        got: known(port) ? this.toString() : port,
        allowed: 'ports that are known before apply',
        fix: 'check isKnown before you call contains',
      });
    }
    if (!isPort(port)) return false;
    return this.isAll || port >= this.first && port <= this.last;
  }

  /** The provider's text form: `80/443`, `443/443` for one port, `-1/-1` for all. Tokens stay unresolved in it. */
  public toString(): string {
    return `${textOf(this.first)}/${textOf(this.last)}`;
  }
}

const EVERY_RANGE: ParsedPortRange = { ok: true, range: PortRange.ALL };

/** Reads the provider's text form without throwing. Its proposals are also well formed. */
export function parsePortRange(text: string): ParsedPortRange {
  if (text === '-1/-1') return EVERY_RANGE;
  const slash = text.indexOf('/');
  const [low, high] = [plainNumber(text, 0, slash), plainNumber(text, slash + 1, text.length)];
  // Almost every text is well formed.
  if (isPort(low) && isPort(high) && low <= high) return { ok: true, range: PortRange._of(low, high) };
  const match = /^(-?[0-9]+)\/(-?[0-9]+)$/.exec(text);
  if (match) {
    const first = Number(match[1]);
    const last = Number(match[2]);
    for (const port of [first, last]) {
      if (port === 0 || port === EVERY) return bad(`the port ${port} does not exist`, 'write -1/-1 for all ports, or ports of 1 to 65535');
      if (!isPort(port)) return bad(`the port ${port} is outside 1 to 65535`, 'write ports of 1 to 65535');
    }
    if (first > last) return bad('the higher port comes first', `write ${last}/${first}`);
    // '080/443' is rejected, since the provider compares texts and would plan a change forever.
    return bad('a port has leading zeros', `write ${first}/${last}`);
  }
  if (expression(text)) return bad('the range is a Terraform expression, unknown before apply', 'use PortRange.range with number tokens');
  if (/^(?:|\*|any|all|-1)$/i.test(text.trim())) return bad('the text is not a range of ports', 'write -1/-1 for all ports');
  const loose = /^([0-9]{1,6})(?:\s*[-:,/]\s*([0-9]{1,6}))?$/.exec(text.trim());
  const ends = loose && [Number(loose[1]), Number(loose[2] ?? loose[1])].sort((a, b) => a - b);
  return bad(
    'the text is not a range of ports',
    ends?.every(isPort) ? `write ${ends.join('/')}` : 'write first/last, such as 80/443',
  );
}

function check(what: string, port: number): void {
  if (isExpression(port) || isPort(port)) return;
  throw refusal({
    what,
    got: port,
    allowed: ALLOWED,
    fix: port === EVERY || port === 0 ? 'use PortRange.ALL for every port' : 'pass a port of 1 to 65535',
  });
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= LOWEST && port <= HIGHEST;
}

function bad(problem: string, fix: string): ParsedPortRange {
  return { ok: false, problem, fix };
}
