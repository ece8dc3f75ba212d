//! The event folder from the desk.

use std::io::Read;

use super::{closed, exports};
use crate::support::folder::{Folder, guanmo};
use crate::support::site::{Site, Who};

/// A ZIP as an event folder.
pub fn unpacked(bytes: Vec<u8>) -> Folder {
    let folder = Folder::empty();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP");
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("read");
        let name = file.name().expect("a plain name").into_owned();
        folder.write(&name, bytes);
    }
    folder
}

fn tabulated(folder: &Folder) -> String {
    folder.tabulate(&["--format", "json", "--explain", "all"]).stdout
}

#[test]
fn the_downloaded_folder_is_what_the_command_line_exports_and_is_ranked_like_the_imported_one() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.write("comments.csv", "judge,component,entry,comment\nj1,visit,A,很好\n");
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,表彰,1.50,省级\nB,veto,,,通报\n");
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj2,visit,C,void,笔误\n");
    let event = site.import(&folder);
    let organiser = closed(&site, &event);
    let answer = organiser.get(&format!("/events/{event}/folder.zip"));
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["content-type"]),
        (200, &"application/zip".parse().expect("one"))
    );
    let downloaded = unpacked(answer.bytes().expect("bytes").to_vec());
    assert_eq!(tabulated(&downloaded), tabulated(&folder));

    let exported = Folder::empty();
    let path = exported.path().join("out");
    let data = site.server.data().path().to_str().expect("a path").to_owned();
    let output = guanmo(&["export", &event, path.to_str().expect("a path"), "--data", &data]);
    assert_eq!(output.code, 0, "{output:?}");
    let mut names: Vec<_> = std::fs::read_dir(&path).expect("files").map(|f| f.expect("a file").file_name()).collect();
    names.sort();
    assert_eq!(names.len(), 10);
    for name in &names {
        let read = |folder: &std::path::Path| std::fs::read(folder.join(name)).expect("a file");
        assert_eq!(read(downloaded.path()), read(&path), "{name:?}");
    }
    assert_eq!(std::fs::read_dir(downloaded.path()).expect("files").count(), names.len());
    assert_eq!(exports(&site, &event).len(), 2, "both are on record");
    // and once more, from what came out
    let again = site.import(&downloaded);
    let again = closed(&site, &again).get(&format!("/events/{again}/folder.zip"));
    assert_eq!(tabulated(&unpacked(again.bytes().expect("bytes").to_vec())), tabulated(&folder));
}

#[test]
fn before_the_close_the_folder_leaves_only_once_the_provisional_standings_were_opened() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let organiser = site.person(Who::Organiser);
    let path = format!("/events/{event}/folder.zip");
    let refused = organiser.get(&path);
    assert_eq!(refused.status(), 409);
    assert!(refused.text().expect("text").contains("暂定名次尚未开启"));
    assert!(exports(&site, &event).is_empty());
    assert_eq!(organiser.post(&format!("/events/{event}/provisional"), &[("reason", "核对")]).status(), 303);
    assert_eq!(organiser.get(&path).status(), 200);
    assert_eq!(exports(&site, &event).len(), 1);
}

#[test]
fn a_demonstrations_or_a_rehearsals_file_says_so_in_its_name() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let encoded = |text: &str| text.bytes().fold(String::new(), |text, b| format!("{text}%{b:02X}"));
    let event = site.import(&Folder::sound());
    let rehearsal = site.app.rehearse(&crate::support::desk::organiser(), &event).expect("a rehearsal");
    closed(&site, &rehearsal);
    for (event, label) in [(&site.published, "演示数据"), (&rehearsal, "演练")] {
        for file in ["folder.zip", "workbook.xlsx", "ranking.csv"] {
            let answer = organiser.get(&format!("/events/{event}/{file}"));
            assert_eq!(answer.status(), 200, "{file}");
            let name = answer.headers()["content-disposition"].to_str().expect("text").to_owned();
            assert!(name.contains(&encoded(label)), "{file}: {name}");
        }
    }
}
