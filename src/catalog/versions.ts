/**
 * Versions of the tools around the library: the required and the tested ones.
 *
 * This file imports nothing, so that the generator of the bindings can read it before there are bindings.
 */

/** The provider's address in a registry, without the host. */
export const PROVIDER_SOURCE = 'aliyun/alicloud';

/** The oldest provider that has all that the constructs write: `security_group_name` came with it (tried 2026-11-26). */
export const OLDEST_PROVIDER = '1.239.0';

/** The first provider that nobody has tried: the next major version. */
export const UNTRIED_PROVIDER = '3.0.0';

/**
 * The constraint that the bindings write into `required_providers`. The only place that has it.
 *
 * A ceiling of 2.0.0 would push a stack that already runs 2.x back to 1.x, since the last writer of
 * `required_providers` wins.
 */
export const PROVIDER_CONSTRAINT = `>= ${OLDEST_PROVIDER}, < ${UNTRIED_PROVIDER}`;

/** A version of the provider, and how far it was tried. */
export interface TriedProvider {
  readonly version: string;
  readonly tried: string;
  /** Day of the trial. */
  readonly date: string;
}

/** The tested versions, the oldest first. The schema slices of these are in `schema/`. */
export const TRIED_PROVIDERS: readonly TriedProvider[] = [
  { version: '1.239.0', tried: 'its schema, and lives of the examples', date: '2026-11-26' },
  { version: '1.289.0', tried: 'its schema, and all lives', date: '2026-11-23' },
  { version: '2.0.0-beta3', tried: 'its schema, and all lives', date: '2026-11-26' },
];

/** The first Terraform version that has each feature that a stack may use. */
export const TERRAFORM_SINCE = {
  /** The built-in resource `terraform_data`. */
  terraformData: '1.4.0',
  /** Blocks `import` and `check`. */
  importBlocks: '1.5.0',
  checkBlocks: '1.5.0',
  /** Blocks `removed` with `lifecycle.destroy`. */
  removedBlocks: '1.7.0',
} as const;
