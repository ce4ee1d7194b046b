"""IMG301 missing-image: a picture whose file is not in `source/`.

The path is taken from the article's own folder, or from `source/` when it begins with `/`.

Bad:

    ![Kart](images/karrt.png)

Good:

    ![Kart](images/kart.png)
"""

from pipeline.model.rule import Rule

RULE = Rule("IMG301", "missing-image", "error", __doc__)
