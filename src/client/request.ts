/** A value of a parameter; several for one that can be repeated. */
export type ParameterValue = string | number | boolean | readonly (string | number | boolean)[];

/** What a request is made of beside its method and path. */
export interface RequestParts {
  readonly path?: Readonly<Record<string, string | number>> | undefined;
  /** Parameters that are undefined are left out. */
  readonly query?: Readonly<Record<string, ParameterValue | undefined>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** `/things/{id}` with its parameters in place, and the query. @throws TypeError for a parameter that is not given */
export function urlOf(template: string, { path = {}, query = {} }: RequestParts): string {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined || value === '') throw new TypeError(`The parameter '${name}' of ${template} is missing.`);
    return encodeURIComponent(value);
  });
  const pairs = Object.entries(query).flatMap(([name, values]) =>
    [values ?? []].flat().map((value): [string, string] => [name, String(value)]),
  );
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs)}`;
}
