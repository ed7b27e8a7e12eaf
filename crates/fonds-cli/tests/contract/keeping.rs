//! What the command line promises of keeping: one writer, full disks, history, purging, damage, backups.

use crate::{Desk, at, samples, text};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

#[test]
fn a_library_that_is_open_elsewhere_names_its_holder() {
    let desk = Desk::with_samples();
    let mut holder = Command::new(env!("CARGO_BIN_EXE_fonds"));
    holder.arg("--library").arg(desk.path("Test.fonds")).args(["import", "-", "--type", "text"]);
    // It has opened the library once it waits for its standard input.
    let mut holder = holder.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let locked = (0..100).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        let (code, value, _) = desk.status(&["list"]);
        (code == Some(1)).then_some(value)
    });
    drop(holder.stdin.take());
    holder.wait().unwrap();
    let locked = locked.expect("the second process was let in each time");
    assert_eq!(locked["error"]["code"], "library-locked");
    let message = locked["error"]["message"].as_str().unwrap();
    assert!(message.contains(&format!("process {}", holder.id())), "{message}");
    assert_eq!(desk.ok(&["list"]).as_array().unwrap().len(), 9);
}

/// Limits on what a process may write stand in for a full disk; both give the same error to whoever writes.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_library_as_it_was() {
    let desk = Desk::with_samples();
    desk.ok(&["collection", "new", "Tập"]);
    desk.ok(&["collection", "add", "Tập", "nguyen2022", "okafor2019"]);
    let folder = desk.path("in");
    fs::create_dir(&folder).unwrap();
    for n in 0..40 {
        let text = (0..4000).map(|word| format!("chữ{word}{n} ")).collect::<String>();
        fs::write(folder.join(format!("{n}.txt")), format!("Bài {n}\n\n{text}\n")).unwrap();
    }
    let limited = |blocks: u32, arguments: &[&str]| {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""), "sh"]);
        command.arg(env!("CARGO_BIN_EXE_fonds")).arg("--library").arg(desk.path("Test.fonds")).arg("--json");
        let output = command.args(arguments).env("FONDS_LANG", "en").output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!told.contains("panicked"), "{told}");
        assert_eq!(output.status.code(), Some(1), "{told}");
        serde_json::from_slice::<Value>(&output.stdout).unwrap_or(Value::Null)
    };
    let before = desk.ok(&["list"]);
    let refused = limited(300, &["import", text(&folder)]);
    assert_eq!(refused["error"]["code"], "disk-full", "{refused}");
    let file = desk.path("tập.pdf");
    let refused = limited(20, &["export", "Tập", "-o", text(&file)]);
    assert_eq!(refused["error"]["code"], "disk-full", "{refused}");
    assert!(!file.exists());
    let listed = desk.ok(&["list"]);
    let kept = listed.as_array().unwrap();
    assert!(before.as_array().unwrap().iter().all(|row| kept.contains(row)));
    assert_eq!(desk.ok(&["verify"])["problems"], json!([]));
    let report = desk.ok(&["import", text(&folder)]);
    let of = |key: &str| report[key].as_array().unwrap().len();
    assert_eq!(of("imported") + of("duplicates"), 40);
    desk.ok(&["export", "Tập", "-o", text(&file)]);

    let backup = desk.path("Copy.fonds");
    for (blocks, work) in
        [(100, vec!["backup", text(&backup)]), (100, vec!["rebuild"]), (100, vec!["compact"])]
    {
        let refused = limited(blocks, &work);
        assert_eq!(refused["error"]["code"], "disk-full", "{work:?} {refused}");
        assert_eq!(desk.ok(&["verify"])["problems"], json!([]), "{work:?}");
    }
    // With room again, the backup goes on from where it stopped and is whole.
    desk.ok(&["backup", text(&backup)]);
    let copied = at(&backup, &["list"]);
    assert_eq!(copied.as_array().unwrap().len(), desk.ok(&["list"]).as_array().unwrap().len());
}

/// Where the tests run as root, who may do everything, the command runs as nobody.
#[cfg(unix)]
#[test]
fn folders_without_permission_are_named() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let dir = tempfile::tempdir().unwrap();
    let mode = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    mode(dir.path(), 0o777);
    let run = |arguments: &[&str]| {
        let mut command = Command::new(dir.path().join("fonds"));
        command.arg("--library").arg(dir.path().join("Test.fonds")).arg("--json").args(arguments);
        if fs::read("/proc/1/mem").is_ok() || fs::File::open("/etc/shadow").is_ok() {
            command.uid(65534).gid(65534);
        }
        let output = command.env("FONDS_LANG", "en").env("HOME", dir.path()).output().unwrap();
        let value = serde_json::from_slice::<Value>(&output.stdout).unwrap_or(Value::Null);
        (output.status.code(), value, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // Nobody may have no way into the folder that it was built in.
    fs::copy(env!("CARGO_BIN_EXE_fonds"), dir.path().join("fonds")).unwrap();
    assert_eq!(run(&["new"]).0, Some(0));
    let (shut, file, good) =
        (dir.path().join("in/shut"), dir.path().join("in/shut.txt"), dir.path().join("in/good.txt"));
    fs::create_dir_all(&shut).unwrap();
    fs::write(&file, "Kín\n\nMột đoạn.\n").unwrap();
    fs::write(&good, "Mở\n\nMột đoạn.\n").unwrap();
    mode(&shut, 0);
    mode(&file, 0);
    let (code, report, told) = run(&["import", text(&dir.path().join("in"))]);
    assert_eq!(code, Some(1), "{told}");
    let codes: Vec<_> = report["failed"].as_array().unwrap().iter().map(|row| &row["code"]).collect();
    assert_eq!(codes, ["file-unreadable", "file-unreadable"], "{report}");
    assert_eq!(report["imported"][0]["title"], "Mở");
    assert_eq!(run(&["collection", "new", "Tập"]).0, Some(0));
    let id = report["imported"][0]["id"].as_str().unwrap();
    assert_eq!(run(&["collection", "add", "Tập", id]).0, Some(0));
    let closed = dir.path().join("closed");
    fs::create_dir(&closed).unwrap();
    mode(&closed, 0o555);
    let (code, refused, _) = run(&["export", "Tập", "-o", text(&closed.join("x.epub"))]);
    assert_eq!((code, &refused["error"]["code"]), (Some(1), &json!("target-refused")));
    assert!(fs::read_dir(&closed).unwrap().next().is_none());
    mode(&shut, 0o755);
}

#[test]
fn what_was_done_is_told_taken_back_and_restored() {
    let desk = Desk::with_samples();
    desk.ok(&["edit", "nguyen2022", "title=Tên khác"]);
    assert_eq!(desk.ok(&["undo"])["actions"], json!(["set-article"]));
    assert_eq!(desk.ok(&["search", "\"cầu mới nối\""])["total"], 1);
    assert_eq!(desk.ok(&["redo"])["actions"], json!(["set-article"]));
    assert_eq!(desk.ok(&["search", "\"tên khác\""])["total"], 1);
    assert_eq!(desk.status(&["redo"]).0, Some(1));
    let history = desk.ok(&["history", "nguyen2022"]);
    let actions: Vec<_> =
        history.as_array().unwrap().iter().map(|row| (&row["action"], &row["turn"])).collect();
    assert_eq!(
        actions[1..],
        [
            (&json!("set-article"), &Value::Null),
            (&json!("set-article"), &json!("undo")),
            (&json!("set-article"), &json!("redo")),
        ]
    );
    assert_eq!(
        (&history[1]["before"]["title"], &history[1]["agent"]),
        (&json!("Cầu mới nối hai bờ sông Đào"), &json!("lan"))
    );
    desk.ok(&["tag", "add", "le2022", "Sông"]);
    desk.ok(&["collection", "new", "Tập"]);
    desk.ok(&["collection", "add", "Tập", "le2022", "nguyen2022"]);
    desk.ok(&["remove", "le2022"]);
    let trash = desk.ok(&["trash", "list"]);
    assert_eq!(trash[0]["title"], "Chuyến phà cuối cùng ở bến Tân Mỹ");
    let id = trash[0]["id"].as_str().unwrap();
    desk.ok(&["trash", "restore", &id[..8]]);
    assert_eq!(desk.ok(&["list", "--collection", "Tập"])[0]["tags"], json!(["Sông"]));
    assert_eq!(desk.refused(&["trash", "restore", id]), "not-in-trash");
    desk.ok(&["remove", "le2022"]);
    assert_eq!(desk.ok(&["trash", "empty", "--all"]).as_array().unwrap().len(), 1);
    assert_eq!(desk.ok(&["trash", "list"]), json!([]));
    assert_eq!(desk.refused(&["undo"]), "undo-gone");
    assert_eq!(desk.ok(&["verify"])["problems"], json!([]));
    let last = desk.ok(&["history", id]).as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["action"], &last["before"]["title"]), (&json!("discard-article"), &trash[0]["title"]));
}

#[test]
fn originals_of_what_left_the_trash_are_purged_when_asked() {
    let desk = Desk::with_samples();
    assert_eq!(desk.ok(&["trash", "unused"]), json!([]));
    let id = desk.ok(&["show", "le2022", "--format", "json"])["id"].as_str().unwrap().to_owned();
    desk.ok(&["remove", "le2022"]);
    assert_eq!(desk.ok(&["trash", "unused"]), json!([]), "the trash may give it back");
    let emptied = desk.run(&["trash", "empty", "--all"]);
    assert!(String::from_utf8_lossy(&emptied.stderr).contains("trash unused"), "it is offered");
    let unused = desk.ok(&["trash", "unused"]);
    assert_eq!(unused[0]["article"], id.as_str());
    let bytes: u64 = unused.as_array().unwrap().iter().map(|row| row["bytes"].as_u64().unwrap()).sum();
    assert!(bytes > 100, "{unused}");
    assert_eq!(desk.run(&["trash", "purge", "--reason", "thanh lọc"]).status.code(), Some(2));
    let report = desk.ok(&["trash", "purge", "--reason", "thanh lọc", "--yes"]);
    assert_eq!(report["originals"].as_u64().unwrap(), unused.as_array().unwrap().len() as u64);
    assert_eq!(report["bytes"], bytes);
    assert_eq!(desk.ok(&["trash", "unused"]), json!([]));
    let history = desk.ok(&["history", &id]);
    assert_eq!(history.as_array().unwrap().last().unwrap()["after"], json!({ "reason": "thanh lọc" }));
    assert_eq!(desk.ok(&["verify"])["problems"], json!([]));
    // The others are as they were, also by what the search finds.
    desk.ok(&["original", "nguyen2022", "-o", text(&desk.path("original"))]);
    assert_eq!(desk.ok(&["search", "song dao"])["hits"].as_array().unwrap().len(), 1);
}

/// Damage inside sled makes it panic; people see a sentence, and their articles.
#[test]
fn damage_of_the_catalog_shows_no_panic() {
    let desk = Desk::with_samples();
    let db = desk.path("Test.fonds/catalog/db");
    let whole = fs::read(&db).unwrap();
    let mut wrong = whole.clone();
    // A bit in every 64 bytes of what is written.
    let end = whole.iter().rposition(|byte| *byte != 0).unwrap();
    for at in (20..end).step_by(64) {
        wrong[at] ^= 0x10;
    }
    for damaged in [wrong, whole[..end / 2].to_vec(), vec![0xa5; end]] {
        fs::write(&db, damaged).unwrap();
        let (code, listed, told) = desk.status(&["list"]);
        assert_eq!((code, listed.as_array().unwrap().len()), (Some(0), 9), "{told}");
        assert!(!told.contains("panicked") && told.contains("anew"), "{told}");
    }
}

#[test]
fn a_backup_is_a_library_and_gives_back_every_byte() {
    let desk = Desk::with_samples();
    let (backup, restored, file) = (desk.path("b.fonds"), desk.path("r.fonds"), desk.path("original.txt"));
    desk.ok(&["original", "nguyen2022", "-o", text(&file)]);
    let sample = fs::read_dir(samples())
        .unwrap()
        .flatten()
        .find(|entry| fs::read(entry.path()).is_ok_and(|bytes| bytes == fs::read(&file).unwrap()));
    assert!(sample.is_some(), "the original is one of the samples, byte by byte");
    let styles = desk.path("Test.fonds").join("styles");
    fs::create_dir(&styles).unwrap();
    fs::write(styles.join("nhà-xuất-bản.csl"), "<style/>").unwrap();
    fs::write(desk.path("Test.fonds").join("views.json"), "[]").unwrap();
    let first = desk.ok(&["backup", text(&backup)]);
    fs::write(styles.join("nhà-xuất-bản.csl"), "<style></style>").unwrap();
    assert_eq!(first["copied"], first["total"]);
    desk.ok(&["tag", "add", "nguyen2022", "Sông"]);
    let second = desk.ok(&["backup", text(&backup)]);
    assert!(second["copied"].as_u64().unwrap() < 2000, "{second}");
    assert_eq!(desk.ok(&["backup", text(&backup)])["copied"], 0);
    assert_eq!(fs::read_to_string(backup.join("styles/nhà-xuất-bản.csl")).unwrap(), "<style></style>");
    assert_eq!(fs::read_to_string(backup.join("views.json")).unwrap(), "[]");
    at(&restored, &["restore", text(&backup)]);
    assert_eq!(at(&restored, &["restore", text(&backup)])["error"]["code"], "library-exists");
    for library in [&backup, &restored] {
        let report = at(library, &["verify"]);
        assert_eq!((&report["ok"], &report["articles"]), (&json!(true), &json!(9)));
        assert_eq!(at(library, &["list", "--tag", "Sông"]).as_array().unwrap().len(), 1);
        assert_eq!(at(library, &["devices"]).as_array().unwrap().len(), 2);
    }
    assert_eq!(desk.refused(&["backup", samples()]), "backup-other");
    assert_eq!(desk.ok(&["--read-only", "search", "song dao"])["hits"].as_array().unwrap().len(), 2);
    assert_eq!(desk.refused(&["--read-only", "remove", "nguyen2022"]), "library-read-only");
}

#[test]
fn planned_backups_keep_the_last_ones() {
    let desk = Desk::with_samples();
    let disk = desk.path("disk");
    assert_eq!(desk.refused(&["backup", "--plan", text(&disk)]), "backup-folder");
    assert_eq!(desk.refused(&["backup", "--planned"]), "no-backup-plan");
    fs::create_dir(&disk).unwrap();
    let planned = desk.ok(&["backup", "--plan", text(&disk), "--keep", "2"]);
    assert_eq!((&planned["due"], &planned["dates"]), (&json!(true), &json!([])));
    let made = desk.ok(&["backup", "--planned"]);
    let today = PathBuf::from(made["path"].as_str().unwrap());
    assert_eq!(made["copied"], made["total"]);
    // Two older days: the oldest is continued and gets the new date.
    let day = |date: &str| disk.join(format!("{} {date}.fonds", "Test"));
    fs::rename(&today, day("2020-01-02")).unwrap();
    desk.ok(&["backup", text(&day("2020-01-01"))]);
    desk.ok(&["tag", "add", "nguyen2022", "Sông"]);
    assert_eq!(desk.ok(&["backup"])["due"], true);
    let made = desk.ok(&["backup", "--planned"]);
    assert!(made["copied"].as_u64().unwrap() < 2000, "only what is new: {made}");
    assert!(today.is_dir() && day("2020-01-02").is_dir() && !day("2020-01-01").exists());
    assert_eq!(desk.ok(&["backup"])["due"], false);
    // One that is no earlier state of the library is not touched until the new one is whole.
    fs::rename(&today, day("2020-01-03")).unwrap();
    let journal = fs::read_dir(day("2020-01-02").join("journal")).unwrap().next().unwrap().unwrap().path();
    fs::write(journal.join("000001.jsonl"), "something else").unwrap();
    let made = desk.ok(&["backup", "--planned"]);
    assert_eq!(made["copied"], made["total"]);
    let left: Vec<bool> = [&today, &day("2020-01-03"), &day("2020-01-02")].map(|path| path.is_dir()).into();
    assert_eq!(left, [true, true, false]);
    assert_eq!(desk.ok(&["backup", "--no-plan"])["plan"], Value::Null);
}

#[test]
fn a_purged_original_is_gone_and_told() {
    let desk = Desk::with_samples();
    let file = desk.path("original");
    assert_eq!(desk.run(&["purge", "nguyen2022", "--reason", "theo yêu cầu"]).status.code(), Some(2));
    let report = desk.ok(&["purge", "nguyen2022", "--reason", "theo yêu cầu", "--yes"]);
    assert!(report["bytes"].as_u64().unwrap() > 100 && report["waiting"] == json!([]), "{report}");
    assert_eq!(desk.refused(&["original", "nguyen2022", "-o", text(&file)]), "original-purged");
    let history = desk.ok(&["history", "nguyen2022"]);
    assert_eq!(history.as_array().unwrap().last().unwrap()["after"], json!({ "reason": "theo yêu cầu" }));
    assert_eq!(desk.ok(&["verify"])["ok"], true);
    desk.ok(&["show", "nguyen2022"]);
}

#[test]
fn the_catalog_may_lie_outside_of_the_folder() {
    let desk = Desk::with_samples();
    let data = desk.path("data");
    let run = |arguments: &[&str]| -> Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fonds"));
        command.arg("--library").arg(desk.path("Test.fonds")).arg("--json").args(arguments);
        let output = command.env("XDG_DATA_HOME", &data).env("FONDS_LANG", "en").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let is_inside = || ["catalog", "index"].map(|part| desk.path("Test.fonds").join(part).exists());
    run(&["search", "sông"]);
    assert_eq!(run(&["catalog"])["outside"], false);
    let placed = run(&["catalog", "--outside"]);
    let outside = PathBuf::from(placed["folder"].as_str().unwrap());
    assert!(placed["outside"] == true && outside.starts_with(&data));
    assert_eq!(is_inside(), [false, false]);
    // It is taken along, kept up there, and none comes back into the folder.
    run(&["edit", "nguyen2022", "title=Tên khác"]);
    assert_eq!(run(&["search", "\"tên khác\""])["total"], 1);
    assert_eq!(run(&["verify"])["problems"], json!([]));
    run(&["rebuild"]);
    run(&["compact"]);
    assert_eq!(run(&["list"]).as_array().unwrap().len(), 9);
    assert_eq!(is_inside(), [false, false]);
    assert!(outside.join("catalog").is_dir() && outside.join("index").is_dir());
    // One that is gone is made anew, in its place.
    fs::remove_dir_all(&outside).unwrap();
    assert_eq!(run(&["search", "\"tên khác\""])["total"], 1);
    assert_eq!(is_inside(), [false, false]);
    assert_eq!(run(&["catalog", "--inside"])["outside"], false);
    assert_eq!(is_inside(), [true, true]);
    assert!(!outside.join("catalog").exists());
    assert_eq!(run(&["search", "\"tên khác\""])["total"], 1);
}
