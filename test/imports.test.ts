import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';

/** What each folder of `src` may import, besides itself, packages and `ANYWHERE`. Everything else is a mistake. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  pql: [],
  client: [],
  schema: ['pql', 'store/control'],
  'store/control': [],
  'store/columnar': [],
  sandboxes: ['store/control'],
  profiles: ['pql', 'schema', 'store/control', 'store/columnar', 'sandboxes'],
  audiences: ['pql', 'schema', 'store/control', 'sandboxes', 'profiles'],
  evaluation: ['pql', 'schema', 'store/control', 'store/columnar', 'profiles'],
  jobs: ['pql', 'schema', 'store/control', 'store/columnar', 'sandboxes', 'profiles', 'audiences', 'evaluation'],
  queries: ['pql', 'store/control', 'store/columnar', 'profiles', 'audiences', 'evaluation', 'jobs'],
  config: [],
};

/** Files that all but the language, the client and the stores may import. */
const ANYWHERE = ['src/errors.ts', 'src/order.ts', 'src/parse-json.ts', 'src/serial.ts'];
const WITHOUT = ['pql', 'client', 'store/control', 'store/columnar'];

/** What the stores share. */
const OF_STORES = 'src/store/newer-version.ts';

const folderOf = (path: string): string | undefined =>
  Object.keys(allowed).find((folder) => path.startsWith(`src/${folder}/`));

async function modules(): Promise<ICruiseResult['modules']> {
  const { output } = await cruise(['src'], {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], exportsFields: ['exports'] },
  });
  if (typeof output === 'string') throw new Error('dependency-cruiser answered with text');
  return output.modules;
}

describe('direction of imports', async () => {
  const all = await modules();

  it('reads the source', () => {
    expect(all.filter((module) => module.source.startsWith('src/')).length).toBeGreaterThan(3);
  });

  it('has no cycles', () => {
    const circular = all.flatMap((module) =>
      module.dependencies
        .filter((dependency) => dependency.circular)
        .map((dependency) => `${module.source} -> ${dependency.resolved}`),
    );
    expect(circular).toEqual([]);
  });

  it('goes downwards only', () => {
    const wrong = all.flatMap((module) => {
      const from = folderOf(module.source);
      if (from === undefined) return [];
      return module.dependencies
        .filter((dependency) => dependency.resolved.startsWith('src/'))
        .filter((dependency) => {
          if (ANYWHERE.includes(dependency.resolved)) return WITHOUT.includes(from);
          if (dependency.resolved === OF_STORES) return !from.startsWith('store/');
          const to = folderOf(dependency.resolved);
          return to !== from && !(to !== undefined && allowed[from]?.includes(to));
        })
        .map((dependency) => `${module.source} -> ${dependency.resolved}`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the language and the client usable in a browser', () => {
    const builtin = all
      .filter(({ source }) => source.startsWith('src/pql/') || source.startsWith('src/client/'))
      .flatMap((module) =>
        module.dependencies.filter((dependency) => dependency.coreModule).map((d) => `${module.source} -> ${d.module}`),
      );
    expect(builtin).toEqual([]);
  });
});
