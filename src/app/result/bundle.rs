//! The bundle of a published result: one file, made and kept at the publication, from which the ranking can be worked
//! out again. A later change of the event does not touch it.
//!
//! What it is made of, and how it is read and checked, is `folder::bundle`'s.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, beijing, moment};
use crate::app::act::label::{DEMO_LABEL, REHEARSAL_LABEL};
use crate::app::act::permission::Act;
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::doing::Told;
use crate::app::event::erased::not_erased;
use crate::app::event::folder::folder_of;
use crate::app::event::frame::Frame;
use crate::app::event::frozen::of_result;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::folder::bundle::{self, BundleFault};
use crate::folder::{ranking_csv, write_files};
use crate::scoring::result::Report;
use crate::store::bundle::{self as kept, BundleRow};
use crate::store::event::EventRow;
use crate::store::result::{self, ResultRow};
use crate::store::signing::{self, PublicationRow, SignatureRow};
use crate::store::{StoreError, Tx};

/// The bundle of a published result.
#[derive(Debug, Clone)]
pub struct Bundle {
    pub event: EventSummary,
    pub number: i64,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The published result cannot be worked out again from its event folder.
#[derive(Debug, thiserror::Error)]
#[error("公布的成绩不能由评比文件夹重新算出，没有写入：{0}。请保留现场并联系管理员")]
struct NotReproduced(BundleFault);

impl AppFault for NotReproduced {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "bundle"
    }
}

impl App {
    /// The bundle of a published result of an event, the latest where no number is given. It holds every mark: that it
    /// was taken is on record.
    ///
    /// # Errors
    /// Where the actor may not, nothing was published under that number, or the event was erased.
    pub fn bundle(&self, actor: &Actor, event: &str, number: Option<i64>) -> Result<Bundle, AppError> {
        let (id, doing) = (event.to_owned(), Doing::of(Act::TakeBundle, Word::Export, "bundle").changing_nothing());
        self.act(actor, event, doing, move |tx, head, frame| {
            not_erased(head)?;
            let none =
                || NotFound { what: "公布的成绩", id: number.map_or_else(|| id.clone(), |n| n.to_string()) };
            let public = signing::publications(tx, &id)?;
            let public =
                public.into_iter().rfind(|row| number.is_none_or(|number| row.number == number)).ok_or_else(none)?;
            let bytes = match kept::find(tx, &id, public.number)? {
                Some(row) => row.bytes,
                // published by a version that kept none: made now where the event still is what was published
                None => make(tx, head, frame, &public)?,
            };
            let after = json!({ "number": public.number });
            let bundle = Bundle { event: frame.summary(head)?, number: public.number, bytes };
            Ok(Told::giving(bundle, Value::Null, after))
        })
    }
}

/// Makes the bundle of a publication and keeps it.
pub(in crate::app) fn keep(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    public: &PublicationRow,
) -> Result<(), AppError> {
    let bytes = make(tx, head, frame, public)?;
    let row = BundleRow {
        event_id: head.id.clone(),
        number: public.number,
        sha256: bundle::sha256(&bytes),
        bytes,
        made_at: public.at,
    };
    Ok(kept::insert(tx, &row)?)
}

/// The bundle of a publication, made of the event as it is now.
///
/// # Errors
/// [`NotReproduced`] where the folder gives another result than the one that is published.
fn make(tx: &mut Tx, head: &EventRow, frame: &Frame, public: &PublicationRow) -> Result<Vec<u8>, AppError> {
    let row = result::numbered(tx, &head.id, public.number)?.ok_or(StoreError::NotFound)?;
    let signatures = of_result(tx, &head.id, public.number)?;
    let mut folder = folder_of(tx, &head.id, frame)?;
    folder.comments.clear();
    let mut files = write_files(&folder);
    // of a judge no more than their seat
    bundle::blank_units(&mut files);
    let report: Report = crate::app::event::frozen::read_report(tx, &row)?;
    let mut ranking = Vec::new();
    let components: Vec<&str> = frame.rules.components.iter().map(|component| component.id.as_str()).collect();
    ranking_csv(&mut ranking, &components, report.ranking.into_iter())
        .map_err(|error| StoreError::corrupt(error.to_string()))?;
    files.insert(bundle::RANKING.to_owned(), ranking);
    files.insert(bundle::SIGNATURES.to_owned(), signatures_csv(&signatures));
    files.insert(bundle::FINGERPRINT.to_owned(), format!("{}\n", row.fingerprint).into_bytes());
    files.insert(bundle::README.to_owned(), readme(head, &row, public, frame, signatures.len()).into_bytes());
    files.insert(bundle::RESULT.to_owned(), row.report.into_bytes());
    bundle::add_manifest(&mut files);
    // whoever reads it back must come to the same ranking, or it is not handed out
    bundle::verify(&files).map_err(NotReproduced)?;
    Ok(bundle::pack(&files).map_err(NotReproduced)?)
}

fn signatures_csv(signatures: &[SignatureRow]) -> Vec<u8> {
    let rows = signatures
        .iter()
        .map(|row| [row.role.clone(), row.account.clone(), moment(row.at).to_rfc3339(), row.fingerprint.clone()]);
    bundle::table(["role", "account", "signed_at", "fingerprint"], rows)
}

fn said(at: Moment) -> String {
    beijing(at).format("%Y-%m-%d %H:%M").to_string()
}

/// What the file is, in words.
fn readme(head: &EventRow, row: &ResultRow, public: &PublicationRow, frame: &Frame, signatures: usize) -> String {
    let mut text = String::new();
    for (is, label) in [(head.demo, DEMO_LABEL), (head.rehearsal, REHEARSAL_LABEL)] {
        if is {
            // writing to a text does not fail
            let _ = writeln!(text, "【{label}】\n");
        }
    }
    let _ = write!(
        text,
        "{title}
公布的成绩（第 {number} 次封存）

评分办法：{rules}
封存时间：{frozen}（北京时间）
公布时间：{published}（北京时间）
结果指纹：{fingerprint}
规则版本：{sha}
签字：{signatures} 人

本文件包含重新计算这一成绩所需的全部数据：
  scoring-rules.toml 评分办法
  entries.csv judges.csv scores.csv exclusions.csv measures.csv adjustments.csv decisions.csv
  acceptances.csv（有认可的超限时）checkpoints.csv comments.csv
                     评比文件夹，与公布时一致
  result.json        封存的成绩，含每一步算式；它的 SHA-256 就是结果指纹
  ranking.csv        公布的名次
  signatures.csv     签字：身份、账号、时间、所签指纹
  fingerprint.txt    结果指纹
  manifest.sha256    以上每个文件的 SHA-256

核对方法：
  guanmo tabulate 本文件.zip
    核对每个文件，重新计算，说明名次和指纹是否与所载一致。
  解压后 guanmo tabulate 文件夹 --format csv
    输出与 ranking.csv 逐字节相同。
  解压后 sha256sum -c manifest.sha256
    核对文件是否完整。

评委只列席位，不含所在单位和评语。文件含每一席的评分，请妥善保管。
指纹能看出文件与公布的成绩是否一致；它本身不能防止有人连同指纹一起改动，请与公示页上的指纹对照。
",
        title = head.title,
        number = row.number,
        rules = if frame.rules.title.is_empty() { "（未命名）" } else { &frame.rules.title },
        frozen = said(moment(row.frozen_at)),
        published = said(moment(public.at)),
        fingerprint = row.fingerprint,
        sha = head.rules_sha256,
    );
    text
}
