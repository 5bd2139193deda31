//! Number formats of spreadsheets: what a cell shows for its number, its day or its text. Only what is certain is
//! returned; scientific notation, fractions, times and unknown signs are not.

use crate::model::Date;
use crate::workbook::serial_day;

/// A number format.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Format {
    /// Its code: `#,##0.0`.
    pub(super) code: String,
    sections: Vec<Section>,
}

/// What holds for some numbers, or for texts.
#[derive(Debug, Clone, Default, PartialEq)]
struct Section {
    when: Option<(String, f64)>,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// Shown as it is.
    Text(String),
    /// `0`, `#`, `?`
    Digit(char),
    Point,
    Comma,
    Percent,
    /// 標準
    General,
    /// `@`
    Words,
    /// A run of a letter: `yyyy`.
    Day(String),
    /// What is not known.
    Unknown,
}

/// The formats that workbooks name by a number, as a Japanese spreadsheet shows them.
const BUILT_IN: [(&[u32], &str); 32] = [
    (&[0], "General"),
    (&[1], "0"),
    (&[2], "0.00"),
    (&[3], "#,##0"),
    (&[4], "#,##0.00"),
    (&[5, 6], "\"¥\"#,##0;\"¥\"-#,##0"),
    (&[7, 8], "\"¥\"#,##0.00;\"¥\"-#,##0.00"),
    (&[9], "0%"),
    (&[10], "0.00%"),
    (&[11, 48], "0.00E+00"),
    (&[12, 13], "# ?/?"),
    (&[14], "yyyy/m/d"),
    (&[15], "d-mmm-yy"),
    (&[16], "d-mmm"),
    (&[17], "mmm-yy"),
    (&[18, 19, 20, 21, 32, 33, 45, 46, 47], "h:mm"),
    (&[22], "yyyy/m/d h:mm"),
    (&[27, 36, 50, 57], "ge.m.d"),
    (&[28, 29, 51, 54, 58], "ggge\"年\"m\"月\"d\"日\""),
    (&[30], "m/d/yy"),
    (&[31], "yyyy\"年\"m\"月\"d\"日\""),
    (&[34, 52, 55], "yyyy\"年\"m\"月\""),
    (&[35, 53, 56], "m\"月\"d\"日\""),
    (&[37], "#,##0;-#,##0"),
    (&[38], "#,##0;[Red]-#,##0"),
    (&[39], "#,##0.00;-#,##0.00"),
    (&[40], "#,##0.00;[Red]-#,##0.00"),
    (&[41], "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ "),
    (&[42], "_ \"¥\"* #,##0_ ;_ \"¥\"* -#,##0_ ;_ \"¥\"* \"-\"_ ;_ @_ "),
    (&[43], "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ "),
    (&[44], "_ \"¥\"* #,##0.00_ ;_ \"¥\"* -#,##0.00_ ;_ \"¥\"* \"-\"??_ ;_ @_ "),
    (&[49], "@"),
];

impl Format {
    /// A format by its code.
    pub(super) fn new(code: &str) -> Self {
        Self { code: code.to_owned(), sections: sections(code) }
    }

    /// A format by its number.
    pub(super) fn built_in(number: u32) -> Self {
        Self::new(BUILT_IN.iter().find(|(numbers, _)| numbers.contains(&number)).map_or("", |(_, code)| code))
    }

    /// Whether it shows a number as a day or a time.
    pub(super) fn is_day(&self) -> bool {
        self.sections.iter().any(Section::is_day)
    }

    /// What it shows for a number.
    pub(super) fn number(&self, value: f64) -> Option<String> {
        let (section, shows_sign) = self.section(value)?;
        let shown = section.number(value.abs())?;
        let is_zero = !shown.contains(|c: char| ('1'..='9').contains(&c));
        match (value < 0.0 && !is_zero, shows_sign) {
            (true, Sign::Added) => Some(format!("-{}", shown.trim())),
            // A negative number that only its colour tells.
            (true, Sign::OfSection) if !shown.contains(['-', '−', '－', '△', '▲', '▼', '(', '（']) => None,
            _ => Some(shown.trim().to_owned()),
        }
    }

    /// The section for a number.
    fn section(&self, value: f64) -> Option<(&Section, Sign)> {
        let numbers = &self.sections[..self.sections.len().min(3)];
        if numbers.iter().any(|section| section.when.is_some()) {
            let holds = numbers.iter().find(|section| section.holds(value));
            return holds.filter(|_| value >= 0.0).map(|section| (section, Sign::Added));
        }
        match numbers {
            [] => None,
            [_, below, ..] if value < 0.0 => Some((below, Sign::OfSection)),
            [_, _, zero] if value == 0.0 => Some((zero, Sign::Added)),
            [first, ..] => Some((first, Sign::Added)),
        }
    }

    /// What it shows for a day.
    pub(super) fn day(&self, day: Date) -> Option<String> {
        let [section, ..] = &self.sections[..] else { return None };
        let is_time = |part: &Part| matches!(part, Part::Day(run) if run.starts_with(['h', 's']));
        let parts = section.parts.iter().take_while(|part| !is_time(part));
        let shown: Option<String> = parts.map(|part| part.day(day)).collect();
        shown.map(|shown| shown.trim().to_owned()).filter(|shown| !shown.is_empty())
    }

    /// What it shows for a text.
    pub(super) fn text(&self, text: &str) -> Option<String> {
        let says = |section: &&Section| section.parts.contains(&Part::Words);
        let section = self.sections.get(3).or_else(|| self.sections.iter().find(says));
        let Some(section) = section else { return Some(text.to_owned()) };
        let show = |part: &Part| match part {
            Part::Text(words) => Some(words.clone()),
            Part::Words | Part::General => Some(text.to_owned()),
            Part::Digit(_) | Part::Point | Part::Comma | Part::Percent | Part::Day(_) | Part::Unknown => None,
        };
        section.parts.iter().map(show).collect()
    }
}

/// Who writes the sign of a negative number.
#[derive(Clone, Copy)]
enum Sign {
    Added,
    OfSection,
}

impl Section {
    fn is_day(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Day(_)))
    }

    fn holds(&self, value: f64) -> bool {
        self.when.as_ref().is_none_or(|(sign, other)| match &**sign {
            "<" => value < *other,
            "<=" => value <= *other,
            ">" => value > *other,
            ">=" => value >= *other,
            "<>" => value != *other,
            _ => value == *other,
        })
    }

    /// What it shows for a number that is not negative.
    fn number(&self, value: f64) -> Option<String> {
        let parts = &self.parts;
        if self.is_day() || parts.contains(&Part::Unknown) {
            return None;
        }
        let point = parts.iter().position(|part| *part == Part::Point).unwrap_or(parts.len());
        let (whole, fraction) = parts.split_at(point);
        let (whole, grouped, scale) = without_commas(whole);
        let (fraction, _, more) = without_commas(fraction);
        let percents = parts.iter().filter(|part| **part == Part::Percent).count();
        let mut number = Decimal::of(value);
        number.point += 2 * percents as i32 - 3 * (scale + more) as i32;
        let places = fraction.iter().filter(|part| matches!(part, Part::Digit(_))).count();
        let (before, after) = number.rounded(places);
        let general = || Decimal::of(value).general();
        Some(shown_whole(&whole, &before, grouped, &general)? + &shown_fraction(&fraction, &after)?)
    }
}

/// The parts without commas, whether they separate thousands, and how many of them divide by a thousand.
fn without_commas(parts: &[Part]) -> (Vec<&Part>, bool, usize) {
    let is_digit = |part: &Part| matches!(part, Part::Digit(_));
    let last = parts.iter().rposition(is_digit).unwrap_or_default();
    let scale = parts.iter().skip(last + 1).take_while(|part| **part == Part::Comma).count();
    let grouped = parts[..last].contains(&Part::Comma);
    (parts.iter().filter(|part| **part != Part::Comma).collect(), grouped, scale)
}

/// The part before the point, filled from the right; its first place holds all digits that are left.
fn shown_whole(parts: &[&Part], digits: &str, grouped: bool, general: &dyn Fn() -> Option<String>) -> Option<String> {
    let mut left: Vec<char> = digits.trim_start_matches('0').chars().collect();
    let first = parts.iter().position(|part| matches!(part, Part::Digit(_)));
    let (mut shown, mut count) = (Vec::new(), 0);
    for (at, part) in parts.iter().enumerate().rev() {
        let mut places = 1;
        let Part::Digit(place) = part else {
            let is_general = matches!(part, Part::General | Part::Words);
            shown.push(if is_general { general()? } else { part.plain()? });
            continue;
        };
        if first == Some(at) {
            places = left.len().max(1);
        }
        for _ in 0..places {
            let Some(digit) = left.pop().or(match place {
                '0' => Some('0'),
                '?' => Some(' '),
                _ => None,
            }) else {
                continue;
            };
            if grouped && count > 0 && count % 3 == 0 && digit != ' ' {
                shown.push(",".to_owned());
            }
            count += 1;
            shown.push(digit.to_string());
        }
    }
    shown.reverse();
    Some(shown.concat())
}

/// The part from the point on.
fn shown_fraction(parts: &[&Part], digits: &str) -> Option<String> {
    let places: Vec<char> =
        parts.iter().filter_map(|part| if let Part::Digit(place) = part { Some(*place) } else { None }).collect();
    let is_needed = |at: usize| places[at] == '0' || digits[at..].contains(|c| c != '0');
    let mut next = 0;
    let show = |part: &&Part| {
        let Part::Digit(place) = part else { return part.plain() };
        next += 1;
        Some(match place {
            _ if is_needed(next - 1) => digits[next - 1..next].to_owned(),
            '?' => " ".to_owned(),
            _ => String::new(),
        })
    };
    parts.iter().map(show).collect()
}

impl Part {
    /// What it shows whatever the number is.
    fn plain(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Point => Some(".".to_owned()),
            Self::Percent => Some("%".to_owned()),
            Self::Comma => Some(String::new()),
            Self::Digit(_) | Self::General | Self::Words | Self::Day(_) | Self::Unknown => None,
        }
    }

    fn day(&self, day: Date) -> Option<String> {
        let Self::Day(run) = self else {
            return if *self == Self::Comma { Some(",".to_owned()) } else { self.plain() };
        };
        let number = day.day?;
        let era = day.era();
        Some(match &**run {
            "y" | "yy" => format!("{:02}", day.year % 100),
            "yyy" | "yyyy" => day.year.to_string(),
            "m" => day.month.to_string(),
            "mm" => format!("{:02}", day.month),
            "d" => number.to_string(),
            "dd" => format!("{number:02}"),
            "g" => era?.1.to_string(),
            "gg" => era?.0.chars().next()?.to_string(),
            "ggg" => era?.0.to_owned(),
            "e" => era?.2.to_string(),
            "ee" => format!("{:02}", era?.2),
            "aaa" | "aaaa" => {
                let weekday = "土日月火水木金".chars().nth(serial_day(&day.iso()).rem_euclid(7) as usize)?;
                format!("{weekday}{}", if run == "aaaa" { "曜日" } else { "" })
            }
            _ => return None,
        })
    }
}

/// A number that is not negative, by the 15 digits that spreadsheets know: 0.123 × 10^point.
struct Decimal {
    digits: Vec<u8>,
    point: i32,
}

impl Decimal {
    fn of(value: f64) -> Self {
        let text = format!("{:.14e}", value.abs());
        let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let digits = digits.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        Self { digits, point: exponent.parse::<i32>().unwrap_or(0) + 1 }
    }

    /// The digits before and after the point, rounded to a number of places.
    fn rounded(&self, places: usize) -> (String, String) {
        let keep = self.point + places as i32;
        let digit = |at: i32| usize::try_from(at).ok().and_then(|at| self.digits.get(at)).copied().unwrap_or(0);
        let mut digits: Vec<u8> = (0..keep).map(digit).collect();
        if keep >= 0 && digit(keep) >= 5 {
            match digits.iter().rposition(|digit| *digit < 9) {
                Some(at) => {
                    digits[at] += 1;
                    digits[at + 1..].fill(0);
                }
                None => {
                    digits.fill(0);
                    digits.insert(0, 1);
                }
            }
        }
        let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        let text = format!("{text:0>width$}", width = places + 1);
        let (before, after) = text.split_at(text.len() - places);
        (before.to_owned(), after.to_owned())
    }

    /// 標準: at most eleven characters, without superfluous zeros; `None` where it would be scientific.
    fn general(&self) -> Option<String> {
        let whole = self.point.max(1);
        if self.digits.iter().all(|digit| *digit == 0) {
            return Some("0".to_owned());
        }
        let places = usize::try_from(10 - whole).unwrap_or(0);
        let last = self.digits.iter().rposition(|digit| *digit != 0).map_or(0, |at| at as i32 + 1);
        if whole > 11 || (self.point < -3 && last - self.point > places as i32) {
            return None;
        }
        let (before, after) = self.rounded(places);
        let after = after.trim_end_matches('0');
        Some(if after.is_empty() { before } else { format!("{before}.{after}") })
    }
}

/// Splits a code at its semicolons.
fn sections(code: &str) -> Vec<Section> {
    let (mut sections, mut section) = (Vec::new(), Section::default());
    let mut rest = code;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == ';' {
            sections.push(std::mem::take(&mut section));
            rest = after;
            continue;
        }
        rest = section.read(c, rest);
    }
    sections.push(section);
    sections
}

impl Section {
    /// Reads the next part, which begins with `c`; returns the rest.
    fn read<'c>(&mut self, c: char, code: &'c str) -> &'c str {
        let rest = &code[c.len_utf8()..];
        let second = rest.chars().next().map_or("", |next| &rest[..next.len_utf8()]);
        let has = |word: &str| code.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        let (part, len) = match c {
            '"' => {
                let end = rest.find('"').unwrap_or(rest.len());
                (Part::Text(rest[..end].to_owned()), 1 + (end + 1).min(rest.len()))
            }
            '\\' | '!' => (Part::Text(second.to_owned()), 1 + second.len()),
            '_' => (Part::Text(" ".to_owned()), 1 + second.len()),
            '*' if second == " " => (Part::Text(String::new()), 2),
            '[' => {
                let end = rest.find(']').unwrap_or(rest.len());
                (self.bracket(&rest[..end]), 1 + (end + 1).min(rest.len()))
            }
            _ if has("G/標準") => (Part::General, "G/標準".len()),
            _ if has("General") => (Part::General, "General".len()),
            _ if has("AM/PM") => (Part::Day("h".to_owned()), 5),
            _ if has("A/P") => (Part::Day("h".to_owned()), 3),
            '0' | '#' | '?' => (Part::Digit(c), 1),
            '.' => (Part::Point, 1),
            ',' => (Part::Comma, 1),
            '%' => (Part::Percent, 1),
            '@' => (Part::Words, 1),
            '/' if !self.is_day() => (Part::Unknown, 1),
            'e' | 'E' if rest.starts_with(['+', '-']) => (Part::Unknown, 1),
            _ if "ymdaeghs".contains(c.to_ascii_lowercase()) => {
                let run = code.chars().take_while(|other| other.eq_ignore_ascii_case(&c)).count();
                (Part::Day(code[..run].to_ascii_lowercase()), run)
            }
            _ if c.is_ascii_alphabetic() || c == '*' => (Part::Unknown, c.len_utf8()),
            _ => (Part::Text(c.to_string()), c.len_utf8()),
        };
        self.parts.push(part);
        &code[len..]
    }

    /// A currency, a colour, a condition, or something that is not known.
    fn bracket(&mut self, inside: &str) -> Part {
        const COLOURS: [&str; 18] = [
            "black", "blue", "cyan", "green", "magenta", "red", "white", "yellow", "color", "黒", "青", "水", "緑",
            "紫", "赤", "白", "黄", "色",
        ];
        let word = inside.to_lowercase();
        let colour = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        if let Some(currency) = inside.strip_prefix('$') {
            let (sign, locale) = currency.split_once('-').unwrap_or((currency, ""));
            // A day or a time as the system writes it.
            let is_of_system = ["F800", "F400"].iter().any(|known| locale.eq_ignore_ascii_case(known));
            return if is_of_system { Part::Unknown } else { Part::Text(sign.to_owned()) };
        }
        if COLOURS.contains(&colour) {
            return Part::Text(String::new());
        }
        if ["h", "m", "s"].iter().any(|unit| !word.is_empty() && word.trim_start_matches(unit).is_empty()) {
            return Part::Day("h".to_owned());
        }
        let digits = inside.trim_start_matches(['<', '>', '=']);
        match (inside.len() - digits.len(), digits.parse()) {
            (1..=2, Ok(number)) => {
                self.when = Some((inside[..inside.len() - digits.len()].to_owned(), number));
                Part::Text(String::new())
            }
            _ => Part::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(code: &str, value: f64, expected: Option<&str>) {
        assert_eq!(Format::new(code).number(value).as_deref(), expected, "{code} of {value}");
    }

    #[test]
    fn a_number_is_shown_as_spreadsheets_do() {
        for (code, value, expected) in [
            ("0%", 0.372, "37%"),
            ("0.0?", 5.5, "5.5"),
            ("???.???", 1.5, "1.5"),
            ("0.0%", 0.372, "37.2%"),
            ("0.00%", 1.0, "100.00%"),
            ("0.0", 83.571_428, "83.6"),
            ("0", 0.5, "1"),
            ("0.00", 1.005, "1.01"),
            ("0", 99.5, "100"),
            ("#,##0", 1_580_482.0, "1,580,482"),
            ("#,##0,", 1_580_482_000.0, "1,580,482"),
            ("#,##0.0,,", 1_580_482_000.0, "1,580.5"),
            ("000000", 12_037.0, "012037"),
            ("000-0000", 3_860_024.0, "386-0024"),
            ("0\"件\"", 5.0, "5件"),
            ("\"約\"0", 5.0, "約5"),
            ("#,##0;△#,##0", -1_234.0, "△1,234"),
            ("#,##0;\"▲ \"#,##0", -5.2, "▲ 5"),
            ("0_);(0)", -5.0, "(5)"),
            ("0.0;-0.0;\"－\"", 0.0, "－"),
            ("#,##0;[Red]-#,##0", -5.0, "-5"),
            ("0", -5.0, "-5"),
            ("0", -0.2, "0"),
            ("0.0%", -0.052, "-5.2%"),
            ("[>=1000]#,##0,\"千\";0", 1_500.0, "2千"),
            ("[>=1000]#,##0,\"千\";0", 999.0, "999"),
            ("[$¥-411]#,##0", 1_234.0, "¥1,234"),
            ("\"令和\"0\"年度\"", 4.0, "令和4年度"),
            ("0.##", 1.5, "1.5"),
            ("#.0", 0.5, ".5"),
            ("_ * #,##0_ ", 1_234.0, "1,234"),
            ("G/標準\"名\"", 12.0, "12名"),
            ("General", 1.0 / 3.0, "0.333333333"),
            ("General", 83.571_428_571_428_57, "83.57142857"),
            ("General", 12_345_678_901.0, "12345678901"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 0.00001, "0.00001"),
            ("General", -5.25, "-5.25"),
            ("General", 0.0, "0"),
            ("@", 0.836, "0.836"),
        ] {
            shown(code, value, Some(expected));
        }
    }

    #[test]
    fn what_is_not_certain_is_not_shown() {
        for (code, value) in [
            ("0.00E+00", 0.372),
            ("# ?/?", 0.5),
            ("#,##0;[Red]#,##0", -5.0),
            ("[DBNum3]0", 5.0),
            ("0x", 5.0),
            ("[<0]0;0.0", -5.0),
            ("General", 123_456_789_012.0),
            ("General", 0.000_012_345_678),
            ("yyyy/m/d", 45_016.0),
        ] {
            shown(code, value, None);
        }
        shown(";;;", 5.0, Some(""));
    }

    #[test]
    fn days_and_texts_are_shown_too() {
        let day: Date = "2023-03-05".parse().expect("a day");
        for (code, expected) in [
            ("yyyy/m/d", Some("2023/3/5")),
            ("yyyy\"年\"mm\"月\"dd\"日\"", Some("2023年03月05日")),
            ("[$-411]ggge\"年\"m\"月\"d\"日\";@", Some("令和5年3月5日")),
            ("[$-411]ge.m.d", Some("R5.3.5")),
            ("m\"月\"d\"日\"(aaa)", Some("3月5日(日)")),
            ("yyyy/m/d h:mm", Some("2023/3/5")),
            ("d-mmm-yy", None),
            ("[$-F800]dddd", None),
        ] {
            assert!(Format::new(code).is_day(), "{code}");
            assert_eq!(Format::new(code).day(day).as_deref(), expected, "{code}");
        }
        for (code, expected) in
            [("@\"様\"", "山田様"), ("General", "山田"), ("0;0;0;\"《\"@\"》\"", "《山田》"), (";;;", "")]
        {
            assert_eq!(Format::new(code).text("山田").as_deref(), Some(expected), "{code}");
        }
        assert!(!Format::built_in(9).is_day() && Format::built_in(14).is_day());
    }
}
