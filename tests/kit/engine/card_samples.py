"""Words to render in thirteen languages, written for these tests, and the jobs made from them."""

from dataclasses import replace

from unisono.kit.engine import CardJob, Partner, Row, Theme
from unisono.languages.figures import decimal_text, figure, figure_parts
from unisono.languages.names import country_name

LANGUAGES = ("ar", "bn", "en", "es", "fr", "he", "hi", "id", "pt", "sw", "tr", "ur", "zh-hans")
RTL = ("ar", "he", "ur")
THEME = Theme("#101c3d", "#14172b", "#fffdf8", "#f2b233", "#e4572e", "#1d4fa8")
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#f2b233"/>'
    b'<path d="M10 20q5-12 10 0t10 0" fill="none" stroke="#101c3d" stroke-width="4"/></svg>'
)

PARTNER = Partner("Federation of Teachers and Learners of the Coast")
CODE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10" fill="#fff"/>'
    b'<path d="M2 2h6v6h-6z"/></svg>'
)

#: language → campaign, slogan, hashtag, sentence under "40 %", title of the aims, three aims, source line.
WORDS: dict[str, tuple[str, str, str, str, str, tuple[str, str, str], str]] = {
    "ar": (
        "اليوم الدولي للغة الأم",
        "لكل لغة صوت، ولنا نغمة واحدة",
        "#اليوم_الدولي_للغة_الأم",
        "من سكان العالم لا يحصلون على تعليم بلغة يتحدثونها ويفهمونها بطلاقة",
        "ثلاثة أهداف نسعى إليها معًا",
        (
            "أن تدخل اللغات الأم إلى كل صف دراسي، من أول يوم في المدرسة إلى آخر يوم فيها.",
            "أن نوثّق اللغات المهددة بالصمت ونعلّمها ونورثها، مع أهلها ومن أجلهم.",
            "أن يقرأ كل إنسان القانون والأخبار وشبكة الإنترنت بلغة يفهمها.",
        ),
        "اليونسكو، «اللغات مهمة: إرشادات عالمية بشأن التعليم المتعدد اللغات»، ٢١ فبراير ٢٠٢٥",
    ),
    "bn": (
        "আন্তর্জাতিক মাতৃভাষা দিবস",
        "অনেক ভাষা, এক সুর",
        "#মাতৃভাষা_দিবস",
        "মানুষ এমন ভাষায় শিক্ষার সুযোগ পায় না, যে ভাষা তারা সাবলীলভাবে বলে ও বোঝে",
        "আমাদের তিনটি লক্ষ্য",
        (
            "স্কুলের প্রথম দিন থেকে শেষ দিন পর্যন্ত প্রতিটি শ্রেণিকক্ষে মাতৃভাষার স্থান হোক।",
            "যে ভাষাগুলো নীরব হয়ে যাচ্ছে, সেগুলো যারা বলে তাদের সঙ্গে মিলে নথিবদ্ধ করা, শেখানো ও পরের প্রজন্মকে দেওয়া।",
            "আইন, সংবাদ ও ইন্টারনেট প্রত্যেকে যেন নিজের বোঝা ভাষায় পড়তে পারে।",
        ),
        "ইউনেস্কো, ভাষা গুরুত্বপূর্ণ: বহুভাষিক শিক্ষার বৈশ্বিক নির্দেশিকা, ২১ ফেব্রুয়ারি ২০২৫",
    ),
    "en": (
        "International Mother Language Day",
        "Every language, one voice",
        "#MotherLanguageDay",
        "of people worldwide lack access to education in a language they speak and understand fluently",
        "Three aims we share",
        (
            "Bring mother tongues into every classroom, from the first school day to the last.",
            "Record, teach and pass on the languages that are falling silent, together with those who speak them.",
            "Let everyone read the law, the news and the web in a language they understand.",
        ),
        "UNESCO, Languages matter: global guidance on multilingual education, 21 February 2025",
    ),
    "es": (
        "Día Internacional de la Lengua Materna",
        "Muchas lenguas, una sola voz",
        "#LenguaMaterna",
        "de la población mundial no tiene acceso a la educación en una lengua que hable y comprenda con fluidez",
        "Tres objetivos que compartimos",
        (
            "Llevar las lenguas maternas a todas las aulas, desde el primer día de escuela hasta el último.",
            "Documentar, enseñar y transmitir las lenguas que enmudecen, junto con quienes las hablan.",
            "Que toda persona pueda leer la ley, las noticias y la red en una lengua que comprenda.",
        ),
        "UNESCO, Las lenguas importan: orientaciones mundiales sobre educación plurilingüe, 21 de febrero de 2025",
    ),
    "fr": (
        "Journée internationale de la langue maternelle",
        "Toutes les langues, une seule voix",
        "#LangueMaternelle",
        "de la population mondiale n’a pas accès à un enseignement dans une langue qu’elle parle et comprend bien",
        "Trois objectifs que nous partageons",
        (
            "Faire entrer les langues maternelles dans toutes les classes, du premier au dernier jour d’école.",
            "Documenter, enseigner et transmettre les langues qui se taisent, avec celles et ceux qui les parlent.",
            "Permettre à chacun de lire la loi, l’actualité et le web dans une langue qu’il comprend.",
        ),
        "UNESCO, Les langues comptent : orientations mondiales sur l’éducation multilingue, 21 février 2025",
    ),
    "he": (
        "יום שפת האם הבינלאומי",
        "הרבה שפות, קול אחד",
        "#שפת_אם",
        "מתושבי העולם אינם מקבלים חינוך בשפה שהם דוברים ומבינים היטב",
        "שלוש מטרות משותפות",
        (
            "להכניס את שפות האם לכל כיתה, מיום הלימודים הראשון ועד האחרון.",
            "לתעד, ללמד ולהוריש את השפות ההולכות ונאלמות, יחד עם דובריהן.",
            "לאפשר לכל אדם לקרוא את החוק, את החדשות ואת הרשת בשפה שהוא מבין.",
        ),
        "אונסק״ו, שפות חשובות: הנחיות עולמיות לחינוך רב־לשוני, 21 בפברואר 2025",
    ),
    "hi": (
        "अंतरराष्ट्रीय मातृभाषा दिवस",
        "भाषाएँ अनेक, स्वर एक",
        "#मातृभाषा_दिवस",
        "लोगों को दुनिया भर में उस भाषा में शिक्षा नहीं मिलती जिसे वे अच्छी तरह बोलते और समझते हैं",
        "हमारे तीन साझा लक्ष्य",
        (
            "स्कूल के पहले दिन से आख़िरी दिन तक हर कक्षा में मातृभाषाओं को जगह मिले।",
            "जो भाषाएँ मौन हो रही हैं, उन्हें बोलने वालों के साथ मिलकर दर्ज करना, सिखाना और आगे पहुँचाना।",
            "क़ानून, समाचार और इंटरनेट हर व्यक्ति उस भाषा में पढ़ सके जिसे वह समझता है।",
        ),
        "यूनेस्को, भाषाएँ मायने रखती हैं: बहुभाषी शिक्षा पर वैश्विक मार्गदर्शन, 21 फ़रवरी 2025",
    ),
    "id": (
        "Hari Bahasa Ibu Internasional",
        "Banyak bahasa, satu suara",
        "#HariBahasaIbu",
        "penduduk dunia tidak memperoleh pendidikan dalam bahasa yang mereka tuturkan dan pahami dengan lancar",
        "Tiga tujuan kita bersama",
        (
            "Menghadirkan bahasa ibu di setiap ruang kelas, dari hari sekolah pertama sampai hari terakhir.",
            "Mencatat, mengajarkan, dan mewariskan bahasa-bahasa yang kian senyap, bersama para penuturnya.",
            "Memastikan setiap orang dapat membaca hukum, berita, dan internet dalam bahasa yang dipahaminya.",
        ),
        "UNESCO, Bahasa itu penting: panduan global pendidikan multibahasa, 21 Februari 2025",
    ),
    "pt": (
        "Dia Internacional da Língua Materna",
        "Muitas línguas, uma só voz",
        "#LínguaMaterna",
        "da população mundial não tem acesso à educação em uma língua que fale e compreenda com fluência",
        "Três objetivos que partilhamos",
        (
            "Levar as línguas maternas a todas as salas de aula, do primeiro ao último dia de escola.",
            "Registrar, ensinar e transmitir as línguas que se calam, junto com quem as fala.",
            "Que cada pessoa possa ler a lei, as notícias e a internet em uma língua que compreenda.",
        ),
        "UNESCO, As línguas importam: orientações globais sobre educação multilíngue, 21 de fevereiro de 2025",
    ),
    "sw": (
        "Siku ya Kimataifa ya Lugha Mama",
        "Lugha nyingi, sauti moja",
        "#LughaMama",
        "ya watu duniani hawapati elimu kwa lugha wanayoizungumza na kuielewa kwa ufasaha",
        "Malengo matatu tunayoshiriki",
        (
            "Kuingiza lugha mama katika kila darasa, kuanzia siku ya kwanza ya shule hadi ya mwisho.",
            "Kuhifadhi, kufundisha na kurithisha lugha zinazonyamaza, pamoja na wanaozizungumza.",
            "Kila mtu aweze kusoma sheria, habari na mtandao kwa lugha anayoielewa.",
        ),
        "UNESCO, Lugha ni muhimu: mwongozo wa kimataifa wa elimu kwa lugha nyingi, 21 Februari 2025",
    ),
    "tr": (
        "Uluslararası Ana Dili Günü",
        "Birçok dil, tek ses",
        "#AnaDiliGünü",
        "oranında insan, akıcı biçimde konuşup anladığı bir dilde eğitime erişemiyor",
        "Paylaştığımız üç amaç",
        (
            "Ana dillerini, okulun ilk gününden son gününe kadar her sınıfa taşımak.",
            "Suskunlaşan dilleri, onları konuşanlarla birlikte kayda geçirmek, öğretmek ve yarınlara aktarmak.",
            "Herkesin yasaları, haberleri ve interneti anladığı bir dilde okuyabilmesini sağlamak.",
        ),
        "UNESCO, Diller önemlidir: çok dilli eğitim üzerine küresel rehber, 21 Şubat 2025",
    ),
    "ur": (
        "مادری زبان کا عالمی دن",
        "زبانیں کئی، آواز ایک",
        "#مادری_زبان",
        "لوگوں کو دنیا بھر میں اُس زبان میں تعلیم میسر نہیں جسے وہ روانی سے بولتے اور سمجھتے ہیں",
        "ہمارے تین مشترکہ مقاصد",
        (
            "اسکول کے پہلے دن سے آخری دن تک ہر کمرۂ جماعت میں مادری زبانوں کو جگہ ملے۔",
            "خاموش ہوتی زبانوں کو اُن کے بولنے والوں کے ساتھ مل کر محفوظ کرنا، سکھانا اور آگے پہنچانا۔",
            "ہر شخص قانون، خبریں اور انٹرنیٹ اُس زبان میں پڑھ سکے جسے وہ سمجھتا ہے۔",
        ),
        "یونیسکو، زبانیں اہم ہیں: کثیر لسانی تعلیم پر عالمی رہنمائی، 21 فروری 2025",
    ),
    "zh-hans": (
        "国际母语日",
        "万语同声",
        "#国际母语日",
        "的世界人口无法用自己熟练掌握的语言接受教育",
        "我们共同的三个目标",
        (
            "让母语走进每一间教室，从入学第一天直到毕业。",
            "与使用者一起，记录、教授并传承那些正在沉默的语言。",
            "让每个人都能用自己懂得的语言阅读法律、新闻和网络。",
        ),
        "联合国教科文组织，《语言至关重要：多语教育全球指南》，2025年2月21日",
    ),
}

#: language → title of a chart, title of a map and the sentence under it. The figures beside them are samples.
CHARTS: dict[str, tuple[str, str, str]] = {
    "ar": ("عدد المنظمات في كل بلد", "من كل أنحاء العالم", "المنظمات التي تشاركنا يومنا هذا، بلدًا بلدًا"),
    "bn": ("প্রতিটি দেশে কতটি সংগঠন", "সারা পৃথিবী থেকে", "যে সংগঠনগুলো এই দিনে আমাদের সঙ্গে আছে, দেশ অনুযায়ী"),
    "en": (
        "How many organisations each country has",
        "From every part of the world",
        "The organisations that share this day with us, country by country",
    ),
    "es": (
        "Cuántas organizaciones hay en cada país",
        "Desde todas las partes del mundo",
        "Las organizaciones que comparten este día con nosotros, país por país",
    ),
    "fr": (
        "Combien d’organisations dans chaque pays",
        "De toutes les régions du monde",
        "Les organisations qui partagent cette journée avec nous, pays par pays",
    ),
    "he": ("כמה ארגונים יש בכל מדינה", "מכל קצות העולם", "הארגונים שמציינים איתנו את היום הזה, מדינה אחר מדינה"),
    "hi": ("हर देश में कितने संगठन", "दुनिया के हर हिस्से से", "वे संगठन जो यह दिन हमारे साथ मनाते हैं, देश के अनुसार"),
    "id": (
        "Berapa organisasi di setiap negara",
        "Dari seluruh penjuru dunia",
        "Organisasi yang merayakan hari ini bersama kami, negara demi negara",
    ),
    "pt": (
        "Quantas organizações há em cada país",
        "De todas as partes do mundo",
        "As organizações que partilham este dia conosco, país por país",
    ),
    "sw": (
        "Kila nchi ina mashirika mangapi",
        "Kutoka kila pembe ya dunia",
        "Mashirika yanayoshiriki siku hii pamoja nasi, nchi kwa nchi",
    ),
    "tr": ("Her ülkede kaç kuruluş var", "Dünyanın her yerinden", "Bu günü bizimle paylaşan kuruluşlar, ülke ülke"),
    "ur": ("ہر ملک میں کتنی تنظیمیں", "دنیا کے ہر حصے سے", "وہ تنظیمیں جو یہ دن ہمارے ساتھ مناتی ہیں، ملک بہ ملک"),
    "zh-hans": ("每个国家有多少个组织", "来自世界各地", "与我们共度这一天的组织，按国家排列"),
}
#: Countries of the samples and their numbers: neighbours, islands, far places.
COUNTRIES = {
    "BR": 14, "IN": 12, "FR": 9, "NG": 9, "DE": 7, "EG": 6, "ID": 5, "BD": 5, "MX": 5, "KE": 4, "TR": 4, "ES": 4,
    "GB": 4, "IL": 3, "PK": 3, "CN": 3, "BE": 3, "NL": 2, "CH": 2, "IT": 2, "PT": 2, "AR": 2, "CL": 2, "PE": 2,
    "US": 2, "CA": 2, "ZA": 2, "TZ": 2, "MA": 2, "JO": 2, "LB": 2, "JP": 1, "AU": 1, "NZ": 1, "FJ": 1, "MV": 1,
    "MU": 1, "JM": 1, "IS": 1, "GE": 1,
}  # fmt: skip


def country_rows(language: str, many: int) -> tuple[Row, ...]:
    """The first `many` countries of the samples as rows, named and numbered in the language."""
    return tuple(
        Row(country_name(country, language), decimal_text(number, language), number, country)
        for country, number in list(COUNTRIES.items())[:many]
    )


#: language → words between quotation marks, who said them, as what (made up for these tests).
QUOTES: dict[str, tuple[str, str, str]] = {
    "ar": (
        "الطفلة التي تتعلم القراءة بلغتها تتعلم أن عالمها يستحق أن يُكتب.",
        "أمينة ديالو",
        "معلمة في مدرسة ابتدائية، سان لويس",
    ),
    "bn": (
        "যে মেয়ে নিজের ভাষায় পড়তে শেখে, সে জানে তার জগৎ লিখে রাখার যোগ্য।",
        "আমিনা দিয়ালো",
        "প্রাথমিক বিদ্যালয়ের শিক্ষক, সাঁ-লুই",
    ),
    "en": (
        "A child who learns to read in her own language learns that her world is worth writing down.",
        "Amina Diallo",
        "Primary school teacher, Saint-Louis",
    ),
    "es": (
        "La niña que aprende a leer en su propia lengua aprende que su mundo merece ser escrito.",
        "Amina Diallo",
        "Maestra de primaria, San Luis",
    ),
    "fr": (
        "Une enfant qui apprend à lire dans sa langue apprend que son monde mérite d’être écrit.",
        "Amina Diallo",
        "Institutrice, Saint-Louis",
    ),
    "he": (
        "ילדה שלומדת לקרוא בשפתה לומדת שעולמה ראוי להיכתב.",
        "אמינה דיאלו",
        "מורה בבית ספר יסודי, סן־לואי",
    ),
    "hi": (
        "जो बच्ची अपनी भाषा में पढ़ना सीखती है, वह जान लेती है कि उसकी दुनिया लिखे जाने लायक़ है।",
        "अमीना दियालो",
        "प्राथमिक विद्यालय की शिक्षिका, सेंट-लुई",
    ),
    "id": (
        "Anak yang belajar membaca dalam bahasanya sendiri belajar bahwa dunianya layak dituliskan.",
        "Amina Diallo",
        "Guru sekolah dasar, Saint-Louis",
    ),
    "pt": (
        "A menina que aprende a ler na sua própria língua aprende que o seu mundo merece ser escrito.",
        "Amina Diallo",
        "Professora primária, São Luís",
    ),
    "sw": (
        "Mtoto anayejifunza kusoma kwa lugha yake hujifunza kwamba ulimwengu wake unastahili kuandikwa.",
        "Amina Diallo",
        "Mwalimu wa shule ya msingi, Saint-Louis",
    ),
    "tr": (
        "Kendi dilinde okumayı öğrenen bir çocuk, dünyasının yazılmaya değer olduğunu öğrenir.",
        "Amina Diallo",
        "İlkokul öğretmeni, Saint-Louis",
    ),
    "ur": (
        "جو بچی اپنی زبان میں پڑھنا سیکھتی ہے، وہ جان لیتی ہے کہ اُس کی دنیا لکھے جانے کے قابل ہے۔",
        "امینہ دیالو",
        "پرائمری اسکول کی استانی، سینٹ لوئی",
    ),
    "zh-hans": (
        "一个孩子用自己的语言学会阅读，就会懂得她的世界值得被书写。",
        "阿米娜·迪亚洛",
        "圣路易小学教师",
    ),
}

#: The points in time of the day's own story: the value as the figure takes it, its unit, and as a year.
MOMENTS = (
    ("1952-02-21", "date", 1952.14),
    ("1999-11-17", "date", 1999.88),
    ("2000-02-21", "date", 2000.14),
    ("2008", "year", 2008.0),
    ("2022", "year", 2022.0),
)
#: language → title of the timeline, and what happened at each of the `MOMENTS`.
STORIES: dict[str, tuple[str, tuple[str, str, str, str, str]]] = {
    "ar": (
        "كيف نشأ هذا اليوم",
        (
            "طلاب يُقتلون في دكا وهم يطالبون بالاعتراف بلغتهم البنغالية",
            "اليونسكو تعلن اليوم بمبادرة من بنغلاديش",
            "العالم يحيي اليوم أول مرة",
            "السنة الدولية للغات",
            "بداية العقد الدولي للغات الشعوب الأصلية",
        ),
    ),
    "bn": (
        "যেভাবে দিনটি এল",
        (
            "ঢাকায় বাংলা ভাষার স্বীকৃতির দাবিতে মিছিলে ছাত্ররা নিহত হন",
            "বাংলাদেশের উদ্যোগে ইউনেস্কো দিবসটি ঘোষণা করে",
            "বিশ্বজুড়ে প্রথমবার দিবসটি পালিত হয়",
            "আন্তর্জাতিক ভাষা বর্ষ",
            "আদিবাসী ভাষার আন্তর্জাতিক দশক শুরু",
        ),
    ),
    "en": (
        "How the day came to be",
        (
            "Students are killed in Dhaka as they demand that Bangla be recognised",
            "UNESCO proclaims the day at the initiative of Bangladesh",
            "The day is observed for the first time",
            "International Year of Languages",
            "The International Decade of Indigenous Languages begins",
        ),
    ),
    "es": (
        "Cómo nació este día",
        (
            "Estudiantes mueren en Daca cuando piden que se reconozca el bengalí",
            "La UNESCO proclama el día por iniciativa de Bangladés",
            "El día se celebra por primera vez",
            "Año Internacional de los Idiomas",
            "Comienza el Decenio Internacional de las Lenguas Indígenas",
        ),
    ),
    "fr": (
        "Comment cette journée est née",
        (
            "À Dacca, des étudiants sont tués alors qu’ils réclament la reconnaissance du bengali",
            "L’UNESCO proclame la journée à l’initiative du Bangladesh",
            "La journée est célébrée pour la première fois",
            "Année internationale des langues",
            "Début de la Décennie internationale des langues autochtones",
        ),
    ),
    "he": (
        "כך נולד היום הזה",
        (
            "סטודנטים נהרגים בדאקה כשהם דורשים הכרה בשפה הבנגלית",
            "אונסק״ו מכריז על היום ביוזמת בנגלדש",
            "היום מצוין לראשונה",
            "שנת השפות הבינלאומית",
            "תחילת העשור הבינלאומי של שפות הילידים",
        ),
    ),
    "hi": (
        "यह दिवस कैसे बना",
        (
            "ढाका में बांग्ला की मान्यता माँगते हुए छात्र मारे जाते हैं",
            "बांग्लादेश की पहल पर यूनेस्को इस दिवस की घोषणा करता है",
            "दिवस पहली बार मनाया जाता है",
            "अंतरराष्ट्रीय भाषा वर्ष",
            "आदिवासी भाषाओं का अंतरराष्ट्रीय दशक शुरू होता है",
        ),
    ),
    "id": (
        "Asal mula hari ini",
        (
            "Mahasiswa tewas di Dhaka saat menuntut pengakuan bahasa Bengali",
            "UNESCO menetapkan hari ini atas prakarsa Bangladesh",
            "Hari ini diperingati untuk pertama kali",
            "Tahun Bahasa Internasional",
            "Dasawarsa Internasional Bahasa Masyarakat Adat dimulai",
        ),
    ),
    "pt": (
        "Como nasceu este dia",
        (
            "Estudantes são mortos em Daca ao pedir o reconhecimento do bengali",
            "A UNESCO proclama o dia por iniciativa do Bangladesh",
            "O dia é celebrado pela primeira vez",
            "Ano Internacional das Línguas",
            "Começa a Década Internacional das Línguas Indígenas",
        ),
    ),
    "sw": (
        "Jinsi siku hii ilivyoanza",
        (
            "Wanafunzi wauawa Dhaka wakidai lugha ya Kibangla itambuliwe",
            "UNESCO yatangaza siku hii kwa pendekezo la Bangladesh",
            "Siku hii yaadhimishwa kwa mara ya kwanza",
            "Mwaka wa Kimataifa wa Lugha",
            "Muongo wa Kimataifa wa Lugha za Wenyeji waanza",
        ),
    ),
    "tr": (
        "Bu gün nasıl doğdu",
        (
            "Dakka’da Bengalcenin tanınmasını isteyen öğrenciler öldürülüyor",
            "UNESCO, Bangladeş’in girişimiyle günü ilan ediyor",
            "Gün ilk kez kutlanıyor",
            "Uluslararası Diller Yılı",
            "Uluslararası Yerli Diller On Yılı başlıyor",
        ),
    ),
    "ur": (
        "یہ دن کیسے وجود میں آیا",
        (
            "ڈھاکہ میں بنگلہ زبان کو تسلیم کرانے کا مطالبہ کرتے طلبہ جان سے گئے",
            "بنگلہ دیش کی تجویز پر یونیسکو نے اِس دن کا اعلان کیا",
            "یہ دن پہلی بار منایا گیا",
            "زبانوں کا عالمی سال",
            "مقامی زبانوں کی عالمی دہائی کا آغاز",
        ),
    ),
    "zh-hans": (
        "这一天的由来",
        (
            "达卡学生为争取孟加拉语的地位示威，有人遇害",
            "联合国教科文组织应孟加拉国倡议宣布设立国际母语日",
            "这一天首次得到纪念",
            "国际语言年",
            "国际土著语言十年开始",
        ),
    ),
}


def number_job(language: str = "en", format: str = "square", **changes: object) -> CardJob:
    """The card "40 %" in a language and format; `changes` replace parts of the job."""
    campaign, slogan, hashtag, text, _, _, source = WORDS[language]
    figure, unit = figure_parts("40", "percent", "plain", language)
    job = CardJob(
        design="number",
        format=format,
        language=language,
        fields={"before": "", "figure": figure, "unit": unit, "text": text},
        source=source,
        campaign=campaign,
        slogan=slogan,
        hashtag=hashtag,
        sample_note="",
        theme=THEME,
        alt=f"{figure} {text}",
        credit="",
    )
    return replace(job, **changes)  # type: ignore[arg-type]


def aims_job(language: str = "en", format: str = "square", **changes: object) -> CardJob:
    """The card of the three aims in a language and format; `changes` replace parts of the job."""
    title, items = WORDS[language][4:6]
    fields = {"title": title, "items": items}
    job = number_job(language, format, design="aims", fields=fields, source="", alt=f"{title}: {' '.join(items)}")
    return replace(job, **changes)  # type: ignore[arg-type]


def quote_job(language: str = "en", format: str = "square", **changes: object) -> CardJob:
    """The card of a teacher's words in a language and format; `changes` replace parts of the job."""
    quote, who, role = QUOTES[language]
    fields = {"quote": quote, "who": who, "role": role}
    job = number_job(language, format, design="quote", fields=fields, source="", alt=f"{quote} {who}, {role}")
    return replace(job, **changes)  # type: ignore[arg-type]


def timeline_job(language: str = "en", format: str = "square", **changes: object) -> CardJob:
    """The card of the day's own story in a language and format; `changes` replace parts of the job."""
    title, labels = STORIES[language]
    rows = tuple(
        Row(label, figure(value, unit, "plain", language), year)
        for label, (value, unit, year) in zip(labels, MOMENTS, strict=True)
    )
    alt = f"{title}: {'; '.join(f'{row.figure}: {row.label}' for row in rows)}"
    job = number_job(language, format, design="timeline", fields={"title": title, "rows": rows}, source="", alt=alt)
    return replace(job, **changes)  # type: ignore[arg-type]


def bars_job(language: str = "en", format: str = "square", *, many: int = 5, **changes: object) -> CardJob:
    """The card of `many` bars in a language and format; `changes` replace parts of the job."""
    title, rows = CHARTS[language][0], country_rows(language, many)
    fields = {"title": title, "rows": rows}
    job = number_job(language, format, design="bars", fields=fields, alt=title)
    return replace(job, **changes)  # type: ignore[arg-type]


def map_job(
    language: str = "en", format: str = "square", *, many: int = 40, style: str = "dots", **changes: object
) -> CardJob:
    """The card of the world with `many` countries in a language and format; `changes` replace parts of the job."""
    _, title, text = CHARTS[language]
    fields = {"title": title, "text": text, "rows": country_rows(language, many), "style": style}
    job = number_job(language, format, design="map", fields=fields, alt=f"{title}: {text}")
    return replace(job, **changes)  # type: ignore[arg-type]


def dressed(job: CardJob) -> CardJob:
    """The job with everything that may stand at a card's edges: partner, code and address, sample note, source."""
    source, note = WORDS[job.language][6], WORDS[job.language][1][:14]
    return replace(
        job,
        partner=PARTNER,
        qr=CODE,
        link="voices.example/s/k7Qp",
        sample_note=note,
        source=source,
        credit="Studio Voz",
    )
