import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { businessChoice } from '../issuer/people.ts';
import { buildChatGptDocument } from './codexDocuments.ts';
import { useScene } from './scene.ts';
import { readAuth, readNotification, typeCredential } from './steps.ts';

const scene = useScene();

beforeEach(() => {
  rmSync(scene().authFile, { recursive: true, force: true });
});

function chatGptDocument(): string {
  const { issuer } = scene();
  return buildChatGptDocument({
    answer: issuer.issueGrant(businessChoice),
    workspaceId: businessChoice.workspaceId,
    issuerUrl: issuer.url,
  });
}

/** Imports and reads what is said about the file. */
async function importAndRead(name?: string): Promise<string> {
  await scene().workbench.runCommand('Codex Accounts: Import from Codex CLI');
  return readNotification(scene(), scene().authFile, name);
}

/** What stands there, its text and where it is, does not matter: it cannot be read, and it is not lost. */
const unreadable = [
  { what: 'half-written', text: () => chatGptDocument().slice(0, 200), sentence: 'not complete JSON' },
  { what: 'begun with a byte order mark', text: () => `\uFEFF${chatGptDocument()}`, sentence: 'byte order mark' },
  { what: 'of an unknown kind', text: () => '{"auth_mode":"telepathy","OPENAI_API_KEY":null}', sentence: 'telepathy' },
  { what: 'of another shape', text: () => '[1, 2, 3]', sentence: 'not a Codex sign-in' },
];

describe('an auth.json that cannot be used', () => {
  for (const { what, text, sentence } of unreadable) {
    it(`is named when it is ${what}, and left as it is`, async () => {
      const before = text();
      writeFileSync(scene().authFile, before, { mode: 0o600 });
      expect(await importAndRead()).toContain(sentence);
      expect(readFileSync(scene().authFile, 'utf8')).toBe(before);
    });
  }

  it('is named when it is a folder, and a new sign-in is kept all the same', async () => {
    const { issuer, authFile, vaultFile } = scene();
    mkdirSync(authFile);
    expect(await importAndRead('home-is-folder')).toContain('is not a file');
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    expect(await readNotification(scene(), 'could not be given it', 'home-not-placed')).toContain('is not a file');
    expect(statSync(authFile).isDirectory()).toBe(true);
    expect(readFileSync(vaultFile, 'utf8')).toContain(issuer.apiKeys.good);
  });

  it('is named when it is a link to nowhere', async () => {
    symlinkSync(join(scene().codexHome, 'gone.json'), scene().authFile);
    expect(await importAndRead()).toContain('a link to a file that does not exist');
  });

  it('is replaced only with the person’s yes, and its text is set aside', async () => {
    const { workbench, issuer, authFile, vaultFile } = scene();
    const before = chatGptDocument().slice(0, 300);
    writeFileSync(authFile, before, { mode: 0o600 });
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await workbench.dialog.getByText('cannot be read as a Codex sign-in').waitFor();
    await workbench.screenshot('home-unreadable');
    await workbench.acceptDialog('Cancel');
    await readNotification(scene(), 'keeps the sign-in it had');
    expect(readFileSync(authFile, 'utf8')).toBe(before);
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await workbench.acceptDialog('Set Aside and Replace');
    await readNotification(scene(), 'Signed in as');
    expect(readAuth(scene())).toEqual({ auth_mode: 'apikey', OPENAI_API_KEY: issuer.apiKeys.good });
    expect(readFileSync(vaultFile, 'utf8')).toContain(JSON.stringify(before).slice(1, 40));
  });
});

describe('an auth.json that can be used, in a place that needs care', () => {
  it('is made private when others could read it', async () => {
    const { issuer, authFile } = scene();
    writeFileSync(authFile, JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: issuer.apiKeys.good }), {
      mode: 0o644,
    });
    chmodSync(authFile, 0o644);
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    expect(statSync(authFile).mode & 0o777).toBe(0o600);
  });

  it('keeps its link and leaves nothing half-made beside it', async () => {
    const { issuer, authFile, codexHome } = scene();
    const target = join(codexHome, 'elsewhere.json');
    const before = JSON.stringify({ auth_mode: 'apikey', OPENAI_API_KEY: issuer.apiKeys.good });
    writeFileSync(target, before, { mode: 0o600 });
    symlinkSync(target, authFile);
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    await readNotification(scene(), 'Signed in as');
    expect(readFileSync(target, 'utf8')).toBe(JSON.stringify(JSON.parse(before), undefined, 2));
    expect(lstatSync(authFile).isSymbolicLink()).toBe(true);
    expect(
      readdirSync(codexHome).filter((name) => !/^(?:auth\.json|elsewhere\.json|codex-accounts|.*lock)$/u.test(name)),
    ).toEqual([]);
  });

  it('is not written into a folder that others can change', async () => {
    const { issuer, codexHome, authFile } = scene();
    chmodSync(codexHome, 0o777);
    await typeCredential(scene(), 'API Key', issuer.apiKeys.good);
    expect(await readNotification(scene(), 'could not be given it')).toContain('chmod go-w');
    chmodSync(codexHome, 0o700);
    expect(existsSync(authFile)).toBe(false);
  });
});
