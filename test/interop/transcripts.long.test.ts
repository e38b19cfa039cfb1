import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { obstacles, unless } from '../support/unless.ts';
import { backgroundScenes } from './scenes/backgroundServer.ts';
import { browserScenes } from './scenes/browserSignIn.ts';
import { fileScenes } from './scenes/credentialFile.ts';
import { describingScenes } from './scenes/describing.ts';
import { otherSignInScenes } from './scenes/otherSignIns.ts';
import { signedInScenes } from './scenes/signedIn.ts';
import { Theatre, type Scene } from './scenes/stage.ts';

const folder = join(import.meta.dirname, 'transcripts');
/** Set by `npm run codex`: transcripts are written, not compared. */
const records = process.env['CODEX_ACCOUNTS_RECORD'] === '1';

const scenes: Readonly<Record<string, Scene>> = {
  ...describingScenes,
  ...browserScenes,
  ...otherSignInScenes,
  ...signedInScenes,
  ...fileScenes,
  ...backgroundScenes,
};

describe('the real CLI does what its transcripts have', unless(obstacles.notLinuxX64), () => {
  let theatre: Theatre;

  beforeAll(async () => {
    theatre = await Theatre.open();
  });
  afterAll(async () => {
    await theatre.close();
  });

  it.for(Object.entries(scenes))('%s', async ([name, scene]) => {
    const text = await theatre.play(scene);
    const file = join(folder, `${name}.txt`);
    if (records) await writeFile(file, text);
    const recorded = existsSync(file) ? await readFile(file, 'utf8') : '';
    const explanation =
      `codex ${theatre.version} does not do what transcripts/${name}.txt has. Read the difference, check what relies ` +
      'on it, then record it: npm run codex';
    expect(text, explanation).toBe(recorded);
  });
});

it('every transcript is that of a scene', () => {
  expect(readdirSync(folder).toSorted()).toEqual(
    Object.keys(scenes)
      .map((name) => `${name}.txt`)
      .toSorted(),
  );
});
