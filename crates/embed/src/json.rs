//! Writing JSON (RFC 8259): arrays of texts and whole numbers, which is all there is to say here.

/// A text being written. Commas come by themselves.
#[derive(Default)]
pub(crate) struct Json(String);

impl Json {
    pub(crate) fn finish(self) -> String {
        self.0
    }

    fn comma(&mut self) {
        if !matches!(self.0.as_bytes().last(), None | Some(b'[')) {
            self.0.push(',');
        }
    }

    /// An array; `write` writes what is in it.
    pub(crate) fn list(&mut self, write: &mut dyn FnMut(&mut Self)) {
        self.comma();
        self.0.push('[');
        write(self);
        self.0.push(']');
    }

    pub(crate) fn number(&mut self, number: i32) {
        self.comma();
        self.0.push_str(&number.to_string());
    }

    /// As 1 or 0.
    pub(crate) fn truth(&mut self, truth: bool) {
        self.number(truth.into());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.comma();
        self.0.push('"');
        for char in text.chars() {
            match char {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(char);
                }
                // Control characters are nothing to look at.
                '\0'..' ' => self.0.push(' '),
                char => self.0.push(char),
            }
        }
        self.0.push('"');
    }
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn what_is_written_is_json() {
        let mut json = Json::default();
        json.list(&mut |json| {
            json.text("a \"quoted\" \\ \u{1} ü");
            json.list(&mut |_| {});
            json.number(-3);
            json.list(&mut |json| json.truth(true));
        });
        assert_eq!(json.finish(), r#"["a \"quoted\" \\   ü",[],-3,[1]]"#);
    }
}
