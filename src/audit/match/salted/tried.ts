import type { Needles } from '../compile.ts';
import { inputAt } from '../tokens/digest-table.ts';
import {
  FIRST_JOINTS,
  joinedForms,
  JOINTS,
  SALT_FORMS,
  type SaltDigest,
  type SaltForm,
} from './salt-digests.ts';
import { type EdgeLists, type Edges, makeEdgeLists, makeEdges, makeJoinedEdgeLists } from './salt-edges.ts';
import type { Salt } from './salts.ts';

/** Of one salt and one value. */
const DIGESTS_PER_TRY = 4;
/** What is hashed together with a salt; `canary` is an index. */
export type Value = { readonly bytes: Uint8Array; readonly canary: number; readonly recipe: string };
const valuesOf = (needles: Needles): readonly Value[] =>
  needles.salted.map((input) => ({
    bytes: inputAt(needles.digests.inputs, input),
    canary: needles.inputOwners.canary[input] ?? -1,
    recipe: needles.recipes[needles.inputOwners.recipe[input] ?? -1] ?? '',
  }));

/** Values with the forms in which salts are tried with them, and the heads of those. */
export type Tried = {
  readonly values: readonly Value[];
  readonly forms: readonly SaltForm[];
  readonly edgesOf: EdgeLists;
  /** Of some salts, one behind the other; kept as long as they are. */
  readonly edgesOfAll: (digest: SaltDigest, salts: readonly Salt[]) => Edges;
  readonly digestsPerTry: number;
};

/** What salts are tried with, one per compiled set for the edges that it keeps. */
export type TriedBy = {
  /** Every value, put together as it stands. */
  readonly plainly: Tried;
  /** The values that software hashes first. */
  readonly few: Tried;
  /** Those, and every value, with something between; with a time less is tried. */
  readonly fewJoined: Tried;
  readonly joined: Tried;
  readonly fewTimed: Tried;
  readonly timed: Tried;
};
const triedWith = new WeakMap<Needles, TriedBy>();

/** The variants that are tried with more than the usual forms: what software writes first. */
const FIRST_RECIPES = new Set(['plain', 'imei15', 'e164', '+e164']);
const MOST_FIRST_VALUES = 32;

const strungTogether = (edgesOf: EdgeLists, digest: SaltDigest, salts: readonly Salt[]): Edges => {
  const lists = salts.map(({ text }) => edgesOf(digest, text));
  const { length } = lists[0]?.heads ?? [];
  const all = makeEdges(lists.length * length);
  lists.forEach(({ heads, ends, middles }, index) => {
    all.heads.set(heads, index * length);
    all.ends.set(ends, index * length);
    all.middles.set(middles, index * length);
  });
  return all;
};

const keptTogether = (edgesOf: EdgeLists): Tried['edgesOfAll'] => {
  const known = new WeakMap<readonly Salt[], Map<string, Edges>>();
  return (digest, salts) => {
    const byDigest = known.get(salts) ?? new Map<string, Edges>();
    known.set(salts, byDigest);
    const edges = byDigest.get(digest.name) ?? strungTogether(edgesOf, digest, salts);
    byDigest.set(digest.name, edges);
    return edges;
  };
};

const triedFrom = (
  values: readonly Value[],
  forms: readonly SaltForm[],
  edgesOf: EdgeLists,
  digestsPerTry: number,
): Tried => ({ values, forms, edgesOf, edgesOfAll: keptTogether(edgesOf), digestsPerTry });

const bytesOf = (values: readonly Value[]): readonly Uint8Array[] => values.map(({ bytes }) => bytes);

const together = (values: readonly Value[]): Tried =>
  triedFrom(values, SALT_FORMS, makeEdgeLists(bytesOf(values)), DIGESTS_PER_TRY);

const joined = (values: readonly Value[], joints: readonly string[]): Tried => {
  const forms = joinedForms(joints);
  return triedFrom(values, forms, makeJoinedEdgeLists(bytesOf(values), joints), forms.length);
};

/** What salts are tried with, made once per compiled set. */
export const triedOf = (needles: Needles): TriedBy => {
  const known = triedWith.get(needles);
  if (known !== undefined) return known;
  const values = valuesOf(needles);
  const few = values.filter(({ recipe }) => FIRST_RECIPES.has(recipe)).slice(0, MOST_FIRST_VALUES);
  const made: TriedBy = {
    plainly: together(values),
    few: together(few),
    fewJoined: joined(few, JOINTS),
    joined: joined(values, JOINTS),
    fewTimed: joined(few, FIRST_JOINTS),
    timed: joined(values, FIRST_JOINTS),
  };
  triedWith.set(needles, made);
  return made;
};
