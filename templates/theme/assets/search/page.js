/* The page of the search: the field, the answers, the filters, and the address that says all of it. */
import * as engine from "./engine.js";
import { plan, groupsOf, atOnce } from "./planner.js";
import { mark, excerpt } from "./marks.js";
import { openSite } from "./site.js";

const root = document.querySelector("[data-dz-search]"), words = root.dataset;
const form = root.querySelector(".dz-ask"), field = form.elements.q, status = form.querySelector("[role=status]");
const facetBox = form.querySelector(".dz-facets"), reset = form.querySelector(".dz-facets-reset");
const foundBox = root.querySelector(".dz-found"), startBox = root.querySelector(".dz-start");
const FACETS = ["kind", "report", "sector", "actor", "type", "year"], PAGE = 10, FOREMOST = 3, WAIT = 180, QUIET = 500;
const EXCERPT = words.lang.startsWith("zh") || words.lang.startsWith("ja") ? 150 : 320;

let turn = 0, shown = PAGE, isSettled = true, waiting = 0, speaking = 0, answer = null, site = null;

function fill(text, values) { return text.replace(/\{(\w+)\}/g, (all, name) => name in values ? values[name] : all); }
function number(count) { return count.toLocaleString(words.lang); }
function element(name, css, content) {
  const made = document.createElement(name);
  if (css) made.className = css;
  if (content !== undefined) made.append(content);
  return made;
}

/* Say how many there are when the reader has paused, not at each key. */
function say(text) {
  clearTimeout(speaking);
  speaking = setTimeout(() => { status.textContent = text; }, QUIET);
}

/* The address */

function chosen() {
  const choice = {};
  for (const name of FACETS) choice[name] = new Set([...form.querySelectorAll(`[data-facet="${name}"] input:checked`)].map(box => box.value));
  return choice;
}

function address() {
  const query = new URLSearchParams();
  if (field.value.trim()) query.set("q", field.value.trim());
  for (const [name, values] of Object.entries(chosen())) for (const value of values) query.append(name, value);
  const text = query.toString();
  return location.pathname + (text ? `?${text}` : "");
}

/* While somebody types, the address of one question becomes that of the next; what was settled stays behind it. */
function keep(settles) {
  const next = address(), state = { shown };
  if (next === location.pathname + location.search) history.replaceState(state, "");
  else if (isSettled) history.pushState(state, "", next);
  else history.replaceState(state, "", next);
  isSettled = settles;
}

async function readAddress() {
  const query = new URLSearchParams(location.search);
  field.value = query.get("q") || "";
  shown = (history.state && history.state.shown) || PAGE;
  isSettled = true;
  if (query.has("year")) await filtered(["year"]);  // whose choices are in the index
  for (const box of form.querySelectorAll(".dz-facets input")) box.checked = query.getAll(box.name).includes(box.value);
}

/* Asking */

function opened() {
  if (!site) {
    site = openSite(engine.load, engine, words);
    site.catch(() => { site = null; });
  }
  return site;
}

async function ask(settles) {
  clearTimeout(waiting);
  const mine = ++turn, query = field.value.trim();
  keep(settles);
  if (!query) { answer = null; show(); return; }
  if (!answer) say(words.loading);
  root.setAttribute("aria-busy", "true");
  try {
    const own = await opened(), found = await plan(field.value, own);
    if (mine !== turn) return;
    answer = { ...found, query, site: own };
    await show(mine);
  } catch (error) {
    if (mine === turn) fail(error);
  } finally {
    if (mine === turn) root.removeAttribute("aria-busy");
  }
}

/* Show what was found before, under other filters. */
async function showAgain() {
  const mine = ++turn;
  shown = PAGE;
  isSettled = true;
  keep(true);
  root.setAttribute("aria-busy", "true");
  try {
    await show(mine);
  } catch (error) {
    if (mine === turn) fail(error);
  } finally {
    if (mine === turn) root.removeAttribute("aria-busy");
  }
}

function askSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(() => { shown = PAGE; ask(false); }, WAIT);
}

function fail(error) {
  console.warn(error);
  answer = null;
  facetBox.hidden = true;
  foundBox.hidden = false;
  foundBox.replaceChildren(element("p", "dz-notice", words.failed));
  startBox.hidden = false;
  say(words.failed);
}

/* Filters */

/* Load what is filtered by under some names, which a question without filters does without, and offer the years. */
async function filtered(names) {
  const own = await opened(), set = form.querySelector('[data-facet="year"] fieldset');
  const lists = await Promise.all(names.map(name => own.filter(name))), years = lists[names.indexOf("year")] || [];
  for (const year of set.querySelector("label") ? [] : years) {
    const label = element("label"), box = element("input");
    box.type = "checkbox";
    box.name = "year";
    box.value = year;
    label.append(box, element("span", "", year), " ", element("small"));
    set.append(label);
  }
}

function inUse(choice) { return FACETS.filter(name => choice[name].size); }

function passes(no, choice, except) {
  return inUse(choice).every(name => name === except || answer.site.values(no, name).some(value => choice[name].has(value)));
}

/* Count what each filter that is open would leave; what is not counted is offered to be opened. */
async function countFacets(choice, mine) {
  const facets = [...form.querySelectorAll("[data-facet]")];
  for (const facet of facets) if (choice[facet.dataset.facet].size) facet.open = true;
  const counted = facets.filter(facet => facet.open);
  await filtered(counted.map(facet => facet.dataset.facet));
  if (mine !== turn) return;
  for (const facet of facets) facet.hidden = false;
  for (const facet of counted) {
    const name = facet.dataset.facet, counts = new Map();
    for (const hit of answer.hits) {
      if (passes(hit.no, choice, name)) for (const value of answer.site.values(hit.no, name)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    let some = 0;
    for (const label of facet.querySelectorAll("label")) {
      const box = label.querySelector("input"), count = counts.get(box.value) || 0;
      label.querySelector("small").textContent = number(count);
      label.hidden = !count && !box.checked;
      some += !label.hidden;
    }
    facet.hidden = !some;
  }
  const all = FACETS.reduce((sum, name) => sum + choice[name].size, 0);
  facetBox.querySelector("summary").textContent = all ? fill(words.filters, { num: number(all) }) : facetBox.dataset.name;
  reset.hidden = !all;
}

/* Answers */

async function show(mine = turn) {
  const isAsked = Boolean(answer);
  startBox.hidden = isAsked && answer.hits.length > 0;
  foundBox.hidden = !isAsked;
  facetBox.hidden = !isAsked || !answer.hits.length;
  if (!isAsked) { foundBox.replaceChildren(); say(""); return; }
  const choice = chosen();
  await filtered(inUse(choice));
  if (mine !== turn) return;
  const left = answer.hits.filter(hit => passes(hit.no, choice)), groups = groupsOf(left, answer.site);
  const first = groups.slice(0, shown), entries = await Promise.all(first.map((group, no) => entriesOf(group.hits.slice(0, no < FOREMOST ? atOnce(group, answer.isLong) : 1))));
  if (mine !== turn) return;
  const made = [];
  if (!answer.hits.length) made.push(...(await nothing()));
  else if (answer.spelled.length && !answer.exact) {
    made.push(element("p", "dz-none", fill(words.none, { query: answer.query })));
    made.push(element("p", "dz-mean", fill(words.spelled, { words: [...new Set(answer.spelled)].join(" · ") })));
  }
  let level = 0, list = null;
  first.forEach((group, no) => {
    if (!list || group.level !== level) {
      level = group.level;
      const isSaid = level > 1 || level && answer.exact;
      made.push(element("h2", isSaid ? "dz-found-level" : "dz-hidden", isSaid ? level === 1 ? words.near : words.some : words.found));
      list = element("ol", "dz-results");
      made.push(list);
    }
    list.append(resultOf(entries[no], group));
  });
  if (answer.hits.length && !left.length) made.push(element("p", "dz-notice", words.nothingLeft));
  if (groups.length > shown) made.push(button("dz-show-more", words.more, more));
  if (mine !== turn) return;
  foundBox.replaceChildren(...made);
  const exact = left.filter(hit => hit.isExact).length;
  say(fill(exact && exact < left.length ? words.containing : words.results, { num: number(left.length), exact: number(exact) }));
  if (facetBox.open) await countFacets(choice, mine);
}

function entriesOf(hits) { return Promise.all(hits.map(hit => answer.site.entry(hit.no))); }

function button(css, content, act) {
  const made = element("button", css, content);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

async function more() {
  const before = foundBox.querySelectorAll(".dz-result").length;
  shown += PAGE;
  keep(true);
  await show();
  const next = foundBox.querySelectorAll(".dz-result h3 a")[before];
  if (next) next.focus();
}

function resultOf(entries, group) {
  const item = element("li", "dz-result"), [entry, ...others] = entries;
  if (entry.reports && entry.reports.length === 1) item.classList.add(...spineOf(entry.reports[0]));
  item.append(...answerOf(entry), ...(others.length ? [listOf(others)] : []));
  const rest = group.hits.slice(entries.length);
  if (rest.length) {
    const open = button("dz-result-more", fill(words.moreHere, { num: number(rest.length) }), async () => {
      const list = listOf(await entriesOf(rest));
      open.replaceWith(list);
      list.querySelector("a").focus();
    });
    item.append(open);
  }
  return item;
}

function listOf(entries) {
  const list = element("ol", "dz-results-here");
  for (const other of entries) { const own = element("li", "dz-result"); own.append(...answerOf(other)); list.append(own); }
  return list;
}

function answerOf(entry) {
  const heading = element("h3"), link = element("a"), text = element("p", "dz-result-text"), meta = element("p", "dz-meta");
  link.href = new URL(`../${entry.path}`, location.href.replace(/[?#].*/, "")).href;
  link.append(...pieces(entry.title));
  speak(link, entry.title_lang);
  heading.append(link);
  const [first, ...others] = (entry.text || "").split("\n");
  text.append(...pieces(first, EXCERPT));
  speak(text, entry.lang);
  const said = { kind: [entry.kind], type: [entry.type], report: entry.reports, sector: entry.sectors, actor: entry.actors };
  for (const [facet, ids] of Object.entries(said)) for (const id of ids || []) {
    const name = id && nameOf(facet, id);
    if (name) meta.append(element("span", "", name), " ");
  }
  if (entry.doubts) meta.append(element("span", "dz-reservation", entry.doubts.join(" · ")));
  const more = (entry.forms ? [entry.forms.join(" · ")] : others.filter(isMarked).slice(0, 2)).map(content => {
    const line = element("p", "dz-result-aside");
    line.append(...pieces(content, EXCERPT));
    if (!entry.forms) speak(line, entry.lang);
    return line;
  });
  return [heading, ...(first ? [text] : []), ...more, meta];
}

function speak(part, language) {
  if (!language) return;
  part.lang = language;
  part.dir = "auto";
}

function isMarked(content) { return mark(content, answer.needles, answer.site.spell).some(piece => piece.isMarked); }

function pieces(content, most) {
  const all = mark(content, answer.needles, answer.site.spell), kept = most ? excerpt(all, most) : all;
  return kept.map(piece => piece.isMarked ? element("mark", "", piece.text) : piece.text);
}

/* Give what the filters call something, in the language in which they do. */
function nameOf(facet, id) {
  const box = form.querySelector(`[data-facet="${facet}"] input[value="${CSS.escape(id)}"]`);
  return box ? box.nextElementSibling.cloneNode(true) : null;
}

function spineOf(report) {
  const box = form.querySelector(`[data-facet="report"] input[value="${CSS.escape(report)}"]`);
  return box ? [...box.closest("label").classList] : [];
}

/* Say that nothing contains what was typed, and what comes near. */
async function nothing() {
  const made = [element("p", "dz-none", fill(words.none, { query: answer.query }))];
  made[0].dir = "auto";
  const { spelled, terms } = await answer.site.suggestions(answer.query);
  const asked = spelled.map(text => ({ text, href: `?q=${encodeURIComponent(text)}` })), named = terms.map(term => ({ text: term.title, href: `../${term.path}` }));
  for (const [lead, ways] of [[words.mean, asked], [words.terms, named]]) {
    if (!ways.length) continue;
    const line = element("p", "dz-mean", `${lead} `);
    ways.forEach((way, no) => {
      const link = element("a", "", way.text);
      link.href = way.href;
      line.append(no ? " · " : "", link);
    });
    made.push(line);
  }
  return made;
}

/* What readers do */

field.addEventListener("input", event => {
  if (event.isComposing) return;  // pinyin is no question yet
  if (/^insertFrom|^insertReplacement/.test(event.inputType || "")) { shown = PAGE; ask(false); } else askSoon();
});
field.addEventListener("compositionend", askSoon);
field.addEventListener("change", () => { isSettled = true; });
form.addEventListener("submit", event => { event.preventDefault(); shown = PAGE; ask(true); });
/* The box and each filter in it, as their toggling does not rise. */
facetBox.addEventListener("toggle", () => { if (facetBox.open && answer) countFacets(chosen(), turn).catch(fail); }, true);
facetBox.addEventListener("change", showAgain);
reset.addEventListener("click", () => {
  for (const box of form.querySelectorAll(".dz-facets input")) box.checked = false;
  showAgain();
  field.focus();
});
foundBox.addEventListener("click", event => {
  const link = event.target.closest("a[href^='?']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  field.value = new URLSearchParams(link.getAttribute("href")).get("q");
  shown = PAGE;
  isSettled = true;
  ask(true);
  field.focus();
});
window.addEventListener("popstate", async () => { await readAddress(); ask(true); });

if (matchMedia("(min-width: 66em)").matches) facetBox.open = true;
facetBox.dataset.name = facetBox.querySelector("summary").textContent;
form.hidden = false;
readAddress().then(() => {
  if (field.value.trim()) ask(true); else { field.focus(); opened().catch(fail); }
});
