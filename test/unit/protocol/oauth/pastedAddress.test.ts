import { describe, expect, it } from 'vitest';
import { judgePastedAddress } from '../../../../src/protocol/oauth/pastedAddress.ts';
import { Secret } from '../../../../src/base/secret.ts';
import { randomText } from '../../../support/tokens.ts';

const state = randomText('state');
const code = randomText('code');
const expected = { port: 1455, state: new Secret(state), issuerUrl: 'https://auth.openai.com' };
const right = `http://127.0.0.1:1455/auth/callback?code=${code}&scope=openid&state=${state}`;

function judge(text: string, issuerUrl = expected.issuerUrl): string {
  const verdict = judgePastedAddress(new Secret(text), { ...expected, issuerUrl });
  return verdict.kind === 'code' ? `code ${String(verdict.code.reveal() === code)}` : verdict.problem;
}

describe('a pasted address', () => {
  it.each([
    ['as the browser has it', right],
    ['by the other name of this machine', right.replace('127.0.0.1', 'localhost')],
    ['without its beginning, as browsers show it', right.replace('http://', '')],
    ['with blanks around it', `  ${right}\n`],
    ['in quotes', `"${right}"`],
    ['in angle brackets', `<${right}>`],
    ['with more behind it', `${right}#`],
    ['from a browser that knows only https', right.replace('http:', 'https:').replace('127.0.0.1', 'localhost')],
    ['wrapped by a terminal', right.replace(/.{40}/gu, '$&\n')],
    ['wrapped by Windows, padded with blanks', right.replace(/.{33}/gu, '$&   \r\n   ')],
    ['broken within its beginning', right.replace('http://', 'htt\np://')],
    ['with blanks that cannot be seen', right.replace(/.{50}/gu, '$&\u200B\u00A0\u2060')],
    ['with the full stop of a sentence', `${right}.`],
    ['with the comma of a sentence', `${right}, `],
    ['with the dots of a sentence', `${right}…`],
    ['in brackets at the end of a question', `(${right})?`],
    ['in guillemets', `«${right}».`],
    ['as code in a message', `\`${right}\``],
    ['without its beginning, in quotes, wrapped', `“${right.replace('http://', '').replace(/.{60}/gu, '$&\n')}”`],
  ])('is taken %s', (_name, text) => {
    expect(judge(text)).toBe('code true');
  });

  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n', 'empty'],
    ['only the code', code, 'codeOnly'],
    ['only the query', `code=${code}&state=${state}`, 'codeOnly'],
    ['words', 'This site can’t be reached', 'notAnAddress'],
    ['the path alone', `/auth/callback?code=${code}&state=${state}`, 'notAnAddress'],
    ['the sign-in page', `https://auth.openai.com/oauth/authorize?redirect_uri=x&state=${state}`, 'signInPage'],
    [
      'the sign-in page behind a proxy of the host',
      `http://127.0.0.1:8080/proxy/9000/oauth/authorize?state=${state}`,
      'signInPage',
    ],
    ['a page of another program', 'http://127.0.0.1:8080/', 'otherPage'],
    ['another site', right.replace('127.0.0.1:1455', 'chatgpt.com'), 'otherSite'],
    ['a site that only begins like ours', right.replace('127.0.0.1:1455', '127.0.0.1.example.com:1455'), 'otherSite'],
    ['another site behind our name', right.replace('127.0.0.1:1455', '127.0.0.1:1455@example.com'), 'otherSite'],
    ['another site, wrapped', right.replace('127.0.0.1:1455', 'chatgpt.com').replace(/.{20}/gu, '$&\n'), 'otherSite'],
    ['another site with https', right.replace('http://127.0.0.1:1455', 'https://chatgpt.com'), 'otherSite'],
    ['https without the port', right.replace('http://127.0.0.1:1455', 'https://127.0.0.1'), 'earlierSignIn'],
    ['a state with more than the mark of a sentence', `${right}.x`, 'earlierSignIn'],
    ['a sentence with marks', 'This site can’t be reached.', 'notAnAddress'],
    ['our site behind a user name', right.replace('127.0.0.1', 'a@127.0.0.1'), 'otherSite'],
    ['a script', `javascript://127.0.0.1:1455/auth/callback?code=${code}&state=${state}`, 'otherSite'],
    ['the other port', right.replace('1455', '1457'), 'earlierSignIn'],
    ['no port', right.replace(':1455', ''), 'earlierSignIn'],
    ['another page', 'http://127.0.0.1:1455/success', 'otherPage'],
    ['two codes', `${right}&code=other`, 'otherPage'],
    ['no state', `http://127.0.0.1:1455/auth/callback?code=${code}`, 'noState'],
    ['no query', 'http://127.0.0.1:1455/auth/callback', 'noState'],
    ['the state of another sign-in', right.replace(state, randomText('state')), 'earlierSignIn'],
    ['two states', `${right}&state=${state}`, 'earlierSignIn'],
    ['a no', `http://127.0.0.1:1455/auth/callback?error=access_denied&state=${state}`, 'declined'],
    ['a no without our state', 'http://127.0.0.1:1455/auth/callback?error=access_denied&state=x', 'earlierSignIn'],
    [
      'a workspace without Codex',
      `http://127.0.0.1:1455/auth/callback?error=access_denied&error_description=missing_codex_entitlement&state=${state}`,
      'codexOff',
    ],
    ['an error', `http://127.0.0.1:1455/auth/callback?error=server_error&state=${state}`, 'serviceDown'],
    ['neither code nor error', `http://127.0.0.1:1455/auth/callback?state=${state}`, 'noCode'],
    ['another service', `${right}&iss=https%3A%2F%2Fevil.example`, 'otherIssuer'],
    ['far too much', `${right}&x=${'x'.repeat(20_000)}`, 'tooLong'],
  ])('is refused with its own reason: %s', (_name, text, problem) => {
    expect(judge(text)).toBe(problem);
  });

  it('knows the sign-in page of a service on this very machine', () => {
    expect(judge(`http://127.0.0.1:9000/oauth/authorize?state=${state}`, 'http://127.0.0.1:9000')).toBe('signInPage');
    expect(judge(right, 'http://127.0.0.1:9000')).toBe('code true');
  });
});
