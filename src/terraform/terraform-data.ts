import { dependable, ITerraformDependable, Lazy, TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { requireTerraform } from './required-version';
import { TERRAFORM_SINCE } from '../catalog/versions';

/** The memory and the dependencies of a `TerraformData`. Both may grow until the app is written. */
export interface TerraformDataConfig {
  /** The memory, by key. */
  readonly input: () => Record<string, string>;
  /** The dependencies. */
  readonly dependsOn?: () => ITerraformDependable[];
  readonly createBeforeDestroy?: () => boolean;
}

/**
 * Terraform's built-in `terraform_data`: it remembers values, so that other resources can be replaced when one of them
 * changes, or removed only after it has changed. (cdktf's own class for it runs the terraform binary at synth.)
 */
export class TerraformData extends TerraformResource {
  constructor(scope: Construct, id: string, private readonly config: TerraformDataConfig) {
    super(scope, id, {
      terraformResourceType: 'terraform_data',
    });
    requireTerraform(this, TERRAFORM_SINCE.terraformData);
    const { dependsOn } = config;
    if (dependsOn) this.dependsOn = Lazy.listValue({ produce: () => dependsOn().map(dependable) }, { omitEmpty: true });
  }

  /** The address of a remembered value, for `replaceTriggeredBy`. */
  public addressOfInput(key: string): string {
    return `${this.terraformResourceType}.${this.friendlyUniqueId}.input.${key}`;
  }

  public get terraformMetaArguments(): { [name: string]: any } {
    if (this.config?.createBeforeDestroy?.()) this.lifecycle = { createBeforeDestroy: true };
    return super.terraformMetaArguments;
  }

  protected synthesizeAttributes(): { [name: string]: any } {
    return { input: { ...this.config.input() } };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    return { input: { value: { ...this.config.input() }, isBlock: false, type: 'map', storageClassType: 'stringMap' } };
  }
}
