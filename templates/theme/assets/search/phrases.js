/* Which entries have a phrase, of whose words it is known where they are: so little more is asked for. */
import { fold, runsOf, denseTokens, exactTokens, spacedTokens } from "./tokens.js";

/* How many entries are read rather than that a token is asked for: no more than results show, twice as many for one that many have. */
const FEW = 10, SOME = 20, USUAL = 4;
const LIKE = 3;  // letters by which a word with another ending is known
const PAIR = /^q.{8}$/;

/* Give the entries that have tokens one after the other, with places where they are named so. `having` are maps of entries in
   which these must be; how is { mode, way, isExtra }: for what is extra no token is asked for that many entries have. */
export async function joined(tokens, having, site, how) {
  let left = null;
  for (const found of [...having].sort((one, other) => one.size - other.size)) {
    left = left ? left.filter(no => found.has(no)) : [...found.keys()];
    if (!left.length) return new Map();
  }
  if (tokens.length === 1) return only(left, await site.phrase(tokens));
  const places = tokens.map((_, no) => no), ordered = list => list.sort((one, other) => cost(tokens[one], site) - cost(tokens[other], site));
  return tokens.every(token => PAIR.test(token)) ? met(tokens, ordered(cover(tokens, site)), left, site, how) : follow(tokens, ordered(places), left, site, how);
}

function only(left, found) { return left ? new Map(left.filter(no => found.has(no)).map(no => [no, found.get(no)])) : found; }

/* Pairs of characters: where some of them stand tells where all do. Without entries to begin with they are asked for at once. */
async function met(tokens, order, left, site, how) {
  if (!left) await Promise.all(order.map(at => site.phrase([tokens[at]])));
  let found = left && new Map(left.map(no => [no, null]));
  for (const at of order) {
    if (found && !site.isKnown(tokens[at]) && found.size <= limit(tokens[at], site)) return read([...found.keys()], tokens, site, how);
    if (how.isExtra && isDear(tokens[at], site)) return new Map();
    const own = await site.places(tokens[at]), both = new Map();
    for (const [no, starts] of found || own) {
      const here = (own.get(no) || []).map(place => place - at).filter(start => !found || !starts || starts.includes(start));
      if (here.length) both.set(no, here);
    }
    found = both;
    if (!found.size) break;
  }
  return found;
}

/* Words: what stands together of those that were asked for is known, then comes what is missing. */
async function follow(tokens, order, left, site, how) {
  const parts = [];
  tokens.forEach((token, no) => {
    if (!site.isKnown(token)) return;
    if (no && site.isKnown(tokens[no - 1])) parts[parts.length - 1].push(token); else parts.push([token]);
  });
  const missing = order.map(no => tokens[no]).filter(token => !site.isKnown(token));
  if (!left && missing.length) return site.phrase(tokens);
  for (const part of [...parts, ...missing.map(token => [token])]) {
    if (left && missing.includes(part[0]) && left.length <= limit(part[0], site)) return read(left, tokens, site, how);
    if (how.isExtra && part.some(token => isDear(token, site))) return new Map();
    const found = await site.phrase(part);
    left = left ? left.filter(no => found.has(no)) : [...found.keys()];
    if (!left.length) return new Map();
  }
  return only(left, await site.phrase(tokens));
}

/* Choose those of a row of pairs that have all its characters between them and cost least. */
function cover(tokens, site) {
  const best = [];
  tokens.forEach((token, no) => {
    const ways = no < 1 ? [{ sum: 0, chosen: [] }] : no < 2 ? [best[0]] : [best[no - 1], best[no - 2]];
    const way = ways.reduce((one, other) => other.sum < one.sum ? other : one);
    best.push({ sum: way.sum + cost(token, site), chosen: [...way.chosen, no] });
  });
  return best[tokens.length - 1].chosen;
}

function isDear(token, site) { return cost(token, site) >= USUAL; }
function limit(token, site) { return isDear(token, site) ? SOME : FEW; }

/* Pairs with a digit, a letter or a boundary in them many entries have. */
function cost(token, site) { return site.isKnown(token) ? 0.01 : site.isHeavy(token) ? 8 : /^q(.{4})?00/.test(token) ? USUAL : 1; }

/* Read in entries whether they have a phrase; a word that was asked for with any ending may have another. */
async function read(entries, tokens, site, { mode, way }) {
  const found = new Map(), make = mode === "dense" ? runs => denseTokens(runs, true) : way ? runs => spacedTokens(runs, site.spell) : exactTokens;
  const isSame = (token, other) => token === other || mode === "spaced" && way && token[0] !== "q" && site.isKnown(token) && token.slice(0, LIKE) === other.slice(0, LIKE);
  await Promise.all(entries.map(async no => {
    const entry = await site.entry(no), texts = [entry.title, ...(entry.text || "").split("\n"), ...(entry.forms || [])];
    texts.forEach((text, at) => {
      const own = make(runsOf(fold(text))), start = own.findIndex((_, from) => from + tokens.length <= own.length && tokens.every((token, more) => isSame(token, own[from + more])));
      if (start >= 0 && !found.has(no)) found.set(no, at ? [] : [start]);
    });
  }));
  return found;
}
