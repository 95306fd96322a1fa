import type { Kysely } from 'kysely';
import type { ControlStore, ControlTables, Migration } from '../../store/control/control.ts';
import type { Preview, PreviewCount, PreviewFailure, PreviewMember, PreviewQuestion, PreviewState } from './preview.ts';

export const previewMigrations: readonly Migration[] = [
  {
    module: 'previews',
    version: 1,
    up: [
      `CREATE TABLE preview (
        query_id TEXT PRIMARY KEY,
        app_id TEXT NOT NULL,
        execution_id INTEGER NOT NULL,
        sandbox_id TEXT NOT NULL,
        state TEXT NOT NULL,
        question TEXT NOT NULL,
        count TEXT,
        failure TEXT,
        members TEXT,
        interruptions INTEGER NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID`,
      'CREATE INDEX preview_state ON preview (state, sandbox_id)',
      'CREATE INDEX preview_age ON preview (created_at)',
    ],
  },
];

type PreviewTables = {
  preview: {
    query_id: string;
    app_id: string;
    execution_id: number;
    sandbox_id: string;
    state: PreviewState;
    /** JSON of {@link PreviewQuestion}, {@link PreviewCount}, {@link PreviewFailure} and {@link PreviewMember}s. */
    question: string;
    count: string | null;
    failure: string | null;
    members: string | null;
    interruptions: number;
    created_at: number;
  };
};

type PreviewRow = Omit<PreviewTables['preview'], 'members'>;

const COLUMNS = [
  'query_id',
  'app_id',
  'execution_id',
  'sandbox_id',
  'state',
  'question',
  'count',
  'failure',
  'interruptions',
  'created_at',
] as const;

/** What a change of a preview may set. */
export interface PreviewChange {
  readonly state: PreviewState;
  readonly count?: PreviewCount;
  readonly failure?: PreviewFailure;
  readonly members?: readonly PreviewMember[];
  readonly interruptions?: number;
}

export class PreviewRepository {
  readonly #db: Kysely<ControlTables & PreviewTables>;

  constructor(control: ControlStore) {
    this.#db = control.db.withTables<PreviewTables>();
  }

  async insert(preview: Preview): Promise<void> {
    await this.#db
      .insertInto('preview')
      .values({
        query_id: preview.queryId,
        app_id: preview.appId,
        execution_id: preview.executionId,
        sandbox_id: preview.sandboxId,
        state: preview.state,
        question: JSON.stringify(preview.question),
        count: null,
        failure: null,
        members: null,
        interruptions: preview.interruptions,
        created_at: preview.createdAt,
      })
      .execute();
  }

  async get(queryId: string): Promise<Preview | undefined> {
    const row = await this.#db.selectFrom('preview').select(COLUMNS).where('query_id', '=', queryId).executeTakeFirst();
    return row && toPreview(row);
  }

  /** The members that a preview found, in the order in which they are shown. */
  async members(queryId: string): Promise<readonly PreviewMember[]> {
    const row = await this.#db
      .selectFrom('preview')
      .select('members')
      .where('query_id', '=', queryId)
      .executeTakeFirst();
    return JSON.parse(row?.members ?? '[]');
  }

  /** Previews that are not final, oldest first. */
  async open(sandboxId?: string): Promise<readonly Preview[]> {
    const rows = await this.#db
      .selectFrom('preview')
      .select(COLUMNS)
      .where('state', 'in', ['NEW', 'RUNNING'])
      .$if(sandboxId !== undefined, (query) => query.where('sandbox_id', '=', sandboxId ?? ''))
      .orderBy('created_at')
      .execute();
    return rows.map(toPreview);
  }

  /** Sets what is given; false when the preview is gone. */
  async change(queryId: string, change: PreviewChange): Promise<boolean> {
    const { count, failure, interruptions, members, state } = change;
    const { numUpdatedRows } = await this.#db
      .updateTable('preview')
      .set({
        state,
        ...(count !== undefined && { count: JSON.stringify(count) }),
        ...(failure !== undefined && { failure: JSON.stringify(failure) }),
        ...(members !== undefined && { members: JSON.stringify(members) }),
        ...(interruptions !== undefined && { interruptions }),
      })
      .where('query_id', '=', queryId)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async delete(queryId: string): Promise<void> {
    await this.#db.deleteFrom('preview').where('query_id', '=', queryId).execute();
  }

  /** Removes final previews of that time and earlier. */
  async deleteUntil(createdAt: number): Promise<void> {
    await this.#db
      .deleteFrom('preview')
      .where('created_at', '<=', createdAt)
      .where('state', 'in', ['RESULT_READY', 'FAILED'])
      .execute();
  }
}

function toPreview(row: PreviewRow): Preview {
  const question: PreviewQuestion = JSON.parse(row.question);
  const count: PreviewCount | null = JSON.parse(row.count ?? 'null');
  const failure: PreviewFailure | null = JSON.parse(row.failure ?? 'null');
  return {
    appId: row.app_id,
    queryId: row.query_id,
    executionId: row.execution_id,
    sandboxId: row.sandbox_id,
    state: row.state,
    question,
    ...(count !== null && { count }),
    ...(failure !== null && { failure }),
    interruptions: row.interruptions,
    createdAt: row.created_at,
  };
}
