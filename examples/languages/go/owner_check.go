package main

import (
	"strings"

	"github.com/aws/jsii-runtime-go"
	mirror "github.com/cdktf-alicloud-traffic-mirror/cdktf-alicloud-traffic-mirror-go/cdktfalicloudtrafficmirror"
)

// ownerCheck: sessions are named after the team that answers for them. Two empty structs would share an address, and jsii
// takes one for the other, so it has a field.
type ownerCheck struct{ _ byte }

func (*ownerCheck) Id() *string                        { return jsii.String("ACME-1") }
func (*ownerCheck) Title() *string                     { return jsii.String("Every session is named after its team") }
func (*ownerCheck) Help() *string                      { return nil }
func (*ownerCheck) Severity() mirror.MirrorSeverity    { return "" }
func (*ownerCheck) LooksAt() mirror.MirrorCheckSubject { return "" }

func (*ownerCheck) Check(view mirror.MirrorView) *[]*mirror.MirrorCheckFinding {
	findings := []*mirror.MirrorCheckFinding{}
	for _, session := range *view.Sessions() {
		if session.Name != nil && !strings.HasPrefix(*session.Name, "secops") {
			findings = append(findings, &mirror.MirrorCheckFinding{
				About:   session.Path,
				Problem: jsii.String(*session.Path + " is not named after a team"),
				Fix:     jsii.String("Start its name with secops."),
			})
		}
	}
	return &findings
}
