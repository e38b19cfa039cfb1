/** Syntax that is banned here, each with a sentence that says what to do instead. */
const timers = {
  selector: 'CallExpression[callee.name=/^(setTimeout|setInterval|setImmediate)$/]',
  message: 'Time is a port: take a Clock.',
};
const now = {
  selector: "MemberExpression[object.name=/^(Date|performance)$/][property.name='now']",
  message: 'Time is a port: take a Clock.',
};
const race = {
  selector: "CallExpression[callee.object.name='AbortSignal'][callee.property.name='timeout']",
  message: 'Time is a port: take a Clock.',
};
const firstOfSeveral = {
  selector: "CallExpression[callee.object.name='Promise'][callee.property.name='race']",
  message: 'Take firstOf (src/base/firstOf.ts): it ends those that nobody waits for any more.',
};
const zodForm = {
  selector: "ImportDeclaration[source.value='zod']",
  message: "Write: import * as z from 'zod/mini'. The other forms pull in hundreds of kilobytes.",
};
const workspaceWrites = {
  selector: "CallExpression[callee.property.name='writeFile'][callee.object.property.name='fs']",
  message: 'workspace.fs writes 0644 and in place. Secrets go through platform/files/atomicFile.ts.',
};
const innerHtml = {
  selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
  message: 'Build nodes; text stays text.',
};
const bareError = {
  selector: "ThrowStatement > NewExpression:matches([callee.name='Error'], [callee.property.name='Error'])",
  message: 'Throw an AuthError with a code that says what the person can do.',
};
const literalWords = {
  selector: "CallExpression[callee.object.name='l10n'][callee.property.name='t']:not([arguments.0.type='Literal'])",
  message: 'The first argument of l10n.t is a literal, or nobody can translate it.',
};
const directPrompt = {
  selector:
    "CallExpression[callee.object.name='window'][callee.property.name=/^(show(Information|Warning|Error)Message|showQuickPick|createQuickPick|showInputBox|createInputBox|withProgress|setStatusBarMessage)$/]",
  message: 'A flow asks through the Prompts port (ui/shell/prompts.ts), which a test can answer.',
};
const reveal = {
  // A webview panel of ours is shown with a method of that name too.
  selector:
    "CallExpression:matches([callee.property.name='reveal']:not([callee.object.property.name='panel']), [callee.name='revealSetup'])",
  message: 'A secret is revealed only where bytes leave for their owner; the list is in scripts/restrictedSyntax.js.',
};

const everywhere = [zodForm, workspaceWrites, innerHtml, bareError, literalWords, directPrompt];

/** Where bytes leave for their owner: requests, stored records, the credential document, the clicked link. */
const revealers = [
  'src/protocol/tokens/claims.ts',
  'src/protocol/oauth/authorizeUrl.ts',
  'src/protocol/oauth/callbackRequest.ts',
  'src/protocol/oauth/deviceCode.ts',
  'src/protocol/oauth/pastedAddress.ts',
  'src/protocol/oauth/refresh.ts',
  'src/protocol/oauth/tokenEndpoint.ts',
  'src/protocol/api/accessToken.ts',
  'src/protocol/api/agentIdentityKeys.ts',
  'src/protocol/api/apiKey.ts',
  'src/protocol/api/usage.ts',
  'src/protocol/api/workspaceToken.ts',
  'src/protocol/api/workspaces.ts',
  'src/providers/custom.ts',
  'src/providers/input.ts',
  'src/providers/probeAzure.ts',
  'src/providers/probeCustom.ts',
  'src/storage/account.ts',
  'src/storage/accountRecord.ts',
  'src/storage/providerAddress.ts',
  'src/storage/vault.ts',
  'src/home/credential/credentialDocument.ts',
  'src/home/credential/serializeCredential.ts',
  'src/home/credential/sameDocument.ts',
  'src/platform/home/credentialChange.ts',
  'src/platform/home/homeFolder.ts',
  'src/platform/home/keyringCredential.ts',
  'src/platform/network/openConnection.ts',
  'src/platform/programs/ciSystemPrograms.ts',
  'src/platform/network/socksTunnel.ts',
  'companion/keptSignIns.ts',
  'src/accounts/directory/accountIdentity.ts',
  'src/hosts/copy/shellDestination.ts',
  'src/hosts/remote/remoteHost.ts',
  'src/ui/authentication/authenticationSessions.ts',
  'src/ui/signIn/browserProgress.ts',
  'src/ui/commands/accountMenu.ts',
  'src/ui/ci/timedClipboard.ts',
  'src/ui/environment/networkVariables.ts',
  'src/ui/environment/showEnvironment.ts',
  'src/composition/composeEnvironment.ts',
  'src/ui/hosts/ownSignInProgress.ts',
  'src/ui/providers/customFields.ts',
  'src/ui/providers/customForm.ts',
  'src/ui/shell/windowTerminals.ts',
  'src/accounts/home/providerConfigWriter.ts',
  'src/composition/composeProviderConfig.ts',
];

export const restrictedSyntax = [
  {
    files: ['src/**/*.ts', 'companion/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, timers, now, race, firstOfSeveral, reveal] },
  },
  {
    files: revealers,
    rules: { 'no-restricted-syntax': ['error', ...everywhere, timers, now, race, firstOfSeveral] },
  },
  {
    files: ['src/base/firstOf.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, timers, now, race, reveal] },
  },
  {
    files: ['src/platform/**/*.ts'],
    ignores: revealers,
    rules: { 'no-restricted-syntax': ['error', ...everywhere, reveal] },
  },
  {
    files: [
      'src/platform/home/{credentialChange,homeFolder,keyringCredential}.ts',
      'src/platform/network/openConnection.ts',
      'src/platform/programs/ciSystemPrograms.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...everywhere] },
  },
  {
    files: ['src/ui/shell/vscodePrompts.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere.filter((ban) => ban !== directPrompt),
        timers,
        now,
        race,
        firstOfSeveral,
        reveal,
      ],
    },
  },
  {
    // VS Code takes a plain error of this name for the person who left; one of ours would be shown as a failure.
    files: ['src/ui/authentication/authenticationProvider.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere.filter((ban) => ban !== bareError),
        timers,
        now,
        race,
        firstOfSeveral,
        reveal,
      ],
    },
  },
  {
    // Runs in a browser, beside no AuthError.
    files: ['src/webview/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere.filter((ban) => ban !== bareError),
        timers,
        now,
        race,
        firstOfSeveral,
        reveal,
      ],
    },
  },
  {
    // The page's clock, as src/platform/systemClock.ts is the host's.
    files: ['src/webview/ticker.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, reveal] },
  },
];
