//! A smart collection: made of a search, filled by itself, changed, frozen, and thawed by undo.

use crate::desk::{Desk, Outcome};
use serde_json::json;

const NAME: &str = "Về những bến phà";
const QUERY: &str = "\"bến phà\"";

/// Keeps a search, and looks at what its collection holds as the library and the search change.
pub async fn smart_collection(desk: &mut Desk) -> Outcome {
    desk.step("keep a search as a smart collection; it holds what the search finds");
    desk.click("nav-all").await?;
    desk.fill("search-input", QUERY).await?;
    desk.wait_for("search-count").await?;
    let found = desk.many("article-row").await?;
    desk.click("search-keep").await?;
    desk.fill("smart-title", NAME).await?;
    desk.wait_text("smart-found", &format!("{found} bài")).await?;
    desk.picture("15-smart").await?;
    desk.click("smart-save").await?;
    holds(desk, found).await?;

    desk.step("a new article that fits comes in by itself");
    desk.paste("<h2>Phà đêm</h2><p>Đêm ấy ở bến phà không ai ngủ.</p>", "").await?;
    desk.wait_text("import-report", "Đã nhập 1 bài").await?;
    desk.click("import-close").await?;
    holds(desk, found + 1).await?;
    desk.wait_text("collection-row", "Phà đêm").await?;
    desk.count("move-up", 0).await?;

    desk.step("change its search, freeze it, and undo that");
    desk.click("smart-edit").await?;
    desk.fill("smart-query", &format!("{QUERY} \"không ai ngủ\"")).await?;
    desk.wait_text("smart-found", "1 bài").await?;
    desk.click("smart-save").await?;
    holds(desk, 1).await?;
    desk.click("smart-freeze").await?;
    desk.count("move-up", 1).await?;
    desk.count("smart-edit", 0).await?;
    desk.picture("15-frozen").await?;
    desk.press_with_control("z").await?;
    desk.wait_for("smart-edit").await?;
    holds(desk, 1).await?;
    desk.press_with_control("z").await?;
    holds(desk, found + 1).await
}

/// Waits until the collection shows so many articles, and the sidebar says so.
async fn holds(desk: &Desk, articles: usize) -> Outcome {
    desk.count("collection-row", articles).await?;
    let script = "return document.querySelector('[data-testid=\"collection-item\"][aria-selected=\"true\"] .tail')?.textContent;";
    desk.wait_until(script, vec![], &json!(articles.to_string())).await
}
