// Reads Latin letters as kana: somebody forgot to switch the keyboard, or writes so.

/** What begins a syllable, and the kana that it makes with each vowel. */
export const ROWS = { "": "あいうえお", k: "かきくけこ", g: "がぎぐげご", s: "さしすせそ", z: "ざじずぜぞ", t: "たちつてと", d: "だぢづでど", n: "なにぬねの",
  h: "はひふへほ", b: "ばびぶべぼ", p: "ぱぴぷぺぽ", m: "まみむめも", y: "やいゆえよ", r: "らりるれろ", w: "わうううを" };
/** Other spellings of what begins a syllable; those with y have a small kana behind the one with i. */
const SAME = { sh: "sy", ch: "ty", cy: "ty", j: "zy", jy: "zy", ts: "t" };

/** A text with its Latin letters as kana; nothing where they make none, or where there are none. */
export function romaji(text) {
  if (!/[a-z]/.test(text)) return undefined;
  let kana = "";
  for (let left = text; left; ) {
    const [whole, doubled, n, start, vowel, other] =
      /^(?:(?=([^aiueon])\1|tc)[a-z]|(n)(?:n(?![aiueoy])|(?![aiueoy]))|([^aiueo\W]{0,2})([aiueo])|([^a-z]))/u.exec(left) ?? [];
    if (whole === undefined) return /^[a-z]$/.test(left) && /[ぁ-ゖ]$/u.test(kana) ? kana : undefined;
    left = left.slice(whole.length);
    if (other) kana += other;
    else if (n) kana += "ん";
    else if (!vowel) kana += "っ";
    else {
      const [first, y] = SAME[start] ?? start, place = "aiueo".indexOf(vowel);
      if (start === "f") kana += `ふ${"ぁぃ.ぇぉ"[place]}`.replace(".", "");
      else if (!ROWS[first ?? ""] || (y && y !== "y")) return undefined;
      else kana += y ? ROWS[first][1] + (place === 1 ? "" : "ゃ.ゅぇょ"[place]) : ROWS[first ?? ""][place];
    }
  }
  return kana;
}
