/** One file of a .vsix (a zip archive): its path inside and its size in bytes, packed and unpacked. */
export interface VsixEntry {
  readonly path: string;
  readonly packedBytes: number;
  readonly bytes: number;
}

/** Size limits in bytes: of the whole base .vsix and of the pictures inside (docs/decisions.md, Sizes). */
export const vsixLimits = { total: 560 * 1024, pictures: 150 * 1024 };

const pictures = /\.(?:png|jpe?g|gif|svg|webp|ttf|woff2?)$/u;
const allowed = [
  /^\[Content_Types\]\.xml$/u,
  /^extension\.vsixmanifest$/u,
  /^extension\/(?:package\.json|package\.nls[.a-z-]*\.json|readme\.md|changelog\.md|LICENSE(?:\.txt)?)$/iu,
  /^extension\/dist\/(?:[\w-]+\/)*[\w-]+\.(?:c?js|css)$/u,
  /^extension\/media\/(?:[\w-]+\/)*[\w.-]+\.(?:svg|png|css|md)$/u,
  /^extension\/l10n\/bundle\.l10n\.[a-z-]+\.json$/u,
];

/** What a platform package has more than the base package: the keyring's binary and the licences of what is inside it. */
export const platformFiles = ['extension/dist/keyring.node', 'extension/dist/keyring.licenses.md'];

/** The companion's .vsix, where the build puts it and main finds it. */
export const carriedCompanion = 'dist/codex-accounts-host.vsix';

/** `base` and `platform` are main; `companion` is what main carries to other hosts. */
export type PackageKind = 'base' | 'platform' | 'companion';

const entryOfMain = ['extension/dist/extension.cjs', 'extension/dist/createServices.js'];

/** What each package must have, and no other one may have unless its kind of file is allowed anyway. */
const ownFiles: Readonly<Record<PackageKind, readonly string[]>> = {
  base: [...entryOfMain, `extension/${carriedCompanion}`],
  platform: [...entryOfMain, `extension/${carriedCompanion}`, ...platformFiles],
  companion: ['extension/dist/extension.js'],
};

/** Reads the list of files from a zip archive's central directory (APPNOTE 4.3.12, 4.3.16). */
export function decodeVsixEntries(archive: Buffer): VsixEntry[] {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('This file is not a zip archive.');
  const entries: VsixEntry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    entries.push({
      path: archive.toString('utf8', at + 46, at + 46 + nameLength),
      packedBytes: archive.readUInt32LE(at + 20),
      bytes: archive.readUInt32LE(at + 24),
    });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

/**
 * One sentence per broken rule about what a .vsix of `totalBytes` may hold; empty when all hold. A platform package is
 * the base package, within its budget, and `platformFiles`.
 */
export function findVsixProblems(
  entries: readonly VsixEntry[],
  totalBytes: number,
  kind: PackageKind = 'base',
): string[] {
  const problems: string[] = [];
  const added = ownFiles[kind];
  const baseBytes = totalBytes - countPackedBytes(entries.filter(({ path }) => platformFiles.includes(path)));
  if (baseBytes > vsixLimits.total) {
    problems.push(`The .vsix has ${baseBytes} bytes; the budget is ${vsixLimits.total}.`);
  }
  const pictureBytes = countPackedBytes(entries.filter(({ path }) => pictures.test(path)));
  if (pictureBytes > vsixLimits.pictures) {
    problems.push(`The pictures in the .vsix have ${pictureBytes} bytes; the budget is ${vsixLimits.pictures}.`);
  }
  for (const { path } of entries) {
    const isAllowed = added.includes(path) || allowed.some((pattern) => pattern.test(path));
    if (!isAllowed) problems.push(`${path} may not be in the .vsix.`);
  }
  for (const required of ['extension/package.json', ...added]) {
    if (!entries.some(({ path }) => path === required)) problems.push(`${required} is missing in the .vsix.`);
  }
  return problems;
}

function countPackedBytes(entries: readonly VsixEntry[]): number {
  return entries.reduce((sum, { packedBytes }) => sum + packedBytes, 0);
}
