/* Which entries have a phrase, of whose words it is known where they are: so little more is asked for. */
import { fold, runsOf, denseTokens, exactTokens, spacedTokens } from "./tokens.js";

const FEW = 8;  // entries that are read rather than asked for
const CHEAP = 1;  // tokens that are asked for rather than read
const LIKE = 3;  // letters by which a word with another ending is known

/* Give the entries that have tokens one after the other, with the places where they are named so. Pieces are { tokens, found }. */
export async function joined(tokens, pieces, site, mode, way) {
  let left = null;
  for (const { found } of [...pieces].sort((one, other) => one.found.size - other.found.size)) {
    left = left ? left.filter(no => found.has(no)) : [...found.keys()];
    if (!left.length) return new Map();
  }
  const known = new Set(pieces.flatMap(piece => piece.tokens)), missing = tokens.filter(token => !known.has(token));
  if (missing.length <= CHEAP) return site.phrase(tokens);
  for (const token of missing.sort((one, other) => isUsual(one) - isUsual(other))) {
    if (left.length <= FEW) break;
    const having = await site.phrase([token]);
    left = left.filter(no => having.has(no));
    if (!left.length) return new Map();
  }
  return left.length > FEW ? site.phrase(tokens) : read(left, tokens, known, site, mode, way);
}

/* Tell whether a token is a pair with a digit, a letter or a boundary in it, which many entries have. */
function isUsual(token) { return /^q(.{4})?00/.test(token); }

/* Read in entries whether they have a phrase; of what is known to be in one, the ending may be another. */
async function read(entries, tokens, known, site, mode, way) {
  const found = new Map(), make = mode === "dense" ? runs => denseTokens(runs, true) : way ? runs => spacedTokens(runs, site.spell) : exactTokens;
  const isSame = (token, other) => token === other || mode === "spaced" && way && token[0] !== "q" && known.has(token) && token.slice(0, LIKE) === other.slice(0, LIKE);
  await Promise.all(entries.map(async no => {
    const entry = await site.entry(no), texts = [entry.title, ...(entry.text || "").split("\n"), ...(entry.forms || [])];
    texts.forEach((text, at) => {
      const own = make(runsOf(fold(text))), start = own.findIndex((_, from) => from + tokens.length <= own.length && tokens.every((token, more) => isSame(token, own[from + more])));
      if (start >= 0 && !found.has(no)) found.set(no, at ? [] : [start]);
    });
  }));
  return found;
}
