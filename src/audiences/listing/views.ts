import type { SortKey } from '../../order.ts';
import type { Audience } from '../audience.ts';
import type { AudienceCatalogue, AudienceEntry } from '../catalogue.ts';
import type { Scope } from '../definition.ts';
import { type AudienceFilters, audienceFilter } from './filters.ts';
import { Kept } from './kept.ts';
import { KeptLists } from './kept-lists.ts';
import { type AudienceSortKey, SORT_VALUES } from './order.ts';
import { type AudienceResource, audienceResource, metricsResource } from './resource.ts';

export interface AudienceQuery {
  readonly offset: number;
  readonly limit: number;
  readonly sort: readonly SortKey<AudienceSortKey>[];
  readonly filters: AudienceFilters;
  readonly withMetrics: boolean;
}

/** A resource as JSON, and its version tag without quotes. */
export interface ResourceText {
  readonly text: string;
  readonly etag: string;
}

/** A page of a list as JSON texts, and how many match in all. */
export interface AudiencePage {
  readonly total: number;
  readonly texts: readonly string[];
}

/** The audiences of sandboxes as clients read them. What was made of an audience is kept until it changes. */
export class AudienceViews {
  readonly #catalogue: AudienceCatalogue;
  readonly #lists = new KeptLists((audience: Audience, attribute: AudienceSortKey) => SORT_VALUES[attribute](audience));
  readonly #pages = new Kept<AudiencePage>();
  readonly #resources = new WeakMap<AudienceEntry, AudienceResource>();
  readonly #texts = new WeakMap<AudienceEntry, string>();

  constructor(catalogue: AudienceCatalogue) {
    this.#catalogue = catalogue;
  }

  /** The same object for the same query until an audience changes. */
  async list(scope: Scope, query: AudienceQuery): Promise<AudiencePage> {
    const audiences = await this.#catalogue.of(scope.sandbox.sandboxId);
    return this.#pages.of(audiences, JSON.stringify(query), () => {
      const passes = audienceFilter(query.filters);
      const found = this.#lists.filtered(audiences, query.sort, JSON.stringify(query.filters), (entry) =>
        passes(this.#resource(scope, entry)),
      );
      const page = found.slice(query.offset, query.offset + query.limit);
      return { total: found.length, texts: page.map((entry) => this.#text(scope, entry, query.withMetrics)) };
    });
  }

  async text(scope: Scope, id: string, withMetrics: boolean): Promise<ResourceText | undefined> {
    const entry = (await this.#catalogue.of(scope.sandbox.sandboxId)).entry(id);
    return entry && { text: this.#text(scope, entry, withMetrics), etag: entry.audience.etag };
  }

  async resources(scope: Scope, ids: readonly string[]): Promise<ReadonlyMap<string, AudienceResource>> {
    const audiences = await this.#catalogue.of(scope.sandbox.sandboxId);
    const entries = ids.map((id) => audiences.entry(id)).filter((entry) => entry !== undefined);
    return new Map(entries.map((entry) => [entry.id, this.#resource(scope, entry)]));
  }

  /** Of an audience as it was written just now. */
  async resource(scope: Scope, audience: Audience): Promise<AudienceResource> {
    const known = (await this.#catalogue.of(scope.sandbox.sandboxId)).entry(audience.id);
    return audienceResource({ audience, dependents: known?.dependents ?? [] }, scope);
  }

  #resource(scope: Scope, entry: AudienceEntry): AudienceResource {
    const known = this.#resources.get(entry);
    if (known !== undefined) return known;
    const resource = audienceResource(entry, scope);
    this.#resources.set(entry, resource);
    return resource;
  }

  #text(scope: Scope, entry: AudienceEntry, withMetrics: boolean): string {
    const { id, metrics } = entry.audience;
    if (withMetrics && metrics !== undefined) {
      return JSON.stringify({ ...this.#resource(scope, entry), metrics: metricsResource({ id, metrics }, scope) });
    }
    const known = this.#texts.get(entry);
    if (known !== undefined) return known;
    const text = JSON.stringify(this.#resource(scope, entry));
    this.#texts.set(entry, text);
    return text;
  }
}
