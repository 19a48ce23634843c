/* What a reader types → the tokens that the index has for the same words. The other side is `outputs/search_tokens.py`, which
   says what tokens are; both are held to the rows of `tests/data/search-tokens.json`. Nothing here asks for anything. */

const ALPHABET = "0123456789bfhjkpqvwxzm", BOUNDARY = " ";
const EXACT = "q0";
const FORM = "zx";
/* Han, kana, Hangul, Thai, Lao, Burmese, Khmer. */
const DENSE = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3021-\\u3029\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}"
  + "\\u3041-\\u3096\\u3099-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u1100-\\u11ff\\u3131-\\u318e\\uac00-\\ud7a3"
  + "\\u0e01-\\u0e3a\\u0e40-\\u0e4e\\u0e81-\\u0ece\\u1000-\\u103f\\u104c-\\u109f\\u1780-\\u17dd";
const IS_DENSE = new RegExp(`^[${DENSE}]`, "u"), RUN = new RegExp(`[${DENSE}]+|[^ ${DENSE}]+`, "gu");
const SIGNS = new Set("%‰°$€£¥&+");
/* Accents, Arabic vowels and the stretched line, and what nobody sees. */
const DROPPED = /[\u00ad\u0640\u0670\u2060\ufeff\u0300-\u036f\u064b-\u0655\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu;
const NUMERALS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٪٫٬", LATIN = "01234567890123456789%.,";
const KEPT_POINT = "\ue000";

export function isDense(text) { return IS_DENSE.test(text); }

/* Write words as they are compared; `han` gives the simplified form of a character. */
export function fold(text, han = {}) {
  const plain = text.replace(/\b([A-Z][A-Z0-9]+)s\b/g, "$1").replaceAll("，", " ").replace(/[٠-٩۰-۹٪٫٬]/g, char => LATIN[NUMERALS.indexOf(char)])
    .normalize("NFKC").toLowerCase().replace(/['’ʼ](s|t|d|m|re|ve|ll)\b/g, "$1")
    .replace(/\b[a-z](?:\.[a-z])+\b\.?/g, found => found.replaceAll(".", "") + " ")
    .replace(/[0-9]+(?:,[0-9]+)+/g, found => found.replaceAll(",", /^[0-9]{1,3}(?:,[0-9]{3})+$/.test(found) ? "" : " "))
    .replace(/([0-9])\.(?=[0-9])/g, `$1${KEPT_POINT}`);
  const bare = plain.normalize("NFD").replace(DROPPED, "").normalize("NFC");
  const chars = Array.from(bare, char => char === KEPT_POINT ? "." : SIGNS.has(char) ? ` ${char} ` : /[\p{L}\p{N}\p{M}]/u.test(char) ? han[char] || char : " ");
  return chars.join("").split(" ").filter(Boolean).join(" ");
}

/* Give the runs of a folded text: words, signs, and what is written without spaces. */
export function runsOf(folded) { return folded.match(RUN) || []; }

export function isWord(run) { return !isDense(run) && !SIGNS.has(run); }

/* Give the tokens of a phrase in a text that is written without spaces. What is whole begins and ends where words do; else it may
   stand within words. Of one character alone this is how its tokens begin. */
export function denseTokens(runs, isWhole) {
  let row = [];
  for (const run of runs) {
    if (isDense(run)) { row.push(...run); continue; }
    if (row[row.length - 1] !== BOUNDARY) row.push(BOUNDARY);
    row.push(...run, BOUNDARY);
  }
  if (!isWhole) row = row.slice(row[0] === BOUNDARY ? 1 : 0, row[row.length - 1] === BOUNDARY ? -1 : undefined);
  return pairs(row);
}

/* Give the tokens of a phrase in a text whose words stand apart; `spell` gives the spelling that stands for all of a word. What is
   written without spaces has the last character alone as well, but at the end of the phrase, where more may follow. */
export function spacedTokens(runs, spell = word => word) {
  const tokens = [];
  for (const [no, run] of runs.entries()) {
    const chars = [...run];
    if (isDense(run)) tokens.push(...pairs(chars), ...(no + 1 < runs.length && chars.length > 1 ? pairs(chars.slice(-1)) : []));
    else if (SIGNS.has(run)) tokens.push("zs" + codeOf(run));
    else tokens.push(escaped(spell(run)));
  }
  return tokens;
}

/* Give the tokens of words as they are written, which no stemmer touches, of a phrase in a text whose words stand apart. */
export function exactTokens(runs) { return spacedTokens(runs).map(token => /^(q|zs)/.test(token) ? token : token + EXACT); }

function escaped(word) { return /^[qz]|\./.test(word) ? "zw" + word.replaceAll(".", "p") : word; }

function pairs(row) {
  const codes = row.map(codeOf);
  return codes.length === 1 ? ["q" + codes[0]] : codes.slice(1).map((code, no) => "q" + codes[no] + code);
}

/* Give the one token of a form of a term: what an entry has that uses the term under another name (FNV-1a, 32 bits). */
export function formToken(runs, spell = word => word) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(runs.map(run => isWord(run) ? spell(run) : run).join(""))) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return FORM + inLetters(hash, 8);
}

export function codeOf(char) { return inLetters(char.codePointAt(0), 4); }

function inLetters(number, length) {
  let letters = "";
  for (let no = 0; no < length; no++) { letters = ALPHABET[number % 22] + letters; number = Math.floor(number / 22); }
  return letters;
}
