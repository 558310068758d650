"""Names, titles and hours that bulk data is made of: believable, and nobody's in particular."""

_FIRST_NAMES = (
    "Ada Adaeze Aisha Akira Alejandra Amara Amina Anders Anjali Anouk Aroha Ayodele Beatriz Bo "
    "Camila Chen Chiara Chidi Chloe Daniel Deniz Dev Diego Dimitra Elena Elif Emeka Emma Esra "
    "Fatima Femi Finn Freya Gabriela Giulia Grace Hana Hassan Hiroshi Imani Ines Ingrid Isabel "
    "Ivan Jamal Jana Joana Jonas Juan Kai Kamala Karim Katarzyna Kavya Keiko Kofi Lars Layla Leila "
    "Lena Lucas Lucia Lwazi Malik Mara Marco Maria Mateo Mei Mina Miriam Mohammed Nadia Naledi "
    "Naoko Niko Nils Noor Oksana Olu Omar Paula Pedro Petra Priya Rafael Rania Ravi Rosa Rui "
    "Salma Samir Sara Selin Shira Sofia Suki Sven Tariq Tereza Thabo Tomas Tuan Uma Valentina "
    "Vera Wanjiru Wei Xiomara Yara Yuki Yusuf Zanele Zofia"
)

_LAST_NAMES = (
    "Abebe Achieng Adeyemi Ahmed Almeida Andersson Araujo Banerjee Bauer Bello Bianchi Bose "
    "Castillo Chanda Chaudhry Chen Conti Costa Dahl Das Diallo Dlamini Dubois Eriksen Farah "
    "Ferreira Fischer Fofana Garcia Gupta Haddad Hansen Hernandez Horvat Ibrahim Ito Ivanova "
    "Jansen Jimenez Kaya Khan Kim Kowalska Kovacs Kumar Laine Lindqvist Lopez Mahlangu Makinen "
    "Martin Mbeki Mendes Moreau Mutua Nakamura Ndiaye Nguyen Novak Nwosu Okafor Okoye Oliveira "
    "Ortiz Osei Park Patel Pereira Popescu Qureshi Rahman Reyes Rojas Rossi Saito Santos Schmidt "
    "Shrestha Silva Singh Sorensen Suzuki Tanaka Torres Tran Ueda Vargas Vasquez Virtanen Wagner "
    "Walker Wang Weber Wong Yamamoto Yilmaz Zhang"
)

_ZONES = (
    "Europe/Berlin Europe/London Europe/Madrid Europe/Warsaw Europe/Helsinki Africa/Lagos "
    "Africa/Nairobi Africa/Johannesburg Asia/Kolkata Asia/Kathmandu Asia/Tokyo Asia/Singapore "
    "Australia/Sydney America/New_York America/Los_Angeles America/Sao_Paulo America/Santiago "
    "America/Mexico_City UTC"
)

TOPICS = (
    "Governance",
    "Onboarding",
    "Documentation",
    "Licences",
    "Security",
    "Accessibility",
    "Translation",
    "Funding",
    "Code review",
    "Moderation",
    "Releases",
    "Mentoring",
)

KINDS = (
    "office hours",
    "practitioners’ call",
    "working group",
    "reading circle",
    "open table",
    "round of questions",
    "workshop",
    "retrospective",
)

RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=1TH",
)

REASONS = (
    "Most of us are travelling that week.",
    "The guest cannot come; we find another day.",
    "A public holiday in too many places.",
)

NOTES = (
    "I may be ten minutes late.",
    "I would like to talk about our release.",
    "First time here.",
)

NEEDS = ("Live captions, please.", "A break after half an hour.", "Slides in advance, please.")

FIRST_NAMES, LAST_NAMES, ZONES = _FIRST_NAMES.split(), _LAST_NAMES.split(), _ZONES.split()
