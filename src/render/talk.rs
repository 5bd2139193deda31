//! 尋ねる・知らせる: where to ask about a record, and a mail that already names it.

use serde::Serialize;

use super::here::Here;
use super::{newest, urls};
use crate::model::{Department, Record, Text};

/// The way to ask about a record, ready to print.
#[derive(Serialize)]
pub(super) struct TalkView {
    /// The mail or the page; absent if only a telephone is known.
    href: Option<String>,
    to: String,
    email: Option<String>,
    phone: Option<String>,
    url: Option<String>,
    /// Whether it is the contact of the site, which stands at the end of every page.
    is_of_site: bool,
}

/// The contact of the first responsible department that has one, itself or above it; else that of the site.
pub(super) fn view(here: &Here<'_, '_>, record: Record<'_>) -> Option<TalkView> {
    let site = here.site;
    let reachable = |department: &&Department| department.contact.is_some();
    let department = site.charged(record).iter().filter_map(|id| site.department(&id.value));
    let department = department.filter_map(|own| site.upwards(own).find(reachable)).next();
    let contact = department.map_or(site.profile.contact.as_ref(), |department| department.contact.as_ref())?;
    let to = department.map_or(contact.name.value.clone(), |department| site.department_name(&department.id.value));
    let is_reachable = [&contact.email, &contact.phone, &contact.url].into_iter().any(Option::is_some);
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    is_reachable.then(|| TalkView {
        href: contact.email.as_ref().map(|email| mail(here, record, &email.value)).or_else(|| value(&contact.url)),
        to,
        email: value(&contact.email),
        phone: value(&contact.phone),
        url: value(&contact.url).filter(|_| contact.email.is_none()),
        is_of_site: department.is_none(),
    })
}

/// A mail with the title and newest year of the record, and the address of its page.
fn mail(here: &Here<'_, '_>, record: Record<'_>, to: &str) -> String {
    let year = newest::year(here, record).map(|year| format!("({})", year.fiscal_year.value)).unwrap_or_default();
    let subject = urls::percent(&format!("「{}」{year}について", record.label(here.site)));
    let base = here.room.chrome.base_url.as_ref();
    let body = base.map(|base| urls::percent(&format!("ページ: {base}{}\r\n\r\n", here.path)));
    let body = body.map(|body| format!("&body={body}")).unwrap_or_default();
    let to: Vec<_> = to.split('@').map(urls::percent).collect();
    format!("mailto:{}?subject={subject}{body}", to.join("@"))
}
