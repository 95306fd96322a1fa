import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { commonHeaders } from '../common-headers.ts';
import { newRequestId } from '../request-id.ts';
import { headTooLarge, notHttp, tooSlow } from './catalogue.ts';
import { renderError } from './envelopes.ts';
import { fromServiceError } from './from-service-error.ts';

/** Answers what never becomes a request, and ends its connection. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const answer = fromServiceError((REFUSALS[error.code] ?? notHttp)());
  const requestId = newRequestId();
  const body = JSON.stringify(renderError(answer, requestId));
  const headers = { ...commonHeaders(requestId), 'content-length': Buffer.byteLength(body), connection: 'close' };
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroy(error);
}

const REFUSALS: Readonly<Record<string, typeof notHttp>> = {
  HPE_HEADER_OVERFLOW: headTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: tooSlow,
};
