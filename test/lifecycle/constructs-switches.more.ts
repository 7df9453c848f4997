// The lives of the constructs under every position of every switch: what nobody knows about the service must not matter.
import { constructLives } from './construct-lives';
import { CloudSettings, Lifecycle, describeWithTerraform } from './harness';

type Switches = NonNullable<CloudSettings['switches']>;

const SOURCES = [
  'adding a source', 'removing a source', 'another order of sources in the code', 'moving a source', 'what is changed in place',
  'an interface that Terraform makes', 'adopting a session that was made by hand',
];

/** Two settings that have each position but the default in one of them, and the lives that they concern. */
const TOGETHER: ReadonlyArray<readonly [Switches, about?: readonly string[]]> = [
  [{
    sourceOrder: 'sorted', emptySession: 'refused', releasedSource: 'kept', unseenInterface: 'refused', detachedInterface: 'refused',
    sessionCollision: 'retried', sessionWriteHoldsFilter: true, virtualNetworkIds: 'zero',
  }, SOURCES],
  [{ sourceOrder: 'reversed', releasedSource: 'refused' }, SOURCES],
];

/**
 * `all`: every life under the first setting. `each`: every position by itself, which shows the switch if the above fail.
 * Both take many minutes.
 */
const settings: typeof TOGETHER = process.env.LIFECYCLE_SWITCHES === 'each'
  ? TOGETHER.flatMap(([switches]) => Object.entries(switches).map(([name, position]): [Switches] => [{ [name]: position }]))
  : process.env.LIFECYCLE_SWITCHES === 'all' ? TOGETHER.map(([switches]): [Switches] => [switches]) : TOGETHER;

describeWithTerraform('the constructs under', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  describe.each(settings.map(([switches, about]) => [JSON.stringify(switches), switches, about] as const))('%s', (_, switches, about) => {
    constructLives(() => life, { switches }, (part) => !about || about.includes(part));
  });
});
