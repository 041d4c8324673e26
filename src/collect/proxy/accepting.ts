import type { Socket } from 'node:net';
import type { Upstream, UpstreamAddress } from '#model/surroundings';
import type { BypassPolicy } from './bypass-policy.ts';
import type { Connection } from './connection.ts';
import type { Recorder } from './recorder.ts';
import type { Registry } from './registry.ts';

/** What every connection needs of the engine. */
export type Accepting = Pick<Registry, 'open' | 'tunnelled'> & {
  readonly recorder: Recorder;
  readonly policy: BypassPolicy;
  readonly enginePort: number;
  readonly upstream: Upstream;
  readonly controlHost: string;
  readonly silenceMs: number;
  readonly originalDestination: (socket: Socket) => { readonly ip: string; readonly port: number } | null;
};

/** The address of a destination; null where the name is unknown. */
export const addressOf = async (
  upstream: Upstream,
  host: string,
  port: number,
): Promise<UpstreamAddress | null> => {
  try {
    return await upstream.resolve(host, port);
  } catch {
    return null;
  }
};

/** How mockttp is told where to connect. */
export const tunnelTarget = ({ address, host, port }: Connection): string => {
  const to = address === null ? host : address.ip;
  const bracketed = to.includes(':') ? `[${to}]` : to;
  return `${bracketed}:${String(address?.port ?? port)}`;
};
