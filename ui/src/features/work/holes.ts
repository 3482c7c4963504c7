const HOLE = /⟦([^⟦⟧\s]+)⟧/g;

/** The variables without a value that still stand as ⟦name⟧ in the texts, each once. */
export function holesIn(...texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(HOLE)].map(([, name = ""]) => name));
  return [...new Set(names)];
}

export type Piece = { at: number; text: string; hole: boolean };

/** The text cut at its ⟦names⟧. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(HOLE)) {
    if (match.index > from)
      pieces.push({ at: from, text: text.slice(from, match.index), hole: false });
    pieces.push({ at: match.index, text: match[0], hole: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ at: from, text: text.slice(from), hole: false });
  return pieces;
}
