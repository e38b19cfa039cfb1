import type { BackgroundServer, ServerAnswers } from '../src/home/running/ports.ts';

/** What the background server last said: it is not asked by the clock, and goes on using what it used. */
export class LastServerAnswers {
  #last: { readonly pid: number; readonly answers: ServerAnswers | undefined } | undefined;

  /** The server; what it says is remembered. */
  listen(server: BackgroundServer): BackgroundServer {
    return withAsk(server, async (found, mayAskAccount) => {
      const answers = await server.ask(found, mayAskAccount);
      this.#last = { pid: found.pid, answers };
      return answers;
    });
  }

  /** The same, unasked: it says again what it said, and not whether it is at work at this moment. */
  repeat(server: BackgroundServer): BackgroundServer {
    return withAsk(server, ({ pid }) => Promise.resolve(this.#find(pid)));
  }

  #find(pid: number): ServerAnswers | undefined {
    const said = this.#last?.pid === pid ? this.#last.answers : undefined;
    return said === undefined ? undefined : { ...said, isAtWork: undefined };
  }
}

function withAsk(server: BackgroundServer, ask: BackgroundServer['ask']): BackgroundServer {
  return { find: () => server.find(), ask, end: (found, ending, mayEnd) => server.end(found, ending, mayEnd) };
}
