import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { Failure } from '#model/failure';
import type { Losses } from '../losses.ts';
import type { Decrypter, Plain } from './decrypter.ts';
import { outputLines } from './output-lines.ts';

/** Hex digits of one packet at most: as many bytes as a batch of packets may bring. */
const LINE_BYTES = 64 << 20;
const PORTS = 200;
/** No setting of the user's own Wireshark may change what is read. */
const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  WIRESHARK_CONFIG_DIR: '/nonexistent',
});

/** What tshark is to decrypt: a capture file, by a key log or by the keys inside the file. */
export type TsharkTask = {
  readonly path: string;
  readonly keyLog: string | null;
  /** Ports on which a ClientHello was seen. */
  readonly ports: readonly number[];
  readonly losses: Losses;
};

/** All that Wireshark may find inside TLS, by port, by ALPN or by a guess: we read it ourselves, or keep it as bytes. */
const INSIDE_TLS: readonly string[] = [
  'http', 'http2', 'http3', 'websocket', 'grpc', 'mqtt', 'amqp', 'coap', 'dns', 'imap', 'pop', 'smtp', 'xmpp', 'sip',
  'ldap', 'ftp', 'irc', 'nntp', 'stun', 'mongo', 'couchbase', 'diameter', 'dnp3', 'doip', 'enip', 'mbtcp', 'opa.fe',
  'q931', 'rpkirtr', 'skinny', 'tpkt', 'rdpmt', 'mq', '5gli', 'fix', 'credssp', 'aim',
]; // prettier-ignore

/** tshark leaves HTTP to us: it prints the decrypted bytes of each packet, whatever they are. */
const argumentsFor = ({ path, keyLog, ports }: TsharkTask): readonly string[] => [
  '-n',
  ...['-r', resolve(path)],
  ...(keyLog === null ? [] : ['-o', `tls.keylog_file:${keyLog}`]),
  ...['-o', 'tcp.reassemble_out_of_order:TRUE'],
  ...INSIDE_TLS.flatMap((protocol) => ['--disable-protocol', protocol]),
  ...ports.slice(0, PORTS).flatMap((port) => ['-d', `tcp.port==${port},tls`]),
  ...['-Y', 'tls && data'],
  ...['-T', 'fields', '-E', 'separator=/t', '-E', 'occurrence=a', '-E', 'aggregator=,'],
  ...['-e', 'frame.number', '-e', 'tcp.srcport', '-e', 'tcp.dstport', '-e', 'data.data'],
];

type Line = Plain & { readonly number: number };

const lineFrom = (text: string): Line | null => {
  const [number = '', from = '', to = '', hex = ''] = text.split('\t');
  if (!/^\d{1,12}$/.test(number)) return null;
  const bytes = Buffer.from(hex.replace(/[,:]/g, ''), 'hex');
  return { number: Number(number), from: Number.parseInt(from, 10), to: Number.parseInt(to, 10), bytes };
};

const missing = (cause: unknown): Failure =>
  new Failure('environment', 'TLS keys were given, but tshark, which reads TLS with them, is not installed', {
    remedy: 'apt-get install tshark (brew install wireshark), or leave --keylog out',
    cause,
  });

/** Whether tshark can be started. @throws Failure environment */
export const requireTshark = async (): Promise<void> => {
  const child = spawn('tshark', ['--version'], { stdio: 'ignore', env: environment() });
  try {
    await once(child, 'exit');
  } catch (cause) {
    throw missing(cause);
  }
};

const stop = async (child: ChildProcess, ended: Promise<unknown>): Promise<void> => {
  child.stdout?.destroy();
  child.kill('SIGKILL');
  await ended;
};

/** Starts tshark on a capture file; its output is taken packet by packet, no faster than it is asked for. */
export const startTshark = (task: TsharkTask): Decrypter => {
  const child = spawn('tshark', argumentsFor(task), {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environment(),
  });
  const ended = once(child, 'close').catch(() => undefined);
  const lines = outputLines(child.stdout, LINE_BYTES);
  let next: Line | null = null;
  let isOver = false;
  const advance = async (): Promise<void> => {
    next = null;
    const read = await lines.next();
    if (read.done !== true) {
      next = lineFrom(read.value);
      return;
    }
    isOver = true;
    await ended;
    if (child.exitCode !== 0)
      task.losses.add('tshark', `it ended with code ${child.exitCode ?? 'unknown'}: some TLS may be unread`);
  };
  return {
    plainOf: async (packetNumber) => {
      while (!isOver && (next === null || next.number < packetNumber)) await advance();
      return next?.number === packetNumber ? next : null;
    },
    [Symbol.asyncDispose]: () => stop(child, ended),
  };
};
