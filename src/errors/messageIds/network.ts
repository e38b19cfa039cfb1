import type { PageDetails } from './server.ts';
import type { HomePath, Nothing } from './values.ts';

/** Why a request brought no answer. */
export interface NetworkMessages {
  'network.offline': { readonly host: string };
  'network.cut': { readonly host: string };
  'network.tooSlow': { readonly host: string; readonly seconds: string };
  'network.untrusted': { readonly host: string };
  'network.clock': { readonly host: string };
  'network.certificate': { readonly host: string };
  'network.redirected': { readonly host: string };
  'network.tooMuch': { readonly host: string };
  'network.unknownIssuer': WithIssuer;
  'network.issuerNotInFile': WithIssuerAndFile;
  'network.intercepted': WithProduct;
  /** Dates as RFC 3339. */
  'network.notYetValid': { readonly host: string; readonly from: string; readonly now: string };
  'network.expired': { readonly host: string; readonly until: string; readonly now: string };
  'network.wrongHost': { readonly host: string; readonly names: string };
  'network.envNotEditable': HomePath;
  'network.caUnreadable': CaFile;
  'network.caMissing': CaFile;
  'network.caEmpty': CaFile;
  'network.caNotPem': CaFile;
  'network.caBadCertificate': CaFileWithNumber;
  /** `source`: the setting or variable that names the proxy. */
  'network.proxyUnusable': { readonly source: string };
  'network.proxyKind': { readonly source: string };
  'network.proxyOffline': WithProxy;
  'network.proxyRefused': WithProxyStatus;
  'network.proxyNoPassword': WithProxy;
  'network.proxyWrongPassword': WithProxy;
  'network.botCheck': PageDetails;
  'network.blockPage': WithPageAuthor;
  'network.proxySignIn': Nothing;
  'network.signInFirst': Nothing;
}

interface WithPageAuthor extends PageDetails {
  readonly product: string;
}

interface WithIssuer {
  readonly host: string;
  /** Who signed the last certificate of those that were shown. */
  readonly issuer: string;
}

/** A file with certificates and the variable that names it. */
interface CaFile {
  readonly variable: string;
  readonly path: string;
}

interface WithProxy {
  /** Host and port, without name and password. */
  readonly proxy: string;
  readonly source: string;
}

interface WithIssuerAndFile extends WithIssuer, CaFile {}

interface WithProduct extends WithIssuer {
  readonly product: string;
}

interface CaFileWithNumber extends CaFile {
  readonly number: string;
}

interface WithProxyStatus extends WithProxy {
  readonly status: string;
}
