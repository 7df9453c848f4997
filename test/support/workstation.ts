import { buildServer } from '../../src/fleet/continuous-integration';

// Runs before every test file. A build server freezes ledgers, and a policy or a ledger may be set by a variable: the tests set their own.
const { CI } = process.env;
for (const name of Object.keys(process.env)) {
  if (buildServer({ [name]: process.env[name] }) || name.startsWith('TRAFFIC_MIRROR_')) delete process.env[name];
}
// What a build server has to have is still demanded.
if (CI && !['false', '0'].includes(CI)) process.env.REQUIRE_TERRAFORM ??= CI;
