import { PassThrough } from 'node:stream';
import type { FileUser } from '../files/tree.ts';
import type { Machine } from '../machine.ts';
import { runCommandLine } from '../shell/run.ts';
import type { Output } from '../shell/command.ts';
import type { AdbStream } from './stream.ts';

/** Kinds of packet of the shell protocol. Source: AOSP packages/modules/adb shell_protocol.h. */
const KIND = { stdin: 0, stdout: 1, stderr: 2, exit: 3, closeStdin: 4 } as const;

const HEADER_LENGTH = 5;
const MAX_CHUNK = 64 * 1024;

const frame = (kind: number, payload: Buffer): Buffer => {
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeUInt8(kind, 0);
  header.writeUInt32LE(payload.length, 1);
  return Buffer.concat([header, payload]);
};

const writer =
  (stream: AdbStream, wrap: (bytes: Buffer) => Buffer): Output =>
  async (bytes) => {
    if (stream.destroyed || stream.writableEnded) return;
    for (let start = 0; start < bytes.length; start += MAX_CHUNK)
      if (!stream.write(wrap(bytes.subarray(start, start + MAX_CHUNK)))) await drained(stream);
  };

const drained = (stream: AdbStream): Promise<void> =>
  new Promise((resolve) => {
    stream.once('drain', resolve);
    stream.once('close', resolve);
  });

const abortOnClose = (stream: AdbStream): AbortSignal => {
  const abort = new AbortController();
  stream.once('close', () => {
    abort.abort();
  });
  return abort.signal;
};

const unframe = (stream: AdbStream, stdin: PassThrough): void => {
  let pending: Buffer = Buffer.alloc(0);
  stream.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= HEADER_LENGTH) {
      const end = HEADER_LENGTH + pending.readUInt32LE(1);
      if (pending.length < end) return;
      const kind = pending[0];
      if (kind === KIND.stdin) stdin.write(pending.subarray(HEADER_LENGTH, end));
      if (kind === KIND.closeStdin) stdin.end();
      pending = pending.subarray(end);
    }
  });
  stream.once('close', () => stdin.end());
};

/** Runs a command with separate outputs and an exit code. */
export const runShellV2 = (machine: Machine, stream: AdbStream, line: string, user: FileUser): void => {
  const stdin = new PassThrough();
  unframe(stream, stdin);
  const stdout = writer(stream, (bytes) => frame(KIND.stdout, bytes));
  const stderr = writer(stream, (bytes) => frame(KIND.stderr, bytes));
  void runCommandLine(machine, line, { stdin, stdout, stderr, user, signal: abortOnClose(stream) }).then(
    (code) => {
      if (stream.destroyed) return;
      stream.end(frame(KIND.exit, Buffer.of(code & 0xff)));
    },
  );
};

const runMerged = (machine: Machine, stream: AdbStream, line: string, user: FileUser): void => {
  const stdin = new PassThrough();
  stream.on('data', (chunk: Buffer) => stdin.write(chunk));
  stream.once('close', () => stdin.end());
  const output = writer(stream, (bytes) => bytes);
  const streams = { stdin, stdout: output, stderr: output, user, signal: abortOnClose(stream) };
  void runCommandLine(machine, line, streams).then(() => stream.end());
};

/** Runs a command with its outputs merged and no exit code, as hosts and handsets up to Android 6 do. */
export const runShellV1 = runMerged;

/** Runs a command without a terminal: its bytes pass as they are. */
export const runExec = runMerged;
