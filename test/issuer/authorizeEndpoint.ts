import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import type { AuthorizationCodes } from './authorizationCodes.ts';
import { parseAuthorizeRequest, redirectOrigins, type AuthorizeRequest } from './authorizeRequest.ts';
import { answerPersonPage, answerWorkspacePage, type ChoiceForm } from './choicePages.ts';
import { answerProblemPage } from './pageLayout.ts';
import { findPerson, findWorkspace, type Person, type Workspace } from './people.ts';
import { answerRedirect, type IssuerAnswer, type IssuerRequest, type Route } from './wire.ts';

/** Beside the page, so that the form's action can be relative: code-server serves loopback pages below `/proxy/PORT/`. */
const answerPath = '/oauth/authorize-answer';
const relativeAnswerPath = 'authorize-answer';
const attemptLifetimeMs = 10 * 60 * 1000;

const pageAnswerSchema = z.object({
  attempt: z.string(),
  person: z.optional(z.string()),
  workspace: z.optional(z.string()),
  decision: z.optional(z.enum(['accept', 'refuse', 'back'])),
});

type PageAnswer = z.infer<typeof pageAnswerSchema>;

interface Attempt {
  readonly request: AuthorizeRequest;
  readonly expiresAtMs: number;
}

function buildCallback(request: AuthorizeRequest, fields: Readonly<Record<string, string>>): IssuerAnswer {
  const query = new URLSearchParams({ ...fields, state: request.state });
  return answerRedirect(`${request.redirectUri}?${query.toString()}`);
}

function workspaceObstacle(request: AuthorizeRequest, workspace: Workspace): string | undefined {
  const allowed = request.allowedWorkspaceIds;
  return allowed === undefined || allowed.includes(workspace.id) ? undefined : 'Not allowed by this sign-in.';
}

/** `/oauth/authorize` and its pages: choose a person, then a workspace, then continue or cancel. */
export class AuthorizeEndpoint {
  readonly #attempts = new Map<string, Attempt>();
  readonly #codes: AuthorizationCodes;
  readonly #now: () => number;
  #nextRefusal: Readonly<Record<string, string>> | undefined;

  constructor(codes: AuthorizationCodes, now: () => number) {
    this.#codes = codes;
    this.#now = now;
  }

  routes(): readonly Route[] {
    return [
      { method: 'GET', path: '/oauth/authorize', answer: (request) => this.#start(request) },
      { method: 'POST', path: answerPath, answer: (request) => this.#takeAnswer(request) },
    ];
  }

  /** The next consent comes back with this instead of a code. */
  refuseNext(fields: Readonly<Record<string, string>>): void {
    this.#nextRefusal = fields;
  }

  #start({ query }: IssuerRequest): IssuerAnswer {
    const parsed = parseAuthorizeRequest(query);
    if ('problem' in parsed) {
      return answerProblemPage('This sign-in link is not right', parsed.problem);
    }
    const attemptId = randomBytes(16).toString('base64url');
    this.#attempts.set(attemptId, { request: parsed.ok, expiresAtMs: this.#now() + attemptLifetimeMs });
    return this.#personPage(attemptId);
  }

  #takeAnswer({ fields }: IssuerRequest): IssuerAnswer {
    const parsed = pageAnswerSchema.safeParse(fields);
    const attempt = parsed.success ? this.#attempts.get(parsed.data.attempt) : undefined;
    if (!parsed.success || attempt === undefined || attempt.expiresAtMs <= this.#now()) {
      return answerProblemPage('This sign-in is over', 'Start again where you came from.');
    }
    const page = parsed.data;
    if (page.decision === 'refuse') {
      this.#attempts.delete(page.attempt);
      return buildCallback(attempt.request, { error: 'access_denied' });
    }
    const person = page.person === undefined ? undefined : findPerson(page.person);
    if (person === undefined || page.decision === 'back') {
      return this.#personPage(page.attempt);
    }
    return page.decision === 'accept'
      ? this.#accept(page, attempt.request, person)
      : this.#workspacePage(page.attempt, attempt.request, person);
  }

  #accept(page: PageAnswer, request: AuthorizeRequest, person: Person): IssuerAnswer {
    const workspace = page.workspace === undefined ? undefined : findWorkspace(person, page.workspace);
    if (workspace === undefined || workspaceObstacle(request, workspace) !== undefined) {
      return this.#workspacePage(page.attempt, request, person);
    }
    this.#attempts.delete(page.attempt);
    const refusal = this.#nextRefusal;
    if (refusal !== undefined) {
      this.#nextRefusal = undefined;
      return buildCallback(request, refusal);
    }
    if (!workspace.codexEnabled) {
      return buildCallback(request, { error: 'access_denied', error_description: 'missing_codex_entitlement' });
    }
    const code = this.#codes.issue({
      subject: { person, workspace, clientId: request.clientId, scope: request.scope },
      redirectUris: [request.redirectUri],
      codeChallenge: request.codeChallenge,
    });
    return buildCallback(request, { code, scope: request.scope });
  }

  #personPage(attemptId: string): IssuerAnswer {
    return answerPersonPage(this.#form(attemptId), 'Who signs in to Codex?');
  }

  #workspacePage(attemptId: string, request: AuthorizeRequest, person: Person): IssuerAnswer {
    const obstacle = (workspace: Workspace): string | undefined => workspaceObstacle(request, workspace);
    const noneAllowed = person.workspaces.every((workspace) => obstacle(workspace) !== undefined);
    return answerWorkspacePage(this.#form(attemptId), {
      person,
      obstacle,
      ...(noneAllowed && { problem: `This sign-in allows none of ${person.name}’s workspaces.` }),
    });
  }

  #form(attemptId: string): ChoiceForm {
    return {
      action: relativeAnswerPath,
      hidden: { attempt: attemptId },
      // Browsers hold a redirect that follows a form to the page's form-action too.
      formTargets: redirectOrigins,
      acceptLabel: 'Continue',
      refuseLabel: 'Cancel',
    };
  }
}
