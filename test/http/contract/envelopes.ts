import type { ComparedAnswer } from './document.ts';

const TYPE = 'https://ns.adobe.com/aep/errors/';
/** Codes whose entries carry the status as an integer (api-conventions.md section 5 B). */
const INTEGER_CODES = [
  'UPLIB-101206-500',
  'UPLIB-101554-503',
  'UPAPI-113434-400',
  'UPAPI-113430-404',
  'UPAPI-113631-403',
  'UPAPI-113740-403',
];

type Body = Readonly<Record<string, unknown>>;
interface Entry {
  readonly code: unknown;
  readonly message: unknown;
}

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null && !Array.isArray(value);
const isEntry = (value: unknown): value is Entry => isBody(value) && 'code' in value && 'message' in value;

/** The code of an error in any of the envelopes; in that of profiles, which has none, its status. */
export function codeOf(body: unknown): string {
  if (!isBody(body)) return '';
  if (body.type === '/placeholder/type/uri') return String(body.title);
  if (typeof body.type === 'string') return body.type.replace(TYPE, '');
  return String(body.error_code ?? body.statusCode ?? entriesOf(body)[0]?.code ?? '');
}

/** What is wrong with the body of an error, by the rules of its envelope (api-conventions.md section 5). */
export function envelopeProblems({ body, headers, status }: ComparedAnswer): readonly string[] {
  if (!isBody(body)) return ['is no object'];
  const keys = Object.keys(body).join();
  const is = (holds: boolean, problem: string) =>
    holds ? [] : [`${problem} in ${JSON.stringify(body)} with ${status}`];
  switch (keys) {
    case 'error_code,message':
      return is(String(body.error_code).startsWith(String(status)), 'the code is not of the status');
    case 'type,status,title,detail':
      return is(body.type === '/placeholder/type/uri' && body.status === status, 'type or status is wrong');
    case 'type,title,status,report,error-chain':
      return is(codeOf(body) === 'UPAPI-900015-403' && body.status === status, 'code or status is wrong');
    case 'message,statusCode':
    case 'message,cause,statusCode':
      return is(body.statusCode === String(status), 'the status is wrong');
    case 'requestId,errors':
      return [...is(body.requestId === headers.get('x-request-id'), 'the id is wrong'), ...entryProblems(body, status)];
    case 'requestId,errors,type,title,status':
    case 'requestId,errors,type,title,status,detail': {
      const [first] = entriesOf(body);
      const code = codeOf(body);
      return [
        ...is(body.requestId === headers.get('x-request-id'), 'the id is wrong'),
        ...is(body.status === status, 'the status is wrong'),
        ...is(String(body.type).startsWith(TYPE), 'the type is wrong'),
        ...is(body.title === first?.message, 'the title is not the first message'),
        ...is(first?.code === (INTEGER_CODES.includes(code) ? status : code), 'the code of the first entry is wrong'),
        ...is(keys.endsWith('detail') === /^\d{6}-\d{3}$/.test(code), 'detail is for external audiences'),
        ...entryProblems(body, status),
      ];
    }
    default:
      return [`is no envelope: ${keys}`];
  }
}

function entryProblems({ errors }: Body, status: number): readonly string[] {
  if (!isBody(errors) || Object.keys(errors).join() !== String(status)) return ['errors are not of the status'];
  const entries = errors[status];
  if (!Array.isArray(entries) || entries.length === 0) return ['there are no entries'];
  return entries
    .filter((entry) => !isEntry(entry) || typeof entry.message !== 'string' || !isCode(entry.code))
    .map((entry) => `${JSON.stringify(entry)} is no entry`);
}

const isCode = (code: unknown): boolean => Number.isInteger(code) || (typeof code === 'string' && code !== '');

const entriesOf = ({ errors }: Body): readonly Entry[] =>
  isBody(errors) ? Object.values(errors).flat().filter(isEntry) : [];
