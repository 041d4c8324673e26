import { toBuffer } from '../buffer.ts';
import { headerOf } from '../context.ts';
import type { Context } from '../decoder.ts';

const PACKAGE = /^[A-Za-z][\w.]{1,99}$/;

const pathOf = ({ roots }: Context): string => {
  const root = roots.find(({ link }) => link.step === 'path');
  return root === undefined ? '' : toBuffer(root.bytes).toString('latin1');
};

/**
 * What an unreadable payload is known to be: Xiaomi's OneTrack v4 and mistat v3, whose keys are agreed with the
 * server under RSA; null for any other. Source: decompiled com.xiaomi.onetrack HttpUtil and SecretKeyManager,
 * com.xiaomi.stat 3.0.8.
 */
export const opaqueNote = (context: Context): string | null => {
  const sender = headerOf(context, 'ot_sender');
  if (sender !== null && headerOf(context, 'ot_protocol') !== null) {
    const by = PACKAGE.test(sender) ? ` sent by ${sender}` : '';
    return `OneTrack payload${by}, encrypted with a key agreed at /track/key_get`;
  }
  const isMistat =
    context.host.includes('mistat') && /^\/(?:mistats\/v3|idservice\/deviceid_get)/.test(pathOf(context));
  return isMistat ? 'mistat v3 payload, encrypted with a key agreed with the server' : null;
};
