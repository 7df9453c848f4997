import type { PlanDocument } from './plan-document';
import { MirrorExport } from '../export/mirror-export';
import { MirrorNetworkFacts } from '../input/mirror-network-facts';
import { EXPECTED_TOTALS } from '../input/network-answers';
import { InventoryReading, readInventoryFiles, readInventoryStateFiles } from '../inventory/read-inventory';
import { SessionStatement, StackDocument } from '../model/document';
import type { InterfaceStatement } from '../model/interface-statement';
import { SESSION_TYPE } from '../model/mirror-model';
import { SourceStatements } from '../model/source-statements';
import { described, refusal } from '../net/refusal';

/** Files of API responses, from the options of the command. */
export interface AccountFiles {
  /** `KIND=FILE`, with the kinds of `MirrorInventory.fromFiles`, or `states=FILE`. Numbers such as `expectTotal=54` too. */
  readonly inventory: readonly string[];
  /** `KIND=FILE`, with the kinds of `MirrorNetworkFacts.fromFiles`. */
  readonly networkFacts: readonly string[];
  /** `KIND=FILE`, with the kinds of `MirrorExport.fromFiles`. */
  readonly existing: readonly string[];
}

/** The label of sessions that are in the account but in no input. */
export const EXISTING = 'sessions of others';

/** Facts about an account from API responses, in addition to the Terraform. */
export class AccountFacts {
  /** Reasons why responses may be incomplete, one sentence each. */
  public readonly doubts: readonly string[];
  private readonly network?: MirrorNetworkFacts;
  private readonly inventory?: ReadonlyMap<string, InterfaceStatement>;
  private readonly existing?: MirrorExport;

  /** @throws if a file cannot be read or is not such a response */
  constructor(files: AccountFiles) {
    if (files.networkFacts.length > 0) {
      const { files: answers, totals } = byKind('--network-facts', files.networkFacts, undefined, Object.values(EXPECTED_TOTALS));
      this.network = MirrorNetworkFacts.fromFiles({ ...answers, ...totals });
    }
    const inventory = files.inventory.length > 0 ? readInventory(files.inventory) : undefined;
    this.inventory = inventory && statementsOf(inventory);
    if (files.existing.length > 0) {
      const numbers = ['expectTotal', 'expectTotalFilters'];
      const { files: answers, totals } = byKind('--existing', files.existing, ['sessions', 'filters'], numbers);
      this.existing = MirrorExport.fromFiles({ ...answers, ...totals });
    }
    this.doubts = [...inventory?.notes ?? [], ...this.network?.warnings ?? [], ...this.existing?.warnings ?? []];
  }

  /** Whether the sessions that are in no input are known. */
  public get knowsOthers(): boolean {
    return this.existing !== undefined;
  }

  /** The documents with facts about their sources and their network, and one more document with the sessions of others. */
  public added(documents: readonly StackDocument[], plans: readonly PlanDocument[]): StackDocument[] {
    const network = this.network && [this.network._facts];
    return [...this.others(documents, plans), ...documents.map((document) => this.withInventory(document))].map((document) =>
      network ? { ...document, network } : document);
  }

  /** The document with facts about those sources for which the constructs set no options. */
  private withInventory(document: StackDocument): StackDocument {
    const { inventory } = this;
    const sessions = Object.entries<any>(document.terraform?.resource?.[SESSION_TYPE] ?? {});
    if (!inventory || sessions.length === 0) return document;
    const statements = document.statements ?? { version: 1 as const, sessions: {} };
    const all: Record<string, SessionStatement> = { ...statements.sessions };
    for (const [name, body] of sessions) {
      const ids: unknown[] = Array.isArray(body?.traffic_mirror_source_ids) ? body.traffic_mirror_source_ids : [];
      const known = ids.filter((id): id is string => typeof id === 'string' && inventory.has(id));
      if (known.length === 0) continue;
      const address = `${SESSION_TYPE}.${name}`;
      const given = all[address];
      const stated = given?.sources && SourceStatements.of(given.sources);
      const texts = [...new Set([...known, ...stated ? Array.from({ length: stated.length }, (_, i) => stated.id(i)) : []])];
      all[address] = { ...given, sources: SourceStatements.listed(texts, texts.map((id) => stated?.get(id) ?? inventory.get(id))) };
    }
    return { ...document, statements: { ...statements, sessions: all } };
  }

  /** Sessions of the account that no plan or Terraform state manages. They come first, so collisions are reported at the others. */
  private others(documents: readonly StackDocument[], plans: readonly PlanDocument[]): StackDocument[] {
    if (!this.existing) return [];
    const ours = new Set(plans.flatMap(({ ids }) => [...ids]));
    const sessions = this.existing.sessions.filter(({ sessionId }) => !ours.has(sessionId));
    const bodies = sessions.map(({
      sessionId, sourceIds, targetId, targetType, filterId, priority, virtualNetworkId, packetLength, enabled,
    }) => [sessionId.replace(
      /[^\w-]/g, '_',
    ), {
      traffic_mirror_source_ids: sourceIds,
      traffic_mirror_target_id: targetId,
      traffic_mirror_target_type: targetType,
      traffic_mirror_filter_id: filterId,
      priority, virtual_network_id: virtualNetworkId, packet_length: packetLength, enabled,
    }]);
    return sessions.length === 0 ? [] : [{
      path: EXISTING, folder: EXISTING, plain: true, ofOthers: true, environmentOf: documents[0]?.path,
      // The responses belong to the account of the inputs.
      terraform: { provider: documents[0]?.terraform?.provider, resource: { [SESSION_TYPE]: Object.fromEntries(bodies) } },
    }];
  }
}

function readInventory(given: readonly string[]): InventoryReading {
  const { files, totals } = byKind('--inventory', given, ['networkInterfaces', 'instances', 'states'], [
    EXPECTED_TOTALS.networkInterfaces, EXPECTED_TOTALS.instances,
  ]);
  const { states, ...answers } = files;
  if (states ? Object.keys({ ...answers, ...totals }).length > 0 : !answers.networkInterfaces || !answers.instances) {
    throw refusal({
      what: '--inventory',
      got: described(`has ${`only ${Object.keys({ ...files, ...totals }).join(', ')}`.replace(/^only (?=.*states)/, '')}`),
      allowed: 'networkInterfaces=FILE and instances=FILE, or states=FILE',
      fix: 'pass the responses of both calls',
    });
  }
  return states
    ? readInventoryStateFiles({ states })
    : readInventoryFiles({ networkInterfaces: answers.networkInterfaces, instances: answers.instances, ...totals });
}

function statementsOf({ interfaces }: InventoryReading): ReadonlyMap<string, InterfaceStatement> {
  return new Map(interfaces.map(({
    id, instanceType, primaryIp, regionId, vpcId, zoneId, vswitchId, instanceId, securityGroupIds, ipv6Addresses, serviceManaged,
  }) => [
    id, { instanceType, primaryIp, regionId, vpcId, zoneId, vswitchId, instanceId, securityGroupIds, ipv6Addresses, serviceManaged },
  ]));
}

interface Given {
  readonly files: Record<string, string[]>;
  readonly totals: Record<string, number>;
}

function byKind(option: string, given: readonly string[], allowed: readonly string[] | undefined, numbers: readonly string[]): Given {
  const files: Record<string, string[]> = {};
  const totals: Record<string, number> = {};
  for (const text of given) {
    const [, kind, value] = /^(\w+)=(.+)$/s.exec(text) ?? [];
    if (numbers.includes(kind) && /^\d{1,9}$/.test(value)) {
      totals[kind] = Number(value);
      continue;
    }
    if (kind === undefined || kind === '__proto__' || numbers.includes(kind) || allowed && !allowed.includes(kind)) {
      const kinds = allowed ? allowed.map((name) => `${name}=FILE`).join(', ') : 'KIND=FILE, for example securityGroups=sg.json';
      throw refusal({
        what: option,
        got: text,
        allowed: `${kinds}, ${numbers.map((name) => `${name}=NUMBER`).join(', ')}`,
        fix: 'write the kind of the response before its file',
      });
    }
    (files[kind] ??= []).push(value);
  }
  return { files, totals };
}
