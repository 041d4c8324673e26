import type { Settings } from './settings.ts';

export type ProxyAddress = { readonly host: string; readonly port: number };

const SHADOW_KEYS = [
  'global_http_proxy_host',
  'global_http_proxy_port',
  'global_http_proxy_exclusion_list',
  'global_proxy_pac_url',
] as const;

/** The proxy that a value of `http_proxy` names; null for none, `:0` and nonsense. */
const proxyFromSetting = (value: string | undefined): ProxyAddress | null => {
  const colon = value?.lastIndexOf(':') ?? -1;
  if (value === undefined || colon < 1) return null;
  const port = Number(value.slice(colon + 1));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? { host: value.slice(0, colon), port } : null;
};

/**
 * Follows `settings global http_proxy` as Android's ProxyTracker does: a write holds at once and leaves shadow rows;
 * with `deleteNeedsReboot` a deletion holds only from the next boot.
 * Source: AOSP packages/modules/Connectivity ProxyTracker.java; appium/appium-adb#392 for the deletion.
 */
export const createProxySetting = (
  settings: Settings,
  deleteNeedsReboot: boolean,
): { readonly current: () => ProxyAddress | null; readonly boot: () => void } => {
  let current = proxyFromSetting(settings.get('global', 'http_proxy'));
  settings.onChange(({ table, key, value }) => {
    if (table !== 'global' || key !== 'http_proxy') return;
    if (value === undefined) {
      if (!deleteNeedsReboot) current = null;
      return;
    }
    current = proxyFromSetting(value);
    const shadow = [current?.host ?? '', String(current?.port ?? 0), '', ''];
    SHADOW_KEYS.forEach((name, index) => {
      settings.put('global', name, shadow[index] ?? '');
    });
  });
  return {
    current: () => current,
    boot: () => {
      current = proxyFromSetting(settings.get('global', 'http_proxy'));
      if (settings.get('global', 'http_proxy') === undefined)
        for (const key of SHADOW_KEYS) settings.remove('global', key);
    },
  };
};
