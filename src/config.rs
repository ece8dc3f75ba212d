//! Settings: what the command line and the environment may say, as a plain struct. A leaf: it knows
//! no other part of the program.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// Where the database and other files are.
#[derive(Debug, Clone, Args)]
pub struct DataSettings {
    /// 数据目录
    #[arg(long = "data", env = "GUANMO_DATA", value_name = "DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// 数据库地址：sqlite://PATH 或 postgres://…；缺省为数据目录下的文件
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
}

impl DataSettings {
    /// The database's address: as given, or the file in the data directory.
    #[must_use]
    pub fn database_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite://{}", self.data_dir.join("guanmo.db").display()),
        }
    }
}

/// How the program serves. No `Debug`: it holds a password.
#[derive(Clone, Args)]
pub struct ServeSettings {
    /// Where the files are.
    #[command(flatten)]
    pub data: DataSettings,
    /// 监听地址
    #[arg(long, env = "GUANMO_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// 对外网址，评委链接和来源检查用它；缺省为监听的地址
    #[arg(long, env = "GUANMO_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// 安装并开放演示活动
    #[arg(long, env = "GUANMO_DEMO")]
    pub demo: bool,
    /// 开发用：脚本和样式从此文件夹读取，不用程序里的
    #[arg(long, env = "GUANMO_ASSETS", value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// 首次启动时组织者的密码；缺省随机生成并显示一次
    #[arg(long, env = "GUANMO_ORGANISER_PASSWORD", value_name = "PASSWORD", hide_env_values = true)]
    pub organiser_password: Option<String>,
}
