//! Generates a city of any size: the same number makes the same files, byte for byte. Items are as long and as varied as those
//! of a real action program (about 3.5 KB of Japanese, five years, figures, references), and the rest grows with them:
//! 100 items a program, a section for every 20 items, a goal for every 10.

use std::fmt::Write;

const ITEMS_PER_PROGRAM: usize = 100;
const ITEMS_PER_SECTION: usize = 20;
const ITEMS_PER_GOAL: usize = 10;
const SECTIONS_PER_PLAN: usize = 60;
const BUREAUS: [&str; 15] = [
    "総務部",
    "政策企画部",
    "財政部",
    "市民まちづくり推進部",
    "環境部",
    "福祉部",
    "健康こども未来部",
    "商工観光部",
    "文化スポーツ部",
    "農林部",
    "都市建設部",
    "消防部",
    "上下水道局",
    "教育委員会",
    "会計局",
];
const TOPICS: [&str; 40] = [
    "地域公共交通",
    "子育て支援",
    "空き家対策",
    "防災訓練",
    "図書館の開館時間",
    "ふるさと納税",
    "道路の維持管理",
    "下水道の整備",
    "高齢者の見守り",
    "介護予防教室",
    "学校給食",
    "ごみの減量",
    "再生可能エネルギー",
    "森林の整備",
    "有害鳥獣対策",
    "観光案内",
    "中心市街地",
    "企業誘致",
    "創業支援",
    "移住相談",
    "多文化共生",
    "男女共同参画",
    "自治会活動",
    "市税の収納",
    "窓口手続",
    "電子申請",
    "オープンデータ",
    "職員研修",
    "庁舎の省エネルギー",
    "公共施設の再編",
    "水道管の耐震化",
    "消防団",
    "救急講習",
    "文化財の保存",
    "スポーツ教室",
    "健康診査",
    "特定保健指導",
    "障がい者の就労",
    "保育所の待機児童",
    "放課後児童クラブ",
];
const ACTS: [&str; 12] =
    ["推進", "見直し", "充実", "強化", "効率化", "周知", "拡大", "再構築", "適正化", "調査研究", "実証", "連携"];
const WAYS: [&str; 12] = [
    "関係する団体と年に数回の会議を開き",
    "利用者への聞き取りとアンケートを行い",
    "先進地の視察結果を踏まえ",
    "国の交付金を活用し",
    "民間事業者の提案を募り",
    "広報紙とホームページで知らせながら",
    "職員による作業部会を設け",
    "地域ごとの説明会を重ね",
    "委託の範囲と仕様を整理し",
    "隣接する市町村と協議し",
    "有識者の助言を受け",
    "これまでの記録を電子化して分析し",
];
const AIMS: [&str; 10] = [
    "市民の負担を軽くします",
    "年間の経費を抑えます",
    "利用者数の増加につなげます",
    "待ち時間を短くします",
    "担い手の確保につなげます",
    "情報の届きにくい人にも届くようにします",
    "次の計画期間の基礎とします",
    "災害時にも途切れない体制とします",
    "地域の実情に合った仕組みに改めます",
    "進み具合を数値で確かめられるようにします",
];
/// Two of them make the name of a district.
const KANJI: [char; 40] = [
    '上', '下', '中', '東', '西', '南', '北', '大', '小', '新', '古', '高', '長', '川', '山', '田', '野', '原', '沢',
    '島', '坂', '橋', '林', '森', '松', '竹', '梅', '石', '岩', '池', '泉', '塩', '海', '谷', '窪', '平', '町', '村',
    '里', '宮',
];
const UNITS: [&str; 6] = ["件", "人", "回", "千円", "%", "か所"];
const YEARS: std::ops::RangeInclusive<usize> = 2021..=2025;

/// The files of a city with this many items, as path and text, in no particular order.
pub(crate) fn files(items: usize) -> impl Iterator<Item = (String, String)> {
    let programs = items.div_ceil(ITEMS_PER_PROGRAM);
    let sections = items.div_ceil(ITEMS_PER_SECTION);
    let goals = items.div_ceil(ITEMS_PER_GOAL);
    registries()
        .into_iter()
        .chain((0..programs).map(program))
        .chain((0..items).map(move |n| item(n, sections)))
        .chain((0..sections.div_ceil(SECTIONS_PER_PLAN)).map(move |n| plan(n, sections)))
        .chain((0..sections).map(section))
        .chain((0..goals.min(YEARS.count() * BUREAUS.len())).map(sheet))
        .chain((0..goals).map(move |n| goal(n, items)))
}

/// A random number generator with a fixed seed.
struct Dice(u64);

impl Dice {
    fn new(kind: u64, n: usize) -> Self {
        Self(kind.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (n as u64 + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    fn sentence(&mut self) -> String {
        let (topic, act, way, aim) = (self.one(&TOPICS), self.one(&ACTS), self.one(&WAYS), self.one(&AIMS));
        let place: String = (0..2).map(|_| KANJI[self.below(KANJI.len())]).collect();
        format!("{place}地区の{topic}の{act}は、{way}、{}年度までに{aim}。", 2021 + self.below(5))
    }

    fn sentences(&mut self, key: &str, count: usize, indent: &str) -> String {
        let mut text = format!("{indent}{key}:\n");
        for _ in 0..count {
            let sentence = self.sentence();
            writeln!(text, "{indent}  - {sentence}").expect("a String takes every text");
        }
        text
    }
}

fn registries() -> Vec<(String, String)> {
    let site = "title: 大きな市の目標・計画・実績\nmunicipality: {code: \"990001\", name: 大きな市, kana: おおきなし, prefecture: 見本県}\n\
        base_url: https://example.jp/mieruka/\nlanguage: ja\nupdated: 2026-04-01\nreported_through: 2025\n\
        licence: {id: CC-BY-4.0, name: クリエイティブ・コモンズ 表示 4.0 国際, url: https://creativecommons.org/licenses/by/4.0/deed.ja}\n\
        contact: {name: 大きな市 企画課}\nnotice: [測定のための見本です。]\n";
    let mut departments = String::from("departments:\n");
    for (i, bureau) in BUREAUS.iter().enumerate() {
        writeln!(departments, "  - {{id: bu-{i}, name: {bureau}}}").expect("a String takes every text");
        for j in 0..2 {
            let name = TOPICS[(i * 2 + j) % TOPICS.len()];
            writeln!(departments, "  - {{id: ka-{i}-{j}, name: {name}課, parent: bu-{i}}}")
                .expect("a String takes every text");
        }
    }
    let mut glossary = String::from("terms:\n");
    for (i, topic) in TOPICS.iter().enumerate() {
        let explanation = Dice::new(1, i).sentence();
        writeln!(glossary, "  - {{id: yogo-{i}, term: {topic}, explanation: {explanation}}}")
            .expect("a String takes every text");
    }
    vec![
        ("site.yaml".to_owned(), site.to_owned()),
        ("departments.yaml".to_owned(), departments),
        ("glossary.yaml".to_owned(), glossary),
    ]
}

fn program(n: usize) -> (String, String) {
    let mut text = format!(
        "title: 行財政改革プログラム その{}\nperiod: {{from: 2021, to: 2025}}\nresults_through: 2025\npillars:\n",
        n + 1
    );
    for pillar in 1..=3 {
        let act = ACTS[(n + pillar) % ACTS.len()];
        write!(text, "  - code: \"{pillar}\"\n    title: 行政運営の{act}\n    categories:\n")
            .expect("a String takes every text");
        for (category, act) in ["ア", "イ", "ウ", "エ"].iter().zip(&ACTS) {
            writeln!(text, "      - {{code: {pillar}-{category}, title: 業務の{act}}}")
                .expect("a String takes every text");
        }
    }
    (format!("programs/p{n}/program.yaml"), text)
}

fn item(n: usize, sections: usize) -> (String, String) {
    let mut dice = Dice::new(2, n);
    let (program, number) = (n / ITEMS_PER_PROGRAM, n % ITEMS_PER_PROGRAM + 1);
    let category = ["ア", "イ", "ウ", "エ"][dice.below(4)];
    let (bureau, division) = (dice.below(BUREAUS.len()), dice.below(2));
    let (plan, code) = reference(dice.below(sections));
    let mut text = format!(
        "title: {}の{}(第{}号)\ncategory: {}-{category}\ndepartments: [ka-{bureau}-{division}]\nsdgs: [{}]\n\
        references:\n  - {{plan: {plan}, code: {code}}}\n",
        dice.one(&TOPICS),
        dice.one(&ACTS),
        n + 1,
        dice.below(3) + 1,
        dice.below(17) + 1,
    );
    text += &dice.sentences("summary", 3, "");
    text += &dice.sentences("background", 3, "");
    text += &dice.sentences("approach", 3, "");
    text += &dice.sentences("goal", 3, "");
    text += "years:\n";
    let unit = dice.one(&UNITS);
    for year in YEARS {
        let (target, actual) = (dice.below(90) + 10, dice.below(100));
        writeln!(text, "  - fiscal_year: {year}").expect("a String takes every text");
        text += &dice.sentences("plan", 1, "    ");
        text += &dice.sentences("results", 1, "    ");
        write!(
            text,
            "    figures:\n      - {{name: 達成数, kind: target, value: \"{target}\", unit: \"{unit}\"}}\n      \
            - {{name: 達成数, kind: actual, value: \"{actual}\", unit: \"{unit}\"}}\n"
        )
        .expect("a String takes every text");
    }
    if number > 1 {
        writeln!(text, "related: [programs/p{program}/1]").expect("a String takes every text");
    }
    writeln!(text, "source: {{document: 測定用, place: No.{number}}}").expect("a String takes every text");
    (format!("programs/p{program}/{number}.yaml"), text)
}

/// The plan and code of the n-th section.
fn reference(n: usize) -> (String, String) {
    let within = n % SECTIONS_PER_PLAN;
    (
        format!("keikaku-{}", n / SECTIONS_PER_PLAN),
        format!("{}-{}-{}", within / 20 + 1, within / 5 % 4 + 1, within % 5 + 1),
    )
}

fn plan(n: usize, sections: usize) -> (String, String) {
    let mut text = format!(
        "title: 総合計画 その{}\nlevels: [編, 章, 節]\nperiod: {{from: 2021, to: 2030}}\ntarget_year: 2030\noutline:\n",
        n + 1
    );
    let mut told = Vec::new();
    for section in (n * SECTIONS_PER_PLAN..sections).take(SECTIONS_PER_PLAN) {
        let code = reference(section).1;
        let parts: Vec<_> = code.split('-').collect();
        for (depth, level) in ["編", "章", "節"].iter().enumerate() {
            let upper = parts[..=depth].join("-");
            if !told.contains(&upper) {
                let title = format!("{}の{}", TOPICS[section % TOPICS.len()], ACTS[(section + depth) % ACTS.len()]);
                writeln!(text, "  - {{code: \"{upper}\", level: {level}, title: {title}}}")
                    .expect("a String takes every text");
                told.push(upper);
            }
        }
    }
    (format!("plans/keikaku-{n}/plan.yaml"), text)
}

fn section(n: usize) -> (String, String) {
    let mut dice = Dice::new(3, n);
    let (plan, code) = reference(n);
    let mut text = format!("title: {}の{}\n", TOPICS[n % TOPICS.len()], ACTS[(n + 2) % ACTS.len()]);
    text += &dice.sentences("purpose", 1, "");
    text += &dice.sentences("issues", 4, "");
    text += "indicators:\n";
    for number in 1..=3 {
        let (topic, unit, from) = (dice.one(&TOPICS), dice.one(&UNITS), dice.below(40) + 10);
        let to = from + dice.below(40) + 1;
        write!(
            text,
            "  - number: {number}\n    name: {topic}の達成数\n    rule: increase\n    \
            baseline: {{value: \"{from}\", unit: \"{unit}\", fiscal_year: 2021}}\n    \
            target: {{value: \"{to}\", unit: \"{unit}\", fiscal_year: 2030}}\n    actuals: []\n"
        )
        .expect("a String takes every text");
    }
    text += "measures:\n";
    for number in 1..=3 {
        writeln!(text, "  - number: {number}\n    title: {}の{}", dice.one(&TOPICS), dice.one(&ACTS))
            .expect("a String takes every text");
        text += &dice.sentences("points", 2, "    ");
    }
    text += "source: {document: 測定用}\n";
    (format!("plans/{plan}/{code}.yaml"), text)
}

/// The year and bureau of a sheet.
fn holder(n: usize) -> (usize, usize) {
    (YEARS.start() + n % YEARS.count(), n / YEARS.count() % BUREAUS.len())
}

fn sheet(n: usize) -> (String, String) {
    let (year, bureau) = holder(n);
    let text = format!(
        "departments: [bu-{bureau}]\nstages:\n  - {{stage: final, document: 測定用}}\nsource: {{document: 測定用}}\n"
    );
    (format!("goals/{year}/bu-{bureau}/sheet.yaml"), text)
}

fn goal(n: usize, items: usize) -> (String, String) {
    let mut dice = Dice::new(4, n);
    let (year, bureau) = holder(n);
    let number = n / (YEARS.count() * BUREAUS.len()) + 1;
    let mut text = format!("title: {}の{}\nthread: t{bureau}-{number}\nitems:\n", dice.one(&TOPICS), dice.one(&ACTS));
    for item in 1..=3 {
        writeln!(text, "  - number: {item}\n    title: {}の{}", dice.one(&TOPICS), dice.one(&ACTS))
            .expect("a String takes every text");
        text += &dice.sentences("sub_items", 2, "    ");
        text += &dice.sentences("targets", 1, "    ");
        text += "    final:\n";
        text += &dice.sentences("results", 2, "      ");
    }
    let related = dice.below(items);
    writeln!(
        text,
        "related: [programs/p{}/{}]\nsource: {{document: 測定用}}",
        related / ITEMS_PER_PROGRAM,
        related % ITEMS_PER_PROGRAM + 1
    )
    .expect("a String takes every text");
    (format!("goals/{year}/bu-{bureau}/{number}.yaml"), text)
}
