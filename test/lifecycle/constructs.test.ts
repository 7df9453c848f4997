// The library's constructs against every hazard of Terraform written by hand (hazards.test.ts).
import { constructLives } from './construct-lives';
import { Lifecycle, describeWithTerraform } from './harness';

describeWithTerraform('the constructs', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  constructLives(() => life);
});
