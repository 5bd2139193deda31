//! Enums whose values have a word on pages and a code in data. Value, word and code are on one line, from which the
//! enum, the list of all values and the look-ups are generated: they cannot be mixed up.

/// Defines such an enum; the named method returns its word.
macro_rules! coded {
    ($(#[$about:meta])* $name:ident, $word_of:ident { $($value:ident $word:literal $code:literal),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = $word] $value,)+
        }

        impl $name {
            /// All, with the word and the code of each.
            pub const ALL: [(Self, &'static str, &'static str); [$($code),+].len()] =
                [$((Self::$value, $word, $code)),+];

            /// The word on pages.
            pub fn $word_of(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }

            /// The code in data.
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$value => $code,)+
                }
            }
        }
    };
}

pub(super) use coded;
