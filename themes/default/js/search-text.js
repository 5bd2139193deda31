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
 * Old and variant kanji, each with the usual one: a list of code points, of the former what they have more than the one
 * before. src/search/normalize.rs has them in writing.
 */
const VARIANTS = new Map();
{
  const read = numbers("br)br(KbrB8bs1&bs5[6bt0LeuFZ-bw.Y#bz5,btOYUbuFLb{V<bx!1bzJY2cYI6cZF#bq*DcZK=deE)ffH:fmE4c],Ic]TYBc_F-c_QEc_D%c_E!c_D#c_DY3ca%6cb+#ca!$caXY1cc;XdoD'cd<Y/ceSZ ch2-ch3_@cd ZVcpAYJceD>cq!PctF)ctX$ctF#ct;'cZG$ct<#ct,*cu0[4j~?Z6c{,Y&c{X1cyF.g]79cu8&cz:'c|S2c}?+c}B#d_H#df@YSdYFZ6d]$Pd^0^,e[O&dbCVdcOY4c[-@deV%ddP&c[!!deT+ddN2dfG!dfC&df?-dg#NdgS6dgX2dh/Z4djQ/djBY?dnM*dk7PdjW!djWRdiL:dnM-do,JhiRLdp@Y*bw.YBce:3ds,!dr$1dr!Y>du7%dtV:dv'MdvE.dvT:dw<Z@dz3;dyCZ1dzV!d{S1d{RY4d~O=d} Gfb#Y4dx-Oe[)*dz,Qe]G#e]P%e^ Z=e^>3e_M)e`V]7ebHFebH@ef#'ec-[$e_O.e`>'ea .eb!.ea!Jeg3:cf'3ca*&cf2!el2(ca6DelIY(emNEdq:)enKYAeo3*ep<7eq*$ep5ReoQY er/$eqBVesN&buCZWev'Y%ex45ex8Jew@QeyRY4euB@f_GLez(:gz0['ex=:fZR1f]T4fY39fY.2fY-,evK&fZQY1f]3Rez0'e}=YBez%0f]24l_:TfaP2fbD%fc!.fc,'dpAAfcDEfd<+fd5*fdO%hz3Y9ff(YXfhBYAfm!ZPfo!Y:fm!/fk=.fo.$fnV#fk>1fo.KfnXZ'fo,!foBY-frO1fq)YEfu%:fxG.fo$DfhCRfq(+fo 3fkU%fkU!kkK1fm%BfrN!fxMY$fq'Z-f~*Y:f|UFgY2Z$fyX+f}E.cnOAhw)2fz:>bs!&f{3Z&g_ :g_7Y!g`6Y>dYI;g`5.ga0$gb<$ga?Y<gd6ZGgg7Z0dt2?giG>cp@%gj<Cgk:#gk>BgkF%gjT'gk:&duL5gkT[Pgn-<gpCYIgr0&dgFY&gs@^:gwUY(gwVZ5g{P9gxCLhZ .hY1>g~=!h[0Kg~>%g}-Y@hZWMhZ9.h[P3hYL(h[S3h](Oh^4Th^$4bq/ZNhaIZ$hfARhc3ZLhg4Y*hi7YDhk?>hi1BhjM.hm*,hm3Lhm+.hn!Y)gs-/hnG-hm(Eho6)hn%!hk>3hl*1hl+#ho3)ho3]LhuA#hu=(kzC=hvAZ&dzFEd_H2hxR#c}A,hy-)hgD]!h|DY@hzGCiY<<cfI.bpO$enP$iZ?*iZH#k{)2i[2Y7i]7Y7c^ [>ia9-i`'Z;idE-bpH]8ifTZ%cu#8im+#il$@iiV/i^A)il%>ij3Y<c]7'io+%cfPYXiw4[*ivNDiq.Y9io<Nis<8ip.&iqODix4Z0iz.%iz8YKi{CY0hu Qi~#$i~0$i~<Y jY7[+j]UZ'j`!Y8jZL/j]2$j]V+c~!'jaW$ja;[6je3<bs Cg`AGdtA;jhT7c}C2kvU7jgT]GjlVZQbvD7bvDY8jqFUjq+YMjt?#dt2Y)jv4&dt,YSjvD5jw>8ju#!ju#?eu2WjyWLjzH-jzH<koDYBj|5Ccc<!j}M5j~),j~9_(k]>Ik_MYLkb'Z9kZE0k^L8k[:^5kjB,kjL@kk3Lkk#YQbt9CdjW2kn>,knIGko0#knS(koA(koXBcf%$kp:YEi}H1kq;(ljU#krK,krR[7kvQ7kvE%h]'<kw5,kw<6kw6YVhw$3kz+KbvJZJk}U8k}WYXlY3/k}W3lY4%k}VZ)l]=!bvD&l]Q6l^+Y%kl $kl b(ljPZIlj04lgWZVln9Jlo/&loC+loB!loC/loM/lp#(lp*'f{2+cYSYKem*!em/(fc(0lrCMh_E0brQd_>dk7");
  for (let i = 0, variant = 0; i < read.length; i += 2) {
    VARIANTS.set(String.fromCodePoint(variant += read[i]), String.fromCodePoint(read[i + 1]));
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
