//! Who hands in cards besides tablets: words that stand in the place of a device.

/// The device that the marks of a folder seem to come from.
pub(in crate::app) const IMPORT: &str = "import";

/// The device of the ops that are made from paper.
pub(in crate::app) const PAPER: &str = "paper";

/// The device of the ops that admissions make.
pub(in crate::app) const DESK: &str = "desk";

/// The device of the known cards that a trial makes.
pub(in crate::app) const TRIAL: &str = "trial";

/// Longest id of a device, in characters.
pub(in crate::app) const DEVICE: usize = 64;
