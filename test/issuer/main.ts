import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { startPracticeIssuer } from './practiceIssuer.ts';

const portSchema = z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535));

/** `node main.ts [--port N] [--tls]`: prints one line of JSON with the addresses, then serves until told to stop. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, tls: { type: 'boolean', default: false } },
  });
  const issuer = await startPracticeIssuer({ port: portSchema.parse(values.port), tls: values.tls });
  const addresses = {
    url: issuer.url,
    tlsUrl: issuer.tlsUrl,
    caFile: issuer.caFile,
    chatgptBaseUrl: `${issuer.url}/backend-api/`,
    apiBaseUrl: `${issuer.url}/v1`,
    authApiBaseUrl: `${issuer.url}/api/accounts`,
  };
  const stop = (): void => {
    void issuer.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
}

await main();
