import { describe, expect, it } from 'vitest';
import { buildAwsSignIn, judgeAwsSignIn, parseIni, readAwsFacts } from '../../../src/providers/awsProfiles.ts';
import {
  buildBedrockSetup,
  parseBedrockModel,
  parseProfile,
  parseRegion,
  readBedrockSetup,
} from '../../../src/providers/bedrock.ts';
import type { AwsFacts, AwsTexts } from '../../../src/providers/ports.ts';
import { probeBedrock } from '../../../src/providers/probeBedrock.ts';
import { createFakeClock } from '../../support/fakeClock.ts';
import { randomText } from '../../support/tokens.ts';

const config = `[default]
region = eu-central-1   ; ours
[profile work]
sso_session = acme
sso_account_id = 1
region=us-east-1
s3 =
  region = not-this-one
[profile "old"]
sso_start_url = https://old.awsapps.com/start#/
[profile console]
login_session = arn:aws:iam::1:user/ada
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
`;

const texts: AwsTexts = {
  configPath: '/home/ada/.aws/config',
  config,
  credentials: undefined,
  ssoCache: [],
  loginCache: [],
};
const nowMs = createFakeClock().nowMs();
const at = (hours: number): string => new Date(nowMs + hours * 3_600_000).toISOString();

function profileOf(facts: AwsFacts, name: string) {
  const profile = facts.profiles.find((one) => one.name === name);
  if (profile === undefined) throw new TypeError(`There is no ${name}.`);
  return profile;
}

const sso = (startUrl: string, over: Readonly<Record<string, string>>): string =>
  JSON.stringify({ startUrl, accessToken: randomText('sso'), ...over });

describe('what config.toml gets of Bedrock', () => {
  it('is profile and region, at its own place', () => {
    const setup = { profile: 'work', region: 'eu-central-1', model: undefined };
    expect(buildBedrockSetup(setup)).toEqual({
      providerId: 'amazon-bedrock',
      model: undefined,
      table: { aws: { profile: 'work', region: 'eu-central-1' } },
    });
    expect(readBedrockSetup(buildBedrockSetup(setup))).toEqual(setup);
  });

  it('has no profile where the chain of AWS finds one', () => {
    const setup = { profile: undefined, region: 'us-east-1', model: 'openai.gpt-5.5' };
    expect(buildBedrockSetup(setup).table).toEqual({ aws: { region: 'us-east-1' } });
    expect(readBedrockSetup(buildBedrockSetup(setup))).toEqual(setup);
  });
});

describe('what is typed for Bedrock', () => {
  it.each([
    [parseRegion, ' EU-central-1 ', 'eu-central-1'],
    [parseRegion, 'ap-southeast-2', 'ap-southeast-2'],
    [parseProfile, ' my profile ', 'my profile'],
    [parseProfile, '', undefined],
    [parseBedrockModel, '', undefined],
    [parseBedrockModel, 'openai.gpt-5.6-sol', 'openai.gpt-5.6-sol'],
    [
      parseBedrockModel,
      'arn:aws:bedrock:eu-central-1:1:inference-profile/x',
      'arn:aws:bedrock:eu-central-1:1:inference-profile/x',
    ],
  ])('%o takes “%s”', (parse, typed, value) => {
    expect(parse(typed)).toEqual({ kind: 'value', value });
  });

  it.each([
    [parseRegion, '', 'regionEmpty'],
    [parseRegion, 'Frankfurt', 'regionNotARegion'],
    [parseRegion, 'eu-central-1a', 'regionNotARegion'],
    [parseRegion, 'us-gov-west-1', 'regionGovCloud'],
    [parseProfile, '[profile x]', 'profileNotAName'],
    [parseBedrockModel, 'gpt 5', 'modelNotAnId'],
  ])('%o refuses “%s” as %s', (parse, typed, problem) => {
    expect(parse(typed)).toEqual({ kind: 'refused', problem });
  });
});

describe('the files of AWS', () => {
  it('are read without the tables in them', () => {
    expect(parseIni(config).get('profile work')).toEqual({
      sso_session: 'acme',
      sso_account_id: '1',
      region: 'us-east-1',
      s3: '',
    });
  });

  it('have the profiles of both, default first, and none of their keys', () => {
    const secret = randomText('secret');
    const credentials = `[keys]\naws_access_key_id = ${secret}\naws_secret_access_key = ${secret}\n`;
    const facts = readAwsFacts({ ...texts, credentials });
    expect(facts.profiles.map(({ name, region, way }) => [name, region, way])).toEqual([
      ['default', 'eu-central-1', 'other'],
      ['work', 'us-east-1', 'sso'],
      ['old', undefined, 'sso'],
      ['console', undefined, 'login'],
      ['keys', undefined, 'other'],
    ]);
    expect(JSON.stringify(facts)).not.toContain(secret);
  });

  it.each([
    ['of another session', [sso('https://other.awsapps.com/start', { expiresAt: at(8) })], 'missing'],
    ['that is good', [sso('https://acme.awsapps.com/start/', { expiresAt: at(8) })], 'good'],
    ['that has expired', [sso('https://acme.awsapps.com/start', { expiresAt: at(-1) })], 'expired'],
    [
      'that renews itself',
      [sso('https://acme.awsapps.com/start', { expiresAt: at(-1), refreshToken: 'x', registrationExpiresAt: at(1) })],
      'good',
    ],
    [
      'in the old way of writing UTC',
      [sso('https://acme.awsapps.com/start', { expiresAt: '2020-01-01T00:00:00UTC' })],
      'expired',
    ],
    ['that is damaged', ['{"startUrl":', '[]'], 'missing'],
  ])('tell a sign-in with SSO %s', (_name, ssoCache, verdict) => {
    const facts = readAwsFacts({ ...texts, ssoCache });
    expect(judgeAwsSignIn(profileOf(facts, 'work'), nowMs)).toBe(verdict);
  });

  it('tell an SSO start address that stands in the profile itself', () => {
    const ssoCache = [sso('https://old.awsapps.com/start', { expiresAt: at(8) })];
    expect(judgeAwsSignIn(profileOf(readAwsFacts({ ...texts, ssoCache }), 'old'), nowMs)).toBe('good');
  });

  it.each([
    [1, 'good'],
    [-11, 'good'],
    [-13, 'expired'],
  ])('count a console sign-in whose keys end in %d hours as %s', (hours, verdict) => {
    const loginCache = [JSON.stringify({ accessToken: { expiresAt: at(hours), secretAccessKey: 'x' } })];
    expect(judgeAwsSignIn(profileOf(readAwsFacts({ ...texts, loginCache }), 'console'), nowMs)).toBe(verdict);
  });

  it.each([
    ['default', 'sso', 'aws sso login'],
    ['work', 'sso', 'aws sso login --profile work'],
    ['console', 'login', 'aws login --profile console'],
    ['my profile', 'sso', 'aws sso login --profile "my profile"'],
  ] as const)('say how %s is signed in again', (name, way, command) => {
    expect(buildAwsSignIn({ name, way })).toBe(command);
  });
});

describe('a look at Bedrock', () => {
  const look = (profile: string | undefined, over: Partial<AwsTexts> = {}, version?: string, hasKey = false) =>
    probeBedrock(
      { profile, region: 'eu-central-1', hasKey },
      {
        clock: createFakeClock(),
        environment: {},
        readAws: () => Promise.resolve(readAwsFacts({ ...texts, ...over })),
        readCodexVersion: () => Promise.resolve(version),
      },
    );

  it.each([
    ['a profile that is missing', 'nobody', {}, undefined, 'wrong', 'profileMissing'],
    ['one that is not signed in', 'work', {}, undefined, 'wrong', 'signInMissing'],
    ['one with keys of its own', 'default', {}, undefined, 'notCheckable', 'noRequest'],
    ['no profile', undefined, { config: '' }, undefined, 'notCheckable', 'noRequest'],
    ['a console sign-in with an old Codex', 'console', {}, '0.129.9', 'wrong', 'codexTooOld'],
    ['a console sign-in with a newer one', 'console', {}, '0.130.0', 'wrong', 'signInMissing'],
  ] as const)('judges %s', async (_name, profile, over, version, kind, id) => {
    expect(await look(profile, over, version)).toMatchObject({
      kind,
      sentence: { messageId: `provider.bedrock.${id}` },
    });
  });

  it('with a key of its own is told as one that only a bill would check, whatever AWS keeps', async () => {
    expect(await look(undefined, {}, undefined, true)).toMatchObject({
      kind: 'notCheckable',
      sentence: { messageId: 'provider.bedrock.keyNotAsked', args: { region: 'eu-central-1' } },
    });
    expect(await look('nobody', {}, undefined, true)).toMatchObject({
      sentence: { messageId: 'provider.bedrock.profileMissing' },
    });
  });

  it('says which line signs in again', async () => {
    const ssoCache = [sso('https://acme.awsapps.com/start', { expiresAt: at(-1) })];
    expect(await look('work', { ssoCache })).toMatchObject({
      sentence: { messageId: 'provider.bedrock.signInExpired', args: { command: 'aws sso login --profile work' } },
      signInCommand: 'aws sso login --profile work',
    });
  });
});
