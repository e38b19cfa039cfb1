import { l10n, type QuickPickItem } from 'vscode';
import { buildAwsSignIn } from '../../providers/awsProfiles.ts';
import { readBedrockSetup } from '../../providers/bedrock.ts';
import { readLocalSetup } from '../../providers/local.ts';
import type { ProviderAccount } from '../../storage/account.ts';
import { azureForm } from './azureForm.ts';
import { bedrockForm } from './bedrockForm.ts';
import { customForm } from './customForm.ts';
import { buildLocalForm } from './localForm.ts';
import type { UseProviderFlow } from './providerFlow.ts';
import { runForm } from './runForm.ts';

/** The same questions with what is there already: a new key, another deployment, another model. Name and color stay. */
export async function editProvider(account: ProviderAccount, flow: UseProviderFlow): Promise<void> {
  switch (account.credential.kind) {
    case 'azure':
      await runForm(azureForm, flow, account);
      return;
    case 'bedrock':
      if ((await signInToAws(account, flow)) === 'change') {
        await runForm(bedrockForm, flow, account);
      }
      return;
    case 'local':
      await runForm(buildLocalForm(readLocalSetup(account.credential.setup).server), flow, account);
      return;
    case 'custom':
      await runForm(customForm, flow, account);
  }
}

interface AwsRow extends QuickPickItem {
  readonly does: 'change' | { readonly command: string };
}

/** AWS signs its profiles in by commands of its own: the line is put into a terminal and left to the person. */
async function signInToAws({ label, credential }: ProviderAccount, flow: UseProviderFlow): Promise<'change' | 'done'> {
  const access = await flow.loadProviders();
  const { profile: name = access.environment['AWS_PROFILE'] ?? 'default' } = readBedrockSetup(credential.setup);
  const profile = (await access.readAws()).profiles.find((one) => one.name === name);
  if (profile === undefined || profile.way === 'other') {
    return 'change';
  }
  const command = buildAwsSignIn(profile);
  const rows: readonly AwsRow[] = [
    {
      label: l10n.t('$(sign-in) Sign In Again to AWS'),
      description: command,
      detail: l10n.t('Opens a terminal with this line.'),
      does: { command },
    },
    { label: l10n.t('$(edit) Change Profile, Region or Model'), does: 'change' },
  ];
  const picked = await flow.prompts.pick(rows, { title: label });
  if (picked === undefined || picked.does === 'change') {
    return picked === undefined ? 'done' : 'change';
  }
  access.openTerminal(picked.does.command);
  await flow.prompts.tell('information', l10n.t('Press Enter in the terminal to begin. AWS opens the browser.'));
  return 'done';
}
