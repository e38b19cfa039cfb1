import { parseJson } from '../../util/json.ts';

/** A keyring keeps the document without the file's line breaks. */
export function isSameDocument(left: string, right: string): boolean {
  return left === right || JSON.stringify(parseJson(left)) === JSON.stringify(parseJson(right));
}
