// What a demand may be: each value that is taken, and each that is refused with its place.
import { writeFileSync } from 'fs';
import { join } from 'path';
import { Fn } from 'cdktf';
import { governanceOf } from '../../src/policy/governance';
import { temporaryFolder } from '../support/app';

/** The place and the allowed values of what is refused, or the demands. */
function read(given: unknown, folder = '.'): unknown {
  try {
    return governanceOf(given, 'scope', folder, (...refused) => Object.assign(new Error('wrong'), { refused }));
  } catch (error) {
    const { refused } = error as { refused?: unknown };
    if (refused === undefined) throw error;
    return refused;
  }
}

const LIST = 'a list of texts that are known at synth, at least one';
const LENGTH = 'a whole number from 64 to 8500';
const TAGS = 'tags with a pattern for the value of each, at least one';
const token = Fn.join('', ['a', 'b']);

describe('demands', () => {
  test.each<[object]>([
    [{}], [{ targets: ['a', 'b*'] }], [{ targetTags: { a: '*' }, requiredTags: { b: 'c' }, excludedSourceTags: { d: '?' } }],
    [{ monthlyCost: 0, gigabytesPerMonth: 1.5 }], [{ sourcesPerTarget: 1, interruptedSources: 0, interruptedSeconds: 0 }],
    [{ forbidPublicTargets: false }], [{ forbidPublicTargets: true }],
    [{ networks: [{ vpcs: ['vpc-1'], forbidAllTraffic: true }] }], [{ networks: [] }],
  ])('%j', (given) => {
    expect(read(given)).toEqual({ ...given, scope: 'scope' });
  });

  test.each([[64], [8500], [1500]])('a longest packet of %i', (longestPacket) => {
    expect(read({ networks: [{ vpcs: ['v'], longestPacket }] })).toEqual({ scope: 'scope', networks: [{ vpcs: ['v'], longestPacket }] });
  });

  test.each<[string, unknown, string, unknown, string]>([
    ['no object', 'x', '', 'x', 'an object'],
    ['a list', [], '', [], 'an object'],
    ['texts that are none', { targets: 'x' }, 'targets', 'x', LIST],
    ['an empty list', { targets: [] }, 'targets', [], LIST],
    ['an empty text', { targets: ['a', ''] }, 'targets', ['a', ''], LIST],
    ['a number', { targets: [1] }, 'targets', [1], LIST],
    ['a text of Terraform', { targets: [token] }, 'targets', [token], LIST],
    ['tags that are none', { requiredTags: 'x' }, 'requiredTags', 'x', TAGS],
    ['no tags', { targetTags: {} }, 'targetTags', {}, TAGS],
    ['a tag without a key', { targetTags: { '': 'x' } }, 'targetTags', { '': 'x' }, TAGS],
    ['a tag without a value', { excludedSourceTags: { a: '' } }, 'excludedSourceTags', { a: '' }, TAGS],
    ['a tag of Terraform', { requiredTags: { a: token } }, 'requiredTags', { a: token }, TAGS],
    ['a key of Terraform', { requiredTags: { [token]: 'a' } }, 'requiredTags', { [token]: 'a' }, TAGS],
    ['a number as a tag', { requiredTags: { a: 'b', c: 1 } }, 'requiredTags', { a: 'b', c: 1 }, TAGS],
    ['a cost below 0', { monthlyCost: -0.5 }, 'monthlyCost', -0.5, 'a number from 0'],
    ['a cost without an end', { monthlyCost: Infinity }, 'monthlyCost', Infinity, 'a number from 0'],
    ['a cost as a text', { gigabytesPerMonth: '1' }, 'gigabytesPerMonth', '1', 'a number from 0'],
    ['no source at all', { sourcesPerTarget: 0 }, 'sourcesPerTarget', 0, 'a whole number from 1'],
    ['fewer than none', { interruptedSources: -1 }, 'interruptedSources', -1, 'a whole number from 0'],
    ['half a second', { interruptedSeconds: 0.5 }, 'interruptedSeconds', 0.5, 'a whole number from 0'],
    ['a text as a number', { interruptedSeconds: '1' }, 'interruptedSeconds', '1', 'a whole number from 0'],
    ['a switch that is none', { forbidPublicTargets: 'yes' }, 'forbidPublicTargets', 'yes', 'true or false'],
    ['networks that are no list', { networks: {} }, 'networks', {}, 'a list'],
    ['a network that is none', { networks: ['vpc'] }, 'networks[0]', 'vpc', 'an object'],
    ['a network without a VPC', { networks: [{ vpcs: ['v'], forbidAllTraffic: true }, {}] }, 'networks[1].vpcs', undefined, LIST],
    ['a network\'s switch', { networks: [{ vpcs: ['v'], forbidAllTraffic: 1 }] }, 'networks[0].forbidAllTraffic', 1, 'true or false'],
    ['a packet that is too short', { networks: [{ vpcs: ['v'], longestPacket: 63 }] }, 'networks[0].longestPacket', 63, LENGTH],
    ['a packet that is too long', { networks: [{ vpcs: ['v'], longestPacket: 8501 }] }, 'networks[0].longestPacket', 8501, LENGTH],
    ['half a byte', { networks: [{ vpcs: ['v'], longestPacket: 64.5 }] }, 'networks[0].longestPacket', 64.5, LENGTH],
    ['a network without a demand', { networks: [{ vpcs: ['v'] }] }, 'networks[0]', { vpcs: ['v'] }, 'forbidAllTraffic or longestPacket'],
    [
      'a network that forbids nothing', { networks: [{ vpcs: ['v'], forbidAllTraffic: false }] }, 'networks[0]',
      { vpcs: ['v'], forbidAllTraffic: false }, 'forbidAllTraffic or longestPacket',
    ],
    ['sessions that are none', { foreignSessions: 'x' }, 'foreignSessions', 'x', 'an object'],
    ['sessions without a file', { foreignSessions: {} }, 'foreignSessions.exports', undefined, LIST],
    ['sessions with no owners', { foreignSessions: { exports: ['x'], allowed: [] } }, 'foreignSessions.allowed', [], LIST],
  ])('fails: %s', (_, given, at, got, allowed) => {
    const [place, value, values] = read(given) as unknown[];
    expect([place, value, values]).toEqual([at, got, allowed]);
  });

  test.each<[string, object, string, string]>([
    ['at the top', { monthlyCosts: 1 }, '', 'targets, targetTags, requiredTags, excludedSourceTags, networks, monthlyCost'],
    ['of a network', { networks: [{ vpc: 1 }] }, 'networks[0]', 'the keys vpcs, forbidAllTraffic, longestPacket'],
    ['of the sessions', { foreignSessions: { export: 1 } }, 'foreignSessions', 'the keys exports, allowed'],
  ])('fails: a key that nobody reads %s', (_, given, at, allowed) => {
    const [place, , values] = read(given) as string[];
    expect([place, values]).toEqual([at, expect.stringContaining(allowed)]);
  });

  test.each<[object, string]>([
    [{ networks: 'x' }, 'write [{"vpcs": ["vpc-..."], "forbidAllTraffic": true}]'],
    [{ networks: [{ vpcs: ['v'], longestPacket: 1 }] }, 'write a length that a session can have'],
    [{ networks: [{ vpcs: ['v'] }] }, 'write what holds for these VPCs'],
    [{ foreignSessions: 'x' }, 'write {"exports": ["sessions.json"]}'],
    [{ targets: [] }, 'write them out, or leave it out'],
    [{ requiredTags: {} }, 'write {"owner": "*"} for any value, or leave it out'],
    [{ forbidPublicTargets: 1 }, 'write one of them'],
    [{ monthlyCost: -1 }, 'write the amount'],
    [{ sourcesPerTarget: 0 }, 'write the budget'],
  ])('fails for %j with what to write', (given, change) => {
    expect((read(given) as unknown[])[3]).toBe(change);
  });

  test('of sessions outside are read from files beside the policy', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'sessions.json'), JSON.stringify({
      RequestId: 'x', TotalCount: 1, TrafficMirrorSessions: [{
        TrafficMirrorSessionId: 'tms-1', Priority: 7, VirtualNetworkId: 7, TrafficMirrorTargetId: 'eni-t',
        TrafficMirrorSourceIds: ['eni-s'],
      }],
    }));
    const own = (more: object) => read({ foreignSessions: { exports: ['sessions.json'], ...more } }, folder) as any;
    expect([own({}).foreignSessions.sessions.length, own({}).foreignSessions.allowed]).toEqual([1, []]);
    expect(own({ allowed: ['tms-*'] }).foreignSessions.allowed).toEqual(['tms-*']);
  });
});
