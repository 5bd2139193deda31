// The normal form in which texts and questions meet, as src/search/normalize.rs describes it; tests/search/vectors.json
// holds both together.

/** Parts statements in the normal form; no phrase reaches over it. */
export const SEPARATOR = "\n";

const VARIANTS = new Map();
{
  const pairs = Array.from("亞亜惡悪壓圧圍囲爲為醫医壹壱飮飲隱隠營営榮栄衞衛驛駅圓円緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横溫温穩穏假仮價価畫画會会壞壊懷懐繪絵擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓觀観關関陷陥顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙峽峡狹狭鄕郷曉暁區区驅駆勳勲徑径惠恵溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸縣県儉倹劍剣圈圏檢検權権獻献硏研險険顯顕驗験嚴厳廣広恆恒鑛鉱號号國国黑黒濟済碎砕齋斎劑剤雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙將将燒焼獎奨條条狀状乘乗淨浄剩剰疊畳孃嬢讓譲釀醸觸触囑嘱眞真寢寝愼慎盡尽圖図粹粋醉酔隨随髓髄樞枢數数瀨瀬聲声靜静齊斉攝摂竊窃專専戰戦淺浅潛潜纖繊踐践錢銭禪禅雙双壯壮搜捜插挿爭争總総聰聡莊荘裝装騷騒增増臟臓藏蔵屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁聽聴鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当鬪闘德徳獨独讀読屆届繩縄貳弐腦脳惱悩霸覇廢廃拜拝賣売麥麦發発髮髪拔抜蠻蛮祕秘濱浜甁瓶拂払佛仏竝並變変邊辺邉辺辯弁瓣弁寶宝豐豊沒没飜翻萬万滿満默黙彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡來来賴頼亂乱覽覧龍竜兩両獵猟綠緑鄰隣壘塁淚涙勵励禮礼隸隷靈霊齡齢戀恋爐炉勞労樓楼郞郎祿禄灣湾髙高﨑崎嵜崎嶋島嶌島檜桧曾曽槇槙煕熙淵渕附付值値內内册冊冰氷凉涼卽即吳呉吿告塡填姬姫娛娯尙尚巢巣幷併彥彦戶戸敎教旣既晚晩曆暦查査槪概步歩歲歳每毎涉渉淸清渴渇產産稅税穗穂稱称窗窓絕絶羡羨舘館薰薫虛虚說説鄉郷鍊錬閱閲靑青頰頬馱駄鬭闘麵麺黃黄亙亘冨富凜凛刄刃劔剣劒剣效効敕勅寃冤峯峰帋紙廐厩恠怪慾欲揷挿旛幡昻昂晄晃暎映枩松栢柏椀碗欝鬱毓育泪涙渊渕濶闊烟煙燿耀珎珍畧略畆畝礒磯禀稟穐秋稾稿筺筐篭籠糺糾羣群翆翠耻恥舩船苅刈萠萌薗園薮藪蘂蕊蛎蠣裡裏讐讎貍狸躰体軆体迯逃迴廻邨村閇閉陦島隂陰頴穎駈駆鴬鶯鷗鴎麪麺倂併剝剥噓嘘圡土墻牆壻婿嬾懶屛屏嵓巌巖巌柹柿桒桑梼檮槗橋潴瀦濵浜瀆涜焰焔瑤瑶甞嘗礪砺祢禰簞箪綫線繡繍纎繊聟婿舖舗蔣蒋蝿蠅蠟蝋襃褒覊羈賍贓醬醤閒間靏鶴頚頸顚顛鹼鹸麴麹羪養圀国埜野畄留畱留");
  for (let i = 0; i < pairs.length; i += 2) VARIANTS.set(pairs[i], pairs[i + 1]);
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

/** The loose form of a character; nothing for a long vowel. */
export function loose(c) {
  if (c === "ー") return "";
  if ("ぁぃぅぇぉっゃゅょゎ".includes(c)) return String.fromCharCode(c.charCodeAt(0) + 1);
  return c === "づ" ? "ず" : c === "ぢ" ? "じ" : c;
}
