"""Words to measure with: endless fresh English sentences, and one card in each of five scripts.

The names and sources are the demo campaign's; the figures are made up for each card, so that no two are alike.
"""

from dataclasses import replace

from unisono.kit.engine import CardJob, Theme
from unisono.languages.figures import figure_parts

THEME = Theme("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8")
WHO = ("people", "children", "families", "students", "teachers")
WHERE = ("worldwide", "in every country", "in this region", "on all continents")
LACK = ("lack access to", "are still without", "go on waiting for", "do without")
WHAT = ("education", "good lessons", "school books", "daily news", "legal advice", "health advice", "public notices")
HOW = ("speak and understand", "know and speak well", "understand fluently", "learned to speak first")

#: language → campaign, slogan, hashtag, sentence, source.
WORDS = {
    "en": (
        "International Mother Language Day",
        "Every language, one voice",
        "#MotherLanguageDay",
        "of people worldwide lack access to education in a language they speak and understand fluently",
        "UNESCO, Languages matter: global guidance on multilingual education, 21 February 2025",
    ),
    "ar": (
        "اليوم الدولي للغة الأم",
        "لكل لغة صوت، ولنا نغمة واحدة",
        "#اليوم_الدولي_للغة_الأم",
        "من سكان العالم لا يحصلون على تعليم بلغة يتحدثونها ويفهمونها بطلاقة",
        "اليونسكو، «اللغات مهمة: إرشادات عالمية بشأن التعليم المتعدد اللغات»، ٢١ فبراير ٢٠٢٥",
    ),
    "bn": (
        "আন্তর্জাতিক মাতৃভাষা দিবস",
        "অনেক ভাষা, এক সুর",
        "#মাতৃভাষা_দিবস",
        "মানুষ এমন ভাষায় শিক্ষার সুযোগ পায় না, যে ভাষা তারা সাবলীলভাবে বলে ও বোঝে",
        "ইউনেস্কো, ভাষা গুরুত্বপূর্ণ: বহুভাষিক শিক্ষার বৈশ্বিক নির্দেশিকা, ২১ ফেব্রুয়ারি ২০২৫",
    ),
    "hi": (
        "अंतरराष्ट्रीय मातृभाषा दिवस",
        "भाषाएँ अनेक, स्वर एक",
        "#मातृभाषा_दिवस",
        "लोगों को दुनिया भर में उस भाषा में शिक्षा नहीं मिलती जिसे वे अच्छी तरह बोलते और समझते हैं",
        "यूनेस्को, भाषाएँ मायने रखती हैं: बहुभाषी शिक्षा पर वैश्विक मार्गदर्शन, 21 फ़रवरी 2025",
    ),
    "th": (
        "วันภาษาแม่สากล",
        "หลายภาษา หนึ่งเสียง",
        "#วันภาษาแม่สากล",
        "ของประชากรโลกไม่ได้เรียนหนังสือในภาษาที่ตนพูดและเข้าใจได้อย่างคล่องแคล่วในชีวิตประจำวันของตน",
        "ยูเนสโก, ภาษามีความสำคัญ: แนวทางสากลว่าด้วยการศึกษาหลายภาษา, 21 กุมภาพันธ์ 2025",
    ),
}
#: A sentence with one word too long for large letters: who does not fit it runs over the edge.
LONG_WORD = "of all people need Donaudampfschifffahrtselektrizitäten in a language they speak and understand"


def sentence(number: int) -> str:
    """Return the sentence of that number: others than all before for 2,240 numbers, all about equally long."""
    parts = []
    for choice in (WHAT, WHO, HOW, LACK, WHERE):
        number, at = divmod(number, len(choice))
        parts.append(choice[at])
    what, who, how, lack, where = parts
    return f"of {who} {where} {lack} {what} in a language they {how}"


def fresh_job(number: int) -> CardJob:
    """Return the reference card with words that no card before had."""
    return number_job("en", sentence(number), 11 + number * 37 % 89)


def aims_job() -> CardJob:
    """Return an `aims` card in English."""
    items = (
        "Bring mother tongues into every classroom, from the first school day to the last.",
        "Record, teach and pass on the languages that are falling silent, together with those who speak them.",
        "Let everyone read the law, the news and the web in a language they understand.",
    )
    return replace(number_job("en"), design="aims", fields={"title": "Three aims we share", "items": items}, source="")


def number_job(language: str, text: str = "", percent: int = 40, format: str = "square") -> CardJob:
    """Return a `number` card in a language, with its own sentence unless another `text` is given."""
    campaign, slogan, hashtag, own, source = WORDS[language]
    figure, unit = figure_parts(str(percent), "percent", "plain", language)
    return CardJob(
        design="number",
        format=format,
        language=language,
        fields={"before": "", "figure": figure, "unit": unit, "text": text or own},
        source=source,
        campaign=campaign,
        slogan=slogan,
        hashtag=hashtag,
        sample_note="",
        theme=THEME,
        alt=f"{figure} {text or own}",
        credit="",
    )
