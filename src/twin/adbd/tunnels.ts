/** The reverse tunnels of one connection: handset port → service of the host. They go when it goes. */
export type Tunnels = {
  readonly targetOf: (port: number) => string | undefined;
  /** `tcp:8080 tcp:5650`, in the order of their making. */
  readonly list: () => readonly string[];
  readonly clear: () => void;
  /** Answers a `reverse:` service with the bytes that go back. */
  readonly answer: (request: string) => string;
};

const FIRST_FREE_PORT = 40_000;

const lengthPrefixed = (text: string): string =>
  `${Buffer.byteLength(text).toString(16).padStart(4, '0')}${text}`;

const failure = (text: string): string => `FAIL${lengthPrefixed(text)}`;

const portOf = (local: string): number | null => {
  const port = /^tcp:(\d{1,5})$/.exec(local)?.[1];
  return port === undefined || Number(port) > 65_535 ? null : Number(port);
};

const forward = (tunnels: Map<number, string>, rule: string): string => {
  const mayRebind = !rule.startsWith('norebind:');
  const [local = '', remote = ''] = rule.replace(/^norebind:/, '').split(';');
  const asked = portOf(local);
  if (asked === null || remote === '') return failure(`bad forward: ${rule}`);
  if (tunnels.has(asked) && !mayRebind) return failure(`cannot rebind existing socket`);
  const free = Math.max(FIRST_FREE_PORT, ...tunnels.keys()) + 1;
  tunnels.set(asked === 0 ? free : asked, remote);
  return asked === 0 ? `OKAY${lengthPrefixed(String(free))}` : 'OKAY';
};

const kill = (tunnels: Map<number, string>, local: string): string => {
  const port = portOf(local);
  return port !== null && tunnels.delete(port) ? 'OKAY' : failure(`listener '${local}' not found`);
};

const list = (tunnels: Map<number, string>): readonly string[] =>
  [...tunnels].map(([port, remote]) => `tcp:${port} ${remote}`);

/** No tunnels yet. */
export const createTunnels = (): Tunnels => {
  const tunnels = new Map<number, string>();
  return {
    targetOf: (port) => tunnels.get(port),
    list: () => list(tunnels),
    clear: () => {
      tunnels.clear();
    },
    answer: (request) => {
      if (request === 'list-forward')
        return lengthPrefixed(
          list(tunnels)
            .map((line) => `UsbFfs ${line}\n`)
            .join(''),
        );
      if (request.startsWith('forward:')) return forward(tunnels, request.slice('forward:'.length));
      if (request.startsWith('killforward:')) return kill(tunnels, request.slice('killforward:'.length));
      if (request !== 'killforward-all') return failure(`unknown reverse service ${request}`);
      tunnels.clear();
      return 'OKAY';
    },
  };
};
