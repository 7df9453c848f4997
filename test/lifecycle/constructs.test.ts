// The library's constructs against the first hazards of Terraform written by hand (hazards.more.ts).
import { CORE_PARTS, constructLives } from './construct-lives';
import { Lifecycle, describeWithTerraform } from './harness';

describeWithTerraform('the constructs', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());

  constructLives(() => life, {}, (part) => CORE_PARTS.includes(part));
});
