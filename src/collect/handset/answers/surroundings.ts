/** What the handset's network looks like; null where an answer does not say. */
export type WifiFacts = {
  readonly ssid: string | null;
  readonly bssid: string | null;
  readonly mac: string | null;
  readonly ip: string | null;
};

const MAC = '[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}';
/** What Android gives in the place of a value that it hides (WifiInfo.java DEFAULT_MAC_ADDRESS). */
const HIDDEN_MAC = '02:00:00:00:00:00';

const unlessHidden = (mac: string | undefined): string | null =>
  mac === undefined || mac === HIDDEN_MAC ? null : mac.toLowerCase();

/** Reads `cmd wifi status` (Android 11 and later) and the line of `dumpsys wifi`. */
export const parseWifi = (text: string): WifiFacts => {
  const line = text.split(/\r?\n/).find((one) => /WifiInfo:? SSID:/.test(one)) ?? '';
  const ssid = /SSID: "([^"]{1,32})"/.exec(line)?.[1];
  return {
    ssid: ssid === undefined || ssid === '<unknown ssid>' ? null : ssid,
    bssid: unlessHidden(new RegExp(`BSSID: (${MAC})`).exec(line)?.[1]),
    mac: unlessHidden(new RegExp(`, MAC: (${MAC})`).exec(line)?.[1]),
    ip: /IP: \/([\d.]{7,15})/.exec(line)?.[1] ?? null,
  };
};

/** Reads `dumpsys location`: the first place found, as "latitude,longitude"; null where there is none. */
export const parseLocation = (text: string): string | null => {
  const [, latitude, longitude] = /Location\[\w+ (-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)/.exec(text) ?? [];
  return latitude === undefined || longitude === undefined ? null : `${latitude},${longitude}`;
};

/** Reads `dumpsys telephony.registry`: the identities of the cells, as decimal numbers; GSM's 2147483647 is none. */
export const parseCells = (text: string): string[] => {
  const found = text.matchAll(/\bm?(?:Ci|Cid|Nci)=(\d{3,20})\b/g);
  return [...new Set([...found].map(([, cell = '']) => cell))].filter((cell) => cell !== '2147483647');
};
