import { findSignInVariables } from '../home/signInVariables.ts';
import type { CredentialSight } from './whoPays.ts';

/** Names with hashes of their values; an empty text for an empty one. */
type Hashes = Readonly<Record<string, string>>;

/** What the start files of a shell change of the variables that decide who pays. */
interface ShellChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

/** Names of a shell's environment against those of the window's. Nobody is told of a variable that decides nothing here. */
export function compareShell(window: Hashes, shell: Hashes, sight: Pick<CredentialSight, 'provider'>): ShellChanges {
  const names = [...new Set([...Object.keys(window), ...Object.keys(shell)])]
    .filter((name) => counts(name, sight))
    .sort();
  const isSet = (of: Hashes, name: string): boolean => (of[name] ?? '') !== '';
  return {
    added: names.filter((name) => !isSet(window, name) && isSet(shell, name)),
    changed: names.filter((name) => isSet(window, name) && isSet(shell, name) && window[name] !== shell[name]),
    removed: names.filter((name) => isSet(window, name) && !isSet(shell, name)),
  };
}

function counts(name: string, { provider }: Pick<CredentialSight, 'provider'>): boolean {
  const ofProvider = provider.kind === 'provider' ? provider.envKey : undefined;
  return (
    name === ofProvider ||
    name === 'CODEX_API_KEY' ||
    name === 'OPENAI_API_KEY' ||
    name === 'CODEX_HOME' ||
    name.startsWith('AWS_') ||
    findSignInVariables({ [name]: 'set' }).length > 0
  );
}
