import { randomBytes } from 'node:crypto';

const defaultRandomByteCount = 32;

/** Makes every secret of the issuer, each with the marker of the run inside, so that a leak scan can find it. */
export class SecretMint {
  readonly marker: string;

  /** @param marker base64url characters only, at most 32 of them, so that every secret stays a legal token */
  constructor(marker: string) {
    if (!/^[A-Za-z0-9_-]{0,32}$/u.test(marker)) {
      throw new Error('The token marker must be at most 32 base64url characters.');
    }
    this.marker = marker;
  }

  make(prefix: string, randomByteCount: number = defaultRandomByteCount): string {
    return `${prefix}${this.marker}${randomBytes(randomByteCount).toString('base64url')}`;
  }
}

/**
 * Every spelling under which a marker can stand in a file: as it is, and inside base64url text (a JWT's payload) at
 * each of the three alignments. A leak scan looks for all of them.
 */
export function markerSpellings(marker: string): readonly string[] {
  const encoded = [0, 1, 2].map((offset) => {
    const padded = Buffer.from('\0'.repeat(offset) + marker, 'utf8');
    const firstWholeCharacter = offset === 0 ? 0 : offset + 1;
    const lastWholeCharacter = Math.floor((padded.length * 8) / 6);
    return padded.toString('base64url').slice(firstWholeCharacter, lastWholeCharacter);
  });
  return [marker, ...encoded];
}
