// How good an answer to a judged question is, the same for every engine: a page counts once, however many of its parts are
// found, and what is found is divided by what ten places can hold.

/** So many hits are looked at: the first page of results. */
export const SHOWN = 10;

const dcg = (gains) => gains.reduce((sum, gain, i) => sum + (2 ** gain - 1) / Math.log2(i + 2), 0);

/**
 * Compares the pages of the first hits, in order, with what was judged: `recall`, `rank` (of the first right one) and
 * `ndcg`, the pages found and those missed. Where nothing is relevant there are no numbers: nothing may be found.
 */
export function measured({ relevant }, pages) {
  const found = [...new Set(pages)], paths = Object.keys(relevant), missed = paths.filter((path) => !found.includes(path));
  if (!paths.length) return { found, missed };
  const gains = found.map((path) => relevant[path] ?? 0), first = gains.findIndex((gain) => gain > 0);
  const ideal = Object.values(relevant).sort((a, b) => b - a).slice(0, SHOWN);
  const recall = (paths.length - missed.length) / Math.min(SHOWN, paths.length);
  return { found, missed, recall, rank: first < 0 ? 0 : 1 / (first + 1), ndcg: dcg(gains) / dcg(ideal) };
}

/** The means over all rows with numbers, and of the others how many are empty. */
export function summed(rows) {
  const answerable = rows.filter((row) => "recall" in row), unanswerable = rows.filter((row) => !("recall" in row));
  const mean = (key) => answerable.reduce((sum, row) => sum + row[key], 0) / answerable.length;
  const empty = unanswerable.filter(({ count }) => !count).length;
  return { recall: mean("recall"), rank: mean("rank"), ndcg: mean("ndcg"), empty: unanswerable.length ? `${empty}/${unanswerable.length}` : "-" };
}

/** The numbers of a row as a line. */
export function told({ recall, rank, ndcg, empty }) {
  const cell = (value) => (Number.isNaN(value) ? "    -" : value.toFixed(3));
  return `recall@10 ${cell(recall)}  MRR ${cell(rank)}  nDCG@10 ${cell(ndcg)}  rightly empty ${empty}`;
}
