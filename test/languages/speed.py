"""20,000 sources from an inventory, through a fleet with a ledger, to every finding: the time that Python needs.

speed.py SECONDS: ends with 1 if it takes longer. Reading lists one by one would take longer than that alone. A machine that is slower
than the one of the measurement gets more time.
"""
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from cdktf import App, TerraformStack
from cdktf_alicloud_traffic_mirror import (
    MirrorFilter,
    MirrorInventory,
    MirrorLedger,
    MirrorPacking,
    MirrorPolicy,
    MirrorProtocol,
    MirrorReport,
    MirrorRule,
    MirrorSelector,
    MirrorTarget,
    MirroredFleet,
    PortRange,
)
from cdktf_alicloud_traffic_mirror.alicloud.provider import AlicloudProvider

REGION = "cn-hangzhou"
SOURCES = 20_000
PER_SESSION = 10
PER_TARGET = 200

interfaces = [
    {
        "NetworkInterfaceId": f"eni-bp1{i:05d}", "InstanceId": f"i-bp1{i:05d}", "Type": "Primary", "Status": "InUse", "VpcId": "vpc-bp1",
        "VSwitchId": "vsw-bp1", "ZoneId": "cn-hangzhou-h", "PrivateIpAddress": f"10.{i // 62500}.{i // 250 % 250}.{i % 250 + 2}",
        "ServiceManaged": False, "SecurityGroupIds": {"SecurityGroupId": ["sg-bp1web"]}, "Tags": {"Tag": [{"TagKey": "role", "TagValue": "web"}]},
    }
    for i in range(SOURCES)
]
instances = [{"InstanceId": f"i-bp1{i:05d}", "InstanceType": "ecs.g7.large", "Status": "Running", "Tags": {"Tag": []}} for i in range(SOURCES)]

# What json needs for the estate, on the machine where the fleet took 5 seconds.
REFERENCE = 1.0


def reference():
    start = time.perf_counter()
    for _ in range(3):
        json.loads(json.dumps([interfaces, instances]))
    return time.perf_counter() - start


bound = float(sys.argv[1]) * max(1, min(reference() for _ in range(3)) / REFERENCE)
with TemporaryDirectory() as name:
    home = Path(name)
    (home / "network-interfaces.json").write_text(
        json.dumps({"TotalCount": SOURCES, "NetworkInterfaceSets": {"NetworkInterfaceSet": interfaces}})
    )
    (home / "instances.json").write_text(json.dumps({"TotalCount": SOURCES, "Instances": {"Instance": instances}}))

    start = last = time.perf_counter()

    def lap(what):
        global last
        now = time.perf_counter()
        print(f"      {now - last:5.1f} s  {what}")
        last = now

    app = App(outdir=str(home / "cdktf.out"))
    stack = TerraformStack(app, "net")
    AlicloudProvider(stack, "AliCloud", region=REGION)
    inventory = MirrorInventory.from_files(
        network_interfaces=[str(home / "network-interfaces.json")], instances=[str(home / "instances.json")]
    )
    lap("inventory of 20,000 interfaces")
    selection = inventory.select(include=[MirrorSelector.tag("role", "web")])
    sources = selection.sources
    lap(f"{len(sources):,} sources selected")
    sessions = SOURCES // PER_SESSION
    MirroredFleet(
        stack,
        "Fleet",
        filter=MirrorFilter(
            stack, "Web", inbound=[MirrorRule.accept(protocol=MirrorProtocol.TCP, destination_port=PortRange.single(443))]
        ),
        sources=sources,
        targets=[MirrorTarget.internal_load_balancer(f"lb-bp1{i:03d}") for i in range(sessions // PER_TARGET)],
        packing=MirrorPacking.DENSE,
        ledger=MirrorLedger.file(str(home / "traffic-mirror.lock"), region=REGION, frozen=False),
    )
    lap("fleet placed")
    # The filter takes 1,000 sessions: the finding is part of what is measured.
    evaluation = MirrorPolicy.of(app).evaluate()
    lap("synth and checks")
    findings = json.loads(evaluation.to_json())["findings"]
    lap(f"{len(findings):,} findings in one call")
    decisions = json.loads(selection.to_json())["decisions"]
    listed = json.loads(inventory.to_json())["interfaces"]
    lap(f"{len(decisions):,} decisions and {len(listed):,} interfaces in two calls")
    report = json.loads(MirrorReport.of(app).to_json())
    lap(f"report of {len(report['findings']):,} findings in one call")
    total = time.perf_counter() - start

assert len(sources) == len(decisions) == len(listed) == SOURCES, (len(sources), len(decisions), len(listed))
assert len(findings) == len(report["findings"]) > 0, (len(findings), len(report["findings"]))
print(f"{total:.1f} s for {SOURCES:,} sources, at most {bound:.0f} s")
sys.exit(0 if total <= bound else 1)
