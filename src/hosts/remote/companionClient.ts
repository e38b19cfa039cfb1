import * as z from 'zod/mini';
import {
  helloAnswer,
  helloOfAnyRelease,
  homeAccessCommands,
  homeAccessProtocol,
  putAnswer,
  refusal,
  removeAnswer,
  restartAnswer,
  statusAnswer,
  type Hello,
  type HomeAccessCommand,
  type HomeStatus,
  type PutAnswer,
  type PutRequest,
  type RemoveAnswer,
  type RestartAnswer,
  type StatusRequest,
} from './companionProtocol.ts';
import type { HostAnswer, RemoteHome } from './remoteHome.ts';

/** Runs a command of this window, wherever it lives, with one argument that can be written as JSON. */
export interface CommandPort {
  execute(command: string, argument: unknown): Promise<unknown>;
}

/**
 * The Home over there as the companion of this window tells it (docs/decisions.md, Two extensions). No answer is trusted:
 * each passes its schema.
 */
export class CompanionClient implements RemoteHome {
  readonly #port: CommandPort;
  readonly #version: string;

  /** @param version of this extension, told to the other side */
  constructor(port: CommandPort, version: string) {
    this.#port = port;
    this.#version = version;
  }

  async hello(): Promise<HostAnswer<Hello>> {
    const answer = await this.#ask('hello', { protocol: homeAccessProtocol, version: this.#version });
    if (answer.kind === 'missing') {
      return answer;
    }
    const anyRelease = helloOfAnyRelease.safeParse(answer.value);
    if (!anyRelease.success) {
      return { kind: 'unintelligible' };
    }
    const { protocol, version } = anyRelease.data.ok;
    if (protocol !== homeAccessProtocol) {
      return { kind: protocol < homeAccessProtocol ? 'older' : 'newer', version };
    }
    const parsed = z.object({ ok: helloAnswer }).safeParse(answer.value);
    return parsed.success ? { kind: 'ok', answer: parsed.data.ok } : { kind: 'unintelligible' };
  }

  status(request: StatusRequest): Promise<HostAnswer<HomeStatus>> {
    return this.#request('status', request, statusAnswer);
  }

  put(request: PutRequest): Promise<HostAnswer<PutAnswer>> {
    return this.#request('put', request, putAnswer);
  }

  remove(hostId: string): Promise<HostAnswer<RemoveAnswer>> {
    return this.#request('remove', { hostId }, removeAnswer);
  }

  restartCodex(hostId: string): Promise<HostAnswer<RestartAnswer>> {
    return this.#request('restartCodex', { hostId }, restartAnswer);
  }

  async #request<T>(command: HomeAccessCommand, argument: unknown, schema: z.ZodMiniType<T>): Promise<HostAnswer<T>> {
    const answer = await this.#ask(command, argument);
    if (answer.kind === 'missing') {
      return answer;
    }
    const parsed = z.union([z.object({ ok: schema }), refusal]).safeParse(answer.value);
    if (!parsed.success) {
      return { kind: 'unintelligible' };
    }
    return 'ok' in parsed.data ? { kind: 'ok', answer: parsed.data.ok } : { kind: 'refused', refusal: parsed.data };
  }

  /** Commands are all that crosses between two extension hosts: neither sees the other's list of extensions. */
  async #ask(
    command: HomeAccessCommand,
    argument: unknown,
  ): Promise<{ readonly kind: 'missing' } | { readonly kind: 'answer'; readonly value: unknown }> {
    const name = homeAccessCommands[command];
    try {
      return { kind: 'answer', value: await this.#port.execute(name, argument) };
    } catch (failure) {
      return isNotFound(failure, name) ? { kind: 'missing' } : { kind: 'answer', value: undefined };
    }
  }
}

/** VS Code's own words for a command that nobody has; they are not translated. */
function isNotFound(failure: unknown, name: string): boolean {
  return failure instanceof Error && failure.message.includes(`command '${name}' not found`);
}
