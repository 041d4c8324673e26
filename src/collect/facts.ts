import type { Handset } from '#model/handset';
import type { HandsetFacts } from '#model/session';

/** What a report says of the handset, from its properties; never its serial. */
export const factsFrom = (
  properties: ReadonlyMap<string, string>,
  handset: Handset,
  rooted: boolean,
): HandsetFacts => {
  const named = (key: string): string | undefined => properties.get(key)?.trim().slice(0, 40) || undefined;
  const apiLevel = Number(named('ro.build.version.sdk') ?? Number.NaN);
  const facts = {
    codename: handset.codename,
    brand: named('ro.product.brand') ?? handset.brand,
    model: named('ro.product.model'),
    marketingName: named('ro.product.marketname'),
    androidVersion: named('ro.build.version.release'),
    apiLevel: Number.isInteger(apiLevel) ? apiLevel : undefined,
    region: named('ro.miui.region'),
    rooted,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
};

/** The API level. Android without it is none. */
export const apiLevelOf = (properties: ReadonlyMap<string, string>): number =>
  Number(properties.get('ro.build.version.sdk') ?? 0);

/** ISO country of the SIM, upper case; null without a SIM. */
export const simRegion = (properties: ReadonlyMap<string, string>): string | null =>
  /[a-z]{2}/.exec(properties.get('gsm.sim.operator.iso-country') ?? '')?.[0].toUpperCase() ?? null;
