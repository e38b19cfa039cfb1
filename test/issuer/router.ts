import { answerApiError, type IssuerAnswer, type IssuerRequest, type Route } from './wire.ts';

function isAt({ path }: Route, requested: string): boolean {
  return typeof path === 'string' ? path === requested : path.test(requested);
}

/** Finds the endpoint of a request by exact method and path. */
export class Router {
  readonly #routes: readonly Route[];

  constructor(routes: readonly Route[]) {
    this.#routes = routes;
  }

  answer(request: IssuerRequest): IssuerAnswer {
    const here = this.#routes.filter((route) => isAt(route, request.path));
    if (here.length === 0) {
      return answerApiError(404, { code: 'not_found', message: 'The practice issuer has no such path.' });
    }
    const route = here.find(({ method }) => method === request.method);
    if (route !== undefined) {
      return route.answer(request);
    }
    const refusal = answerApiError(405, { code: 'method_not_allowed', message: 'That path takes another method.' });
    return { ...refusal, headers: { ...refusal.headers, allow: here.map(({ method }) => method).join(', ') } };
  }
}
