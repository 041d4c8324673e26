import { realpath } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Console } from './console.ts';
import type { Input } from '#capture/input';
import { compile, type Tables } from '#audit/audit';
import { exportHar } from '#capture/export-har';
import { Failure } from '#model/failure';
import { learnSecrets, NO_SECRETS } from '#audit/decode/secrets';
import { openInput } from '#capture/open-input';
import { readCanaries } from '#devices/read-canaries';
import { readPackageFacts } from './package-facts.ts';
import { redactBytes, redactText } from '#audit/redact';
import { samplePath } from './sample-path.ts';
import { withSafeFlowIds } from './safe-flow-ids.ts';

/** The options of `export`. */
export type ExportOptions = {
  readonly format?: string;
  readonly redact?: boolean;
  readonly canaries?: string;
  readonly out?: string;
};

/** The input, its flows followed so that what is masked is decoded with the keys learnt so far. */
const redacting = (input: Input, tables: Tables) => {
  let secrets = NO_SECRETS;
  async function* flows() {
    for await (const loaded of withSafeFlowIds(input, tables.known.scrub).flows()) {
      secrets = learnSecrets(secrets, loaded);
      // An answer may hold the key to the requests, or what a cloud knows of its owner: it is left out whole.
      yield { ...loaded, responseBody: new Uint8Array(0) };
    }
  }
  const masks = {
    text: (text: string) => redactText(tables, text, secrets),
    body: (bytes: Uint8Array) => redactBytes(tables, bytes, { part: 'body', secrets }),
  };
  return { input: { ...input, flows }, masks };
};

const tablesFor = async (input: Input, file: string | undefined): Promise<Tables> => {
  const canaries = file === undefined ? input.canaries : await readCanaries(file);
  if (canaries === null || canaries.length === 0) {
    throw new Failure('usage', '--redact: the known values are not known', {
      remedy: 'name them with --canaries FILE; only what is known can be blanked',
    });
  }
  return compile(canaries);
};

/** Whether two paths lead to one file, by whatever links. */
const isSameFile = async (one: string, other: string): Promise<boolean> => {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => null)));
  return a !== null && a === b;
};

/** `export CAPTURE --format har`: a capture as HAR 1.2, streamed. Returns the exit code. */
export const exportCapture = async (
  path: string,
  options: ExportOptions,
  console: Console,
): Promise<number> => {
  if (options.format !== undefined && options.format !== 'har') {
    throw new Failure('usage', '--format: only har can be written', { remedy: 'give --format har' });
  }
  const file = resolve(options.out ?? `${basename(resolve(path))}.har`);
  if (await isSameFile(path, file))
    throw new Failure('usage', '--out: this is the input itself, which is never written over', {
      place: { file },
      remedy: 'name another file',
    });
  const input = await openInput(path === 'sample' ? samplePath() : path);
  const { version } = readPackageFacts();
  const isRedacted = options.redact === true;
  const { input: shown, masks } = isRedacted
    ? redacting(input, await tablesFor(input, options.canaries))
    : { input, masks: undefined };
  const { kept } = await exportHar(shown, file, { version, ...(masks === undefined ? {} : { masks }) });
  console.note(
    isRedacted
      ? 'known values are blanked, others that are personal stay: look through it before it leaves the room'
      : 'this HAR holds everything as it was captured; --redact blanks the known values',
  );
  if (kept !== null) console.note(`what stood there before is kept as ${kept}`);
  if (console.json) console.print(`${JSON.stringify({ har: file })}\n`);
  console.close(`har: ${file}`);
  return 0;
};
