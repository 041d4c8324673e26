import { appendFileSync } from 'node:fs';
import type { LedgerLine } from '#model/ledger';

/** What a twin's firmware has sent or tried to send. */
export type Ledger = {
  readonly write: (line: LedgerLine) => void;
  readonly lines: () => readonly LedgerLine[];
};

/** An empty ledger; with a file, every line is appended to it as JSON at once. */
export const createLedger = (file: string | undefined): Ledger => {
  const lines: LedgerLine[] = [];
  return {
    write: (line) => {
      lines.push(line);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    },
    lines: () => lines,
  };
};
