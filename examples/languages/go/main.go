// The app of ../typescript/main.ts in Go.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/aws/jsii-runtime-go"
	mirror "github.com/cdktf-alicloud-traffic-mirror/cdktf-alicloud-traffic-mirror-go/cdktfalicloudtrafficmirror"
	"github.com/cdktf-alicloud-traffic-mirror/cdktf-alicloud-traffic-mirror-go/cdktfalicloudtrafficmirror/alicloud/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

const region = "cn-hangzhou"

func folder(variable string, otherwise string) string {
	if value, found := os.LookupEnv(variable); found {
		return value
	}
	return otherwise
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func main() {
	// Paths are absolute: a relative one belongs to the folder in which jsii was first used.
	_, source, _, _ := runtime.Caller(0)
	here := filepath.Dir(source)
	home := folder("EXAMPLE_HOME", here)
	estate := folder("EXAMPLE_ESTATE", filepath.Join(here, "..", "..", "estates", "estate-120"))
	file := func(parts ...string) *string { return jsii.String(filepath.Join(parts...)) }
	// The ledger that the pipeline kept after the last apply.
	var deployed mirror.MirrorDeployed
	if kept := file(home, "deployed.lock"); exists(*kept) {
		deployed = mirror.MirrorDeployed_Files(&[]*string{kept})
	}

	app := cdktf.NewApp(&cdktf.AppConfig{Outdir: file(home, "cdktf.out")})
	mirror.MirrorPolicy_Of(app).File(file(here, "..", "traffic-mirror.policy.json")).AddCheck(&ownerCheck{})

	stack := cdktf.NewTerraformStack(app, jsii.String("net"))
	cdktf.NewLocalBackend(stack, &cdktf.LocalBackendConfig{Path: jsii.String("net.tfstate")})
	provider.NewAlicloudProvider(stack, jsii.String("AliCloud"), &provider.AlicloudProviderConfig{Region: jsii.String(region)})

	web := mirror.NewMirrorFilter(stack, jsii.String("Web"), &mirror.MirrorFilterProps{
		Inbound: &[]mirror.MirrorRule{
			mirror.MirrorRule_Accept(&mirror.MirrorRuleOptions{
				Protocol:        mirror.MirrorProtocol_TCP(),
				DestinationPort: mirror.PortRange_Single(jsii.Number(443)),
			}),
		},
	})
	target := mirror.MirrorTarget_InternalLoadBalancer(jsii.String("lb-bp1sensors"), nil)
	mirror.NewMirrorSession(stack, jsii.String("Session"), &mirror.MirrorSessionProps{
		Filter:           web,
		Target:           target,
		SessionName:      jsii.String("secops-web"),
		Priority:         jsii.Number(1),
		VirtualNetworkId: jsii.Number(1),
		Sources: &[]mirror.MirrorSource{
			mirror.MirrorSource_NetworkInterface(jsii.String("eni-bp1web"), &mirror.MirrorSourceOptions{InstanceType: jsii.String("ecs.g7.large")}),
		},
	})

	inventory := mirror.MirrorInventory_FromFiles(&mirror.MirrorInventoryFiles{
		NetworkInterfaces: &[]*string{file(estate, "network-interfaces.json")},
		Instances:         &[]*string{file(estate, "instances.json")},
	})
	selection := inventory.Select(&mirror.MirrorSelectionOptions{
		Include: &[]mirror.MirrorSelector{mirror.MirrorSelector_Tag(jsii.String("role"), jsii.String("web"))},
		Exclude: &[]mirror.MirrorSelector{mirror.MirrorSelector_Tag(jsii.String("mirror"), jsii.String("never"))},
	})
	mirror.NewMirroredFleet(stack, jsii.String("Fleet"), &mirror.MirroredFleetProps{
		Filter:  web,
		Sources: selection.Sources(),
		Targets: &[]mirror.MirrorTarget{target},
		Ledger: mirror.MirrorLedger_File(file(home, "traffic-mirror.lock"), &mirror.MirrorLedgerOptions{
			Region: jsii.String(region), Frozen: jsii.Bool(false), Deployed: deployed,
		}),
	})

	app.Synth()

	evaluation := mirror.MirrorPolicy_Of(app).Evaluate()
	if len(*evaluation.Errors()) > 0 || *evaluation.Passed(jsii.String("ACME-1")) == 0 {
		panic("the check of your own was to pass")
	}
	fmt.Println(*mirror.MirrorReport_Of(app, nil).Text())
}
