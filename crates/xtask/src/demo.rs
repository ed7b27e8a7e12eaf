//! The main job on the samples, through the command line: import, highlight, tag, collect, export.

use crate::shell::{Done, built, command, output, root, target};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// What the demo made.
pub struct Demo {
    /// The library.
    pub library: PathBuf,
    /// The e-book.
    pub epub: PathBuf,
    /// The print file.
    pub pdf: PathBuf,
    /// Titles of the collection's articles, in order.
    pub titles: Vec<String>,
}

/// The note that the demo writes, which both files must show.
pub const NOTE: &str = "So với bản tin năm 1998, số liệu đã thay đổi.";
/// The demo's collection.
pub const TITLE: &str = "Sông nước đổi thay";

/// Makes a library of the samples under `target/demo/` and exports a collection of it.
pub fn make() -> Done<Demo> {
    let folder = target().join("demo");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let job = Job { library: folder.join("Samples.fonds") };
    job.fonds(&["new", "--title", "Fonds samples"])?;
    job.fonds(&["import", &root().join("samples").display().to_string()])?;
    annotate(&job)?;
    let titles = collect(&job)?;
    let (epub, pdf) = (folder.join("song-nuoc.epub"), folder.join("song-nuoc.pdf"));
    for file in [&epub, &pdf] {
        job.fonds(&[
            "export",
            TITLE,
            "-o",
            &file.display().to_string(),
            "--locale",
            "vi-VN",
            "--tags",
            "true",
        ])?;
    }
    Ok(Demo { library: job.library, epub, pdf, titles })
}

/// What the command line answers about a library.
pub fn fonds(library: &Path, arguments: &[&str]) -> Done<Value> {
    let mut command = command(built("debug", "fonds"), &["--json", "--quiet", "--library"]);
    let text = output(command.arg(library).args(arguments))?;
    serde_json::from_str(&text).map_err(|error| format!("fonds {}: {error}", arguments.join(" ")))
}

struct Job {
    library: PathBuf,
}

impl Job {
    fn fonds(&self, arguments: &[&str]) -> Done<Value> {
        fonds(&self.library, arguments)
    }
}

fn annotate(job: &Job) -> Done {
    let green = ["annotate", "nguyen2022", "--quote", "hàng nghìn người dân ở hai bên sông", "--note", NOTE];
    job.fonds(&[&green[..], &["--colour", "green", "--tag", "Hạ tầng"]].concat())?;
    job.fonds(&[
        "annotate",
        "okafor2019",
        "--quote",
        "paper is the ink it is written in",
        "--colour",
        "blue",
    ])?;
    let part = ["annotate", "huynh2023", "--picture", "1", "--region", "percent:12.5,40,30,35.5"];
    job.fonds(&[&part[..], &["--colour", "pink", "--note", "Ghe *bầu* chở khóm."]].concat())?;
    job.fonds(&["annotate", "okafor2019", "--picture", "1", "--region", "pixel:72,42,360,210"])?;
    job.fonds(&["tag", "add", "nguyen2022", "le2022", "huynh2023", "Sông nước"])?;
    job.fonds(&["tag", "add", "vu2017", "okafor2019", "Giấy"])?;
    Ok(())
}

/// A foreword, two parts, and one article moved to another place.
fn collect(job: &Job) -> Done<Vec<String>> {
    job.fonds(&["collection", "new", TITLE])?;
    let foreword = "Tập này gom những bài viết về **sông** và những nghề sống nhờ sông.";
    job.fonds(&["collection", "add", TITLE, "--foreword", foreword])?;
    job.fonds(&["collection", "add", TITLE, "--part", "Qua sông", "le2022", "nguyen2022", "morton2022"])?;
    job.fonds(&[
        "collection",
        "add",
        TITLE,
        "--part",
        "Nghề và giấy",
        "huynh2023",
        "vu2017",
        "okafor2019",
        "tran2020",
    ])?;
    job.fonds(&["collection", "move", TITLE, "le2022", "--after", "nguyen2022"])?;
    let settings = [
        "compiler=Trần Thị Lan",
        "institution=Thư viện Ví Dụ",
        "subtitle=Tuyển tập báo chí",
        "style=chicago-notes",
    ];
    job.fonds(&[&["collection", "set", TITLE][..], &settings].concat())?;
    let list = job.fonds(&["list", "--collection", TITLE])?;
    let rows = list.as_array().cloned().unwrap_or_default();
    Ok(rows.iter().filter_map(|row| row["title"].as_str().map(str::to_owned)).collect())
}
