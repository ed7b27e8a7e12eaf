//! Pictures of the open library, by digest, as `fonds-asset://localhost/<digest>`.

use crate::state::Desk;
use fonds_model::{AssetInfo, Digest};
use tauri::http::{Request, Response, StatusCode};
use tauri::{Manager, Runtime, UriSchemeContext};

/// Answers the window's request for a picture. Only pictures are given, whatever else the archive holds.
pub fn answer<R: Runtime>(context: UriSchemeContext<'_, R>, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let digest = Digest(request.uri().path().trim_start_matches('/').to_owned());
    let desk = context.app_handle().state::<Desk>();
    let bytes = desk.library().ok().and_then(|library| library.original(&digest).ok());
    match bytes.and_then(|bytes| Some((AssetInfo::media_type_of(&bytes)?, bytes))) {
        Some((kind, bytes)) => respond(StatusCode::OK, kind, bytes),
        None => respond(StatusCode::NOT_FOUND, "text/plain", vec![]),
    }
}

fn respond(status: StatusCode, kind: &str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let response = Response::builder().status(status).header("Content-Type", kind);
    let response = response.header("X-Content-Type-Options", "nosniff").body(bytes);
    response.unwrap_or_else(|_| Response::new(vec![]))
}
