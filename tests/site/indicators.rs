//! The eight indicators for which comparing target and baseline is misleading keep the values and rules of the plan.

use mieruka::model::{Indicator, IndicatorRule, Missing, Qualifier, Site};

use crate::content::content;

fn indicator<'s>(site: &'s Site, name: &str) -> &'s Indicator {
    let mut found = site.plans.iter().flat_map(|plan| &plan.sections).flat_map(|s| s.indicators.iter().flatten());
    found.find(|indicator| indicator.name.value.contains(name)).unwrap_or_else(|| panic!("an indicator named {name}"))
}

fn digits(indicator: &Indicator) -> (Option<&str>, Option<&str>) {
    let digits = |figure: &'_ Option<mieruka::model::Figure>| {
        figure.as_ref().and_then(|f| f.value.as_ref().map(|v| v.value.digits().to_owned()))
    };
    let leak = |text: Option<String>| text.map(|text| &*text.leak());
    (leak(digits(&indicator.baseline)), leak(digits(&indicator.target)))
}

#[test]
fn four_hold_a_level() {
    let (_, site) = content();
    let held: Vec<_> = site
        .plans
        .iter()
        .flat_map(|plan| &plan.sections)
        .flat_map(|section| section.indicators.iter().flatten())
        .filter(|indicator| indicator.rule.value == IndicatorRule::Hold)
        .collect();
    assert_eq!(held.len(), 4);
    for indicator in held {
        let (baseline, target) = digits(indicator);
        assert_eq!(baseline, target, "{}", indicator.name);
        let parts = |figure: &Option<mieruka::model::Figure>| {
            figure.iter().flat_map(|f| &f.parts).map(|part| part.display()).collect::<Vec<_>>()
        };
        assert_eq!(parts(&indicator.baseline), parts(&indicator.target), "{}", indicator.name);
    }
    let composite = indicator(&site, "地域づくり講座");
    let parts: Vec<_> = composite.target.iter().flat_map(|f| &f.parts).map(|part| part.value.value.digits()).collect();
    assert_eq!(parts, ["1", "2"]);
}

#[test]
fn two_are_ceilings_that_the_baseline_already_keeps() {
    let (_, site) = content();
    for (name, baseline, target) in [("実質公債費比率", "5.6", "6.5"), ("将来負担比率", "22.1", "50.0")] {
        let indicator = indicator(&site, name);
        assert_eq!(indicator.rule.value, IndicatorRule::AtMost, "{name}");
        assert_eq!(digits(indicator), (Some(baseline), Some(target)), "{name}");
        assert_eq!(indicator.target.as_ref().and_then(|f| f.qualifier), Some(Qualifier::LessThan), "{name}");
    }
}

#[test]
fn one_tolerates_a_decline() {
    let (_, site) = content();
    let indicator = indicator(&site, "自治会加入率");
    assert_eq!(indicator.rule.value, IndicatorRule::TolerateDecline);
    assert_eq!(digits(indicator), (Some("83.6"), Some("80.0")));
}

#[test]
fn one_has_no_baseline_because_it_is_new() {
    let (_, site) = content();
    let indicator = indicator(&site, "[重点事業]採択事業数");
    let baseline = indicator.baseline.as_ref().expect("the print gives a reason in place of a value");
    assert_eq!((baseline.value.is_none(), baseline.missing), (true, Some(Missing::New)));
    assert_eq!(digits(indicator).1, Some("14"));
}

#[test]
fn digits_stay_as_printed() {
    let (_, site) = content();
    let convenience = indicator(&site, "コンビニ交付");
    assert_eq!(digits(convenience), (Some("30.10"), Some("60.0")));
    let quake = indicator(&site, "耐震化率");
    let baseline = quake.baseline.as_ref().expect("a baseline");
    let fraction = (baseline.numerator.as_ref(), baseline.denominator.as_ref());
    assert_eq!(fraction.0.zip(fraction.1).map(|(n, d)| (n.value.digits(), d.value.digits())), Some(("144", "217")));
}
