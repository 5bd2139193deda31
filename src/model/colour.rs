//! 色: a colour as the screen shows it, and its contrast with another (WCAG 2.2, "contrast ratio").

use std::fmt;
use std::str::FromStr;

/// A colour in sRGB, written `#00428a`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The text is not a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAColour;

impl Colour {
    /// White.
    pub const WHITE: Self = Self([255; 3]);
    /// Black.
    pub const BLACK: Self = Self([0; 3]);
    /// The lightest and the darkest background that a theme may put text on, on a light screen.
    pub const LIGHT_GROUNDS: [Self; 2] = [Self::WHITE, Self([0xec, 0xef, 0xf7])];
    /// The same on a dark screen.
    pub const DARK_GROUNDS: [Self; 2] = [Self([0x15, 0x17, 0x1c]), Self([0x26, 0x2a, 0x34])];
    /// The least contrast of text (success criterion 1.4.3, level AA).
    pub const LEAST_CONTRAST: f64 = 4.5;

    /// The contrast of two colours, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The least contrast with any of several backgrounds.
    pub fn least_contrast(self, grounds: &[Self]) -> f64 {
        grounds.iter().map(|ground| self.contrast(*ground)).fold(21.0, f64::min)
    }

    /// A mixture with this share of another colour, 0 to 1.
    #[must_use]
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |i: usize| (f64::from(self.0[i]) * (1.0 - share) + f64::from(other.0[i]) * share).round() as u8;
        Self([mix(0), mix(1), mix(2)])
    }

    /// The nearest mixture with another colour that is readable on all of these backgrounds.
    #[must_use]
    pub fn readable(self, toward: Self, grounds: &[Self]) -> Self {
        let mixtures = (0..=100).map(|share| self.mixed(toward, f64::from(share) / 100.0));
        let readable = |colour: &Self| colour.least_contrast(grounds) >= Self::LEAST_CONTRAST;
        mixtures.into_iter().find(readable).unwrap_or(toward)
    }

    /// Relative luminance, 0 (black) to 1 (white).
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0[0]) + 0.7152 * linear(self.0[1]) + 0.0722 * linear(self.0[2])
    }
}

impl FromStr for Colour {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6).ok_or(NotAColour)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(NotAColour);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| NotAColour)?;
        Ok(Self([(number >> 16) as u8, (number >> 8) as u8, number as u8]))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        text.parse().expect("a colour")
    }

    fn check(a: &str, b: &str, expected: &str) {
        assert_eq!(format!("{:.2}", colour(a).contrast(colour(b))), expected, "{a} {b}");
    }

    #[test]
    fn contrast_follows_the_standard() {
        check("#000000", "#ffffff", "21.00");
        check("#777777", "#ffffff", "4.48");
        check("#767676", "#ffffff", "4.54");
        check("#ffffff", "#ffffff", "1.00");
    }

    #[test]
    fn a_readable_mixture_is_the_nearest() {
        let pale = colour("#ff9900");
        let dark = pale.readable(Colour::BLACK, &Colour::LIGHT_GROUNDS);
        assert!(dark.least_contrast(&Colour::LIGHT_GROUNDS) >= 4.5);
        assert!(dark.least_contrast(&Colour::LIGHT_GROUNDS) < 4.7, "no darker than it must be: {dark}");
        assert_eq!(colour("#00428a").readable(Colour::BLACK, &Colour::LIGHT_GROUNDS), colour("#00428a"));
        let light = colour("#00428a").readable(Colour::WHITE, &Colour::DARK_GROUNDS);
        assert!(light.least_contrast(&Colour::DARK_GROUNDS) >= 4.5);
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for text in ["#fff", "00428a", "blue", "#00428g", "#+0428a", "#00428a;"] {
            assert_eq!(text.parse::<Colour>(), Err(NotAColour), "{text}");
        }
    }
}
