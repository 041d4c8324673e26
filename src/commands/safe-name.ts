/** A name fit for a folder: letters, digits, dot, dash, underscore, at; at most 80 characters, never empty. */
export const safeNameFrom = (name: string): string => {
  const cleaned = name
    .replace(/[^A-Za-z0-9._@-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/gu, '')
    .slice(0, 80);
  return cleaned === '' ? 'input' : cleaned;
};
