import type { Machine, Page } from '../machine.ts';
import type { App } from './app.ts';
import { column, field, iconButton, row, type Screen, type View } from './view.ts';
import type { Intent } from './windows.ts';

const MAX_TEXT = 4000;

const pageText = (page: Page | 'blank' | 'loading'): string => {
  if (page === 'blank') return '';
  if (page === 'loading') return 'Loading…';
  return 'fault' in page ? page.fault : page.text.slice(0, MAX_TEXT);
};

const browser =
  (packageName: string) =>
  (machine: Machine, intent: Intent): Screen => {
    let address = /^https?:/.test(intent.address) ? intent.address : '';
    let page: Page | 'blank' | 'loading' = 'blank';
    const open = (): void => {
      if (!/^https?:\/\//.test(address)) address = `https://${address}`;
      const asked = address;
      page = 'loading';
      machine.handset.events.emit('browser.visited', { url: asked });
      void machine.fetchPage(asked, packageName).then((loaded) => {
        if (address === asked) page = loaded;
      });
    };
    const setAddress = (text: string): void => {
      address = text;
    };
    const content = (): View => ({
      type: 'android.webkit.WebView',
      id: `${packageName}:id/webview`,
      text: pageText(page),
      description: typeof page === 'object' && 'status' in page ? `HTTP ${String(page.status)}` : '',
      height: 1200,
    });
    if (address !== '') open();
    return {
      packageName,
      activity: `${packageName}.BrowserActivity`,
      render: () =>
        column(
          row(field('Search or type web address', address, setAddress, { id: `${packageName}:id/url` }), {
            ...iconButton('Go', `${packageName}:id/go`, open),
          }),
          content(),
        ),
    };
  };

/** The browser of one package; Chinese builds have another than global ones. Page ids are the twin's own. */
export const browserApp = (packageName: string): App => ({
  packageName,
  launcher: `${packageName}.BrowserActivity`,
  title: packageName === 'com.mi.globalbrowser' ? 'Mi Browser' : 'Browser',
  activities: { [`${packageName}.BrowserActivity`]: browser(packageName) },
  actions: { 'http:': `${packageName}.BrowserActivity`, 'https:': `${packageName}.BrowserActivity` },
});
