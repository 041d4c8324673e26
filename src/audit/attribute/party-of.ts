import type { Owner } from '#model/hosts';
import type { Party } from '#model/recipient';
import type { HandsetFacts } from '#model/session';

const wordsOf = (text: string | undefined): readonly string[] =>
  (text ?? '').toLowerCase().split(/[^a-z0-9]+/);

/** Whether the owner sells the handset; null where the handset's brand is not stated. */
const sells = (owner: Owner, handset: HandsetFacts): boolean | null => {
  const brands = (owner.brands ?? []).map((brand) => brand.toLowerCase());
  const isIn = (text: string | undefined): boolean => wordsOf(text).some((word) => brands.includes(word));
  if (handset.brand !== undefined) return isIn(handset.brand);
  return isIn(handset.marketingName) || isIn(handset.model) ? true : null;
};

/** What an owner is to this handset, and what had to be assumed for it, in words. */
export const partyOf = (
  owner: Owner | null,
  handset: HandsetFacts,
): { readonly party: Party; readonly assumed: string | null } => {
  if (owner === null) return { party: 'unknown', assumed: null };
  const sold = sells(owner, handset);
  switch (owner.kind) {
    case 'vendor':
      if (sold === null)
        return {
          party: 'vendor',
          assumed: 'the handset is not stated, so this vendor is taken to be its own',
        };
      return { party: sold ? 'vendor' : 'other-vendor', assumed: null };
    case 'platform':
      return { party: sold === true ? 'vendor' : 'platform', assumed: null };
    case 'operator':
    case 'third-party':
      return { party: owner.kind, assumed: null };
  }
};
