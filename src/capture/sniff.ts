import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#model/failure';
import { fileFailure } from './file-source.ts';
import { safeNameFrom } from './safe-name.ts';

/** What an input is, by its content. */
export type InputFormat = 'capture' | 'har' | 'mitmproxy' | 'pcap';

const HEAD_BYTES = 4096;
const CAPTURE_FILES: ReadonlySet<string> = new Set(['session.json', 'events.jsonl', 'manifest.json']);
/** libpcap: microseconds and nanoseconds, either byte order; pcapng: section header block. */
const PCAP_MAGICS: ReadonlySet<string> = new Set([
  'a1b2c3d4',
  'd4c3b2a1',
  'a1b23c4d',
  '4d3cb2a1',
  '0a0d0d0a',
]);
const EXPECTED = 'a capture folder, a HAR 1.2 file, a mitmproxy flow file, a pcap or a pcapng';

const refuse = (path: string, what: string, remedy: string): Failure => {
  const file = safeNameFrom(path);
  return new Failure('not-parsable', `${file} ${what}; expected was ${EXPECTED}`, {
    place: { file },
    remedy,
  });
};

const isUtf16 = (head: Buffer): boolean =>
  ['fffe', 'feff', '7b00', '007b'].includes(head.toString('hex', 0, 2)) && head.length > 1;

const PACKED: readonly (readonly [prefix: string, name: string])[] = [
  ['1f8b', 'gzip'],
  ['504b0304', 'zip'],
  ['28b52ffd', 'zstd'],
  ['fd377a585a00', 'xz'],
  ['425a68', 'bzip2'],
];

const formatOfText = (path: string, head: Buffer): InputFormat => {
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (text.startsWith('{')) {
    if (/^\{\s*"(?:seq|type|atMs|wallMs)"\s*:/.test(text) || text.includes('"captureVersion"'))
      throw refuse(path, 'is one file of a capture', 'give the folder that it stands in');
    return 'har';
  }
  if (/^\d{1,12}:/.test(text)) return 'mitmproxy';
  if (text === '') throw refuse(path, 'holds nothing but white space', 'give a file with recorded traffic');
  throw refuse(path, 'is of an unknown format', 'export the traffic as HAR 1.2');
};

const formatOfHead = (path: string, head: Buffer): InputFormat => {
  const hex = head.toString('hex', 0, 8);
  if (PCAP_MAGICS.has(hex.slice(0, 8))) return 'pcap';
  if (isUtf16(head))
    throw refuse(path, 'is text in UTF-16', 'convert it: iconv -f utf-16 -t utf-8 FILE > NEW.har');
  const packed = PACKED.find(([prefix]) => hex.startsWith(prefix));
  if (packed !== undefined) throw refuse(path, `is packed with ${packed[1]}`, 'unpack it first');
  return formatOfText(path, head);
};

const headOf = async (path: string): Promise<Buffer> => {
  await using file = await open(path, 'r');
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return buffer.subarray(0, bytesRead);
};

const formatOfFolder = async (path: string): Promise<InputFormat> => {
  const names = await readdir(path);
  if (names.some((name) => CAPTURE_FILES.has(name))) return 'capture';
  const inner = await Promise.all(names.slice(0, 1000).map((name) => isCapture(join(path, name))));
  if (inner.includes(true))
    throw refuse(path, 'holds captures but is none', 'give one of the folders inside it');
  throw refuse(path, 'is a folder without session.json and events.jsonl', 'give the folder of one session');
};

const isCapture = (path: string): Promise<boolean> =>
  readdir(path).then(
    (names) => names.includes('events.jsonl'),
    () => false,
  );

/** Tells the format of a file or folder from its content. @throws Failure not-found, not-readable, empty-input, not-parsable */
export const sniff = async (path: string): Promise<InputFormat> => {
  try {
    const facts = await stat(path);
    if (facts.isDirectory()) return await formatOfFolder(path);
    if (!facts.isFile()) throw refuse(path, 'is neither a file nor a folder', 'save the traffic to a file');
    const file = safeNameFrom(path);
    if (facts.size === 0)
      throw new Failure('empty-input', `${file} is empty: there is nothing to audit`, {
        place: { file },
        remedy: 'record the traffic again',
      });
    return formatOfHead(path, await headOf(path));
  } catch (cause) {
    throw cause instanceof Failure ? cause : fileFailure(path, cause);
  }
};
