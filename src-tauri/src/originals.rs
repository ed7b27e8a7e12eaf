//! Stored originals of the open library, by article, as `fonds-original://localhost/<article>`.
//!
//! The window shows them in a frame with an empty `sandbox`; the answer's own policy says the same once more, so that
//! what is in them can neither run, nor load, nor lead anywhere.

use crate::state::Desk;
use fonds_library::OriginalKind;
use fonds_model::ArticleId;
use tauri::http::{Request, Response, StatusCode};
use tauri::{Manager, Runtime, UriSchemeContext};

/// What an original may do: be drawn, with its own pictures and styles.
const POLICY: &str = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/// Answers the window's request for an original: a web page as a page, other text as text, and nothing else.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let id = ArticleId(request.uri().path().trim_start_matches('/').to_owned());
    let desk = context.app_handle().state::<Desk>();
    match desk.library().ok().and_then(|library| shown(&library, &id)) {
        Some((kind, text)) => respond(StatusCode::OK, kind, text.into_bytes()),
        None => respond(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", vec![]),
    }
}

fn shown(library: &fonds_library::Library, id: &ArticleId) -> Option<(&'static str, String)> {
    let kind = library.original_info(id).ok()?.kind;
    if kind == OriginalKind::Page {
        return Some(("text/html; charset=utf-8", library.original_page(id).ok()?));
    }
    Some(("text/plain; charset=utf-8", library.original_text(id).ok()?))
}

fn respond(status: StatusCode, kind: &str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header("Content-Type", kind);
    let response =
        response.header("Content-Security-Policy", POLICY).header("Referrer-Policy", "no-referrer");
    let response = response.header("X-Content-Type-Options", "nosniff").body(bytes);
    response.unwrap_or_else(|_| Response::new(vec![]))
}
