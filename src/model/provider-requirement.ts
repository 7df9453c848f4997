import type { StackDocument, TerraformJson } from './document';
import { PROVIDER_SOURCE } from '../catalog/versions';

/** A stack's requirement on the Alibaba Cloud provider. */
export interface ProviderRequirement {
  /** The version constraint as written. Undefined if there is none, so that every version is allowed. */
  readonly constraint?: string;
  /** The version that `terraform init` chose, from the lock file next to the stack. */
  readonly locked?: string;
}

/** The requirement of a stack. Undefined if the stack does not use the provider, or another one of the same name. */
export function providerRequirement({ terraform, lock }: StackDocument): ProviderRequirement | undefined {
  for (const [name, entry] of requiredProviders(terraform)) {
    if (!isOurs(name, entry)) continue;
    const constraint = typeof entry === 'string' ? entry : entry?.version;
    return { ...(typeof constraint === 'string' && { constraint }), ...lockedVersion(lock) };
  }
  return undefined;
}

/** Whether the blocks of a name configure the Alibaba Cloud provider. */
export function isProviderName(terraform: TerraformJson, name: string): boolean {
  return isOurs(name, requiredProviders(terraform).find(([required]) => required === name)?.[1]);
}

function requiredProviders(terraform: TerraformJson | undefined): [name: string, entry: any][] {
  return [terraform?.terraform ?? []].flat().flatMap((block: any) => [block?.required_providers ?? []].flat())
    .flatMap((providers: any) => Object.entries<any>(providers));
}

function isOurs(name: string, entry: any): boolean {
  const source = entry?.source;
  return typeof source === 'string' ? isProvider(source) : name === 'alicloud';
}

/** `aliyun/alicloud`, with or without the host of a registry. */
function isProvider(source: string): boolean {
  return source === PROVIDER_SOURCE || source.endsWith(`/${PROVIDER_SOURCE}`);
}

function lockedVersion(lock: string | undefined): { locked?: string } {
  if (lock === undefined) return {};
  for (const [, source, body] of lock.matchAll(/^provider\s+"([^"]+)"\s*\{([^}]*)\}/gm)) {
    const version = isProvider(source) ? /^\s*version\s*=\s*"([^"]+)"/m.exec(body)?.[1] : undefined;
    if (version !== undefined) return { locked: version };
  }
  return {};
}
