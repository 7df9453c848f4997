// The library's constructs against the hazards of Terraform written by hand (hazards.more.ts) that constructs.test.ts leaves out.
import { CORE_PARTS, constructLives } from './construct-lives';
import { Lifecycle, describeWithTerraform } from './harness';

describeWithTerraform('the constructs', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  constructLives(() => life, {}, (part) => !CORE_PARTS.includes(part));
});
