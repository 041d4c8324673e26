/**
 * The hosts of the sample. Names of real companies stand here because public code or write-ups name them (see
 * devices/hosts.yaml); what the sample sends to them was made up and says nothing of what they receive. An address is the
 * first of a range that its holder publishes for the place; it names the place and no server.
 */
const AWS_SINGAPORE = '52.74.0.0';
const AWS_OREGON = '54.148.0.0';
const AWS_FRANKFURT = '3.120.0.0';
const GOOGLE = '142.250.0.0';
const ALIBABA_HANGZHOU = '47.96.0.0';
/** For documentation, RFC 5737. */
const NOWHERE = '192.0.2.0';

export const SERVERS = {
  account: { host: 'api.account.xiaomi.com', ip: AWS_OREGON },
  signIn: { host: 'account.xiaomi.com', ip: AWS_SINGAPORE },
  contacts: { host: 'contactapi.micloud.xiaomi.net', ip: AWS_SINGAPORE },
  messages: { host: 'smsapi.micloud.xiaomi.net', ip: AWS_SINGAPORE },
  packages: { host: 'policy.app.xiaomi.com', ip: ALIBABA_HANGZHOU },
  browser: { host: 'sa.api.intl.miui.com', ip: AWS_SINGAPORE },
  tracking: { host: 'tracking.intl.miui.com', ip: AWS_SINGAPORE },
  trackingChina: { host: 'tracking.miui.com', ip: ALIBABA_HANGZHOU },
  crashes: { host: 'fcanr.tracking.miui.com', ip: ALIBABA_HANGZHOU },
  statistics: { host: 'data.mistat.xiaomi.com', ip: ALIBABA_HANGZHOU },
  advertising: { host: 'sdkconfig.ad.intl.xiaomi.com', ip: AWS_SINGAPORE },
  security: { host: 'api.sec.miui.com', ip: ALIBABA_HANGZHOU },
  push: { host: 'app.chat.global.xiaomi.net', ip: AWS_SINGAPORE },
  update: { host: 'update.intl.miui.com', ip: AWS_SINGAPORE },
  reachable: { host: 'connect.intl.rom.miui.com', ip: AWS_SINGAPORE },
  google: { host: 'android.clients.google.com', ip: GOOGLE },
  googleReachable: { host: 'connectivitycheck.gstatic.com', ip: GOOGLE },
  googleSearch: { host: 'www.google.com', ip: GOOGLE },
  adjust: { host: 'app.adjust.com', ip: AWS_FRANKFURT },
  samsung: { host: 'regi.di.atlas.samsung.com', ip: AWS_FRANKFURT },
  operator: { host: 'config.rcs.mnc001.mcc001.pub.3gppnetwork.org', ip: NOWHERE },
  weather: { host: 'weather.sample.invalid', ip: NOWHERE },
  assistant: { host: 'assistant.sample.invalid', ip: NOWHERE },
  harness: { host: 'proof.phonehome.invalid', ip: NOWHERE },
} as const;
