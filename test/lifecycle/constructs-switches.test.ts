// The lives of the constructs under every position of every switch: what nobody knows about the service must not matter.
import { constructLives } from './construct-lives';
import { CloudSettings, Lifecycle, describeWithTerraform } from './harness';

/** Two settings that have each position but the default in one of them. */
const TOGETHER: ReadonlyArray<NonNullable<CloudSettings['switches']>> = [
  {
    sourceOrder: 'sorted', emptySession: 'refused', releasedSource: 'kept', unseenInterface: 'refused', detachedInterface: 'refused',
    sessionCollision: 'retried', sessionWriteHoldsFilter: true, virtualNetworkIds: 'zero',
  },
  { sourceOrder: 'reversed', releasedSource: 'refused' },
];

/** Each position by itself takes several minutes, and tells which switch it is where the above fail. */
const settings = process.env.LIFECYCLE_SWITCHES === 'each'
  ? TOGETHER.flatMap((switches) => Object.entries(switches).map(([name, position]) => ({ [name]: position })))
  : TOGETHER;

describeWithTerraform('the constructs under', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  describe.each(settings.map((switches) => [JSON.stringify(switches), switches] as const))('%s', (_, switches) => {
    constructLives(() => life, { switches });
  });
});
