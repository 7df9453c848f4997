// The reports that both READMEs show are those of the command.
import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'cdktf';
import { filterIn, newApp, newStack, source, target } from '../support/app';
import { MirrorSession } from '../../src';
import { run } from '../../src/cli/run';

/** A synthesized app with a session on an instance family that cannot be mirrored, and one that is off. */
function written(): App {
  const app = newApp({ stackTraces: true });
  const stack = newStack(app, 'net');
  const filter = filterIn(stack);
  new MirrorSession(stack, 'Web', {
    filter,
    sources: [source('eni-bp1web', { instanceType: 'ecs.g6.large' })],
    target: target('lb-bp1sensors'),
    priority: 1,
    virtualNetworkId: 1,
  });
  new MirrorSession(stack, 'Old', {
    filter,
    sources: [source('eni-bp1old')],
    target: target('lb-bp1sensors'),
    priority: 2,
    virtualNetworkId: 2,
    enabled: false,
  });
  expect(() => app.synth()).toThrow('TM102');
  return app;
}

const { outdir } = written();

function report(format: string, language: string): string {
  const out: string[] = [];
  expect(run(['check', outdir, '--out', format, '--lang', language], { out: (line) => out.push(line), error: () => undefined })).toBe(1);
  // The file of a reader's app.
  return out
    .join('\n')
    .replace(/test\/docs\/readme-reports\.test\.ts:\d+/g, 'main.ts:14')
    .replace(/test\/docs\/readme-reports\.test\.ts/g, 'main.ts');
}

/** The texts of the elements of a page, each in a line. */
const lines = (html: string): string =>
  html
    .replace(/<\/(p|ul|li)>/g, (tag) => (tag === '</li>' ? '   ' : '\n'))
    .replace(/<[^>]*>/g, '')
    .replace(/ +\n/g, '\n');

describe.each([['README.md', 'en'], ['README.zh-CN.md', 'zh']])('%s', (file, language) => {
  const page = readFileSync(join(__dirname, '..', '..', file), 'utf8');
  /** The block under a line that begins with the name of a format. */
  const shown = (format: string): string => new RegExp(`^\`${format}\`[^\\n]*\\n\\n\`\`\`\\w+\\n([^]*?)\\n\`\`\`$`, 'm').exec(page)![1];

  test('shows text', () => {
    const text = report('text', language);
    for (const part of shown('text').split('\n\n')) expect(text).toContain(part);
  });

  test('shows SARIF, of which programs get English', () => {
    const found = JSON.parse(shown('sarif-github'));
    const {
      locations: [
        {
          physicalLocation: { artifactLocation },
        },
      ],
      ...rest
    } = JSON.parse(report('sarif-github', 'en')).runs[0].results[0];
    expect(rest).toMatchObject({ ruleId: found.ruleId, level: found.level, message: found.message });
    expect(artifactLocation).toEqual(found.locations[0].physicalLocation.artifactLocation);
  });

  test('shows the verdict of the page', () => {
    const verdict = lines(report('html', language));
    for (const line of shown('html').split('\n')) expect(verdict).toContain(line);
  });
});
