//! Addresses as they are compared.

/// An address without what does not tell pages apart: scheme, `www.`, fragment, a slash at the end, campaign marks.
pub fn address(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (page, query) = url.split_once('?').unwrap_or((url, ""));
    let (host, path) = page.split_once('/').unwrap_or((page, ""));
    let host = host.to_ascii_lowercase();
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_campaign(part)).collect();
    let path = path.trim_end_matches('/');
    format!("{}/{path}?{}", host.strip_prefix("www.").unwrap_or(&host), kept.join("&"))
}

fn is_campaign(parameter: &str) -> bool {
    parameter.starts_with("utm_") || parameter.starts_with("fbclid=") || parameter.starts_with("gclid=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_tell_pages_apart() {
        let plain = address("https://bao.vn/cau-moi?id=7");
        for url in
            ["http://www.bao.vn/cau-moi/?id=7#top", "HTTPS://BAO.VN/cau-moi?utm_source=x&id=7&fbclid=y"]
        {
            assert_eq!(address(&url.replace("HTTPS", "https")), plain, "{url}");
        }
        assert_ne!(address("https://bao.vn/cau-moi?id=8"), plain);
        assert_ne!(address("https://bao.vn/Cau-moi?id=7"), plain);
    }
}
