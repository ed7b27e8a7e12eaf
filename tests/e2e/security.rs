//! A page that means harm is imported and read: nothing in it runs, fetches, or calls.

use crate::desk::{Desk, Outcome};
use serde_json::json;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// The page's title, by which it is found.
const TITLE: &str = "Trang có mã độc ở bến sông";

/// Imports the page, reads it, clicks what can be clicked, and looks at what came of it.
pub async fn hostile_page(desk: &mut Desk) -> Outcome {
    desk.step("a page that means harm can do nothing");
    let (address, hits) = listen()?;
    let path = desk.path("độc.html");
    std::fs::write(&path, page(&address)).map_err(|error| error.to_string())?;
    watch(desk).await?;
    desk.click("import-open").await?;
    desk.fill("import-paths", &path).await?;
    desk.click("import-start").await?;
    desk.wait_for("import-report").await?;
    desk.click("import-close").await?;
    desk.click("nav-all").await?;
    desk.click_text("article-row", TITLE).await?;
    desk.wait_text("reader-title", TITLE).await?;
    desk.wait_text("reader-body", "Đoạn cuối của bài").await?;
    tokio::time::sleep(Duration::from_millis(800)).await;
    desk.picture("9-hostile").await?;
    nothing_in_the_page(desk).await?;
    nothing_ran(desk).await?;
    the_window_refuses(desk, &address).await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let hits = hits.lock().unwrap_or_else(PoisonError::into_inner);
    if hits.is_empty() { Ok(()) } else { Err(format!("the server was asked for {hits:?}")) }
}

/// Notes each command that the window sends while the page is read, and each breach of the window's own rules.
async fn watch(desk: &Desk) -> Outcome {
    // Tauri's own object is sealed; what is called goes out through `fetch`, to `ipc:`.
    let script = "window.__called = []; window.__refused = []; const { fetch } = window; \
        window.fetch = (to, ...rest) => { window.__called.push(String(to?.url ?? to).split('/').pop()); return fetch.call(window, to, ...rest); }; \
        document.addEventListener('securitypolicyviolation', (event) => window.__refused.push(event.violatedDirective));";
    desk.run(script, vec![]).await.map(|_| ())
}

/// Of the page's dangerous elements and attributes none is there.
async fn nothing_in_the_page(desk: &Desk) -> Outcome {
    let script = "const main = document.querySelector('[data-testid=\"reader-body\"]'); \
        const bad = [...main.querySelectorAll('script, iframe, frame, object, embed, form, meta, link, base, style, video, audio, svg script, math, [srcdoc], [background], [ping]')]; \
        const all = [...main.querySelectorAll('*')]; \
        const handled = all.filter((element) => [...element.attributes].some(({ name, value }) => /^on/i.test(name) || /javascript:|vbscript:|data:text/i.test(value))); \
        const remote = all.filter((element) => ['src', 'href', 'poster', 'data', 'action'].some((name) => /^https?:/i.test(element.getAttribute(name) ?? '') && element.tagName !== 'A')); \
        return [...bad, ...handled, ...remote].map((element) => element.outerHTML.slice(0, 120));";
    let found = desk.run(script, vec![]).await?;
    if found == json!([]) { Ok(()) } else { Err(format!("the reader shows {found}")) }
}

/// No script of the page left a trace, and none called a command beyond those of importing and reading.
async fn nothing_ran(desk: &Desk) -> Outcome {
    let script = "return [window.__owned ?? null, document.title.includes('owned'), location.href];";
    let found = desk.run(script, vec![]).await?;
    if found[0] != json!(null) || found[1] != json!(false) {
        return Err(format!("a script of the page ran: {found}"));
    }
    if found[2].as_str().is_some_and(|at| at.contains("/leave")) {
        return Err("the page took the window elsewhere".into());
    }
    let called = desk.run("return window.__called;", vec![]).await?;
    let harmful = ["empty_trash", "remove_articles", "purge_original", "show_in_folder"];
    let called: Vec<&str> =
        called.as_array().into_iter().flatten().filter_map(|name| name.as_str()).collect();
    // Else nothing was watched, and nothing is shown.
    if !called.contains(&"read_article") {
        return Err(format!("the window's own calls were not seen: {called:?}"));
    }
    match called.iter().find(|name| harmful.contains(name)) {
        Some(name) => Err(format!("{name} was called")),
        None => Ok(()),
    }
}

/// Even markup that came into the window by some mistake could neither run nor fetch: its own rules forbid it.
async fn the_window_refuses(desk: &Desk, address: &str) -> Outcome {
    let script = "const [address] = arguments; const box = document.createElement('div'); box.id = 'smuggled'; \
        box.innerHTML = `<img src=x onerror=\"window.__owned='handler'\"><img src=\"${address}/picture\">\
          <iframe src=\"${address}/frame\"></iframe><iframe srcdoc=\"<script>parent.__owned='srcdoc'<\\/script>\"></iframe>\
          <object data=\"${address}/object\"></object><embed src=\"${address}/embed\">\
          <style>@import url('${address}/style');</style><link rel=stylesheet href=\"${address}/sheet\">\
          <form action=\"${address}/form\"><button>x</button></form><a id=js href=\"javascript:window.__owned='link'\">x</a>\
          <video src=\"${address}/video\" autoplay></video><svg><image href=\"${address}/svg\"/></svg>`; \
        document.body.append(box); \
        const code = document.createElement('script'); code.textContent = \"window.__owned='script'\"; box.append(code); \
        const far = document.createElement('script'); far.src = `${address}/script`; box.append(far); \
        try { new Function(\"window.__owned='function'\")(); } catch {} \
        fetch(`${address}/fetch`).catch(() => {}); navigator.sendBeacon?.(`${address}/beacon`); \
        try { new WebSocket(address.replace('http', 'ws') + '/socket'); } catch {} \
        box.querySelector('form').requestSubmit(); box.querySelector('#js').click();";
    desk.run(script, vec![json!(address)]).await?;
    tokio::time::sleep(Duration::from_millis(800)).await;
    let found = desk.run("const box = document.getElementById('smuggled'); box?.remove(); return [window.__owned ?? null, location.pathname, window.__refused.length];", vec![]).await?;
    if found[0] != json!(null) {
        return Err(format!("smuggled markup ran: {}", found[0]));
    }
    if found[2].as_u64().is_none_or(|refused| refused < 6) {
        return Err(format!("the window refused only {} of the attempts", found[2]));
    }
    Ok(())
}

/// A server that notes what it is asked for; gives its address.
fn listen() -> Outcome<(String, Arc<Mutex<Vec<String>>>)> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let hits = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&hits);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut line = String::new();
            let read = stream.try_clone().and_then(|stream| BufReader::new(stream).read_line(&mut line));
            if read.is_ok() {
                noted.lock().unwrap_or_else(PoisonError::into_inner).push(line.trim().to_owned());
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    Ok((format!("http://{address}"), hits))
}

fn page(server: &str) -> String {
    let text = "Nước lên từ đêm qua, bãi giữa ngập hết, thuyền buộc dọc bờ đê chờ trời sáng. ".repeat(3);
    let call = "try{window.__TAURI_INTERNALS__.invoke('empty_trash')}catch(e){}";
    format!(
        r#"<!doctype html><html lang="vi"><head><title>{TITLE}</title>
<base href="{server}/base/"><meta http-equiv="refresh" content="0;url={server}/leave">
<link rel="stylesheet" href="{server}/sheet.css"><link rel="prefetch" href="{server}/prefetch">
<style>@import url("{server}/import.css"); body {{ background: url("{server}/background") }}</style>
<script>window.__owned='head'; document.title='owned'; {call}</script></head>
<body onload="window.__owned='onload'"><article><h1>{TITLE}</h1>
<p onclick="window.__owned='click'" onmouseover="window.__owned='over'">{text}</p>
<p><a href="javascript:window.__owned='link'">liên kết</a> <a href="vbscript:x">vb</a>
<a href="data:text/html,<script>parent.__owned='data'</script>">data</a> <a href="tauri://localhost/">tauri</a> <a href="ipc://localhost/empty_trash">ipc</a></p>
<p><img src="{server}/picture.png" onerror="window.__owned='onerror'" alt="ảnh"><img src="x" srcset="{server}/srcset 2x" onerror="{call}"></p>
<iframe src="{server}/frame"></iframe><iframe srcdoc="<script>parent.__owned='srcdoc'</script>"></iframe>
<object data="{server}/object"></object><embed src="{server}/embed">
<form action="{server}/form" method="post"><input name="a" autofocus onfocus="window.__owned='focus'"><button>Gửi</button></form>
<svg xmlns="http://www.w3.org/2000/svg" onload="window.__owned='svg'"><script>window.__owned='svg script'</script><image href="{server}/svg"/><a xlink:href="javascript:window.__owned='svg link'"><text>svg</text></a></svg>
<math><mtext><img src="x" onerror="window.__owned='math'"></mtext></math>
<video src="{server}/video" poster="{server}/poster" autoplay></video><audio src="{server}/audio" autoplay></audio>
<p>{text}</p><noscript><img src="{server}/noscript"></noscript><template><script>window.__owned='template'</script></template>
<script src="{server}/script.js"></script><script>fetch('{server}/fetch'); {call} fetch('ipc://localhost/empty_trash',{{method:'POST'}})</script>
<p>&lt;script&gt;window.__owned='escaped'&lt;/script&gt; Đoạn cuối của bài: thuyền về bến khi trời vừa sáng, không ai hay chuyện gì đã xảy ra.</p>
</article></body></html>"#
    )
}
