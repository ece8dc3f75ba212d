//! Who may do what: one table, checked in one place.
//!
//! A use case calls [`check`] first. In which state of an event an act
//! is possible stands in `state`; what else it needs (one's own event) is the use case's to see to.

use crate::app::act::actor::{Actor, Role};
use crate::app::error::{AppFault, FaultKind};

/// Everything that somebody may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Send cards, and see one's own.
    Score,
    /// List the events, and see the route and how far along it is.
    SeeProgress,
    /// See who has handed in what, without scores; the devices; the quarantine.
    SeeDesk,
    /// Open the provisional standings of an event, on record.
    OpenProvisional,
    /// See provisional standings once they were opened.
    SeeProvisional,
    /// See the result after the close.
    SeeResult,
    /// See whose each mark of the result is.
    SeeMarks,
    /// See what is to be signed, who has signed and who is missing.
    SeeSigning,
    /// Sign a result, where the event asks for the role's signature; or say that one does not agree with it.
    Sign,
    /// Take note of what signers have to know of, and draw cards and look at them.
    Inspect,
    /// See the cards that were drawn, with their marks.
    SeeDrawn,
    /// See how the seats scored (severity, spread, agreement, drift), and whose card would change the result.
    SeeSeats,
    /// Approve of a publication that takes two people.
    DecidePublishing,
    /// Let a broken limit stand.
    AcceptBreach,
    /// Set who must sign and from when officials see the result.
    Configure,
    /// Ask for a closed event to be opened again, and approve what another asked for.
    Reopen,
    /// Put a published event into the archive.
    Archive,
    /// Ask for an event to be taken out of the archive, and approve what another asked for.
    Unarchive,
    /// Read objections to a published result.
    SeeObjections,
    /// Answer objections and close them.
    AnswerObjection,
    /// Take out the file from which a published result can be worked out again.
    TakeBundle,
    /// Set how long an archived event is kept before it may be erased.
    Keep,
    /// Ask for cards and personal data of an archived event to be erased, and approve what another asked for.
    Erase,
    /// Make an event from an event folder or from an earlier event.
    Import,
    /// Replace what a draft is set up with by an upload.
    Upload,
    /// Write an event folder with all marks.
    Export,
    /// Make judges' sign-in links, and end judges' sessions.
    MintLinks,
    /// Approve a new link for a judge who has handed in cards.
    DecideLink,
    /// Open a draft event.
    OpenEvent,
    /// Make rehearsals of an event, and discard them.
    Rehearse,
    /// Say that the bus has arrived or left.
    MoveRoute,
    /// Change the day: skip or move a stop, take an arrival back, withdraw an entry, replace a judge.
    ChangeDay,
    /// Set how long a report may be, draw or enter the order of the reports.
    ArrangeCalls,
    /// Call entries up to report, and run the clock.
    CallUp,
    /// Take cells out of what is due: recused, absent, void.
    Exclude,
    /// Ask judges for cards that are missing.
    Ask,
    /// Rule on cards of the quarantine.
    Rule,
    /// Rule that a card of the quarantine counts.
    Admit,
    /// Add points, take them off, veto; and take such a thing back.
    Adjust,
    /// Enter values of measures.
    Measure,
    /// See the rules that an event has and had.
    SeeRules,
    /// Change the rules, propose a change, and approve what another proposed.
    AmendRules,
    /// Order entries that share a place.
    DecideTie,
    /// Type a card from paper, the first time or blind the second.
    TypePaper,
    /// See how cards from paper stand, settle what two typed differently, take a sheet back.
    SettlePaper,
    /// See which judges have confirmed their own cards.
    SeeConfirmations,
    /// Register the sheet on which a judge has confirmed their cards.
    ConfirmOnPaper,
    /// Take in the journal of a tablet as a file.
    TakeJournal,
    /// Admit cards that came in such a file without good signatures.
    AdmitHanded,
    /// Close an event and freeze its result.
    Close,
    /// Publish a frozen result.
    Publish,
    /// Add, change and remove entries, judges and stops.
    Prepare,
    /// Correct texts that no score depends on.
    Reword,
    /// Make accounts, end them, give them new passwords.
    ManageAccounts,
    /// Change one's own password.
    ChangePassword,
    /// Read all logs and verify everything.
    SeeLog,
    /// Read an event's log and verify the event.
    SeeEventLog,
    /// Fill a rehearsal with known cards and compare its result with the answer.
    Try,
    /// Make links of walls, end them, and say what walls show.
    ShowWall,
    /// Announce a signed result on the wall, step by step.
    Announce,
}

/// The permission table does not give it to this role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}无权进行此操作", role.map_or("未登录者", Role::title))]
pub struct Forbidden {
    pub act: Act,
    /// The role; `None`: not signed in.
    pub role: Option<Role>,
}

impl AppFault for Forbidden {
    fn kind(&self) -> FaultKind {
        if self.role.is_some() { FaultKind::Forbidden } else { FaultKind::SignIn }
    }

    fn word(&self) -> &'static str {
        if self.role.is_some() { "forbidden" } else { "not-signed-in" }
    }
}

impl Act {
    pub const ALL: [Self; 60] = [
        Self::Score,
        Self::SeeProgress,
        Self::SeeDesk,
        Self::OpenProvisional,
        Self::SeeProvisional,
        Self::SeeResult,
        Self::SeeMarks,
        Self::SeeSigning,
        Self::Sign,
        Self::Inspect,
        Self::SeeDrawn,
        Self::SeeSeats,
        Self::DecidePublishing,
        Self::AcceptBreach,
        Self::Configure,
        Self::Reopen,
        Self::Archive,
        Self::Unarchive,
        Self::SeeObjections,
        Self::AnswerObjection,
        Self::TakeBundle,
        Self::Keep,
        Self::Erase,
        Self::Import,
        Self::Upload,
        Self::Export,
        Self::MintLinks,
        Self::DecideLink,
        Self::OpenEvent,
        Self::Rehearse,
        Self::MoveRoute,
        Self::ChangeDay,
        Self::ArrangeCalls,
        Self::CallUp,
        Self::Exclude,
        Self::Ask,
        Self::Rule,
        Self::Admit,
        Self::Adjust,
        Self::Measure,
        Self::SeeRules,
        Self::AmendRules,
        Self::DecideTie,
        Self::TypePaper,
        Self::SettlePaper,
        Self::SeeConfirmations,
        Self::ConfirmOnPaper,
        Self::TakeJournal,
        Self::AdmitHanded,
        Self::Close,
        Self::Publish,
        Self::Prepare,
        Self::Reword,
        Self::ManageAccounts,
        Self::ChangePassword,
        Self::SeeLog,
        Self::SeeEventLog,
        Self::Try,
        Self::ShowWall,
        Self::Announce,
    ];

    /// The table: the roles that may do it.
    #[must_use]
    pub fn roles(self) -> &'static [Role] {
        use Role::{Administrator, Inspector, Judge, Official, Organiser, Scrutineer, Teller};
        match self {
            Self::Score => &[Judge],
            Self::SeeProgress => &[Organiser, Teller, Scrutineer, Inspector, Official, Administrator],
            Self::SeeDesk => &[Organiser],
            Self::OpenProvisional => &[Organiser],
            Self::SeeProvisional => &[Organiser],
            Self::SeeResult => &[Organiser, Teller, Scrutineer, Inspector, Official],
            Self::SeeMarks => &[Organiser, Scrutineer],
            Self::SeeSeats => &[Organiser, Scrutineer, Inspector],
            Self::SeeSigning | Self::Sign => &[Organiser, Teller, Scrutineer, Inspector],
            Self::Inspect => &[Inspector],
            Self::SeeDrawn => &[Organiser, Scrutineer, Inspector],
            Self::DecidePublishing => &[Organiser, Scrutineer, Inspector],
            Self::AcceptBreach => &[Organiser],
            Self::Configure => &[Organiser],
            Self::Reopen => &[Organiser],
            Self::Archive => &[Organiser],
            Self::Unarchive => &[Organiser],
            Self::SeeObjections => &[Organiser],
            Self::AnswerObjection => &[Organiser],
            // whoever watches over the day holds what is checked by others
            Self::TakeBundle => &[Organiser, Scrutineer, Inspector],
            Self::Keep => &[Organiser],
            Self::Erase => &[Organiser],
            Self::Import => &[Organiser],
            Self::Upload => &[Organiser],
            Self::Export => &[Organiser],
            Self::MintLinks => &[Organiser],
            // whoever watches over the day, and is no organiser
            Self::DecideLink | Self::AdmitHanded => &[Scrutineer, Inspector],
            Self::OpenEvent => &[Organiser],
            Self::Rehearse => &[Organiser],
            Self::MoveRoute => &[Organiser],
            Self::ChangeDay => &[Organiser],
            Self::ArrangeCalls => &[Organiser],
            Self::CallUp => &[Organiser],
            Self::Exclude => &[Organiser],
            Self::Ask => &[Organiser],
            Self::Rule => &[Organiser],
            Self::Admit => &[Organiser],
            Self::Adjust => &[Organiser],
            Self::Measure => &[Organiser],
            // rules that nobody bends unseen: whoever signs a result may read under which rules it was made
            Self::SeeRules => &[Organiser, Teller, Scrutineer, Inspector],
            Self::AmendRules => &[Organiser],
            Self::DecideTie => &[Organiser],
            Self::TypePaper => &[Organiser, Teller],
            Self::SettlePaper => &[Organiser, Teller, Scrutineer],
            Self::SeeConfirmations => &[Organiser, Teller, Scrutineer, Inspector],
            Self::ConfirmOnPaper => &[Organiser, Teller],
            Self::TakeJournal => &[Organiser],
            Self::Close => &[Organiser],
            Self::Publish => &[Organiser],
            Self::Prepare => &[Organiser],
            Self::Reword => &[Organiser],
            Self::ManageAccounts => &[Administrator],
            Self::ChangePassword => &Role::STAFF,
            Self::SeeLog => &[Organiser, Administrator],
            // whoever signs a result may read how it came about; no mark is in it
            Self::SeeEventLog => &[Organiser, Teller, Scrutineer, Inspector, Administrator],
            Self::Try => &[Organiser],
            Self::ShowWall | Self::Announce => &[Organiser],
        }
    }

    /// Whether a role may do it.
    #[must_use]
    pub fn allows(self, role: Role) -> bool {
        self.roles().contains(&role)
    }
}

/// Refuses an act that the table does not give to the actor's role.
///
/// # Errors
/// [`Forbidden`].
pub fn check(actor: &Actor, act: Act) -> Result<(), Forbidden> {
    match actor.role {
        Some(role) if act.allows(role) => Ok(()),
        role => Err(Forbidden { act, role }),
    }
}
