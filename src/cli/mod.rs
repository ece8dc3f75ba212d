//! The command line: reads arguments, calls what does the work, words the outcome, gives the exit
//! code. Knows no arithmetic and no SQL.

mod cert;
mod files;
mod manage;
mod serve;
mod tabulate;
mod tls;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::AppError;
use crate::store::StoreError;

/// Exit codes, as documented.
mod exit {
    /// The result is final; all is well.
    pub const FINAL: u8 = 0;
    /// The input has faults.
    pub const INVALID: u8 = 1;
    /// The command was called wrongly.
    pub const USAGE: u8 = 2;
    /// A ranking was printed that is not final.
    pub const PROVISIONAL: u8 = 3;
}

#[derive(Parser)]
#[command(name = "guanmo", version, about = "观摩评比：评分、汇总、公布")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 汇总一个评比文件夹，得出名次（不需要服务器和数据库）
    Tabulate(tabulate::Tabulate),
    /// 只检查一个评比文件夹，不汇总
    Check {
        /// 评比文件夹，或一份名单（XLSX、ODS、ZIP）
        dir: PathBuf,
        /// 改用另一份规则文件
        #[arg(long, value_name = "FILE")]
        rules: Option<PathBuf>,
    },
    /// 启动服务
    Serve(Box<serve::Serve>),
    /// 生成加密用的证书：颁发机构（只在第一次）和给本机地址的服务器证书
    Cert(cert::Cert),
    /// 由评比文件夹新建评比活动，最后一个词是活动的编号
    Import(manage::Import),
    /// 开放评分：筹备中的评比活动从此收取评分卡，它的演练随即作废
    Open(manage::EventCommand),
    /// 新建一次演练（副本，没有评分卡），最后一个词是演练的编号
    Rehearse(manage::EventCommand),
    /// 作废一次演练：不再列出，链接和登录失效
    Discard(manage::EventCommand),
    /// 把评比活动写成评比文件夹
    Export(manage::Export),
    /// 生成评委登录链接（此前的链接作废），以 CSV 输出
    Links(manage::Links),
    /// 管理组织者、领导和管理员的账号
    Account(manage::Account),
    /// 核对数据库：存证日志与存证点、每一行数据、每一份评分卡、封存的结果与签字，逐项比对
    Verify(verify::Verify),
}

/// Says why a use case did not do what was asked.
fn failed(error: &AppError) -> u8 {
    match error {
        // who starts the program can do something about the cause
        AppError::Store(StoreError::Unavailable(cause)) => eprintln!("{error}（{cause}）"),
        _ => eprintln!("{error}"),
    }
    exit::INVALID
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let code = match Arguments::parse().command {
        Command::Tabulate(arguments) => arguments.run(),
        Command::Check { dir, rules } => tabulate::check(&dir, rules.as_deref()),
        Command::Serve(arguments) => arguments.run(),
        Command::Cert(arguments) => arguments.run(),
        Command::Import(arguments) => arguments.run(),
        Command::Open(arguments) => arguments.open(),
        Command::Rehearse(arguments) => arguments.rehearse(),
        Command::Discard(arguments) => arguments.discard(),
        Command::Export(arguments) => arguments.run(),
        Command::Links(arguments) => arguments.run(),
        Command::Account(arguments) => arguments.run(),
        Command::Verify(arguments) => arguments.run(),
    };
    ExitCode::from(code)
}
