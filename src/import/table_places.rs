//! The tables of the open data that are not read back, because what stands in their cells is put together from several
//! places: why, and where it is written instead. An untouched one changes nothing; a cell that was edited is told with its place.

use crate::model::RecordId;

/// What is told of a table.
pub(super) struct TablePlace {
    /// The table.
    pub(super) name: &'static str,
    /// Why, as a clause.
    why: &'static str,
    /// Where the values are written, with the file of the row in the place of [`FILE`].
    at: &'static str,
}

/// The file of the record of a row.
const FILE: &str = "{file}";
/// What is told where it is not known.
const NO_FILE: &str = "その記録の YAML のファイル";

#[rustfmt::skip]
const PLACES: &[TablePlace] = &[
    TablePlace { name: "programs", why: "プログラムの数や期間をまとめた一覧のため", at: "{file} に書いてください" },
    TablePlace { name: "program_outline", why: "⟨item⟩の体系を、数や題名と並べた表のため", at: "{file} の `outline` に書いてください" },
    TablePlace { name: "key_goal_sheets", why: "⟨goal⟩の数や段階をまとめた一覧のため", at: "{file} に書いてください" },
    TablePlace { name: "indicators", why: "⟨indicators⟩を、最新の値や判定と並べた表のため", at: "名称とその年度の目標値・実績値は様式(mieruka form --table 指標 --year 年度)に、ほかは {file} の `indicators` に書いてください" },
    TablePlace { name: "figures", why: "数値を、1行に1つ並べ直した表のため", at: "様式の「数値」のシートか、⟨indicators⟩の様式(mieruka form --table 指標 --year 年度)か、{file} に書いてください" },
    TablePlace { name: "units", why: "使われている単位を集めた表のため", at: "その単位の数値がある記録の `unit` を直してください" },
    TablePlace { name: "costs", why: "金額を円にそろえて並べ直した表のため", at: "様式(mieruka form --table 事業費 --year 年度)か、{file} の `costs` に書いてください" },
    TablePlace { name: "cost_funds", why: "財源を、1行に1つ並べ直した表のため", at: "様式(mieruka form --table 事業費 --year 年度)か、{file} の `costs` に書いてください" },
    TablePlace { name: "effects", why: "金額を円にそろえて並べ直した表のため", at: "{file} の `effects` に書いてください" },
    TablePlace { name: "budget_codes", why: "予算科目を、1行に1つ並べ直した表のため", at: "{file} の `budget` に書いてください" },
    TablePlace { name: "plans", why: "計画の数や期間をまとめた一覧のため", at: "{file} に書いてください" },
    TablePlace { name: "plan_sections", why: "⟨outline⟩と⟨section⟩の本文を並べた表のため", at: "本文は様式(mieruka form --table 施策)か {file} に、⟨outline⟩は plan.yaml の `outline` に書いてください" },
    TablePlace { name: "section_years", why: "年度の文と評価を、1行に並べ直した表のため", at: "{file} の `years` に書いてください" },
    TablePlace { name: "measures", why: "⟨measures⟩の①②…を、1行に1つ並べ直した表のため", at: "様式(mieruka form --table 基本施策)か、{file} の `measures` に書いてください" },
    TablePlace { name: "texts", why: "団体の欄の文を、1行に1つ並べ直した表のため", at: "団体の様式(mieruka form --program、--department)か、{file} の `texts` に書いてください" },
    TablePlace { name: "statements", why: "すべての文を、1行に1つ並べ直した表のため", at: "団体の様式(mieruka form --program、--department)か、{file} に書いてください" },
    TablePlace { name: "relations", why: "記録どうしのつながりを、両側から集めた表のため", at: "様式の「関連」のシートか、{file} の `departments`、`references`、`related`、`sdgs` に書いてください" },
    TablePlace { name: "objects", why: "記録と箇所の名前を集めた表のため", at: "{file} の題名に書いてください" },
    TablePlace { name: "sdgs", why: "記録が掲げる目標を集めた表のため", at: "その目標を掲げる記録の `sdgs` に書いてください" },
    TablePlace { name: "departments", why: "部局の段や正式名称を、ほかの値から作る表のため", at: "様式(mieruka form --table 部局)か、departments.yaml に書いてください" },
    TablePlace { name: "documents", why: "文書の一覧のため", at: "documents.yaml に書いてください" },
    TablePlace { name: "glossary", why: "用語集の一覧のため", at: "様式(mieruka form --table 用語)か、glossary.yaml に書いてください" },
    TablePlace { name: "corrections", why: "公開した訂正の一覧のため", at: "corrections.yaml に書いてください" },
    TablePlace { name: "redirects", why: "公開した転送の一覧のため", at: "redirects.yaml に書いてください" },
    TablePlace { name: "changes", why: "公開のたびに、前の公開と比べて自動で作る記録のため", at: "変わったものを直すときは、その記録の様式か YAML のファイルに書いてください" },
    TablePlace { name: "evaluations", why: "評価を、1行に1つ並べ直した表のため", at: "様式(mieruka form --table 評価 --year 年度)か、{file} の `evaluations` に書いてください" },
    TablePlace { name: "scales", why: "尺度の評価を、1行に1つ並べ直した表のため", at: "ratings.yaml の `ratings`、`scales` に書いてください" },
    TablePlace { name: "views", why: "ご意見と回答の一覧のため", at: "views/ のファイルに書いてください" },
];

impl TablePlace {
    /// That of a table.
    pub(super) fn of(table: &str) -> Option<&'static Self> {
        PLACES.iter().find(|place| place.name == table)
    }

    /// Why the table is not read back, with the names of nouns.
    pub(super) fn why(&self) -> &'static str {
        self.why
    }

    /// Where the values of a row are written, with the names of nouns.
    pub(super) fn at(&self, id: &str) -> String {
        match file_of(id) {
            Some(file) => self.at.replace(FILE, &file),
            // The name of a file stands between spaces, a word does not.
            None => self.at.replace(&format!(" {FILE} "), NO_FILE).replace(&format!("{FILE} "), NO_FILE),
        }
    }

    /// Whether its rows are what the present content would make; those of the changes are what earlier publications made.
    pub(super) fn is_of_content(&self) -> bool {
        self.name != "changes"
    }
}

/// The file of the record that an ID names: that of a plan is `plan.yaml` in its folder.
fn file_of(id: &str) -> Option<String> {
    RecordId(id.split('#').next().unwrap_or_default().to_owned()).file()
}

#[cfg(test)]
mod tests {
    use super::super::form::Table;
    use super::*;

    #[test]
    fn the_forms_that_are_named_can_be_asked_for() {
        for place in PLACES {
            for command in place.at.split("--table ").skip(1) {
                let word = command.split([' ', ')']).next().unwrap_or_default();
                let known = Table::ALL.iter().find(|(_, known)| *known == word);
                let (table, _) = known.unwrap_or_else(|| panic!("{}: {word}", place.name));
                assert_eq!(table.is_of_year(), command.contains("--year"), "{}", place.name);
            }
        }
    }

    #[test]
    fn a_row_names_its_file() {
        for (id, file) in [
            ("plans/k/1-1#kpi1", "plans/k/1-1.yaml"),
            ("plans/k", "plans/k/plan.yaml"),
            ("programs/g#1", "programs/g/program.yaml"),
            ("goals/2022/kikaku", "goals/2022/kikaku/sheet.yaml"),
            ("goals/2022/kikaku/1#i2", "goals/2022/kikaku/1.yaml"),
        ] {
            assert_eq!(file_of(id).as_deref(), Some(file));
        }
        let costs = TablePlace::of("costs").expect("it is not read back");
        let told =
            "様式(mieruka form --table 事業費 --year 年度)か、その記録の YAML のファイルの `costs` に書いてください";
        assert_eq!(costs.at("x"), told);
    }
}
