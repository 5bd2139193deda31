//! 見本: what `init` puts down, which is to be replaced before the site is published.

use super::{Citation, Record, Statements};

/// The municipality of the samples.
pub const SAMPLE_MUNICIPALITY: &str = "見本市";
/// A sentence of the notice that stands on every page of the samples.
pub const SAMPLE_NOTICE: &str = "は、動作を確かめるための見本です";
/// Sentences of the samples: the purpose of sections, the summary of items, a part of a goal's item.
const SENTENCES: [&str; 6] = [
    "(2) 公開中のデータの更新",
    "市の情報を分かりやすく公開し、市民との協働*のまちづくりを進めます。",
    "子どもを産み育てたい人の希望をかなえます。",
    "災害のときに、市民が助け合って命を守れるようにします。",
    "40歳以上の市民に、年1回の健康診査を行います。",
    "窓口に行かずにできる手続を増やします。",
];

/// The names of the departments, scales and evaluators of the samples, in their order.
pub const SAMPLE_DEPARTMENTS: [&str; 4] = ["企画部", "企画課", "市民部", "市民課"];
/// See [`SAMPLE_DEPARTMENTS`].
pub const SAMPLE_SCALES: [&str; 2] = ["総合評価", "今後の方向性"];
/// See [`SAMPLE_DEPARTMENTS`].
pub const SAMPLE_EVALUATORS: [&str; 3] = ["担当課", "部長", "外部評価委員会"];

impl Record<'_> {
    /// Whether it has the sample's municipality for its source, or one of its sentences.
    pub fn is_sample(self) -> bool {
        let has = |texts: &Statements| texts.iter().flatten().any(|text| SENTENCES.contains(&text.value.as_str()));
        self.base().source.as_ref().is_some_and(Citation::is_of_sample)
            || match self {
                Self::Section(section) => has(&section.purpose),
                Self::Item(item) => has(&item.summary),
                Self::Goal(goal) => goal.known_items().iter().any(|item| has(&item.sub_items)),
                Self::Plan(_) | Self::Program(_) | Self::Sheet(_) => false,
            }
    }
}

impl Citation {
    /// Whether its document is one of the samples.
    pub fn is_of_sample(&self) -> bool {
        self.document.value.starts_with(SAMPLE_MUNICIPALITY)
    }
}
