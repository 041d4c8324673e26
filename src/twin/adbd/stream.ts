import { Duplex } from 'node:stream';
import { COMMANDS, MAX_PAYLOAD, type Packet } from './packet.ts';

type Callback = (error?: Error | null) => void;

const NOTHING = Buffer.alloc(0);

/**
 * One stream of an adb connection, usable as a socket by `http` and `tls`. Writes that come together leave as one
 * packet: two packets cost 44 ms at the host (Nagle and delayed acknowledgement). One packet is under way at a time.
 */
export class AdbStream extends Duplex {
  readonly localId: number;
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 0;
  #remoteId: number;
  readonly #send: (packet: Packet) => void;
  #unsent: Buffer = NOTHING;
  #written: Callback | undefined;
  #oweOkay = false;
  #closeTold = false;

  /** `remoteId` 0: the other side has not answered the OPEN yet. */
  constructor(localId: number, remoteId: number, send: (packet: Packet) => void) {
    super({ allowHalfOpen: true });
    this.localId = localId;
    this.#remoteId = remoteId;
    this.#send = send;
  }

  /** OKAY came: the OPEN is answered or the last packet arrived. */
  onOkay(remoteId: number): void {
    const isAnswer = this.#remoteId === 0;
    this.#remoteId = remoteId;
    if (isAnswer) this.emit('connect');
    const written = this.#written;
    if (written === undefined) return;
    if (this.#unsent.length > 0) this.#sendNext();
    else {
      this.#written = undefined;
      written();
    }
  }

  /** WRTE came. */
  onData(payload: Buffer): void {
    if (this.push(payload)) this.#okay();
    else this.#oweOkay = true;
  }

  /** CLSE came, or the connection ended. */
  onClose(): void {
    this.#closeTold = true;
    this.push(null);
    const written = this.#written;
    this.#written = undefined;
    written?.(new Error('the stream was closed'));
    if (this.readableLength === 0 || this.#remoteId === 0) this.destroy();
    else this.once('end', () => this.destroy());
  }

  override _read(): void {
    if (!this.#oweOkay) return;
    this.#oweOkay = false;
    this.#okay();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: Callback): void {
    this.#write(chunk, callback);
  }

  override _writev(chunks: { chunk: Buffer; encoding: BufferEncoding }[], callback: Callback): void {
    this.#write(Buffer.concat(chunks.map(({ chunk }) => chunk)), callback);
  }

  override _final(callback: Callback): void {
    this.#tellClose();
    callback();
    if (!this.readableEnded) this.push(null);
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#tellClose();
    callback(error);
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #write(bytes: Buffer, callback: Callback): void {
    if (this.#closeTold) {
      callback(new Error('the stream was closed'));
      return;
    }
    this.#unsent = bytes;
    this.#written = callback;
    if (this.#remoteId !== 0) this.#sendNext();
  }

  #sendNext(): void {
    const payload = this.#unsent.subarray(0, MAX_PAYLOAD);
    this.#unsent = this.#unsent.subarray(payload.length);
    this.#send({ command: COMMANDS.WRTE, arg0: this.localId, arg1: this.#remoteId, payload });
  }

  #okay(): void {
    if (this.#closeTold) return;
    this.#send({ command: COMMANDS.OKAY, arg0: this.localId, arg1: this.#remoteId, payload: NOTHING });
  }

  #tellClose(): void {
    if (this.#closeTold) return;
    this.#closeTold = true;
    this.#send({ command: COMMANDS.CLSE, arg0: this.localId, arg1: this.#remoteId, payload: NOTHING });
    this.emit('told-close');
  }
}
