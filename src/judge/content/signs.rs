//! Which signs does a text hold? One pass over it, for all who count them.

/// What one text holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Signs {
    /// Code points.
    pub chars: usize,
    /// Signs that part a sentence or end it.
    pub stops: usize,
    pub digits: usize,
    /// Words that begin with a capital.
    pub capitals: usize,
    /// Words of at most three letters: running text is full of them.
    pub short_words: usize,
    /// Whether it holds the sign of a currency.
    pub price: bool,
    /// Whether it holds a question mark, and whether that of ASCII.
    pub question: bool,
    pub ascii_question: bool,
    letters: usize,
}

impl Signs {
    pub fn of(text: &str) -> Self {
        let mut signs = Self::default();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii() {
                signs.ascii(*byte);
                at += 1;
            } else {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                signs.other(c);
                at += c.len_utf8();
            }
        }
        signs.end_word();
        signs
    }

    fn ascii(&mut self, byte: u8) {
        self.chars += 1;
        if byte.is_ascii_alphanumeric() {
            self.digits += usize::from(byte.is_ascii_digit());
            self.capitals += usize::from(self.letters == 0 && byte.is_ascii_uppercase());
            self.letters += 1;
            return;
        }
        self.end_word();
        match byte {
            b'?' => {
                self.stops += 1;
                (self.question, self.ascii_question) = (true, true);
            }
            b'.' | b',' | b';' | b'!' => self.stops += 1,
            b'$' => self.price = true,
            _ => {}
        }
    }

    fn other(&mut self, c: char) {
        self.chars += 1;
        if c.is_alphanumeric() {
            self.digits += usize::from(c.is_numeric());
            self.capitals += usize::from(self.letters == 0 && c.is_uppercase());
            self.letters += 1;
            return;
        }
        self.end_word();
        self.stops += usize::from(matches!(c, '。' | '，' | '、' | '！' | '？' | '،' | '।'));
        self.question |= matches!(c, '？' | '؟');
        self.price |= matches!(c, '€' | '£' | '₹' | '¥');
    }

    fn end_word(&mut self) {
        self.short_words += usize::from((1..=3).contains(&self.letters));
        self.letters = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_counts_every_sign() {
        let empty = Signs::default();
        for (text, want) in [
            ("", empty),
            (
                "The 2 Old mills, und Äpfel für 3 €?",
                Signs {
                    chars: 35,
                    stops: 2,
                    digits: 2,
                    capitals: 3,
                    short_words: 6,
                    price: true,
                    question: true,
                    ascii_question: true,
                    ..empty
                },
            ),
            ("何？", Signs { chars: 2, stops: 1, short_words: 1, question: true, ..empty }),
        ] {
            assert_eq!(Signs::of(text), want, "{text}");
        }
    }
}
