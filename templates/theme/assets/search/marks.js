/* What was asked, marked in a text as it stands there. Receives the text and what to mark; gives a list of pieces of the text,
   each with whether it is marked. */
import { fold, isDense } from "./tokens.js";

const SIGN = /[\p{L}\p{N}%‰°$€£¥&+]/u;

/* Read a text as signs without what stands between them, each with its place in the text and whether a word begins there. */
function read(text) {
  const signs = [];
  let begins = true, at = 0;
  for (const char of text) {
    const plain = fold(char);
    if (!SIGN.test(plain)) begins = begins || !/[\p{M}'’]/u.test(char);
    else {
      for (const sign of plain) signs.push({ sign, from: at, to: at + char.length, begins: begins || isDense(sign) });
      begins = isDense(char);
    }
    at += char.length;
  }
  return signs;
}

function endOfWord(signs, no) {
  while (no < signs.length && !signs[no].begins) no++;
  return no;
}

/* Give where a needle stands in signs: in a text that is written without spaces anywhere, else where a word begins, which may be
   spelled otherwise, or end otherwise by three letters. */
function places(signs, needle, inWords, spell) {
  const wanted = [...needle].filter(sign => SIGN.test(sign)), found = [], spelled = spell(needle);
  for (let start = 0; start < signs.length; start++) {
    if (!inWords && !signs[start].begins) continue;
    let no = 0;
    while (no < wanted.length && start + no < signs.length && signs[start + no].sign === wanted[no]) no++;
    const isWhole = no === wanted.length, isInside = inWords && isWhole, end = isInside ? start + no : endOfWord(signs, start + Math.max(no, 1));
    const isLike = isWhole || no > 3 && no >= wanted.length - 3 && !isDense(needle);
    const isSame = () => spell(signs.slice(start, end).map(each => each.sign).join("")) === spelled;
    if (isInside || signs[start].begins && (isLike && end - start - no <= 3 || isSame())) {
      found.push([start, end]);
      start = end - 1;
    }
  }
  return found;
}

/* Mark what was asked as a whole, or else what stands together in it, and its words. */
export function mark(text, needles, spell) {
  const signs = read(text), inWords = signs.some(each => isDense(each.sign)), marked = new Array(text.length).fill(false);
  const take = needle => {
    const own = places(signs, needle, inWords, spell);
    for (const [start, end] of own) marked.fill(true, signs[start].from, signs[end - 1].to);
    return own.length > 0;
  };
  if (!needles.all || !take(needles.all)) {
    needles.cores.forEach(take);
    needles.words.forEach(take);
  }
  const pieces = [];
  for (let no = 0; no < text.length; no++) {
    const last = pieces[pieces.length - 1];
    if (last && last.isMarked === marked[no]) last.text += text[no]; else pieces.push({ text: text[no], isMarked: marked[no] });
  }
  return pieces;
}

/* Give of a long text what stands around the first mark. */
export function excerpt(pieces, most) {
  const length = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
  if (length <= most) return pieces;
  const first = pieces.findIndex(piece => piece.isMarked);
  const before = pieces.slice(0, Math.max(first, 0)).reduce((sum, piece) => sum + piece.text.length, 0);
  let from = Math.max(0, Math.min(before - most / 4, length - most)), at = 0;
  const whole = pieces.map(piece => piece.text).join("");
  if (from > 0) {
    const stop = whole.slice(from, before).search(/[\s，。；、：,;:]/u);
    from = stop >= 0 ? from + stop + 1 : from;
  }
  const cut = [];
  for (const piece of pieces) {
    const start = Math.max(from - at, 0), end = Math.min(from + most - at, piece.text.length);
    if (start < end) cut.push({ text: piece.text.slice(start, end), isMarked: piece.isMarked });
    at += piece.text.length;
  }
  if (from > 0) cut.unshift({ text: "… ", isMarked: false });
  if (from + most < length) cut.push({ text: " …", isMarked: false });
  return cut;
}
