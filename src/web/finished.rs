//! Pages and files of published results, drawn and compressed once: while nothing changes, who asks again gets the same
//! bytes, or hears that they still hold.
//!
//! A key says everything that the bytes depend on: what is asked for and in which form, for whom it is drawn, and the stamp of
//! the event's state. Whoever asks was let in before the key is looked for. A stamp that has passed never comes back, so nothing
//! here becomes wrong; what is longest out of use goes where there is no room.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ContentEncoding, ETag, EntityTag, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::assets::{brotli, coding, is_known};

/// Most bytes that are held: some hundred boards of an ordinary event.
const MOST: usize = 32 * 1024 * 1024;
/// Brotli's quality for what is made while somebody waits.
const QUALITY: u32 = 5;

/// What finished bytes depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key([u8; 32]);

impl Key {
    /// A key of its parts, of which none can pass for two.
    pub fn of(parts: &[&str]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part.as_bytes());
        }
        Self(hash.finalize().into())
    }
}

/// Who may keep a copy, which is asked about each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeps {
    /// Anybody.
    Anybody,
    /// The reader's own browser.
    Reader,
}

/// A page or a file as it is sent.
pub(super) struct Page {
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
    tag: EntityTag,
    media_type: String,
    disposition: Option<String>,
    keeps: Keeps,
}

impl Page {
    /// A page of HTML.
    pub fn html(text: String, keeps: Keeps) -> Self {
        Self::new(text, "text/html; charset=utf-8".to_owned(), None, keeps)
    }

    /// A file with its name.
    pub fn file(bytes: impl Into<Bytes>, media_type: String, disposition: String) -> Self {
        Self::new(bytes, media_type, Some(disposition), Keeps::Reader)
    }

    fn new(bytes: impl Into<Bytes>, media_type: String, disposition: Option<String>, keeps: Keeps) -> Self {
        let plain = bytes.into();
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        // memory takes all that is written
        let _written = gzip.write_all(&plain);
        let gzip = gzip.finish().unwrap_or_default().into();
        // by what it holds: another build of the program that draws another page has another tag
        let tag = EntityTag::new_strong(hex::encode(&Sha256::digest(&plain)[..16]));
        Self { brotli: brotli(&plain, QUALITY), gzip, plain, tag, media_type, disposition, keeps }
    }

    /// The answer where nothing says when it stops being true: nobody keeps it.
    pub fn unkept(&self) -> HttpResponse {
        let mut response = HttpResponse::Ok();
        response.insert_header((CONTENT_TYPE, self.media_type.as_str()));
        if let Some(disposition) = &self.disposition {
            response.insert_header((CONTENT_DISPOSITION, disposition.as_str()));
        }
        response.body(self.plain.clone())
    }

    fn weight(&self) -> usize {
        self.plain.len() + self.brotli.len() + self.gzip.len()
    }

    /// The answer in the form that the browser takes; without a body where it has it already.
    pub fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let known = is_known(request, &self.tag);
        let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        let keeps = if self.keeps == Keeps::Anybody { "no-cache" } else { "private, no-cache" };
        response
            .insert_header((CONTENT_TYPE, self.media_type.as_str()))
            .insert_header((CACHE_CONTROL, keeps))
            .insert_header((VARY, ACCEPT_ENCODING.as_str()))
            .insert_header(ETag(self.tag.clone()));
        if let Some(disposition) = &self.disposition {
            response.insert_header((CONTENT_DISPOSITION, disposition.as_str()));
        }
        if known {
            return response.finish();
        }
        let coding = coding(request);
        let body = match coding {
            ContentEncoding::Brotli => &self.brotli,
            ContentEncoding::Gzip => &self.gzip,
            _ => &self.plain,
        };
        response.insert_header(coding).body(body.clone())
    }
}

/// Pages that are held.
#[derive(Default)]
pub(super) struct Finished(Mutex<Held>);

#[derive(Default)]
struct Held {
    pages: HashMap<Key, (u64, Arc<Page>)>,
    bytes: usize,
    /// Counts up with each use.
    now: u64,
}

impl Finished {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn find(&self, key: &Key) -> Option<Arc<Page>> {
        let mut held = self.held();
        held.now += 1;
        let now = held.now;
        let (used, page) = held.pages.get_mut(key)?;
        *used = now;
        Some(Arc::clone(page))
    }

    /// Keeps a page, and gives it back.
    pub fn keep(&self, key: Key, page: Page) -> Arc<Page> {
        let page = Arc::new(page);
        if page.weight() <= MOST {
            self.held().keep(key, Arc::clone(&page));
        }
        page
    }
}

impl Held {
    fn keep(&mut self, key: Key, page: Arc<Page>) {
        self.now += 1;
        self.bytes += page.weight();
        if let Some((_, before)) = self.pages.insert(key, (self.now, page)) {
            self.bytes -= before.weight();
        }
        while self.bytes > MOST {
            let oldest = self.pages.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| *key);
            let Some((_, gone)) = oldest.and_then(|key| self.pages.remove(&key)) else { return };
            self.bytes -= gone.weight();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_has_a_bound_and_what_was_used_last_stays() {
        let finished = Finished::default();
        let large = |letter: char| Page::html(letter.to_string().repeat(MOST / 5), Keeps::Reader);
        let keys: Vec<Key> = ["a", "b", "c", "d", "e", "f"].iter().map(|name| Key::of(&[name])).collect();
        for (key, letter) in keys.iter().zip('a'..) {
            assert!(finished.find(&keys[0]).is_some() || letter == 'a', "what is used is not dropped");
            finished.keep(*key, large(letter));
            assert!(finished.held().bytes <= MOST, "{} bytes", finished.held().bytes);
        }
        assert!(finished.find(&keys[0]).is_some() && finished.find(&keys[5]).is_some());
        assert!(finished.find(&keys[1]).is_none(), "the one out of use for longest is gone");
        let held: usize = finished.held().pages.values().map(|(_, page)| page.weight()).sum();
        assert_eq!(held, finished.held().bytes);
    }

    #[test]
    fn parts_of_a_key_do_not_run_into_each_other() {
        assert_ne!(Key::of(&["ab", "c"]), Key::of(&["a", "bc"]));
        assert_ne!(Key::of(&["a", ""]), Key::of(&["a"]));
    }
}
