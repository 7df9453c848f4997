import { MirrorCompiledIntent } from './mirror-compiled-intent';
import { MirrorRule } from './mirror-rule';
import { MirrorStatement, MirrorTraffic, requireOneMeaning, trafficOf } from './mirror-statement';
import { Keys, requireOptions } from './options';
import { placedOf, ruleOf } from './rule-boxes';
import { RULE_PRIORITY, within } from '../catalog/limits';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { statedNames } from './stated-names';
import { CompiledFilter, compileFilter, plainCount, RuleLimits, Sentence } from '../intent/translate';
import { FilterStatement } from '../model/document';
import { today } from '../net/calendar';
import { packetText, type PlacedRule } from '../net/packet';
import { PacketSet } from '../net/packet-set';
import { setLines } from '../net/packet-text';
import { described, refusal } from '../net/refusal';
import { counted } from '../net/wording';

/** Options for the compilation of an intent into rules. */
export interface MirrorIntentOptions {
  /**
   * The deployed rules for inbound packets. Unchanged rules keep their priority, so a small change of the intent changes few
   * rules.
   *
   * @default - the rules depend only on the intent. The same intent gives the same rules
   */
  readonly previousInbound?: MirrorRule[];
  /**
   * The deployed rules for outbound packets.
   *
   * @default - the rules depend only on the intent
   */
  readonly previousOutbound?: MirrorRule[];
  /**
   * Leaves out statements after their last day. The rules then change with the first synth after that day, without a change in
   * the code.
   *
   * @default false, expired statements stay in force and TM214 reports them
   */
  readonly leaveOutExpired?: boolean;
  /**
   * If the intent needs more rules than a filter can have, uses rules that copy more than the intent, but never less.
   *
   * @default false, an intent that does not fit is an error
   */
  readonly takeNearMiss?: boolean;
}

const DIRECTIONS = ['inbound', 'outbound'] as const;

const KEYS: Keys<MirrorIntentOptions> = { previousInbound: true, previousOutbound: true, leaveOutExpired: true, takeNearMiss: true };

/**
 * The packets that a filter copies, as statements over named networks and services. The first statement that matches a packet
 * decides. A packet without a matching statement is not copied. `MirrorFilter` creates the fewest rules with exactly this
 * meaning.
 *
 * @example
 * const vpc = MirrorNetwork.of('production', { cidrs: ['10.10.0.0/16'] });
 * const web = MirrorService.of('web', { tcp: ['80', '443', '8080-8090'] });
 * MirrorIntent.of([
 *   MirrorStatement.drop({ from: [vpc], to: [vpc] }),
 *   MirrorStatement.accept({ services: [web], direction: MirrorDirection.INBOUND, replies: true }),
 * ]);
 */
export class MirrorIntent {
  /**
   * An intent.
   *
   * @param statements in order of precedence. The first statement that matches a packet decides
   * @throws if the list is empty, or two networks or services with one name differ
   */
  public static of(statements: MirrorStatement[], options: MirrorIntentOptions = {}): MirrorIntent {
    return new MirrorIntent(statements, options);
  }

  private constructor(private readonly statements: readonly MirrorStatement[], private readonly options: MirrorIntentOptions) {
    const listed = Array.isArray(statements) && statements.length > 0;
    const isStatement = (item: unknown): boolean =>
      item instanceof MirrorStatement || typeof item === 'object' && item !== null && '_traffic' in item;
    if (!listed || !statements.every(isStatement)) {
      throw refusal({
        what: `${listed ? 'an item of the statements' : 'statements'} of a mirror intent`,
        got: listed ? statements.find((s) => !isStatement(s)) : statements,
        allowed: 'a list of MirrorStatement with at least one',
        fix: 'write MirrorStatement.accept({ ... }) or MirrorStatement.drop({ ... })',
      });
    }
    requireOptions('the options of a mirror intent', options, KEYS, 'omit it, or write for example { takeNearMiss: true }');
    requireOneMeaning('a mirror intent', statements.map((s) => s._options));
    for (const what of ['previousInbound', 'previousOutbound'] as const) requirePrevious(what, options[what]);
    for (const what of ['leaveOutExpired', 'takeNearMiss'] as const) {
      const given: unknown = options[what] ?? false;
      if (typeof given !== 'boolean') {
        throw refusal({
          what: `${what} of a mirror intent`,
          got: given,
          allowed: 'true or false, known at synth',
          fix: 'write it without quotes, or omit it',
        });
      }
    }
  }

  /**
   * The rules of the intent, within the limits of an edition.
   *
   * @param edition the edition whose limits apply. By default 2023, the edition that is in force if none is set
   * @throws if the intent does not fit, unless `takeNearMiss` is set
   */
  public compile(edition: MirrorEdition = MirrorCatalog.defaultEdition): MirrorCompiledIntent {
    const catalog = MirrorCatalog.of(edition);
    return this._compile(undefined, {
      perFilter: catalog.quota(MirrorQuotaName.RULES_PER_FILTER).limit!,
      perDirection: catalog.quota(MirrorQuotaName.RULES_PER_DIRECTION).limit!,
    });
  }

  /**
   * Whether the intent contains the deployed rules.
   *
   * @internal
   */
  public get _hasPrevious(): boolean {
    return (this.options.previousInbound ?? this.options.previousOutbound ?? undefined) !== undefined;
  }

  /**
   * @param deployed the base rules, instead of the deployed rules of the intent
   * @internal
   */
  public _compile(
    path: string | undefined, limits: RuleLimits, deployed?: Record<'inbound' | 'outbound', readonly PlacedRule[]>,
  ): MirrorCompiledIntent {
    const { inbound: sentences, outbound } = this._sentences();
    const compiled = compileFilter({ inbound: sentences, outbound }, limits, deployed ?? {
      inbound: placedOf(this.options.previousInbound ?? []), outbound: placedOf(this.options.previousOutbound ?? []),
    });
    const plain = plainCount(sentences) + plainCount(outbound);
    if (compiled.excess > 0 && !(this.options.takeNearMiss && (compiled.inbound.near || compiled.outbound.near))) {
      throw misfit(path, compiled, limits);
    }
    const written = compiled.inbound.count + compiled.outbound.count;
    const least = compiled.inbound.least + compiled.outbound.least;
    const copiesMore = compiled.inbound.near !== undefined || compiled.outbound.near !== undefined;
    const extraShare = shareOf(compiled);
    return {
      inbound: rulesOf(compiled, 'inbound'),
      outbound: rulesOf(compiled, 'outbound'),
      exactRules: written,
      excessRules: compiled.excess,
      copiesMore,
      extra: beyond(compiled, Infinity),
      extraShare,
      provedShortest: least === written,
      leastRules: least,
      plainRules: plain,
      summary: [
        `${counted(written, 'rule')}${least === written ? ', proved shortest' : `, at least ${least} needed, no shorter list found`} `
        + `(statement by statement: ${plain})`,
        ...ownerLines(this._traffics),
        ...copiesMore
          ? [
            `Does not fit: ${counted(compiled.excess, 'rule')} too many. The rules copy ${percentMore(extraShare)}:`,
            ...beyond(compiled).map((l) => `  ${l}`),
          ]
          : [],
      ],
    };
  }

  /** @internal */
  public _sentences(): { inbound: Sentence[]; outbound: Sentence[] } {
    const kept = this.options.leaveOutExpired ? this.statements.filter((s) => !expired(s)) : this.statements;
    const of = (direction: 'inbound' | 'outbound') => kept.map((s) => ({ accept: s.accepts, parts: s._traffic[direction] }))
      .filter((s) => s.parts.length > 0);
    return { inbound: of('inbound'), outbound: of('outbound') };
  }

  /**
   * The traffic of all statements.
   *
   * @internal
   */
  public get _traffics(): readonly MirrorTraffic[] {
    return this.statements.map((s) => s._options);
  }

  /**
   * The results of the statements for TM214 and TM215.
   *
   * @internal
   */
  public get _statement(): Pick<FilterStatement, 'expired' | 'idle'> {
    const kept = this.options.leaveOutExpired ? this.statements.filter((s) => !expired(s)) : this.statements;
    return {
      expired: kept.filter(expired).map((s) => ({ statement: s.toString(), expires: s.expires!, owner: s.owner })),
      idle: kept.flatMap((statement, i) => {
        const deciders = decidersOf(statement, kept.slice(0, i));
        return deciders
          ? [{
            statement: statement.toString(),
            blockers: deciders.map(String),
            opposed: deciders.some((d) => d.accepts !== statement.accepts),
            ...witnessOf(statement),
          }]
          : [];
      }),
    };
  }
}

/** Throws if rules cannot be those of one direction of a filter that is deployed. */
function requirePrevious(what: 'previousInbound' | 'previousOutbound', given: unknown): void {
  if (given === undefined || given === null) return;
  const isRule = (item: unknown): item is MirrorRule => typeof item === 'object' && item !== null && 'action' in item && 'protocol' in item;
  if (!Array.isArray(given) || !given.every(isRule)) {
    throw refusal({
      what: `${Array.isArray(given) ? 'an item of ' : ''}${what} of a mirror intent`,
      got: Array.isArray(given) ? given.find((item) => !isRule(item)) : given,
      allowed: 'a list of MirrorRule', fix: 'pass the deployed rules, or omit it',
    });
  }
  const taken = new Map<number, MirrorRule>();
  let last = 0;
  for (const rule of given) {
    const priority = last = rule.priority ?? last + 1;
    const other = taken.get(priority);
    if (other !== undefined || !within(RULE_PRIORITY, priority)) {
      throw refusal({
        what: `${what} of a mirror intent`,
        got: described(
          other === undefined ? `has priority ${priority} for ${rule}` : `has priority ${priority} for ${other} and for ${rule}`,
        ),
        allowed: `a priority of ${RULE_PRIORITY.min} to ${RULE_PRIORITY.max} for each rule`,
        fix: 'write the rules with the priorities that are deployed',
      });
    }
    taken.set(priority, rule);
  }
}

/** The earlier statements that decide about all packets of a statement. Undefined if some packets are left for it. */
function decidersOf(statement: MirrorStatement, earlier: readonly MirrorStatement[]): MirrorStatement[] | undefined {
  const left = { inbound: PacketSet.unionOf(statement._traffic.inbound), outbound: PacketSet.unionOf(statement._traffic.outbound) };
  const deciders = earlier.filter((other) => {
    let decides = false;
    for (const direction of ['inbound', 'outbound'] as const) {
      for (const part of other._traffic[direction]) {
        if (!part.overlaps(left[direction])) continue;
        left[direction] = left[direction].minus(part);
        decides = true;
      }
    }
    return decides;
  });
  return left.inbound.isEmpty && left.outbound.isEmpty ? deciders : undefined;
}

/** A packet of a statement, or one that it would match without its exceptions. */
function witnessOf({ _traffic, _options }: MirrorStatement): { packet?: string } {
  const { exceptFrom: _from, exceptTo: _to, exceptServices: _services, ...whole } = _options;
  for (const traffic of [_traffic, trafficOf('a mirror statement', whole)]) {
    for (const direction of ['inbound', 'outbound'] as const) {
      const packet = PacketSet.unionOf(traffic[direction]).witness();
      if (packet) return { packet: `${direction} ${packetText(packet)}` };
    }
  }
  return {};
}

function expired({ expires }: MirrorStatement): boolean {
  return expires !== undefined && expires < today();
}

/** The rules of a direction: those of the near miss, if there is one. */
function rulesOf(compiled: CompiledFilter, direction: 'inbound' | 'outbound'): MirrorRule[] {
  return (compiled[direction].near?.rules ?? compiled[direction].rules).map((r) => ruleOf(r));
}

/** The networks and services that have an owner or a comment. */
function ownerLines(traffics: readonly MirrorTraffic[]): string[] {
  return statedNames(traffics).used.filter(({ owner, comment }) => owner !== undefined || comment !== undefined)
    .map(({ kind, name, contents, owner, comment }) =>
      `${kind} ${name} (${contents}): ${[owner, comment].filter((text) => text !== undefined).join(', ')}`);
}

/** The additional packets, one line for each part. Only the first lines of each direction. */
function beyond(compiled: CompiledFilter, most = 4): string[] {
  return DIRECTIONS.flatMap((d) => compiled[d].near ? setLines(compiled[d].near!.extra, most).map((line) => `${d}: ${line}`) : []);
}

/** The additional packets as a share of the wanted ones. */
function shareOf(compiled: CompiledFilter): number {
  const sum = (size: (direction: 'inbound' | 'outbound') => bigint | undefined) =>
    Number(DIRECTIONS.reduce((all, d) => all + (size(d) ?? 0n), 0n));
  const extra = sum((d) => compiled[d].near?.extra.size);
  return extra === 0 ? 0 : extra / sum((d) => compiled[d].wanted.size);
}

/** A share as percent: whole ones, or the first digit if it is less than one. From ten times as much, as a multiple. */
function percentMore(share: number): string {
  if (share >= 10) return `${(share + 1).toFixed(0)} times as many packets`;
  const percent = 100 * share;
  return `${percent >= 1 ? percent.toFixed(0) : percent < 0.01 ? 'less than 0.01' : percent.toPrecision(1)}% more packets`;
}

function misfit(path: string | undefined, compiled: CompiledFilter, limits: RuleLimits): Error {
  const near = compiled.inbound.near ?? compiled.outbound.near;
  const rules = DIRECTIONS.flatMap((d) => rulesOf(compiled, d).map((rule) => `\n  ${d} ${rule.priority}: ${rule}`)).join('');
  const error = refusal({
    path, what: 'the intent of a mirror filter',
    got: described(
      `needs ${counted(compiled.inbound.count, 'inbound rule')} and ${counted(compiled.outbound.count, 'outbound rule')}, `
      + `${compiled.excess} too many`,
    ),
    allowed: `${limits.perFilter} rules in a filter, ${limits.perDirection} in a direction`,
    fix: near
      ? `set takeNearMiss to copy ${percentMore(shareOf(compiled))}: ${beyond(compiled).join(', ')}. `
        + 'Or remove a statement, or split the traffic over two sessions'
      : 'drop a statement, or split the traffic over two sessions',
  });
  return near ? new Error(`${error.message} With takeNearMiss, the rules are:${rules}`) : error;
}
