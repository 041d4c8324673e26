import { basename } from 'node:path';
import type { z } from 'zod';
import { Failure, type FailurePlace } from '#model/failure';
import { isJsonText, parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';
import type { Parsed, ParseFault } from './parsed.ts';
import { readText } from './read-text.ts';
import { faultFromIssue, pathInWords } from './schema-fault.ts';

/** What a file is to hold. */
export type FileKind<T> = {
  /** The name that `phonehome schema NAME` takes. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** True where the file holds personal values: no message then repeats anything of its text. */
  readonly isPrivate?: boolean;
};

/** A file's checked content, with what a report says of the file. */
export type Reading<T> = {
  readonly value: T;
  readonly file: string;
  /** Of the file's bytes, hex. */
  readonly sha256: string;
  /** The file's name and the beginning of its SHA-256. */
  readonly label: string;
};

const parse = (text: string): Parsed | ParseFault =>
  (isJsonText(text) ? parseJson(text) : null) ?? parseYaml(text);

const check = <T>(parsed: Parsed, file: string, kind: FileKind<T>): T => {
  const outcome = kind.schema.safeParse(parsed.value);
  if (outcome.success) return outcome.data;
  const [first] = outcome.error.issues;
  if (first === undefined) throw outcome.error;
  const isPrivate = kind.isPrivate ?? false;
  const { path, words } = faultFromIssue(first, parsed.value, isPrivate);
  const shown = pathInWords(isPrivate && first.code === 'unrecognized_keys' ? path.slice(0, -1) : path);
  const more = outcome.error.issues.length - 1;
  const tail = more === 0 ? '' : ` (and ${String(more)} more)`;
  const place: FailurePlace = { file, ...parsed.placeOf(path) };
  const message = `${shown === '' ? 'the file as a whole' : shown}: ${words}${tail}`;
  const remedy = `correct the file; \`phonehome schema ${kind.name}\` prints what it may hold`;
  throw new Failure('not-valid', message, { place, remedy });
};

/**
 * Reads a YAML or JSON file and checks it. @throws Failure naming file, line and column, the place in the file, what
 * was found and what was expected.
 */
export const readYaml = async <T>(file: string, kind: FileKind<T>): Promise<Reading<T>> => {
  const { text, sha256 } = await readText(file);
  const parsed = parse(text);
  if ('message' in parsed) {
    const { message, line, column } = parsed;
    const place: FailurePlace = { file, line, column };
    throw new Failure('not-parsable', message, {
      place,
      remedy: 'correct the file; it is to be JSON or YAML',
    });
  }
  const value = check(parsed, file, kind);
  return { value, file, sha256, label: `${basename(file)} (sha256 ${sha256.slice(0, 12)})` };
};
