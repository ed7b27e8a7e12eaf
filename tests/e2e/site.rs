//! A small site on this machine, whose rules ask programs to keep away. Its page tries to reach the site again from wherever
//! it is shown.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// The title of its only article.
pub const TITLE: &str = "Chợ phiên họp lại sau mùa lũ";

static TRAPPED: AtomicUsize = AtomicUsize::new(0);

/// How often something that the page names beside its article was asked for.
pub fn trapped() -> usize {
    TRAPPED.load(Ordering::SeqCst)
}

/// Serves in the background; gives the site's address, without a slash at the end.
pub fn serve() -> Result<String, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let site = format!("http://{address}");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A window that goes away needs no answer.
            let _ = respond(stream, &site);
        }
    });
    Ok(format!("http://{address}"))
}

fn respond(mut stream: TcpStream, site: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let (kind, body) = match request.split(' ').nth(1) {
        Some("/robots.txt") => ("text/plain", "User-agent: *\nDisallow: /\n".to_owned()),
        Some(path) if path.starts_with("/bay") => {
            TRAPPED.fetch_add(1, Ordering::SeqCst);
            ("text/plain", String::new())
        }
        _ => ("text/html; charset=utf-8", page(site)),
    };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn page(site: &str) -> String {
    let text =
        "Từ tờ mờ sáng, người các bản đã gùi hàng xuống chợ, tiếng khèn vang khắp triền đồi. ".repeat(4);
    format!(
        "<html lang=vi><head><title>{TITLE}</title><meta name=author content=\"Hà Thị Xuân\">\
         <link rel=stylesheet href={site}/bay.css><style>footer {{ background: url({site}/bay.png) }}</style></head>\
         <body onload=\"fetch('{site}/bay')\"><article><h1>{TITLE}</h1><p>{text}</p><p>{text}</p></article>\
         <footer>Quảng cáo <img src={site}/bay.gif><iframe src={site}/bay></iframe><object data={site}/bay></object></footer>\
         <script>new Image().src = '{site}/bay?1'; parent.document.title = 'bay'; \
         parent.__TAURI_INTERNALS__.invoke('close_library'); top.location = '{site}/bay';</script></body></html>"
    )
}
