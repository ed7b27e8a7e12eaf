//! The window is killed: the library is as it was left, what was done before can be undone, and the window speaks and
//! looks as was chosen.

use crate::desk::{Desk, Outcome};
use crate::{many, views};
use serde_json::json;
use std::path::Path;

/// Kills the window after [`many::edit_many`], opens it again, and undoes what was done before.
pub async fn undo_across_restart(desk: &mut Desk) -> Outcome {
    desk.step("the window is killed and opened again; language and theme are as chosen");
    views::speak(desk, "en").await?;
    views::choose_theme(desk, "dark").await?;
    let library = desk.path("Kho.fonds");
    desk.crash(&library).await?;
    damage_index(Path::new(&library))?;
    desk.wait_text("recent", "Kho thử nghiệm").await?;
    looks(desk, "en", "dark").await?;
    desk.click_text("recent", "Kho thử nghiệm").await?;
    desk.wait_text("nav-all", "All articles").await?;
    mended(desk).await?;
    views::speak(desk, "vi").await?;
    views::choose_theme(desk, "light").await?;
    looks(desk, "vi", "light").await?;
    many::published(desk, 3).await?;

    desk.step("what was done before the restart is undone, and done again");
    desk.press_with_control("z").await?;
    desk.wait_text("said", "Đã hoàn tác").await?;
    many::published(desk, 0).await?;
    desk.click("redo").await?;
    desk.wait_text("said", "Đã làm lại").await?;
    many::published(desk, 3).await?;
    desk.click("nav-all").await
}

/// What a failing disk does to the search index.
fn damage_index(library: &Path) -> Outcome {
    let told = |error: std::io::Error| error.to_string();
    for entry in std::fs::read_dir(library.join("index")).map_err(told)? {
        let file = entry.map_err(told)?.path();
        if file.extension().is_some_and(|ending| ending == "store" || ending == "term") {
            std::fs::write(file, b"\0\0\0").map_err(told)?;
        }
    }
    Ok(())
}

/// The damage is told in one line, which can be put away, and costs nothing.
async fn mended(desk: &mut Desk) -> Outcome {
    desk.step("a damaged search index is made anew and told of");
    desk.fill("search-input", "ben pha tan my").await?;
    desk.count("article-row", 1).await?;
    desk.wait_text("notice", "The search index was damaged and was made anew.").await?;
    desk.picture("7-index-mended").await?;
    desk.click("notice-close").await?;
    desk.wait_gone("notice", "search index").await?;
    desk.fill("search-input", "").await
}

async fn looks(desk: &Desk, language: &str, theme: &str) -> Outcome {
    let script = "const { lang, dataset } = document.documentElement; return [lang, dataset.theme];";
    desk.wait_until(script, vec![], &json!([language, theme])).await
}
