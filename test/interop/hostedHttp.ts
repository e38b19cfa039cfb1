import { vi } from 'vitest';
import { FetchHttp } from '../../src/platform/network/fetchHttp.ts';
import { RoutedHttp } from '../../src/platform/network/routedHttp.ts';
import { systemClock } from '../../src/platform/systemClock.ts';
import { makeVsCodesFetch, type HostSituation } from './vscodesFetch.ts';

const userAgent = 'codex_accounts/interop';

/** One request of ours as in a VS Code of that situation: the status of an answer, or the failure's sentence and delivery. */
export async function askInVsCode(situation: HostSituation, url: string): Promise<unknown> {
  vi.stubGlobal('fetch', await makeVsCodesFetch(situation));
  try {
    const { settings, environment } = situation;
    const http = new RoutedHttp({
      userAgent,
      clock: systemClock,
      hostFetch: new FetchHttp({ userAgent }),
      observe: () => Promise.resolve({ settings, environment, homeVariables: {}, respectsSystemProxy: false }),
    });
    const { status } = await http.send({ method: 'GET', url });
    return status;
  } catch (failure) {
    const { sentence, delivery } = failure as { readonly sentence?: object; readonly delivery?: string };
    return { ...sentence, delivery };
  } finally {
    vi.unstubAllGlobals();
  }
}
