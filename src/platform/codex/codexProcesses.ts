import { execFile } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { CodexProcess, CodexProcesses } from '../../home/running/ports.ts';
import { parseJson } from '../../base/json.ts';
import { describeCommand, splitCommand } from './codexRole.ts';
import { isScriptRunner, listFromProc } from './linuxCodexProcesses.ts';

/**
 * The Codex processes of this user. On Linux `/proc` also tells which Home each one uses and whether it is connected to
 * anything; elsewhere that is unknown, and said so.
 */
export class SystemCodexProcesses implements CodexProcesses {
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  async list(signal?: AbortSignal): Promise<readonly CodexProcess[]> {
    switch (process.platform) {
      case 'linux':
        return listFromProc(this.#home);
      case 'win32':
        return parseCimRows(
          await run(
            windowsProgram('WindowsPowerShell', 'v1.0', 'powershell.exe'),
            ['-NoProfile', '-NonInteractive', '-Command', cimCommand],
            signal,
          ),
        );
      default:
        return parsePsRows(await run('/bin/ps', ['-x', '-ww', '-o', 'pid=,ppid=,etime=,command='], signal));
    }
  }
}

const untold = { usesHome: undefined, hasConnection: undefined } as const;

/** @param ownPid of this process */
export function parsePsRows(text: string, ownPid = process.pid): readonly CodexProcess[] {
  const rows = text.split('\n').flatMap((row) => {
    const [, pid = '', parent = '', elapsed = '', commandLine = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/u.exec(row) ?? [];
    return pid === ''
      ? []
      : [{ pid: Number(pid), parent: Number(parent), ageMs: parseElapsed(elapsed), words: splitCommand(commandLine) }];
  });
  const parents = new Map(rows.map(({ pid, parent }) => [pid, parent]));
  return rows.flatMap(({ pid, ageMs, words }) => {
    const command = describeCommand(words);
    return command === undefined || isScriptRunner(words[0] ?? '')
      ? []
      : [{ pid, ...command, ...untold, ageMs, isOurChild: isDescendant(pid, ownPid, (child) => parents.get(child)) }];
  });
}

/** The first of a chain of parents that is asked about ends it; a chain is never long. */
function isDescendant(pid: number, ancestor: number, parentOf: (pid: number) => number | undefined): boolean {
  const parent = parentOf(pid);
  return parent !== undefined && parent > 1 && (parent === ancestor || isDescendant(parent, ancestor, parentOf));
}

/** `[[days-]hours:]minutes:seconds`, as ps(1) has it, in milliseconds. */
export function parseElapsed(text: string): number | undefined {
  const parts = /^(?:(?:(\d+)-)?(\d+):)?(\d+):(\d+)$/u.exec(text);
  if (parts === null) {
    return undefined;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** Windows tells the whole command line through its management interface alone; the age in seconds, by its own clock. */
const cimCommand =
  '@(Get-CimInstance Win32_Process -Filter "Name LIKE \'%codex%.exe\'" | Select-Object ProcessId, ParentProcessId, Name, CommandLine, ' +
  "@{n='Seconds';e={[int]((Get-Date) - $_.CreationDate).TotalSeconds}}) | ConvertTo-Json -Compress";

const cimRow = z.object({
  ProcessId: z.int(),
  ParentProcessId: z.optional(z.nullable(z.int())),
  Name: z.string(),
  CommandLine: z.nullable(z.string()),
  Seconds: z.nullable(z.number()),
});
const cimRows = z.union([z.array(cimRow), cimRow]);

/** A process whose command line is not told, because another user started it with more rights, is judged by its name. */
export function parseCimRows(text: string, ownPid = process.pid): readonly CodexProcess[] {
  const parsed = cimRows.safeParse(parseJson(text));
  const rows = !parsed.success ? [] : Array.isArray(parsed.data) ? parsed.data : [parsed.data];
  return rows.flatMap(({ ProcessId, ParentProcessId, Name, CommandLine, Seconds }) => {
    const ageMs = Seconds === null ? undefined : Seconds * 1000;
    const command = describeCommand(CommandLine === null ? [Name] : splitWindowsCommand(CommandLine));
    return command === undefined
      ? []
      : [
          {
            pid: ProcessId,
            ...command,
            ...untold,
            ageMs,
            isOurChild: typeof ParentProcessId === 'number' ? ParentProcessId === ownPid : undefined,
          },
        ];
  });
}

/** A quoted word has blanks in it; quotes within one mean nothing to what is looked for here. */
function splitWindowsCommand(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|\S+/gu)].map(([word, quoted]) => quoted ?? word);
}

function windowsProgram(...parts: readonly string[]): string {
  return join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', ...parts);
}

function run(program: string, parameters: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  const options = { timeout: 10_000, windowsHide: true, maxBuffer: 4 * 1024 * 1024, signal };
  return new Promise((resolve) => {
    execFile(program, parameters, options, (failure, stdout) => {
      resolve(failure === null ? stdout : '');
    });
  });
}
