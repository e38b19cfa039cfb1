import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { PortRange } from '../../diagnosis/ports.ts';

const limitMs = 2000;

/** The ranges of ports that Windows keeps from every program; empty elsewhere, and where it does not tell. */
export async function readReservedRanges(signal: AbortSignal): Promise<readonly PortRange[]> {
  if (process.platform !== 'win32') {
    return [];
  }
  const program = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'netsh.exe');
  const parameters = ['interface', 'ipv4', 'show', 'excludedportrange', 'protocol=tcp'];
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: limitMs, windowsHide: true, signal }, (failure, stdout) => {
      resolve(failure === null ? parseReservedRanges(stdout) : []);
    });
  });
}

/** The ranges in what `netsh` prints: its words are translated, a row of two numbers is not. A star marks an admin's own. */
export function parseReservedRanges(text: string): readonly PortRange[] {
  return [...text.matchAll(/^\s*(\d{1,5})\s+(\d{1,5})\s*\*?\s*$/gmu)].flatMap(([, first, last]) => {
    const range = { from: Number(first), to: Number(last) };
    return range.from <= range.to && range.to <= 65_535 ? [range] : [];
  });
}
