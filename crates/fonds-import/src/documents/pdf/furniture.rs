//! Running heads and page numbers: lines at the edge of pages that come again, or that are nothing but a number.

use super::page::Page;
use super::spans::Line;
use std::collections::HashMap;

/// How many lines at an edge may be furniture.
const LINES: usize = 2;

/// Drops the furniture of pages.
pub(super) fn drop(pages: &mut [Vec<Line>], shown: &[Page]) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for lines in pages.iter() {
        for at in edges(lines) {
            *times.entry(without_digits(&lines[at].text())).or_default() += 1;
        }
    }
    let full = pages.iter().filter(|lines| !lines.is_empty()).count();
    for (lines, page) in pages.iter_mut().zip(shown) {
        let out: Vec<usize> = edges(lines)
            .into_iter()
            .filter(|at| {
                let text = lines[*at].text();
                let again = times.get(&without_digits(&text)).copied().unwrap_or(0);
                // Left and right pages may have heads of their own.
                let runs = full >= 3 && again * 5 >= full * 2 && again >= 2;
                let at_edge = lines[*at].y < page.height * 0.12 || lines[*at].y > page.height * 0.9;
                runs || (at_edge && is_page_number(&text))
            })
            .collect();
        for at in out.into_iter().rev() {
            lines.remove(at);
        }
    }
}

/// The lines at the upper and lower edge, in ascending order.
fn edges(lines: &[Line]) -> Vec<usize> {
    let mut by_height: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].table.is_none()).collect();
    by_height.sort_by(|a, b| lines[*b].y.total_cmp(&lines[*a].y));
    let upper = by_height.iter().take(LINES);
    let mut edges: Vec<usize> = upper.chain(by_height.iter().rev().take(LINES)).copied().collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

fn without_digits(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

/// `12`, `- 12 -`, `Trang 12`, `12/40`, `xii`.
fn is_page_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let rest = lower.replace("trang", "").replace("page", "").replace(" of ", "").replace("tr.", "");
    let inner: String = rest.chars().filter(|c| c.is_alphanumeric()).collect();
    let number = inner.chars().all(|c| c.is_ascii_digit()) && inner.len() <= 8;
    let roman = inner.len() <= 7 && inner.chars().all(|c| "ivxlc".contains(c));
    !inner.is_empty() && (number || roman) && text.chars().count() <= 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages() {
        for text in ["12", "- 12 -", "Trang 12", "12/40", "xii", "Page 3 of 7"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["Năm 1971", "1971: lũ lớn", "civilis", "…"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
