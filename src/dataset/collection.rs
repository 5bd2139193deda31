//! The description of all tables together: title, content, citation. Written once for the pages, the catalogues and the
//! archive; the tables themselves are not known here.

use crate::model::{Date, FixedPage, Site};

/// The open data of a site as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Collection<'s> {
    site: &'s Site,
}

/// A file about all tables together.
#[derive(Debug, Clone)]
pub struct Described {
    /// The path from the root of the site.
    pub path: String,
    /// Its name, with its format.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// The media type, if it is a catalogue of the tables.
    pub catalogue: Option<&'static str>,
}

impl<'s> Collection<'s> {
    /// The open data of a site.
    pub fn of(site: &'s Site) -> Self {
        Self { site }
    }

    /// 題名.
    pub fn title(self) -> String {
        format!("{} オープンデータ", self.site.profile.title)
    }

    /// What it contains.
    pub fn description(self) -> String {
        let city = &self.site.profile.municipality.name;
        let words = self.site.words();
        let families = [
            (FixedPage::Plans, &words.plans_named),
            (FixedPage::Programs, &words.program),
            (FixedPage::Goals, &words.goals),
        ];
        let named: Vec<_> =
            families.iter().filter(|(page, _)| self.site.fills(*page)).map(|(_, name)| name.as_str()).collect();
        let of = if named.is_empty() { String::new() } else { format!("の{}について", named.join("、")) };
        format!(
            "{city}{of}、計画・目標値・実績・評価を1つの事実ごとにまとめた表です。CSV・JSON・XLSX・Parquet で使えます。"
        )
    }

    /// What it contains, and the notices of the site.
    pub fn introduction(self) -> String {
        [self.description(), self.notices()].join(" ").trim_end().to_owned()
    }

    /// お断り.
    pub fn notices(self) -> String {
        self.site.profile.notice.iter().flatten().map(|notice| notice.value.as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The line by which to cite it: publisher, title, address, licence.
    pub fn citation(self) -> String {
        format!("出典: {}", self.cited())
    }

    /// The line by which to cite a derived work.
    pub fn edited_citation(self) -> String {
        format!("{} を加工して(加工した人の名前)が作成", self.cited())
    }

    fn cited(self) -> String {
        let profile = &self.site.profile;
        let mut parts = vec![format!("{}「{}」", profile.publisher(), self.title())];
        parts.extend(profile.base_url.as_ref().map(|base| format!("{base}data/")));
        parts.extend(profile.licence.as_ref().map(|licence| licence.id.value.clone()));
        parts.join(" ")
    }

    /// The path of the archive of everything, from the root of the site.
    pub fn archive(self) -> String {
        format!("data/{}_open_data.zip", self.site.profile.municipality.file_code())
    }

    /// The path of the オープンデータ一覧, from the root of the site.
    pub fn list(self) -> String {
        format!("data/{}_open_data_list.csv", self.site.profile.municipality.file_code())
    }

    /// The files about all tables together.
    pub fn descriptions(self) -> Vec<Described> {
        let file = |path: &str, name, about| Described { path: path.to_owned(), name, about, catalogue: None };
        let catalogue =
            |path, name, about, media_type| Described { catalogue: Some(media_type), ..file(path, name, about) };
        vec![
            file(
                &self.archive(),
                "すべての表(ZIP)",
                "すべての表の CSV と、説明、ライセンス、照合用の値を1つにまとめたものです。",
            ),
            catalogue(
                &self.list(),
                "オープンデータ一覧(CSV)",
                "自治体標準オープンデータセットの「オープンデータ一覧」の45項目で、データセットとファイルを並べたものです。カタログサイトが読み込めます。",
                "text/csv",
            ),
            file("data/readme.txt", "データの説明(テキスト)", "表の決まり、読み方、ライセンスの説明です。"),
            catalogue(
                "data/datapackage.json",
                "Data Package(JSON)",
                "すべての列の型と制約です。Frictionless などのソフトで検査や読み込みができます。",
                "application/json",
            ),
            file("data/csv-metadata.json", "CSV on the Web(JSON)", "すべての CSV の列の型と、表どうしのつながりです。"),
            catalogue(
                "data/catalog.jsonld",
                "DCAT カタログ(JSON-LD)",
                "データカタログの国際的な形式です。",
                "application/ld+json",
            ),
            catalogue(
                "data/croissant.json",
                "Croissant(JSON-LD)",
                "機械学習などのソフトが、表を型の付いたまま読み込むための説明です。",
                "application/ld+json",
            ),
            file("data/openapi.json", "OpenAPI(JSON)", "表と1件ごとの記録の JSON のアドレスと型です。"),
            file("data/sha256sums.txt", "照合用の値(SHA-256)", "ファイルが壊れていないことを確認するための値です。"),
            file("llms.txt", "案内(Markdown)", "AI などのプログラムのための、このサイトのデータの案内です。"),
        ]
    }

    /// 最終更新日: the latest day that the content names; never the clock's.
    pub fn modified(self) -> Option<Date> {
        let profile = &self.site.profile;
        let tables = profile.datasets.iter().map(|table| &table.published);
        let corrections = self.site.corrections.iter().map(|correction| &correction.date);
        let views = self.site.views.iter().map(|view| &view.date);
        let days = profile.published.iter().chain(&profile.updated).chain(tables).chain(corrections).chain(views);
        days.map(|day| day.value).max()
    }
}
