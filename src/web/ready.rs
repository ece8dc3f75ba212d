//! Whether the program can write: what `/readyz` answers, and what the desk says where it cannot.
//!
//! It is tried: room on the disk, then a write that changes nothing, through the queue that cards go through. The answer is
//! kept for some seconds, so that many who ask are not many writes.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use actix_web::web;
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::app::{App, AppError, Trouble};
use crate::store::StoreError;

/// How long a trial may take.
const LIMIT: Duration = Duration::from_secs(3);
/// How long an answer holds; what is wrong is looked at again sooner.
const WELL: Duration = Duration::from_secs(5);
const ILL: Duration = Duration::from_secs(2);
/// Least room on a disk, in bytes: about what the database's own log takes.
const ROOM: u64 = 4 * 1024 * 1024;

/// Why the program cannot write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ill {
    /// The word for programs.
    pub word: &'static str,
    pub sentence: &'static str,
}

/// What is known of it.
#[derive(Default)]
pub(super) struct Ready {
    folders: Vec<PathBuf>,
    known: Mutex<Option<(Instant, Option<Ill>)>>,
    /// Whether a trial has not come back yet.
    out: Arc<AtomicBool>,
    /// What the last one that came back said, however late.
    late: Arc<std::sync::Mutex<Option<Ill>>>,
}

impl Ready {
    /// `folders` are those on whose disks there has to be room.
    pub fn new(folders: Vec<PathBuf>) -> Self {
        Self { folders, ..Self::default() }
    }

    /// Why nothing can be written; `None` where something can.
    pub async fn ask(&self, app: &App) -> Option<Ill> {
        // whoever comes meanwhile waits for the one who asks, and not for long
        let mut known = self.known.lock().await;
        if let Some((at, ill)) = &*known
            && at.elapsed() < if ill.is_some() { ILL } else { WELL }
        {
            return ill.clone();
        }
        let ill = self.tried(app).await;
        *known = Some((Instant::now(), ill.clone()));
        ill
    }

    async fn tried(&self, app: &App) -> Option<Ill> {
        // one that has not come back says as much as another one would
        if self.out.swap(true, Ordering::SeqCst) {
            return Some(self.without_answer());
        }
        let (app, folders) = (app.clone(), self.folders.clone());
        let (out, late) = (Arc::clone(&self.out), Arc::clone(&self.late));
        let trial = web::block(move || {
            let ill = try_all(&app, &folders).err();
            late.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&ill);
            out.store(false, Ordering::SeqCst);
            ill
        });
        match timeout(LIMIT, trial).await {
            Ok(Ok(ill)) => ill,
            Ok(Err(_)) | Err(_) => Some(self.without_answer()),
        }
    }

    /// What is said while a trial does not come back: what an earlier one came back with, if it was as ill then.
    fn without_answer(&self) -> Ill {
        let late = self.late.lock().unwrap_or_else(PoisonError::into_inner).clone();
        late.unwrap_or(Ill {
            word: "silent",
            sentence: "数据库没有在 3 秒内答复，写不进去。程序会自动再试；请检查数据库和它所在的机器",
        })
    }
}

fn try_all(app: &App, folders: &[PathBuf]) -> Result<(), Ill> {
    if folders.iter().filter_map(|folder| room(folder)).any(|room| room < ROOM) {
        return Err(ill(Trouble::Full));
    }
    app.try_writing().map_err(|error| match error {
        AppError::Store(StoreError::Unavailable(said)) => ill(Trouble::meant(&said)),
        AppError::Refused(_) | AppError::Store(_) => ill(Trouble::Gone),
    })
}

fn ill(trouble: Trouble) -> Ill {
    let (word, sentence) = match trouble {
        Trouble::Full => {
            ("disk-full", "服务器的磁盘满了，评分卡写不进去，会留在平板上。请立即清理磁盘，清理后自动恢复")
        }
        Trouble::ReadOnly => ("read-only", "数据库只能读、不能写。请检查磁盘是否成了只读、文件权限是否改过"),
        Trouble::Locked => ("locked", "数据库被别的程序占着，写不进去。请关闭打开着数据库的其他程序"),
        Trouble::Gone => ("gone", "数据库不在或没有答复。请检查数据库服务、网络，数据文件是否还在"),
    };
    Ill { word, sentence }
}

/// Bytes that are free on a folder's disk; `None` where nobody says.
#[cfg(unix)]
fn room(folder: &std::path::Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn room(_: &std::path::Path) -> Option<u64> {
    None
}
