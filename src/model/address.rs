//! The addresses of everything, from the root of the site. The id of a record is its address (`goals/2022/kikaku/1`), a
//! page is identified by its folder (`goals/2022/kikaku/1/`), a part of it by an anchor (`#i2`). How pages link to them
//! is not known here.

use std::borrow::Cow;
use std::fmt::Display;

use super::{
    Branch, DepartmentId, FiscalYear, GoalItem, Indicator, IndicatorRule, Measure, PlanId, ProgramId, RecordId, Scale,
    SectionCode, Words,
};

macro_rules! fixed_pages {
    ($($page:ident $name:literal $folder:literal $title:literal;)*) => {
        /// A page that every site has, whatever its content.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum FixedPage { $(#[doc = $title] $page),* }

        impl FixedPage {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$page),*];

            /// The name by which a theme links to it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$page => $name),* }
            }

            /// Its folder.
            pub fn folder(self) -> &'static str {
                match self { $(Self::$page => $folder),* }
            }

            /// 題名.
            pub fn title(self, words: &Words) -> Cow<'_, str> {
                words.tell(match self { $(Self::$page => $title),* })
            }
        }
    };
}

fixed_pages! {
    Home "home" "" "ホーム";
    Results "results" "results/" "約束と結果";
    Plans "plans" "plans/" "⟨plans⟩";
    Programs "programs" "programs/" "⟨programs⟩";
    Goals "goals" "goals/" "⟨goals⟩";
    Departments "departments" "departments/" "部局・課所";
    Indicators "indicators" "indicators/" "⟨indicators⟩";
    Years "years" "years/" "年度";
    Sdgs "sdgs" "sdgs/" "SDGs";
    Matrix "matrix" "matrix/" "⟨matrix⟩";
    Legend "legend" "legend/" "記号と判定の見方";
    Glossary "glossary" "glossary/" "用語集";
    Corrections "corrections" "corrections/" "正誤";
    Costs "costs" "costs/" "⟨money⟩";
    Views "views" "views/" "ご意見と回答";
    Data "data" "data/" "データ";
    Search "search" "search/" "検索";
    List "list" "search/list/" "五十音順の一覧";
    SiteMap "site_map" "sitemap/" "サイトマップ";
}

impl FixedPage {
    /// What a page of sums says of itself, with the names of nouns: the search finds it by these words, as its numbers are
    /// those of records.
    pub fn about(self) -> Option<&'static str> {
        match self {
            Self::Results => Some(
                "目標の数値を実績と並べました。達成・未達成は、目標に書かれた「以上」「以下」か、このサイトに示した規則だけで分けます。進捗率や達成率は計算しません。",
            ),
            Self::Costs => Some("記録にある予算額や決算額、節約額や削減額の合計です。"),
            Self::Home
            | Self::Plans
            | Self::Programs
            | Self::Goals
            | Self::Departments
            | Self::Indicators
            | Self::Years
            | Self::Sdgs
            | Self::Matrix
            | Self::Legend
            | Self::Glossary
            | Self::Corrections
            | Self::Views
            | Self::Data
            | Self::Search
            | Self::List
            | Self::SiteMap => None,
        }
    }
}

impl RecordId {
    /// 計画.
    pub fn plan(plan: impl Display) -> Self {
        Self(format!("plans/{plan}"))
    }

    /// A part of a plan.
    pub fn section(plan: impl Display, code: impl Display) -> Self {
        Self(format!("plans/{plan}/{code}"))
    }

    /// アクションプログラム.
    pub fn program(program: impl Display) -> Self {
        Self(format!("programs/{program}"))
    }

    /// 取組項目.
    pub fn item(program: impl Display, number: impl Display) -> Self {
        Self(format!("programs/{program}/{number}"))
    }

    /// 重点目標一覧表.
    pub fn sheet(year: FiscalYear, department: impl Display) -> Self {
        Self(format!("goals/{}/{department}", year.western()))
    }

    /// 重点目標.
    pub fn goal(year: FiscalYear, department: impl Display, number: u32) -> Self {
        Self(format!("goals/{}/{department}/{number}", year.western()))
    }

    /// The address of the record in a folder, if it has one.
    pub fn of_folder(folder: &str) -> Self {
        Self(folder.trim_end_matches('/').to_owned())
    }

    /// The plan, program or sheet in whose folder it is, which may be itself; `None` of what is no address of a record.
    pub fn holder(&self) -> Option<&str> {
        let names = match self.0.split('/').next()? {
            "plans" | "programs" => 2,
            "goals" => 3,
            _ => return None,
        };
        let end = self.0.match_indices('/').nth(names - 1).map_or(self.0.len(), |(at, _)| at);
        Some(&self.0[..end]).filter(|folder| folder.matches('/').count() == names - 1)
    }

    /// The file of the record in the content; `None` of what is no address of a record.
    pub fn file(&self) -> Option<String> {
        match self.0.split('/').collect::<Vec<_>>()[..] {
            ["plans", _] => Some(format!("{self}/plan.yaml")),
            ["programs", _] => Some(format!("{self}/program.yaml")),
            ["goals", _, _] => Some(format!("{self}/sheet.yaml")),
            ["plans" | "programs", _, _] | ["goals", _, _, _] => Some(format!("{self}.yaml")),
            _ => None,
        }
    }

    /// Its page.
    pub fn page(&self) -> String {
        [&self.0, "/"].concat()
    }

    /// A part of it, as identified in data.
    pub fn part(&self, anchor: &str) -> String {
        [&self.0, "#", anchor].concat()
    }

    /// A part of it on its page.
    pub fn part_page(&self, anchor: &str) -> String {
        [&self.0, "/#", anchor].concat()
    }

    /// The page that compares a sheet with the one before it.
    pub fn changes(&self) -> String {
        format!("{self}/changes/")
    }
}

impl PlanId {
    /// The page of the plan.
    pub fn page(&self) -> String {
        RecordId::plan(self).page()
    }
}

impl ProgramId {
    /// The page of the program.
    pub fn page(&self) -> String {
        RecordId::program(self).page()
    }
}

impl DepartmentId {
    /// The page of the department.
    pub fn page(&self) -> String {
        format!("{}{self}/", FixedPage::Departments.folder())
    }
}

impl FiscalYear {
    /// The page of everything in the year.
    pub fn page(self) -> String {
        format!("{}{}/", FixedPage::Years.folder(), self.western())
    }

    /// The page that compares the year with the one after it.
    pub fn compared_page(self) -> String {
        format!("{}{}-{}/", FixedPage::Years.folder(), self.western(), self.western() + 1)
    }

    /// The page of the year's goals.
    pub fn goals_page(self) -> String {
        format!("{}{}/", FixedPage::Goals.folder(), self.western())
    }

    /// The year on the page of an action item or a table.
    pub fn anchor(self) -> String {
        format!("y{}", self.western())
    }
}

/// The file of the site to which a link in a text leads, and its query or anchor; `None` if the link stays on its page
/// or leaves the site.
pub fn linked(link: &str) -> Option<(String, &str)> {
    let (path, rest) = link.split_at(link.find(['#', '?']).unwrap_or(link.len()));
    let leads_out = path.starts_with('/') || path.split('/').next().is_some_and(|first| first.contains(':'));
    if path.is_empty() || leads_out {
        return None;
    }
    let path = path.trim_start_matches("./");
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    Some((file, rest))
}

/// The kinds of addresses outside the site to which a text may link.
pub const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// The anchor that the rest of a link names, as a page spells it; `None` for the top of a page.
pub fn fragment(rest: &str) -> Option<String> {
    let (_, fragment) = rest.split_once('#')?;
    let fragment = decoded(fragment);
    (!fragment.is_empty() && fragment != "top").then_some(fragment)
}

/// A part of an address without `%E6…`.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The anchor of a heading in prose: its text. An anchor of small letters only may be one of the page's own, so it is
/// told apart.
pub fn heading_anchor(text: &str) -> String {
    let kept = text.trim().chars().filter(|c| !matches!(c, '"' | '\'' | '<' | '>' | '&' | '#' | '%'));
    let anchor: String = kept.map(|c| if c.is_whitespace() { '-' } else { c }).collect();
    let is_own = anchor.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
    if is_own { format!("h-{anchor}") } else { anchor }
}

/// The folders above a path, the nearest first, without their `/`.
pub fn above(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/')).map(|(folder, _)| folder)
}

/// An SDG.
pub fn sdg(number: u8) -> String {
    format!("{}{number}", FixedPage::Sdgs.folder())
}

/// The page of an SDG.
pub fn sdg_page(number: u8) -> String {
    format!("{}/", sdg(number))
}

/// The page of a table of the open data, next to its files.
pub fn dataset_page(name: &str) -> String {
    format!("{}{name}/", FixedPage::Data.folder())
}

impl Branch {
    /// The branch on the page of its program. Its code may contain kana, which an address should not.
    pub fn anchor(&self) -> String {
        let ascii = |c: char| if c.is_ascii_alphanumeric() { c.to_string() } else { format!("-{:x}", u32::from(c)) };
        format!("c{}", self.code.0.chars().map(ascii).collect::<String>())
    }
}

/// The id of the chart of 事業費 of a record.
pub const COSTS_CHART: &str = "costs";

/// The files of a picture of a record, without their ending, next to its page.
pub fn chart_file(record: &RecordId, id: &str) -> String {
    format!("{}{}", record.page(), chart_file_beside(id))
}

/// The same as a link on that page.
pub fn chart_file_beside(id: &str) -> String {
    format!("figures/{id}")
}

/// The page of the record beside which a file of a picture stands; `None` for another path.
pub fn charted(path: &str) -> Option<&str> {
    let (folder, _) = path.rsplit_once('/')?;
    let page = folder.strip_suffix("figures")?;
    (page.ends_with('/') && page != FixedPage::Data.folder()).then_some(page)
}

impl SectionCode {
    /// The line of a plan's outline.
    pub fn anchor(&self) -> String {
        format!("s-{self}")
    }
}

impl Indicator {
    /// The indicator on the page of its section.
    pub fn anchor(&self) -> String {
        format!("kpi-{}", self.number)
    }
}

/// One of the views of residents on their page.
pub fn view_anchor(id: &str) -> String {
    format!("view-{id}")
}

impl Measure {
    /// The measure on the page of its section.
    pub fn anchor(&self) -> String {
        format!("m{}", self.number)
    }

    /// One of its points ①②, by its position.
    pub fn point_anchor(&self, place: usize) -> String {
        format!("m{}-{place}", self.number)
    }
}

impl GoalItem {
    /// The item on the page of its goal.
    pub fn anchor(&self) -> String {
        format!("i{}", self.number)
    }
}

impl Scale {
    /// The scale on the page that explains the marks.
    pub fn anchor(&self) -> String {
        format!("scale-{}", self.id)
    }
}

impl IndicatorRule {
    /// The rule on the page that explains it.
    pub fn anchor(self) -> String {
        format!("rule-{}", self.code().replace('_', "-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(link: &str, expected: Option<(&str, &str)>) {
        assert_eq!(linked(link), expected.map(|(file, rest)| (file.to_owned(), rest)), "{link}");
    }

    #[test]
    fn links_within_the_site_are_told_from_links_out() {
        check("glossary/", Some(("glossary/index.html", "")));
        check("./glossary/index.html", Some(("glossary/index.html", "")));
        check("plans/sogo-3/#s1", Some(("plans/sogo-3/index.html", "#s1")));
        check("search/?q=a#b", Some(("search/index.html", "?q=a#b")));
        check("./", Some(("index.html", "")));
        check("images/a.png", Some(("images/a.png", "")));
        for out in ["", "#here", "?q=a", "https://example.jp/", "mailto:a@example.jp", "/etc/"] {
            check(out, None);
        }
    }

    #[test]
    fn anchors_are_read_from_links() {
        assert_eq!(fragment("#%E6%8B%85%E5%BD%93"), Some("担当".to_owned()));
        assert_eq!(fragment("?q=a#i2"), Some("i2".to_owned()));
        assert_eq!([fragment("#"), fragment("#top"), fragment("?q=a"), fragment("")], [None, None, None, None]);
        assert_eq!(fragment("#100%25%e"), Some("100%%e".to_owned()));
    }

    #[test]
    fn a_heading_is_its_own_anchor() {
        assert_eq!(heading_anchor(" 担当 と「連絡先」 "), "担当-と「連絡先」");
        assert_eq!(heading_anchor("i2"), "h-i2");
        assert_eq!(heading_anchor("Q&A <1>"), "QA-1");
    }

    #[test]
    fn no_two_fixed_pages_share_a_name_or_a_folder() {
        let words = Words::default();
        let title = |page: FixedPage| page.title(&words).into_owned();
        let titles: std::collections::BTreeSet<_> = FixedPage::ALL.iter().map(|page| title(*page)).collect();
        assert_eq!(titles.len(), FixedPage::ALL.len());
        for get in [FixedPage::name, FixedPage::folder] {
            let all: std::collections::BTreeSet<_> = FixedPage::ALL.iter().map(|page| get(*page)).collect();
            assert_eq!(all.len(), FixedPage::ALL.len());
        }
    }
}
