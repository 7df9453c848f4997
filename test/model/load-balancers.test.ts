import { hub, id, managed, modelOf, MODULE, PERHAPS, set, stackOf } from './documents';
import { NetworkFacts } from '../../src/input/network-facts';
import { TerraformJson } from '../../src/model/document';
import { LoadBalancers } from '../../src/model/network/load-balancers';
import { NetworkModel } from '../../src/model/network/network-model';
import { AddressSet } from '../../src/net/address-set';
import { phrase } from '../../src/texts/phrase';
import { network } from '../checks/network';

const NUL = '\u0000';

type Facts = ReturnType<typeof network>;

/** An app with a CLB, a group and a vSwitch, and facts about those outside. */
function balancers(resource: Record<string, any> = {}, change: (facts: Facts) => void = () => {}, more: TerraformJson = {}): LoadBalancers {
  const facts = network();
  change(facts);
  return NetworkModel.of(modelOf(stackOf('net', {
    resource: {
      alicloud_slb_load_balancer: { b: {} },
      alicloud_slb_server_group: { g: { load_balancer_id: id('alicloud_slb_load_balancer.b') }, other: { load_balancer_id: 'lb-other' } },
      ...resource,
    },
    ...more,
  }, { network: [facts as NetworkFacts] }))).loadBalancers;
}

const B = managed('alicloud_slb_load_balancer.b');
const G = managed('alicloud_slb_server_group.g');

describe('a load balancer of the app', () => {
  const WHOLE = {
    identity: B, listeners: [], open: undefined, block: expect.objectContaining({ name: 'b' }), status: undefined, addressType: undefined,
    statusOpen: undefined, addressTypeOpen: undefined, vswitch: undefined, vpc: undefined, addresses: AddressSet.ALL,
  };
  const only = (argument: string, value: string) => phrase('argumentIs', { argument, path: 'net/alicloud_slb_load_balancer.b', value });
  test.each<[string, object, object]>([
    ['by itself', {}, {}],
    ['internal', { address_type: 'intranet' }, { addressType: 'intranet' }],
    ['of the internet', { address_type: 'internet' }, { addressType: 'internet' }],
    ['of a type by a variable', { address_type: '${var.type}' }, { addressTypeOpen: only('address_type', '${var.type}') }],
    ['of the internet, in the old form', { internet: true }, { addressType: 'internet' }],
    ['of the internet, as a text', { internet: 'true' }, { addressType: 'internet' }],
    ['internal, in the old form', { internet: false }, { addressType: 'intranet' }],
    ['by a variable in the old form', { internet: '${var.open}' }, { addressTypeOpen: only('internet', '${var.open}') }],
    ['of a type, whatever the old form has', { internet: '${var.open}', address_type: 'intranet' }, { addressType: 'intranet' }],
    ['inactive', { status: 'inactive' }, { status: 'inactive' }],
    ['of a status by a variable', { status: '${var.status}' }, { statusOpen: only('status', '${var.status}') }],
    ['with an address', { address: '10.10.9.7' }, { addresses: set('10.10.9.7/32') }],
    ['with an address by a variable', { address: '${var.ip}' }, {}],
    ['in a vSwitch of the app', { vswitch_id: id('alicloud_vswitch.v') }, {
      vswitch: managed('alicloud_vswitch.v'), vpc: managed('alicloud_vpc.v'), addresses: set('10.20.0.0/24'),
    }],
    ['in a vSwitch outside the app', { vswitch_id: 'vsw-1' }, { vswitch: 'vsw-1', vpc: 'vpc-bp1prod' }],
    ['in a vSwitch with an address', { vswitch_id: id('alicloud_vswitch.v'), address: '10.20.0.9' }, {
      vswitch: managed('alicloud_vswitch.v'), vpc: managed('alicloud_vpc.v'), addresses: set('10.20.0.9/32'),
    }],
  ])('%s', (_, body, expected) => {
    const found = balancers({
      alicloud_slb_load_balancer: { b: body },
      alicloud_vpc: { v: {} }, alicloud_vswitch: { v: { vpc_id: id('alicloud_vpc.v'), cidr_block: '10.20.0.0/24' } },
    });
    expect(found.of(B)).toEqual({ ...WHOLE, ...expected });
    expect(found.of(B)).toBe(found.of(B));
  });

  test('may have listeners that a module writes', () => {
    expect(balancers({}, undefined, MODULE(id('alicloud_slb_load_balancer.b'))).of(B).open).toEqual(
      phrase('listenersByOther', { who: hub('alicloud_slb_load_balancer.b') }),
    );
  });
});

describe('a load balancer that is imported', () => {
  const path = 'net/alicloud_slb_load_balancer.b';
  const imported = { id: 'lb-old', path };
  const NONE = {
    open: phrase('listenersNotKnown', { balancer: path }), status: undefined, statusOpen: phrase('importedStatus', imported),
    addressType: undefined, addressTypeOpen: phrase('internalNotKnown', { balancer: path }), vpc: undefined, addresses: AddressSet.ALL,
  };
  const FACT = { addressType: 'intranet', status: 'inactive', vpcId: 'vpc-1', address: '10.10.9.8', listeners: [], servers: [] };
  const KNOWN = {
    open: undefined, status: 'inactive', statusOpen: undefined, addressType: 'intranet', addressTypeOpen: undefined, vpc: 'vpc-1',
    addresses: set('10.10.9.8/32'),
  };
  test.each<[string, object, typeof FACT | undefined, object]>([
    ['is unknown without an API response', {}, undefined, NONE],
    ['has what the app writes without an API response', { status: 'active', address_type: 'internet', address: '10.1.1.1' }, undefined, {
      ...NONE, status: 'active', statusOpen: undefined, addressType: 'internet', addressTypeOpen: undefined, addresses: set('10.1.1.1/32'),
    }],
    ['is as the API describes it', {}, FACT, KNOWN],
    ['is as the app writes it', { status: 'active', address_type: 'internet', address: '10.1.1.1' }, FACT, {
      ...KNOWN, status: 'active', addressType: 'internet', addresses: set('10.1.1.1/32'),
    }],
  ])('%s', (_, body, fact, expected) => {
    const found = balancers({ alicloud_slb_load_balancer: { b: body } }, (f) => {
      if (fact) f.loadBalancers.set('lb-old', fact);
    }, { import: [{ to: 'alicloud_slb_load_balancer.b', id: 'lb-old' }] });
    const block = expect.objectContaining({ name: 'b' });
    expect(found.of(B)).toEqual({ identity: B, listeners: [], block, vswitch: undefined, ...expected });
  });
});

describe('a listener that is imported', () => {
  const path = 'net/alicloud_slb_listener.l';
  const unknown = { status: 'running', open: { phrase: 'importedStatus', with: { path } } };
  test.each<[string, string, string, number, object]>([
    ['has the status of the API', 'lb-old:udp:4789', 'udp', 4789, { status: 'stopped', open: undefined }],
    ['has an unknown status, if another port is described', 'lb-old:udp:4789', 'udp', 53, unknown],
    ['has an unknown status, if another protocol is described', 'lb-old:tcp:4789', 'tcp', 4789, unknown],
    ['has an unknown status, if another load balancer is described', 'lb-2:udp:4789', 'udp', 4789, unknown],
    ['has an unknown status by an unknown id', '${var.listener}', 'udp', 4789, unknown],
  ])('%s', (_, name, protocol, port, expected) => {
    const l = { load_balancer_id: id('alicloud_slb_load_balancer.b'), protocol, frontend_port: 4789 };
    const found = balancers({ alicloud_slb_listener: { l } }, (f) => {
      f.listeners = [{ ...f.listeners[0], loadBalancerId: 'lb-old', port, status: 'stopped' }];
    }, { import: [{ to: 'alicloud_slb_listener.l', id: name }] });
    expect(found.of(B).listeners).toMatchObject([expected]);
  });
});

describe('a listener of the app', () => {
  const path = 'net/alicloud_slb_listener.l';
  const WHOLE = {
    label: path, protocol: 'udp', port: 4789, status: 'running', accessControl: false, serverGroup: undefined, written: true,
    open: undefined,
  };
  const UDP = { load_balancer_id: id('alicloud_slb_load_balancer.b'), protocol: 'udp', frontend_port: 4789 };
  const at = (body: object) => balancers({ alicloud_slb_listener: { l: body } });
  test.each<[string, object, object]>([
    ['by itself', {}, {}],
    ['with text for a port', { frontend_port: '4789' }, {}],
    ['in the old form', { protocol: undefined, frontend_port: undefined, lb_protocol: 'tcp', lb_port: 80 }, { protocol: 'tcp', port: 80 }],
    ['in both forms', { lb_protocol: 'tcp', lb_port: 80 }, {}],
    ['by variables', { protocol: '${var.protocol}', frontend_port: '${var.port}' }, { protocol: undefined, port: undefined }],
    ['with a group', { server_group_id: 'rsp-1' }, { serverGroup: 'rsp-1' }],
    ['with a primary/secondary group', { master_slave_server_group_id: 'rsp-2' }, { serverGroup: 'rsp-2' }],
    ['without access control', { acl_status: 'off' }, {}],
    ['with access control', { acl_status: 'on' }, { accessControl: true }],
    ['with access control by a variable', { acl_status: '${var.acl}' }, {
      open: phrase('argumentIs', { argument: 'acl_status', path, value: '${var.acl}' }),
    }],
    ['that may not exist', PERHAPS, { open: phrase('listenerPerhapsThere', { path }) }],
    ['that may not exist, with access control by a variable', { ...PERHAPS, acl_status: '${var.acl}' }, {
      open: phrase('listenerPerhapsThere', { path }),
    }],
  ])('%s', (_, body, expected) => {
    const { listeners, open } = at({ ...UDP, ...body }).of(B);
    expect(listeners).toEqual([{ ...WHOLE, ...expected }]);
    expect(open).toBeUndefined();
  });

  test('knows its primary/secondary group', () => {
    const found = at({ ...UDP, master_slave_server_group_id: 'rsp-2' });
    expect([found.isPrimarySecondary('rsp-2'), found.isPrimarySecondary('rsp-1')]).toEqual([true, false]);
    expect(found.backendsOf('rsp-2')).toEqual({ servers: [], open: phrase('groupServersNotKnown', { group: 'rsp-2' }) });
  });

  test.each<[string, string | undefined, object]>([
    ['of another load balancer of the app', id('alicloud_slb_load_balancer.c'), {}],
    ['of a variable', '${var.balancer}', { open: phrase('listenerPerhaps', { path, balancer: '${var.balancer}' }) }],
    ['of an id, which may be that of the app', 'lb-1', { open: phrase('listenerPerhaps', { path, balancer: 'lb-1' }) }],
  ])('%s may be of this one or not', (_, loadBalancer, expected) => {
    const found = balancers({
      alicloud_slb_load_balancer: { b: {}, c: {} }, alicloud_slb_listener: { l: { ...UDP, load_balancer_id: loadBalancer } },
    });
    expect(found.of(B).listeners).toEqual([]);
    expect(found.of(B).open).toEqual('open' in expected ? expected.open : undefined);
  });

  test('without a load balancer may be of any, also of one outside the app', () => {
    const found = balancers({ alicloud_slb_listener: { l: {} } });
    for (const one of [B, 'lb-bp1sensors']) expect(found.of(one).open).toMatchObject({ phrase: 'listenerPerhaps', with: { path } });
  });

  test('is in the list of all, with its stack', () => {
    const found = at({ ...UDP, server_group_id: id('alicloud_slb_server_group.g') });
    const rows = found.listeners.map(({ block, stack, loadBalancer, serverGroup }) => [block.path, stack.path, loadBalancer, serverGroup]);
    expect(rows).toEqual([
      [path, 'net', B, G],
    ]);
  });
});

describe('a load balancer outside the app', () => {
  const LISTENER = {
    label: phrase('listener', { protocol: 'UDP', port: 4789, balancer: 'lb-bp1sensors' }), protocol: 'udp', port: 4789, status: 'running',
    accessControl: false, serverGroup: 'rsp-bp1sensors', servers: undefined, open: undefined, serversOpen: undefined,
  };
  const WHOLE = {
    identity: 'lb-bp1sensors', listeners: [LISTENER], open: undefined, addressType: 'intranet', addressTypeOpen: undefined,
    status: 'active',
    vpc: 'vpc-bp1prod', addresses: set('10.10.9.9/32'),
  };
  const fact = (facts: Facts, more: object) =>
    facts.loadBalancers.set('lb-bp1sensors', { ...facts.loadBalancers.get('lb-bp1sensors')!, ...more });
  const listener = (facts: Facts, more: object) => { facts.listeners = [{ ...facts.listeners[0], ...more }]; };
  const SERVER = { serverId: 'eni-a', weight: 5, port: 1 };
  const state = (protocol: string, port: number) => {
    const label = phrase('listener', { protocol, port, balancer: 'lb-bp1sensors' });
    return { label, protocol, port, status: '', accessControl: false, open: phrase('listenerStateNotKnown', { listener: label }) };
  };
  const none = (facts: Facts) => { facts.listeners = []; };

  test.each<[string, (facts: Facts) => void, object]>([
    ['as the API describes it', () => {}, {}],
    ['without an address', (f) => fact(f, { address: undefined }), { addresses: AddressSet.ALL }],
    ['that is public and inactive, in no VPC', (f) => fact(f, { addressType: 'internet', status: 'inactive', vpcId: undefined }),
      { addressType: 'internet', status: 'inactive', vpc: undefined }],
    ['whose listener is stopped', (f) => listener(f, { status: 'stopped' }), { listeners: [{ ...LISTENER, status: 'stopped' }] }],
    ['whose listener has access control', (f) => listener(f, { accessControl: true }),
      { listeners: [{ ...LISTENER, accessControl: true }] }],
    ['whose listener may have access control', (f) => listener(f, { accessControl: undefined }),
      { listeners: [{ ...LISTENER, open: phrase('accessNotKnown', { listener: LISTENER.label }) }] }],
    ['whose listener has a primary/secondary group', (f) => listener(f, { serverGroupId: undefined, primarySecondaryGroupId: 'rsp-2' }),
      { listeners: [{ ...LISTENER, serverGroup: 'rsp-2' }] }],
    ['whose listener has no group', (f) => {
      listener(f, { serverGroupId: undefined, backendPort: 4790 });
      fact(f, { servers: [SERVER] });
    }, { listeners: [{ ...LISTENER, serverGroup: undefined, servers: [{ server: 'eni-a', weight: 5, port: 4790 }] }] }],
    ['whose listener is described only in its list', none, { listeners: [state('udp', 4789)] }],
    ['with other listeners in its list', (f) => fact(f, { listeners: ['udp 4789', 'tcp 4789', 'udp 53'] }),
      { listeners: [LISTENER, state('tcp', 4789), state('udp', 53)] }],
    ['without a list', (f) => fact(f, { listeners: undefined }), { open: phrase('listenersNotKnown', { balancer: 'lb-bp1sensors' }) }],
    ['that is not described', (f) => f.loadBalancers.clear(), {
      open: phrase('listenersNotKnown', { balancer: 'lb-bp1sensors' }), addressType: undefined,
      addressTypeOpen: phrase('internalNotKnown', { balancer: 'lb-bp1sensors' }), status: undefined, vpc: undefined,
      addresses: AddressSet.ALL,
    }],
    ['without the listeners of others', (f) => f.listeners.push({ ...f.listeners[0], loadBalancerId: 'lb-2', port: 53 }), {}],
  ])('%s', (_, change, expected) => {
    expect(balancers({}, change).of('lb-bp1sensors')).toEqual({ ...WHOLE, ...expected });
  });

  test('of which nothing is known may have any listener', () => {
    const id2 = { ...network().listeners[0], loadBalancerId: 'lb-2', serverGroupId: undefined };
    const found = balancers({}, (f) => f.listeners.push(id2)).of('lb-2');
    expect(found.listeners.map(({ servers }) => servers)).toEqual([undefined]);
    expect(found.open).toEqual(phrase('listenersNotKnown', { balancer: 'lb-2' }));
  });

  test('takes the listener that the app writes', () => {
    const l = (protocol: string, port = 4789) => ({
      load_balancer_id: 'lb-bp1sensors', protocol, frontend_port: port,
      server_group_id: 'rsp-1',
    });
    const of = (...given: object[]) =>
      balancers({ alicloud_slb_listener: Object.fromEntries(given.map((body, i) => [`l${i}`, body])) }).of('lb-bp1sensors').listeners
        .map(({ protocol, port, written, serverGroup }) => [protocol, port, written, serverGroup]);
    expect(of(l('udp'))).toEqual([['udp', 4789, true, 'rsp-1']]);
    expect(of(l('tcp'))).toEqual([['tcp', 4789, true, 'rsp-1'], ['udp', 4789, undefined, 'rsp-bp1sensors']]);
    expect(of(l('udp', 53))).toEqual([['udp', 53, true, 'rsp-1'], ['udp', 4789, undefined, 'rsp-bp1sensors']]);
  });

  test('may have listeners and default servers that a module writes', () => {
    const who = hub('lb-bp1sensors');
    const found = (serverGroupId?: string) =>
      balancers({}, (f) => listener(f, { serverGroupId }), MODULE('lb-bp1sensors')).of('lb-bp1sensors');
    expect(found().open).toEqual(phrase('listenersByOther', { who }));
    expect(found().listeners[0].serversOpen).toEqual(phrase('serversByOther', { who }));
    // Its servers are those of the group.
    expect(found('rsp-bp1sensors').listeners[0].serversOpen).toBeUndefined();
  });

  test('is one whose primary/secondary groups are known', () => {
    const found = balancers({}, (f) => listener(f, { serverGroupId: undefined, primarySecondaryGroupId: 'rsp-2' }));
    expect(found.isPrimarySecondary('rsp-2')).toBe(true);
  });
});

describe('the servers of a group of the app', () => {
  const GROUP = { load_balancer_id: id('alicloud_slb_load_balancer.b') };
  const server = (body: object = {}) => ({ server_group_id: id('alicloud_slb_server_group.g'), server_id: 'eni-a', port: 4789, ...body });
  const attachment = 'net/alicloud_slb_server_group_server_attachment';
  const app = (group: object, ...servers: object[]) => ({
    alicloud_slb_load_balancer: { b: {}, c: {} },
    alicloud_slb_server_group: { g: { ...GROUP, ...group }, other: { load_balancer_id: id('alicloud_slb_load_balancer.c') }, lost: {} },
    alicloud_slb_server_group_server_attachment: Object.fromEntries(servers.map((body, i) => [`s${i}`, body])),
  });
  const A = { server: 'eni-a', weight: 100, port: 4789 };
  const perhaps = (owner: string) =>
    phrase('serverPerhaps', { path: `${attachment}.s0`, owner, group: 'net/alicloud_slb_server_group.g' });

  test.each<[string, object, object[], object[], unknown]>([
    ['none', {}, [], [], undefined],
    ['an attachment', {}, [server()], [A], undefined],
    ['a weight', {}, [server({ weight: 0 })], [{ ...A, weight: 0 }], undefined],
    ['a weight and port by variables', {}, [server({ weight: '${var.w}', port: '${var.p}' })],
      [{ ...A, weight: undefined, port: undefined }], undefined],
    ['an attachment that may not exist', {}, [server(PERHAPS)], [A], phrase('serverCount', { path: `${attachment}.s0` })],
    ['an attachment without a server', {}, [server({ server_id: undefined })], [], phrase('serverCount', { path: `${attachment}.s0` })],
    ['servers of another group', {}, [server({ server_group_id: id('alicloud_slb_server_group.other') })], [], undefined],
    ['servers of a group of a variable', {}, [server({ server_group_id: '${var.group}' })], [], perhaps('${var.group}')],
    ['servers of an id that is not known', {}, [server({ server_group_id: 'rsp-1' })], [], perhaps('rsp-1')],
    ['blocks', { servers: [{ server_ids: ['eni-a', 'eni-b'], port: 4789 }, { server_ids: ['eni-c'], port: '53', weight: 7 }] }, [server()],
      [A, A, { ...A, server: 'eni-b' }, { server: 'eni-c', weight: 7, port: 53 }], undefined],
    ['a block with a weight by a variable', { servers: { server_ids: ['eni-a'], port: 4789, weight: '${var.w}' } }, [],
      [{ ...A, weight: undefined }], undefined],
    ['a block without known servers', { servers: [{ server_ids: '${var.ids}', port: 4789 }] }, [], [],
      phrase('serverIdsNotKnown', { path: 'net/alicloud_slb_server_group.g' })],
    ['blocks by a variable', { servers: '${var.servers}' }, [], [], phrase('serversAtApply', { path: 'net/alicloud_slb_server_group.g' })],
    ['dynamic blocks', { dynamic: { servers: {} } }, [], [], phrase('serversAtApply', { path: 'net/alicloud_slb_server_group.g' })],
    ['other dynamic blocks', { dynamic: { tags: {} } }, [], [], undefined],
  ])('with %s', (_, group, given, servers, open) => {
    const found = balancers(app(group, ...given));
    expect(found.backendsOf(G)).toEqual({ servers, open, loadBalancer: B });
    expect(found.servers).toHaveLength(given.length);
  });

  test('may be those of a module', () => {
    expect(balancers({}, undefined, MODULE(id('alicloud_slb_server_group.g'))).backendsOf(G).open).toEqual(
      phrase('serversByOther', { who: hub('alicloud_slb_server_group.g') }),
    );
  });

  test('of an attachment without a group may be those of any, also of one outside the app', () => {
    const found = balancers(app({}, { server_id: 'eni-a' }));
    for (const one of [G, 'rsp-bp1sensors']) expect(found.backendsOf(one).open).toMatchObject({ phrase: 'serverPerhaps' });
  });

  test('are of a load balancer, if it is known', () => {
    const found = balancers(app({ load_balancer_id: undefined }));
    expect(found.backendsOf(G)).toEqual({ servers: [], open: undefined, loadBalancer: undefined });
    expect(balancers(app({ load_balancer_id: '${var.b}' })).backendsOf(G).loadBalancer).toBe(`?net${NUL}\${var.b}`);
  });
});

describe('the servers of a group outside the app', () => {
  const FACT = { server: 'eni-bp1sensor', weight: 100, port: 4789 };
  const server = (group: string) => ({
    alicloud_slb_server_group_server_attachment: {
      s: {
        server_group_id: group, server_id: 'eni-a',
        port: 1,
      },
    },
  });
  test('are those of the API, and of the app', () => {
    expect(balancers().backendsOf('rsp-bp1sensors')).toEqual({ servers: [FACT], open: undefined, loadBalancer: 'lb-bp1sensors' });
    expect(balancers(server('rsp-bp1sensors')).backendsOf('rsp-bp1sensors')).toEqual({
      servers: [{ server: 'eni-a', weight: 100, port: 1 }, FACT], open: undefined, loadBalancer: 'lb-bp1sensors',
    });
    expect(balancers(server('rsp-2')).backendsOf('rsp-bp1sensors')).toEqual({
      servers: [FACT], open: undefined,
      loadBalancer: 'lb-bp1sensors',
    });
    expect(balancers(server('rsp-2')).backendsOf('rsp-2')).toEqual({
      servers: [{ server: 'eni-a', weight: 100, port: 1 }], open: phrase('groupServersNotKnown', { group: 'rsp-2' }),
    });
    expect(balancers(server('${var.g}')).backendsOf('${var.g}')).toMatchObject({ servers: [] });
  });

  test('are those of the app, where both have one server and port', () => {
    const both = (port: number) => balancers({
      alicloud_slb_server_group_server_attachment: {
        s: { server_group_id: 'rsp-bp1sensors', server_id: 'eni-bp1sensor', port, weight: 7 },
        t: { server_group_id: 'rsp-bp1sensors', server_id: 'eni-a', port: 4789, weight: 8 },
      },
    }).backendsOf('rsp-bp1sensors').servers;
    const A = { server: 'eni-a', weight: 8, port: 4789 };
    expect(both(4789)).toEqual([{ ...FACT, weight: 7 }, A]);
    expect(both(4790)).toEqual([{ ...FACT, weight: 7, port: 4790 }, A, FACT]);
  });

  test('may be those of a group of the app, unless that is of another load balancer', () => {
    const open = (group: string, more: Record<string, any> = {}) =>
      balancers({ ...server(group), ...more }).backendsOf('rsp-bp1sensors').open;
    const path = 'net/alicloud_slb_server_group_server_attachment.s';
    const perhaps = (owner: string) => phrase('serverPerhaps', { path, owner, group: 'rsp-bp1sensors' });
    expect(open(id('alicloud_slb_server_group.g'))).toEqual(perhaps('net/alicloud_slb_server_group.g'));
    expect(open(id('alicloud_slb_server_group.other'))).toBeUndefined();
    expect(open(id('alicloud_slb_server_group.lost'), { alicloud_slb_server_group: { lost: {} } })).toEqual(
      perhaps('net/alicloud_slb_server_group.lost'),
    );
    const same = { alicloud_slb_server_group: { same: { load_balancer_id: 'lb-bp1sensors' } } };
    expect(open(id('alicloud_slb_server_group.same'), same)).toEqual(perhaps('net/alicloud_slb_server_group.same'));
  });

  test('of no known load balancer may be those of any group', () => {
    const found = balancers(server(id('alicloud_slb_server_group.other')), (f) => {
      f.serverGroups.set('rsp-bp1sensors', { servers: [] });
    }).backendsOf('rsp-bp1sensors');
    expect(found.open).toMatchObject({ phrase: 'serverPerhaps' });
  });
});
