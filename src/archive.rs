//! A ZIP archive of files that are already compressed: for the archive of all data and for workbooks. It contains no
//! file larger than 4 GiB, and its date comes from the content.

use std::io::Write;

use crate::bundle::Error;
use crate::dataset::Entry;
use crate::model::Date;

/// Version 2.0 of the format: folders and DEFLATE.
const VERSION: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
const DEFLATED: u16 = 8;
const AS_IT_IS: u16 = 0;

/// An archive that is being written.
pub(crate) struct Zip<'w> {
    to: &'w mut dyn Write,
    day: u16,
    offset: u32,
    directory: Vec<u8>,
    entries: u16,
}

impl<'w> Zip<'w> {
    /// Begins an archive whose files have this date; without one, the first date of the format.
    pub(crate) fn new(to: &'w mut dyn Write, day: Option<Date>) -> Self {
        Self { to, day: dos_day(day), offset: 0, directory: Vec::new(), entries: 0 }
    }

    /// Adds a file.
    pub(crate) fn add(&mut self, name: &str, file: &Entry) -> Result<(), Error> {
        let too_large = || Error::Format {
            path: name.to_owned(), reason: "ZIP に入る大きさを超えています".to_owned()
        };
        let packed = u32::try_from(file.bytes.len()).map_err(|_| too_large())?;
        let size = u32::try_from(file.size).map_err(|_| too_large())?;
        let name_length = u16::try_from(name.len()).map_err(|_| too_large())?;

        let mut common = Vec::new();
        let method = if file.is_deflated { DEFLATED } else { AS_IT_IS };
        [VERSION, FLAGS, method, 0, self.day].iter().for_each(|n| common.extend(n.to_le_bytes()));
        [file.crc32, packed, size].iter().for_each(|n| common.extend(n.to_le_bytes()));
        [name_length, 0].iter().for_each(|n| common.extend(n.to_le_bytes()));

        self.to.write_all(b"PK\x03\x04")?;
        self.to.write_all(&common)?;
        self.to.write_all(name.as_bytes())?;
        self.to.write_all(&file.bytes)?;

        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(VERSION.to_le_bytes());
        self.directory.extend(common);
        self.directory.extend([0; 10]);
        self.directory.extend(self.offset.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.entries = self.entries.checked_add(1).ok_or_else(too_large)?;
        let length = 30 + u64::from(name_length) + u64::from(packed);
        self.offset = u32::try_from(u64::from(self.offset) + length).map_err(|_| too_large())?;
        Ok(())
    }

    /// Ends the archive with its directory.
    pub(crate) fn finish(self) -> Result<(), Error> {
        let length = u32::try_from(self.directory.len()).map_err(|fault| Error::Sink(fault.to_string()))?;
        self.to.write_all(&self.directory)?;
        self.to.write_all(b"PK\x05\x06\0\0\0\0")?;
        [self.entries, self.entries].iter().try_for_each(|n| self.to.write_all(&n.to_le_bytes()))?;
        [length, self.offset].iter().try_for_each(|n| self.to.write_all(&n.to_le_bytes()))?;
        Ok(self.to.write_all(&[0, 0])?)
    }
}

/// Compresses a text.
pub(crate) fn packed(text: &[u8]) -> Result<Entry, Error> {
    Entry::of(&|to| to.write_all(text).map_err(Error::from))
}

/// A date as the format encodes it, counted from 1980.
fn dos_day(day: Option<Date>) -> u16 {
    let (year, month, day) = day.map_or((1980, 1, 1), |date| (date.year, date.month, date.day.unwrap_or(1)));
    let part = |n: i16| u16::try_from(n).unwrap_or_default();
    part((year - 1980).clamp(0, 127)) << 9 | part(i16::from(month)) << 5 | part(i16::from(day))
}
