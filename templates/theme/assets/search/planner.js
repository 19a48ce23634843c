/* A question → the entries that answer it, best first. Receives the question and a `site` (site.js), which asks for what it needs.

   An entry is in the first of these tiers that holds: 1 it has the question as it stands, in whole words; 2 within words, or with
   other endings; 3 all its words, as they stand or else (3.5) with other endings; 4 a word of it under another name of the glossary; 5 a word of it spelled otherwise, in other everyday words, or as readers have asked before; 6 some
   of its words. The tokens of a question are looked up once, whatever comes of them. */
import { fold, runsOf, isWord, isDense, denseTokens, exactTokens, spacedTokens } from "./tokens.js";
import { joined } from "./phrases.js";

const USUAL = 0.2;  // of the entries have a word that is no longer told from its other endings
const FEW = 10, SHARE = 0.5, MOST = 60, LONGEST_NAME = 6, BESIDE = 0.3, MANY = 4, LONG = 6, WAVES = [3, 5, 7], ASKED_FOR = 1.5, ENOUGH = 3, NEAR = 0.8, ASKED = 0.25, LIKELY = 0.6, MOST_ASKED = 6, TOGETHER = 2, LATER = 0.9, AT_ONCE = 3, NEARLY = 0.9, COMMON = 0.1, MOST_NEAR = 3, READ = 20;
const UNASKED = { found: { whole: new Map(), within: new Map(), counts: [], ways: [], size: 0 }, weight: 0, others: [] };
const GAP = /[\s\u3000，。、；：？！“”（）《》「」【】]+/u;  // between the parts of a question

/* Give { hits, exact, needles, spelled }: hits are { no, tier, score, isExact } in order, `exact` of them contain the question. Characters
   are only read as traditional ones where they are in a word that nothing has. */
export async function plan(query, site) {
  const asked = read(query, site);
  if (!asked.runs.length) return { hits: [], exact: 0, needles: { all: "", cores: [], words: [] }, spelled: [] };
  const answer = await answerTo(asked, site);
  if (answer.exact || !answer.isUnknown) return answer;
  const simplified = read(query, site, await site.simplified());
  return simplified.runs.join() === asked.runs.join() ? answer : answerTo(simplified, site);
}

function read(query, site, han) {
  const parts = query.normalize("NFC").split(GAP).map(part => runsOf(fold(part, han))).filter(part => part.length);
  const isStop = part => part.length === 1 && site.stop.has(part[0]);
  return { runs: parts.flat(), parts, words: parts.flatMap((part, no) => isStop(part) && !parts.every(isStop) ? [{ runs: part, part: no, isStop: true }] : piecesOf(part, site).map(own => ({ ...own, part: no }))), isOpen: !/\s$/u.test(query) };
}

/* Give which entries have runs as a phrase, and where: in whole words, and within words or with other endings. What words of it were
   looked up before is not looked up again, and nothing more where these do not stand together. Of a word among few others that very
   many entries have, and of one among many, the endings are all the same; for what only adds to a
   rank (`isExtra`) nothing is asked that many entries have. */
async function look(runs, site, words = [], { isAmong = false, isAmongMany = false, isExtra = false, isAnyEnding = false } = {}) {
  const whole = new Map(), within = new Map(), counts = [], ways = [];
  /* A word or number among others is not looked up by its pairs of characters, which are all too common. */
  const isSpaced = site.modes[0] === "spaced" && !runs.some(isDense);
  const modes = isAmong && site.modes.includes("spaced") && !runs.some(isDense) ? ["spaced"] : site.modes;
  /* Of some words together that many entries have, with heavy tokens: then endings are hardly ever told apart by them. */
  const isDear = (tokens, near) => isSpaced && runs.length > TOGETHER && near.size > READ && tokens.some(token => site.isHeavy(token) && !site.isKnown(token));
  await Promise.all(modes.map(async mode => {
    const isDenseMode = mode === "dense", all = isDenseMode ? [denseTokens(runs, true), denseTokens(runs, false)] : [exactTokens(runs), spacedTokens(runs, site.spell)];
    const isOne = all[0].join() === all[1].join(), isNarrower = !isDenseMode && site.modes[0] === mode;  // what has words exactly has them with any ending
    counts.push(all[0].length + isDenseMode);
    /* So it is whole, as all words of a language with spaces are. */
    const isInside = word => word.runs.length === 1 && (isSpaced || word.runs[0] !== runs[0] && word.runs[0] !== runs[runs.length - 1]);
    const known = way => words.map(word => {
      const own = word.found.ways.filter(other => other.mode === mode), same = own.find(other => other.way === way) || isNarrower && own[0];
      return same ? same.found : isDenseMode && word.found.ways.length && !own.length && isInside(word) ? word.found.whole : null;
    }).filter(Boolean);
    const mixed = mode !== site.modes[0] && all[1].length > 1 ? [site.mixed] : [];
    const find = (way, more = []) => joined(all[way], [...more, ...mixed, ...known(way)], site, { mode, way, isExtra });
    const isBare = !isDenseMode && runs.every(run => site.stop.has(run)), hasNoEndings = isBare || !isDenseMode && runs.every(run => /^[0-9.]+$/.test(run));
    const near = await find(isBare || hasNoEndings && !isNarrower ? 0 : 1), isUsual = isOne || hasNoEndings || isAmong && near.size > USUAL * site.size || isAmongMany && isNarrower || isAnyEnding || isDear(all[0], near);
    const one = isUsual ? near : await find(0, isDenseMode || isNarrower ? [near] : []);
    ways.push({ mode, way: 1, found: near });
    if (!isUsual) ways.push({ mode, way: 0, found: one });
    for (const [no, places] of one) whole.set(no, places);
    for (const [no, places] of near) if (!whole.has(no)) within.set(no, places);
  }));
  return { whole, within, counts, ways, size: whole.size + within.size };
}

function weightOf(count, site) { return count ? Math.log(1 + (site.size - count + 0.5) / (count + 0.5)) : Math.log(1 + 2 * site.size) / 2; }

/* Give what a part of a question is taken apart into, each with whether it means nothing: of what is written without spaces
   the words as the browser cuts them; single characters stay together. What has a sign or a single letter in it stays whole. */
export function piecesOf(runs, site) {
  if (!runs.some(isDense) && runs.some(run => !isWord(run) || run.length < 2)) return [{ runs }];
  const pieces = [];
  for (const run of runs) {
    if (!isDense(run)) { if (isWord(run)) pieces.push({ runs: [run] }); continue; }
    let alone = "";
    const end = () => {
      const bare = [...alone].filter(char => !site.stop.has(char));
      if (alone) pieces.push({ runs: [alone], isStop: !bare.length, isLoose: true });
      alone = "";
    };
    for (const word of site.cut(run)) {
      if ([...word].length === 1) alone += word;
      else { end(); pieces.push({ runs: [word], isStop: site.stop.has(word) }); }
    }
    end();
  }
  return pieces.some(piece => !piece.isStop) ? pieces : [{ runs }];
}

/* Give characters without those at the ends that mean nothing. */
function trimmed(run, site) {
  const chars = [...run];
  while (chars.length && site.stop.has(chars[0])) chars.shift();
  while (chars.length && site.stop.has(chars[chars.length - 1])) chars.pop();
  return chars.join("");
}

/* Look every word up. One written without spaces that nothing has is tried without the characters at its ends that mean
   nothing, and then pair by pair. */
async function lookUp(word, site, among) {
  if (word.isStop) return [{ ...word, ...UNASKED }];
  const found = await look(word.runs, site, [], among), [run] = word.runs, chars = [...run];
  const own = { ...word, found, weight: weightOf(found.size, site), others: [] };
  if (found.size || word.runs.length > 1 || !isDense(run) || chars.length < 3) return [own];
  const bare = trimmed(run, site);
  if (bare && bare !== run) return lookUp({ ...word, runs: [bare] }, site, among);
  if (!bare) return [{ ...own, isStop: true }];
  const pairs = chars.slice(1).map((char, no) => chars[no] + char);
  const split = await Promise.all(pairs.map(pair => look([pair], site, [], { isAmong: true })));
  return pairs.map((pair, no) => ({ ...word, runs: [pair], found: split[no], weight: weightOf(split[no].size, site) / (split[no].size ? 1.5 : 4), others: [], isPair: true }));
}

/* Give what stands together in a question between words that mean nothing. */
function coresOf(words) {
  const cores = [];
  words.forEach((word, no) => {
    if (word.isStop || word.isPair) return;
    const last = cores[cores.length - 1];
    if (last && last.end === no) { last.runs.push(...word.runs); last.end = no + 1; last.words.push(no); } else cores.push({ runs: [...word.runs], end: no + 1, words: [no] });
  });
  return cores.filter(core => core.words.length > 1);
}

/* Look all words up: of many the longest first, last those that very many entries have. Where some of them lead to few entries, and
   one of these has the question as it stands, or all of it but a last word that is still typed, it is a quotation (`quoted` is what
   was found of it), and the others are not asked for. */
async function lookUpAll(asked, site) {
  const bare = asked.words.filter(word => !word.isStop), among = { isAmong: asked.words.length > 1, isAmongMany: bare.length >= MANY }, found = new Map();
  const find = async word => { if (!found.has(word)) found.set(word, (await lookUp(word, site, among)).map(own => ({ ...own, asked: word }))); };
  const isHeavy = word => (word.runs.some(isDense) ? denseTokens(word.runs, false) : exactTokens(word.runs)).every(token => site.isHeavy(token));
  const heavy = bare.filter(isHeavy), light = bare.filter(word => !heavy.includes(word)), length = word => word.runs.join("").length;
  const quotations = [asked.runs, ...(asked.isOpen && bare.length >= LONG && !isDense(asked.runs[asked.runs.length - 1]) ? [asked.runs.slice(0, -1)] : [])];
  const longest = light.filter(word => quotations.length < 2 || word !== bare[bare.length - 1]).sort((one, other) => length(other) - length(one));
  for (const wave of [...(bare.length < LONG ? [] : WAVES.map(count => longest.slice(0, count))), light, bare]) {
    if (wave.every(word => found.has(word))) continue;
    await Promise.all(wave.map(find));
    const own = wave.flatMap(word => found.get(word));
    if (wave.length < 2 || wave.length === bare.length || own.some(word => word.isPair) || !isRare(own)) continue;
    for (const quoted of quotations) {
      if ((await look(quoted, site, own)).size) return { quoted, words: asked.words.flatMap(word => found.get(word) || [{ ...word, isStop: true, ...UNASKED }]) };
    }
  }
  await Promise.all(asked.words.map(find));
  return { quoted: null, words: asked.words.flatMap(word => found.get(word)) };
}

/* Tell whether some entries have all of some words, and not too many to be read. */
function isRare(words) {
  const [first, ...others] = words.map(word => word.found).sort((one, other) => one.size - other.size), has = (found, no) => found.whole.has(no) || found.within.has(no);
  const left = [...first.whole.keys(), ...first.within.keys()].filter(no => others.every(found => has(found, no)));
  return left.length > 0 && left.length <= FEW;
}

async function answerTo(asked, site) {
  const { words, quoted } = await lookUpAll(asked, site), whole = quoted || asked.runs;
  const cores = coresOf(words), pairs = cores.flatMap(core => core.words.slice(1).map(no => [no - 1, no]));
  const [named, all, cored, beside] = await Promise.all([
    otherNames(words, site),
    look(whole, site, words),
    Promise.all(cores.map(core => look(core.runs, site, core.words.map(no => words[no]), { isExtra: true }))),
    Promise.all(pairs.map(pair => look(pair.flatMap(no => words[no].runs), site, pair.map(no => words[no]), { isExtra: true, isAnyEnding: true }))),
  ]);
  const isOpen = !quoted && !isAnswered(words, named), near = isOpen ? await otherWords(asked.words, words, site) : [], questions = isOpen ? await askedBefore(words, site) : [], spelled = await otherSpellings(asked, words, [...named, ...near], site);
  const bare = words.filter(word => !word.isStop), sum = bare.reduce((total, word) => total + word.weight, 0) || 1;

  const rows = new Map();  // by entry, for each word the best that it has of it
  const put = (no, own, at, quality, tier) => {
    if (!rows.has(no)) rows.set(no, { best: new Array(words.length).fill(null), bonus: 0, named: 0 });
    const row = rows.get(no).best, score = quality * words[at].weight * site.often(no, own);
    if (!row[at] || tier < row[at].tier || (tier === row[at].tier && score > row[at].score)) row[at] = { tier, score };
  };
  const putAll = (found, at, quality, tier) => {
    for (const [no, own] of found.whole) put(no, own, at, quality, tier);
    for (const [no, own] of found.within) put(no, own, at, 0.8 * quality, tier + 0.5);
  };
  words.forEach((word, at) => {
    if (word.isStop) return;
    putAll(word.found, at, 1, 3);
    for (const other of word.others) putAll(other, at, 0.7, 5);
  });
  for (const each of named) for (const at of each.covers) putAll(each, at, 0.7, 4);
  for (const each of near) for (const at of each.covers) for (const no of each.entries) put(no, [0], at, NEAR * each.weight / each.covers.length / words[at].weight, 5);
  for (const each of questions) for (const at of each.covers) each.entries.forEach((no, rank) => put(no, [0], at, rank ? LATER * LIKELY : LIKELY, 5));
  for (const own of [all, ...cored]) for (const map of [own.whole, own.within]) for (const no of map.keys()) if (!rows.has(no)) rows.set(no, { best: [], bonus: 0, named: 0 });
  for (const each of [...questions].reverse()) each.entries.forEach((no, rank) => { rows.get(no).bonus = (rank ? LATER : 1) * ASKED * each.sum * each.sum / sum; });
  beside.forEach((found, at) => {
    const own = BESIDE * Math.min(...pairs[at].map(no => words[no].weight));
    for (const no of [...found.whole.keys(), ...found.within.keys()]) if (rows.has(no)) rows.get(no).bonus += own;
  });
  /* what is called as the question is, or as most of it */
  const asNames = [[all, sum], ...cored.map((found, no) => [found, cores[no].words.reduce((total, at) => total + words[at].weight, 0)]), ...words.filter(word => !word.isStop).map(word => [word.found, word.weight])];
  for (const [found, weight] of asNames) {
    if (weight < 0.8 * sum) continue;
    for (const [no, own] of [...found.whole, ...found.within]) { const row = rows.get(no); row.named = Math.max(row.named, site.named(no, own, found.whole.has(no) ? found.counts : [])); }
  }
  /* What the browser has taken apart has no words of its own: most of it is as good as all, under whatever name. */
  const isTorn = bare.length > 2 && bare.some(word => isDense(word.runs[0]));
  const isWanted = wantedBy(words, site);
  const hits = [];
  for (const [no, row] of rows) {
    const share = row.best.reduce((total, own, at) => total + (own ? words[at].weight : 0), 0) / sum;
    const isAll = !quoted && share > 0.999, ownTier = Math.max(...row.best.map(own => own ? own.tier : 3));
    const tier = all.whole.has(no) ? 1 : all.within.has(no) ? 2 : quoted ? 6 : isTorn ? 3 : isAll ? ownTier : 6;
    const score = row.best.reduce((total, own) => total + (own ? own.score : 0), row.bonus) * (isWanted(no) ? ASKED_FOR : 1);
    hits.push({ no, tier, isAll: tier < 3 || isAll, isExact: tier < 3 || isAll && ownTier < 4, named: row.named, score: tier < 6 && !isTorn ? score : score * site.strength(no) });
  }
  const kept = few(hits).sort((one, other) => one.tier - other.tier || other.named - one.named
    || (one.tier < 3 || one.tier < 6 && !isTorn ? site.rank(one.no) - site.rank(other.no) : 0) || other.score - one.score || one.no - other.no);
  return { hits: kept, isLong: bare.length > 1, exact: kept.filter(hit => hit.isExact).length, needles: needlesOf(whole, words, cores, near), spelled, isUnknown: words.some(word => isDense(word.runs[0]) && word.found.ways.length && (word.isPair || !word.found.size)) };
}

/* Tell of entries whether a question asks for such: one for advice for recommendations, one that compares for comparisons, one for
   a number for what states some. */
function wantedBy(words, site) {
  const asks = set => words.some(word => set.has(word.runs.join("")));
  if (asks(site.compares)) return no => site.kind(no) === "comparison";
  if (asks(site.advice)) return no => site.kind(no) === "recommendation";
  return asks(site.counts) ? site.hasNumber : () => false;
}

/* Leave out what has only some of the words, unless little has all; then keep the best of that, as much as a page shows at least. */
function few(hits) {
  const all = hits.filter(hit => hit.isAll), some = hits.filter(hit => !hit.isAll);
  if (all.length >= FEW || !some.length) return all;
  const best = Math.max(...hits.map(hit => hit.score));
  some.sort((one, other) => other.score - one.score || one.no - other.no);
  return all.concat(some.filter((hit, no) => hit.score >= SHARE * best || no < FEW - all.length).slice(0, MOST));
}

/* Give words and neighbouring words, but for those that mean nothing, with their places. */
function spansOf(words) {
  const spans = [];
  for (let start = 0; start < words.length; start++) {
    for (let end = start + 1; end <= Math.min(words.length, start + LONGEST_NAME); end++) {
      const covers = words.slice(start, end).map((word, no) => start + no).filter(no => !words[no].isStop);
      if (covers.length) spans.push({ runs: words.slice(start, end).flatMap(word => word.runs), covers, start });
    }
  }
  return spans;
}

/* Give the parts of what the browser has not cut into words. */
function looseOf(words) {
  return words.flatMap((word, no) => {
    const chars = word.isLoose && !word.isStop ? [...word.runs[0]] : [], parts = [];
    for (let from = 0; from < chars.length; from++) for (let to = from + 2; to <= chars.length; to++) if (to - from < chars.length) parts.push({ runs: [chars.slice(from, to).join("")], covers: [no], start: no });
    return parts;
  });
}

/* Look words up as names of terms; give what uses these terms under other names. */
async function otherNames(words, site) {
  const found = await Promise.all(spansOf(words).map(async ({ runs, covers }) => ({ whole: await site.form(runs), within: new Map(), covers })));
  return found.filter(own => own.whole.size);
}

/* Give what has everyday words for the same as those that were asked for; of a word that many entries have, and of more than a few,
   others are not looked up. What is found so counts as much as what has words that so many have. */
async function otherWords(asked, words, site) {
  const bare = bareOf(words), isCommon = at => words[at].found.size > COMMON * site.size;
  const spans = [...spansOf(asked), ...looseOf(asked)].filter(({ start, covers }) => start === covers[0]).map(({ runs, covers }) => ({ runs, first: bare.find(at => asked[covers[0]] === words[at].asked), covers: bare.filter(at => covers.some(no => asked[no] === words[at].asked)) }));
  const rarest = bare.filter(at => !isCommon(at)).sort((one, other) => words[one].found.size - words[other].found.size).slice(0, MOST_NEAR);
  const found = await Promise.all(spans.filter(({ first }) => rarest.includes(first)).map(async span => ({ ...span, ...await site.near(span.runs) || (isDense(span.runs[0]) ? await site.near([trimmed(span.runs.join(""), site) || " "]) : null) })));
  const near = found.filter(own => own.entries).map(own => ({ ...own, weight: weightOf(own.entries.size, site) }));
  for (const at of bare.filter(at => !words[at].found.size)) {
    const own = near.filter(({ covers }) => covers.includes(at) && covers.every(no => !words[no].found.size));
    if (own.length) words[at].weight = Math.max(...own.map(({ weight, covers }) => weight / covers.length));
  }
  return near.map(own => ({ ...own, weight: Math.min(own.weight, own.covers.reduce((sum, at) => sum + words[at].weight, 0)) }));
}

/* Give the questions of readers that have most of what was asked for, each with the words that it has and with what answers it. */
async function askedBefore(words, site) {
  const bare = bareOf(words), having = new Map();
  const found = await Promise.all(bare.map(at => words[at].found.size > COMMON * site.size ? [] : site.asked(words[at].runs)));
  bare.forEach((at, no) => {
    words[at].isAsked = found[no].length > 0;
    if (found[no].length && !words[at].found.size) words[at].weight = Math.max(words[at].weight, weightOf(found[no].length, site));
    for (const question of found[no]) having.set(question, [...having.get(question) || [], at]);
  });
  const own = [...having].filter(([, covers]) => covers.length >= Math.min(TOGETHER, bare.length))
    .map(([question, covers]) => ({ question, covers, sum: covers.reduce((sum, at) => sum + words[at].weight, 0) }));
  own.sort((one, other) => other.sum - one.sum || one.question - other.question);
  return Promise.all(own.slice(0, MOST_ASKED).filter(each => each.sum >= SHARE * own[0].sum).map(async each => ({ ...each, entries: await site.answers(each.question) })));
}

function bareOf(words) { return words.map((_, at) => at).filter(at => !words[at].isStop); }

/* Tell whether enough entries have all words as they are typed, or under another name of the glossary. */
function isAnswered(words, named) {
  return haveAll(bareOf(words).map(at => [words[at].found.whole, words[at].found.within, ...named.filter(each => each.covers.includes(at)).map(each => each.whole)])) >= ENOUGH;
}

/* Count the entries that have one of the maps of every word. */
function haveAll([first = [], ...others]) {
  return [...new Set(first.flatMap(map => [...map.keys()]))].filter(no => others.every(maps => maps.some(map => map.has(no)))).length;
}

/* Look words that nothing has, and no question of readers, up in near spellings, and of the last one, while it is typed, what begins so. */
async function otherSpellings(asked, words, named, site) {
  const spelled = [], isNamed = new Set(named.flatMap(each => each.covers));
  await Promise.all(words.map(async (word, no) => {
    const [text] = word.runs;
    if (word.found.size || word.isStop || word.isAsked || isNamed.has(no) || word.runs.length !== 1 || !isWord(text) || isDense(text)) return;
    for (const other of await site.spellings(text)) {
      const found = await look([other], site);
      if (!found.size) continue;
      word.others.push({ ...found, text: other });
      spelled.push(asked.runs.map(run => run === text ? other : run).join(" "));
    }
    if (!word.others.length && asked.isOpen && no === words.length - 1) {
      const found = await site.unfinished(text, spacedTokens([text])[0]);
      if (found.size) word.others.push({ whole: found, within: new Map(), text: "" });
    }
    if (word.others.length) word.weight = weightOf(Math.max(...word.others.map(other => other.whole.size + other.within.size)), site);
  }));
  return spelled;
}

/* Give what to mark: the question as a whole, or else what stands together in it, or else its words as they were found. */
function needlesOf(whole, words, cores, near) {
  const own = words.filter(word => !word.isStop), inCores = cores.map(core => core.runs.join(""));
  return { all: whole.join(""), cores: inCores, words: own.flatMap(word => [word.runs.join(""), ...word.others.map(other => other.text).filter(Boolean)]).concat(near.flatMap(each => each.words)) };
}

/* Give how many answers of a page are shown at once: to a question of some words as many as have all of these, or are about as good
   as the best. */
export function atOnce({ hits }, isLong) {
  const worse = hits.findIndex((hit, no) => no && !(isLong && (hit.isAll || hit.score >= NEARLY * hits[0].score)));
  return Math.min(AT_ONCE, worse < 0 ? hits.length : worse);
}

/* Give the groups in order: what lies on one page stands together, the best of it first; what contains the question, what
   is called otherwise and what has some of its words are apart. */
export function groupsOf(hits, site) {
  const groups = new Map();
  for (const hit of hits) {
    const level = hit.tier < 4 ? 0 : hit.tier < 6 ? 1 : 2, key = `${level} ${site.page(hit.no)}`;
    if (!groups.has(key)) groups.set(key, { level, hits: [] });
    groups.get(key).hits.push(hit);
  }
  return [...groups.values()].sort((one, other) => one.level - other.level);
}
