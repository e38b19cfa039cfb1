import { l10n } from 'vscode';
import type { PromptProblem } from '../../ci/choice.ts';
import { ciEnvironment, type CiRemark, type CiSecret, type SecretContent } from '../../ci/ciFile.ts';
import type { WhyNotSent } from '../../ci/ciSystemService.ts';
import type { CiRepository, RepositoryLook, UnknownRepository } from '../../ci/repository.ts';
import { sayCommand } from '../../ci/secretCommands.ts';
import { linkSafeText } from '../../base/displayText.ts';
import { ciFacts } from './facts/ciFacts.ts';

export function sayPromptProblem(problem: PromptProblem): string {
  switch (problem) {
    case 'empty':
      return l10n.t('Codex needs to be told something.');
    case 'tooLong':
      return l10n.t('This is too long for one line: put it into a file of the project, and tell Codex to follow that.');
    case 'control':
      return l10n.t('One line without control characters, please.');
    case 'oneWord':
      return l10n.t('More than one word, please: one alone may be a command of codex.');
    case 'dash':
      return l10n.t('It cannot begin with a dash: codex would take it for an option.');
    case 'expression':
      return l10n.t('It cannot hold “{0}”: GitHub would fill that in, with a secret perhaps.', '${{');
  }
}

/** Why the sign-in of an account does not go there, and what would have to be otherwise. */
export function sayRefusedAccountFile(look: RepositoryLook): string {
  return [
    ciFacts.accountIsNeverPublic.say(),
    look.kind === 'known'
      ? l10n.t(
          '{0} is public. An API key or an access token can be taken back by itself; use one of those.',
          nameOf(look.repository),
        )
      : sayUnknown(look.why),
  ].join(' ');
}

/** Why nobody knows who can read a repository. */
export function sayUnknown(why: UnknownRepository): string {
  switch (why) {
    case 'notTrusted':
      return l10n.t(
        'Who can read this repository is not known: its folder is not trusted in VS Code, so nothing is run in it. Unknown counts as public.',
      );
    case 'noProgram':
      return l10n.t(
        'Who can read this repository is not known: neither gh nor glab is installed here, which could tell. Unknown counts as public.',
      );
    case 'notAnswered':
      return l10n.t(
        'Who can read this repository is not known: gh or glab does not know it, or is not signed in (“gh auth login”, “glab auth login”). Unknown counts as public.',
      );
  }
}

/** Why a secret did not get to the CI system, and what to do. What its program printed is not said: it was given the secret. */
export function sayNotSent(why: WhyNotSent, secret: CiSecret, repository: CiRepository): string {
  const { program } = repository;
  switch (why) {
    case 'notSignedIn':
      return l10n.t('{0} is not signed in there. Sign it in with “{0} auth login”, then try again.', program);
    case 'notAllowed':
      return l10n.t(
        'The account that {0} is signed in with may not set secrets of {1}. Somebody who manages the repository can.',
        program,
        nameOf(repository),
      );
    case 'notFound':
      return l10n.t(
        '{0} does not find {1} with the account that it is signed in with, or its token may not set secrets.',
        program,
        nameOf(repository),
      );
    case 'offline':
      return l10n.t('{0} does not reach the service. Check the network, then try again.', program);
    case 'tooLong':
      return l10n.t('{0} has not answered in time, and was ended. Try again.', program);
    case 'noProgram':
      return l10n.t('{0} is not installed here any more.', program);
    case 'notKnown':
      return l10n.t(
        '{0} did not take it. In a terminal it says why: {1}',
        program,
        linkSafeText(sayCommand(secret, repository)),
      );
  }
}

/** A repository with who can read it. */
export function sayRepository(repository: CiRepository): string {
  switch (repository.visibility) {
    case 'private':
      return l10n.t('{0} (private)', nameOf(repository));
    case 'internal':
      return l10n.t('{0} (internal)', nameOf(repository));
    case 'public':
      return l10n.t('{0} (public)', nameOf(repository));
  }
}

function nameOf({ name }: CiRepository): string {
  return linkSafeText(name);
}

/** What goes into a secret. */
export function sayContent(content: SecretContent): string {
  switch (content) {
    case 'apiKey':
      return l10n.t('an API key');
    case 'accessToken':
      return l10n.t('an access token of your workspace');
    case 'accountFile':
      return l10n.t('a sign-in made for this alone');
    case 'secretsToken':
      return l10n.t('a token that may write the secret back');
  }
}

/** What a person sees to beside the file. */
export function sayRemark(remark: CiRemark, system: 'github' | 'gitlab' | 'script'): string {
  switch (remark) {
    case 'keyByEnvironment':
      return l10n.t(
        'The variables belong to the environment “{0}” (Settings, CI/CD, Variables, Environment scope): then no other job has them.',
        ciEnvironment,
      );
    case 'makeEnvironment':
      return l10n.t(
        'The secrets belong to the environment “{0}” (Settings, Environments), not to the repository: only those are read when the job starts, after the run before has given the renewed sign-in back. GitHub has environments in private repositories with a paid plan.',
        ciEnvironment,
      );
    case 'labelRunner':
      return l10n.t(
        'Give exactly one runner of yours the label or tag “codex-ci”: a second one would use the same sign-in.',
      );
    case 'installOnRunner':
      return l10n.t('The machine needs the Codex CLI: npm install --global @openai/codex.');
    case 'makeSecretsToken':
      return system === 'github'
        ? l10n.t(
            'CODEX_SECRETS_TOKEN is a fine-grained token of GitHub for this repository alone, with the permission “Environments: Read and write”, and an end.',
          )
        : l10n.t(
            'CODEX_SECRETS_TOKEN is an access token of this project with the role Maintainer and the scope api, and an end.',
          );
    case 'makeSchedule':
      return l10n.t(
        'Make a pipeline schedule for every week (Build, Pipeline schedules, 0 9 * * 1): it keeps the sign-in fresh.',
      );
    case 'includeFile':
      return l10n.t(
        'Include the file in the .gitlab-ci.yml that is there: {0}',
        'include: [{ local: .gitlab/codex.yml }]',
      );
    case 'setVariables':
      return l10n.t(
        'The script takes what signs in from a variable of that name: keep it as a secret of your CI system.',
      );
    case 'makeCron':
      return l10n.t('Run it once a week with keep-fresh, as by cron: 0 9 * * 1 codex-ci.sh keep-fresh');
  }
}
