/** A range of numbers that a country reserves for fiction: nobody is called by them. Numbers are E.164. */
export type FictionRange = {
  readonly region: string;
  readonly prefix: string;
  /** The digits that follow the prefix, from and to. */
  readonly from: number;
  readonly to: number;
  readonly digits: number;
  readonly source: string;
};

/** By ISO country; the first is taken for countries that reserve none. */
export const FICTION_RANGES: readonly FictionRange[] = [
  {
    region: 'GB',
    prefix: '+447700900',
    from: 0,
    to: 999,
    digits: 3,
    source:
      'Ofcom, Telephone numbers for use in TV and radio drama programmes: mobile 07700 900000 to 900999',
  },
  {
    region: 'US',
    prefix: '+1202555',
    from: 100,
    to: 199,
    digits: 4,
    source: 'NANPA, 555 line numbers: 555-0100 to 555-0199 are for entertainment and advertising',
  },
  {
    region: 'FR',
    prefix: '+336399800',
    from: 0,
    to: 99,
    digits: 2,
    source:
      'Arcep, decision 2018-0881, plan de numérotation: 06 39 98 00 00 to 06 39 98 99 99 for audiovisual works',
  },
  {
    region: 'SE',
    prefix: '+46701740',
    from: 605,
    to: 699,
    digits: 3,
    source: 'PTS, numbers for use in books and films: 070-1740605 to 070-1740699',
  },
];
