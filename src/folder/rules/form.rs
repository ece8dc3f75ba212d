//! The usual cases of a rules file as fields of a form. The text stays what it is, with its comments and all that the
//! form does not know: single values are changed in it, rows are added and taken away. Whether a value is allowed is
//! the reader's to say, when the text is read.

use toml_edit::{DocumentMut, Item, TableLike, Value};

/// Stages of rounding that the form shows, with their words.
pub const STAGES: [(&str, &str); 4] = [
    ("group", "评委组得分"),
    ("component", "环节得分"),
    ("component_weighted", "环节得分乘以权重后"),
    ("final", "总分"),
];

/// One field: its name in the form, and what the text says; empty where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Name, unique in the form.
    pub name: String,
    /// What stands in the text.
    pub value: String,
}

/// A rules file as a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesForm {
    pub title: Field,
    /// Mode of rounding.
    pub mode: Field,
    /// Decimals of each of [`STAGES`].
    pub stages: Vec<Field>,
    /// Groups: name for people, weight.
    pub groups: Vec<(String, Field)>,
    pub components: Vec<ComponentForm>,
    /// Awards: name, and how many, as a number or a share such as `30%`.
    pub awards: Vec<(Field, Field)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentForm {
    /// Name for people.
    pub name: String,
    pub weight: Field,
    /// Method, how many of the highest and of the lowest are dropped; `None` where nobody judges it.
    pub trimming: Option<[Field; 3]>,
    /// Criteria: id, name, full marks, step; `None` where it has none by its kind.
    pub criteria: Option<Vec<(String, [Field; 3])>>,
}

/// A row that comes or goes; indices from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// One more criterion of a component.
    AddCriterion(usize),
    /// A criterion of a component goes.
    RemoveCriterion(usize, usize),
    /// One more award.
    AddAward,
    /// An award goes.
    RemoveAward(usize),
}

impl Row {
    /// Reads `add-criterion.0`, `remove-criterion.0.2`, `add-award`, `remove-award.1`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let mut parts = word.split('.');
        let kind = parts.next()?;
        let numbers: Vec<usize> = parts.map(|part| part.parse().ok()).collect::<Option<_>>()?;
        match (kind, numbers.as_slice()) {
            ("add-criterion", [component]) => Some(Self::AddCriterion(*component)),
            ("remove-criterion", [component, row]) => Some(Self::RemoveCriterion(*component, *row)),
            ("add-award", []) => Some(Self::AddAward),
            ("remove-award", [row]) => Some(Self::RemoveAward(*row)),
            _ => None,
        }
    }
}

impl RulesForm {
    /// Reads the fields of a text; `None` where it is no TOML, which only the text itself shows.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let document: DocumentMut = text.parse().ok()?;
        let root: &dyn TableLike = document.as_table();
        let rounding = table(root, &["rounding"]);
        let stage = |(key, _): (&str, &str)| field(format!("rounding.{key}"), rounding, key);
        let groups = tables(root, "group").into_iter().enumerate();
        let awards = tables(root, "award").into_iter().enumerate();
        Some(Self {
            title: field("title".to_owned(), Some(root), "title"),
            mode: field("rounding.mode".to_owned(), rounding, "mode"),
            stages: STAGES.into_iter().map(stage).collect(),
            groups: groups
                .map(|(g, table)| (named(table), field(format!("g{g}.weight"), Some(table), "weight")))
                .collect(),
            components: tables(root, "component").into_iter().enumerate().map(|(c, t)| component(c, t)).collect(),
            awards: awards.map(|(a, table)| award(a, table)).collect(),
        })
    }

    /// All of its fields, in their order.
    #[must_use]
    pub fn fields(&self) -> Vec<&Field> {
        let mut fields = vec![&self.title, &self.mode];
        fields.extend(&self.stages);
        fields.extend(self.groups.iter().map(|(_, weight)| weight));
        for component in &self.components {
            fields.push(&component.weight);
            fields.extend(component.trimming.iter().flatten());
            fields.extend(component.criteria.iter().flatten().flat_map(|(_, fields)| fields));
        }
        fields.extend(self.awards.iter().flat_map(|(name, quota)| [name, quota]));
        fields
    }
}

fn component(c: usize, table_of: &dyn TableLike) -> ComponentForm {
    let kind = written(table_of, "kind");
    let aggregate = table(table_of, &["aggregate"]);
    let trimming = |key: &str| field(format!("c{c}.{key}"), aggregate, key);
    let criterion = |(k, row): (usize, &dyn TableLike)| {
        let one = |key: &str| field(format!("c{c}.k{k}.{key}"), Some(row), key);
        (written(row, "id"), [one("name"), one("max"), one("step")])
    };
    ComponentForm {
        name: named(table_of),
        weight: field(format!("c{c}.weight"), Some(table_of), "weight"),
        trimming: (kind != "measure").then(|| ["method", "drop_highest", "drop_lowest"].map(trimming)),
        criteria: (kind == "marks")
            .then(|| tables(table_of, "criterion").into_iter().enumerate().map(criterion).collect()),
    }
}

fn award(a: usize, table: &dyn TableLike) -> (Field, Field) {
    let share = written(table, "share");
    let value = if share.is_empty() { written(table, "places") } else { share };
    (field(format!("a{a}.name"), Some(table), "name"), Field { name: format!("a{a}.quota"), value })
}

fn field(name: String, table: Option<&dyn TableLike>, key: &str) -> Field {
    Field { name, value: table.map(|table| written(table, key)).unwrap_or_default() }
}

/// A value as people read it: a text without its quotes, anything else as it is written.
pub(super) fn written(table: &dyn TableLike, key: &str) -> String {
    match table.get(key).and_then(Item::as_value) {
        Some(Value::String(text)) => text.value().clone(),
        // without the comment beside it
        Some(value) => value.clone().decorated("", "").to_string(),
        None => String::new(),
    }
}

fn named(table: &dyn TableLike) -> String {
    let name = written(table, "name");
    if name.is_empty() { written(table, "id") } else { name }
}

fn table<'d>(of: &'d dyn TableLike, path: &[&str]) -> Option<&'d dyn TableLike> {
    path.iter().try_fold(of, |table, key| table.get(key)?.as_table_like())
}

/// The tables under a key, however they are written.
pub(super) fn tables<'d>(of: &'d dyn TableLike, key: &str) -> Vec<&'d dyn TableLike> {
    match of.get(key) {
        Some(Item::ArrayOfTables(rows)) => rows.iter().map(|row| row as &dyn TableLike).collect(),
        Some(Item::Value(Value::Array(rows))) => {
            rows.iter().filter_map(|row| row.as_inline_table().map(|row| row as &dyn TableLike)).collect()
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::rules::edit::{apply, change_row};
    use crate::folder::rules::parse;
    use crate::scoring::rules::Precision;

    const SAMPLE: &str = include_str!("../../../scoring-rules.toml");

    fn with(text: &str, pairs: &[(&str, &str)]) -> String {
        let sent = |name: &str| pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        apply(text, sent)
    }

    /// Lines of one text that the other does not have.
    fn lines_that_differ(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(before), lines(after));
        let gone = old.iter().filter(|line| !new.contains(line)).cloned().collect();
        (gone, new.into_iter().filter(|line| !old.contains(line)).collect())
    }

    #[test]
    fn a_form_that_is_sent_as_it_was_shown_changes_not_one_byte() {
        let form = RulesForm::of(SAMPLE).expect("TOML");
        let all: Vec<(&str, &str)> =
            form.fields().into_iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
        assert!(all.len() > 40 && all.iter().all(|(_, value)| !value.contains('#')), "{all:?}");
        assert!(all.contains(&("rounding.group", "2")) && all.contains(&("c0.drop_lowest", "1")), "{all:?}");
        assert_eq!(with(SAMPLE, &all), SAMPLE);
        assert_eq!(with("not = [ TOML", &[("title", "x")]), "not = [ TOML");
    }

    #[test]
    fn a_value_is_changed_where_it_stands_with_its_comment_and_nothing_else() {
        let changed = with(SAMPLE, &[("c0.drop_highest", "２"), ("c0.weight", "0.50"), ("rounding.group", "")]);
        let (gone, came) = lines_that_differ(SAMPLE, &changed);
        assert_eq!(gone.len(), 3, "{gone:?}");
        assert_eq!(came, ["weight = 0.50", "drop_highest = 2          # 去掉几个最高分"]);
        let rules = parse(&changed).expect("sound");
        let kept = |stage: Option<Precision>| stage.map(|stage| stage.decimals);
        assert_eq!((kept(rules.rounding.group), kept(rules.rounding.component)), (None, Some(2)));
    }

    #[test]
    fn what_is_no_number_becomes_a_fault_with_its_line() {
        let changed = with(SAMPLE, &[("c0.k0.max", "三十"), ("a0.quota", "120%")]);
        let faults = parse(&changed).expect_err("faults");
        let line = |text: &str| changed.lines().position(|line| line.starts_with(text)).expect("the line") + 1;
        let told: Vec<(usize, &str)> = faults.iter().map(|fault| (fault.line, fault.place.as_str())).collect();
        let expected =
            [(line("max = \"三十\""), "component.visit.criterion.effect.max"), (line("share"), "award.一等奖.share")];
        assert_eq!(told, expected);
    }

    #[test]
    fn rows_come_and_go_and_comments_stay() {
        let more = change_row(&change_row(SAMPLE, Row::AddCriterion(0)), Row::AddAward);
        let rules = parse(&more).expect("sound");
        let ids: Vec<&str> = rules.components[0].criteria().iter().map(|c| c.id.as_str()).collect();
        assert_eq!(ids, ["effect", "politics", "novelty", "approval", "lasting", "criterion-1"]);
        assert_eq!((rules.awards.len(), rules.awards[3].name.as_str()), (4, "新奖项"));
        assert!(lines_that_differ(SAMPLE, &more).0.is_empty(), "nothing is gone");
        let less = change_row(&change_row(&more, Row::RemoveAward(0)), Row::RemoveCriterion(0, 0));
        let rules = parse(&less).expect_err("a tie-break names the criterion");
        assert!(rules.iter().all(|fault| fault.place == "ranking.tie_break"), "{rules:?}");
        assert!(less.contains("# 评分指标：max 满分") && less.contains("── 奖项 ─"), "{less}");
        assert_eq!(change_row(SAMPLE, Row::RemoveAward(9)), SAMPLE);
    }

    #[test]
    fn the_words_of_rows_are_read() {
        for (word, row) in [
            ("add-criterion.1", Some(Row::AddCriterion(1))),
            ("remove-criterion.0.2", Some(Row::RemoveCriterion(0, 2))),
            ("add-award", Some(Row::AddAward)),
            ("remove-award.3", Some(Row::RemoveAward(3))),
            ("add-award.1", None),
            ("remove-criterion.0", None),
            ("x", None),
        ] {
            assert_eq!(Row::from_word(word), row, "{word}");
        }
    }
}
