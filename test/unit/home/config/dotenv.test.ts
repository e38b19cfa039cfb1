import { describe, expect, it } from 'vitest';
import { parseDotenv } from '../../../../src/home/config/dotenv.ts';

describe('the variables of a Home', () => {
  it.each<readonly [string, string, Readonly<Record<string, string>>]>([
    ['one', 'SSL_CERT_FILE=/ca.pem\n', { SSL_CERT_FILE: '/ca.pem' }],
    ['Windows line ends', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['export, quotes and a comment', 'export A="/a b" # c\n', { A: '/a b' }],
    ['single quotes, as they stand', "A='$B\\n'\n", { A: '$B\\n' }],
    ['pieces', `A=a"b c"'d'\n`, { A: 'ab cd' }],
    ['empty', 'A=\nB=""\n', { A: '', B: '' }],
    ['blanks around', '  A = 1  \n', { A: '1' }],
    ['the last of several', 'A=1\nA=2\n', { A: '2' }],
    ['a value of the environment', 'A=$OUTSIDE/x\nB=${OUTSIDE}y\n', { A: 'out/x', B: 'outy' }],
    ['a value from above', 'A=1\nB=$A\n', { A: '1', B: '1' }],
    ['an escape', 'A="a\\"b"\n', { A: 'a"b' }],
    ['comments and nothing', '# A=1\n\n', {}],
    ['what is none, alone', 'this is broken\nA=1\nB=a b\nC=2\n', { A: '1', C: '2' }],
    ['a quote over lines', 'A="1\nB=2\n3"\nC=\'4\n5\'\n', { A: '1\nB=2\n3', C: '4\n5' }],
    ['nothing behind a quote without an end', 'A=1\nB="open\nC=2\n', { A: '1' }],
    ['quotes in comments', "# don't\nA=1 # isn't\nB=2\n", { A: '1', B: '2' }],
    ['no name with a byte order mark', '\uFEFFA=1\nB=2\n', { B: '2' }],
    ['no CODEX_ names', 'CODEX_CA_CERTIFICATE=/a\ncodex_home=/b\nXCODEX_A=1\n', { XCODEX_A: '1' }],
  ])('%s', (_name, text, expected) => {
    expect(parseDotenv(text, { OUTSIDE: 'out' })).toEqual(expected);
  });
});
