import type { Canary } from '#model/canary';
import { bytesOf, type Content } from './content.ts';
import { digestStep, type DigestStep, digested, isDigestText, keyedDigest } from './digest.ts';
import { spelled, valuesOf } from './spell.ts';
import { stepsOf } from './split.ts';
import { timeText } from './time.ts';

/** What a salt of a recipe can be: bytes that the finding names, or the time of its flow. */
export type Salts = { readonly values: readonly Buffer[]; readonly wallMs: number | null };

/** `first + second`, `first + ":" + second` or `hmac(key, content)`, then a digest; null for a recipe without salt. */
type Salted = {
  readonly first: string;
  readonly second: string;
  /** What stands between the two; nothing in most. */
  readonly joint: string;
  readonly isKeyed: boolean;
  readonly step: DigestStep;
};

const unbracketed = (text: string): string => /^\((.*)\)$/s.exec(text)?.[1] ?? text;

type Joined = Pick<Salted, 'first' | 'second' | 'joint'>;

const joinedFrom = ([first, second, third, ...more]: readonly string[]): Joined | null => {
  if (first === undefined || second === undefined || more.length > 0) return null;
  if (third === undefined) return { first, second, joint: '' };
  const [, joint] = JOINT.exec(second) ?? [];
  return joint === undefined ? null : { first, second: third, joint };
};

const JOINT = /^"([:|_.,&-])"$/;

const saltedFrom = (recipe: string): Salted | null => {
  const cut = recipe.lastIndexOf(' > ');
  const step = cut === -1 ? null : digestStep(recipe.slice(cut + 3));
  if (step === null) return null;
  const head = recipe.slice(0, cut);
  const [, key, content] = /^hmac\(([^,(]+(?:\[[^\]]*\])?), (.+)\)$/.exec(head) ?? [];
  if (key !== undefined && content !== undefined)
    return { first: key, second: content, joint: '', isKeyed: true, step };
  const joined = joinedFrom(head.split(' + '));
  return joined === null ? null : { ...joined, isKeyed: false, step };
};

const isSalt = (name: string): boolean =>
  name.startsWith('time[') || name.startsWith('value of ') || name === 'a value of the request';

const contentsOf = (name: string, canary: Canary, salts: Salts): readonly Content[] => {
  if (!isSalt(name)) return spelled(stepsOf(unbracketed(name)), valuesOf(canary), canary) ?? [];
  if (!name.startsWith('time[')) return salts.values;
  const text = salts.wallMs === null ? null : timeText(name, salts.wallMs);
  return text === null ? [] : [text];
};

const made = ({ isKeyed, joint, step }: Salted, first: Content, second: Content): Buffer =>
  isKeyed
    ? keyedDigest(bytesOf(first), bytesOf(second), step)
    : digested(Buffer.concat([bytesOf(first), Buffer.from(joint), bytesOf(second)]), step);

/** Whether bytes are the digest of the value and a salt by this recipe; null where the recipe has no salt. */
export const isSaltedDigest = (
  seen: Buffer,
  recipe: string,
  canary: Canary,
  salts: Salts,
): boolean | null => {
  const salted = saltedFrom(recipe);
  if (salted === null || !(isSalt(salted.first) || isSalt(salted.second))) return null;
  return contentsOf(salted.first, canary, salts).some((first) =>
    contentsOf(salted.second, canary, salts).some((second) =>
      isDigestText(seen, made(salted, first, second), salted.step.form),
    ),
  );
};
