import type { Handset } from '../handset.ts';
import type { Machine } from '../machine.ts';
import type { App } from './app.ts';
import { column, field, iconButton, label, list, row, type Screen, titleBar, type View } from './view.ts';
import type { Intent } from './windows.ts';

const PACKAGE = 'com.android.mms';
const ID = `${PACKAGE}:id`;

const mxStatus = ({ consents }: Handset): 0 | 1 =>
  consents.stateOf('cloud-messaging') === 'accepted' ? 1 : 0;

const syncState = ({ consents }: Handset): 0 | 2 => (consents.stateOf('cloud-sync') === 'accepted' ? 2 : 0);

/** Writes a message that was sent or came in, and fires its event. */
export const addMessage = (handset: Handset, peer: string, body: string, type: 1 | 2): void => {
  const { people, clock, events } = handset;
  const message = people.messages.add({
    threadId: people.threadOf(peer),
    address: peer,
    body,
    dateMs: clock.nowMs(),
    type,
    read: type === 2,
    syncState: syncState(handset),
    mxStatus: mxStatus(handset),
  });
  events.emit(type === 2 ? 'sms.sent' : 'sms.received', {
    'sms.id': String(message.id),
    'sms.peer': peer,
    'sms.body': body,
  });
};

/** The write line under a thread or a new message. */
const writeLine = (text: string, setText: (text: string) => void, send: () => void): View =>
  row(
    field('Text message', text, setText, { id: `${ID}/embedded_text_editor` }),
    iconButton('Send', `${ID}/send_button`, send),
  );

const thread = (machine: Machine, peer: string): Screen => {
  let text = '';
  const { handset, windows } = machine;
  const send = (): void => {
    if (text === '') return;
    addMessage(handset, peer, text, 2);
    text = '';
  };
  const setText = (typed: string): void => {
    text = typed;
  };
  const screen: Screen = {
    packageName: PACKAGE,
    activity: `${PACKAGE}.ui.SingleRecipientConversationActivity`,
    render: () =>
      column(
        titleBar(handset.people.nameOf(peer), () => {
          windows.close(screen);
        }),
        ...handset.people.messages
          .list()
          .filter(({ address }) => address === peer)
          .slice(-8)
          .map(({ body }) => label(body, `${ID}/message_body`)),
        writeLine(text, setText, send),
      ),
  };
  return screen;
};

const compose = (machine: Machine, intent: Intent): Screen => {
  let peer = /^sms(?:to)?:([^?]*)/.exec(intent.address)?.[1] ?? '';
  let text = intent.extras['sms_body'] ?? '';
  const send = (): void => {
    if (peer === '' || text === '') return;
    machine.windows.close(screen);
    machine.windows.push(thread(machine, peer));
    addMessage(machine.handset, peer, text, 2);
  };
  const setPeer = (typed: string): void => {
    peer = typed;
  };
  const setText = (typed: string): void => {
    text = typed;
  };
  const screen: Screen = {
    packageName: PACKAGE,
    activity: `${PACKAGE}.ui.NewMessageActivity`,
    render: () =>
      column(
        titleBar('New message', () => {
          machine.windows.close(screen);
        }),
        row(field('To', peer, setPeer, { id: `${ID}/recipients_editor` }), {
          ...iconButton('Confirm', `${ID}/confirm_recipient`, () => undefined),
        }),
        writeLine(text, setText, send),
      ),
  };
  return screen;
};

const noIntent: Intent = { packageName: PACKAGE, activity: '', action: '', address: '', extras: {} };

const threadRow = (machine: Machine, peer: string): View => {
  const { handset, windows } = machine;
  const last = handset.people.messages.list().findLast(({ address }) => address === peer);
  return {
    ...column(label(handset.people.nameOf(peer), `${ID}/from`), label(last?.body ?? '', `${ID}/subject`)),
    onTap: () => {
      windows.push(thread(machine, peer));
      for (const message of handset.people.messages.list())
        if (message.address === peer) handset.people.messages.change(message.id, { read: true });
      handset.events.emit('sms.thread-opened', { 'sms.peer': peer });
    },
  };
};

const tab = (machine: Machine): Screen => ({
  packageName: PACKAGE,
  activity: `${PACKAGE}.ui.MmsTabActivity`,
  render: () => {
    const peers = [
      ...new Set(machine.handset.people.messages.list().map(({ address }) => address)),
    ].reverse();
    return column(
      row(label('Messaging', 'miui:id/action_bar_title'), {
        ...iconButton('Compose', `${ID}/fab`, () => {
          machine.windows.push(compose(machine, noIntent));
        }),
      }),
      list(...peers.map((peer) => threadRow(machine, peer))),
    );
  },
});

/** Messaging. The activity of a thread is remembered, not published for current builds. */
export const MESSAGING_APP: App = {
  packageName: PACKAGE,
  launcher: `${PACKAGE}.ui.MmsTabActivity`,
  title: 'Messaging',
  activities: {
    [`${PACKAGE}.ui.MmsTabActivity`]: tab,
    [`${PACKAGE}.ui.NewMessageActivity`]: compose,
  },
  actions: {
    'android.intent.action.SENDTO': `${PACKAGE}.ui.NewMessageActivity`,
    'sms:': `${PACKAGE}.ui.NewMessageActivity`,
    'smsto:': `${PACKAGE}.ui.NewMessageActivity`,
  },
};
