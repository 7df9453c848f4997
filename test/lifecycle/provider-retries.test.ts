// Which refusals the provider repeats, call by call, as measured: the same refusal injected once, and whether the call came again.
import { Cloud } from './server/cloud/cloud';
import { Journal } from './server/journal';
import { Operation } from './server/resources/operation';

const CODES = ['OperationConflict', 'IncorrectStatus.Anything', 'SystemBusy', 'LastTokenProcessing', 'Throttling.User'];

/** Yes and no in the order of the codes; a question mark where nobody measured. */
const MEASURED: Readonly<Record<string, string>> = {
  CreateTrafficMirrorSession: 'yyyny',
  CreateTrafficMirrorFilter: 'yyyny',
  CreateTrafficMirrorFilterRules: 'yyyyy',
  UpdateTrafficMirrorFilterRuleAttribute: 'yyyyy',
  UpdateTrafficMirrorSessionAttribute: 'yyyyy',
  UpdateTrafficMirrorFilterAttribute: 'nnnn?',
  TagResources: 'nnnny',
  AuthorizeSecurityGroup: 'nnnny',
  AddVServerGroupBackendServers: 'nnnny',
  CreateLoadBalancerUDPListener: 'nnnnn',
};

const MORE: ReadonlyArray<readonly [action: string, code: string, again: boolean]> = [
  ['UpdateTrafficMirrorFilterAttribute', 'ServiceUnavailable', true],
  ['AddVServerGroupBackendServers', 'ServiceIsConfiguring', true],
  ['AddVServerGroupBackendServers', 'VServerGroupProcessing', true],
  ['RemoveVServerGroupBackendServers', 'VServerGroupProcessing', true],
  ['RemoveVServerGroupBackendServers', 'ServiceIsConfiguring', false],
  ['CreateTrafficMirrorSession', 'ServiceIsConfiguring', false],
  ['CreateTrafficMirrorSession', 'DependencyViolation', false],
  ['UpdateTrafficMirrorSessionAttribute', 'DependencyViolation', false],
  ['DeleteTrafficMirrorFilter', 'DependencyViolation.TrafficMirrorSession', false],
  ['DeleteSecurityGroup', 'DependencyViolation', true],
  ['DeleteVServerGroup', 'RspoolVipExist', true],
  ['DeleteLoadBalancer', 'DependencyViolation', false],
];

/** Whether a call that is refused once comes again, whatever becomes of it then. */
async function comesAgain(action: string, code: string): Promise<boolean> {
  const journal = new Journal();
  const cloud = new Cloud(journal);
  cloud.configure({ switches: { callMillis: 0, retryMillis: 0, attempts: 2 } });
  cloud.faults.add({ on: { action }, kind: 'error', code });
  await new Operation(cloud, cloud.account(), new AbortController().signal).call(action, { attributes: {} }).catch(() => undefined);
  return journal.entries.filter(({ kind }) => kind === 'call').length === 2;
}

const CASES = [
  ...Object.entries(MEASURED).flatMap(([action, row]) =>
    CODES.flatMap((code, index) => (row[index] === '?' ? [] : [[action, code, row[index] === 'y'] as const]))),
  ...MORE,
];

test.each(CASES)('%s refused with %s is made again: %s', async (action, code, again) => {
  expect(await comesAgain(action, code)).toBe(again);
});
