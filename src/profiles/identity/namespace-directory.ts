import type { Namespace } from './namespaces.ts';

/** Finds namespaces by their code, in any case, or by their decimal id. */
export class NamespaceDirectory {
  readonly #byCode = new Map<string, Namespace>();
  readonly #byId = new Map<number, Namespace>();

  constructor(namespaces: Iterable<Namespace>) {
    for (const namespace of namespaces) this.add(namespace);
  }

  add(namespace: Namespace): void {
    this.#byCode.set(namespace.code.toLowerCase(), namespace);
    this.#byId.set(namespace.id, namespace);
  }

  find(codeOrId: string): Namespace | undefined {
    const byCode = this.#byCode.get(codeOrId.toLowerCase());
    if (byCode !== undefined) return byCode;
    return /^\d{1,15}$/.test(codeOrId) ? this.#byId.get(Number(codeOrId)) : undefined;
  }
}
