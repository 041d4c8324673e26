import { resolve } from 'node:path';
import { Failure } from '#model/failure';
import { fileFailure, openRegular } from '../file-source.ts';
import { safeNameFrom } from '../safe-name.ts';

const HEAD_BYTES = 1 << 20;
/** A line of NSS's key log: label, random number of the client (or of an RSA key), secret. */
const LINE =
  /^(?:CLIENT_RANDOM|(?:CLIENT|SERVER)_(?:HANDSHAKE_TRAFFIC_SECRET|TRAFFIC_SECRET_\d+)|CLIENT_EARLY_TRAFFIC_SECRET|(?:EARLY_)?EXPORTER_SECRET|RSA|PMS_CLIENT_RANDOM) (?:[0-9a-fA-F]{2}){4,32} (?:[0-9a-fA-F]{2}){1,96}\r?$/m;

const readHead = async (path: string): Promise<string> => {
  try {
    await using file = await openRegular(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } catch (cause) {
    throw cause instanceof Failure ? cause : fileFailure(path, cause);
  }
};

/**
 * Checks that a file holds TLS keys as browsers and SSLKEYLOGFILE write them, and gives its whole path.
 * @throws Failure not-found, not-readable, not-parsable
 */
export const checkKeyLog = async (path: string): Promise<string> => {
  const head = await readHead(path);
  const file = safeNameFrom(path);
  if (!LINE.test(head))
    throw new Failure(
      'not-parsable',
      `${file} holds no TLS keys: no line like CLIENT_RANDOM <hex> <hex> was found`,
      {
        place: { file },
        remedy: 'give the file that SSLKEYLOGFILE named, or what the proxy wrote as its key log',
      },
    );
  return resolve(path);
};
