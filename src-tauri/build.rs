//! Gathers what the window needs at build time.

fn main() {
    tauri_build::build();
}
