//! 持続可能な開発目標: the official Japanese short names and the identifiers of the United Nations.

/// The names of the goals, from 1 to 17.
pub const SDG_NAMES: [&str; 17] = [
    "貧困をなくそう",
    "飢餓をゼロに",
    "すべての人に健康と福祉を",
    "質の高い教育をみんなに",
    "ジェンダー平等を実現しよう",
    "安全な水とトイレを世界中に",
    "エネルギーをみんなに そしてクリーンに",
    "働きがいも経済成長も",
    "産業と技術革新の基盤をつくろう",
    "人や国の不平等をなくそう",
    "住み続けられるまちづくりを",
    "つくる責任 つかう責任",
    "気候変動に具体的な対策を",
    "海の豊かさを守ろう",
    "陸の豊かさも守ろう",
    "平和と公正をすべての人に",
    "パートナーシップで目標を達成しよう",
];

/// The Japanese name of a goal.
pub fn sdg_name(number: u8) -> Option<&'static str> {
    SDG_NAMES.get(usize::from(number).checked_sub(1)?).copied()
}

/// The identifier of a goal.
pub fn sdg_uri(number: u8) -> String {
    format!("http://metadata.un.org/sdg/{number}")
}
