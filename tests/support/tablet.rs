//! A judge with a tablet, as a script of the page would be: a journal, numbers, retries.

use std::collections::BTreeMap;

use guanmo::app::App;
use guanmo::app::act::actor::Actor;
use guanmo::app::act::secret::Secret;
use guanmo::app::event::wire::{CardView, OpResult, Outcome, SyncAnswer, SyncRequest};
use serde_json::{Value, json};

use super::desk::organiser;
use super::signer::Signer;

/// A tablet in the hands of a judge.
pub struct Tablet {
    app: App,
    pub judge: Actor,
    pub judge_id: String,
    device: String,
    pub rules: String,
    seq: i64,
    /// The key with which it signs, and the session in which that was registered.
    key: Option<(Signer, Secret)>,
}

impl Tablet {
    /// A tablet that has a key, in a session that a new link of the judge's has opened.
    pub fn signing(app: &App, event: &str, judge: &str, device: &str) -> Self {
        let links = app.mint_links(&organiser(), event).expect("links").links;
        let link = links.into_iter().find(|link| link.judge == judge).expect("a judge without cards");
        Self::at(app, event, judge, device, &link.token)
    }

    /// The same with a link.
    pub fn at(app: &App, event: &str, judge: &str, device: &str, link: &Secret) -> Self {
        let session = app.sign_in_with_link(link).expect("signed in");
        let mut tablet = Self::new(app, event, judge, device);
        tablet.key = Some((Signer::fresh(), session.token));
        let answer = tablet.offer().expect("an answer").key.expect("about the key");
        assert!(answer.registered, "{answer:?}");
        tablet
    }

    /// Offers its key in a request that brings nothing else.
    pub fn offer(&self) -> Option<SyncAnswer> {
        self.try_send(&[])
    }

    /// Sends in its session; nothing where that has ended.
    pub fn try_send(&self, ops: &[Value]) -> Option<SyncAnswer> {
        let (key, session) = self.key.as_ref().expect("a key");
        let mut request = self.request(ops);
        request.key = Some(key.offer());
        self.app.sync_signed_in(session, &request).expect("an answer")
    }

    pub fn signer(&self) -> &Signer {
        &self.key.as_ref().expect("a key").0
    }

    pub fn session(&self) -> &Secret {
        &self.key.as_ref().expect("a key").1
    }

    fn sign(&self, op: &mut Value) {
        if let Some((key, _)) = &self.key {
            key.sign(op);
        }
    }

    pub fn new(app: &App, event: &str, judge: &str, device: &str) -> Self {
        let actor = Actor::judge(event, judge);
        let rules = app.judge_view(&actor).expect("a judge of the event").rules;
        Self {
            app: app.clone(),
            judge: actor,
            judge_id: judge.to_owned(),
            device: device.to_owned(),
            rules,
            seq: 0,
            key: None,
        }
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    /// So many numbers have been given already.
    pub fn skip(&mut self, numbers: i64) {
        self.seq += numbers;
    }

    /// An op of the journal, not sent yet.
    pub fn op(&mut self, component: &str, entry: &str, base: Option<&str>, marks: &[(&str, &str)]) -> Value {
        self.seq += 1;
        let marks: BTreeMap<_, _> = marks.iter().copied().collect();
        let at = self.app.clock().now().to_rfc3339();
        let mut op = json!({ "op": uuid::Uuid::new_v4().to_string(), "device": self.device, "seq": self.seq,
            "judge": self.judge_id, "component": component, "entry": entry, "base": base, "marks": marks,
            "comment": "", "rules": self.rules, "at": at });
        self.sign(&mut op);
        op
    }

    /// The judge's own word on these cards, not sent yet.
    pub fn confirmation(&mut self, confirms: &[String], secret: &str) -> Value {
        let mut op = self.op("", "", None, &[]);
        (op["confirms"], op["secret"]) = (json!(confirms), json!(secret));
        self.sign(&mut op);
        op
    }

    pub fn request(&self, ops: &[Value]) -> SyncRequest {
        let first = ops.first().map_or(self.seq + 1, |op| op["seq"].as_i64().unwrap_or(1));
        serde_json::from_value(json!({ "device": self.device, "seq_from": first, "ops": ops })).expect("a request")
    }

    /// The same with the receipts that answers gave.
    pub fn send_with(&self, ops: &[Value], receipts: Value) -> SyncAnswer {
        let mut request = serde_json::to_value(self.request(ops)).expect("JSON");
        request["receipts"] = receipts;
        let request = serde_json::from_value(request).expect("a request");
        self.app.sync(&self.judge, &request).expect("an answer")
    }

    pub fn send(&self, ops: &[Value]) -> SyncAnswer {
        if self.key.is_some() {
            return self.try_send(ops).expect("a session that stands");
        }
        self.app.sync(&self.judge, &self.request(ops)).expect("an answer")
    }

    /// Sends one op and gives what became of it.
    pub fn send_one(&self, op: &Value) -> OpResult {
        self.send(std::slice::from_ref(op)).results.remove(0)
    }

    /// The journal as the file that the tablet gives away.
    pub fn file(&self, event: &str, ops: &[Value]) -> Vec<u8> {
        json!({ "guanmo": "journal", "version": 1, "event": event, "judge": self.judge_id, "device": self.device,
            "ops": ops, "receipts": {} })
        .to_string()
        .into_bytes()
    }

    /// A card of the visit, sent at once.
    pub fn submit(&mut self, entry: &str, base: Option<&str>, effect: &str, novelty: &str) -> OpResult {
        let op = self.op("visit", entry, base, &[("effect", effect), ("novelty", novelty)]);
        self.send_one(&op)
    }

    /// An op of the judge's pick of these marks over all rivals that the card shows, not sent yet.
    pub fn pick_op(&mut self, entry: &str, effect: &str, novelty: &str) -> Value {
        let card = self.card("visit", entry);
        let mut op = self.op("visit", entry, card.op.as_deref(), &[("effect", effect), ("novelty", novelty)]);
        op["settles"] = card.rivals.into_iter().map(|rival| rival.op).collect();
        self.sign(&mut op);
        op
    }

    /// The same, sent at once.
    pub fn pick(&mut self, entry: &str, effect: &str, novelty: &str) -> OpResult {
        let op = self.pick_op(entry, effect, novelty);
        self.send_one(&op)
    }

    pub fn outcome(&mut self, entry: &str, effect: &str, novelty: &str) -> Outcome {
        self.submit(entry, None, effect, novelty).outcome
    }

    pub fn card(&self, component: &str, entry: &str) -> CardView {
        let view = self.app.judge_view(&self.judge).expect("a view");
        view.my_cards.into_iter().find(|card| card.component == component && card.entry == entry).expect("a card")
    }
}
