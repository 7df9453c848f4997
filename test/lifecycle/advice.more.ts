// The advice of every check that advice.test.ts leaves out.
import { CORE, PLAYED } from './advice';
import { playAdvice } from './advice-played';
import { Lifecycle, describeWithTerraform } from './harness';

describeWithTerraform('the advice of', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  playAdvice(() => life, Object.entries(PLAYED).filter(([id]) => !CORE.includes(id)));
});
