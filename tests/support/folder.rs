//! An event folder in a temporary directory, and the program run on it.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// An event folder that a test writes.
pub struct Folder(TempDir);

/// What a run of the program gave.
#[derive(Debug)]
pub struct Output {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    /// A small sound event: two groups, a marks component and a measure, three entries, complete.
    pub fn sound() -> Self {
        let folder = Self::empty();
        folder.write("scoring-rules.toml", RULES);
        folder.write("entries.csv", "entry,name,unit,order\nA,甲项目,甲镇,1\nB,乙项目,乙镇,2\nC,丙项目,丙镇,3\n");
        folder.write("judges.csv", "judge,name,unit,group\nj1,一席,,lead\nj2,二席,,lead\nj3,三席,,dept\n");
        folder.write("measures.csv", "component,entry,value\ndaily,A,90\ndaily,B,80\ndaily,C,70\n");
        folder.write("scores.csv", SCORES);
        folder
    }

    /// The same with a first prize for one entry, which two share: the tie needs a decision.
    pub fn tied() -> Self {
        let folder = Self::sound();
        folder.append("scoring-rules.toml", "\n[[award]]\nname = \"一等奖\"\nplaces = 1\nboundary = \"decide\"\n");
        let mut scores = "judge,component,entry,criterion,value\n".to_owned();
        for judge in ["j1", "j2", "j3"] {
            for (entry, effect) in [("A", "50"), ("B", "50"), ("C", "40")] {
                scores += &format!("{judge},visit,{entry},effect,{effect}\n{judge},visit,{entry},novelty,30\n");
            }
        }
        folder.write("scores.csv", scores);
        folder.write("measures.csv", "component,entry,value\ndaily,A,80\ndaily,B,80\ndaily,C,70\n");
        folder
    }

    pub fn empty() -> Self {
        Self(TempDir::new().expect("a temporary directory"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.0.path().join(file), text).expect("written");
        self
    }

    /// A missing file is an empty one.
    pub fn remove(&self, file: &str) -> &Self {
        std::fs::remove_file(self.0.path().join(file)).expect("removed");
        self
    }

    pub fn append(&self, file: &str, text: &str) -> &Self {
        let before = std::fs::read_to_string(self.0.path().join(file)).unwrap_or_default();
        self.write(file, before + text)
    }

    /// Replaces a part that must be there.
    pub fn replace(&self, file: &str, from: &str, to: &str) -> &Self {
        let before = std::fs::read_to_string(self.0.path().join(file)).expect("a file");
        assert!(before.contains(from), "{file} does not contain {from:?}");
        self.write(file, before.replacen(from, to, 1))
    }

    pub fn tabulate(&self, arguments: &[&str]) -> Output {
        let dir = self.path().to_str().expect("a plain path");
        guanmo(&[&["tabulate", dir], arguments].concat())
    }

    /// The ranking as rows of cells, for a run that must exit with `code`.
    pub fn ranking(&self, code: i32) -> Vec<Vec<String>> {
        let output = self.tabulate(&["--format", "csv"]);
        assert_eq!(output.code, code, "{output:?}");
        let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
    }

    /// One column of the ranking by entry, as `entry=value` in the order of the rows.
    pub fn column(&self, code: i32, column: &str) -> Vec<String> {
        let output = self.tabulate(&["--format", "csv"]);
        assert_eq!(output.code, code, "{output:?}");
        let header = output.stdout.lines().next().expect("a header").to_owned();
        let position = header.split(',').position(|name| name == column).expect("the column");
        self.ranking(code).iter().map(|row| format!("{}={}", row[1], row[position])).collect()
    }
}

/// Runs the program.
pub fn guanmo(arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_guanmo")).args(arguments).output().expect("the program runs");
    Output {
        code: output.status.code().expect("an exit code"),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// A route of the small event's first two entries.
pub const ROUTE: &str = "entry,order,planned_arrival,planned_departure,look_at\nA,1,08:10,08:35,\nB,2,09:10,09:35,\n";

const RULES: &str = r#"schema = 1
title = "小例"

[rounding]
group = 2
component = 2
component_weighted = 2
final = 2

[[group]]
id = "lead"
weight = 60

[[group]]
id = "dept"
weight = 40

[[component]]
id = "visit"
kind = "marks"
weight = 0.8

[component.aggregate]
method = "mean"

[[component.criterion]]
id = "effect"
max = 60
step = 0.5

[[component.criterion]]
id = "novelty"
max = 40
step = 0.5

[[component]]
id = "daily"
kind = "measure"
weight = 0.2
max = 100
"#;

const SCORES: &str = "judge,component,entry,criterion,value
j1,visit,A,effect,50
j1,visit,A,novelty,35
j2,visit,A,effect,52.5
j2,visit,A,novelty,36
j3,visit,A,effect,48
j3,visit,A,novelty,30.5
j1,visit,B,effect,45
j1,visit,B,novelty,30
j2,visit,B,effect,44
j2,visit,B,novelty,31
j3,visit,B,effect,47
j3,visit,B,novelty,33
j1,visit,C,effect,40
j1,visit,C,novelty,20
j2,visit,C,effect,41
j2,visit,C,novelty,22
j3,visit,C,effect,42
j3,visit,C,novelty,24
";
