//! How many files the program may have open; each connection is one.

/// As many as are of any use.
#[cfg(unix)]
const ENOUGH: u64 = 8192;

/// Asks for as many as the machine lets the program have, which is often many more than it gives by itself; says how many
/// there are, or `None` where there is no end to them.
#[cfg(unix)]
pub(super) fn raise() -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let given = getrlimit(Resource::Nofile);
    let wanted = given.maximum.map_or(ENOUGH, |most| most.min(ENOUGH));
    if given.current.is_some_and(|current| current < wanted)
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: given.maximum })
    {
        tracing::warn!(%error, "no more files than at the start");
    }
    getrlimit(Resource::Nofile).current.map(|files| usize::try_from(files).unwrap_or(usize::MAX))
}

/// Nothing of that kind is counted here.
#[cfg(not(unix))]
pub(super) fn raise() -> Option<usize> {
    None
}
