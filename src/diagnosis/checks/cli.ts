import { isOlder } from '../../base/versions.ts';
import type { Check } from '../check.ts';
import { found, plain, type Finding } from '../finding.ts';
import type { CodexSights, DiagnosisPorts } from '../ports.ts';
import { pathOf, versionOf } from '../value.ts';

type CliSeen = Awaited<ReturnType<CodexSights['find']>>;

/** The first release that signs in with ChatGPT as documented. */
export const oldestRelease = '0.20.0';

/** Whether there is a Codex, and one that is new enough. */
export const cliCheck: Check<Pick<DiagnosisPorts, 'codex'>, CliSeen> = {
  id: 'cli',
  observe: ({ codex }, signal) => codex.find(signal),
  judge: (seen) => [
    describe(seen),
    ...(seen.ofWorkspace === undefined
      ? []
      : [found('cli.ofWorkspace', 'note', { args: { path: pathOf(seen.ofWorkspace) } })]),
  ],
};

function describe({ path, version, hasExtension }: CliSeen): Finding {
  if (path === undefined) {
    return hasExtension
      ? plain('cli.extensionAlone', 'note', { id: 'installCli' })
      : plain('cli.missing', 'problem', { id: 'installCli' });
  }
  if (version === undefined) {
    return found('cli.silent', 'problem', { args: { path: pathOf(path) }, fixes: [{ id: 'installCli' }] });
  }
  const args = { version: versionOf(version), path: pathOf(path) };
  return isOlder(version, oldestRelease)
    ? found('cli.old', 'problem', { args, fixes: [{ id: 'installCli' }] })
    : found('cli.found', 'good', { args });
}
