import jsii
from cdktf_alicloud_traffic_mirror import IMirrorCheck, MirrorCheckFinding


@jsii.implements(IMirrorCheck)
class OwnerCheck:
    """Sessions are named after the team that answers for them."""

    @property
    def id(self):
        return "ACME-1"

    @property
    def title(self):
        return "Every session is named after its team"

    def check(self, view):
        return [
            MirrorCheckFinding(about=s.path, problem=f"{s.path} is not named after a team", fix="Start its name with secops.")
            for s in view.sessions
            if s.name is not None and not s.name.startswith("secops")
        ]
