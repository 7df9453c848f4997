import { MirrorCompiledIntent } from './mirror-compiled-intent';
import { MirrorRule } from './mirror-rule';
import { MirrorStatement } from './mirror-statement';
import { placedOf, ruleOf } from './rule-boxes';
import { MirrorCatalog } from '../catalog/mirror-catalog';
import { MirrorEdition } from '../catalog/mirror-edition';
import { MirrorQuotaName } from '../catalog/mirror-quota';
import { Placed } from '../intent/priorities';
import { CompiledFilter, compileFilter, plainCount, RuleLimits, Sentence } from '../intent/translate';
import { FilterStatement } from '../model/document';
import { today } from '../net/calendar';
import { PacketSet } from '../net/packet-set';
import { setLines } from '../net/packet-text';
import { refusal } from '../net/refusal';
import { counted } from '../net/wording';

/** How an intent becomes rules. */
export interface MirrorIntentOptions {
  /**
   * The rules for inbound packets that are deployed. Rules that can stay keep their priority, so a small change of the intent
   * changes few rules.
   *
   * @default - the rules depend on the intent alone. The same intent gives the same rules
   */
  readonly previousInbound?: MirrorRule[];
  /**
   * The same for outbound packets.
   *
   * @default - the rules depend on the intent alone
   */
  readonly previousOutbound?: MirrorRule[];
  /**
   * Leaves out statements whose last day has passed. The rules then change by themselves on the day after.
   *
   * @default false, expired statements stay in force and are a finding
   */
  readonly leaveOutExpired?: boolean;
  /**
   * If the intent does not fit into the rules of a filter, takes rules that copy more than the intent, and never less.
   *
   * @default false, an intent that does not fit is an error
   */
  readonly takeNearMiss?: boolean;
}

/**
 * What a filter copies, in statements over named networks and services. The first statement that has a packet decides. What
 * no statement has is not copied. `MirrorFilter` writes the fewest rules that mean exactly that.
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
   * @param statements the first that has a packet decides
   */
  public static of(statements: MirrorStatement[], options: MirrorIntentOptions = {}): MirrorIntent {
    return new MirrorIntent(statements, options);
  }

  private constructor(private readonly statements: readonly MirrorStatement[], private readonly options: MirrorIntentOptions) {
    if (!Array.isArray(statements) || statements.length === 0 || statements.some((s) => typeof s !== 'object' || s === null || !('accepts' in s))) {
      throw refusal({ what: 'statements of a mirror intent', got: statements, allowed: 'a list of MirrorStatement', fix: 'write MirrorStatement.accept({ ... }) or MirrorStatement.drop({ ... })' });
    }
    for (const what of ['previousInbound', 'previousOutbound'] as const) {
      const given: unknown = options[what] ?? [];
      if (!Array.isArray(given) || given.some((r) => typeof r !== 'object' || r === null || !('action' in r))) {
        throw refusal({ what: `${what} of a mirror intent`, got: given, allowed: 'a list of MirrorRule', fix: 'write the rules that are deployed, or leave it out' });
      }
    }
    for (const what of ['leaveOutExpired', 'takeNearMiss'] as const) {
      const given: unknown = options[what] ?? false;
      if (typeof given !== 'boolean') throw refusal({ what: `${what} of a mirror intent`, got: given, allowed: 'true or false, known at synth', fix: 'write it without quotes, or leave it out' });
    }
  }

  /**
   * The rules of the intent, within the limits of an edition.
   *
   * @param edition the edition whose limits hold. By default the one in force unless chosen otherwise, 2023
   * @throws if the intent does not fit, unless `takeNearMiss` is set
   */
  public compile(edition: MirrorEdition = MirrorCatalog.defaultEdition): MirrorCompiledIntent {
    const catalog = MirrorCatalog.of(edition);
    return this._compile(undefined, {
      perFilter: catalog.quota(MirrorQuotaName.RULES_PER_FILTER).limit!, perDirection: catalog.quota(MirrorQuotaName.RULES_PER_DIRECTION).limit!,
    });
  }

  /**
   * Whether the rules that are deployed were given with the intent.
   *
   * @internal
   */
  public get _hasPrevious(): boolean {
    return (this.options.previousInbound ?? this.options.previousOutbound ?? undefined) !== undefined;
  }

  /**
   * @param deployed rules to start from, in place of those that were given with the intent
   * @internal
   */
  public _compile(path: string | undefined, limits: RuleLimits, deployed?: Record<'inbound' | 'outbound', readonly Placed[]>): MirrorCompiledIntent {
    const { inbound: sentences, outbound } = this._sentences();
    const compiled = compileFilter({ inbound: sentences, outbound }, limits, deployed ?? {
      inbound: placedOf(this.options.previousInbound ?? []), outbound: placedOf(this.options.previousOutbound ?? []),
    });
    const plain = plainCount(sentences) + plainCount(outbound);
    if (compiled.excess > 0 && !(this.options.takeNearMiss && (compiled.inbound.near || compiled.outbound.near))) throw misfit(path, compiled, limits);
    const rules = (direction: 'inbound' | 'outbound') => (compiled[direction].near?.rules ?? compiled[direction].rules).map((r) => ruleOf(r));
    const written = compiled.inbound.count + compiled.outbound.count;
    const least = compiled.inbound.least + compiled.outbound.least;
    const copiesMore = compiled.inbound.near !== undefined || compiled.outbound.near !== undefined;
    return {
      inbound: rules('inbound'), outbound: rules('outbound'), excessRules: compiled.excess, copiesMore, provedShortest: least === written, leastRules: least, plainRules: plain,
      summary: [
        `${counted(written, 'rule')}${least === written ? ', proved shortest' : `; none shorter was found, and no fewer than ${least} are possible`}; statement by statement: ${plain}`,
        ...copiesMore ? [`Does not fit: ${counted(compiled.excess, 'rule')} too many. The rules also copy:`, ...beyond(compiled)] : [],
      ],
    };
  }

  /** @internal */
  public _sentences(): { inbound: Sentence[]; outbound: Sentence[] } {
    const kept = this.options.leaveOutExpired ? this.statements.filter((s) => !expired(s)) : this.statements;
    const of = (direction: 'inbound' | 'outbound') => kept.map((s) => ({ accept: s.accepts, parts: s._traffic[direction] })).filter((s) => s.parts.length > 0);
    return { inbound: of('inbound'), outbound: of('outbound') };
  }

  /**
   * What is to be checked of the statements beside the rules that they become.
   *
   * @internal
   */
  public get _statement(): Pick<FilterStatement, 'expired' | 'idle'> {
    const kept = this.options.leaveOutExpired ? this.statements.filter((s) => !expired(s)) : this.statements;
    return {
      expired: kept.filter(expired).map((s) => ({ statement: s.toString(), expires: s.expires!, owner: s.owner })),
      idle: kept.flatMap((statement, i) => {
        const deciders = decidersOf(statement, kept.slice(0, i));
        return deciders ? [{ statement: statement.toString(), blockers: deciders.map(String), opposed: deciders.some((d) => d.accepts !== statement.accepts) }] : [];
      }),
    };
  }
}

/** The earlier statements that decide about all packets of a statement; undefined if they leave it some. */
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

function expired({ expires }: MirrorStatement): boolean {
  return expires !== undefined && expires < today();
}

function beyond(compiled: CompiledFilter): string[] {
  return (['inbound', 'outbound'] as const).flatMap((d) => compiled[d].near ? setLines(compiled[d].near!.extra, 4).map((line) => `  ${d}: ${line}`) : []);
}

function misfit(path: string | undefined, compiled: CompiledFilter, limits: RuleLimits): Error {
  const near = compiled.inbound.near ?? compiled.outbound.near;
  return refusal({
    path, what: 'the intent of a mirror filter',
    got: `${counted(compiled.inbound.count, 'inbound rule')} and ${counted(compiled.outbound.count, 'outbound rule')}, ${compiled.excess} too many`,
    allowed: `${limits.perFilter} rules in a filter, ${limits.perDirection} in a direction`,
    fix: near
      ? `set takeNearMiss to copy more: ${beyond(compiled).map((l) => l.trim()).join('; ')}. Or drop a statement, or split the traffic over two sessions`
      : 'drop a statement, or split the traffic over two sessions',
  });
}
