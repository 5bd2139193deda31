//! A sheet of a form while it is filled: labels, and fields with the hidden words by which they are known again.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, Formula, ProtectionOptions, Worksheet};

use super::super::entry::{LABEL_ROW, MARK, slot};
use super::super::field::{self, Fields, Kind, parts};
use super::super::value::{meaning, shown};
use super::{Error, Making, guide};
use crate::model::{RatingCriteria, RecordId, Site};
use crate::yaml::Node;

/// The first column that is seen; before it stand the two hidden ones.
pub(super) const FIRST: u16 = 2;
/// The paper size A4.
const A4: u8 = 9;

/// A sheet with its rows so far.
pub(super) struct Page<'s> {
    pub(super) sheet: Worksheet,
    pub(super) site: &'s Site,
    fields: &'s Fields,
    /// The row that is being filled.
    pub(super) row: u32,
    widths: Vec<f64>,
    slots: Vec<String>,
    key: String,
    count: usize,
    /// How high the fields of this row want it.
    height: f64,
    /// Rows that grow with what is written into them.
    growing: Vec<u32>,
}

/// What a field's cell is helped with.
#[derive(Clone, Copy)]
pub(super) struct Asking<'s> {
    /// What the marks mean, where that is printed.
    pub(super) criteria: Option<&'s RatingCriteria>,
}

impl<'s> Page<'s> {
    /// An empty sheet of so many columns with these widths, in characters; further ones are as wide as the last.
    pub(super) fn new(making: &Making<'s>, name: &str, widths: &[f64], columns: usize) -> Result<Self, Error> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let further = widths.last().copied().unwrap_or(20.0);
        let widths: Vec<_> = widths.iter().copied().chain(std::iter::repeat(further)).take(columns).collect();
        for (column, width) in (FIRST..).zip(&widths) {
            sheet.set_column_width(column, *width)?;
            sheet.write_string(0, column, column_token(column))?;
        }
        sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.55, 0.55, 0.25, 0.25);
        sheet.set_footer("&L&9&F&C&9&P / &N&R&9&A");
        Ok(Self {
            sheet,
            site: making.site,
            fields: making.fields,
            row: 1,
            widths,
            slots: Vec::new(),
            key: LABEL_ROW.to_owned(),
            count: 0,
            height: 0.0,
            growing: Vec::new(),
        })
    }

    /// Ends a row and begins the next.
    pub(super) fn next(&mut self) -> Result<(), Error> {
        self.sheet.write_string(self.row, 0, &self.key)?;
        if !self.slots.is_empty() {
            self.sheet.write_string(self.row, 1, self.slots.join(" "))?;
        }
        self.count += self.slots.len();
        self.slots.clear();
        self.height = 0.0;
        self.key = LABEL_ROW.to_owned();
        self.row += 1;
        Ok(())
    }

    /// Gives the row the height that its fields need now, and lets it grow with them. Rows with joined cells cannot.
    pub(super) fn grow(&mut self) -> Result<(), Error> {
        self.sheet.set_row_height(self.row, self.height.max(20.0))?;
        self.growing.push(self.row);
        Ok(())
    }

    /// How wide columns are together.
    pub(super) fn width(&self, from: u16, to: u16) -> f64 {
        self.widths[usize::from(from - FIRST)..=usize::from(to - FIRST)].iter().sum()
    }

    /// Writes a label over some columns.
    pub(super) fn label(&mut self, from: u16, to: u16, text: &str, format: &Format) -> Result<(), Error> {
        if from == to {
            self.sheet.write_string_with_format(self.row, from, text, format)?;
        } else {
            self.sheet.merge_range(self.row, from, self.row, to, text, format)?;
        }
        Ok(())
    }

    /// Writes a label that its row grows with.
    pub(super) fn told(&mut self, column: u16, text: &str, format: &Format) -> Result<(), Error> {
        self.height = self.height.max(super::look::height(text, self.width(column, column)));
        self.label(column, column, text, format)
    }

    /// Writes a field of a record over some columns, and tells what it shows.
    pub(super) fn field(
        &mut self,
        (from, to): (u16, u16),
        (record, tree, path): (&RecordId, Option<&Node>, &str),
        format: &Format,
        asking: Asking<'_>,
    ) -> Result<String, Error> {
        let known = self.fields.field(record, path).expect("the forms ask for fields that the record has");
        let node = tree.and_then(|tree| field::value(tree, &parts(known, path, Some(tree)).0));
        let text = shown(&known.kind, &meaning(&known.kind, node), self.site);
        self.label(from, to, &text, format)?;
        self.height = self.height.max(super::look::height(&text, self.width(from, to)));
        self.key.clone_from(&record.0);
        self.slots.push(slot(&column_token(from), path, &text));
        self.help(from, &known.kind, asking)?;
        Ok(text)
    }

    fn help(&mut self, column: u16, kind: &Kind, asking: Asking<'_>) -> Result<(), Error> {
        let help = match kind {
            Kind::Rating => rating(asking.criteria)?,
            Kind::Department => DataValidation::new()
                .allow_list_formula(Formula::new(format!(
                    "={}!$A$1:$A${}",
                    guide::CHOICES,
                    self.site.departments.len().max(1)
                )))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_title("部局・課所の名称")?
                .set_error_message("departments.yaml に無い名称です。取り込むときにエラーになります。")?,
            Kind::Date => DataValidation::new().allow_any_value().set_input_title("時点")?.set_input_message(
                "令和5年3月31日、R5.3.31、2023-03-31 のどれでも書けます。分からないときは空欄にします。",
            )?,
            Kind::Sdgs => DataValidation::new()
                .allow_any_value()
                .set_input_title("SDGs")?
                .set_input_message("目標の番号(1～17)を「11、17」のように書きます。分からないときは空欄にします。")?,
            Kind::Departments => {
                DataValidation::new().allow_any_value().set_input_title("担当課所")?.set_input_message(
                    "1行に1つ、正式な名称を書きます(名称の一覧は「記入要領」の次の隠れたシート「選択肢」)。",
                )?
            }
            Kind::Choice(words) => {
                let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
                DataValidation::new()
                    .allow_list_strings(&words)?
                    .set_error_title("選んでください")?
                    .set_error_message(format!("{} のいずれかを選んでください。", words.join("・")))?
            }
            Kind::Number => DataValidation::new().allow_any_value().set_input_title("値")?.set_input_message(
                "数字だけを書きます(1234、-5、30.10)。単位は次の欄に書きます。分からないときは空欄にし、「値が無い理由」を選びます。",
            )?,
            Kind::Year => DataValidation::new()
                .allow_any_value()
                .set_input_title("年度")?
                .set_input_message("令和4年度、R4、2022 のどれでも書けます。その記録の年度なら、空欄でかまいません。")?,
            Kind::References => DataValidation::new()
                .allow_any_value()
                .set_input_title("計画における位置付け")?
                .set_input_message("計画の名称と節の番号を、空白で区切って1行に1つ書きます。無いと分かっているときは（なし）とします。")?,
            Kind::Plans => DataValidation::new()
                .allow_any_value()
                .set_input_title("位置付けの無い計画")?
                .set_input_message("位置付けが無い(—)と書かれた計画の名称を、1行に1つ書きます。")?,
            Kind::Records => DataValidation::new().allow_any_value().set_input_title("関連する記録")?.set_input_message(
                "ページのアドレス(programs/…、goals/…、plans/…)を1行に1つ書きます。ブラウザーのアドレスを貼ってもかまいません。",
            )?,
            Kind::Line | Kind::Statements => return Ok(()),
        };
        self.sheet.add_data_validation(self.row, column, self.row, column, &help)?;
        Ok(())
    }

    /// Hides what is not for eyes, locks what is not to be changed, and gives the sheet back, with its
    /// growing rows.
    pub(super) fn finish(mut self) -> Result<(Worksheet, Vec<u32>), Error> {
        self.sheet.write_string(0, 0, format!("{MARK} {}", self.count))?;
        self.sheet.set_row_hidden(0)?;
        self.sheet.set_column_hidden(0)?.set_column_hidden(1)?;
        let last = FIRST + self.widths.len() as u16 - 1;
        self.sheet.set_print_area(1, FIRST, self.row.saturating_sub(1).max(1), last)?;
        let allowed = ProtectionOptions { format_rows: true, format_columns: true, ..ProtectionOptions::new() };
        self.sheet.protect_with_options(&allowed);
        Ok((self.sheet, self.growing))
    }
}

fn column_token(column: u16) -> String {
    format!("c{column}")
}

fn rating(criteria: Option<&RatingCriteria>) -> Result<DataValidation, Error> {
    let marks: Vec<_> = crate::model::Rating::ALL.iter().map(|(_, glyph, _)| *glyph).collect();
    let meanings = criteria.map(|criteria| {
        let lines: Vec<_> =
            criteria.criteria.iter().map(|(mark, words)| format!("{} {}", mark.value.glyph(), words.value)).collect();
        lines.join("\n")
    });
    let message = meanings.unwrap_or_else(|| "◎○△× から選びます。評価が無いときは空欄にします。".to_owned());
    Ok(DataValidation::new()
        .allow_list_strings(&marks)?
        .set_input_title("評価")?
        .set_input_message(message.chars().take(250).collect::<String>())?
        .set_error_title("評価")?
        .set_error_message("◎・○・△・× のいずれかを選んでください。")?)
}
