import * as z from 'zod/mini';
import { parseJson } from '../base/json.ts';
import type { AwsFacts, AwsProfile, AwsTexts } from './ports.ts';

/** Whether the sign-in of a profile can still be used; `notKept`: nothing here says so. */
export type AwsSignIn = 'good' | 'expired' | 'missing' | 'notKept';

type Section = Readonly<Record<string, string>>;

/** `aws login` renews by itself for twelve hours. */
const sessionLifeMs = 12 * 60 * 60 * 1000;

/** The sections of a file in the form of AWS. Values that go on over indented lines, as tables in it do, are left out. */
export function parseIni(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/u)) {
    const header = /^\s*\[\s*(?<name>[^\]]*?)\s*\]/u.exec(line)?.groups?.['name'];
    if (header !== undefined) {
      section = sections.get(header) ?? {};
      sections.set(header, section);
      continue;
    }
    const at = line.indexOf('=');
    if (section !== undefined && at > 0 && /^[^\s#;]/u.test(line)) {
      section[line.slice(0, at).trim().toLowerCase()] = line
        .slice(at + 1)
        .replace(/\s[#;].*$/u, '')
        .trim();
    }
  }
  return sections;
}

/** The profiles of both files, `default` first. None of their keys and tokens are in it. */
export function readAwsFacts(texts: AwsTexts): AwsFacts {
  const sections = parseIni(texts.config ?? '');
  const profiles = new Map<string, Section>();
  for (const [header, section] of sections) {
    const name =
      header === 'default' ? header : /^profile\s+["']?(?<name>[^"']+)["']?$/u.exec(header)?.groups?.['name'];
    if (name !== undefined) {
      profiles.set(name, section);
    }
  }
  for (const [name, section] of parseIni(texts.credentials ?? '')) {
    profiles.set(name, { ...section, ...profiles.get(name) });
  }
  const described = [...profiles].map(([name, section]): AwsProfile => {
    const way =
      'sso_session' in section || 'sso_start_url' in section ? 'sso' : 'login_session' in section ? 'login' : 'other';
    const ends = way === 'sso' ? listSsoEnds(texts, section, sections) : way === 'login' ? listLoginEnds(texts) : [];
    return { name, region: section['region'], way, endsAtMs: ends.length === 0 ? undefined : Math.max(...ends) };
  });
  return {
    configPath: texts.configPath,
    profiles: described.sort((left, right) => Number(right.name === 'default') - Number(left.name === 'default')),
  };
}

const ssoEntry = z.object({
  startUrl: z.string(),
  expiresAt: z.string(),
  refreshToken: z.optional(z.string()),
  registrationExpiresAt: z.optional(z.string()),
});

const sessionEntry = z.object({ accessToken: z.object({ expiresAt: z.string() }) });

/**
 * Whether the sign-in of a profile can still be used, by what AWS keeps of it. A token that can be renewed counts until its
 * registration ends; what `aws login` keeps does not say whose it is, so the newest counts.
 */
export function judgeAwsSignIn({ way, endsAtMs }: AwsProfile, nowMs: number): AwsSignIn {
  if (way === 'other') {
    return 'notKept';
  }
  return endsAtMs === undefined ? 'missing' : endsAtMs > nowMs ? 'good' : 'expired';
}

function listSsoEnds(
  { ssoCache }: AwsTexts,
  section: Section,
  sections: ReadonlyMap<string, Section>,
): readonly number[] {
  const session = section['sso_session'];
  const startUrl =
    (session === undefined ? undefined : sections.get(`sso-session ${session}`)?.['sso_start_url']) ??
    section['sso_start_url'];
  return ssoCache.flatMap((text) => {
    const entry = ssoEntry.safeParse(parseJson(text));
    if (!entry.success || trimSlash(entry.data.startUrl) !== trimSlash(startUrl ?? '')) {
      return [];
    }
    const { expiresAt, refreshToken, registrationExpiresAt } = entry.data;
    return [readTime(refreshToken === undefined ? expiresAt : (registrationExpiresAt ?? expiresAt))];
  });
}

function listLoginEnds({ loginCache }: AwsTexts): readonly number[] {
  return loginCache.flatMap((text) => {
    const entry = sessionEntry.safeParse(parseJson(text));
    return entry.success ? [readTime(entry.data.accessToken.expiresAt) + sessionLifeMs] : [];
  });
}

/** A time that cannot be read is over. Older releases of AWS wrote `UTC` for `Z`. */
function readTime(text: string): number {
  const ms = Date.parse(text.replace(/UTC$/u, 'Z'));
  return Number.isNaN(ms) ? 0 : ms;
}

function trimSlash(address: string): string {
  return address.replace(/[/#]+$/u, '');
}

/** What a person types to sign a profile in again. */
export function buildAwsSignIn({ name, way }: Pick<AwsProfile, 'name' | 'way'>): string {
  const command = way === 'login' ? 'aws login' : 'aws sso login';
  return name === 'default' ? command : `${command} --profile ${/^[\w.@+-]+$/u.test(name) ? name : `"${name}"`}`;
}
