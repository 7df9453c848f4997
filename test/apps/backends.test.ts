// Every backend of cdktf: an interface of one stack that two others mirror is one interface.
import {
  AzurermBackend, CloudBackend, ConsulBackend, CosBackend, GcsBackend, HttpBackend, LocalBackend, NamedCloudWorkspace,
  NamedRemoteWorkspace, OssBackend, PgBackend, PrefixedRemoteWorkspaces, RemoteBackend, S3Backend, SwiftBackend, TerraformStack,
} from 'cdktf';
import { alicloud, MirrorPolicy, MirrorSession, MirrorSource } from '../../src';
import { filterIn, newApp, target } from '../support/app';
import '../support/recorded-inputs';

const BACKENDS: Readonly<Record<string, (stack: TerraformStack, id: string) => unknown>> = {
  'the default': () => undefined,
  'local': (stack, id) => new LocalBackend(stack, { path: `${id}.tfstate` }),
  'local in a workspace folder': (stack, id) => new LocalBackend(stack, { workspaceDir: id }),
  'cloud': (stack, id) => new CloudBackend(stack, { organization: 'o', workspaces: new NamedCloudWorkspace(id) }),
  'cloud in a project': (stack, id) => new CloudBackend(stack, { organization: 'o', workspaces: new NamedCloudWorkspace(id, 'p') }),
  'cloud of another host': (stack, id) =>
    new CloudBackend(stack, { organization: 'o', hostname: 'tfe.example', workspaces: new NamedCloudWorkspace(id) }),
  'remote': (stack, id) => new RemoteBackend(stack, { organization: 'o', workspaces: new NamedRemoteWorkspace(id) }),
  'remote with a prefix': (stack, id) => new RemoteBackend(stack, { organization: 'o', workspaces: new PrefixedRemoteWorkspaces(id) }),
  'azurerm': (stack, id) => new AzurermBackend(stack, { storageAccountName: 'a', containerName: 'c', key: id }),
  'consul': (stack, id) => new ConsulBackend(stack, { accessToken: 'x', path: id }),
  'cos': (stack, id) => new CosBackend(stack, { bucket: 'b', prefix: id }),
  'gcs': (stack, id) => new GcsBackend(stack, { bucket: 'b', prefix: id }),
  'http': (stack, id) => new HttpBackend(stack, { address: `https://state.example/${id}` }),
  'oss': (stack, id) => new OssBackend(stack, { bucket: 'b', prefix: id, region: 'cn-hangzhou', tablestoreTable: 't' }),
  'pg': (stack, id) => new PgBackend(stack, { connStr: 'postgres://db.example', schemaName: id }),
  's3': (stack, id) => new S3Backend(stack, { bucket: 'b', key: id, encrypt: true }),
  'swift': (stack, id) => new SwiftBackend(stack, { container: id }),
};

test.each(Object.entries(BACKENDS))('%s', (_, backend) => {
  const app = newApp();
  const stackIn = (id: string): TerraformStack => {
    const stack = new TerraformStack(app, id);
    new alicloud.provider.AlicloudProvider(stack, 'AliCloud', { region: 'cn-hangzhou' });
    backend(stack, id);
    return stack;
  };
  const machines = stackIn('machines');
  const eni = new alicloud.ecsNetworkInterface.EcsNetworkInterface(machines, 'Eni', { vswitchId: 'vsw-1', securityGroupIds: ['sg-1'] });
  ['one', 'two'].forEach((id, i) => {
    const stack = stackIn(id);
    const sources = [MirrorSource.fromResource(eni, { instanceType: 'ecs.g7.large' })];
    new MirrorSession(stack, 'Session', { filter: filterIn(stack), sources, target: target(`lb-${id}`), priority: 1 + i });
  });
  const found = MirrorPolicy.of(app).evaluate().findings.filter(({ id }) => id === 'TM301');
  const lines = found.map(({ severity, problem }) => `${severity} ${problem}`);
  expect(lines).toEqual([expect.stringMatching(/^error Source machines\/Eni is in 2/)]);
});
