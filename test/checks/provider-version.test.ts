import { documents, providers, right } from './fixtures';
import { MirrorEdition } from '../../src';
import { findingOf } from '../../src/checks/found';
import { runChecks } from '../../src/checks/run';
import { MirrorModel } from '../../src/model/mirror-model';
import '../support/recorded-inputs';

const lock = (version: string): string => `provider "registry.terraform.io/aliyun/alicloud" {\n  version = "${version}"\n}\n`;

/** Severity and reason of what TM606 finds, or `pass`; nothing where it looks at no stack. */
function found(required: any, locked?: string): string[] {
  const app = right();
  app.terraform.terraform = required;
  const [document] = documents(app);
  const run = runChecks(new MirrorModel([{ ...document, ...(locked !== undefined && { lock: locked }) }]), MirrorEdition.EDITION_2023);
  const own = run.findings.filter(({ id }) => id === 'TM606').map((f) => `${f.severity} ${findingOf(f).reason}`);
  return own.length === 0 && run.passed.TM606 > 0 ? ['pass'] : own;
}

test.each<[string, string[]]>([
  ['>= 1.239.0, < 3.0.0', ['pass']],
  ['~> 1.289', ['pass']],
  ['~> 2.0', ['pass']],
  ['2.0.0-beta3', ['pass']],
  ['>= 1.211.0, < 3.0.0', ['pass']],
  ['>= 1.239.0', ['warning untried']],
  ['~> 3.1', ['warning untried']],
  ['3.0.0-rc1', ['warning untried']],
  ['!= 2.1.0', ['warning untried']],
  ['~> 1.211.0', ['warning older']],
  ['< 1.239.0', ['warning older']],
  ['${var.version}', ['undecided unreadable']],
])('the constraint %s', (version, expected) => {
  expect(found(providers(version))).toEqual(expected);
});

test.each<[string, string, string[]]>([
  ['1.289.0', '>= 1.211.0', ['pass']],
  ['2.3.0', '>= 1.211.0', ['pass']],
  ['3.0.0', '>= 1.211.0', ['warning locked']],
  ['1.238.0', '>= 1.211.0', ['warning locked']],
  ['unreadable', '>= 1.239.0', ['warning untried']],
])('the lock file selects %s under %s', (locked, constraint, expected) => {
  expect(found(providers(constraint), lock(locked))).toEqual(expected);
});

test('a provider without a constraint takes any version', () => {
  expect(found(providers())).toEqual(['warning none']);
});

test('a stack that names no such provider is not looked at', () => {
  expect(found(undefined)).toEqual([]);
  expect(found({ required_providers: { alicloud: { source: 'example/alicloud', version: '9.0.0' } } })).toEqual([]);
});
