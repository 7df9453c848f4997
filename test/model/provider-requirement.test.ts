import { isProviderName, providerRequirement } from '../../src/model/provider-requirement';

const document = (providers: any, lock?: string) => ({
  path: 'net',
  terraform: { terraform: { required_providers: providers } },
  ...(lock !== undefined && { lock }),
});
const LOCK = `# This file is maintained automatically by "terraform init".
provider "registry.terraform.io/hashicorp/null" {
  version = "3.2.3"
  hashes = [
    "h1:abc{",
  ]
}

provider "registry.terraform.io/aliyun/alicloud" {
  version     = "1.289.0"
  constraints = ">= 1.239.0, < 3.0.0"
  hashes = [
    "h1:abc",
  ]
}
`;

test.each<[string, any, any]>([
  ['a constraint', { alicloud: { source: 'aliyun/alicloud', version: '>= 1.239.0' } }, { constraint: '>= 1.239.0' }],
  ['no constraint', { alicloud: { source: 'aliyun/alicloud' } }, {}],
  ['a host in the source', { ali: { source: 'registry.opentofu.org/aliyun/alicloud', version: '~> 2.0' } }, { constraint: '~> 2.0' }],
  ['the old form', { alicloud: '~> 1.1' }, { constraint: '~> 1.1' }],
  [
    'a list of blocks',
    [{ aws: { source: 'hashicorp/aws' } }, { alicloud: { source: 'aliyun/alicloud', version: '1.2.3' } }],
    { constraint: '1.2.3' },
  ],
  ['a name without an argument', { alicloud: null }, {}],
  ['a version that is no text', { alicloud: { source: 'aliyun/alicloud', version: 5 } }, {}],
  ['a name without a source', { alicloud: { version: '1.2.3' } }, { constraint: '1.2.3' }],
])('is read with %s', (_, providers, expected) => {
  expect(providerRequirement(document(providers))).toEqual(expected);
});

test.each<[string, any]>([
  ['another provider', { aws: { source: 'hashicorp/aws', version: '1.0' } }],
  ['another provider without a source', { aws: { version: '1.0' }, gcp: '~> 1.0' }],
  ['another provider by that name', { alicloud: { source: 'example/alicloud', version: '1.0' } }],
  ['none', undefined],
])('is nothing for %s', (_, providers) => {
  expect(providerRequirement(document(providers))).toBeUndefined();
});

test('a stack that could not be read asks for nothing', () => {
  expect(providerRequirement({ path: 'net', unreadable: 'why' })).toBeUndefined();
});

test('settings may be in parts', () => {
  const alicloud = { source: 'aliyun/alicloud', version: '1.2.3' };
  const terraform: any = {
    terraform: [null, { backend: {} }, { required_providers: { aws: {} } },
      { required_providers: [{ alicloud }] }],
  };
  expect(providerRequirement({ path: 'net', terraform })).toEqual({ constraint: '1.2.3' });
  expect(providerRequirement({ path: 'net', terraform: {} })).toBeUndefined();
});

test('a provider is ours by its source, or else by its name', () => {
  const terraform = {
    terraform: {
      required_providers: {
        ali: { source: 'aliyun/alicloud' }, alicloud: { source: 'x/alicloud' },
        aws: '1',
      },
    },
  };
  expect(['ali', 'alicloud', 'aws', 'other'].map((name) => isProviderName(terraform, name))).toEqual([true, false, false, false]);
  expect(['ali', 'alicloud', 'other'].map((name) => isProviderName({}, name))).toEqual([false, true, false]);
});

test('the lock file names the version that is selected', () => {
  const providers = { alicloud: { source: 'aliyun/alicloud', version: '>= 1.0' } };
  expect(providerRequirement(document(providers, LOCK))).toEqual({ constraint: '>= 1.0', locked: '1.289.0' });
  expect(providerRequirement(document(providers, LOCK.replace('aliyun/alicloud"', 'aliyun/other"')))).toEqual({ constraint: '>= 1.0' });
  expect(providerRequirement(document(providers, ''))).toEqual({ constraint: '>= 1.0' });
  const locked = (lock: string) => providerRequirement(document(providers, lock))?.locked;
  expect(locked('provider  "x/aliyun/alicloud"{\nversion="1.0"\n}')).toBe('1.0');
  expect(locked('provider "x/aliyun/alicloud"  {\n  min_version = "0.9"\n  version  =  "1.0"\n}')).toBe('1.0');
  expect(locked('provider "x/aliyun/alicloud" {\n  min_version = "0.9"\n}')).toBeUndefined();
  expect(locked('# provider "x/aliyun/alicloud" {\n  version = "1.0"\n}')).toBeUndefined();
});
