import type { DiagnosisPorts } from '../../diagnosis/ports.ts';
import type { Redaction, ReportFacts } from '../../diagnosis/report.ts';
import type { FixPorts } from './fixPorts.ts';

/** What a diagnosis is made of. */
export interface DiagnosisParts {
  /** What the checks of one run look at; what several of them want ends with the run. */
  readonly startRun: (run: AbortSignal) => DiagnosisPorts;
  readonly fixPorts: FixPorts;
  readonly facts: ReportFacts;
  readonly redaction: Redaction;
}
