import type { LoadedFlow } from '#model/flow';
import type { Plan } from './cases.ts';
import type { DigestOrder } from './digests.ts';
import { canCarry, type Payload, place, type Placement, PLACEMENTS } from './place.ts';
import { byPython } from './programs.ts';
import type { Random } from './random.ts';
import type { Spelled } from './spellings.ts';
import type { Step } from './steps.ts';

/** A case as it is sent: what was planned, every stage of its encoding, and the request. */
export type Case = {
  readonly plan: Plan;
  readonly placement: Placement;
  /** The innermost document first. */
  readonly stages: readonly Buffer[];
  readonly loaded: LoadedFlow;
};

const isOrder = (content: Spelled | DigestOrder): content is DigestOrder => 'algorithms' in content;

const fieldsOf = (plans: readonly Plan[]): readonly Spelled['fields'][] => {
  const orders = plans.flatMap(({ content }) => (isOrder(content) ? [{ step: 'digest', ...content }] : []));
  const digests = byPython(orders);
  let next = 0;
  return plans.map(({ content }) => {
    if (!isOrder(content)) return content.fields;
    const text = digests[next++]?.toString() ?? '';
    return [...content.beside, [content.key, text]];
  });
};

const escaped = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');

const documentOf = ({ document }: Plan, fields: Spelled['fields']): Buffer => {
  const [first] = fields;
  const value = first?.[1] ?? '';
  switch (document) {
    case 'bare':
      return Buffer.from(value);
    case 'json':
      return Buffer.from(
        JSON.stringify({ ver: '1.2', data: { ...Object.fromEntries(fields), model: 'M2101K6G' } }),
      );
    case 'form':
      return Buffer.from(
        ['a=1', ...fields.map(([key, text]) => `${key}=${escaped(text)}`), 'os=13'].join('&'),
      );
    case 'lines':
      return Buffer.from(
        ['model: M2101K6G', ...fields.map(([key, text]) => `${key}: ${text}`), 'os: 13'].join('\n'),
      );
    case 'sentence':
      return Buffer.from(`The handset said "${value}" when it was asked for it.`);
  }
};

// All cases whose next step is the same are encoded together.
const encodeRound = (
  stages: readonly (Buffer[] | null)[],
  plans: readonly Plan[],
  round: number,
): (Buffer[] | null)[] => {
  const groups = new Map<Step, number[]>();
  plans.forEach(({ steps }, index) => {
    const step = steps[round];
    if (step === undefined || stages[index] === null) return;
    groups.set(step, [...(groups.get(step) ?? []), index]);
  });
  const next = [...stages];
  for (const [step, members] of groups) {
    const made = step.encode(members.map((index) => stages[index]?.at(-1) ?? Buffer.alloc(0)));
    members.forEach((index, position) => {
      const bytes = made[position] ?? null;
      const before = stages[index] ?? [];
      next[index] = bytes === null ? null : [...before, bytes];
    });
  }
  return next;
};

const DEPTHS = [0, 1, 2, 3, 4];

const sent = (plan: Plan, stages: readonly Buffer[], random: Random): Case => {
  const outer = plan.steps.at(-1);
  const payload: Payload = {
    bytes: stages.at(-1) ?? Buffer.alloc(0),
    gives: outer?.gives ?? 'text',
    charset: plan.steps[0]?.charset ?? null,
    outermost: outer?.name ?? '',
  };
  const fitting = PLACEMENTS.filter((placement) => canCarry(placement, payload));
  const placement = random.pick(fitting);
  return { plan, placement, stages, loaded: place(placement, payload, random) };
};

/** Encodes all plans, batch by batch, and puts each into a request; leaves out those that an encoding cannot hold. */
export const buildCases = (plans: readonly Plan[], random: Random): readonly Case[] => {
  const fields = fieldsOf(plans);
  let stages: (Buffer[] | null)[] = plans.map((plan, index) => [documentOf(plan, fields[index] ?? [])]);
  for (const round of DEPTHS) stages = encodeRound(stages, plans, round);
  return plans.flatMap((plan, index) => {
    const made = stages[index];
    return made == null ? [] : [sent(plan, made, random)];
  });
};
