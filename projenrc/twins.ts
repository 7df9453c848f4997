import { SourceCode } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

/** A framework that the library is published for. The twins differ in nothing else. */
export interface Framework {
  /** The module's name on npm, which is also the command's. */
  readonly module: 'cdktf' | 'cdktn';
  /** What it is called, and the address of its documentation. */
  readonly title: string;
  /** The library for it in one line. */
  readonly description: string;
  readonly home: string;
  /** What the library is built and tested with. */
  readonly version: string;
  /** The library's name for it. */
  readonly packageName: string;
  /** What makes the L1 bindings. */
  readonly generator: string;
  /** What a user may have of it. */
  readonly peers: Readonly<Record<string, string>>;
  /** An empty list or map is written over two lines. */
  readonly emptyOverTwoLines: boolean;
}

export const CDKTF: Framework = {
  module: 'cdktf',
  title: 'CDK for Terraform',
  description: 'Alibaba Cloud VPC traffic mirroring for the CDK for Terraform, checked before apply',
  home: 'https://developer.hashicorp.com/terraform/cdktf',
  version: '0.21.0',
  packageName: 'cdktf-alicloud-traffic-mirror',
  generator: '@cdktf/provider-generator',
  // Wider than what development needs: what the library was tried on.
  peers: { cdktf: '^0.21.0', constructs: '^10.4.2' },
  emptyOverTwoLines: true,
};

export const CDKTN: Framework = {
  module: 'cdktn',
  title: 'CDK Terrain',
  description: 'Alibaba Cloud VPC traffic mirroring for CDK Terrain (cdktn), the fork of the CDK for Terraform, checked before apply',
  home: 'https://cdktn.io',
  version: '0.24.0',
  packageName: 'cdktn-alicloud-traffic-mirror',
  generator: '@cdktn/provider-generator',
  // The range of constructs is cdktn's own.
  peers: { cdktn: '^0.24.0', constructs: '>=10.6.0 <10.8.0' },
  emptyOverTwoLines: false,
};

/** Where the library has what it knows of its framework: below its texts, which name commands. */
export const FRAMEWORK_FILE = 'src/net/framework.ts';

/** What the library knows of the framework that it is published for, as a source file. */
export function frameworkSource(own: Framework, other: Framework): string {
  return [
    '/** The framework that this package is for. Its twin, for the other one, is made from the same source. */',
    'export const FRAMEWORK = {',
    '  /** The name of the module and of the command. */',
    `  module: '${own.module}',`,
    `  packageName: '${own.packageName}',`,
    '  /** The name of the other framework\'s module. */',
    `  otherModule: '${other.module}',`,
    `  otherPackageName: '${other.packageName}',`,
    '  /** It writes an empty list or map over two lines. */',
    `  emptyOverTwoLines: ${own.emptyOverTwoLines} as boolean,`,
    '} as const;',
    '',
  ].join('\n');
}

/** Writes what the library knows of the framework. */
export function writeFramework(project: TypeScriptProject, own: Framework, other: Framework): void {
  const file = new SourceCode(project, FRAMEWORK_FILE, { readonly: true });
  file.line(`// ${file.marker}`);
  file.line('');
  for (const line of frameworkSource(own, other).trimEnd().split('\n')) file.line(line);
}
