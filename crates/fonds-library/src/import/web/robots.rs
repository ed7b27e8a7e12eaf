//! What a site asks of programs (RFC 9309).

use super::client::Client;
use std::time::Duration;
use url::Url;

/// More of the file is not looked at, in bytes (RFC 9309 asks for at least 500 KiB).
const LARGEST: u64 = 512 << 10;
/// How long it may take.
const TIME: Duration = Duration::from_secs(10);

/// Whether the site's `robots.txt` lets a program of our name fetch a page. Rules that cannot be had allow everything.
pub(super) fn allows(client: &Client<'_>, page: &Url, time: Duration) -> bool {
    let Ok(rules) = page.join("/robots.txt") else { return true };
    match client.get(&rules, time.min(TIME), LARGEST, &|_| true) {
        Ok((fetched, 200..=299)) => says_yes(&String::from_utf8_lossy(&fetched.body), page),
        _ => true,
    }
}

fn says_yes(rules: &str, page: &Url) -> bool {
    robotstxt::DefaultMatcher::default().one_agent_allowed_by_robots(rules, "Fonds", page.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_for_all_and_for_us() {
        let page = Url::parse("https://bao.vn/thoi-su/cau.html?x=1").unwrap();
        assert!(says_yes("", &page));
        assert!(!says_yes("User-agent: *\nDisallow: /thoi-su/", &page));
        assert!(says_yes("User-agent: *\nDisallow: /thoi-su/\n\nUser-agent: Fonds\nAllow: /", &page));
        assert!(says_yes("<!doctype html><p>404", &page));
    }
}
