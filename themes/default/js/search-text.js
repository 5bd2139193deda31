// The normal form in which texts and questions meet, as src/search/normalize.rs describes it; tests/search/vectors.json
// holds both together.

/** Parts statements in the normal form; no phrase reaches over it. */
export const SEPARATOR = "\n";

/** Digits are the printable characters of ASCII but for two. So many end a number, the others go on. */
const FIRST_DIGIT = 32, QUOTE = 34, BACKSLASH = 92, ENDS_NUMBER = 56, GOES_ON = 37;

/** The numbers of a list. */
export function numbers(list) {
  const found = [];
  for (let i = 0, value = 0; i < list.length; i++) {
    const code = list.charCodeAt(i), digit = code - FIRST_DIGIT - (code > QUOTE) - (code > BACKSLASH);
    if (digit >= ENDS_NUMBER) {
      value = value * GOES_ON + digit - ENDS_NUMBER + 1;
    } else {
      found.push(value * ENDS_NUMBER + digit);
      value = 0;
    }
  }
  return found;
}

/**
 * Old and variant kanji, each with the usual one, as a list of code points: of the former what they have more than the
 * one before, of the latter how far they are from it, times 2, or as far before it, times 2 less 1.
 */
const VARIANTS = new Map();
{
  const read = numbers("br)!KB8!&$[6]XL^z/Z-^!Y#P,e2YUg<L[:<e01`8Y2$6Y%#vXD$=ZkI)_m?:_z?4!I!YB1-/EY<%YB!YF#YJY3Y<6!#Z8$BY1,XZo)'4Y/!Z M-7^(Z@Y9n4ZVZ&Y/Z,<t:>^HP&)/$<#V'YfJ$Y.#YR*$[4gdMZ65Y&.1^:._d?9h0&^6'H'P,!+0#fQ#t=YS$&(Z1!PI^,Yq9&Y*VDY4Zk>@*%Z>&Zm4!B+[*2!!,&>-#5}<:)682<Z4#/XY?]3*ZLP^2!^4Rb<:4-#J`qUL.Y)[s*![s,YBZtV3Y&![81]$Y>4%Y6#Y&8#M:.68!#(Z@9;YTZ1[N!YV1Z@Y4E=[XGZgIY4jBOY6*hBQ4#&%%)&Z5[R3YX)#YKY&ZE^.<Z&+_@>[*#X'_P[$lJ$Z>+kN'k$.i<.kVJ`N.]!-]d(3]nF&]d@!7(]nHD0Y(4EYx4)!YAZ!*!7?$Y*R[TY Y($Z@V!&^zBZO_I)Y>Y%M5-JZVQ!Y4d0@jML]P:[x?['h,:E1])4[H9]J2^6,oH&ZFY1Z2Rm*'fTYBpV0a!4dyATY:2<%).#&&![c8A:E!+D*!%^^OY98YX?YA_/ZP]AY:Z2/^P.Y)$;#_:17KYBZ'^6!]DY-B1]>YE#:_5.f4Dt<Re,+iN3pB%pJ!beQ)w8)o$BdL!)Y$j2Z-]5Y:XFZ9Z$e2+^4._|:A[j#2fV>avP&f8Z&.:4Y!8Y>_gL;]8.[$$J$ZJY<!ZGEZ0^h$?6>`qF%#CK#OB$%YH'P&^j65NZMZ*Y$[R<$Y0[v(:*&_n@Y&#^:Z&Y(]2Z5Y.9a@L]G.ZM6Z%)+!^GKY2%]$Y@3MZ2+2$#3]J(J-;'TO(TZ>4dYNZNY<Z$]'R](ZLYDY*)YDY+>]4BZ>.YK,YGL(.Y%Y)YtN/6-[TEH)[B!aJ3a&1aD#Z8)ZHZU]|L7TY:/##(_c =UZ&`y$Ebf02>#bu,,2)|L]!YNY@aNC8<dfT.ex*$_|.$#*##^rQ2AY7!Y7eYB[>YL-]PZ;H-fg!]8^8Z%dk28Z)#*@^</uJ)Z!>_@%wPY8e|6'!%eiPYXe+[*]MD`BY9fVN`@8gR&dRD&Z0P%DYKYJY0Zj<QY($L$:Y D[+%Z'#JbBGd0/aH$`>+ejJ'$$Y*[6,<hcNC_dRGdc.;Z=7ewR2Zv)7YF]GVZQhq27hr&Y8PU[FYHd~N&>#eY$Y)I&e[JYSZF(8.YB8`6!`8?c`VW@LD-Y$<YeOYBYRChhP!050,&^BYE?]*IY$YL#Z9jJ0e!8j<^5%,#@#LZ$YQjpXCg`(2D,DGR#YH(B(!Bin!$6YE[g*1Z,(Yn;##,&[7Y%7(%`g4<+,#6TYV_^:3)Kka.)VZBG8$YXY2/]>3Z8%^4Z)>!kq2&!6(Y%YdD$YdJb(]GZIYR4`*ZV(!jdHI#&A++!+/#/#(#'dgR+l_$YKgc!!gbR(ew60#MbZ:0mY@d_>YYv>zv?Z{pT");
  for (let i = 0, variant = 0; i < read.length; i += 2) {
    const far = read[i + 1];
    variant += read[i];
    VARIANTS.set(String.fromCodePoint(variant), String.fromCodePoint(variant + (far & 1 ? ~far >> 1 : far >> 1)));
  }
}
const MARK = /[\p{M}ﾞﾟ]/u;
const DIGIT = /^[0-9]$/;
const KANA = /^[ぁ-ゖァ-ヺー]$/;
const PARTS = new Set("。、;!?|");
const DECORATION = new Set("「」『』【】〔〕〈〉《》()[]{}<>\"'`´‘’“”*^\\");
const DASHES = new Set("ー-‐‑‒–—―−─━");
const WAVES = new Set("~〜∼〰");
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/;

/** The normal form of a text, and for each of its characters where it stands in the text. */
export function normalize(text) {
  const plain = [];
  const source = Array.from(text);
  for (let i = 0, at = 0; i < source.length; ) {
    let group = source[i++];
    while (i < source.length && MARK.test(source[i])) group += source[i++];
    const end = at + group.length;
    for (const c of group.normalize("NFKC").toLowerCase()) {
      if (!MARK.test(c) && !INVISIBLE.test(c)) plain.push([c, at, end]);
    }
    at = end;
  }
  const chars = [], from = [], to = [];
  let previous;
  plain.forEach(([c, start, end], i) => {
    const kept = keep(c, previous, plain[i + 1]?.[0]);
    if (kept === undefined || (kept === SEPARATOR && (previous === undefined || previous === SEPARATOR))) return;
    const last = chars.at(-1);
    const repeats = "々ゝヽゞヾ".includes(kept) && last !== undefined && last !== SEPARATOR;
    chars.push(repeats ? last : fold(kept));
    from.push(start);
    to.push(end);
    previous = kept;
  });
  if (chars.at(-1) === SEPARATOR) { chars.pop(); from.pop(); to.pop(); }
  return { chars, from, to };
}

function keep(c, previous, next) {
  const digits = DIGIT.test(previous) && DIGIT.test(next);
  if (c === ",") return digits ? undefined : SEPARATOR;
  if (c === "・") return digits ? SEPARATOR : undefined;
  if (c === ".") return digits ? c : undefined;
  if (c === "/" || c === ":") return digits ? c : SEPARATOR;
  if (PARTS.has(c)) return SEPARATOR;
  if (DECORATION.has(c)) return undefined;
  if (DASHES.has(c)) return KANA.test(previous) || (previous === undefined && c === "ー") ? "ー" : "-";
  if (WAVES.has(c)) return "~";
  if (/^[\s\p{Cc}]$/u.test(c)) return SEPARATOR;
  return c;
}

function fold(c) {
  if ("ヵヶゕゖ箇".includes(c)) return "か";
  if (c >= "ァ" && c <= "ヴ") return String.fromCharCode(c.charCodeAt(0) - 0x60);
  return VARIANTS.get(c) ?? c;
}

/** So many positions has a cell: what stands behind a separator begins one. */
export const CELL = 32;

/** The position of each of these characters, from that of the first one, and that of what follows them. */
export function placesOf(chars) {
  const cell = (at) => Math.ceil(at / CELL) * CELL, places = [];
  let next = 0;
  for (const c of chars) {
    places.push(next);
    next = c === SEPARATOR ? cell(next + 1) : next + 1;
  }
  return { places, end: cell(next + 1) };
}

/** The loose form of a character; nothing for a long vowel. */
export function loose(c) {
  if (c === "ー") return "";
  if ("ぁぃぅぇぉっゃゅょゎ".includes(c)) return String.fromCharCode(c.charCodeAt(0) + 1);
  return c === "づ" ? "ず" : c === "ぢ" ? "じ" : c;
}
