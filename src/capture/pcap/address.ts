import { BlockList, isIPv6 } from 'node:net';

const REMEMBERED = 50_000;

const textOf4 = (bytes: Buffer): string => bytes.join('.');

/** IPv6 as RFC 5952 writes it: the longest run of zero groups becomes `::`. */
const textOf6 = (bytes: Buffer): string => {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(2 * index).toString(16));
  const text = groups.join(':');
  const runs = text.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? [];
  const longest = runs.reduce(
    (best, run) => (run.replace(/^:/, '').length > best.replace(/^:/, '').length ? run : best),
    '',
  );
  if (longest === '') return text;
  const at = text.indexOf(longest);
  return `${text.slice(0, at)}::${text.slice(at + longest.length).replace(/^:/, '')}`;
};

/** Gives addresses as text and remembers the latest, since a capture names few of them again and again. */
export const createAddressReader = (): ((bytes: Buffer, at: number, byteLength: 4 | 16) => string) => {
  const known = new Map<string, string>();
  return (bytes, at, byteLength) => {
    const key = bytes.toString('latin1', at, at + byteLength);
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const own = bytes.subarray(at, at + byteLength);
    const text = byteLength === 4 ? textOf4(own) : textOf6(own);
    known.set(key, text);
    return text;
  };
};

const LOCAL = new BlockList();
// RFC 1918, RFC 6598 (carriers), RFC 3927, loopback; RFC 4193, RFC 4291.
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['127.0.0.0', 8],
] as const)
  LOCAL.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['fc00::', 7],
  ['fe80::', 10],
  ['::1', 128],
] as const)
  LOCAL.addSubnet(net, bits, 'ipv6');

/** Whether an address is of a local network, so that the server of a vendor cannot have it. */
export const isLocalAddress = (ip: string): boolean => LOCAL.check(ip, isIPv6(ip) ? 'ipv6' : 'ipv4');
