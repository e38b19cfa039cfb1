import { lookup } from 'node:dns/promises';
import { hasCode } from '../files/systemError.ts';

/** Whether this computer finds an address for a name. */
export async function lookUpHost(host: string): Promise<'found' | 'notFound' | 'noAnswer'> {
  try {
    await lookup(host, { all: true });
    return 'found';
  } catch (failure) {
    return hasCode(failure, 'ENOTFOUND') ? 'notFound' : 'noAnswer';
  }
}

/** The addresses that `localhost` leads to; empty where it is no name here, which a browser makes up for. */
export async function resolveLocalhost(): Promise<readonly string[]> {
  try {
    return (await lookup('localhost', { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
