"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const crypto_1 = require("crypto");
const fs_1 = require("fs");
const os_1 = require("os");
const path_1 = require("path");
const cdktf_1 = require("cdktf");
const cdktf_alicloud_traffic_mirror_1 = require("cdktf-alicloud-traffic-mirror");
/** Edition 2023: sessions of one filter, and of one internal CLB. */
const PER_FILTER = 1_000;
const PER_TARGET = 200;
const ZONES = ['cn-hangzhou-b', 'cn-hangzhou-g', 'cn-hangzhou-h', 'cn-hangzhou-i', 'cn-hangzhou-j'];
/** The sessions before anything is measured: each filter has a target in each zone, so that every way picks the same. */
function plan(size) {
    return Array.from({ length: size }, (_, i) => {
        const filter = Math.floor(i / PER_FILTER);
        const zone = Math.floor(i % PER_FILTER / PER_TARGET);
        return { number: i + 1, eni: `eni-bp1${(i + 1e6).toString(36)}`, clb: `lb-bp1f${filter}z${zone}`, zone: ZONES[zone], filter };
    });
}
function handWritten(stack, planned) {
    const filters = new Map();
    for (const p of planned) {
        let filter = filters.get(p.filter);
        if (filter === undefined)
            filters.set(p.filter, filter = handWrittenFilter(stack, p.filter));
        new cdktf_alicloud_traffic_mirror_1.alicloud.vpcTrafficMirrorSession.VpcTrafficMirrorSession(stack, `session-${p.number}`, {
            trafficMirrorFilterId: filter.id,
            trafficMirrorSourceIds: [p.eni],
            trafficMirrorTargetId: p.clb,
            trafficMirrorTargetType: 'SLB',
            priority: p.number,
            virtualNetworkId: p.number,
            enabled: true,
            // Without it a session copies nothing at first.
            dependsOn: [filter.rule],
        });
    }
}
function handWrittenFilter(stack, number) {
    const filter = new cdktf_alicloud_traffic_mirror_1.alicloud.vpcTrafficMirrorFilter.VpcTrafficMirrorFilter(stack, `filter-${number}`, { trafficMirrorFilterName: `filter-${number}` });
    const rule = new cdktf_alicloud_traffic_mirror_1.alicloud.vpcTrafficMirrorFilterIngressRule.VpcTrafficMirrorFilterIngressRule(stack, `filter-${number}-inbound`, {
        trafficMirrorFilterId: filter.id, priority: 1, action: 'accept', protocol: 'TCP', sourceCidrBlock: '0.0.0.0/0', destinationCidrBlock: '0.0.0.0/0',
        sourcePortRange: '-1/-1', destinationPortRange: '443/443',
    });
    return { id: filter.id, rule };
}
function filterOf(stack, number) {
    return new cdktf_alicloud_traffic_mirror_1.MirrorFilter(stack, `filter-${number}`, {
        filterName: `filter-${number}`,
        inbound: [cdktf_alicloud_traffic_mirror_1.MirrorRule.accept({ protocol: cdktf_alicloud_traffic_mirror_1.MirrorProtocol.TCP, destinationPort: cdktf_alicloud_traffic_mirror_1.PortRange.single(443) })],
    });
}
function sourceOf(p) {
    return cdktf_alicloud_traffic_mirror_1.MirrorSource.networkInterface(p.eni, { instanceType: 'ecs.g7.large', zoneId: p.zone });
}
function asSessions(stack, planned) {
    const filters = new Map();
    const targets = new Map();
    for (const p of planned) {
        let filter = filters.get(p.filter);
        if (!filter)
            filters.set(p.filter, filter = filterOf(stack, p.filter));
        let target = targets.get(p.clb);
        if (!target)
            targets.set(p.clb, target = cdktf_alicloud_traffic_mirror_1.MirrorTarget.internalLoadBalancer(p.clb, { zoneId: p.zone }));
        new cdktf_alicloud_traffic_mirror_1.MirrorSession(stack, `session-${p.number}`, { filter, sources: [sourceOf(p)], target, priority: p.number, virtualNetworkId: p.number });
    }
}
function asFleets(stack, planned, folder) {
    // Not frozen, also where a build server runs this.
    const ledger = cdktf_alicloud_traffic_mirror_1.MirrorLedger.file((0, path_1.join)(folder, 'traffic-mirror.lock'), { frozen: false });
    for (let start = 0; start < planned.length; start += PER_FILTER) {
        const part = planned.slice(start, start + PER_FILTER);
        const { filter } = part[0];
        const targets = new Map(part.map((p) => [p.clb, p.zone]));
        new cdktf_alicloud_traffic_mirror_1.MirroredFleet(stack, `fleet-${filter}`, {
            filter: filterOf(stack, filter),
            sources: part.map(sourceOf),
            targets: [...targets].map(([id, zoneId]) => cdktf_alicloud_traffic_mirror_1.MirrorTarget.internalLoadBalancer(id, { zoneId })),
            ledger,
        });
    }
}
function milliseconds(since) {
    const { user, system } = process.cpuUsage(since);
    return (user + system) / 1_000;
}
/** Constructs and synthesizes an app; what a user waits for but for loading the modules. */
function measure(way, size, checked) {
    const planned = plan(size);
    const folder = (0, fs_1.mkdtempSync)((0, path_1.join)((0, os_1.tmpdir)(), 'traffic-mirror-bench-'));
    try {
        const start = process.cpuUsage();
        const app = new cdktf_1.App({ outdir: (0, path_1.join)(folder, 'cdktf.out'), skipValidation: !checked });
        const stack = new cdktf_1.TerraformStack(app, 'stack');
        new cdktf_alicloud_traffic_mirror_1.alicloud.provider.AlicloudProvider(stack, 'alicloud', { region: 'cn-hangzhou' });
        if (way === 'l1-policy')
            cdktf_alicloud_traffic_mirror_1.MirrorPolicy.of(app);
        if (way === 'session')
            asSessions(stack, planned);
        else if (way === 'fleet')
            asFleets(stack, planned, folder);
        else
            handWritten(stack, planned);
        let checks = 0;
        const validate = app.node.validate.bind(app.node);
        app.node.validate = () => {
            const before = process.cpuUsage();
            const errors = validate();
            checks = milliseconds(before);
            return errors;
        };
        app.synth();
        const cpu = milliseconds(start);
        const memory = process.resourceUsage().maxRSS / 1_024;
        return { cpu, checks, memory, ...contentOf((0, path_1.join)(folder, 'cdktf.out', 'stacks', 'stack', 'cdk.tf.json')) };
    }
    finally {
        (0, fs_1.rmSync)(folder, { recursive: true, force: true });
    }
}
/** Counts the written sessions and condenses what must be the same whichever way they were written. */
function contentOf(file) {
    const { resource } = JSON.parse((0, fs_1.readFileSync)(file, 'utf8'));
    const sessions = Object.values(resource.alicloud_vpc_traffic_mirror_session);
    const lines = sessions.map(({ '//': _comment, priority, virtual_network_id: vni, traffic_mirror_filter_id: filterId, depends_on: awaited, ...rest }) => {
        if (!(priority > 0 && vni > 0))
            throw new Error('a session without its numbers');
        const filter = resource.alicloud_vpc_traffic_mirror_filter[filterId.split('.')[1]].traffic_mirror_filter_name;
        if (awaited?.length !== 1)
            throw new Error('a session that does not wait for the rule of its filter');
        return JSON.stringify(Object.entries({ ...rest, filter }).sort(([a], [b]) => a < b ? -1 : 1));
    });
    for (const name of ['priority', 'virtual_network_id']) {
        if (new Set(sessions.map((s) => s[name])).size !== sessions.length)
            throw new Error(`two sessions have one ${name}`);
    }
    return { sessions: sessions.length, digest: (0, crypto_1.createHash)('sha256').update(lines.sort().join('\n')).digest('hex') };
}
const [way, size, checked] = process.argv.slice(2);
process.stdout.write(JSON.stringify(measure(way, Number(size), checked === 'checked')));
