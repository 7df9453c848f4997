package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformStack;
import com.hashicorp.cdktf.Testing;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorFilter;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorFinding;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorPolicy;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorRule;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorSession;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorSource;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorTarget;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.alicloud.provider.AlicloudProvider;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OwnerCheckTest {
    @Test
    void refusesASessionWithoutATeam() {
        assertEquals(List.of("net/Session is not named after a team"), problems("web"));
    }

    @Test
    void passesASessionOfATeam() {
        assertEquals(List.of(), problems("secops-web"));
    }

    private static List<String> problems(final String sessionName) {
        final App app = Testing.app();
        final TerraformStack stack = new TerraformStack(app, "net");
        AlicloudProvider.Builder.create(stack, "AliCloud").region("cn-hangzhou").build();
        MirrorSession.Builder.create(stack, "Session")
            .filter(MirrorFilter.Builder.create(stack, "Filter").inbound(List.of(MirrorRule.accept())).build())
            .sources(List.of(MirrorSource.networkInterface("eni-bp1web")))
            .target(MirrorTarget.networkInterface("eni-bp1sensor"))
            .sessionName(sessionName)
            .build();
        return MirrorPolicy.of(app).addCheck(new OwnerCheck()).evaluate().getErrors().stream()
            .filter(finding -> finding.getId().equals("ACME-1"))
            .map(MirrorFinding::getProblem)
            .collect(Collectors.toList());
    }
}
