import type { Nothing } from './values.ts';

/** Model providers: what is wrong with what was typed, and what one says when it is asked. */
export interface ProviderMessages {
  'provider.input.azureEmpty': Nothing;
  'provider.input.azureNotAName': Nothing;
  'provider.input.azureNotHttps': Nothing;
  'provider.input.addressWithPassword': Nothing;
  'provider.input.deploymentEmpty': Nothing;
  'provider.input.deploymentNotAName': Nothing;
  'provider.input.apiVersionNotAVersion': Nothing;
  'provider.input.keyEmpty': Nothing;
  'provider.input.keySeveralLines': Nothing;
  'provider.input.keyNotAKey': Nothing;
  'provider.input.profileNotAName': Nothing;
  'provider.input.regionEmpty': Nothing;
  'provider.input.regionNotARegion': Nothing;
  'provider.input.regionGovCloud': Nothing;
  'provider.input.modelEmpty': Nothing;
  'provider.input.modelNotAnId': Nothing;
  'provider.input.addressEmpty': Nothing;
  'provider.input.addressNotHttp': Nothing;
  'provider.input.addressWithQuery': Nothing;
  'provider.input.portNotAPort': Nothing;
  'provider.input.idEmpty': Nothing;
  'provider.input.idNotABareKey': Nothing;
  'provider.input.idReserved': Nothing;
  'provider.input.nameEmpty': Nothing;
  'provider.input.variableNotAName': Nothing;
  'provider.input.notPairs': Nothing;
  'provider.input.headerNotAHeader': Nothing;
  'provider.input.notANumber': Nothing;
  'provider.input.notASwitch': Nothing;
  'provider.input.tooManyRetries': Nothing;
  'provider.input.commandEmpty': Nothing;
  'provider.azure.keyRefused': WithHost;
  'provider.azure.networkRules': WithHost;
  'provider.azure.apiVersion': WithVersion;
  'provider.azure.deploymentMissing': WithDeployment;
  'provider.azure.deploymentUnsupported': { readonly deployment: string };
  'provider.azure.hostUnknown': WithHost;
  'provider.hostUnknown': WithHost;
  'provider.keyRefused': WithHost;
  'provider.keyForbidden': WithHost;
  'provider.modelMissing': WithModel;
  'provider.notCheckable': WithHost;
  'provider.keptElsewhere': { readonly path: string };
  'provider.notEncrypted': { readonly host: string };
  'provider.keyNotHere': { readonly variable: string };
  'provider.commandNotRun': { readonly command: string };
  'provider.notUnderstood': WithStatus;
  'provider.ollama.notRunning': WithAddress;
  'provider.ollama.tooOld': { readonly version: string; readonly needed: string };
  'provider.ollama.noModel': { readonly model: string };
  'provider.lmstudio.notRunning': WithAddress;
  'provider.lmstudio.noModel': { readonly model: string };
  'provider.local.otherProgram': WithAddress;
  'provider.bedrock.noRequest': { readonly profile: string };
  'provider.bedrock.keyNotAsked': { readonly region: string };
  'provider.bedrock.profileMissing': { readonly profile: string; readonly path: string };
  'provider.bedrock.signInExpired': WithCommand;
  'provider.bedrock.signInMissing': WithCommand;
  'provider.bedrock.codexTooOld': { readonly version: string; readonly needed: string };
}

interface WithHost {
  readonly host: string;
}

interface WithVersion extends WithHost {
  readonly version: string;
}

interface WithDeployment extends WithHost {
  readonly deployment: string;
}

interface WithModel extends WithHost {
  readonly model: string;
}

interface WithStatus extends WithHost {
  readonly status: string;
}

/** Where a server on this computer was looked for. */
interface WithAddress {
  readonly address: string;
}

/** A profile of AWS, and what signs it in again. */
interface WithCommand {
  readonly profile: string;
  readonly command: string;
}
