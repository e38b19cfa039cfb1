import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ConfigTexts } from '../../home/ports.ts';
import { decodeUtf8 } from '../../base/bytes.ts';
import { hasCode } from '../files/systemError.ts';
import { managedPreferences } from './configFiles.ts';

type PreferenceTexts = Pick<ConfigTexts, 'mdm' | 'mdmRequirements'>;

const limitMs = 5000;

/**
 * What a configuration profile of macOS prescribes, for this person before for this computer. Only prescribed values are
 * in these files: what a person sets by `defaults` is elsewhere, and does not count for Codex either.
 * @param print the property list at a path as XML, undefined where there is none
 */
export async function readManagedPreferences(print = printPropertyList): Promise<PreferenceTexts> {
  const own = join(dirname(managedPreferences), userInfo().username, 'com.openai.codex.plist');
  const [ofComputer, ofPerson] = await Promise.all([managedPreferences, own].map(async (path) => read(path, print)));
  return { ...ofComputer, ...ofPerson };
}

async function read(path: string, print: typeof printPropertyList): Promise<PreferenceTexts> {
  try {
    const list = await print(path);
    return list === undefined ? {} : parsePropertyList(list);
  } catch {
    return { mdm: null, mdmRequirements: null };
  }
}

/** Codex takes a text in Base64 and nothing else; what is anything else stops it. */
export function parsePropertyList(xml: string): PreferenceTexts {
  const mdm = findText(xml, 'config_toml_base64');
  const mdmRequirements = findText(xml, 'requirements_toml_base64');
  return { ...(mdm === undefined ? {} : { mdm }), ...(mdmRequirements === undefined ? {} : { mdmRequirements }) };
}

function findText(xml: string, key: string): string | null | undefined {
  const [, value] = new RegExp(`<key>${key}</key>\\s*(<[^>]*>[^<]*)`, 'u').exec(xml) ?? [];
  if (value === undefined) {
    return undefined;
  }
  const [, encoded] = /^<string>([^<]*)$/u.exec(value) ?? [];
  const text = encoded?.replaceAll(/\s/gu, '') ?? '';
  return /^(?:[\d+/A-Za-z]{4})*(?:[\d+/A-Za-z]{2}==|[\d+/A-Za-z]{3}=)?$/u.test(text) && encoded !== undefined
    ? (decodeUtf8(Buffer.from(text, 'base64')) ?? null)
    : null;
}

/** @throws Error when it is there and is none, or it cannot be seen whether it is */
export async function printPropertyList(path: string): Promise<string | undefined> {
  try {
    await access(path);
  } catch (failure) {
    if (hasCode(failure, 'ENOENT')) {
      return undefined;
    }
    throw failure;
  }
  const { stdout } = await promisify(execFile)('/usr/bin/plutil', ['-convert', 'xml1', '-o', '-', path], {
    timeout: limitMs,
  });
  return stdout;
}
