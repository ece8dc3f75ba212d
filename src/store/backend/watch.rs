//! Watches over connections to a server. It may fall silent with its connection open: frozen, or behind a proxy that
//! still takes what is sent. No time-out of TCP's finds that out, and the library waits for ever. So each connection
//! notes since when it waits for an answer, and whoever waits for its work looks at that.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use diesel::connection::{Instrumentation, InstrumentationEvent};

/// The server answers each statement within its own time-out; one that takes so much longer is silent.
const GRACE: Duration = Duration::from_secs(1);

/// Connections that are used and given up together.
pub(in crate::store) struct Watch {
    limit: Duration,
    pulses: Mutex<Vec<Weak<Pulse>>>,
}

/// Since when a connection has been waiting for an answer.
#[derive(Default)]
pub(super) struct Pulse(Mutex<Option<Instant>>);

impl Watch {
    /// `patience` is what the server gives a statement.
    pub(super) fn new(patience: Duration) -> Arc<Self> {
        Arc::new(Self { limit: patience + GRACE, pulses: Mutex::default() })
    }

    /// Watches over one more connection; it counts as waiting until it is [`Pulse::heard`].
    pub(super) fn over_another(&self) -> Arc<Pulse> {
        let pulse = Arc::new(Pulse(Mutex::new(Some(Instant::now()))));
        let mut pulses = self.pulses.lock().unwrap_or_else(PoisonError::into_inner);
        pulses.retain(|pulse| pulse.strong_count() > 0);
        pulses.push(Arc::downgrade(&pulse));
        pulse
    }

    /// Whether one of the connections has waited for longer than any server that is well makes it wait.
    pub(in crate::store) fn is_silent(&self) -> bool {
        let pulses = self.pulses.lock().unwrap_or_else(PoisonError::into_inner);
        pulses.iter().filter_map(Weak::upgrade).any(|pulse| pulse.waited().is_some_and(|waited| waited > self.limit))
    }
}

impl Pulse {
    pub(super) fn waits(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    pub(super) fn heard(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn waited(&self) -> Option<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).map(|since| since.elapsed())
    }
}

/// Tells a connection's pulse of its statements.
pub(super) struct Listening(pub Arc<Pulse>);

impl Instrumentation for Listening {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { .. } => self.0.waits(),
            InstrumentationEvent::FinishQuery { .. } => self.0.heard(),
            _ => {}
        }
    }
}
