//! The main job in the real window, as a user does it: tauri-driver and WebKitWebDriver move the mouse and type.
//!
//! `window-test WINDOW DRIVER SAMPLES OUT` starts `DRIVER`, has it open the program `WINDOW`, imports `SAMPLES`, and leaves
//! pictures of the window in `OUT` and, of every view, in `screens` beside it. It prints the story's steps; the first that fails ends it.
//! `window-test --large WINDOW DRIVER LIBRARY OUT` measures the window on a large library instead.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a test says what it does")]

mod accessibility;
mod clicking;
mod correcting;
mod desk;
mod files;
mod importing;
mod large;
mod many;
mod querying;
mod regions;
mod restart;
mod screens;
mod security;
mod shell;
mod site;
mod smart;
mod tags;
mod views;

use desk::{Desk, Outcome, keys};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let is_large = paths.first().is_some_and(|first| first.as_os_str() == "--large");
    paths.drain(..usize::from(is_large));
    let [window, driver, samples, out] = paths.as_slice() else {
        eprintln!("window-test WINDOW DRIVER SAMPLES OUT");
        return ExitCode::FAILURE;
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let done = runtime.map_err(|error| error.to_string()).and_then(|runtime| {
        runtime.block_on(async {
            if is_large {
                return large::measure(window, driver, out, samples).await;
            }
            let mut desk = Desk::open(window, driver, out).await?;
            let told = story(&mut desk, samples).await;
            desk.leave(told).await
        })
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("the story ended: {reason}");
            ExitCode::FAILURE
        }
    }
}

const NOTE: &str = "So với bản tin năm 1998, số liệu đã thay đổi.";
const SENTENCE: &str = "Nhiều cụ già được con cháu đưa ra từ rất sớm";
const BRIDGE: &str = "Cầu mới nối hai bờ sông Đào";
const FERRY: &str = "Chuyến phà cuối cùng ở bến Tân Mỹ";
const MARKET: &str = "Chợ nổi thưa dần ghe bán";
const PAPER: &str = "Làng giấy dó bên sông";
const TITLE: &str = "Sông nước đổi thay";

async fn story(desk: &mut Desk, samples: &Path) -> Outcome {
    create_library(desk).await?;
    import(desk, samples).await?;
    bad_input(desk).await?;
    read_and_highlight(desk).await?;
    annotate_by_keyboard(desk).await?;
    set_text(desk).await?;
    find_in_text(desk).await?;
    side_by_side(desk).await?;
    regions::mark(desk).await?;
    tag(desk).await?;
    collect(desk).await?;
    reorder(desk).await?;
    let epub = export(desk, "epub").await?;
    let pdf = export(desk, "pdf").await?;
    desk.step("the files hold title, order, citation and note");
    files::check_epub(&epub, &[PAPER, BRIDGE, FERRY], &["Nguyễn Văn An", NOTE, "hl-green", SENTENCE])?;
    files::check_pdf(&pdf, &[PAPER, BRIDGE, FERRY], &["Nguyễn Văn An", NOTE, TITLE, SENTENCE])?;
    undo(desk).await?;
    purge(desk).await?;
    trash(desk).await?;
    backup(desk).await?;
    from_the_web(desk).await?;
    paste(desk).await?;
    weed(desk).await?;
    find(desk).await?;
    querying::query_language(desk).await?;
    correcting::correct_and_anchor(desk).await?;
    tags::tag_tree(desk).await?;
    smart::smart_collection(desk).await?;
    importing::one_bad_file_and_cancel(desk).await?;
    many::edit_many(desk).await?;
    restart::undo_across_restart(desk).await?;
    switch_language(desk).await?;
    shell::work_in_the_background(desk).await?;
    shell::by_keyboard(desk).await?;
    security::hostile_page(desk).await?;
    views::look_at_all(desk).await?;
    pdf_beside(desk, &pdf).await?;
    shell::undo_after_reopening(desk, FERRY).await?;
    shell::samples(desk).await
}

async fn create_library(desk: &mut Desk) -> Outcome {
    desk.step("create a library");
    let path = desk.path("Kho.fonds");
    desk.fill("welcome-title", "Kho thử nghiệm").await?;
    desk.fill("welcome-path", &path).await?;
    desk.picture("1-welcome").await?;
    desk.click("welcome-create").await?;
    desk.wait_for("nav-all").await
}

async fn import(desk: &mut Desk, samples: &Path) -> Outcome {
    desk.step("import the samples");
    desk.click("import-open").await?;
    desk.fill("import-paths", &samples.display().to_string()).await?;
    desk.click("import-start").await?;
    let report = desk.text_of("import-report").await?;
    desk.picture("2-import").await?;
    desk.expect(&report, "9")?;
    desk.click("import-close").await?;
    desk.count("article-row", 9).await
}

async fn from_the_web(desk: &mut Desk) -> Outcome {
    desk.step("a page is fetched, after the user has decided about the site's rules");
    let address = site::serve()?;
    desk.click("import-open").await?;
    desk.fill("import-paths", &format!("{address}/cho-phien")).await?;
    desk.click("import-start").await?;
    let report = desk.text_of("import-report").await?;
    desk.expect(&report, "yêu cầu chương trình không lấy")?;
    desk.picture("9-web-refused").await?;
    desk.click("import-anyway").await?;
    desk.wait_text("import-report", "Đã nhập 1 bài").await?;
    desk.click("import-close").await?;
    desk.click("nav-all").await?;
    desk.click_text("article-row", site::TITLE).await?;
    desk.wait_text("reader-title", site::TITLE).await?;
    desk.picture("9-web").await?;
    desk.step("its original is shown, and nothing in it runs, loads or calls");
    let before = site::trapped();
    desk.click("original-toggle").await?;
    desk.wait_css("[data-testid=\"original\"] iframe").await?;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    desk.picture("9-web-original").await?;
    if site::trapped() != before {
        return Err("the original of a page reached the network".into());
    }
    desk.wait_text("reader-title", site::TITLE).await?;
    desk.click("original-toggle").await?;
    desk.wait_for("nav-all").await
}

async fn paste(desk: &mut Desk) -> Outcome {
    desk.step("what was copied elsewhere is pasted");
    desk.paste("<h2>Trích nhật ký</h2><p>Nước lên <b>từ đêm qua</b>, bãi giữa ngập hết.</p>", "").await?;
    desk.wait_text("import-report", "Đã nhập 1 bài").await?;
    desk.click("import-close").await?;
    desk.wait_text("article-row", "Trích nhật ký").await
}

/// What was pasted leaves the library for good, and then, asked for by itself, its original leaves the archive.
async fn weed(desk: &mut Desk) -> Outcome {
    desk.step("empty the trash, and purge the original that nothing refers to any more");
    desk.click_text("article-row", "Trích nhật ký").await?;
    desk.wait_text("reader-title", "Trích nhật ký").await?;
    desk.click("article-remove").await?;
    desk.click_css("dialog footer button.primary").await?;
    desk.wait_gone("article-row", "Trích nhật ký").await?;
    desk.click("trash-open").await?;
    desk.click("trash-empty").await?;
    desk.click("trash-empty-sure").await?;
    desk.wait_text("unused-found", "1 nguyên bản").await?;
    desk.click("unused-purge").await?;
    desk.fill("unused-reason", "Thanh lọc").await?;
    desk.picture("9-unused").await?;
    desk.click("unused-sure").await?;
    desk.wait_text("unused-purged", "1 nguyên bản").await?;
    desk.click("unused-close").await?;
    desk.click("trash-open").await?;
    desk.click("unused-open").await?;
    desk.wait_for("unused-none").await?;
    desk.click("unused-close").await
}

async fn bad_input(desk: &mut Desk) -> Outcome {
    desk.step("a file that is no article is told in a sentence");
    let path = desk.path("hỏng.txt");
    std::fs::write(&path, [0u8, 1, 2, 3, 0xff, 0xd8, 0, 7].repeat(200)).map_err(|error| error.to_string())?;
    desk.click("import-open").await?;
    desk.fill("import-paths", &path).await?;
    desk.click("import-start").await?;
    let report = desk.text_of("import-report").await?;
    desk.expect(&report, "Tập tin không phải văn bản")?;
    desk.click("import-close").await
}

async fn read_and_highlight(desk: &mut Desk) -> Outcome {
    desk.step("read an article, highlight a sentence, write a note");
    desk.click_text("article-row", BRIDGE).await?;
    desk.wait_text("reader-title", BRIDGE).await?;
    desk.select(SENTENCE).await?;
    desk.click("highlight-green").await?;
    desk.wait_css("mark.hl-green").await?;
    desk.click_css("mark.hl-green").await?;
    desk.fill("note-text", NOTE).await?;
    desk.click("note-save").await?;
    desk.wait_css("aside .note").await?;
    desk.picture("3-reader").await?;
    desk.theme("dark").await?;
    desk.picture("3-reader-dark").await?;
    desk.theme("light").await
}

async fn annotate_by_keyboard(desk: &mut Desk) -> Outcome {
    desk.step("highlight three words by the keyboard alone, and write a note");
    desk.type_keys(&[], &['v']).await?;
    desk.wait_for("caret-hint").await?;
    desk.type_keys(&[keys::CONTROL, keys::SHIFT], &[keys::RIGHT; 3]).await?;
    desk.wait_for("selection-bar").await?;
    desk.picture("3-keyboard").await?;
    desk.type_keys(&[], &['c']).await?;
    desk.wait_text("said", "Đã chép").await?;
    desk.type_keys(&[], &['3']).await?;
    desk.wait_css("mark.hl-blue").await?;
    desk.type_keys(&[keys::CONTROL, keys::SHIFT], &[keys::RIGHT; 2]).await?;
    desk.wait_for("selection-bar").await?;
    desk.type_keys(&[], &['n']).await?;
    desk.wait_css("[data-testid=\"note-text\"]:focus").await?;
    desk.fill("note-text", "Ghi bằng **bàn phím**.").await?;
    desk.click("note-save").await?;
    desk.wait_css("aside .note strong").await?;
    desk.type_keys(&[], &[keys::ESCAPE]).await?;
    desk.wait_no("[data-testid=\"caret-hint\"]").await
}

async fn set_text(desk: &mut Desk) -> Outcome {
    desk.step("larger text on sepia paper");
    desk.click("reading-settings").await?;
    desk.click("text-larger").await?;
    desk.click_css("label:has([data-testid=\"paper-sepia\"])").await?;
    desk.wait_css("[data-paper=\"sepia\"]").await?;
    desk.type_keys(&[], &[keys::ESCAPE]).await?;
    desk.wait_no(".reading-settings").await?;
    desk.picture("3-sepia").await?;
    desk.click("reading-settings").await?;
    desk.click("text-smaller").await?;
    desk.click_css("label:has([data-testid=\"paper-window\"])").await?;
    desk.wait_no("[data-paper]").await?;
    desk.type_keys(&[], &[keys::ESCAPE]).await?;
    desk.wait_no(".reading-settings").await
}

async fn find_in_text(desk: &mut Desk) -> Outcome {
    desk.step("find in the article, typed without marks");
    desk.press_with_control("f").await?;
    desk.wait_for("find-input").await?;
    desk.fill("find-input", "song dao").await?;
    desk.wait_text("find-count", "1 / ").await?;
    desk.click("find-next").await?;
    desk.wait_text("find-count", "2 / ").await?;
    desk.picture("3-find").await?;
    desk.click("find-close").await
}

async fn side_by_side(desk: &mut Desk) -> Outcome {
    desk.step("the original of a web page beside its article");
    desk.click_text("article-row", MARKET).await?;
    desk.wait_text("reader-title", MARKET).await?;
    desk.click("original-toggle").await?;
    desk.wait_css("[data-testid=\"original\"] iframe").await?;
    desk.picture("3-original").await?;
    desk.click("original-source").await?;
    desk.wait_text("original", "<html").await?;
    // What is longer than its room is scrolled, not cut off.
    let script = "const source = document.querySelector('[data-testid=\"original\"] pre'); \
        return source.scrollHeight > source.clientHeight && source.getBoundingClientRect().bottom <= innerHeight + 1;";
    if desk.run(script, vec![]).await? != true {
        return Err("the original has nothing to scroll, or reaches beyond the window".into());
    }
    desk.click("original-toggle").await?;
    desk.wait_for("nav-all").await?;
    desk.click_text("article-row", BRIDGE).await?;
    desk.wait_text("reader-title", BRIDGE).await
}

async fn tag(desk: &mut Desk) -> Outcome {
    desk.step("tag it");
    desk.fill("tag-input", "Hạ tầng").await?;
    desk.click("tag-add").await?;
    desk.wait_text("tag-item", "Hạ tầng").await
}

async fn collect(desk: &mut Desk) -> Outcome {
    desk.step("make a collection of three articles");
    desk.click("collection-new").await?;
    desk.fill("collection-name", TITLE).await?;
    desk.click("collection-save").await?;
    desk.wait_for("export-open").await?;
    for title in [BRIDGE, FERRY, PAPER] {
        desk.click("nav-all").await?;
        desk.click_text("article-row", title).await?;
        desk.wait_text("reader-title", title).await?;
        desk.click("add-to-collection").await?;
        desk.click("add-to-collection-item").await?;
        desk.click("add-to-collection").await?;
    }
    desk.click("collection-item").await?;
    desk.count("collection-row", 3).await
}

async fn reorder(desk: &mut Desk) -> Outcome {
    desk.step("drag the last article to the first place, and down and up again by its buttons");
    desk.drag("collection-row", 2, 0).await?;
    desk.wait_place("collection-row", PAPER, 0).await?;
    desk.click_nth("move-down", 0).await?;
    desk.wait_place("collection-row", PAPER, 1).await?;
    desk.click_nth("move-up", 1).await?;
    desk.wait_place("collection-row", PAPER, 0).await?;
    desk.focus("[data-testid=\"collection-row\"] .name").await?;
    desk.press(&[keys::ALT, keys::DOWN]).await?;
    desk.wait_place("collection-row", PAPER, 1).await?;
    desk.press(&[keys::ALT, keys::UP]).await?;
    desk.wait_place("collection-row", PAPER, 0).await?;
    desk.picture("4-collection").await
}

async fn export(desk: &mut Desk, kind: &str) -> Outcome<PathBuf> {
    desk.step(&format!("export as {kind}"));
    let path = desk.path(&format!("sách.{kind}"));
    desk.click("export-open").await?;
    desk.click(&format!("export-format-{kind}")).await?;
    desk.choose("export-style", "apa 7th", "APA Style 7th edition").await?;
    desk.choose("export-locale", "tieng viet", "Tiếng Việt").await?;
    desk.fill("export-path", &path).await?;
    if kind == "pdf" {
        preview(desk).await?;
    }
    desk.picture(&format!("5-export-{kind}")).await?;
    desk.click("export-start").await?;
    desk.wait_for("export-done").await?;
    desk.picture(&format!("5-exported-{kind}")).await?;
    desk.click("export-close").await?;
    Ok(PathBuf::from(path))
}

/// The pages of the print file are shown, and shown anew in another house style.
async fn preview(desk: &mut Desk) -> Outcome {
    desk.wait_for("preview-count").await?;
    // The button itself is drawn by its card.
    desk.click_css("label:has([data-testid=\"export-house-newspaper\"])").await?;
    desk.wait_for("preview-page-1").await?;
    desk.picture("5-preview-title").await?;
    for _ in 0..2 {
        desk.click("preview-next").await?;
    }
    desk.wait_css("canvas[data-shown=\"5\"]").await?;
    desk.picture("5-preview-text").await
}

async fn undo(desk: &mut Desk) -> Outcome {
    desk.step("undo by the keyboard, and do it again");
    desk.click("nav-all").await?;
    desk.click_text("article-row", FERRY).await?;
    desk.wait_text("reader-title", FERRY).await?;
    desk.fill("tag-input", "Bến phà").await?;
    desk.click("tag-add").await?;
    desk.wait_text("tag-item", "Bến phà").await?;
    desk.press_with_control("z").await?;
    desk.wait_gone("tag-item", "Bến phà").await?;
    desk.click("redo").await?;
    desk.wait_text("tag-item", "Bến phà").await?;
    desk.click("history-open").await?;
    desk.wait_text("history-entry", "Bến phà").await?;
    desk.picture("6-history").await?;
    desk.click_css("dialog footer button.primary").await
}

async fn purge(desk: &mut Desk) -> Outcome {
    desk.step("take an original out of the archive for good");
    desk.click("history-open").await?;
    desk.click("purge-open").await?;
    desk.fill("purge-reason", "Theo yêu cầu của gia đình").await?;
    desk.picture("6-purge").await?;
    desk.click("purge-sure").await?;
    desk.wait_text("history-entry", "Theo yêu cầu của gia đình").await?;
    desk.picture("6-purged").await?;
    desk.click_css("dialog footer button.primary").await
}

async fn trash(desk: &mut Desk) -> Outcome {
    desk.step("remove an article and get it back from the trash, with its tag and its place");
    desk.click("article-remove").await?;
    desk.click_css("dialog footer button.primary").await?;
    desk.count("article-row", 8).await?;
    desk.click("trash-open").await?;
    desk.wait_for("trash-restore").await?;
    desk.picture("6-trash").await?;
    desk.click("trash-restore").await?;
    desk.wait_gone("trash-restore", "").await?;
    desk.click("trash-close").await?;
    desk.count("article-row", 9).await?;
    desk.click("collection-item").await?;
    desk.wait_place("collection-row", FERRY, 2).await
}

async fn backup(desk: &mut Desk) -> Outcome {
    desk.step("back up to a folder");
    let path = desk.path("Sao lưu.fonds");
    let disk = desk.path("Ổ đĩa");
    std::fs::create_dir(&disk).map_err(|error| error.to_string())?;
    desk.click("library-menu").await?;
    desk.click("backup-open").await?;
    desk.click("backup-daily").await?;
    desk.fill("backup-plan", &disk).await?;
    desk.click("backup-plan-save").await?;
    desk.wait_text("backup-planned", "Chưa có").await?;
    desk.fill("backup-path", &path).await?;
    desk.picture("6-backup").await?;
    desk.click("backup-start").await?;
    desk.wait_for("backup-done").await?;
    desk.click("backup-close").await?;
    if Path::new(&path).join("fonds.json").is_file() { Ok(()) } else { Err("there is no backup".into()) }
}

async fn pdf_beside(desk: &mut Desk, pdf: &Path) -> Outcome {
    desk.step("a PDF is drawn beside the article that was read from it");
    desk.click("import-open").await?;
    desk.fill("import-paths", &pdf.display().to_string()).await?;
    desk.click("import-start").await?;
    desk.wait_text("import-report", "Đã nhập 1 bài").await?;
    desk.click("import-close").await?;
    desk.click("nav-all").await?;
    desk.click_text("article-row", TITLE).await?;
    desk.wait_text("reader-title", TITLE).await?;
    desk.click("original-toggle").await?;
    desk.wait_css("[data-testid=\"original\"] canvas[data-shown=\"1\"]").await?;
    desk.picture("10-pdf").await?;
    // The lists were put away for it, and come back.
    desk.click("original-toggle").await
}

async fn find(desk: &mut Desk) -> Outcome {
    desk.step("find words typed without marks");
    desk.fill("search-input", "ben pha tan my").await?;
    desk.count("article-row", 1).await?;
    desk.picture("6-search").await?;
    desk.fill("search-input", "").await
}

async fn switch_language(desk: &mut Desk) -> Outcome {
    desk.step("switch to English and back");
    views::speak(desk, "en").await?;
    desk.wait_text("nav-all", "All articles").await?;
    desk.picture("7-english").await?;
    views::speak(desk, "vi").await?;
    desk.wait_text("nav-all", "Tất cả bài viết").await?;
    desk.click("nav-all").await?;
    desk.click_text("article-row", BRIDGE).await?;
    desk.wait_text("reader-title", BRIDGE).await?;
    desk.wait_gone("said", "").await?;
    desk.picture("8-whole").await
}
