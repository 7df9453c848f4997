import { ValueObject } from '../wire';
import { Account } from './account';
import { ApiError, invalid, notFound } from './errors';
import { Rule, RuleInput } from './filters';
import { RECEIVING_ACTIONS } from './receiving-actions';
import { SessionInput } from './sessions';
import { Switches } from './switches';

/** Parameters of a call. Names are the account's own, since the provider's requests are not what is tried here. */
export interface Params {
  readonly id?: string;
  /** Kind of the object: a resource type, for the general actions. */
  readonly type?: string;
  readonly filterId?: string;
  readonly ruleId?: string;
  readonly rules?: readonly RuleInput[];
  readonly sources?: readonly string[];
  readonly attributes?: unknown;
  /** Of a rule of a security group, which is not part of its identity. */
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly keys?: readonly string[];
  readonly dryRun?: boolean;
  /** The same for all attempts of one call. */
  readonly clientToken?: string;
}

export interface Action {
  /** What a write on an object that is held is refused with; OperationConflict unless given. */
  readonly busyCode?: string;
  /** Objects that no other write may touch meanwhile. */
  holds?(params: Params, account: Account, switches: Switches): Array<string | undefined>;
  /** One synchronous step: refuses by throwing, or takes effect. */
  run(account: Account, params: Params): unknown;
}

type Tagged = { tags: Readonly<Record<string, string>> };

function setTags(account: Account, { type, id = '', tags = {}, keys = [] }: Params): void {
  const change = ({ tags: before }: Tagged): Record<string, string> =>
    Object.fromEntries(Object.entries({ ...before, ...tags }).filter(([key]) => !keys.includes(key)));
  const session = account.sessions.find(id);
  if (session) {
    account.sessions.force(id, { tags: change(session) });
  } else if (type !== undefined) {
    const object = account.objects.get(type, id);
    account.objects.put(type, id, { ...object, tags: change({ tags: (object.tags ?? {}) as Record<string, string> }) });
  } else {
    const filter = account.filters.get(id);
    filter.tags = change(filter);
  }
}

/** Sets some attributes of an object. */
function setAttributes(account: Account, { type = '', id = '', attributes }: Params): void {
  account.objects.put(type, id, { ...account.objects.get(type, id), ...attributes as ValueObject });
}

const holdsId = (params: Params): Array<string | undefined> => [params.id];
const holdsRule = (params: Params): Array<string | undefined> => [params.filterId, params.ruleId];

const holdsSession = (params: Params, account: Account, switches: Switches): Array<string | undefined> => {
  const attributes = params.attributes as SessionInput | undefined;
  const filterId = attributes?.filterId ?? account.sessions.find(params.id ?? '')?.filterId;
  return [params.id, switches.sessionWriteHoldsFilter ? filterId : undefined];
};

/** Every action of the API that the provider calls here. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  CreateTrafficMirrorFilter: {
    run: (account, { attributes, rules = [] }) =>
      account.filters.create(attributes as Parameters<typeof account.filters.create>[0], rules),
  },
  UpdateTrafficMirrorFilterAttribute: {
    holds: holdsId,
    run: (account, { id = '', attributes }) => Object.assign(account.filters.get(id), attributes),
  },
  DeleteTrafficMirrorFilter: { holds: holdsId, run: (account, { id = '' }) => account.filters.delete(id) },
  ListTrafficMirrorFilters: { run: (account, { id = '' }) => account.filters.find(id) },

  CreateTrafficMirrorFilterRules: {
    holds: holdsRule,
    run: (account, { filterId = '', rules = [] }) => account.filters.addRules(filterId, rules),
  },
  UpdateTrafficMirrorFilterRuleAttribute: {
    holds: holdsRule,
    run: (account, { filterId = '', ruleId = '', attributes }) =>
      account.filters.updateRule(filterId, ruleId, attributes as Partial<Rule>),
  },
  DeleteTrafficMirrorFilterRules: {
    holds: holdsRule,
    run: (account, { filterId = '', ruleId = '' }) => account.filters.deleteRules(filterId, [ruleId]),
  },

  CreateTrafficMirrorSession: {
    holds: holdsSession,
    run: (account, { attributes }) => account.sessions.create(attributes as SessionInput),
  },
  UpdateTrafficMirrorSessionAttribute: {
    holds: holdsSession,
    run: (account, { id = '', attributes }) => account.sessions.update(id, attributes as SessionInput),
  },
  RemoveSourcesFromTrafficMirrorSession: {
    holds: holdsSession,
    run: (account, { id = '', sources = [] }) => account.sessions.removeSources(id, sources),
  },
  AddSourcesToTrafficMirrorSession: {
    holds: holdsSession,
    run: (account, { id = '', sources = [] }) => account.sessions.addSources(id, sources),
  },
  DeleteTrafficMirrorSession: { holds: holdsSession, run: (account, { id = '' }) => account.sessions.delete(id) },
  ListTrafficMirrorSessions: { run: (account, { id = '' }) => account.sessions.listed(id) },

  MoveResourceGroup: {
    holds: holdsId,
    run: (account, { id = '', attributes }) => {
      const { resourceGroupId } = attributes as { resourceGroupId: string };
      if (account.sessions.find(id)) {
        account.sessions.force(id, { resourceGroupId });
      } else {
        account.filters.get(id).resourceGroupId = resourceGroupId;
      }
    },
  },
  TagResources: { holds: holdsId, run: setTags },
  UntagResources: { holds: holdsId, run: setTags },
  OpenTrafficMirrorService: { run: () => 'Opened' },

  CreateObject: {
    run: (account, { type = '', id = '', attributes }) => {
      const object = attributes as ValueObject;
      if (type === 'alicloud_ecs_network_interface') {
        account.interfaces.put({ id, primaryIp: String(object.primary_ip_address) });
      } else if (type === 'alicloud_instance') {
        account.interfaces.put({ id: String(object.network_interface_id), primaryIp: String(object.primary_ip_address), instanceId: id });
      } else if (type === 'alicloud_ecs_network_interface_attachment') {
        const known = account.interfaces.get(String(object.network_interface_id));
        account.interfaces.put({ ...known, id: String(object.network_interface_id), instanceId: String(object.instance_id) });
      }
      account.objects.put(type, id, object);
    },
  },
  UpdateObject: {
    holds: holdsId,
    run: (account, { type = '', id = '', attributes }) => {
      account.objects.get(type, id);
      account.objects.put(type, id, attributes as ValueObject);
    },
  },
  SetLoadBalancerName: { holds: holdsId, run: setAttributes },
  ModifyLoadBalancerInstanceSpec: { holds: holdsId, run: setAttributes },
  SetVServerGroupAttribute: { holds: holdsId, run: setAttributes },
  DeleteObject: {
    holds: holdsId,
    run: (account, { type = '', id = '' }) => {
      const object = account.objects.find(type, id);
      if (!object) throw notFound(id);
      if (type === 'alicloud_ecs_network_interface') {
        account.releaseInterface(id);
      } else if (type === 'alicloud_instance') {
        account.releaseInterface(String(object.network_interface_id));
      } else if (type === 'alicloud_ecs_network_interface_attachment') {
        const known = account.interfaces.get(String(object.network_interface_id));
        if (known && !known.released) account.interfaces.put({ ...known, instanceId: undefined });
      }
      account.objects.delete(type, id);
    },
  },
  GetObject: { run: (account, { type = '', id = '' }) => account.objects.find(type, id) },

  ...RECEIVING_ACTIONS,
};

export function actionOf(name: string): Action {
  const action = ACTIONS[name];
  if (!action) throw new Error(`no action ${name}`);
  return action;
}

/** What the API answers to a rehearsal: a refusal even where the call would have passed. */
export function refuseDryRun(params: Params): void {
  if (params.dryRun) throw new ApiError('DryRunOperation', 'Request validation has been passed with DryRun flag set.');
  if (params.id === '') throw invalid('Id', params.id);
}
