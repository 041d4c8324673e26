const MAX_LENGTH = 1000;

const withoutPort = (host: string): string => {
  const bracketed = /^\[([^\]]*)\]/.exec(host)?.[1];
  if (bracketed !== undefined) return bracketed;
  const first = host.indexOf(':');
  return first >= 0 && first === host.lastIndexOf(':') ? host.slice(0, first) : host;
};

const withoutTrailingDots = (host: string): string => {
  let end = host.length;
  while (host[end - 1] === '.') end -= 1;
  return host.slice(0, end);
};

/** A name in other scripts as the wire spells it; itself where it is no name. */
const toAscii = (host: string): string => {
  if (!/[^\0-\x7F]/.test(host) || /[\0- /?#@\\:%]/.test(host)) return host;
  try {
    return new URL(`http://${host}`).hostname;
  } catch {
    return host;
  }
};

/**
 * The one spelling of a host under which tables know it: lower case, punycode, without port, brackets and trailing
 * dots. Any string is taken; never throws.
 */
export const normaliseHost = (spelling: string): string =>
  withoutTrailingDots(toAscii(withoutPort(spelling.slice(0, MAX_LENGTH).trim().toLowerCase())));

/** Whether a normalised host has only the characters of host names and addresses. */
export const isHostName = (host: string): boolean => /^[a-z0-9._:-]+$/.test(host);
