import { l10n } from 'vscode';
import type { ProviderMessages } from '../../../errors/messageIds/provider.ts';
import type { MessageTexts } from './messageTexts.ts';

export const providerWords: MessageTexts<ProviderMessages> = {
  'provider.input.azureEmpty': () =>
    l10n.t('Type the name of the Azure OpenAI resource, or paste its endpoint from the Azure portal.'),
  'provider.input.azureNotAName': () =>
    l10n.t(
      'This is neither the name of a resource (letters, digits and hyphens) nor its address. The Azure portal shows it under “Keys and Endpoint”.',
    ),
  'provider.input.azureNotHttps': () => l10n.t('Azure is reached over “https://” only. Type the address with that.'),
  'provider.input.addressWithPassword': () =>
    l10n.t(
      'There is a name or password in this address. Leave it out: the key is asked for by itself and kept secret.',
    ),
  'provider.input.deploymentEmpty': () =>
    l10n.t('Type the name of the deployment, as the Azure portal lists it under “Deployments”.'),
  'provider.input.deploymentNotAName': () =>
    l10n.t('The name of a deployment has letters, digits, “-”, “_” and “.”, at most 64 of them. Copy it from Azure.'),
  'provider.input.apiVersionNotAVersion': () =>
    l10n.t('An API version of Azure is a date, as in “2025-04-01-preview”. Type one like that.'),
  'provider.input.keyEmpty': () => l10n.t('There is no key in it. Paste the key that the provider shows.'),
  'provider.input.keySeveralLines': () => l10n.t('This has several lines. Give the key alone, on one line.'),
  'provider.input.keyNotAKey': () =>
    l10n.t('A key has no spaces and only plain characters. Copy it again from where the provider shows it.'),
  'provider.input.profileNotAName': () =>
    l10n.t(
      'This cannot be the name of an AWS profile. Type it as it stands in the AWS configuration, without brackets.',
    ),
  'provider.input.regionEmpty': () => l10n.t('Type the AWS region where Bedrock is used, as in “eu-central-1”.'),
  'provider.input.regionNotARegion': () =>
    l10n.t('A region of AWS looks like “eu-central-1” or “us-east-1”. Type one like that.'),
  'provider.input.regionGovCloud': () =>
    l10n.t('Codex does not use Bedrock in the GovCloud regions. Choose another region.'),
  'provider.input.modelEmpty': () => l10n.t('Type the name of the model as the server lists it.'),
  'provider.input.modelNotAnId': () =>
    l10n.t('The name of a model has no spaces and no quotation marks. Copy it as the provider lists it.'),
  'provider.input.addressEmpty': () => l10n.t('Type the address, as in “https://models.example.com/v1”.'),
  'provider.input.addressNotHttp': () =>
    l10n.t(
      'This is no address. It begins with “https://”, or with “http://” on this computer, as in “http://localhost:1234/v1”.',
    ),
  'provider.input.addressWithQuery': () =>
    l10n.t('Leave out “?” or “#” and what comes after: parameters are asked for by themselves.'),
  'provider.input.portNotAPort': () => l10n.t('A port is a number from 1 to 65535. Type one, or an address.'),
  'provider.input.idEmpty': () => l10n.t('Type a short name for its table in config.toml, as in “acme”.'),
  'provider.input.idNotABareKey': () =>
    l10n.t('The name of the table has letters, digits, “-” and “_” only, at most 64 of them.'),
  'provider.input.idReserved': () =>
    l10n.t(
      'Codex has a provider of this name itself and refuses another. Choose another name; OpenAI, Ollama, LM Studio and Bedrock have ways of their own.',
    ),
  'provider.input.nameEmpty': () => l10n.t('Type the name that Codex shows for it, at most 80 characters.'),
  'provider.input.variableNotAName': () =>
    l10n.t('The name of a variable has letters, digits and “_”, and begins with no digit, as in “ACME_API_KEY”.'),
  'provider.input.notPairs': () => l10n.t('Write each as name=value, with “;” between several.'),
  'provider.input.headerNotAHeader': () => l10n.t('This is not the name of a header. Write it as in “X-Team=blue”.'),
  'provider.input.notANumber': () => l10n.t('Type a whole number, or nothing to leave it to Codex.'),
  'provider.input.notASwitch': () => l10n.t('Type “true” or “false”, or nothing to leave it to Codex.'),
  'provider.input.tooManyRetries': () => l10n.t('Codex tries at most 100 times again. Type a number up to 100.'),
  'provider.input.commandEmpty': () => l10n.t('Type the command that prints the token, with its arguments.'),
  'provider.azure.keyRefused': ({ host }) =>
    l10n.t(
      'The address {0} does not take this key: it is wrong, was renewed, or is that of another resource. Copy “KEY 1” of this resource from “Keys and Endpoint” in the Azure portal.',
      host,
    ),
  'provider.azure.networkRules': ({ host }) =>
    l10n.t(
      'The address {0} takes nobody from this network: its firewall or private endpoint is in the way, or the key may not do this. Use the company network, or ask who manages the resource.',
      host,
    ),
  'provider.azure.apiVersion': ({ host, version }) =>
    l10n.t(
      'The address {0} has no API version “{1}” that Codex can use. Type “2025-04-01-preview” or a newer one, and check that the address ends with “/openai”.',
      host,
      version,
    ),
  'provider.azure.deploymentMissing': ({ host, deployment }) =>
    l10n.t(
      'There is no deployment “{0}” at {1}. Type its name as it stands under “Deployments” (not that of the model); a new one can take five minutes.',
      deployment,
      host,
    ),
  'provider.azure.deploymentUnsupported': ({ deployment }) =>
    l10n.t(
      'The deployment “{0}” is of a model that Codex cannot use: it does not answer “/responses”. Deploy one that does, or type another deployment.',
      deployment,
    ),
  'provider.azure.hostUnknown': ({ host }) =>
    l10n.t(
      'There is no {0}: check the name of the Azure OpenAI resource. With a private endpoint it is known in the company network only.',
      host,
    ),
  'provider.hostUnknown': ({ host }) => l10n.t('There is no {0}. Check the address, and the connection.', host),
  'provider.keyRefused': ({ host }) =>
    l10n.t('The address {0} does not take this key. Copy it again, or make a new one there.', host),
  'provider.keyForbidden': ({ host }) =>
    l10n.t('The address {0} knows this key but does not let it list models. Give it that right there.', host),
  'provider.modelMissing': ({ host, model }) =>
    l10n.t('The address {0} lists no model “{1}”. Type one as it stands in its list.', host, model),
  'provider.notCheckable': ({ host }) =>
    l10n.t(
      'This cannot be checked without a bill: {0} says nothing that costs nothing. The first request of Codex finds out.',
      host,
    ),
  'provider.keptElsewhere': ({ path }) =>
    l10n.t(
      'Another editor on this computer has Codex use a model provider by {0}. Switch back in that editor, or take model_provider out of the file.',
      path,
    ),
  'provider.notEncrypted': ({ host }) =>
    l10n.t(
      '{0} is asked without encryption: whoever is on the way reads the key. So nothing was sent to check it.',
      host,
    ),
  'provider.keyNotHere': ({ variable }) =>
    l10n.t(
      'This was not checked: the key is not kept here. Codex takes it from {0}, and its first request finds out.',
      variable,
    ),
  'provider.commandNotRun': ({ command }) =>
    l10n.t(
      'This was not checked: Codex gets the token from “{0}”, which is not run here. Its first request finds out.',
      command,
    ),
  'provider.notUnderstood': ({ host, status }) =>
    l10n.t(
      'The address {0} answered with HTTP {1}, which says nothing about what you typed. Try again later, or check the address.',
      host,
      status,
    ),
  'provider.ollama.notRunning': ({ address }) =>
    l10n.t(
      'No Ollama runs at {0}. Start it with “ollama serve”; if it has another port, type that, or set CODEX_OSS_PORT.',
      address,
    ),
  'provider.ollama.tooOld': ({ version, needed }) =>
    l10n.t('Ollama {0} is too old: Codex needs {1} or newer. Update it at ollama.com/download.', version, needed),
  'provider.ollama.noModel': ({ model }) =>
    model === ''
      ? l10n.t('Ollama runs and has no model yet. Get one with “ollama pull gpt-oss:20b”.')
      : l10n.t('Ollama has no model “{0}”. Get it with “ollama pull {0}”, or choose one that is there.', model),
  'provider.lmstudio.notRunning': ({ address }) =>
    l10n.t(
      'No LM Studio server runs at {0}. Start it with “lms server start”; if it has another port, type that, or set CODEX_OSS_PORT.',
      address,
    ),
  'provider.lmstudio.noModel': ({ model }) =>
    model === ''
      ? l10n.t('LM Studio runs and has no model yet. Get one there first.')
      : l10n.t('LM Studio has no model “{0}”. Load it there, or choose one that is there.', model),
  'provider.local.otherProgram': ({ address }) =>
    l10n.t('At {0} another program answers. Type the port of the server; its window or log shows it.', address),
  'provider.bedrock.noRequest': ({ profile }) =>
    l10n.t(
      'Nothing was sent to Amazon: nothing there can be asked without a bill. The AWS configuration has nothing against “{0}”, and the first request of Codex finds out.',
      profile,
    ),
  'provider.bedrock.keyNotAsked': ({ region }) =>
    l10n.t(
      'The key was not sent to Amazon: nothing there can be asked without a bill. The first request of Codex in {0} finds out whether it is taken.',
      region,
    ),
  'provider.bedrock.profileMissing': ({ profile, path }) =>
    l10n.t(
      'The AWS configuration {1} has no profile “{0}”. Make it with “aws configure sso”, or choose another.',
      profile,
      path,
    ),
  'provider.bedrock.signInExpired': ({ profile, command }) =>
    l10n.t('The AWS sign-in of the profile “{0}” has expired. Run “{1}” in a terminal.', profile, command),
  'provider.bedrock.signInMissing': ({ profile, command }) =>
    l10n.t('The profile “{0}” is not signed in to AWS on this computer. Run “{1}” in a terminal.', profile, command),
  'provider.bedrock.codexTooOld': ({ version, needed }) =>
    l10n.t(
      'Codex {0} takes no console sign-in of AWS; {1} and newer do. Update Codex, or use a profile with SSO.',
      version,
      needed,
    ),
};
