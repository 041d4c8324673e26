import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

const MAX_CHAIN = 8;

const isValidAt = (certificate: X509Certificate, nowMs: number): boolean =>
  Date.parse(certificate.validFrom) <= nowMs && nowMs <= Date.parse(certificate.validTo);

const isIssuedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
  issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);

const names = (certificate: X509Certificate, host: string): boolean =>
  (isIP(host) === 0
    ? certificate.checkHost(host, { subject: 'never', wildcards: true, partialWildcards: false })
    : certificate.checkIP(host)) !== undefined;

/** The root that a chain ends in; null where it ends in none of these. The root's own dates are not looked at. */
const anchorOf = (
  chain: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  nowMs: number,
): X509Certificate | null => {
  let [current] = chain;
  for (let step = 0; current !== undefined && step < MAX_CHAIN; step++) {
    const certificate: X509Certificate = current;
    const same = roots.find(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256);
    if (same !== undefined) return same;
    if (!isValidAt(certificate, nowMs)) return null;
    const root = roots.find((one) => isIssuedBy(certificate, one));
    if (root !== undefined) return root;
    current = chain.find((one) => one !== certificate && isIssuedBy(certificate, one));
  }
  return null;
};

/** What a chain is judged by. */
export type Judgement = {
  readonly host: string;
  readonly roots: readonly X509Certificate[];
  /** The handset's own idea of the time. */
  readonly nowMs: number;
};

/**
 * Why a server's certificates are not trusted, in words; null where they are. The first is the server's own; it must
 * name the host as a subject alternative name.
 */
export const judgeChain = (
  chain: readonly X509Certificate[],
  { host, roots, nowMs }: Judgement,
): string | null => {
  const [own] = chain;
  if (own === undefined) return 'the server showed no certificate';
  if (!names(own, host)) return 'the certificate is for another name';
  if (!isValidAt(own, nowMs)) return 'the certificate is not valid at this time';
  return anchorOf(chain, roots, nowMs) === null ? 'the certificate leads to no trusted authority' : null;
};
