import { type Boundary, bytesForm, casedInputs, digitsOf, numberForm, type Spellings } from './form.ts';
import { isSingleWord } from './word.ts';

const spelledOnce = (value: string, boundary: Boundary): Spellings => {
  const text = value.trim();
  const isNumber = /^[0-9]+$/.test(text);
  return {
    forms: [isNumber ? numberForm(digitsOf(text), 'plain') : bytesForm(text, 'plain', boundary)],
    inputs: casedInputs(text, 'plain'),
    inversionCandidates: null,
  };
};

/** A value that has only one way to be written: searched for in any case; all-digit ones as numbers. */
export const plainSpellings = (value: string): Spellings => spelledOnce(value, 'word');

/** The name of a network or an operator: a single word (`Airport`, `Orange`) only under the name of one. */
export const labelSpellings = (value: string): Spellings =>
  spelledOnce(value, isSingleWord(value.trim()) ? 'named' : 'word');

/** An Android package name: no longer name on either side. */
export const packageSpellings = (value: string): Spellings => ({
  forms: [bytesForm(value.trim(), 'plain', 'address')],
  inputs: [{ content: value.trim(), recipe: 'plain' }],
  inversionCandidates: null,
});
