/** Every reason for which phonehome stops; a closed list, so that callers can branch on it. */
export const FAILURE_CODES = [
  'usage',
  'not-found',
  'not-readable',
  'not-writable',
  'not-parsable',
  'not-valid',
  'unknown-version',
  'empty-input',
  'no-handset',
  'handset-refused',
  'handset-lost',
  'environment',
  'interrupted',
] as const;

export type FailureCode = (typeof FAILURE_CODES)[number];

/** The place of a fault inside a file: 1-based line and column where they are known. */
export type FailurePlace = { readonly file?: string; readonly line?: number; readonly column?: number };

/**
 * The one error that phonehome throws on purpose. The message says what is wrong and never holds a personal
 * value; `remedy` says what to do; the process exits with 3 (130 for `interrupted`).
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly place: FailurePlace;
  readonly remedy: string | undefined;

  constructor(
    code: FailureCode,
    message: string,
    details: { readonly place?: FailurePlace; readonly remedy?: string; readonly cause?: unknown } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.place = details.place ?? {};
    this.remedy = details.remedy;
  }
}
