import { bytesForm, casedInputs, digitsOf, numberForm, type Spellings } from './form.ts';

/** A value that has only one way to be written: searched for in any case; all-digit ones as numbers. */
export const plainSpellings = (value: string): Spellings => {
  const text = value.trim();
  const isNumber = /^[0-9]+$/.test(text);
  return {
    forms: [isNumber ? numberForm(digitsOf(text), 'plain') : bytesForm(text, 'plain', 'word')],
    inputs: casedInputs(text, 'plain'),
    inversionCandidates: null,
  };
};

/** An Android package name: no longer name on either side. */
export const packageSpellings = (value: string): Spellings => ({
  forms: [bytesForm(value.trim(), 'plain', 'address')],
  inputs: [{ content: value.trim(), recipe: 'plain' }],
  inversionCandidates: null,
});
