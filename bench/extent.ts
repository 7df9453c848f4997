/** How much the bench measures. */
export interface Extent {
  readonly rounds: string;
  /** Sessions of the comparison with hand-written L1s. */
  readonly sizes: string;
  /** Sources of the large fleets. */
  readonly sources: string;
  /** Sources of many small fleets. */
  readonly smallFleets: number;
  /** Sessions of the proof, the plans, the reports and the lines. */
  readonly sessions: number;
  readonly filters: number;
  readonly intents: number;
  /** Whether a figure above its bound is an error. */
  readonly bounded: boolean;
}

/** What docs/benchmarks.md shows. */
export const FULL: Extent = {
  rounds: '3', sizes: '1000,5000,20000', sources: '20000,100000,200000',
  smallFleets: 5_000, sessions: 20_000, filters: 1_000, intents: 200, bounded: true,
};

/** Shows that everything runs. Its figures mean nothing. */
export const SMALL: Extent = {
  rounds: '1', sizes: '200', sources: '1000', smallFleets: 100, sessions: 1_000, filters: 20, intents: 5, bounded: false,
};
