//! `guanmo verify`: everything that is stored beside something else, held against it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::{exit, failed, manage};
use crate::app::act::actor::{Actor, Role};
use crate::app::result::verify::{Check, Verification};
use crate::config::DataSettings;
use crate::folder::bundle;
use crate::folder::bundle::check::{Check as Line, Checked, Trust, check, same_result};

#[derive(Args)]
pub(super) struct Verify {
    /// 评比活动的编号，或一个成果包（bundle.zip）；缺省为全部活动
    event: Option<String>,
    /// 成果包：存证密钥的公钥或公钥指纹，如签字单、公示页所印，须由它签署
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
    /// 公开的成果包：核对它是由所给的完整成果包得出的
    #[arg(long, value_name = "FILE")]
    public: Option<PathBuf>,
    /// 一份保存过的存证点：核对此后的日志只有增加，没有改动
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// 以 JSON 输出
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: DataSettings,
}

impl Verify {
    pub fn run(self) -> u8 {
        let since = match self.since.as_ref().map(|path| (path, fs::read_to_string(path))) {
            None => None,
            Some((_, Ok(note))) => Some(note),
            Some((path, Err(error))) => {
                eprintln!("存证点 {} 读不了：{error}", path.display());
                return exit::USAGE;
            }
        };
        if let Some(path) = self.event.as_ref().map(PathBuf::from).filter(|path| path.is_file()) {
            return self.bundle(&path, since);
        }
        if self.key.is_some() || self.public.is_some() {
            eprintln!("--key 和 --public 只用于核对成果包，请给出成果包文件");
            return exit::USAGE;
        }
        if !manage::base(&self.data).is_there() {
            eprintln!("没有这个数据库：{}", self.data.database_url());
            return exit::USAGE;
        }
        let actor = Actor::console(Role::Administrator);
        let found = manage::open_to_read(&self.data)
            .and_then(|app| app.verify(&actor, self.event.as_deref(), since.as_deref()));
        match found {
            Ok(found) => {
                self.print(&found);
                if found.is_sound() { exit::FINAL } else { exit::INVALID }
            }
            Err(error) => failed(&error),
        }
    }

    /// Holds a bundle against itself, its log, and what is known of the house.
    fn bundle(&self, path: &Path, since: Option<String>) -> u8 {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) => {
                eprintln!("成果包 {} 读不了：{error}", path.display());
                return exit::USAGE;
            }
        };
        let mut checked = check(file, &Trust { key: self.key.clone(), since });
        if let Some(public) = self.public.as_ref().filter(|_| checked.fault().is_none()) {
            checked.checks.push(derived(path, public));
        }
        if self.json {
            let checks: Vec<_> = checked
                .checks
                .iter()
                .map(|check| json!({ "word": check.word, "text": check.text, "fault": check.fault }))
                .collect();
            let told = json!({ "sound": checked.fault().is_none(), "checks": checks, "left": checked.left,
                "key": checked.fingerprint, "bundle": checked.about });
            println!("{told}");
        } else {
            print_bundle(&checked, self.key.is_some());
        }
        if checked.fault().is_none() { exit::FINAL } else { exit::INVALID }
    }

    fn print(&self, found: &Verification) {
        if self.json {
            println!("{}", json!({ "sound": found.is_sound(), "checks": found.checks }));
            return;
        }
        for check in &found.checks {
            print_check(check);
        }
        match found.first_fault() {
            None => println!("全部相符"),
            Some(first) => println!("不相符，首处：{first}"),
        }
    }
}

fn print_check(check: &Check) {
    println!("{} {}", if check.is_sound() { "✓" } else { "✗" }, check.text);
    for fault in &check.faults {
        println!("    {fault}");
    }
    let more = check.found - check.faults.len();
    if more > 0 {
        println!("    另有 {more} 处");
    }
}

/// Whether a public bundle is what comes out of a whole one.
fn derived(whole: &Path, public: &Path) -> Line {
    let text = "公开的成果包由这个完整的成果包得出".to_owned();
    let read = |path: &Path| bundle::read(path).map_err(|fault| format!("{}：{fault}", path.display()));
    let compared = read(whole).and_then(|whole| same_result(&whole, &read(public)?));
    Line { word: "public", text, fault: compared.err() }
}

fn print_bundle(checked: &Checked, key_is_known: bool) {
    if let Some(about) = &checked.about {
        println!("{}，第 {} 次封存的成绩", about.title, about.number);
        for (is, label) in [(about.demo, "演示数据（非真实评分）"), (about.rehearsal, "演练")] {
            if is {
                println!("【{label}】");
            }
        }
    }
    for line in &checked.checks {
        println!("{line}");
        if let Some(fault) = &line.fault {
            println!("    {fault}");
        }
    }
    for title in &checked.left {
        println!("○ {title}：先处理上面一行，未核对");
    }
    match (checked.fault(), &checked.fingerprint) {
        (Some(fault), _) => println!("不相符：{fault}"),
        (None, Some(fingerprint)) if !key_is_known => {
            println!("全部相符。请把公钥指纹 {fingerprint} 与签字单或公示页上的对照：文件自己不能证明密钥是谁的");
        }
        (None, _) => println!("全部相符"),
    }
}
