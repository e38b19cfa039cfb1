import { vi } from 'vitest';
import { businessChoice } from '../../issuer/people.ts';
import type { CodexRun } from '../codexCli.ts';
import { practiceClientId } from '../../../scripts/practiceHome.mjs';
import type { Scene, Stage } from './stage.ts';

const deviceTokenPath = '/api/accounts/deviceauth/token';
export const madeUpKey = 'sk-made-up-0000000000';

/** Signs in by a device code; `decide` gets it when the CLI has asked for its outcome once. */
async function signInByDevice(stage: Stage, decide: (userCode: string) => void): Promise<CodexRun> {
  const decisions: Promise<void>[] = [];
  const { url, log } = stage.issuer;
  const args = ['login', '--device-auth', '--experimental_issuer', url, '--experimental_client-id', practiceClientId];
  const run = await stage.run(args, {
    onOutput: (output) => {
      const userCode = /^\s*(?<code>[A-Z0-9]{4}-[A-Z0-9]{5})\s*$/mu.exec(output)?.groups?.['code'];
      if (userCode === undefined || decisions.length > 0) return;
      const isAsked = (): void => {
        if (log.requests({ path: deviceTokenPath }).length === 0) throw new Error('It has not asked yet.');
      };
      decisions.push(
        vi.waitFor(isAsked, { timeout: 20_000 }).then(() => {
          decide(userCode);
        }),
      );
    },
  });
  await Promise.all(decisions);
  stage.transcript.ran('codex login --device-auth', run);
  stage.transcript.requests(log.requests());
  log.clear();
  return run;
}

const deviceSignIn: Scene = async (stage) => {
  stage.transcript.title('codex login --device-auth, approved');
  await signInByDevice(stage, (userCode) => {
    stage.issuer.approveDeviceCode(userCode, businessChoice);
  });
  await stage.showFile();
};

const deviceRefused: Scene = async (stage) => {
  stage.transcript.title('codex login --device-auth, denied');
  await signInByDevice(stage, (userCode) => {
    stage.issuer.denyDeviceCode(userCode);
  });
  for (const status of [404, 500]) {
    stage.transcript.title(`codex login --device-auth, where asking for a code is answered with ${String(status)}`);
    stage.issuer.fault({ path: '/api/accounts/deviceauth/usercode', times: 1, kind: 'status', status });
    await signInByDevice(stage, () => undefined);
  }
  await stage.showFile();
};

const apiKey: Scene = async (stage) => {
  stage.transcript.title('codex login --with-api-key');
  await stage.show(['login', '--with-api-key'], { input: `${madeUpKey}\n` });
  await stage.showFile();
  await stage.show(['login', 'status']);
  for (const input of ['', ' \n', 'a key of two words\n']) {
    stage.transcript.title(`codex login --with-api-key with ${JSON.stringify(input)}`);
    await stage.show(['login', '--with-api-key'], { input });
  }
  stage.transcript.title('codex login --api-key');
  await stage.show(['login', '--api-key', madeUpKey]);
  await stage.showFile();
};

const accessTokens: Scene = async (stage) => {
  const { personalAccessTokens } = stage.issuer;
  const tokens = {
    'a personal access token': personalAccessTokens.business,
    'a revoked one': personalAccessTokens.revoked,
    'an agent identity': stage.issuer.issueAgentIdentity(),
    'what is no token': 'made-up',
  };
  for (const [what, token] of Object.entries(tokens)) {
    stage.transcript.title(`codex login --with-access-token with ${what}`);
    stage.issuer.log.clear();
    await stage.show(['login', '--with-access-token'], { input: token });
    stage.transcript.requests(stage.issuer.log.requests());
    await stage.showFile();
  }
  await stage.show(['login', 'status']);
};

export const otherSignInScenes: Readonly<Record<string, Scene>> = {
  'device-sign-in': deviceSignIn,
  'device-refused': deviceRefused,
  'api-key': apiKey,
  'access-tokens': accessTokens,
};
