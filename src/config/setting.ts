import type { Static, TSchema } from 'typebox';

/** One setting: what it may be, where it comes from, and what it means. */
export interface Setting<S extends TSchema = TSchema> {
  readonly schema: S;
  /** Absent when the setting may stay unset. */
  readonly default?: Static<S>;
  readonly env: string;
  /** Long option of the command line, e.g. `--port`; absent where a value does not belong on a command line. */
  readonly flag?: string;
  /** Dotted key of the configuration file; the name of the setting when absent. */
  readonly fileKey?: string;
  /** One line for people; ends with a full stop. */
  readonly doc: string;
  /** The value is never printed. */
  readonly secret?: boolean;
}

type Defaulted<S extends TSchema> = Setting<S> & { readonly default: Static<S> };

export function setting<S extends TSchema>(schema: S, about: Omit<Defaulted<S>, 'schema'>): Defaulted<S>;
export function setting<S extends TSchema>(schema: S, about: Omit<Setting<S>, 'schema' | 'default'>): Setting<S>;
export function setting<S extends TSchema>(schema: S, about: Omit<Setting<S>, 'schema'>): Setting<S> {
  return { schema, ...about };
}

/** The values of a table of settings: a setting without a default may be undefined. */
export type SettingValues<T extends Readonly<Record<string, Setting>>> = {
  readonly [K in keyof T]: T[K] extends { readonly default: unknown }
    ? Static<T[K]['schema']>
    : Static<T[K]['schema']> | undefined;
};
