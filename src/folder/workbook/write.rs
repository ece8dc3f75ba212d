//! An event folder as a workbook that people fill in: a sheet for each of its files, with Chinese headers that stay in
//! view, drop-downs, and a sheet that says how. All cells are texts, so that no spreadsheet makes a date or a binary
//! number of them.

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

use super::grid::letters;
use crate::folder::kind::{GUIDE, KINDS, Kind, OPTIONS};
use crate::folder::source::{Files, RULES_FILE};
use crate::folder::table::Column;
use crate::scoring::rules::{Kind as Scored, Rules};

/// The rows that a template begins with; units and seats that nobody has. Figures in braces stand for groups.
const EXAMPLE: [(&str, &str); 4] = [
    (
        "entries.csv",
        "编号,项目名称,申报单位,单位类型,观摩点,主题,组别,类别,顺序,简介\n\
         01,示例：一网通办便民服务,示例甲镇,镇,便民服务中心,基层治理,镇组,,1,示例行，填写时请改掉\n\
         02,示例：电商助农,示例乙镇,镇,电商产业馆,乡村振兴,镇组,,2,\n\
         03,,示例丙园区,园区,智能制造车间,产业发展,园区组,,3,项目名称可以留空\n",
    ),
    (
        "judges.csv",
        "评委,姓名或席位,所在单位,评委组\n\
         L1,示例：市领导一席,,{0}\nL2,示例：市领导二席,,{0}\nD1,示例：组织部评委,组织部,{1}\nD2,示例：宣传部评委,宣传部,{1}\n\
         S1,示例甲镇书记,示例甲镇,{2}\nS2,示例乙镇书记,示例乙镇,{2}\n",
    ),
    (
        "checkpoints.csv",
        "编号,顺序,计划到达,计划离开,看点\n01,1,08:30,08:55,示例：办事流程、群众评价\n02,2,09:20,09:45,示例\n03,3,10:10,10:35,示例\n",
    ),
    ("exclusions.csv", "评委,环节,编号,类型,原因\nS1,,01,回避,示例：本单位项目\nS2,,02,回避,示例：本单位项目\n"),
];

/// Rows that the drop-downs reach to.
const LAST: u32 = 500;

/// Makes the workbook that people begin with: examples, and a sheet that says how.
///
/// # Errors
/// Where a spreadsheet cannot hold it.
pub fn template(rules: &Rules) -> Result<Vec<u8>, XlsxError> {
    let mut files = Files::new();
    for (file, text) in EXAMPLE {
        let mut text = text.to_owned();
        for place in 0..3 {
            let group = rules.groups.get(place).or(rules.groups.last()).map_or("", |group| group.name.as_str());
            text = text.replace(&format!("{{{place}}}"), group);
        }
        files.insert(file.to_owned(), text.into_bytes());
    }
    let mut values = "环节,编号,得分\n".to_owned();
    for component in rules.components.iter().filter(|c| matches!(c.kind, Scored::Measure { .. })) {
        // a figure that was left in would count, and nothing could tell it from a real one
        values.push_str(&format!("{0},01,\n{0},02,\n{0},03,\n", component.name));
    }
    files.insert("measures.csv".to_owned(), values.into_bytes());
    make(&files, rules, true)
}

/// Makes a workbook of an event's files: CSV in UTF-8, in either language; of those that are not there, sheets stay
/// empty.
///
/// # Errors
/// Where a spreadsheet cannot hold it.
pub fn workbook(files: &Files, rules: &Rules) -> Result<Vec<u8>, XlsxError> {
    make(files, rules, false)
}

fn make(files: &Files, rules: &Rules, template: bool) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    if template {
        guide(book.add_worksheet(), rules)?;
    }
    let lists = lists(rules);
    // the last three are of the day and after it
    let fillable = |kind: &&Kind| kind.file != RULES_FILE && !["comments.csv", "scores.csv"].contains(&kind.file);
    for kind in KINDS.iter().filter(fillable) {
        let rows = files.get(kind.file).map(|bytes| rows(bytes)).unwrap_or_default();
        if ["decisions.csv", "acceptances.csv"].contains(&kind.file) && rows.len() < 2 {
            continue;
        }
        let sheet = book.add_worksheet();
        sheet.set_name(kind.sheet)?;
        table(sheet, kind, &rows)?;
        drop_downs(sheet, kind, &lists)?;
    }
    options(book.add_worksheet(), &lists)?;
    book.save_to_buffer()
}

/// Makes a workbook of a list: a title, a header, rows. All cells are texts.
///
/// # Errors
/// Where a spreadsheet cannot hold it.
pub fn findings(title: &str, header: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(title)?;
    let head = Format::new().set_bold().set_num_format("@").set_border_bottom(FormatBorder::Medium);
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    for (at, word) in (0u16..).zip(header) {
        let cells = rows.iter().filter_map(|row| row.get(usize::from(at))).map(|cell| width(cell));
        let widest = cells.max().unwrap_or(0).max(width(word)) + 3;
        sheet.set_column_width(at, u16::try_from(widest.clamp(8, 80)).unwrap_or(80))?;
        sheet.write_string_with_format(0, at, *word, &head)?;
        for (row, cells) in (1u32..).zip(rows) {
            sheet.write_string_with_format(row, at, cells.get(usize::from(at)).map_or("", String::as_str), &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

/// A file as it stands, its header by position in the kind's columns.
fn rows(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().flatten().map(|record| record.iter().map(str::to_owned).collect()).collect()
}

fn table(sheet: &mut Worksheet, kind: &Kind, rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_num_format("@")
        .set_background_color(Color::RGB(0x00EC_EEF0))
        .set_border_bottom(FormatBorder::Medium)
        .set_align(FormatAlign::VerticalCenter);
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let header = rows.first().cloned().unwrap_or_default();
    for (at, column) in (0u16..).zip(kind.columns) {
        let position = header.iter().position(|word| *word == column.name || *word == column.chinese);
        let cells = rows.iter().skip(1).filter_map(|row| row.get(position?));
        let widest = cells.map(|cell| width(cell)).max().unwrap_or(0).max(width(column.chinese)) + 3;
        sheet.set_column_width(at, u16::try_from(widest.clamp(10, 48)).unwrap_or(48))?;
        sheet.set_column_format(at, &text)?;
        sheet.write_string_with_format(0, at, column.chinese, &head)?;
        for (row, cells) in (1u32..).zip(rows.iter().skip(1)) {
            match position.and_then(|position| cells.get(position)) {
                Some(cell) if !cell.is_empty() => {
                    sheet.write_string_with_format(row, at, cell, &text)?;
                }
                Some(_) | None => {}
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// Width in characters: a Chinese one is as wide as two others.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Words that a column takes, with their title.
struct List {
    title: &'static str,
    /// Where it is chosen from: file and column, in English.
    columns: &'static [(&'static str, &'static str)],
    words: Vec<String>,
}

fn lists(rules: &Rules) -> Vec<List> {
    let names = |of: Vec<(&String, &String)>| {
        // a name that two things bear is no way to tell them apart
        let is_one = |name: &String| of.iter().filter(|(_, other)| *other == name).count() == 1;
        of.iter().map(|(id, name)| if is_one(name) { (*name).clone() } else { (*id).clone() }).collect::<Vec<_>>()
    };
    let fixed = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let judged = rules.components.iter().filter(|c| c.judging().is_some()).map(|c| (&c.id, &c.name)).collect();
    let measured = rules.components.iter().filter(|c| matches!(c.kind, Scored::Measure { .. }));
    let measured = measured.map(|c| (&c.id, &c.name)).collect();
    let (items, vetoes) = (&rules.adjustments.items, &rules.veto.items);
    // where the rules list none, any text may stand there
    let vetoes = vetoes.iter().filter(|_| !items.is_empty()).map(|item| (&item.id, &item.name));
    let items = items.iter().map(|item| (&item.id, &item.name)).chain(vetoes).collect();
    let lists = vec![
        List {
            title: "评委组",
            columns: &[("judges.csv", "group")],
            words: names(rules.groups.iter().map(|g| (&g.id, &g.name)).collect()),
        },
        List { title: "评分环节", columns: &[("exclusions.csv", "component")], words: names(judged) },
        List { title: "考核环节", columns: &[("measures.csv", "component")], words: names(measured) },
        List {
            title: "类别",
            columns: &[("entries.csv", "class")],
            words: rules.classes.iter().map(|class| class.id.clone()).collect(),
        },
        List { title: "加减分事项", columns: &[("adjustments.csv", "item")], words: names(items) },
        List {
            title: "回避类型", columns: &[("exclusions.csv", "kind")], words: fixed(&["回避", "缺席", "作废"])
        },
        List {
            title: "加减分类型", columns: &[("adjustments.csv", "kind")], words: fixed(&["加分", "减分", "否决"])
        },
    ];
    lists.into_iter().filter(|list| !list.words.is_empty()).collect()
}

/// The words of all drop-downs, where everybody can read them.
fn options(sheet: &mut Worksheet, lists: &[List]) -> Result<(), XlsxError> {
    sheet.set_name(OPTIONS)?;
    let bold = Format::new().set_bold();
    for (at, list) in (0u16..).zip(lists) {
        sheet.write_string_with_format(0, at, list.title, &bold)?;
        sheet.set_column_width(at, 18)?;
        for (row, word) in (1u32..).zip(&list.words) {
            sheet.write_string(row, at, word)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn drop_downs(sheet: &mut Worksheet, kind: &Kind, lists: &[List]) -> Result<(), XlsxError> {
    for (at, column) in (0u16..).zip(kind.columns) {
        let list = (0u32..).zip(lists).find(|(_, list)| list.columns.contains(&(kind.file, column.name)));
        let source = match (list, refers(kind, column)) {
            (Some((position, list)), _) => {
                let letter = letters(position + 1);
                Some(format!("='{OPTIONS}'!${letter}$2:${letter}${}", list.words.len() + 1))
            }
            (None, Some(sheet)) => Some(format!("='{sheet}'!$A$2:$A${LAST}")),
            (None, None) => None,
        };
        if let Some(source) = source {
            let choice = DataValidation::new()
                .allow_list_formula(Formula::new(source))
                // a name that was added to the other sheet a moment ago is no reason to stop somebody
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message("请从下拉列表里选择；可选的内容在“选项”工作表")?;
            sheet.add_data_validation(1, at, LAST, at, &choice)?;
        }
    }
    Ok(())
}

/// The sheet whose first column a column refers to.
fn refers(kind: &Kind, column: &Column) -> Option<&'static str> {
    let of = match column.name {
        "entry" => "entries.csv",
        "judge" => "judges.csv",
        _ => return None,
    };
    Kind::of(of).filter(|of| of.file != kind.file).map(|of| of.sheet)
}

fn guide(sheet: &mut Worksheet, rules: &Rules) -> Result<(), XlsxError> {
    sheet.set_name(GUIDE)?;
    sheet.set_column_width(0, 100)?;
    let title = Format::new().set_bold().set_font_size(14);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.write_string_with_format(0, 0, "评比活动名单：填写说明", &title)?;
    let groups: Vec<&str> = rules.groups.iter().map(|group| group.name.as_str()).collect();
    let lines = [
        "一张工作表一份名单。第一行是表头，不要改；从第二行起填写，示例行请改成自己的内容或删去。".to_owned(),
        "“参评项目”和“评委”必须填写；“行程”“回避”“日常考核”“加减分”没有的可以空着。".to_owned(),
        "“编号”和“评委”是编号，每行一个，不能重复，定下以后不要改；别的工作表用它指明是哪一项、哪一席。也可以写申报单位或席位名称，只要没有重名。".to_owned(),
        format!("“评委组”从下拉列表里选：{}。评委组和评分环节由评分规则确定，见“选项”工作表。", groups.join("、")),
        "“回避”里环节或编号留空，表示全部环节或全部项目。回避不会自动产生：评本单位项目的评委请逐条写明。".to_owned(),
        "不要合并单元格。公式按存下的结果读取。单元格都已设成文本格式，时刻写成 08:30，数字写成 8.5。".to_owned(),
        "多余的空格和全角数字（如 ８．５）会按规范写法理解，上传时逐处说明。".to_owned(),
        "填好以后，在“新建评比活动”页面上传。先显示将要建立的内容和全部问题（写明工作表、行、列），确认以后才写入。".to_owned(),
    ];
    for (row, line) in (2u32..).zip(&lines) {
        sheet.write_string_with_format(row, 0, line, &text)?;
    }
    Ok(())
}
