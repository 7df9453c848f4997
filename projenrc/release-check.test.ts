import { releaseProblems } from './release-check';

const CHANGELOG = '# Changelog\n\n## 0.1.0 (2026-12-01)\n\n### Added\n';

test('a tag of the version with a dated section is released', () => {
  expect(releaseProblems('refs/tags/v0.1.0', '0.1.0', CHANGELOG)).toEqual([]);
});

test.each<[string, string, string, RegExp]>([
  ['a branch', 'refs/heads/main', CHANGELOG, /run the workflow on the tag v0\.1\.0/],
  ['another tag', 'refs/tags/v0.2.0', CHANGELOG, /run the workflow on the tag v0\.1\.0/],
  ['no ref', '', CHANGELOG, /run the workflow on the tag v0\.1\.0/],
  ['a section without a date', 'refs/tags/v0.1.0', CHANGELOG.replace('(2026-12-01)', '(unreleased)'), /has no heading "## 0\.1\.0/],
  ['no section', 'refs/tags/v0.1.0', '# Changelog\n', /has no heading/],
  ['a section of a longer version', 'refs/tags/v0.1.0', CHANGELOG.replace('0.1.0', '0.1.01'), /has no heading/],
])('fails for %s', (_, ref, changelog, problem) => {
  expect(releaseProblems(ref, '0.1.0', changelog).join('\n')).toMatch(problem);
});
