import type { Nothing } from './values.ts';

/** Signing in with a device code. */
export interface DeviceCodeMessages {
  'deviceCode.notEnabled': Nothing;
  'deviceCode.noCode': { readonly status: string };
  'deviceCode.refused': { readonly status: string };
  'deviceCode.expired': Nothing;
}
