//! Event folders of any size, made for a load.

use std::fmt::Write as _;
use std::path::Path;

use tempfile::TempDir;

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}

fn entries(folder: &Path, count: usize) {
    let rows = |row: fn(usize) -> String| (1..=count).map(row).collect::<String>();
    let text = rows(|n| format!("{n:03},第{n}个项目,第{n}镇\n"));
    write(folder, "entries.csv", &format!("编号,项目名称,申报单位\n{text}"));
    let text = rows(|n| format!("{n:03},{n},,,\n"));
    write(folder, "checkpoints.csv", &format!("编号,顺序,计划到达,计划离开,看点\n{text}"));
}

fn judges(folder: &Path, count: usize, groups: &[&str]) {
    let rows = (1..=count).map(|n| format!("j{n},第{n}席,,{}\n", groups[n % groups.len()]));
    write(folder, "judges.csv", &("评委,姓名或席位,所在单位,评委组\n".to_owned() + &rows.collect::<String>()));
}

/// An event by the example's rules, without a card, with judges who are recused from nothing.
pub fn empty(count: usize, seats: usize) -> TempDir {
    let folder = TempDir::new().expect("a directory");
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/haian-2023/scoring-rules.toml");
    std::fs::copy(rules, folder.path().join("scoring-rules.toml")).expect("copied");
    entries(folder.path(), count);
    judges(folder.path(), seats, &["leaders", "departments", "secretaries"]);
    folder
}

/// An event of one trimmed component with all of its cards but the first judge's last one.
pub fn scored(count: usize, seats: usize, criteria: usize) -> TempDir {
    let folder = TempDir::new().expect("a directory");
    let mut rules = "schema = 1\n[rounding]\ngroup = 2\ncomponent = 2\nfinal = 2\n[[group]]\nid = \"panel\"\n\
                     [[component]]\nid = \"visit\"\nkind = \"marks\"\n[component.aggregate]\nmethod = \"trimmed-mean\"\n"
        .to_owned();
    for criterion in 1..=criteria {
        write!(rules, "[[component.criterion]]\nid = \"c{criterion}\"\nmax = 20\nstep = 0.5\n").expect("written");
    }
    write(folder.path(), "scoring-rules.toml", &rules);
    entries(folder.path(), count);
    judges(folder.path(), seats, &["panel"]);
    let mut scores = "评委,环节,编号,指标,得分\n".to_owned();
    for seat in 1..=seats {
        for entry in (1..=count).filter(|entry| (seat, *entry) != (1, count)) {
            for criterion in 1..=criteria {
                let halves = (seat * 7 + entry * 13 + criterion * 5) % 41;
                writeln!(scores, "j{seat},visit,{entry:03},c{criterion},{}.{}", halves / 2, halves % 2 * 5)
                    .expect("written");
            }
        }
    }
    write(folder.path(), "scores.csv", &scores);
    folder
}
