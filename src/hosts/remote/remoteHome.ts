import type {
  Hello,
  HomeStatus,
  PutAnswer,
  PutRequest,
  HomeAccessRefusal,
  RemoveAnswer,
  RestartAnswer,
  StatusRequest,
} from './companionProtocol.ts';

/** Nothing came of asking the host. */
export type NoAnswer =
  | { readonly kind: 'refused'; readonly refusal: HomeAccessRefusal }
  | { readonly kind: 'missing' }
  /** It speaks an earlier or a later protocol than we do: one of the two has to be updated. */
  | { readonly kind: 'older' | 'newer'; readonly version: string }
  /** It is there and failed, or something else answers under its name. */
  | { readonly kind: 'unintelligible' };

/** What came of asking the host. */
export type HostAnswer<T> = { readonly kind: 'ok'; readonly answer: T } | NoAnswer;

/** The Home of the host that this window is connected to. */
export interface RemoteHome {
  hello(): Promise<HostAnswer<Hello>>;
  status(request: StatusRequest): Promise<HostAnswer<HomeStatus>>;
  /** Makes that Home use a credential. The person over there may be asked first, so this can take minutes. */
  put(request: PutRequest): Promise<HostAnswer<PutAnswer>>;
  remove(hostId: string): Promise<HostAnswer<RemoveAnswer>>;
  /** Has a background server there that uses something else started again; a turn under way gets a minute to finish. */
  restartCodex(hostId: string): Promise<HostAnswer<RestartAnswer>>;
}
