"""The app of ../typescript/main.ts in Python."""
import os
from pathlib import Path

from cdktf import App, LocalBackend, TerraformStack
from cdktf_alicloud_traffic_mirror import (
    MirrorDeployed,
    MirrorFilter,
    MirrorInventory,
    MirrorLedger,
    MirrorPolicy,
    MirrorProtocol,
    MirrorReport,
    MirrorRule,
    MirrorSelector,
    MirrorSession,
    MirrorSource,
    MirrorTarget,
    MirroredFleet,
    PortRange,
)
from cdktf_alicloud_traffic_mirror.alicloud.provider import AlicloudProvider
from owner_check import OwnerCheck

REGION = "cn-hangzhou"
# Paths are absolute: a relative one belongs to the folder in which jsii was first imported.
HERE = Path(__file__).resolve().parent
home = Path(os.environ.get("EXAMPLE_HOME", HERE))
estate = Path(os.environ.get("EXAMPLE_ESTATE", HERE / ".." / ".." / "estates" / "estate-120"))
# The ledger that the pipeline kept after the last apply.
deployed = home / "deployed.lock"

app = App(outdir=str(home / "cdktf.out"))
MirrorPolicy.of(app).file(str(HERE.parent / "traffic-mirror.policy.json")).add_check(OwnerCheck())

stack = TerraformStack(app, "net")
LocalBackend(stack, path="net.tfstate")
AlicloudProvider(stack, "AliCloud", region=REGION)

web = MirrorFilter(
    stack,
    "Web",
    inbound=[MirrorRule.accept(protocol=MirrorProtocol.TCP, destination_port=PortRange.single(443))],
)
target = MirrorTarget.internal_load_balancer("lb-bp1sensors")
MirrorSession(
    stack,
    "Session",
    filter=web,
    target=target,
    session_name="secops-web",
    priority=1,
    virtual_network_id=1,
    sources=[MirrorSource.network_interface("eni-bp1web", instance_type="ecs.g7.large")],
)

inventory = MirrorInventory.from_files(
    network_interfaces=[str(estate / "network-interfaces.json")], instances=[str(estate / "instances.json")]
)
selection = inventory.select(include=[MirrorSelector.tag("role", "web")], exclude=[MirrorSelector.tag("mirror", "never")])
MirroredFleet(
    stack,
    "Fleet",
    filter=web,
    sources=selection.sources,
    targets=[target],
    ledger=MirrorLedger.file(
        str(home / "traffic-mirror.lock"),
        region=REGION,
        frozen=False,
        deployed=MirrorDeployed.files([str(deployed)]) if deployed.exists() else None,
    ),
)

app.synth()

evaluation = MirrorPolicy.of(app).evaluate()
if evaluation.errors or evaluation.passed("ACME-1") == 0:
    raise SystemExit("the check of your own was to pass")
print(MirrorReport.of(app).text)
