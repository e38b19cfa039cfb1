import { join } from 'node:path';
import { decodeUtf8 } from '../../util/bytes.ts';
import { whileAnswering } from '../files/answeringFolder.ts';
import { readPlainFile } from '../files/plainFile.ts';

/** The text of a Home's `.env`; nothing where there is none that can be read: the CLI goes on without it too. */
export async function readHomeVariables(home: string): Promise<string> {
  try {
    return await whileAnswering(home, async () => decodeUtf8(await readPlainFile(join(home, '.env'))) ?? '');
  } catch {
    return '';
  }
}
