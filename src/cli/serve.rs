//! `serve`: opens the database, prints where to go, serves until told to stop.

use std::io::{self, IsTerminal, Write};
use std::thread;
use std::time::{Duration, Instant};

use chrono::Utc;
use clap::Args;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use tracing_subscriber::EnvFilter;

use super::{exit, failed, files, manage, tls};
use crate::app::act::label::DEMO_LABEL;
use crate::app::act::secret::Secret;
use crate::app::demo::{self, Demo};
use crate::app::people::account::{FirstNames, NewAccount};
use crate::app::{App, AppError};
use crate::config::ServeSettings;
use crate::lan::{Certificate, running_out};
use crate::store::StoreError;
use crate::web::tls::Tls;
use crate::web::{self, Places};

/// How many judges' links a demo prints.
const PRINTED_LINKS: usize = 3;
/// How long after a try to reach the database there is another one.
const AGAIN: Duration = Duration::from_secs(2);
/// How much is logged where `RUST_LOG` does not say; what strangers send that is no HTTP is not worth a line each.
const LOGGED: &str = "warn,guanmo=info,actix_http=off";

#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    settings: ServeSettings,
}

impl Serve {
    pub fn run(self) -> u8 {
        log();
        let settings = self.settings;
        if !settings.limits && !settings.is_loopback_only() {
            eprintln!("--limits off 只供压力测试：只能在监听本机回环地址（如 127.0.0.1）而且没有前置代理时使用");
            return exit::USAGE;
        }
        // before the database is opened: a start that is refused changes nothing, and makes no password that nobody reads
        let tls = match tls::prepare(&settings) {
            Ok(tls) => tls,
            Err(refusal) => {
                eprintln!("{refusal}");
                return exit::INVALID;
            }
        };
        for said in
            tls.iter().flat_map(|tls| running_out(&tls.identity.certificate, tls.authority.as_ref(), Utc::now()))
        {
            eprintln!("注意：{said}");
        }
        let fingerprint = tls.as_ref().and_then(|tls| tls.authority.as_ref()).map(Certificate::fingerprint);
        let mut web_settings = web_settings(&settings, tls);
        let bound = match web::bind(&web_settings) {
            Ok(bound) => bound,
            Err(error) => {
                eprintln!("{error}");
                return exit::USAGE;
            }
        };
        let (app, accounts, demo) = match prepare(&settings) {
            Ok(ready) => ready,
            Err(error) => return failed(&error),
        };
        let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => return stopped(&error),
        };
        let served = runtime.block_on(async {
            let (places, log_key) = (bound.places.clone(), app.log_fingerprint());
            web_settings.demo = demo.as_ref().map(shown);
            let server = web::serve(app, web_settings, bound)?;
            // a closed terminal does not keep the server from serving
            if let Err(error) = announce(&places, [fingerprint, log_key], &accounts, demo.as_ref()) {
                tracing::warn!(%error, "nobody reads where to go");
            }
            server.await
        });
        match served {
            Ok(()) => exit::FINAL,
            Err(error) => stopped(&error),
        }
    }
}

/// Logs to standard error from here on; a filter that cannot be read is as good as none.
fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOGGED));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false);
    if let Err(error) = subscriber.try_init() {
        eprintln!("日志没有开启：{error}");
    }
}

fn shown(demo: &Demo) -> web::DemoEvents {
    web::DemoEvents { under_way: demo.under_way.clone(), published: demo.published.clone() }
}

fn web_settings(settings: &ServeSettings, tls: Option<Tls>) -> web::Settings {
    web::Settings {
        listen: settings.listen,
        public_url: settings.public_url.clone(),
        tls,
        assets: settings.assets.clone(),
        folders: settings.data.folders(),
        demo: None,
        limits: settings.limits,
        trusted_proxies: settings.trusted_proxies.clone(),
        files: files::raise(),
    }
}

fn stopped(error: &io::Error) -> u8 {
    eprintln!("服务停止：{error}");
    exit::USAGE
}

/// The database with the accounts of a first start and, where asked for, the demonstration.
fn prepare(settings: &ServeSettings) -> Result<(App, Vec<NewAccount>, Option<Demo>), AppError> {
    let app = wait_for_database(settings)?;
    let app = if settings.limits { app } else { app.without_quotas() };
    let app = if settings.is_encrypted() { app.encrypted() } else { app };
    let (organiser, administrator) = (settings.organiser_name.clone(), settings.admin_name.clone());
    let names = FirstNames { organiser, administrator };
    let accounts = app.first_start(&names, settings.organiser_password.clone().map(Secret::new))?;
    if settings.organiser_password.is_some() && accounts.is_empty() {
        eprintln!(
            "注意：已经有账号，--organiser-password（GUANMO_ORGANISER_PASSWORD）没有起作用，原来的密码不变。要换密码请用 guanmo account reset"
        );
    }
    let demo = if settings.demo { Some(demo::install(&app)?) } else { None };
    Ok((app, accounts, demo))
}

/// Opens the database. A server may come up after this program, or be up again in a moment: it is waited for, and said so.
fn wait_for_database(settings: &ServeSettings) -> Result<App, AppError> {
    let until = Instant::now() + Duration::from_secs(settings.database_wait);
    loop {
        match manage::open(&settings.data) {
            Err(AppError::Store(StoreError::Unavailable(said)))
                if manage::base(&settings.data).is_server() && Instant::now() < until =>
            {
                let left = until.saturating_duration_since(Instant::now()).as_secs();
                eprintln!("数据库还连不上，{} 秒后再试，最多再等 {left} 秒：{said}", AGAIN.as_secs());
                thread::sleep(AGAIN);
            }
            opened => return opened,
        }
    }
}

/// Prints where to go.
fn announce(
    places: &Places,
    [fingerprint, log_key]: [Option<String>; 2],
    accounts: &[NewAccount],
    demo: Option<&Demo>,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let public_url = &places.public_url;
    writeln!(out, "观摩评比已启动")?;
    writeln!(out, "  首页　　　　{public_url}/")?;
    writeln!(out, "  监听地址　　{}", places.bound)?;
    writeln!(out, "  组织者登录　{public_url}/sign-in")?;
    for url in &places.also {
        writeln!(out, "  也可以用　　{url}/")?;
    }
    if let Some(fingerprint) = log_key {
        writeln!(out, "  存证密钥　　{fingerprint}（公钥指纹）")?;
    }
    for account in accounts {
        print_account(&mut out, account)?;
    }
    if let Some(setup_url) = &places.setup_url {
        writeln!(out, "\n  平板设置页　{setup_url}")?;
        if let Some(fingerprint) = fingerprint {
            writeln!(out, "  CA 指纹　　 {fingerprint}（SHA-256）")?;
        }
        print_code(&mut out, setup_url)?;
    }
    if let Some(demo) = demo {
        writeln!(out, "\n{DEMO_LABEL}")?;
        for account in &demo.accounts {
            print_account(&mut out, account)?;
        }
        writeln!(out, "  成绩展板　　{public_url}/events/{}/board", demo.published)?;
        for link in demo.links.iter().take(PRINTED_LINKS) {
            let address = manage::address(link, public_url);
            writeln!(out, "\n  评委链接 · {}\n  {address}", link.name)?;
            print_code(&mut out, &address)?;
        }
    }
    writeln!(out, "\n按 Ctrl+C 停止")?;
    out.flush()
}

/// A QR code, black on white also on a dark terminal.
fn draw(out: &mut impl Write, code: &str) -> io::Result<()> {
    let (start, end) = if io::stdout().is_terminal() { ("\x1b[30;107m", "\x1b[0m") } else { ("", "") };
    code.lines().try_for_each(|line| writeln!(out, "{start}{line}{end}"))
}

fn print_account(out: &mut impl Write, account: &NewAccount) -> io::Result<()> {
    let (role, name, password) = (account.role.title(), &account.name, account.password.reveal());
    writeln!(out, "  {role}账号　用户名 {name}　密码 {password}（只显示这一次）")
}

fn print_code(out: &mut impl Write, address: &str) -> io::Result<()> {
    // an address that is too long for a QR code is still an address
    match QrCode::new(address.as_bytes()) {
        Ok(code) => draw(out, &code.render::<Dense1x2>().quiet_zone(true).build()),
        Err(_) => Ok(()),
    }
}
