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
  type HomeAccessResult,
  type HomeStatus,
  type PutAnswer,
  type PutRequest,
  type RemoveAnswer,
  type RestartAnswer,
  type StatusRequest,
} from './homeAccess.ts';

/** Runs a command of this window, wherever it lives, with one argument that can be written as JSON. */
export interface CommandPort {
  execute(command: string, argument: unknown): Promise<unknown>;
}

/** Whether the companion is on the host of this window, and whether we understand each other. */
export type CompanionPresence =
  | { readonly kind: 'here'; readonly hello: Hello }
  | { readonly kind: 'missing' }
  /** It speaks an earlier or a later protocol than we do: one of the two has to be updated. */
  | { readonly kind: 'older' | 'newer'; readonly version: string }
  /** It is there and failed, or something else answers under its name. */
  | { readonly kind: 'unintelligible' };

/** What became of a request: what the companion said, or that nobody understandable is there. */
export type CompanionResult<T> = HomeAccessResult<T> | { readonly code: 'missing' | 'unintelligible' };

/**
 * Main's end of the line to the companion (docs/decisions.md, Two extensions). It trusts no answer: each passes its
 * schema.
 */
export class CompanionClient {
  readonly #port: CommandPort;
  readonly #version: string;

  /** @param version of this extension, told to the other side */
  constructor(port: CommandPort, version: string) {
    this.#port = port;
    this.#version = version;
  }

  async hello(): Promise<CompanionPresence> {
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
    return parsed.success ? { kind: 'here', hello: parsed.data.ok } : { kind: 'unintelligible' };
  }

  async status(request: StatusRequest): Promise<CompanionResult<HomeStatus>> {
    return this.#request('status', request, statusAnswer);
  }

  /** Makes that Home use a credential. The person over there may be asked first, so this can take minutes. */
  async put(request: PutRequest): Promise<CompanionResult<PutAnswer>> {
    return this.#request('put', request, putAnswer);
  }

  async remove(hostId: string): Promise<CompanionResult<RemoveAnswer>> {
    return this.#request('remove', { hostId }, removeAnswer);
  }

  /** Has a background server there that uses something else started again; a turn under way gets a minute to finish. */
  async restartCodex(hostId: string): Promise<CompanionResult<RestartAnswer>> {
    return this.#request('restartCodex', { hostId }, restartAnswer);
  }

  async #request<T>(
    command: HomeAccessCommand,
    argument: unknown,
    schema: z.ZodMiniType<T>,
  ): Promise<CompanionResult<T>> {
    const answer = await this.#ask(command, argument);
    if (answer.kind === 'missing') {
      return { code: 'missing' };
    }
    const parsed = z.union([z.object({ ok: schema }), refusal]).safeParse(answer.value);
    return parsed.success ? parsed.data : { code: 'unintelligible' };
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
