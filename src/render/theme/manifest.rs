//! theme.yaml: the description of a theme, and the parameters that a city may set in site.yaml (`theme:`) instead of
//! changing templates.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Diagnostics, nearest, or_near};
use crate::model::Site;

/// The slug of findings about unknown parameters.
const SLUG: &str = "theme-parameter";

/// theme.yaml.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    title: String,
    licence: String,
    #[serde(default)]
    parameters: Vec<Parameter>,
}

/// A parameter of a theme that a city may set.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameter {
    name: String,
    meaning: String,
    default: String,
}

impl Manifest {
    /// Reads theme.yaml; a fault is reported with its line.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let manifest: Self = serde_yaml::from_str(text).map_err(|error| {
            let line = error.location().map_or(1, |location| location.line());
            format!(
                "theme.yaml の {line} 行目を読めません\n直し方: `title`(題名)と `licence`(ライセンス)を書き、\
                 設定は `parameters` に `name`・`meaning`・`default` の組で並べてください"
            )
        })?;
        let reserved = ["title", "licence"];
        let is_taken = |parameter: &&Parameter| {
            let same = manifest.parameters.iter().filter(|other| other.name == parameter.name);
            reserved.contains(&parameter.name.as_str()) || same.count() > 1
        };
        match manifest.parameters.iter().find(is_taken) {
            Some(taken) => Err(format!(
                "theme.yaml の設定 `{}` は、ほかと同じ名前です\n直し方: 別の `name` を付けてください",
                taken.name
            )),
            None => Ok(manifest),
        }
    }

    /// The value of `theme` in templates: title and licence, and each parameter as set by the city or with its default.
    pub(super) fn values<'v>(&'v self, site: &'v Site) -> BTreeMap<&'v str, &'v str> {
        let own = [("title", self.title.as_str()), ("licence", self.licence.as_str())];
        let defaults = self.parameters.iter().map(|parameter| (parameter.name.as_str(), parameter.default.as_str()));
        let mut values: BTreeMap<_, _> = own.into_iter().chain(defaults).collect();
        for setting in &site.profile.theme {
            if let Some(value) = values.get_mut(setting.name.value.as_str()) {
                *value = &setting.value.value;
            }
        }
        values
    }

    /// The findings about settings of site.yaml that the theme does not have.
    pub(super) fn check(&self, site: &Site) -> Diagnostics {
        let mut faults = Diagnostics::default();
        let names = || self.parameters.iter().map(|parameter| parameter.name.as_str());
        for setting in site.profile.theme.iter().filter(|setting| !names().any(|name| name == setting.name.value)) {
            let known = || format!("このテーマで設定できるのは {} です", self.parameters_in_words());
            let help = or_near(nearest(&setting.name.value, names()), known);
            let message = format!("テーマ「{}」に、設定 `{}` はありません", self.title, setting.name);
            faults.push(Diagnostic::error(SLUG, setting.name.at, message, help));
        }
        faults
    }

    fn parameters_in_words(&self) -> String {
        let words = |parameter: &Parameter| format!("`{}`({})", parameter.name, parameter.meaning);
        self.parameters.iter().map(words).collect::<Vec<_>>().join("、")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_says_what_may_be_set() {
        let text = "title: 題\nlicence: MIT\nparameters:\n  - {name: lead, meaning: 導入, default: 文}\n";
        let manifest = Manifest::read(text).expect("it is sound");
        assert_eq!(manifest.parameters_in_words(), "`lead`(導入)");
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let fault = Manifest::read("title: 題\nlicense: MIT\n").expect_err("a key is misspelled");
        assert!(fault.contains(" 2 行目"), "{fault}");
        assert!(
            Manifest::read("title: 題\nlicence: MIT\nparameters: [{name: title, meaning: 題, default: 文}]").is_err()
        );
    }
}
