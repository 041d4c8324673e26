import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '#model/failure';
import type { HandsetShell } from './shell.ts';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 200;

/**
 * Waits until a handset whose adbd was restarted answers again. One that is reached over TCP is connected to anew:
 * the server by itself waits many seconds.
 * @throws Failure `handset-lost`.
 */
export const awaitHandset = async (shell: HandsetShell): Promise<void> => {
  const overTcp = /:\d+$/.test(shell.serial);
  await sleep(PAUSE_MS);
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += PAUSE_MS) {
    if (overTcp) await shell.adb.run(['connect', shell.serial]).catch(() => undefined);
    const attached = await shell.adb.devices();
    if (attached.some(({ serial, state }) => serial === shell.serial && state === 'device')) return;
    await sleep(PAUSE_MS);
  }
  throw new Failure('handset-lost', 'the handset did not come back after its adbd was restarted');
};
