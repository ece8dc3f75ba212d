//! A judge's tablet as the protocol sees it: signs in with a link, posts operations.

use reqwest::blocking::{Client, Response};
use serde_json::{Value, json};

/// A tablet that is signed in as one judge.
pub struct Tablet {
    client: Client,
    url: String,
    device: String,
    seq: i64,
    /// What the server last said of the event.
    pub event: Value,
}

impl Tablet {
    /// Opens a judge's link.
    pub fn sign_in(link: &str) -> Self {
        let client = client();
        let response = client.get(link).send().expect("an answer");
        assert!(response.status().is_success(), "{} {link}", response.status());
        let url = link.split("/j/").next().expect("an address").to_owned();
        let device = uuid::Uuid::new_v4().to_string();
        let mut tablet = Self { client, url, device, seq: 0, event: Value::Null };
        let answer = tablet.post(&json!({ "device": tablet.device, "seq_from": 1, "ops": [] }));
        tablet.event = answer.json::<Value>().expect("JSON")["event"].clone();
        tablet
    }

    /// The server has another address now; the judge stays signed in.
    pub fn moved(&mut self, url: &str) {
        url.clone_into(&mut self.url);
    }

    /// An operation that fills a card of marks with the same share of each maximum.
    pub fn card(&mut self, component: &str, entry: &str, marks: &Value, base: Option<&str>) -> Value {
        self.seq += 1;
        json!({
            "op": uuid::Uuid::new_v4().to_string(), "device": self.device, "seq": self.seq,
            "judge": self.event["judge"], "component": component, "entry": entry, "base": base,
            "marks": marks, "comment": "", "rules": self.event["rules"], "at": "2026-11-24T10:00:00+08:00",
        })
    }

    /// The op that counts for a card, as the server last said.
    pub fn current(&self, entry: &str) -> Option<String> {
        let cards = self.event["my_cards"].as_array()?;
        let card = cards.iter().find(|card| card["entry"] == entry && card["component"] == "visit")?;
        card["op"].as_str().map(str::to_owned)
    }

    /// Asks how the event stands.
    pub fn refresh(&mut self) {
        let body = json!({ "device": self.device, "seq_from": self.seq + 1, "ops": [] });
        self.event = self.post(&body).json::<Value>().expect("JSON")["event"].clone();
    }

    /// Sends operations; gives the results, or nothing where no answer came.
    pub fn send(&self, ops: &[Value]) -> Option<Value> {
        let body = json!({ "device": self.device, "seq_from": ops[0]["seq"], "ops": ops });
        let response = self.request(&body).ok()?;
        response.status().is_success().then(|| response.json().ok())?
    }

    /// Posts a body that must be answered.
    pub fn post(&self, body: &Value) -> Response {
        self.request(body).expect("an answer")
    }

    fn request(&self, body: &Value) -> reqwest::Result<Response> {
        let request = self.client.post(format!("{}/api/sync", self.url)).header("origin", &self.url);
        request.json(body).send()
    }
}

/// A browser's cookie jar without the browser.
pub fn client() -> Client {
    Client::builder().cookie_store(true).no_proxy().build().expect("a client")
}
