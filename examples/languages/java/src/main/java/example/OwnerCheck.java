package example;

import io.github.cdktf_alicloud_traffic_mirror.cdktf.IMirrorCheck;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorCheckFinding;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorView;
import java.util.List;
import java.util.stream.Collectors;

/** Sessions are named after the team that answers for them. */
public class OwnerCheck implements IMirrorCheck {
    @Override
    public String getId() {
        return "ACME-1";
    }

    @Override
    public String getTitle() {
        return "Every session is named after its team";
    }

    @Override
    public List<MirrorCheckFinding> check(final MirrorView view) {
        return view.getSessions().stream()
            .filter(session -> session.getName() != null && !session.getName().startsWith("secops"))
            .map(session -> MirrorCheckFinding.builder()
                .about(session.getPath())
                .problem(session.getPath() + " is not named after a team")
                .fix("Start its name with secops.")
                .build())
            .collect(Collectors.toList());
    }
}
