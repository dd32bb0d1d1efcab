use sql2rev::dialect::postgres::Postgres;
use sql2rev::repair::{Options, Repair};
use sql2rev::{TextOptions, read_texts};

use super::cases::{Undefined, framed, languages, misread, read, repaired, source};

/// Text in which something looks like mojibake and is not, or is meant to be.
const TRAPS: &[&str] = &[
    "-- TAMAM, BİTTİ… ÇÜNKÜ “EVET” DEDİ\n",
    "-- CONCLUSÃO… NÃO ÀS 10 HORAS\n",
    "-- PAS CHER, C’EST MARQUÉ… ET DÉJÀ »\n",
    "-- la radio È» oppure “È”\n",
    "-- SÃO PAULO\u{a0}– INFORMAÇÃO\u{a0}: PREÇO\u{a0}R$\n",
    "-- MAÇÃ—PERA, MAÇÃ– UVA\n",
    "-- 25 °C ± 2 µm × 3 ½ €\n",
    "-- Ärzte „Ä“ und „Ü“, Größe ≥ 10 Å\n",
    "-- Ünlü ®, Äpfel™, NESTLÉ®\n",
    "-- ─────┬─────┐ ╔══╗ │ tablo │ └─ dosya ├── src\n",
    "-- →  ← ✓ ✗ ⚠️ 🚀 ❌ 1️⃣\n",
    "-- Ελληνικά «Ο» και 'Ά' ΣΑΞ» ΤΟ… ΠΟΣΟ·\n",
    "-- ВІКІ, «Р» и «С», ПАР» ТЕСТ… рабрад тАм рдап\n",
    "-- naïve façade, Zoë Brontë…” señor\n",
    "-- Ã by itself, Â alone, and â too\n",
    "-- 'Ã©' is what 'é' became in the dump of latin1\n",
    "-- wrong: mÃ¼ÅŸteri, right: müşteri\n",
    "-- mojibake such as Ã¼ or â€™ stays in this comment about UTF-8\n",
    "-- ¿Qué? ¡Sí! º ª · l’été d’Ö\n",
    "-- TRANSFORMATORIŲ™ NICIODATĂ™ AHÅ™\n",
    "-- Ōtsu Ō¬o Āø Ūū ┼ a ┤ b\n",
    "-- שלום «א» וגם ״ב״\n",
    "-- مرحبا «أ» و؟ ،\n",
    "-- SELKÄ\u{a0}EDELLÄ\u{a0}MAAHAN\n",
    "-- x² + y³ ≠ √2, ∑ ∞ ∆° π\n",
    "UPDATE t SET name = replace(name, 'Ã¼', 'ü') WHERE name LIKE '%Ã¼%';\n",
    "UPDATE t SET name = 'müşteri' WHERE name = 'mÃ¼ÅŸteri';\n",
    "SELECT convert_from(convert_to('Ã¶rnek', 'LATIN1'), 'UTF8');\n",
    "INSERT INTO t VALUES ('Ã¼zÃ¼m', 'â€œx”');\n",
    "COPY t FROM stdin;\n1\tmÃ¼ÅŸteri\n\\.\n",
    "SELECT U&'\\00c3\\00bc', E'\\xc3\\xbc';\r\n",
];

#[test]
fn clean_text_is_not_changed() {
    let mut texts: Vec<String> = TRAPS.iter().map(|&trap| trap.to_owned()).collect();
    for (turn, (_, sentences)) in languages().iter().enumerate() {
        for (at, sentence) in sentences.iter().enumerate() {
            texts.push(framed(sentence, turn + at));
            texts.push(framed(&sentence.to_uppercase(), turn + at).replace('\n', "\r\n"));
        }
    }
    let changed: Vec<&String> = texts.iter().filter(|text| repaired(text).0 != **text).collect();
    println!("clean: {} texts, {} changed", texts.len(), changed.len());
    assert!(texts.len() >= 300 && changed.is_empty(), "{changed:?}");
}

#[test]
fn literals_are_changed_only_when_asked() {
    let text = "INSERT INTO t VALUES ('Ã¼zÃ¼m ÅŸarabÄ±'); -- Ã¼zÃ¼m ÅŸarabÄ±\n";
    let (read_as, findings) = repaired(text);
    assert_eq!(read_as, "INSERT INTO t VALUES ('Ã¼zÃ¼m ÅŸarabÄ±'); -- üzüm şarabı\n");
    assert!(findings.iter().any(|finding| finding.code == "mojibake-left" && finding.message.contains("üzüm şarabı")));
    let all = read("a.sql", text.as_bytes(), Repair::All).0.unwrap();
    assert_eq!(&*all.content, "INSERT INTO t VALUES ('üzüm şarabı'); -- üzüm şarabı\n");
    let none = read("a.sql", text.as_bytes(), Repair::None).0.unwrap();
    assert_eq!(&*none.content, text);
}

#[test]
fn names_are_renamed_in_all_files_or_in_none() {
    let files = [
        source("1.sql", "CREATE TABLE mÃ¼ÅŸteri (\"doÄŸum gÃ¼nÃ¼\" date);\n".as_bytes()),
        source("2.sql", "ALTER TABLE mÃ¼ÅŸteri ADD COLUMN a int; SELECT \"doÄŸum gÃ¼nÃ¼\" FROM mÃ¼ÅŸteri;\n".as_bytes()),
    ];
    let read = |files: &[_], rename| {
        let repair = Options { repair: Repair::Comments, rename };
        let texts = read_texts(files, &TextOptions { repair, ..TextOptions::default() }, &Postgres);
        texts.into_iter().map(|(text, _)| text.unwrap().content.to_string()).collect::<Vec<_>>()
    };
    assert!(read(&files, false)[0].contains("mÃ¼ÅŸteri"));
    let renamed = read(&files, true);
    assert_eq!(renamed[0], "CREATE TABLE müşteri (\"doğum günü\" date);\n");
    assert_eq!(renamed[1], "ALTER TABLE müşteri ADD COLUMN a int; SELECT \"doğum günü\" FROM müşteri;\n");
    let clash = [files[0].clone(), source("3.sql", "CREATE TABLE müşteri (a int);\n".as_bytes())];
    assert!(read(&clash, true)[0].starts_with("CREATE TABLE mÃ¼ÅŸteri (\"doğum günü\""));
}

#[test]
fn prose_is_repaired_as_a_whole() {
    let right = "# Göç rehberi\n\nBu bölüm şemayı anlatır; it's “important”.\n";
    let damaged = misread(right, "windows-1254", Undefined::Control);
    let read = |path| read(path, damaged.as_bytes(), Repair::Comments).0.unwrap().content.to_string();
    assert_eq!(read("notes.md"), right);
    assert_ne!(read("notes.sql"), right);
}

#[test]
fn the_page_that_explains_every_line_is_named() {
    let mut right: String = (0..20).map(|turn| framed("größere Straßen, schönere Häuser überall", turn)).collect();
    // Only windows-1254 has `ğ`, the first byte of the rocket.
    right.push_str("-- 🚀 los geht’s\n");
    let read = read("a.sql", misread(&right, "windows-1254", Undefined::Control).as_bytes(), Repair::Comments).0.unwrap();
    assert_eq!(&*read.content, right);
    assert!(read.ledger.edits().iter().all(|edit| edit.chain == ["windows-1254"]));
}

#[test]
fn capitals_in_clean_lines_have_lost_nothing() {
    let clean = "-- копейках, остаются датой РЕЗЕРВНУЮ округления\n/* КОПИЮ БАЗЫ, Представление, отрицательным */\n-- СРОК И РОСТ Ночная\n";
    let mut text = String::new();
    for number in 0..40 {
        text.push_str(clean);
        if number % 10 == 0 {
            text.push_str(&misread("-- клиенты и заказы, остатки на складе\n", "windows-1251", Undefined::Control));
        }
    }
    let (read, findings) = repaired(&text);
    assert_eq!(read.matches("клиенты и заказы").count(), 4);
    let lost = findings.iter().filter(|finding| finding.code == "text-lost").count();
    assert_eq!(lost, 0, "{findings:?}");
}
