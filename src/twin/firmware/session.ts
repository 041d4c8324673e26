/** What the handset was given when its owner signed in; empty before. */
export type VendorSession = {
  readonly get: (name: 'ssecurity' | 'serviceToken') => string | undefined;
  /** Takes the keys out of an answer of the vendor's sign-in; others teach nothing. */
  readonly learn: (body: string, headers: Readonly<Record<string, string>>) => void;
  readonly forget: () => void;
};

const START = '&&&START&&&';

const ssecurityIn = (text: string): string | undefined => {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'ssecurity' in answer
      ? String(answer.ssecurity)
      : undefined;
  } catch {
    return undefined;
  }
};

/** No session yet. */
export const createSession = (): VendorSession => {
  const known = new Map<string, string>();
  return {
    get: (name) => known.get(name),
    learn: (body, headers) => {
      if (!body.startsWith(START)) return;
      const ssecurity = ssecurityIn(body.slice(START.length));
      const token = /serviceToken=([^;]*)/.exec(headers['set-cookie'] ?? '')?.[1];
      if (ssecurity !== undefined) known.set('ssecurity', ssecurity);
      if (token !== undefined) known.set('serviceToken', token);
    },
    forget: () => {
      known.clear();
    },
  };
};
