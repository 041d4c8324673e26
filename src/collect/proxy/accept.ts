import { once } from 'node:events';
import type { Socket } from 'node:net';
import { addressOf, type Accepting } from './accepting.ts';
import { clientName, closeEvent, openEvent, wireOf, type Connection } from './connection.ts';
import { readGreeting, readSocksRequest, type Greeting } from './greeting.ts';
import { peek } from './peek.ts';
import { serveAbsoluteForm } from './serve-absolute-form.ts';
import { serve } from './serve.ts';

const GREETING = { silenceMs: 60_000 };
const CONNECTED = 'HTTP/1.1 200 Connection established\r\n\r\n';
const NOT_FOUND = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n';
const NO_PROXY_REQUEST = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
const SOCKS_NO_AUTH = Buffer.from([5, 0]);
const SOCKS_CONNECTED = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
/** RFC 1928 section 6: host unreachable, command not supported. */
const SOCKS_NOT_FOUND = Buffer.from([5, 4, 0, 1, 0, 0, 0, 0, 0, 0]);
const SOCKS_REFUSED = Buffer.from([5, 7, 0, 1, 0, 0, 0, 0, 0, 0]);

type Wanted = {
  readonly via: Connection['via'];
  readonly host: string;
  readonly port: number;
  /** Bytes read and not yet passed on; the first `headBytes` are the proxy's own. */
  readonly head: Buffer;
  readonly headBytes: number;
  readonly connected: string | Buffer;
  readonly notFound: string | Buffer;
};

/** Opens the connection that the handset asked for and serves it. */
const goTo = async (client: Socket, accepting: Accepting, wanted: Wanted): Promise<void> => {
  const { via, host, port, head, headBytes } = wanted;
  const control = host === accepting.controlHost;
  const address = control ? null : await addressOf(accepting.upstream, host, port);
  const found = control || address !== null;
  const before = client.bytesWritten + Buffer.byteLength(found ? wanted.connected : wanted.notFound);
  const connection = accepting.open({
    via,
    client: clientName(client),
    host,
    port,
    control,
    address,
    wire: wireOf(client, { up: headBytes, down: before }),
  });
  if (found) {
    if (wanted.connected.length > 0) client.write(wanted.connected);
    return serve(accepting, connection, client, head);
  }
  accepting.recorder.event(openEvent(connection));
  client.end(wanted.notFound);
  accepting.recorder.event(closeEvent(connection, 'blocked', 'the name is not known'));
};

const acceptSocks = async (
  client: Socket,
  accepting: Accepting,
  head: Buffer,
  headBytes: number,
): Promise<void> => {
  client.write(SOCKS_NO_AUTH);
  const asked = await peek(client, head.subarray(headBytes), GREETING, readSocksRequest);
  if (asked.kind !== 'done') return void client.destroy();
  if (asked.value === null) return void client.end(SOCKS_REFUSED);
  const { host, port } = asked.value;
  return goTo(client, accepting, {
    via: 'socks',
    host,
    port,
    head: asked.head.subarray(asked.value.headBytes),
    headBytes: headBytes + asked.value.headBytes,
    connected: SOCKS_CONNECTED,
    notFound: SOCKS_NOT_FOUND,
  });
};

const acceptGreeting = async (
  client: Socket,
  accepting: Accepting,
  head: Buffer,
  greeting: Greeting,
): Promise<void> => {
  switch (greeting.kind) {
    case 'connect':
      return goTo(client, accepting, {
        via: 'connect',
        host: greeting.host,
        port: greeting.port,
        head: head.subarray(greeting.headBytes),
        headBytes: greeting.headBytes,
        connected: CONNECTED,
        notFound: NOT_FOUND,
      });
    case 'socks':
      return acceptSocks(client, accepting, head, greeting.headBytes);
    case 'absolute-form':
      return serveAbsoluteForm(client, accepting, head);
    case 'other':
      return void client.end(NO_PROXY_REQUEST);
  }
};

/** Takes one connection of the handset to the proxy, to its end. Never throws. */
export const acceptConnection = async (client: Socket, accepting: Accepting): Promise<void> => {
  client.on('error', () => undefined);
  const redirected = accepting.originalDestination(client);
  if (redirected === null) {
    const greeted = await peek(client, Buffer.alloc(0), GREETING, readGreeting);
    if (greeted.kind === 'done') await acceptGreeting(client, accepting, greeted.head, greeted.value);
    else client.destroy();
  } else {
    const { ip, port } = redirected;
    const nothing = Buffer.alloc(0);
    const common = { head: nothing, headBytes: 0, connected: '', notFound: '' };
    await goTo(client, accepting, { via: 'redirect', host: ip, port, ...common });
  }
  if (!client.closed) await once(client, 'close').catch(() => undefined);
};
