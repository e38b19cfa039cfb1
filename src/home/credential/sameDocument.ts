import { parseJson } from '../../base/json.ts';
import { Secret } from '../../base/secret.ts';

/** A keyring keeps the document without the file's line breaks. */
export function isSameDocument(left: Secret, right: Secret): boolean {
  return left.equals(right) || compact(left) === compact(right);
}

/** The document as a file has it; undefined when it is no JSON. */
export function formatDocument(document: Secret): Secret | undefined {
  const json = parseJson(document.reveal());
  return json === undefined ? undefined : new Secret(JSON.stringify(json, undefined, 2));
}

function compact(document: Secret): string {
  return JSON.stringify(parseJson(document.reveal()));
}
