"""PDF621 cramped-table: a table that has no room on the page, even lying and in small letters.

It is printed all the same, with words broken anywhere. Wide tables get smaller letters first, then
a sheet that lies; this is told where neither does.

Bad:

    a table of 40 columns

Good:

    two tables, or the table as a file to download
"""

from pipeline.model.rule import Rule

RULE = Rule("PDF621", "cramped-table", "warning", __doc__, output="pdf")
