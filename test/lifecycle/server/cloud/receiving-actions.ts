import type { Action } from './actions';
import { ApiError } from './errors';
import { GroupRule, Listener, Server } from './receiving-side';

const MOST_ACL_ENTRIES = 20;
/** What another write of the same server group or load balancer is refused with meanwhile. */
const GROUP_BUSY = 'VServerGroupProcessing';
const BALANCER_BUSY = 'ServiceIsConfiguring';

/** Calls about security group rules, load balancers and what is behind them. */
export const RECEIVING_ACTIONS: Readonly<Record<string, Action>> = {
  AuthorizeSecurityGroup: {
    run: ({ receiving }, { attributes, description }) => receiving.authorize({ ...(attributes as GroupRule), description }),
  },
  ModifySecurityGroupRule: {
    run: ({ receiving }, { attributes, description }) => receiving.describe({ ...(attributes as GroupRule), description }),
  },
  RevokeSecurityGroup: { run: ({ receiving }, { attributes }) => receiving.revoke(attributes as GroupRule) },
  DescribeSecurityGroupAttribute: { run: ({ receiving }, { attributes }) => receiving.rule(attributes as GroupRule) },
  DeleteSecurityGroup: { run: ({ receiving }, { id = '' }) => receiving.deleteGroup(id) },

  AddVServerGroupBackendServers: {
    holds: ({ attributes }) => [(attributes as Server).groupId],
    busyCode: GROUP_BUSY,
    run: ({ receiving }, { attributes }) => receiving.addServer(attributes as Server),
  },
  RemoveVServerGroupBackendServers: {
    holds: ({ id = '' }, { receiving }) => [receiving.server(id)?.groupId],
    busyCode: GROUP_BUSY,
    run: ({ receiving }, { id = '' }) => receiving.removeServer(id),
  },
  DescribeVServerGroupBackendServer: { run: ({ receiving }, { id = '' }) => receiving.server(id) },
  DeleteVServerGroup: { run: ({ receiving }, { id = '' }) => receiving.deleteServerGroup(id) },

  CreateLoadBalancerUDPListener: {
    holds: ({ attributes }) => [(attributes as Listener).loadBalancerId],
    busyCode: BALANCER_BUSY,
    run: ({ receiving }, { attributes }) => receiving.createListener(attributes as Listener),
  },
  StartLoadBalancerListener: { run: ({ receiving }, { id = '' }) => receiving.updateListener(id, { running: true }) },
  SetLoadBalancerUDPListenerAttribute: {
    holds: ({ id = '' }) => [id.split(':')[0]],
    busyCode: BALANCER_BUSY,
    run: ({ receiving }, { id = '', attributes }) => receiving.updateListener(id, attributes as Partial<Listener>),
  },
  DescribeLoadBalancerUDPListenerAttribute: { run: ({ receiving }, { id = '' }) => receiving.listener(id) },
  DeleteLoadBalancerListener: {
    holds: ({ id = '' }) => [id.split(':')[0]],
    busyCode: BALANCER_BUSY,
    run: ({ receiving }, { id = '' }) => receiving.deleteListener(id),
  },
  UpdateNetworkAclEntries: {
    run: (_, { attributes }) => {
      const { entries } = attributes as { entries: readonly unknown[] };
      if (entries.length > MOST_ACL_ENTRIES) {
        throw new ApiError('QuotaExceeded.AclEntry', `An ACL has at most ${MOST_ACL_ENTRIES} entries in one direction.`);
      }
    },
  },
  DeleteLoadBalancer: { run: ({ receiving }, { id = '' }) => receiving.deleteLoadBalancer(id) },
};
