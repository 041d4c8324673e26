import type { Step } from '#model/scenario';
import type { Change } from '../handset/journal.ts';
import type { ScenarioContext } from './context.ts';
import type { Values } from './values.ts';

type Row = Extract<Change, { kind: 'row' }>;

/** What a step enters: values for its intention, and the rows that restoring takes away again. */
export type Planting = { readonly values: Values; readonly rows: readonly Row[] };

const CONTACTS = 'content://com.android.contacts/raw_contacts';
const MESSAGES = 'content://sms';
const CALLS = 'content://call_log/calls';

const row = (uri: string, column: string, value: string): Row => ({ kind: 'row', uri, column, value });

const forIntention = ({ planter }: ScenarioContext, step: Extract<Step, { do: string }>): Planting => {
  const values = new Map<string, string>();
  const rows: Row[] = [];
  if (step.plants.includes('contact')) {
    const { name, number, email } = planter.contact(step.id);
    values.set('contact.name', name).set('contact.number', number).set('contact.email', email);
    rows.push(row(CONTACTS, 'display_name', name));
  }
  if (step.plants.includes('message')) {
    values.set('message.text', planter.message(step.id));
    values.set('peer.number', planter.peer(step.id, 'sms'));
  }
  if (step.plants.includes('call')) {
    const number = planter.peer(step.id, 'call');
    values.set('peer.number', number);
    rows.push(row(CALLS, 'number', number));
  }
  return { values, rows };
};

const forStimulus = ({ planter }: ScenarioContext, step: Extract<Step, { stimulate: string }>): Planting => {
  if (step.stimulate === 'incoming-call') {
    const number = planter.peer(step.id, 'call');
    return { values: new Map([['peer.number', number]]), rows: [row(CALLS, 'number', number)] };
  }
  const text = planter.message(step.id);
  const values = new Map([
    ['message.text', text],
    ['peer.number', planter.peer(step.id, 'sms')],
  ]);
  return { values, rows: [row(MESSAGES, 'body', text)] };
};

/** Makes what a step enters. */
export const plantFor = (context: ScenarioContext, step: Step): Planting => {
  if ('do' in step) return forIntention(context, step);
  if ('stimulate' in step) return forStimulus(context, step);
  return { values: new Map(), rows: [] };
};
