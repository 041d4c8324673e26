import { z } from 'zod';

/** What a database says of an address, in any form. */
export type PlaceRecord = Readonly<Record<string, unknown>> | null;

const code = z.string().regex(/^[A-Z]{2}$/);

/** Where databases keep the country: ip-location-db; MaxMind and DB-IP; IPinfo. */
const countries = z.union([
  z.object({ country_code: code }).transform((record) => record.country_code),
  z.object({ country: z.object({ iso_code: code }) }).transform((record) => record.country.iso_code),
  z.object({ country: code }).transform((record) => record.country),
]);

/** Where databases keep the number of the autonomous system: MaxMind, DB-IP and ip-location-db; IPinfo. */
const systems = z.union([
  z
    .object({ autonomous_system_number: z.number().int() })
    .transform((record) => record.autonomous_system_number),
  z.object({ asn: z.string().regex(/^AS\d{1,10}$/) }).transform((record) => Number(record.asn.slice(2))),
]);

/** ISO 3166-1 alpha-2, or null where the record says none. */
export const countryOf = (record: PlaceRecord): string | null => countries.safeParse(record).data ?? null;

/** The number of the autonomous system, or null where the record says none. */
export const asnOf = (record: PlaceRecord): number | null => systems.safeParse(record).data ?? null;
