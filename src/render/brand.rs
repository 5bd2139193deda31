//! 見た目: the colour, logo, icon and footer lines from site.yaml. The colour becomes a small stylesheet that is loaded
//! after the theme's own: shades for light and dark screens with enough contrast on every background that a theme may
//! use.

use serde::Serialize;

use crate::model::{Colour, Image, Site};

/// The path of the colour's stylesheet.
pub(super) const STYLESHEET: &str = "assets/brand.css";

/// The city's look, ready to print.
#[derive(Serialize)]
pub(super) struct BrandView {
    stylesheet: Option<&'static str>,
    colour: Option<String>,
    logo: Option<LogoView>,
    icon: Option<IconView>,
    preview: Option<PreviewView>,
    footer: Vec<String>,
}

#[derive(Serialize)]
struct LogoView {
    href: String,
    alt: String,
    size: Option<(u32, u32)>,
}

/// The image of a link to the site, with its whole address.
#[derive(Serialize)]
struct PreviewView {
    address: String,
    alt: String,
    size: Option<(u32, u32)>,
}

#[derive(Serialize)]
struct IconView {
    href: String,
    media_type: &'static str,
}

/// The look in a site's profile.
pub(super) fn view(site: &Site) -> BrandView {
    let brand = &site.profile.brand;
    let logo = brand.logo.as_ref().and_then(|logo| {
        let image = image(site, &logo.file.value)?;
        Some(LogoView { href: image.path.clone(), alt: logo.alt.value.clone(), size: image.size })
    });
    let preview = brand.preview.as_ref().zip(site.profile.base_url.as_ref()).and_then(|(preview, base)| {
        let Image { path, size, .. } = image(site, &preview.file.value)?;
        Some(PreviewView { address: format!("{base}{path}"), alt: preview.alt.value.clone(), size: *size })
    });
    let icon = brand.icon.as_ref().and_then(|icon| image(site, &icon.value));
    BrandView {
        stylesheet: brand.color.as_ref().map(|_| STYLESHEET),
        colour: brand.color.as_ref().map(|colour| colour.value.to_string()),
        logo,
        preview,
        icon: icon.map(|image| IconView { href: image.path.clone(), media_type: image.kind.media_type() }),
        footer: brand.footer.iter().flatten().map(|text| text.value.clone()).collect(),
    }
}

fn image<'s>(site: &'s Site, path: &str) -> Option<&'s Image> {
    site.images.iter().find(|image| image.path == path)
}

/// The stylesheet of a colour. Print keeps the theme's black.
pub(super) fn stylesheet(colour: Colour) -> String {
    let light = Shades::on_light(colour);
    let dark = Shades::on_dark(colour);
    format!(
        "@media screen {{\n  :root {{ {light} }}\n  @media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n}}\n",
        light = light.declarations(),
        dark = dark.declarations(),
    )
}

/// The shades that a stylesheet derives from the colour.
struct Shades {
    key: Colour,
    ground: Colour,
    nav: Colour,
    hover: Colour,
}

impl Shades {
    fn on_light(colour: Colour) -> Self {
        let key = colour.readable(Colour::BLACK, &Colour::LIGHT_GROUNDS);
        Self { key, ground: ground(key, Colour::WHITE), nav: key, hover: key.mixed(Colour::BLACK, 0.25) }
    }

    fn on_dark(colour: Colour) -> Self {
        let key = colour.readable(Colour::WHITE, &Colour::DARK_GROUNDS);
        let nav = colour.mixed(Colour::BLACK, 0.5).readable(Colour::BLACK, &[Colour::WHITE]);
        let [paper, _] = Colour::DARK_GROUNDS;
        Self { key, ground: ground(key, paper), nav, hover: key.mixed(Colour::WHITE, 0.3) }
    }

    fn declarations(&self) -> String {
        let Self { key, ground, nav, hover } = self;
        format!(
            "--key: {key}; --key-paper: {ground}; --nav: {nav}; --nav-ink: #ffffff; --link: {key}; --link-hover: {hover};"
        )
    }
}

/// The paper with a light tint of the colour, on which the colour itself still has enough contrast.
fn ground(key: Colour, paper: Colour) -> Colour {
    let tints = (0..=10).map(|step| key.mixed(paper, 0.9 + f64::from(step) / 100.0));
    tints.into_iter().find(|tint| key.contrast(*tint) >= Colour::LEAST_CONTRAST).unwrap_or(paper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shade_of_any_colour_can_be_read() {
        for number in (0..0x100_0000_u32).step_by(40_009) {
            let colour: Colour = format!("#{number:06x}").parse().expect("a colour");
            for (shades, grounds) in
                [(Shades::on_light(colour), Colour::LIGHT_GROUNDS), (Shades::on_dark(colour), Colour::DARK_GROUNDS)]
            {
                assert!(shades.key.least_contrast(&grounds) >= 4.5, "{colour}: {}", shades.key);
                assert!(shades.hover.least_contrast(&grounds) >= 4.5, "{colour}: {}", shades.hover);
                assert!(shades.key.contrast(shades.ground) >= 4.5, "{colour}: {}", shades.ground);
                assert!(shades.nav.contrast(Colour::WHITE) >= 4.5, "{colour}: {}", shades.nav);
            }
        }
    }

    #[test]
    fn the_stylesheet_speaks_of_screens_only() {
        let css = stylesheet("#0b5d3b".parse().expect("a colour"));
        assert!(css.starts_with("@media screen {") && css.contains("--key: #0b5d3b;"), "{css}");
    }
}
