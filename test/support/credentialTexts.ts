import {
  parseCredentialDocument,
  type HomeCredential,
  type ParsedDocument,
} from '../../src/home/credential/credentialDocument.ts';
import { serializeCredential } from '../../src/home/credential/serializeCredential.ts';
import { Secret } from '../../src/base/secret.ts';

/** A credential document as the text that a test compares and changes. */
export function serializeToText(credential: HomeCredential, before?: string): string {
  return serializeCredential(credential, before === undefined ? undefined : new Secret(before)).reveal();
}

export function parseText(text: string): ParsedDocument {
  return parseCredentialDocument(new Secret(text));
}
