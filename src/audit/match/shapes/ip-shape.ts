/** Blocks of addresses that are nobody's: this host, loopback, link-local, documentation, multicast (RFC 6890). */
const NOBODYS =
  /^(?:0\.|127\.|169\.254\.|192\.0\.[02]\.|198\.51\.100\.|203\.0\.113\.|198\.1[89]\.|22[4-9]\.|2[3-5][0-9]\.)/;
/** Addresses inside a household (RFC 1918, RFC 6598). */
const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\.)/;

/** Well-known resolvers, written into apps to test the network. */
const RESOLVERS: ReadonlySet<string> = new Set(
  '8.8.8.8 8.8.4.4 1.1.1.1 1.0.0.1 9.9.9.9 114.114.114.114 223.5.5.5 223.6.6.6 119.29.29.29 180.76.76.76'.split(
    ' ',
  ),
);

/** Whether a text is a public IPv4 address that may be a handset's. */
export const isPublicAddress = (text: string): boolean => {
  const parts = text.split('.');
  const isAddress =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255);
  return (
    isAddress && !NOBODYS.test(text) && !PRIVATE.test(text) && !RESOLVERS.has(text) && !text.endsWith('.0.0')
  );
};
