package main

import (
	"reflect"
	"testing"

	"github.com/aws/jsii-runtime-go"
	mirror "github.com/cdktf-alicloud-traffic-mirror/cdktf-alicloud-traffic-mirror-go/cdktfalicloudtrafficmirror"
	"github.com/cdktf-alicloud-traffic-mirror/cdktf-alicloud-traffic-mirror-go/cdktfalicloudtrafficmirror/alicloud/provider"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
)

func problems(sessionName string) []string {
	app := cdktf.Testing_App(nil)
	stack := cdktf.NewTerraformStack(app, jsii.String("net"))
	provider.NewAlicloudProvider(stack, jsii.String("AliCloud"), &provider.AlicloudProviderConfig{Region: jsii.String("cn-hangzhou")})
	mirror.NewMirrorSession(stack, jsii.String("Session"), &mirror.MirrorSessionProps{
		Filter: mirror.NewMirrorFilter(stack, jsii.String("Filter"), &mirror.MirrorFilterProps{
			Inbound: &[]mirror.MirrorRule{mirror.MirrorRule_Accept(nil)},
		}),
		Sources:     &[]mirror.MirrorSource{mirror.MirrorSource_NetworkInterface(jsii.String("eni-bp1web"), nil)},
		Target:      mirror.MirrorTarget_NetworkInterface(jsii.String("eni-bp1sensor"), nil),
		SessionName: jsii.String(sessionName),
	})
	found := []string{}
	for _, finding := range *mirror.MirrorPolicy_Of(app).AddCheck(&ownerCheck{}).Evaluate().Errors() {
		if *finding.Id == "ACME-1" {
			found = append(found, *finding.Problem)
		}
	}
	return found
}

func TestRefusesASessionWithoutATeam(t *testing.T) {
	if got := problems("web"); !reflect.DeepEqual(got, []string{"net/Session is not named after a team"}) {
		t.Errorf("got %v", got)
	}
}

func TestPassesASessionOfATeam(t *testing.T) {
	if got := problems("secops-web"); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
