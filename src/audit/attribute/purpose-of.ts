import { NO_PURPOSE } from '#model/consent';
import type { DataClass } from '#model/data-class';
import type { PurposeList } from '#model/hosts';
import type { Policy } from '#model/policy';

/** What the host table says of the consents that cover a host. */
export type Purposes = { readonly host: string; readonly listed: PurposeList };

const covers = (
  entry: { readonly classes?: readonly DataClass[] | undefined },
  dataClass: DataClass,
): boolean => entry.classes?.includes(dataClass) ?? true;

const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/**
 * The purpose whose consent covers a class at a recipient: by the policy's longest domain, else by the row of the
 * host table, in each the first entry that covers the class, else `none`.
 */
export const purposeOf = (
  attribution: { readonly purposes: Purposes },
  policy: Pick<Policy, 'purposes'>,
  dataClass: DataClass,
): string => {
  const { host, listed } = attribution.purposes;
  const ofPolicy = policy.purposes
    .filter((entry) => isBelow(host, entry.domain.toLowerCase()) && covers(entry, dataClass))
    .sort((a, b) => b.domain.length - a.domain.length)[0];
  return (ofPolicy ?? listed.find((entry) => covers(entry, dataClass)))?.purpose ?? NO_PURPOSE;
};
