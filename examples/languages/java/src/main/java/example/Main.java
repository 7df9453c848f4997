package example;

import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.AppConfig;
import com.hashicorp.cdktf.LocalBackend;
import com.hashicorp.cdktf.LocalBackendConfig;
import com.hashicorp.cdktf.TerraformStack;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorDeployed;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorEvaluation;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorFilter;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorInventory;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorInventoryFiles;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorLedger;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorLedgerOptions;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorPolicy;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorProtocol;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorReport;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorRule;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorRuleOptions;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorSelection;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorSelectionOptions;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorSelector;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorSession;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorSource;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorSourceOptions;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirrorTarget;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.MirroredFleet;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.PortRange;
import io.github.cdktf_alicloud_traffic_mirror.cdktf.alicloud.provider.AlicloudProvider;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The app of ../typescript/main.ts in Java. */
public class Main {
    private static final String REGION = "cn-hangzhou";

    public static void main(final String[] args) throws URISyntaxException {
        // Paths are absolute: a relative one belongs to the folder in which jsii was first used.
        final Path here = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).resolve("../..").normalize();
        final Path home = folder("EXAMPLE_HOME", here);
        final Path estate = folder("EXAMPLE_ESTATE", here.resolve("../../estates/estate-120").normalize());
        // The ledger that the pipeline kept after the last apply.
        final Path deployed = home.resolve("deployed.lock");

        final App app = new App(AppConfig.builder().outdir(home.resolve("cdktf.out").toString()).build());
        MirrorPolicy.of(app)
            .file(here.resolve("../traffic-mirror.policy.json").normalize().toString())
            .addCheck(new OwnerCheck());

        final TerraformStack stack = new TerraformStack(app, "net");
        new LocalBackend(stack, LocalBackendConfig.builder().path("net.tfstate").build());
        AlicloudProvider.Builder.create(stack, "AliCloud").region(REGION).build();

        final MirrorFilter web = MirrorFilter.Builder.create(stack, "Web")
            .inbound(List.of(MirrorRule.accept(MirrorRuleOptions.builder()
                .protocol(MirrorProtocol.TCP)
                .destinationPort(PortRange.single(443))
                .build())))
            .build();
        final MirrorTarget target = MirrorTarget.internalLoadBalancer("lb-bp1sensors");
        MirrorSession.Builder.create(stack, "Session")
            .filter(web)
            .target(target)
            .sessionName("secops-web")
            .priority(1)
            .virtualNetworkId(1)
            .sources(List.of(MirrorSource.networkInterface("eni-bp1web", MirrorSourceOptions.builder()
                .instanceType("ecs.g7.large")
                .build())))
            .build();

        final MirrorInventory inventory = MirrorInventory.fromFiles(MirrorInventoryFiles.builder()
            .networkInterfaces(List.of(estate.resolve("network-interfaces.json").toString()))
            .instances(List.of(estate.resolve("instances.json").toString()))
            .build());
        final MirrorSelection selection = inventory.select(MirrorSelectionOptions.builder()
            .include(List.of(MirrorSelector.tag("role", "web")))
            .exclude(List.of(MirrorSelector.tag("mirror", "never")))
            .build());
        MirroredFleet.Builder.create(stack, "Fleet")
            .filter(web)
            .sources(selection.getSources())
            .targets(List.of(target))
            .ledger(MirrorLedger.file(home.resolve("traffic-mirror.lock").toString(), MirrorLedgerOptions.builder()
                .region(REGION)
                .frozen(false)
                .deployed(Files.exists(deployed) ? MirrorDeployed.files(List.of(deployed.toString())) : null)
                .build()))
            .build();

        app.synth();

        final MirrorEvaluation evaluation = MirrorPolicy.of(app).evaluate();
        if (!evaluation.getErrors().isEmpty() || evaluation.passed("ACME-1").intValue() == 0) {
            throw new IllegalStateException("the check of your own was to pass");
        }
        System.out.println(MirrorReport.of(app).getText());
    }

    private static Path folder(final String variable, final Path otherwise) {
        final String value = System.getenv(variable);
        return value == null ? otherwise : Path.of(value);
    }
}
