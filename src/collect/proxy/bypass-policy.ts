/** What a refusal is counted by: one app's TLS stack towards one server. */
export type BypassKey = { readonly sniOrIp: string; readonly ja4: string };

/** Decides, from refusals seen, which connections are let pass unread so that the handset keeps working. */
export type BypassPolicy = {
  refused(key: BypassKey, atMs: number): void;
  shouldBypass(key: BypassKey): boolean;
};

const REFUSALS = 2;
const WITHIN_MS = 600_000;

/** After two refusals of one key within ten minutes that key is let pass until the run ends. */
export const makeBypassPolicy = (): BypassPolicy => {
  const refusals = new Map<string, number[]>();
  const bypassed = new Set<string>();
  const text = ({ sniOrIp, ja4 }: BypassKey): string => `${ja4} ${sniOrIp.toLowerCase()}`;
  return {
    refused: (key, atMs) => {
      const recent = (refusals.get(text(key)) ?? []).filter((earlierMs) => atMs - earlierMs <= WITHIN_MS);
      refusals.set(text(key), [...recent, atMs]);
      if (recent.length + 1 >= REFUSALS) bypassed.add(text(key));
    },
    shouldBypass: (key) => bypassed.has(text(key)),
  };
};
