import { bytesForm, casedInputs, distinct, type Spellings } from './form.ts';

const GROUPS = 8;

const shortest = (groups: readonly string[]): string => {
  // The longest run of zero groups gives way to `::` (RFC 5952 §4.2).
  const runs = groups.join(':').match(/\b0(?::0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups.join(':');
  const [before, after] = splitAt(groups.join(':'), longest);
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
};

const splitAt = (text: string, part: string): readonly [string, string] => {
  const at = text.indexOf(part);
  return [text.slice(0, at), text.slice(at + part.length)];
};

const expanded = (address: string): readonly string[] | null => {
  const halves = address.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const [front = [], back = []] = halves;
  const missing = GROUPS - front.length - back.length;
  if (halves.length > 2 || missing < 0 || (halves.length === 1 && missing !== 0)) return null;
  const groups = [...front, ...Array<string>(missing).fill('0'), ...back];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16).toString(16))
    : null;
};

/** An IP address: IPv4 as it stands, IPv6 as given, shortest (RFC 5952) and with all its digits. */
export const ipSpellings = (value: string): Spellings => {
  const address = value.trim();
  const groups = address.includes(':') ? expanded(address.replace(/%.*$/, '')) : null;
  const texts =
    groups === null
      ? [{ content: address, recipe: 'plain' }]
      : [
          { content: address, recipe: 'plain' },
          { content: shortest(groups), recipe: 'ipv6-short' },
          { content: groups.join(':'), recipe: 'ipv6-unpadded' },
          { content: groups.map((group) => group.padStart(4, '0')).join(':'), recipe: 'ipv6-full' },
        ];
  return {
    forms: distinct(texts.map(({ content, recipe }) => bytesForm(content, recipe, 'ip'))),
    inputs: distinct([...casedInputs(address, 'plain'), ...texts]),
    inversionCandidates: groups === null ? 2 ** 32 : null,
  };
};
