import { PassThrough, type Readable } from 'node:stream';
import { FileFault } from '../files/node.ts';
import { exists, type FileUser, mayRead, readBytes, writeBytes } from '../files/tree.ts';
import type { FileTree } from '../files/walk.ts';
import type { Output, Streams } from './command.ts';
import type { Word } from './lex.ts';
import type { Redirect } from './parse.ts';

/** Where redirections lead: the files, the place of relative paths, and how words are expanded. */
export type RedirectScope = {
  readonly files: FileTree;
  readonly workingDirectory: string;
  readonly textOf: (word: Word) => Promise<string>;
};

const toFile = ({ files }: RedirectScope, path: string, user: FileUser, append: boolean): Output => {
  if (path === '/dev/null') return () => undefined;
  if (!append || !exists(files, path)) writeBytes(files, path, Buffer.alloc(0), { user });
  return (bytes) => {
    writeBytes(files, path, bytes, { user, append: true });
  };
};

const fromFile = ({ files }: RedirectScope, path: string, user: FileUser): Readable => {
  const input = new PassThrough();
  if (!mayRead(path, user)) throw new FileFault('EACCES');
  input.end(path === '/dev/null' ? Buffer.alloc(0) : readBytes(files, path));
  return input;
};

const redirectOne = async (streams: Streams, one: Redirect, scope: RedirectScope): Promise<Streams> => {
  if (one.kind === 'join')
    return one.from === 'stderr'
      ? { ...streams, stderr: streams.stdout }
      : { ...streams, stdout: streams.stderr };
  const named = await scope.textOf(one.path);
  const path = named.startsWith('/') ? named : `${scope.workingDirectory}/${named}`;
  if (one.stream === 'stdin') return { ...streams, stdin: fromFile(scope, path, streams.user) };
  const output = toFile(scope, path, streams.user, one.append);
  return one.stream === 'both'
    ? { ...streams, stdout: output, stderr: output }
    : { ...streams, [one.stream]: output };
};

/** The streams after all redirections; null when a file cannot be opened, which is told to stderr. */
export const redirect = async (
  streams: Streams,
  redirects: readonly Redirect[],
  scope: RedirectScope,
): Promise<Streams | null> => {
  let current = streams;
  try {
    for (const one of redirects) current = await redirectOne(current, one, scope);
    return current;
  } catch (fault) {
    if (!(fault instanceof FileFault)) throw fault;
    await streams.stderr(Buffer.from(`/system/bin/sh: can't create or open file: ${fault.message}\n`));
    return null;
  }
};
