"""Press statements of several shapes and scripts, and what they are read into."""

import datetime as dt
from pathlib import Path

import pytest

from unisono.base.said import Said
from unisono.packs.press_statement import (
    Claim,
    Contact,
    Paragraph,
    StatementFault,
    Unplaced,
    decoded,
    read_statement,
    read_statement_file,
)

STATEMENTS = Path(__file__).parent / "statements"
FURNITURE = "the website's own, not the statement's"


def read(name, language=None):
    return read_statement_file(STATEMENTS / name, language)


def texts(paragraphs):
    return [paragraph.text for paragraph in paragraphs]


def test_reads_a_plain_english_statement_whole():
    statement = read("en-plain.txt")
    assert statement.language == "en"
    assert statement.title == "Every Garden Open: a coalition calls for public gardens in every town"
    assert (statement.number, statement.date, statement.place) == ("4/2031", dt.date(2031, 5, 3), "")
    assert texts(statement.lead) == [
        "More than 200 organisations in 33 countries today open a campaign for public gardens. "
        "It speaks thirteen languages."
    ]
    assert statement.aims == (
        ("a1", "That every town keeps a garden open to all."),
        ("a2", "That children learn what grows near them."),
        ("a3", "That the 1.5 million volunteers are thanked."),
    )
    assert statement.affirmations == (
        ("b1", "A garden belongs to those who walk in it."),
        ("b2", "Water is shared fairly."),
    )
    assert texts(statement.closing) == ["We greet all who plant trees this spring."]
    assert statement.signatories == ("Network of Open Gardens", "Union of Town Planters")
    assert statement.contacts == (Contact("desk", "Ana Brook", "ana@gardens.example", "+44 20 7946 0000"),)
    assert statement.claims == (
        Claim("organisations", "More than 200 organisations"),
        Claim("countries", "33 countries"),
        Claim("languages", "thirteen languages"),
    )
    assert [(line.text, line.line) for line in statement.unplaced] == [("The campaign began as a walk in 2019.", 29)]
    assert statement.notes == ("The language was not given; it reads as “en”. Give --language if that is wrong.",)


def test_reads_markdown_with_headings_marks_and_a_nested_list():
    statement = read("en-markdown.md")
    assert statement.markdown
    assert (statement.title, statement.place, statement.date) == (
        "Quiet Hours for Libraries",
        "BERLIN",
        dt.date(2031, 3, 21),
    )
    assert statement.lead == (
        Paragraph("The [Library Friends](https://library.example/about) and 12 associations ask for **quiet hours**."),
        Paragraph("Why now", "heading"),
        Paragraph("Reading rooms are *louder* than ever."),
    )
    assert [text for _, text in statement.aims] == [
        "Two quiet hours a day.",
        "A quiet room in every library: - with lamps, - with water.",
    ]
    assert [text for _, text in statement.affirmations] == ["Silence is free.", "Nobody is sent away."]
    assert statement.closing == (
        Paragraph("A library is a town's living room.", "quote"),
        Paragraph("Thank you for reading."),
    )
    assert statement.signatories == ("the Library Friends",)
    assert [line.text for line in statement.unplaced] == [
        "About the Library Friends",
        "The Library Friends were founded in 1999.",
    ]
    assert any("one paragraph, its words unchanged" in note for note in statement.notes)


def test_reads_a_hard_wrapped_statement_out_of_its_furniture():
    statement = read("en-furniture.txt")
    assert statement.title == "Bridges for Walkers: an appeal to the cities on both banks of the river"
    assert statement.date == dt.date(2020, 6, 7)
    assert statement.byline == ""
    assert [text for _, text in statement.aims] == [
        "to count every bridge that has no path for walkers;",
        "to show that a well-built path costs little, and that a self-governing council can pay for it;",
        "to open one bridge in each city.",
    ]
    assert [text for _, text in statement.affirmations] == [
        "Rivers do not divide people.",
        "Nobody should have to wait for a bus to cross a river.",
        "In the year 2. of the plan, work begins.",
    ]
    assert texts(statement.closing) == [
        "Between the lists nothing else is said.",
        "The Assembly thanks everybody who walks.",
    ]
    assert statement.signatories == ("The Walkers' Assembly",)
    assert statement.claims == (
        Claim("organisations", "over 40 groups"),
        Claim("countries", "nine countries"),
        Claim("languages", "four languages"),
    )
    assert [line.text for line in statement.unplaced if line.why == FURNITURE] == [
        "Home > News > Latest News",
        "Latest News",
        "Written by admin",
        "Hits: 1203",
        "Share this",
        "Tags: bridges, walking",
        "© 2020 Example Coalition. All rights reserved",
    ]
    assert statement.unplaced[0] == Unplaced("Example Coalition", "stood before the title", 1)


def test_reads_aims_that_stand_inside_a_paragraph():
    statement = read("en-inline.txt")
    assert statement.place == "LEEDS"
    assert [text for _, text in statement.aims] == [
        "to keep ten lines open;",
        "to light every stop; and",
        "to pay drivers fairly.",
    ]
    assert statement.affirmations == ()
    assert texts(statement.lead) == ["The Night Riders want buses after midnight. Our aims are"]
    assert any(note.startswith("No date was found") for note in statement.notes)
    assert any(note.startswith("No signature was found") for note in statement.notes)


@pytest.mark.parametrize(
    ("name", "language", "title", "date", "place", "aims", "affirmations", "signatory", "claims"),
    [
        (
            "fr.txt",
            "fr",
            "Une fontaine dans chaque quartier",
            dt.date(2031, 3, 22),
            "Lyon",
            ["Ouvrir mille fontaines ;", "Entretenir celles qui existent ;", "Planter un arbre auprès de chacune."],
            ["L’eau est à tous.", "« Boire n’est pas un luxe. »"],
            "la Ligue des Fontaines",
            ["Plus de 150 associations", "12 pays", "sept langues"],
        ),
        (
            "es.txt",
            "es",
            "Sombras para las plazas",
            dt.date(2031, 6, 1),
            "",
            ["Plantar árboles en cada plaza.", "Abrir fuentes.", "Cuidar los bancos."],
            ["Que ninguna plaza pierda su sombra.", "Que se consulte a los vecinos."],
            "la Red de Plazas Vivas",
            ["más de 80 organizaciones", "9 países", "5 idiomas"],
        ),
        (
            "pt.md",
            "pt",
            "Ciclovias para todas as escolas",
            dt.date(2031, 5, 5),
            "Porto",
            ["Uma ciclovia até cada escola.", "Oficinas abertas a todos."],
            ["Ruas seguras.", "Respeito por quem pedala."],
            "Rede Pedalar",
            ["mais de 60 organizações", "8 países", "6 línguas"],
        ),
        (
            "id.txt",
            "id",
            "Taman Bermain untuk Setiap Kampung",
            dt.date(2031, 6, 7),
            "Bandung",
            ["Setiap kampung memiliki taman.", "Anak-anak bermain dengan aman."],
            ["Taman adalah milik bersama.", "Air bersih untuk semua."],
            "Jaringan Taman Kota",
            ["lebih dari 200 organisasi", "33 negara", "13 bahasa"],
        ),
        (
            "sw.txt",
            "sw",
            "Kivuli Katika Kila Soko",
            dt.date(2031, 6, 7),
            "Nairobi",
            ["Miti katika kila soko.", "Maji safi kwa wote."],
            ["Soko ni la wote.", "Kivuli ni afya."],
            "Mtandao wa Masoko",
            ["mashirika zaidi ya 200", "nchi 33", "lugha 13"],
        ),
        (
            "tr.txt",
            "tr",
            "Her Mahalleye Bir Kütüphane",
            dt.date(2031, 6, 7),
            "Ankara",
            ["Her mahallede bir kütüphane açılsın.", "Her çocuk okuyabilsin."],
            ["Kitap herkesindir.", "Bilgi paylaştıkça çoğalır."],
            "Kitap Dostları Birliği",
            ["200'den fazla kuruluşun", "33 ülkede", "13 dilde"],
        ),
        (
            "ar.txt",
            "ar",
            "مدينة تقرأ: حملة من أجل مكتبات الأحياء",
            dt.date(2031, 6, 7),
            "",
            ["فتح مكتبة في كل حي.", "تدريب أمناء المكتبات.", "إتاحة الكتب للجميع."],
            ["القراءة حق.", "المكتبة بيت للجميع."],
            "شبكة المكتبات",
            ["أكثر من ٢٠٠ منظمة", "٣٣ دولة", "١٣ لغة"],
        ),
        (
            "ur.txt",
            "ur",
            "ہر بچے کے لیے کتاب",
            dt.date(2031, 5, 5),
            "لاہور",
            ["ہر محلے میں کتب خانہ ہو۔", "ہر بچہ پڑھ سکے۔"],
            ["کتاب سب کی ہے۔", "علم بانٹنے سے بڑھتا ہے۔"],
            "کتاب دوست اتحاد",
            ["200 سے زائد تنظیمیں", "33 ممالک", "13 زبانوں"],
        ),
        (
            "hi.txt",
            "hi",
            "हर गाँव में पुस्तकालय",
            dt.date(2031, 6, 7),
            "दिल्ली",
            ["हर गाँव में पुस्तकालय खुले।", "हर बच्चा पढ़ सके।", "किताबें सबको मिलें।"],
            ["पढ़ना सबका अधिकार है।", "ज्ञान बाँटने से बढ़ता है।"],
            "पुस्तक मित्र मंच",
            ["200 से अधिक संगठन", "33 देशों", "13 भाषाओं"],
        ),
        (
            "bn.txt",
            "bn",
            "নদীর ধারে হাঁটার পথ",
            dt.date(2031, 6, 7),
            "ঢাকা",
            ["প্রতিটি শহরে হাঁটার পথ।", "পরিষ্কার নদী।"],
            ["নদী সবার।", "জল পরিষ্কার রাখতে হবে।"],
            "নদী বন্ধু জোটের",
            ["২০০টিরও বেশি সংগঠন", "৩৩টি দেশ"],
        ),
        (
            "zh-hans.txt",
            "zh-hans",
            "让每座城市都有绿道",
            dt.date(2031, 6, 7),
            "杭州",
            ["每座城市开放一条绿道；", "让孩子认识身边的树木；", "感谢所有志愿者。"],
            ["绿地属于所有人。", "水应公平分享。"],
            "绿道联盟",
            ["33个国家", "200多个组织", "13种语言"],
        ),
        (
            "he.txt",
            "he",
            "ספסל בכל רחוב",
            dt.date(2031, 6, 7),
            "חיפה",
            ["ספסל אחד בכל רחוב.", "צל מעל כל ספסל."],
            ["הרחוב שייך לכולם.", "המנוחה היא זכות."],
            "ברית הספסלים",
            ["יותר מ-200 ארגונים", "33 מדינות", "13 שפות"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith((".txt", ".md")) else "",
)
def test_reads_statements_in_twelve_languages(
    name, language, title, date, place, aims, affirmations, signatory, claims
):
    for given in (None, language):
        statement = read(name, given)
        assert statement.language == language
        assert (statement.title, statement.date, statement.place) == (title, date, place)
        assert [text for _, text in statement.aims] == aims
        assert [text for _, text in statement.affirmations] == affirmations
        assert statement.signatories == (signatory,)
        assert [claim.said for claim in statement.claims] == claims
        assert len(statement.lead) == 1
        assert len(statement.closing) == 1


def test_reads_the_shape_of_a_real_campaign_without_empty_lines():
    statement = read_statement(UNSPACED)
    assert statement.date == dt.date(2020, 6, 7)
    assert len(statement.aims) == 3
    assert len(statement.affirmations) == 6
    assert texts(statement.closing) == [
        "We greet Ms Ada Example and Mr Ben Sample, who began this work.",
        "In closing, we thank all participants, individuals and organisations, for their part.",
    ]
    assert statement.signatories == ("Example Network",)
    assert [line.text for line in statement.unplaced] == [
        "Latest News",
        "Written by admin",
        "On this occasion the campaign affirms the following:",
        "Infographics to download and share",
    ]


UNSPACED = """Latest News
A day for every language: the campaign opens
Press statement | 07 June 2020
Written by admin
On the anniversary of the day, the Example Network, with more than 200 organisations in more than 33 countries, opens \
today a campaign in 13 languages, in which radio and television stations take part, and which has the following aims:
1. To raise awareness of the day on every network.
2. To document what happens to languages and to publish it.
3. To support those who teach, financially and morally.
On this occasion the campaign affirms the following:
1. That language is a right of every person.
2. That school in the mother tongue is possible everywhere.
3. That signed languages are languages.
4. That silence is no answer.
5. That archives must be open.
6. That we will go on.
We greet Ms Ada Example and Mr Ben Sample, who began this work.
In closing, we thank all participants, individuals and organisations, for their part.
Example Network
07 June 2020
Infographics to download and share
"""


@pytest.mark.parametrize(
    ("line", "code", "date", "place"),
    [
        ("PARIS, 7 June 2031", "en", dt.date(2031, 6, 7), "PARIS"),
        ("Press release | June 7th, 2031 | Rome", "en", dt.date(2031, 6, 7), "Rome"),
        ("Monday, 7 April 2031", "en", dt.date(2031, 4, 7), ""),
        ("2031-06-07", "en", dt.date(2031, 6, 7), ""),
        ("Published on: 25/06/2031", "en", dt.date(2031, 6, 25), ""),
        ("06/25/2031", "en", dt.date(2031, 6, 25), ""),
        ("Dakar, le 1er février 2031", "fr", dt.date(2031, 2, 1), "Dakar"),
        ("Lima, 3 de mayo del 2031", "es", dt.date(2031, 5, 3), "Lima"),
        ("بيروت، ٧ حزيران ٢٠٣١", "ar", dt.date(2031, 6, 7), "بيروت"),
        ("الجزائر، 7 جوان 2031م", "ar", dt.date(2031, 6, 7), "الجزائر"),
        ("二〇三一年十二月二十一日", "zh-hans", dt.date(2031, 12, 21), ""),
        ("Köln, 7. März 2031", "de", dt.date(2031, 3, 7), "Köln"),
    ],
)
def test_reads_datelines(line, code, date, place):
    statement = read_statement(f"{line}\n\nA title stands here\n\nAnd then a sentence.", code)
    assert (statement.date, statement.place, statement.title) == (date, place, "A title stands here")
    assert statement.notes == tuple(note for note in statement.notes if "day first" not in note)


@pytest.mark.parametrize("line", ["31 February 2031", "7 June", "June 2031", "7 June 1031", "13/13/2031"])
def test_takes_nothing_for_a_date_that_is_none(line):
    assert read_statement(f"A title\n\n{line}\n\nA sentence.", "en").date is None


def test_says_when_day_and_month_could_be_the_other_way_round():
    statement = read_statement("A title\n\n07/06/2031\n\nA sentence.", "en")
    assert statement.date == dt.date(2031, 6, 7)
    assert any("read with the day first (2031-06-07)" in note for note in statement.notes)


def test_names_a_date_that_stands_in_the_text():
    statement = read_statement("A title\n\nWe open on 21 February 2031 everywhere.", "en")
    assert statement.date is None
    assert any("“\u206821 February 2031\u2069” stands in the text" in note for note in statement.notes)


def test_keeps_an_embargo_apart_and_says_where_it_belongs():
    statement = read_statement("EMBARGOED UNTIL 7 June 2031, 00:01\n\nA title\n\nA sentence.", "en")
    assert statement.date is None
    assert [line.text for line in statement.unplaced] == ["EMBARGOED UNTIL 7 June 2031, 00:01"]
    assert any("[[moments]]" in note for note in statement.notes)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1.", "2."), ("1)", "2)"), ("(1)", "(2)"), ("١.", "٢."), ("۱.", "۲."), ("१.", "२."), ("১.", "২."),
        ("一、", "二、"), ("第一，", "第二，"), ("a)", "b)"), ("I.", "II."), ("أ)", "ب)"), ("א.", "ב."), ("क)", "ख)"),
        ("-", "-"), ("*", "*"), ("•", "•"), ("–", "–"), ("·", "·"),
    ],
)  # fmt: skip
def test_reads_lists_with_any_marker(first, second):
    text = f"A title\n\nThis is the lead.\n\nAims:\n\n{first} Walk more.\n{second} Talk more.\n\nThanks to all."
    statement = read_statement(text, "en")
    assert statement.aims == (("a1", "Walk more."), ("a2", "Talk more."))
    assert texts(statement.closing) == ["Thanks to all."]


def test_keeps_ordinal_words_in_the_items_they_belong_to():
    text = "عنوان الحملة\n\nنطلق اليوم حملة.\n\nأهدافنا:\nأولاً: أن نقرأ.\nثانياً: أن نكتب.\nشكرا للجميع."
    assert read_statement(text, "ar").aims == (("a1", "أولاً: أن نقرأ."), ("a2", "ثانياً: أن نكتب."))


def test_takes_no_initial_and_no_decimal_for_a_marker():
    text = "A title\n\nThe letter was signed by\nA. Miller and\n1.5 million others.\n\n- One.\n- Two."
    statement = read_statement(text, "en")
    assert [text for _, text in statement.aims] == ["One.", "Two."]


def test_joins_an_explanation_to_its_item():
    text = "T\n\nLead it is.\n\n1. Walk.\n\nWalking is good.\n\n2. Talk.\n\nTalking is good.\n\nThe end has come."
    statement = read_statement(text, "en")
    assert [text for _, text in statement.aims] == ["Walk. Walking is good.", "Talk."]
    assert any("one paragraph, its words unchanged" in note for note in statement.notes)


def test_tells_lists_apart_that_count_on_across_a_heading():
    text = "T here\n\nLead.\n\nAIMS\nI. Water.\nII. Wells.\n\nWE CALL ON\nIII. All cities.\nIV. All states.\n"
    statement = read_statement(text, "en")
    assert [text for _, text in statement.aims] == ["Water.", "Wells."]
    assert [text for _, text in statement.affirmations] == ["All cities.", "All states."]


def test_takes_the_only_list_for_aims_and_says_so():
    statement = read_statement("T here\n\nLead.\n\nWe affirm:\n\n1. One.\n2. Two.", "en")
    assert [text for _, text in statement.aims] == ["One.", "Two."]
    assert any(note.startswith("The only list was introduced by “\u2068We affirm:\u2069”") for note in statement.notes)


def test_takes_paragraphs_under_a_heading_for_items():
    text = "# T\n\nLead.\n\n## Aims\n\n### Walk\n\nWe walk.\n\n### Talk\n\nWe talk."
    text += "\n\n## We affirm\n\nThat one.\n\nThat two."
    statement = read_statement(text, "en")
    assert [text for _, text in statement.aims] == ["**Walk** We walk.", "**Talk** We talk."]
    assert [text for _, text in statement.affirmations] == ["That one.", "That two."]


def test_guesses_the_order_of_lists_that_nothing_names():
    statement = read_statement("T here\n\nLead.\n\n- One.\n- Two.\n\nBetween.\n\n1. Three.\n2. Four.\n\nx) y", "en")
    assert [text for _, text in statement.aims] == ["One.", "Two."]
    assert [text for _, text in statement.affirmations] == ["Three.", "Four."]
    assert Unplaced("Between.", "stood between two lists", 8) in statement.unplaced
    assert any(note.startswith("Nothing said which list") for note in statement.notes)


def test_keeps_a_third_list_unplaced():
    text = "T here\n\nLead.\n\nAims:\n- One.\n- Two.\n\nWe affirm:\n- Three.\n- Four.\n\nProgramme:\n- Five.\n- Six."
    statement = read_statement(text, "en")
    assert [line.text for line in statement.unplaced] == ["Programme:", "Five.", "Six."]


def test_reads_signatories_from_a_list():
    text = "T here\n\nLead.\n\n- One.\n- Two.\n\nSignatories:\n- Alpha Union\n- Beta Society"
    assert read_statement(text, "en").signatories == ("Alpha Union", "Beta Society")


def test_keeps_contacts_that_are_not_certain():
    text = "T here\n\nLead.\n\n- One.\n- Two.\n\nContact: write to us or call\n+44 20 7946 0000 or +44 20 7946 0001\n"
    statement = read_statement(text, "en")
    assert statement.contacts == ()
    assert {line.why for line in statement.unplaced} == {"a contact: it belongs in press.toml"}
    assert any("press.toml" in note for note in statement.notes)


def test_reads_several_contacts_with_their_roles():
    text = (
        "T here\n\nLead.\n\n- One.\n- Two.\n\nPress contacts\n"
        "Ana Brook, press officer, ana@x.example\nBen Hill (spokesman) ben@x.example Tel.: +44 20 7946 0000\n"
    )
    assert read_statement(text, "en").contacts == (
        Contact("desk", "Ana Brook", "ana@x.example", role="press officer"),
        Contact("desk-2", "Ben Hill", "ben@x.example", "+44 20 7946 0000", "spokesman"),
    )


def test_reads_windows_line_ends_byte_order_mark_and_no_break_spaces():
    text = "\ufeffA\u00a0title\r\n\r\n7\u00a0June\u00a02031\r\n\r\nA\u00a0sentence.\r\n\r\n"
    text += "1.\u00a0One.\r\n2.\u00a0Two.\r\n"
    statement = read_statement(text, "en")
    assert (statement.title, statement.date) == ("A\u00a0title", dt.date(2031, 6, 7))
    assert texts(statement.lead) == ["A\u00a0sentence."]
    assert [text for _, text in statement.aims] == ["One.", "Two."]


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (b"ok\nna\xefve", "x.txt, byte 5 (line 2)", "byte 0xef is not UTF-8"),
        (b"\xff\xfeA\x00", "x.txt, byte 0", "is UTF-16, not UTF-8"),
    ],
)
def test_refuses_other_encodings_with_the_place(content, where, what):
    with pytest.raises(StatementFault) as caught:
        decoded(content, "x.txt")
    fault = caught.value
    assert (fault.where, fault.what) == (where, what)
    assert "UTF-8" in fault.mend
    assert str(fault) == f"{where}: {what}. {fault.mend}"
    assert {type(fault.where), type(fault.what), type(fault.mend)} == {Said}


def test_says_what_could_not_be_found_in_an_empty_text():
    statement = read_statement("")
    assert (statement.title, statement.date, statement.aims, statement.lead) == ("", None, (), ())
    assert len(statement.notes) == 6
    assert {type(note) for note in statement.notes} == {Said}


def test_says_that_it_knows_no_words_of_a_language():
    statement = read_statement("Titel\n\nEin Satz.", "de")
    assert any("no table of statement words for “de”" in note for note in statement.notes)
    assert not any("no table" in note for note in read_statement("x", "pt-br").notes)


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("Two hundred and fifty local organizations joined.", ["Two hundred and fifty local organizations"]),
        ("It unites dozens of groups in 1,200 languages.", ["dozens of groups", "1,200 languages"]),
        ("We met 200 people in one country, a network said.", []),
        ("At least a hundred NGOs and 33 nations agree.", ["At least a hundred NGOs", "33 nations"]),
        ("In 2031, organisations grew; 3.5 million read.", []),
    ],
)  # fmt: skip
def test_finds_claims_in_english(sentence, claims):
    assert [claim.said for claim in read_statement(f"A title\n\n{sentence}", "en").claims] == claims
