import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  parsePropertyList,
  printPropertyList,
  readManagedPreferences,
} from '../../../../src/platform/home/managedPreferences.ts';
import { createTemporaryFolder } from '../../../support/temporaryFolder.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64');
const list = (...pairs: readonly string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n${pairs.join('\n')}\n</dict>\n</plist>\n`;
const say = (key: string, value: string): string => `\t<key>${key}_toml_base64</key>\n\t${value}`;
const text = (value: string): string => `<string>${value}</string>`;

/** Never run by us: no Mac runs our tests. */
describe('a configuration profile of macOS', () => {
  it.each<readonly [string, string, object]>([
    ['nothing about Codex', list(), {}],
    ['a configuration', list(say('config', text(encode('a = "é"')))), { mdm: 'a = "é"' }],
    ['requirements', list(say('requirements', text(encode('b = 1')))), { mdmRequirements: 'b = 1' }],
    ['both', list(say('config', text('')), say('requirements', text(encode('b')))), { mdm: '', mdmRequirements: 'b' }],
    ['Base64 in lines', list(say('config', text('\n\tYSA9\n\tIDEK\n\t'))), { mdm: 'a = 1\n' }],
    ['what is no Base64', list(say('config', text('a = 1'))), { mdm: null }],
    ['what is no UTF-8', list(say('config', text('/w=='))), { mdm: null }],
    ['what is no text', list(say('config', '<integer>7</integer>')), { mdm: null }],
    ['what is data', list(say('requirements', `<data>${encode('b')}</data>`)), { mdmRequirements: null }],
  ])('that has %s is read as Codex does', (_name, xml, expected) => {
    expect(parsePropertyList(xml)).toEqual(expected);
  });

  it('of the person comes before the one of the computer', async () => {
    const asked: string[] = [];
    const print = (path: string): Promise<string | undefined> => {
      asked.push(path);
      const isOfComputer = path === '/Library/Managed Preferences/com.openai.codex.plist';
      const pairs = isOfComputer
        ? [say('config', text(encode('computer'))), say('requirements', text(encode('computer')))]
        : [say('config', text(encode('person')))];
      return Promise.resolve(list(...pairs));
    };
    expect(await readManagedPreferences(print)).toEqual({ mdm: 'person', mdmRequirements: 'computer' });
    expect(asked).toHaveLength(2);
  });

  it('that is not there says nothing, and one that cannot be read stops Codex', async () => {
    expect(await readManagedPreferences(() => Promise.resolve(undefined))).toEqual({});
    expect(await readManagedPreferences(() => Promise.reject(new Error('no property list')))).toEqual({
      mdm: null,
      mdmRequirements: null,
    });
  });

  it('that is not there is no failure, and one that cannot be reached is', async () => {
    const path = join(createTemporaryFolder(), 'com.openai.codex.plist');
    expect(await printPropertyList(path)).toBeUndefined();
    symlinkSync(path, path);
    await expect(printPropertyList(path)).rejects.toMatchObject({ code: 'ELOOP' });
  });
});
