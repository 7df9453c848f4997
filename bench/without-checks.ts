import { App } from 'cdktf';

/** Keeps the exported bindings from switching the checks on: the baseline is what cdktf does alone. */
export function withoutChecks(app: App): void {
  Object.defineProperty(app, Symbol.for('cdktf-alicloud-traffic-mirror/registry'), { value: { enter: () => undefined } });
}
