//! Clicks that arrive: the driver aims where an element is, and what just moves is hit beside.

use crate::desk::Outcome;
use fantoccini::Client;
use fantoccini::elements::Element;
use serde_json::{Value, json};

const WATCH: &str = "const element = arguments[0]; window.pressed = false; window.aimedAt = element; \
    const heard = (event) => { if (event.composedPath().includes(element)) window.pressed = true; }; \
    for (const kind of ['pointerdown', 'click']) window.addEventListener(kind, heard, { capture: true, once: true });";
/// What is gone felt it; the driver chooses an option without any press.
const FELT: &str =
    "return window.pressed || !window.aimedAt.isConnected || window.aimedAt.matches('option');";

/// Clicks an element, and says whether it felt that. One that was pressed and made nothing of it is left to the story.
pub async fn click(client: &Client, element: &Element) -> Outcome<bool> {
    let shown = |error: fantoccini::error::CmdError| error.to_string();
    client.execute(WATCH, vec![json!(element)]).await.map_err(shown)?;
    element.click().await.map_err(shown)?;
    // A click may have closed the window, or left its page.
    let felt = client.execute(FELT, vec![]).await.unwrap_or(Value::Bool(true));
    Ok(felt == Value::Bool(true))
}
