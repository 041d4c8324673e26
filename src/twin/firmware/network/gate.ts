import { Duplex } from 'node:stream';

/** Alert certificate_unknown, fatal, in clear (RFC 8446 6.2): what Android's platform check sends. */
const CERTIFICATE_UNKNOWN = Buffer.from('1503030002022e', 'hex');
const HANDSHAKE = 0x16;
const APPLICATION_DATA = 0x17;
const CLIENT_HELLO = 1;

/**
 * Stands between a TLS client and the wire: lets the ClientHello out and holds what follows it until the verdict on the
 * server's certificate. Node's client checks it only after its next flight, and never says why it leaves.
 */
export type Gate = {
  /** For the TLS client, in place of the wire. */
  readonly stream: Duplex;
  /** Lets out what was held, and from now on everything. */
  readonly release: () => void;
  /** Writes the alert in place of what was held, and ends. */
  readonly refuse: () => void;
  /** Bytes that went onto the wire. */
  readonly sentBytes: () => number;
};

/** Length of the TLS record at the beginning, 0 while it is not whole. */
const recordLength = (bytes: Buffer): number => {
  if (bytes.length < 6) return 0;
  const length = 5 + bytes.readUInt16BE(3);
  return bytes.length >= length ? length : 0;
};

const isNextFlight = (record: Buffer): boolean =>
  record[0] === APPLICATION_DATA || (record[0] === HANDSHAKE && record[5] !== CLIENT_HELLO);

type State = { phase: 'greeting' | 'held' | 'open' | 'refused'; pending: Buffer; sent: number };

const put = (wire: Duplex, state: State, bytes: Buffer): void => {
  if (bytes.length === 0 || wire.destroyed || wire.writableEnded) return;
  state.sent += bytes.length;
  wire.write(bytes);
};

const letGreetingOut = (wire: Duplex, state: State): void => {
  for (let length = recordLength(state.pending); length > 0; length = recordLength(state.pending)) {
    const record = state.pending.subarray(0, length);
    if (isNextFlight(record)) {
      state.phase = 'held';
      return;
    }
    put(wire, state, record);
    state.pending = state.pending.subarray(length);
  }
};

const take = (wire: Duplex, state: State, chunk: Buffer): void => {
  if (state.phase === 'open') put(wire, state, chunk);
  if (state.phase === 'open' || state.phase === 'refused') return;
  state.pending = Buffer.concat([state.pending, chunk]);
  if (state.phase === 'greeting') letGreetingOut(wire, state);
};

const streamOver = (wire: Duplex, state: State, onServer: (chunk: Buffer) => void): Duplex => {
  const stream = new Duplex({
    read: () => {
      wire.resume();
    },
    write: (chunk: Buffer, _encoding, done) => {
      take(wire, state, chunk);
      if (wire.writableNeedDrain) wire.once('drain', done);
      else done();
    },
    final: (done) => {
      if (state.phase !== 'refused') wire.end();
      done();
    },
    destroy: (fault, done) => {
      if (state.phase !== 'refused') wire.destroy();
      done(fault);
    },
  });
  wire.on('data', (chunk: Buffer) => {
    onServer(chunk);
    if (!stream.push(chunk)) wire.pause();
  });
  wire.on('end', () => stream.push(null));
  wire.on('error', () => undefined);
  wire.on('close', () => stream.destroy());
  return stream;
};

/** A gate over a wire. `onServer` sees what the server sends, before the client does. */
export const createGate = (wire: Duplex, onServer: (chunk: Buffer) => void): Gate => {
  const state: State = { phase: 'greeting', pending: Buffer.alloc(0), sent: 0 };
  return {
    stream: streamOver(wire, state, onServer),
    release: () => {
      if (state.phase === 'refused') return;
      state.phase = 'open';
      put(wire, state, state.pending);
      state.pending = Buffer.alloc(0);
    },
    refuse: () => {
      put(wire, state, CERTIFICATE_UNKNOWN);
      state.phase = 'refused';
      wire.end();
    },
    sentBytes: () => state.sent,
  };
};
