import { CommanderError } from 'commander';
import { buildProgram } from './program.ts';
import type { Session } from './program-parts.ts';
import { Failure } from '#model/failure';
import { openConsole } from './console.ts';
import { printFailure } from './print-failure.ts';

/** Could not run: bad usage or input, no handset, environment fault. */
const EXIT_FAILURE = 3;
/** Ctrl-C, after restoring. */
const EXIT_INTERRUPTED = 130;

const codeOf = (error: unknown, { console }: Session): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_FAILURE;
  printFailure(error, console ?? openConsole({}, process.stdout, process.stderr));
  return error instanceof Failure && error.code === 'interrupted' ? EXIT_INTERRUPTED : EXIT_FAILURE;
};

/** Who reads along may leave, as `head` does: that ends no recording, and the files are written all the same. */
const outliveReaders = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    });
};

/** Runs one command line; returns the exit code and never throws. */
export const main = async (args: readonly string[]): Promise<number> => {
  outliveReaders();
  const session: Session = { code: 0, console: null };
  try {
    await buildProgram(session).parseAsync(args, { from: 'user' });
    return session.code;
  } catch (error) {
    return codeOf(error, session);
  }
};
