import type { Needles } from '../compile.ts';
import type { OpenToken } from './open-token.ts';
import { cutRoundsOf, type Round, roundsOf, seldomRoundsOf } from './rounds.ts';
import { joinedSalts, type Salt, type Salts, tellingSalts } from './salts.ts';
import { type Tried, triedOf } from './tried.ts';

/** Rounds with one salt after another, and what is tried with them. */
export type Attempt = {
  readonly rounds: readonly Round[];
  readonly salts: readonly Salt[];
  readonly tried: Tried;
  /** Whether the salts are those of a time, a list that many flows share. */
  readonly isOfTime?: boolean;
};

/** What an attempt takes where nothing ends it, digests. */
export const costOf = ({ rounds, salts, tried }: Attempt): number => {
  const ofRequest = salts.filter(({ found }) => found !== null).length;
  const tries = rounds.reduce((sum, { isOfTime }) => sum + salts.length - (isOfTime ? ofRequest : 0), 0);
  return tries * tried.values.length * tried.digestsPerTry;
};

/** Bytes of the digests that are tried for tokens cut short: those that software cuts, and the rest. */
const CUT_LENGTHS = [16, 20, 32];
const SELDOM_CUT_LENGTHS = [28, 48, 64];
const ALL_CUT_LENGTHS = [...CUT_LENGTHS, ...SELDOM_CUT_LENGTHS];

/** What is tried with the open tokens of a flow. */
export type Plan = {
  /** What the bound has to leave room for: a token of digest length is unexplained where it did not. */
  readonly main: readonly Attempt[];
  readonly rest: Attempt;
  /** What is seldom made, the likeliest first, as far as the bound goes. */
  readonly extras: readonly Attempt[];
};

/** All attempts for these tokens; `times` are the running minute, hour and day. */
export const planFor = (
  needles: Needles,
  tokens: readonly OpenToken[],
  { likely, rest }: Salts,
  times: readonly Salt[],
): Plan => {
  const { plainly, few, fewJoined, joined: allJoined, fewTimed, timed } = triedOf(needles);
  const whole = tokens.filter(({ isWhole }) => isWhole);
  const rounds = roundsOf(whole);
  const own = rounds.filter(({ isOfTime }) => !isOfTime);
  const seldom = seldomRoundsOf(whole);
  const anyCut = cutRoundsOf(tokens, ALL_CUT_LENGTHS);
  const cut = anyCut.filter(({ digest }) => CUT_LENGTHS.includes(digest.byteLength));
  const seldomCut = anyCut.filter((round) => !cut.includes(round));
  const salts = tellingSalts(likely);
  return {
    main: [
      { rounds, salts: times, tried: plainly, isOfTime: true },
      { rounds, salts: likely, tried: plainly },
    ],
    rest: { rounds, salts: rest, tried: plainly },
    extras: [
      { rounds: own, salts, tried: allJoined },
      { rounds: seldom, salts, tried: plainly },
      { rounds: cut, salts, tried: plainly },
      { rounds: seldom, salts, tried: allJoined },
      { rounds: own, salts: times, tried: fewTimed, isOfTime: true },
      { rounds: seldom, salts: times, tried: plainly, isOfTime: true },
      { rounds: cut, salts: times, tried: plainly, isOfTime: true },
      { rounds: own, salts: times, tried: timed, isOfTime: true },
      { rounds: own, salts: joinedSalts(likely), tried: fewJoined },
      { rounds: seldom, salts: times, tried: timed, isOfTime: true },
      { rounds: seldom, salts: likely, tried: few },
      { rounds: cut, salts: times, tried: fewTimed, isOfTime: true },
      { rounds: seldomCut, salts: times, tried: plainly, isOfTime: true },
      { rounds: cut, salts, tried: fewJoined },
      { rounds: seldomCut, salts, tried: plainly },
    ],
  };
};
