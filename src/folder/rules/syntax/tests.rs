//! Lines as offices type them, each with all that is said of the file.

use crate::folder::rules::parse;

const HEAD: &str = "schema = 1\n[[group]]\nid = \"lead\"\n[[component]]\nid = \"visit\"\nkind = \"marks\"\n";
const TAIL: &str = "[[component.criterion]]\nid = \"effect\"\nmax = 30\n";

/// What is said of a file as `line: place: sentence`.
fn told(text: &str) -> Vec<String> {
    let faults = parse(text).err().unwrap_or_default();
    faults.iter().map(|fault| format!("{}: {}: {}", fault.line, fault.place, fault.problem)).collect()
}

/// What is said of lines within a component, the first of them being line 7.
fn of_lines(lines: &str) -> Vec<String> {
    told(&format!("{HEAD}{lines}\n{TAIL}"))
}

/// Lines, each with the one fault that it is.
const LINES: &[(&str, &str)] = &[
    ("name = “现场观摩”", "7: toml: 用了全角引号 “ ”，应为半角引号 \""),
    ("name = ‘现场观摩’", "7: toml: 用了全角引号 ‘ ’，应为半角引号 \""),
    ("name = 「现场观摩」", "7: toml: 用了全角引号 「 」，应为半角引号 \""),
    ("name = ＂现场观摩＂", "7: toml: 用了全角引号 ＂ ＂，应为半角引号 \""),
    ("name = \"现场观摩”", "7: toml: 用了全角引号 ”，应为半角引号 \""),
    ("name = “现场观摩\" # 说明", "7: toml: 用了全角引号 “，应为半角引号 \""),
    ("name = “他说“好”的”", "7: toml: 用了全角引号 “ ”，应为半角引号 \""),
    ("name ＝ \"现场观摩\"", "7: toml: 写的是全角的 ＝，应为半角的 ="),
    ("name: \"现场观摩\"", "7: toml: 项目和值之间写的是“:”，应为半角等号 ="),
    ("name：\"现场观摩\"", "7: toml: 项目和值之间写的是“：”，应为半角等号 ="),
    ("name == \"现场观摩\"", "7: toml: 项目和值之间写的是“==”，应为半角等号 ="),
    ("name = \"现场观摩", "7: toml: 缺少后一个引号，应写作 \"现场观摩\""),
    ("name = \"现场观摩   # 说明", "7: toml: 缺少后一个引号，应写作 \"现场观摩\""),
    ("name = 现场观摩\"", "7: toml: 缺少前一个引号，应写作 \"现场观摩\""),
    ("name = 现场观摩", "7: toml: “现场观摩”没有引号，文字应写作 \"现场观摩\""),
    ("name = \"看\"现场\"的\"", "7: toml: 引号里面又有半角引号 \"，里面的应改为“”"),
    ("name = \"现场\n观摩\"", "7: toml: 引号里的文字分成了几行，到第 8 行为止，应写在同一行"),
    ("name = \"C:\\目录\"", "7: toml: 引号里的反斜杠 \\ 应写两个：\\\\"),
    ("name = \"\"\"现场\n观摩", "7: toml: \"\"\" 没有闭合，应在文字末尾再写一次 \"\"\""),
    ("weight = ０.５", "7: toml: 写的是全角的 ０.５，应为半角的 0.5"),
    ("weight = 0。5", "7: toml: 写的是全角的 0。5，应为半角的 0.5"),
    ("weight = 0．5", "7: toml: 写的是全角的 0．5，应为半角的 0.5"),
    ("ｗeight = 0.5", "7: toml: 写的是全角的 ｗeight，应为半角的 weight"),
    ("weight = 0.5,", "7: toml: 行末多了“,”，应删去"),
    ("weight = 0.5；", "7: toml: 行末多了“；”，应删去"),
    ("name = \"现场观摩\"，", "7: toml: 行末多了“，”，应删去"),
    ("name = \"现场观摩\"。", "7: toml: 行末多了“。”，应删去"),
    ("weight = 0.5 // 权重", "7: toml: 说明前面写的是“//”，应为半角的 #"),
    ("weight = 0.5 ＃ 权重", "7: toml: 说明前面写的是“＃”，应为半角的 #"),
    ("weight = 0.5 ; 权重", "7: toml: 说明前面写的是“;”，应为半角的 #"),
    ("// 权重", "7: toml: 说明前面写的是“//”，应为半角的 #"),
    ("; 权重", "7: toml: 说明前面写的是“;”，应为半角的 #"),
    ("＃ 权重", "7: toml: 说明前面写的是“＃”，应为半角的 #"),
    ("权重 = 0.5", "7: toml: 项目名应写英文，“权重”应写作 weight"),
    ("名称 = \"现场观摩\"", "7: toml: 项目名应写英文，“名称”应写作 name"),
    ("weight =\u{3000}0.5", "7: toml: 用了全角空格，应为半角空格"),
    ("\u{a0}weight = 0.5", "7: toml: 用了特殊的空格（U+00A0），应为普通空格"),
    ("\u{feff}weight = 0.5", "7: toml: 有一个看不见的字符（U+FEFF），应删去"),
    ("weight = 0.5\u{200b}", "7: toml: 有一个看不见的字符（U+200B），应删去"),
    ("weight 0.5", "7: toml: weight 后面缺少等号，应写作 weight = 值"),
    ("name \"现场观摩\"", "7: toml: name 后面缺少等号，应写作 name = 值"),
    ("weight =", "7: toml: weight 没有写值，应在等号右边写上；不需要就删去这一行"),
    ("weight", "7: toml: weight 没有写值，应在等号右边写上；不需要就删去这一行"),
    ("= 0.5", "7: toml: 等号左边没有写项目名"),
    ("现场观摩占一半", "7: toml: “现场观摩占一半”不是“项目 = 值”的写法；如果是说明，应在前面加 #"),
    ("以下为说明：一半", "7: toml: “以下为说明：一半”不是“项目 = 值”的写法；如果是说明，应在前面加 #"),
    ("name = \"现场观摩\"（一半）", "7: toml: 后面多出“（一半）”，应删去；如果是说明，应在前面加 #"),
    ("name = \"现场观摩\" weight = 0.5", "7: toml: 一行只能写一个项目，“weight = 0.5”应另起一行"),
    ("weight = 0.5 name = \"现场观摩\"", "7: toml: 一行只能写一个项目，“name = \"现场观摩\"”应另起一行"),
    ("weight = 0.5\nweight = 0.6", "8: toml: weight 重复，第 7 行已有，只能有一个"),
    ("groups = [“lead”]", "7: toml: 用了全角引号 “ ”，应为半角引号 \""),
    ("groups = [\"lead\"", "7: toml: [ 没有闭合，应在末尾写上 ]"),
    ("groups = [\n\"lead\"", "7: toml: [ 没有闭合，应在末尾写上 ]"),
    ("groups = [lead]", "7: toml: “lead”没有引号，文字应写作 \"lead\""),
    ("groups = [,\"lead\"]", "7: toml: 多了一个逗号，应删去"),
    ("groups = [\"lead]", "7: toml: 缺少后一个引号，应写作 \"lead\""),
    ("weight = 30分", "7: component.visit.weight: 写的是 30分，应为普通数字，如 8 或 0.5，最多 28 位；是否想写 30"),
    ("weight = 1,000", "7: component.visit.weight: 写的是 1,000，应为普通数字，如 8 或 0.5，最多 28 位；是否想写 1000"),
    (
        "weight = 50%",
        "7: component.visit.weight: 写的是 50%，应为普通数字，如 8 或 0.5，最多 28 位；是否想写 0.5 或 50",
    ),
    (
        "weight = \"0.5\"",
        "7: component.visit.weight: 写的是 \"0.5\"，应为普通数字，如 8 或 0.5，最多 28 位；是否想写 0.5",
    ),
    ("weight = .5", "7: component.visit.weight: 写的是 .5，应为普通数字，如 8 或 0.5，最多 28 位；是否想写 0.5"),
    ("weight = 一半", "7: component.visit.weight: 写的是 一半，应为普通数字，如 8 或 0.5，最多 28 位"),
    ("weight = 2024-01-01", "7: component.visit.weight: 写的是 2024-01-01，应为普通数字，如 8 或 0.5，最多 28 位"),
    ("weight = 2024-13-01", "7: component.visit.weight: 写的是 2024-13-01，应为普通数字，如 8 或 0.5，最多 28 位"),
    ("name = 3", "7: component.visit.name: 写的是 3，应为带引号的文字；是否想写 \"3\""),
    ("name = 30分", "7: toml: “30分”不是数字，也没有引号：数字不带单位、逗号和空格，文字应写作 \"30分\""),
    ("[component.aggregate", "7: toml: “[component.aggregate”的方括号不对，应写作 [component.aggregate]"),
    ("［component.aggregate］", "7: toml: 写的是全角的 ［］，应为半角的 []"),
    ("【component.aggregate】", "7: toml: 写的是全角的 【】，应为半角的 []"),
    ("[[component.aggregate]]", "7: toml: “[[component.aggregate]]”的方括号不对，应写作 [component.aggregate]"),
    ("[component．aggregate]", "7: toml: 写的是全角的 component．aggregate，应为半角的 component.aggregate"),
    ("name = 看现场。", "7: toml: “看现场。”没有引号，文字应写作 \"看现场。\""),
    ("weight = 0，5", "7: component.visit.weight: 写的是 0，5，应为普通数字，如 8 或 0.5，最多 28 位；是否想写 0.5"),
    ("[component.汇总]", "7: toml: 项目名应写英文，“汇总”应写作 aggregate"),
    ("[component.aggregate] 汇总", "7: toml: 后面多出“汇总”，应删去；如果是说明，应在前面加 #"),
    ("[component.aggregate]\n[component.aggregate]", "8: toml: [component.aggregate] 重复，第 7 行已有，只能有一个"),
    ("[component.aggregate]\nmethod = mean", "8: toml: “mean”没有引号，文字应写作 \"mean\""),
];

#[test]
fn each_slip_of_a_line_is_named_and_nothing_else() {
    for (line, sentence) in LINES {
        assert_eq!(of_lines(line), [*sentence], "{line}");
    }
}

#[test]
fn several_slips_of_a_line_are_all_named() {
    for (line, sentences) in [
        (
            "名称：“现场观摩”",
            &[
                "7: toml: 项目名应写英文，“名称”应写作 name",
                "7: toml: 项目和值之间写的是“：”，应为半角等号 =",
                "7: toml: 用了全角引号 “ ”，应为半角引号 \"",
            ][..],
        ),
        ("weight\u{3000}= 0.5", &["7: toml: 用了全角空格，应为半角空格"]),
        (
            "groups = “lead”",
            &[
                "7: toml: 用了全角引号 “ ”，应为半角引号 \"",
                "7: component.visit.groups: 写的是 \"lead\"，应为方括号里的列表；是否想写 [\"lead\"]",
            ],
        ),
        (
            "groups = ［“lead”，\"lead”］",
            &[
                "7: toml: 写的是全角的 ［，应为半角的 [",
                "7: toml: 用了全角引号 “ ”，应为半角引号 \"",
                "7: toml: 写的是全角的 ，，应为半角的 ,",
                "7: toml: 用了全角引号 ”，应为半角引号 \"",
                "7: toml: 写的是全角的 ］，应为半角的 ]",
                "7: component.visit.groups: “lead”重复，只能有一个",
            ],
        ),
        (
            "[component.aggregate.group.领导]",
            &["7: toml: “领导”应写作 \"领导\"", "7: component.visit.aggregate.group.领导: 没有“领导”，可用：lead"],
        ),
        (
            "[component.aggregate]\nweight = 0.5",
            &[
                "8: component.visit.aggregate.weight: 此处没有这个项目，可用：drop_highest、drop_lowest、empty_group、group、\
               method、min_cards、missing、over、recusal、scope、too_few；这个项目属于 [[component]]，应写在 \
               [component.aggregate] 以前",
            ],
        ),
        (
            "drop_highest = 1",
            &["7: component.visit.drop_highest: 此处没有这个项目，可用：aggregate、balance、by_place、comment、\
                 criterion、groups、id、kind、name、release、weight；这个项目属于 [component.aggregate] 或 \
                 [component.balance]，应写在那一行以下"],
        ),
        (
            "[[criterion]]\nid = \"effect\"",
            &[
                "7: criterion: 此处没有这个项目，可用：adjustments、award、band、class、component、group、limits、ranking、\
               rounding、schema、title、veto；应写作 [[component.criterion]]",
            ],
        ),
    ] {
        assert_eq!(of_lines(line), sentences, "{line}");
    }
}

#[test]
fn tables_and_the_file_as_a_whole_are_read_on_behind_a_slip() {
    let sound = format!("{HEAD}{TAIL}");
    assert!(told(&sound).is_empty());
    let single = sound.replace("[[", "[").replace("]]", "]");
    let headers = [
        "2: toml: “[group]”的方括号不对，应写作 [[group]]",
        "4: toml: “[component]”的方括号不对，应写作 [[component]]",
        "7: toml: “[component.criterion]”的方括号不对，应写作 [[component.criterion]]",
    ];
    assert_eq!(told(&single), headers);
    let twice = format!("{sound}[veto]\n[veto]\neffect = \"x\"\n");
    assert_eq!(told(&twice), ["11: toml: [veto] 重复，第 10 行已有，只能有一个"]);
    let orphan = sound.replace("[[component]]\nid = \"visit\"\nkind = \"marks\"\n", "");
    assert_eq!(
        told(&orphan),
        [
            "1: component: 必须填写",
            "4: toml: [[component.criterion]] 前面没有 [[component]]，应先写 [[component]] 和它的各个项目",
        ]
    );
    assert_eq!(
        told(&sound.replace('\n', "\r")),
        ["1: toml: 换行符是旧式的（只有 CR），应为 LF 或 CRLF，可另存为普通文本再试"]
    );
    let mixed = sound.replacen('\n', "\r\n", 3);
    assert!(told(&mixed).is_empty());
    assert_eq!(
        told(&mixed.replace("id = \"visit\"", "id = visit")),
        ["5: toml: “visit”没有引号，文字应写作 \"visit\""]
    );
    let repeated = format!("a.b = 1\na.b.c = 2\n{sound}");
    assert!(told(&repeated).iter().any(|said| said.starts_with("2: toml: 不是合法的 TOML：")), "{:?}", told(&repeated));
    let deep = format!("title = {}\n{sound}", "[".repeat(100_000));
    assert_eq!(told(&deep).first().map(String::as_str), Some("1: toml: 括号一层套一层，层数太多"));
}
