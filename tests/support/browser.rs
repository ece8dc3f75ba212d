//! A real Chromium, driven as a user's hand and eye: what is pressed is named by its words.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::prelude::*;

/// How long a page may take to show what it should.
const PATIENCE: Duration = Duration::from_secs(40);
/// The longest pause between two looks.
const PAUSE: Duration = Duration::from_millis(250);

/// Looks until there is what is waited for, or what is missing when patience ends. A look takes a driver, a browser and a
/// page their share of the processor, which what is waited for needs too: so they become rarer.
async fn waited<T>(patience: Duration, mut look: impl AsyncFnMut() -> Result<T, String>) -> Result<T, String> {
    let end = Instant::now() + patience;
    let mut pause = Duration::from_millis(30);
    loop {
        match look().await {
            Err(_) if Instant::now() < end => tokio::time::sleep(pause).await,
            seen => return seen,
        }
        pause = (pause * 3 / 2).min(PAUSE);
    }
}

/// Looks until there is what is waited for.
async fn until<T>(look: impl AsyncFnMut() -> Result<T, String>) -> T {
    within(PATIENCE, look).await
}

/// The same, of what has to be there sooner.
pub async fn within<T>(patience: Duration, look: impl AsyncFnMut() -> Result<T, String>) -> T {
    waited(patience, look).await.unwrap_or_else(|missing| panic!("{missing}"))
}

/// A browser of a test's own, with its driver; both end with the value.
pub struct Browser {
    pub driver: WebDriver,
    screen: Screen,
    chromedriver: Child,
    profile: Arc<TempDir>,
}

/// A driver that is ready, and its port; nothing where it ended before.
fn driver() -> Option<(Child, String)> {
    let program = std::env::var("GUANMO_TEST_CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
    let mut driver = Command::new(program)
        .arg("--port=0")
        // a group of its own, which the Chromium that it starts belongs to: whoever is to be killed is known by number
        .process_group(0)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver starts; tests/run says what to install");
    let mut lines = BufReader::new(driver.stdout.take().expect("its output")).lines();
    let ready = lines.by_ref().map_while(Result::ok).find(|line| line.contains("successfully"));
    let Some(port) = ready.as_deref().and_then(|line| line.split("on port ").nth(1)) else {
        driver.wait().expect("it has ended");
        return None;
    };
    let port = port.trim_end_matches('.').to_owned();
    std::thread::spawn(move || lines.for_each(drop));
    Some((driver, port))
}

/// What the browser is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// A tablet in upright position, with touch.
    Tablet,
    /// The same, with everything shown twice as large: half as many points each way.
    Enlarged,
    /// An office computer.
    Desk,
}

impl Browser {
    pub async fn open(screen: Screen) -> Self {
        Self::open_with(screen, &[]).await
    }

    /// Opens one with arguments of its own.
    pub async fn open_with(screen: Screen, arguments: &[&str]) -> Self {
        Self::of(screen, Arc::new(TempDir::new().expect("a temporary directory")), arguments).await
    }

    /// Opens one that keeps all that it has in a folder of the test's.
    pub async fn open_in(screen: Screen, profile: &Arc<TempDir>) -> Self {
        Self::of(screen, Arc::clone(profile), &[]).await
    }

    /// The browser of a profile: all that it keeps is there.
    async fn of(screen: Screen, profile: Arc<TempDir>, arguments: &[&str]) -> Self {
        // now and then a driver ends before it is ready: the port that it was given was taken by another one
        let (chromedriver, port) = (0..5).find_map(|_| driver()).expect("chromedriver gets ready");
        let mut capabilities = capabilities(screen, profile.path());
        for argument in arguments {
            capabilities.add_arg(argument).expect("accepted");
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.expect("Chromium starts");
        Self { driver, screen, chromedriver, profile }
    }

    pub async fn goto(&self, url: &str) {
        self.driver.goto(url).await.expect("the page opens");
    }

    /// Presses the button or link whose words contain these.
    pub async fn press(&self, words: &str) {
        let path = format!(
            "//*[self::button or self::a or self::summary or self::label][contains(normalize-space(.), \"{words}\")]"
        );
        self.click(By::XPath(path)).await;
    }

    /// Presses an element; once more where the page was drawn anew in between.
    pub async fn click(&self, by: By) {
        if self.screen != Screen::Desk {
            return self.taps(by).await;
        }
        for attempt in 0.. {
            match self.element(by.clone()).await.click().await {
                Ok(()) => return,
                Err(error) if attempt == 5 => panic!("pressing {by:?}: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Taps an element with a finger. The driver's own click looks at the element a dozen times before it does the same.
    async fn taps(&self, by: By) {
        let place = "const one = arguments[0].find((found) => found.checkVisibility({ opacityProperty: true, visibilityProperty: true })
                && found.getClientRects().length);
            if (!one) return 'none of them is shown';
            const where = () => one.getClientRects()[0];
            const inside = ({ top, left, bottom, right }) => top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
            if (!inside(where())) one.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
            // what moves is not there yet
            let before;
            do {
              before = where();
              await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            } while (where() && (where().top !== before.top || where().left !== before.left));
            if (!where()) return 'it is gone';
            const { top, left, bottom, right } = where();
            const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2, y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
            const hit = document.elementFromPoint(x, y);
            return one.contains(hit) ? [x, y] : `${hit ? hit.outerHTML.slice(0, 200) : 'nothing'} lies over it`;";
        let look = async || {
            let found = self.driver.find_all(by.clone()).await.map_err(|error| error.to_string())?;
            let found: Result<Vec<_>, _> = found.iter().map(WebElement::to_json).collect();
            let found = json!(found.map_err(|error| error.to_string())?);
            let place = self.driver.execute(place, vec![found]).await.map_err(|error| error.to_string())?;
            match place.json() {
                serde_json::Value::Array(place) => Ok((place[0].clone(), place[1].clone())),
                other => Err(other.to_string()),
            }
        };
        let (x, y) = match waited(PATIENCE, look).await {
            Ok(place) => place,
            Err(missing) => panic!("{by:?} cannot be tapped: {missing}\n{}", self.text().await),
        };
        let point = json!({ "x": x, "y": y });
        self.command("Input.dispatchTouchEvent", json!({ "type": "touchStart", "touchPoints": [point] })).await;
        self.command("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] })).await;
    }

    /// Presses the element that a screen reader calls this.
    pub async fn press_named(&self, name: &str) {
        self.click(By::XPath(format!("//*[@aria-label=\"{name}\"]"))).await;
    }

    /// The first displayed element, waited for.
    pub async fn element(&self, by: By) -> WebElement {
        // where the page is drawn anew while it is looked through, what was found is gone, and is there again
        let look = async || {
            let query = self.driver.query(by.clone()).nowait();
            query.and_displayed().first().await.map_err(|error| format!("{by:?} is not on the page: {error}"))
        };
        match waited(PATIENCE, look).await {
            Ok(element) => element,
            Err(missing) => panic!("{missing}\n{}", self.text().await),
        }
    }

    /// All words of the page.
    pub async fn text(&self) -> String {
        // in one piece: between two commands the page may be drawn anew
        let text = "return document.body ? document.body.innerText : ''";
        match self.driver.execute(text, Vec::new()).await {
            // a blank that does not break a line reads as any other; no text at all is a page that was left just then
            Ok(text) => text.json().as_str().unwrap_or_default().replace('\u{a0}', " "),
            // the page was left while it was read
            Err(error) if is_left(&error) => String::new(),
            Err(error) => panic!("the page cannot be read: {error}"),
        }
    }

    /// Waits until the page says this.
    pub async fn sees(&self, words: &str) {
        until(async || {
            let text = self.text().await;
            if text.contains(words) { Ok(()) } else { Err(format!("the page does not say “{words}”:\n{text}")) }
        })
        .await;
    }

    /// Waits until the page says this no more.
    pub async fn sees_no_more(&self, words: &str) {
        until(async || {
            let text = self.text().await;
            // a page that has no words yet says nothing of it
            let gone = !text.trim().is_empty() && !text.contains(words);
            if gone { Ok(()) } else { Err(format!("the page still says “{words}”:\n{text}")) }
        })
        .await;
    }

    /// Waits until the page says one of two things.
    pub async fn sees_either(&self, one: &str, other: &str) {
        until(async || {
            let text = self.text().await;
            let said = text.contains(one) || text.contains(other);
            if said { Ok(()) } else { Err(format!("the page says neither “{one}” nor “{other}”:\n{text}")) }
        })
        .await;
    }

    /// Waits until a script gives what is wanted.
    pub async fn gets(&self, script: &str, wanted: impl Fn(&serde_json::Value) -> bool) {
        until(async || {
            let found = self.script(script).await;
            if wanted(&found) { Ok(()) } else { Err(format!("{script} gives {found}")) }
        })
        .await;
    }

    /// Waits until the page has all that it is drawn with: its words are there before its stylesheets are.
    pub async fn is_drawn(&self) {
        let drawn = "await new Promise((done) => (document.readyState === 'complete' ? done() : addEventListener('load', done)))";
        self.script(drawn).await;
    }

    /// Types on the hardware keyboard, into whatever has the focus.
    pub async fn types(&self, keys: &str) {
        // only these keys send a form: whatever else is cut off by a page that is left was typed into the one before
        let leaves = keys.contains(Key::Enter.value());
        for attempt in 0.. {
            match self.driver.action_chain().send_keys(keys).perform().await {
                Err(error) if is_left(&error) && leaves => return,
                Err(error) if is_left(&error) && attempt < 5 => self.is_drawn().await,
                typed => return typed.expect("typed"),
            }
        }
    }

    /// What a script gives.
    pub async fn script(&self, script: &str) -> serde_json::Value {
        self.driver.execute(script, Vec::new()).await.expect("the script runs").json().clone()
    }

    /// The tablet is turned, or shares its screen: the page is so large from here on, until another one is opened.
    pub async fn turns(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": true });
        self.command("Emulation.setDeviceMetricsOverride", metrics).await;
        self.gets("return innerWidth", |found| *found == width).await;
    }

    /// Waits until this is written in the browser's own storage.
    pub async fn keeps(&self, words: &str) {
        let dump = "const texts = [];
            for (const { name } of await indexedDB.databases()) {
              const database = await new Promise((done) => { const open = indexedDB.open(name); open.onsuccess = () => done(open.result); });
              for (const store of database.objectStoreNames) {
                const all = database.transaction(store).objectStore(store).getAll();
                texts.push(JSON.stringify(await new Promise((done) => { all.onsuccess = () => done(all.result); })));
              }
              database.close();
            }
            return texts.join('\\n');";
        self.gets(dump, |kept| kept.as_str().expect("text").contains(words)).await;
    }

    /// Takes a picture for the README and the handbook.
    pub async fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
        std::fs::create_dir_all(&folder).expect("a folder");
        self.driver.screenshot(&folder.join(name)).await.expect("a picture");
    }

    /// The browser is killed and opened again, as after a flat battery.
    pub async fn dies_and_comes_back(self, screen: Screen) -> Self {
        self.dies_and_comes_back_after(screen, |_| {}).await
    }

    /// The same, with something done to its files in between.
    pub async fn dies_and_comes_back_after(self, screen: Screen, damage: impl FnOnce(&Path)) -> Self {
        let profile = Arc::clone(&self.profile);
        drop(self);
        damage(profile.path());
        Self::of(screen, profile, &[]).await
    }

    /// Where its files are.
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// The browser is ended as one ends it, and opened again with something done to its files in between.
    pub async fn ends_and_comes_back_after(self, screen: Screen, damage: impl FnOnce(&Path)) -> Self {
        let profile = Arc::clone(&self.profile);
        self.close().await;
        damage(profile.path());
        Self::of(screen, profile, &[]).await
    }

    /// Puts a text into a field at once, as an input method does.
    pub async fn inserts(&self, by: By, text: &str) {
        self.element(by).await.focus().await.expect("focused");
        self.command("Input.insertText", json!({ "text": text })).await;
    }

    /// Sends a command of the browser's own protocol.
    pub async fn command(&self, name: &str, parameters: serde_json::Value) -> serde_json::Value {
        let tools = self.driver.cdp();
        tools.send_raw(name, parameters).await.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn kill(&mut self) {
        // neither the driver nor Chromium stays behind; the group keeps its number until the driver has been waited for
        let group = format!("-{}", self.chromedriver.id());
        let _ = Command::new("kill").args(["-9", "--", &group]).status();
        let _ = self.chromedriver.wait();
    }

    pub async fn close(self) {
        self.driver.clone().quit().await.expect("Chromium ends");
    }
}

impl Drop for Browser {
    /// Also where a test failed.
    fn drop(&mut self) {
        self.kill();
    }
}

/// The page was left for another one in the middle of a command.
fn is_left(error: &WebDriverError) -> bool {
    let words = error.to_string();
    ["aborted by navigation", "document unloaded", "loader has changed", "no such execution context"]
        .iter()
        .any(|end| words.contains(end))
}

fn capabilities(screen: Screen, profile: &Path) -> thirtyfour::ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let chromium =
        std::env::var("GUANMO_TEST_CHROMIUM").map_or_else(|_| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    capabilities.set_binary(chromium.to_str().expect("a plain path")).expect("accepted");
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-proxy-server",
        "--lang=zh-CN",
        "--hide-scrollbars",
        // a page of the browser's own below its address bar, which costs as much as the browser itself
        "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
        "--window-size=1440,900",
    ] {
        capabilities.add_arg(argument).expect("accepted");
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display())).expect("accepted");
    // the size of the page, not of a window with bars around it
    let metrics = match screen {
        Screen::Tablet => json!({ "width": 820, "height": 1180, "pixelRatio": 1.0, "touch": true }),
        Screen::Enlarged => json!({ "width": 410, "height": 590, "pixelRatio": 2.0, "touch": true }),
        Screen::Desk => json!({ "width": 1440, "height": 900, "pixelRatio": 1.0, "touch": false, "mobile": false }),
    };
    let emulation = json!({ "deviceMetrics": metrics });
    capabilities.add_experimental_option("mobileEmulation", emulation).expect("accepted");
    capabilities
}
