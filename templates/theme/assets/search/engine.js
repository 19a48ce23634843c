/* The files of the search beside the page: asked for when they are needed, each once. What they hold says `docs/search.md`. */
const FOLDER = new URL("../../search/", import.meta.url), COLUMNS = "facets", MOST = 1000;
const answers = new Map(), phrases = new Map();
let pagefind = null;

async function unpacked(name, stamp) {
  /* The columns are asked for anew; what their numbers mean says the stamp in them, by which all else may be kept. */
  const address = new URL(`${name}.json.gz${stamp ? `?${stamp}` : ""}`, FOLDER);
  const answer = await fetch(address, { credentials: "same-origin", cache: stamp ? "default" : "no-cache" });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  /* A host that knows the ending says so in a header, and the browser has unpacked it already. */
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new Response(isPacked ? new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")) : bytes).json();
}

async function stampOf() { return (await load(COLUMNS)).stamp; }

/* Give what a file holds; of one that is missing nothing is kept. */
export function load(name) {
  if (!answers.has(name)) {
    const answer = name === COLUMNS ? unpacked(name) : stampOf().then(stamp => unpacked(name, stamp));
    answer.catch(() => answers.delete(name));
    answers.set(name, answer);
  }
  return answers.get(name);
}

async function engine() {
  if (!pagefind) {
    pagefind = Promise.all([import(new URL("pagefind.js", FOLDER).href), stampOf()])
      .then(([module, stamp]) => module.createInstance({ basePath: FOLDER.pathname, noWorker: true, metaCacheTag: stamp }));
    pagefind.catch(() => { pagefind = null; });
  }
  return pagefind;
}

async function ask(query) {
  const found = new Map(), own = await engine(), answer = await own.search(query);
  for (const result of answer.results) found.set(parseInt([...result.id].reverse().join(""), 36), result.words);
  return found;
}

function remembered(query) {
  if (!phrases.has(query)) {
    const answer = ask(query);
    answer.catch(() => phrases.delete(query));
    phrases.set(query, answer);
    if (phrases.size > MOST) phrases.delete(phrases.keys().next().value);
  }
  return phrases.get(query);
}

function quoted(tokens) { return `"${tokens.join(" ")}"`; }

/* Give the entries, by their numbers, that have tokens one after the other, with the first place where these stand. */
export function findPhrase(tokens) { return tokens.length ? remembered(quoted(tokens)) : Promise.resolve(new Map()); }

/* Give the same of entries with tokens that begin so, with all places. */
export function findBeginning(token) { return remembered(token); }

/* Tell whether a token was asked for before, so that it costs nothing to ask again. */
export function isKnown(token) { return phrases.has(quoted([token])); }
