//! What the reader of TOML says in English, in Chinese.

/// The beginnings of its messages; the first that fits is meant.
const SAID: &[(&str, &str)] = &[
    ("duplicate key", "同一个项目写了两次，只能写一次"),
    ("cannot extend value of type", "前面已给这个项目写了值，不能再往下写它的项目"),
    ("integer number overflowed", "数字太大，最多 28 位"),
    ("floating-point number overflowed", "数字太大，最多 28 位"),
    ("unclosed array table", "[[ 没有闭合，应写作 [[名称]]"),
    ("unclosed table", "[ 没有闭合，应写作 [名称]"),
    ("unclosed array", "列表的 [ 没有闭合，应在末尾写上 ]"),
    ("unclosed inline table", "{ 没有闭合，应在末尾写上 }"),
    ("key with no value", "只有项目名，没有等号和值，应写作 项目 = 值"),
    ("missing value", "等号右边没有写值"),
    ("extra `=`", "多了一个等号"),
    ("unexpected `=` in array", "列表里多了等号"),
    ("missing comma", "两个值之间缺少逗号 ,"),
    ("extra comma", "多了一个逗号"),
    ("missing key", "等号左边没有写项目名"),
    ("missing assignment", "项目和值之间缺少等号 ="),
    ("extra assignment", "多了一个等号"),
    ("missing inline table opening", "} 前面没有 {"),
    ("missing array opening", "] 前面没有 ["),
    ("missing table open", "] 前面没有 ["),
    ("invalid inline table element", "花括号里应写 项目 = 值，用逗号隔开"),
    ("invalid key-value pair", "应写作 项目 = 值"),
    ("unexpected key or value", "值的后面多出了内容，一行只能写一个项目"),
    ("unexpected content", "多出了不该有的内容"),
    ("string values must be quoted", "文字应放在半角引号里"),
    ("missing opening quote", "缺少前一个引号"),
    ("invalid unquoted key", "项目名只用英文字母、数字、- 和 _"),
    ("unquoted keys cannot be empty", "项目名是空的"),
    ("keys cannot be multi-line", "项目名不能分行"),
    ("missing escaped value", "引号里的反斜杠 \\ 后面写得不对，应写两个 \\\\"),
    ("too few unicode value digits", "引号里 \\u 后面的数字太少，反斜杠应写两个 \\\\"),
    ("invalid value", "引号里 \\u 后面的数字不是一个字，反斜杠应写两个 \\\\"),
    ("invalid literal string", "单引号里的文字没有闭合，或含有控制字符"),
    ("invalid multi-line literal string", "三个单引号里的文字没有闭合，或含有控制字符"),
    ("invalid basic string", "双引号里的文字没有闭合，或含有控制字符"),
    ("invalid multi-line basic string", "三个双引号里的文字没有闭合，或含有控制字符"),
    ("invalid string", "引号里的文字没有闭合"),
    ("invalid boolean", "应为 true 或 false，都是小写"),
    ("invalid date-time", "不是日期，也不是数字；文字应放在半角引号里"),
    ("invalid date", "不是日期，也不是数字；文字应放在半角引号里"),
    ("invalid time", "不是时间，也不是数字；文字应放在半角引号里"),
    ("invalid offset", "不是时间，也不是数字；文字应放在半角引号里"),
    ("invalid float", "不是数字，应如 8 或 0.5；文字应放在半角引号里"),
    ("invalid integer number", "不是数字，应如 8 或 0.5；文字应放在半角引号里"),
    ("invalid hexadecimal number", "不是普通数字，应如 8 或 0.5"),
    ("invalid octal number", "不是普通数字，应如 8 或 0.5"),
    ("invalid binary number", "不是普通数字，应如 8 或 0.5"),
    ("redundant integer number prefix", "不是普通数字，应如 8 或 0.5"),
    ("integers with a radix cannot be signed", "不是普通数字，应如 8 或 0.5"),
    ("radix must be lowercase", "不是普通数字，应如 8 或 0.5"),
    ("redundant numeric sign", "数字前面的符号多了一个"),
    ("unexpected sign", "数字前面的符号不对"),
    ("unexpected leading zero", "数字不能以 0 开头，如 05 应写 5"),
    ("`_` may only go between digits", "数字里的 _ 只能在两个数字之间，应删去"),
    ("carriage return must be followed by newline", "换行符不对，应为 LF 或 CRLF"),
    ("invalid comment character", "说明里含有控制字符，应删去"),
    ("missing comment start", "说明应以半角的 # 开头"),
    ("cannot recurse further", "括号一层套一层，层数太多"),
    ("recursion limit", "括号一层套一层，层数太多"),
];

/// A message in Chinese.
pub(super) fn chinese(message: &str) -> String {
    let message = message.lines().next().unwrap_or_default();
    let known = SAID.iter().filter(|(said, _)| message.starts_with(said)).max_by_key(|(said, _)| said.len());
    known.map_or_else(|| format!("这一行的写法不对（{message}）"), |(_, chinese)| (*chinese).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use toml_edit::Document;

    #[test]
    fn whatever_the_reader_says_is_said_in_chinese() {
        for text in [
            "a = 1\na = 2",
            "a = 1\n[a.b]",
            "a = 99999999999999999999",
            "[[a",
            "[a",
            "a = [1",
            "a = {b = 1",
            "a",
            "a =",
            "a == 1",
            "a = [b = 1]",
            "a = [1 2]",
            "a = [1,,2]",
            "= 1",
            "a = {b 1}",
            "a = {b = = 1}",
            "a = {,}",
            "a = {= 1}",
            "a = }",
            "a = ]",
            "]",
            "a = 1 2",
            "a = b",
            "a = b\"",
            "甲 = 1",
            "\"\"\"a\"\"\" = 1",
            "a = \"\\q\"",
            "a = \"\\u12\"",
            "a = \"\\ud800\"",
            "a = 'x",
            "a = '''x",
            "a = \"x",
            "a = \"\"\"x",
            "a = True",
            "a = 2024-13-45",
            "a = 25:00:00",
            "a = 2024-01-01T00:00:00+99:00",
            "a = 1.2.3",
            "a = 1x",
            "a = 0xg",
            "a = +0x1",
            "a = 0X1",
            "a = ++1",
            "a = 05",
            "a = 1__2",
            "a = 1\rb = 2",
            "# \u{1}",
            "＃",
            "a.b.. = 1",
            "[]",
        ] {
            let error = Document::parse(text).expect_err(text);
            let told = chinese(error.message());
            assert!(!told.contains('（'), "{text:?}: {} is not in the table", error.message());
        }
        assert!(
            Document::parse(&format!("a = {}", "[".repeat(200))).is_err_and(|e| !chinese(e.message()).contains('（'))
        );
        assert_eq!(chinese("something new"), "这一行的写法不对（something new）");
    }
}
