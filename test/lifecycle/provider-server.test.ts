import { spawn } from 'child_process';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { SESSION, ownRule, session, sources, stack } from './handwritten';
import { Lifecycle, ProviderServer, describeWithTerraform } from './harness';
import { PROVIDER_ADDRESS, schemaFile } from './server/schema';

/** The parts of a schema that say something; Terraform adds descriptions and kinds of descriptions. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value)
    .filter(([name]) => name !== 'description_kind')
    .map(([name, inner]) => [name, essence(inner)]));
}

describeWithTerraform('the provider server', () => {
  let life: Lifecycle;
  beforeAll(async () => { life = await Lifecycle.start(); });
  afterAll(async () => life.stop());
  beforeEach(async () => life.reset());

  const sample = (): object => stack({
    ingress: { one: ownRule(1, 'TCP', '443/443') },
    egress: { one: ownRule(1, 'ALL', '-1/-1') },
    sessions: { a: session('a-1', 10, sources(3), { tags: { team: 'net' }, packet_length: 1000, virtual_network_id: 77 }) },
  });

  test('serves exactly the pinned schema', async () => {
    const served = await life.json(life.directory(sample()), ['providers', 'schema', '-json']) as {
      provider_schemas: Record<string, unknown>;
    };
    const pinned = JSON.parse(readFileSync(schemaFile(), 'utf8'));
    expect(essence(served.provider_schemas[PROVIDER_ADDRESS])).toEqual(essence(pinned.provider_schemas[PROVIDER_ADDRESS]));
  });

  test('a second plan is empty, and destroy leaves nothing', async () => {
    const folder = life.directory(sample());
    await life.validate(folder);
    await life.apply(folder);
    expect((await life.plan(folder)).changes).toEqual([]);
    await life.destroy(folder);
    expect(await life.account()).toMatchObject({ sessions: [], filters: [] });
  });

  test('after a kill and a restart everything shows as deleted', async () => {
    const folder = life.directory(sample());
    await life.apply(folder);
    await life.restart();
    const { changes } = await life.plan(folder);
    expect(changes.map(({ actions }) => actions)).toEqual([['create'], ['create'], ['create'], ['create']]);
  });

  test('a server that is gone fails the run and kills nobody else', async () => {
    const gone = await ProviderServer.start();
    await gone.stop();
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    // Terraform may kill the process that a dead address names.
    const reattach = gone.reattach.replace(`"Pid":${gone.pid}`, `"Pid":${bystander.pid}`);
    const run = await life.terraform(life.directory(sample()), ['plan'], { expect: 'failure', env: { TF_REATTACH_PROVIDERS: reattach } });
    expect(run.output).toMatch(/connection refused|Could not load|Failed to/i);
    bystander.kill('SIGKILL');
    await expect(life.journal()).resolves.toEqual([]);
  });

  test('a server that is told to stop is gone', async () => {
    const server = await ProviderServer.start();
    await server.stop();
    expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
  });

  test('text around a value that is not known yet is taken', async () => {
    const folder = life.directory(
      stack({ sessions: { a: session('mirror-${alicloud_vpc_traffic_mirror_filter.web.id}', 10, sources(1)) } }),
    );
    const { changes } = await life.plan(folder);
    expect(changes.find(({ type }) => type === SESSION)!.after).not.toHaveProperty('traffic_mirror_session_name');
    await life.apply(folder);
    expect((await life.account()).sessions[0].name).toMatch(/^mirror-tmf-bp1/);
    expect((await life.plan(folder)).changes).toEqual([]);
  });

  test('fails: a tag that JavaScript cannot read says so', async () => {
    const folder = life.directory();
    const tags = JSON.parse('{"__proto__":"x"}');
    life.write(folder, stack({ sessions: { a: session('a-1', 10, sources(1), { tags }) } }));
    expect((await life.terraform(folder, ['plan'], { expect: 'failure' })).output).toContain('a value cannot be read');
  });

  test('HCL, a backend and the file that the CDK for Terraform writes are initialized and applied', async () => {
    const hcl = life.directory();
    writeFileSync(join(hcl, 'main.tf'), `
      terraform {
        required_providers {
          alicloud = { source = "aliyun/alicloud" }
        }
        backend "local" {
          path = "elsewhere.tfstate"
        }
      }
      resource "alicloud_vpc_traffic_mirror_filter" "hcl" {
        dynamic "ingress_rules" {
          for_each = [1, 2]
          content {
            action                 = "accept"
            protocol               = "TCP"
            priority               = ingress_rules.value
            source_cidr_block      = "0.0.0.0/0"
            destination_cidr_block = "0.0.0.0/0"
            source_port_range      = "-1/-1"
            destination_port_range = "80/80"
          }
        }
      }
    `);
    await life.apply(hcl);
    expect(existsSync(join(hcl, 'elsewhere.tfstate'))).toBe(true);
    expect((await life.plan(hcl)).changes).toEqual([]);

    const cdk = life.directory();
    const written = {
      ...stack({}),
      terraform: {
        backend: { local: { path: join(cdk, 'cdk.tfstate') } },
        required_providers: { alicloud: { source: 'aliyun/alicloud' } },
      },
    };
    writeFileSync(join(cdk, 'cdk.tf.json'), JSON.stringify(written));
    await life.apply(cdk);
    expect((await life.account()).filters).toHaveLength(2);
  });

  test('two regions of one account keep their numbers apart', async () => {
    const one = session('a-1', 10, sources(1, 'east'), { traffic_mirror_filter_id: '${alicloud_vpc_traffic_mirror_filter.web.id}' });
    const other = session('b-1', 10, sources(1, 'west'), {
      provider: 'alicloud.shanghai',
      traffic_mirror_filter_id: '${alicloud_vpc_traffic_mirror_filter.west.id}',
    });
    const folder = life.directory({
      ...stack({ sessions: { one, other }, filters: { web: {}, west: { provider: 'alicloud.shanghai' } } }),
      provider: { alicloud: [{ region: 'cn-hangzhou' }, { alias: 'shanghai', region: 'cn-shanghai' }] },
    });
    await life.apply(folder);
    const regions = (await life.accounts()).map(({ region, sessions }) => [
      region,
      sessions.map(({ name, priority }) => `${name} ${priority}`),
    ]);
    expect(regions.sort()).toEqual([['cn-hangzhou', ['a-1 10']], ['cn-shanghai', ['b-1 10']]]);
  });

  test('an instance, its interfaces and a load balancer come and go with a session between them', async () => {
    const folder = life.directory(stack({
      sessions: {
        a: session(
          'a-1',
          10,
          ['${alicloud_ecs_network_interface_attachment.web.network_interface_id}', '${alicloud_instance.web.network_interface_id}'],
          {
            traffic_mirror_target_id: '${alicloud_slb_load_balancer.sensors.id}',
          }),
      },
      resource: {
        alicloud_vpc: { net: { cidr_block: '10.0.0.0/8' } },
        alicloud_vswitch: { net: { vpc_id: '${alicloud_vpc.net.id}', cidr_block: '10.1.0.0/16', zone_id: 'cn-hangzhou-h' } },
        alicloud_security_group: { net: { vpc_id: '${alicloud_vpc.net.id}' } },
        alicloud_instance: {
          web: {
            instance_type: 'ecs.g7.large',
            image_id: 'img',
            vswitch_id: '${alicloud_vswitch.net.id}',
            security_groups: ['${alicloud_security_group.net.id}'],
          },
        },
        alicloud_ecs_network_interface: {
          web: { vswitch_id: '${alicloud_vswitch.net.id}', security_group_ids: ['${alicloud_security_group.net.id}'] },
        },
        alicloud_ecs_network_interface_attachment: {
          web: { network_interface_id: '${alicloud_ecs_network_interface.web.id}', instance_id: '${alicloud_instance.web.id}' },
        },
        alicloud_slb_load_balancer: {
          sensors: { address_type: 'intranet', vswitch_id: '${alicloud_vswitch.net.id}', load_balancer_spec: 'slb.s2.small' },
        },
        alicloud_security_group_rule: {
          vxlan: {
            security_group_id: '${alicloud_security_group.net.id}',
            type: 'ingress',
            ip_protocol: 'udp',
            port_range: '4789/4789',
            nic_type: 'intranet',
            policy: 'accept',
            priority: 1,
            cidr_ip: '10.1.0.0/16',
          },
        },
      },
    }));
    await life.configure({ switches: { detachedInterface: 'refused', unseenInterface: 'refused', releasedSource: 'refused' } });
    await life.apply(folder);
    const [eni, lb] = [/^eni-bp1\w+$/, /^lb-bp1\w+$/];
    const { sources: [first, second], targetId } = await life.session('a-1');
    expect([first, second, targetId]).toEqual([expect.stringMatching(eni), expect.stringMatching(eni), expect.stringMatching(lb)]);
    expect((await life.plan(folder)).changes).toEqual([]);
    const state = await life.state(folder);
    expect(state['alicloud_security_group_rule.vxlan'].id).toMatch(/^sg-bp1\w+:ingress:udp:4789\/4789:intranet:10\.1\.0\.0\/16:accept:1$/);
    expect(state['alicloud_ecs_network_interface.web'].primary_ip_address).toMatch(/^10\./);
    await life.destroy(folder);
    expect(await life.account()).toMatchObject({ sessions: [], objects: [] });
  });

  test('only the data source that opens the service opens it, while Terraform plans', async () => {
    const opened = async (data: object): Promise<number> => {
      await life.plan(life.directory(stack({ data: data as never })));
      return (await life.journal()).filter((entry) => entry.kind === 'call' && entry.action === 'OpenTrafficMirrorService').length;
    };
    expect(await opened({ alicloud_caller_identity: { me: {} }, alicloud_vpc_traffic_mirror_service: { it: {} } })).toBe(0);
    expect(await opened({ alicloud_vpc_traffic_mirror_service: { it: { enable: 'On' } } })).toBeGreaterThan(0);
  });

  test('the provider refuses what it can see to be wrong before any call', async () => {
    const wrong: Array<[object, RegExp]> = [
      [{ priority: 32_767 }, /expected priority to be in the range \(1 - 32766\)/],
      [{ traffic_mirror_target_type: 'GWLB' }, /expected traffic_mirror_target_type to be one of/],
      [{ traffic_mirror_session_name: 'a' }, /expected length of traffic_mirror_session_name/],
      // 43 characters of three bytes each: the provider counts 129.
      [{ traffic_mirror_session_name: '镜'.repeat(43) }, /expected length of traffic_mirror_session_name/],
    ];
    for (const [more, message] of wrong) {
      const folder = life.directory(stack({ sessions: { a: session('a-1', 10, sources(1), more as never) } }));
      expect((await life.validate(folder, { expect: 'failure' })).output.replace(/\s*\n[│\s]*/g, ' ')).toMatch(message);
    }
    expect((await life.journal()).filter(({ kind }) => kind === 'call')).toEqual([]);
  });

  test('sessions are named in the journal by the resource that made them', async () => {
    const report = await life.step('first apply', async () => life.apply(life.directory(sample())));
    expect(report.touched.filter(({ type }) => type === SESSION)).toEqual([
      expect.objectContaining({ change: 'create', name: 'a-1', outcome: 'ok', id: expect.stringMatching(/^tms-bp1/) }),
    ]);
    expect(report.darkened).toEqual([]);
  });
});
