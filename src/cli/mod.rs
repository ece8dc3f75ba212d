//! The command line: reads arguments, calls what does the work, words the outcome, gives the exit
//! code. Knows no arithmetic and no SQL.

mod tabulate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

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

#[derive(Debug, Parser)]
#[command(name = "guanmo", version, about = "观摩评比：评分、汇总、公布")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 汇总一个评比文件夹，得出名次（不需要服务器和数据库）
    Tabulate(tabulate::Tabulate),
    /// 只检查一个评比文件夹，不汇总
    Check {
        /// 评比文件夹
        dir: PathBuf,
    },
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let code = match Arguments::parse().command {
        Command::Tabulate(arguments) => arguments.run(),
        Command::Check { dir } => tabulate::check(&dir),
    };
    ExitCode::from(code)
}
