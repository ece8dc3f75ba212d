//! `guanmo verify`: everything that is stored beside something else, held against it.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{exit, failed, manage};
use crate::app::act::actor::{Actor, Role};
use crate::app::result::verify::{Check, Verification};
use crate::config::DataSettings;

#[derive(Args)]
pub(super) struct Verify {
    /// 评比活动的编号；缺省为全部
    event: Option<String>,
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
