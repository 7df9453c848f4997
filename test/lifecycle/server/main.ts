// A provider server of its own: prints what TF_REATTACH_PROVIDERS needs as one JSON line, and serves until SIGTERM.
import { Cloud } from './cloud/cloud';
import { listenForControl } from './control';
import { Journal } from './journal';
import { Provider } from './provider';
import { OPENTOFU_ADDRESS, PROVIDER_ADDRESS, loadSchema } from './schema';

async function main(): Promise<void> {
  const cloud = new Cloud(new Journal());
  const provider = new Provider(loadSchema(), cloud);
  const { port, close } = await provider.listen();
  const stop = (): void => {
    close().then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.send) {
    listenForControl(cloud, provider);
    // A runner that dies must not leave this process behind.
    process.on('disconnect', stop);
  }
  const here = {
    Protocol: 'grpc',
    ProtocolVersion: 5,
    Pid: process.pid,
    Test: true,
    Addr: { Network: 'tcp', String: `127.0.0.1:${port}` },
  };
  const reattach = Object.fromEntries([PROVIDER_ADDRESS, OPENTOFU_ADDRESS].map((address) => [address, here]));
  process.stdout.write(`${JSON.stringify(reattach)}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});
