import { Component, JsonFile } from 'projen';
import { TypeScriptProject } from 'projen/lib/typescript';

export interface LintOptions {
  /** Folders and files to read. */
  readonly paths: readonly string[];
  /** Generated folders, which nobody corrects. */
  readonly ignore: readonly string[];
}

/** Form, types and promises of every file: a minute, where ESLint with its type information took ten. */
export class Lint extends Component {
  constructor(project: TypeScriptProject, { paths, ignore }: LintOptions) {
    super(project);
    project.addDevDeps('oxlint@1.94.0', 'oxlint-tsgolint@7.0.2008', '@stylistic/eslint-plugin@^2');
    new JsonFile(project, '.oxlintrc.json', {
      marker: false,
      obj: {
        plugins: ['typescript', 'import'],
        jsPlugins: ['@stylistic/eslint-plugin'],
        categories: { correctness: 'off' },
        ignorePatterns: ignore,
        rules: {
          'curly': ['error', 'multi-line', 'consistent'],
          'import/no-duplicates': 'error',
          'no-shadow': 'error',
          'typescript/no-floating-promises': 'error',
          'typescript/no-require-imports': 'error',
          'typescript/return-await': 'error',
          '@stylistic/array-bracket-newline': ['error', 'consistent'],
          '@stylistic/array-bracket-spacing': ['error', 'never'],
          '@stylistic/brace-style': ['error', '1tbs', { allowSingleLine: true }],
          '@stylistic/comma-dangle': ['error', 'always-multiline'],
          '@stylistic/comma-spacing': 'error',
          '@stylistic/indent': ['error', 2],
          '@stylistic/key-spacing': 'error',
          '@stylistic/keyword-spacing': 'error',
          '@stylistic/member-delimiter-style': 'error',
          '@stylistic/no-multi-spaces': 'error',
          '@stylistic/no-multiple-empty-lines': 'error',
          '@stylistic/no-trailing-spaces': 'error',
          '@stylistic/object-curly-newline': ['error', { multiline: true, consistent: true }],
          '@stylistic/object-curly-spacing': ['error', 'always'],
          '@stylistic/quotes': ['error', 'single', { avoidEscape: true }],
          '@stylistic/semi': ['error', 'always'],
          '@stylistic/space-before-blocks': 'error',
        },
      },
    });
    const lint = project.addTask('lint', {
      description: 'Check the types and the form of every TypeScript file (--fix corrects the form)',
      exec: `oxlint --type-aware --type-check ${paths.join(' ')}`,
      receiveArgs: true,
    });
    project.testTask.spawn(lint);
  }
}
