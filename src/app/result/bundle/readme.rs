//! What a bundle says of itself to people.

use std::fmt::Write;

use crate::app::act::clock::{beijing, moment};
use crate::app::act::label::{DEMO_LABEL, REHEARSAL_LABEL};
use crate::folder::bundle::about::{About, Form};

fn said(at: i64) -> String {
    beijing(moment(at)).format("%Y-%m-%d %H:%M").to_string()
}

/// What the cards are like in it.
fn cards(form: Form) -> &'static str {
    match form {
        Form::Open => {
            "cards.jsonl        每张评分卡的原文、回执和平板签名，含历次更正
  tablet-keys.jsonl  平板签名密钥的公钥
  seats.json         席位与公开成果包里字母的对照
本文件含每一席的评分和评语，请妥善保管。"
        }
        Form::Pseudonymous => {
            "cards.jsonl        每张评分卡的得分，席位以随机字母代替
评委只列字母，不含席位、所在单位和评语。须回避本单位项目的席位，可能由空缺推知。"
        }
        Form::Commitments => {
            "cards.jsonl        每张评分卡的存证码
不含任何一张评分卡的得分，不能用它重新计算；持有完整成果包的人可以，各席评委凭核对凭据可以查到自己的评分卡。"
        }
    }
}

/// The file `README.txt`.
pub(super) fn text(about: &About, rules_title: &str) -> String {
    let mut text = String::new();
    for (is, label) in [(about.demo, DEMO_LABEL), (about.rehearsal, REHEARSAL_LABEL)] {
        if is {
            // writing to a text does not fail
            let _ = writeln!(text, "【{label}】\n");
        }
    }
    let signed = match (about.signatures, &about.second) {
        (0, Some(second)) => format!("无签字；经第二人（{second}）同意公布"),
        (0, None) => "无签字".to_owned(),
        (count, Some(second)) => format!("{count} 人；经第二人（{second}）同意公布"),
        (count, None) => format!("{count} 人"),
    };
    let _ = write!(
        text,
        "{title}
公布的成绩（第 {number} 次封存）

评分办法：{rules}
封存时间：{frozen}（北京时间）
公布时间：{published}（北京时间）
结果指纹：{fingerprint}
规则版本：{sha}
签字：{signed}

核对方法：
  用浏览器打开 verify.html，把这个成果包（ZIP 文件）拖进去。不用联网，什么也不上传。
  或者：guanmo verify 本文件.zip
    核对文件、日志、存证点和签名，重新计算名次。
  或者：guanmo tabulate 本文件.zip
    重新计算名次。
核对时请把“公钥指纹”与签字单、公示页上的对照：文件自己不能证明公布它的是谁。

文件：
  bundle.json        说明
  scoring-rules.toml 评分办法
  *.csv              评比文件夹，与公布时一致；ranking.csv 为公布的名次，signatures.csv 为签字
  result.json        封存的成绩
  fingerprint.txt    所签成绩的指纹
  {cards}
  manifest.sha256    以上每个文件的 SHA-256，它自己的 SHA-256 记在日志里
  leaves.jsonl checkpoint.txt key.txt
                     活动的存证日志、公布时签发的存证点、签署它的公钥
",
        title = about.title,
        number = about.number,
        rules = if rules_title.is_empty() { "（未命名）" } else { rules_title },
        frozen = said(about.frozen_at),
        published = said(about.published_at),
        fingerprint = about.fingerprint,
        sha = about.rules_sha256,
        cards = cards(about.cards),
    );
    text
}
