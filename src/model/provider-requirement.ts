import type { StackDocument } from './document';
import { PROVIDER_SOURCE } from '../catalog/versions';

/** What a stack asks of the provider of Alibaba Cloud. */
export interface ProviderRequirement {
  /** The version constraint as written. Undefined if there is none, which admits every version. */
  readonly constraint?: string;
  /** The version that `terraform init` has chosen, by the lock file next to the stack. */
  readonly locked?: string;
}

/** Of a stack that has the provider. Undefined if it has another one by that name, or none. */
export function providerRequirement({ terraform, lock }: StackDocument): ProviderRequirement | undefined {
  const blocks = [terraform?.terraform ?? []].flat();
  const entries = blocks.flatMap((block: any) => [block?.required_providers ?? []].flat()).flatMap((providers: any) => Object.entries<any>(providers));
  for (const [name, entry] of entries) {
    const source = typeof entry === 'string' ? undefined : entry?.source;
    if (typeof source === 'string' ? !isProvider(source) : name !== 'alicloud') continue;
    const constraint = typeof entry === 'string' ? entry : entry?.version;
    return { ...(typeof constraint === 'string' && { constraint }), ...lockedVersion(lock) };
  }
  return undefined;
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
