import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { AwsTexts } from '../../providers/ports.ts';
import { decodeUtf8 } from '../../base/bytes.ts';
import { whileAnswering } from '../files/fileSystemTimeout.ts';
import { readRegularFile } from '../files/regularFile.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** More than anybody has; what is beyond is not looked at. */
const mostFiles = 100;

/** The files that the CLI and the SDKs of AWS share, where their variables say they are. */
export async function readAwsFiles(userFolder: string, environment: Variables): Promise<AwsTexts> {
  const folder = join(userFolder, '.aws');
  const locate = (variable: string, usual: string): string => {
    const named = environment[variable] ?? '';
    return isAbsolute(named) ? named : usual;
  };
  const configPath = locate('AWS_CONFIG_FILE', join(folder, 'config'));
  const [config, credentials, ssoCache, loginCache] = await Promise.all([
    readText(configPath),
    readText(locate('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))),
    readFolder(join(folder, 'sso', 'cache')),
    readFolder(locate('AWS_LOGIN_CACHE_DIRECTORY', join(folder, 'login', 'cache'))),
  ]);
  return { configPath, config, credentials, ssoCache, loginCache };
}

/** What cannot be read is not there: AWS goes on without it too. */
async function readText(path: string): Promise<string | undefined> {
  try {
    return decodeUtf8(await whileAnswering(dirname(path), () => readRegularFile(path)));
  } catch {
    return undefined;
  }
}

async function readFolder(folder: string): Promise<readonly string[]> {
  const names = await whileAnswering(folder, () => readdir(folder)).catch((): string[] => []);
  const files = names.filter((name) => name.endsWith('.json')).slice(0, mostFiles);
  const texts = await Promise.all(files.map((name) => readText(join(folder, name))));
  return texts.filter((text) => text !== undefined);
}
