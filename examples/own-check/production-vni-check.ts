import { IMirrorCheck, MirrorCheckFinding, MirrorSeverity, MirrorView } from 'cdktf-alicloud-traffic-mirror';

/** The sensors of production read the VNIs from 1000 to 1999. */
export class ProductionVniCheck implements IMirrorCheck {
  public readonly id = 'ACME-1';
  public readonly title = 'Sessions of production have a VNI from 1000 to 1999';
  public readonly help = 'https://wiki.example.com/mirroring#vni';

  public check(view: MirrorView): MirrorCheckFinding[] {
    const fix = 'Set virtualNetworkId to a number from 1000 to 1999.';
    const findings: MirrorCheckFinding[] = [];
    for (const { path, tags, virtualNetworkId: vni, unknown } of view.sessions) {
      if (tags.env !== 'prod') continue;
      if (unknown.includes('virtualNetworkId')) {
        findings.push({ about: path, severity: MirrorSeverity.UNDECIDED, problem: `${path}: the VNI is known only at apply`, fix });
      } else if (vni === undefined) {
        findings.push({ about: path, reason: 'random', problem: `${path} has no VNI, so the service chooses one`, fix });
      } else if (vni < 1000 || vni > 1999) {
        findings.push({ about: path, problem: `${path} has VNI ${vni}, allowed: 1000 to 1999`, fix });
      }
    }
    return findings;
  }
}
