import { Component } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

export interface PackagingOptions {
  /** Of the next release: package.json has no other. */
  readonly version: string;
}

/** What goes into the package, and what must hold before it is published. */
export class Packaging extends Component {
  constructor(project: TypeScriptProject, { version }: PackagingOptions) {
    super(project);
    project.package.addVersion(version);
    // `npm pack` on a clean clone compiles first. After a compile it does nothing: each language packages by `npm pack`.
    // What is compiled says so on standard error, since the name of the tarball is the answer on standard output.
    project.setScript('prepack', 'test -f .jsii -a -f lib/index.js || projen compile >&2');
    project.addTask('release-check', {
      description: 'Check that a tag, the version and the changelog agree (refs/tags/vX.Y.Z)',
      exec: 'tsx projenrc/release-check.ts',
      receiveArgs: true,
    });
    project.addTask('api-diff', {
      description: 'Compare the compiled API with that of the last tag v*, and fail if it breaks what this version may not break',
      exec: 'tsx projenrc/api-diff.ts',
      receiveArgs: true,
    });
    project.addTask('artefacts', {
      description:
        'Compile both packages and pack them for every language into dist/release: one version, sizes within their limits (--only TARGET)',
      steps: [{ spawn: 'compile' }, { spawn: 'twin' }, { spawn: 'twin:compile' }, { exec: 'tsx projenrc/artefacts.ts', receiveArgs: true }],
    });
    // Two thirds of the package were source maps with the sources in them.
    const { file } = project.tsconfig!;
    file.addOverride('compilerOptions.inlineSourceMap', false);
    file.addOverride('compilerOptions.inlineSources', false);
    // None is needed: what they would build or fetch is there, or is for platforms and features that nothing here uses.
    project.package.addField('allowScripts', Object.fromEntries(
      ['@cdktf/node-pty-prebuilt-multiarch', '@parcel/watcher', 'esbuild', '@swc/core', 'protobufjs', 'unrs-resolver'].map((name) => [
        name,
        false,
      ]),
    ),
    );
    // The jsii tools say at length that Node 20 is at its end; the value is the major that need not be said again.
    project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
  }
}
