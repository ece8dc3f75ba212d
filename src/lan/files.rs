//! Where the authority and the server's certificate are kept, and how they are written: a key is readable by
//! its owner alone from its first byte on, and a file is there whole or not at all.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::LanError;

/// The four files, in a folder of the data directory.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    /// Everybody on the machine.
    All,
    Owner,
}

impl Files {
    /// Those of a data directory, whether they are there or not.
    #[must_use]
    pub fn of(data_dir: &Path) -> Self {
        Self { folder: data_dir.join("tls") }
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The authority's certificate, which tablets get.
    #[must_use]
    pub fn authority(&self) -> PathBuf {
        self.folder.join("authority.pem")
    }

    /// The authority's key, which nobody gets.
    #[must_use]
    pub fn authority_key(&self) -> PathBuf {
        self.folder.join("authority-key.pem")
    }

    /// The server's certificate.
    #[must_use]
    pub fn server(&self) -> PathBuf {
        self.folder.join("server.pem")
    }

    #[must_use]
    pub fn server_key(&self) -> PathBuf {
        self.folder.join("server-key.pem")
    }

    /// Writes a file of the folder, in place of an earlier one.
    pub(super) fn write(&self, path: &Path, text: &str, readers: Readers) -> Result<(), LanError> {
        self.put(path, text, readers).map_err(|error| LanError::Write { path: path.to_owned(), error })
    }

    fn put(&self, path: &Path, text: &str, readers: Readers) -> io::Result<()> {
        let mut folder = DirBuilder::new();
        folder.recursive(true);
        // the data directory too, where this makes it: it is its owner's alone
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.folder)?;
        let beside = path.with_extension("new");
        // one that a crash left behind may have other rights
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(
            &mut options,
            match readers {
                Readers::All => 0o644,
                Readers::Owner => 0o600,
            },
        );
        #[cfg(not(unix))]
        let _ = readers;
        let mut file = options.open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, path)
    }
}
