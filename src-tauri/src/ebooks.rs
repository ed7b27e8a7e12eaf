//! The pages of an e-book that is looked at before it is saved, as `fonds-ebook://localhost/<preview>/<volume>/<path>`.
//!
//! The window shows them in a frame with an empty `sandbox`; the answer's own policy says the same once more. The frame may
//! go from chapter to chapter, of which the window hears by `ebook-shown`, and nowhere else.

use crate::state::{Desk, Looking};
use serde::Serialize;
use tauri::http::{Request, Response, StatusCode};
use tauri::{Emitter, Manager, Runtime, UriSchemeContext};

/// What a page may do: be drawn, with the pictures, styles and fonts of its own book.
const POLICY: &str = "sandbox; default-src 'none'; img-src fonds-ebook: http://fonds-ebook.localhost; \
    style-src fonds-ebook: http://fonds-ebook.localhost; font-src fonds-ebook: http://fonds-ebook.localhost; \
    form-action 'none'; base-uri 'none'";

/// A page that the frame shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Shown {
    preview: u64,
    volume: usize,
    path: String,
}

/// Answers the frame's request for a file of the e-book.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let app = context.app_handle();
    let Some(asked) = asked(request.uri().path()) else { return refused() };
    let (response, is_page) = app.state::<Desk>().look(|looking| found(looking, &asked));
    if is_page {
        // A window that is gone needs no news.
        let _ = app.emit("ebook-shown", asked);
    }
    response
}

/// The file's answer, and whether it is a page.
fn found(looking: &mut Looking, asked: &Shown) -> (Response<Vec<u8>>, bool) {
    if looking.number != asked.preview {
        return (refused(), false);
    }
    match looking.files.read(asked.volume, &asked.path) {
        Some((kind, bytes)) => (respond(StatusCode::OK, kind, bytes), asked.path.ends_with(".xhtml")),
        None => (refused(), false),
    }
}

fn asked(path: &str) -> Option<Shown> {
    let mut parts = path.trim_start_matches('/').splitn(3, '/');
    let (preview, volume) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Some(Shown { preview, volume, path: parts.next()?.to_owned() })
}

fn refused() -> Response<Vec<u8>> {
    respond(StatusCode::NOT_FOUND, "text/plain", vec![])
}

fn respond(status: StatusCode, kind: &str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header("Content-Type", kind);
    let response =
        response.header("Content-Security-Policy", POLICY).header("Referrer-Policy", "no-referrer");
    // A frame without an origin gets fonts only where everyone may have them.
    let response = match kind.starts_with("font/") {
        true => response.header("Access-Control-Allow-Origin", "*"),
        false => response,
    };
    let response = response.header("X-Content-Type-Options", "nosniff").body(bytes);
    response.unwrap_or_else(|_| Response::new(vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_library::{ImportOptions, Language, Library, environment};
    use fonds_model::{ExportSettings, ItemContent, Quiet, Typeface};
    use std::path::Path;

    const TEXT: &str = "---\ntitle: Bến <script>alert(1)</script>\n---\n\nNước <script>x()</script> lên, \
        [bờ đê](https://vidu.vn/de) và [mã](javascript:x).\n\n<img src=x onerror=y>\n";

    fn looking(folder: &Path) -> (Looking, Vec<String>) {
        let library = Library::create(&folder.join("Kho.fonds"), "Kho", environment()).unwrap();
        let file = folder.join("a.md");
        std::fs::write(&file, TEXT).unwrap();
        let sources = [file.display().to_string()];
        let report =
            library.import(&sources, ImportOptions::default(), Language::Vietnamese, &Quiet).unwrap();
        let mut settings = ExportSettings::default();
        settings.ebook.font = Some(Typeface::Serif);
        settings.ebook.data = true;
        let id = library.new_collection("Bến", settings.clone()).unwrap().id;
        let article = report.imported[0].id.clone();
        library.add_items(&id, vec![ItemContent::Article { article }], None).unwrap();
        let preview = library.preview_ebook(&id, &settings, None, &Quiet).unwrap();
        let pages = preview.volumes[0].contents.iter().map(|entry| entry.path.clone()).collect();
        (Looking { number: 7, files: preview.files }, pages)
    }

    fn text(response: &Response<Vec<u8>>) -> String {
        String::from_utf8_lossy(response.body()).into_owned()
    }

    #[test]
    fn pages_can_neither_run_nor_call_out() {
        let dir = tempfile::tempdir().unwrap();
        let (mut looking, pages) = looking(dir.path());
        let mut all = String::new();
        for path in &pages {
            let (response, is_page) =
                found(&mut looking, &Shown { preview: 7, volume: 0, path: path.clone() });
            assert!(is_page && response.status() == StatusCode::OK, "{path}");
            let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
            assert_eq!(header("Content-Type"), "application/xhtml+xml");
            assert!(header("Content-Security-Policy").starts_with("sandbox; default-src 'none';"));
            assert!(!header("Content-Security-Policy").contains("script"), "scripts are named nowhere");
            all.push_str(&text(&response));
        }
        assert!(all.contains("bờ đê") && all.contains("&lt;script&gt;"), "{all}");
        for bad in ["<script", "onerror=\"", "href=\"http", "javascript:", "src=\"http"] {
            assert!(!all.contains(bad), "{bad} in {all}");
        }
    }

    #[test]
    fn only_what_pages_show_is_given_and_only_of_the_last_preview() {
        let dir = tempfile::tempdir().unwrap();
        let (mut looking, _) = looking(dir.path());
        let mut status = |path: &str| {
            asked(path).map(|asked| found(&mut looking, &asked)).map(|(response, is_page)| {
                let kind = response.headers()["Content-Type"].to_str().unwrap().to_owned();
                (response.status().as_u16(), kind, is_page)
            })
        };
        let given = |kind: &str| Some((200, kind.to_owned(), false));
        assert_eq!(status("/7/0/OEBPS/stylesheet.css"), given("text/css"));
        assert_eq!(status("/7/0/OEBPS/cover.svg"), given("image/svg+xml"));
        assert_eq!(status("/7/0/OEBPS/fonts/NotoSerif-Regular.ttf"), given("font/ttf"));
        let refused = Some((404, "text/plain".to_owned(), false));
        for path in [
            "/6/0/OEBPS/stylesheet.css",
            "/7/1/OEBPS/stylesheet.css",
            "/7/0/OEBPS/content.opf",
            "/7/0/META-INF/fonds/transfer.json",
            "/7/0/OEBPS/../META-INF/container.xml",
        ] {
            assert_eq!(status(path), refused, "{path}");
        }
        assert_eq!(status("/7/0"), None);
        assert_eq!(status("/x/0/OEBPS/stylesheet.css"), None);
    }
}
