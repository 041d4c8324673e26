import { FILE_FAULTS, FileFault, type FileNode, sizeOf, statMode } from '../files/node.ts';
import {
  exists,
  type FileUser,
  listDirectory,
  makeDirectories,
  makeLink,
  mayRead,
  readBytes,
  writeBytes,
} from '../files/tree.ts';
import { type FileTree, need } from '../files/walk.ts';
import { createByteQueue } from '../shell/byte-queue.ts';
import type { AdbStream } from './stream.ts';

const MAX_CHUNK = 64 * 1024;
const MAX_FILE = 512 * 1024 * 1024;
const MAX_PATH = 4096;
const LINK_BITS = 0o120_000;

type Width = 4 | 8;

/** Packs numbers little-endian after a four-letter id; what is left out is 0. */
const pack = (id: string, widths: readonly Width[], values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 + widths.reduce((sum: number, width) => sum + width, 0));
  bytes.write(id, 0, 'latin1');
  let offset = 4;
  widths.forEach((width, index) => {
    const value = values[index] ?? 0;
    offset = width === 8 ? bytes.writeBigUInt64LE(BigInt(value), offset) : bytes.writeUInt32LE(value, offset);
  });
  return bytes;
};

const ONE: readonly Width[] = [4];

const seconds = (node: FileNode): number => Math.floor(node.mtimeMs / 1000);

/** error dev ino mode nlink uid gid size atime mtime ctime: 68 bytes after the id. */
const STAT_V2: readonly Width[] = [4, 8, 8, 4, 4, 4, 4, 8, 8, 8, 8];
const STAT_V1: readonly Width[] = [4, 4, 4];

const statV2Values = (node: FileNode): number[] => [
  0,
  1,
  1,
  statMode(node),
  1,
  node.uid,
  node.uid,
  sizeOf(node),
  seconds(node),
  seconds(node),
  seconds(node),
];

const statV1 = (id: string, node: FileNode | null): Buffer =>
  pack(id, STAT_V1, node === null ? [] : [statMode(node), sizeOf(node), seconds(node)]);

const failure = (text: string): Buffer =>
  Buffer.concat([pack('FAIL', ONE, [Buffer.byteLength(text)]), Buffer.from(text)]);

type Session = {
  readonly files: FileTree;
  readonly user: FileUser;
  readonly stream: AdbStream;
  readonly take: (length: number) => Promise<Buffer | null>;
};

const lookUp = ({ files, user }: Session, path: string, follow: boolean): FileNode | FileFault => {
  try {
    if (!mayRead(path, user)) return new FileFault('EACCES');
    return need(files, path, follow).node;
  } catch (fault) {
    if (fault instanceof FileFault) return fault;
    throw fault;
  }
};

const stat = (session: Session, id: string, path: string): void => {
  const node = lookUp(session, path, id === 'STA2');
  if (id === 'STAT') session.stream.write(statV1('STAT', node instanceof FileFault ? null : node));
  else
    session.stream.write(
      pack(id, STAT_V2, node instanceof FileFault ? [FILE_FAULTS[node.code][0]] : statV2Values(node)),
    );
};

const list = (session: Session, id: string, path: string): void => {
  const directory = lookUp(session, path, true);
  const isV2 = id === 'LIS2';
  const rows =
    directory instanceof FileFault || directory.kind !== 'directory'
      ? []
      : listDirectory(session.files, path);
  const parts = rows.map(([name, node]) => {
    const head = isV2 ? pack('DNT2', STAT_V2, statV2Values(node)) : statV1('DENT', node);
    const label = Buffer.from(name);
    return Buffer.concat([head, pack('', ONE, [label.length]).subarray(4), label]);
  });
  session.stream.write(Buffer.concat([...parts, pack('DONE', isV2 ? [...STAT_V2, 4] : [...STAT_V1, 4], [])]));
};

const receive = ({ files, user, stream }: Session, path: string): void => {
  try {
    if (!mayRead(path, user)) throw new FileFault('EACCES');
    const bytes = readBytes(files, path);
    for (let start = 0; start < bytes.length; start += MAX_CHUNK) {
      const chunk = bytes.subarray(start, start + MAX_CHUNK);
      stream.write(Buffer.concat([pack('DATA', ONE, [chunk.length]), chunk]));
    }
    stream.write(pack('DONE', ONE, [0]));
  } catch (fault) {
    if (!(fault instanceof FileFault)) throw fault;
    stream.write(failure(`open failed: ${fault.message}`));
  }
};

/** Takes DATA until DONE; null when the stream ends before or the file is too large. */
const takeContent = async ({ take }: Session): Promise<{ bytes: Buffer; mtimeMs: number } | null> => {
  const chunks: Buffer[] = [];
  let total = 0;
  for (let head = await take(8); head !== null; head = await take(8)) {
    const length = head.readUInt32LE(4);
    if (head.toString('latin1', 0, 4) === 'DONE')
      return { bytes: Buffer.concat(chunks), mtimeMs: length * 1000 };
    const chunk = length <= MAX_CHUNK * 16 ? await take(length) : null;
    total += length;
    if (chunk === null || total > MAX_FILE) return null;
    chunks.push(chunk);
  }
  return null;
};

const send = async (session: Session, argument: string): Promise<boolean> => {
  const comma = argument.lastIndexOf(',');
  const path = argument.slice(0, comma);
  const mode = Number(argument.slice(comma + 1));
  const content = await takeContent(session);
  if (content === null) return false;
  const { files, user, stream } = session;
  try {
    const parent = path.replace(/\/[^/]*$/, '') || '/';
    if (!exists(files, parent)) makeDirectories(files, parent, user);
    if ((mode & 0o170_000) === LINK_BITS)
      makeLink(files, path, content.bytes.toString().replace(/\0$/, ''), user);
    else writeBytes(files, path, content.bytes, { user, mode: mode & 0o777, mtimeMs: content.mtimeMs });
    stream.write(pack('OKAY', ONE, [0]));
  } catch (fault) {
    if (!(fault instanceof FileFault)) throw fault;
    stream.write(failure(`couldn't create file: ${fault.message}`));
  }
  return true;
};

/** Answers one request; false ends the session. */
const answer = async (session: Session, id: string, path: string): Promise<boolean> => {
  if (id === 'SEND') return send(session, path);
  if (id === 'RECV') receive(session, path);
  else if (id === 'LIST' || id === 'LIS2') list(session, id, path);
  else if (id === 'STAT' || id === 'STA2' || id === 'LST2') stat(session, id, path);
  else return false;
  return true;
};

const serve = async (session: Session): Promise<void> => {
  for (let head = await session.take(8); head !== null; head = await session.take(8)) {
    const id = head.toString('latin1', 0, 4);
    const length = head.readUInt32LE(4);
    const argument = id === 'QUIT' || length > MAX_PATH ? null : await session.take(length);
    if (argument === null || !(await answer(session, id, argument.toString('utf8')))) return;
  }
};

/** The file transfer service. Source: AOSP packages/modules/adb SYNC.TXT and file_sync_protocol.h. */
export const runSync = (files: FileTree, stream: AdbStream, user: FileUser): void => {
  const queue = createByteQueue(stream);
  void serve({ files, user, stream, take: queue.take }).finally(() => stream.end());
};
