//! Events of any size for the pages that show results: entries, judges and marks as a test wants them.

use std::fmt::Write as _;

use guanmo::app::App;
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder;

use super::desk::{ask_for_no_signature, organiser, publish};
use super::folder::Folder;

/// An event with two components that are marked, and one that is measured.
pub struct Made {
    pub title: &'static str,
    /// Units, with their themes and tracks.
    pub entries: Vec<(String, &'static str, &'static str)>,
    /// Seats of the two groups.
    pub judges: (usize, usize),
    /// Half marks that a judge takes off an entry's card: component, judge, entry.
    pub off: fn(usize, usize, usize) -> usize,
    /// What is measured, in hundredths, of an entry.
    pub daily: fn(usize) -> usize,
    /// Further lines of the rules.
    pub rules: &'static str,
    /// Rows of `adjustments.csv`.
    pub adjustments: &'static str,
}

const THEMES: [&str; 4] = ["产业发展", "干部队伍", "乡村振兴", "基层治理"];

impl Made {
    /// So many entries, with marks that differ.
    pub fn of(entries: usize) -> Self {
        let entry = |index: usize| {
            (format!("第{}镇", index + 1), THEMES[index % 4], if index.is_multiple_of(3) { "园区组" } else { "镇组" })
        };
        Self {
            title: "2024年观摩评比",
            entries: (0..entries).map(entry).collect(),
            judges: (4, 5),
            off: |component, judge, entry| 10 + (component * 3 + judge * 7 + entry * 5) % 11 + entry % 40,
            daily: |entry| 9500 - (entry * 37) % 700,
            rules: AWARDS,
            adjustments: "",
        }
    }

    /// The event folder.
    pub fn folder(&self) -> Folder {
        let folder = Folder::empty();
        folder.write("scoring-rules.toml", format!("{RULES}{}", self.rules));
        let mut entries = "entry,name,unit,theme,track,order\n".to_owned();
        let mut measures = "component,entry,value\n".to_owned();
        for (index, (unit, theme, track)) in self.entries.iter().enumerate() {
            let number = index + 1;
            writeln!(entries, "{number},第{number}号项目,{unit},{theme},{track},{number}").expect("written");
            let daily = (self.daily)(index);
            writeln!(measures, "daily,{number},{}.{:02}", daily / 100, daily % 100).expect("written");
        }
        let seats = (0..self.judges.0).map(|_| "lead").chain((0..self.judges.1).map(|_| "dept"));
        let groups: Vec<&str> = seats.collect();
        let mut judges = "judge,name,unit,group\n".to_owned();
        let mut scores = "judge,component,entry,criterion,value\n".to_owned();
        for (judge, group) in groups.iter().enumerate() {
            writeln!(judges, "j{judge},第{}席,,{group}", judge + 1).expect("written");
            for (component, id) in ["visit", "report"].into_iter().enumerate() {
                for entry in 0..self.entries.len() {
                    let halves = 200_usize.saturating_sub((self.off)(component, judge, entry));
                    let (mark, half) = (halves / 2, if halves.is_multiple_of(2) { "" } else { ".5" });
                    writeln!(scores, "j{judge},{id},{},all,{mark}{half}", entry + 1).expect("written");
                }
            }
        }
        folder.write("entries.csv", entries).write("judges.csv", judges);
        folder.write("measures.csv", measures).write("scores.csv", scores);
        if !self.adjustments.is_empty() {
            folder.write("adjustments.csv", format!("entry,kind,item,points,reason\n{}", self.adjustments));
        }
        folder
    }

    /// The event, open.
    pub fn open(&self, app: &App) -> String {
        let read = folder::read_dir(self.folder().path(), None).expect("a sound folder");
        let options = ImportOptions { title: Some(self.title.to_owned()), ..ImportOptions::default() };
        app.import(&organiser(), read, options).expect("an event")
    }

    /// The event, published without signatures.
    pub fn published(&self, app: &App) -> String {
        let event = self.open(app);
        ask_for_no_signature(app, &event);
        app.close(&organiser(), &event, None).expect("closed");
        publish(app, &event).expect("published");
        event
    }
}

/// Three prizes.
pub const AWARDS: &str = "
[[award]]
name = \"一等奖\"
places = 1
boundary = \"enlarge\"

[[award]]
name = \"二等奖\"
places = 3
boundary = \"enlarge\"

[[award]]
name = \"三等奖\"
places = 6
boundary = \"enlarge\"
";

const RULES: &str = "schema = 1
title = \"成绩页的例\"

[rounding]
group = 2
component = 2
component_weighted = 2
final = 2

[ranking]
tie_break = [\"component:visit\"]

[[group]]
id = \"lead\"
name = \"市领导组\"
weight = 60

[[group]]
id = \"dept\"
name = \"部门组\"
weight = 40

[[component]]
id = \"visit\"
name = \"现场观摩\"
kind = \"marks\"
weight = 0.5

[component.aggregate]
method = \"mean\"
empty_group = \"renormalise\"

[[component.criterion]]
id = \"all\"
name = \"综合\"
max = 100
step = 0.5

[[component]]
id = \"report\"
name = \"汇报\"
kind = \"marks\"
weight = 0.3

[component.aggregate]
method = \"mean\"
empty_group = \"renormalise\"

[[component.criterion]]
id = \"all\"
name = \"综合\"
max = 100
step = 0.5

[[component]]
id = \"daily\"
name = \"日常考核\"
kind = \"measure\"
weight = 0.2
max = 100
";
