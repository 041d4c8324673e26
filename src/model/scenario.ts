import { z } from 'zod';
import { consentStateSchema, purposeSchema } from './consent.ts';

const stepIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, 'a step id is kebab-case, at most 60 characters');

/** What a step plants: a fresh contact, a fresh message text to the session's peer, a call to it. */
const PLANTINGS = ['contact', 'message', 'call'] as const;

const common = {
  id: stepIdSchema,
  /** For people: what happens. */
  title: z.string().min(1).max(200),
  /** The consent state in which the step stands, of every purpose chosen so far; checked against the choices. */
  stands: consentStateSchema.optional(),
};

const stepSchema = z.union([
  /** An intention of the handset file. */
  z.strictObject({
    ...common,
    do: z.string().min(1).max(60),
    plants: z.array(z.enum(PLANTINGS)).max(4).default([]),
  }),
  /** Something the handset cannot do to itself. */
  z.strictObject({
    ...common,
    stimulate: z.enum(['incoming-sms', 'incoming-call']),
    /** What the owner does then, an intention; such as answering. */
    then: z.string().min(1).max(60).optional(),
  }),
  /** A decision of the owner, by purpose; `all` is every purpose of the handset not named beside it. */
  z.strictObject({
    ...common,
    choose: z.record(purposeSchema, consentStateSchema.exclude(['before-choice'])),
    /** An intention that leads to the screen of the choices. */
    at: z.string().min(1).max(60).optional(),
    /** An intention that makes them hold, such as leaving the page. */
    then: z.string().min(1).max(60).optional(),
  }),
  /** The owner does nothing; minutes and seconds of the session clock. */
  z.strictObject({
    ...common,
    idle: z.string().regex(/^\d{1,5}(s|m|h)$/, 'a duration such as 90s, 10m or 2h'),
  }),
]);
export type Step = Readonly<z.infer<typeof stepSchema>>;

/** The key of `choose` that means every purpose of the handset not named beside it. */
export const ALL_PURPOSES = 'all';

/** The states in which step after step stands, each as the set of states of the purposes chosen before it. */
const standingStates = (steps: readonly Step[]): ReadonlySet<string>[] => {
  let rest = 'before-choice';
  let named = new Map<string, string>();
  return steps.map((step) => {
    const before = new Set(named.size === 0 ? [rest] : named.values());
    if ('choose' in step) {
      const { [ALL_PURPOSES]: all, ...choices } = step.choose;
      if (all !== undefined) {
        rest = all;
        named = new Map([...named.keys()].map((purpose) => [purpose, all]));
      }
      for (const [purpose, state] of Object.entries(choices)) named.set(purpose, state);
    }
    return before;
  });
};

/** devices/scenarios/<name>.yaml: steps as intentions, each with the consent state it stands in. */
export const scenarioSchema = z
  .strictObject({
    scenarioVersion: z.literal(1),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/, 'a scenario name is kebab-case'),
    title: z.string().min(1).max(400),
    /** Which published test it follows. */
    source: z.string().max(600).optional(),
    /** What must be at hand: asked of the handset before the first step. */
    needs: z.array(z.enum(['sim', 'wifi', 'gps'])).default([]),
    steps: z.array(stepSchema).min(1).max(400),
  })
  .superRefine(({ steps }, context) => {
    const seen = new Set<string>();
    steps.forEach(({ id }, index) => {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: ['steps', index, 'id'], message: 'this id stands twice' });
      seen.add(id);
    });
    const standing = standingStates(steps);
    steps.forEach(({ stands }, index) => {
      const states = [...(standing[index] ?? [])];
      if (stands !== undefined && states.some((state) => state !== stands))
        context.addIssue({
          code: 'custom',
          path: ['steps', index, 'stands'],
          message: `the choices before this step leave ${states.join(' and ')}`,
        });
    });
  });
export type Scenario = Readonly<z.infer<typeof scenarioSchema>>;
