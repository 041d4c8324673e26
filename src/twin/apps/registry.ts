import { ACCOUNT_APP } from './account.ts';
import type { App } from './app.ts';
import { browserApp } from './browser.ts';
import { CLOUD_APP } from './cloud.ts';
import { CONTACTS_APP } from './contacts.ts';
import { MESSAGING_APP } from './messaging.ts';
import { PROVISION_APP } from './provision.ts';
import { SETTINGS_APP } from './settings-app.ts';

/** Every app with screens; a handset shows those that its profile installs. */
export const APPS: readonly App[] = [
  CONTACTS_APP,
  MESSAGING_APP,
  SETTINGS_APP,
  browserApp('com.android.browser'),
  browserApp('com.mi.globalbrowser'),
  ACCOUNT_APP,
  CLOUD_APP,
  PROVISION_APP,
];
