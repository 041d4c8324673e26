import { request as httpRequest } from 'node:http';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import type { Duplex, Readable } from 'node:stream';
import type { OutgoingRequest } from '../render-request.ts';

/** What came back. */
export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** At most a mebibyte of it. */
  readonly body: string;
};

/** Called once, when the last byte of the request has been handed to the wire. */
type OnSent = () => void;

const MAX_BODY = 1 << 20;

const readText = async (stream: Readable): Promise<string> => {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  for await (const chunk of stream) {
    if (byteLength < MAX_BODY) chunks.push(chunk as Buffer);
    byteLength += (chunk as Buffer).length;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BODY).toString();
};

const flat = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().map(String).join(', ')]),
  );

/** The port is named where it is not the scheme's own. */
const authorityOf = ({ host, port, transport }: OutgoingRequest): string =>
  port === (transport === 'https' ? 443 : 80) ? host : `${host}:${port}`;

/** One exchange by HTTP/1.1; `target` as it stands in the request line. @throws what ended the connection */
export const exchangeHttp1 = async (
  stream: Duplex,
  request: OutgoingRequest,
  target: string,
  onSent: OnSent,
): Promise<Answered> => {
  const { method, headers, body } = request;
  const outgoing = httpRequest({
    method,
    path: target,
    createConnection: () => stream,
    headers: [
      ...['Host', authorityOf(request)],
      ...headers.flat(),
      ...(body === null && method === 'GET' ? [] : ['Content-Length', String(body?.length ?? 0)]),
      ...['Connection', 'close'],
    ],
  });
  outgoing.once('finish', onSent);
  return new Promise((resolve, reject) => {
    outgoing.once('error', reject);
    outgoing.once('response', (response) => {
      const { statusCode = 0, headers: answered } = response;
      readText(response).then((text) => {
        resolve({ status: statusCode, headers: flat(answered), body: text });
      }, reject);
    });
    outgoing.end(body ?? undefined);
  });
};

/** One exchange by HTTP/2 over a connection that has agreed on it. @throws what ended the connection */
export const exchangeHttp2 = async (
  stream: Duplex,
  request: OutgoingRequest,
  onSent: OnSent,
): Promise<Answered> => {
  const authority = authorityOf(request);
  const session = connectHttp2(`https://${authority}`, { createConnection: () => stream });
  const broken = new Promise<never>((_resolve, reject) => {
    session.once('error', reject);
    session.once('close', () => {
      reject(new Error('the connection was closed'));
    });
  });
  broken.catch(() => undefined);
  try {
    const outgoing = session.request({
      ':method': request.method,
      ':path': request.path,
      ':authority': authority,
      ...Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value])),
      ...(request.body === null ? {} : { 'content-length': String(request.body.length) }),
    });
    outgoing.once('finish', onSent);
    const answered = new Promise<Answered>((resolve, reject) => {
      outgoing.once('error', reject);
      outgoing.once('response', ({ ':status': status = 0, ...headers }) => {
        readText(outgoing).then((body) => {
          resolve({ status, headers: flat(headers), body });
        }, reject);
      });
    });
    answered.catch(() => undefined);
    outgoing.end(request.body ?? undefined);
    return await Promise.race([answered, broken]);
  } finally {
    session.close();
  }
};
