import { X509Certificate } from 'node:crypto';
import type { TwinFirmware } from '#model/twin-firmware';
import type { Handset } from '../handset.ts';
import type { Ledger } from '../ledger.ts';
import type { PageFetcher } from '../machine.ts';
import type { TwinNetwork } from '../network.ts';
import type { Running } from './dispatch.ts';
import { followEntries } from './entries.ts';
import { createPageFetcher } from './page.ts';
import { createRandom } from './random.ts';
import { followEvents } from './schedule.ts';
import { createSession } from './session.ts';

/** The firmware's side of a twin. */
export type Firmware = {
  readonly fetchPage: PageFetcher;
  /** Ends what is under way and follows no further event. */
  readonly stop: () => void;
};

/** What a firmware needs beside the handset. */
export type FirmwareSurroundings = {
  readonly ledger: Ledger;
  /** Null: nothing is reached but through a proxy. */
  readonly ports: TwinNetwork | null;
  /** PEM; what apps that pin trust alone. */
  readonly pinned: readonly string[];
};

/** Starts what a firmware does: from now on the handset's events make it send. */
export const startFirmware = (
  handset: Handset,
  firmware: TwinFirmware,
  { ledger, ports, pinned }: FirmwareSurroundings,
): Firmware => {
  const ending = new AbortController();
  const entries = followEntries(handset);
  const session = createSession();
  const random = createRandom(`${handset.profile.identifiers.serial} ${firmware.firmware}`);
  const running: Running = {
    firmware,
    ledger,
    network: { addresses: firmware.addresses, ports },
    pinned: pinned.map((pem) => new X509Certificate(pem)),
    signal: ending.signal,
    sources: { handset, entries, session, random },
  };
  const ends = [
    ...firmware.flows.map((flow) => followEvents(running, flow)),
    handset.events.on(({ name }) => {
      if (name === 'account.signed-out') session.forget();
    }),
  ];
  return {
    fetchPage: createPageFetcher(running),
    stop: () => {
      for (const end of ends) end();
      ending.abort();
    },
  };
};
