import type { DiagnosisPorts } from '../../diagnosis/ports.ts';
import type { Redaction, ReportFacts } from '../../diagnosis/report.ts';
import type { FixPorts } from './fixPorts.ts';

/** What a diagnosis is made of. */
export interface DiagnosisParts {
  /** What the checks of one run look at. */
  readonly startRun: () => DiagnosisPorts;
  readonly fixPorts: FixPorts;
  readonly facts: ReportFacts;
  readonly redaction: Redaction;
}
