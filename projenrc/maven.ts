// Maven with a repository of this project's own, in which the framework's jar is, wherever it comes from.
import { execFileSync, spawnSync } from 'child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..');
/** The local repository. */
export const MAVEN_REPOSITORY = join(ROOT, 'build', 'maven');
/** In a small heap: Maven's compiler and javadoc share two gigabytes with the rest of a build. */
export const WITH_MAVEN = { MAVEN_OPTS: `-Xmx1g -Dmaven.repo.local=${MAVEN_REPOSITORY}` };

export function maven(cwd: string, ...args: string[]): string {
  return execFileSync('mvn', ['--quiet', '--batch-mode', '-Dstyle.color=never', ...args], {
    cwd, encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, ...WITH_MAVEN }, stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/**
 * Puts the jar of a framework into the local repository. Maven Central may lack the version that the package needs. Then the jar is
 * made from the npm package, as its authors do.
 *
 * @param modules the folder node_modules that has the framework and constructs
 * @returns what Maven Central lacks
 */
export function provideFramework(module: string, modules: string): string | undefined {
  const { version, jsii } = JSON.parse(readFileSync(join(modules, module, 'package.json'), 'utf8'));
  const { groupId, artifactId } = jsii.targets.java.maven;
  const folder = join(...groupId.split('.'), artifactId, version);
  const lacking = `${groupId}:${artifactId}:${version}`;
  // Maven notes the repository that a file came from; one that was installed has none.
  const jar = join(MAVEN_REPOSITORY, folder, `${artifactId}-${version}.jar`);
  if (existsSync(jar)) {
    const notes = readFileSync(join(MAVEN_REPOSITORY, folder, '_remote.repositories'), 'utf8');
    return notes.includes(`${artifactId}-${version}.jar>=`) ? lacking : undefined;
  }
  const served = spawnSync('mvn', ['--quiet', '--batch-mode', 'dependency:get', `-Dartifact=${lacking}`, '-Dtransitive=false'], {
    env: { ...process.env, ...WITH_MAVEN }, stdio: 'ignore',
  });
  if (served.status === 0) return undefined;
  const work = mkdtempSync(join(tmpdir(), 'framework-'));
  for (const name of [module, 'constructs']) {
    cpSync(join(modules, name), join(work, 'node_modules', name), { recursive: true });
  }
  const pacmak = require.resolve('jsii-pacmak/bin/jsii-pacmak');
  execFileSync(process.execPath, [pacmak, '--target', 'java', '--no-npmignore', '--outdir', work], {
    cwd: join(work, 'node_modules', module), env: { ...process.env, ...WITH_MAVEN }, stdio: ['ignore', 'ignore', 'inherit'],
  });
  const made = join(work, 'java', folder, `${artifactId}-${version}`);
  maven(work, 'install:install-file', `-Dfile=${made}.jar`, `-DpomFile=${made}.pom`);
  rmSync(work, { recursive: true });
  return lacking;
}
