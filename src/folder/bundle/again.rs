//! The result of a bundle, worked out again.

use super::about::{About, Form};
use super::fault::BundleFault;
use super::names::{ABOUT, FINGERPRINT, Files, MANIFEST, RANKING, RESULT, sha256};
use super::pack::against_manifest;
use crate::folder::event_folder::EventFolder;
use crate::folder::read::read_files;
use crate::folder::write::ranking_csv;
use crate::scoring::result::Report;
use crate::scoring::{Explain, tabulate};

/// Checks the files of a bundle against its manifest, and works its result out again; gives the event folder in it.
///
/// # Errors
/// The first fault.
pub fn verify(files: &Files) -> Result<EventFolder, BundleFault> {
    let file = |name: &'static str| files.get(name).ok_or(BundleFault::Missing(name));
    let (ranking, result, fingerprint) = (file(RANKING)?, file(RESULT)?, file(FINGERPRINT)?);
    against_manifest(files, file(MANIFEST)?)?;
    let about = files.contains_key(ABOUT).then(|| About::read(files)).transpose()?;
    if about.as_ref().is_some_and(|about| about.cards == Form::Commitments) {
        return Err(BundleFault::NoMarks);
    }
    let folder = read_files(files).map_err(BundleFault::Folder)?;
    // a report under letters has another fingerprint than the one that was signed
    let is_whole = about.is_none_or(|about| about.cards == Form::Open);
    let fingerprint = String::from_utf8_lossy(fingerprint);
    if is_whole && sha256(result) != fingerprint.trim() {
        return Err(BundleFault::OtherResult);
    }
    let standings = tabulate(&folder.event);
    let components: Vec<&str> = folder.event.rules().components.iter().map(|c| c.id.as_str()).collect();
    let mut again = Vec::new();
    let written = ranking_csv(&mut again, &components, standings.rows());
    if written.is_err() || again != *ranking {
        return Err(BundleFault::OtherRanking);
    }
    // entries that were withdrawn are in no folder and count for nothing; the frozen report names them
    let stated: Report = serde_json::from_slice(result).map_err(|_| BundleFault::OtherResult)?;
    let report = Report { withdrawn: stated.withdrawn, ..standings.report(&folder.rules_sha256, &Explain::All) };
    match serde_json::to_vec(&report) {
        Ok(report) if report == *result => Ok(folder),
        Ok(_) | Err(_) => Err(BundleFault::OtherSteps),
    }
}
