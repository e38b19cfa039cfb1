import { buildSentence } from '../errors/sentence.ts';
import { buildAwsSignIn, judgeAwsSignIn } from './awsProfiles.ts';
import { firstCodexWithConsoleLogin, type BedrockSetup } from './bedrock.ts';
import type { ProbePorts } from './ports.ts';
import type { ProbeResult } from './probe.ts';
import { isOlder } from '../base/versions.ts';

/** What the files of AWS say of a profile. Nothing is sent: every request to Bedrock is signed, and one that tells is billed. */
export async function probeBedrock(
  { profile: chosen, region, hasKey }: Pick<BedrockSetup, 'profile' | 'region'> & { readonly hasKey: boolean },
  { clock, environment, readAws, readCodexVersion }: Omit<ProbePorts, 'http'>,
): Promise<ProbeResult> {
  if (hasKey && chosen === undefined) {
    return { kind: 'notCheckable', sentence: buildSentence('provider.bedrock.keyNotAsked', { region }) };
  }
  const { profiles, configPath } = await readAws();
  const named = chosen ?? environment['AWS_PROFILE'];
  const profile = profiles.find(({ name }) => name === (named ?? 'default'));
  if (profile === undefined) {
    // Without a profile the chain of AWS goes on: variables, or what the machine itself is.
    return named === undefined
      ? { kind: 'notCheckable', sentence: buildSentence('provider.bedrock.noRequest', { profile: 'default' }) }
      : {
          kind: 'wrong',
          sentence: buildSentence('provider.bedrock.profileMissing', { profile: named, path: configPath }),
        };
  }
  const version = profile.way === 'login' ? await readCodexVersion() : undefined;
  if (version !== undefined && isOlder(version, firstCodexWithConsoleLogin)) {
    return {
      kind: 'wrong',
      sentence: buildSentence('provider.bedrock.codexTooOld', { version, needed: firstCodexWithConsoleLogin }),
    };
  }
  const signInCommand = buildAwsSignIn(profile);
  const args = { profile: profile.name, command: signInCommand };
  switch (judgeAwsSignIn(profile, clock.nowMs())) {
    case 'expired':
      return { kind: 'wrong', sentence: buildSentence('provider.bedrock.signInExpired', args), signInCommand };
    case 'missing':
      return { kind: 'wrong', sentence: buildSentence('provider.bedrock.signInMissing', args), signInCommand };
    case 'good':
    case 'notKept':
      return { kind: 'notCheckable', sentence: buildSentence('provider.bedrock.noRequest', { profile: profile.name }) };
  }
}
