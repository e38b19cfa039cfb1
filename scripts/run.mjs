// Runs a TypeScript script under Node 24: node scripts/run.mjs FILE.ts [arguments]

import { Stop, main, run } from './processes.mjs';
import { ensureNode24, ensureRootInstall } from './tools.mjs';

await main(async () => {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) throw new Stop('Say which script to run: node scripts/run.mjs FILE.ts [arguments]');
  await ensureRootInstall();
  const { code } = await run(await ensureNode24(), [file, ...args], { show: 'inherit' });
  return code;
});
