import { firstApp, translation } from './translated';

/** The languages whose registries show a page of the package, and whose users do not install it by npm. */
export type ScreenLanguage = 'python' | 'go';

export interface Screen {
  /** package.json of the package. */
  readonly manifest: {
    readonly name: string;
    readonly version: string;
    readonly jsii: {
      readonly targets: { readonly python: { distName: string }; readonly go: { moduleName: string; packageName: string } };
    };
  };
  readonly readme: string;
  /** The translations of its snippets. */
  readonly tablet: string;
  /** The https address of the project's files. */
  readonly files?: string;
}

const EXAMPLES: Record<ScreenLanguage, string> = { python: 'python/main.py', go: 'go/main.go' };

const block = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

/** Links that lead somewhere from a registry: to the project, or, as long as it has no address, nowhere. */
export function withAddresses(markdown: string, files: string | undefined): string {
  return markdown.replace(
    /\[([^\]]+)\]\((?!https:)([^)]+)\)/g,
    (_, text: string, path: string) => (files ? `[${text}](${files}/${path})` : text),
  );
}

/** The page that a registry shows of the package: how to install it in the language, and a first app. */
export function firstScreen(language: ScreenLanguage, { manifest, readme, tablet, files }: Screen): string {
  const [title, pitch, ...rest] = readme.split('\n\n');
  const why = rest.find((paragraph) => /^[A-Z]/.test(paragraph))!;
  const { python, go } = manifest.jsii.targets;
  const success = /^```text\n(.*\n?.*)\n```$/m.exec(readme)![1];
  const ours: Record<ScreenLanguage, readonly string[]> = {
    python: [
      block('console', `pip install ${python.distName}`),
      'It needs Python 3.10 or later, and Node 22 or 24, which runs the library.',
      '## First app',
      '`main.py`:',
      block('python', translation(tablet, firstApp(readme), 'python')),
      '`python main.py` writes the Terraform to `cdktf.out`. One line summarizes the checks:',
      block('text', success),
      'The package installs the command `traffic-mirror`. `traffic-mirror check cdktf.out` lists the findings.',
    ],
    go: [
      block('console', `go get ${go.moduleName}/${go.packageName}@v${manifest.version}`),
      'It needs Go 1.25 or later, and Node 22 or 24, which runs the library.',
      '## A filter and a session',
      block('go', `import mirror "${go.moduleName}/${go.packageName}"`),
      block('go', /<!-- from examples\/languages\/go\/main\.go -->\n```go\n([\s\S]*?)\n```$/m.exec(readme)![1]),
      'After `app.Synth()` the Terraform is in `cdktf.out`. A fault that the checks find is a panic with the findings.',
    ],
  };
  return `${[
    title,
    withAddresses(pitch.replace(/ \[中文\]\([^)]*\)/, ''), files),
    ...ours[language],
    why,
    '## More',
    withAddresses([
      '- [Languages and frameworks](docs/languages.md): paths, environment, a check of your own',
      `- [A complete app](examples/languages/${EXAMPLES[language]}): inventory, fleet, ledger and policy`,
      '- [README](README.md), [all checks](docs/checks/README.md), [reference](API.md), [changelog](CHANGELOG.md)',
    ].join('\n'), files),
  ].join('\n\n')}\n`;
}
