//! The window: Tauri around `fonds-library`.
//!
//! [`commands`] has one thin function a command; [`state`] holds the open library, [`jobs`] the work that runs in it;
//! [`assets`] shows the library's pictures, [`originals`] what came in as it was, [`ebooks`] e-books before they are saved. The first argument may name a library to open.
//!
//! Invariant: no logic here, and nothing of an imported page is ever loaded or run.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod assets;
mod commands;
mod ebooks;
mod jobs;
mod originals;
mod preferences;
mod recent;
mod state;

use preferences::Preferences;
use state::Desk;
use tauri::Manager;

/// Typesetting makes millions of small values; this allocator takes a sixth off its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Commands that may run at a time.
const COMMANDS: usize = 16;

fn main() {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    // A command has its thread until it is done: with a thread a core, long work on a small machine would take them all,
    // and nothing would answer the window.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(COMMANDS).enable_all().build();
    match &runtime {
        Ok(runtime) => tauri::async_runtime::set(runtime.handle().clone()),
        Err(error) => tracing::warn!(%error, "the window has few threads"),
    }
    let desk = Desk::new(std::env::args_os().nth(1).map(Into::into));
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .manage(desk)
        .setup(|app| {
            app.state::<Desk>().prefer(Preferences::read(app.handle()));
            Ok(())
        })
        .register_uri_scheme_protocol("fonds-asset", assets::answer)
        .register_uri_scheme_protocol("fonds-original", originals::answer)
        .register_uri_scheme_protocol("fonds-ebook", ebooks::answer)
        .invoke_handler(commands::handler());
    if let Err(error) = app.run(tauri::generate_context!()) {
        tracing::error!(%error, "the window could not be opened");
        std::process::exit(1);
    }
}
