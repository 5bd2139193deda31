//! The description of the site: 団体, licence, notices, pages, 正誤.

use super::{Colour, Date, DeclaredFund, FiscalYear, Head, RecordId, Release, Site, Statements, Text};
use crate::diagnostic::Located;
use crate::digest::{digest, hex};

/// site.yaml.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// サイトの題名.
    pub title: Text,
    /// 団体.
    pub municipality: Municipality,
    /// How the families of records are called.
    pub families: Families,
    /// The form of goals.
    pub goals: Head,
    /// Absolute address of the site's root, ending in `/`.
    pub base_url: Option<Text>,
    /// Language code.
    pub language: Text,
    /// Who makes and publishes the site, if it is not the 団体 itself; see [`Profile::publisher`].
    pub publisher: Option<Text>,
    /// 公開日: the day on which the site was published first.
    pub published: Option<Located<Date>>,
    /// 更新日.
    pub updated: Option<Located<Date>>,
    /// The last fiscal year whose results are published.
    pub reported_through: Option<Located<FiscalYear>>,
    /// The fiscal year from which stages are public only when approved.
    pub approval: Option<Located<FiscalYear>>,
    /// ライセンス.
    pub licence: Option<Licence>,
    /// 連絡先.
    pub contact: Option<Contact>,
    /// お断り on each page.
    pub notice: Statements,
    /// 団体の見た目.
    pub brand: Brand,
    /// The parameters of the theme that the city sets.
    pub theme: Vec<Setting>,
    /// 独自の財源.
    pub funds: Vec<DeclaredFund>,
    /// Notes on single tables of the open data.
    pub datasets: Vec<TableNote>,
}

/// How the families of records are called.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Families {
    /// 計画.
    pub plans: Option<Text>,
    /// 取組.
    pub programs: Option<Text>,
    /// 重点目標.
    pub goals: Option<Text>,
}

/// A note on a table of the open data.
#[derive(Debug, Clone, PartialEq)]
pub struct TableNote {
    /// The machine name of the table.
    pub name: Located<&'static str>,
    /// 公開日 of a table that was published later than the site.
    pub published: Located<Date>,
}

impl Profile {
    /// The publisher of the site: the named one, or the 団体.
    pub fn publisher(&self) -> &str {
        &self.publisher.as_ref().unwrap_or(&self.municipality.name).value
    }
}

impl Profile {
    /// The path of the site's root on its server, if known: `/mieruka/`.
    pub fn base_path(&self) -> Option<&str> {
        let (_, rest) = self.base_url.as_ref()?.value.split_once("://")?;
        rest.find('/').map(|at| &rest[at..])
    }
}

/// 団体の見た目: what makes the site the city's own, whatever the theme.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Brand {
    /// 団体の色.
    pub color: Option<Located<Colour>>,
    /// ロゴ.
    pub logo: Option<Logo>,
    /// The image that browsers show on a tab.
    pub icon: Option<Text>,
    /// The image that other services show for a link to the site.
    pub preview: Option<Logo>,
    /// Lines at the end of every page.
    pub footer: Statements,
}

/// ロゴ, or another image of the city with its alternative text.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// The image, as `images/logo.svg`.
    pub file: Text,
    /// The alternative text.
    pub alt: Text,
}

/// A parameter of the theme, as the city sets it.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Its name.
    pub name: Text,
    /// Its value.
    pub value: Text,
}

/// 団体.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Municipality {
    /// 全国地方公共団体コード, six digits.
    pub code: Text,
    /// 名称.
    pub name: Text,
    /// よみ.
    pub kana: Option<Text>,
    /// 市, 町 …, if the name does not end in it.
    pub kind: Option<Text>,
    /// 都道府県.
    pub prefecture: Option<Text>,
    /// 法人番号.
    pub corporate_number: Option<Text>,
}

impl Municipality {
    /// The code as the beginning of file names. A wrong code is an error of `check`, and a path all the same.
    pub fn file_code(&self) -> String {
        self.code.value.chars().filter(char::is_ascii_alphanumeric).collect()
    }
}

/// ライセンス.
#[derive(Debug, Clone, PartialEq)]
pub struct Licence {
    /// Id, as CC-BY-4.0.
    pub id: Text,
    /// 名称.
    pub name: Text,
    /// Address of its text, for people.
    pub url: Text,
    /// The words for it on lists of datasets, if the portal compares others.
    pub list_name: Option<Text>,
}

/// Licences that catalogues know: the id, the words on lists, the address that stands for it.
const KNOWN_LICENCES: [(&str, &str, &str); 4] = [
    ("CC-BY-4.0", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC-BY-SA-4.0", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    ("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("PDL1.0", "PDL1.0", "https://www.digital.go.jp/resources/open_data/public_data_license_v1.0"),
];

impl Licence {
    fn known(&self) -> Option<&'static (&'static str, &'static str, &'static str)> {
        KNOWN_LICENCES.iter().find(|(id, ..)| self.id.value.eq_ignore_ascii_case(id))
    }

    /// The address that stands for the licence in catalogues: machines compare it, so it is not that of a translation.
    pub fn uri(&self) -> &str {
        self.known().map_or(&self.url.value, |(_, _, uri)| uri)
    }

    /// The words that portals compare.
    pub fn list_name(&self) -> &str {
        let usual = self.known().map_or(self.id.value.as_str(), |(_, name, _)| name);
        self.list_name.as_ref().map_or(usual, |name| &name.value)
    }
}

/// 連絡先.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// 名称.
    pub name: Text,
    /// メールアドレス.
    pub email: Option<Text>,
    /// 電話番号.
    pub phone: Option<Text>,
    /// お問い合わせページ.
    pub url: Option<Text>,
}

/// An address of the world outside that a key states.
#[derive(Debug, Clone, Copy)]
pub enum Outside<'s> {
    /// Of a page.
    Page(&'s Text),
    /// Of a mail box.
    Mail(&'s Text),
}

impl Site {
    /// Every address of the world outside that a key states: of the licence, of documents, of contacts.
    pub fn outside(&self) -> impl Iterator<Item = Outside<'_>> {
        let contacts =
            self.profile.contact.iter().chain(self.departments.iter().filter_map(|own| own.contact.as_ref()));
        let of_contacts = contacts
            .flat_map(|contact| contact.email.iter().map(Outside::Mail).chain(contact.url.iter().map(Outside::Page)));
        let documents = self.documents.iter().filter_map(|document| document.url.as_ref());
        self.profile.licence.iter().map(|licence| &licence.url).chain(documents).map(Outside::Page).chain(of_contacts)
    }
}

/// Markdown as written; how it becomes HTML is not known here.
#[derive(Debug, Clone, PartialEq)]
pub struct Narrative {
    /// The Markdown, without the heading that gave a page its title.
    pub markdown: Text,
    /// The targets of its links.
    pub links: Vec<Text>,
    /// Its text without markup, for search.
    pub plain: String,
}

/// A page of prose, as `pages/about.md`.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Address, as `about`.
    pub id: RecordId,
    /// 題名: the first heading.
    pub title: Text,
    /// The rest.
    pub body: Narrative,
    /// Whether the public may see it.
    pub release: Release,
}

/// 正誤.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// 訂正日.
    pub date: Located<Date>,
    /// The record.
    pub record: Located<RecordId>,
    /// The field, as `years.2021.results`.
    pub field: Text,
    /// 誤.
    pub before: Text,
    /// 正.
    pub after: Text,
    /// 理由.
    pub reason: Text,
}

impl Correction {
    /// What tells it from all others, made of what it says: it stays when others are written before it.
    pub fn anchor(&self) -> String {
        let what = [&self.record.value.0, &self.field.value, &self.before.value, &self.after.value].map(String::as_str);
        format!("c-{}-{}", self.date.value.iso(), hex(&digest(what.join("\n"))[..4]))
    }
}
