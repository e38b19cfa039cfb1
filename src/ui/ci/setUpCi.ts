import { l10n } from 'vscode';
import { chooseVersion, type CiChoice, type CiTask } from '../../ci/choice.ts';
import type { CiFile } from '../../ci/ciFile.ts';
import { generateCi } from '../../ci/generate.ts';
import { askInTurn } from '../providers/askInTurn.ts';
import { sayAll } from '../text/facts/fact.ts';
import { ciFacts } from '../text/facts/ciFacts.ts';
import type { CiAccess, SetUpCiFlow } from './ciFlow.ts';
import { buildCiPage } from './ciPage.ts';
import { listCiQuestions, type CiDraft } from './ciQuestions.ts';
import { giveSecret } from './giveSecret.ts';

/** Makes a file that runs Codex unattended, and has what it signs in with get to the CI system. Saving is the person's. */
export async function setUpCi(flow: SetUpCiFlow): Promise<void> {
  const access = await flow.loadCi();
  const [folder] = access.listFolders();
  if (folder === undefined) {
    await flow.prompts.tell('information', l10n.t('Open the folder of the project first: the file belongs into it.'));
    return;
  }
  let draft: CiDraft = {
    folder,
    system: 'github',
    task: 'reviewDiff',
    first: '',
    second: '',
    credential: { kind: 'apiKey', by: 'action' },
    look: undefined,
  };
  const questions = listCiQuestions(flow, access);
  for (let from: 'first' | 'last' = 'first'; ; from = 'last') {
    const answered = await askInTurn(questions, draft, { title: l10n.t('Set Up Codex in CI'), from });
    if (answered === undefined || answered === 'back') {
      return;
    }
    draft = answered;
    const file = await makeFile(draft, access);
    const decision = await confirmFile(file, flow);
    if (decision === 'open') {
      await openFile(file, { draft, flow, access });
    }
    if (decision !== 'change') {
      return;
    }
  }
}

async function makeFile({ folder, system, credential, ...draft }: CiDraft, access: CiAccess): Promise<CiFile> {
  const choice: CiChoice = {
    system,
    credential,
    task: taskOf(draft),
    version: chooseVersion(await access.findVersion()),
  };
  return generateCi(choice, { hasGitlabFile: await access.exists(folder, '.gitlab-ci.yml') });
}

function taskOf({ task, first, second }: Pick<CiDraft, 'task' | 'first' | 'second'>): CiTask {
  switch (task) {
    case 'prompt':
      return { kind: 'prompt', prompt: first };
    case 'reviewDiff':
      return { kind: 'reviewDiff' };
    case 'resume':
      return { kind: 'resume', first, second };
  }
}

async function confirmFile({ path, secrets }: CiFile, { prompts }: SetUpCiFlow): Promise<'open' | 'change' | 'leave'> {
  const open = l10n.t('Open the File');
  const change = l10n.t('Change the Answers');
  const choice = await prompts.confirm('information', l10n.t('{0} is made, and opened without being saved.', path), {
    detail: [
      l10n.t('It reads: {0}.', secrets.map(({ name }) => name).join(', ')),
      sayAll([ciFacts.outputIsSensitive, ciFacts.neverUntrusted]),
    ].join('\n\n'),
    buttons: [open, change],
  });
  return choice === open ? 'open' : choice === change ? 'change' : 'leave';
}

interface Opening {
  readonly draft: CiDraft;
  readonly flow: SetUpCiFlow;
  readonly access: CiAccess;
}

async function openFile(file: CiFile, { draft, flow, access }: Opening): Promise<void> {
  const opened = await access.open(draft.folder, file.path, file.text);
  flow.log.info('ci', `${file.system}: ${draft.credential.kind}: ${opened}`);
  const missing: string[] = [];
  for (const secret of file.secrets) {
    if ((await giveSecret({ secret, draft, flow, access })) === 'later') {
      missing.push(secret.name);
    }
  }
  const page = l10n.t('What Remains');
  const choice = await flow.prompts.offer('information', sayEnd(file, opened, missing), page);
  if (choice === page) {
    await flow.showPage(l10n.t('Codex in CI'), buildCiPage(file, missing));
  }
}

function sayEnd({ path }: CiFile, opened: 'new' | 'compared', missing: readonly string[]): string {
  const file =
    opened === 'new'
      ? l10n.t('{0} is open and not saved yet: read it, save it, commit it.', path)
      : l10n.t('There is a {0} already: it stands beside the new one, and you take over what you want.', path);
  return missing.length === 0 ? file : `${file} ${l10n.t('Its job needs {0} first.', missing.join(', '))}`;
}
