//! Turns the values wanted for a record into minimal edits of its YAML: each line of a list is set, added or removed
//! separately, missing mappings are created, and everything else is unchanged.

use super::field::{Form, Kind, Part, number_key, steps};
use super::value::{Meaning, meaning};
use crate::yaml::{Draft, Node, Refusal, Step, Value, Yaml};

/// One value wanted for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Want {
    pub(super) parts: Vec<Part>,
    pub(super) kind: Kind,
    pub(super) meaning: Meaning,
}

/// Writes all wanted values into the text of a record.
pub(super) fn write(draft: &mut Draft, form: &Form, wants: &[Want]) -> Result<(), Refusal> {
    let mut left: Vec<&Want> = wants.iter().collect();
    while let Some(first) = left.first() {
        if let Some(missing) = missing_item(draft.tree(), &first.parts) {
            let head = first.parts[..=missing].to_vec();
            // New figures are written after the item that contains them.
            let is_its = |want: &&Want| {
                want.parts.starts_with(&head)
                    && !want.parts[head.len()..].iter().any(|part| matches!(part, Part::New(_)))
            };
            let (its, others): (Vec<_>, Vec<_>) = left.into_iter().partition(is_its);
            left = others;
            if its.is_empty() {
                return Err(Refusal);
            }
            new_item(draft, form, &head, its)?;
        } else {
            let want = left.remove(0);
            put(draft, form, want)?;
        }
    }
    Ok(())
}

/// The index of the part that refers to an item that does not exist, if any.
pub(super) fn missing_item(tree: &Node, parts: &[Part]) -> Option<usize> {
    let there = steps(tree, parts).len();
    (there..parts.len()).find(|at| matches!(parts[*at], Part::Number(_) | Part::New(_)))
}

fn new_item(draft: &mut Draft, form: &Form, head: &[Part], wants: Vec<&Want>) -> Result<(), Refusal> {
    let Some((last, place)) = head.split_last() else { return Err(Refusal) };
    let (Some(Part::Key(list)), number) = (place.last(), last) else { return Err(Refusal) };
    let key = number_key(list);
    let mut entries = match number {
        Part::Number(number) => vec![(key, Yaml::Plain(number.to_string()))],
        Part::Key(_) | Part::Index(_) | Part::New(_) => Vec::new(),
    };
    for want in wants {
        if let Some(value) = yaml(&want.kind, &want.meaning) {
            nest(&mut entries, &want.parts[head.len()..], value)?;
        }
    }
    sort(&mut entries, form, head);
    let item = if matches!(last, Part::New(_)) { Yaml::Braces(entries) } else { Yaml::Map(entries) };
    let at = steps(draft.tree(), place);
    let node = (at.len() == place.len()).then(|| draft.tree().find(&at)).flatten();
    match node.map(|node| &node.value) {
        Some(Value::List(items)) if !items.is_empty() => {
            let is_later = |item: &Node| {
                let (Value::Map(entries), Part::Number(number)) = (&item.value, last) else { return false };
                entries.iter().any(|(known, value)| {
                    known.value == key && matches!(&value.value, Value::Number(n) | Value::Text(n) if n.parse().is_ok_and(|n: u32| n > *number))
                })
            };
            let index = items.iter().position(is_later).unwrap_or(items.len());
            draft.insert(&at, index, &item)
        }
        _ => put_value(draft, form, place, Yaml::List(vec![item])),
    }
}

/// Puts a value below its keys; mappings on the path are created.
fn nest(entries: &mut Vec<(&'static str, Yaml)>, parts: &[Part], value: Yaml) -> Result<(), Refusal> {
    let Some((Part::Key(key), rest)) = parts.split_first() else { return Err(Refusal) };
    if rest.is_empty() {
        entries.push((key, value));
        return Ok(());
    }
    match entries.iter_mut().find(|(known, _)| known == key) {
        Some((_, Yaml::Map(inner) | Yaml::Braces(inner))) => nest(inner, rest, value),
        Some(_) => Err(Refusal),
        None => {
            let mut inner = Vec::new();
            nest(&mut inner, rest, value)?;
            entries.push((key, mapping(key, inner)));
            Ok(())
        }
    }
}

/// The mapping of a key, in the shape that the guide uses.
fn mapping(key: &str, entries: Vec<(&'static str, Yaml)>) -> Yaml {
    if key == "moved_to" { Yaml::Braces(entries) } else { Yaml::Map(entries) }
}

fn sort(entries: &mut [(&'static str, Yaml)], form: &Form, holder: &[Part]) {
    let order = form.order(holder);
    entries.sort_by_key(|(key, _)| order.iter().position(|known| known == key));
    for (key, value) in entries {
        if let Yaml::Map(inner) | Yaml::Braces(inner) = value {
            sort(inner, form, &[Part::Key(key)]);
        }
    }
}

fn put(draft: &mut Draft, form: &Form, want: &Want) -> Result<(), Refusal> {
    let at = steps(draft.tree(), &want.parts);
    let is_there = at.len() == want.parts.len();
    let Some(value) = yaml(&want.kind, &want.meaning) else {
        return if is_there { draft.remove(&at) } else { Ok(()) };
    };
    if let (true, Yaml::List(lines), Meaning::Words(words)) = (is_there, &value, &want.meaning) {
        let node = draft.tree().find(&at);
        match node.map(|node| (&node.value, meaning(&want.kind, Some(node)))) {
            Some((Value::List(items), Meaning::Words(old))) if !items.is_empty() && !words.is_empty() => {
                if items.len() != old.len() {
                    return Err(Refusal);
                }
                return put_lines(draft, &at, &old, words, lines);
            }
            Some((Value::Text(_) | Value::Number(_), _)) if lines.len() == 1 => return draft.set(&at, &lines[0], &[]),
            _ => {}
        }
    }
    put_value(draft, form, &want.parts, value)
}

/// Changes a list line by line: lines in both are not touched.
pub(super) fn put_lines(
    draft: &mut Draft,
    at: &[Step],
    old: &[String],
    words: &[String],
    new: &[Yaml],
) -> Result<(), Refusal> {
    let same = |i: usize, j: usize| words[j] == old[i];
    for (before, after) in runs(old.len(), new.len(), same).into_iter().rev() {
        let item = |index: usize| [at, &[Step::Index(index)]].concat();
        let both = before.len().min(after.len());
        for (i, j) in before.clone().zip(after.clone()) {
            draft.set(&item(i), &new[j], &[])?;
        }
        for (offset, j) in after.clone().skip(both).enumerate() {
            draft.insert(at, before.start + both + offset, &new[j])?;
        }
        for i in before.clone().skip(both).rev() {
            draft.remove(&item(i))?;
        }
    }
    Ok(())
}

type Run = (std::ops::Range<usize>, std::ops::Range<usize>);

/// The ranges in which two lists differ, between the elements of their longest common subsequence.
fn runs(old: usize, new: usize, same: impl Fn(usize, usize) -> bool) -> Vec<Run> {
    let mut longest = vec![vec![0_usize; new + 1]; old + 1];
    for i in (0..old).rev() {
        for j in (0..new).rev() {
            longest[i][j] =
                if same(i, j) { longest[i + 1][j + 1] + 1 } else { longest[i + 1][j].max(longest[i][j + 1]) };
        }
    }
    let (mut runs, mut i, mut j) = (Vec::new(), 0, 0);
    let (mut from_i, mut from_j) = (0, 0);
    while i < old || j < new {
        if i < old && j < new && same(i, j) {
            if (from_i, from_j) != (i, j) {
                runs.push((from_i..i, from_j..j));
            }
            (i, j) = (i + 1, j + 1);
            (from_i, from_j) = (i, j);
        } else if j == new || (i < old && longest[i + 1][j] >= longest[i][j + 1]) {
            i += 1;
        } else {
            j += 1;
        }
    }
    if (from_i, from_j) != (old, new) {
        runs.push((from_i..old, from_j..new));
    }
    runs
}

/// Sets a value; missing mappings on the path are created.
fn put_value(draft: &mut Draft, form: &Form, parts: &[Part], value: Yaml) -> Result<(), Refusal> {
    let at = steps(draft.tree(), parts);
    if at.len() == parts.len() {
        return draft.set(&at, &value, form.order(&parts[..parts.len() - 1]));
    }
    if !at.is_empty() && matches!(draft.tree().find(&at).map(|node| &node.value), Some(Value::Empty)) {
        draft.remove(&at)?;
        return put_value(draft, form, parts, value);
    }
    let mut entries = Vec::new();
    nest(&mut entries, &parts[at.len()..], value)?;
    let (key, value) = entries.pop().ok_or(Refusal)?;
    draft.set(&[at.clone(), vec![Step::Key(key)]].concat(), &value, form.order(&parts[..at.len()]))
}

/// How a value is written; `None` if it is unknown.
pub(super) fn yaml(kind: &Kind, meaning: &Meaning) -> Option<Yaml> {
    let texts = |words: &[String]| words.iter().cloned().map(Yaml::Text).collect();
    Some(match (meaning, kind) {
        (Meaning::Unknown, _) => return None,
        (Meaning::Word(word), Kind::Truth) => Yaml::Truth(word == "true"),
        (Meaning::Word(word), Kind::Date | Kind::Year) => Yaml::Plain(word.clone()),
        (Meaning::Word(word), _) => Yaml::Text(word.clone()),
        (Meaning::Words(words), Kind::Departments | Kind::Plans) => Yaml::Row(texts(words)),
        (Meaning::Words(words), Kind::References) => Yaml::List(words.iter().map(|word| reference(word)).collect()),
        (Meaning::Words(words), Kind::Sdgs) => Yaml::Row(words.iter().cloned().map(Yaml::Plain).collect()),
        (Meaning::Words(words), _) => Yaml::List(texts(words)),
    })
}

/// `{plan: sogo-3, code: "1-3-2"}`
fn reference(words: &str) -> Yaml {
    let (plan, code) = words.split_once(' ').unwrap_or((words, ""));
    Yaml::Braces(vec![("plan", Yaml::Text(plan.to_owned())), ("code", Yaml::Text(code.to_owned()))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::field::{Fields, parts};
    use crate::model::RecordId;

    fn check(record: &str, before: &str, wants: &[(&str, Meaning)], after: &str) {
        let (record, fields) = (RecordId(record.to_owned()), Fields::of(&crate::load::shapes()));
        let mut draft = Draft::open(before.as_bytes()).expect("it can be read");
        let wants: Vec<_> = wants
            .iter()
            .map(|(path, meaning)| {
                let field = fields.field(&record, path).expect("a field");
                let (parts, _) = parts(field, path, Some(draft.tree()));
                Want { parts, kind: field.kind.clone(), meaning: meaning.clone() }
            })
            .collect();
        assert_eq!(write(&mut draft, fields.form(&record), &wants), Ok(()));
        assert_eq!(String::from_utf8(draft.bytes()).expect("text"), after);
    }

    fn words(words: &[&str]) -> Meaning {
        Meaning::Words(words.iter().map(|word| (*word).to_owned()).collect())
    }

    fn word(word: &str) -> Meaning {
        Meaning::Word(word.to_owned())
    }

    #[test]
    fn a_line_of_a_list_changes_by_itself() {
        let before = "title: あ\nitems:\n  - number: 1\n    title: い\n    targets:\n      - \"一\"  # c\n      # d\n      - '二'\n      - 三\n";
        let after = "title: あ\nitems:\n  - number: 1\n    title: い\n    targets:\n      - \"一\"  # c\n      # d\n      - '弐'\n      - 参\n      - 三\n";
        check("goals/2022/a/1", before, &[("items.1.targets", words(&["一", "弐", "参", "三"]))], after);
        let before = "title: あ\nsummary:\n  - 一  # a\n  - 二  # b\n  - 三  # c\n";
        let after = "title: あ\nsummary:\n  - 零\n  - 壱\n  - 一  # a\n  # b\n  - 三  # c\n  - 四\n";
        check("programs/g/1", before, &[("summary", words(&["零", "壱", "一", "三", "四"]))], after);
    }

    #[test]
    fn what_is_missing_is_made_in_its_place() {
        check(
            "goals/2022/a/1",
            "title: あ\nitems:\n  - number: 1\n    title: い\nsource: {document: x}\n",
            &[
                ("items.1.final.rating", word("○")),
                ("items.1.final.results", words(&["一"])),
                ("items.2.targets", words(&["二"])),
                ("items.2.title", word("う")),
                ("items.2.moved_to.department", word("b")),
                ("sdgs", words(&["11", "17"])),
            ],
            "title: あ\nitems:\n  - number: 1\n    title: い\n    final:\n      results:\n        - 一\n      rating: ○\n  - number: 2\n    title: う\n    targets:\n      - 二\n    moved_to: {department: b}\nsdgs: [11, 17]\nsource: {document: x}\n",
        );
        check(
            "programs/g/1",
            "title: あ\nyears: []\n",
            &[("years.2023.plan", words(&["一"])), ("years.2022.results", words(&[]))],
            "title: あ\nyears:\n  - fiscal_year: 2022\n    results: []\n  - fiscal_year: 2023\n    plan:\n      - 一\n",
        );
    }

    #[test]
    fn a_figure_changes_by_its_keys_and_a_new_one_comes_last() {
        let figures = "    figures:\n      - {name: \"件数, 全体\", kind: target, value: 4}  # 計\n";
        let before = format!(
            "title: あ\nreferences:\n  - {{plan: p, code: \"1\"}}\nitems:\n  - number: 1\n    title: い\n{figures}"
        );
        let tree = crate::yaml::parse(crate::source::FileId(0), &before).expect("it can be read");
        let list = [Step::Key("items"), Step::Index(0), Step::Key("figures"), Step::Index(0)];
        let row = crate::import::field::row(0, tree.find(&list).expect("the figure"));
        let path = |key: &str| format!("items.1.figures.{row}.{key}");
        check(
            "goals/2022/a/1",
            &before,
            &[
                (&path("value"), word("5")),
                (&path("unit"), word("件")),
                ("items.1.figures.new2.kind", word("actual")),
                ("items.1.figures.new2.name", word("回数")),
                ("items.1.figures.new2.fiscal_year", word("2022")),
                ("items.2.title", word("う")),
                ("items.2.figures.new1.name", word("人数")),
                ("references", words(&["q 2-1", "p 1"])),
            ],
            "title: あ\nreferences:\n  - {plan: q, code: \"2-1\"}\n  - {plan: p, code: \"1\"}\nitems:\n  - number: 1\n    title: い\n    figures:\n      - {name: \"件数, 全体\", kind: target, value: \"5\", unit: 件}  # 計\n      - {name: 回数, kind: actual, fiscal_year: 2022}\n  - number: 2\n    title: う\n    figures:\n      - {name: 人数}\n",
        );
    }

    #[test]
    fn what_is_no_longer_known_goes() {
        check(
            "goals/2022/a/1",
            "title: あ\nitems:\n  - number: 1\n    title: い\n    final:\n      # 未定\n      rating: ○\n    figures: []\n",
            &[("items.1.final.rating", Meaning::Unknown)],
            "title: あ\nitems:\n  - number: 1\n    title: い\n    # 未定\n    figures: []\n",
        );
    }
}
