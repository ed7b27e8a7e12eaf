//! The tokens of RTF 1.9: groups, control words, bytes.

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A control word and its number.
    Word(&'a str, Option<i32>),
    /// `\*`: what follows may be skipped by those that do not know it.
    Optional,
    /// A character in the code page of the font.
    Byte(u8),
    /// A character that stands for itself.
    Char(char),
    /// Bytes as they are (`\bin`).
    Data(&'a [u8]),
}

/// Reads tokens; ends where the bytes do.
pub(super) struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.rest.first()?;
        if first.is_ascii_alphabetic() {
            return self.word();
        }
        self.byte()?;
        Some(match first {
            b'\'' => Token::Byte(self.hex()?),
            b'*' => Token::Optional,
            b'~' => Token::Char('\u{a0}'),
            b'_' => Token::Char('\u{2011}'),
            b'-' => Token::Char('\u{ad}'),
            b'\n' | b'\r' => Token::Word("par", None),
            b'\t' => Token::Char('\t'),
            other => Token::Byte(other),
        })
    }

    fn hex(&mut self) -> Option<u8> {
        let digits = self.rest.get(..2)?;
        let value = std::str::from_utf8(digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if value.is_some() {
            self.rest = self.rest.get(2..)?;
        }
        Some(value.unwrap_or(b'?'))
    }

    fn word(&mut self) -> Option<Token<'a>> {
        let letters = self.rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (name, rest) = self.rest.split_at(letters);
        let name = std::str::from_utf8(name).ok()?;
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest.iter().skip(sign).take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let length = if digits == 0 { 0 } else { sign + digits };
        let (number, rest) = rest.split_at(length);
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        if name == "bin" {
            let length = number.and_then(|length: i32| usize::try_from(length).ok()).unwrap_or(0);
            let (data, rest) = self.rest.split_at(length.min(self.rest.len()));
            self.rest = rest;
            return Some(Token::Data(data));
        }
        Some(Token::Word(name, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            return Some(match self.byte()? {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\\' => self.control()?,
                b'\n' | b'\r' | 0 => continue,
                b'\t' => Token::Char('\t'),
                other => Token::Byte(other),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_bytes_groups() {
        let tokens: Vec<_> = Tokens::of(b"{\\b0 a\\'e9\\u-3 ?\\*\\bin2 {}}").collect();
        assert_eq!(
            tokens,
            [
                Token::Open,
                Token::Word("b", Some(0)),
                Token::Byte(b'a'),
                Token::Byte(0xe9),
                Token::Word("u", Some(-3)),
                Token::Byte(b'?'),
                Token::Optional,
                Token::Data(b"{}"),
                Token::Close,
            ]
        );
        assert_eq!(Tokens::of(b"\\").count() + Tokens::of(b"\\'e").count(), 0);
    }
}
