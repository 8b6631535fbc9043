//! What the surroundings decide about a picture: the room it has and the size of text.

/// Which of its two forms a picture takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Left cards, lane, right cards.
    Wide,
    /// For narrow places: the two cards above, their arrows below over the full width.
    Stacked,
}

/// Arguments of [`crate::layout`] besides the structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Width of the place the picture is drawn in.
    pub width: i32,
    /// Size of the root font in px; users who ask their browser for larger text get larger rows and cards.
    pub font: i32,
}

impl Options {
    /// Options for a place of this width and text of the usual size.
    #[must_use]
    pub fn for_width(width: i32) -> Self {
        Self { width, font: 16 }
    }
}
