import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** The parts of `/openapi.json` that tests read. */
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

interface Media {
  readonly schema: JsonSchema;
  readonly example?: unknown;
}

export interface DescribedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly 'x-permission'?: string;
  readonly 'x-missing'?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

export interface Parameter {
  readonly in: 'query' | 'path' | 'header';
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

export interface Operation extends DescribedOperation {
  /** `GET /data/core/ups/segment/jobs/{id}` */
  readonly name: string;
  readonly method: string;
  /** With parameters in braces. */
  readonly path: string;
}

/** What an answer must be compared with. */
export interface ComparedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

/** `/openapi.json` with validators of its schemas, which are made when they are first asked for. */
export class ApiDocument {
  readonly operations: readonly Operation[];
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true });

  constructor(openapi: unknown) {
    addFormats.default(this.#ajv);
    // Not a schema as a whole; its parts are.
    this.#ajv.addSchema({ ...Object(openapi), $id: 'api' }, 'api', false, false);
    const { paths } = openapi as OpenApi;
    this.operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
      })),
    );
  }

  operation(name: string): Operation {
    const found = this.operations.find((operation) => operation.name === name);
    if (found === undefined) throw new Error(`/openapi.json has no operation ${name}`);
    return found;
  }

  /** The operation that a request is for; literal paths win over parameters. */
  find(method: string, url: string): Operation | undefined {
    const [pathname = ''] = url.split('?');
    const candidates = this.operations.filter((operation) => operation.method === method.toUpperCase());
    return (
      candidates.find(({ path }) => path === pathname) ?? candidates.find(({ path }) => isInstance(path, pathname))
    );
  }

  /** What is wrong with an answer: a status that is not listed, a body that does not fit, a header that is missing. */
  problems(operation: Operation, answer: ComparedAnswer): readonly string[] {
    const response = operation.responses[String(answer.status)];
    if (response === undefined) return [`is not described to answer ${answer.status}: ${answer.text.slice(0, 500)}`];
    return [...headerProblems(response.content, answer), ...this.#bodyProblems(operation, response.content, answer)];
  }

  /** What is wrong with the examples of an operation: none where there must be one, or one that does not fit. */
  exampleProblems({ method, path, requestBody, responses }: Operation): readonly string[] {
    const at = (...steps: string[]) => [path, method.toLowerCase(), ...steps];
    const media: [where: string[], Media][] = [
      ...Object.entries(requestBody?.content ?? {}).map(([type, body]): [string[], Media] => [
        at('requestBody', 'content', type),
        body,
      ]),
      ...Object.entries(responses).flatMap(([status, { content = {} }]) =>
        Object.entries(content)
          .filter(() => status.startsWith('2'))
          .map(([type, body]): [string[], Media] => [at('responses', status, 'content', type), body]),
      ),
    ];
    return media.flatMap(([where, { example }]) => {
      const place = where.slice(2).join(' ');
      return example === undefined
        ? [`${place}: no example`]
        : this.misfits(where, example).map((m) => `${place}: ${m}`);
    });
  }

  /** How a value differs from the schema of a media object below `paths`. */
  misfits(steps: readonly string[], value: unknown): readonly string[] {
    const pointer = ['paths', ...steps, 'schema'].map((step) =>
      encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')),
    );
    const validate = this.#ajv.getSchema(`api#/${pointer.join('/')}`);
    if (validate === undefined) throw new Error(`/openapi.json has nothing at ${steps.join(' ')}`);
    validate(value);
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  }

  #bodyProblems(
    { method, path }: Operation,
    content: Readonly<Record<string, Media>> | undefined,
    answer: ComparedAnswer,
  ) {
    if (content === undefined) return answer.text === '' ? [] : [`has a body with ${answer.status}`];
    const [type = ''] = Object.keys(content);
    return this.misfits(
      [path, method.toLowerCase(), 'responses', String(answer.status), 'content', type],
      answer.body,
    ).map((problem) => `${answer.status}: ${problem} in ${answer.text.slice(0, 500)}`);
  }
}

/** api-conventions.md section 1: the headers of every response. */
function headerProblems(content: Readonly<Record<string, Media>> | undefined, { headers, status }: ComparedAnswer) {
  const problems: string[] = [];
  if (!/^[A-Za-z0-9._:-]{1,128}$/.test(headers.get('x-request-id') ?? '')) problems.push('has no x-request-id');
  if (headers.get('cache-control') !== 'no-store') problems.push(`has cache-control ${headers.get('cache-control')}`);
  const type = headers.get('content-type');
  const wanted = content === undefined ? undefined : Object.keys(content)[0];
  if (wanted === undefined ? type !== null : !fits(type, wanted))
    problems.push(`has content-type ${type} with ${status}`);
  return problems;
}

const fits = (type: string | null, wanted: string): boolean =>
  wanted === 'application/json' ? type === 'application/json;charset=utf-8' : type?.startsWith(wanted) === true;

/** Whether a path is an instance of a template such as `/things/{id}`. */
function isInstance(template: string, path: string): boolean {
  const [steps, given] = [template.split('/'), path.replace(/\/$/, '').split('/')];
  return steps.length === given.length && steps.every((step, index) => step.startsWith('{') || step === given[index]);
}
