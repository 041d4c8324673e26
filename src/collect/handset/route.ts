import { setTimeout as sleep } from 'node:timers/promises';
import type { Journal } from './journal.ts';
import type { HandsetShell } from './shell.ts';

const EVERY_MS = 2000;

/** The way of the handset's traffic to the proxy, kept open until it is ended. What it changed stays in the journal. */
export type Route = { readonly name: string; end(): Promise<void> };

/** Opens tunnel and proxy where they are missing: adb drops tunnels with every disconnection. */
const assertRoute = async (shell: HandsetShell, tunnel: string, proxy: string): Promise<void> => {
  const tunnels = await shell.tunnels();
  if (!tunnels.some(({ remote, local }) => remote === tunnel && local === tunnel))
    await shell.openTunnel(tunnel, tunnel);
  if ((await shell.setting('global', 'http_proxy')) !== proxy)
    await shell.putSetting('global', 'http_proxy', proxy);
};

const keepAsserting = async (
  shell: HandsetShell,
  [tunnel, proxy]: readonly [string, string],
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    // A handset that has gone may come back: the next round finds out.
    await assertRoute(shell, tunnel, proxy).catch(() => undefined);
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
};

/**
 * Routes the handset through the proxy on a port of this computer: `adb reverse` and the global `http_proxy`, written
 * into the journal first and re-asserted every two seconds.
 * @throws Failure `handset-refused`.
 */
export const startRoute = async (
  shell: HandsetShell,
  journal: Journal,
  proxyPort: number,
): Promise<Route> => {
  const tunnel = `tcp:${String(proxyPort)}`;
  const proxy = `127.0.0.1:${String(proxyPort)}`;
  await journal.intend({ kind: 'tunnel', remote: tunnel });
  const before = await shell.setting('global', 'http_proxy');
  await journal.intend({ kind: 'setting', table: 'global', key: 'http_proxy', before });
  await assertRoute(shell, tunnel, proxy);
  const stop = new AbortController();
  const asserting = keepAsserting(shell, [tunnel, proxy], stop.signal);
  return {
    name: 'adb reverse, global http_proxy',
    end: async () => {
      stop.abort();
      await asserting;
    },
  };
};
