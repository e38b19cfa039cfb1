import { suggestFor } from '../../../../src/accounts/directory/labels.ts';
import { listChanges } from '../../../../src/accounts/home/providerConfigWriter.ts';
import type { AccountState } from '../../../../src/accounts/use/currentAccount.ts';
import { editConfig } from '../../../../src/home/config/configEdit.ts';
import type { AwsFacts } from '../../../../src/providers/ports.ts';
import type { ProbeResult } from '../../../../src/providers/probe.ts';
import type { LocalAnswer } from '../../../../src/providers/probeLocal.ts';
import {
  isProvider,
  type Account,
  type Credential,
  type Identity,
  type ProviderCredential,
} from '../../../../src/storage/account.ts';
import type { AccountId } from '../../../../src/storage/ids.ts';
import { suggestLabels } from '../../../../src/ui/text/accountText.ts';
import { createFakeFlow } from '../../../support/fakeFlow.ts';
import { createAccount } from '../../../support/records.ts';
import type { Answer } from '../../../support/scriptedPrompts.ts';

/** What a flow about providers works with: every probe is good, and a switch places what was saved. */
export function createProviderFlow(...answers: readonly Answer[]) {
  const base = createFakeFlow(...answers);
  const saved: ProviderCredential[] = [];
  const accounts = new Map<AccountId, Account>();
  const switched: AccountId[] = [];
  const placed: AccountId[] = [];
  const left: AccountId[] = [];
  const signedOut: string[] = [];
  const results: ProbeResult[] = [];
  const locals: LocalAnswer[] = [];
  const commands: string[] = [];
  const scene = {
    environment: {} as Record<string, string>,
    aws: { configPath: '/home/ada/.aws/config', profiles: [] } as AwsFacts,
    config: '',
    /** In use before the switch. */
    before: undefined as AccountId | undefined,
    /** What a switch back would lead to. */
    previous: undefined as AccountId | undefined,
    /** Once it was switched to an account. */
    afterSwitch: (account: Account): AccountState => ({
      kind: 'signedIn',
      account,
      home: { kind: 'none' },
      health: undefined,
    }),
  };
  const directory = {
    ...base.directory,
    find: (id: AccountId) => {
      const account = accounts.get(id);
      return Promise.resolve(
        account === undefined ? ({ kind: 'missing' } as const) : ({ kind: 'account', account } as const),
      );
    },
    save: (credential: Credential, identity: Identity, { replacedId }: { replacedId?: AccountId } = {}) => {
      if (isProvider(credential)) saved.push(credential);
      const label = suggestFor((facts) => suggestLabels(facts, false), { credential, identity })[0];
      const account = createAccount({
        ...(replacedId === undefined ? {} : { id: replacedId }),
        credential,
        identity,
        label,
      });
      accounts.set(account.id, account);
      return Promise.resolve({ account, isNew: replacedId === undefined });
    },
    leaveOldGrants: () => Promise.resolve(),
  };
  return {
    ...base,
    /** What was kept. */
    saved,
    accounts,
    switched,
    placed,
    left,
    signedOut,
    /** What the provider says, one after the other; good when there is nothing left. */
    results,
    /** What a local server says. */
    locals,
    /** The lines that were put into a terminal. */
    commands,
    scene,
    directory,
    loadProviders: () =>
      Promise.resolve({
        environment: scene.environment,
        platform: 'linux',
        readAws: () => Promise.resolve(scene.aws),
        probe: async (_asked: ProviderCredential, signal: AbortSignal) => {
          await Promise.resolve();
          signal.throwIfAborted();
          return results.shift() ?? { kind: 'good' as const };
        },
        lookLocal: async (_asked: unknown, signal: AbortSignal) => {
          await Promise.resolve();
          signal.throwIfAborted();
          return locals.shift() ?? { result: { kind: 'good' as const }, models: ['gpt-oss:20b'] };
        },
        preview: (setup: ProviderCredential['setup']) =>
          Promise.resolve({
            path: '/home/ada/.codex/config.toml',
            before: scene.config,
            after: editConfig(scene.config, listChanges(setup)) ?? scene.config,
          }),
        openTerminal: (command: string) => {
          commands.push(command);
        },
      }),
    loadSwitch: () =>
      Promise.resolve({
        switchTo: (id: AccountId) => {
          switched.push(id);
          const account = accounts.get(id) ?? createAccount({ id });
          base.current.state = scene.afterSwitch(account);
          return Promise.resolve({
            kind: 'switched' as const,
            account,
            placement: { kind: 'placed' as const, before: scene.before },
          });
        },
        findPrevious: () => Promise.resolve(scene.previous),
      }),
    loadHomeLink: () =>
      Promise.resolve({
        look: () => Promise.resolve({ kind: 'none' as const }),
        place: ({ id }: Account) => {
          placed.push(id);
          return Promise.resolve({ kind: 'placed' as const });
        },
        leaveProvider: (id: AccountId) => {
          left.push(id);
          return Promise.resolve({ kind: 'placed' as const });
        },
      }),
    loadSignOut: () =>
      Promise.resolve({
        signOut: (_account: Account, reach: string) => {
          signedOut.push(reach);
          return Promise.resolve({ kind: 'done' as const });
        },
      }),
  };
}
