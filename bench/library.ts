import { createRequire } from 'module';
import { basename, dirname, join } from 'path';

/** This folder also when the script was transpiled into one below it. */
const bench = basename(__dirname) === 'bench' ? __dirname : dirname(__dirname);

/** A module of the compiled library, for example "checks/run", which need not be public: a loader of the sources is slower. */
export const { load } = createRequire(__filename)(join(bench, '..', 'lib', 'library')) as { load<T>(module: string): T };
