import { describe, expect, it } from 'vitest';
import { WordBook } from '../../interop/scenes/wordBook.ts';
import { mintJwt } from '../../support/tokens.ts';

const url = 'http://127.0.0.1:34567';
const known = new Map([
  [url, 'issuer'],
  ['/tmp/home-1', 'Home'],
  ['0.171.0', 'version'],
]);
const makeBook = (): WordBook => new WordBook('marker', known);
const random = 'aB3'.repeat(14) + 'x';

describe('what is another at each run is a word in a transcript:', () => {
  it.for([
    [`see ${url}/page`, 'see <issuer>/page'],
    [`redirect=${encodeURIComponent(url)}%2Fpage`, 'redirect=<issuer>%2Fpage'],
    ['/tmp/home-1/auth.json', '<Home>/auth.json'],
    ['codex 0.171.0', 'codex <version>'],
    ['http://localhost:40000/', 'http://localhost:<port>/'],
    ['"rt_markerAb-c_9"', '"<refresh token 1>"'],
    ['code=ac_markerAbc&x', 'code=<code 1>&x'],
    ['Bearer at-markerAbc', 'Bearer <personal access token 1>'],
    [mintJwt({ email: 'ada@example.com' }), '<id token 1>'],
    [mintJwt({ client_id: 'app', email: 'ada@example.com' }), '<access token 1>'],
    [mintJwt({}), '<signed token 1>'],
    ['id 7f767366-d29e-40e6-972e-06ea8c0945b5', 'id <id 1>'],
    ['req_ed8b0608965d497ea9e8499cbd952d7c', '<request id 1>'],
    ['  ABCD-12345', '  <user code 1>'],
    [`state=${random}&`, 'state=<random 1>&'],
    [`verifier=${random}${random}`, 'verifier=<verifier 1>'],
    ['at 2026-11-29T11:16:41.024179894Z', 'at <time>'],
    ['date: Sun, 29 Nov 2026 11:16:41 GMT', 'date: <time>'],
    ['"resetsAt": 1795951000,', '"resetsAt": <time>,'],
    ['"timestampMs":1795951000123', '"timestampMs":<time>'],
    ['"pid":123,"elapsedMs":4', '"pid":<number>,"elapsedMs":<number>'],
    ['a/0.171.0 (Debian 12.0.0; x86_64) dumb', 'a/<version> (<system>) dumb'],
    ['.auth-fD7XC5', '.auth-<random>'],
    ['WARNING: proceeding, even though we could not create PATH aliases: why\nnext', 'next'],
  ] as const)('%s', ([text, expected]) => {
    expect(makeBook().replace(text)).toBe(expected);
  });

  it.for([
    'http://localhost:1455/auth/callback',
    'http://127.0.0.1:1457/',
    'app_EMoamEEZ73f0CkXaXp7hrann',
    'openid profile email offline_access api.connectors.read',
    'dangerously-bypass-approvals-and-sandboxes-',
    '"expires_in":3600',
  ])('but not %s', (text) => {
    expect(makeBook().replace(text)).toBe(text);
  });

  it('one value has one word, another the next number', () => {
    const book = makeBook();
    expect(book.replace('rt_markerA rt_markerB rt_markerA')).toBe(
      '<refresh token 1> <refresh token 2> <refresh token 1>',
    );
    expect(book.replace('rt_markerB')).toBe('<refresh token 2>');
  });
});
