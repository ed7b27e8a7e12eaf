//! Many articles at once: chosen by the keyboard, edited with a preview, tagged, and undone as one.

use crate::desk::{Desk, Outcome, keys};
use serde_json::json;

/// The publication that the articles are given.
pub const PUBLICATION: &str = "Tạp chí Thử Nghiệm";

/// Gives three articles a publication and a tag, and leaves the publication as what was done last.
pub async fn edit_many(desk: &mut Desk) -> Outcome {
    desk.step("choose three articles by the keyboard, and tag them at once");
    desk.click("nav-all").await?;
    choose(desk, 3).await?;
    desk.wait_text("selection-count", "3").await?;
    desk.click("selection-tag").await?;
    desk.fill("selection-tag-field", "Đợt hai").await?;
    desk.press(&[keys::ENTER]).await?;
    desk.wait_text("tag-item", "Đợt hai").await?;
    let count = "return [...document.querySelectorAll('[data-testid=\"tag-item\"]')].find((row) => row.textContent.includes('Đợt hai'))?.querySelector('.tail').textContent;";
    desk.wait_until(count, vec![], &json!("3")).await?;

    desk.step("edit them at once, after a look at what would change");
    desk.count_css("[data-testid=\"article-row\"][aria-selected=\"true\"]", 3).await?;
    desk.click("selection-edit").await?;
    desk.wait_for("edit-many").await?;
    desk.fill("many-value", PUBLICATION).await?;
    desk.wait_text("many-preview", "3 bài thay đổi").await?;
    desk.wait_text("many-preview", PUBLICATION).await?;
    desk.picture("17-many").await?;
    desk.click("many-apply").await?;
    desk.wait_no("dialog[open]").await?;
    desk.wait_text("said", "Đã sửa 3 bài").await?;
    desk.click("selection-clear").await?;
    published(desk, 3).await
}

/// Waits until so many articles have the publication.
pub async fn published(desk: &Desk, articles: usize) -> Outcome {
    desk.fill("search-input", &format!("source:\"{PUBLICATION}\"")).await?;
    desk.wait_for("search-count").await?;
    desk.count("article-row", articles).await?;
    desk.fill("search-input", "").await?;
    desk.count("search-count", 0).await
}

/// Chooses the first articles of the list by the keyboard.
pub async fn choose(desk: &Desk, articles: usize) -> Outcome {
    desk.click_nth("article-row", 0).await?;
    // The article that opens may take the focus.
    desk.wait_css("[data-testid=\"article-row\"][data-row=\"0\"][aria-current=\"true\"]").await?;
    desk.focus("[data-testid=\"article-list\"]").await?;
    desk.type_keys(&[keys::SHIFT], &vec![keys::DOWN; articles - 1]).await?;
    desk.count_css("[data-testid=\"article-row\"][aria-selected=\"true\"]", articles).await
}
