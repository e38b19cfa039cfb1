/** Runs inside the extension host, where vitest cannot: named tests, one after the other, each reported as a line. */

export { strict as assert } from 'node:assert';

/** Every line that reports starts with this; the rest of the line is JSON of a `HostReport`. */
export const reportMark = '@@host-test@@';

export type HostReport =
  | { readonly kind: 'test'; readonly name: string; readonly failure?: string; readonly durationMs: number }
  | { readonly kind: 'done'; readonly tests: number };

interface HostTest {
  readonly name: string;
  readonly body: () => void | Promise<void>;
}

const limitMs = 60_000;
const tests: HostTest[] = [];
let heading = '';

/** Groups tests under a name. */
export function suite(name: string, body: () => void): void {
  const outer = heading;
  heading = `${outer}${name} › `;
  body();
  heading = outer;
}

export function test(name: string, body: () => void | Promise<void>): void {
  tests.push({ name: `${heading}${name}`, body });
}

/** What VS Code calls; it rejects when a test failed, which is the exit code of the run. */
export async function run(): Promise<void> {
  let failed = 0;
  for (const { name, body } of tests) {
    const beganAtMs = Date.now();
    const failure = await findFailure(body);
    if (failure !== undefined) failed += 1;
    report({ kind: 'test', name, ...(failure === undefined ? {} : { failure }), durationMs: Date.now() - beganAtMs });
  }
  report({ kind: 'done', tests: tests.length });
  if (failed > 0) throw new Error(`${failed} tests failed in the extension host.`);
}

async function findFailure(body: HostTest['body']): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The test did not end within ${limitMs / 1000} s.`));
    }, limitMs);
  });
  try {
    await Promise.race([body(), limit]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}

function report(entry: HostReport): void {
  console.log(`${reportMark}${JSON.stringify(entry)}`);
}
