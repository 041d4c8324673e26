import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProjectCa } from '#collect/proxy/project-ca';
import { lacks } from '../../support/lacks.ts';

const DAY_MS = 86_400_000;
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ca-'));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const openssl = (...args: string[]): string => execFileSync('openssl', args, { encoding: 'utf8' }).trim();

describe('openProjectCa', () => {
  it.skipIf(lacks('openssl'))('makes an authority that openssl accepts as one', async () => {
    const folder = join(root, '.phonehome', 'ca');
    const ca = await openProjectCa(folder, Date.now());
    const cert = join(folder, 'cert.pem');
    expect(openssl('verify', '-x509_strict', '-CAfile', cert, cert)).toContain('OK');
    expect(openssl('x509', '-in', cert, '-noout', '-subject_hash_old')).toBe(ca.subjectHashOld);
    const text = openssl('x509', '-in', cert, '-noout', '-text');
    expect(text).toContain('CA:TRUE');
    expect(text).toContain('Certificate Sign');
    expect(openssl('x509', '-in', cert, '-noout', '-fingerprint', '-sha256').replaceAll(':', '')).toContain(
      ca.sha256.toUpperCase(),
    );
  });

  it('keeps folder and key to the owner', async () => {
    const folder = join(root, 'ca');
    await openProjectCa(folder, Date.now());
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'key.pem'))).mode & 0o777).toBe(0o600);
  });

  it('is the same on the second opening and a new one when it nears its end', async () => {
    const first = await openProjectCa(root, Date.now());
    expect((await openProjectCa(root, Date.now())).sha256).toBe(first.sha256);
    const later = await openProjectCa(root, Date.now() + 28 * DAY_MS);
    expect(later.sha256).not.toBe(first.sha256);
    expect(later.subjectHashOld).not.toBe(first.subjectHashOld);
  });

  it('is made anew when what stands there is no certificate', async () => {
    await openProjectCa(root, Date.now());
    await writeFile(join(root, 'cert.pem'), 'cut of');
    const again = await openProjectCa(root, Date.now());
    expect(await readFile(join(root, 'cert.pem'), 'utf8')).toBe(again.certPem);
  });

  it('says so when the folder cannot be made', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(openProjectCa(join(root, 'file', 'ca'), Date.now())).rejects.toMatchObject({
      code: 'not-writable',
    });
  });
});
