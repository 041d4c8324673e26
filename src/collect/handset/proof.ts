import { setTimeout as sleep } from 'node:timers/promises';
import { parseFocus } from './answers/focus.ts';
import type { HandsetShell } from './shell.ts';

/** The name that the proxy answers itself; `.invalid` leads nowhere else (RFC 2606). */
export const PROOF_HOST = 'proof.phonehome.invalid';

/** What a request from the handset showed. */
export type Proof = { readonly route: boolean; readonly certificate: boolean };

const STEP_MS = 100;

const arrives = async (seen: () => boolean, timeoutMs: number, signal: AbortSignal): Promise<boolean> => {
  for (let waited = 0; waited < timeoutMs && !seen() && !signal.aborted; waited += STEP_MS)
    await sleep(STEP_MS);
  return seen();
};

const closeWhatOpened = async (shell: HandsetShell, before: string | undefined): Promise<void> => {
  const now = parseFocus((await shell.run(['dumpsys', 'window'])).text)?.packageName;
  if (now !== undefined && now !== before) await shell.run(['am', 'force-stop', now]);
};

/**
 * Lets the handset's own browser ask for a page that only the proxy answers, in clear and then under TLS: what arrives
 * proves the route, and that a client of the handset trusts the project's authority.
 */
export const proveRoute = async (
  shell: HandsetShell,
  seen: (url: string) => boolean,
  options: { readonly nonce: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<Proof> => {
  const before = parseFocus((await shell.run(['dumpsys', 'window'])).text)?.packageName;
  const ask = async (scheme: string): Promise<boolean> => {
    const url = `${scheme}://${PROOF_HOST}/${options.nonce}`;
    await shell.run(['am', 'start', '-a', 'android.intent.action.VIEW', '-d', url]);
    return arrives(() => seen(url), options.timeoutMs, options.signal);
  };
  const route = await ask('http');
  const certificate = route && (await ask('https'));
  await closeWhatOpened(shell, before);
  return { route, certificate };
};
