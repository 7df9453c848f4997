// The lives of the constructs under every position of every switch: what nobody knows about the service must not matter.
import { constructLives } from './construct-lives';
import { CloudSettings, Lifecycle, describeWithTerraform } from './harness';

type Switches = NonNullable<CloudSettings['switches']>;

/** Two settings that have each position but the default in one of them, and what the second one bears on where it is not all. */
const TOGETHER: ReadonlyArray<readonly [Switches, about?: readonly string[]]> = [
  [{
    sourceOrder: 'sorted', emptySession: 'refused', releasedSource: 'kept', unseenInterface: 'refused', detachedInterface: 'refused',
    sessionCollision: 'retried', sessionWriteHoldsFilter: true, virtualNetworkIds: 'zero',
  }],
  [{ sourceOrder: 'reversed', releasedSource: 'refused' }, [
    'adding a source', 'removing a source', 'another order of sources in the code', 'moving a source', 'what is changed in place',
    'an interface that Terraform makes', 'adopting a session that was made by hand',
  ]],
];

/** Each position by itself takes several minutes, and tells which switch it is where the above fail. */
const settings: typeof TOGETHER = process.env.LIFECYCLE_SWITCHES === 'each'
  ? TOGETHER.flatMap(([switches]) => Object.entries(switches).map(([name, position]): [Switches] => [{ [name]: position }]))
  : process.env.LIFECYCLE_SWITCHES === 'all' ? TOGETHER.map(([switches]): [Switches] => [switches]) : TOGETHER;

describeWithTerraform('the constructs under', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  describe.each(settings.map(([switches, about]) => [JSON.stringify(switches), switches, about] as const))('%s', (_, switches, about) => {
    constructLives(() => life, { switches }, about);
  });
});
