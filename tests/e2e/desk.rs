//! A window under WebDriver, in a home of its own.

use crate::clicking;
use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, json};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a step gives, or why the story ends.
pub type Outcome<T = ()> = Result<T, String>;

/// Keys that are no letters, as WebDriver names them.
pub mod keys {
    pub const ALT: char = '\u{e00a}';
    pub const CONTROL: char = '\u{e009}';
    pub const DELETE: char = '\u{e017}';
    pub const DOWN: char = '\u{e015}';
    pub const ESCAPE: char = '\u{e00c}';
    pub const ENTER: char = '\u{e007}';
    pub const LEFT: char = '\u{e012}';
    pub const RIGHT: char = '\u{e014}';
    pub const SHIFT: char = '\u{e008}';
    pub const UP: char = '\u{e013}';
    pub const F1: char = '\u{e031}';
    pub const F2: char = '\u{e032}';
    pub const F6: char = '\u{e036}';
}

/// How long the window may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
const PORT: u16 = 4477;

/// The window, its driver, and the folder it works in.
pub struct Desk {
    window: PathBuf,
    client: Client,
    driver: Child,
    home: tempfile::TempDir,
    out: PathBuf,
    at: String,
}

impl Desk {
    /// Starts the driver and opens the window.
    pub async fn open(window: &Path, driver: &Path, out: &Path) -> Outcome<Self> {
        Self::open_with(window, &[], driver, out).await
    }

    /// Starts the driver and opens the window with paths that are given to it.
    pub async fn open_with(window: &Path, given: &[PathBuf], driver: &Path, out: &Path) -> Outcome<Self> {
        std::fs::create_dir_all(out).map_err(shown)?;
        let home = tempfile::tempdir().map_err(shown)?;
        let mut command = Command::new(driver);
        command.arg("--port").arg(PORT.to_string()).arg("--native-port").arg((PORT + 1).to_string());
        command.stdin(Stdio::null()).env("FONDS_LANG", "vi").env("HOME", home.path());
        for name in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            command.env(name, home.path().join(name));
        }
        let driver = command.spawn().map_err(|error| format!("tauri-driver: {error}"))?;
        let mut desk = Started { driver: Some(driver) };
        let client = connect(window, given).await?;
        let driver = desk.driver.take().ok_or("the driver is gone")?;
        Ok(Self { window: window.to_owned(), client, driver, home, out: out.to_owned(), at: String::new() })
    }

    /// Kills the window that has a library open, and opens another one in the same home.
    pub async fn crash(&mut self, library: &str) -> Outcome {
        let holder = std::fs::read_to_string(Path::new(library).join("lock")).map_err(shown)?;
        let process: String = holder.chars().filter(char::is_ascii_digit).collect();
        let killed = Command::new("kill").args(["-KILL", &process]).status().map_err(shown)?;
        if !killed.success() {
            return Err(format!("{holder} could not be killed"));
        }
        // The session is over already; the driver is told so.
        let _ = self.client.clone().close().await;
        self.client = connect(&self.window, &[]).await?;
        Ok(())
    }

    /// Ends the session; a story that ended early leaves a picture.
    pub async fn leave(mut self, told: Outcome) -> Outcome {
        if told.is_err() {
            let _ = self.picture("failed").await;
            if let Ok(source) = self.client.source().await {
                let _ = std::fs::write(self.out.join("failed.html"), source);
            }
        }
        let _ = self.client.clone().close().await;
        // Asked to end, it ends the driver behind it too, whose port the next one needs.
        let _ = Command::new("kill").args(["-TERM", &self.driver.id().to_string()]).status();
        let _ = self.driver.wait();
        told.map_err(|reason| format!("{} — {reason}", self.at))
    }

    /// Names the step that begins.
    pub fn step(&mut self, name: &str) {
        println!("  {name}");
        self.at = name.to_owned();
    }

    /// A path in the story's folder.
    pub fn path(&self, name: &str) -> String {
        self.home.path().join(name).display().to_string()
    }

    /// Saves a picture of the window.
    pub async fn picture(&self, name: &str) -> Outcome {
        self.picture_in(&self.out.join(format!("{name}.png"))).await
    }

    pub async fn wait_for(&self, id: &str) -> Outcome {
        self.find(&css(id)).await.map(|_| ())
    }

    /// Whether the window shows it now.
    pub async fn is_there(&self, id: &str) -> Outcome<bool> {
        Ok(!self.all(id).await?.is_empty())
    }

    pub async fn wait_css(&self, selector: &str) -> Outcome {
        self.find(selector).await.map(|_| ())
    }

    pub async fn click(&self, id: &str) -> Outcome {
        self.click_css(&css(id)).await
    }

    pub async fn click_css(&self, selector: &str) -> Outcome {
        // A list that is just closing may still lie over the element, and a card may be on its way to its passage.
        let mut tries = 0;
        loop {
            tries += 1;
            self.settle(selector).await?;
            match clicking::click(&self.client, &self.find(selector).await?).await {
                Ok(true) => return Ok(()),
                told if tries > 20 => return Err(format!("{selector}: {told:?}")),
                _ => pause().await,
            }
        }
    }

    /// Clicks the element that holds a text.
    pub async fn click_text(&self, id: &str, text: &str) -> Outcome {
        let at = self.place_of(id, text).await?;
        self.click_nth(id, at).await
    }

    pub async fn click_nth(&self, id: &str, at: usize) -> Outcome {
        // A list that has just changed may be drawn anew under the pointer.
        let mut tries = 0;
        loop {
            tries += 1;
            let elements = self.all(id).await?;
            let element = elements.into_iter().nth(at).ok_or_else(|| format!("{id} has no number {at}"))?;
            match clicking::click(&self.client, &element).await {
                Ok(true) => return Ok(()),
                told if tries > 20 => return Err(format!("{id}: {told:?}")),
                _ => pause().await,
            }
        }
    }

    /// Types into a field in the place of what it held.
    pub async fn fill(&self, id: &str, text: &str) -> Outcome {
        self.fill_nth(id, 0, text).await
    }

    pub async fn fill_nth(&self, id: &str, at: usize, text: &str) -> Outcome {
        self.find(&css(id)).await?;
        // WebKit's driver types no letters that are made of several keys, so the value is set as an input method does.
        let script = "const [selector, at, text] = arguments; const field = document.querySelectorAll(selector)[at]; field.focus(); \
            const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set; set.call(field, text); \
            field.dispatchEvent(new Event('input', { bubbles: true }));";
        self.run(script, vec![json!(css(id)), json!(at), json!(text)]).await.map(|_| ())
    }

    /// Gives one of the elements the focus, as Tab would.
    pub async fn focus(&self, selector: &str) -> Outcome {
        self.find(selector).await?;
        self.run("document.querySelector(arguments[0]).focus();", vec![json!(selector)]).await.map(|_| ())
    }

    /// How many of the elements there are now.
    pub async fn many(&self, id: &str) -> Outcome<usize> {
        Ok(self.all(id).await?.len())
    }

    pub async fn text_of(&self, id: &str) -> Outcome<String> {
        self.find(&css(id)).await?.text().await.map_err(shown)
    }

    pub async fn wait_text(&self, id: &str, text: &str) -> Outcome {
        self.place_of(id, text).await.map(|_| ())
    }

    /// Waits until there are so many.
    pub async fn count(&self, id: &str, wanted: usize) -> Outcome {
        self.count_css(&css(id), wanted).await
    }

    /// Waits until there are so many.
    pub async fn count_css(&self, selector: &str, wanted: usize) -> Outcome {
        let script = "return document.querySelectorAll(arguments[0]).length;";
        let counted = self.wait_until(script, vec![json!(selector)], &json!(wanted)).await;
        counted.map_err(|reason| format!("{selector}: {reason}"))
    }

    /// Which of the elements holds a text, counted from 0.
    pub async fn place_of(&self, id: &str, text: &str) -> Outcome<usize> {
        // The driver's own "text" leaves out what an ellipsis hides.
        let script = "return [...document.querySelectorAll(arguments[0])].map((element) => \
            element.matches('input, textarea') ? element.value : element.textContent);";
        let begun = Instant::now();
        loop {
            let texts = self.run(script, vec![json!(css(id))]).await?;
            let texts: Vec<&str> =
                texts.as_array().into_iter().flatten().filter_map(|text| text.as_str()).collect();
            if let Some(at) = texts.iter().position(|found| found.contains(text)) {
                return Ok(at);
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("no {id} says “{text}”, but: {texts:?}"));
            }
            pause().await;
        }
    }

    /// Waits until no such element holds a text.
    pub async fn wait_gone(&self, id: &str, text: &str) -> Outcome {
        let script = "return [...document.querySelectorAll(arguments[0])].some((element) => element.textContent.includes(arguments[1]));";
        self.wait_until(script, vec![json!(css(id)), json!(text)], &json!(false)).await
    }

    /// Presses a key together with Control, with the focus on nothing that is typed into.
    pub async fn press_with_control(&self, key: &str) -> Outcome {
        self.run("document.activeElement?.blur();", vec![]).await?;
        self.press(&[keys::CONTROL, key.chars().next().ok_or("no key")?]).await
    }

    /// Presses keys: each is held while those after it are pressed.
    pub async fn press(&self, held: &[char]) -> Outcome {
        let mut actions = KeyActions::new("keyboard".into());
        for value in held {
            actions = actions.then(KeyAction::Down { value: *value });
        }
        for value in held.iter().rev() {
            actions = actions.then(KeyAction::Up { value: *value });
        }
        self.client.perform_actions(actions).await.map_err(shown)
    }

    /// Presses keys one after the other, while others are held.
    pub async fn type_keys(&self, held: &[char], keys: &[char]) -> Outcome {
        let mut actions = KeyActions::new("keyboard".into());
        for &value in held {
            actions = actions.then(KeyAction::Down { value });
        }
        for &value in keys {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        for &value in held {
            actions = actions.then(KeyAction::Up { value });
        }
        self.client.perform_actions(actions).await.map_err(shown)
    }

    /// Waits until something shown is no longer there.
    pub async fn wait_no(&self, selector: &str) -> Outcome {
        let script = "return document.querySelector(arguments[0]) === null;";
        self.wait_until(script, vec![json!(selector)], &json!(true)).await
    }

    /// Presses Escape until no dialog is open.
    pub async fn close_dialogs(&self) -> Outcome {
        let open = "return document.querySelector('dialog[open]') !== null;";
        for _ in 0..40 {
            if self.run(open, vec![]).await? == false {
                return Ok(());
            }
            self.press(&[keys::ESCAPE]).await?;
            pause().await;
        }
        Err("a dialog does not close".into())
    }

    /// Where the pictures of this run lie.
    pub fn out(&self) -> &Path {
        &self.out
    }

    /// Saves a picture of the window in a file.
    pub async fn picture_in(&self, file: &Path) -> Outcome {
        tokio::time::sleep(Duration::from_millis(350)).await;
        let png = self.client.screenshot().await.map_err(shown)?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(shown)?;
        }
        std::fs::write(file, png).map_err(shown)
    }

    /// Runs a script that calls its last argument with what it gives.
    pub async fn run_async(
        &self,
        script: &str,
        arguments: Vec<serde_json::Value>,
    ) -> Outcome<serde_json::Value> {
        self.client.execute_async(script, arguments).await.map_err(shown)
    }

    pub async fn wait_place(&self, id: &str, text: &str, wanted: usize) -> Outcome {
        let begun = Instant::now();
        while self.place_of(id, text).await? != wanted {
            if begun.elapsed() > PATIENCE {
                return Err(format!("“{text}” is not number {wanted} of {id}"));
            }
            pause().await;
        }
        Ok(())
    }

    /// Selects a sentence of the article in the reader by drawing the mouse over it.
    pub async fn select(&self, sentence: &str) -> Outcome {
        let script = "const [sentence] = arguments; const root = document.querySelector('[data-testid=\"reader-body\"]'); \
            const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT); \
            for (let node = walk.nextNode(); node; node = walk.nextNode()) { \
              const at = node.data.indexOf(sentence); if (at < 0) continue; \
              node.parentElement.scrollIntoView({ block: 'center' }); \
              const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + sentence.length); \
              const boxes = [...range.getClientRects()]; const first = boxes[0]; const last = boxes[boxes.length - 1]; \
              return [first.left + 1, first.top + first.height / 2, last.right, last.top + last.height / 2]; } return [];";
        // The words move once more when the typeface arrives.
        let mut ends = self.numbers(script, vec![json!(sentence)]).await?;
        loop {
            pause().await;
            let again = self.numbers(script, vec![json!(sentence)]).await?;
            let loaded = self.run("return document.fonts.status;", vec![]).await?;
            if loaded == "loaded" && again == ends {
                break;
            }
            ends = again;
        }
        let [x1, y1, x2, y2] = ends[..] else {
            return Err(format!("the reader does not show “{sentence}”"));
        };
        self.draw((x1, y1), (x2, y2)).await?;
        let selected = self.run("return String(window.getSelection());", vec![]).await?;
        self.expect(selected.as_str().unwrap_or_default(), sentence)
    }

    /// Draws the mouse over an element, from one place to another; places are shares of its width and height.
    pub async fn draw_over(&self, id: &str, from: (f64, f64), to: (f64, f64)) -> Outcome {
        let script = "const [selector, ...at] = arguments; const box = document.querySelector(selector).getBoundingClientRect(); \
            return at.map((share, n) => n % 2 ? box.top + box.height * share : box.left + box.width * share);";
        let shares = [json!(css(id)), json!(from.0), json!(from.1), json!(to.0), json!(to.1)];
        let ends = self.numbers(script, shares.into()).await?;
        let [x1, y1, x2, y2] = ends[..] else { return Err(format!("{id} has no place")) };
        self.draw((x1, y1), (x2, y2)).await
    }

    /// Drags one of the elements to the upper edge of another.
    pub async fn drag(&self, id: &str, from: usize, to: usize) -> Outcome {
        self.drag_onto((id, from), (id, to)).await
    }

    /// Drags one of some elements to the upper edge of one of others.
    pub async fn drag_onto(&self, from: (&str, usize), to: (&str, usize)) -> Outcome {
        let script = "const [from, n, to, m] = arguments; const box = (css, at) => document.querySelectorAll(css)[at]?.getBoundingClientRect(); \
            const [a, b] = [box(from, n), box(to, m)]; \
            return a && b ? [a.left + 40, a.top + a.height / 2, b.left + 40, b.top + 2] : [];";
        let given = vec![json!(css(from.0)), json!(from.1), json!(css(to.0)), json!(to.1)];
        let [x1, y1, x2, y2] = self.numbers(script, given).await?[..] else {
            return Err(format!("there is no {} or {} to drag", from.0, to.0));
        };
        self.draw((x1, y1), (x2, y2)).await
    }

    /// Types into a list that can be searched, and takes the choice that then says `wanted`.
    pub async fn choose(&self, id: &str, typed: &str, wanted: &str) -> Outcome {
        self.click(id).await?;
        self.fill(id, typed).await?;
        let script = "return [...document.querySelectorAll('.choice-option')].map((option) => option.textContent.trim());";
        self.wait_until(script, vec![], &json!([wanted])).await?;
        self.click_css(".choice-option").await?;
        let script = "return document.querySelector(arguments[0]).value;";
        self.wait_until(script, vec![json!(css(id))], &json!(wanted)).await
    }

    /// Waits until an element has come to rest: nothing glides any more, and it stands where it stood some frames ago.
    async fn settle(&self, selector: &str) -> Outcome {
        let script = "const place = document.querySelector(arguments[0])?.getBoundingClientRect(); \
            const glides = document.getAnimations().some((one) => one.playState === 'running' && one.effect?.getTiming().iterations === 1); \
            return place && !glides ? [place.x, place.y] : null;";
        let (mut before, mut still) = (serde_json::Value::Null, 0);
        for _ in 0..60 {
            let now = self.run(script, vec![json!(selector)]).await?;
            still = if now == before && !now.is_null() { still + 1 } else { 0 };
            if still == 2 {
                return Ok(());
            }
            before = now;
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Ok(())
    }

    /// Waits until a script gives a value.
    pub async fn wait_until(
        &self,
        script: &str,
        arguments: Vec<serde_json::Value>,
        wanted: &serde_json::Value,
    ) -> Outcome {
        let begun = Instant::now();
        loop {
            let found = self.run(script, arguments.clone()).await?;
            if found == *wanted {
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("the window shows {found} instead of {wanted}"));
            }
            pause().await;
        }
    }

    /// Pastes a piece of a page, or plain text, on the window.
    pub async fn paste(&self, html: &str, text: &str) -> Outcome {
        let script = "const data = new DataTransfer(); data.setData('text/html', arguments[0]); \
            data.setData('text/plain', arguments[1]); \
            window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));";
        self.run(script, vec![json!(html), json!(text)]).await.map(|_| ())
    }

    /// Gives the window a theme.
    pub async fn theme(&self, name: &str) -> Outcome {
        let script = "document.documentElement.dataset.theme = arguments[0];";
        self.run(script, vec![json!(name)]).await.map(|_| ())
    }

    /// Presses the mouse at one place and lets it go at another.
    async fn draw(&self, from: (f64, f64), to: (f64, f64)) -> Outcome {
        let move_to = |(x, y): (f64, f64)| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(80)),
            x: x.round(),
            y: y.round(),
        };
        let halfway = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        let mouse = MouseActions::new("mouse".into())
            .then(move_to(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(move_to(halfway))
            .then(move_to(to))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.map_err(shown)
    }

    async fn numbers(&self, script: &str, arguments: Vec<serde_json::Value>) -> Outcome<Vec<f64>> {
        let found = self.run(script, arguments).await?;
        Ok(found.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect())
    }

    /// Fails unless a text holds another.
    #[expect(clippy::unused_self, reason = "reads as a step of the story")]
    pub fn expect(&self, text: &str, wanted: &str) -> Outcome {
        if text.contains(wanted) { Ok(()) } else { Err(format!("“{wanted}” is not in “{text}”")) }
    }

    /// Runs a script; gives what it returns.
    pub async fn run(&self, script: &str, arguments: Vec<serde_json::Value>) -> Outcome<serde_json::Value> {
        self.client.execute(script, arguments).await.map_err(shown)
    }

    async fn find(&self, selector: &str) -> Outcome<Element> {
        let wait = self.client.wait().at_most(PATIENCE).every(Duration::from_millis(60));
        wait.for_element(Locator::Css(selector)).await.map_err(|error| format!("{selector}: {error}"))
    }

    async fn all(&self, id: &str) -> Outcome<Vec<Element>> {
        self.client.find_all(Locator::Css(&css(id))).await.map_err(shown)
    }
}

/// Ends the driver if the window does not open.
struct Started {
    driver: Option<Child>,
}

impl Drop for Started {
    fn drop(&mut self) {
        if let Some(driver) = &mut self.driver {
            let _ = driver.kill();
        }
    }
}

async fn connect(window: &Path, given: &[PathBuf]) -> Outcome<Client> {
    let mut capabilities = Map::new();
    capabilities.insert("tauri:options".into(), json!({ "application": window, "args": given }));
    capabilities.insert("browserName".into(), json!("wry"));
    let begun = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(capabilities.clone()).connect(&format!("http://127.0.0.1:{PORT}")).await {
            Ok(client) => return Ok(client),
            Err(error) if begun.elapsed() > PATIENCE => {
                return Err(format!("the window did not open: {error}"));
            }
            Err(_) => pause().await,
        }
    }
}

async fn pause() {
    tokio::time::sleep(Duration::from_millis(120)).await;
}

fn css(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

fn shown(error: impl std::fmt::Display) -> String {
    error.to_string()
}
