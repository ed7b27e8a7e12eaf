//! A small site on this machine, whose rules ask programs to keep away.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The title of its only article.
pub const TITLE: &str = "Chợ phiên họp lại sau mùa lũ";

/// Serves in the background; gives the site's address, without a slash at the end.
pub fn serve() -> Result<String, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A window that goes away needs no answer.
            let _ = respond(stream);
        }
    });
    Ok(format!("http://{address}"))
}

fn respond(mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let (kind, body) = match request.split(' ').nth(1) {
        Some("/robots.txt") => ("text/plain", "User-agent: *\nDisallow: /\n".to_owned()),
        _ => ("text/html; charset=utf-8", page()),
    };
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn page() -> String {
    let text =
        "Từ tờ mờ sáng, người các bản đã gùi hàng xuống chợ, tiếng khèn vang khắp triền đồi. ".repeat(4);
    format!(
        "<html lang=vi><head><title>{TITLE}</title><meta name=author content=\"Hà Thị Xuân\"></head>\
         <body><article><h1>{TITLE}</h1><p>{text}</p><p>{text}</p></article></body></html>"
    )
}
