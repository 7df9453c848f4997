// TypeScript as the tests run it: the types taken off, for the target that the library is compiled for.
const { createTransformer } = require('@swc/jest');

module.exports = createTransformer({
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
});
