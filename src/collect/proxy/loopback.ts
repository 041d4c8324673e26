import { Server, type AddressInfo } from 'node:net';
import { Failure } from '#model/failure';

export const LOOPBACK = '127.0.0.1';

/**
 * Runs `start` with every `listen(port)` it makes bound to loopback: mockttp has no host option and would listen
 * on all interfaces (mockttp-server.ts `this.server.listen(port)`).
 * @throws Failure `environment` when a server ended up elsewhere all the same.
 */
export const onLoopback = async (start: () => Promise<void>): Promise<void> => {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back below, and called with `this`
  const original = Server.prototype.listen;
  const bound: Server[] = [];
  const listen = function (this: Server, ...rest: unknown[]): Server {
    const [port] = rest;
    if (typeof port !== 'number' || typeof rest[1] === 'string')
      return Reflect.apply(original, this, rest) as Server;
    bound.push(this);
    return Reflect.apply(original, this, [{ port, host: LOOPBACK }, ...rest.slice(1)]) as Server;
  };
  Server.prototype.listen = listen;
  try {
    await start();
  } finally {
    Server.prototype.listen = original;
  }
  const elsewhere = bound.some((server) => !isLoopbackAddress(server.address()));
  if (bound.length === 0 || elsewhere)
    throw new Failure('environment', 'the proxy engine did not bind to loopback', {
      remedy: 'report this with the versions of node and mockttp',
    });
};

const isLoopbackAddress = (address: string | AddressInfo | null): boolean =>
  address !== null && typeof address === 'object' && address.address === LOOPBACK;
