/** Runs TypeScript: the script that `node` is given. */
export const TSX = require.resolve('tsx/cli');
