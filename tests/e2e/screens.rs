//! Pictures of every view, for people to look at.

use crate::desk::{Desk, Outcome};

/// Saves a picture of what the window shows, under `screens` beside the story's own pictures.
pub async fn save(desk: &Desk, name: &str) -> Outcome {
    let folder = desk.out().with_file_name("screens");
    desk.picture_in(&folder.join(format!("{name}.png"))).await
}
