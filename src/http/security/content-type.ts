import { invalidContentType } from '../errors/catalogue.ts';

const MEDIA_TYPE = /^(text\/plain|application\/(?:[\w.-]+\+)?json)$/;

/**
 * Row 15 of api-conventions.md section 2.1: a body is always read as JSON in UTF-8, so only types that can be that are
 * accepted; a missing header is.
 *
 * @throws ApiError envelope D
 */
export function checkContentType(value: string | undefined): void {
  if (value === undefined) return;
  const [mediaType = '', ...parameters] = value.split(';').map((part) => part.trim().toLowerCase());
  if (!MEDIA_TYPE.test(mediaType)) throw invalidContentType();
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', 'utf8'].includes(charset.replaceAll('"', ''))) throw invalidContentType();
}
