/** What is needed of an open file; FileHandle fits. */
export type OutFile = {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  close(): Promise<void>;
};

/** An append-only file, and what the disk has not yet taken of it. Mutable; made by startAppend. */
export type AppendFile = {
  readonly file: OutFile;
  /** Bytes of the next batch, in order. */
  owed: Uint8Array[];
  /** Bytes of the batch being written. */
  batch: Uint8Array[];
};

const PIECE_BYTES = 1 << 20;

/** Wraps an open, empty file. */
export const startAppend = (file: OutFile): AppendFile => ({ file, owed: [], batch: [] });

/** Makes one batch of everything that is owed now; what comes later waits for the next. */
export const takeBatch = (target: AppendFile): void => {
  target.batch = target.batch.concat(target.owed);
  target.owed = [];
};

/** Joins small buffers at the front of a batch, so that a thousand lines are one write. */
const joinFront = (batch: readonly Uint8Array[]): { readonly piece: Uint8Array; readonly count: number } => {
  let byteLength = 0;
  let count = 0;
  for (const bytes of batch) {
    if (count > 0 && byteLength + bytes.length > PIECE_BYTES) break;
    byteLength += bytes.length;
    count += 1;
  }
  const pieces = batch.slice(0, count);
  return { piece: pieces[0] !== undefined && count === 1 ? pieces[0] : Buffer.concat(pieces), count };
};

/** Writes the batch; what the disk did not take stays in it. Gives nothing. @throws the error of the disk */
export const writeBatch = async (target: AppendFile, wrote: (byteLength: number) => void): Promise<void> => {
  while (target.batch.length > 0) {
    const { piece, count } = joinFront(target.batch);
    target.batch.splice(0, count, piece);
    const { bytesWritten } = await target.file.write(piece, 0, piece.length);
    wrote(bytesWritten);
    if (bytesWritten === piece.length) target.batch.shift();
    else target.batch[0] = piece.subarray(bytesWritten);
  }
};

/** Drops the batch; gives its size in bytes. */
export const dropBatch = (target: AppendFile): number => {
  const byteLength = target.batch.reduce((sum, bytes) => sum + bytes.length, 0);
  target.batch = [];
  return byteLength;
};
