import { ciSystems, type CiChoice, type CiCredential, type CiTask } from '../../src/ci/choice.ts';

export const apiKeyByAction: CiCredential = { kind: 'apiKey', by: 'action' };
export const apiKeyByCommand: CiCredential = { kind: 'apiKey', by: 'command' };
export const accessToken: CiCredential = { kind: 'accessToken' };
export const persistentAccount: CiCredential = { kind: 'accountFile', runner: 'persistent' };
export const freshAccount: CiCredential = { kind: 'accountFile', runner: 'fresh' };

const credentials = [apiKeyByAction, apiKeyByCommand, accessToken, persistentAccount, freshAccount];
const tasks: readonly CiTask[] = [
  { kind: 'prompt', prompt: 'triage open bug reports' },
  { kind: 'reviewDiff' },
  { kind: 'resume', first: 'find the flaky tests', second: 'fix the worst of them' },
];

/** Every file that can be made, with a name for its test. */
export const everyChoice: readonly (readonly [string, CiChoice])[] = ciSystems.flatMap((system) =>
  credentials.flatMap((credential) =>
    tasks.map((task) => {
      const how = 'by' in credential ? ` by ${credential.by}` : 'runner' in credential ? `, ${credential.runner}` : '';
      const choice: CiChoice = { system, credential, task, version: '0.171.0' };
      return [`${system}: ${credential.kind}${how}: ${task.kind}`, choice] as const;
    }),
  ),
);
