"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const crypto_1 = require("crypto");
const fs_1 = require("fs");
const os_1 = require("os");
const path_1 = require("path");
const cdktf_1 = require("cdktf");
const cdktf_alicloud_traffic_mirror_1 = require("cdktf-alicloud-traffic-mirror");
/** Edition 2023: sources of a session, sessions of a filter, sessions of an internal CLB. */
const PER_SESSION = 10;
const PER_FILTER = 1_000;
const PER_TARGET = 200;
/** What a plan puts into a shard of 2,000 resources, less two filters of ten rules. */
const PER_STACK = 1_976;
const eni = (n) => `eni-bp1${(n + 1e7).toString(36)}`;
const clb = (session, sessions) => `lb-bp1c${session % targetCount(sessions)}`;
const targetCount = (sessions) => Math.ceil(sessions / PER_TARGET);
function handWritten(app, sources) {
    const sessions = Math.ceil(sources / PER_SESSION);
    for (let start = 0; start < sessions; start += PER_STACK) {
        const stack = stackOf(app, start / PER_STACK);
        let filterId = '';
        for (let i = start; i < Math.min(start + PER_STACK, sessions); i++) {
            const copy = (i - start) / PER_FILTER;
            if (Number.isInteger(copy))
                filterId = handWrittenFilter(stack, copy);
            new cdktf_alicloud_traffic_mirror_1.alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, `session-${i}`, {
                trafficMirrorFilterId: filterId,
                trafficMirrorSourceIds: Array.from({ length: Math.min(PER_SESSION, sources - i * PER_SESSION) }, (_, n) => eni(i * PER_SESSION + n)),
                trafficMirrorTargetId: clb(i, sessions),
                trafficMirrorTargetType: 'SLB',
                priority: i + 1,
                virtualNetworkId: i + 1,
                enabled: true,
            });
        }
    }
}
function handWrittenFilter(stack, number) {
    const filter = new cdktf_alicloud_traffic_mirror_1.alicloud.vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(stack, `filter-${number}`);
    new cdktf_alicloud_traffic_mirror_1.alicloud.vpcTrafficMirrorFilterIngressRule.VpcTrafficMirrorFilterIngressRule(stack, `filter-${number}-inbound`, {
        trafficMirrorFilterId: filter.id, priority: 1, action: 'accept', protocol: 'TCP', sourceCidrBlock: '0.0.0.0/0', destinationCidrBlock: '0.0.0.0/0',
        sourcePortRange: '-1/-1', destinationPortRange: '443/443',
    });
    return filter.id;
}
function stackOf(app, number) {
    const stack = new cdktf_1.TerraformStack(app, `mirror-${number}`);
    new cdktf_alicloud_traffic_mirror_1.alicloud.provider.AlicloudProvider(stack, 'alicloud', { region: 'cn-hangzhou' });
    return stack;
}
function planOf(ledger, sources, policy) {
    const sessions = Math.ceil(sources.length / PER_SESSION);
    return cdktf_alicloud_traffic_mirror_1.MirrorPlan.of({
        name: 'fleet', sources, ledger, policy, packing: cdktf_alicloud_traffic_mirror_1.MirrorPacking.DENSE,
        targets: Array.from({ length: targetCount(sessions) }, (_, i) => cdktf_alicloud_traffic_mirror_1.MirrorTarget.internalLoadBalancer(clb(i, sessions))),
    });
}
function asShards(app, sources, file) {
    const plan = planOf(ledgerOf(file), sourcesOf(sources), cdktf_alicloud_traffic_mirror_1.MirrorPolicy.of(app));
    for (const shard of plan.shards) {
        const stack = stackOf(app, shard.number);
        const filter = new cdktf_alicloud_traffic_mirror_1.MirrorFilter(stack, 'Filter', { inbound: [cdktf_alicloud_traffic_mirror_1.MirrorRule.accept({ protocol: cdktf_alicloud_traffic_mirror_1.MirrorProtocol.TCP, destinationPort: cdktf_alicloud_traffic_mirror_1.PortRange.single(443) })] });
        new cdktf_alicloud_traffic_mirror_1.MirroredFleetShard(stack, 'Fleet', { shard, filter });
    }
}
/** Not frozen, also where a build server runs this. */
function ledgerOf(file) {
    return cdktf_alicloud_traffic_mirror_1.MirrorLedger.file(file, { frozen: false });
}
function sourcesOf(count) {
    return Array.from({ length: count }, (_, n) => cdktf_alicloud_traffic_mirror_1.MirrorSource.networkInterface(eni(n), { instanceType: 'ecs.g7.large', zoneId: 'cn-hangzhou-h' }));
}
/** CPU time of what is done, in milliseconds. */
function timed(action) {
    const start = process.cpuUsage();
    const result = action();
    const { user, system } = process.cpuUsage(start);
    return [(user + system) / 1_000, result];
}
const memory = () => process.resourceUsage().maxRSS / 1_024;
/** Constructs and synthesizes an app of several stacks, with all checks. */
function measureApp(way, sources, folder, ledger) {
    const outdir = (0, path_1.join)(folder, 'cdktf.out');
    const [cpu] = timed(() => {
        const app = new cdktf_1.App({ outdir });
        if (way === 'l1')
            handWritten(app, sources);
        else
            asShards(app, sources, way === 'full' ? ledger : (0, path_1.join)(folder, 'traffic-mirror.lock'));
        app.synth();
    });
    return { cpu, memory: memory(), ...contentOf((0, path_1.join)(outdir, 'stacks')) };
}
/** Plans a fleet whose sources are all in the ledger; beside it, one map of them by their key. */
function measurePlan(sources, file) {
    const [ledger, given] = [ledgerOf(file), sourcesOf(sources)];
    const [cpu, plan] = timed(() => planOf(ledger, given));
    if (!plan.change.isEmpty)
        throw new Error(`the plan changes something: ${plan.change}`);
    const [plain] = timed(() => new Map([...given].sort((a, b) => a.key < b.key ? -1 : 1).map((s) => [s.key, { ...s }])));
    return { cpu, plain, memory: memory() };
}
/** Reads and writes the ledger; beside it, its lines through JSON alone. */
function measureLedger(folder, file) {
    // Not exported: nobody but a ledger writes ledgers.
    const { readLedger, writeLedger } = require('../../lib/fleet/ledger-file');
    const copy = (0, path_1.join)(folder, 'copy.lock');
    const [cpu] = timed(() => writeLedger(copy, readLedger(file)));
    if ((0, fs_1.readFileSync)(copy, 'utf8') !== (0, fs_1.readFileSync)(file, 'utf8'))
        throw new Error('the ledger that was read and written is another');
    const [plain] = timed(() => {
        const records = (0, fs_1.readFileSync)(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
        (0, fs_1.writeFileSync)(copy, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    });
    return { cpu, plain, memory: memory() };
}
/** Counts the written stacks and condenses what must be the same whichever way they were written. */
function contentOf(stacks) {
    const hash = (0, crypto_1.createHash)('sha256');
    const names = (0, fs_1.readdirSync)(stacks).sort();
    for (const name of names) {
        const { resource } = JSON.parse((0, fs_1.readFileSync)((0, path_1.join)(stacks, name, 'cdk.tf.json'), 'utf8'));
        const uses = new Map();
        const lines = Object.values(resource.alicloud_vpc_traffic_mirror_session).map((session) => {
            const { priority, virtual_network_id: vni, traffic_mirror_filter_id: filter } = session;
            if (!(priority > 0 && vni > 0))
                throw new Error('a session without its numbers');
            uses.set(filter, (uses.get(filter) ?? 0) + 1);
            return JSON.stringify([session.traffic_mirror_source_ids, session.traffic_mirror_target_id, session.traffic_mirror_target_type, session.enabled]);
        });
        hash.update(JSON.stringify([name, [...uses.values()].sort(), lines.sort()]));
    }
    return { stacks: names.length, digest: hash.digest('hex') };
}
function measure(way, sources, ledger) {
    const folder = (0, fs_1.mkdtempSync)((0, path_1.join)((0, os_1.tmpdir)(), 'traffic-mirror-bench-'));
    try {
        if (way === 'plan')
            return measurePlan(sources, ledger);
        if (way === 'ledger')
            return measureLedger(folder, ledger);
        const measured = measureApp(way, sources, folder, ledger);
        // The first run's ledger is what the others read.
        if (way === 'new')
            (0, fs_1.writeFileSync)(ledger, (0, fs_1.readFileSync)((0, path_1.join)(folder, 'traffic-mirror.lock')));
        if (way === 'full' && (0, fs_1.statSync)(ledger).size === 0)
            throw new Error('there is no ledger');
        return measured;
    }
    finally {
        (0, fs_1.rmSync)(folder, { recursive: true, force: true });
    }
}
const [way, sources, ledger] = process.argv.slice(2);
process.stdout.write(JSON.stringify(measure(way, Number(sources), ledger)));
