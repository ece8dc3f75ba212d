//! Files that people take for a workbook that can be read: each by its name, with what to do.

use std::io::Read;

use super::archive::Archive;
use super::fault::BookProblem;

fn other(what: &'static str, todo: &'static str) -> BookProblem {
    BookProblem::Foreign { what, todo }
}

const AS_XLSX: &str = "请打开后另存为“Excel 工作簿（.xlsx）”再上传";

/// A file that is no archive, by how it begins and what its name ends with; `None` where it is none of these.
pub(in crate::folder) fn by_beginning(bytes: &[u8], extension: &str) -> Option<BookProblem> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        // the name of the stream that an encrypted workbook lies in, two bytes a letter
        let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(stream.len()).any(|at| at == stream);
        return Some(match extension {
            _ if locked => BookProblem::LockedBook,
            "et" | "ett" => other("是 WPS 表格（.et）", AS_XLSX),
            "doc" | "wps" => other("是文字文档，不是表格", AS_XLSX),
            _ => other("是旧格式（.xls）的工作簿", AS_XLSX),
        });
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)])
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    let is_sheet = ["xls", "xlsx", "et", "ods", "fods", "xml", "html", "htm"].contains(&extension);
    if bytes.starts_with(b"%PDF") {
        return Some(other("是 PDF，不是表格", "请上传做成它的表格文件"));
    }
    if is_sheet && ["<html", "<!doctype html", "<table", "<meta"].iter().any(|tag| head.starts_with(tag)) {
        return Some(other("其实是网页，只是名字像工作簿", AS_XLSX));
    }
    if is_sheet && head.starts_with("<?xml") {
        return Some(other("是 XML 格式的表格", AS_XLSX));
    }
    match extension {
        "rar" | "7z" => Some(other("是 RAR 或 7z 压缩包", "请解开后直接上传里面的文件，或改用 ZIP 打包")),
        "uos" => Some(other("是 UOF 表格（.uos）", AS_XLSX)),
        "numbers" => Some(other("是 Numbers 表格", "请在 Numbers 里“导出为 Excel”再上传")),
        "xls" | "et" => Some(other("是旧格式（.xls、.et）的工作簿，或已损坏", AS_XLSX)),
        _ => None,
    }
}

/// The same for an archive, by what is in it.
pub(super) fn packed(archive: &mut Archive<'_>) -> Result<Option<BookProblem>, BookProblem> {
    let is_numbers = |name: &String| {
        let name = name.to_lowercase();
        name.rsplit('.').next() == Some("iwa") || name.rsplit('/').next() == Some("index.zip")
    };
    let numbers = archive.names().iter().any(is_numbers);
    if numbers {
        return Ok(Some(other("是 Numbers 表格", "请在 Numbers 里“导出为 Excel”再上传")));
    }
    Ok(match kind(archive)?.as_deref() {
        Some("spreadsheet" | "spreadsheet-template") | None => None,
        Some("text") => Some(other("是 ODF 文字文档，不是表格", "请上传表格文件（.xlsx 或 .ods）")),
        Some(_) => Some(other("是 ODF 文档，不是表格", "请上传表格文件（.xlsx 或 .ods）")),
    })
}

/// Whether it is an ODS file.
pub(super) fn is_opendoc(archive: &mut Archive<'_>) -> Result<bool, BookProblem> {
    // what says so may have been left out when somebody packed it by hand
    let said = kind(archive)?;
    Ok(said.is_some() || (archive.has("content.xml") && archive.has("META-INF/manifest.xml")))
}

/// The last word of the type that an ODF file names.
fn kind(archive: &mut Archive<'_>) -> Result<Option<String>, BookProblem> {
    let Some(part) = archive.part("mimetype")? else { return Ok(None) };
    let mut named = String::new();
    let read = part.take(200).read_to_string(&mut named);
    let of = named.trim().strip_prefix("application/vnd.oasis.opendocument.").map(str::to_owned);
    Ok(of.filter(|_| read.is_ok()))
}

/// The same for a package of Office, by the type of its main part.
pub(super) fn of_type(content_type: &str, main: &str) -> Option<BookProblem> {
    if content_type.contains("ms-excel.sheet.binary") || main.rsplit('.').next() == Some("bin") {
        return Some(other("是二进制工作簿（.xlsb）", AS_XLSX));
    }
    if content_type.contains("wordprocessingml") || main.starts_with("word/") {
        return Some(other("是 Word 文档，不是表格", "请把表格放进 Excel 或 WPS 表格，存为 .xlsx 再上传"));
    }
    let slides = content_type.contains("presentationml") || main.starts_with("ppt/");
    slides.then(|| other("是演示文稿，不是表格", "请上传表格文件（.xlsx 或 .ods）"))
}
