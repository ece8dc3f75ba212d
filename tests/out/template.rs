//! The template as an office program opens it, and what comes back from there.

use std::io::{Cursor, Read};

use crate::support::office;
use crate::support::site::{Person, Site, Who};

fn template(person: &Person) -> Vec<u8> {
    let answer = person.get("/events/new/template.xlsx");
    assert_eq!(answer.status(), 200);
    answer.bytes().expect("bytes").to_vec()
}

/// The text of all sheets' parts.
fn parts(workbook: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a ZIP");
    let mut texts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        if part.name().expect("a name").starts_with("xl/worksheets/") {
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            texts.push(text);
        }
    }
    texts
}

#[test]
fn an_office_program_opens_the_template_with_its_headers_and_examples() {
    let site = Site::demo();
    let sheets = office::sheets(&template(&site.person(Who::Organiser)));
    let names: Vec<&str> = sheets.keys().map(String::as_str).collect();
    let mut expected = ["说明", "参评项目", "评委", "行程", "回避", "日常考核", "加减分", "选项"];
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(sheets["评委"][0], ["评委", "姓名或席位", "所在单位", "评委组", "评审组"]);
    assert_eq!(sheets["评委"][1], ["L1", "示例：市领导一席", "", "市领导", ""]);
    assert_eq!(sheets["参评项目"][1][..3], ["01", "示例：一网通办便民服务", "示例甲镇"]);
    assert_eq!(sheets["行程"][1][2], "08:30");
    assert_eq!(sheets["加减分"][0], ["编号", "类型", "事项", "分值", "原因"]);
    let words: Vec<&String> = sheets["选项"].iter().flatten().collect();
    for word in ["书记互评", "现场观摩", "日常考核", "国家级表彰", "回避", "否决"] {
        assert!(words.iter().any(|known| *known == word), "{word}: {words:?}");
    }
}

#[test]
fn what_an_office_program_saves_again_keeps_drop_downs_and_becomes_an_event() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let template = template(&organiser);
    let frozen = parts(&template).iter().filter(|sheet| sheet.contains("state=\"frozen\"")).count();
    assert!(frozen >= 6, "headers stay in view, which a program without a screen does not keep");
    let saved = office::saved(&template);
    let sheets = parts(&saved);
    assert!(sheets.iter().filter(|sheet| sheet.contains("<dataValidation ")).count() >= 5, "drop-downs are kept");
    let mut body = b"--cut\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.xlsx\"\r\n\r\n".to_vec();
    body.extend(saved);
    body.extend(b"\r\n--cut--\r\n");
    let request = organiser.request("POST", "/events/new").header("origin", organiser.origin());
    let answer = organiser.send(request.header("content-type", "multipart/form-data; boundary=cut").body(body));
    let (status, page) = (answer.status().as_u16(), answer.text().expect("a page"));
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("参评项目 3 个") && page.contains("评委 6 席") && page.contains("考核数值 0 个"), "{page}");
}
