import type { CompanionClient, CompanionResult } from './companionClient.ts';
import type { HostAnswer, RemoteHome } from './remoteHome.ts';

/** The Home over there as the companion of this window tells it. */
export function reachThroughCompanion(client: CompanionClient): RemoteHome {
  return {
    hello: async () => {
      const presence = await client.hello();
      return presence.kind === 'here' ? { kind: 'answer', answer: presence.hello } : presence;
    },
    status: async (request) => toAnswer(await client.status(request)),
    put: async (request) => toAnswer(await client.put(request)),
    remove: async (hostId) => toAnswer(await client.remove(hostId)),
    restartCodex: async (hostId) => toAnswer(await client.restartCodex(hostId)),
  };
}

function toAnswer<T>(result: CompanionResult<T>): HostAnswer<T> {
  if ('ok' in result) {
    return { kind: 'answer', answer: result.ok };
  }
  const { code } = result;
  return code === 'missing' || code === 'unintelligible'
    ? { kind: code }
    : { kind: 'refused', refusal: { ...result, code } };
}
