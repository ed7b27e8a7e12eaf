//! Addresses as they may stand in an EPUB.

use std::fmt::Write;

/// The address with everything percent-encoded that RFC 3986 does not allow; `None` for schemes that are not kept.
pub(crate) fn valid(href: &str) -> Option<String> {
    let href = href.trim();
    if !fonds_model::markdown::is_safe_link(href) || href.starts_with("doi:") {
        return href.strip_prefix("doi:").and_then(|doi| valid(&format!("https://doi.org/{doi}")));
    }
    let bytes = href.as_bytes();
    let mut out = String::with_capacity(href.len());
    let mut fragment = false;
    for (n, byte) in bytes.iter().enumerate() {
        let c = char::from(*byte);
        let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let allowed = match c {
            '%' => hex(n + 1) && hex(n + 2),
            // Only one fragment may begin.
            '#' => !std::mem::replace(&mut fragment, true),
            _ => {
                c.is_ascii_alphanumeric()
                    || "-._~:/?@!$&'()*+,;=".contains(c)
                    || (c == '[' || c == ']') && n < 40 && !fragment && is_in_host(bytes, n)
            }
        };
        if allowed {
            out.push(c);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    let authority =
        out.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    authority
        .is_none_or(|host| !host.is_empty() && !host.contains('%') && is_bracketed_rightly(host))
        .then_some(out)
}

/// Square brackets hold an IPv6 address, with nothing before them and at most a port behind.
fn is_bracketed_rightly(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if !host.contains(['[', ']']) {
        return true;
    }
    let inside = host.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    inside.is_some_and(|(address, port)| {
        address.parse::<std::net::Ipv6Addr>().is_ok() && (port.is_empty() || port.starts_with(':'))
    })
}

/// Square brackets belong in the host of an address only.
fn is_in_host(bytes: &[u8], n: usize) -> bool {
    let start = bytes.windows(3).position(|three| three == b"://").map(|at| at + 3);
    start.is_some_and(|start| n >= start && !bytes[start..n].contains(&b'/'))
}

#[cfg(test)]
mod tests {
    use super::valid;

    #[test]
    fn addresses_are_made_valid() {
        let rows = [
            ("https://example.vn/a b?q=đ", Some("https://example.vn/a%20b?q=%C4%91")),
            ("https://example.vn/50%", Some("https://example.vn/50%25")),
            ("https://example.vn/a%20b#x#y", Some("https://example.vn/a%20b#x%23y")),
            ("doi:10.1/x", Some("https://doi.org/10.1/x")),
            ("mailto:a@example.vn", Some("mailto:a@example.vn")),
            ("javascript:x", None),
            ("https://", None),
            ("http://[::1]:80/a", Some("http://[::1]:80/a")),
            ("http://[x]/a", None),
            ("http://[::1", None),
        ];
        for (given, expected) in rows {
            assert_eq!(valid(given).as_deref(), expected, "{given}");
        }
    }
}
