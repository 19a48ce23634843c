/* What the planner and the page know of a site in one language: the columns of its index, files beside it, how its words are
   spelled. `docs/search.md` says what is in the files. */
const IN_A_FILE = 4, LONGEST = 24;
const STRENGTH = [1, 1, 0.9, 0.8, 0.5, 0.7, 0.6, 0.5, 0.5, 0.4];  // of what has some of the words, by rank
const COLUMNS = { report: "reports", sector: "sectors", actor: "actors", year: "years" };

/* Give a site; `phrase` and `beginning` ask the engine, `load` a file, `words` are those of the page. */
export async function openSite(load, phrase, beginning, words) {
  const facets = await load("facets"), { lists, sets } = facets;
  const variants = facets.modes.includes("spaced") ? await load("variants") : { words: {}, rules: [] };
  const rules = variants.rules.map(([pattern, other]) => [new RegExp(pattern), other]);
  const cutter = "Segmenter" in Intl ? new Intl.Segmenter(words.lang, { granularity: "word" }) : null;
  const usual = facets.length.reduce((sum, own) => sum + own, 0) / (facets.count || 1) || 1;
  return {
    modes: facets.modes,
    size: facets.count,
    often(no, places) { return places.length / (places.length + 0.3 + 0.7 * facets.length[no] / usual); },
    years: lists.years,
    stop: new Set(words.stop.split(" ")),
    phrase,
    beginning,
    rank: no => facets.rank[no],
    strength: no => STRENGTH[facets.rank[no]],
    page: no => facets.page[no],

    /* Give how well what an entry is called answers a phrase of so many tokens: 2 is all of a name, 1 has it. */
    named(no, places, counts) {
      let start = 0, found = 0;
      if (!places) return 0;
      for (const length of facets.names[no]) {
        if (places.includes(start) && counts.includes(length)) return 2;
        if (places.some(place => place >= start && place < start + length)) found = 1;
        start += length + 1;
      }
      return found;
    },
    values(no, name) {
      if (name === "kind") return [lists.kinds[facets.kind[no]]];
      if (name === "type") return facets.type[no] < 0 ? [] : [lists.types[facets.type[no]]];
      const column = COLUMNS[name];
      return sets[column][facets[column][no]].map(place => String(lists[column][place]));
    },
    async entry(no) { return (await load(`entries/${Math.floor(no / IN_A_FILE)}`))[no % IN_A_FILE]; },
    async simplified() {
      const [traditional, simple] = await load("han"), to = [...simple];
      return Object.fromEntries([...traditional].map((char, no) => [char, to[no]]));
    },
    spell(word) { return rules.reduce((text, [pattern, other]) => text.replace(pattern, other), variants.words[word] || word); },
    /* Give what has words that begin so; the engine, which knows none, takes what they begin with. */
    async unfinished(token) { return token.length < 3 ? new Map() : new Map(); },
    async suggestions() { return { spelled: [], terms: [] }; },
    cut(text) { return cutter ? Array.from(cutter.segment(text), part => part.segment) : Array.from(text); },

    /* Give the words of the site that are an unknown word with one slip. */
    async spellings(word) {
      if (word.length < 4 || /^[0-9.]/.test(word)) return [];
      const lengths = [word.length, word.length - 1, word.length + 1].filter(length => length <= LONGEST);
      const lists = await Promise.all(lengths.map(length => load(`words/${length}`).catch(() => [])));
      const near = lists.flat().filter(other => isNear(word, other));
      return near.sort((one, other) => (other[0] === word[0]) - (one[0] === word[0])).slice(0, 3);
    },
  };
}

/* Tell whether one slip makes one word of another: a letter more, less or other, or two neighbours exchanged. */
export function isNear(one, other) {
  if (Math.abs(one.length - other.length) > 1 || one === other) return false;
  let start = 0, end = 0;
  const least = Math.min(one.length, other.length);
  while (start < least && one[start] === other[start]) start++;
  while (end < least - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  const left = one.length - start - end, right = other.length - start - end;
  return left <= 1 && right <= 1 || left === 2 && right === 2 && one[start] === other[start + 1] && one[start + 1] === other[start];
}
