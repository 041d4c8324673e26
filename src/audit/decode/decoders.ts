import type { Decoder } from './decoder.ts';
import { RUNS } from './base64.ts';
import { GZIP, UNMARKED, ZLIB } from './compressed.ts';
import { MULTIPART } from './multipart.ts';
import { PERCENT_ENCODING } from './percent.ts';
import { UNESCAPE } from './unescape.ts';

/** Every decoder, in the order in which they see a layer. */
export const DECODERS: readonly Decoder[] = [GZIP, ZLIB, MULTIPART, UNESCAPE, PERCENT_ENCODING, RUNS];

/** What is tried only where none of the others found anything. */
export const LAST_RESORTS: readonly Decoder[] = [UNMARKED];
