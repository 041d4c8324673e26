import { after, joined, plain, type Rendered } from './carried.ts';
import { isStep, STEPS } from './steps.ts';

/** The value of a name in templates. @throws where there is none of that name */
export type Scope = (name: string) => Rendered;

const EXPRESSION = /\{([a-zA-Z][\w.]*)((?:\|[a-z0-9-]+(?::\d{1,4})?)*)\}/g;

const applied = (rendered: Rendered, word: string): Rendered => {
  const [step = '', count] = word.split(':');
  const carries = after(rendered.carries, word);
  if (step === 'take') return { bytes: rendered.bytes.subarray(0, Number(count)), carries };
  if (step === 'number') return { ...rendered, isJson: true };
  if (!isStep(step)) throw new Error(`a template names an unknown step: ${step}`);
  return { bytes: STEPS[step](rendered.bytes), carries };
};

const expression = (scope: Scope, name: string, steps: string): Rendered =>
  steps
    .split('|')
    .filter((word) => word !== '')
    .reduce(applied, scope(name));

/** A template with every `{name|step|take:16}` in it replaced. @throws on a name or step that does not exist */
export const renderTemplate = (template: string, scope: Scope): Rendered => {
  const parts: Rendered[] = [];
  let end = 0;
  for (const { 0: whole, 1: name = '', 2: steps = '', index } of template.matchAll(EXPRESSION)) {
    if (index > end) parts.push(plain(template.slice(end, index)));
    parts.push(expression(scope, name, steps));
    end = index + whole.length;
  }
  if (end < template.length) parts.push(plain(template.slice(end)));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : joined(...parts);
};
