type Piece = { readonly from: number; readonly to: number; readonly bytes: Buffer | null };

/** Takes the bytes of one direction in order; null stands for so many that the capture does not hold. */
export type Deliver = (bytes: Buffer | null, byteLength: number) => void;

/** A run of payload: its bytes as far as they were captured, and how many there were. */
export type Run = { readonly payload: Buffer; readonly byteLength: number };

/** One direction of a TCP connection. Offsets count payload bytes from its beginning. Mutable. */
export type TcpStream = {
  /** Sequence number of the byte at `position`; null before the first. */
  seq: number | null;
  position: number;
  /** What came ahead of its turn, in order, without overlaps. */
  pieces: Piece[];
  held: number;
  /** Payload bytes seen, each once. */
  seen: number;
  /** Packets since the peer said that it has what is missing here. */
  passed: number;
  /** Offset that the peer has said to have got. */
  acked: number;
  lost: number;
  strange: number;
};

const HELD_BYTES = 4 << 20;
const HELD_PIECES = 4096;
/** No window of TCP is wider (RFC 7323 2.3). */
const WINDOW = 1 << 30;
/** So many packets may come later than the word that they arrived: captures of several interfaces mix their order. */
const PATIENCE = 16;

/** A direction of which nothing was seen. */
export const startTcpStream = (): TcpStream => ({
  seq: null,
  position: 0,
  pieces: [],
  held: 0,
  seen: 0,
  passed: 0,
  acked: 0,
  lost: 0,
  strange: 0,
});

/** The distance from the next byte wanted to a sequence number, which wraps around at 2^32. */
const distance = (stream: TcpStream, seq: number): number => (seq - (stream.seq ?? seq)) | 0;

const advance = (stream: TcpStream, byteLength: number): void => {
  stream.position += byteLength;
  stream.seq = ((stream.seq ?? 0) + byteLength) >>> 0;
};

const deliverPiece = (stream: TcpStream, { from, to, bytes }: Piece, deliver: Deliver): void => {
  advance(stream, to - from);
  if (bytes === null) stream.lost += to - from;
  deliver(bytes, to - from);
};

const drain = (stream: TcpStream, deliver: Deliver): void => {
  let done = 0;
  for (let next = stream.pieces[0]; next?.from === stream.position; next = stream.pieces[done]) {
    done += 1;
    stream.held -= next.bytes?.length ?? 0;
    deliverPiece(stream, next, deliver);
  }
  if (done > 0) stream.pieces.splice(0, done);
};

/** Gives up on what is missing before the next piece. */
const skipHole = (stream: TcpStream, deliver: Deliver): void => {
  const [next] = stream.pieces;
  stream.passed = 0;
  if (next === undefined) return;
  const { position: from } = stream;
  deliverPiece(stream, { from, to: next.from, bytes: null }, deliver);
  drain(stream, deliver);
};

/** Parts of a run that no piece covers yet. */
const uncovered = (stream: TcpStream, from: number, to: number): readonly (readonly [number, number])[] => {
  const parts: [number, number][] = [];
  let at = from;
  for (const piece of stream.pieces) {
    if (piece.to <= at) continue;
    if (piece.from >= to) break;
    if (piece.from > at) parts.push([at, piece.from]);
    at = Math.max(at, piece.to);
  }
  if (at < to) parts.push([at, to]);
  return parts;
};

/** Bytes and what of them the capture cut off, as pieces. */
const piecesOf = (run: Run, start: number, from: number, to: number): readonly Piece[] => {
  const cut = Math.min(to, Math.max(from, start + run.payload.length));
  const kept: Piece = { from, to: cut, bytes: run.payload.subarray(from - start, cut - start) };
  const missing: Piece = { from: cut, to, bytes: null };
  return [kept, missing].filter((piece) => piece.to > piece.from);
};

const store = (stream: TcpStream, run: Run, start: number, from: number): void => {
  const to = start + run.byteLength;
  for (const [first, last] of uncovered(stream, from, to)) {
    stream.seen += last - first;
    const own = piecesOf(run, start, first, last).map((piece) => ({
      ...piece,
      bytes: piece.bytes === null ? null : Buffer.from(piece.bytes),
    }));
    stream.held += own.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
    const index = stream.pieces.findIndex((piece) => piece.from >= last);
    stream.pieces.splice(index === -1 ? stream.pieces.length : index, 0, ...own);
  }
};

/** Takes the payload of one segment: in order, out of order, or again, which counts once. */
export const takeRun = (stream: TcpStream, seq: number, run: Run, deliver: Deliver): void => {
  if (run.byteLength === 0) return;
  stream.seq ??= seq;
  const rel = distance(stream, seq);
  if (rel > WINDOW || rel < -WINDOW) {
    stream.strange += run.byteLength;
    return;
  }
  const start = stream.position + rel;
  const from = Math.max(start, stream.position);
  const to = start + run.byteLength;
  if (to <= stream.position) return;
  if (from === stream.position && stream.pieces.length === 0) {
    stream.seen += to - from;
    for (const piece of piecesOf(run, start, from, to)) deliverPiece(stream, piece, deliver);
    return;
  }
  store(stream, run, start, from);
  drain(stream, deliver);
  while (stream.held > HELD_BYTES || stream.pieces.length > HELD_PIECES) skipHole(stream, deliver);
};

/** Takes the peer's word on what it has got: what was not captured by then is lost. */
export const takeAck = (stream: TcpStream, ack: number, deliver: Deliver): void => {
  if (stream.seq === null) return;
  const rel = distance(stream, ack);
  if (rel <= 0 || rel > WINDOW) return;
  stream.acked = Math.max(stream.acked, stream.position + rel);
  const [next] = stream.pieces;
  if (next === undefined || stream.acked < next.from) return;
  stream.passed += 1;
  if (stream.passed >= PATIENCE) skipHole(stream, deliver);
};

/** Ends a direction: everything that still waits is handed out, around what is missing. */
export const endTcpStream = (stream: TcpStream, deliver: Deliver): void => {
  while (stream.pieces.length > 0) skipHole(stream, deliver);
};
