//! Breaking and cutting text, by the layout's own estimate of how wide it is.

use crate::metrics::text_width;

/// Breaks a text into at most `most` lines of about this width, the last one cut.
pub(super) fn wrap(text: &str, size: i32, room: i32, most: i32) -> Vec<String> {
    let mut lines = vec![];
    let mut rest = text.trim();
    while !rest.is_empty() {
        let is_last = i32::try_from(lines.len()).unwrap_or(i32::MAX) + 1 >= most;
        if is_last || text_width(rest, size) <= room {
            lines.push(rest.to_owned());
            break;
        }
        let fits = fitting(rest, size, room);
        // After a space if there is one, else in the middle of the word.
        let at_space = rest[fits..].starts_with(' ');
        let cut = if at_space { fits } else { rest[..fits].rfind(' ').map_or(fits, |space| space + 1) };
        lines.push(rest[..cut].trim_end().to_owned());
        rest = rest[cut..].trim_start();
    }
    lines
}

/// How many bytes of a text fit into this width; at least one character.
pub(super) fn fitting(text: &str, size: i32, room: i32) -> usize {
    let mut end = 0;
    for (at, char) in text.char_indices() {
        let next = at + char.len_utf8();
        if end > 0 && text_width(&text[..next], size) > room {
            break;
        }
        end = next;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_at_spaces_and_the_last_line_keeps_the_rest() {
        assert_eq!(wrap("one two three", 14, text_width("one two", 14), 3), ["one two", "three"]);
        assert_eq!(wrap("one two three", 14, text_width("one two", 14), 1), ["one two three"]);
        assert!(wrap(&"x".repeat(100), 14, 200, 3).len() == 3);
        assert!(wrap("", 14, 200, 3).is_empty());
    }
}
