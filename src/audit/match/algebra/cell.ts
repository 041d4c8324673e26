import { casedInputs, type Form, numberForm, type Spellings } from './form.ts';
import { plainSpellings } from './plain.ts';

/**
 * A radio cell, written as numbers with anything between them, the last two being area (LAC, TAC) and cell: the value
 * as it stands, or area and cell near each other.
 */
export const cellSpellings = (value: string): Spellings => {
  const numbers = value.match(/[0-9]+/g) ?? [];
  const pair = numbers.slice(-2).map((digits, axis): Form => ({
    ...numberForm(digits.replace(/^0+(?=.)/, ''), 'area and cell'),
    boundary: 'pair',
    detail: axis,
  }));
  return {
    forms: [...plainSpellings(value).forms, ...(pair.length === 2 ? pair : [])],
    inputs: casedInputs(value, 'plain'),
    inversionCandidates: null,
  };
};
