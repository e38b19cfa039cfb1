import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInExtensionHost } from '../support/hostRunner.ts';
import { buildSecretExtensions } from './secretStorage/build.ts';

// One real extension host runs all *.host.ts files; each of their tests is listed here as a test of its own.
const folder = import.meta.dirname;
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.host.ts'))
  .map((name) => join(folder, name));

for (const result of await runInExtensionHost({ files, installOthers: buildSecretExtensions })) {
  test(result.name, () => {
    expect(result.failure).toBeUndefined();
  });
}
