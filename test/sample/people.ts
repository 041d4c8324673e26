import type { Canary } from '#model/canary';

/**
 * The values on the sample's handset. All are made up:
 * - telephone numbers stand in the range that Ofcom keeps for drama, 07700 900000 to 900999 (Ofcom, Telephone numbers
 *   for use in TV and radio drama programmes), and never reach a person;
 * - the IMEI begins with 00, the reporting body of test IMEIs (GSMA TS.06, section Test IMEI), and has its check digit;
 * - the IMSI stands in the test network 001 01 (3GPP TS 23.003; ITU-T E.212 keeps the country code 001 for tests);
 * - the MAC address stands in the block for documentation 00-00-5E-00-53 (RFC 7042, 2.1.2), mailboxes in example.org
 *   (RFC 2606);
 * - all else, names and texts too, was invented for this file.
 */
export const SAMPLE = {
  imei: '004401001234562',
  /** Of the second slot; the harness does not know it. */
  secondImei: '004401007654326',
  imsi: '001010900461234',
  serial: 'SAMPLE7K0042QX',
  androidId: '5a3c9e71d204b68f',
  gaid: '7d1f4c0e-52b9-4a83-9e66-c1d80f3b72aa',
  mac: '00:00:5e:00:53:2a',
  ownNumber: '+447700900107',
  mailbox: 'imogen.harcastle@example.org',
  operator: 'Sample Mobile UK',
  page: 'https://clinic.example.org/appointments/fertility?patient=harcastle',
  contacts: [
    { name: 'Ottilie Marlow-Quinn', number: '+447700900461', mailbox: 'ottilie.mq@example.org' },
    { name: 'Bartholomew Teague', number: '+447700900583', mailbox: 'b.teague@example.org' },
    { name: 'Seraphina Oduya', number: '+447700900729', mailbox: 'oduya.seraphina@example.org' },
  ],
  messages: [
    {
      peer: '+447700900214',
      text: 'Your appointment with Dr Ferrier moved to Tuesday 14:30, please bring the blue folder.',
    },
    { peer: '+447700900836', text: '明天下午三点在图书馆门口见，别忘了带那本旧书。' },
  ],
  packages: [
    'org.example.clinic.companion',
    'org.example.prayer.times',
    'org.example.union.members',
    'org.example.dating.quiet',
    'org.example.bank.saver',
    'org.example.party.volunteer',
    'org.example.diary.locked',
  ],
} as const;

const held = (id: string, className: Canary['class'], value: string): Canary => ({
  id,
  class: className,
  value,
  source: 'made up for the sample',
});

const entered = (id: string, className: Canary['class'], value: string, step: string): Canary => ({
  ...held(id, className, value),
  steps: [step],
});

const contactCanaries = SAMPLE.contacts.flatMap(({ name, number, mailbox }, index) => {
  const nth = String(index + 1);
  return [
    entered(`contact-${nth}-name`, 'contact.name', name, `add-contact-${nth}`),
    entered(`contact-${nth}-number`, 'contact.number', number, `add-contact-${nth}`),
    entered(`contact-${nth}-email`, 'contact.email', mailbox, `add-contact-${nth}`),
  ];
});

const messageCanaries = SAMPLE.messages.flatMap(({ peer, text }, index) => {
  const nth = String(index + 1);
  return [
    entered(`sms-${nth}-peer`, 'sms.peer_number', peer, `receive-sms-${nth}`),
    entered(`sms-${nth}-text`, 'sms.body', text, `receive-sms-${nth}`),
  ];
});

/** What the harness of the sample knows to be on the handset. */
export const SAMPLE_CANARIES: readonly Canary[] = [
  held('imei-1', 'imei', SAMPLE.imei),
  held('imsi-1', 'imsi', SAMPLE.imsi),
  held('serial', 'serial', SAMPLE.serial),
  held('android-id', 'android_id', SAMPLE.androidId),
  held('gaid', 'gaid', SAMPLE.gaid),
  held('mac-wifi', 'mac', SAMPLE.mac),
  held('own-number', 'phone.own', SAMPLE.ownNumber),
  held('operator', 'operator', SAMPLE.operator),
  entered('account-mailbox', 'email', SAMPLE.mailbox, 'opt-in'),
  entered('page-1', 'browsing', SAMPLE.page, 'browse-1'),
  ...contactCanaries,
  ...messageCanaries,
  ...SAMPLE.packages.map((name, index) => held(`package-${String(index + 1)}`, 'installed_apps', name)),
];
