//! The query language, facets that build a query by clicks, and what is said of a query that cannot be read.

use crate::desk::{Desk, Outcome};
use crate::{BRIDGE, FERRY, TITLE};
use serde_json::json;

/// Asks in each way that the language knows, then by clicks, then wrongly.
pub async fn query_language(desk: &mut Desk) -> Outcome {
    desk.step("ask by fields, phrases, dates, notes, collections, and their opposites");
    desk.click("nav-all").await?;
    finds(desk, "author:\"Nguyễn Văn An\" date:2022", &[BRIDGE]).await?;
    finds(desk, "\"sông Đào\"", &[BRIDGE, FERRY]).await?;
    finds(desk, "\"sông Đào\" -\"bắc qua\"", &[FERRY]).await?;
    finds(desk, "\"bắc qua sông Đào\" OR \"Chuyến phà cuối cùng\"", &[BRIDGE, FERRY]).await?;
    finds(desk, "has:note", &[BRIDGE]).await?;
    finds(desk, "tag:\"Hạ tầng\"", &[BRIDGE]).await?;
    finds(desk, &format!("in:\"{TITLE}\" \"bắc qua\""), &[BRIDGE]).await?;
    by_facets(desk).await?;
    desk.step("a query with mistakes runs as far as it can be read, and the mistakes are told");
    desk.fill("search-input", "cầu date:hôm-qua").await?;
    desk.wait_text("search-problems", "“hôm-qua” không phải ngày tháng").await?;
    desk.wait_text("article-row", BRIDGE).await?;
    desk.picture("16-problem").await?;
    desk.fill("search-input", "").await?;
    desk.count("search-count", 0).await
}

/// A click on a facet adds its clause, and the hits are as many as the facet said; the chip takes it out again.
async fn by_facets(desk: &mut Desk) -> Outcome {
    desk.step("build a query by facets, and take it apart by its chips");
    desk.fill("search-input", "").await?;
    desk.count("search-count", 0).await?;
    desk.fill("search-input", "sông").await?;
    desk.wait_for("search-count").await?;
    let before = desk.many("article-row").await?;
    desk.click("search-filter").await?;
    desk.wait_css("[data-testid=\"facet-language\"] [data-testid=\"facet-value\"]").await?;
    let first = "const value = document.querySelector('[data-testid=\"facet-year\"] [data-testid=\"facet-value\"]'); \
        return Number(value.querySelector('small').textContent);";
    let said = desk.run(first, vec![]).await?.as_u64().ok_or("the facet has no number")?;
    desk.click_css("[data-testid=\"facet-year\"] [data-testid=\"facet-value\"]").await?;
    desk.wait_for("search-chip").await?;
    desk.count("article-row", usize::try_from(said).map_err(|error| error.to_string())?).await?;
    desk.wait_css("[data-testid=\"facet-year\"] [data-testid=\"facet-value\"][aria-pressed=\"true\"]")
        .await?;
    let query = "return document.querySelector('[data-testid=\"search-input\"]').value.includes('date:');";
    desk.wait_until(query, vec![], &json!(true)).await?;
    desk.picture("16-facets").await?;
    desk.click("search-chip").await?;
    desk.count("search-chip", 0).await?;
    desk.count("article-row", before).await?;
    desk.click("search-filter").await
}

/// Waits until a query finds these articles and no others.
async fn finds(desk: &Desk, query: &str, titles: &[&str]) -> Outcome {
    desk.fill("search-input", query).await?;
    desk.wait_for("search-count").await?;
    desk.count("article-row", titles.len()).await.map_err(|reason| format!("{query}: {reason}"))?;
    for title in titles {
        desk.wait_text("article-row", title).await?;
    }
    Ok(())
}
