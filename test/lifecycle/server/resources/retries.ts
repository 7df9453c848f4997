/** Codes that the provider repeats for every call, unless the call has no retry at all. */
const ALWAYS = ['Throttling', 'ServiceUnavailable'];
const MIRRORING = [...ALWAYS, 'OperationConflict', 'IncorrectStatus', 'SystemBusy'];
const MIRRORING_AND_TOKEN = [...MIRRORING, 'LastTokenProcessing'];

/**
 * Which refusals the provider repeats, by call, as measured with 1.289.0. It looks for these texts inside the code, so that
 * `IncorrectStatus` stands for every `IncorrectStatus.X`. The calls that were not injected are as the code has them.
 */
const REPEATED: Readonly<Record<string, readonly string[]>> = {
  CreateTrafficMirrorSession: MIRRORING,
  CreateTrafficMirrorFilter: MIRRORING,
  CreateTrafficMirrorFilterRules: MIRRORING_AND_TOKEN,
  UpdateTrafficMirrorFilterRuleAttribute: MIRRORING_AND_TOKEN,
  UpdateTrafficMirrorSessionAttribute: MIRRORING_AND_TOKEN,
  // Not injected.
  AddSourcesToTrafficMirrorSession: MIRRORING_AND_TOKEN,
  RemoveSourcesFromTrafficMirrorSession: MIRRORING_AND_TOKEN,
  DeleteTrafficMirrorSession: MIRRORING_AND_TOKEN,
  DeleteTrafficMirrorFilter: MIRRORING_AND_TOKEN,
  DeleteTrafficMirrorFilterRules: MIRRORING_AND_TOKEN,

  DeleteSecurityGroup: [...ALWAYS, 'DependencyViolation'],
  AddVServerGroupBackendServers: [...ALWAYS, 'VServerGroupProcessing', 'ServiceIsStopping', 'ServiceIsConfiguring'],
  RemoveVServerGroupBackendServers: [...ALWAYS, 'VServerGroupProcessing'],
  DeleteVServerGroup: [...ALWAYS, 'RspoolVipExist'],
  CreateLoadBalancerUDPListener: [],
  DeleteLoadBalancerListener: [...ALWAYS, 'ServiceIsConfiguring'],
};

/** Whether a call carries a client token: every write of the mirroring API. */
export const isTokened = (action: string): boolean => action.includes('TrafficMirror') && !/^(List|Open)/.test(action);

/** Whether the provider makes a call again that was refused with this code. */
export const isRepeated = (action: string, code: string): boolean => (REPEATED[action] ?? ALWAYS).some((text) => code.includes(text));
