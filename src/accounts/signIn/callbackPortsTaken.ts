import { buildSentence, type Sentence } from '../../errors/sentence.ts';
import type { PortHolder } from './ports.ts';

/** Who holds the ports, as a sentence can carry it: `node (1455), 1457`. */
export function listHolders(holders: readonly PortHolder[]): string {
  return holders
    .map(({ port, process }) => (process === undefined ? String(port) : `${process} (${String(port)})`))
    .join(', ');
}

/** Why no port is free for the callback. No program can be ended where the system keeps both from all of them. */
export function explainHolders(holders: readonly PortHolder[]): Sentence {
  return holders.every(({ isReserved }) => isReserved === true)
    ? buildSentence('browser.portsReserved', { ports: listHolders(holders) })
    : buildSentence('browser.portsTaken', { holders: listHolders(holders) });
}
