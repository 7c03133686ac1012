import { environment } from '../../base/index.js';
import { ask, isPassing, isRecord, parsed, TrackingError } from '../run/index.js';

/** What the server said to a request, or that it said nothing. */
export class MLflowError extends TrackingError {
  override readonly name = 'MLflowError';

  constructor(
    message: string,
    again: boolean,
    /** MLflow's own name for the error. */
    readonly code = '',
  ) {
    super(message, again);
  }
}

/**
 * Asks an MLflow server by its REST API. `MLFLOW_TRACKING_TOKEN`, or `MLFLOW_TRACKING_USERNAME` and `_PASSWORD`, go with each request,
 * as with MLflow's own client. Source: MLflow's documentation, "REST API".
 */
export class MLflowClient {
  readonly #base: string;
  readonly #headers: Record<string, string>;

  constructor(readonly uri: string) {
    const token = environment('MLFLOW_TRACKING_TOKEN');
    const user = environment('MLFLOW_TRACKING_USERNAME');
    const password = environment('MLFLOW_TRACKING_PASSWORD') ?? '';
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
    const request = { method, headers, ...(body !== undefined && { body }) };
    const { response, text } = await ask(this.uri, `${this.#base}/${path}`, request);
    if (response.ok) return text === '' ? {} : parsed(text);
    const { status } = response;
    const said = parsed(text);
    const { error_code: code, message } = isRecord(said) ? said : {};
    const hint =
      status === 401 || status === 403
        ? ': it asks for MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD'
        : '';
    const reason = typeof message === 'string' ? message : `status ${status}${hint}`;
    throw new MLflowError(
      `${this.uri} refused ${path.split('?')[0]}: ${reason}`,
      isPassing(status),
      String(code ?? ''),
    );
  }
}
