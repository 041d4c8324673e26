/** Where the proxy sends what the handset asked for, and what it records as the destination. */
export type UpstreamAddress = {
  /** Address and port to connect to. */
  readonly ip: string;
  readonly port: number;
  /** The address to record where it is not the one connected to: a twin's simulated server. */
  readonly recordedIp?: string;
  /** `simulated` for a twin's address, else null. */
  readonly placeSource: string | null;
};

/** The outside world as the proxy reaches it: DNS and the public authorities, or a local vendor server. */
export type Upstream = {
  /** @throws when the name is unknown; the handset's connection is then closed. */
  resolve(host: string, port: number): Promise<UpstreamAddress> | UpstreamAddress;
  /** PEM certificates trusted beside the public ones; of a twin's vendor server. */
  readonly trustedCAs: readonly string[];
};

/** What a handset cannot do to itself. Numbers are E.164. */
export type Stimulus =
  | { readonly kind: 'incoming-sms'; readonly from: string; readonly text: string }
  | { readonly kind: 'incoming-call'; readonly from: string };

/** The session's clock, in ms since any fixed moment; virtual on a twin, so that idling costs no time. */
export type SessionClock = { nowMs(): number };

/** All that differs between a twin and a person at a phone. */
export type Surroundings = {
  stimulate(stimulus: Stimulus, signal?: AbortSignal): Promise<void>;
  /** Lets session time pass: a real wait, or a jump of the virtual clock that ends when all due traffic was sent. */
  wait(durationMs: number, signal?: AbortSignal): Promise<void>;
  readonly upstream: Upstream;
  readonly clock: SessionClock;
};
