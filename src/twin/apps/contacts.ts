import type { Machine } from '../machine.ts';
import type { Contact } from '../state/people.ts';
import { announceContact } from '../state/providers.ts';
import type { App } from './app.ts';
import { dialler } from './dialler.ts';
import { showCall } from './incall.ts';
import {
  button,
  column,
  field,
  iconButton,
  label,
  list,
  row,
  type Screen,
  titleBar,
  type View,
} from './view.ts';

const PACKAGE = 'com.android.contacts';
const ID = `${PACKAGE}:id`;

const activity = (name: string): string => `${PACKAGE}.activities.${name}`;

const detail = (machine: Machine, contact: Contact): Screen => {
  const screen: Screen = {
    packageName: PACKAGE,
    activity: activity('ContactDetailActivity'),
    render: () =>
      column(
        titleBar(contact.name, () => {
          machine.windows.close(screen);
        }),
        label(contact.number, `${ID}/data`),
        label(contact.email, `${ID}/data`),
        iconButton('Call', `${ID}/call_button`, () => {
          showCall(machine, contact.number, false);
        }),
      ),
  };
  return screen;
};

type Draft = { name: string; number: string; email: string };

const save = (machine: Machine, draft: Draft): void => {
  const { contacts } = machine.handset.people;
  if (draft.name === '' && draft.number === '') return;
  const isSynced = machine.handset.consents.stateOf('cloud-sync') === 'accepted';
  const contact = contacts.add({ ...draft, accountType: isSynced ? 'com.xiaomi' : null });
  announceContact(machine.handset, contact);
};

const editor = (machine: Machine): Screen => {
  const draft: Draft = { name: '', number: '', email: '' };
  const input = (hint: string, key: keyof Draft): View =>
    field(hint, draft[key], (text) => {
      draft[key] = text;
    });
  const leave = (): void => {
    machine.windows.close(screen);
  };
  const screen: Screen = {
    packageName: PACKAGE,
    activity: activity('ContactEditorActivity'),
    render: () =>
      column(
        row(
          iconButton('Cancel', `${ID}/editor_menu_cancel_button`, leave),
          label('New contact', 'miui:id/action_bar_title'),
          {
            ...button('OK', `${ID}/editor_menu_save_button`, () => {
              save(machine, draft);
              leave();
            }),
            description: 'OK',
          },
        ),
        input('Name', 'name'),
        input('Phone', 'number'),
        input('Email', 'email'),
      ),
  };
  return screen;
};

const people = (machine: Machine): Screen => ({
  packageName: PACKAGE,
  activity: activity('PeopleActivity'),
  render: () =>
    column(
      row(
        label('Contacts', 'miui:id/action_bar_title'),
        iconButton('Create new contact', `${ID}/floating_action_button`, () => {
          machine.windows.push(editor(machine));
        }),
      ),
      list(
        ...machine.handset.people.contacts.list().map((contact): View => ({
          ...label(contact.name, `${ID}/cliv_name_textview`),
          onTap: () => {
            machine.windows.push(detail(machine, contact));
            machine.handset.events.emit('contact.opened', {
              'contact.id': String(contact.id),
              'contact.name': contact.name,
              'contact.number': contact.number,
              'contact.email': contact.email,
            });
          },
        })),
      ),
    ),
});

/** Contacts and dialler, one package on MIUI. */
export const CONTACTS_APP: App = {
  packageName: PACKAGE,
  launcher: activity('PeopleActivity'),
  title: 'Contacts',
  activities: {
    [activity('PeopleActivity')]: people,
    [activity('TwelveKeyDialer')]: dialler,
    [activity('ContactEditorActivity')]: editor,
  },
  actions: {
    'android.intent.action.DIAL': activity('TwelveKeyDialer'),
    'android.intent.action.INSERT': activity('ContactEditorActivity'),
    'tel:': activity('TwelveKeyDialer'),
  },
};
