import type { HeaderPair } from '#model/flow';

/** The number in Content-Length, null where there is none or no number. */
export const contentLength = (headers: readonly HeaderPair[]): number | null => {
  const value = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1].trim() ?? '';
  return /^\d{1,15}$/.test(value) ? Number(value) : null;
};
