import type { AnswerDetails } from './server.ts';
import type { Nothing } from './values.ts';

/** Signing in with a device code. */
export interface DeviceCodeMessages {
  'deviceCode.notEnabled': AnswerDetails;
  'deviceCode.noCode': { readonly status: string };
  'deviceCode.refused': AnswerDetails;
  'deviceCode.expired': Nothing;
}
