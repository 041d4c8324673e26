import type { Readable } from 'node:stream';
import type { FileUser } from '../files/tree.ts';
import type { Machine } from '../machine.ts';

/** Takes bytes; the promise holds the writer back while the reader is slow. */
export type Output = (bytes: Buffer) => Promise<void> | void;

/** What a shell gives to every command that it starts. */
export type Streams = {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly user: FileUser;
  /** Aborted when the reader has gone: a command that stays must end then. */
  readonly signal: AbortSignal;
};

/** The world of one command. */
export type CommandContext = Streams & {
  readonly machine: Machine;
  /** The name it was called by. */
  readonly name: string;
  readonly args: readonly string[];
  readonly environment: Map<string, string>;
  readonly workingDirectory: string;
  /** Writes text to stdout. */
  readonly say: (text: string) => void;
  /** Writes text to stderr. */
  readonly complain: (text: string) => void;
  /** Notes that this form of the command is not played; gives 127. */
  readonly unknown: () => number;
  /** Runs a command line in the same surroundings, as `sh -c` and `su -c` do. */
  readonly run: (line: string, user?: FileUser) => Promise<number>;
};

/** A command of the handset's shell; gives its exit code. */
export type Command = (context: CommandContext) => number | Promise<number>;

export type CommandTable = Readonly<Record<string, Command>>;

/** An absolute path for one that may be relative. */
export const resolvePath = ({ workingDirectory }: CommandContext, path: string): string =>
  path.startsWith('/') ? path : `${workingDirectory}/${path}`;

/** All of stdin as bytes; waits for its end. */
export const readInput = async ({ stdin }: Streams): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};
