//! A web server on this machine that behaves as a test wants, also badly.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// What is sent for a path.
pub enum Answer {
    /// These bytes, and the connection closes.
    Bytes(Vec<u8>),
    /// A head, and then a byte a moment.
    Drip(Vec<u8>),
    /// A head, and then bytes without end.
    Endless(Vec<u8>),
}

/// An answer with a status, fields and a body of the length that it says.
pub fn answer(status: &str, fields: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut bytes = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n", body.len()).into_bytes();
    for (name, value) in fields {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(b"Connection: close\r\n\r\n");
    bytes.extend_from_slice(body);
    Answer::Bytes(bytes)
}

/// Serves in the background; gives its address, without a slash at the end.
pub fn serve(answers: impl Fn(&str) -> Answer + Send + Sync + Clone + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = answers.clone();
            thread::spawn(move || respond(stream, &answers));
        }
    });
    address
}

/// A client that goes away in the middle is what some tests are about.
fn respond(mut stream: TcpStream, answers: &dyn Fn(&str) -> Answer) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(request)) = lines.next() else { return };
    let path = request.split(' ').nth(1).unwrap_or("/").to_owned();
    for line in lines.by_ref() {
        if line.is_ok_and(|line| line.is_empty()) {
            break;
        }
    }
    match answers(&path) {
        Answer::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Answer::Drip(head) => {
            let _ = stream.write_all(&head);
            while stream.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        }
        Answer::Endless(head) => {
            let _ = stream.write_all(&head);
            let part = vec![b'x'; 64 << 10];
            while stream.write_all(&part).is_ok() {}
        }
    }
}
