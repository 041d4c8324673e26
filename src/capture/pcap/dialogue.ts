import type { CaptureSink } from '#model/capture-sink';
import type { Direction } from '#model/flow';

/** Where events and bytes go. */
export type Sink = Pick<CaptureSink, 'event' | 'bytes'>;

/** A protocol on one connection: takes what both sides say, in order, and tells it as events. Never throws. */
export type Dialogue = {
  /** The bytes are a view that is valid during the call. */
  readonly take: (direction: Direction, bytes: Buffer) => void;
  /** So many bytes are not in the capture. */
  readonly lose: (direction: Direction, byteLength: number) => void;
  readonly end: () => void;
};

/** What a dialogue needs to know of its connection. */
export type Talk = {
  readonly sink: Sink;
  readonly connectionId: string;
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** Name or address of the server, for requests that name none. */
  readonly host: () => string;
  /** Name of the app behind the connection, where the capture tells. */
  readonly app: () => string | null;
  readonly nextFlowId: () => string;
  /** What is spoken inside a tunnel that the connection has become. */
  readonly tunnel: () => Dialogue;
};

/** Bytes from the handset that belong to no exchange: searched all the same, as a flow of their own. */
export const takeRest = ({ sink, connectionId }: Talk, bytes: Buffer): void => {
  if (bytes.length > 0)
    sink.event({ type: 'body', flow: `${connectionId}-rest`, dir: 'out', ...sink.bytes(bytes) });
};
