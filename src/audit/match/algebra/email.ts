import { bytesForm, casedInputs, distinct, type HashInput, type Spellings } from './form.ts';

/** Google ignores dots and what follows a plus; advertisers hash the address without them. */
const withoutTag = (address: string): readonly HashInput[] => {
  const [local, domain] = address.toLowerCase().split('@');
  if (local === undefined || (domain !== 'gmail.com' && domain !== 'googlemail.com')) return [];
  const bare = local.replace(/\+.*$/, '').replaceAll('.', '');
  return [{ content: `${bare}@${domain}`, recipe: 'gmail' }];
};

/** An e-mail address in any case. */
export const emailSpellings = (value: string): Spellings => {
  const address = value.trim();
  return {
    forms: [bytesForm(address, 'plain', 'address')],
    inputs: distinct([...casedInputs(address, 'plain'), ...withoutTag(address)]),
    inversionCandidates: null,
  };
};
