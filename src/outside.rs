//! What the operating system says, in Japanese.

use std::io::{Error, ErrorKind};

/// Says why the outside failed; what has no words here is passed on.
pub fn reason(error: &Error) -> String {
    // Sharing and lock violations, as with a workbook that is open: only there have the numbers this meaning.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
        return "ほかの道具(Excel など)が開いています。閉じてからやり直してください".to_owned();
    }
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "空き容量が足りません".to_owned(),
        ErrorKind::FileTooLarge => "ファイルの大きさが、この場所の上限を超えます".to_owned(),
        ErrorKind::PermissionDenied => "権限がありません".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "読み取り専用の場所です".to_owned(),
        ErrorKind::NotFound => "見つかりません".to_owned(),
        ErrorKind::InvalidFilename => "名前が長すぎるか、使えない文字があります".to_owned(),
        ErrorKind::NotADirectory => "途中にフォルダーでないものがあります".to_owned(),
        ErrorKind::AddrInUse | ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            "ほかの道具が使っています".to_owned()
        }
        _ => error.to_string(),
    }
}
