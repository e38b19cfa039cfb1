import type {
  Hello,
  HomeStatus,
  PutAnswer,
  PutRequest,
  Refusal,
  RemoveAnswer,
  RestartAnswer,
  StatusRequest,
} from './homeAccess.ts';

/** Why the companion of the other side could not be asked at all. */
type Unreached =
  | { readonly kind: 'missing' }
  /** It speaks an older or a newer protocol than we do. */
  | { readonly kind: 'older' | 'newer'; readonly version: string }
  /** It is there and failed, or something else answers under its name. */
  | { readonly kind: 'unintelligible' };

/** What came of asking the companion. */
export type HostAnswer<T> =
  { readonly kind: 'answer'; readonly answer: T } | { readonly kind: 'refused'; readonly refusal: Refusal } | Unreached;

/** The Home of the host that this window is connected to, through the companion there. */
export interface RemoteHome {
  hello(): Promise<HostAnswer<Hello>>;
  status(request: StatusRequest): Promise<HostAnswer<HomeStatus>>;
  put(request: PutRequest): Promise<HostAnswer<PutAnswer>>;
  remove(hostId: string): Promise<HostAnswer<RemoveAnswer>>;
  restartCodex(hostId: string): Promise<HostAnswer<RestartAnswer>>;
}
