//! A large library in the real window: how soon its list is there, how smoothly it scrolls, how fast it finds, what it holds.
//!
//! Each figure stands beside a floor of the same run: the window without a library, the frames of a window at rest.

use crate::desk::{Desk, Outcome, keys};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How long an idle window is left alone before its memory is looked at.
const IDLE: Duration = Duration::from_secs(5);
/// Articles that come in while it scrolls.
const INCOMING: usize = 12_000;
/// What changes no more for so long is answered.
const ANSWERED: Duration = Duration::from_millis(1500);
/// How long it scrolls, in milliseconds.
const SCROLLED: u32 = 5000;

/// Measures `library`, a folder that holds a large one.
pub async fn measure(window: &Path, driver: &Path, out: &Path, library: &Path) -> Outcome {
    let empty = start(window, driver, out, None, "welcome").await?;
    println!("start    {:6.2} s to the welcome page, {:.0} MB when idle", empty.seconds, empty.memory);
    empty.desk.leave(Ok(())).await?;
    let full = start(window, driver, out, Some(library), "list").await?;
    println!(
        "start    {:6.2} s to the list, {:.0} MB when idle: {:.2} × and {:+.0} MB",
        full.seconds,
        full.memory,
        full.seconds / empty.seconds,
        full.memory - empty.memory
    );
    let told = work(&full.desk).await;
    full.desk.leave(told).await
}

/// A window that shows what was waited for.
struct Begun {
    desk: Desk,
    /// From the start of its process.
    seconds: f64,
    /// Megabytes of all its processes (proportional set size).
    memory: f64,
}

async fn start(
    window: &Path,
    driver: &Path,
    out: &Path,
    library: Option<&Path>,
    wanted: &str,
) -> Outcome<Begun> {
    let given: Vec<PathBuf> = library.map(Path::to_owned).into_iter().collect();
    let desk = Desk::open_with(window, &given, driver, out).await?;
    // The window notes by its own clock when it was drawn: asking for it takes the driver longer than the window does.
    let script = "const [name, done] = arguments; const look = () => { const [mark] = performance.getEntriesByName(name); \
        if (mark) done(performance.timeOrigin + mark.startTime); else setTimeout(look, 20); }; look();";
    let shown = desk.run_async(script, vec![json!(wanted)]).await?;
    let processes = processes(window)?;
    let first = *processes.first().ok_or("the window's process is not found")?;
    let seconds = shown.as_f64().unwrap_or_default() / 1000.0 - started(first)?;
    tokio::time::sleep(IDLE).await;
    let memory = processes.iter().map(|id| memory_of(*id)).sum();
    Ok(Begun { desk, seconds, memory })
}

async fn work(desk: &Desk) -> Outcome {
    let rest = frames(desk, 0).await?;
    println!("at rest  {rest}");
    let plain = plain_frames(desk).await?;
    println!("plain    {plain}: lines of text that only scroll, as large");
    for (name, rows) in [("scrolled", 1), ("flung", 40), ("dragged", 2000)] {
        let moved = frames(desk, rows).await?;
        let ratio = moved.median / plain.median.max(0.1);
        println!("{name:8} {moved}: {ratio:.2} × the time between frames of plain lines");
    }
    let (still, busy, is_going) = while_importing(desk).await?;
    println!("import   {still}: at rest, while articles come in");
    let until = if is_going { "" } else { ", which ended before" };
    println!("import   {busy}: scrolled, while articles come in{until}");
    let jumped = answer(desk, "list.scrollTop = list.scrollHeight / 2;", "").await?;
    println!("jump     {} to the rows in the middle of the list", told(jumped));
    let order = "const pick = document.querySelector('[data-testid=\"list-sort\"]'); \
        pick.value = given; pick.dispatchEvent(new Event('change', { bubbles: true }));";
    let ordered = answer(desk, order, "title").await?;
    println!("sort     {} by title, the first time", told(ordered));
    desk.picture("large-list").await?;
    for word in ["sông", "nước lên", "chợ -phiên"] {
        let found = type_word(desk, word).await?;
        println!("find     {} from the last letter of “{word}” to its articles", told(found));
    }
    desk.picture("large-found").await?;
    desk.type_keys(&[], &[keys::ESCAPE]).await
}

/// The time between frames while the list is moved by some rows a frame.
struct Frames {
    median: f64,
    late: f64,
    worst: f64,
    /// Rows in sight that were not there yet, of all.
    missing: f64,
    count: f64,
}

impl std::fmt::Display for Frames {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { median, late, worst, missing, count } = self;
        write!(
            f,
            "{:6.1} frames/s (median {median:.1} ms, one in a hundred {late:.1} ms, worst {worst:.0} ms; {count:.0} frames; {missing:.1} % of rows came later)",
            1000.0 / median.max(0.1)
        )
    }
}

async fn frames(desk: &Desk, rows: u32) -> Outcome<Frames> {
    let script = "const [rows, length, done] = arguments; const list = document.querySelector('[data-testid=\"article-list\"]'); \
        const height = document.querySelector('[data-testid=\"article-row\"]').getBoundingClientRect().height; \
        const gaps = []; let before, begun, missing = 0, seen = 0, at = 0, down = 1; \
        const frame = (now) => { \
            begun ??= now; if (before !== undefined) gaps.push(now - before); before = now; \
            if (rows > 0) { \
                const lines = [...list.querySelectorAll('[role=\"option\"], [role=\"row\"]')]; \
                seen += lines.length; missing += lines.filter((line) => !line.dataset.testid).length; \
                at += rows * height * down; if (at < 0 || at > list.scrollHeight - list.clientHeight) down = -down; \
                list.scrollTop = at; \
            } \
            if (now - begun < length) return requestAnimationFrame(frame); \
            list.scrollTop = 0; gaps.sort((a, b) => a - b); \
            const share = (part) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * part))]; \
            done([share(0.5), share(0.99), gaps.at(-1), seen ? 100 * missing / seen : 0, gaps.length]); \
        }; requestAnimationFrame(frame);";
    frames_of(&desk.run_async(script, vec![json!(rows), json!(SCROLLED)]).await?)
}

/// At rest and scrolled while many articles come in; and whether they were still coming in at the end.
async fn while_importing(desk: &Desk) -> Outcome<(Frames, Frames, bool)> {
    let folder = desk.path("incoming");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    for n in 0..INCOMING {
        let lines: Vec<String> =
            (0..60).map(|k| format!("Dòng {k} của tin {n}: nước lên {} phân.", n * 61 + k)).collect();
        let text = format!("Tin mới số {n}\n\n{}\n", lines.join("\n\n"));
        std::fs::write(Path::new(&folder).join(format!("{n}.txt")), text)
            .map_err(|error| error.to_string())?;
    }
    desk.click("import-open").await?;
    desk.fill("import-paths", &folder).await?;
    desk.click("import-start").await?;
    desk.click("import-background").await?;
    let still = frames(desk, 0).await?;
    let moved = frames(desk, 1).await?;
    // The panel has opened by itself.
    let script = "return !!document.querySelector('[data-testid=\"activity-job\"]:is([data-state=\"waiting\"], [data-state=\"running\"])');";
    let is_going = desk.run(script, vec![]).await? == json!(true);
    // What is timed next is not to wait for it.
    desk.wait_until(script, vec![], &json!(false)).await?;
    desk.click("activity-fold").await?;
    Ok((still, moved, is_going))
}

/// The floor of all scrolling: as many pixels a frame, of lines that are there from the beginning.
async fn plain_frames(desk: &Desk) -> Outcome<Frames> {
    let script = "const [length, done] = arguments; const box = document.querySelector('[data-testid=\"article-list\"]').getBoundingClientRect(); \
        const list = document.createElement('div'); \
        Object.assign(list.style, { position: 'fixed', left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px`, overflow: 'auto', background: 'white', zIndex: 99 }); \
        for (let n = 0; n < 3000; n += 1) { const line = document.createElement('p'); line.textContent = `Chuyện bên sông số ${n}`; line.style.height = '28px'; list.append(line); } \
        document.body.append(list); const gaps = []; let before, begun, at = 0, down = 1; \
        const frame = (now) => { \
            begun ??= now; if (before !== undefined) gaps.push(now - before); before = now; \
            at += 84 * down; if (at < 0 || at > list.scrollHeight - list.clientHeight) down = -down; list.scrollTop = at; \
            if (now - begun < length) return requestAnimationFrame(frame); \
            list.remove(); gaps.sort((a, b) => a - b); \
            const share = (part) => gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * part))]; \
            done([share(0.5), share(0.99), gaps.at(-1), 0, gaps.length]); \
        }; requestAnimationFrame(frame);";
    frames_of(&desk.run_async(script, vec![json!(SCROLLED)]).await?)
}

fn frames_of(found: &Value) -> Outcome<Frames> {
    let found: Vec<f64> = found.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let [median, late, worst, missing, count] = found[..] else { return Err("no frames were drawn".into()) };
    Ok(Frames { median, late, worst, missing, count })
}

/// Milliseconds from the last letter that is typed into the search box to the articles that are found.
async fn type_word(desk: &Desk, word: &str) -> Outcome<Option<f64>> {
    let begun: String = word.chars().take(word.chars().count().saturating_sub(1)).collect();
    desk.fill("search-input", &begun).await?;
    tokio::time::sleep(ANSWERED).await;
    let script = "const field = document.querySelector('[data-testid=\"search-input\"]'); \
        const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set; \
        set.call(field, given); field.dispatchEvent(new Event('input', { bubbles: true }));";
    answer(desk, script, word).await
}

/// Milliseconds from what a script does to the last change of the window that comes of it; `None` where nothing changed.
async fn answer(desk: &Desk, act: &str, given: &str) -> Outcome<Option<f64>> {
    let script = format!(
        "const [given, patience, done] = arguments; const list = document.querySelector('[data-testid=\"article-list\"]'); \
        {act} const begun = performance.now(); let quiet; \
        const watch = new MutationObserver(() => (quiet = performance.now())); \
        watch.observe(document.body, {{ childList: true, subtree: true, characterData: true }}); \
        const look = (now) => now - (quiet ?? begun) > patience \
            ? (watch.disconnect(), done(quiet === undefined ? null : quiet - begun)) : requestAnimationFrame(look); \
        requestAnimationFrame(look);"
    );
    let patience = json!(ANSWERED.as_millis() as u64);
    Ok(desk.run_async(&script, vec![json!(given), patience]).await?.as_f64())
}

fn told(milliseconds: Option<f64>) -> String {
    milliseconds.map_or_else(|| "nothing changed".to_owned(), |taken| format!("{taken:6.0} ms"))
}

/// The window's process and those that it began (Linux), the window's first.
fn processes(window: &Path) -> Outcome<Vec<u32>> {
    let entries = std::fs::read_dir("/proc").map_err(|error| error.to_string())?;
    let all: Vec<u32> =
        entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    let window = window.canonicalize().map_err(|error| error.to_string())?;
    let is_window =
        |id: &&u32| std::fs::read_link(format!("/proc/{id}/exe")).is_ok_and(|path| path == window);
    let mut found: Vec<u32> = all.iter().filter(is_window).copied().collect();
    let mut at = 0;
    while at < found.len() {
        let parent = found[at];
        found.extend(
            all.iter().filter(|id| fields(**id).get(1).is_some_and(|field| *field == parent.to_string())),
        );
        found.dedup();
        at += 1;
    }
    Ok(found)
}

/// The fields of a process's `stat` behind its name, which may hold spaces.
fn fields(process: u32) -> Vec<String> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit(')').next().unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

/// When a process began, in seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "a running program is timed")]
fn started(process: u32) -> Outcome<f64> {
    let ticks: f64 =
        fields(process).get(19).and_then(|ticks| ticks.parse().ok()).ok_or("the window is gone")?;
    let uptime = std::fs::read_to_string("/proc/uptime").map_err(|error| error.to_string())?;
    let uptime: f64 = uptime.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or_default();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|error| error.to_string())?;
    Ok(now.as_secs_f64() - uptime + ticks / 100.0)
}

/// Megabytes that a process holds, its share of what it has in common with others.
fn memory_of(process: u32) -> f64 {
    let told = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    let held = told.lines().find_map(|line| line.strip_prefix("Pss:"));
    held.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
