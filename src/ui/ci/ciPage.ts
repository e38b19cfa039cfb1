import { l10n } from 'vscode';
import type { CiFile } from '../../ci/ciFile.ts';
import { sayContent, sayRemark } from '../text/ciText.ts';
import { ciFacts, conditionFacts } from '../text/facts/ciFacts.ts';
import { listSources, sayAge, shortAddress, type Fact } from '../text/facts/fact.ts';

/** What belongs to a file beside its text: its secrets, what has to be seen to, and the rules it was made by. */
export function buildCiPage({ path, secrets, remarks, system }: CiFile, missing: readonly string[]): string {
  const isAccount = secrets.some(({ content }) => content === 'accountFile');
  const facts: readonly Fact[] = isAccount
    ? [ciFacts.accountIsAdvanced, ciFacts.accountIsNeverPublic, ...Object.values(conditionFacts)]
    : [ciFacts.keyIsDefault, ciFacts.keyInline, ciFacts.keyIsForExec];
  return [
    `# ${l10n.t('Codex in CI')}`,
    `- ${l10n.t('Save {0} and commit it.', `\`${path}\``)}`,
    ...secrets.map(({ name, content, environment }) => {
      const words =
        environment === undefined
          ? l10n.t('{0} holds {1}.', `\`${name}\``, sayContent(content))
          : l10n.t('{0}, of the environment “{2}”, holds {1}.', `\`${name}\``, sayContent(content), environment);
      return `- ${words} ${missing.includes(name) ? l10n.t('It is not there yet.') : ''}`.trimEnd();
    }),
    ...remarks.map((remark) => `- ${sayRemark(remark, system)}`),
    `\n## ${l10n.t('What the documents say')}\n`,
    ...[...facts, ciFacts.outputIsSensitive, ciFacts.neverUntrusted].map(
      (fact) => `- ${fact.say()} ${listLinks(fact)}`,
    ),
    '',
  ].join('\n');
}

function listLinks(fact: Fact): string {
  const links = listSources([fact]).map((source) => `[${shortAddress(source)}](${source.address}), ${sayAge(source)}`);
  return `*(${links.join('; ')})*`;
}
