import type { AdbStream } from './stream.ts';
import type { Tunnels } from './tunnels.ts';

/** One host's connection to adbd, from the socket's opening to its end. */
export type Connection = {
  readonly tunnels: Tunnels;
  /** Opens a stream to a service of the host, such as `tcp:5650`. */
  readonly open: (destination: string) => AdbStream;
  readonly end: () => void;
};
