//! Settings: what the command line and the environment may say, as a plain struct. A leaf: it knows
//! no other part of the program.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use clap::{ArgAction, Args};
use ipnet::IpNet;

/// Where the database and other files are.
#[derive(Debug, Clone, Args)]
pub struct DataSettings {
    /// 数据目录
    #[arg(long = "data", env = "GUANMO_DATA", value_name = "DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// 数据库地址：sqlite://PATH 或 postgres://…；缺省为数据目录下的文件
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// 同时读数据库的连接数，1 至 64
    #[arg(long, env = "GUANMO_DATABASE_READERS", value_name = "N", default_value_t = 8,
        value_parser = clap::value_parser!(u32).range(1..=64))]
    pub database_readers: u32,
    /// PostgreSQL 一条语句最多等多少秒，1 至 600；再过 1 秒没有答复，就放弃这个连接
    #[arg(long, env = "GUANMO_DATABASE_TIMEOUT", value_name = "SECONDS", default_value_t = 7,
        value_parser = clap::value_parser!(u64).range(1..=600))]
    pub database_timeout: u64,
    /// 存证密钥的文件，首次启动时生成；缺省为数据目录下的 log.key。几个实例共用一个数据库时须用同一个密钥
    #[arg(long, env = "GUANMO_LOG_KEY", value_name = "FILE")]
    pub log_key: Option<PathBuf>,
    /// 会签人公钥的文件，每行一个（C2SP signed-note 的格式）：上级或第三方用它们会签存证点
    #[arg(long, env = "GUANMO_WITNESSES", value_name = "FILE")]
    pub witnesses: Option<PathBuf>,
}

impl DataSettings {
    /// The file of the key that signs heads of the logs.
    #[must_use]
    pub fn log_key(&self) -> PathBuf {
        self.log_key.clone().unwrap_or_else(|| self.data_dir.join("log.key"))
    }

    /// The database's address: as given, or the file in the data directory.
    #[must_use]
    pub fn database_url(&self) -> String {
        match &self.database_url {
            Some(url) => url.clone(),
            None => format!("sqlite://{}", self.data_dir.join("guanmo.db").display()),
        }
    }

    /// Folders that are written to: the data directory, and that of the database's file where it is another one.
    #[must_use]
    pub fn folders(&self) -> Vec<PathBuf> {
        let file = self.database_url.as_deref().and_then(|url| url.strip_prefix("sqlite://"));
        let beside = file.and_then(|file| Path::new(file).parent()).map(Path::to_owned);
        [self.data_dir.clone()].into_iter().chain(beside).collect()
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
    /// 对外网址，评委链接和来源检查用它；缺省为监听的地址，监听全部地址时为本机的局域网地址
    #[arg(long, env = "GUANMO_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// 启动时 PostgreSQL 还没有就绪，最多等多少秒
    #[arg(long, env = "GUANMO_DATABASE_WAIT", value_name = "SECONDS", default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub database_wait: u64,
    /// How it encrypts.
    #[command(flatten)]
    pub tls: TlsSettings,
    /// 安装并开放演示活动
    #[arg(long, env = "GUANMO_DEMO")]
    pub demo: bool,
    /// 开发用：脚本和样式从此文件夹读取，不用程序里的
    #[arg(long, env = "GUANMO_ASSETS", value_name = "DIR")]
    pub assets: Option<PathBuf>,
    /// 可信的前置代理：IP 地址或网段，用逗号隔开；只有它们写的 Forwarded、X-Forwarded-For 才算数
    #[arg(long, env = "GUANMO_TRUSTED_PROXIES", value_name = "ADDR,…", value_delimiter = ',', value_parser = network)]
    pub trusted_proxies: Vec<IpNet>,
    /// 请求次数的限制，on 或 off；off 只供压力测试，且只能在监听本机回环地址（如 127.0.0.1）时使用
    #[arg(long, env = "GUANMO_LIMITS", value_name = "on|off", default_value = "on", value_parser = on_or_off)]
    #[arg(action = ArgAction::Set)]
    pub limits: bool,
    /// 首次启动时组织者账号的用户名
    #[arg(long, env = "GUANMO_ORGANISER_NAME", value_name = "NAME", default_value = "organiser")]
    pub organiser_name: String,
    /// 首次启动时系统管理员账号的用户名
    #[arg(long, env = "GUANMO_ADMIN_NAME", value_name = "NAME", default_value = "admin")]
    pub admin_name: String,
    /// 首次启动时组织者的密码；缺省随机生成并显示一次
    #[arg(long, env = "GUANMO_ORGANISER_PASSWORD", value_name = "PASSWORD", hide_env_values = true)]
    pub organiser_password: Option<String>,
}

/// Whether connections are encrypted, and with what.
#[derive(Debug, Clone, Args)]
pub struct TlsSettings {
    /// 加密：服务器证书（PEM），可含中间证书
    #[arg(long, env = "GUANMO_TLS_CERT", value_name = "FILE", requires = "tls_key", conflicts_with = "tls_self")]
    pub tls_cert: Option<PathBuf>,
    /// 加密：证书的私钥（PEM）
    #[arg(long, env = "GUANMO_TLS_KEY", value_name = "FILE", requires = "tls_cert", hide_env_values = true)]
    pub tls_key: Option<PathBuf>,
    /// 加密：用 guanmo cert 生成的证书
    #[arg(long, env = "GUANMO_TLS_SELF")]
    pub tls_self: bool,
    /// 加密时，平板设置页（不加密）的监听地址；缺省为监听的主机、8081 端口
    #[arg(long, env = "GUANMO_SETUP_LISTEN", value_name = "ADDR")]
    pub setup_listen: Option<SocketAddr>,
}

impl ServeSettings {
    /// Whether tablets reach the pages over encrypted connections, of the program's own or of a server's in front.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        let own = self.tls.tls_self || self.tls.tls_cert.is_some();
        own || self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Where the set-up page listens when the rest is encrypted: as given, or beside the rest, on any free
    /// port where the rest takes any free one.
    #[must_use]
    pub fn setup_listen(&self) -> SocketAddr {
        let port = if self.listen.port() == 0 { 0 } else { SETUP_PORT };
        self.tls.setup_listen.unwrap_or_else(|| SocketAddr::new(self.listen.ip(), port))
    }

    /// Whether nobody but this machine itself can reach the program, also not by a server in front of it.
    #[must_use]
    pub fn is_loopback_only(&self) -> bool {
        let loopback = self.listen.ip().is_loopback() && self.setup_listen().ip().is_loopback();
        loopback && self.trusted_proxies.is_empty()
    }
}

fn network(word: &str) -> Result<IpNet, String> {
    let word = word.trim();
    let network = word.parse::<IpNet>().ok().or_else(|| word.parse::<IpAddr>().ok().map(IpNet::from));
    match network {
        Some(network) if network.prefix_len() > 0 => Ok(network.trunc()),
        Some(_) => Err("不能信任所有的地址，可用：192.168.1.2、10.0.0.0/8、fd00::/8".to_owned()),
        None => Err("不是 IP 地址或网段，可用：192.168.1.2、10.0.0.0/8、fd00::/8".to_owned()),
    }
}

fn on_or_off(word: &str) -> Result<bool, String> {
    match word {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("可用：on、off".to_owned()),
    }
}

/// The set-up page's own port.
const SETUP_PORT: u16 = 8081;

/// What certificate is to be made.
#[derive(Debug, Clone, Args)]
pub struct CertSettings {
    /// 数据目录，证书放在其中的 tls 文件夹
    #[arg(long = "data", env = "GUANMO_DATA", value_name = "DIR", default_value = "data")]
    pub data_dir: PathBuf,
    /// 另外写入证书的主机名或 IP 地址；本机各网卡的地址会自动写入
    #[arg(long = "name", value_name = "HOST-OR-IP", num_args = 1..)]
    pub names: Vec<String>,
    // with the day before, that tablets with slow clocks need, no more than the 397 that browsers take
    /// 服务器证书的有效天数，1 至 396
    #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=396))]
    pub days: u16,
}
