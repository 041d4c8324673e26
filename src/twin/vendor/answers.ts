import { randomBytes } from 'node:crypto';

/** What the vendor answers to one request. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const json = (body: unknown): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

/** The answer of Xiaomi's sign-in, with the session key in body and header (Yonsm/MiService miaccount.py). */
const signIn = (ssecurity: string): Answer => {
  const nonce = randomBytes(8).readUIntBE(0, 6);
  return {
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'extension-pragma': JSON.stringify({ ssecurity, nonce }),
      'set-cookie': `serviceToken=${randomBytes(24).toString('base64url')}; Path=/; Secure`,
    },
    body: `&&&START&&&${JSON.stringify({ qs: '', ssecurity, nonce, code: 0, desc: 'ok', location: '' })}`,
  };
};

type Answering = readonly [path: RegExp, answer: (ssecurity: string) => Answer];

/** By path, the first that fits; whatever else is asked is answered as most of the vendor's services do. */
const ANSWERS: readonly Answering[] = [
  [/\/generate_204$/, () => ({ status: 204, headers: {}, body: '' })],
  [/^\/pass\/serviceLoginAuth2/, signIn],
  [
    /^\/track\/key_get/,
    () =>
      json({
        code: 0,
        data: { key: randomBytes(128).toString('base64'), sid: randomBytes(8).toString('hex') },
      }),
  ],
  [/^\/pass\/(?:v3\/)?user@id/, () => json({ code: 70_016, desc: 'no such user' })],
  [
    /^\/updates\/miotaV3\.php/,
    () => ({ status: 200, headers: {}, body: randomBytes(64).toString('base64') }),
  ],
  [/^\/(?:time|ntp)$/, () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'ok' })],
];

const OTHERWISE = json({ code: 0, result: 'ok' });

/** A vendor with a session key of its own: the same for every sign-in while it runs. */
export const createAnswers = (): ((path: string) => Answer) => {
  const ssecurity = randomBytes(16).toString('base64');
  return (path) => ANSWERS.find(([shape]) => shape.test(path))?.[1](ssecurity) ?? OTHERWISE;
};
