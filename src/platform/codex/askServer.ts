import type { ServerAnswers } from '../../home/running/ports.ts';
import {
  parseActiveTurns,
  parseHasTerminals,
  parseIsActive,
  parseIsRemoteControlled,
  parseLoadedThreads,
  parseServerVersion,
  parseReportedAccount,
  parseReportedKind,
  type ReportedAccount,
} from '../../protocol/appServer.ts';
import { isAuthError } from '../../errors/authError.ts';
import type { AppServerTalk } from './appServerTalk.ts';

/** More threads than this are not asked for one by one. */
const mostThreads = 100;

/**
 * Asks a server about itself. None of it touches its sign-in but the account: with a token that is due, the server
 * renews before it answers that (measured with 0.171.0), so it is asked only with `mayAskAccount`. Only to a server that
 * found its token over at its start the connection itself is a reason to renew.
 */
export async function askServer(
  talk: AppServerTalk,
  version: string,
  mayAskAccount: boolean,
): Promise<Omit<ServerAnswers, 'clients'>> {
  const introduction = await talk.introduce(version);
  return {
    version: parseServerVersion(introduction),
    isAtWork: await askIsAtWork(talk),
    isRemoteControlled: parseIsRemoteControlled(await ask(talk, 'remoteControl/status/read')),
    account: mayAskAccount ? await askAccount(talk) : undefined,
  };
}

/** Offline the whole account is not told, its kind is. */
async function askAccount(talk: AppServerTalk): Promise<ReportedAccount | undefined> {
  const told = parseReportedAccount(await ask(talk, 'account/read', { refreshToken: false }));
  return told ?? parseReportedKind(await ask(talk, 'getAuthStatus', { includeToken: false, refreshToken: false }));
}

async function askIsAtWork(talk: AppServerTalk): Promise<boolean | undefined> {
  const threads = parseLoadedThreads(await ask(talk, 'thread/loaded/list'));
  const turns = parseActiveTurns(await ask(talk, 'server/diagnostics'));
  if (turns !== undefined && turns > 0) {
    return true;
  }
  if (threads === undefined || threads.length > mostThreads) {
    return undefined;
  }
  const signs: (boolean | undefined)[] = [];
  for (const threadId of threads) {
    signs.push(parseIsActive(await ask(talk, 'thread/read', { threadId })));
    signs.push(parseHasTerminals(await ask(talk, 'thread/backgroundTerminals/list', { threadId })));
  }
  return signs.includes(true) ? true : signs.includes(undefined) ? undefined : false;
}

/** What an older server does not know, it refuses: that is no answer, and says nothing about the next question. */
async function ask(talk: AppServerTalk, method: string, params: object = {}): Promise<unknown> {
  try {
    return await talk.request(method, params);
  } catch (failure) {
    if (isAuthError(failure)) {
      return undefined;
    }
    throw failure;
  }
}
