import type { Writable } from 'node:stream';

/** How a command talks: result on stdout, progress and the closing line on stderr. */
export type Console = {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly colour: boolean;
  readonly columns: number;
  /** stderr is a terminal that can rewrite a line. */
  readonly live: boolean;
  /** Writes to stdout. */
  readonly print: (text: string) => void;
  /** A line on stderr, kept. */
  readonly note: (text: string) => void;
  /** A live line on a terminal; elsewhere a plain line, at most one every ten seconds. */
  readonly progress: (text: string) => void;
  /** Ends the live line and writes the line that names the result. */
  readonly close: (text: string) => void;
};

export type ConsoleOptions = { readonly json?: boolean; readonly quiet?: boolean; readonly color?: boolean };

const LIVE_EVERY_MS = 100;
const PLAIN_EVERY_MS = 10_000;

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

const wantsColour = ({ color }: ConsoleOptions, out: Terminal): boolean =>
  color !== false &&
  out.isTTY === true &&
  (process.env['NO_COLOR'] ?? '') === '' &&
  process.env['TERM'] !== 'dumb';

/** Opens the console of one command run. */
export const openConsole = (options: ConsoleOptions, out: Terminal, err: Terminal): Console => {
  const live = err.isTTY === true && process.env['TERM'] !== 'dumb';
  const quiet = options.quiet === true;
  let isLineOpen = false;
  let nextAtMs = 0;
  const endLine = (): void => {
    if (isLineOpen) err.write('\r\u001b[2K');
    isLineOpen = false;
  };
  const line = (text: string): void => {
    endLine();
    err.write(`${text}\n`);
  };
  return {
    json: options.json === true,
    quiet,
    live: live && !quiet,
    colour: wantsColour(options, out),
    columns: Math.min(Math.max(out.columns ?? 80, 40), 200),
    print: (text) => {
      endLine();
      out.write(text);
    },
    note: (text) => {
      if (!quiet) line(text);
    },
    progress: (text) => {
      const nowMs = performance.now();
      if (quiet || nowMs < nextAtMs) return;
      nextAtMs = nowMs + (live ? LIVE_EVERY_MS : PLAIN_EVERY_MS);
      if (!live) line(text);
      else err.write(`\r\u001b[2K${text.slice(0, (err.columns ?? 80) - 1)}`);
      isLineOpen = live;
    },
    close: (text) => {
      line(text);
    },
  };
};
