import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { glob, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Where a batch belongs. */
export interface BatchPlace {
  readonly sandboxId: string;
  readonly datasetId: string;
  readonly batchId: string;
}

/** One finished file of a batch. */
export interface BatchFile {
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly records: number;
}

/** `manifest.json` of a batch: what a reader needs to take its files, and to check that it has all of them. */
export interface BatchManifest {
  readonly batchId: string;
  readonly datasetId: string;
  /** Number of the export job. */
  readonly jobId: number;
  readonly format: 'parquet' | 'json';
  /** `$id` of the schema that the records follow. */
  readonly schema: string;
  /** The audience of a batch that holds only its profiles. */
  readonly segment?: { readonly segmentId: string; readonly segmentNs: string; readonly status: readonly string[] };
  readonly records: number;
  readonly files: readonly BatchFile[];
}

/** Name of a batch that is not visible; an id is a UUID without hyphens. */
const UNFINISHED = /^\.[0-9a-f]{32}$/;

/**
 * The files of datasets in a local directory: `<root>/<sandbox id>/<dataset id>/<batch id>/`.
 *
 * A batch is written beside its place, in a directory whose name starts with a dot, and moved there when it is
 * complete: a directory without the dot is a whole batch with its manifest.
 */
export class DatasetFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** An empty directory for the files of a batch; what an earlier attempt wrote is gone. */
  async begin(place: BatchPlace): Promise<string> {
    await this.discard(place);
    const directory = this.#unfinished(place);
    await mkdir(directory, { recursive: true });
    return directory;
  }

  /** Makes a written file durable and describes it. */
  async seal(path: string, records: number): Promise<BatchFile> {
    await sync(path);
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return { name: basename(path), bytes: (await stat(path)).size, sha256: hash.digest('hex'), records };
  }

  /** Adds the manifest; the batch is complete then, and still not visible. */
  async complete(place: BatchPlace, manifest: BatchManifest): Promise<void> {
    const directory = this.#unfinished(place);
    const path = join(directory, 'manifest.json');
    await writeFile(path, `${JSON.stringify(manifest, undefined, 2)}\n`, { flag: 'wx' });
    await sync(path);
    await sync(directory);
  }

  /** Makes a complete batch visible. */
  async publish(place: BatchPlace): Promise<void> {
    await rename(this.#unfinished(place), this.directory(place));
    await sync(join(this.directory(place), '..'));
  }

  /** Removes a batch, whether it is visible or not. */
  async discard(place: BatchPlace): Promise<void> {
    await rm(this.directory(place), { recursive: true, force: true });
    await rm(this.#unfinished(place), { recursive: true, force: true });
  }

  /** Removes the batches of a sandbox that are not visible. */
  async discardUnfinished(sandboxId: string): Promise<void> {
    const cwd = join(this.#root, sandboxId);
    for await (const directory of glob('*/.*', { cwd })) {
      if (UNFINISHED.test(basename(directory))) await rm(join(cwd, directory), { recursive: true });
    }
  }

  /** Where a batch is once it is visible. */
  directory({ sandboxId, datasetId, batchId }: BatchPlace): string {
    return join(this.#root, sandboxId, datasetId, batchId);
  }

  #unfinished(place: BatchPlace): string {
    return this.directory({ ...place, batchId: `.${place.batchId}` });
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
