//! Set-up from uploads: what is read, what it becomes, and what does not become anything.

use std::path::Path;

use chrono::TimeDelta;
use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::permission::Act;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::state::WrongState;
use guanmo::app::error::NotFound;
use guanmo::app::event::view::EventState;
use guanmo::app::people::link::LinkNotGood;
use guanmo::app::setup::intake::{IntakeFault, Preview, RulesFrom, RulesOrigin};
use guanmo::app::{App, AppError};
use guanmo::folder::intake::Given;
use guanmo::folder::tidy::Choices;

use crate::support::database::{Database, on_each};
use crate::support::desk::{acts_of_people, export, import, organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::{Folder, ROUTE};
use crate::support::tablet::Tablet;
use crate::support::workbook::{Book, Cell, text, zipped_folder};

pub fn given(name: &str, bytes: impl Into<Vec<u8>>) -> Given {
    Given { name: name.to_owned(), bytes: bytes.into() }
}

/// A fixture as a folder of its own.
fn haian() -> Folder {
    let folder = Folder::empty();
    for file in ["entries.csv", "judges.csv", "checkpoints.csv", "exclusions.csv", "scoring-rules.toml"] {
        folder.write(file, std::fs::read(Path::new("fixtures/haian-2023").join(file)).expect("a fixture"));
    }
    folder
}

/// The small event without a score, as a folder that was never a workbook.
fn small() -> Folder {
    let folder = Folder::sound();
    folder.remove("scores.csv").write("checkpoints.csv", ROUTE);
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj3,visit,A,recused,本单位\n");
    folder
}

fn rules(folder: &Folder) -> Given {
    given("scoring-rules.toml", std::fs::read(folder.path().join("scoring-rules.toml")).expect("rules"))
}

fn shown(app: &App, files: Vec<Given>) -> Preview {
    app.preview_new(&organiser(), files, &RulesFrom::Example).expect("a preview")
}

/// Faults as `table row column: sentence`.
fn faults(preview: &Preview) -> Vec<String> {
    let said = preview.faults.iter();
    said.map(|f| format!("{} {} {}: {}", f.place.table, f.place.row, f.place.column, f.what)).collect()
}

fn remarks(preview: &Preview) -> Vec<String> {
    let said = preview.understood.iter();
    said.map(|u| format!("{} {} {}: {}", u.place.table, u.place.row, u.place.column, u.what)).collect()
}

/// The files of two folders, line by line.
fn assert_same(one: &Folder, other: &Folder) {
    let names = |folder: &Folder| {
        let mut names: Vec<_> =
            std::fs::read_dir(folder.path()).expect("files").map(|f| f.expect("a file").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names(one), names(other));
    for name in names(one) {
        let read = |folder: &Folder| std::fs::read_to_string(folder.path().join(&name)).expect("a file");
        assert_eq!(read(one), read(other), "{}", name.display());
    }
}

fn events(app: &App) -> usize {
    app.events(&organiser()).expect("events").len()
}

fn acts(app: &App) -> usize {
    acts_of_people(&app.log(&organiser(), None, 1000).expect("the log"))
}

#[test]
fn a_workbook_a_packed_folder_and_the_files_themselves_make_the_event_that_an_import_makes() {
    on_each(|database| {
        let app = database.app();
        let folder = haian();
        let imported = export(&app, &import(&app, &folder));
        let mut in_sheets = Book::of(&folder);
        let lines = std::fs::read_to_string(folder.path().join("scoring-rules.toml")).expect("rules");
        let rows = lines.lines().map(|line| vec![text(line)]).collect();
        in_sheets.add("评分规则", "").rows = rows;
        let files = std::fs::read_dir(folder.path()).expect("files").map(|file| file.expect("a file").path());
        let files: Vec<Given> = files
            .map(|path| {
                given(&path.file_name().expect("a name").to_string_lossy(), std::fs::read(&path).expect("bytes"))
            })
            .collect();
        for (way, upload) in [
            (
                "a workbook with the rules beside it",
                vec![given("名单.xlsx", Book::of(&folder).bytes()), rules(&folder)],
            ),
            ("a workbook with the rules in a sheet", vec![given("名单.xlsx", in_sheets.bytes())]),
            ("a ZIP", vec![given("haian.zip", zipped_folder(&folder, "haian-2023/"))]),
            ("all files", files),
        ] {
            let preview = shown(&app, upload);
            assert_eq!(faults(&preview), [""; 0], "{way}");
            let contents = preview.contents.expect("contents");
            assert_eq!(contents.rules.from, RulesOrigin::Uploaded, "{way}");
            assert_eq!((contents.entries.len(), contents.stops, contents.exclusions), (10, 10, 12), "{way}");
            let event = app
                .confirm_new(&organiser(), &preview.upload, "海安市 2024 年观摩评比", Choices::default())
                .expect("an event");
            let summary = app.event(&organiser(), &event).expect("the event");
            assert_eq!((summary.state, summary.title.as_str()), (EventState::Draft, "海安市 2024 年观摩评比"));
            assert_same(&export(&app, &event), &imported);
        }
    });
}

#[test]
fn the_template_makes_an_event_as_it_comes() {
    on_each(|database| {
        let app = database.app();
        let template = app.template(&organiser(), &RulesFrom::Example).expect("a template");
        let preview = shown(&app, vec![given("模板.xlsx", template)]);
        assert_eq!(faults(&preview), [""; 0]);
        let contents = preview.contents.as_ref().expect("contents");
        assert_eq!(contents.rules.from, RulesOrigin::Example);
        assert_eq!((contents.entries.len(), contents.stops, contents.exclusions, contents.measures), (3, 3, 2, 0));
        assert_eq!(contents.groups.iter().map(|(_, judges)| *judges).sum::<usize>(), 6);
        assert!(remarks(&preview).iter().any(|r| r.contains("“市领导”按编号 leaders 计")), "{:?}", remarks(&preview));
        let event = app.confirm_new(&organiser(), &preview.upload, "新活动", Choices::default()).expect("an event");
        assert_eq!(app.event(&organiser(), &event).expect("the event").entries, 3);

        // and with the rules of an earlier event, whose groups are the ones to choose from
        let small = import(&app, &small());
        let from = RulesFrom::Event(small);
        let template = app.template(&organiser(), &from).expect("a template");
        let preview = app.preview_new(&organiser(), vec![given("模板.xlsx", template)], &from).expect("a preview");
        assert_eq!(faults(&preview), [""; 0]);
        assert!(matches!(preview.contents.expect("contents").rules.from, RulesOrigin::Event(title) if title == "小例"));
    });
}

#[test]
fn confirmed_twice_an_upload_makes_one_event_and_its_bytes_are_gone() {
    on_each(|database| {
        let app = database.app();
        let folder = small();
        let bytes = Book::of(&folder).bytes();
        let preview = shown(&app, vec![given("名单.xlsx", bytes), rules(&folder)]);
        let both: Vec<String> = std::thread::scope(|scope| {
            let confirm =
                || app.confirm_new(&organiser(), &preview.upload, "活动", Choices::default()).expect("an event");
            let presses: Vec<_> = (0..4).map(|_| scope.spawn(confirm)).collect();
            presses.into_iter().map(|press| press.join().expect("an answer")).collect()
        });
        let one = both[0].clone();
        assert!(both.iter().all(|event| *event == one), "{both:?}");
        let again = app.confirm_new(&organiser(), &preview.upload, "活动", Choices::default()).expect("the same event");
        assert_eq!((one == again, events(&app)), (true, 1));
        database.tamper("CREATE TABLE left_over (n INTEGER CHECK (n = 0))").expect("a table");
        database.tamper("INSERT INTO left_over SELECT count(*) FROM upload_file").expect("no file is left");
        let row = &app.log(&organiser(), Some(&one), 1).expect("the log")[0];
        let payload = row.payload.as_ref().expect("a payload");
        assert_eq!(row.act, "import");
        for (name, sha256) in &preview.files {
            assert!(payload.contains(name) && payload.contains(sha256) && sha256.len() == 64, "{payload}");
        }
    });
}

#[test]
fn where_the_database_gives_up_in_the_middle_nothing_is_half_written_and_it_can_be_confirmed_again() {
    let database = Database::file();
    let app = database.app();
    let folder = small();
    let preview = shown(&app, vec![given("名单.xlsx", Book::of(&folder).bytes()), rules(&folder)]);
    let gives_up = "CREATE TRIGGER full BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(ABORT, 'full'); END";
    database.tamper(gives_up).expect("a database that refuses");
    let refused = app.confirm_new(&organiser(), &preview.upload, "活动", Choices::default());
    assert!(matches!(refused, Err(AppError::Store(_))), "{refused:?}");
    assert_eq!((events(&app), acts(&app)), (0, 0));
    database.tamper("DROP TRIGGER full").expect("it takes again");
    let event = app.confirm_new(&organiser(), &preview.upload, "活动", Choices::default()).expect("an event");

    let before = export(&app, &event);
    let upload = vec![
        given("judges.csv", "judge,name,unit,group\nj3,三席,,dept\n"),
        given("checkpoints.csv", "entry,order,planned_arrival,planned_departure,look_at\nC,1,09:00,,\n"),
    ];
    let update = app.preview_update(&organiser(), &event, upload).expect("a preview").upload.upload;
    database.tamper(gives_up).expect("a database that refuses");
    let acts_before = acts(&app);
    let refused = app.confirm_update(&organiser(), &event, &update, Choices::default());
    assert!(matches!(refused, Err(AppError::Store(_))), "{refused:?}");
    assert_eq!(acts(&app), acts_before);
    assert_same(&export(&app, &event), &before);
    database.tamper("DROP TRIGGER full").expect("it takes again");
    app.confirm_update(&organiser(), &event, &update, Choices::default()).expect("updated");
}

#[test]
fn an_upload_that_is_not_confirmed_leaves_nothing_and_does_not_wait_for_ever() {
    on_each(|database| {
        let app = database.app();
        let folder = small();
        let upload = || vec![given("名单.xlsx", Book::of(&folder).bytes()), rules(&folder)];
        let first = shown(&app, upload());
        assert_eq!((events(&app), acts(&app)), (0, 0));
        let gone = |id: &str, who: &Actor| {
            assert_eq!(
                refused_as::<_, IntakeFault>(app.confirm_new(who, id, "活动", Choices::default())),
                IntakeFault::Gone
            );
        };
        // a second organiser has an upload of their own, and cannot confirm the first one's
        let other = Actor { who: Who::Account("other".to_owned()), role: Some(Role::Organiser) };
        gone(&first.upload, &other);
        let theirs = app.preview_new(&other, upload(), &RulesFrom::Example).expect("a preview");
        // the next upload of the same organiser takes the place of the last
        let second = shown(&app, upload());
        gone(&first.upload, &organiser());
        // one with faults takes it away
        let mut faulty = Book::of(&folder);
        faulty.set("评委", "D2", text("nobody"));
        let faulty = shown(&app, vec![given("名单.xlsx", faulty.bytes()), rules(&folder)]);
        gone(&second.upload, &organiser());
        let refused = app.confirm_new(&organiser(), &faulty.upload, "活动", Choices::default());
        assert_eq!(refused_as::<_, IntakeFault>(refused), IntakeFault::Faulty { faults: 1 });
        gone("", &organiser());
        app.confirm_new(&other, &theirs.upload, "活动", Choices::default()).expect("an event");
        let late = shown(&app, upload());
        app.clock().advance(TimeDelta::minutes(61));
        gone(&late.upload, &organiser());
        assert_eq!((events(&app), acts(&app)), (1, 1));
        for role in [Role::Official, Role::Teller, Role::Administrator, Role::Judge] {
            let refused = app.preview_new(&staff(role), upload(), &RulesFrom::Example);
            assert!(matches!(refusal(&refused), Some(Forbidden { act: Act::Import, .. })), "{role:?}");
        }
    });
}

#[test]
fn every_fault_is_said_at_once_with_its_sheet_row_and_column() {
    on_each(|database| {
        let app = database.app();
        let folder = small();
        let mut book = Book::of(&folder);
        book.set("参评项目", "A3", text("A"));
        book.set("参评项目", "D4", Cell::Date("45283".to_owned()));
        book.set("参评项目", "F4", text("没有表头"));
        book.set("评委", "D3", text("nobody"));
        book.set("日常考核", "C2", Cell::Formula("SUM(Z1:Z9)".to_owned(), None));
        book.set("日常考核", "C3", Cell::Error("#REF!".to_owned()));
        book.set("日常考核", "C4", text("120"));
        book.set("日常考核", "B4", Cell::Percent("0.85".to_owned()));
        book.set("回避", "D2", text("回壁"));
        book.sheet("行程").merged.push("A2:A3".to_owned());
        book.add("评委名单", "评委\nx\n");
        let mut hidden = book.add("加减分", "编号,类型,事项,分值,原因\n").clone();
        hidden.hidden = true;
        *book.sheet("加减分") = hidden;
        let preview = shown(&app, vec![given("名单.xlsx", book.bytes()), rules(&folder)]);
        let said = faults(&preview);
        for expected in [
            "“参评项目” 3 A（编号）: “A”重复，第 2 行已有",
            "“参评项目” 4 D（顺序）: 是日期（2023-12-23），应为编号或数字",
            "“参评项目” 4 F: “没有表头”所在的列没有表头",
            "“评委” 3 D（评委组）: 没有“nobody”，可用：dept、lead",
            "“日常考核” 2 C（得分）: 公式“=SUM(Z1:Z9)”没有存下结果",
            "“日常考核” 3 C（得分）: 单元格显示 #REF!",
            "“日常考核” 4 C（得分）: 写的是 120，应不小于 0 且不大于 100",
            "“日常考核” 4 B（编号）: 是百分比格式（存的是 0.85）",
            "“回避” 2 D（类型）: 没有“回壁”，可用：回避、缺席、作废；是否想写 回避",
            "“行程” 2 : A2:A3 是合并的单元格",
            "“评委名单” 0 : 没有这种工作表",
        ] {
            assert!(said.iter().any(|fault| fault.starts_with(expected)), "{expected}\n{}", said.join("\n"));
        }
        // what was said of a cell is not said again by the reader of its empty place
        assert_eq!(said.iter().filter(|fault| fault.starts_with("“日常考核” 2 C")).count(), 1, "{said:?}");
        assert!(said.iter().any(|fault| fault.contains("“评委名单”") && fault.contains("是否想写 评委")), "{said:?}");
        assert_eq!((preview.contents.is_none(), events(&app), acts(&app)), (true, 0, 0));
    });
}

#[test]
fn what_is_taken_for_something_else_is_said_and_nothing_is_guessed() {
    on_each(|database| {
        let app = database.app();
        let folder = small();
        let mut book = Book::of(&folder);
        book.set("参评项目", "B2", text("  甲项目 "));
        book.set("参评项目", "D2", text("１"));
        book.set("日常考核", "C2", text("８．５"));
        book.set("日常考核", "C3", Cell::Number("95.599999999999994".to_owned()));
        book.set("参评项目", "D3", Cell::Number("2.0".to_owned()));
        book.set("日常考核", "C4", Cell::Formula("70+0.25".to_owned(), Some("70.25".to_owned())));
        book.set("行程", "B3", Cell::OneDecimal("2".to_owned()));
        book.set("行程", "C2", Cell::Time("0.34027777777777779".to_owned()));
        book.set("行程", "D2", text("８：３５"));
        book.set("回避", "A2", text("三席"));
        book.set("回避", "C2", text("甲镇"));
        let mut draft = book.add("草稿", "随便\n").clone();
        draft.hidden = true;
        *book.sheet("草稿") = draft;
        let preview = shown(&app, vec![given("名单.xlsx", book.bytes()), rules(&folder)]);
        assert_eq!(faults(&preview), [""; 0]);
        let said = remarks(&preview);
        assert!(!said.iter().any(|remark| remark.contains("只显示") || remark.contains("95.6")), "{said:?}");
        for expected in [
            "“参评项目” 2 B（项目名称）: “甲项目”前后的空格已去掉",
            "“参评项目” 2 D（顺序）: “１”按“1”计",
            "“日常考核” 2 C（得分）: “８．５”按“8.5”计",
            "“日常考核” 4 C（得分）: 是公式，取存下的结果“70.25”",
            "“行程” 2 D（计划离开）: “８：３５”按 08:35 计",
            "“回避” 2 A（评委）: “三席”按编号 j3 计",
            "“回避” 2 C（编号）: “甲镇”按编号 A 计",
        ] {
            assert!(said.iter().any(|remark| remark == expected), "{expected}\n{}", said.join("\n"));
        }
        assert_eq!(preview.unused, ["“草稿”（隐藏的工作表）"]);
        // a mark that shows as 8.5 and is 8.46 counts as what it is, which is said
        let mut longer = book.clone();
        longer.set("日常考核", "C2", Cell::OneDecimal("8.46".to_owned()));
        let told = remarks(&shown(&app, vec![given("名单.xlsx", longer.bytes()), rules(&folder)]));
        let expected = "“日常考核” 2 C（得分）: 单元格显示“8.5”，按存下的“8.46”计";
        assert!(told.iter().any(|remark| remark == expected), "{told:?}");
        let preview = shown(&app, vec![given("名单.xlsx", book.bytes()), rules(&folder)]);
        let event = app.confirm_new(&organiser(), &preview.upload, "活动", Choices::default()).expect("an event");
        let exported = export(&app, &event);
        let read = |file: &str| std::fs::read_to_string(exported.path().join(file)).expect("a file");
        assert_eq!(read("measures.csv"), "component,entry,value\ndaily,A,8.5\ndaily,B,95.6\ndaily,C,70.25\n");
        assert!(read("checkpoints.csv").contains("A,1,08:10,08:35,"), "{}", read("checkpoints.csv"));
    });
}

#[test]
fn what_is_no_set_up_is_refused_with_what_it_is() {
    on_each(|database| {
        let app = database.app();
        let folder = small();
        let said = |files: Vec<Given>| faults(&shown(&app, files)).join("\n");
        for (name, bytes, expected) in [
            ("名单.xlsx", b"hello".to_vec(), "名单.xlsx 0 : 打不开：不是 XLSX、ODS 或 ZIP 文件"),
            ("名单.xlsx", b"PK\x03\x04rest".to_vec(), "打不开：不是 XLSX、ODS 或 ZIP 文件"),
            ("名单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "是旧格式（.xls）的工作簿"),
            ("judge.csv", b"a,b\n".to_vec(), "不是评比文件夹里的文件；是否想写 judges.csv"),
            ("照片.png", b"\x89PNG".to_vec(), "照片.png 0 : 不是评比文件夹里的文件"),
        ] {
            let found = said(vec![given(name, bytes)]);
            assert!(found.contains(expected), "{found}");
        }
        let cut = Book::of(&folder).bytes();
        let cut = cut[..cut.len() / 2].to_vec();
        assert!(said(vec![given("名单.xlsx", cut)]).contains("打不开"));
        let twice = vec![given("a.xlsx", Book::of(&folder).bytes()), given("judges.csv", "judge,name,unit,group\n")];
        assert!(said(twice).contains("judges.csv 0 : 同一张表上传了两次，“评委” 已有"));
        let alone = vec![given("entries.csv", "编号,项目名称,申报单位\nA,甲,甲镇\n")];
        assert!(said(alone).contains("“评委”（judges.csv） 0 : 缺少这个文件"));
        // a CSV keeps to its own rules: what a sheet normalises, it refuses
        let strict = vec![
            given("entries.csv", "编号,项目名称,申报单位\nA,甲,甲镇\n"),
            given("judges.csv", "评委,姓名或席位,所在单位,评委组\nj1,一席,,lead\n"),
            given("measures.csv", "环节,编号,得分\ndaily,A,８．５\n"),
            rules(&folder),
        ];
        assert!(said(strict).contains("measures.csv 2 得分: 写的是“８．５”，不是普通数字"));
        assert!(matches!(
            refusal(&app.preview_new(&organiser(), Vec::new(), &RulesFrom::Example)),
            Some(IntakeFault::NoFile)
        ));
        assert_eq!((events(&app), acts(&app)), (0, 0));
    });
}

#[test]
fn a_csv_in_gb18030_is_read_as_it_is_in_a_folder() {
    on_each(|database| {
        let app = database.app();
        let folder = small();
        let encode = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
        let upload = vec![
            given("entries.csv", encode("编号,项目名称,申报单位\nA,甲项目,甲镇\n")),
            given("评委.csv", encode("评委,姓名或席位,所在单位,评委组\nj1,一席,,lead\n")),
            rules(&folder),
        ];
        let preview = shown(&app, upload);
        assert_eq!(faults(&preview), [""; 0]);
        let contents = preview.contents.expect("contents");
        assert_eq!(contents.entries, [("A".to_owned(), "甲镇".to_owned(), "甲项目".to_owned())]);
    });
}

#[test]
fn scores_of_a_day_that_is_over_come_in_with_a_new_event_and_are_announced() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        let preview = shown(&app, vec![given("folder.zip", zipped_folder(&folder, ""))]);
        assert_eq!(preview.contents.as_ref().expect("contents").marks, 18);
        let event = app.confirm_new(&organiser(), &preview.upload, "去年", Choices::default()).expect("an event");
        assert_eq!(
            export(&app, &event).tabulate(&["--format", "csv"]).stdout,
            folder.tabulate(&["--format", "csv"]).stdout
        );
    });
}

/// A draft of the small event, with a comment that stands on no card.
fn draft(app: &App) -> String {
    let folder = small();
    folder.write("comments.csv", "judge,component,entry,comment\nj1,visit,A,看过材料\n");
    let preview = shown(app, vec![given("名单.xlsx", Book::of(&folder).bytes()), rules(&folder)]);
    app.confirm_new(&organiser(), &preview.upload, "小例", Choices::default()).expect("an event")
}

#[test]
fn a_draft_is_updated_by_what_came_and_keeps_what_did_not() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let links = app.mint_links(&organiser(), &event).expect("links").links;
        let version = app.event(&organiser(), &event).expect("the event").version;
        let judges = "judge,name,unit,group\nj1,一席,市委办,lead\nj3,三席,,dept\nj4,四席,,dept\n";
        let upload = vec![given("judges.csv", judges), given("exclusions.csv", "judge,component,entry,kind,reason\n")];
        let preview = app.preview_update(&organiser(), &event, upload).expect("a preview");
        assert_eq!(faults(&preview.upload), [""; 0]);
        let [of_judges, of_exclusions] = &preview.changes[..] else { panic!("{:?}", preview.changes) };
        assert_eq!((of_judges.table.as_str(), &of_judges.added[..]), ("评委", &["j4 · 四席 · dept".to_owned()][..]));
        assert_eq!(of_judges.removed, ["j2 · 二席 · lead"]);
        let [cell] = &of_judges.changed[..] else { panic!("{of_judges:?}") };
        assert_eq!((cell.row.as_str(), cell.column.as_str(), cell.to.as_str()), ("j1 一席", "所在单位", "市委办"));
        assert_eq!(of_exclusions.removed, ["j3 · visit · A · recused · 本单位"]);
        assert_eq!(preview.gone, ["二席"]);
        assert_eq!(app.event(&organiser(), &event).expect("the event").version, version, "nothing is written yet");

        app.confirm_update(&organiser(), &event, &preview.upload.upload, Choices::default()).expect("updated");
        app.confirm_update(&organiser(), &event, &preview.upload.upload, Choices::default()).expect("nothing more");
        let rows = app.log(&organiser(), Some(&event), 100).expect("the log");
        assert_eq!(rows.iter().filter(|row| row.act == "upload").count(), 1);
        let payload = rows[0].payload.as_ref().expect("a payload");
        assert!(payload.contains(&preview.upload.files[0].1) && payload.contains("四席"), "{payload}");
        let exported = export(&app, &event);
        let read = |file: &str| std::fs::read_to_string(exported.path().join(file)).expect("a file");
        assert_eq!(read("judges.csv"), judges);
        assert_eq!(read("exclusions.csv").lines().count(), 1);
        assert_eq!(read("entries.csv").lines().count(), 4);
        assert_eq!(read("measures.csv").lines().count(), 4);
        // who stays keeps the link; whose seat is gone has none
        app.sign_in_with_link(&links[0].token).expect("j1 gets in");
        assert!(matches!(refusal(&app.sign_in_with_link(&links[1].token)), Some(LinkNotGood)));
        app.sign_in_with_link(&links[2].token).expect("j3 gets in");
        assert_eq!(read("comments.csv").lines().nth(1), Some("j1,visit,A,看过材料"));
        // the exclusion is taken back, not erased, and may come again
        let again = "judge,component,entry,kind,reason\nj3,visit,A,recused,本单位\nj4,,B,absent,出差\n";
        let preview =
            app.preview_update(&organiser(), &event, vec![given("exclusions.csv", again)]).expect("a preview");
        app.confirm_update(&organiser(), &event, &preview.upload.upload, Choices::default()).expect("updated");
        let entered = app.entered(&organiser(), &event).expect("what was entered");
        let standing: Vec<_> = entered.exclusions.iter().map(|row| row.withdrawn.is_none()).collect();
        assert_eq!(standing, [false, true, true]);
        assert!(export(&app, &event).path().join("exclusions.csv").exists());
    });
}

#[test]
fn an_update_over_what_somebody_changed_meanwhile_is_shown_again_first() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let other = Actor { who: Who::Account("other".to_owned()), role: Some(Role::Organiser) };
        let judges = |third: &str| {
            vec![given(
                "judges.csv",
                format!("judge,name,unit,group\nj1,一席,,lead\nj2,二席,,lead\nj3,{third},,dept\n"),
            )]
        };
        let mine = app.preview_update(&organiser(), &event, judges("甲")).expect("a preview").upload.upload;
        let theirs = app.preview_update(&other, &event, judges("乙")).expect("a preview").upload.upload;
        app.confirm_update(&other, &event, &theirs, Choices::default()).expect("updated");
        let refused = app.confirm_update(&organiser(), &event, &mine, Choices::default());
        assert!(matches!(refusal(&refused), Some(IntakeFault::Changed)));
        let again = app.preview_again(&organiser(), &event, &mine, Choices::default()).expect("a preview");
        let cell = &again.changes[0].changed[0];
        assert_eq!((cell.from.as_str(), cell.to.as_str()), ("乙", "甲"));
        app.confirm_update(&organiser(), &event, &again.upload.upload, Choices::default()).expect("updated");
        // the same once more would change nothing, and is not put on record
        let before = acts(&app);
        let same = app.preview_update(&organiser(), &event, judges("甲")).expect("a preview");
        assert!(same.changes.is_empty());
        let refused = app.confirm_update(&organiser(), &event, &same.upload.upload, Choices::default());
        assert!(matches!(refusal(&refused), Some(IntakeFault::Same)));
        assert_eq!(acts(&app), before);
    });
}

#[test]
fn a_draft_with_a_card_or_an_open_event_is_not_replaced() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let entries = || vec![given("entries.csv", "entry,name,unit\nA,甲,甲镇\n")];
        let with_scores = vec![given("scores.csv", "judge,component,entry,criterion,value\n")];
        let preview = app.preview_update(&organiser(), &event, with_scores).expect("a preview");
        assert!(faults(&preview.upload).join("").contains("评分不能上传到已有的活动"));
        // a fault in what stays, where what came leaves it in the air
        let preview = app.preview_update(&organiser(), &event, entries()).expect("a preview");
        let said = faults(&preview.upload).join("\n");
        assert!(said.contains("measures.csv（现有）") && said.contains("没有“B”"), "{said}");

        let judges = vec![given("judges.csv", "judge,name,unit,group\nj1,一席,,lead\nj3,三席,,dept\n")];
        let waiting = app.preview_update(&organiser(), &event, judges.clone()).expect("a preview").upload.upload;
        Tablet::new(&app, &event, "j1", "t1").outcome("A", "50", "35");
        for refused in [
            app.confirm_update(&organiser(), &event, &waiting, Choices::default()),
            app.preview_update(&organiser(), &event, judges.clone()).map(drop),
        ] {
            assert!(matches!(refusal(&refused), Some(IntakeFault::HasCards)), "{refused:?}");
        }
        let event = draft(&app);
        app.open_event(&organiser(), &event).expect("opened");
        let refused = app.preview_update(&organiser(), &event, judges);
        assert!(matches!(refusal(&refused), Some(WrongState { state: EventState::Open, .. })));
    });
}

#[test]
fn what_is_there_can_be_taken_out_as_a_workbook_and_put_back() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let (_, bytes) = app.setup_workbook(&organiser(), &event).expect("a workbook");
        let preview = app.preview_update(&organiser(), &event, vec![given("名单.xlsx", bytes)]).expect("a preview");
        assert_eq!(faults(&preview.upload), [""; 0]);
        assert_eq!(preview.changes, []);
    });
}

#[test]
fn a_copy_has_the_set_up_of_an_earlier_event_and_nothing_of_its_day() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.write("checkpoints.csv", ROUTE);
        folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,表彰,1.5,省级\n");
        folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj3,visit,B,void,笔误\n");
        let event = import(&app, &folder);
        app.arrive(&organiser(), &event, "A").expect("arrived");
        let before = export(&app, &event);
        let copy = app.copy_event(&organiser(), &event, " 明年 ").expect("an event");
        let summary = app.event(&organiser(), &copy).expect("the event");
        assert_eq!((summary.title.as_str(), summary.state, summary.rehearsal), ("明年", EventState::Draft, false));
        let copied = export(&app, &copy);
        for file in ["entries.csv", "judges.csv", "checkpoints.csv", "scoring-rules.toml"] {
            let read = |folder: &Folder| std::fs::read_to_string(folder.path().join(file)).expect("a file");
            assert_eq!(read(&copied), read(&before), "{file}");
        }
        for file in ["scores.csv", "exclusions.csv", "measures.csv", "adjustments.csv", "decisions.csv", "comments.csv"]
        {
            let rows = std::fs::read_to_string(copied.path().join(file)).expect("a file");
            assert_eq!(rows.lines().count(), 1, "{file}");
        }
        let route = app.progress(&organiser(), &copy).expect("progress").route;
        assert!(route.iter().all(|stop| stop.arrived_at.is_none()));
        let rows = app.log(&organiser(), Some(&copy), 10).expect("the log");
        assert_eq!(rows.last().expect("a row").act, "copy");
        for title in ["", "  ", &"长".repeat(101), "a\tb"] {
            let refused = app.copy_event(&organiser(), &event, title);
            assert!(matches!(refusal(&refused), Some(IntakeFault::BadTitle)), "{title:?}");
        }
        assert!(matches!(refusal(&app.copy_event(&organiser(), "none", "x")), Some(NotFound { .. })));
        assert_eq!(guanmo::app::setup::intake::next_title("演练：某市 2023 年观摩评比", 2026), "某市 2023 年观摩评比");
        assert_eq!(guanmo::app::setup::intake::next_title("某市2023年观摩评比", 2026), "某市2026年观摩评比");
    });
}
