//! An import in which one file cannot be read and which is stopped half way: what came in stays, the rest is told.

use crate::desk::{Desk, Outcome};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

const GOOD: &str = "Đò dọc trên sông";

/// Imports a good file, a broken one and a page that never comes; stops, and looks at the report and the list.
pub async fn one_bad_file_and_cancel(desk: &mut Desk) -> Outcome {
    desk.step("an import with a file that cannot be read is stopped half way; what came in stays");
    desk.click("nav-all").await?;
    let before = desk.many("article-row").await?;
    let (address, asked) = silent_server()?;
    let good =
        write(desk, "đò dọc.md", format!("# {GOOD}\n\nĐò dọc đi suốt đêm, sáng ra tới chợ.\n").as_bytes())?;
    let bad = write(desk, "đứt đoạn.txt", &[0xffu8, 0, 3, 0xd8, 1, 0, 9, 2].repeat(300))?;
    desk.click("import-open").await?;
    desk.fill("import-paths", &format!("{good}\n{bad}\n{address}/dai")).await?;
    desk.click("import-start").await?;
    desk.click("import-background").await?;
    desk.wait_css("[data-testid=\"activity-job\"][data-state=\"running\"]").await?;
    while !asked.load(Ordering::SeqCst) {
        // The job is told to be running until the page is stopped; its end is waited for below.
        desk.wait_css("[data-testid=\"activity-job\"][data-state=\"running\"] progress").await?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    desk.picture("18-importing").await?;
    desk.click_css("[data-testid=\"activity-job\"][data-state=\"running\"] button").await?;
    desk.wait_css("[data-testid=\"activity-job\"][data-state=\"stopped\"]").await?;
    desk.click("activity-details").await?;
    desk.wait_text("import-report", "Đã nhập 1 bài").await?;
    desk.wait_text("import-report", "Đã dừng; những bài đã nhập vẫn còn").await?;
    desk.wait_text("import-report", "đứt đoạn.txt").await?;
    desk.wait_text("import-report", "Tập tin không phải văn bản").await?;
    desk.picture("18-stopped").await?;
    desk.click("outcome-close").await?;
    desk.click("activity-clear").await?;
    desk.click("activity-fold").await?;
    desk.click("nav-all").await?;
    desk.wait_text("article-row", GOOD).await?;
    desk.count("article-row", before + 1).await
}

fn write(desk: &Desk, name: &str, bytes: &[u8]) -> Outcome<String> {
    let path = desk.path(name);
    std::fs::write(&path, bytes).map_err(|error| error.to_string())?;
    Ok(path)
}

/// A server that is asked for a page and says nothing; tells when it was asked.
fn silent_server() -> Outcome<(String, Arc<AtomicBool>)> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let asked = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&asked);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let told = Arc::clone(&told);
            // Whoever waits goes away in the end.
            thread::spawn(move || respond(stream, &told));
        }
    });
    Ok((format!("http://{address}"), asked))
}

fn respond(mut stream: TcpStream, asked: &AtomicBool) -> std::io::Result<()> {
    let mut line = String::new();
    BufReader::new(stream.try_clone()?).read_line(&mut line)?;
    if line.contains("robots.txt") {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    asked.store(true, Ordering::SeqCst);
    // Nothing comes; the connection ends when the other side ends it.
    std::io::copy(&mut stream, &mut std::io::sink()).map(|_| ())
}
