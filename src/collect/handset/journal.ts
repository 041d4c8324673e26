import { createHash } from 'node:crypto';
import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '#capture/make-folder';
import { Failure } from '#model/failure';

/** A change to a handset that is to be undone, with what undoing needs. */
const changeSchema = z.discriminatedUnion('kind', [
  /** `before` null: there was no row. */
  z.strictObject({
    kind: z.literal('setting'),
    table: z.enum(['secure', 'global', 'system']),
    key: z.string(),
    before: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('tunnel'), remote: z.string() }),
  /** A file that was not there. */
  z.strictObject({ kind: z.literal('file'), path: z.string() }),
  /** A mount over a folder. */
  z.strictObject({ kind: z.literal('mount'), path: z.string() }),
  /** adbd was made root. */
  z.strictObject({ kind: z.literal('root') }),
  /** A row that a step made in a provider: removed where `column` has `value`. */
  z.strictObject({ kind: z.literal('row'), uri: z.string(), column: z.string(), value: z.string() }),
  /** The handset as the scenario found it: what differs from then on is the owner's doing. */
  z.strictObject({
    kind: z.literal('scenario'),
    settings: z.record(z.string(), z.record(z.string(), z.string())),
    packages: z.array(z.string()),
  }),
  /** The handset before anything: what differs and is not the owner's doing is put back. */
  z.strictObject({
    kind: z.literal('snapshot'),
    settings: z.record(z.string(), z.record(z.string(), z.string())),
    packages: z.array(z.string()),
  }),
]);
export type Change = Readonly<z.infer<typeof changeSchema>>;

const lineSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('intend'), n: z.int(), change: changeSchema }),
  z.strictObject({ op: z.literal('undone'), n: z.int() }),
]);

/** A change that was begun and not undone. */
export type Pending = { readonly n: number; readonly change: Change };

/** The open journal of one handset. */
export type Journal = {
  /** Writes a change down, on the disk, before it is made. @throws Failure `not-writable`. */
  intend(change: Change): Promise<number>;
  undone(n: number): Promise<void>;
  /** Changes begun and not undone, of earlier runs too, in the order in which they were begun. */
  pending(): readonly Pending[];
  /** Closes the file; one without pending changes is removed. */
  close(): Promise<void>;
};

/** Where the journal of a handset is: named by a hash of its serial, which stands nowhere. */
export const journalPath = (serial: string, environment: NodeJS.ProcessEnv): string => {
  const state = environment['XDG_STATE_HOME'] ?? join(environment['HOME'] ?? homedir(), '.local', 'state');
  const name = createHash('sha256').update(serial).digest('hex').slice(0, 16);
  return join(state, 'phonehome', 'journal', `${name}.jsonl`);
};

/** Reads a journal, also one that was cut off within a line. */
const pendingIn = (text: string): Pending[] => {
  const pending = new Map<number, Change>();
  for (const line of text.split('\n')) {
    const parsed = lineSchema.safeParse(jsonOrNull(line));
    if (!parsed.success) continue;
    if (parsed.data.op === 'intend') pending.set(parsed.data.n, parsed.data.change);
    else pending.delete(parsed.data.n);
  }
  return [...pending].map(([n, change]) => ({ n, change }));
};

const jsonOrNull = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
};

const textOf = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
};

const appendTo = async (path: string): Promise<FileHandle> => {
  try {
    await makeFolder(dirname(path), 0o700);
    return await open(path, 'a', 0o600);
  } catch (cause) {
    throw new Failure('not-writable', 'the journal of changes to the handset cannot be written', {
      place: { file: path },
      remedy: 'without it nothing is changed on the handset: make the folder writable or set XDG_STATE_HOME',
      cause,
    });
  }
};

/** Opens the journal at a path, with what earlier runs left in it. @throws Failure `not-writable`. */
export const openJournal = async (path: string): Promise<Journal> => {
  const before = await textOf(path);
  const pending = new Map(pendingIn(before).map(({ n, change }) => [n, change]));
  const file = await appendTo(path);
  let last = Math.max(0, ...pending.keys());
  if (before !== '' && !before.endsWith('\n')) await file.write('\n');
  const write = async (line: z.infer<typeof lineSchema>): Promise<void> => {
    await file.write(`${JSON.stringify(line)}\n`);
    await file.sync();
  };
  return {
    intend: async (change) => {
      last += 1;
      const n = last;
      await write({ op: 'intend', n, change });
      pending.set(n, change);
      return n;
    },
    undone: async (n) => {
      await write({ op: 'undone', n });
      pending.delete(n);
    },
    pending: () => [...pending].map(([n, change]) => ({ n, change })),
    close: async () => {
      await file.close();
      if (pending.size === 0) await rm(path, { force: true });
    },
  };
};
