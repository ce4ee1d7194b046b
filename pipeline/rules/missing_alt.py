"""IMG302 missing-alt: a picture without a text alternative.

Who cannot see it hears the file's name at best, and partners refuse it (WCAG 2.2, success criterion
1.1.1). A picture that only adorns is marked as such, and passed over when the page is read aloud.
In the front matter an empty `alt` marks it.

Bad:

    ![](kart.png)

Good:

    ![Kart over sentrum med de tre butikkene](kart.png)

    ![](bord.png){.decorative}
"""

from pipeline.model.rule import Rule

RULE = Rule("IMG302", "missing-alt", "warning", __doc__)
