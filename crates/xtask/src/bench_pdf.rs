//! `cargo xtask bench pdf`: printing, beside the Typst compiler on the same texts in the same run.

use crate::bench::{Job, write_articles};
use crate::install;
use crate::shell::{Done, build_for_benchmarks, built, command, output, root, run_example, target};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Pages of one of the generated articles on A4.
const PAGES_PER_ARTICLE: f64 = 2.3;
/// Runs a command and tells what it took, children included.
const MEASURE: &str = "import json, resource, subprocess, sys, time
begun = time.time()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({'code': done.returncode, 'seconds': time.time() - begun,
    'cpu': used.ru_utime + used.ru_stime, 'megabytes': used.ru_maxrss / 1024}))";
const COMPILE: &str = "import sys, typst
typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])";

/// Prints books of about so many pages.
pub fn bench(arguments: &[&str]) -> Done {
    let wanted: Result<Vec<f64>, _> = arguments.iter().map(|text| text.parse()).collect();
    let mut wanted = wanted.map_err(|_| "give numbers of pages".to_owned())?;
    if wanted.is_empty() {
        wanted = vec![100.0, 1000.0, 4000.0];
    }
    build_for_benchmarks()?;
    for pages in wanted {
        book((pages / PAGES_PER_ARTICLE).ceil() as usize)?;
    }
    run_example("again", &[])
}

fn book(count: usize) -> Done {
    let folder = target().join("bench-pdf");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    }
    let articles = folder.join("articles");
    write_articles(&articles, count)?;
    let job = Job { library: folder.join("Bench.fonds") };
    job.fonds(&["new"])?;
    job.fonds(&["import", &articles.display().to_string()])?;
    job.fonds(&["collection", "new", "All"])?;
    job.add_all()?;
    let (ours, theirs) = (folder.join("fonds.pdf"), folder.join("typst.pdf"));
    let fonds = built("release", "fonds").display().to_string();
    let library = job.library.display().to_string();
    let file = ours.display().to_string();
    let fonds = measure(&[&fonds, "--quiet", "--library", &library, "export", "All", "-o", &file])?;
    let markup = folder.join("main.typ");
    fs::write(&markup, typst_markup(&articles)?).map_err(|error| error.to_string())?;
    let python = install::typst()?.display().to_string();
    let fonts = root().join("crates").join("fonds-pdf").join("fonts").display().to_string();
    let (markup, file) = (markup.display().to_string(), theirs.display().to_string());
    let typst = measure(&[&python, "-c", COMPILE, &markup, &file, &fonts])?;
    let pages = tell("fonds", &fonds, &ours)?;
    tell("typst", &typst, &theirs)?;
    let ratio = |name: &str| fonds[name].as_f64().unwrap_or_default() / typst[name].as_f64().unwrap_or(1.0);
    println!(
        "{count} articles, {pages} pages: {:.2} × the time, {:.2} × the CPU, {:.2} × the memory of the Typst compiler\n",
        ratio("seconds"),
        ratio("cpu"),
        ratio("megabytes")
    );
    Ok(())
}

/// Runs a program; gives seconds, CPU seconds, megabytes of memory.
pub fn measure(words: &[&str]) -> Done<Value> {
    let told = output(command("python3", &["-c", MEASURE]).args(words))?;
    let told: Value = serde_json::from_str(&told).map_err(|error| error.to_string())?;
    if told["code"] == 0 { Ok(told) } else { Err(format!("{} failed", words.join(" "))) }
}

fn tell(name: &str, took: &Value, file: &Path) -> Done<u64> {
    let size = fs::metadata(file).map_err(|error| error.to_string())?.len();
    let info = output(command("pdfinfo", &[]).arg(file))?;
    let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")?.trim().parse::<u64>().ok());
    let pages = pages.ok_or("pdfinfo tells no pages")?;
    let number = |name: &str| took[name].as_f64().unwrap_or_default();
    println!(
        "{name:6} {:6.2} s  {:6.2} s CPU  {:5.0} pages/s  {:5.0} MB of memory  {:5.1} MB",
        number("seconds"),
        number("cpu"),
        pages as f64 / number("seconds"),
        number("megabytes"),
        size as f64 / 1e6
    );
    Ok(pages)
}

/// The same texts as a Typst author would write them, with the same type, spacing and languages: what is hyphenated and
/// how far spaces may give are much of a layout's cost.
fn typst_markup(articles: &Path) -> Done<String> {
    let mut out = String::from(
        "#set document(title: \"All\")\n#set page(paper: \"a4\", margin: 27mm, numbering: \"1\")\n\
        #set text(font: \"Noto Serif\", size: 10.8pt, lang: \"vi\", ligatures: false,\n\
        costs: (widow: 400%, orphan: 400%, runt: 150%))\n\
        #set par(justify: true, justification-limits: (spacing: (min: 100% * 2 / 3, max: 150%),\n\
        tracking: (min: -0.01em, max: 0.015em)), leading: 0.76em, spacing: 0.76em, first-line-indent: 1.3em)\n\
        #show heading: it => { pagebreak(weak: true); it }\n#outline()\n",
    );
    let mut files = crate::test::files_below(articles)?;
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).map_err(|error| error.to_string())?;
        let mut lines = text.lines();
        let title = lines.next().unwrap_or_default();
        let language = if title.starts_with("River") { "en" } else { "vi" };
        let _ = writeln!(out, "#[#set text(lang: \"{language}\")\n= {}", escaped(title));
        for line in lines {
            let _ = writeln!(out, "\n{}", escaped(line));
        }
        out.push_str("]\n\n");
    }
    Ok(out)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\#$*_`<>@=-+/~[]".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
