//! Set-up from uploads over HTTP: the whole way of an organiser, and what somebody sends who means no good.

use std::io::{Cursor, Read, Write};

use reqwest::blocking::{Body, Response};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::support::folder::{Folder, ROUTE};
use crate::support::site::{Person, Site, Who};
use crate::support::workbook::{Book, text, zipped};

/// A form with files, and what else is filled in.
fn form(files: &[(&str, &[u8])], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, bytes) in files {
        let head = format!(
            "--cut\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    body
}

fn send(person: &Person, path: &str, body: impl Into<Body>) -> Response {
    let request = person.request("POST", path).header("origin", person.origin());
    person.send(request.header("content-type", "multipart/form-data; boundary=cut").body(body))
}

/// Uploads files; gives the status and the page.
fn upload(person: &Person, path: &str, files: &[(&str, &[u8])]) -> (u16, String) {
    let answer = send(person, path, form(files, &[]));
    (answer.status().as_u16(), answer.text().expect("a page"))
}

/// What stands in the form that confirms.
fn waiting(page: &str) -> String {
    let field = page.split("name=\"upload\" value=\"").nth(1).expect("a form that confirms");
    field.split('"').next().expect("an id").to_owned()
}

fn small() -> Folder {
    let folder = Folder::sound();
    folder.remove("scores.csv").write("checkpoints.csv", ROUTE);
    folder
}

fn rules(folder: &Folder) -> Vec<u8> {
    std::fs::read(folder.path().join("scoring-rules.toml")).expect("rules")
}

#[test]
fn an_organiser_goes_from_the_template_to_the_desk_of_a_new_event() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    assert!(organiser.page("/events").contains("href=\"/events/new\""));
    let page = organiser.page("/events/new");
    assert!(page.contains("下载模板") && page.contains("复制以前的活动"), "{page}");
    let template = organiser.get("/events/new/template.xlsx?rules=");
    assert_eq!(template.status(), 200);
    let name = template.headers()["content-disposition"].to_str().expect("text").to_owned();
    assert!(name.contains("template.xlsx") && name.contains("%E6%A8%A1%E6%9D%BF"), "{name}");
    let template = template.bytes().expect("bytes");

    let before = site.acts();
    let (status, page) = upload(&organiser, "/events/new", &[("名单.xlsx", &template)]);
    assert_eq!(status, 200);
    for said in ["参评项目 3 个", "评委 6 席", "行程 3 站", "采用示例规则", "按编号 leaders 计", "SHA-256"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(site.acts(), before, "nothing is on record before it is confirmed");
    let id = waiting(&page);
    let confirm = || organiser.post("/events/new/confirm", &[("upload", &id), ("title", "新的评比活动")]);
    let (first, second) = (confirm(), confirm());
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (303, 303));
    let place = first.headers()["location"].to_str().expect("text").to_owned();
    assert_eq!(second.headers()["location"].to_str().expect("text"), place);
    assert!(organiser.page(&place).contains("新的评比活动"));
    assert_eq!(site.acts(), before + 1);
    assert_eq!(organiser.page("/events").matches("新的评比活动").count(), 1);
}

#[test]
fn a_draft_is_changed_by_an_upload_after_its_difference_was_seen() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let folder = small();
    let book = Book::of(&folder);
    let (_, page) =
        upload(&organiser, "/events/new", &[("a.xlsx", &book.bytes()), ("scoring-rules.toml", &rules(&folder))]);
    let made = organiser.post("/events/new/confirm", &[("upload", &waiting(&page)), ("title", "小例")]);
    let event = made.headers()["location"].to_str().expect("text").split('/').nth(2).expect("an id").to_owned();
    let path = format!("/events/{event}/upload");
    assert!(organiser.page(&path).contains("下载现有名单"));
    assert_eq!(organiser.get(&format!("{path}/setup.xlsx")).status(), 200);
    let judges: &[u8] = "评委,姓名或席位,所在单位,评委组\nj1,一席,,lead\nj3,三席,,dept\nj9,九席,,dept\n".as_bytes();
    let (status, page) = upload(&organiser, &path, &[("judges.csv", judges)]);
    assert_eq!(status, 200);
    for said in ["新增", "j9 · 九席 · dept", "删去", "j2 · 二席 · lead", "不再是评委", "确认更新"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    let confirm = |page: &str| organiser.post(&format!("{path}/confirm"), &[("upload", &waiting(page))]);
    // somebody enters a measure meanwhile
    let drawn = ("drawn", r#"{"daily/A":"90"}"#);
    let measure = [("value-daily/A", "91"), ("reason", "更正"), drawn];
    assert_eq!(organiser.post(&format!("/events/{event}/measures"), &measure).status(), 303);
    let answer = confirm(&page);
    assert_eq!(answer.status(), 409);
    let page = answer.text().expect("a page");
    assert!(page.contains("已被别人修改") && page.contains("j9 · 九席 · dept"), "{page}");
    assert_eq!(confirm(&page).status(), 303);
    assert_eq!(confirm(&page).status(), 303, "pressed twice");
    assert_eq!(organiser.post(&format!("/events/{event}/open"), &[("sure", "yes")]).status(), 303);
    let (status, page) = upload(&organiser, &path, &[("judges.csv", judges)]);
    assert!(status == 409 && page.contains("已经开放评分，不能再用上传替换"), "{status} {page}");
    assert!(organiser.page(&path).contains("已经开放评分"));
}

#[test]
fn a_copy_is_made_from_the_page_and_lands_on_its_desk() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let answer = organiser.post("/events/new/copy", &[("event", &site.published), ("title", "明年的评比")]);
    assert_eq!(answer.status(), 303);
    let place = answer.headers()["location"].to_str().expect("text").to_owned();
    assert!(organiser.page(&place).contains("明年的评比"));
    assert_eq!(organiser.post("/events/new/copy", &[("event", "none"), ("title", "x")]).status(), 404);
    assert_eq!(organiser.post("/events/new/copy", &[("event", &site.published), ("title", " ")]).status(), 422);
}

#[test]
fn what_is_wrong_is_shown_with_its_place_and_nothing_is_written() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let folder = small();
    let mut book = Book::of(&folder);
    book.set("评委", "D3", text("<nobody>"));
    book.sheet("参评项目").merged.push("B2:B3".to_owned());
    let before = site.acts();
    let files: [(&str, &[u8]); 2] = [("a.xlsx", &book.bytes()), ("scoring-rules.toml", &rules(&folder))];
    let (status, page) = upload(&organiser, "/events/new", &files);
    assert_eq!(status, 422);
    for said in ["2 处问题，没有写入任何内容", "“评委”", "D（评委组）", "没有“&lt;nobody&gt;”", "B2:B3 是合并的单元格"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("确认建立") && page.contains("改正后重新上传"), "{page}");
    let refused = |files: &[(&str, &[u8])]| upload(&organiser, "/events/new", files);
    let (status, page) = refused(&[]);
    assert!(status == 422 && page.contains("没有选择文件"), "{status} {page}");
    let many: Vec<(&str, &[u8])> = vec![("entries.csv", b"x".as_slice()); 20];
    let (status, page) = refused(&many);
    assert!(status == 422 && page.contains("最多上传 11 个文件"), "{status} {page}");
    let gone = organiser.post("/events/new/confirm", &[("upload", "none"), ("title", "x")]);
    assert_eq!(gone.status(), 409);
    let page = gone.text().expect("a page");
    assert!(page.contains("这次上传已经过期") && page.contains("name=\"files\""), "{page}");
    assert_eq!(organiser.post("/events/new", &[("files", "x")]).status(), 415);
    let no_rules = send(&organiser, "/events/new", form(&files, &[("rules", "none")]));
    assert_eq!(no_rules.status(), 404);
    assert_eq!(site.acts(), before);
    assert_eq!(organiser.page("/events").matches("<h3>").count(), 2, "the demonstration's events and no other");
}

/// A ZIP with a part of so many megabytes of the same byte.
fn bomb(part: &str, before: &str, megabytes: usize) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let whole = Book::default().bytes();
    let mut parts = zip::ZipArchive::new(Cursor::new(whole)).expect("a ZIP");
    for index in 0..parts.len() {
        let mut file = parts.by_index(index).expect("a part");
        let (name, mut bytes) = (file.name().expect("a name").into_owned(), Vec::new());
        file.read_to_end(&mut bytes).expect("read");
        if name != part {
            archive.start_file(name, SimpleFileOptions::default()).expect("a part");
            archive.write_all(&bytes).expect("written");
        }
    }
    archive.start_file(part, SimpleFileOptions::default()).expect("a part");
    archive.write_all(before.as_bytes()).expect("written");
    let megabyte = vec![b' '; 1024 * 1024];
    for _ in 0..megabytes {
        archive.write_all(&megabyte).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The most memory that the server has ever held, in kilobytes.
fn most_memory(site: &Site) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", site.server.id())).expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM")).expect("the peak");
    line.split_whitespace().nth(1).expect("a figure").parse().expect("a number")
}

#[test]
fn a_zip_bomb_is_not_inflated_and_the_server_goes_on() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let before = (site.acts(), most_memory(&site));
    let (texts, entries) = (bomb("xl/styles.xml", "<styleSheet><numFmts>", 120), bomb("entries.csv", "编号\n", 120));
    let many: Vec<(String, Vec<u8>)> = (0..600).map(|n| (format!("{n}.txt"), Vec::new())).collect();
    let many = zipped(many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    // a workbook of nothing but cells
    let cells =
        format!("<worksheet><sheetData>{}</sheetData></worksheet>", "<row><c><v>1</v></c></row>".repeat(900_000));
    let mut book = Book::default();
    book.add("参评项目", "编号\n");
    let book = zip_with(&book.bytes(), "xl/worksheets/sheet1.xml", cells.as_bytes());
    for (name, bytes, expected) in [
        ("a.xlsx", texts, "解压后超过 32 MB"),
        (
            "a.zip",
            zip_without(&entries, &["xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"]),
            "解压后超过 32 MB",
        ),
        ("b.zip", many, "里面有 600 个文件，最多 500 个"),
        ("b.xlsx", book, "第 50000 行以下还有内容"),
    ] {
        assert!(bytes.len() < 4 * 1024 * 1024, "{name}: {}", bytes.len());
        let (status, page) = upload(&organiser, "/events/new", &[(name, &bytes)]);
        assert_eq!(status, 422, "{name}");
        assert!(page.contains(expected), "{name}: {page}");
    }
    assert_eq!(site.acts(), before.0);
    let held = most_memory(&site);
    assert!(held < before.1 + 160 * 1024, "{held} KB, {} before", before.1);
    assert_eq!(organiser.get("/events/new").status(), 200);
}

/// A ZIP with one of its parts replaced.
fn zip_with(bytes: &[u8], part: &str, by: &[u8]) -> Vec<u8> {
    let mut files = files_of(bytes);
    files.iter_mut().filter(|(name, _)| name == part).for_each(|(_, bytes)| *bytes = by.to_vec());
    zipped(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
}

/// A ZIP without some of its parts; what is large in it stays packed.
fn zip_without(bytes: &[u8], without: &[&str]) -> Vec<u8> {
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..parts.len() {
        let file = parts.by_index_raw(index).expect("a part");
        if !without.contains(&&*file.name().expect("a name")) {
            archive.raw_copy_file(file).expect("copied");
        }
    }
    archive.finish().expect("an archive").into_inner()
}

fn files_of(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
    let files = (0..parts.len()).map(|index| {
        let mut file = parts.by_index(index).expect("a part");
        let (name, mut bytes) = (file.name().expect("a name").into_owned(), Vec::new());
        file.read_to_end(&mut bytes).expect("read");
        (name, bytes)
    });
    files.collect()
}

#[test]
fn an_upload_of_a_hundred_megabytes_is_refused_with_an_answer_that_can_be_read() {
    let site = Site::demo();
    let (organiser, visitor) = (site.person(Who::Organiser), site.visitor());
    let before = (site.acts(), most_memory(&site));
    let update = format!("/events/{}/upload", site.under_way);
    let megabytes = |count: u64| std::io::repeat(b'x').take(count * 1024 * 1024);
    // who may not send anything is told that instead
    let refused = send(&visitor, "/events/new", Body::new(megabytes(100)));
    assert_eq!(refused.status(), 401);
    assert!(refused.text().expect("a page").contains("请重新登录"));
    for (person, path) in [(&organiser, "/events/new"), (&organiser, &update)] {
        let answer = send(person, path, Body::new(megabytes(100)));
        assert_eq!(answer.status(), 413, "{path}");
        let page = answer.text().expect("a page");
        assert!(page.contains("提交的内容过大，最多 4160 KB"), "{page}");
    }
    // one file that is just too large, within a form that is not
    let (status, page) = upload(&organiser, "/events/new", &[("a.xlsx", &vec![b' '; 4 * 1024 * 1024 + 1])]);
    assert!(status == 413 && page.contains("最多 4096 KB"), "{status} {page}");
    // what is cut off in the middle
    let whole = form(&[("a.csv", b"x")], &[]);
    let cut = send(&organiser, "/events/new", whole[..whole.len() - 12].to_vec());
    assert_eq!(cut.status(), 400);
    std::thread::scope(|scope| {
        for _ in 0..10 {
            scope.spawn(|| assert_eq!(send(&visitor, "/events/new", Body::new(megabytes(20))).status(), 401));
        }
    });
    assert_eq!(site.acts(), before.0);
    let held = most_memory(&site);
    assert!(held < before.1 + 100 * 1024, "{held} KB, {} before", before.1);
}
