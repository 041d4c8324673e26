import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { makeDraw } from '../seeded.ts';
import { type Exchange, makeExchange, type Plan } from './exchange.ts';

const START_MS = 1_772_359_200_000;

const entryFrom = ({ atMs, host, path, body, answer, isBase64, ...exchange }: Exchange): string => {
  const headers = exchange.headers.map(([name, value]) => ({ name, value }));
  return JSON.stringify({
    startedDateTime: new Date(START_MS + atMs).toISOString(),
    time: 12,
    request: {
      method: 'POST',
      url: `https://${host}${path}`,
      httpVersion: 'HTTP/2',
      cookies: [],
      headers,
      queryString: [],
      headersSize: -1,
      bodySize: body.length,
      postData: { mimeType: 'application/json', text: body },
    },
    response: {
      status: 200,
      statusText: '',
      httpVersion: 'HTTP/2',
      cookies: [],
      headers,
      content: {
        size: answer.length,
        mimeType: 'application/json',
        text: answer,
        ...(isBase64 ? { encoding: 'base64' } : {}),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  });
};

/** Writes a HAR after a plan. */
export const writeHar = async (path: string, plan: Plan): Promise<void> => {
  const out = createWriteStream(path, { mode: 0o600 });
  const draw = makeDraw(7);
  out.write('{"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"entries":[\n');
  for (let index = 0; index < plan.flows; index += 1) {
    const entry = entryFrom(makeExchange(draw, index, plan));
    if (!out.write(`${index === 0 ? '' : ',\n'}${entry}`)) await once(out, 'drain');
  }
  out.end('\n]}}\n');
  await finished(out);
};
