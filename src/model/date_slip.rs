//! Why a text is not a date or a 年度, each cause in its own words, and what to write instead. Nothing is read here: a text
//! that could be meant in one way only is proposed, not taken.

use super::year::{ERAS, Era, split_era};
use super::{Date, FiscalYear, numerals};
use crate::characters::unspaced;

/// What is wrong, and what to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateSlip {
    /// The cause.
    pub message: String,
    /// 直し方.
    pub help: String,
}

const A_DATE: &str = "2023-03-31 や「令和5年3月31日」のように書いてください。月までなら 2023-03 と書きます";
const A_YEAR: &str = "西暦なら 2022、和暦なら「令和4年度」か R4 のように書いてください";
/// Words that are written where nothing is known.
const NOTHING: [&str; 10] = ["未定", "不明", "なし", "無し", "-", "―", "ー", "同上", "〃", "?"];
/// Words for a part of a month or a year, which has no single day.
const VAGUE: [&str; 13] =
    ["上旬", "中旬", "下旬", "四半期", "半期", "末", "頃", "ごろ", "初め", "春", "夏", "秋", "冬"];

fn slip(message: impl Into<String>, help: impl Into<String>) -> DateSlip {
    DateSlip { message: message.into(), help: help.into() }
}

fn write(date: Date) -> String {
    format!("{} と書いてください", date.iso())
}

/// Why a text is not a date.
pub fn date_slip(text: &str) -> DateSlip {
    let plain = unspaced(text);
    unknown(&plain)
        .or_else(|| range(&plain))
        .or_else(|| part_of_year(&plain))
        .or_else(|| addition(text))
        .or_else(|| bare_digits(&plain))
        .or_else(|| in_kanji(&plain))
        .or_else(|| parts(&plain))
        .unwrap_or_else(|| slip("日付として読めません", A_DATE))
}

/// Why a text is not a 年度.
pub fn year_slip(text: &str) -> DateSlip {
    let plain = unspaced(text);
    unknown(&plain)
        .or_else(|| range(&plain))
        .or_else(|| calendar_year(&plain))
        .or_else(|| day_for_year(&plain))
        .or_else(|| year_of_era(&plain))
        .or_else(|| year_in_kanji(&plain))
        .unwrap_or_else(|| slip("年度として読めません", A_YEAR))
}

/// Why a text is not a 暦年.
pub fn calendar_year_slip(text: &str) -> DateSlip {
    let plain = unspaced(text);
    let fiscal = || {
        let year: FiscalYear = plain.strip_suffix("年度")?.parse().ok()?;
        let help = format!("`calendar_year` の代わりに `fiscal_year: {}` と書いてください", year.western());
        Some(slip("年度は、暦年ではありません", help))
    };
    unknown(&plain).or_else(|| range(&plain)).or_else(fiscal).unwrap_or_else(|| {
        slip("暦年として読めません", "西暦なら 2014、和暦なら「平成26年」か H26 のように書いてください")
    })
}

fn unknown(plain: &str) -> Option<DateSlip> {
    let help = "分からないときは、このキーを書かないでください";
    NOTHING.contains(&plain).then(|| slip("日付や年度ではありません", help))
}

fn range(plain: &str) -> Option<DateSlip> {
    let is_range = plain.contains(['~', '〜', '―']) || plain.contains("から") || plain.contains("まで");
    is_range.then(|| slip("期間は書けません", "1つの日付か年度だけを書いてください"))
}

/// 令和5年度末, 令和5年3月末, 上旬.
fn part_of_year(plain: &str) -> Option<DateSlip> {
    if let Some((year, rest)) = plain.split_once("年度") {
        let year: FiscalYear = format!("{year}年度").parse().ok()?;
        return Some(match rest {
            "" => slip(
                "年度だけでは、いつの時点かが分かりません",
                format!("年度の終わりなら {}、始まりなら {} と書いてください", year.last_day(), year.first_day()),
            ),
            "末" => slip("年度末は、日付で書きます", format!("{} と書いてください", year.last_day())),
            "当初" | "初め" | "始め" | "初" => {
                slip("年度の始まりは、日付で書きます", format!("{} と書いてください", year.first_day()))
            }
            _ => slip("年度の一部は、日付になりません", A_DATE),
        });
    }
    let vague = VAGUE.iter().find(|word| plain.contains(**word))?;
    let month = plain.split(vague).next().and_then(|month| month.parse::<Date>().ok());
    let last = month.filter(|month| *vague == "末" && month.day.is_none()).map(Date::end_of_month);
    let help = match (last, month) {
        (Some(last), _) => write(last),
        (None, Some(month)) => format!("月までなら {}", write(month)),
        (None, None) => A_DATE.to_owned(),
    };
    Some(slip(format!("「{vague}」だけでは、日が決まりません"), help))
}

/// A date with its weekday or an hour behind it.
fn addition(text: &str) -> Option<DateSlip> {
    let cut = text.find(['(', '（', 'T', ' ', '\u{3000}']).filter(|cut| *cut > 0)?;
    let date: Date = text[..cut].parse().ok()?;
    let rest = unspaced(&text[cut..]);
    let what = match rest.contains("曜") || rest.starts_with('(') {
        true => "曜日や注記は書けません",
        false if rest.contains([':', '時']) => "時刻は書けません",
        false => "日付のほかの文字は書けません",
    };
    Some(slip(what, write(date)))
}

/// 45382, 20230331, 202303, 2023, 2023.10.
fn bare_digits(plain: &str) -> Option<DateSlip> {
    if let Some((year, month)) = plain.split_once('.').filter(|_| plain.matches('.').count() == 1) {
        let date = Date::new(year.parse().ok()?, month.parse().ok()?, None)?;
        return Some(slip("数として読まれます", write(date)));
    }
    let number: i32 = plain.parse().ok().filter(|_| plain.bytes().all(|byte| byte.is_ascii_digit()))?;
    let of = |year: i32, month: i32, day: Option<i32>| {
        Date::new(year.try_into().ok()?, month.try_into().ok()?, day.map(i8::try_from).transpose().ok()?)
    };
    match plain.len() {
        4 => Some(slip("年だけで、月がありません", A_DATE)),
        5 => Date::of_serial(number)
            .filter(|date| (1950..2100).contains(&date.year))
            .map(|date| slip("Excel の中の日付の番号です", write(date))),
        6 => of(number / 100, number % 100, None).map(|date| slip("年と月の区切りがありません", write(date))),
        8 => {
            let date = of(number / 10_000, number / 100 % 100, Some(number % 100));
            date.map(|date| slip("年・月・日の区切りがありません", write(date)))
        }
        _ => None,
    }
}

/// 令和五年三月三十一日.
fn in_kanji(plain: &str) -> Option<DateSlip> {
    let date: Date = without_kanji(plain)?.parse().ok()?;
    Some(slip("漢数字では書けません", write(date)))
}

fn year_in_kanji(plain: &str) -> Option<DateSlip> {
    let year: FiscalYear = without_kanji(plain)?.parse().ok()?;
    Some(slip("漢数字では書けません", format!("{} と書いてください", year.western())))
}

/// The text with its kanji numerals as digits, if it has any.
fn without_kanji(plain: &str) -> Option<String> {
    let found = numerals(plain);
    let mut text = plain.to_owned();
    for one in found.iter().rev().filter(|one| one.is_kanji) {
        text.replace_range(one.start..one.end, &one.value.to_string());
    }
    (text != plain).then_some(text)
}

/// What is wrong with the year, the month or the day.
fn parts(plain: &str) -> Option<DateSlip> {
    let (base, rest) = split_era(plain);
    let rest = if base.is_some() { rest.replacen('元', "1", 1) } else { rest.to_owned() };
    let words: String = rest.chars().filter(|c| !c.is_ascii_digit() && !"-/.,年月日".contains(*c)).collect();
    let numbers: Vec<i16> = rest.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    if base.is_none() && !words.is_empty() {
        return Some(foreign(plain, &words, &numbers));
    }
    match (base, &numbers[..]) {
        (Some(base), [year, month, rest @ ..]) if rest.len() < 2 => of_era(base, *year, *month, rest.first().copied()),
        (Some(_), [_]) => Some(slip("年だけで、月がありません", A_DATE)),
        (None, [year, month, rest @ ..]) if *year >= 1000 && rest.len() < 2 => {
            of_calendar(*year, *month, rest.first().copied())
        }
        (None, [a, b, year]) if *year >= 1000 => Some(backwards(*a, *b, *year)),
        (None, [month, day]) => Some(without_year(*month, *day)),
        (None, [_, _, _]) => Some(slip(
            "年が、西暦か和暦かが分かりません",
            "西暦なら 2023-03-31 のように4桁で、和暦なら R5.3.31 のように書いてください",
        )),
        (None, [_]) => Some(slip("年・月・日のうち、1つしかありません", A_DATE)),
        _ => None,
    }
}

/// An abbreviated or an older era, an English month, other words.
fn foreign(plain: &str, words: &str, numbers: &[i16]) -> DateSlip {
    if let Some(era) = ERAS.iter().find(|era| plain.chars().next() == era.name.chars().next()) {
        let rest = plain.chars().skip(1).collect::<String>();
        let full = format!("{}{rest}", era.letter).parse::<Date>().ok();
        let help = full.map_or_else(|| A_DATE.to_owned(), write);
        return slip(format!("元号は「{}」か {} と書きます", era.name, era.letter), help);
    }
    if ["大正", "明治", "T", "M"].iter().any(|era| plain.starts_with(era)) {
        return slip("読める元号は、令和・平成・昭和です", "西暦で 1920-04-01 のように書いてください");
    }
    if words.chars().any(|c| c.is_ascii_alphabetic()) && !numbers.is_empty() {
        return slip("英字の入った日付は読めません", A_DATE);
    }
    let words = if numbers.is_empty() { plain } else { words };
    let rest = plain.strip_suffix(words).and_then(|rest| rest.parse::<Date>().ok());
    slip(format!("「{words}」は日付の一部として読めません"), rest.map_or_else(|| A_DATE.to_owned(), write))
}

/// 3/31 and 4月31日.
fn without_year(month: i16, day: i16) -> DateSlip {
    // In a leap year February has its most days.
    let is_day = |day| of_calendar(2024, month, Some(day)).is_none();
    match (1..=12).contains(&month) && !is_day(day) {
        true => slip(format!("{month}月に{day}日はなく、年もありません"), A_DATE),
        false => slip("年がありません", A_DATE),
    }
}

/// 31/3/2023 and 3/31/2023.
fn backwards(a: i16, b: i16, year: i16) -> DateSlip {
    let of = |month: i16, day: i16| Date::new(year, month.try_into().ok()?, Some(day.try_into().ok()?));
    let help = match (of(a, b), of(b, a)) {
        (Some(date), None) | (None, Some(date)) => write(date),
        _ => A_DATE.to_owned(),
    };
    slip("年・月・日の順ではありません", help)
}

/// A date of an era that is no date, or not of that era.
fn of_era(base: i16, year: i16, month: i16, day: Option<i16>) -> Option<DateSlip> {
    if year == 0 {
        return Some(slip("0年はありません", "はじめの年は「元年」か1年と書いてください"));
    }
    let western = base.checked_add(year)?;
    let era = ERAS.iter().find(|era| era.base == base)?;
    if let Some(slip) = of_calendar(western, month, day) {
        return Some(slip);
    }
    let date = Date::new(western, month.try_into().ok()?, day.and_then(|day| day.try_into().ok()))?;
    Some(slip(format!("{}{year}年{month}月は、{}です", era.name, renamed(date)), write(date)))
}

/// 令和6年5月: the year and the month by the era that they belong to.
fn renamed(date: Date) -> String {
    Date { day: None, ..date }.wareki()
}

/// A month or a day that does not exist.
fn of_calendar(year: i16, month: i16, day: Option<i16>) -> Option<DateSlip> {
    if !(1..=12).contains(&month) {
        return Some(slip(format!("{month}月はありません"), "月は1から12までです"));
    }
    if !(1900..=2200).contains(&year) {
        return Some(slip(format!("{year}年は範囲の外です"), "1900年から2200年までの日付を書いてください"));
    }
    let last = Date::new(year, month.try_into().ok()?, None)?.end_of_month().day?;
    let day = day.filter(|day| !(1..=i16::from(last)).contains(day))?;
    let of = format!("{year}年{month}月");
    Some(slip(format!("{of}に{day}日はありません"), format!("{of}は{last}日までです")))
}

/// 平成26年: a year of the calendar, which is not the 年度.
fn calendar_year(plain: &str) -> Option<DateSlip> {
    let year = plain.strip_suffix('年')?;
    let western = match split_era(year) {
        (Some(base), number) => base + number.replace('元', "1").parse::<i16>().ok()?,
        (None, number) => number.parse().ok()?,
    };
    let help = format!(
        "年度(4月から翌年3月まで)なら {western}、暦年(1月から12月まで)の数値なら、`fiscal_year` の代わりに `calendar_year: {western}` と書いてください"
    );
    Some(slip("年は、年度ではありません", help))
}

/// A date, or a part of a 年度, in its place.
fn day_for_year(plain: &str) -> Option<DateSlip> {
    let year = match plain.split_once("年度") {
        Some((year, rest)) if !rest.is_empty() => format!("{year}年度").parse().ok()?,
        Some(_) => return None,
        None => FiscalYear::of(plain.parse().ok()?),
    };
    Some(slip("年度だけを書きます", format!("{} と書いてください", year.western())))
}

/// A year that its era does not have, or without an era.
fn year_of_era(plain: &str) -> Option<DateSlip> {
    let bare = plain.strip_suffix("年度").unwrap_or(plain);
    let of = |number: &str| number.replace('元', "1").parse::<i16>().ok();
    match split_era(bare) {
        (Some(base), number) => {
            let number = of(number)?;
            let era = ERAS.iter().find(|era| era.base == base)?;
            match FiscalYear::new(i64::from(base) + i64::from(number)).filter(|_| number > 0) {
                Some(year) => Some(slip(
                    format!("{}{number}年度は、{year}です", era.name),
                    format!("{} と書いてください", year.western()),
                )),
                None => Some(slip(format!("{}{number}年度はありません", era.name), A_YEAR)),
            }
        }
        (None, number) => bare_year(number),
    }
}

fn bare_year(number: &str) -> Option<DateSlip> {
    let digits = number.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if let Some(era) = ERAS.iter().find(|era: &&Era| number.chars().next() == era.name.chars().next()) {
        return Some(slip(format!("元号は「{}」か {} と書きます", era.name, era.letter), A_YEAR));
    }
    match digits.parse::<i64>().ok()? {
        year if digits.len() < number.len() => {
            let year = FiscalYear::new(year)?;
            Some(slip("西暦の数字だけを書きます", format!("{} と書いてください", year.western())))
        }
        0..1000 => Some(slip(
            "年度が、西暦か和暦かが分かりません",
            "西暦なら 2022 のように4桁で、和暦なら R4 のように書いてください",
        )),
        _ => Some(slip("年度は1927から2100までです", A_YEAR)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str, message: &str, help: &str) {
        assert!(text.parse::<Date>().is_err(), "{text} is a date");
        let slip = date_slip(text);
        assert_eq!((&*slip.message, slip.help.contains(help)), (message, true), "{text}: {}", slip.help);
    }

    #[test]
    fn each_cause_of_a_bad_date_has_its_own_words() {
        date("2023年4月31日", "2023年4月に31日はありません", "30日まで");
        date("2023-02-29", "2023年2月に29日はありません", "28日まで");
        date("令和5年13月1日", "13月はありません", "1から12");
        date("平成36年4月1日", "平成36年4月は、令和6年4月です", "2024-04-01");
        date("令和元年4月1日", "令和1年4月は、平成31年4月です", "2019-04-01");
        date("令和0年4月1日", "0年はありません", "元年");
        date("令和5年度末", "年度末は、日付で書きます", "2024-03-31");
        date("令和5年度", "年度だけでは、いつの時点かが分かりません", "2024-03-31");
        date("令和5年度当初", "年度の始まりは、日付で書きます", "2023-04-01");
        date("令和5年3月末", "「末」だけでは、日が決まりません", "2023-03-31");
        date("令和5年3月上旬", "「上旬」だけでは、日が決まりません", "2023-03 と");
        date("3/31", "年がありません", "2023-03-31");
        date("3月31日", "年がありません", "2023-03-31");
        date("45382", "Excel の中の日付の番号です", "2024-03-31");
        date("20230331", "年・月・日の区切りがありません", "2023-03-31");
        date("202303", "年と月の区切りがありません", "2023-03 と");
        date("2023", "年だけで、月がありません", "2023-03");
        date("令和5年", "年だけで、月がありません", "2023-03");
        date("23-03-31", "年が、西暦か和暦かが分かりません", "R5.3.31");
        date("31/3/2023", "年・月・日の順ではありません", "2023-03-31");
        date("2023-03-31 10:00", "時刻は書けません", "2023-03-31");
        date("2023-03-31T10:00:00", "時刻は書けません", "2023-03-31");
        date("令和5年3月31日(金)", "曜日や注記は書けません", "2023-03-31");
        date("2023-04-01〜2024-03-31", "期間は書けません", "1つの");
        date("令和五年三月三十一日", "漢数字では書けません", "2023-03-31");
        date("令5.3.31", "元号は「令和」か R と書きます", "2023-03-31");
        date("大正12年9月1日", "読める元号は、令和・平成・昭和です", "西暦");
        date("31 Mar 2023", "英字の入った日付は読めません", "2023-03-31");
        date("1868-01-01", "1868年は範囲の外です", "1900");
        date("未定", "日付や年度ではありません", "書かない");
        date("市長就任日", "「市長就任日」は日付の一部として読めません", "2023-03-31");
        date("2023年3月31日現在", "「現在」は日付の一部として読めません", "2023-03-31 と");
        date("4月31日", "4月に31日はなく、年もありません", "2023-03-31");
    }

    fn year(text: &str, message: &str, help: &str) {
        assert!(text.parse::<FiscalYear>().is_err(), "{text} is a year");
        let slip = year_slip(text);
        assert_eq!((&*slip.message, slip.help.contains(help)), (message, true), "{text}: {}", slip.help);
    }

    #[test]
    fn a_bad_calendar_year_is_told_from_a_fiscal_one() {
        let slip = |text: &str| calendar_year_slip(text).message;
        assert_eq!(slip("平成26年度"), "年度は、暦年ではありません");
        assert_eq!((slip("2014〜2015"), slip("昨年")), ("期間は書けません".into(), "暦年として読めません".into()));
        assert!(year_slip("平成26年").help.contains("calendar_year: 2014"));
    }

    #[test]
    fn each_cause_of_a_bad_year_has_its_own_words() {
        year("平成26年", "年は、年度ではありません", "2014");
        year("2014年", "年は、年度ではありません", "2014");
        year("令和元年", "年は、年度ではありません", "2019");
        year("平成32年度", "平成32年度は、令和2年度です", "2020");
        year("H36", "平成36年度は、令和6年度です", "2024");
        year("昭和65年度", "昭和65年度は、平成2年度です", "1990");
        year("令和0年度", "令和0年度はありません", "R4");
        year("令和5年度末", "年度だけを書きます", "2023");
        year("2023-04-01", "年度だけを書きます", "2023");
        year("令和5年3月31日", "年度だけを書きます", "2022");
        year("令和3〜7年度", "期間は書けません", "1つの");
        year("令和四年度", "漢数字では書けません", "2022");
        year("令4", "元号は「令和」か R と書きます", "R4");
        year("FY2022", "西暦の数字だけを書きます", "2022");
        year("22", "年度が、西暦か和暦かが分かりません", "R4");
        year("1900", "年度は1927から2100までです", "2022");
        year("未定", "日付や年度ではありません", "書かない");
    }
}
