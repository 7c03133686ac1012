/** What the server said to a request, or that it said nothing. */
export class MLflowError extends Error {
  override readonly name = 'MLflowError';

  /** @param again whether the same request may succeed later: the server did not answer, or is out of order */
  constructor(
    message: string,
    readonly again: boolean,
    /** MLflow's own name for the error. */
    readonly code = '',
  ) {
    super(message);
  }
}

/** How long a request may take, in milliseconds. */
const TIMEOUT = 10_000;

/**
 * Asks an MLflow server by its REST API. `MLFLOW_TRACKING_TOKEN`, or `MLFLOW_TRACKING_USERNAME` and `_PASSWORD`, go with each request,
 * as with MLflow's own client. Source: MLflow's documentation, "REST API".
 */
export class MLflowClient {
  readonly #base: string;
  readonly #headers: Record<string, string>;

  constructor(readonly uri: string) {
    const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: user } = process.env;
    const { MLFLOW_TRACKING_PASSWORD: password = '' } = process.env;
    this.#base = `${uri.replace(/\/+$/, '')}/api/2.0`;
    const basic = () => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const authorization = token ? `Bearer ${token}` : user ? basic() : undefined;
    this.#headers = authorization === undefined ? {} : { authorization };
  }

  /** @throws MLflowError */
  async get(endpoint: string, query: Record<string, string>): Promise<unknown> {
    return this.#ask('GET', `mlflow/${endpoint}?${new URLSearchParams(query)}`);
  }

  /** @throws MLflowError */
  async post(endpoint: string, body: object): Promise<unknown> {
    return this.#ask('POST', `mlflow/${endpoint}`, JSON.stringify(body), 'application/json');
  }

  /**
   * Puts a file among a run's, through the server.
   *
   * @param root the run's `artifact_uri`, of the kind that is reached through the server
   * @throws MLflowError
   */
  async put(root: string, name: string, bytes: Buffer): Promise<void> {
    const path = `${root.replace(/^mlflow-artifacts:\/*/, '')}/${name}`;
    await this.#ask(
      'PUT',
      `mlflow-artifacts/artifacts/${encodeURI(path)}`,
      new Uint8Array(bytes),
      'image/png',
    );
  }

  async #ask(
    method: string,
    path: string,
    body?: string | Uint8Array<ArrayBuffer>,
    type?: string,
  ): Promise<unknown> {
    const headers = { ...this.#headers, ...(type && { 'content-type': type }) };
    const signal = AbortSignal.timeout(TIMEOUT);
    const request = { method, headers, signal, ...(body !== undefined && { body }) };
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.#base}/${path}`, request);
      text = await response.text();
    } catch (error) {
      const reason =
        error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : error;
      throw new MLflowError(`${this.uri} does not answer (${reason})`, true);
    }
    if (response.ok) return text === '' ? {} : parsed(text);
    const { status } = response;
    const said = parsed(text);
    const { error_code: code, message } = isRecord(said) ? said : {};
    const hint =
      status === 401 || status === 403
        ? ': it asks for MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD'
        : '';
    const reason = typeof message === 'string' ? message : `status ${status}${hint}`;
    const again = status >= 500 || status === 408 || status === 429;
    throw new MLflowError(`${this.uri} refused ${path.split('?')[0]}: ${reason}`, again, String(code ?? ''));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether a value is an object with members. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What stands in an answer, member in member. */
export function member(answer: unknown, ...path: string[]): unknown {
  return path.reduce((value, name) => (isRecord(value) ? value[name] : undefined), answer);
}
