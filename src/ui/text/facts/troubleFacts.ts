import { l10n } from 'vscode';
import type { Fact } from './fact.ts';

/** What the documents say about something that does not work: the symptom, and its cause with the documents' own fix. */
export interface DocumentedTrouble extends Fact {
  readonly symptom: () => string;
}

/**
 * Every row of the documents about what does not work, and what comes up again and again among the issues of Codex. What a
 * look of ours can see is in the diagnosis as well.
 */
export const troubleFacts = {
  asksAgain: {
    sources: ['guide'],
    symptom: () => l10n.t('The browser opens, but Codex still asks to sign in'),
    say: () =>
      l10n.t(
        'The token did not reach Codex. Sign in again, and check that the browser does not block the callback to localhost.',
      ),
  },
  keyInvalid: {
    sources: ['guide', 'auth'],
    symptom: () => l10n.t('“Error: API key invalid”'),
    say: () =>
      l10n.t(
        'The key is expired, deleted, or of another project. Make a new one at platform.openai.com/api-keys and sign in with it again; Codex takes it on standard input only.',
      ),
  },
  cloudTasks: {
    sources: ['guide', 'auth'],
    symptom: () => l10n.t('“Cloud tasks not available”'),
    say: () => l10n.t('Codex is signed in with an API key, and cloud tasks are for ChatGPT. Sign in with ChatGPT.'),
  },
  certificates: {
    sources: ['guide', 'auth'],
    symptom: () => l10n.t('TLS or SSL certificate errors when signing in'),
    say: () =>
      l10n.t(
        'The certificate of the company is not loaded. Set CODEX_CA_CERTIFICATE (SSL_CERT_FILE counts where that is not set) to its PEM file, then try again.',
      ),
  },
  azure401: {
    sources: ['guide'],
    symptom: () => l10n.t('Azure answers 401'),
    say: () =>
      l10n.t(
        'AZURE_OPENAI_API_KEY is not set, or wrong. Check that the variable has the name that env_key in config.toml gives.',
      ),
  },
  noBrowser: {
    sources: ['auth'],
    symptom: () => l10n.t('The browser cannot be used: a remote or headless host, or localhost is blocked'),
    say: () =>
      l10n.t(
        'Use a device code; else copy auth.json from a computer that is signed in; else forward the port with ssh -L 1455:localhost:1455.',
      ),
  },
  deviceCodeOff: {
    sources: ['auth'],
    symptom: () => l10n.t('A device code is not offered or not accepted'),
    say: () =>
      l10n.t(
        'Device codes are switched off for the account or its workspace. Switch them on in the security settings of ChatGPT, or have the workspace’s admin do it, then begin again.',
      ),
  },
  callbackElsewhere: {
    sources: ['earlierRepository', 'auth'],
    symptom: () => l10n.t('localhost:1455 does not load from another computer'),
    say: () =>
      l10n.t('The listener runs on the remote host. Forward the port before you sign in there, or use a device code.'),
  },
  copiedFile: {
    sources: ['auth', 'ciAuth'],
    symptom: () => l10n.t('A copied auth.json has no effect'),
    say: () =>
      l10n.t(
        'The credential is in the keyring of the system. Set cli_auth_credentials_store = "file", sign in again, and copy then.',
      ),
  },
  signedOutAtStart: {
    sources: ['auth', 'managedConfiguration'],
    symptom: () => l10n.t('Codex signs out and ends when it starts'),
    say: () =>
      l10n.t(
        'The credential is against forced_login_method or forced_chatgpt_workspace_id. Sign in the permitted way and into the right workspace, or ask the admin.',
      ),
  },
  wrongAccount: {
    sources: ['guide'],
    symptom: () => l10n.t('The wrong ChatGPT account was used'),
    say: () =>
      l10n.t(
        'The browser was signed in to another account. Open chatgpt.com, choose the account there, then sign in again.',
      ),
  },
  cloudNeedsMfa: {
    sources: ['auth'],
    symptom: () => l10n.t('Codex cloud refuses an account with e-mail and password'),
    say: () => l10n.t('It has no second factor. Set one up first.'),
  },
  ci401: {
    sources: ['ciAuth'],
    symptom: () => l10n.t('CI: 401, and the sign-in cannot be renewed'),
    say: () =>
      l10n.t(
        'The refresh token was revoked, has expired, was used elsewhere, or an old file was put back. Put a fresh auth.json there from a trusted computer.',
      ),
  },
  ciOnce: {
    sources: ['ciAuth'],
    symptom: () => l10n.t('CI: it works once, then every run fails'),
    say: () => l10n.t('The first auth.json is written over the renewed one. Write it only where there is none.'),
  },
  tokenUsed: {
    sources: ['issues', 'ciAuth'],
    symptom: () => l10n.t('“refresh token was already used. Please log out and sign in again”'),
    say: () =>
      l10n.t(
        'Two programs renewed one sign-in, or a renewed one was not written back. Sign in again, and give each place a sign-in of its own; at times it is enough to start Codex again.',
      ),
  },
  portInUse: {
    sources: ['issues'],
    symptom: () => l10n.t('Port 1455 is in use: “Address in use (os error 98)”'),
    say: () =>
      l10n.t('Another Codex or editor waits for a sign-in there. Close it, or use a device code, which needs no port.'),
  },
  exchangeFails: {
    sources: ['issues'],
    symptom: () => l10n.t('“Token exchange failed: error sending request”, or 403 there'),
    say: () =>
      l10n.t(
        'The host cannot reach auth.openai.com, or goes out through a proxy or country that is refused. Mend its network, or sign in on another host and bring the sign-in there.',
      ),
  },
  notCompleted: {
    sources: ['issues'],
    symptom: () => l10n.t('“Login was not completed”, and nothing waits for the browser'),
    say: () => l10n.t('The listener for the browser did not start. Use a device code, or codex login in a terminal.'),
  },
  asksAtEachStart: {
    sources: ['issues'],
    symptom: () => l10n.t('The official extension asks to sign in at every start of VS Code'),
    say: () =>
      l10n.t(
        'The token has no details of a ChatGPT account, which that extension wants. Signing in again with ChatGPT gives one that has; Codex Accounts takes both.',
      ),
  },
  tokensPage: {
    sources: ['accessTokens'],
    symptom: () => l10n.t('The page for access tokens says 404 or forbidden'),
    say: () =>
      l10n.t(
        'Your role lacks the permission to create access tokens. Ask an owner or admin of the workspace for it, and to check that Codex Local is on.',
      ),
  },
  tokenRefused: {
    sources: ['accessTokens'],
    symptom: () => l10n.t('“codex login --with-access-token” fails'),
    say: () =>
      l10n.t(
        'It is another kind of credential (of the browser, or a platform key), expired, or revoked. Copy a generated access token.',
      ),
  },
  apiKeyFlag: {
    sources: ['earlierRepository', 'auth'],
    symptom: () => l10n.t('“The --api-key flag is no longer supported”'),
    say: () => l10n.t('Give the key on standard input to codex login --with-api-key.'),
  },
  stdinEmpty: {
    sources: ['cli'],
    symptom: () => l10n.t('“--with-api-key expects the API key on stdin”'),
    say: () => l10n.t('Nothing was piped in. Write: printenv OPENAI_API_KEY | codex login --with-api-key'),
  },
  variableIgnored: {
    sources: ['guide', 'nonInteractive'],
    symptom: () => l10n.t('The interactive codex ignores CODEX_API_KEY'),
    say: () => l10n.t('That variable is for codex exec and its like. Sign in with the key instead.'),
  },
  keyCannotWrite: {
    sources: ['earlierRepository'],
    symptom: () => l10n.t('A key is accepted, but requests fail'),
    say: () =>
      l10n.t('The key may not write to the Responses API. Correct its permissions, or make one with all of them.'),
  },
  homeMissing: {
    sources: ['variables'],
    symptom: () => l10n.t('CODEX_HOME is set, and Codex fails when it starts'),
    say: () => l10n.t('That folder must exist before. Make it.'),
  },
  editorVariables: {
    sources: ['bedrock'],
    symptom: () => l10n.t('An editor or app does not see environment variables'),
    say: () => l10n.t('It does not inherit those of a shell. Put them into ~/.codex/.env, then start it again.'),
  },
  bedrockFails: {
    sources: ['bedrock'],
    symptom: () => l10n.t('Amazon Bedrock does not work'),
    say: () =>
      l10n.t(
        'Check the id of the model, the region, whether the key has expired, its permissions, and that no other AWS_BEARER_TOKEN_BEDROCK is set; for an editor use .env.',
      ),
  },
  workloadIncomplete: {
    sources: ['workloadIdentity'],
    symptom: () => l10n.t('Workload identity: incomplete configuration'),
    say: () =>
      l10n.t('Only one of the two variables is set, or its path is relative. Set both, with an absolute path.'),
  },
  workloadPolicy: {
    sources: ['workloadIdentity'],
    symptom: () => l10n.t('Workload identity: the “login policy” does not permit it'),
    say: () => l10n.t('A method or workspace is forced. Allow the sign-in with ChatGPT and the workspace of the rule.'),
  },
  workloadOther: {
    sources: ['workloadIdentity'],
    symptom: () => l10n.t('Workload identity: another credential is reported'),
    say: () => l10n.t('This process does not have the variables. Load them, and start a new process.'),
  },
  workloadRejected: {
    sources: ['workloadIdentity'],
    symptom: () => l10n.t('Workload identity: token, rule or principal is rejected'),
    say: () =>
      l10n.t(
        'A claim does not match, the member is inactive, or a token was used twice. Compare the claims, and give a new token; where renewing stops, the file is not being replaced.',
      ),
  },
  workloadLogin: {
    sources: ['workloadIdentity', 'auth'],
    symptom: () => l10n.t('“codex login” or “codex logout” is rejected'),
    say: () => l10n.t('Workload identity is selected. Unset both of its variables.'),
  },
  cloudBundle: {
    sources: ['managedConfiguration'],
    symptom: () => l10n.t('Codex does not start: the cloud configuration cannot be loaded'),
    say: () =>
      l10n.t(
        'The policy could not be fetched, and there is no valid copy. Bring the network back; Codex does not start without its policy.',
      ),
  },
  modelMissing: {
    sources: ['workspaceModels'],
    symptom: () => l10n.t('An expected model is missing'),
    say: () =>
      l10n.t('It depends on how and where you are signed in. Check the method, the workspace or the API project.'),
  },
  remoteControl: {
    sources: ['remoteConnections'],
    symptom: () => l10n.t('Remote control: a host is not visible, or it is off after signing in again'),
    say: () =>
      l10n.t(
        'Signing out turns it off, and both ends must have the same account and workspace. Turn it on again with the same on both.',
      ),
  },
  remoteBlocked: {
    sources: ['remoteConnections'],
    symptom: () => l10n.t('Remote control: “authentication” blocks the setup'),
    say: () => l10n.t('SSO, a second factor or a passkey is still to be done. Finish it, or ask the admin.'),
  },
  actionNoServer: {
    sources: ['githubAction'],
    symptom: () => l10n.t('GitHub Action: “responses-api-proxy didn’t write server info”'),
    say: () => l10n.t('The key is missing or invalid. Give it as openai-api-key.'),
  },
  actionUser: {
    sources: ['githubAction'],
    symptom: () => l10n.t('GitHub Action: the one who triggered it is not authorised'),
    say: () => l10n.t('They have no write access. Allow them with allow-users or allow-bots.'),
  },
  thirdParty: {
    sources: ['slack'],
    symptom: () => l10n.t('Slack or Linear: the connection is missing'),
    say: () => l10n.t('Your account is not linked there. Follow the link that it posts.'),
  },
  debugSignIn: {
    sources: ['auth', 'variables'],
    symptom: () => l10n.t('A sign-in of the CLI has to be looked into'),
    say: () => l10n.t('Read “codex-login.log” in the folder that log_dir names, and set RUST_LOG=debug.'),
  },
  wslCodex: {
    sources: ['wsl'],
    symptom: () => l10n.t('VS Code in WSL does not find codex'),
    say: () => l10n.t('It is not on the PATH there. Install it inside WSL.'),
  },
} as const satisfies Readonly<Record<string, DocumentedTrouble>>;
