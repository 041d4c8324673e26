/** Where all hosts of a firmware answer on this machine, reached without a proxy; plain JSON. */
export type TwinNetwork = { readonly httpPort: number; readonly httpsPort: number };
