import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { createGate, type Gate } from './gate.ts';
import { watchServerFlight } from './server-flight.ts';

/** What a client makes of a server's certificates: it goes on, refuses by alert, or ends the connection unused. */
export type Verdict =
  { readonly kind: 'trusted' } | { readonly kind: 'alert' | 'close'; readonly why: string };

/** How a TLS client is to behave. */
export type SecureOptions = {
  readonly host: string;
  readonly protocols: readonly string[];
  /** TLS 1.3 came with Android 10. */
  readonly apiLevel: number;
  readonly judge: (chain: readonly X509Certificate[]) => Verdict;
  /** Called with what counts the bytes on the wire, before the first. */
  readonly onGate: (gate: Gate) => void;
};

/** How a handshake ended. */
export type Secured =
  | { readonly kind: 'secure'; readonly socket: TLSSocket; readonly protocol: string }
  | { readonly kind: 'alert' | 'close' | 'failed'; readonly why: string };

const MAX_CHAIN = 10;

const chainOf = (socket: TLSSocket): X509Certificate[] => {
  const chain: X509Certificate[] = [];
  // Empty where the server showed none; the last one names itself as its issuer.
  let shown = socket.getPeerCertificate(true) as Partial<DetailedPeerCertificate>;
  while (shown.raw !== undefined && chain.length < MAX_CHAIN) {
    chain.push(new X509Certificate(shown.raw));
    const issuer = shown.issuerCertificate;
    if (issuer === undefined || issuer.fingerprint256 === shown.fingerprint256) break;
    shown = issuer;
  }
  return chain;
};

const parsed = (chain: readonly Buffer[]): X509Certificate[] => {
  try {
    return chain.slice(0, MAX_CHAIN).map((der) => new X509Certificate(der));
  } catch {
    return [];
  }
};

/**
 * TLS over a wire with our own verdict on the server's certificates, taken before the client's next flight leaves: at
 * TLS 1.3 that flight is held, at 1.2 the certificates are read as they pass. Never rejects.
 */
export const secureOver = (wire: Duplex, options: SecureOptions): Promise<Secured> =>
  new Promise((resolve) => {
    const { host, protocols, apiLevel, judge } = options;
    let verdict: Verdict | undefined;
    const decide = (chain: readonly X509Certificate[]): void => {
      verdict ??= judge(chain);
      if (verdict.kind === 'alert') gate.refuse();
      else gate.release();
    };
    const gate = createGate(
      wire,
      watchServerFlight((chain) => {
        decide(parsed(chain));
      }),
    );
    options.onGate(gate);
    const socket = connect({
      socket: gate.stream,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ALPNProtocols: [...protocols],
      minVersion: apiLevel >= 29 ? 'TLSv1.2' : 'TLSv1',
      maxVersion: apiLevel >= 29 ? 'TLSv1.3' : 'TLSv1.2',
      rejectUnauthorized: false,
    });
    const end = (secured: Secured): void => {
      if (secured.kind === 'close') socket.end();
      else if (secured.kind !== 'secure') socket.destroy();
      resolve(secured);
    };
    socket.once('secureConnect', () => {
      if (verdict === undefined) decide(chainOf(socket));
      if (verdict !== undefined && verdict.kind !== 'trusted') end(verdict);
      else end({ kind: 'secure', socket, protocol: socket.alpnProtocol || 'http/1.1' });
    });
    const fail = (why: string): void => {
      if (verdict !== undefined && verdict.kind !== 'trusted') end(verdict);
      else end({ kind: 'failed', why });
    };
    socket.on('error', (fault: Error) => fail(`the handshake failed: ${fault.message}`));
    socket.once('close', () => fail('the connection was closed during the handshake'));
  });
