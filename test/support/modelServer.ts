import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerModelTurn } from '../issuer/responsesStream.ts';

/** One request as it came. */
interface ModelRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly model: string | undefined;
}

/** What an Azure resource, a gateway or an Ollama of this test has. */
export interface ModelServerOptions {
  /** The key that it wants to see; undefined takes everybody. */
  readonly key?: string;
  /** The api-version that it knows; undefined wants none. */
  readonly apiVersion?: string;
  /** Deployments or models. */
  readonly models: readonly string[];
  /** What an Ollama says that it is. */
  readonly ollama?: string;
}

export interface ModelServer {
  readonly port: number;
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly requests: readonly ModelRequest[];
  close(): Promise<void>;
}

/**
 * Stands in for a model provider whose real server cannot run here: on loopback, in the shape that Azure OpenAI, Ollama and
 * other servers of that API document.
 */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const server = createServer((message, response) => {
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    let body = '';
    message.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    message.on('end', () => {
      const model = /"model":\s*"(?<name>[^"]*)"/u.exec(body)?.groups?.['name'];
      const request = {
        method: message.method ?? '',
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: message.headers,
        model,
      };
      requests.push(request);
      const { status, headers, body: text } = answerRequest(request, body, options);
      response.writeHead(status, headers).end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

function answerRequest(
  { path, headers, query, model }: ModelRequest,
  body: string,
  options: ModelServerOptions,
): Answer {
  const { key, apiVersion, models, ollama } = options;
  if (key !== undefined && headers.authorization !== `Bearer ${key}`) {
    return answerError(401, '401', 'Access denied due to invalid subscription key or wrong API endpoint.');
  }
  if (apiVersion !== undefined && query['api-version'] !== apiVersion) {
    return answerError(404, '404', 'Resource not found');
  }
  if (path.endsWith('/models')) {
    return answerJson(200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) });
  }
  if (path.endsWith('/responses')) {
    if (!models.includes(model ?? '')) {
      return answerError(404, 'DeploymentNotFound', 'The API deployment for this resource does not exist.');
    }
    return body.includes('"max_output_tokens":0')
      ? answerError(400, 'invalid_request_error', 'Invalid max_output_tokens: integer below minimum value.')
      : answerTurn();
  }
  if (ollama !== undefined && path === '/api/version') {
    return answerJson(200, { version: ollama });
  }
  if (ollama !== undefined && path === '/api/tags') {
    return answerJson(200, { models: models.map((name) => ({ name })) });
  }
  return answerError(404, '404', 'Resource not found');
}

/** The shortest answer of a model. */
function answerTurn(): Answer {
  const { status, headers, body } = answerModelTurn();
  return { status, headers, body };
}

function answerJson(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function answerError(status: number, code: string, message: string): Answer {
  return answerJson(status, { error: { code, message } });
}
