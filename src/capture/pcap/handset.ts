import type { Decoded } from './decode-frame.ts';
import { isLocalAddress } from './address.ts';

const ADDRESSES = 20_000;
const PAIRS = 200_000;

/** Which addresses of a capture are the handset's. */
export type Handset = {
  readonly owns: (ip: string) => boolean;
  /** For people: how it was told. */
  readonly because: string;
};

/** What a first look at all packets counts of one address. */
type Seen = {
  readonly ip: string;
  readonly isLocal: boolean;
  readonly hardware: number | null;
  /** Connections that it opened. */
  opened: number;
  /** Packets that it sent from a higher port to a lower one, as clients do. */
  asked: number;
  byteLength: number;
};

/** A first look at a capture file: who opens connections. */
export type Survey = {
  readonly take: (decoded: Decoded) => void;
  readonly end: () => Handset;
};

/** More connections first, then what else marks a client; the last word keeps the order fixed. */
const byClaim = (a: Seen, b: Seen): number =>
  Number(b.isLocal) - Number(a.isLocal) ||
  b.opened - a.opened ||
  b.asked - a.asked ||
  b.byteLength - a.byteLength ||
  (a.ip < b.ip ? -1 : 1);

/** Whether an address is the same machine as the main one, as far as nothing speaks against it. */
const isSame = (main: Seen, other: Seen, mainSixth: Seen | undefined): boolean => {
  if (other === main) return true;
  if (main.hardware !== null && other.hardware !== null) return main.hardware === other.hardware;
  return other.isLocal || !main.isLocal || other === mainSixth;
};

const describe = (main: Seen, own: readonly Seen[]): string => {
  const others = own.filter((seen) => seen !== main).map(({ ip }) => ip);
  const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
  const also = others.length === 0 ? '' : `; also its own: ${others.slice(0, 3).join(', ')}${more}`;
  const kind = main.isLocal ? 'local address' : 'address';
  return `taken to be ${main.ip}, the ${kind} that opened most connections (${main.opened})${also}`;
};

const choose = (seen: readonly Seen[], wasAddressed: (from: Seen, to: Seen) => boolean): Handset => {
  const asking = seen.filter(({ opened, asked }) => opened + asked > 0);
  const clients = (asking.length > 0 ? asking : [...seen]).sort(byClaim);
  const [main] = clients;
  if (main === undefined) return { owns: () => false, because: 'not told: nothing speaks TCP or UDP' };
  const mainSixth = clients.find(({ ip, hardware }) => ip.includes(':') && hardware === null);
  const own = clients.filter((other) => isSame(main, other, mainSixth) && !wasAddressed(main, other));
  const addresses: ReadonlySet<string> = new Set([main, ...own].map(({ ip }) => ip));
  return { owns: (ip) => addresses.has(ip), because: describe(main, own) };
};

/** Starts a first look. */
export const startSurvey = (): Survey => {
  const seen = new Map<string, Seen>();
  const pairs = new Set<string>();
  const of = (ip: string, hardware: number | null): Seen | undefined => {
    const known = seen.get(ip);
    if (known !== undefined || seen.size >= ADDRESSES) return known;
    const fresh = { ip, isLocal: isLocalAddress(ip), hardware, opened: 0, asked: 0, byteLength: 0 };
    seen.set(ip, fresh);
    return fresh;
  };
  return {
    take: (decoded) => {
      if (decoded.kind !== 'tcp' && decoded.kind !== 'udp') return;
      const { source, target, hardware, byteLength } = decoded;
      const from = of(source.ip, hardware);
      if (from === undefined) return;
      from.byteLength += byteLength;
      const isOpening = decoded.kind === 'tcp' && decoded.syn && decoded.ack === null;
      if (isOpening) from.opened += 1;
      else if (source.port > target.port) from.asked += 1;
      if ((isOpening || source.port > target.port) && pairs.size < PAIRS)
        pairs.add(`${source.ip} ${target.ip}`);
    },
    end: () => choose([...seen.values()], (from, to) => from !== to && pairs.has(`${from.ip} ${to.ip}`)),
  };
};
