import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostAndPort, readGreeting, readSocksRequest } from '#collect/proxy/greeting';

const greet = (text: string | Buffer) => readGreeting(Buffer.from(text));
const done = (value: unknown) => ({ kind: 'done', value });

describe('readGreeting', () => {
  it.each([
    [
      'CONNECT a.example:443 HTTP/1.1\r\n\r\nrest',
      { kind: 'connect', host: 'a.example', port: 443, headBytes: 34 },
    ],
    [
      'CONNECT [2001:db8::1]:8443 HTTP/1.1\r\n\r\n',
      { kind: 'connect', host: '2001:db8::1', port: 8443, headBytes: 39 },
    ],
    ['CONNECT a.example HTTP/1.1\r\n\r\n', { kind: 'connect', host: 'a.example', port: 443, headBytes: 30 }],
    ['CONNECT a.example:99999 HTTP/1.1\r\n\r\n', { kind: 'other' }],
    ['GET http://a.example/ HTTP/1.1', { kind: 'absolute-form' }],
    ['POST HTTP://a.example/ HTTP/1.1', { kind: 'absolute-form' }],
    ['GET / HTTP/1.1', { kind: 'other' }],
    ['GET https://a.example/ HTTP/1.1', { kind: 'other' }],
    ['\x16\x03\x01', { kind: 'other' }],
    ['\x05\x01\x00', { kind: 'socks', headBytes: 3 }],
  ])('%j', (text, value) => {
    expect(greet(text)).toEqual(done(value));
  });

  it.each([
    '',
    'C',
    'CONNECT',
    'CONNECT a.example:443 HTTP/1.1\r\n',
    'GET',
    'GET ht',
    '\x05',
    '\x05\x02\x00',
  ])('asks for more after %j', (text) => {
    expect(greet(text)).toEqual({ kind: 'need' });
  });

  it('gives up on a CONNECT without end', () => {
    expect(greet(`CONNECT ${'a'.repeat(70_000)}`)).toEqual(done({ kind: 'other' }));
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        readGreeting(Buffer.from(bytes));
        readSocksRequest(Buffer.from(bytes));
      }),
    );
  });
});

describe('readSocksRequest', () => {
  it.each([
    [[5, 1, 0, 1, 192, 0, 2, 7, 1, 187], { host: '192.0.2.7', port: 443, headBytes: 10 }],
    [[5, 1, 0, 3, 1, 97, 0, 80, 71], { host: 'a', port: 80, headBytes: 8 }],
    [
      [5, 1, 0, 4, 32, 1, 13, 184, ...Array<number>(11).fill(0), 1, 0, 80],
      { host: '2001:db8:0:0:0:0:0:1', port: 80, headBytes: 22 },
    ],
    [[5, 3, 0, 1, 192, 0, 2, 7, 1, 187], null],
  ])('%j', (bytes, value) => {
    expect(readSocksRequest(Buffer.from(bytes))).toEqual(done(value));
  });

  it('asks for more of a name that is not whole', () => {
    expect(readSocksRequest(Buffer.from([5, 1, 0, 3, 5, 97]))).toEqual({ kind: 'need' });
  });
});

describe('hostAndPort', () => {
  it.each([
    ['a.example', { host: 'a.example', port: 80 }],
    ['a.example:8080', { host: 'a.example', port: 8080 }],
    ['[::1]:1', { host: '::1', port: 1 }],
    ['::1', null],
    ['a b', null],
    ['', null],
  ])('%j', (text, expected) => {
    expect(hostAndPort(text, 80)).toEqual(expected);
  });
});
