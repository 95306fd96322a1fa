import { integer, text } from '../../pql/clickhouse/sql.ts';
import type { Columnar, QueryOptions } from '../../store/columnar/columnar.ts';
import type { MembersSink } from './residual.ts';

/** Profile numbers kept before they are stored. */
const BUFFER = 20_000;

/** Stores members that are found one by one, as bitmaps of a part of a run. */
export class MembersWriter implements MembersSink {
  readonly #columnar: Columnar;
  readonly #options: QueryOptions;
  readonly #runNo: number;
  readonly #part: number;
  readonly #members: Map<string, number[]>;

  constructor(columnar: Columnar, runNo: number, part: number, audienceIds: readonly string[], options: QueryOptions) {
    this.#columnar = columnar;
    this.#options = options;
    this.#runNo = runNo;
    this.#part = part;
    this.#members = new Map(audienceIds.map((id) => [id, []]));
  }

  add(audienceId: string, { profileNo }: { readonly profileNo: number }): void {
    this.#members.get(audienceId)?.push(profileNo);
  }

  /** Stores what is worth a statement. */
  async flush(): Promise<void> {
    for (const [id, members] of this.#members) if (members.length >= BUFFER) await this.#store(id, members.splice(0));
  }

  /** Stores the rest; every audience has a row then, also without members. */
  async end(): Promise<void> {
    for (const [id, members] of this.#members) await this.#store(id, members.splice(0));
  }

  async #store(id: string, members: readonly number[]): Promise<void> {
    const numbers = `CAST([${members.map(integer).join(', ')}], 'Array(UInt32)')`;
    await this.#columnar.command(
      `INSERT INTO membership_bitmaps (audience_id, run_no, part, members)
       SELECT ${text(id)}, ${integer(this.#runNo)}, ${integer(this.#part)}, arrayReduce('groupBitmapState', ${numbers})`,
      this.#options,
    );
  }
}
