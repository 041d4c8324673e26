import { borrowServer } from '#collect/handset/borrow-server';
import { restoreEarlier } from '#collect/open-handset';
import type { Console } from './console.ts';
import { adbServerFrom } from './station/adb-server.ts';

/** The options of `restore` as the command line gives them. */
export type RestoreOptions = { readonly device?: string; readonly adbServer?: string };

/** `restore`: undoes what an interrupted run left on a handset. Returns the exit code. */
export const restore = async ({ device, adbServer }: RestoreOptions, console: Console): Promise<number> => {
  const settings = adbServerFrom(adbServer);
  await using _server = await borrowServer(settings);
  const { undone, leftChanged } = await restoreEarlier(settings, {
    serial: device,
    environment: process.env,
  });
  if (console.json) console.print(`${JSON.stringify({ undone, leftChanged })}\n`);
  else if (!console.quiet)
    for (const one of leftChanged) console.print(`left changed, as the owner's doing: ${one}\n`);
  console.close(
    undone === 0
      ? 'nothing was to be put back'
      : `the handset was put back: ${String(undone)} changes undone`,
  );
  return 0;
};
