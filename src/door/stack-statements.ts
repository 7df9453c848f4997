import { parseAddress } from './address';
import type { PlanDocument } from './plan-document';
import { SessionStatement, StackDocument, StackStatements, TerraformJson } from '../model/document';
import type { InterfaceStatement } from '../model/interface-statement';
import { SESSION_TYPE } from '../model/mirror-model';
import { isObject } from '../model/terraform-form';

/** The files in the folder of a synthesized stack that complete its plan. */
export interface WrittenStack {
  readonly terraform: TerraformJson;
  readonly statements?: StackStatements;
  readonly lock?: string;
}

/** A plan with the options that the constructs of its stack set in addition to the Terraform, joined by Terraform address. */
export function withStatements(plan: PlanDocument, { terraform, statements, lock }: WrittenStack): StackDocument {
  return {
    ...plan.document, plain: undefined, withoutLifecycle: undefined, lock,
    terraform: withWritten(plan, terraform),
    ...statements && {
      statements: {
        ...statements, sessions: sessionsOf(plan, statements.sessions),
        places: { ...statements.places, ...placesOf(plan, terraform, statements) },
      },
    },
  };
}

/** Adds construct paths and lifecycle from the Terraform, because a plan does not contain them. */
function withWritten({ document: { terraform }, addresses }: PlanDocument, written: TerraformJson): TerraformJson | undefined {
  const resource: Record<string, any> = {};
  for (const [type, byName] of Object.entries<any>(terraform?.resource ?? {})) {
    const there = own(written.resource, type);
    resource[type] = Object.fromEntries(Object.entries<any>(byName).map(([name, body]) => {
      const address = `${type}.${name}`;
      const block = own(there, parseAddress(addresses.get(address) ?? address)?.name ?? name);
      const [metadata, lifecycle] = [addresses.has(address) ? undefined : own(block, '//'), own(block, 'lifecycle')];
      return [name, { ...body, ...metadata !== undefined && { '//': metadata }, ...lifecycle !== undefined && { lifecycle } }];
    }));
  }
  return { ...terraform, resource };
}

/** The positions of copies: those of the construct of their block. The path of a copy is its address. */
function placesOf({ addresses }: PlanDocument, written: TerraformJson, { places }: StackStatements): StackStatements['places'] {
  const found: Record<string, number> = {};
  for (const [local, real] of places ? addresses : []) {
    const parsed = parseAddress(real);
    const path = parsed?.module === '' ? own(own(written.resource, parsed.type), parsed.name)?.['//']?.metadata?.path : undefined;
    if (typeof path !== 'string') continue;
    // A part has the position of its construct.
    for (let below = path; below !== ''; below = below.slice(0, Math.max(0, below.lastIndexOf('/')))) {
      const at = own(places, below);
      if (typeof at === 'number') {
        found[local] = at;
        break;
      }
    }
  }
  return found;
}

function sessionsOf(
  { document: { terraform }, addresses }: PlanDocument, statements: StackStatements['sessions'],
): StackStatements['sessions'] {
  const sessions: Record<string, SessionStatement> = { ...statements };
  for (const [name, body] of Object.entries<any>(own(terraform?.resource, SESSION_TYPE) ?? {})) {
    const local = `${SESSION_TYPE}.${name}`;
    const real = addresses.get(local);
    const parsed = real === undefined ? undefined : parseAddress(real);
    // Copies have the statement of their block. The stack has no constructs of a module.
    const written = parsed ? parsed.module === '' ? `${SESSION_TYPE}.${parsed.name}` : undefined : local;
    const statement = written === undefined ? undefined : own(statements, written);
    if (isObject(statement)) sessions[local] = { ...statement, sources: namedAsPlanned(statement.sources, body.traffic_mirror_source_ids) };
  }
  return sessions;
}

/** The options of sources, by the id in the plan in place of the expression in the stack. */
function namedAsPlanned(sources: SessionStatement['sources'], planned: unknown): Record<string, InterfaceStatement> | undefined {
  if (!isObject(sources)) return undefined;
  const given = Object.entries(sources as Record<string, InterfaceStatement>);
  if (!Array.isArray(planned) || planned.length !== given.length) return Object.fromEntries(given);
  return Object.fromEntries(given.map(([id, statement], i) => [planned.includes(id) ? id : String(planned[i]), statement]));
}

function own(of: any, name: string): any {
  return isObject(of) && Object.prototype.hasOwnProperty.call(of, name) ? of[name] : undefined;
}
