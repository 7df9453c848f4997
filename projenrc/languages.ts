import { Component, JsonFile } from 'projen';
import { JsiiProjectOptions } from 'projen/lib/cdk';
import { TypeScriptProject } from 'projen/lib/typescript';
import { Identity } from './identity';
import { Framework } from './twins';

/** What the package is called in each language. */
export function languagesOf(
  { module, packageName }: Framework,
  { repository }: Identity,
): Pick<JsiiProjectOptions, 'publishToPypi' | 'publishToMaven' | 'publishToGo' | 'publishToNuget'> {
  const [account] = repository.split('/');
  const owner = account.replace(/-/g, '_');
  const name = packageName.replace(/-/g, '_');
  const words = packageName.split('-').map((word) => word[0].toUpperCase() + word.slice(1));
  return {
    publishToPypi: { distName: packageName, module: name },
    publishToMaven: { javaPackage: `io.github.${owner}.${module}`, mavenGroupId: `io.github.${owner}`, mavenArtifactId: packageName },
    publishToGo: { moduleName: `github.com/${account}/${packageName}-go`, packageName: name.replace(/_/g, '') },
    publishToNuget: { dotNetNamespace: words.join('.'), packageId: words.join('.') },
  };
}

/** What differs in the manifest of a twin, as a file that `projenrc/twin` reads. */
export function writeTwin(project: TypeScriptProject, twin: Framework, identity: Identity): void {
  const { publishToPypi: python, publishToGo: go, publishToMaven: java, publishToNuget: dotnet } = languagesOf(twin, identity);
  new JsonFile(project, 'projenrc/twin/manifest.json', {
    marker: false,
    obj: {
      name: twin.packageName,
      description: twin.description,
      peerDependencies: twin.peers,
      targets: {
        python, go,
        java: { package: java!.javaPackage, maven: { groupId: java!.mavenGroupId, artifactId: java!.mavenArtifactId } },
        dotnet: { namespace: dotnet!.dotNetNamespace, packageId: dotnet!.packageId },
      },
    },
  });
}

/** Packages for the languages of jsii, by tasks of their own: none of them is part of a build. */
export class Languages extends Component {
  constructor(project: TypeScriptProject) {
    super(project);
    project.compileTask.exec('tsx projenrc/lighten.ts');
    // A wheel installs the command as it is packed.
    project.compileTask.exec('chmod 755 lib/cli/main.js');
    project.packageTask.reset();
    project.packageTask.spawn(project.tasks.tryFind('package:js')!);
    project.tasks.removeTask('package-all');
    project.removeScript('package-all');
    // No .NET compiler is demanded, and none for Java where its framework is not to be had.
    project.tasks.tryFind('package:dotnet')!.reset('jsii-pacmak --target dotnet --code-only');
    project.addTask('languages', {
      description: 'Package for Python, Go and Java, and run the example of each against what was packed (--only LANGUAGE)',
      exec: 'tsx test/languages/run.ts',
      receiveArgs: true,
    });
    project.addTask('test:everywhere', {
      description: 'Run every example in its language and every test on the twin, and print times and sizes (--require LANGUAGE)',
      exec: 'tsx projenrc/everywhere.ts',
      receiveArgs: true,
    });
  }
}
