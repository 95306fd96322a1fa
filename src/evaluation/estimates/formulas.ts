/** What was counted among the profiles of a sample (evaluation.md section 8). */
export interface SampleCount {
  /** N: profiles in the store. */
  readonly totalRows: number;
  /** r: profiles of the sample that were read, at most N. */
  readonly profilesRead: number;
  /** m: those of them that match. */
  readonly profilesMatched: number;
}

/** Whole profiles; the level of `estimatedSize ± 1.96 · standardError` is 95 %. */
export interface Estimate {
  readonly estimatedSize: number;
  readonly standardError: number;
}

/** Of the normal distribution, for 95 %. */
const Z = 1.96;

/** Matches below which the normal distribution is no good. */
const FEW = 10;

/** The size of an audience by a part of its profiles; without an error when all were read. */
export function estimateOf(count: SampleCount): Estimate {
  const { totalRows, profilesRead, profilesMatched } = count;
  if (profilesRead === 0) return { estimatedSize: 0, standardError: 0 };
  return {
    estimatedSize: Math.round((totalRows * profilesMatched) / profilesRead),
    standardError: Math.round(totalRows * shareError(count)),
  };
}

/** Bounds of the size for display, at 95 %; not rounded. Nothing is known while no profile was read. */
export function boundsOf(count: SampleCount): { readonly lower: number; readonly upper: number } {
  const { totalRows: all, profilesRead: read, profilesMatched: matched } = count;
  if (read === 0) return { lower: 0, upper: all };
  const clipped = (lower: number, upper: number) => ({
    lower: Math.max(matched, all * lower),
    upper: Math.min(all, all * upper),
  });
  if (read === all) return { lower: matched, upper: matched };
  if (matched === 0) return clipped(0, 1 - 0.05 ** (1 / read));
  const share = matched / read;
  if (matched < FEW) return clipped(...wilson(share, read));
  const margin = Z * shareError(count);
  return clipped(share - margin, share + margin);
}

/** Standard error of the share of matches, with the correction for a finite store. */
function shareError({ totalRows, profilesRead, profilesMatched }: SampleCount): number {
  if (profilesRead >= totalRows || totalRows <= 1) return 0;
  const share = profilesMatched / profilesRead;
  const correction = (totalRows - profilesRead) / (totalRows - 1);
  return Math.sqrt(((share * (1 - share)) / profilesRead) * correction);
}

/** Wilson's interval of a share. */
function wilson(share: number, read: number): [lower: number, upper: number] {
  const square = Z * Z;
  const middle = share + square / (2 * read);
  const margin = Z * Math.sqrt((share * (1 - share)) / read + square / (4 * read * read));
  const scale = 1 + square / read;
  return [(middle - margin) / scale, (middle + margin) / scale];
}
