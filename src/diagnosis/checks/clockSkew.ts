import type { Check } from '../check.ts';
import { found, plain } from '../finding.ts';
import type { DiagnosisPorts, ServiceAnswer } from '../ports.ts';
import { numberOf, said } from '../value.ts';

/** Codex takes a token for ended five minutes early, and device codes live for fifteen: less than that breaks nothing. */
const brokenFromMs = 5 * 60 * 1000;
const notedFromMs = 60 * 1000;

/** Whether this computer's clock agrees with the service's. */
export const clockCheck: Check<Pick<DiagnosisPorts, 'network'>, readonly ServiceAnswer[]> = {
  id: 'clock',
  observe: ({ network }, signal) => Promise.all([network.ask('issuer', signal), network.ask('backend', signal)]),
  judge: (answers) => {
    const dated = answers.find((answer) => answer.kind === 'failure' && answer.reason === 'certificateDates');
    if (dated?.kind === 'failure') {
      return [
        found('clock.certificate', 'problem', { args: { reason: said(dated.sentence) }, fixes: [{ id: 'setClock' }] }),
      ];
    }
    const aheadMs = answers.flatMap((answer) =>
      answer.kind === 'answer' && answer.aheadMs !== undefined ? [answer.aheadMs] : [],
    )[0];
    if (aheadMs === undefined) {
      return [plain('clock.notSeen', 'notKnown')];
    }
    const offMs = Math.abs(aheadMs);
    return offMs < notedFromMs
      ? [plain('clock.right', 'good')]
      : [
          found('clock.off', offMs < brokenFromMs ? 'note' : 'problem', {
            args: { minutes: numberOf(aheadMs / 60_000) },
            fixes: [{ id: 'setClock' }],
          }),
        ];
  },
};
