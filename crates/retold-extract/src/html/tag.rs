//! Element names that the extractor knows, and the sets of them that the parsing rules speak of.

#![allow(
    clippy::enum_glob_use,
    reason = "the sets are lists of forty names, each as the standard has it"
)]
#![expect(
    clippy::enum_variant_names,
    reason = "`Option` is the standard library's"
)]

macro_rules! tags {
    ($($variant:ident $name:literal)*) => {
        /// An element name; names that no rule mentions are [`Tag::Other`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub(crate) enum Tag { $($variant,)* Other }

        impl Tag {
            /// How many variants there are, for tables by tag.
            pub(crate) const COUNT: usize = Tag::Other as usize + 1;

            /// The tag of a name in lower case.
            fn of_lower(name: &[u8]) -> Self {
                match name { $($name => Self::$variant,)* _ => Self::Other }
            }
        }
    };
}

tags! {
    A b"a" Abbr b"abbr" Acronym b"acronym" Address b"address" Amp b"amp-ad" AmpEmbed b"amp-embed" Applet b"applet" Area b"area" Article b"article"
    Aside b"aside" Audio b"audio" B b"b" Base b"base" Bdi b"bdi" Bdo b"bdo" Big b"big" Blockquote b"blockquote" Body b"body" Br b"br" Button b"button"
    Canvas b"canvas" Caption b"caption" Center b"center" Cite b"cite" Code b"code" Col b"col" Colgroup b"colgroup"
    Data b"data" Datalist b"datalist" Dd b"dd" Del b"del" Details b"details" Dfn b"dfn" Dialog b"dialog" Dir b"dir" Div b"div" Dl b"dl" Dt b"dt"
    Em b"em" Embed b"embed" Fieldset b"fieldset" Figcaption b"figcaption" Figure b"figure" Font b"font" Footer b"footer" Form b"form"
    Frame b"frame" Frameset b"frameset" H1 b"h1" H2 b"h2" H3 b"h3" H4 b"h4" H5 b"h5" H6 b"h6" Head b"head" Header b"header" Hgroup b"hgroup"
    Hr b"hr" Html b"html" I b"i" Iframe b"iframe" Img b"img" Input b"input" Ins b"ins" Kbd b"kbd" Label b"label" Legend b"legend"
    Li b"li" Link b"link" Listing b"listing" Main b"main" Map b"map" Mark b"mark" Marquee b"marquee" Math b"math" Menu b"menu" Meta b"meta" Meter b"meter"
    Nav b"nav" Nobr b"nobr" Noembed b"noembed" Noframes b"noframes" Noscript b"noscript" Object b"object" Ol b"ol" Optgroup b"optgroup"
    OptionTag b"option" Output b"output" P b"p" Param b"param" Picture b"picture" Plaintext b"plaintext" Pre b"pre" Progress b"progress" Q b"q"
    Rp b"rp" Rt b"rt" Ruby b"ruby" S b"s" Samp b"samp" Script b"script" Search b"search" Section b"section" Select b"select" Small b"small"
    Source b"source" Span b"span" Strike b"strike" Strong b"strong" Style b"style" Sub b"sub" Summary b"summary" Sup b"sup" Svg b"svg"
    Table b"table" Tbody b"tbody" Td b"td" Template b"template" Textarea b"textarea" Tfoot b"tfoot" Th b"th" Thead b"thead" Time b"time" Title b"title"
    Tr b"tr" Track b"track" Tt b"tt" U b"u" Ul b"ul" Var b"var" Video b"video" Wbr b"wbr" Xmp b"xmp"
}

/// Bytes of the longest known name.
const LONGEST: usize = 10;

impl Tag {
    /// The tag of a name as written.
    pub(super) fn of(name: &str) -> Self {
        let name = name.as_bytes();
        if name.len() > LONGEST {
            return Self::Other;
        }
        let mut lower = [0; LONGEST];
        for (to, from) in lower.iter_mut().zip(name) {
            *to = from.to_ascii_lowercase();
        }
        Self::of_lower(&lower[..name.len()])
    }

    /// Elements that have no content.
    pub(super) fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Area | Base
                | Br
                | Col
                | Embed
                | Frame
                | Hr
                | Img
                | Input
                | Link
                | Meta
                | Param
                | Source
                | Track
                | Wbr
        )
    }

    /// Elements whose content is text up to their end tag.
    pub(super) fn is_raw_text(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Script | Style | Textarea | Title | Xmp | Iframe | Noembed | Noframes | Plaintext
        )
    }

    /// Elements that may stand in the head.
    pub(super) fn belongs_in_head(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Base | Head | Html | Link | Meta | Noscript | Script | Style | Template | Title
        )
    }

    /// Elements whose start tag closes an open paragraph.
    pub(super) fn closes_paragraph(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Center
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Dd
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Header
                | Hgroup
                | Hr
                | Li
                | Listing
                | Main
                | Menu
                | Nav
                | Ol
                | P
                | Pre
                | Plaintext
                | Search
                | Section
                | Summary
                | Table
                | Ul
                | Xmp
        )
    }

    /// Formatting elements, in the sense of the adoption agency algorithm.
    pub(super) fn is_formatting(self) -> bool {
        use Tag::*;
        matches!(
            self,
            A | B | Big | Code | Em | Font | I | Nobr | S | Small | Strike | Strong | Tt | U
        )
    }

    /// The "special" category: an end tag of an ordinary element does not reach through them.
    pub(super) fn is_special(self) -> bool {
        use Tag::*;
        self.closes_paragraph()
            || matches!(
                self,
                Applet
                    | Body
                    | Button
                    | Caption
                    | Col
                    | Colgroup
                    | Frameset
                    | Head
                    | Html
                    | Iframe
                    | Marquee
                    | Noembed
                    | Noframes
                    | Noscript
                    | Object
                    | Script
                    | Select
                    | Style
                    | Tbody
                    | Td
                    | Template
                    | Textarea
                    | Tfoot
                    | Th
                    | Thead
                    | Title
                    | Tr
            )
    }

    /// Where a scope ends: an end tag does not reach through them.
    pub(super) fn bounds_scope(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Applet | Caption | Html | Table | Td | Th | Marquee | Object | Template
        )
    }

    /// h1 to h6.
    pub(crate) fn is_heading(self) -> bool {
        use Tag::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }

    /// Elements that stand in a line of text; all others start and end a block.
    pub(crate) fn is_inline(self) -> bool {
        use Tag::*;
        matches!(
            self,
            A | Abbr
                | Acronym
                | Area
                | B
                | Bdi
                | Bdo
                | Big
                | Cite
                | Code
                | Data
                | Del
                | Dfn
                | Em
                | Font
                | I
                | Img
                | Ins
                | Kbd
                | Label
                | Map
                | Mark
                | Meter
                | Nobr
                | Output
                | Picture
                | Progress
                | Q
                | Rp
                | Rt
                | Ruby
                | S
                | Samp
                | Script
                | Small
                | Source
                | Span
                | Strike
                | Strong
                | Style
                | Sub
                | Sup
                | Svg
                | Template
                | Time
                | Tt
                | U
                | Var
                | Wbr
                | Other
                | Noscript
                | Link
                | Meta
                | Param
                | Button
                | Input
                | Select
                | Textarea
                | Iframe
                | Embed
                | Object
                | Audio
                | Video
                | Canvas
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_any_case() {
        assert_eq!(Tag::of("dIv"), Tag::Div);
        assert_eq!(Tag::of("figcaption"), Tag::Figcaption);
        assert_eq!(Tag::of("figcaptions"), Tag::Other);
        assert_eq!(Tag::of("x-card"), Tag::Other);
    }
}
