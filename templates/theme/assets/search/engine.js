/* The files of the search beside the page: asked for when they are needed, each once. What they hold says `docs/search.md`. */
const FOLDER = new URL("../../search/", import.meta.url);
const answers = new Map(), phrases = new Map();
let pagefind = null;

async function unpacked(name) {
  const answer = await fetch(new URL(name, FOLDER), { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  /* A host that knows the ending says so in a header, and the browser has unpacked it already. */
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isPacked ? new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))) : new Response(bytes);
  return text.json();
}

/* Give what a file holds; of one that is missing nothing is kept. */
export function load(name) {
  if (!answers.has(name)) {
    const answer = unpacked(`${name}.json.gz`);
    answer.catch(() => answers.delete(name));
    answers.set(name, answer);
  }
  return answers.get(name);
}

async function engine() {
  if (!pagefind) {
    pagefind = import(new URL("pagefind.js", FOLDER).href).then(module => module.createInstance({ basePath: FOLDER.pathname, noWorker: true, metaCacheTag: "1" }));
    pagefind.catch(() => { pagefind = null; });
  }
  return pagefind;
}

async function ask(query) {
  const found = new Map(), own = await engine(), answer = await own.search(query);
  for (const result of answer.results) found.set(parseInt(result.id, 36), result.words);
  return found;
}

function remembered(query) {
  if (!phrases.has(query)) {
    const answer = ask(query);
    answer.catch(() => phrases.delete(query));
    phrases.set(query, answer);
    if (phrases.size > 300) phrases.delete(phrases.keys().next().value);
  }
  return phrases.get(query);
}

/* Give the entries, by their numbers, that have tokens one after the other, with the places where these stand. */
export function findPhrase(tokens) { return tokens.length ? remembered(`"${tokens.join(" ")}"`) : Promise.resolve(new Map()); }

/* Give the same of entries with tokens that begin so. */
export function findBeginning(token) { return remembered(token); }
