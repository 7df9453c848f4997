import { IMirrorCheck, MirrorCheckFinding, MirrorView } from 'cdktf-alicloud-traffic-mirror';

/** Sessions are named after the team that answers for them. */
export class OwnerCheck implements IMirrorCheck {
  readonly id = 'ACME-1';
  readonly title = 'Every session is named after its team';

  check(view: MirrorView): MirrorCheckFinding[] {
    return view.sessions.filter(({ name }) => name !== undefined && !name.startsWith('secops')).map(({ path }) => ({
      about: path, problem: `${path} is not named after a team`, fix: 'Start its name with secops.',
    }));
  }
}
