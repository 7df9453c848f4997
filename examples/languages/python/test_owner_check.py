"""A test of the policy. It runs with `python -m unittest`, and with pytest as it is."""
import unittest

from cdktf import TerraformStack, Testing
from cdktf_alicloud_traffic_mirror import MirrorFilter, MirrorPolicy, MirrorRule, MirrorSession, MirrorSource, MirrorTarget
from cdktf_alicloud_traffic_mirror.alicloud.provider import AlicloudProvider
from owner_check import OwnerCheck


def problems(session_name):
    app = Testing.app()
    stack = TerraformStack(app, "net")
    AlicloudProvider(stack, "AliCloud", region="cn-hangzhou")
    MirrorSession(
        stack,
        "Session",
        filter=MirrorFilter(stack, "Filter", inbound=[MirrorRule.accept()]),
        sources=[MirrorSource.network_interface("eni-bp1web")],
        target=MirrorTarget.network_interface("eni-bp1sensor"),
        session_name=session_name,
    )
    evaluation = MirrorPolicy.of(app).add_check(OwnerCheck()).evaluate()
    return [finding.problem for finding in evaluation.errors if finding.id == "ACME-1"]


class OwnerCheckTest(unittest.TestCase):
    def test_refuses_a_session_without_a_team(self):
        self.assertEqual(problems("web"), ["net/Session is not named after a team"])

    def test_passes_a_session_of_a_team(self):
        self.assertEqual(problems("secops-web"), [])


if __name__ == "__main__":
    unittest.main()
