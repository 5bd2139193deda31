//! The indicators of a table: which columns are the name, the unit and the values of each.

use super::heads::Heads;
use super::terms::{Certainty, Taken, core, without_year};
use crate::model::{EACH_YEAR, FiscalYear, IndicatorKind};

/// The indicators of a table: what stands in the heads of each, the columns of its name and of its unit.
#[derive(Default)]
pub(super) struct Indicators(Vec<(String, u32, Option<u32>)>);

/// The number of the indicator to which a key belongs; that which a row is, is the only one.
pub(super) fn number_of(key: &str) -> Option<usize> {
    let number = key.strip_prefix("indicators.")?.split('.').next()?;
    if number == EACH_YEAR { Some(1) } else { number.parse().ok() }
}

/// The ends of the heads of an indicator.
pub(super) const NAMES: [&str; 2] = ["名称", "名"];
/// Heads that are themselves those of a name.
pub(super) const BARE: [&str; 4] = ["指標", "成果指標", "活動指標", "対象指標"];
pub(super) const VALUES: [(&str, &str); 8] = [
    ("目標値", "targets"),
    ("目標", "targets"),
    ("見込値", "forecasts"),
    ("見込み", "forecasts"),
    ("見込", "forecasts"),
    ("実績値", "actuals"),
    ("実績", "actuals"),
    ("", "actuals"),
];

impl Indicators {
    pub(super) fn of(heads: &Heads) -> Self {
        let cores: Vec<_> = heads.iter().map(|(column, head)| (column, core(head))).collect();
        let base = |core: &str, ends: &[&str]| {
            let end = ends.iter().find(|end| core.ends_with(**end))?;
            Some(core[..core.len() - end.len()].trim_end_matches([':', '_', '・']).to_owned())
        };
        let named = cores.iter().filter_map(|(column, core)| Some((base(core, &NAMES)?, *column)));
        let named: Vec<_> =
            named.filter(|(base, _)| base.contains("指標") || base.to_lowercase().contains("kpi")).collect();
        // The only one may be named by its kind alone: 活動指標, 単位, 目標, 実績.
        let bare: Vec<_> = cores.iter().filter(|(_, core)| BARE.contains(&core.as_str())).collect();
        let bare =
            bare.first().filter(|_| named.is_empty() && bare.len() == 1).map(|(column, _)| (String::new(), *column));
        let named = named.into_iter().chain(bare);
        let unit = |of: &str| {
            cores.iter().find(|(_, core)| base(core, &["単位"]).is_some_and(|base| base == of || base.is_empty()))
        };
        Self(named.map(|(of, column)| (of.clone(), column, unit(&of).map(|(column, _)| *column))).collect())
    }

    pub(super) fn is_unit(&self, column: u32) -> bool {
        self.0.iter().any(|(.., unit)| *unit == Some(column))
    }

    /// The columns of the name and of the unit of an indicator's value.
    pub(super) fn beside(&self, key: &str) -> [Option<u32>; 2] {
        let at = number_of(key).filter(|_| !key.ends_with(".name"));
        let of = at.and_then(|at| self.0.get(at.checked_sub(1)?));
        of.map_or([None, None], |(_, name, unit)| [Some(*name), *unit])
    }

    /// The kind that the head of each names, with its number.
    pub(super) fn kinds(&self) -> impl Iterator<Item = (usize, IndicatorKind)> {
        const KINDS: [(&str, IndicatorKind); 4] = [
            ("活動", IndicatorKind::Output),
            ("成果", IndicatorKind::Outcome),
            ("対象", IndicatorKind::Subject),
            ("投入", IndicatorKind::Input),
        ];
        let kind = |of: &str| KINDS.iter().find(|(word, _)| of.starts_with(word)).map(|(_, kind)| *kind);
        (1..).zip(&self.0).filter_map(move |(number, (of, ..))| Some((number, kind(of)?)))
    }

    /// The kind of the indicator to which a key belongs.
    pub(super) fn kind_of(&self, key: &str) -> Option<IndicatorKind> {
        let number = number_of(key)?;
        self.kinds().find(|(of, _)| *of == number).map(|(_, kind)| kind)
    }

    /// Whether a key is of one of them that has its name and its unit in columns of their own.
    pub(super) fn is_whole(&self, key: &str) -> bool {
        let of = number_of(key).and_then(|number| self.0.get(number.checked_sub(1)?));
        of.is_some_and(|(.., unit)| unit.is_some())
    }

    /// The column of the name, if there is one indicator.
    pub(super) fn only(&self) -> Option<u32> {
        if let [(_, column, _)] = self.0[..] { Some(column) } else { None }
    }

    /// What a head is of one of them.
    pub(super) fn find(&self, head: &str, repeated: Option<FiscalYear>) -> Option<Taken> {
        let (core, own) = without_year(&core(head));
        let year = own.or(repeated);
        self.0.iter().enumerate().find_map(|(at, (base, ..))| {
            let end = match core.strip_prefix(base.as_str()) {
                Some(end) => end,
                None if self.0.len() == 1 && own.is_some() => &core,
                None => return None,
            };
            let end = end.trim_start_matches([':', '_', '・', 'の']);
            let number = at + 1;
            if NAMES.contains(&end) || base.is_empty() && BARE.contains(&end) {
                return Some(Taken { key: format!("indicators.{number}.name"), certainty: Certainty::Guess });
            }
            let (_, list) = VALUES.iter().find(|(known, _)| *known == end)?;
            let key = format!("indicators.{number}.{list}.{}", year?.western());
            Some(Taken { key, certainty: Certainty::Guess })
        })
    }
}
