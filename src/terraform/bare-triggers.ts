/** In HCL cdktf quotes what triggers a replacement, and Terraform refuses that. A text that begins with a bracket it writes as it is. */
export function withBareTriggers(fragment: any): any {
  for (const bodies of Object.values<any>(fragment.resource ?? {})) {
    for (const { lifecycle } of Object.values<any>(bodies)) {
      if (Array.isArray(lifecycle?.replace_triggered_by)) lifecycle.replace_triggered_by = `[${lifecycle.replace_triggered_by.join(', ')}]`;
    }
  }
  return fragment;
}
