import type { Duplex } from 'node:stream';
import type { Windows } from './apps/windows.ts';
import type { Handset } from './handset.ts';
import type { ProcessTable } from './state/processes.ts';

/** A handset that runs: its state, what its screen shows, its processes, and what reaches it from outside. */
export type Machine = {
  readonly handset: Handset;
  readonly windows: Windows;
  readonly processes: ProcessTable;
  /** Listeners on the handset's own loopback, by port. */
  readonly ports: Map<number, (stream: Duplex) => void>;
  /** Command lines that the shell did not know; tests assert that there are none. */
  readonly unknownCommands: string[];
  /** Starts again: connections end, what lives in memory is gone, `boot` is fired. */
  readonly reboot: () => void;
  /** Runs the UiAutomator2 server until it stops or the signal is aborted. */
  readonly runAutomation: (signal: AbortSignal) => Promise<void>;
  readonly isAutomationRunning: () => boolean;
  /** Loads a page for a package along the handset's own route; what a person would see of it. Never throws. */
  readonly fetchPage: PageFetcher;
  /** Ends every adb connection, as a restart of adbd does. */
  readonly dropConnections: () => void;
};

/** The outcome of loading a page: its status and text, or the browser's words for what went wrong. */
export type Page = { readonly status: number; readonly text: string } | { readonly fault: string };

export type PageFetcher = (url: string, packageName: string) => Promise<Page>;
