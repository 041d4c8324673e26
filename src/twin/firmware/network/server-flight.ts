const HANDSHAKE = 0x16;
const SERVER_HELLO = 2;
const CERTIFICATE = 11;
const SUPPORTED_VERSIONS = 0x2b;
const MAX_FLIGHT = 1 << 18;

/** Whether a ServerHello chose TLS 1.3, by its extension supported_versions (RFC 8446 4.2.1). */
const isThirteen = (hello: Buffer): boolean => {
  const session = 34 + 1 + (hello[34] ?? 0);
  let at = session + 3 + 2;
  while (at + 4 <= hello.length) {
    if (hello.readUInt16BE(at) === SUPPORTED_VERSIONS) return true;
    at += 4 + hello.readUInt16BE(at + 2);
  }
  return false;
};

/** The certificates of a Certificate message of TLS 1.2 (RFC 5246 7.4.2), the server's own first. */
const certificatesIn = (message: Buffer): Buffer[] => {
  const chain: Buffer[] = [];
  for (let at = 3; at + 3 <= message.length;) {
    const length = message.readUIntBE(at, 3);
    chain.push(message.subarray(at + 3, at + 3 + length));
    at += 3 + length;
  }
  return chain;
};

type State = { records: Buffer; messages: Buffer; done: boolean };

const takeRecords = (state: State): void => {
  while (state.records.length >= 5) {
    const length = 5 + state.records.readUInt16BE(3);
    if (state.records.length < length) return;
    if (state.records[0] !== HANDSHAKE) state.done = true;
    else state.messages = Buffer.concat([state.messages, state.records.subarray(5, length)]);
    state.records = state.records.subarray(length);
  }
};

const takeMessages = (state: State, onCertificates: (chain: readonly Buffer[]) => void): void => {
  while (state.messages.length >= 4) {
    const length = 4 + state.messages.readUIntBE(1, 3);
    if (state.messages.length < length) return;
    const message = state.messages.subarray(4, length);
    const type = state.messages[0];
    state.messages = state.messages.subarray(length);
    if (type === SERVER_HELLO && isThirteen(message)) state.done = true;
    if (type === CERTIFICATE && !state.done) {
      state.done = true;
      onCertificates(certificatesIn(message));
    }
  }
};

/**
 * Reads a server's first flight as it comes and calls back with its certificates where they pass in clear, which is up
 * to TLS 1.2. Never throws.
 */
export const watchServerFlight = (
  onCertificates: (chain: readonly Buffer[]) => void,
): ((chunk: Buffer) => void) => {
  const state: State = { records: Buffer.alloc(0), messages: Buffer.alloc(0), done: false };
  return (chunk) => {
    if (state.done) return;
    state.records = Buffer.concat([state.records, chunk]);
    if (state.records.length + state.messages.length > MAX_FLIGHT) state.done = true;
    try {
      takeRecords(state);
      takeMessages(state, onCertificates);
    } catch (fault) {
      if (!(fault instanceof RangeError)) throw fault;
      state.done = true;
    }
  };
};
