import { hash } from 'node:crypto';

/** The storage identifier of a search result: opaque and stable (api-search.md section 2.2). */
export function sourceIdOf(document: { readonly id: string; readonly namespace: string }, sandboxId: string): string {
  const token = hash('sha256', `${document.namespace}\0${document.id}`, 'base64url').slice(0, 10);
  return `${token}-${hash('sha256', sandboxId).slice(0, 24)}`;
}
