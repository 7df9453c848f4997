import { Annotations, TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { ExportedFilter, ExportedRule } from './exported-filter';
import { ExportedSession } from './exported-session';
import { filterCode, WrittenTexts } from './filter-code';
import { ImportBlocks } from './import-blocks';
import { MirrorExport } from './mirror-export';
import { filterObstacles, Obstacle, sessionObstacles } from './obstacles';
import { RESERVED_TAG_PREFIXES } from '../catalog/limits';
import { MirrorFilter } from '../filter/mirror-filter';
import { MirrorRule, MirrorRuleAction } from '../filter/mirror-rule';
import { literal } from '../net/known';
import { MirrorProtocol } from '../net/mirror-protocol';
import { PortRange } from '../net/port-range';
import { refusal } from '../net/refusal';
import { refuseToken } from '../session/arguments';

/** What an obstacle keeps from being adopted. */
export enum AdoptionSubject {
  /** A filter. */
  FILTER = 'filter',
  /** A session. */
  SESSION = 'session',
}

/** Why a filter or session cannot be adopted, and what to do about it. */
export interface AdoptionObstacle {
  /** Whether it is about a filter or a session. */
  readonly subject: AdoptionSubject;
  /** Id of the filter (`tmf-...`) or session (`tms-...`). */
  readonly id: string;
  /**
   * Its name.
   *
   * @default - it has none
   */
  readonly name?: string;
  /** File and record of the export. */
  readonly record: string;
  /** What Terraform cannot represent. */
  readonly reason: string;
  /** What to do about it. */
  readonly cure: string;
}

/** How what is adopted is managed. */
export interface AdoptionOptions {
  /**
   * The provider, and with it account and region: the ones of the export.
   *
   * @default - the stack's alicloud provider without alias
   */
  readonly provider?: TerraformProvider;
}

/**
 * Takes what an account mirrors already into Terraform: constructs with import blocks, written so that the first plan
 * imports and changes nothing. Import blocks need Terraform 1.5 or later.
 *
 * What Terraform cannot represent is in `notAdoptable`, with the reason and the cure; the rest can be adopted.
 *
 * @example
 * const adoption = MirrorAdoption.of(MirrorExport.fromFiles({ filters: ['mirror-filters.json'] }));
 * adoption.filter(this, 'Web', 'tmf-bp1web');
 */
export class MirrorAdoption {
  /** The adoption of an export. One export is adopted by one adoption, in one app. */
  public static of(exported: MirrorExport): MirrorAdoption {
    refuseToken('MirrorAdoption.of', 'exported', exported, 'a MirrorExport', 'read it with MirrorExport.fromFiles: it is looked through while the app runs');
    return new MirrorAdoption(exported);
  }

  /** What the account has. */
  public readonly exported: MirrorExport;

  private readonly obstacles: AdoptionObstacle[];
  private readonly obstructed: Set<string>;
  private readonly adoptedFilters = new Map<string, MirrorFilter>();

  private constructor(exported: MirrorExport) {
    this.exported = exported;
    const named = (subject: AdoptionSubject, id: string, name: string | undefined, found: Obstacle[]): AdoptionObstacle[] =>
      found.map(({ reason, cure }) => ({ subject, id, name, record: exported._place(id), reason, cure }));
    this.obstacles = [
      ...exported.filters.flatMap((f) => named(AdoptionSubject.FILTER, f.filterId, f.filterName, filterObstacles(f))),
      ...exported.sessions.flatMap((s) => named(AdoptionSubject.SESSION, s.sessionId, s.sessionName, sessionObstacles(s))),
    ];
    this.obstructed = new Set(this.obstacles.map(({ id }) => id));
  }

  /** Why filters and sessions cannot be adopted: filters first, by id; one of them may have several. */
  public get notAdoptable(): AdoptionObstacle[] {
    return [...this.obstacles];
  }

  /** Filters that can be adopted, by id. */
  public get adoptableFilters(): ExportedFilter[] {
    return this.exported.filters.filter(({ filterId }) => !this.obstructed.has(filterId));
  }

  /** Sessions that can be adopted, by id. */
  public get adoptableSessions(): ExportedSession[] {
    return this.exported.sessions.filter(({ sessionId }) => !this.obstructed.has(sessionId));
  }

  /**
   * Adopts a filter with its rules, as they are.
   *
   * Once it is applied, the `MirrorFilter` of `filterCode` can take its place.
   *
   * Throws where the export has no such filter, where it was adopted before, or where it cannot be adopted.
   *
   * @param filterId id of the filter (`tmf-...`)
   */
  public filter(scope: Construct, id: string, filterId: string, options: AdoptionOptions = {}): MirrorFilter {
    const path = `${scope.node.path}/${id}`;
    const exported = this.adoptable(filterId, path);
    const before = this.adoptedFilters.get(filterId);
    if (before) {
      throw refusal({
        path, what: 'filterId', got: filterId, allowed: `a filter that is not adopted yet; ${before.node.path} is it`, fix: `use ${before.node.path}, or leave it out`,
      });
    }
    const filter = new MirrorFilter(scope, id, {
      inbound: exported.inbound.map(ruleOf),
      outbound: exported.outbound.map(ruleOf),
      ...writtenTexts(exported),
      provider: options.provider,
    });
    const block = (direction: 'inbound' | 'outbound') => ({ priority, ruleId }: ExportedRule) =>
      ({ to: filter._ruleResource(direction, priority)!, id: `${filterId}:${ruleId}` });
    new ImportBlocks(filter, 'Imports', [
      { to: filter._resource, id: filterId },
      ...exported.inbound.map(block('inbound')),
      ...exported.outbound.map(block('outbound')),
    ]);
    this.adoptedFilters.set(filterId, filter);
    return filter;
  }

  /**
   * Adopts every filter that can be adopted and was not yet, each under its id. What cannot be adopted is a warning of
   * the synth.
   *
   * @returns the filters, by id
   */
  public filters(scope: Construct, options: AdoptionOptions = {}): MirrorFilter[] {
    for (const obstacle of this.obstacles) {
      if (obstacle.subject === AdoptionSubject.FILTER) Annotations.of(scope).addWarning(obstacleLine(obstacle));
    }
    return this.adoptableFilters
      .filter(({ filterId }) => !this.adoptedFilters.has(filterId))
      .map(({ filterId }) => this.filter(scope, filterId, filterId, options));
  }

  /**
   * The TypeScript of a `MirrorFilter` that takes an adopted filter's place once the adoption is applied: in the same
   * scope and with the same id it has the same Terraform addresses, so that the next plan is empty.
   *
   * Throws where the export has no such filter, or where it cannot be adopted.
   *
   * @param id the id that the adopted filter has in its scope
   * @param filterId id of the filter (`tmf-...`)
   */
  public filterCode(id: string, filterId: string): string {
    const exported = this.adoptable(filterId);
    return filterCode(id, exported, writtenTexts(exported));
  }

  /** What can be adopted and what cannot, for people. */
  public toText(): string {
    const { filters, sessions } = this.exported;
    return [
      `${this.adoptableFilters.length} of ${filters.length} filters and ${this.adoptableSessions.length} of ${sessions.length} sessions can be adopted`,
      ...this.obstacles.map(obstacleLine),
    ].join('\n');
  }

  private adoptable(filterId: string, path?: string): ExportedFilter {
    const what = 'filterId';
    const exported = this.exported.filter(filterId);
    if (!exported) {
      throw refusal({ path, what, got: filterId, allowed: 'the id of a filter of the export (tmf-...)', fix: 'see its spelling, or export again' });
    }
    const obstacles = this.obstacles.filter(({ id }) => id === filterId);
    if (obstacles.length > 0) {
      throw refusal({
        path,
        what: `${what}, which cannot be adopted: ${obstacles.map(({ reason }) => reason).join('; ')}`,
        got: filterId,
        allowed: 'a filter that Terraform can represent as it is',
        fix: `${obstacles.map(({ cure }) => cure).join('; ')}; what stays with the console is used by MirrorFilter.fromFilterId`,
      });
    }
    return exported;
  }
}

function ruleOf(rule: ExportedRule): MirrorRule {
  const protocol = MirrorProtocol.of(rule.protocol);
  const options = {
    protocol,
    source: rule.source,
    destination: rule.destination,
    ...protocol.takesPorts && { sourcePort: PortRange.parse(rule.sourcePort!), destinationPort: PortRange.parse(rule.destinationPort!) },
    priority: rule.priority,
  };
  return rule.action === MirrorRuleAction.ACCEPT ? MirrorRule.accept(options) : MirrorRule.drop(options);
}

/** What is said of a filter beside its rules. The service's own tags are left out, since the provider takes no notice of them. */
function writtenTexts({ filterName, description, resourceGroupId, tags }: ExportedFilter): WrittenTexts {
  const own = Object.entries(tags)
    .filter(([key]) => !RESERVED_TAG_PREFIXES.some((prefix) => key.startsWith(prefix)))
    .map(([key, value]) => [literal(key), literal(value)]);
  return {
    filterName: filterName && literal(filterName),
    description: description && literal(description),
    resourceGroupId,
    tags: own.length > 0 ? Object.fromEntries(own) : undefined,
  };
}

function obstacleLine({ subject, id, name, record, reason, cure }: AdoptionObstacle): string {
  return `${subject} ${id}${name === undefined ? '' : ` (${name})`} of ${record} cannot be adopted: ${reason}; ${cure}`;
}
