import { type FileHandle, open, rm } from 'node:fs/promises';
import type { LoadedFlow } from '#model/flow';
import { SIMULATED_NOTICE } from '#model/report';
import { type HarMasks, harEntryFrom, harOpaqueFrom, harTlsErrorFrom } from './har/har-entry.ts';
import type { Input } from './input.ts';
import { FILE_MODE } from './layout.ts';
import { replaceFile } from './replace-file.ts';
import { writeFailure } from './write-whole.ts';

/** How a HAR is written. Without masks it holds everything raw. */
export type ExportOptions = {
  /** Of phonehome, for `log.creator`. */
  readonly version: string;
  readonly masks?: HarMasks;
};

/** What a HAR has no entries for; bounded, and what is over it is counted in the comment. */
const ASIDE = 100_000;
const NO_MASKS: HarMasks = { text: (text) => text, body: (bytes) => bytes };

type Aside = { readonly refused: unknown[]; readonly opaque: unknown[]; left: number };

const setAside = (aside: Aside, list: unknown[], item: unknown): void => {
  if (list.length < ASIDE) list.push(item);
  else aside.left += 1;
};

const headOf = (input: Input, version: string): string => {
  const comment = input.session?.simulated === true ? { comment: SIMULATED_NOTICE } : {};
  const log = JSON.stringify({
    ...comment,
    version: '1.2',
    creator: { name: 'phonehome', version },
    pages: [],
  });
  return `{"log":${log.slice(0, -1)},\n"entries":[`;
};

const list = (key: string, items: readonly unknown[]): string =>
  items.length === 0 ? '' : `,\n"${key}":[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;

const tailOf = (aside: Aside): string =>
  `\n]${list('_tlsErrors', aside.refused)}${list('_opaque', aside.opaque)}` +
  (aside.left === 0 ? '' : `,\n"_left":${aside.left}`) +
  '}}\n';

const writeFlows = async (file: FileHandle, input: Input, options: ExportOptions): Promise<number> => {
  const masks = options.masks ?? NO_MASKS;
  const aside: Aside = { refused: [], opaque: [], left: 0 };
  let entries = 0;
  const epoch = (): number => input.startedAtMs() ?? 0;
  const take = async (loaded: LoadedFlow): Promise<void> => {
    const { flow } = loaded;
    if (flow.control) return;
    if (flow.kind === 'refused') setAside(aside, aside.refused, harTlsErrorFrom(flow, epoch(), masks));
    else if (flow.kind === 'opaque') setAside(aside, aside.opaque, harOpaqueFrom(loaded, epoch(), masks));
    else {
      const entry = JSON.stringify(harEntryFrom({ ...loaded, flow }, epoch(), masks));
      await file.write(`${entries === 0 ? '\n' : ',\n'}${entry}`);
      entries += 1;
    }
  };
  await file.write(headOf(input, options.version));
  for await (const loaded of input.flows()) await take(loaded);
  await file.write(tailOf(aside));
  return entries;
};

const writePart = async (part: string, input: Input, options: ExportOptions): Promise<number> => {
  await using file = await open(part, 'wx', FILE_MODE).catch((cause: unknown) => {
    throw writeFailure(part, cause);
  });
  return await writeFlows(file, input, options);
};

/** What was written: how many entries, and where a file is kept that stood there before; null where there was none. */
export type Exported = { readonly entries: number; readonly kept: string | null };

/**
 * Writes an input as HAR 1.2. Streamed; the file is readable by its owner only.
 * Refusals go to `_tlsErrors` as HTTP Toolkit writes them, unread bytes to `_opaque`; both are read back. The harness's
 * own traffic is left out. The file is there whole or not at all. @throws Failure not-writable, and what reading the input throws
 */
export const exportHar = async (input: Input, path: string, options: ExportOptions): Promise<Exported> => {
  const part = `${path}.${String(process.pid)}.part`;
  try {
    const entries = await writePart(part, input, options);
    const kept = await replaceFile(part, path).catch((cause: unknown) => {
      throw writeFailure(path, cause);
    });
    return { entries, kept };
  } finally {
    await rm(part, { force: true });
  }
};
