import type { Machine } from '../machine.ts';
import type { App } from './app.ts';
import { button, column, label, list, type Screen, toggleRow, type View } from './view.ts';

const PACKAGE = 'com.android.provision';
const ID = `${PACKAGE}:id`;

/** Purposes of the page "Additional settings", in its order. That the cloud's are among them is the twin's own. */
const ADDITIONAL = [
  'user-experience',
  'diagnostics',
  'personalized-ads',
  'cloud-sync',
  'cloud-messaging',
] as const;

const page = (activity: string, title: string, ...content: readonly View[]): Screen => ({
  packageName: PACKAGE,
  activity: `${PACKAGE}.activities.${activity}`,
  render: () => column(label(title, `${ID}/provision_title`), ...content),
  onBack: () => true,
  stays: true,
});

const primary = (text: string, onTap: () => void): View => button(text, `${ID}/group_primary_button`, onTap);

const congratulation = (machine: Machine): Screen =>
  page(
    'CongratulationActivity',
    'Setup complete',
    primary('Done', () => {
      const { settings, status, events } = machine.handset;
      settings.put('global', 'device_provisioned', '1');
      settings.put('secure', 'user_setup_complete', '1');
      status.wizardDone = true;
      machine.windows.closePackage(PACKAGE);
      events.emit('wizard.finished');
    }),
  );

/** Everything is ticked when the page opens, as MIUI has it; leaving the page is the choice. */
const additional = (machine: Machine): Screen => {
  const ticked = new Map<string, boolean>(['location', ...ADDITIONAL].map((purpose) => [purpose, true]));
  const flip = (purpose: string): void => void ticked.set(purpose, ticked.get(purpose) !== true);
  const toggle = (purpose: string, title: string, notice: string): View =>
    toggleRow(
      title,
      ticked.get(purpose) === true,
      () => {
        flip(purpose);
      },
      notice,
    );
  const next = (): void => {
    const { consents, settings } = machine.handset;
    settings.put('secure', 'location_mode', ticked.get('location') === true ? '3' : '0');
    for (const purpose of ADDITIONAL) consents.choose(purpose, ticked.get(purpose) === true);
    machine.windows.show(congratulation(machine));
  };
  const rows = (): View[] =>
    ADDITIONAL.flatMap((purpose) => {
      const row = machine.handset.consents.rowOf(purpose);
      return row === undefined ? [] : [toggle(purpose, row.title, row.notice)];
    });
  return {
    ...page('OtherSettingsActivity', ''),
    render: () =>
      column(
        label('Additional settings', `${ID}/provision_title`),
        toggle('location', 'Location', 'Allow apps and services to use your location'),
        ...rows(),
        primary('Next', next),
      ),
  };
};

const terms = (machine: Machine): Screen => {
  const row = machine.handset.consents.rowOf('privacy-policy');
  const choose = (accepts: boolean): void => {
    machine.handset.consents.choose('privacy-policy', accepts);
    machine.windows.show(additional(machine));
  };
  return page(
    'TermsActivity',
    row?.title ?? 'Terms and conditions',
    label(row?.notice ?? '', `${ID}/terms_content`),
    primary('Agree', () => {
      choose(true);
    }),
    button('Disagree', `${ID}/group_secondary_button`, () => {
      choose(false);
    }),
  );
};

const locale = (machine: Machine): Screen => ({
  ...page('LocalePickerActivity', ''),
  render: () =>
    column(
      label('Select language', `${ID}/provision_title`),
      label('English (India)', 'android:id/text1'),
      primary('Next', () => {
        machine.windows.show(terms(machine));
      }),
      list(),
    ),
});

const start = (machine: Machine): Screen =>
  page(
    'DefaultActivity',
    'Welcome',
    primary('Next', () => {
      machine.windows.show(locale(machine));
    }),
  );

/** The first-boot wizard. Its page "Terms" has no published activity name: the twin's own. */
export const PROVISION_APP: App = {
  packageName: PACKAGE,
  launcher: null,
  title: 'Setup',
  activities: { [`${PACKAGE}.activities.DefaultActivity`]: start },
};

/** The wizard's first screen. */
export const wizardStart = start;
