// Mocha's interface with the names of jest: the unit tests as they are, loaded once for all mutants.
// Jest itself loads every module again for each mutant, which takes seconds.
const Module = require('module');
const { join } = require('path');
const { readFileSync } = require('fs');
const { transformSync } = require('@swc/core');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');
const fc = require('fast-check');
const { interfaces } = require('mocha');

// Stryker runs a copy of the project.
const root = process.cwd();

// The types taken off, as in test/support/without-types.js.
const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } };
Module._extensions['.ts'] = (module, filename) => {
  module._compile(transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, filename);
};

// The package by its name is its source, as in jest's moduleNameMapper.
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) => {
  return resolve(request === 'cdktf-alicloud-traffic-mirror' ? join(root, 'src', 'index.ts') : request, ...rest);
};

// A mutant is killed by the first failure: nobody reads the smallest one.
fc.configureGlobal({ endOnFailure: true });

/** Without jest's third argument, the time limit: Stryker has its own. */
function named(define) {
  const defined = (title, run) => define(title, run);
  defined.each = bind((title, run) => define(title, run), false);
  return defined;
}

// The library asks for it, to know that it runs in a test.
process.env.JEST_WORKER_ID ??= '1';
process.env.MUTANTS = '1';

const mocker = new ModuleMocker(globalThis);
const jest = Object.fromEntries(['fn', 'spyOn', 'mocked', 'restoreAllMocks'].map((name) => [name, (...args) => mocker[name](...args)]));
/** The file whose tests are defined, or run. */
let testFile;
jest.requireActual = (request) => Module.createRequire(testFile)(request);
jest.isolateModules = (run) => {
  const loaded = { ...require.cache };
  Object.keys(loaded).filter((file) => file.startsWith(join(root, 'src'))).forEach((file) => delete require.cache[file]);
  try {
    run();
  } finally {
    Object.assign(require.cache, loaded);
  }
};

const { bdd } = interfaces;
interfaces.bdd = (suite) => {
  bdd(suite);
  suite.on('pre-require', (context, file) => {
    testFile = file;
    const { it, describe, before, after } = context;
    const test = named((title, run) => it(title, () => run()));
    Object.assign(context, { it: test, test, describe: named(describe), beforeAll: before, afterAll: after, expect, jest });
  });
  suite.beforeEach(function () {
    testFile = this.currentTest.file;
  });
  suite.afterEach(() => mocker.clearAllMocks());
};
