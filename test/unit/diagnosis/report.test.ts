import { describe, expect, it } from 'vitest';
import { found, type Finding } from '../../../src/diagnosis/finding.ts';
import { buildReport, type Redaction, type ReportFacts } from '../../../src/diagnosis/report.ts';
import {
  foreign,
  hostValue,
  knownName,
  namesOf,
  numberOf,
  pathOf,
  said,
  versionOf,
  wordOf,
} from '../../../src/diagnosis/value.ts';
import { buildSentence } from '../../../src/errors/sentence.ts';
import { sayFinding } from '../../../src/ui/text/diagnosisText.ts';

const facts: ReportFacts = {
  extensionVersion: '1.2.3',
  editorVersion: '1.101.0',
  platform: 'linux',
  architecture: 'x64',
  side: 'workspace',
  window: 'web',
  isRemote: true,
};
const redaction: Redaction = {
  codexHome: '/home/ada/.codex',
  stateFolder: '/home/ada/.local/state/codex-accounts',
  publicHosts: ['auth.openai.com', 'chatgpt.com'],
};

function report(...findings: readonly Finding[]): string {
  return buildReport([{ check: 'file', findings }], { facts, redaction, say: sayFinding });
}

describe('a report', () => {
  it('is a table with what matters first, and says where it comes from', () => {
    const text = report(
      found('file.good', 'good', { args: { path: pathOf('/home/ada/.codex/auth.json') } }),
      found('cli.old', 'problem', { args: { version: versionOf('0.19.1'), path: pathOf('/opt/x/codex') } }),
    );
    expect(text).toContain('Codex Accounts 1.2.3, VS Code 1.101.0, linux x64, web window');
    expect(text.indexOf('cli.old')).toBeLessThan(text.indexOf('file.good'));
    expect(text).toContain('| **problem** | file | `cli.old` | Codex 0.19.1 at');
    expect(text).toContain('\\[Codex home\\]/auth.json');
    expect(text.split('\n').filter((line) => line.startsWith('|') && line.split('|').length !== 6)).toEqual([]);
  });

  it.each([
    ['a program', foreign('marked-program')],
    ['a name with Markdown', foreign('marked | `x` [y](z)')],
    ['a path of the person', pathOf('/home/ada/marked-client/auth.json')],
    ['a file of another name in the Codex home', pathOf('/home/ada/.codex/marked.toml')],
    ['a path of Windows', pathOf('C:\\Users\\ada\\marked\\auth.json')],
    ['a host of a company', hostValue('marked.example.com')],
    ['a host that only looks like the service', hostValue('auth.openai.com.marked.example')],
    ['a variable that a person made up', knownName('MARKED_KEY')],
    ['one among known ones', namesOf(['CODEX_HOME', 'MARKED_KEY'])],
    ['a release that is none', versionOf('marked 1.2.3')],
    ['the values of a sentence', said(buildSentence('network.proxyOffline', { proxy: 'marked:3128', source: 'x' }))],
  ])('leaves out %s', (_name, value) => {
    expect(report(found('ports.busy', 'problem', { args: { port: numberOf(1455), holder: value } }))).not.toMatch(
      /marked/iu,
    );
  });

  it.each([
    ['the service', hostValue('auth.openai.com'), 'auth.openai.com'],
    ['this computer', hostValue('127.0.0.1'), '127.0.0.1'],
    ['a variable that everybody has', knownName('CODEX_HOME'), 'CODEX\\_HOME'],
    ['a store', wordOf('keyring'), 'keyring'],
    ['a file of the system', pathOf('/etc/codex/requirements.toml'), '/etc/codex/requirements.toml'],
    ['the Codex home', pathOf('/home/ada/.codex'), '\\[Codex home\\]'],
    ['the state folder', pathOf('/home/ada/.local/state/codex-accounts'), '\\[state folder\\]'],
    ['which sentence it was', said(buildSentence('network.proxySignIn', {})), 'network.proxySignIn'],
  ])('keeps %s', (_name, value, words) => {
    expect(report(found('ports.busy', 'problem', { args: { port: numberOf(1455), holder: value } }))).toContain(words);
  });
});
