//! Server-sent events as a browser hears them.

use std::io::{BufRead, BufReader};

use reqwest::blocking::Response;
use serde_json::Value;

/// A stream that is open.
pub struct Events(BufReader<Response>);

/// One event.
#[derive(Debug, Default)]
pub struct Event {
    pub id: String,
    pub name: String,
    pub data: String,
    /// Comment lines that came with it.
    pub comments: usize,
}

impl Events {
    pub fn of(answer: Response) -> Self {
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self(BufReader::new(answer))
    }

    /// The next event that has a name; `None` where the stream has ended.
    pub fn heard(&mut self) -> Option<Event> {
        let mut event = Event::default();
        loop {
            let mut line = String::new();
            // a stream that is cut off ends as well
            if self.0.read_line(&mut line).unwrap_or(0) == 0 {
                return None;
            }
            match line.trim_end().split_once(':') {
                None if event.name.is_empty() => event = Event::default(),
                None => return Some(event),
                Some(("", _)) => event.comments += 1,
                Some((field, rest)) => {
                    let rest = rest.strip_prefix(' ').unwrap_or(rest).to_owned();
                    match field {
                        "id" => event.id = rest,
                        "event" => event.name = rest,
                        "data" => event.data = rest,
                        "retry" => {}
                        other => panic!("no field of an event: {other}"),
                    }
                }
            }
        }
    }

    /// The next event of a name; others are passed over.
    pub fn next(&mut self, name: &str) -> Event {
        loop {
            let event = self.heard().unwrap_or_else(|| panic!("the stream ended before {name}"));
            if event.name == name {
                return event;
            }
        }
    }
}

impl Event {
    /// The parts of a desk that it brings, as pairs of an id and what stands there.
    pub fn parts(&self) -> Vec<(String, String)> {
        let data: Value = serde_json::from_str(&self.data).expect("JSON");
        serde_json::from_value(data["parts"].clone()).expect("pairs")
    }

    /// What it says of a row of the matrix: the row, or the looks that its cells have got.
    pub fn row(&self, number: u64) -> Option<String> {
        let data: Value = serde_json::from_str(&self.data).expect("JSON");
        let whole = self.part(&format!("row-{number}"));
        let cells = data["cells"].as_array().expect("cells").iter().filter(|cell| cell[0] == number);
        let look = |cell: &Value| data["looks"][usize::try_from(cell[2].as_u64()?).ok()?].as_array().cloned();
        let words: Vec<String> = cells
            .flat_map(|cell| look(cell).expect("a look"))
            .map(|word| word.as_str().expect("text").to_owned())
            .collect();
        whole.or_else(|| (!words.is_empty()).then(|| words.join(" ")))
    }

    /// One of the parts.
    pub fn part(&self, id: &str) -> Option<String> {
        self.parts().into_iter().find(|(part, _)| part == id).map(|(_, text)| text)
    }
}
