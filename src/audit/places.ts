/** Where an address stands, as a database says: functions, since the core opens no file. */
export type Places = {
  /** ISO 3166-1 alpha-2, null for the unknown. */
  readonly country: (ip: string) => string | null;
  readonly asn: (ip: string) => number | null;
  /** Name, version and date of the database. */
  readonly label: string;
};
