//! A small disk of a test's own, to be filled.

use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;

/// The disk; unmounted with the value.
pub struct Disk(pub Arc<TempDir>);

impl Disk {
    /// `None`, and said, where nobody lets us mount one.
    pub fn mount(size: &str) -> Option<Self> {
        let dir = TempDir::new().expect("a temporary directory");
        let mount = ["-t", "tmpfs", "-o", &format!("size={size}"), "guanmo-test"];
        let mounted = Command::new("mount").args(mount).arg(dir.path()).output();
        let disk = mounted.is_ok_and(|output| output.status.success()).then(|| Self(Arc::new(dir)));
        if disk.is_none() {
            eprintln!("skipped: a disk of its own can be mounted by root only");
        }
        disk
    }

    /// Fills what is left of it, or makes room again.
    pub fn fills(&self, full: bool) {
        let ballast = self.0.path().join("ballast");
        if !full {
            std::fs::remove_file(ballast).expect("removed");
            return;
        }
        let mut file = File::create(ballast).expect("a file");
        for piece in [64 * 1024, 4096, 1] {
            while file.write_all(&vec![b' '; piece]).is_ok() {}
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("-l").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "unmounted");
    }
}
