//! Event folders as large as a day: the one whose statistics another program worked out, and ones of any size.
//! 演示数据(非真实评分).

use super::folder::Folder;

const VISIT: &str = include_str!("../statistics/visit.csv");
const REPORT: &str = include_str!("../statistics/report.csv");
const GROUPS: [(&str, &str, u32); 3] = [("lead", "市领导组", 40), ("dept", "部门组", 40), ("town", "书记互评组", 20)];

/// Rules of components of one criterion of a hundred points.
fn rules(title: &str, groups: &[(&str, &str, u32)], components: &[(&str, &str)]) -> String {
    let mut text = format!("schema = 1\ntitle = \"{title}\"\n[rounding]\ngroup = 2\ncomponent = 2\nfinal = 2\n");
    for (id, name, weight) in groups {
        text += &format!("[[group]]\nid = \"{id}\"\nname = \"{name}\"\nweight = {weight}\n");
    }
    for (id, name) in components {
        text += &format!(
            "[[component]]\nid = \"{id}\"\nname = \"{name}\"\nkind = \"marks\"\n[component.aggregate]\nmethod = \"mean\"\n\
             [[component.criterion]]\nid = \"all\"\nname = \"总评\"\nmax = 100\nstep = 0.5\n"
        );
    }
    text
}

/// Twenty seats and ten entries; each secretary is recused from their own.
pub fn day() -> Folder {
    let folder = Folder::empty();
    folder.write(
        "scoring-rules.toml",
        rules("抓党建创新争先项目观摩评比", &GROUPS, &[("visit", "现场观摩"), ("report", "汇报")]),
    );
    folder.write("entries.csv", "entry,name,unit,order\n");
    folder.write("checkpoints.csv", "entry,order,planned_arrival,planned_departure,look_at\n");
    folder.write("judges.csv", "judge,name,unit,group\n");
    folder.write("scores.csv", "judge,component,entry,criterion,value\n");
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\n");
    let units: Vec<&str> = VISIT.lines().next().expect("a header").split(',').skip(2).collect();
    for (index, unit) in units.iter().enumerate() {
        let number = index + 1;
        folder.append("entries.csv", &format!("{number:02},,{unit},{number}\n"));
        folder.append("checkpoints.csv", &format!("{number:02},{number},,,\n"));
    }
    for (component, text) in [("visit", VISIT), ("report", REPORT)] {
        for (seat, line) in text.lines().skip(1).enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            let judge = format!("s{:02}", seat + 1);
            if component == "visit" {
                let group = GROUPS[cells[1].parse::<usize>().expect("a group")].0;
                folder.append("judges.csv", &format!("{judge},{},,{group}\n", cells[0]));
            }
            for (entry, mark) in cells[2..].iter().enumerate() {
                let entry = format!("{:02}", entry + 1);
                if mark.is_empty() {
                    folder.append("exclusions.csv", &format!("{judge},{component},{entry},recused,本单位\n"));
                } else {
                    folder.append("scores.csv", &format!("{judge},{component},{entry},all,{mark}\n"));
                }
            }
        }
    }
    folder
}

/// So many seats of two groups and so many entries, with marks from a fixed sequence.
pub fn large(seats: usize, entries: usize) -> Folder {
    let folder = Folder::empty();
    let groups = [("lead", "领导组", 50), ("dept", "部门和镇区评委组", 50)];
    folder.write("scoring-rules.toml", rules("大规模观摩", &groups, &[("visit", "现场观摩")]));
    let (mut list, mut judges) = ("entry,name,unit,order\n".to_owned(), "judge,name,unit,group\n".to_owned());
    let mut stops = "entry,order,planned_arrival,planned_departure,look_at\n".to_owned();
    let mut scores = "judge,component,entry,criterion,value\n".to_owned();
    for entry in 1..=entries {
        list += &format!("{entry:03},,第{entry}号街道办事处,{entry}\n");
        stops += &format!("{entry:03},{entry},,,\n");
    }
    let mut state = 20_261_130_u64;
    for seat in 1..=seats {
        // a name of sixty characters is one
        let name = if seat == 2 {
            "某某经济技术开发区党工委管委会办公室".repeat(4)
        } else {
            format!("第{seat}席评委")
        };
        let name: String = name.chars().take(60).collect();
        judges += &format!("j{seat:02},{name},,{}\n", if seat * 3 <= seats { "lead" } else { "dept" });
        for entry in 1..=entries {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let halves = 150 + (state >> 33) % 20 + u64::try_from(seat % 7 + entry % 11).expect("few");
            scores += &format!("j{seat:02},visit,{entry:03},all,{}.{}\n", halves / 2, halves % 2 * 5);
        }
    }
    folder.write("entries.csv", list).write("judges.csv", judges).write("scores.csv", scores);
    folder.write("checkpoints.csv", stops);
    folder
}
