import { data, SCREEN } from './formats';
import { evaluated, off } from '../checks/policy-examples';
import { pageOf } from '../../src/checks/found';
import { FORMATS } from '../../src/report/formats';

const BASE = 'https://github.com/owner/project/blob/main';
jest.mock('../../src/catalog/project', () => ({ PROJECT_FILES: 'https://github.com/owner/project/blob/main' }));

test.each([
  ['en', undefined, 'docs/checks/TM305.md'], ['zh', undefined, 'docs/checks/zh/TM305.md'],
  ['en', BASE, `${BASE}/docs/checks/TM305.md`], ['zh', BASE, `${BASE}/docs/checks/zh/TM305.md`],
] as const)('the page of a check in %s, with the files at %s', (language, files, page) => {
  expect(pageOf('TM305', language, files)).toBe(page);
});

describe('with an address of the project, it is the help', () => {
  const evaluation = evaluated(off(1));
  const address = `${BASE}/docs/checks/TM305.md`;
  const report = (format: string, language: 'en' | 'zh' = 'en'): string => FORMATS[format].write(data(evaluation._in(language)), SCREEN);

  test('of a finding, in every text', () => {
    expect(evaluation.findings.find(({ id }) => id === 'TM305')!.help).toBe(address);
    expect(report('text')).toContain(`Help    traffic-mirror checks TM305, or ${address}\n`);
    expect(report('text', 'zh')).toContain(`traffic-mirror checks TM305 --lang zh，或 ${BASE}/docs/checks/zh/TM305.md\n`);
    expect(report('html')).toContain(`<dt>Help</dt><dd><a href="${address}">traffic-mirror checks TM305, or ${address}</a></dd>`);
    expect(report('markdown')).toContain(`](<${address}>)`);
  });

  test('of a rule of SARIF', () => {
    const { rules } = JSON.parse(report('sarif-github')).runs[0].tool.driver;
    expect(rules.find((r: any) => r.id === 'TM305')).toMatchObject({
      helpUri: address,
      help: { markdown: expect.stringContaining(`(<${address}>)`) },
    });
  });
});
