import { Failure } from '#model/failure';

/** Values for the places of a template, such as `contact.name`. */
export type Values = ReadonlyMap<string, string>;

/** Fills `{contact.name}` and the like. @throws Failure `not-valid` for a place without a value. */
export const fillTemplate = (template: string, values: Values): string =>
  template.replace(/\{([a-z]+\.[a-z]+)\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    throw new Failure('not-valid', `nothing is known for {${name}}`, {
      remedy: name.startsWith('account.')
        ? 'give the account to sign in with under `account` in lab.yaml'
        : 'the step does not plant what the intention enters: correct the scenario',
    });
  });
