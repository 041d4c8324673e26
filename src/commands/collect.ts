import type { CollectCommandOptions } from './collect-plan.ts';
import type { Console } from './console.ts';
import { recordSession } from './record-session.ts';

/** `collect`: only the capture. Returns the exit code. */
export const collect = async (options: CollectCommandOptions, console: Console): Promise<number> => {
  const { folder, id, notice } = await recordSession(options, console);
  if (console.json) console.print(`${JSON.stringify({ notice, session: id, capture: folder })}\n`);
  console.close(`capture: ${folder}`);
  return 0;
};
