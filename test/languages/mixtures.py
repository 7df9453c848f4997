# The two frameworks and the two packages in one Python program. Prints a JSON object: what each mixture ends with.
import json
import tempfile

import cdktf
import cdktf_alicloud_traffic_mirror
import cdktf_alicloud_traffic_mirror.alicloud.provider
import cdktf_alicloud_traffic_mirror.alicloud.vpc_traffic_mirror_filter
import cdktn
import cdktn_alicloud_traffic_mirror
import cdktn_alicloud_traffic_mirror.alicloud.provider
import cdktn_alicloud_traffic_mirror.alicloud.vpc_traffic_mirror_filter


class CdktfApp(cdktf.App):
    """A user's own class."""


class CdktfStack(cdktf.TerraformStack):
    """A user's own class."""


class CdktnApp(cdktn.App):
    """A user's own class."""


class CdktnStack(cdktn.TerraformStack):
    """A user's own class."""


SIDES = {
    "cdktf": (cdktf, cdktf_alicloud_traffic_mirror, CdktfApp, CdktfStack),
    "cdktn": (cdktn, cdktn_alicloud_traffic_mirror, CdktnApp, CdktnStack),
}


def new_app(side, own_class=False):
    framework, _, app_class, _ = SIDES[side]
    return (app_class if own_class else framework.App)(outdir=tempfile.mkdtemp(), stack_traces=False)


def new_stack(side, app, own_class=False):
    framework, _, _, stack_class = SIDES[side]
    return (stack_class if own_class else framework.TerraformStack)(app, "net")


def add_filter(side, stack):
    _, library, _, _ = SIDES[side]
    library.MirrorFilter(stack, "Filter", inbound=[library.MirrorRule.accept()])


def works(side, _):
    app = new_app(side)
    stack = new_stack(side, app)
    SIDES[side][1].alicloud.provider.AlicloudProvider(stack, "AliCloud", region="cn-hangzhou")
    add_filter(side, stack)
    app.synth()


def raw_filter(side, other):
    bindings = SIDES[side][1].alicloud.vpc_traffic_mirror_filter
    bindings.VpcTrafficMirrorFilter(new_stack(other, new_app(other)), "Raw")


MIXTURES = {
    "its own app and stack": works,
    "the other app": lambda side, other: add_filter(side, new_stack(other, new_app(other))),
    "a class of the user's that extends the other App": lambda side, other: add_filter(side, new_stack(other, new_app(other, own_class=True))),
    "its own stack in the other app": lambda side, other: add_filter(side, new_stack(side, new_app(other))),
    "the other stack in its own app": lambda side, other: add_filter(side, new_stack(other, new_app(side))),
    "a class of the user's that extends the other stack": lambda side, other: add_filter(side, new_stack(other, new_app(side), own_class=True)),
    "bindings in the other app": raw_filter,
    "the policy of the other app": lambda side, other: SIDES[side][1].MirrorPolicy.of(new_app(other)),
}


def outcome(mixture, side, other):
    try:
        mixture(side, other)
    except Exception as error:  # What a user reads, of whatever class it is.
        return str(error)
    return None


print(json.dumps({
    side: {name: outcome(mixture, side, other) for name, mixture in MIXTURES.items()}
    for side, other in (("cdktf", "cdktn"), ("cdktn", "cdktf"))
}))
