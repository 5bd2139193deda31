//! 尋ねる・知らせる: where to ask about a record, and a mail that already names it.

use serde::Serialize;

use super::here::Here;
use super::{newest, urls};
use crate::model::{Contact, Department, Record, Text};

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
    let charged = site.charged(record);
    let departments = charged.iter().filter_map(|id| site.department(&id.value));
    let year = || newest::year(here, record).map(|year| format!("({})", year.fiscal_year.value)).unwrap_or_default();
    let about = || format!("「{}」{}について", record.label(site), year());
    departments.filter_map(|own| of_department(here, own, &about)).next().or_else(|| {
        let contact = site.profile.contact.as_ref()?;
        through(here, contact, contact.name.value.clone(), &about).map(|view| TalkView { is_of_site: true, ..view })
    })
}

/// The contact of a department or of the next one above it that has one.
pub(super) fn of_department(
    here: &Here<'_, '_>,
    department: &Department,
    about: &dyn Fn() -> String,
) -> Option<TalkView> {
    let mut all = here.site.upwards(department).filter_map(|own| Some((own, own.contact.as_ref()?)));
    let (own, contact) = all.next()?;
    through(here, contact, here.site.department_name(&own.id.value), about)
}

fn through(here: &Here<'_, '_>, contact: &Contact, to: String, about: &dyn Fn() -> String) -> Option<TalkView> {
    let is_reachable = [&contact.email, &contact.phone, &contact.url].into_iter().any(Option::is_some);
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    is_reachable.then(|| TalkView {
        href: contact.email.as_ref().map(|email| mail(here, &about(), &email.value)).or_else(|| value(&contact.url)),
        to,
        email: value(&contact.email),
        phone: value(&contact.phone),
        url: value(&contact.url).filter(|_| contact.email.is_none()),
        is_of_site: false,
    })
}

/// A mail about something, with the address of the page.
fn mail(here: &Here<'_, '_>, about: &str, to: &str) -> String {
    let subject = urls::in_mail(about);
    let base = here.room.chrome.base_url.as_ref();
    let body = base.map(|base| urls::in_mail(&format!("ページ: {base}{}\r\n\r\n", here.path)));
    let body = body.map(|body| format!("&body={body}")).unwrap_or_default();
    let to: Vec<_> = to.split('@').map(urls::percent).collect();
    format!("mailto:{}?subject={subject}{body}", to.join("@"))
}
