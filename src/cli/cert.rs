//! `cert`: makes the server's certificate, and the first time the authority that tablets trust.

use std::io::{self, Write};

use chrono::Utc;
use clap::Args;

use super::exit;
use crate::config::CertSettings;
use crate::lan::{self, Files, Made, day};

#[derive(Args)]
pub(super) struct Cert {
    #[command(flatten)]
    settings: CertSettings,
}

impl Cert {
    pub fn run(self) -> u8 {
        let CertSettings { data_dir, names, days } = self.settings;
        let files = Files::of(&data_dir);
        let made = match lan::make(&files, &names, days, Utc::now()) {
            Ok(made) => made,
            Err(error) => {
                eprintln!("{error}");
                return exit::INVALID;
            }
        };
        match tell(&files, &made) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                eprintln!("结果写不出去：{error}");
                exit::USAGE
            }
            // the certificate is there, whoever reads about it
            Ok(()) | Err(_) => exit::FINAL,
        }
    }
}

fn tell(files: &Files, made: &Made) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let (authority, server) = (&made.authority, &made.server);
    let which = if made.fresh {
        "已新建颁发机构（每台平板信任它一次即可）"
    } else {
        "沿用已有的颁发机构（信任过它的平板不用再设置）"
    };
    writeln!(out, "{which}")?;
    writeln!(out, "  证书　　{}", files.authority().display())?;
    writeln!(out, "  私钥　　{}（不要外传）", files.authority_key().display())?;
    writeln!(out, "  有效至　{}", day(authority.until()))?;
    writeln!(out, "  指纹　　{}（SHA-256）", authority.fingerprint())?;
    writeln!(out, "\n已生成服务器证书")?;
    writeln!(out, "  证书　　{}", files.server().display())?;
    writeln!(out, "  地址　　{}", server.names().join("、"))?;
    writeln!(out, "  有效至　{}", day(server.until()))?;
    for address in &made.left_out {
        writeln!(out, "  未写入　{address}（颁发机构只管局域网地址和新建时写明的名称）")?;
    }
    if let Some(error) = &made.unread {
        writeln!(out, "  未沿用　先前证书的地址和名称：{error}。需要的请用 --name 再写一次")?;
    }
    writeln!(out, "\n下一步")?;
    writeln!(out, "  1. 启动（已在运行的要重新启动）：guanmo serve --tls-self --listen 0.0.0.0:8443")?;
    writeln!(out, "  2. 用平板扫启动时显示的二维码，打开设置页，按图安装 CA 证书")?;
    writeln!(out, "  3. 本机地址变了，再运行一次 guanmo cert（先前的地址和名称都沿用）；平板不用重新设置")?;
    out.flush()
}
