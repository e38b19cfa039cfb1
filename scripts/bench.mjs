// npm run bench: every benchmark of bench/, each with its budget. -- NAMES runs only those. It fails when one fails or does not run.

import { join } from 'node:path';
import { listBenchmarks, runBenchmarks } from './benchmarks.mjs';
import { findOwnNetwork } from './ownNetwork.mjs';
import { Stop, main, run } from './processes.mjs';
import { say, secondsSince } from './progress.mjs';
import {
  ensureCodeServer,
  ensureCodex,
  ensureNode24,
  ensureRootInstall,
  ensureSystemPackages,
  root,
} from './tools.mjs';

const programs = [
  { program: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'], package: 'chromium' },
];

await main(async () => {
  const all = listBenchmarks(join(root, 'bench'));
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Stop(`There is no benchmark ${unknown.join(', ')}; there are ${all.join(', ')}.`);
  await ensureRootInstall();
  const node = await ensureNode24();
  await ensureSystemPackages(programs);
  await ensureCodeServer();
  await ensureCodex();
  const packaged = await run(node, [join(root, 'scripts', 'package.ts')], { cwd: root });
  if (packaged.code !== 0) throw new Stop(`The extension could not be packaged:\n${packaged.output.trim()}`);
  // A network of its own, where there is one: port 1455 is free there.
  const { command = [] } = findOwnNetwork();
  const failed = await runBenchmarks(wanted.length > 0 ? wanted : all, async (name) => {
    say(`running ${name} …`);
    const beganAtMs = Date.now();
    const [file, ...args] = [...command, node, join(root, 'bench', `${name}.ts`)];
    const { code } = await run(file, args, { cwd: root, show: 'inherit' });
    say(`${code === 0 ? 'ok' : 'FAILED'}: ${name} (${secondsSince(beganAtMs)})`);
    return code;
  });
  say(failed.length === 0 ? 'all benchmarks passed' : `failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});
