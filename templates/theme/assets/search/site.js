/* What the planner and the page know of a site in one language: the columns of its index, files beside it, how its words are
   spelled. `docs/search.md` says what is in the files. */
import { fold, runsOf, isWord, isDense, denseTokens, formToken } from "./tokens.js";

const IN_A_FILE = 2, GROUPS_IN_A_FILE = 4, ANSWERS_IN_A_FILE = 64, FILES_OF_WORDS = 48, MOST_GROUPS = 3, LONGEST = 24, END_OF_FORM = 4;
const STRENGTH = [1, 1, 0.9, 0.8, 0.5, 0.7, 0.6, 0.5, 0.5, 0.4];  // of what has some of the words, by rank

/* Give a site; the engine is asked, `load` gives a file, `words` are those of the page. */
export async function openSite(load, { findPhrase: phrase, findBeginning: beginning, isKnown }, words) {
  const [facets, heavy] = await Promise.all([load("facets"), load("heavy").then(tokens => new Set(tokens))]);
  const mixed = entriesAt(facets.mixed), numbers = entriesAt(facets.numbers);
  const filters = {}, forms = new Set(facets.forms.match(/.{4}/g));
  const variants = facets.modes.includes("spaced") ? await load("variants") : { words: {}, rules: [], endings: [] };
  const spellings = compiled(variants.rules), endings = compiled(variants.endings), spell = word => rewritten(variants.words[word] || word, spellings);
  const cutter = "Segmenter" in Intl ? new Intl.Segmenter(words.lang, { granularity: "word" }) : null;
  const lengths = facets.length.map(step => 2 ** (step / 2)), usual = lengths.reduce((sum, own) => sum + own, 0) / (facets.count || 1) || 1;
  return {
    modes: facets.modes,
    mixed,
    size: facets.count,
    often(no, places) { return places.length / (places.length + 0.3 + 0.2 * lengths[no] / usual); },
    stop: new Set(words.stop.split(" ")),
    advice: new Set(words.advice.split(" ")),
    compares: new Set(words.compares.split(" ")),
    counts: new Set(words.counts.split(" ")),
    hasNumber: no => numbers.has(no),
    kind: no => facets.kinds[facets.kind[no]],
    phrase,
    isKnown,
    isHeavy: token => heavy.has(token),
    /* Give the entries that have a token which none begins with, and all places where it stands. */
    async places(token) {
      const [having, all] = [await phrase([token]), await beginning(token)];
      return new Map([...having.keys()].map(no => [no, all.get(no) || []]));
    },
    /* Give what has a name of the glossary; most words are none, which the columns tell. */
    async form(runs) {
      const token = formToken(runs, this.spell);
      return forms.has(token.slice(-END_OF_FORM)) ? phrase([token]) : new Map();
    },
    rank: no => facets.ranks[facets.kind[no]],
    strength: no => STRENGTH[facets.ranks[facets.kind[no]]],
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
    /* Load what entries are filtered by, of which `values` speaks then; give all that there is to choose. */
    async filter(name) {
      if (name === "kind") return facets.kinds;
      filters[name] = filters[name] || await load(`filters/${name}`);
      return filters[name].values;
    },
    values(no, name) {
      if (name === "kind") return [facets.kinds[facets.kind[no]]];
      const { values, sets, column } = filters[name];
      return sets[column[no]].map(place => String(values[place]));
    },
    async entry(no) { return (await load(`entries/${Math.floor(no / IN_A_FILE)}`))[no % IN_A_FILE]; },
    async simplified() {
      const [traditional, simple] = await load("han"), to = [...simple];
      return Object.fromEntries([...traditional].map((char, no) => [char, to[no]]));
    },
    spell,
    /* Give everyday words for the same as some, and what has any of them: null where there are none. */
    async near(runs) {
      const words = isDense(runs[0]) ? [runs.join("")] : runs.map(run => rewritten(spell(run), endings)), place = placeOf(isDense(words[0]) ? [...words[0]][0] : words[0]) % FILES_OF_WORDS;
      const own = ((await load(`synonyms/words-${place}`))[words.join(" ")] || []).slice(0, MOST_GROUPS);
      const groups = await Promise.all(own.map(async no => (await load(`synonyms/${Math.floor(no / GROUPS_IN_A_FILE)}`))[no % GROUPS_IN_A_FILE]));
      return own.length ? { words: groups.flatMap(([names]) => names.split(",")), entries: new Set(groups.flatMap(([, steps]) => [...entriesAt(steps)])) } : null;
    },
    /* Give the questions of readers that have a word, by their numbers, and what answers one, the best first. */
    async asked(runs) {
      const keys = facets.asked ? runs.flatMap(run => isDense(run) ? pairsOf(run) : [rewritten(spell(run), endings)]) : [];
      const [first, ...others] = await Promise.all(keys.map(async key => entriesAt((await load(`asked/${placeOf(key) % facets.asked}`))[key] || [])));
      return [...first || []].filter(no => others.every(own => own.has(no)));
    },
    async answers(question) { return (await load(`asked/answers-${Math.floor(question / ANSWERS_IN_A_FILE)}`))[question % ANSWERS_IN_A_FILE]; },
    /* Give what has words that begin so. The engine, where it knows none, takes what they begin with: that is looked at. */
    async unfinished(word, token) {
      if (word.length < 3) return new Map();
      const found = await beginning(token), [no] = found.keys();
      const entry = no === undefined ? null : await this.entry(no);
      return entry && runsOf(fold(`${entry.title} ${entry.text || ""}`)).some(other => other.startsWith(word)) ? found : new Map();
    },

    /* Give what comes near a question that nothing answers: other spellings of it, and terms that share characters with it. */
    async suggestions(query) {
      const runs = runsOf(fold(query)), spelled = [];
      for (const run of runs.filter(each => isWord(each) && each.length > 3)) {
        const lengths = [0, -1, 1, -2, 2].map(more => run.length + more).filter(length => length > 2 && length <= LONGEST);
        const lists = await Promise.all(lengths.map(length => load(`words/${length}`).catch(() => [])));
        const near = lists.flat().map(word => [distance(run, word) - (word[0] === run[0]) / 2, word]).filter(([far]) => far <= 2).sort(([one], [other]) => one - other);
        for (const [, word] of near.slice(0, 3)) spelled.push(runs.map(each => each === run ? word : each).join(" "));
      }
      const shared = new Map();
      for (const char of new Set(runs.filter(isDense).join(""))) {
        for (const [no, places] of await phrase(denseTokens([char], false))) {
          if (facets.kinds[facets.kind[no]] === "term" && this.named(no, places, [])) shared.set(no, (shared.get(no) || 0) + 1);
        }
      }
      const best = [...shared].sort(([one, most], [other, more]) => more - most || one - other).slice(0, 5);
      return { spelled, terms: await Promise.all(best.map(([no]) => this.entry(no))) };
    },
    cut(text) { return cutter ? Array.from(cutter.segment(text), part => part.segment) : Array.from(text); },

    /* Give the words of the site that are an unknown word with one slip. */
    async spellings(word) {
      if (word.length < 4 || /^[0-9.]/.test(word)) return [];
      const lengths = [word.length, word.length - 1, word.length + 1].filter(length => length <= LONGEST);
      const lists = await Promise.all(lengths.map(length => load(`words/${length}`).catch(() => [])));
      const near = lists.flat().filter(other => distance(word, other) === 1);
      return near.sort((one, other) => (other[0] === word[0]) - (one[0] === word[0])).slice(0, 3);
    },
  };
}

/* Give the number of the file that a name lies in, which is taken by how many there are. */
function placeOf(name) { return [...name].reduce((sum, char) => sum + char.codePointAt(0), 0); }
function pairsOf(run) { const chars = [...run]; return chars.slice(1).map((char, no) => chars[no] + char); }

function compiled(rules) { return rules.map(([pattern, other]) => [new RegExp(pattern), other]); }
function rewritten(word, rules) { return rules.reduce((text, [pattern, other]) => text.replace(pattern, other), word); }

/* Give the entries of a column that says how far each is from the last one. */
function entriesAt(steps) {
  let last = 0;
  return new Set(steps.map(step => (last += step)));
}

/* Give how many slips one word is from another (optimal string alignment). */
function distance(one, other) {
  let before = [], last = Array.from({ length: other.length + 1 }, (_, no) => no);
  for (let no = 1; no <= one.length; no++) {
    const row = [no];
    for (let at = 1; at <= other.length; at++) {
      row[at] = Math.min(last[at] + 1, row[at - 1] + 1, last[at - 1] + (one[no - 1] !== other[at - 1]));
      if (no > 1 && at > 1 && one[no - 1] === other[at - 2] && one[no - 2] === other[at - 1]) row[at] = Math.min(row[at], before[at - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[other.length];
}
