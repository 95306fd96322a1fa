import { isDeepStrictEqual } from 'node:util';
import type { Body, Edit, Operation, Reference, Version } from './operations.ts';

export type State = 'draft' | 'published' | 'inactive';

/** An audience as the specification has it: what can be seen of it, and nothing of how it is stored. */
export interface ModelAudience {
  /** Position among all that were ever made. */
  readonly slot: number;
  readonly isPlatform: boolean;
  readonly name: string;
  readonly description?: string;
  readonly state: State;
  readonly namespace: string;
  /** The client's identifier; absent when the id stands for it. */
  readonly audienceId?: string;
  /** What the expression says, if there is one, and the slots that it referred to when it was checked last. */
  readonly uses?: readonly Reference[];
  readonly dependencies: readonly number[];
}

const PROBLEM = 'UPAPI-113434-400';
const REFERENCE = 'UPAPI-900107-400';
const UNUSABLE = 'UPLIB-101206-500';
const PATCH = 'UPAPI-900070-400';

class Refusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The audiences of a sandbox, following api-audiences.md sections 1.5 to 2.6. */
export class Model {
  /** By slot; undefined where one was deleted. */
  readonly made: (ModelAudience | undefined)[] = [];

  /** All that are there, in the order of their creation. */
  get all(): readonly ModelAudience[] {
    return this.made.filter((audience) => audience !== undefined);
  }

  dependents(slot: number): readonly number[] {
    return this.all.filter(({ dependencies }) => dependencies.includes(slot)).map((audience) => audience.slot);
  }

  /** Does what is asked for and says `done`, or does nothing and says the code of the refusal. */
  apply(operation: Operation): string {
    try {
      const [slot, audience] = this.#outcome(operation);
      this.made[slot] = audience;
      return 'done';
    } catch (error) {
      if (error instanceof Refusal) return error.code;
      throw error;
    }
  }

  /** What is at a slot after an operation; nothing after a deletion. */
  #outcome(operation: Operation): [slot: number, audience: ModelAudience | undefined] {
    switch (operation.kind) {
      case 'create':
        return [this.made.length, this.#created(operation.body)];
      case 'define':
        return [this.made.length, this.#created({ name: operation.name, uses: operation.uses })];
      case 'put': {
        const stored = this.#stored(operation.slot, operation.version);
        return [stored.slot, this.#allowed(stored, this.#overwritten(stored, operation.body))];
      }
      case 'patch': {
        for (const edit of operation.edits) refuseImmutable(edit);
        const stored = this.#stored(operation.slot, operation.version);
        return [stored.slot, this.#allowed(stored, this.#edited(stored, operation.edits))];
      }
      case 'redefine': {
        const stored = this.#stored(operation.slot, operation.version, 'definitions');
        const { description: _, ...kept } = stored;
        const changed = { ...kept, name: operation.name, ...this.#checked(operation.uses, stored) };
        return [stored.slot, this.#allowed(stored, changed)];
      }
      case 'delete': {
        const { slot } = this.#stored(operation.slot, operation.version, operation.view);
        if (this.dependents(slot).length > 0) throw new Refusal('UPAPI-113631-403');
        return [slot, undefined];
      }
    }
  }

  #created({ audienceId, lifecycleState = 'published', name, namespace = 'AEPSegments', uses }: Body): ModelAudience {
    const state = requested(lifecycleState);
    const isPlatform = uses !== undefined;
    const rule = isPlatform ? this.#checked(uses) : { dependencies: [] };
    const slot = this.made.length;
    const made = { slot, isPlatform, name, state, namespace, ...(audienceId !== undefined && { audienceId }), ...rule };
    this.#refuseTaken(made);
    return made;
  }

  #overwritten(stored: ModelAudience, { audienceId, lifecycleState, name, namespace, uses }: Body): ModelAudience {
    if (stored.isPlatform && uses === undefined) throw new Refusal(UNUSABLE);
    if (namespace !== undefined && namespace !== stored.namespace) throw new Refusal(PROBLEM);
    if (!stored.isPlatform && audienceId !== undefined && audienceId !== stored.audienceId) throw new Refusal(PROBLEM);
    const state = lifecycleState === undefined ? stored.state : requested(lifecycleState);
    if (!stored.isPlatform && uses !== undefined) throw new Refusal(PROBLEM);
    const { description: _, ...kept } = stored;
    return { ...kept, name, state, ...(uses !== undefined && this.#checked(uses, stored)) };
  }

  #edited(stored: ModelAudience, edits: readonly Edit[]): ModelAudience {
    const { description: was, ...kept } = stored;
    let [name, description]: (string | undefined)[] = [stored.name, was];
    let [state, uses]: [string, readonly Reference[] | undefined] = [stored.state, stored.uses];
    for (const edit of edits) {
      if ('test' in edit) {
        if (name !== edit.is) throw new Refusal(PATCH);
      } else if ('remove' in edit) {
        if ((edit.remove === 'name' ? name : description) === undefined) throw new Refusal(PATCH);
        if (edit.remove === 'name') name = undefined;
        else description = undefined;
      } else if (edit.set === 'uses') uses = edit.to;
      else if (edit.set === 'lifecycleState') state = edit.to;
      else if (edit.set === 'description') description = edit.to;
      else name = edit.to;
    }
    if (name === undefined) throw new Refusal(UNUSABLE);
    const changed = { ...kept, name, state: requested(state), ...(description !== undefined && { description }) };
    if (uses === undefined || isDeepStrictEqual(uses, stored.uses)) return changed;
    if (!stored.isPlatform) throw new Refusal(PROBLEM);
    return { ...changed, ...this.#checked(uses, stored) };
  }

  /** The change, when the life cycle and the names of others allow it. */
  #allowed(stored: ModelAudience, changed: ModelAudience): ModelAudience {
    if (stored.state !== changed.state) {
      const move = `${stored.state} ${changed.state}`;
      if (!['draft published', 'published inactive', 'inactive published'].includes(move)) throw new Refusal(PROBLEM);
      const isState = (state: State) => (slot: number) => this.made[slot]?.state === state;
      if (changed.state === 'published' && !changed.dependencies.every(isState('published')))
        throw new Refusal(PROBLEM);
      const users = this.dependents(stored.slot);
      if (changed.state === 'inactive' && !users.every(isState('inactive'))) throw new Refusal(PROBLEM);
    }
    this.#refuseTaken(changed);
    return changed;
  }

  #stored(slot: number, version: Version, view?: 'audiences' | 'definitions'): ModelAudience {
    const stored = this.made[slot];
    if (stored === undefined || (view === 'definitions' && !stored.isPlatform)) {
      throw new Refusal(view === 'definitions' ? 'UPAPI-113000-404' : 'UPAPI-113430-404');
    }
    if (version === 'other') throw new Refusal('UPAPI-900030-412');
    return stored;
  }

  /** Resolves references, which must exist, lead to no cycle and, where the expression is another one, be active. */
  #checked(uses: readonly Reference[], stored?: ModelAudience) {
    const found = uses.map((reference) => this.#resolved(reference));
    if (uses.some(({ by }, index) => isByName(by) && found[index] === undefined)) throw new Refusal(REFERENCE);
    const dependencies = [...new Set(found.flatMap((audience) => audience?.slot ?? []))];
    if (stored !== undefined && this.#reaches(dependencies, stored.slot)) throw new Refusal(REFERENCE);
    const isOther = stored === undefined || !isDeepStrictEqual(uses, stored.uses);
    if (isOther && found.some((audience) => audience?.state === 'inactive')) throw new Refusal(PROBLEM);
    return { uses, dependencies };
  }

  #resolved(reference: Reference): ModelAudience | undefined {
    switch (reference.by) {
      case 'id':
      case 'ID':
        return this.made[reference.slot];
      case 'ups': {
        const audience = this.made[reference.slot];
        return audience?.isPlatform ? audience : undefined;
      }
      case 'audienceId':
        return this.all.find(({ audienceId }) => audienceId === reference.audienceId);
      case 'place':
        return this.all.find(
          ({ audienceId, namespace }) => audienceId === reference.audienceId && namespace === reference.namespace,
        );
    }
  }

  #reaches(slots: readonly number[], target: number): boolean {
    return slots.some((slot) => slot === target || this.#reaches(this.made[slot]?.dependencies ?? [], target));
  }

  #refuseTaken({ audienceId, isPlatform, name, namespace, slot }: ModelAudience): void {
    for (const other of this.all) {
      if (other.slot === slot || other.isPlatform !== isPlatform) continue;
      if (isPlatform && other.name === name) throw new Refusal('UPAPI-900101-422');
      const isSame = other.namespace === namespace && other.audienceId === audienceId;
      if (!isPlatform && audienceId !== undefined && isSame) throw new Refusal('UPAPI-900501-409');
    }
  }
}

const isByName = (by: Reference['by']): boolean => by === 'id' || by === 'ID' || by === 'audienceId';

function refuseImmutable(edit: Edit): void {
  if ('set' in edit && ['namespace', 'type', 'dependents'].includes(edit.set)) throw new Refusal(PROBLEM);
}

/** The state that a client asks for. */
function requested(text: string): State {
  const state = text.toLowerCase();
  if (state === 'active') return 'published';
  if (state === 'draft' || state === 'published' || state === 'inactive') return state;
  throw new Refusal(PROBLEM);
}
