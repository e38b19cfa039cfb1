// npm run check: types, format, lint, what is unused, and unit tests in less than half a minute.

import { runChecks } from './checks.mjs';
import { main } from './processes.mjs';
import { say } from './progress.mjs';
import { ensureNode24, ensureRootInstall } from './tools.mjs';

await main(async () => {
  await ensureRootInstall();
  const results = await runChecks(await ensureNode24(), { changedOnly: true });
  const broken = results.filter((result) => result.failed > 0).map((result) => result.name);
  say(broken.length === 0 ? 'all checks passed' : `failed: ${broken.join(', ')}`);
  return broken.length === 0 ? 0 : 1;
});
