/** What searches ask and answer, as `fonds-search` serialises it. */

export type Sort = 'relevance' | 'newest' | 'oldest' | 'title' | 'added';

export interface SearchOptions {
  /** Hits to pass over. */
  offset: number;
  limit: number;
  sort: Sort;
  /** Values to count of each facet at most; 0 counts none. */
  facetValues: number;
}

/** A range in code points. */
export type Mark = [number, number];

export interface SearchHit {
  id: string;
  title: string;
  title_marks: Mark[];
  snippet: string;
  /** Ranges of the snippet to mark. */
  marks: Mark[];
  /** Where the snippet comes from. */
  part: 'text' | 'note';
  /** Where to go in the article's text: the first marked word, or the passage that the note is about. */
  place: number | null;
}

export type FacetKind = 'year' | 'decade' | 'publication' | 'tag' | 'language' | 'kind';

export interface FacetValue {
  /** A name, a year, a language's or a kind's code. */
  label: string;
  count: number;
  /** What of the query asks for it. */
  clause: string;
  is_chosen: boolean;
}

export interface Facet {
  kind: FacetKind;
  /** Dates in their order, others with the most frequent first. */
  values: FacetValue[];
}

/** Something in a query that was not understood; the rest of the query holds. */
export interface QueryProblem {
  code: string;
  /** Where it stands in the query, in code points. */
  place: { start: number; end: number };
  value: string;
}

export interface SearchResult {
  total: number;
  /** The words were found only without their marks. */
  folded: boolean;
  hits: SearchHit[];
  facets: Facet[];
  problems: QueryProblem[];
  /** What had to be mended to find it, such as a damaged index. */
}
