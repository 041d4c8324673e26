import { makeCanary } from './make-canary.ts';

const IMEI = makeCanary().value;

/** Of each of these, over and over, every match asks for the way to it, and what stands around it. */
export const FLOOD_PARTS: readonly string[] = [
  ...['op=', 'isp:', 'mac=', 'md5=', 'cellid=data:;base64,'],
  `ab${IMEI}`,
  `data:;base64,${IMEI}`,
];

/** So many bytes of a part over and over, and a known value behind them. */
export const floodOf = (part: string, byteLength: number): Buffer =>
  Buffer.concat([Buffer.alloc(byteLength, part), Buffer.from(` {"i":"${IMEI}"}`)]);
