//! `check`: what only the whole content shows. One rule = one file = one function; this file has the table:
//! slug, 題名 and reason of each.
//!
//! The record's `accepted` silences a 注意, and must name the rule and the reason; an acceptance that silences nothing is itself
//! a 注意, so that none outlives its cause.

mod as_of_differs;
mod as_of_outside_year;
mod bad_base_url;
mod bad_municipality_code;
mod bad_municipality_name;
mod bad_redirect;
mod circular_chain;
mod contradictory_correction;
mod contradictory_figure;
mod contradictory_move;
mod copied_record;
mod correction_not_applied;
mod correction_unknown_field;
mod cost_sum_mismatch;
mod dead_link;
mod department_not_valid;
mod doubtful_setting;
mod duplicate_figure;
mod duplicate_number;
mod early_result;
mod empty_goal;
mod exclusion_without_term;
mod figure_without_unit;
mod figure_without_value;
mod form_differs;
mod indicator_differs;
mod link_to_unpublished;
mod low_contrast;
mod misnamed;
mod missing_result;
mod odd_width;
mod parts_mismatch;
mod percent_as_fraction;
mod plan_differs;
mod preview_image;
mod printed_differs;
mod publication_order;
mod rating_without_criteria;
mod ratio_mismatch;
mod reading_differs;
mod redirect_nowhere;
mod redirect_taken;
mod reference_to_unpublished;
mod repeated_name;
mod repeated_plan;
mod repeated_reference;
mod repeated_result;
mod report_without_stage;
mod rule_contradicts_numbers;
mod sample_value;
mod several_trees;
mod sheet_differs;
mod taken_address;
mod unfilled;
mod unknown_axis;
mod unknown_category;
mod unknown_department;
mod unknown_document;
mod unknown_evaluator;
mod unknown_fund;
mod unknown_image;
mod unknown_mark;
mod unknown_plan_section;
mod unknown_record;
mod unknown_scale;
mod unknown_term;
mod unused_image;
mod value_differs;
mod waiting;
mod year_outside_period;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use self::misnamed::Renamed;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use crate::model::{Acceptance, Record, Site};
use crate::parallel;

pub use waiting::{Waiting, waiting};

/// A rule: its slug, its title, its reason, and the function that applies it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable slug.
    pub slug: &'static str,
    /// 題名.
    pub title: &'static str,
    /// 理由.
    pub why: &'static str,
    check: Apply,
}

type Apply = fn(&Site, &mut Findings<'_>);

/// Every rule, by slug.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    rule("as-of-differs", "1つの系列や一覧表の中で、時点が違う", "比べられない値を並べて比べさせない", as_of_differs::check),
    rule("as-of-outside-year", "時点が、その年度から離れている", "別の年度の値を取り違えない", as_of_outside_year::check),
    rule("bad-base-url", "公開場所のアドレスの書き方が正しくない", "カタログやサイトマップに、使えないアドレスを載せない", bad_base_url::check),
    rule("bad-municipality-code", "全国地方公共団体コードの検査数字が合わない", "別の団体のデータとして流通させない", bad_municipality_code::check),
    rule("bad-municipality-name", "団体の名称が、文字で始まっていない", "表計算ソフトに、名称を計算させない", bad_municipality_name::check),
    rule("bad-redirect", "転送のアドレスの書き方が正しくない", "サイトの外や、意図しない場所にページを置かない", bad_redirect::check),
    rule("circular-chain", "上位の部局・後継・前の計画をたどると元に戻る", "循環した部局・計画を、一覧から漏らさない", circular_chain::check),
    rule("contradictory-correction", "訂正の「誤」が、「正」や、前の訂正の「正」と食い違う", "何を直したのか分からない訂正を出さない", contradictory_correction::check),
    rule("contradictory-figure", "1つの数値の欄どうしが食い違う", "値があるのか無いのか分からない数値を出さない", contradictory_figure::check),
    rule("contradictory-move", "移管した目標に項目があるか、移管先が自分の部局になっている", "どの部局の目標なのかを、迷わせない", contradictory_move::check),
    rule("copied-record", "同じところに、題名も内容もすべて同じ記録が2つあるか、フォルダーの中の記録がすべて同じ", "コピーしたファイルの直し忘れに気付く", copied_record::check),
    rule("correction-not-applied", "正誤の「正」が、記録の今の内容と違う", "直していないものを直したと言わない", correction_not_applied::check),
    rule("correction-unknown-field", "正誤の欄が、その記録に無い", "どこを直したのか分からない訂正を出さない", correction_unknown_field::check),
    rule("cost-sum-mismatch", "事業費の財源や人件費の合計が、総額や総コストと合わない", "合計の合わない予算や決算を公開しない", cost_sum_mismatch::check),
    rule("dead-link", "リンク先が無い", "リンク切れを公開しない", dead_link::check),
    rule("department-not-valid", "その年度に無い部局・課所を担当にしている", "組織改正の前後を取り違えない", department_not_valid::check),
    rule("doubtful-setting", "サイトの設定に、誤りの可能性がある", "検索や読み上げへの影響に気付く", doubtful_setting::check),
    rule("duplicate-figure", "同じ名称・区分・年度の数値が、1つの記録に2つある", "1つの数に2つの値を出さない", duplicate_figure::check),
    rule("duplicate-number", "同じ番号・id・年度が2つある", "1つの番号が、1つのものを表すようにする", duplicate_number::check),
    rule("early-result", "公表済みの年度より後か、まだ来ていない日の実績がある", "公表の状況と違う実績を出さない", early_result::check),
    rule("empty-goal", "重点目標に項目も移管先も無い", "中身の無い目標を出さない", empty_goal::check),
    rule("exclusion-without-term", "用語のリンクにしない語句に、その用語が入っていない", "効果の無い書き方に気付く", exclusion_without_term::check),
    rule("figure-without-unit", "数値に単位が無い", "単位の無い数を出さない", figure_without_unit::check),
    rule("figure-without-value", "数値の欄に、値も、値の無い理由も無い", "空の数値を「無い」と読ませない", figure_without_value::check),
    rule("form-differs", "団体の様式に無い欄に、内容がある", "様式に無い欄を、ページやデータに出さない", form_differs::check),
    rule("indicator-differs", "指標の基準値・目標値・実績値の単位や年度が食い違う", "比べられない値を、1つの指標に並べない", indicator_differs::check),
    rule("link-to-unpublished", "公開前のページへのリンクが、公開するページにある", "公開前の記録があることを、リンクで知らせない", link_to_unpublished::check),
    rule("low-contrast", "団体の色の文字が、背景の色と見分けにくい", "色のために読めない人を出さない", low_contrast::check),
    rule("missing-result", "実績を公表済みの年度なのに実績が無い", "報告漏れに気付く", missing_result::check),
    rule("odd-width", "名前が半角カナか、全角・半角や空白だけの違う2つの書き方で書かれている", "1つのものを2つに分けない", odd_width::check),
    rule("parts-mismatch", "内訳の合計が、値と合わない", "合計の合わない内訳を公開しない", parts_mismatch::check),
    rule("percent-as-fraction", "率が、同じ名称・系列のほかの値の100分の1ほどになっている", "% にする前の値を、% の値として公開しない", percent_as_fraction::check),
    rule("plan-differs", "計画の目標年度や章立てが、計画の中で食い違う", "1つの節に、2つの名称や年度を出さない", plan_differs::check),
    rule("preview-image", "リンクの画像が無いか、SVG", "リンクを貼った先で、画像の無い見出しにしない", preview_image::check),
    rule("printed-differs", "値と、印刷の表記の数が違う", "1つの欄に2つの数を並べない", printed_differs::check),
    rule("publication-order", "公開日が、更新日より後にある", "日付の食い違うデータカタログを出さない", publication_order::check),
    rule("rating-without-criteria", "評価記号に、その年度の評価基準が無い", "意味の分からない記号を公開しない", rating_without_criteria::check),
    rule("ratio-mismatch", "率が、分子 ÷ 分母と合わない", "転記の誤りに気付く", ratio_mismatch::check),
    rule("reading-differs", "表の読み方が、様式・評価・期間・財源と合わない", "次に取り込むときに、止まったり、様式に無い欄に入ったりしない", reading_differs::check),
    rule("redirect-nowhere", "転送先のページが無い", "転送先をリンク切れにしない", redirect_nowhere::check),
    rule("redirect-taken", "転送元のアドレスに、ページやほかの転送がある", "今のページを転送で隠さない", redirect_taken::check),
    rule("reference-to-unpublished", "公開する記録が、公開前の記録を参照している", "参照が表示されないことに気付く", reference_to_unpublished::check),
    rule("repeated-name", "同じ上位の部局に同じ名称が2つあるか、同義語の語が2組にある", "1つのものを2つに分けない", repeated_name::check),
    rule("repeated-plan", "取組計画が3年以上同じ文", "計画の見直し忘れに気付く", repeated_plan::check),
    rule("repeated-reference", "同じ参照が2回書かれているか、自分を参照している", "同じものを2つと数えさせない", repeated_reference::check),
    rule("repeated-result", "実績が前の年度と同じ文", "実績の書き忘れに気付く", repeated_result::check),
    rule("report-without-stage", "報告や目標の段階が、一覧表に書かれていない", "掲載している報告を「掲載していません」と表示しない", report_without_stage::check),
    rule("rule-contradicts-numbers", "指標の判定の規則が、基準値・目標値と食い違う", "向きを取り違えた判定を出さない", rule_contradicts_numbers::check),
    rule("sample-value", "見本の値や記録が残っている", "見本のまま、知らないうちに公開しない", sample_value::check),
    rule("several-trees", "取組項目の体系が、2つ以上の書き方で書かれている", "項目の場所を迷わせない", several_trees::check),
    rule("sheet-differs", "一覧表の題名・部局が、フォルダーの年度・部局と違う", "コピーした一覧表の直し忘れに気付く", sheet_differs::check),
    rule("taken-address", "ページや画像の名前が、サイトのほかのページと重なる", "どちらかのページを隠さない", taken_address::check),
    rule("unfilled", "【未記入】のところが残っている(下書きなら注意)", "書きかけの記録を公開しない", unfilled::check),
    rule("unknown-axis", "評価の観点が、その尺度に無い", "何についての評価かを取り違えない", unknown_axis::check),
    rule("unknown-category", "取組項目の区分がプログラムに無い", "区分ごとの一覧から漏らさない", unknown_category::check),
    rule("unknown-department", "部局・課所の id が departments.yaml に無い", "担当が分からない記録を公開しない", unknown_department::check),
    rule("unknown-document", "出典の文書が documents.yaml に無い", "どの文書か分からない出典を公開しない", unknown_document::check),
    rule("unknown-evaluator", "評価者が ratings.yaml に無い", "だれの評価か分からない評価を出さない", unknown_evaluator::check),
    rule("unknown-fund", "財源が、決められた財源にも site.yaml にも無い", "何の財源か分からない金額を公開しない", unknown_fund::check),
    rule("unknown-image", "ロゴやアイコンの画像が無い", "欠けた画像を出さない", unknown_image::check),
    rule("unknown-mark", "評価が、その尺度に無いか、範囲やきざみに合わない", "意味の決まっていない評価を出さない", unknown_mark::check),
    rule("unknown-plan-section", "計画(版)と番号の参照先が無い", "別の版の節や、無い節につなげない", unknown_plan_section::check),
    rule("unknown-record", "関連や正誤の参照先が無い", "相手の無いリンクを公開しない", unknown_record::check),
    rule("unknown-scale", "評価の尺度が ratings.yaml に無い", "意味の決まっていない評価を出さない", unknown_scale::check),
    rule("unknown-term", "用語の印 * に、用語集の項目が無い", "説明の無い印や、読み取りの誤りを出さない", unknown_term::check),
    rule("unused-image", "どこにも使われていない画像やファイルがある", "入れただけの画像は公開されないことに気付く", unused_image::check),
    rule("value-differs", "同じ系列・年度の値が、記録によって違う", "文書の食い違いに気付く", value_differs::check),
    rule("year-outside-period", "年度がプログラムや計画の期間の外にある", "期間に無い年度の取組を公開しない", year_outside_period::check),
];

const fn rule(slug: &'static str, title: &'static str, why: &'static str, check: Apply) -> Rule {
    Rule { slug, title, why, check }
}

/// The slug of the finding about an acceptance that silences nothing.
pub const UNUSED_ACCEPTANCE: &str = "unused-acceptance";

/// Whether something stands at a path of a site, as `programs/gyokaku-4/17/index.html`.
pub type Has<'p> = &'p (dyn Fn(&str) -> bool + Sync);

/// The anchors on the page at a path; `None` if no page can be made there.
pub type Anchors<'p> = &'p (dyn Fn(&str) -> Option<Arc<BTreeSet<String>>> + Sync);

/// What stands in a site.
#[derive(Clone, Copy)]
pub struct Standing<'p> {
    /// Whether something stands at a path.
    pub has: Has<'p>,
    /// Whether more than one file claims a path.
    pub is_contested: Has<'p>,
    /// The anchors of a page.
    pub anchors: Anchors<'p>,
}

impl Standing<'_> {
    /// Whether a link leads to a page without the anchor that it names, and the anchors which that page has.
    fn misses(self, file: &str, fragment: Option<&str>) -> Option<Arc<BTreeSet<String>>> {
        let fragment = fragment.filter(|_| file.ends_with(".html"))?;
        let anchors = (self.anchors)(file)?;
        (!anchors.contains(fragment)).then_some(anchors)
    }
}

/// The paths of a site.
#[derive(Clone, Copy)]
pub struct Paths<'p> {
    /// With what is kept back.
    pub editors: Standing<'p>,
    /// Without it.
    pub public: Standing<'p>,
}

/// What a rule is given beside the site: the paths, and where it puts what it finds; the slug is added here.
struct Findings<'d> {
    slug: &'static str,
    paths: Paths<'d>,
    renamed: &'d Renamed,
    all: &'d mut Diagnostics,
}

impl Findings<'_> {
    fn error(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.all.push(Diagnostic::error(self.slug, at, message, help));
    }

    fn warning(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.all.push(Diagnostic::warning(self.slug, at, message, help));
    }

    fn error_beside(&mut self, at: Span, message: String, help: &str, (other, note): (Span, &str)) {
        self.all.push(Diagnostic::error(self.slug, at, message, help).with_note(other, note));
    }

    fn warning_beside(&mut self, at: Span, message: String, help: &str, (other, note): (Span, &str)) {
        self.all.push(Diagnostic::warning(self.slug, at, message, help).with_note(other, note));
    }
}

/// Applies every rule, in parallel: each reads the whole site and is independent of the others.
pub fn check(site: &Site, paths: Paths<'_>) -> Diagnostics {
    let renamed = Renamed::of(site);
    let apply = |rule: &Rule| {
        let mut all = Diagnostics::default();
        (rule.check)(site, &mut Findings { slug: rule.slug, paths, renamed: &renamed, all: &mut all });
        all
    };
    let mut all = Diagnostics::default();
    parallel::in_order(RULES, apply, |found| all.extend(found));
    let told = told(site, all);
    without_accepted(site, told)
}

/// The findings in the words of the plan or program in which they are.
fn told(site: &Site, all: Diagnostics) -> Diagnostics {
    let records = OnceLock::new();
    let of_files = || site.records().map(|record| (record.at().file, record)).collect::<BTreeMap<_, _>>();
    all.told(|file, text| {
        let known = records.get_or_init(of_files).get(&file);
        known.map_or_else(|| site.words(), |record| site.words_of(*record)).retell(text)
    })
}

/// Removes the findings that their record accepts, and reports acceptances that silence nothing.
fn without_accepted(site: &Site, all: Diagnostics) -> Diagnostics {
    let accepted = || {
        let bases = site.records().map(Record::base);
        bases.flat_map(|base| base.accepted.iter().map(|one| ((base.at.file, one.rule.value.as_str()), one)))
    };
    let keys: BTreeSet<_> = accepted().map(|(key, _)| key).collect();
    let mut used = BTreeSet::new();
    let mut left = Diagnostics::default();
    for finding in all.iter() {
        let key = (finding.at.file, finding.rule);
        if finding.severity == Severity::Warning && keys.contains(&key) {
            used.insert(key);
        } else {
            left.push(finding.clone());
        }
    }
    // What could not be read or found may be the other side of what is accepted.
    let is_whole = !site.is_anything_broken() && !left.has_errors();
    for (_, Acceptance { rule, .. }) in accepted().filter(|(key, _)| is_whole && !used.contains(key)) {
        let message = format!("確認済み(`accepted`)と書かれた注意 `{rule}` は、この記録にはありません");
        left.push(Diagnostic::warning(UNUSED_ACCEPTANCE, rule.at, message, "この `accepted` の行を消してください"));
    }
    left
}
