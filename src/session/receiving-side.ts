import type { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';

/** A collector of this app, with the resources that must exist before a session sends to it. */
export interface ReceivingSide {
  readonly construct: IConstruct;
  readonly resources: () => TerraformResource[];
}
