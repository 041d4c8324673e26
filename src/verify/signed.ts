import type { LoadedFlow } from '#model/flow';
import { target } from './roots.ts';
import { formValues } from './undo/form-values.ts';
import type { Signed } from './undo/undo.ts';

/** Of a flow that is no request, nothing. */
const UNSIGNED: Signed = { method: '', path: '', values: [] };

/** What the signature of a flow's request would be made over. */
export const signedOf = ({ flow, requestBody }: LoadedFlow): Signed => {
  if (flow.kind !== 'http') return UNSIGNED;
  const { path, query } = target(flow.url);
  const inQuery = formValues(Buffer.from(query, 'latin1'));
  const inBody = formValues(Buffer.from(requestBody));
  return { method: flow.method, path, values: [new Map([...inQuery, ...inBody]), inQuery, inBody] };
};
