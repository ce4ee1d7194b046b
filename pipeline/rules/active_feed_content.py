"""SYN758 active-feed-content: a script, a style or a form in an item's content.

Readers cut out `<script>`, `<style>`, `<form>`, `<object>` and `onclick`, and `javascript:` behind
links; what depended on them is broken then, and some partners refuse the item. A `style` on an
element is a warning: most readers drop it.

Bad:

    <p onclick="more()">Les mer</p>

Good:

    <p><a href="https://example.org/a/">Les mer</a></p>
"""

from pipeline.model.rule import Rule

RULE = Rule("SYN758", "active-feed-content", "error", __doc__, output="syndicate")
