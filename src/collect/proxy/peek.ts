import type { Socket } from 'node:net';

/** `need` asks for more bytes; `done` ends the peek with its value. */
export type Peeked<Value> = { readonly kind: 'need' } | { readonly kind: 'done'; readonly value: Value };

/** How a peek ended: a verdict, silence, or the end of the connection. `head` is all that was read. */
export type PeekResult<Value> =
  | { readonly kind: 'done'; readonly value: Value; readonly head: Buffer }
  | { readonly kind: 'silent' | 'ended'; readonly head: Buffer };

/** How long to wait for a verdict: `silenceMs`, or until something else has happened. */
export type Patience = { readonly silenceMs: number; readonly until?: Promise<unknown> };

/**
 * Reads from a paused socket until `look` is done with what came, patience ends or the peer does. The bytes are
 * taken off the socket: whoever goes on writes `head` first. Leaves the socket paused. Never throws.
 */
export const peek = <Value>(
  socket: Socket,
  head: Buffer,
  { silenceMs, until }: Patience,
  look: (head: Buffer) => Peeked<Value>,
): Promise<PeekResult<Value>> =>
  new Promise((resolve) => {
    let seen = head;
    let finished = false;
    const finish = (result: PeekResult<Value>): void => {
      if (finished) return;
      finished = true;
      clearTimeout(timer);
      socket.pause();
      socket.off('data', onData).off('end', onEnd).off('close', onEnd);
      resolve(result);
    };
    const verdict = (): boolean => {
      const looked = look(seen);
      if (looked.kind === 'done') finish({ kind: 'done', value: looked.value, head: seen });
      return looked.kind === 'done';
    };
    const onData = (chunk: Buffer): void => {
      seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
      verdict();
    };
    const onEnd = (): void => {
      finish({ kind: 'ended', head: seen });
    };
    const timer = setTimeout(() => {
      finish({ kind: 'silent', head: seen });
    }, silenceMs);
    void until?.then(() => {
      finish({ kind: 'silent', head: seen });
    });
    if (seen.length > 0 && verdict()) return;
    if (socket.readableEnded || socket.destroyed) {
      onEnd();
      return;
    }
    socket.on('data', onData).on('end', onEnd).on('close', onEnd);
    socket.resume();
  });
