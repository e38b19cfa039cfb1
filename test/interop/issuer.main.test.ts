import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';

const program = fileURLToPath(new URL('../issuer/main.ts', import.meta.url));
const lineSchema = z.tuple([z.string()]);
const addressesSchema = z.object({ url: z.url(), tlsUrl: z.url(), caFile: z.string(), chatgptBaseUrl: z.url() });

describe('the practice issuer as a program', () => {
  it.for(['SIGTERM', 'SIGINT'] as const)('says where it is, and leaves nothing behind on %s', async (signal) => {
    const child = spawn(process.execPath, [program, '--tls'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    const [line] = lineSchema.parse(await once(createInterface({ input: child.stdout }), 'line'));
    const { url, caFile, chatgptBaseUrl } = addressesSchema.parse(JSON.parse(line));
    expect(chatgptBaseUrl).toBe(`${url}/backend-api/`);
    const home = await fetch(url);
    expect(await home.text()).toContain('These people can sign in');
    expect(existsSync(caFile)).toBe(true);
    child.kill(signal);
    expect(await closed).toEqual([0, null]);
    expect(existsSync(caFile)).toBe(false);
  });
});
