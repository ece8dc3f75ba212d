//! Commands that work on the database: import, export, links, accounts.

use std::fs::DirBuilder;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};

use super::{exit, failed, tabulate};
use crate::app::act::actor::{Actor, Role};
use crate::app::act::clock::Clock;
use crate::app::desk::links::Minted;
use crate::app::event::view::EventState;
use crate::app::people::link::JudgeLink;
use crate::app::setup::folder_io::ImportOptions;
use crate::app::{App, AppError, Base};
use crate::config::DataSettings;
use crate::folder::{self, neutralise};
use crate::web;

#[derive(Args)]
pub(super) struct Import {
    /// 评比文件夹，或一份带评分规则的名单（XLSX、ODS、ZIP）
    dir: PathBuf,
    /// 先筹备，不开放评分
    #[arg(long)]
    draft: bool,
    #[command(flatten)]
    data: DataSettings,
}

#[derive(Args)]
pub(super) struct Export {
    /// 评比活动的编号
    event: String,
    /// 写到哪个文件夹
    dir: PathBuf,
    #[command(flatten)]
    data: DataSettings,
}

/// A command on one event.
#[derive(Args)]
pub(super) struct EventCommand {
    /// 评比活动的编号
    event: String,
    #[command(flatten)]
    data: DataSettings,
}

#[derive(Args)]
pub(super) struct Links {
    /// 评比活动的编号
    event: String,
    /// 对外网址，评委用它打开链接
    #[arg(long, env = "GUANMO_PUBLIC_URL", value_name = "URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
    #[command(flatten)]
    data: DataSettings,
}

#[derive(Args)]
pub(super) struct Account {
    #[command(subcommand)]
    action: AccountAction,
}

#[derive(Subcommand)]
enum AccountAction {
    /// 新建账号，随机密码只显示这一次
    Create {
        /// 用户名
        name: String,
        /// 角色：organiser 组织者，teller 计票人，scrutineer 监票人，inspector 纪检监察，official 领导，administrator 管理员
        #[arg(value_parser = staff_role)]
        role: Role,
        /// 姓名，印在签字栏和成绩单上；缺省显示用户名
        #[arg(long, value_name = "NAME", default_value = "")]
        full_name: String,
        /// 还没有任何账号时一并建立的系统管理员账号的用户名
        #[arg(long, env = "GUANMO_ADMIN_NAME", value_name = "NAME", default_value = "admin")]
        admin_name: String,
        #[command(flatten)]
        data: DataSettings,
    },
    /// 重设密码，随机密码只显示这一次
    Reset {
        /// 用户名
        name: String,
        #[command(flatten)]
        data: DataSettings,
    },
}

fn staff_role(word: &str) -> Result<Role, String> {
    let role = Role::from_word(word).filter(|role| *role != Role::Judge);
    role.ok_or_else(|| "可用：organiser、teller、scrutineer、inspector、official、administrator".to_owned())
}

/// The database that the settings name.
pub(super) fn base(data: &DataSettings) -> Base {
    let patience = Duration::from_secs(data.database_timeout);
    let (log_key, witnesses) = (Some(data.log_key()), data.witnesses.clone());
    Base { url: data.database_url(), readers: data.database_readers, patience, log_key, witnesses }
}

/// Opens the database that the settings name, with its folder.
pub(super) fn open(data: &DataSettings) -> Result<App, AppError> {
    if let Err(error) = make_private(&data.data_dir) {
        eprintln!("数据目录 {} 建不了：{error}", data.data_dir.display());
    }
    App::open(base(data), Clock::System)
}

/// Opens the database that the settings name, signing nothing: a copy of it can be looked at where its key is not.
pub(super) fn open_to_read(data: &DataSettings) -> Result<App, AppError> {
    App::open(Base { log_key: None, witnesses: None, ..base(data) }, Clock::System)
}

/// Makes a folder that only its owner reads: marks, hashes of passwords and the receipts' key are in it.
fn make_private(dir: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

impl Import {
    pub fn run(self) -> u8 {
        let folder = match tabulate::read(&self.dir, None) {
            Ok(folder) => folder,
            Err(code) => return code,
        };
        let (entries, judges) = (folder.event.entries().len(), folder.event.judges().len());
        let state = if self.draft { EventState::Draft } else { EventState::Open };
        let options = ImportOptions { state, ..ImportOptions::default() };
        let actor = Actor::console(Role::Organiser);
        match open(&self.data).and_then(|app| app.import(&actor, folder, options)) {
            Ok(id) => {
                println!("已导入 {entries} 个参评项目、{judges} 名评委，评比活动的编号是 {id}");
                exit::FINAL
            }
            Err(error) => failed(&error),
        }
    }
}

impl EventCommand {
    fn run<T>(self, act: impl FnOnce(&App, &Actor, &str) -> Result<T, AppError>, say: impl FnOnce(&T)) -> u8 {
        let actor = Actor::console(Role::Organiser);
        match open(&self.data).and_then(|app| act(&app, &actor, &self.event)) {
            Ok(done) => {
                say(&done);
                exit::FINAL
            }
            Err(error) => failed(&error),
        }
    }

    pub fn open(self) -> u8 {
        self.run(App::open_event, |()| println!("已开放评分，演练随之作废"))
    }

    pub fn rehearse(self) -> u8 {
        self.run(App::rehearse, |id| println!("已新建演练，开放评分，演练的编号是 {id}"))
    }

    pub fn discard(self) -> u8 {
        self.run(App::discard_rehearsal, |()| println!("演练已作废"))
    }
}

impl Export {
    pub fn run(self) -> u8 {
        let actor = Actor::console(Role::Organiser);
        let exported = open(&self.data)
            .and_then(|app| Ok((app.export(&actor, &self.event)?, app.event(&actor, &self.event)?.rehearsal)));
        let (files, rehearsal) = match exported {
            Ok((folder, rehearsal)) => (folder::write_files(&folder), rehearsal),
            Err(error) => return failed(&error),
        };
        // what is there already is not written over
        if let Some(name) = files.keys().find(|name| self.dir.join(name).exists()) {
            eprintln!("{} 已经存在，请换一个空文件夹", self.dir.join(name).display());
            return exit::USAGE;
        }
        let write = || -> io::Result<()> {
            std::fs::create_dir_all(&self.dir)?;
            files.iter().try_for_each(|(name, bytes)| std::fs::write(self.dir.join(name), bytes))
        };
        match write() {
            Ok(()) => {
                let label = if rehearsal { "（演练，不是正式成绩）" } else { "" };
                println!("已导出到 {}{label}", self.dir.display());
                exit::FINAL
            }
            Err(error) => {
                eprintln!("{} 写不进去：{error}", self.dir.display());
                exit::USAGE
            }
        }
    }
}

impl Links {
    pub fn run(self) -> u8 {
        let actor = Actor::console(Role::Organiser);
        let minted = open(&self.data).and_then(|app| app.mint_links(&actor, &self.event));
        for name in minted.iter().flat_map(|minted| &minted.left) {
            eprintln!("{name} 已有评分卡，没有重新生成；请在组织台的“评委链接”逐席办理");
        }
        match minted {
            Ok(Minted { links, .. }) => match print_links(&links, &self.public_url) {
                Ok(()) => {
                    if web::is_only_here(&self.public_url) {
                        let url = &self.public_url;
                        eprintln!(
                            "注意：这些网址（{url}）只在本机能打开，评委的平板打不开。请用 --public-url 写明平板能打开的网址"
                        );
                    }
                    exit::FINAL
                }
                Err(error) => {
                    eprintln!("链接写不出去：{error}");
                    exit::USAGE
                }
            },
            Err(error) => failed(&error),
        }
    }
}

/// The address that a judge opens.
pub(super) fn address(link: &JudgeLink, public_url: &str) -> String {
    format!("{}/j/{}", public_url.trim_end_matches('/'), link.token.reveal())
}

fn print_links(links: &[JudgeLink], public_url: &str) -> Result<(), csv::Error> {
    let mut csv = csv::Writer::from_writer(io::stdout().lock());
    csv.write_record(["judge", "name", "link"])?;
    for link in links {
        csv.write_record([neutralise(&link.judge), neutralise(&link.name), address(link, public_url)])?;
    }
    csv.flush()?;
    Ok(())
}

impl Account {
    pub fn run(self) -> u8 {
        let actor = Actor::console(Role::Administrator);
        let made = match self.action {
            AccountAction::Create { name, role, full_name, admin_name, data } => {
                let who = (name.as_str(), full_name.as_str());
                open(&data).and_then(|app| app.create_account_at_console(&actor, who, role, &admin_name))
            }
            AccountAction::Reset { name, data } => {
                open(&data).and_then(|app| Ok(vec![app.reset_password(&actor, &name, None)?]))
            }
        };
        match made {
            Ok(accounts) => {
                for account in &accounts {
                    println!("{}（{}）的密码：{}", account.name, account.role.title(), account.password.reveal());
                }
                if accounts.len() > 1 {
                    println!("这是此数据库的第一个账号，一并建立了系统管理员账号，其余账号由系统管理员在“账号”页建立");
                }
                println!("请当面交给本人；首次登录时须换成只有本人知道的密码");
                exit::FINAL
            }
            Err(error) => failed(&error),
        }
    }
}
