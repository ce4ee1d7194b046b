"""LNK207 vague-link-text: a link whose words do not say where it leads.

Screen readers list the links of a page without what stands around them, and so do search engines
(WCAG 2.2, success criterion 2.4.4). A link without any text, or around a picture without a text
alternative, is an error: nobody can follow it.

Bad:

    Les om lojalitet [her](/loyalty).

Good:

    Les om [lojalitetsprogrammer](/loyalty).
"""

from pipeline.model.rule import Rule

RULE = Rule("LNK207", "vague-link-text", "warning", __doc__)

#: Words in lower case, without the marks around them; a line a language.
WORDS = """
nb her|klikk her|trykk her|se her|les her|les mer|les mer her|mer|lenke|lenken|denne|dette|link
nb denne lenken|denne siden|på denne siden|les videre|se mer|finn ut mer|mer info
nn her|klikk her|trykk her|sjå her|les her|les meir|les meir her|meir|lenkje|lenkja|denne|dette
nn denne lenkja|denne sida|på denne sida|les vidare|sjå meir|finn ut meir|meir info|les mer|link
da her|klik her|tryk her|se her|læs her|læs mere|læs mere her|mere|link|linket|dette link|dette
sv här|klicka här|tryck här|se här|läs här|läs mer|läs mer här|mer|länk|länken|denna länk|detta
en here|click here|click|tap here|see here|read more|more|learn more|link|this link|this|this page
en read this|find out more|more info|details|go|page
de hier|hier klicken|klicken sie hier|klick hier|mehr|mehr lesen|weiterlesen|mehr erfahren|link
de dieser link|diese seite|siehe hier|dies
fr ici|cliquez ici|cliquer ici|lire la suite|en savoir plus|plus|lien|ce lien|voir ici|cette page
fr voir
es aquí|aqui|haga clic aquí|haz clic aquí|pulse aquí|leer más|más|ver más|enlace|este enlace
es esta página|ver
"""
VAGUE: dict[str, frozenset[str]] = {
    language: frozenset(
        word for line in WORDS.splitlines() if line[:2] == language for word in line[3:].split("|")
    )
    for language in ("nb", "nn", "da", "sv", "en", "de", "fr", "es")
}
ANY = frozenset().union(*VAGUE.values())
AROUND = " \t\n.,;:!?…»«›‹→>-–—()[]\"'“”„‘’*_"


def vague(text: str, language: str) -> bool:
    """Whether the words of a link in this language (or in an unknown one) say nothing."""
    words = " ".join(text.casefold().split()).strip(AROUND)
    return not words or words in VAGUE.get(language.partition("-")[0], ANY)
